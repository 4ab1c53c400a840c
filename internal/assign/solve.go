package assign

import (
	"context"
	"math"
	"runtime"
	"sort"
	"sync/atomic"
	"time"
)

// Settings say how long and how hard Solve tries. The zero value is usable:
// no limits, all processors, seed 0.
type Settings struct {
	TimeLimit  time.Duration  // 0: none
	Gap        float64        // stop when (bound-objective)/bound is at most this
	Seed       uint64         // same problem, seed and Iterations: same choice
	Workers    int            // goroutines; 0: GOMAXPROCS
	Iterations int            // at most so many price temperatures and search rounds per component; 0: as many as help
	Progress   func(Progress) // called now and then, from one goroutine at a time
}

// Progress tells how far Solve is. Done never falls.
type Progress struct {
	Phase     string  // "prepare", "prices", "plan", "search" or "done"
	Done      float64 // 0..1
	Objective int64
	Bound     float64
	Elapsed   time.Duration
}

// Status says why Solve stopped.
type Status string

// The statuses of a result.
const (
	Optimal   Status = "optimal"    // no plan has more points
	WithinGap Status = "within_gap" // the gap asked for is proven
	TimeLimit Status = "time_limit" // time or iterations ran out, the context ended, or nothing more was gained
)

// Result is a plan and what is proven about it.
type Result struct {
	Choice    []int   // per household: index of its option, or -1
	Objective int64   // sum of the points of the choice
	Baseline  int64   // objective of first come, best free option
	Bound     float64 // no plan has more points; always a whole number
	Gap       float64 // (Bound-Objective)/Bound, 0 when Bound is 0
	Status    Status
	Seconds   float64
	Prices    [][]PriceSpan // per resource, by first night; nights without a span have price 0
}

// PriceSpan is what one unit of a resource is worth, in points, on each of the
// nights From..Until-1: what households not placed there would gain by it.
type PriceSpan struct {
	From, Until int
	PerNight    float64
}

// Price returns the price of one unit of the resource on the night, in points.
func (r *Result) Price(resource, night int) float64 {
	spans := r.Prices[resource]
	i := sort.Search(len(spans), func(i int) bool { return spans[i].Until > night })
	if i < len(spans) && spans[i].From <= night {
		return spans[i].PerNight
	}
	return 0
}

// Solve returns the best plan it finds and a proven bound. It fails only on a
// problem that Validate would refuse (ids are not looked at). A cancelled
// context is no failure: the result holds the best plan and bound so far.
func Solve(ctx context.Context, p *Problem, s Settings) (*Result, error) {
	start := time.Now()
	if err := p.checkResources(); err != nil {
		return nil, err
	}
	if err := p.checkHouseholds(); err != nil {
		return nil, err
	}
	if s.TimeLimit > 0 {
		limited, cancel := context.WithTimeout(ctx, s.TimeLimit)
		defer cancel()
		ctx = limited
	}
	var flag atomic.Bool
	stop := context.AfterFunc(ctx, func() { flag.Store(true) })
	defer stop()
	if ctx.Err() != nil {
		flag.Store(true)
	}
	if s.Workers <= 0 {
		s.Workers = runtime.GOMAXPROCS(0)
	}
	run := &run{problem: p, settings: s, team: team{workers: s.Workers, flag: &flag}, start: start}
	return run.solve(), nil
}

// run is one call of Solve.
type run struct {
	problem  *Problem
	settings Settings
	team     team
	start    time.Time
	lay      *layout
	report   *reporter
	result   *Result
}

func (r *run) solve() *Result {
	p := r.problem
	r.result = &Result{Choice: make([]int, len(p.Households)), Prices: make([][]PriceSpan, len(p.Resources))}
	for h := range r.result.Choice {
		r.result.Choice[h] = -1
	}
	r.report = newReporter(r.settings.Progress, r.start)
	r.report.tell("prepare", 0)
	r.lay = flatten(p, r.team.halted)
	if r.lay == nil {
		r.result.Bound = float64(trivialBound(p))
		return r.finish()
	}
	settled := int64(0)
	for h, o := range r.lay.settled {
		if o >= 0 {
			r.result.Choice[h] = int(o)
			settled += p.Households[h].Options[o].Points
		}
	}
	base := firstCome(r.lay.m, r.team.halted)
	r.result.Baseline = settled + base.objective
	parts := r.components(base)
	r.report.begin(parts, settled)
	r.solveParts(parts)
	r.gather(parts, settled)
	return r.finish()
}

// trivialBound is the sum of everybody's best points.
func trivialBound(p *Problem) int64 {
	sum := int64(0)
	for i := range p.Households {
		best := int64(0)
		for j := range p.Households[i].Options {
			best = max(best, p.Households[i].Options[j].Points)
		}
		sum += best
	}
	return sum
}

// gather adds up the components.
func (r *run) gather(parts []*part, settled int64) {
	bound := settled
	price := make([]float64, len(r.lay.m.capacity))
	for _, c := range parts {
		bound += c.bound
		for i, o := range c.best.choice {
			if o >= 0 {
				whole := c.m.origin[o]
				r.result.Choice[r.lay.m.house[c.m.house[i]]] = int(r.lay.m.origin[whole])
			}
		}
		for i, s := range c.slots {
			price[s] = c.price(i)
		}
	}
	r.result.Bound = float64(bound)
	for s, v := range price {
		if v > 0 {
			from, until := int(r.lay.from[s]), int(r.lay.until[s])
			list := &r.result.Prices[r.lay.resource[s]]
			*list = append(*list, PriceSpan{from, until, v / float64(until-from)})
		}
	}
}

// finish fills what follows from choice and bound.
func (r *run) finish() *Result {
	x := r.result
	x.Objective = 0
	for h, o := range x.Choice {
		if o >= 0 {
			x.Objective += r.problem.Households[h].Options[o].Points
		}
	}
	x.Gap = gap(x.Objective, x.Bound)
	switch {
	case x.Objective == int64(x.Bound):
		x.Status = Optimal
	case x.Gap <= r.settings.Gap:
		x.Status = WithinGap
	default:
		x.Status = TimeLimit
	}
	x.Seconds = math.Round(time.Since(r.start).Seconds()*1000) / 1000
	r.report.end(x)
	return x
}

// gap is the share of the bound that is not proven reached.
func gap(objective int64, bound float64) float64 {
	if bound == 0 {
		return 0
	}
	return (bound - float64(objective)) / bound
}
