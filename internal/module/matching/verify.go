package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// grace is how long after its deadline an offer may still be open before that is
// a fault: nobody sweeps.
const grace = time.Hour

// Verify checks what this room promises against what the store holds and lists
// what does not hold: an offer, its stay and its household that contradict each
// other, a household that is promised two places or none, steps the table of
// states does not have, a run whose totals are not those of its proposals, a
// certificate that does not add up, a snapshot that is not what was frozen, and
// offers that nobody ended in time.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	var wrong []string
	for _, check := range []func(context.Context, *db.Tx) ([]string, error){
		verifyPairs, verifyOffers, verifyEvents, verifyRuns, verifySnapshots, verifySeals,
	} {
		found, err := check(ctx, tx)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// verifyPairs asks the store for rows that contradict each other.
func verifyPairs(ctx context.Context, tx *db.Tx) ([]string, error) {
	var wrong []string
	for _, search := range []struct{ query, flaw string }{
		{sqlHouseholdsOffered, "household %s: is offered a place without exactly one open offer that holds one"},
		{sqlHouseholdsAccepted, "household %s: is awaited without exactly one accepted offer that holds a place"},
		{sqlHouseholdsPresent, "household %s: is present and stays nowhere"},
		{sqlStaysOfNobody, "stay %s: its household is said to be gone"},
		{sqlPlansAstray, "stay %s: is where a household moves, and does not follow where it stays"},
		{sqlOffersOfOthers, "offer %s: its household is in another state"},
		{sqlStaysWithoutOffer, "stay %s: is offered without an offer"},
		{sqlOffersUnclaimed, "proposal %s: has an offer and does not say so"},
		{sqlOffersUnlikeStay, "offer %s: is open for other persons or nights than its stay holds"},
		{sqlOffersUntold, "offer %s: the work of telling both sides is gone"},
		{sqlRunsForgotten, "run %s: waits, and the work of computing it is gone"},
		{sqlUncertified, "run %s: has an outcome and no certificate"},
		{sqlUnfrozen, "run %s: its snapshot is gone"},
		{sqlOfferedWithout, "proposal %s: became an offer that does not exist"},
	} {
		found, err := db.All(ctx, tx, search.query, nil, readText)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			wrong = append(wrong, fmt.Sprintf(search.flaw, id))
		}
	}
	return wrong, nil
}

// verifyOffers compares every offer with its stay, and with the clock: the last
// thing anybody did is the latest moment the store knows of.
func verifyOffers(ctx context.Context, tx *db.Tx) ([]string, error) {
	var now calendar.Instant
	if err := tx.Row(ctx, sqlLastChange).Scan(&now); err != nil {
		return nil, err
	}
	var wrong []string
	endless, err := db.All(ctx, tx, sqlOffersEndless, []any{now}, readText)
	if err != nil {
		return nil, err
	}
	for _, id := range endless {
		wrong = append(wrong, fmt.Sprintf("offer %s: the work of ending it at its deadline is gone", id))
	}
	_, err = db.All(ctx, tx, sqlOffersWithStays, nil, func(row db.Scanner) (none struct{}, err error) {
		var stay stayOfOffer
		o, err := scanOffer(row, &stay.household, &stay.location, &stay.state)
		switch {
		case err != nil:
			return none, err
		case stay.household != o.Household || stay.location != o.Location:
			wrong = append(wrong, fmt.Sprintf("offer %s: its stay is another household's or elsewhere", o.ID))
		case !slices.Contains(stayStates[o.State], stay.state):
			wrong = append(wrong, fmt.Sprintf("offer %s: is %s, its stay is %s", o.ID, o.State, stay.state))
		}
		if o.State == OfferOpen && o.Due.Plus(grace) < now {
			wrong = append(wrong, fmt.Sprintf("offer %s: is open more than an hour after its deadline", o.ID))
		}
		if o.Due != o.due() {
			wrong = append(wrong, fmt.Sprintf("offer %s: its first deadline is not what it says", o.ID))
		}
		return none, nil
	})
	return wrong, err
}

// verifyEvents replays the steps of every offer.
func verifyEvents(ctx context.Context, tx *db.Tx) ([]string, error) {
	events, err := db.All(ctx, tx, sqlAllEvents, nil, readEvent)
	if err != nil {
		return nil, err
	}
	tally, err := gate.TallyOf(ctx, tx, eventKind)
	if err != nil {
		return nil, err
	}
	last := map[string]Event{}
	var wrong []string
	for _, e := range events {
		tally.Add(e.At, e.sealed()...)
		before, known := last[e.Offer]
		legal := e.Seq == before.Seq+1 && e.Before == before.After && (e.Before == e.After && e.After == OfferOpen || e.Before.CanBecome(e.After))
		if !known {
			legal = e.Seq == 1 && e.Before == "" && e.After == OfferOpen
		}
		if !legal {
			wrong = append(wrong, fmt.Sprintf("offer %s: step %d from %q to %q does not follow", e.Offer, e.Seq, e.Before, e.After))
		}
		last[e.Offer] = e
	}
	wrong = append(wrong, tally.Wrong()...)
	_, err = db.All(ctx, tx, sqlOfferHeads, nil, func(row db.Scanner) (none struct{}, err error) {
		var id string
		var state OfferState
		var rev int64
		if err := row.Scan(&id, &state, &rev); err != nil {
			return none, err
		}
		if end := last[id]; end.Seq != rev || end.After != state {
			wrong = append(wrong, fmt.Sprintf("offer %s: is %s at revision %d, its steps lead to %s at %d", id, state, rev, end.After, end.Seq))
		}
		return none, nil
	})
	return wrong, err
}

// runTotals is what the rows of a run add up to.
type runTotals struct {
	id                                            string
	households, persons                           int // in the snapshot
	objective, bound, baseline                    int64
	certificate                                   string
	placed, personsPlaced, unplaced, personsWaits int
	points                                        int64
}

// verifyRuns adds every certified run up again.
func verifyRuns(ctx context.Context, tx *db.Tx) ([]string, error) {
	totals, err := db.All(ctx, tx, sqlRunTotals, nil, readTotals)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, t := range totals {
		var c plan.Certificate
		if err := json.Unmarshal([]byte(t.certificate), &c); err != nil {
			wrong = append(wrong, fmt.Sprintf("run %s: its certificate cannot be read", t.id))
			continue
		}
		for _, flaw := range t.flaws(c) {
			wrong = append(wrong, fmt.Sprintf("run %s: %s", t.id, flaw))
		}
	}
	return wrong, nil
}

func (t runTotals) flaws(c plan.Certificate) (flaws []string) {
	if c.Objective != t.objective || c.Bound != t.bound || c.Baseline != t.baseline {
		flaws = append(flaws, "says other figures than its certificate")
	}
	if c.Objective != t.points || c.Placed != t.placed || c.PersonsPlaced != t.personsPlaced {
		flaws = append(flaws, fmt.Sprintf("certifies %d points for %d households, its proposals have %d for %d", c.Objective, c.Placed, t.points, t.placed))
	}
	if c.Households != t.households || c.Persons != t.persons || t.placed+t.unplaced != t.households || t.personsPlaced+t.personsWaits != t.persons {
		flaws = append(flaws, "does not speak of every household of its snapshot exactly once")
	}
	if !adds(c) {
		flaws = append(flaws, "has a certificate that does not add up")
	}
	return flaws
}

// adds says whether the figures of a certificate follow from each other.
func adds(c plan.Certificate) bool {
	gap := 0.0
	if c.Bound != 0 {
		gap = float64(c.Bound-c.Objective) / float64(c.Bound)
	}
	return c.Objective <= c.Bound && c.Baseline <= c.Bound && c.Gap == gap && (c.Objective == c.Bound) == (c.Status == "optimal")
}

// verifySnapshots thaws every snapshot.
func verifySnapshots(ctx context.Context, tx *db.Tx) ([]string, error) {
	var wrong []string
	_, err := db.All(ctx, tx, sqlSnapshots, nil, func(row db.Scanner) (none struct{}, err error) {
		var id, digest, data string
		if err := row.Scan(&id, &digest, &data); err != nil {
			return none, err
		}
		if _, err := thaw(data, digest); err != nil {
			wrong = append(wrong, fmt.Sprintf("run %s: %v", id, err))
		}
		return none, nil
	})
	return wrong, err
}
