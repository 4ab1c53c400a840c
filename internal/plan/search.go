package plan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"onderdak/internal/assign"
)

// How the columns grow. A national plan has tens of millions of options, of
// which nearly all are worse than others at any sensible prices; only the
// promising ones are handed to package assign, and a pass over all of them at
// the final prices proves what the others could still be worth.
const (
	columnsBest   = 24  // first columns of a household: those of most points
	columnsSpread = 12  // and others spread over the country by open places
	columnsMore   = 24  // most columns a household gains in one round
	coarseRounds  = 8   // rounds that only look for prices and columns
	coarseSteps   = 150 // assign's iterations in such a round
	fineRounds    = 3   // rounds that search for the plan
)

// search looks for the best plan of a model and for a bound on every plan.
type search struct {
	m         *model
	o         Options
	deadline  time.Time
	resources []assign.Resource
	uses      map[[2]int32][]assign.Use // by location and persons, shared by all options
	columns   [][]option                // per household, by location
	best      *draft
	baseline  int64
	bound     int64
	result    *assign.Result // the last one: its prices are the bed prices
}

func newSearch(m *model, o Options) *search {
	s := &search{
		m: m, o: o, deadline: time.Now().Add(o.TimeLimit),
		uses: map[[2]int32][]assign.Use{}, columns: make([][]option, len(m.stays)),
	}
	for l := range m.in.Locations {
		s.resources = append(s.resources, assign.Resource{ID: m.in.Locations[l].ID, Capacity: m.spans(l)})
	}
	s.best = firstCome(m)
	s.baseline = s.best.objective
	polish(m, s.best)
	s.firstColumns()
	return s
}

// spans joins equal nights of location l.
func (m *model) spans(l int) []assign.Span {
	var list []assign.Span
	for n, places := range m.places[l*m.nights : (l+1)*m.nights] {
		if last := len(list) - 1; last >= 0 && list[last].Until == n && list[last].Amount == int64(places) {
			list[last].Until++
			continue
		}
		if places > 0 {
			list = append(list, assign.Span{From: n, Until: n + 1, Amount: int64(places)})
		}
	}
	return list
}

// firstColumns gives every household its options of most points, some of the
// others, and the one it has. Among equals a race decides in which larger
// locations win more often, so that people without wishes spread over the
// country instead of all looking at the first location of the file.
func (s *search) firstColumns() {
	s.bound = 0
	best := make([]int64, len(s.m.stays))
	s.m.each(func(from, until int) {
		var list []option
		for h := from; h < until; h++ {
			list = s.m.options(h, list[:0])
			for _, o := range list {
				best[h] = max(best[h], o.points)
			}
			s.columns[h] = s.m.pick(h, list, s.best.choice[h], s.o.Seed)
		}
	})
	for _, points := range best {
		s.bound += points
	}
}

func (m *model) pick(h int, list []option, current int32, seed uint64) []option {
	if len(list) <= columnsBest+columnsSpread {
		return slices.Clone(list)
	}
	finish := make(map[int32]float64, len(list))
	for _, o := range list {
		finish[o.location] = race(seed, h, o.location) / float64(m.stays[h].holds[o.location])
	}
	byRace := func(a, b option) int {
		switch {
		case finish[a.location] < finish[b.location]:
			return -1
		case finish[a.location] > finish[b.location]:
			return 1
		}
		return int(a.location - b.location)
	}
	slices.SortFunc(list, byRace)
	slices.SortStableFunc(list, func(a, b option) int { return int(b.points - a.points) })
	picked := slices.Clone(list[:columnsBest])
	slices.SortFunc(list[columnsBest:], byRace)
	picked = append(picked, list[columnsBest:columnsBest+columnsSpread]...)
	has := func(o option) bool { return o.location == current }
	if i := slices.IndexFunc(list, has); i >= 0 && !slices.ContainsFunc(picked, has) {
		picked = append(picked, list[i])
	}
	return byLocation(picked)
}

func byLocation(list []option) []option {
	slices.SortFunc(list, func(a, b option) int { return int(a.location - b.location) })
	return list
}

// race is a random time, exponential with mean 1, that depends only on its
// arguments.
func race(seed uint64, h int, l int32) float64 {
	x := seed*0x9e3779b97f4a7c15 ^ uint64(h)<<32 ^ uint64(uint32(l))
	for range 2 {
		x = (x ^ x>>31) * 0xd6e8feb86659fd93
	}
	x ^= x >> 32
	return -math.Log((float64(x>>11) + 0.5) / (1 << 53))
}

// run solves, prices all options, adds the ones that could matter, and solves
// again, until the bound stands for the whole problem.
func (s *search) run(ctx context.Context) error {
	ctx, cancel := context.WithDeadline(ctx, s.deadline)
	defer cancel()
	for range coarseRounds {
		open, added, err := s.round(ctx, coarseSteps)
		if err != nil || s.finished(ctx) {
			return err
		}
		if added == 0 || open <= s.tolerance() {
			break
		}
	}
	for range fineRounds {
		_, added, err := s.round(ctx, s.o.Iterations)
		if err != nil || s.finished(ctx) || added == 0 {
			return err
		}
	}
	return nil
}

// finished says whether there is nothing left to gain, or no time for it.
func (s *search) finished(ctx context.Context) bool {
	return ctx.Err() != nil || gap(s.best.objective, s.bound) <= s.o.Gap
}

// tolerance is how many points the columns may lack while prices settle.
func (s *search) tolerance() int64 { return int64(float64(s.bound) * max(s.o.Gap, 1e-4) / 4) }

// round solves with the columns there are. It returns how many points the
// prices leave open to options outside them, and how many it added.
func (s *search) round(ctx context.Context, iterations int) (open int64, added int, err error) {
	problem, owner := s.problem()
	s.result, err = assign.Solve(ctx, problem, assign.Settings{
		Gap: s.o.Gap, Seed: s.o.Seed, Iterations: iterations, Progress: s.o.Progress,
	})
	if err != nil {
		return 0, 0, fmt.Errorf("plan: %w", err)
	}
	s.keep(owner)
	p := newPrices(s.m, s.result)
	best, total := p.value()
	restricted := int64(s.result.Bound)
	limit := total - restricted<<priceShift
	found, least := p.violators(s.columns, best, limit, columnsMore)
	for h, list := range found {
		for _, o := range list {
			s.columns[h] = append(s.columns[h], o.option)
			least = min(least, o.regret)
		}
		byLocation(s.columns[h])
		added += len(list)
	}
	s.lower(total, restricted, least)
	return limit >> priceShift, added, nil
}

// lower publishes what one pass over all options proves. Plans within the
// columns are worth at most restricted; a plan that uses an option outside them
// is worth at most the total less the regret of that option, hence less the
// least regret. Both also hold without columns: at most total.
func (s *search) lower(total, restricted, least int64) {
	proven := restricted
	if least <= total {
		proven = max(proven, (total-least)>>priceShift)
	}
	s.bound = min(s.bound, proven, total>>priceShift)
}

// problem writes the columns as package assign reads them; owner gives for
// each of its households the index here.
func (s *search) problem() (problem *assign.Problem, owner []int) {
	problem = &assign.Problem{Nights: s.m.nights, Resources: s.resources}
	for h, columns := range s.columns {
		if len(columns) == 0 {
			continue
		}
		stay := &s.m.stays[h]
		options := make([]assign.Option, len(columns))
		for i, o := range columns {
			options[i] = assign.Option{ID: s.m.in.Locations[o.location].ID, Points: o.points, Uses: s.use(o.location, stay.persons)}
		}
		problem.Households = append(problem.Households, assign.Household{
			ID: s.m.in.Households[h].ID, From: int(stay.from), Until: int(stay.until), Options: options,
		})
		owner = append(owner, h)
	}
	return problem, owner
}

func (s *search) use(l, persons int32) []assign.Use {
	key := [2]int32{l, persons}
	list, ok := s.uses[key]
	if !ok {
		list = []assign.Use{{Resource: int(l), Amount: int64(persons)}}
		s.uses[key] = list
	}
	return list
}

// keep takes the solution over when it is the best so far.
func (s *search) keep(owner []int) {
	d := newDraft(len(s.m.stays))
	for i, choice := range s.result.Choice {
		if choice >= 0 {
			d.set(owner[i], s.columns[owner[i]][choice])
		}
	}
	polish(s.m, d)
	if d.objective > s.best.objective {
		s.best = d
	}
}

// gap is the share of the bound that is not proven reached.
func gap(objective, bound int64) float64 {
	if bound == 0 {
		return 0
	}
	return float64(bound-objective) / float64(bound)
}
