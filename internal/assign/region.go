package assign

import (
	"math"
	"math/rand/v2"
)

// regions improves a plan piece by piece: in every round the groups of slots
// are dealt into regions of neighbours that share nothing, so that they can be
// improved side by side and in any order. The cut differs every round.
type regions struct {
	plan   *plan
	price  []float64
	team   team
	seed   uint64
	round  uint64
	moves  int       // per household and round
	fans   [][]claim // per group: every option on it
	worth  []float64 // per option: points less its price
	cutter []*extractor
	owner  []int32 // per group: its region in this round, or -1
}

const (
	annealSize   = 100 // groups in a region to anneal, at most
	diveSize     = 10  // groups in a region to dive in
	diveRounds   = 30
	annealRounds = 24
	annealMoves  = 12_000_000 // in all rounds together, within the limits below
	fewestMoves  = 2          // per household and round
	mostMoves    = 100
	annealRange  = 40  // hottest over coldest
	annealStart  = 1.2 // hottest, in times the average loss of a household
)

func newRegions(s *search, price []float64, seed uint64, t team) *regions {
	m := s.plan.m
	r := &regions{plan: s.plan.clone(), price: price, team: t, seed: seed, worth: s.worth, fans: s.fans()}
	r.owner = make([]int32, len(r.fans))
	r.moves = max(fewestMoves, min(mostMoves, annealMoves/annealRounds/m.households()))
	for range max(1, t.workers) {
		r.cutter = append(r.cutter, newExtractor(m))
	}
	return r
}

// anneal does one round while the temperature, in points, falls from hot to
// cold.
func (r *regions) anneal(hot, cold float64) {
	r.sweep(annealSize, func(s *search, _ []float64, own *rand.Rand) {
		newAnneal(s, own).run(r.moves*s.plan.m.households(), hot, cold)
	})
}

// dive does one round of diving anew in small regions, which finds what takes
// many households at once.
func (r *regions) dive(warm float64) {
	r.sweep(diveSize, func(s *search, price []float64, _ *rand.Rand) {
		next := newPlan(s.plan.m)
		newDive(next, price, r.team.alone()).run(warm, warm/4)
		newSearch(next, price, r.team.halted).run(2)
		if next.objective >= s.plan.objective {
			s.plan.copyFrom(next)
		}
	})
}

// sweep lets work change the plan of every region of one round.
func (r *regions) sweep(size int, work func(s *search, price []float64, own *rand.Rand)) {
	r.round++
	random := rand.New(rand.NewPCG(r.seed, r.round))
	members := r.enlist(r.deal(size, random), random)
	found := make([][]step, len(members))
	r.team.each(len(members), func(worker, region int) {
		own := rand.New(rand.NewPCG(r.seed+r.round<<32, uint64(region)))
		found[region] = r.redo(r.cutter[worker], int32(region), members[region], func(s *search, price []float64) {
			work(s, price, own)
		})
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
func (r *regions) deal(size int, random *rand.Rand) int {
	for g := range r.owner {
		r.owner[g] = -1
	}
	region := int32(0)
	for _, g := range random.Perm(len(r.owner)) {
		if r.owner[g] >= 0 || len(r.fans[g]) == 0 {
			continue
		}
		r.owner[g] = region
		r.grow(region, size, []int32{int32(g)}, random)
		region++
	}
	return int(region)
}

// grow follows good options of random fans to neighbouring groups.
func (r *regions) grow(region int32, size int, groups []int32, random *rand.Rand) {
	m := r.plan.m
	for range 4 * size {
		if len(groups) >= size {
			return
		}
		fans := r.fans[groups[random.IntN(len(groups))]]
		o := m.draw(fans[random.IntN(len(fans))].household, r.worth, random)
		for u := m.uses[o]; u < m.uses[o+1]; u++ {
			if g := m.group[m.lo[u]]; r.owner[g] < 0 {
				r.owner[g] = region
				groups = append(groups, g)
			}
		}
	}
}

// draw is the best of three random options of h after prices.
func (m *model) draw(h int32, worth []float64, random *rand.Rand) int32 {
	n := int(m.first[h+1] - m.first[h])
	best := m.first[h] + int32(random.IntN(n))
	for range 2 {
		if o := m.first[h] + int32(random.IntN(n)); worth[o] > worth[best] {
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
		if o < 0 || r.plan.m.uses[o] == r.plan.m.uses[o+1] {
			o = r.plan.m.draw(int32(h), r.worth, random)
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

// redo lets work change the plan of the members of a region, with the places
// they have now and those still free, and returns what each then has.
func (r *regions) redo(cutter *extractor, region int32, members []int32, work func(*search, []float64)) []step {
	m := r.plan.m
	part, slots := cutter.cut(members, r.plan.left, func(o int32) bool {
		return m.uses[o] == m.uses[o+1] || r.inside(o) == region
	})
	if part.households() == 0 {
		return nil
	}
	price := make([]float64, len(slots))
	for i, s := range slots {
		price[i] = r.price[s]
	}
	now := r.present(part)
	work(newSearch(now, price, r.team.halted), price)
	steps := make([]step, len(now.choice))
	for i, o := range now.choice {
		steps[i] = step{part.house[i], -1}
		if o >= 0 {
			steps[i].option = part.origin[o]
		}
	}
	return steps
}

// present is the plan of the part as it stands, after giving the part the
// capacity that its own households use.
func (r *regions) present(part *model) *plan {
	now := newPlan(part)
	for i, h := range part.house {
		for o := part.first[i]; o < part.first[i+1]; o++ {
			if part.origin[o] == r.plan.choice[h] {
				now.choice[i] = o
				now.objective += part.points[o]
			}
		}
	}
	for _, o := range now.choice {
		if o >= 0 {
			part.release(o)
		}
	}
	return now
}

// temperature falls evenly on a log scale from hottest as done goes from 0 to 1.
func temperature(hottest, done float64) float64 {
	return hottest * math.Pow(annealRange, -done)
}

// release adds what o uses to the capacity.
func (m *model) release(o int32) {
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		for s := m.lo[u]; s < m.hi[u]; s++ {
			m.capacity[s] += m.amount[u]
		}
	}
}
