package assign

import "math/rand/v2"

// regions improves a plan by taking a few neighbouring groups of slots, giving
// all their households back, and diving again with what they leave free. The
// groups of one round are dealt into regions that share nothing, so they can
// be done side by side and in any order.
type regions struct {
	plan   *plan
	price  []float64
	high   float64
	low    float64
	team   team
	seed   uint64
	round  uint64
	fans   [][]int32 // per group: households with an option on it
	worth  []float64 // per option: points less its price
	cutter []*extractor
	owner  []int32 // per group: its region in this round, or -1
}

// regionSize is how many groups a region has at most.
const regionSize = 10

func newRegions(p *plan, s *search, price []float64, high, low float64, seed uint64, t team) *regions {
	m := p.m
	r := &regions{plan: p, price: price, high: high, low: low, team: t, seed: seed, worth: s.worth}
	r.fans = make([][]int32, len(s.occupants))
	r.owner = make([]int32, len(s.occupants))
	for h := range m.house {
		for u := m.uses[m.first[h]]; u < m.uses[m.first[h+1]]; u++ {
			fans := r.fans[m.group[m.lo[u]]]
			if len(fans) == 0 || fans[len(fans)-1] != int32(h) {
				r.fans[m.group[m.lo[u]]] = append(fans, int32(h))
			}
		}
	}
	for range max(1, t.workers) {
		r.cutter = append(r.cutter, newExtractor(m))
	}
	return r
}

// again does one round over all groups.
func (r *regions) again() {
	r.round++
	random := rand.New(rand.NewPCG(r.seed, r.round))
	members := r.enlist(r.deal(random), random)
	found := make([][]step, len(members))
	r.team.each(len(members), func(worker, region int) {
		own := rand.New(rand.NewPCG(r.seed^uint64(region)<<32, r.round))
		found[region] = r.redo(r.cutter[worker], int32(region), members[region], own)
	})
	for _, steps := range found {
		for _, s := range steps {
			r.plan.set(s.household, -1)
		}
		for _, s := range steps {
			r.plan.set(s.household, s.option)
		}
	}
}

// deal grows regions from random groups and returns how many.
func (r *regions) deal(random *rand.Rand) int {
	for g := range r.owner {
		r.owner[g] = -1
	}
	region := int32(0)
	for _, g := range random.Perm(len(r.owner)) {
		if r.owner[g] >= 0 || len(r.fans[g]) == 0 {
			continue
		}
		r.owner[g] = region
		r.grow(region, []int32{int32(g)}, random)
		region++
	}
	return int(region)
}

// grow follows good options of random fans to neighbouring groups.
func (r *regions) grow(region int32, groups []int32, random *rand.Rand) {
	m := r.plan.m
	for range 3 * regionSize {
		if len(groups) >= regionSize {
			return
		}
		fans := r.fans[groups[random.IntN(len(groups))]]
		h := fans[random.IntN(len(fans))]
		o := r.draw(h, random)
		for u := m.uses[o]; u < m.uses[o+1]; u++ {
			if g := m.group[m.lo[u]]; r.owner[g] < 0 {
				r.owner[g] = region
				groups = append(groups, g)
			}
		}
	}
}

// draw is the best of three random options of h after prices.
func (r *regions) draw(h int32, random *rand.Rand) int32 {
	m := r.plan.m
	n := int(m.first[h+1] - m.first[h])
	best := m.first[h] + int32(random.IntN(n))
	for range 2 {
		if o := m.first[h] + int32(random.IntN(n)); r.worth[o] > r.worth[best] {
			best = o
		}
	}
	return best
}

// enlist gives each region the households wholly inside it, and of those
// without an option the ones for which it is drawn.
func (r *regions) enlist(count int, random *rand.Rand) [][]int32 {
	members := make([][]int32, count)
	for h, o := range r.plan.choice {
		if o < 0 {
			o = r.draw(int32(h), random)
		}
		if region := r.inside(o); region >= 0 {
			members[region] = append(members[region], int32(h))
		}
	}
	return members
}

// inside is the region that has all groups of option o, or -1.
func (r *regions) inside(o int32) int32 {
	m := r.plan.m
	region := int32(-1)
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		owner := r.owner[m.group[m.lo[u]]]
		if owner < 0 || region >= 0 && owner != region {
			return -1
		}
		region = owner
	}
	return region
}

// redo dives anew for the members of a region and returns their new options
// when they are together worth at least as much.
func (r *regions) redo(cutter *extractor, region int32, members []int32, random *rand.Rand) []step {
	m := r.plan.m
	part, slots := cutter.cut(members, r.plan.left, func(o int32) bool {
		return m.uses[o] == m.uses[o+1] || r.inside(o) == region
	})
	if part.households() == 0 {
		return nil
	}
	now := r.release(part)
	price := make([]float64, len(slots))
	for i, s := range slots {
		price[i] = r.price[s]
	}
	next := newPlan(part)
	alone := r.team.alone()
	d := newDive(next, price, alone)
	d.run(r.low*9, r.low*3, 0.05, random)
	newSearch(next, price, alone.halted).run(2)
	if next.objective < now || r.team.halted() {
		return nil
	}
	steps := make([]step, len(next.choice))
	for i, o := range next.choice {
		steps[i] = step{part.house[i], -1}
		if o >= 0 {
			steps[i].option = part.origin[o]
		}
	}
	return steps
}

// release gives the part back what its members use now and returns the points
// they have for it.
func (r *regions) release(part *model) int64 {
	now := newPlan(part)
	for i, h := range part.house {
		for o := part.first[i]; o < part.first[i+1]; o++ {
			if part.origin[o] == r.plan.choice[h] {
				now.take(o, 1)
				now.objective += part.points[o]
			}
		}
	}
	part.capacity = now.left
	return now.objective
}
