package assign

import (
	"math"
	"slices"
)

// search improves a plan by chains: a household takes an option it gains by,
// whoever is in the way moves elsewhere, and so on while the gain lasts.
// Prices say which of the moves are worth looking at.
type search struct {
	plan      *plan
	worth     []float64 // per option: points less its price
	occupants [][]int32 // per group: households that use it now
	trail     []step
	locked    []bool  // per household: already moved in the chain at hand
	over      []int32 // slots that may be over capacity
	budget    int     // looks left for the chain at hand
	halt      func() bool
}

// step remembers what a household had.
type step struct{ household, option int32 }

// detour is a way to move a household out of a crowded slot.
type detour struct {
	household, option int32
	loss              int64   // points given up
	score             float64 // the same after prices, lower first
}

const (
	chainDepth  = 4  // households moved in one chain, beside the first
	chainWidth  = 4  // detours tried per crowded slot
	chainBudget = 60 // crowded slots looked at per chain
	chainTries  = 5  // options tried per household
)

func newSearch(p *plan, price []float64, halt func() bool) *search {
	m := p.m
	s := &search{plan: p, halt: halt, locked: make([]bool, m.households()), worth: make([]float64, len(m.points))}
	cum := make([]float64, len(price)+1)
	for i, v := range price {
		cum[i+1] = cum[i] + v
	}
	for o := range m.points {
		s.worth[o] = float64(m.points[o])
		for u := m.uses[o]; u < m.uses[o+1]; u++ {
			s.worth[o] -= float64(m.amount[u]) * (cum[m.hi[u]] - cum[m.lo[u]])
		}
	}
	groups := 0
	if len(m.group) > 0 {
		groups = int(m.group[len(m.group)-1]) + 1
	}
	s.occupants = make([][]int32, groups)
	for h, o := range p.choice {
		s.enter(int32(h), o)
	}
	return s
}

func (s *search) enter(h, o int32) {
	if o < 0 {
		return
	}
	m := s.plan.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		g := m.group[m.lo[u]]
		s.occupants[g] = append(s.occupants[g], h)
	}
}

func (s *search) leave(h, o int32) {
	if o < 0 {
		return
	}
	m := s.plan.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		list := s.occupants[m.group[m.lo[u]]]
		i := slices.Index(list, h)
		list[i] = list[len(list)-1]
		s.occupants[m.group[m.lo[u]]] = list[:len(list)-1]
	}
}

// move gives h option o, remembering the way back and what is overfull.
func (s *search) move(h, o int32) {
	s.trail = append(s.trail, step{h, s.plan.choice[h]})
	s.shift(h, o)
	s.locked[h] = true
	if o < 0 {
		return
	}
	m := s.plan.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		for slot := m.lo[u]; slot < m.hi[u]; slot++ {
			if s.plan.left[slot] < 0 {
				s.over = append(s.over, slot)
			}
		}
	}
}

func (s *search) shift(h, o int32) {
	s.leave(h, s.plan.choice[h])
	s.plan.set(h, o)
	s.enter(h, o)
}

// undo goes back to when the trail and the overfull list had these lengths.
func (s *search) undo(trail, over int) {
	for i := len(s.trail) - 1; i >= trail; i-- {
		s.shift(s.trail[i].household, s.trail[i].option)
		s.locked[s.trail[i].household] = false
	}
	s.trail, s.over = s.trail[:trail], s.over[:over]
}

// run tries every household, those who lose most first, at most rounds times
// or until a whole round gains nothing.
func (s *search) run(rounds int) {
	for range rounds {
		before := s.plan.objective
		for _, h := range s.order() {
			if s.halt() {
				return
			}
			s.improve(h)
		}
		if s.plan.objective == before {
			return
		}
	}
}

// order lists the households with something to gain by what they lose at the
// present prices.
func (s *search) order() []int32 {
	m := s.plan.m
	regret := make([]float64, m.households())
	var list []int32
	for h := range regret {
		best, now := 0.0, 0.0
		gain := false
		for o := m.first[h]; o < m.first[h+1]; o++ {
			best = max(best, s.worth[o])
			gain = gain || m.points[o] > s.plan.pointsOf(int32(h))
		}
		if o := s.plan.choice[h]; o >= 0 {
			now = s.worth[o]
		}
		if regret[h] = best - now; gain {
			list = append(list, int32(h))
		}
	}
	slices.SortFunc(list, func(a, b int32) int {
		switch {
		case regret[a] > regret[b]:
			return -1
		case regret[a] < regret[b]:
			return 1
		}
		return int(a - b)
	})
	return list
}

// improve tries the options of h worth most among those with more points.
func (s *search) improve(h int32) {
	m := s.plan.m
	ceiling := math.Inf(1)
	var last int32 = -1
	for range chainTries {
		option, best := int32(-1), math.Inf(-1)
		for o := m.first[h]; o < m.first[h+1]; o++ {
			w := s.worth[o]
			if m.points[o] > s.plan.pointsOf(h) && w > best && (w < ceiling || w == ceiling && o > last) {
				option, best = o, w
			}
		}
		if option < 0 || s.chain(h, option) {
			return
		}
		ceiling, last = best, option
	}
}

// chain gives h option o if that can be made to gain.
func (s *search) chain(h, o int32) bool {
	gain := s.plan.m.points[o] - s.plan.pointsOf(h)
	s.budget = chainBudget
	s.move(h, o)
	ok := s.repair(gain-1, chainDepth)
	if !ok {
		s.undo(0, 0)
	}
	for _, t := range s.trail {
		s.locked[t.household] = false
	}
	s.trail, s.over = s.trail[:0], s.over[:0]
	return ok
}

// repair moves households out of crowded slots, giving up at most allowance.
func (s *search) repair(allowance int64, depth int) bool {
	slot := int32(-1)
	for _, o := range s.over {
		if s.plan.left[o] < 0 {
			slot = o
			break
		}
	}
	if slot < 0 {
		return true
	}
	if s.budget--; depth == 0 || s.budget < 0 {
		return false
	}
	trail, over := len(s.trail), len(s.over)
	detours, n := s.detours(slot, allowance)
	for _, d := range detours[:n] {
		s.move(d.household, d.option)
		if s.repair(allowance-d.loss, depth-1) {
			return true
		}
		s.undo(trail, over)
	}
	return false
}

// detours lists the cheapest ways to take one household out of a slot.
func (s *search) detours(slot int32, allowance int64) (list [chainWidth]detour, n int) {
	m := s.plan.m
	for _, h := range s.occupants[m.group[slot]] {
		o := s.plan.choice[h]
		if s.locked[h] || !m.covers(o, slot) {
			continue
		}
		now, points := s.worth[o], m.points[o]
		for a := m.first[h] - 1; a < m.first[h+1]; a++ {
			d := detour{household: h, option: a, loss: points, score: now}
			if a < m.first[h] {
				d.option = -1
			} else {
				d.loss, d.score = points-m.points[a], now-s.worth[a]
			}
			full := n == chainWidth && d.score >= list[n-1].score
			if d.loss > allowance || full || a >= m.first[h] && m.covers(a, slot) {
				continue
			}
			n = insert(&list, n, d)
		}
	}
	return list, n
}

// insert keeps the list sorted by score.
func insert(list *[chainWidth]detour, n int, d detour) int {
	if n < chainWidth {
		n++
	}
	i := n - 1
	for ; i > 0 && list[i-1].score > d.score; i-- {
		list[i] = list[i-1]
	}
	list[i] = d
	return n
}

// covers says whether option o uses the slot.
func (m *model) covers(o, slot int32) bool {
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		if m.lo[u] <= slot && slot < m.hi[u] {
			return true
		}
	}
	return false
}
