package households

import (
	"context"
	"fmt"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// event is one change of a household as it was recorded.
type event struct {
	household string
	seq       int64
	at        calendar.Instant
	person    string
	from, to  State
	reason    string
	facts     string
}

// eventKind is the kind under which audit rows seal events.
const eventKind = "household_event"

func (e event) sealed() []any {
	return []any{e.household, e.seq, int64(e.at), e.person, e.from, e.to, e.reason, e.facts}
}

// Verify checks everything this room promises against what the store holds and
// lists what does not hold: a state no event leads to, a household altered
// without an event, an unaccompanied minor placed without an override, more
// members than persons, an override with one person behind it, rows that belong
// to nobody.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	households, err := db.All(ctx, tx, sqlAllHouseholds, nil, readHousehold)
	if err != nil {
		return nil, err
	}
	events, err := db.All(ctx, tx, sqlAllEvents, nil, readEvent)
	if err != nil {
		return nil, err
	}
	overrides, err := db.All(ctx, tx, sqlAllOverrides, nil, readOverride)
	if err != nil {
		return nil, err
	}
	tally, err := gate.TallyOf(ctx, tx, eventKind)
	if err != nil {
		return nil, err
	}
	history := map[string][]event{}
	for _, e := range events {
		history[e.household] = append(history[e.household], e)
		tally.Add(e.at, e.sealed()...)
	}
	signed := map[string][]Override{}
	var wrong []string
	for _, o := range overrides {
		signed[o.Household] = append(signed[o.Household], o)
		if o.SecondPerson == o.FirstPerson || o.SecondAt != 0 && o.SecondAt < o.FirstAt || !knownRule(o.Rule) {
			wrong = append(wrong, fmt.Sprintf("override %s: is not signed by two persons in turn", o.ID))
		}
	}
	for _, h := range households {
		flaws, err := h.flaws(history[h.ID], signed[h.ID])
		if err != nil {
			return nil, err
		}
		for _, flaw := range flaws {
			wrong = append(wrong, fmt.Sprintf("household %s: %s", h.ID, flaw))
		}
	}
	wrong = append(wrong, tally.Wrong()...)
	altered, err := gate.VerifyKept(ctx, tx, Kept...)
	if err != nil {
		return nil, err
	}
	wrong = append(wrong, altered...)
	strays, err := strays(ctx, tx)
	return append(wrong, strays...), err
}

func (h Household) flaws(events []event, overrides []Override) ([]string, error) {
	facts, err := h.facts()
	if err != nil {
		return nil, err
	}
	flaws := replay(events)
	if len(events) > 0 {
		last := events[len(events)-1]
		if last.to != h.State || last.seq != h.Rev {
			flaws = append(flaws, fmt.Sprintf("is %s at revision %d, its events lead to %s at %d", h.State, h.Rev, last.to, last.seq))
		}
		if last.facts != facts {
			flaws = append(flaws, "was altered without an event")
		}
	}
	if flaw := h.safeguardFlaw(overrides); flaw != "" {
		flaws = append(flaws, flaw)
	}
	if h.Current != "" && (h.State == StateLeft || h.State == StateWithdrawn) {
		flaws = append(flaws, "is gone and still stays somewhere")
	}
	return flaws, nil
}

// replay follows the events from the first and says where the state machine has
// no such way.
func replay(events []event) []string {
	if len(events) == 0 {
		return []string{"has no events"}
	}
	var flaws []string
	before := event{}
	for _, e := range events {
		legal := e.from == e.to || e.from.CanBecome(e.to)
		if e.seq == 1 {
			legal = e.from == "" && (e.to == StateWaiting || e.to == StateGuardian || e.to == StatePresent) // present: settled
		}
		if e.seq != before.seq+1 || e.from != before.to || !legal {
			flaws = append(flaws, fmt.Sprintf("event %d from %q to %q does not follow", e.seq, e.from, e.to))
		}
		before = e
	}
	return flaws
}

func (h Household) safeguardFlaw(overrides []Override) string {
	alone := h.Flagged(plan.FlagUnaccompaniedMinor)
	switch h.State {
	case StateGuardian:
		if !alone {
			return "is with the guardian but no unaccompanied minor"
		}
	case StateWaiting, StateParked:
		if alone {
			return "is an unaccompanied minor that waits for matching"
		}
	case StateOffered, StateAccepted, StatePresent:
		lifted := slices.ContainsFunc(overrides, func(o Override) bool {
			there := h.State != StatePresent || h.Current == "" || o.Location == h.Current
			return o.Rule == RuleUnaccompaniedMinor && o.Complete() && there
		})
		if alone && !lifted {
			return "is an unaccompanied minor placed without an override"
		}
	}
	return ""
}

// strays finds rows that belong to nobody, and households with more members
// than persons.
func strays(ctx context.Context, tx *db.Tx) ([]string, error) {
	var wrong []string
	for _, search := range []struct{ query, flaw string }{
		{sqlCrowded, "household %s: has more members than persons"},
		{sqlStrayPersons, "person %s: belongs to no household"},
		{sqlStrayNames, "name of person %s: there is no such person"},
		{sqlStrayLinks, "link of household %s: there is no such household"},
		{sqlStrayExclusions, "exclusion of household %s: there is no such household"},
		{sqlStrayOverrides, "override %s: there is no such household"},
		{sqlStrayEvents, "events of household %s: there is no such household"},
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
