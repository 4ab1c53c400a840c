package assign

import (
	"math"
	"math/rand/v2"
)

// anneal improves a plan by small random changes, accepting losses ever more
// rarely: a household moves to another option, those in the way go where they
// can, and what came free is offered to others.
type anneal struct {
	*search
	random *rand.Rand
	claims [][]claim // per group: every option on it
	ousted []int32
}

// claim is an option and its household.
type claim struct{ household, option int32 }

// Looks taken when room came free, and when someone must go.
const (
	offerLooks  = 6
	victimLooks = 3
)

func newAnneal(s *search, random *rand.Rand) *anneal {
	return &anneal{search: s, random: random, claims: s.fans()}
}

// fans lists per group the options on it.
func (s *search) fans() [][]claim {
	fans := make([][]claim, len(s.occupants))
	m := s.plan.m
	for h := range m.house {
		for o := m.first[h]; o < m.first[h+1]; o++ {
			for u := m.uses[o]; u < m.uses[o+1]; u++ {
				g := m.group[m.lo[u]]
				fans[g] = append(fans[g], claim{int32(h), o})
			}
		}
	}
	return fans
}

// run makes the given number of moves while the temperature falls from hot to
// cold, in points.
func (a *anneal) run(moves int, hot, cold float64) {
	n := a.plan.m.households()
	temperature, cool := hot, math.Pow(cold/hot, 1/float64(moves))
	for i := range moves {
		if i%grain == 0 && a.halt() {
			return
		}
		temperature *= cool
		h := int32(a.random.IntN(n))
		o := a.plan.m.draw(h, a.worth, a.random)
		if o == a.plan.choice[h] {
			continue
		}
		before := a.plan.objective
		ok := a.change(h, o)
		loss := float64(before - a.plan.objective)
		if !ok || loss > 0 && loss > -temperature*math.Log(a.random.Float64()) {
			a.undo(0, 0)
		}
		a.forget()
	}
}

// change moves h to o, ousts whoever is in the way, and settles the rest;
// false when those in the way cannot be ousted.
func (a *anneal) change(h, o int32) bool {
	old := a.plan.choice[h]
	a.move(h, o)
	a.ousted = a.ousted[:0]
	for i := 0; i < len(a.over); i++ {
		for a.plan.left[a.over[i]] < 0 {
			v := a.victim(a.over[i])
			if v < 0 {
				return false
			}
			a.ousted = append(a.ousted, v)
			a.move(v, -1)
		}
	}
	for _, v := range a.ousted {
		if o := a.plan.bestFitting(v); o >= 0 {
			a.move(v, o)
		}
	}
	a.offer(o)
	if old >= 0 {
		a.offer(old)
	}
	return true
}

// victim is the one of a few occupants of the slot for whom it is worth least,
// or -1.
func (a *anneal) victim(slot int32) int32 {
	m := a.plan.m
	list := a.occupants[m.group[slot]]
	victim, seen := int32(-1), 0
	start := a.random.IntN(len(list))
	for i := range list {
		h := list[(start+i)%len(list)]
		o := a.plan.choice[h]
		if a.locked[h] || !m.covers(o, slot) {
			continue
		}
		if victim < 0 || a.worth[o] < a.worth[a.plan.choice[victim]] {
			victim = h
		}
		if seen++; seen == victimLooks {
			break
		}
	}
	return victim
}

// offer lets a few who would gain by it take what is free around option o.
func (a *anneal) offer(o int32) {
	m := a.plan.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		claims := a.claims[m.group[m.lo[u]]]
		for range offerLooks {
			c := claims[a.random.IntN(len(claims))]
			if !a.locked[c.household] && m.points[c.option] > a.plan.pointsOf(c.household) && a.plan.fits(c.option) {
				a.move(c.household, c.option)
			}
		}
	}
}
