package locations

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Place promises a household places at a location, by hand, and gives out a room
// if one is named, all or nothing. It goes by an offer, so the same guards hold as
// for a match run: safeguarding, hard needs, earlier declines, free nights. A
// room somebody else took first is a conflict of package places.
func (s *Service) Place(ctx context.Context, actor access.Actor, p Placement) (offer matching.Offer, err error) {
	if err := p.Validate(s.door.Tonight()); err != nil {
		return offer, err
	}
	household, err := s.households.ByCode(ctx, actor, p.Code)
	if fault.KindOf(err) == fault.NotFound {
		var check fault.Check
		check.Field(false, "code", "locations.code_unknown", "code", p.Code)
		return offer, check.Err()
	}
	if err != nil {
		return offer, err
	}
	change := gate.Change{
		Action: access.PlaceStay, Object: "household/" + household.ID, Reason: p.Reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return places.OwnerOf(ctx, tx, p.Location) },
	}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		offer, err = s.matching.PlaceIn(ctx, tx, actor, matching.HandOffer{
			Household: household.ID, Location: p.Location, From: p.From, Until: p.until(), EndKnown: p.Until.Known,
			Reason: p.Reason, Despite: p.Despite,
		}, p.Agreed)
		if err != nil || p.Room == "" {
			return err
		}
		tx.Note("room", p.Room)
		return places.Lodge(ctx, tx, actor.Person, offer.Stay, []places.Share{{Room: p.Room, Persons: offer.Persons}})
	})
	return offer, err
}

// Move takes a household that is present to another location. From tonight on,
// its stay ends as moved and the next one is linked to it, both or neither. From a
// later night on, its stay ends then, and it is awaited at the new location until
// somebody records that it came. The new location must be the actor's affair too,
// and meet the same rules as for an offer. A household that was promised a place
// elsewhere keeps that promise: it has to be taken back first.
func (s *Service) Move(ctx context.Context, actor access.Actor, t Transfer) error {
	if err := t.Validate(s.door.Tonight()); err != nil {
		return err
	}
	change := gate.Change{Action: access.PlaceStay, Object: "stay/" + t.Stay, Reason: t.Reason, Owner: ownerOfStay(t.Stay)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		household, location, err := s.movable(ctx, tx, t)
		if err != nil {
			return err
		}
		err = matching.HardRules(ctx, tx, actor, household, matching.HandOffer{
			Household: household.ID, Location: location.ID, Reason: t.Reason, Despite: t.Despite,
		})
		if err != nil {
			return err
		}
		move := places.Move{
			Stay: t.Stay, Next: t.Next, Location: t.Location, From: t.From, Until: t.Until.Or(t.From.Plus(openPromise)),
			EndKnown: t.Until.Known, Reason: t.Reason,
		}
		if t.From > tx.Tonight() {
			if err := places.PlanMoveIn(ctx, tx, actor, move); err != nil {
				return err
			}
			return settled(ctx, tx, actor, household, "move planned")
		}
		if err := places.MoveIn(ctx, tx, actor, move); err != nil {
			return err
		}
		if err := settled(ctx, tx, actor, household, "moved"); err != nil {
			return err
		}
		return households.MoveTo(ctx, tx, actor.Person, household.ID, location.Owner(), "moved")
	})
}

// settled takes a household that waits for another place out of the queue: it has
// one.
func settled(ctx context.Context, tx *gate.Tx, actor access.Actor, h households.Household, reason string) error {
	if h.State == households.StatePresent {
		return nil
	}
	return households.SetState(ctx, tx, actor.Person, h.ID, households.StatePresent, reason)
}

// CancelMove takes the planned move of a stay back. kept says whether the stay has
// its former end again; else others have the nights after it.
func (s *Service) CancelMove(ctx context.Context, actor access.Actor, stay string) (kept bool, err error) {
	change := gate.Change{Action: access.PlaceStay, Object: "stay/" + stay, Reason: "move cancelled", Owner: ownerOfStay(stay)}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		kept, err = places.CancelMoveIn(ctx, tx, actor.Person, stay, "move cancelled")
		return err
	})
	return kept, err
}

// Extend gives a stay another end, and where asked as many places as its household
// has persons, both or neither.
func (s *Service) Extend(ctx context.Context, actor access.Actor, e Extension) error {
	if err := e.Validate(s.door.Tonight()); err != nil {
		return err
	}
	change := gate.Change{Action: access.PlaceStay, Object: "stay/" + e.Stay, Reason: e.Reason, Owner: ownerOfStay(e.Stay)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		stay, err := places.StayByID(ctx, tx.Tx, e.Stay)
		if err != nil {
			return err
		}
		if stay.State == places.Offered {
			return fault.New(fault.Conflict, "locations.extend_offered")
		}
		if e.Resize {
			household, err := households.Load(ctx, tx.Tx, stay.Household)
			if err != nil {
				return err
			}
			if err := places.ResizeIn(ctx, tx, actor.Person, stay.ID, household.Persons, e.Reason); err != nil {
				return err
			}
		}
		if e.Keep {
			return nil
		}
		return places.ProlongIn(ctx, tx, actor.Person, stay.ID, e.until(stay, tx.Tonight()), e.Until.Known, e.Reason)
	})
}

// until is the first night that is not promised: where nobody knows the end, as far
// as an open promise reaches, and no nearer than it did.
func (e Extension) until(stay places.Stay, tonight calendar.Night) calendar.Night {
	return e.Until.Or(max(stay.Until, max(stay.From, tonight).Plus(openPromise)))
}

// movable reads who moves where, and refuses what cannot be.
func (s *Service) movable(ctx context.Context, tx *gate.Tx, t Transfer) (h households.Household, l places.Location, err error) {
	stay, err := places.StayByID(ctx, tx.Tx, t.Stay)
	if err != nil {
		return h, l, err
	}
	if stay.State != places.Present {
		return h, l, fault.New(fault.Conflict, "locations.move_not_present")
	}
	if h, err = households.Load(ctx, tx.Tx, stay.Household); err != nil {
		return h, l, err
	}
	if h.State == households.StateOffered || h.State == households.StateAccepted {
		return h, l, fault.New(fault.Conflict, "locations.move_promised", "code", h.Code)
	}
	if l, err = places.LocationByID(ctx, tx.Tx, t.Location); err != nil {
		return h, l, err
	}
	if l.ClosedAt != 0 || l.ID == stay.Location {
		return h, l, fault.New(fault.Conflict, "locations.move_nowhere")
	}
	return h, l, households.Guard(ctx, tx.Tx, h, l.ID, l.Type, matching.Screened(l))
}

func ownerOfStay(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		stay, err := places.StayByID(ctx, tx, id)
		if err != nil {
			return access.Owner{}, err
		}
		return places.OwnerOf(ctx, tx, stay.Location)
	}
}
