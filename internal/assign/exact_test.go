package assign

import "testing"

func TestKnapsackIsExact(t *testing.T) {
	tables := 0
	for seed := range uint64(600) {
		p := random(seed)
		p.Nights = 1
		p.Resources = []Resource{{"R0", []Span{{0, 1, int64(3 + seed%9)}}}}
		for h := range p.Households {
			p.Households[h].From, p.Households[h].Until = 0, 1
			for o := range p.Households[h].Options {
				for u := range p.Households[h].Options[o].Uses {
					p.Households[h].Options[o].Uses[u].Resource = 0
				}
			}
		}
		lay := flatten(p, never)
		settled := int64(0)
		for h, o := range lay.settled {
			if o >= 0 {
				settled += p.Households[h].Options[o].Points
			}
		}
		plan := knapsack(lay.m)
		if plan == nil {
			continue
		}
		tables++
		if got, want := settled+plan.objective, bruteForce(p); got != want {
			t.Fatalf("seed %d: %d, want %d", seed, got, want)
		}
	}
	if tables < 100 {
		t.Fatalf("only %d problems had a scarce slot", tables)
	}
}

func TestKnapsackRefusesLargeTables(t *testing.T) {
	m := newModel(1, 1, 1)
	m.capacity, m.group = []int64{maxCells}, []int32{0}
	m.addUse(0, 1, 1)
	m.closeOption(1, 0)
	m.closeHousehold(0)
	if knapsack(m) != nil {
		t.Fatal("a table of more than maxCells was made")
	}
}

// From the worst prices and no plan at all the search still finds the optimum,
// and says so only when it has looked everywhere.
func TestProve(t *testing.T) {
	gaveUp := 0
	for seed := range uint64(300) {
		p := random(seed)
		lay := flatten(p, never)
		m := lay.m
		if m.households() == 0 {
			continue
		}
		want := bruteForce(p)
		for h, o := range lay.settled {
			if o >= 0 {
				want -= p.Households[h].Options[o].Points
			}
		}
		l := newLedger(make([]float64, len(m.capacity)), m.most())
		exact, _ := l.exact(m, idle())
		hasty := newPlan(m)
		if !prove(hasty, l, exact, 3, never) {
			gaveUp++
		} else if hasty.objective != want {
			t.Fatalf("seed %d: claims %d, optimum %d", seed, hasty.objective, want)
		}
		best := newPlan(m)
		if !prove(best, l, exact, 1<<30, never) || best.objective != want {
			t.Fatalf("seed %d: proved %d, optimum %d", seed, best.objective, want)
		}
	}
	if gaveUp == 0 {
		t.Fatal("three nodes were always enough")
	}
}
