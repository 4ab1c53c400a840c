package assign

import "slices"

// model is a problem in flat arrays. A slot is a run of nights of one resource
// during which neither its capacity nor its possible users change, so that one
// constraint stands for all nights of the run; the slots of a resource follow
// each other, and a use covers the slots lo..hi-1. Every option has positive
// points and, by itself, fits.
type model struct {
	capacity []int64 // per slot
	group    []int32 // per slot: number of its resource, ascending
	house    []int32 // per household: its number in the model this one came from
	first    []int32 // per household and one more: its first option
	points   []int64 // per option
	origin   []int32 // per option: its number in the model this one came from
	uses     []int32 // per option and one more: its first use
	lo, hi   []int32 // per use
	amount   []int64 // per use
}

func (m *model) households() int { return len(m.house) }

// most is the sum of the best points of all households: a bound that needs no
// prices.
func (m *model) most() int64 {
	var sum int64
	for h := range m.house {
		var best int64
		for o := m.first[h]; o < m.first[h+1]; o++ {
			best = max(best, m.points[o])
		}
		sum += best
	}
	return sum
}

func newModel(households, options, uses int) *model {
	return &model{
		house:  make([]int32, 0, households),
		first:  append(make([]int32, 0, households+1), 0),
		points: make([]int64, 0, options),
		origin: make([]int32, 0, options),
		uses:   append(make([]int32, 0, options+1), 0),
		lo:     make([]int32, 0, uses),
		hi:     make([]int32, 0, uses),
		amount: make([]int64, 0, uses),
	}
}

func (m *model) addUse(lo, hi int32, amount int64) {
	m.lo, m.hi, m.amount = append(m.lo, lo), append(m.hi, hi), append(m.amount, amount)
}

func (m *model) closeOption(points int64, origin int32) {
	m.points, m.origin = append(m.points, points), append(m.origin, origin)
	m.uses = append(m.uses, int32(len(m.lo)))
}

func (m *model) closeHousehold(house int32) {
	m.house = append(m.house, house)
	m.first = append(m.first, int32(len(m.points)))
}

// extractor cuts smaller models out of one model, reusing its scratch space.
type extractor struct {
	m     *model
	place []int32 // per slot of m: 0, or 1 + its number in the part
}

func newExtractor(m *model) *extractor {
	return &extractor{m: m, place: make([]int32, len(m.capacity))}
}

// cut returns the model of the given households (ascending) with the options
// that keep accepts and the given capacities, and for each slot of the part
// its number in the whole. Households without a kept option are left out.
func (x *extractor) cut(households []int32, capacity []int64, keep func(option int32) bool) (*model, []int32) {
	m := x.m
	options, uses := 0, 0
	for _, h := range households {
		options += int(m.first[h+1] - m.first[h])
		uses += int(m.uses[m.first[h+1]] - m.uses[m.first[h]])
	}
	part := newModel(len(households), options, uses)
	for _, h := range households {
		before := len(part.points)
		for o := m.first[h]; o < m.first[h+1]; o++ {
			if keep(o) {
				part.copyOption(m, o)
			}
		}
		if len(part.points) > before {
			part.closeHousehold(h)
		}
	}
	return part, x.renumber(part, capacity)
}

func (m *model) copyOption(from *model, o int32) {
	for u := from.uses[o]; u < from.uses[o+1]; u++ {
		m.addUse(from.lo[u], from.hi[u], from.amount[u])
	}
	m.closeOption(from.points[o], o)
}

// renumber turns the slot numbers of the whole into those of the part.
func (x *extractor) renumber(part *model, capacity []int64) []int32 {
	var slots []int32
	for u := range part.lo {
		for s := part.lo[u]; s < part.hi[u]; s++ {
			if x.place[s] == 0 {
				x.place[s] = 1
				slots = append(slots, s)
			}
		}
	}
	slices.Sort(slots)
	for i, s := range slots {
		x.place[s] = int32(i) + 1
	}
	for u := range part.lo {
		n := part.hi[u] - part.lo[u]
		part.lo[u] = x.place[part.lo[u]] - 1
		part.hi[u] = part.lo[u] + n
	}
	part.capacity = make([]int64, len(slots))
	part.group = make([]int32, len(slots))
	for i, s := range slots {
		part.capacity[i] = capacity[s]
		if i > 0 {
			part.group[i] = part.group[i-1]
			if x.m.group[s] != x.m.group[slots[i-1]] {
				part.group[i]++
			}
		}
		x.place[s] = 0
	}
	return slots
}
