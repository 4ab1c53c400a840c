package picture

import (
	"context"

	"onderdak/internal/atlas"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Ground is an area by its code: NL, a safety region or a present municipality.
type Ground struct {
	Code, Name string // Name is empty for the nation
	Owner      access.Owner
}

// GroundOf finds the area of a code.
func GroundOf(code string) (Ground, error) {
	if code == "NL" {
		return Ground{Code: code}, nil
	}
	if region, known := atlas.Region(code); known {
		return Ground{code, region.Name, access.Owner{Region: code}}, nil
	}
	if town, known := atlas.Find(code); known && !town.Until.Known {
		return Ground{code, town.Name, access.Owner{Region: town.Region, Municipality: code}}, nil
	}
	return Ground{}, fault.New(fault.NotFound, "picture.no_area", "code", code)
}

// home is the area an actor works for: the whole nation unless a municipality or
// region.
func home(actor access.Actor) string {
	switch {
	case actor.Role == access.Regional && actor.Region != "":
		return actor.Region
	case actor.Municipality != "":
		return actor.Municipality
	}
	return "NL"
}

// holds says whether a location lies in the area, in the division of today.
func (g Ground) holds(l places.Location) bool {
	municipality, region := l.Municipality, l.Region
	if town, known := present(l.Municipality); known {
		municipality, region = town.Code, town.Region
	}
	return g.Code == "NL" || g.Code == region || g.Code == municipality
}

// OldReport is a location whose last word is an old report, and where the question
// whether it still holds stands.
type OldReport struct {
	places.Location
	Stand freshness.Stand
}

// OldReports lists the locations of an area whose last word is an old report, as
// far as the actor may ask their contacts.
func (s *Service) OldReports(ctx context.Context, actor access.Actor, code string) (ground Ground, old []OldReport, err error) {
	if ground, err = GroundOf(code); err != nil {
		return ground, nil, err
	}
	err = s.door.View(ctx, actor, access.AskReports, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		all, err := places.OldReports(ctx, tx, scope, s.door.Now())
		if err != nil {
			return err
		}
		stands, err := freshness.StandsOf(ctx, tx, scope)
		for _, l := range all {
			if ground.holds(l) {
				old = append(old, OldReport{l, stands[l.ID]})
			}
		}
		return err
	})
	return ground, old, err
}

// Remind asks the contacts of all locations of an area with an old report whether
// it still holds: one mail to each, at most once a day.
func (s *Service) Remind(ctx context.Context, actor access.Actor, code string) (done freshness.Asked, err error) {
	ground, old, err := s.OldReports(ctx, actor, code)
	if err != nil {
		return done, err
	}
	change := gate.Change{Action: access.AskReports, Object: "reports/" + code, Owner: gate.Belongs(ground.Owner)}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		var still []places.Location
		for _, report := range old {
			l, err := places.LocationByID(ctx, tx.Tx, report.Location.ID)
			if err != nil {
				return err
			}
			if l.Old(tx.Now()) && l.ClosedAt == 0 {
				still = append(still, l)
			}
		}
		if done, err = s.asking.AskAll(ctx, tx, still); err != nil {
			return err
		}
		tx.Note("asked", done.Locations)
		tx.Note("mails", done.Contacts)
		return nil
	})
	return done, err
}
