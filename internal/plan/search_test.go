package plan

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"onderdak/internal/assign"
)

func TestTopKeepsTheLeast(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		all := make([]ranked, 30)
		best := newTop(7)
		var out []ranked
		for i := range all {
			all[i] = ranked{i, int64(r.IntN(5)), float64(r.IntN(4))}
			if last, full := best.add(all[i]); full {
				out = append(out, last)
			}
		}
		sorted := slices.Clone(all)
		slices.SortStableFunc(sorted, func(a, b ranked) int {
			if a.before(b) {
				return -1
			}
			if b.before(a) {
				return 1
			}
			return 0
		})
		for i, got := range best.list {
			if got.first != sorted[i].first || got.then != sorted[i].then {
				t.Fatalf("place %d has %v, want %v", i, got, sorted[i])
			}
		}
		if len(out) != 23 || len(best.list) != 7 {
			t.Fatalf("%d kept, %d given back", len(best.list), len(out))
		}
	}
}

func TestSplit(t *testing.T) {
	list := []omitted{{option{1, 0}, 5}, {option{2, 0}, -3}, {option{3, 0}, 9}, {option{4, 0}, 2}}
	taken, rest := split(list, 6, 2)
	if len(taken) != 2 || taken[0].location != 2 || taken[1].location != 4 || rest != 5 {
		t.Errorf("taken %v, rest %d", taken, rest)
	}
	if taken, rest = split(list[2:3], 6, 2); len(taken) != 0 || rest != 9 {
		t.Errorf("taken %v, rest %d", taken, rest)
	}
	if _, rest = split(nil, 6, 2); rest != math.MaxInt64 {
		t.Errorf("rest of nothing is %d", rest)
	}
}

func searchOf(t *testing.T, in Input, o Options) *search {
	t.Helper()
	o, err := o.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return newSearch(m, o, time.Now())
}

// TestColumnsAgainstAllOptions solves a problem with few columns and with all
// options: either bound must hold for the plan of the other.
func TestColumnsAgainstAllOptions(t *testing.T) {
	in := national(8, 260, 150, 0.6)
	few := searchOf(t, in, Options{Gap: 0.02})
	all := searchOf(t, in, Options{Gap: 0.02})
	columns, options := 0, 0
	for h := range all.columns {
		all.columns[h] = all.m.options(h, nil)
		columns, options = columns+len(few.columns[h]), options+len(all.columns[h])
	}
	if columns*2 > options {
		t.Fatalf("%d of %d options are columns: the test tests little", columns, options)
	}
	for _, s := range []*search{few, all} {
		if err := s.run(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if few.bound < all.best.objective || all.bound < few.best.objective {
		t.Errorf("bound %d and objective %d with columns, %d and %d with all", few.bound, few.best.objective, all.bound, all.best.objective)
	}
	if float64(few.bound-all.bound) > 0.004*float64(all.bound) {
		t.Errorf("the columns cost %d points of the bound %d", few.bound-all.bound, all.bound)
	}
}

// TestPricesFromASample finds the prices of a problem from one household in
// three; what they prove must hold.
func TestPricesFromASample(t *testing.T) {
	in := national(9, 12, 300, 0.5)
	s := searchOf(t, in, Options{Gap: 0.02})
	trivial := s.bound
	for range 3 {
		if _, err := s.round(context.Background(), pricesOnly, 3); err != nil {
			t.Fatal(err)
		}
	}
	sampled := s.bound
	if err := s.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if sampled >= trivial || sampled < s.best.objective {
		t.Errorf("the sample proves %d; without prices it is %d, and a plan has %d", sampled, trivial, s.best.objective)
	}
}

// TestAnyPricesProveABound tries prices that nobody would choose.
func TestAnyPricesProveABound(t *testing.T) {
	in := national(10, 20, 60, 0.6)
	s := searchOf(t, in, Options{Iterations: 60})
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		p := &prices{m: s.m, cum: make([]int64, len(s.m.in.Locations)*(s.m.nights+1))}
		for l := range s.m.in.Locations {
			for n := range s.m.nights {
				price := r.Int64N(80 << priceShift)
				p.cum[l*(s.m.nights+1)+n+1] = p.cum[l*(s.m.nights+1)+n] + price
				p.worth += price * int64(s.m.places[l*s.m.nights+n])
			}
		}
		_, total := p.value()
		cost := int64(0)
		for h, l := range s.best.choice {
			if l != nowhere {
				cost += p.cost(h, l)
			}
		}
		if total>>priceShift < s.best.objective || cost > p.worth {
			t.Fatalf("prices prove %d for a plan of %d; its places cost %d of %d", total>>priceShift, s.best.objective, cost, p.worth)
		}
	}
}

func TestFirstColumnsSpread(t *testing.T) {
	in := Input{}
	for l := range 200 {
		house(&in, string(rune('A'+l/26))+string(rune('a'+l%26)), "GM0000", 1+l/100*3)
	}
	for h := range 300 {
		in.Households = append(in.Households, family(string(rune('A'+h/26))+string(rune('a'+h%26)), 1))
	}
	s := searchOf(t, in, Options{Atlas: plane{}})
	wanted := make([]int, 200)
	for _, columns := range s.columns {
		for i, o := range columns {
			wanted[o.location]++
			if i > 0 && columns[i-1].location >= o.location {
				t.Fatal("columns do not ascend")
			}
		}
	}
	small, large := 0, 0
	for l, n := range wanted {
		if n == 0 {
			t.Errorf("nobody looks at location %d", l)
		}
		if l < 100 {
			small += n
		} else {
			large += n
		}
	}
	if large < 2*small {
		t.Errorf("%d looks at small locations, %d at locations four times as large", small, large)
	}
}

// A plan takes several rounds of the optimiser; who watches sees one piece of
// work that only goes on and ends once.
func TestProgressOnlyGoesOn(t *testing.T) {
	var steps []assign.Progress
	_, err := Make(context.Background(), national(3, 60, 300, 0.7), Options{
		Iterations: 3, Progress: func(p assign.Progress) { steps = append(steps, p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	rounds := 0
	for i, step := range steps {
		if step.Phase == "prepare" {
			rounds++
		}
		if last := i == len(steps)-1; (step.Phase == "done") != last || (step.Done == 1) != last {
			t.Errorf("step %d of %d: %s %.3f", i+1, len(steps), step.Phase, step.Done)
		}
		if i > 0 && step.Done < steps[i-1].Done {
			t.Errorf("step %d fell from %.3f to %.3f", i+1, steps[i-1].Done, step.Done)
		}
	}
	if rounds < 2 {
		t.Errorf("%d rounds: nothing to join", rounds)
	}
}

// The time limit is one on the whole plan: what follows the search is kept out
// of the search's time, in proportion to the plan's size.
func TestTheSearchLeavesTimeForWhatFollows(t *testing.T) {
	m, err := newModel(crowded(), Options{Horizon: 28, Policy: CurrentPolicy(), Atlas: National{}})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now().Add(-time.Hour)
	s := newSearch(m, Options{TimeLimit: time.Minute}, began)
	if late := began.Add(time.Minute); !s.deadline.Before(late) || s.deadline.Before(late.Add(-time.Minute/4)) {
		t.Errorf("the search ends at %s of a plan that must be there at %s", s.deadline, late)
	}
}
