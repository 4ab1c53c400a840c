package places

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// of is a change of a stay; it is its location's affair.
func of(action access.Action, stay, reason string) gate.Change {
	return gate.Change{Action: action, Object: "stay/" + stay, Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			known, err := StayByID(ctx, tx, stay)
			if err != nil {
				return access.Owner{}, err
			}
			return ownerOf(ctx, tx, known.Location)
		}}
}

// Place promises places by hand: the stay is accepted at once, or present when
// it says so (an unannounced arrival).
func (s *Service) Place(ctx context.Context, actor access.Actor, stay Stay, reason string) error {
	if stay.State != Present {
		stay.State = Accepted
	}
	stay.By, stay.Reason = actor.Person, reason
	if err := stay.Validate(); err != nil {
		return err
	}
	change := to(access.PlaceStay, stay.Location, reason)
	change.Object = "stay/" + stay.ID
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("household", stay.Household)
		tx.Note("persons", stay.Persons)
		return begin(ctx, tx, stay)
	})
}

// Move is where a household goes on.
type Move struct {
	Stay     string // the stay that ends
	Next     string // id of the stay that follows, from the caller
	Location string
	From     calendar.Night // first night at the new location
	Until    calendar.Night
	EndKnown bool
	Reason   string
}

// MoveStay ends a stay and begins its successor elsewhere, both or neither. One
// who is present is present there from the night on; one who is not yet, is
// awaited there. The new location must be within the actor's reach too.
func (s *Service) MoveStay(ctx context.Context, actor access.Actor, move Move) error {
	return s.door.Do(ctx, actor, of(access.PlaceStay, move.Stay, move.Reason), func(ctx context.Context, tx *gate.Tx) error {
		return MoveIn(ctx, tx, actor, move)
	})
}

// MoveIn is MoveStay within the caller's transaction, whose gate has checked the
// place the household leaves.
func MoveIn(ctx context.Context, tx *gate.Tx, actor access.Actor, move Move) error {
	owner, err := ownerOf(ctx, tx.Tx, move.Location)
	if err != nil {
		return missing(err)
	}
	if err := access.Check(actor, access.PlaceStay, owner); err != nil {
		return err
	}
	tx.Note("to", move.Location)
	state := Accepted
	old, err := change(ctx, tx, actor.Person, move.Stay, move.Reason, func(stay *Stay) error {
		if err := staysOn(ctx, tx.Tx, stay.ID); err != nil {
			return err
		}
		if stay.State == Present {
			state = Present
			return step(stay, Moved, move.From)
		}
		return step(stay, Withdrawn, move.From)
	})
	if err != nil {
		return err
	}
	return begin(ctx, tx, Stay{
		ID: move.Next, Household: old.Household, Location: move.Location, Persons: old.Persons,
		From: move.From, Until: move.Until, EndKnown: move.EndKnown, State: state, Previous: old.ID,
		ShareConsent: old.ShareConsent, Reason: move.Reason, By: actor.Person,
	})
}

// Arrive records that a household came, and how many of them: the places of
// those who did not come are free at once; more than promised need places.
func (s *Service) Arrive(ctx context.Context, actor access.Actor, stay string, persons int) error {
	return s.door.Do(ctx, actor, of(access.RecordArrival, stay, ""), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("persons", persons)
		return ArriveIn(ctx, tx, actor.Person, stay, persons, "")
	})
}

// ArriveIn is Arrive within the caller's transaction.
func ArriveIn(ctx context.Context, tx *gate.Tx, person, stay string, persons int, reason string) error {
	_, err := change(ctx, tx, person, stay, reason, func(stay *Stay) error {
		if stay.State == Moved { // only taking a press back leads on from there
			return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(Present))
		}
		// Who comes early takes a bed from tonight on; who comes late had theirs kept.
		stay.Persons, stay.From = persons, min(stay.From, tx.Tonight())
		return step(stay, Present, tx.Tonight())
	})
	return err
}

// AwaitIn takes an arrival back within the caller's transaction: so many are
// awaited from the night on again. Places that were given back when fewer came must
// still be free.
func AwaitIn(ctx context.Context, tx *gate.Tx, person, stay string, persons int, from calendar.Night, reason string) error {
	_, err := change(ctx, tx, person, stay, reason, func(stay *Stay) error {
		if stay.State != Present {
			return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(Accepted))
		}
		stay.Persons, stay.From = persons, from
		return step(stay, Accepted, tx.Tonight())
	})
	return err
}

// ResumeIn takes back within the caller's transaction that a stay ended as moved: it
// goes on for the nights it had. Where others were given a place for them since, it
// is a conflict.
func ResumeIn(ctx context.Context, tx *gate.Tx, person, stay, reason string) error {
	history, err := HistoryOf(ctx, tx.Tx, stay)
	if err != nil {
		return err
	}
	_, err = change(ctx, tx, person, stay, reason, func(stay *Stay) error {
		if stay.State != Moved || len(history) < 2 {
			return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(Present))
		}
		was := history[len(history)-2]
		stay.Until, stay.EndKnown = was.Until, was.EndKnown
		return step(stay, Present, tx.Tonight())
	})
	return err
}

// Announced is for how many a stay was promised before they came, and from which
// night; as it stands where it began with their coming.
func Announced(ctx context.Context, tx *db.Tx, stay Stay) (persons int, from calendar.Night, err error) {
	err = tx.Row(ctx, sqlAnnounced, stay.ID).Scan(&persons, &from)
	if errors.Is(err, db.ErrNone) {
		return stay.Persons, stay.From, nil
	}
	return persons, from, err
}

// NotArrived records that an announced household did not come.
func (s *Service) NotArrived(ctx context.Context, actor access.Actor, stay, reason string) error {
	return s.door.Do(ctx, actor, of(access.RecordArrival, stay, reason), func(ctx context.Context, tx *gate.Tx) error {
		_, err := AdvanceAs(ctx, tx, actor.Person, stay, NotArrived, reason)
		return err
	})
}

// End ends the stay of a household that is present: how is Left, HostEnded or
// Unknown, night the first night they are no longer there.
func (s *Service) End(ctx context.Context, actor access.Actor, stay string, how State, night calendar.Night, reason string) error {
	if how != Left && how != HostEnded && how != Unknown {
		return fault.New(fault.Conflict, "places.stay_state", "state", string(Present), "to", string(how))
	}
	return s.door.Do(ctx, actor, of(access.RecordArrival, stay, reason), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("how", string(how))
		_, err := change(ctx, tx, actor.Person, stay, reason, func(stay *Stay) error { return step(stay, how, night) })
		return err
	})
}

// Prolong gives a holding stay another end, later or sooner. One that goes on
// elsewhere ends when it does: its move is taken back first (places.moves_on).
func (s *Service) Prolong(ctx context.Context, actor access.Actor, stay string, until calendar.Night, endKnown bool, reason string) error {
	return s.door.Do(ctx, actor, of(access.PlaceStay, stay, reason), func(ctx context.Context, tx *gate.Tx) error {
		return ProlongIn(ctx, tx, actor.Person, stay, until, endKnown, reason)
	})
}

// ProlongIn is Prolong within the caller's transaction.
func ProlongIn(ctx context.Context, tx *gate.Tx, person, id string, until calendar.Night, endKnown bool, reason string) error {
	tx.Note("until", until.String())
	_, err := change(ctx, tx, person, id, reason, func(stay *Stay) error {
		if err := staysOn(ctx, tx.Tx, id); err != nil {
			return err
		}
		stay.Until, stay.EndKnown = until, endKnown
		return holding(*stay)
	})
	return err
}

// Resize changes for how many persons places are held: a birth, a relative who
// joins, somebody who went on alone. A planned move holds as many.
func (s *Service) Resize(ctx context.Context, actor access.Actor, stay string, persons int, reason string) error {
	return s.door.Do(ctx, actor, of(access.PlaceStay, stay, reason), func(ctx context.Context, tx *gate.Tx) error {
		return ResizeIn(ctx, tx, actor.Person, stay, persons, reason)
	})
}

// ResizeIn is Resize within the caller's transaction.
func ResizeIn(ctx context.Context, tx *gate.Tx, person, id string, persons int, reason string) error {
	tx.Note("persons", persons)
	resize := func(stay *Stay) error {
		stay.Persons = persons
		return holding(*stay)
	}
	if _, err := change(ctx, tx, person, id, reason, resize); err != nil {
		return err
	}
	next, err := PlannedAfter(ctx, tx.Tx, id)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err == nil {
		_, err = change(ctx, tx, person, next.ID, reason, resize)
	}
	return err
}

// holding refuses a change of a stay that is over.
func holding(stay Stay) error {
	if !stay.State.Holds() {
		return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(stay.State))
	}
	return nil
}

// Chart gives a location's stays that touch the nights from..until-1, for the
// tape chart, the arrival list and the house list.
func (s *Service) Chart(ctx context.Context, actor access.Actor, location string, from, until calendar.Night) (stays []Stay, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		stays, err = staysDuring(ctx, tx, location, from, until)
		return err
	})
	return stays, err
}

// Expiring lists the promises that end on or before the night and must be
// renewed or ended.
func (s *Service) Expiring(ctx context.Context, actor access.Actor, night calendar.Night) (stays []Stay, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		stays, err = expiring(ctx, tx, scope, night)
		return err
	})
	return stays, err
}
