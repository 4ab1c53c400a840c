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
	columnsBest   = 16   // first columns of a household: those of most points
	columnsSpread = 12   // and others spread over the country by open places
	columnsMore   = 16   // most columns a household gains in one round
	priceRounds   = 3    // rounds that only look for prices and columns
	planRounds    = 3    // rounds that search for the plan
	pricesOnly    = 0.9  // a gap that any plan has: package assign stops after its prices
	sampleSize    = 7000 // households that are enough to find prices with
	closingPasses = 4    // passes over all options, each about as long as the first, between the end of the search and that of the plan
)

// search looks for the best plan of a model and for a bound on every plan.
type search struct {
	m         *model
	o         Options
	began     time.Time
	deadline  time.Time
	resources []assign.Resource
	uses      map[[2]int32][]assign.Use // by location and persons, shared by all options
	columns   [][]option                // per household, by location
	best      *draft
	baseline  int64
	bound     int64
	prices    *prices // the ones that prove most: the bed prices
	total     int64   // what they prove, in points times 2^priceShift
	told      float64 // share of the work that was reported done
}

// The time limit is counted from began and is one on the whole plan, so the
// search ends early enough for what follows it: pricing every option, and
// explaining every choice.
func newSearch(m *model, o Options, began time.Time) *search {
	s := &search{
		m: m, o: o, began: began,
		uses: map[[2]int32][]assign.Use{}, columns: make([][]option, len(m.stays)),
	}
	for l := range m.in.Locations {
		s.resources = append(s.resources, assign.Resource{ID: m.in.Locations[l].ID, Capacity: m.spans(l)})
	}
	s.best = firstCome(m)
	s.baseline = s.best.objective
	pass := time.Now()
	s.firstColumns()
	s.deadline = began.Add(o.TimeLimit - min(closingPasses*time.Since(pass), o.TimeLimit/4))
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
	most, spread := newTop(columnsBest), newTop(columnsSpread)
	for i, o := range list {
		finish := race(seed, h, o.location) / float64(m.stays[h].holds[o.location])
		if out, full := most.add(ranked{i, -o.points, finish}); full {
			spread.add(ranked{out.index, 0, out.then})
		}
	}
	var picked []option
	for _, r := range append(most.list, spread.list...) {
		picked = append(picked, list[r.index])
	}
	if i := slices.IndexFunc(list, func(o option) bool { return o.location == current }); i >= 0 && !slices.Contains(picked, list[i]) {
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

// run finds prices, adds the options that could matter at them, and searches
// for the plan, until the bound stands for the whole problem.
func (s *search) run(ctx context.Context) error {
	ctx, cancel := context.WithDeadline(ctx, s.deadline)
	defer cancel()
	if err := s.findPlan(ctx); err != nil {
		return err
	}
	polish(s.m, s.best)
	return nil
}

func (s *search) findPlan(ctx context.Context) error {
	every, settled := 1+len(s.m.stays)/sampleSize, false
	for range priceRounds {
		open, err := s.round(ctx, pricesOnly, every)
		if err != nil {
			return err
		}
		settled = open <= s.bound/50
		if ctx.Err() != nil || open <= s.bound/1000 || time.Until(s.deadline) < s.o.TimeLimit/2 {
			break
		}
	}
	for n := range planRounds {
		open, err := s.planRound(ctx, settled || n > 0)
		if err != nil || ctx.Err() != nil || open <= s.tolerance() {
			return err
		}
	}
	return nil
}

// planRound searches for the plan. Before prices have settled it leaves time
// for another round with the columns that are still lacking.
func (s *search) planRound(ctx context.Context, settled bool) (open int64, err error) {
	if !settled {
		limited, cancel := context.WithDeadline(ctx, time.Now().Add(time.Until(s.deadline)/2))
		defer cancel()
		ctx = limited
	}
	return s.round(ctx, s.o.Gap, 1)
}

// tolerance is how many points options outside the columns may still be worth
// without another round: few beside what is unproven anyway.
func (s *search) tolerance() int64 {
	if unproven := s.bound - s.best.objective; gap(s.best.objective, s.bound) > s.o.Gap {
		return unproven / 20
	}
	return s.bound
}

// round solves with the columns there are, prices all options and adds the
// ones that could matter. It returns how many points the prices leave open to
// options outside the columns. While only prices are wanted, one household in
// every will do, always the same ones and each counting for as many: that shows
// where places are scarce, though then only the sum over all households is
// proven, and what is open is an estimate.
func (s *search) round(ctx context.Context, wanted float64, every int) (open int64, err error) {
	problem, owner := s.problem(every)
	result, err := assign.Solve(ctx, problem, assign.Settings{
		Gap: wanted, Seed: s.o.Seed, Iterations: s.o.Iterations, Progress: s.report(wanted),
	})
	if err != nil {
		return 0, fmt.Errorf("plan: %w", err)
	}
	if wanted != pricesOnly {
		s.keep(result, owner)
	}
	p := newPrices(s.m, result)
	best, total := p.value()
	if s.prices == nil || total < s.total {
		s.prices, s.total = p, total
	}
	restricted := int64(result.Bound)
	limit := total - restricted<<priceShift
	if every > 1 {
		restricted, limit = total>>priceShift, total-s.best.objective<<priceShift
	}
	found, least := p.violators(s.columns, best, limit, columnsMore)
	proven := provenBound(total, restricted, min(least, s.grow(found)))
	s.bound = min(s.bound, proven)
	return proven - int64(result.Bound), nil
}

// report passes the optimiser's reports on with their share of the whole plan:
// a round for prices is a tenth of it, one for the plan half of what is left,
// as how many it takes shows only on the way. The end is told by Make.
func (s *search) report(wanted float64) func(assign.Progress) {
	if s.o.Progress == nil {
		return nil
	}
	before, share, last := s.told, (1-s.told)/2, "search"
	if wanted == pricesOnly {
		share, last = 0.1, "prices"
	}
	return func(p assign.Progress) {
		if p.Phase == "done" { // of the round, not of the plan
			p.Phase = last
		}
		p.Done = before + share*p.Done
		p.Elapsed = time.Since(s.began)
		s.told = max(s.told, p.Done)
		s.o.Progress(p)
	}
}

// grow adds the options found to the columns and returns their least regret.
func (s *search) grow(found [][]omitted) (least int64) {
	least = math.MaxInt64
	for h, list := range found {
		for _, o := range list {
			s.columns[h] = append(s.columns[h], o.option)
			least = min(least, o.regret)
		}
		byLocation(s.columns[h])
	}
	return least
}

// provenBound is what one pass over all options proves. Plans within the
// columns are worth at most restricted; a plan that uses an option outside them
// is worth at most the total less the regret of that option, hence less the
// least regret. Every plan is worth at most the total. Total and least are in
// points times 2^priceShift.
func provenBound(total, restricted, least int64) int64 {
	proven := restricted
	if least <= total {
		proven = max(proven, (total-least)>>priceShift)
	}
	return min(proven, total>>priceShift)
}

// problem writes the columns of one household in every as package assign reads
// them, each counting for as many; owner gives for each of its households the
// index here.
func (s *search) problem(every int) (problem *assign.Problem, owner []int) {
	problem = &assign.Problem{Nights: s.m.nights, Resources: s.resources}
	for h := 0; h < len(s.columns); h += every {
		columns, stay := s.columns[h], &s.m.stays[h]
		if len(columns) == 0 {
			continue
		}
		options := make([]assign.Option, len(columns))
		for i, o := range columns {
			persons := min(stay.persons*int32(every), stay.holds[o.location])
			options[i] = assign.Option{
				ID: s.m.in.Locations[o.location].ID, Points: o.points * int64(every), Uses: s.use(o.location, persons),
			}
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
func (s *search) keep(result *assign.Result, owner []int) {
	d := newDraft(len(s.m.stays))
	for i, choice := range result.Choice {
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
