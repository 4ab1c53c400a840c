package matching

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// OfferByID reads an offer with the names its lists show, inside a transaction;
// db.ErrNone where there is none.
func OfferByID(ctx context.Context, tx *db.Tx, id string) (Offer, error) {
	return readListedOffer(tx.Row(ctx, sqlListedOffer, id))
}

// Reinstate takes back, inside the caller's transaction, that a household did
// not come: it is awaited again under a new offer that both sides have accepted,
// for the nights that are left. What was written stays written. Where its places
// have been given away since, or its affairs have moved on, that is a conflict.
func (s *Service) Reinstate(ctx context.Context, tx *gate.Tx, actor access.Actor, id string, since calendar.Instant) (Offer, error) {
	old, err := lockOffer(ctx, tx, id)
	if err != nil {
		return Offer{}, notFound(err)
	}
	if old.State != OfferNotArrived || old.UpdatedAt < since {
		return Offer{}, fault.New(fault.Conflict, "matching.offer_ended", "state", string(old.State))
	}
	next := s.draft(tx, actor)
	next.Household, next.Location, next.Persons = old.Household, old.Location, old.Persons
	next.From, next.Until, next.EndKnown = max(old.From, tx.Tonight()), old.Until, old.EndKnown
	next.previous, next.agreed = old.Stay, true
	if err := makeOffer(ctx, tx, next); err != nil {
		return Offer{}, err
	}
	for _, side := range []Side{SideLocation, SideHousehold} {
		given, _ := next.answer(side)
		*given = Accept
		if err := s.accept(ctx, tx, actor, next, side); err != nil {
			return Offer{}, err
		}
	}
	return *next, nil
}
