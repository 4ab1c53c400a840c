package assign

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// random makes a tiny problem with everything that can occur: several
// resources per option, spans with holes, worthless and too large options.
func random(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 5))
	p := &Problem{Nights: 1 + r.IntN(5)}
	for i := range 1 + r.IntN(4) {
		res := Resource{ID: "R" + strconv.Itoa(i)}
		for from := r.IntN(2); from < p.Nights; {
			until := from + 1 + r.IntN(p.Nights-from)
			res.Capacity = append(res.Capacity, Span{from, until, int64(r.IntN(9))})
			from = until + r.IntN(2)
		}
		p.Resources = append(p.Resources, res)
	}
	for h := range 1 + r.IntN(7) {
		from := r.IntN(p.Nights)
		household := Household{ID: "H" + strconv.Itoa(h), From: from, Until: from + 1 + r.IntN(p.Nights-from)}
		for o := range r.IntN(4) {
			option := Option{ID: strconv.Itoa(o), Points: int64(r.IntN(60) - 6)}
			for range r.IntN(3) {
				option.Uses = append(option.Uses, Use{r.IntN(len(p.Resources)), int64(r.IntN(6))})
			}
			household.Options = append(household.Options, option)
		}
		p.Households = append(p.Households, household)
	}
	return p
}

// used adds up, straight from the problem, what a choice uses and scores.
func used(p *Problem, choice []int) (amounts [][]int64, points int64) {
	amounts = make([][]int64, len(p.Resources))
	for r := range amounts {
		amounts[r] = make([]int64, p.Nights)
	}
	for h, o := range choice {
		if o < 0 {
			continue
		}
		option := p.Households[h].Options[o]
		points += option.Points
		for _, u := range option.Uses {
			for n := p.Households[h].From; n < p.Households[h].Until; n++ {
				amounts[u.Resource][n] += u.Amount
			}
		}
	}
	return amounts, points
}

func capacityOn(r Resource, night int) int64 {
	for _, s := range r.Capacity {
		if s.From <= night && night < s.Until {
			return s.Amount
		}
	}
	return 0
}

// feasible says whether no resource is over its capacity on any night.
func feasible(p *Problem, amounts [][]int64) bool {
	for r := range amounts {
		for n, a := range amounts[r] {
			if a > capacityOn(p.Resources[r], n) {
				return false
			}
		}
	}
	return true
}

// bruteForce tries every choice there is.
func bruteForce(p *Problem) int64 {
	choice := make([]int, len(p.Households))
	best := int64(0)
	var walk func(h int)
	walk = func(h int) {
		amounts, points := used(p, choice[:h])
		if !feasible(p, amounts) {
			return
		}
		if h == len(choice) {
			best = max(best, points)
			return
		}
		for o := -1; o < len(p.Households[h].Options); o++ {
			choice[h] = o
			walk(h + 1)
		}
	}
	walk(0)
	return best
}

// check fails the test when the result breaks a promise.
func check(t *testing.T, p *Problem, r *Result) {
	t.Helper()
	amounts, points := used(p, r.Choice)
	if !feasible(p, amounts) {
		t.Fatalf("over capacity: %v uses %v", r.Choice, amounts)
	}
	if points != r.Objective {
		t.Fatalf("objective %d, options sum to %d", r.Objective, points)
	}
	if float64(r.Objective) > r.Bound || r.Objective < r.Baseline {
		t.Fatalf("baseline %d, objective %d, bound %f", r.Baseline, r.Objective, r.Bound)
	}
	if (r.Status == Optimal) != (float64(r.Objective) == r.Bound) {
		t.Fatalf("status %s with objective %d and bound %f", r.Status, r.Objective, r.Bound)
	}
}

func solve(t *testing.T, p *Problem, s Settings) *Result {
	t.Helper()
	r, err := Solve(context.Background(), p, s)
	if err != nil {
		t.Fatal(err)
	}
	check(t, p, r)
	return r
}

func TestSolveMatchesBruteForce(t *testing.T) {
	for seed := range uint64(1500) {
		p := random(seed)
		if err := p.Validate(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best := bruteForce(p)
		r := solve(t, p, Settings{Seed: seed})
		if r.Objective != best || r.Bound != float64(best) {
			t.Fatalf("seed %d: optimum %d, objective %d, bound %f", seed, best, r.Objective, r.Bound)
		}
	}
}

func TestSolveEmptyAndHopeless(t *testing.T) {
	r := solve(t, &Problem{}, Settings{})
	if r.Status != Optimal || r.Bound != 0 || r.Gap != 0 || len(r.Choice) != 0 {
		t.Errorf("empty problem: %+v", r)
	}
	p := &Problem{Nights: 2, Resources: []Resource{{"R", nil}}}
	p.Households = []Household{{"A", 0, 2, nil}, {"B", 0, 1, []Option{{"x", 5, []Use{{0, 1}}}, {"y", 0, nil}, {"z", -4, nil}}}}
	if r = solve(t, p, Settings{}); r.Status != Optimal || r.Choice[0] != -1 || r.Choice[1] != -1 {
		t.Errorf("nothing to give: %+v", r)
	}
}

func TestSolveRefusesBrokenProblems(t *testing.T) {
	p := valid()
	p.Households[0].Options[0].Uses[0].Resource = 9
	if _, err := Solve(context.Background(), p, Settings{}); err == nil {
		t.Error("an unknown resource was accepted")
	}
	p = valid()
	p.Resources[0].Capacity[0].Amount = -1
	if _, err := Solve(context.Background(), p, Settings{}); err == nil {
		t.Error("a negative capacity was accepted")
	}
}

// A planted plan that fills everything and gives all their best is optimal, so
// the bound may not go under it.
func TestSolvePlantedOptimum(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	p := &Problem{Nights: 12}
	planted := int64(0)
	for l := range 30 {
		p.Resources = append(p.Resources, Resource{"L" + strconv.Itoa(l), []Span{{0, 12, 9}}})
		for _, size := range []int64{4, 3, 2} {
			cut := 1 + r.IntN(11)
			for _, nights := range [][2]int{{0, cut}, {cut, 12}} {
				h := Household{ID: "H" + strconv.Itoa(len(p.Households)), From: nights[0], Until: nights[1]}
				best := 1000*size + int64(r.IntN(500))
				planted += best
				for k := range 5 {
					h.Options = append(h.Options, Option{strconv.Itoa(k), best - int64(40*k), []Use{{(l + k*k) % 30, size}}})
				}
				p.Households = append(p.Households, h)
			}
		}
	}
	got := solve(t, p, Settings{Seed: 1})
	if got.Bound < float64(planted) || got.Objective != planted {
		t.Fatalf("planted %d, objective %d, bound %f", planted, got.Objective, got.Bound)
	}
}

func TestSolveSameForAnyWorkers(t *testing.T) {
	p := generate(shape{households: 400, locations: 60, options: 9, nights: 7, load: 1.1, bonus: 400, seed: 5})
	var first *Result
	for _, workers := range []int{1, 2, 5} {
		r := solve(t, p, Settings{Seed: 4, Workers: workers, Iterations: 5})
		if first == nil {
			first = r
		}
		if !slices.Equal(first.Choice, r.Choice) || first.Bound != r.Bound {
			t.Fatalf("%d workers: objective %d bound %f, one worker %d and %f", workers, r.Objective, r.Bound, first.Objective, first.Bound)
		}
	}
	other := solve(t, p, Settings{Seed: 5, Iterations: 5})
	if slices.Equal(first.Choice, other.Choice) {
		t.Error("the seed changes nothing")
	}
}

// The figures of a mid-sized instance, by iteration budget and in exact
// integers: a change that makes them worse should be noticed.
func TestSolveQuality(t *testing.T) {
	p := generate(shape{households: 300, locations: 20, options: 10, nights: 1, load: 1.02, bonus: 10000, seed: 6})
	r := solve(t, p, Settings{Seed: 1})
	if r.Gap > 0.0012 || r.Objective <= r.Baseline {
		t.Errorf("baseline %d, objective %d, bound %.0f, gap %f", r.Baseline, r.Objective, r.Bound, r.Gap)
	}
	if r := solve(t, p, Settings{Seed: 1, Gap: 0.01}); r.Status != WithinGap {
		t.Errorf("status %s with gap %f", r.Status, r.Gap)
	}
}

func TestSolvePricesExplain(t *testing.T) {
	p := &Problem{Nights: 4, Resources: []Resource{{"R", []Span{{0, 4, 1}}}, {"S", nil}}}
	p.Households = []Household{
		{"A", 0, 2, []Option{{"x", 100, []Use{{0, 1}}}}},
		{"B", 0, 2, []Option{{"x", 60, []Use{{0, 1}}}}},
	}
	r := solve(t, p, Settings{})
	if r.Choice[0] != 0 || r.Choice[1] != -1 {
		t.Fatalf("choice %v", r.Choice)
	}
	for night := range 2 { // B must not be able to afford it, A must
		if price := r.Price(0, night); 2*price < 59 || 2*price > 101 {
			t.Errorf("night %d costs %f", night, price)
		}
	}
	if r.Price(0, 2) != 0 || r.Price(1, 0) != 0 {
		t.Error("a night that nobody wants has a price")
	}
}

func TestSolveStopsWhenCancelled(t *testing.T) {
	p := generate(shape{households: 700, locations: 60, options: 10, nights: 5, load: 1.1, bonus: 400, seed: 5})
	done, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := Solve(done, p, Settings{})
	if err != nil || r.Status != TimeLimit {
		t.Fatalf("%v, %+v", err, r)
	}
	check(t, p, r)
	full := solve(t, p, Settings{Iterations: 1})
	for _, phase := range []string{"prepare", "prices", "plan", "search"} {
		ctx, cancel := context.WithCancel(context.Background())
		after := 0
		r, err := Solve(ctx, p, Settings{Progress: func(x Progress) {
			if x.Phase == phase {
				cancel()
			}
			if ctx.Err() != nil && x.Phase == "search" {
				after++
			}
		}})
		cancel()
		if err != nil || r.Status != TimeLimit || after > 3 {
			t.Fatalf("%s: %v, status %s, %d reports later", phase, err, r.Status, after)
		}
		check(t, p, r)
		if r.Bound < float64(full.Objective) {
			t.Fatalf("%s: bound %f under a plan of %d", phase, r.Bound, full.Objective)
		}
	}
}

func TestSolveProgress(t *testing.T) {
	p := generate(shape{households: 1500, locations: 200, options: 3, nights: 3, load: 1.1, seed: 2})
	var seen []Progress
	r := solve(t, p, Settings{Iterations: 2, Progress: func(x Progress) { seen = append(seen, x) }})
	for i := 1; i < len(seen); i++ {
		a, b := seen[i-1], seen[i]
		if b.Done < a.Done || b.Done > 1 || b.Elapsed < a.Elapsed {
			t.Fatalf("%+v after %+v", b, a)
		}
		if i > 1 && (b.Objective < a.Objective || b.Bound > a.Bound) {
			t.Fatalf("%+v after %+v", b, a)
		}
	}
	last := seen[len(seen)-1]
	if seen[0].Phase != "prepare" || last.Phase != "done" || last.Done != 1 || last.Objective != r.Objective || last.Bound != r.Bound {
		t.Fatalf("from %+v to %+v", seen[0], last)
	}
}
