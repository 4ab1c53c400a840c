package assign

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func midsize(seed uint64) *model {
	return flatten(generate(shape{households: 250, locations: 20, options: 6, nights: 9, load: 1.1, bonus: 300, seats: seed%2 == 0, seed: seed}), never).m
}

// consistent recomputes what a plan keeps and checks that nothing is overfull.
func consistent(t *testing.T, p *plan) {
	t.Helper()
	fresh := newPlan(p.m)
	for h, o := range p.choice {
		if o >= 0 && (o < p.m.first[h] || o >= p.m.first[h+1]) {
			t.Fatalf("household %d has option %d of another", h, o)
		}
		fresh.set(int32(h), o)
	}
	if fresh.objective != p.objective || !slices.Equal(fresh.left, p.left) {
		t.Fatalf("objective %d, recomputed %d", p.objective, fresh.objective)
	}
	if len(p.left) > 0 && slices.Min(p.left) < 0 {
		t.Fatal("a slot is over capacity")
	}
}

func pricesOf(m *model) *pricer {
	p := newPricer(m, idle())
	high, low := p.scale()
	for t := high; t > low*20; t /= 2 {
		for range 40 {
			p.step(t)
		}
	}
	return p
}

// Every layer leaves a consistent plan, and each improves on the one before.
func TestLayersImprove(t *testing.T) {
	for seed := range uint64(4) {
		m := midsize(seed)
		first := firstCome(m, never)
		consistent(t, first)
		pricer := pricesOf(m)
		p := newPlan(m)
		newDive(p, pricer.price, idle()).run(100, 30)
		consistent(t, p)
		dived := p.objective
		s := newSearch(p, pricer.price, never)
		s.run(3)
		consistent(t, p)
		searched := p.objective
		newAnneal(s, rand.New(rand.NewPCG(seed, 1))).run(100_000, 300, 10)
		consistent(t, p)
		if !(first.objective < dived && dived <= searched && searched < p.objective) {
			t.Errorf("seed %d: first come %d, dive %d, search %d, anneal %d", seed, first.objective, dived, searched, p.objective)
		}
		for g, list := range s.occupants {
			for _, h := range list {
				if !slices.ContainsFunc(m.groupsOf(p.choice[h]), func(x int32) bool { return int(x) == g }) {
					t.Fatalf("household %d is listed on group %d", h, g)
				}
			}
		}
		if i := slices.Index(s.locked, true); i >= 0 {
			t.Fatalf("household %d stayed locked", i)
		}
	}
}

func (m *model) groupsOf(o int32) (list []int32) {
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		list = append(list, m.group[m.lo[u]])
	}
	return list
}

func TestRegionsShareNothing(t *testing.T) {
	m := midsize(2)
	pricer := pricesOf(m)
	s := newSearch(firstCome(m, never), pricer.price, never)
	r := newRegions(s, pricer.price, 7, idle())
	before := r.plan.objective
	for range 5 {
		random := rand.New(rand.NewPCG(1, r.round))
		members := r.enlist(r.deal(5, random), random)
		seen := map[int32]bool{}
		for region, list := range members {
			for _, h := range list {
				if o := r.plan.choice[h]; seen[h] || o >= 0 && len(m.groupsOf(o)) > 0 && r.inside(o) != int32(region) {
					t.Fatalf("household %d does not belong in region %d alone", h, region)
				}
				seen[h] = true
			}
		}
		if len(seen) < m.households()/4 {
			t.Fatalf("only %d households in any region", len(seen))
		}
		r.anneal(50, 20)
		consistent(t, r.plan)
		r.dive(20)
		consistent(t, r.plan)
	}
	if r.plan.objective <= before {
		t.Fatalf("objective %d after %d", r.plan.objective, before)
	}
}

// A household gains by ousting one who has somewhere to go.
func TestSearchFindsAChain(t *testing.T) {
	m := newModel(3, 5, 5)
	m.capacity, m.group = []int64{1, 1, 1}, []int32{0, 1, 2}
	add := func(slot int32, points int64) {
		m.addUse(slot, slot+1, 1)
		m.closeOption(points, int32(len(m.points)))
	}
	add(0, 10)
	add(1, 9)
	m.closeHousehold(0) // has 0, could go to 1
	add(1, 10)
	add(2, 9)
	m.closeHousehold(1) // has 1, could go to 2
	add(0, 8)
	m.closeHousehold(2) // has nothing, wants 0
	p := newPlan(m)
	p.set(0, 0)
	p.set(1, 2)
	newSearch(p, []float64{8, 8, 0}, never).run(5)
	if !slices.Equal(p.choice, []int32{1, 3, 4}) {
		t.Fatalf("choice %v, want everyone placed", p.choice)
	}
	consistent(t, p)
}
