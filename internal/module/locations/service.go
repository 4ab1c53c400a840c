package locations

import (
	"context"

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

// Move takes a household that is present to another location from tonight on:
// its stay ends as moved and the next one is linked to it, both or neither. The
// new location must be the actor's affair too, and meet the same rules as for an
// offer. A household that was promised a place elsewhere keeps that promise: it
// has to be taken back first.
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
		from := tx.Tonight()
		err = places.MoveIn(ctx, tx, actor, places.Move{
			Stay: t.Stay, Next: t.Next, Location: t.Location, From: from, Until: t.Until.Or(from.Plus(openPromise)),
			EndKnown: t.Until.Known, Reason: t.Reason,
		})
		if err != nil {
			return err
		}
		if household.State != households.StatePresent {
			if err := households.SetState(ctx, tx, actor.Person, household.ID, households.StatePresent, "moved"); err != nil {
				return err
			}
		}
		return households.MoveTo(ctx, tx, actor.Person, household.ID, location.Owner(), "moved")
	})
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
