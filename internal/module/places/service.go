package places

import (
	"context"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Service is the use cases of the room.
type Service struct{ door *gate.Gate }

// New makes the service behind its door.
func New(door *gate.Gate) *Service { return &Service{door: door} }

// to is a change of something of the location.
func to(action access.Action, location, reason string) gate.Change {
	return gate.Change{Action: action, Object: "location/" + location, Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return ownerOf(ctx, tx, location) }}
}

// AddLocation writes a new location into the register, with what its owner
// pledges, if that is known already. It is not open: that takes a checklist and a
// statement of its own. A pledge that is wrong is told together with what is
// wrong in the description.
func (s *Service) AddLocation(ctx context.Context, actor access.Actor, location Location, pledges ...Statement) error {
	if err := ready(&location, pledges); err != nil {
		return err
	}
	change := gate.Change{Action: access.AddLocation, Object: "location/" + location.ID, Owner: gate.Belongs(location.Owner())}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		return addTo(ctx, tx, actor.Person, location, pledges)
	})
}

// AddIn is AddLocation inside the caller's transaction; the actor's right to add
// it is checked here.
func AddIn(ctx context.Context, tx *gate.Tx, actor access.Actor, location Location, pledges ...Statement) error {
	if err := ready(&location, pledges); err != nil {
		return err
	}
	if err := access.Check(actor, access.AddLocation, location.Owner()); err != nil {
		return err
	}
	return addTo(ctx, tx, actor.Person, location, pledges)
}

// ready brings a new location and its pledges to the form in which they are kept,
// and tells everything that is wrong in either.
func ready(location *Location, pledges []Statement) error {
	location.tidy()
	failures := []error{location.Validate()}
	for i := range pledges {
		pledges[i].Location, pledges[i].Rung = location.ID, Pledged
		failures = append(failures, pledges[i].Validate())
	}
	return together(failures)
}

func addTo(ctx context.Context, tx *gate.Tx, person string, location Location, pledges []Statement) error {
	if _, err := ownerOf(ctx, tx.Tx, location.ID); err == nil {
		return fault.New(fault.Conflict, "places.id_taken", "id", location.ID)
	}
	location.Rev, location.CreatedAt, location.ConfirmedAt = 0, tx.Now(), tx.Now()
	if err := insertLocation(ctx, tx, location); err != nil {
		return err
	}
	return Record(ctx, tx, person, pledges...)
}

// together is one error that tells the wrong fields of all; nil without any.
func together(failures []error) error {
	var all *fault.Error
	for _, failure := range failures {
		switch {
		case failure == nil:
		case all == nil:
			all = fault.As(failure)
		default:
			all.Fields = append(all.Fields, fault.As(failure).Fields...)
		}
	}
	if all == nil {
		return nil
	}
	return all
}

// EditLocation changes the description. Version must be the one that was read:
// when somebody else changed it since, that is a conflict and nothing is lost.
// A location can only be given to a municipality the actor may edit too.
func (s *Service) EditLocation(ctx context.Context, actor access.Actor, location Location) error {
	location.tidy()
	if err := location.Validate(); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, to(access.EditLocation, location.ID, ""), func(ctx context.Context, tx *gate.Tx) error {
		if err := access.Check(actor, access.EditLocation, location.Owner()); err != nil {
			return err
		}
		current, err := updateLocation(ctx, tx, location)
		if err == nil && !current {
			err = fault.New(fault.Conflict, "places.location_changed")
		}
		return err
	})
}

// Location gives one location.
func (s *Service) Location(ctx context.Context, actor access.Actor, id string) (found Location, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = seen(ctx, tx, scope, id)
		return err
	})
	return found, err
}

// seen finds a location within the reader's reach; one beyond it does not exist
// for them.
func seen(ctx context.Context, tx *db.Tx, scope gate.Scope, id string) (Location, error) {
	location, err := LocationByID(ctx, tx, id)
	if err == nil && !scope.Covers(location.Owner()) {
		return Location{}, db.ErrNone
	}
	return location, err
}

// State records one statement about a location's places, and what it says of the
// other rungs (carried) where a person speaks. A person cannot open places while
// the checklist lacks something (places.not_ready, with the items as fields), nor
// speak of nights on which the location is closed; files, the demo and jobs speak
// for the program and are taken at their word.
func (s *Service) State(ctx context.Context, actor access.Actor, statement Statement) error {
	if err := statement.Validate(); err != nil {
		return err
	}
	change := to(access.StateCapacity, statement.Location, statement.Reason)
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		tx.Note("rung", string(statement.Rung))
		tx.Note("from", statement.From.String())
		tx.Note("until", statement.Until.String())
		tx.Note("places", statement.Places)
		statements := []Statement{statement}
		if personal(actor) {
			// The lock comes first, so that nobody unticks an item or moves a rung meanwhile.
			if _, err := bump(ctx, tx.Tx, statement.Location); err != nil {
				return missing(err)
			}
			if statements, err = admit(ctx, tx.Tx, statement); err != nil {
				return err
			}
			if others := rungsOf(statements[:max(0, len(statements)-1)]); len(others) > 0 {
				tx.Note("carried", others)
			}
		}
		return Record(ctx, tx, actor.Person, statements...)
	})
}

// Effect is what a change of places would do.
type Effect struct {
	Night         calendar.Night // the first night it is about, not before tonight
	Before, After map[Rung]int   // places per rung that night
	FreeBefore    int            // free places that night, negative where it is short
	FreeAfter     int
	With          []Statement // what a statement says of other rungs, from the bottom up
	Short         []Span      // nights that would be short, with negative places
	Move          []Stay      // who would have to move
	Missing       []Item      // what the checklist still lacks to open these places
}

// Preview says what a statement would do, without recording it.
func (s *Service) Preview(ctx context.Context, actor access.Actor, statement Statement) (effect Effect, err error) {
	if err := statement.Validate(); err != nil {
		return effect, err
	}
	err = s.door.View(ctx, actor, access.StateCapacity, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, statement.Location); err != nil {
			return err
		}
		if err := stillOpen(ctx, tx, statement); err != nil {
			return err
		}
		if effect.Missing, err = wanting(ctx, tx, statement); err != nil {
			return err
		}
		return s.reckon(ctx, tx, &effect, statement.Location, statement.From, func(profiles Profiles) {
			effect.With = carried(profiles, statement)
			for _, said := range append(slices.Clone(effect.With), statement) {
				profiles[said.Rung] = overlay(profiles[said.Rung], said.span())
			}
		})
	})
	return effect, err
}

// reckon fills in what the night from would be like, and who would be short of a
// place on any night, if the profiles were changed.
func (s *Service) reckon(ctx context.Context, tx *db.Tx, effect *Effect, location string, from calendar.Night, alter func(Profiles)) error {
	profiles, err := profilesOf(ctx, tx, location)
	if err != nil {
		return err
	}
	tonight := s.door.Tonight()
	stays, err := holdingDuring(ctx, tx, location, tonight, lastNight)
	if err != nil {
		return err
	}
	night := max(tonight, from)
	look := func() (map[Rung]int, int) {
		free := freeOf(promisable(profiles[Open], profiles[Blocked]), stays, night, night+1)
		return profiles.on(night), free[0]
	}
	effect.Night = night
	effect.Before, effect.FreeBefore = look()
	alter(profiles)
	effect.After, effect.FreeAfter = look()
	effect.Short = shortOf(promisable(profiles[Open], profiles[Blocked]), stays, tonight)
	effect.Move = mustMove(stays, effect.Short)
	return nil
}

// Confirm says that everything recorded about the location still holds.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, location string) error {
	return s.door.Do(ctx, actor, to(access.StateCapacity, location, ""), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("confirmed", true)
		return reconfirm(ctx, tx, actor.Person, location)
	})
}

// Free gives a location's free places for each night from..until-1, negative
// where it is short.
func (s *Service) Free(ctx context.Context, actor access.Actor, location string, from, until calendar.Night) (free []int, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		free, err = FreeAt(ctx, tx, location, from, until)
		return err
	})
	return free, err
}
