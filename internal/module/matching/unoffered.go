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

// The reasons under which a household is recorded to have come. What is taken back
// is found by them.
const (
	reasonArrived     = "arrived"
	reasonUnannounced = "arrived unannounced"
)

// coming is the arrival of a household without an offer.
type coming struct {
	stay      places.Stay
	at        calendar.Instant // when it was recorded
	announced bool             // it was awaited; else it stood at the door
}

// reason is under which its household was recorded to have come.
func (c coming) reason() string {
	if c.announced {
		return reasonArrived
	}
	return reasonUnannounced
}

// comingOf finds how the household of a stay came; false where something else was
// recorded of the stay since, or it never was awaited here nor stood at the door.
func comingOf(stay places.Stay, history []places.Event) (c coming, found bool) {
	if len(history) == 0 || stay.State != places.Present {
		return c, false
	}
	last := history[len(history)-1]
	if last.At != stay.UpdatedAt || last.After != places.Present || last.Before == places.Present {
		return c, false
	}
	c = coming{stay: stay, announced: history[0].After != places.Present}
	for _, e := range history {
		if e.After == places.Present && e.Before != places.Present && e.Reason != reasonCounted {
			c.at = e.At
		}
	}
	return c, true
}

// cameSince reads how a household without an offer came, if that was recorded since
// an instant and nothing depends on it yet: the stay was not altered, the household
// still stays there, is promised nothing else, and lost no other promise by it.
func cameSince(ctx context.Context, tx *gate.Tx, id string, since calendar.Instant) (c coming, err error) {
	stay, err := places.StayByID(ctx, tx.Tx, id)
	if err != nil {
		return c, notFound(err)
	}
	switch _, err := offerOfStay(ctx, tx.Tx, id); {
	case err == nil:
		return c, fault.New(fault.Conflict, "matching.undo_depends")
	case !errors.Is(err, db.ErrNone):
		return c, err
	}
	history, err := places.HistoryOf(ctx, tx.Tx, id)
	if err != nil {
		return c, err
	}
	c, found := comingOf(stay, history)
	if !found {
		return c, fault.New(fault.Conflict, "matching.undo_depends")
	}
	if stay.UpdatedAt < since {
		return c, fault.New(fault.Conflict, "matching.undo_late")
	}
	return c, c.nothingDepends(ctx, tx)
}

// nothingDepends is a conflict where the household is elsewhere by now, or lost a
// promise by its coming.
func (c coming) nothingDepends(ctx context.Context, tx *gate.Tx) error {
	household, err := households.Load(ctx, tx.Tx, c.stay.Household)
	if err != nil {
		return err
	}
	if household.State != households.StatePresent || household.Current != c.stay.Location {
		return fault.New(fault.Conflict, "matching.undo_depends")
	}
	others, err := places.StaysOf(ctx, tx.Tx, household.ID)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.ID != c.stay.ID && other.State == places.Withdrawn && other.UpdatedAt == c.at {
			return fault.New(fault.Conflict, "matching.undo_overtook")
		}
		if other.ID != c.stay.ID && other.State.Holds() {
			return fault.New(fault.Conflict, "matching.undo_depends")
		}
	}
	return promisedElsewhere(ctx, tx, household.ID)
}

// NotYetUnoffered takes back, inside the caller's transaction, that a household came
// without an offer since an instant. Whoever was awaited is awaited again, as
// announced; whoever stood at the door was never there. What it stayed in before goes
// on, where its nights are still free, and the household is what and where it was.
func (s *Service) NotYetUnoffered(ctx context.Context, tx *gate.Tx, actor access.Actor, stayID string, since calendar.Instant) error {
	c, err := cameSince(ctx, tx, stayID, since)
	if err != nil {
		return err
	}
	tx.Note("came", c.stay.Persons)
	persons, from := c.stay.Persons, c.stay.From
	if c.announced {
		if persons, from, err = places.Announced(ctx, tx.Tx, c.stay); err != nil {
			return err
		}
		tx.Note("announced", persons)
	}
	if err := places.AwaitIn(ctx, tx, actor.Person, c.stay.ID, persons, from, reasonPressed); err != nil {
		return forMore(err, persons-c.stay.Persons)
	}
	if !c.announced {
		if _, err := places.AdvanceAs(ctx, tx, actor.Person, c.stay.ID, places.Withdrawn, reasonPressed); err != nil {
			return err
		}
	}
	if err := resume(ctx, tx, actor.Person, c); err != nil {
		return err
	}
	err = households.Return(ctx, tx, actor.Person, c.stay.Household, c.at, c.reason(), reasonPressed)
	if errors.Is(err, db.ErrNone) { // moved here or settled, not said to have come
		return fault.New(fault.Conflict, "matching.undo_depends")
	}
	return err
}

// resume lets go on what a household stayed in before it was said to have come.
func resume(ctx context.Context, tx *gate.Tx, person string, c coming) error {
	stays, err := places.StaysOf(ctx, tx.Tx, c.stay.Household)
	if err != nil {
		return err
	}
	for _, other := range stays {
		if other.ID == c.stay.ID || other.State != places.Moved || other.UpdatedAt != c.at {
			continue
		}
		err := places.ResumeIn(ctx, tx, person, other.ID, reasonPressed)
		switch told := fault.As(err); {
		case err == nil:
		case told.Key == "places.full", told.Key == "places.room_full", told.Key == "places.no_consent":
			return fault.Wrap(err, fault.Conflict, "matching.undo_no_way_back")
		default:
			return err
		}
	}
	return nil
}

// CountUnoffered corrects, inside the caller's transaction, how many of a household
// came without an offer since an instant, as CountAgain does.
func (s *Service) CountUnoffered(ctx context.Context, tx *gate.Tx, actor access.Actor, stayID string, persons int, since calendar.Instant) error {
	if err := checkCame(persons); err != nil {
		return err
	}
	c, err := cameSince(ctx, tx, stayID, since)
	if err != nil || persons == c.stay.Persons {
		return err
	}
	tx.Note("was", c.stay.Persons)
	tx.Note("came", persons)
	return recount(ctx, tx, actor.Person, c.stay, persons)
}

// recount corrects for how many a stay is: one step back and one forward, so that
// what came in is reckoned from the right number.
func recount(ctx context.Context, tx *gate.Tx, person string, stay places.Stay, persons int) error {
	if err := places.AwaitIn(ctx, tx, person, stay.ID, stay.Persons, stay.From, reasonCounted); err != nil {
		return err
	}
	return forMore(places.ArriveIn(ctx, tx, person, stay.ID, persons, reasonCounted), persons-stay.Persons)
}
