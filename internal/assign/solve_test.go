package assign

import (
	"context"
	"math/rand/v2"
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
