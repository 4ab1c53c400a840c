package places

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Filter narrows a list of locations; zero fields do not narrow.
type Filter struct {
	Region, Municipality, Type string
	Text                       string // part of the name, address or postcode, in any case
	OnlyFree                   bool   // with free places on the night
	OnlyOld                    bool   // last word is an old report
	Closed                     bool   // closed ones too
	Night                      calendar.Night
}

// Matches says whether the description of a location passes the filter; its
// numbers are not looked at.
func (f Filter) Matches(l Location) bool {
	text := strings.ToLower(l.Name + " " + l.Address + " " + l.Postcode)
	return (f.Region == "" || f.Region == l.Region) && (f.Municipality == "" || f.Municipality == l.Municipality) &&
		(f.Type == "" || f.Type == l.Type) && strings.Contains(text, strings.ToLower(strings.TrimSpace(f.Text))) &&
		(f.Closed || l.ClosedAt == 0)
}

// Summary is a location with its numbers on the night asked for.
type Summary struct {
	Location
	Numbers
	OldReport bool
}

// Locations lists the locations within the actor's reach, by municipality and
// name; a zero Night is tonight.
func (s *Service) Locations(ctx context.Context, actor access.Actor, filter Filter) (found []Summary, err error) {
	night := filter.Night
	if night == 0 {
		night = s.door.Tonight()
	}
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		locations, err := LocationsWithin(ctx, tx, scope)
		if err != nil {
			return err
		}
		totals, err := Totals(ctx, tx, scope, ByLocation, night, night+1)
		if err != nil {
			return err
		}
		numbers := make(map[string]Numbers, len(totals))
		for _, group := range totals {
			numbers[group.Key] = group.Nights[0]
		}
		for _, l := range locations {
			summary := Summary{Location: l, Numbers: numbers[l.ID], OldReport: l.Old(s.door.Now())}
			if filter.Matches(l) && (!filter.OnlyFree || summary.Free > 0) && (!filter.OnlyOld || summary.OldReport) {
				found = append(found, summary)
			}
		}
		return nil
	})
	return found, err
}

// Shortages lists where more is promised than is left from tonight on, for so
// many nights, worst first.
func (s *Service) Shortages(ctx context.Context, actor access.Actor, nights int) (found []Shortage, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		tonight := s.door.Tonight()
		found, err = Shortages(ctx, tx, scope, tonight, tonight.Plus(nights))
		return err
	})
	return found, err
}

// Alerts lists the standing alerts within the actor's reach, worst first.
func (s *Service) Alerts(ctx context.Context, actor access.Actor) (found []Alert, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = alertsWithin(ctx, tx, scope)
		return err
	})
	return found, err
}

// Picture gives totals to whoever may see the picture: counts, no persons.
func (s *Service) Picture(ctx context.Context, actor access.Actor, by Grouping, from, until calendar.Night) (groups []Group, err error) {
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		groups, err = Totals(ctx, tx, scope, by, from, until)
		return err
	})
	return groups, err
}

// PositionAt gives the numbers per location for a night as the register had
// them at a past moment.
func (s *Service) PositionAt(ctx context.Context, actor access.Actor, at calendar.Instant, night calendar.Night) (position map[string]Numbers, err error) {
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		position, err = AsOf(ctx, tx, scope, at, night)
		return err
	})
	return position, err
}

// Statements lists everything said about a location, first word first, with the
// numbers per rung that follow from it.
func (s *Service) Statements(ctx context.Context, actor access.Actor, location string) (entries []Entry, profiles Profiles, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		if entries, err = EntriesOf(ctx, tx, location); err != nil {
			return err
		}
		profiles, err = profilesOf(ctx, tx, location)
		return err
	})
	return entries, profiles, err
}
