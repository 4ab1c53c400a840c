package freshness

import (
	"context"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Raise is what a contact says is open beyond what we count on.
type Raise struct {
	Answer
	Where places.Location
	Open  int // open places on the first night it speaks of that is not over
}

// Change is another contact that waits for a decision.
type Change struct {
	Told
	Where places.Location
}

// News is what contacts told that a person must look at.
type News struct {
	Raises  []Raise
	Changes []Change
}

// Count is how much there is to look at.
func (n News) Count() int { return len(n.Raises) + len(n.Changes) }

// News lists what the contacts of locations within reach told and nobody settled:
// numbers beyond what is open, of the last thirty days, and other contacts.
func (s *Service) News(ctx context.Context, actor access.Actor) (news News, err error) {
	err = s.door.View(ctx, actor, access.AskReports, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		raised, err := raisedWithin(ctx, tx, scope, s.door.Now().Plus(-keepTold))
		if err != nil {
			return err
		}
		for _, a := range raised {
			if err := s.raise(ctx, tx, &news, a); err != nil {
				return err
			}
		}
		told, err := toldWithin(ctx, tx, scope)
		if err != nil {
			return err
		}
		for _, t := range told {
			where, err := places.LocationByID(ctx, tx, t.Location)
			if err != nil {
				return err
			}
			news.Changes = append(news.Changes, Change{t, where})
		}
		return nil
	})
	return news, err
}

// raise adds a number to the news, unless by now so many are open on all its
// nights, or those are over.
func (s *Service) raise(ctx context.Context, tx *db.Tx, news *News, a Answer) error {
	tonight := s.door.Tonight()
	if a.Until.Known && a.Until.Night <= tonight {
		return nil
	}
	profiles, err := places.ProfilesOf(ctx, tx, a.Location)
	if err != nil {
		return err
	}
	for _, period := range profiles.Periods(max(tonight, a.From)) {
		if a.Until.Known && period.From >= a.Until.Night {
			return nil
		}
		if open := period.Places[places.Open]; open < a.Places {
			where, err := places.LocationByID(ctx, tx, a.Location)
			news.Raises = append(news.Raises, Raise{a, where, open})
			return err
		}
	}
	return nil
}

// Decide takes another contact over into the register, or not. Decided twice is a
// conflict (freshness.decided).
func (s *Service) Decide(ctx context.Context, actor access.Actor, id string, take bool) error {
	var told Told
	change := gate.Change{Action: access.EditLocation, Object: "contact/" + id, Owner: func(ctx context.Context, tx *db.Tx) (owner access.Owner, err error) {
		if told, err = toldByID(ctx, tx, id); err != nil {
			return owner, err
		}
		return places.OwnerOf(ctx, tx, told.Location)
	}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("location", told.Location)
		tx.Note("taken_over", take)
		open, err := endTold(ctx, tx, id, actor.Person, take)
		if err != nil {
			return err
		}
		if !open {
			return fault.New(fault.Conflict, "freshness.decided")
		}
		if !take {
			return nil
		}
		return places.SetContact(ctx, tx, told.Location, told.Contact)
	})
}
