package assign

import "slices"

// part is a component: households and slots that share nothing with the rest,
// and so are solved and bounded on their own.
type part struct {
	m     *model
	slots []int32 // per slot: its number in the whole
	best  *plan
	bound int64
	proof *ledger // the prices behind the bound
	exact uint64
	told  Progress
}

// price is the price behind the bound, in points.
func (c *part) price(slot int) float64 {
	if c.proof == nil {
		return 0
	}
	return float64(c.proof.price[slot]) / float64(uint64(1)<<c.proof.shift)
}

// components splits the model; each part starts with its share of base.
func (r *run) components(base *plan) []*part {
	m := r.lay.m
	cutter := newExtractor(m)
	var parts []*part
	for _, households := range connected(m) {
		c := &part{}
		c.m, c.slots = cutter.cut(households, m.capacity, func(int32) bool { return true })
		c.best = newPlan(c.m)
		c.bound = c.m.most()
		for i, h := range c.m.house {
			if o := base.choice[h]; o >= 0 {
				c.best.set(int32(i), c.m.first[i]+o-m.first[h])
			}
		}
		parts = append(parts, c)
	}
	return parts
}

// connected groups the households that can compete, directly or through
// others, each group ascending.
func connected(m *model) [][]int32 {
	root := make([]int32, len(m.capacity))
	for s := range root {
		root[s] = int32(s)
	}
	find := func(s int32) int32 {
		for root[s] != s {
			root[s] = root[root[s]]
			s = root[s]
		}
		return s
	}
	slotOf := func(h int) int32 { return m.lo[m.uses[m.first[h]]] }
	for h := range m.house {
		first := int32(-1)
		for u := m.uses[m.first[h]]; u < m.uses[m.first[h+1]]; u++ {
			for s := m.lo[u]; s < m.hi[u]; s++ {
				if first < 0 {
					first = s
				}
				root[find(s)] = find(first)
			}
		}
	}
	number := map[int32]int{}
	var groups [][]int32
	for h := range m.house {
		r := find(slotOf(h))
		n, ok := number[r]
		if !ok {
			n = len(groups)
			number[r] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], int32(h))
	}
	return groups
}

// largePart is from how many options a component is worth all workers.
const largePart = 20_000

// solveParts works on the small components side by side and on the large ones
// in turn.
func (r *run) solveParts(parts []*part) {
	var small, large []*part
	for _, c := range parts {
		if len(c.m.points) < largePart {
			small = append(small, c)
		} else {
			large = append(large, c)
		}
	}
	r.team.each(len(small), func(_, i int) { r.solvePart(small[i], r.team.alone()) })
	slices.SortStableFunc(large, func(a, b *part) int { return len(b.m.points) - len(a.m.points) })
	for _, c := range large {
		r.solvePart(c, r.team)
	}
}

// solvePart improves plan and bound of a component until they meet, the gap
// is reached, or nothing more is gained.
func (r *run) solvePart(c *part, t team) {
	if t.halted() {
		return
	}
	prices := newPricer(c.m, t)
	high, low := prices.scale()
	r.lowerBound(c, prices, high, low)
	if exact := knapsack(c.m); exact != nil {
		c.best, c.bound = exact, exact.objective
	}
	if r.enough(c) || t.halted() || c.proof == nil {
		r.report.update(c, "plan", 1)
		return
	}
	price := make([]float64, len(c.slots))
	for s := range price {
		price[s] = c.price(s)
	}
	warm := prices.warmth(low)
	first := r.firstPlan(c, prices, price, warm)
	if !r.enough(c) && !t.halted() {
		r.improve(c, first, t, price, warm)
	}
	r.report.update(c, "search", 1)
}

// enough says whether the component is optimal or within the gap.
func (r *run) enough(c *part) bool {
	return c.best.objective >= c.bound || gap(c.best.objective, float64(c.bound)) <= r.settings.Gap
}

const (
	rungSteps = 250  // price steps per temperature, at most
	rungRatio = 2.5  // of one temperature to the next
	rungMiss  = 1e-4 // share of the bound that may be mispriced at a temperature
	rungGain  = 2e-5 // share of the bound that a temperature must gain in a large component
	proveSize = 400
	proveWork = 40_000
)

// lowerBound runs the ladder of temperatures, keeping the prices with the
// lowest bound.
func (r *run) lowerBound(c *part, p *pricer, high, low float64) {
	last := make([]float64, len(p.price))
	for rung, t := 0, high; t > low && (r.settings.Iterations == 0 || rung < r.settings.Iterations); rung, t = rung+1, t/rungRatio {
		if rung > 1 {
			p.foresee(last)
		}
		copy(last, p.price)
		if !p.settle(t, rungSteps, rungMiss*float64(c.bound)) {
			return
		}
		before := c.bound
		c.tryPrices(p.price, p.team)
		r.report.update(c, "prices", 0.4*float64(high-t)/high)
		if len(c.m.points) >= largePart && c.bound < before && float64(before-c.bound) < rungGain*float64(c.bound) {
			return
		}
	}
}

// tryPrices takes over the prices when they prove a lower bound.
func (c *part) tryPrices(price []float64, t team) {
	l := newLedger(price, c.m.most())
	exact, ok := l.exact(c.m, t)
	if ok && (c.proof == nil || exact < c.exact) {
		c.proof, c.exact = l, exact
		c.bound = min(c.bound, int64(exact>>l.shift))
	}
}

// firstPlan dives from nothing and mends the plan by chains.
func (r *run) firstPlan(c *part, p *pricer, price []float64, warm float64) *search {
	next := newPlan(c.m)
	newDive(next, price, p.team).run(warm, warm/4)
	c.keep(next)
	r.report.update(c, "plan", 0.45)
	s := newSearch(next, price, p.team.halted)
	s.run(2)
	c.keep(next)
	r.prove(c, p.team)
	r.report.update(c, "plan", 0.5)
	return s
}

func (c *part) keep(p *plan) {
	if p.objective > c.best.objective {
		c.best.copyFrom(p)
	}
}

// prove tries to close a small component by searching all plans.
func (r *run) prove(c *part, t team) {
	if c.m.households() <= proveSize && !r.enough(c) && prove(c.best, c.proof, c.exact, proveWork, t.halted) {
		c.bound = c.best.objective
	}
}

// improve anneals from the plan of s, starting at a temperature of a few times
// what a household loses on average against the bound.
func (r *run) improve(c *part, s *search, t team, price []float64, warm float64) {
	hottest := annealStart * float64(c.bound-s.plan.objective) / float64(c.m.households())
	g := newRegions(s, price, r.settings.Seed, t)
	rounds := annealRounds
	if r.settings.Iterations > 0 {
		rounds = min(rounds, r.settings.Iterations)
	}
	for round := 0; round < rounds && !t.halted() && !r.enough(c); round++ {
		done := float64(round) / float64(rounds)
		g.anneal(temperature(hottest, done), temperature(hottest, done+1/float64(rounds)))
		c.keep(g.plan)
		r.report.update(c, "search", 0.5+0.35*done)
	}
	g.plan.copyFrom(c.best)
	for round := 0; round < min(rounds+6, diveRounds) && !t.halted() && !r.enough(c); round++ {
		g.dive(warm)
		c.keep(g.plan)
		r.report.update(c, "search", 0.85+0.15*float64(round)/diveRounds)
	}
	last := newSearch(c.best.clone(), price, t.halted)
	last.run(2)
	c.keep(last.plan)
	r.prove(c, t)
}
