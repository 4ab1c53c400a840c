package places

import (
	"context"
	"slices"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// FreePerNight gives, per location within the scope and for each of the nights
// from..until-1, open places minus those held: negative where the location is
// short. Locations that have neither open places nor stays then are left out.
func FreePerNight(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) (map[string][]int, error) {
	open, err := openWithin(ctx, tx, scope, from, until)
	if err != nil {
		return nil, err
	}
	held, err := heldWithin(ctx, tx, scope, from, until)
	if err != nil {
		return nil, err
	}
	free := map[string][]int{}
	add := func(spans []rungSpan, sign int) {
		for _, s := range spans {
			nights := free[s.location]
			if nights == nil {
				nights = make([]int, int(until-from))
				free[s.location] = nights
			}
			spread(nights, from, s.From, s.end(), sign*s.Places)
		}
	}
	add(open, 1)
	add(held, -1)
	return free, nil
}

// OpenCapacity is the frozen snapshot a match run starts from: the locations in
// use within the scope, by id, and their free places on the nights
// from..until-1. A short night has none to give.
func OpenCapacity(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]plan.Location, []plan.Capacity, error) {
	found, err := locationsInUse(ctx, tx, scope)
	if err != nil {
		return nil, nil, err
	}
	free, err := FreePerNight(ctx, tx, scope, from, until)
	if err != nil {
		return nil, nil, err
	}
	locations := make([]plan.Location, 0, len(found))
	var capacity []plan.Capacity
	for _, l := range found {
		locations = append(locations, plan.Location{ID: l.ID, Municipality: l.Municipality, Name: l.Name, Type: l.Type,
			Facilities: l.Facilities, ShortStay: l.ShortStay})
		for _, s := range gather(free[l.ID], from, func(free int) bool { return free > 0 }) {
			capacity = append(capacity, plan.Capacity{Location: l.ID, From: s.From, Until: s.Until, Places: s.Places})
		}
	}
	return locations, capacity, nil
}

// Numbers are the places of one or more locations on one night.
type Numbers struct {
	Pledged, Inspected, Realised, Open, Blocked int

	Held    int // persons with an offered, accepted or present stay
	Present int // persons who were or are really there
	Free    int // places that can be promised: open minus blocked minus held, of locations that have some left
	Short   int // places lacking at locations that have promised more than they have left
}

func (n *Numbers) add(rung Rung, places int) {
	switch rung {
	case Pledged:
		n.Pledged += places
	case Inspected:
		n.Inspected += places
	case Realised:
		n.Realised += places
	case Open:
		n.Open += places
	case Blocked:
		n.Blocked += places
	}
}

func (n *Numbers) plus(o Numbers) {
	n.Pledged += o.Pledged
	n.Inspected += o.Inspected
	n.Realised += o.Realised
	n.Open += o.Open
	n.Blocked += o.Blocked
	n.Held += o.Held
	n.Present += o.Present
	n.Free += o.Free
	n.Short += o.Short
}

// balance reckons Free and Short of one location. Where more is blocked than
// open, nothing can be promised, no less.
func (n *Numbers) balance() {
	left := max(0, n.Open-n.Blocked) - n.Held
	n.Free, n.Short = max(0, left), max(0, -left)
}

// Grouping says over what totals are taken.
type Grouping int

// The groupings. A group's key is a location id, a municipality code, a region
// code, or NL.
const (
	ByLocation Grouping = iota
	ByMunicipality
	ByRegion
	ByNation
)

func (g Grouping) key(owner access.Owner) string {
	switch g {
	case ByMunicipality:
		return owner.Municipality
	case ByRegion:
		return owner.Region
	case ByNation:
		return "NL"
	}
	return owner.Location
}

// Group is the numbers of one group, for each night asked for.
type Group struct {
	Key    string
	Nights []Numbers
}

// Totals gives the numbers of the locations within the scope for the nights
// from..until-1, taken together by group, in order of key. Shortage is summed
// apart from what is free: a full region has no use for another one's places.
func Totals(ctx context.Context, tx *db.Tx, scope gate.Scope, by Grouping, from, until calendar.Night) ([]Group, error) {
	owners, err := ownersWithin(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	nights := max(0, int(until-from))
	perLocation := make(map[string][]Numbers, len(owners))
	for _, owner := range owners {
		perLocation[owner.Location] = make([]Numbers, nights)
	}
	if err := fill(ctx, tx, scope, from, until, perLocation); err != nil {
		return nil, err
	}
	groups := map[string][]Numbers{}
	for _, owner := range owners {
		key := by.key(owner)
		if groups[key] == nil {
			groups[key] = make([]Numbers, nights)
		}
		for i, numbers := range perLocation[owner.Location] {
			numbers.balance()
			groups[key][i].plus(numbers)
		}
	}
	result := make([]Group, 0, len(groups))
	for key, numbers := range groups {
		result = append(result, Group{key, numbers})
	}
	slices.SortFunc(result, func(a, b Group) int { return strings.Compare(a.Key, b.Key) })
	return result, nil
}

// fill adds rungs, held and present persons to the nights of each location.
func fill(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night, into map[string][]Numbers) error {
	sources := []struct {
		load func(context.Context, *db.Tx, gate.Scope, calendar.Night, calendar.Night) ([]rungSpan, error)
		add  func(*Numbers, rungSpan)
	}{
		{rungsWithin, func(n *Numbers, s rungSpan) { n.add(s.rung, s.Places) }},
		{heldWithin, func(n *Numbers, s rungSpan) { n.Held += s.Places }},
		{arrivedWithin, func(n *Numbers, s rungSpan) { n.Present += s.Places }},
	}
	for _, source := range sources {
		spans, err := source.load(ctx, tx, scope, from, until)
		if err != nil {
			return err
		}
		for _, s := range spans {
			nights := into[s.location]
			last := min(int(s.end()-from), len(nights))
			for i := max(0, int(s.From-from)); i < last; i++ {
				source.add(&nights[i], s)
			}
		}
	}
	return nil
}

// AsOf gives the numbers per location for one night as the register had them at
// a past moment, replayed from entries and events. Locations nothing was said
// about by then are left out.
func AsOf(ctx context.Context, tx *db.Tx, scope gate.Scope, at calendar.Instant, night calendar.Night) (map[string]Numbers, error) {
	said, err := entriesAsOf(ctx, tx, scope, at, night)
	if err != nil {
		return nil, err
	}
	stood, err := eventsAsOf(ctx, tx, scope, at, night)
	if err != nil {
		return nil, err
	}
	position := map[string]Numbers{}
	for _, s := range said {
		numbers := position[s.location]
		numbers.add(Rung(s.what), s.number)
		position[s.location] = numbers
	}
	for _, s := range stood {
		numbers := position[s.location]
		if State(s.what).Holds() {
			numbers.Held += s.number
		}
		if State(s.what).Arrived() {
			numbers.Present += s.number
		}
		position[s.location] = numbers
	}
	for location, numbers := range position {
		numbers.balance()
		position[location] = numbers
	}
	return position, nil
}

// Flows gives how many persons came in and went out on each of the nights
// from..until-1, derived from stays. A move within the scope counts on both
// sides.
func Flows(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) (in, out []int, err error) {
	in, out = make([]int, max(0, int(until-from))), make([]int, max(0, int(until-from)))
	came, err := flows(ctx, tx, sqlInflow, scope, from, until)
	if err != nil {
		return nil, nil, err
	}
	went, err := flows(ctx, tx, sqlOutflow, scope, from, until)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range came {
		in[f.night-from] += f.persons
	}
	for _, f := range went {
		out[f.night-from] += f.persons
	}
	return in, out, nil
}

// Freshness says how many locations in use there are and of how many the last
// word is an old report.
type Freshness struct{ Locations, Old int }

// FreshFor is how long a report is fresh while the crisis runs.
const FreshFor = 24 * time.Hour

// Old says whether the last word about the location is an old report.
func (l Location) Old(now calendar.Instant) bool { return l.ConfirmedAt < now.Plus(-FreshFor) }

// FreshnessOf counts old reports within the scope.
func FreshnessOf(ctx context.Context, tx *db.Tx, scope gate.Scope, now calendar.Instant) (Freshness, error) {
	return freshness(ctx, tx, scope, now.Plus(-FreshFor))
}

// Shortages lists the locations within the scope that are short on any of the
// nights from..until-1, worst first, with who must move if nothing changes.
func Shortages(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]Shortage, error) {
	free, err := FreePerNight(ctx, tx, scope, from, until)
	if err != nil {
		return nil, err
	}
	short := map[string][]Span{}
	for location, nights := range free {
		if spans := gather(nights, from, func(free int) bool { return free < 0 }); len(spans) > 0 {
			short[location] = spans
		}
	}
	if len(short) == 0 {
		return nil, nil
	}
	stays, err := holdingWithin(ctx, tx, scope, from, until)
	if err != nil {
		return nil, err
	}
	perLocation := map[string][]Stay{}
	for _, stay := range stays {
		if short[stay.Location] != nil {
			perLocation[stay.Location] = append(perLocation[stay.Location], stay)
		}
	}
	result := make([]Shortage, 0, len(short))
	for id, spans := range short {
		location, err := LocationByID(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		result = append(result, Shortage{Location: id, Name: location.Name, Nights: spans, Move: mustMove(perLocation[id], spans)})
	}
	slices.SortFunc(result, func(a, b Shortage) int {
		if worst := a.worst() - b.worst(); worst != 0 {
			return worst
		}
		return strings.Compare(a.Location, b.Location)
	})
	return result, nil
}

// worst is the most negative night.
func (s Shortage) worst() int {
	worst := 0
	for _, span := range s.Nights {
		worst = min(worst, span.Places)
	}
	return worst
}
