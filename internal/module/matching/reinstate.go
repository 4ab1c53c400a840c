package matching

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
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
// not come since an instant: it is awaited again under a new offer that both sides
// have accepted, for the nights that are left, and what the reason led to is
// lifted. What was written stays written. Where its places have been given away
// since, or its affairs have moved on, that is a conflict.
func (s *Service) Reinstate(ctx context.Context, tx *gate.Tx, actor access.Actor, id string, since calendar.Instant) (Offer, error) {
	old, err := lockOffer(ctx, tx, id)
	if err != nil {
		return Offer{}, notFound(err)
	}
	if old.State != OfferNotArrived {
		return Offer{}, fault.New(fault.Conflict, "matching.offer_ended", "state", string(old.State))
	}
	if old.UpdatedAt < since {
		return Offer{}, fault.New(fault.Conflict, "matching.undo_late")
	}
	if err := s.back(ctx, tx, actor, old); err != nil {
		return Offer{}, err
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

// back lifts what followed from a household's not coming, if nothing else came of
// it since.
func (s *Service) back(ctx context.Context, tx *gate.Tx, actor access.Actor, old Offer) error {
	household, err := households.Load(ctx, tx.Tx, old.Household)
	if err != nil {
		return err
	}
	if err := promisedElsewhere(ctx, tx, household.ID); err != nil {
		return err
	}
	if old.Reason == reasonRefused {
		if err := households.Readmit(ctx, tx, household.ID, old.Location); err != nil {
			return err
		}
	}
	switch household.State {
	case households.StateWaiting, households.StateParked, households.StateGuardian:
		return nil
	case households.StateWithdrawn:
		return households.SetState(ctx, tx, actor.Person, household.ID, households.StateWaiting, reasonPressed)
	}
	return fault.New(fault.Conflict, "matching.undo_depends")
}

// promisedElsewhere is a conflict where another offer holds a place for the
// household.
func promisedElsewhere(ctx context.Context, tx *gate.Tx, household string) error {
	other, err := promiseTo(ctx, tx.Tx, household)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	known, err := OfferByID(ctx, tx.Tx, other.ID)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "matching.promised_elsewhere", "location", known.LocationName)
}

// arrivedSince locks an offer whose household came since an instant, with its stay,
// if nothing depends on that yet: the stay was not altered, and the household still
// stays there.
func arrivedSince(ctx context.Context, tx *gate.Tx, id string, since calendar.Instant) (o Offer, stay places.Stay, err error) {
	if o, err = lockOffer(ctx, tx, id); err != nil {
		return o, stay, notFound(err)
	}
	if o.State != OfferArrived {
		return o, stay, fault.New(fault.Conflict, "matching.offer_ended", "state", string(o.State))
	}
	if o.UpdatedAt < since {
		return o, stay, fault.New(fault.Conflict, "matching.undo_late")
	}
	if stay, err = places.StayByID(ctx, tx.Tx, o.Stay); err != nil {
		return o, stay, err
	}
	household, err := households.Load(ctx, tx.Tx, o.Household)
	if err != nil {
		return o, stay, err
	}
	if stay.State != places.Present || stay.UpdatedAt != o.UpdatedAt || household.State != households.StatePresent || household.Current != o.Location {
		return o, stay, fault.New(fault.Conflict, "matching.undo_depends")
	}
	return o, stay, promisedElsewhere(ctx, tx, o.Household)
}

// NotYet takes back, inside the caller's transaction, that a household came since
// an instant: all who were announced are awaited again, and it is the affair of who
// looked after it before. Whoever moved in from another location is no longer
// expected there, so that is a conflict, as is whatever was built on the arrival.
func (s *Service) NotYet(ctx context.Context, tx *gate.Tx, actor access.Actor, id string, since calendar.Instant) error {
	o, stay, err := arrivedSince(ctx, tx, id, since)
	if err != nil {
		return err
	}
	stays, err := places.StaysOf(ctx, tx.Tx, o.Household)
	if err != nil {
		return err
	}
	for _, other := range stays {
		if other.State == places.Moved && other.UpdatedAt == o.UpdatedAt {
			return fault.New(fault.Conflict, "matching.undo_moved")
		}
	}
	persons, from, err := places.Announced(ctx, tx.Tx, stay)
	if err != nil {
		return err
	}
	tx.Note("came", stay.Persons)
	tx.Note("announced", persons)
	if err := places.AwaitIn(ctx, tx, actor.Person, stay.ID, persons, from, reasonPressed); err != nil {
		return forMore(err, persons-stay.Persons)
	}
	for _, state := range []households.State{households.StateWaiting, households.StateAccepted} {
		if err := households.SetState(ctx, tx, actor.Person, o.Household, state, reasonPressed); err != nil {
			return err
		}
	}
	before := access.Owner{Municipality: o.HouseholdOwner.Municipality, Region: o.HouseholdOwner.Region}
	if err := households.MoveTo(ctx, tx, actor.Person, o.Household, before, reasonPressed); err != nil {
		return err
	}
	e := Event{Person: actor.Person, Side: SideLocation, Before: o.State, Reason: reasonPressed}
	o.State, o.Persons = OfferAccepted, persons
	return saveOffer(ctx, tx, &o, e)
}

// CountAgain corrects, inside the caller's transaction, how many of a household
// came since an instant. Places of those who did not are free at once; for more
// there must be room.
func (s *Service) CountAgain(ctx context.Context, tx *gate.Tx, actor access.Actor, id string, persons int, since calendar.Instant) error {
	if err := checkCame(persons); err != nil {
		return err
	}
	o, stay, err := arrivedSince(ctx, tx, id, since)
	if err != nil || persons == stay.Persons {
		return err
	}
	tx.Note("was", stay.Persons)
	tx.Note("came", persons)
	if err := recount(ctx, tx, actor.Person, stay, persons); err != nil {
		return err
	}
	e := Event{Person: actor.Person, Side: SideLocation, Before: o.State, Reason: reasonCounted}
	back := o
	back.State = OfferAccepted
	if err := saveOffer(ctx, tx, &back, e); err != nil {
		return err
	}
	e.Before, back.State, back.Persons = back.State, OfferArrived, persons
	return saveOffer(ctx, tx, &back, e)
}

// forMore tells for how many more there is no room: those who are there already
// have theirs.
func forMore(err error, more int) error {
	if err == nil {
		return nil
	}
	told := fault.As(err)
	if told.Key != "places.full" {
		return err
	}
	return fault.Wrap(err, fault.Conflict, "matching.full_for_more", "night", told.Args["night"], "free", told.Args["free"], "n", more, "persons", more)
}
