package assign

// plan is a choice for every household of a model and what it leaves free.
type plan struct {
	m         *model
	choice    []int32 // per household: option, or -1
	left      []int64 // per slot
	objective int64
}

func newPlan(m *model) *plan {
	p := &plan{m: m, choice: make([]int32, m.households()), left: append([]int64(nil), m.capacity...)}
	for h := range p.choice {
		p.choice[h] = -1
	}
	return p
}

// copyFrom makes p equal to q, a plan of the same model.
func (p *plan) copyFrom(q *plan) {
	copy(p.choice, q.choice)
	copy(p.left, q.left)
	p.objective = q.objective
}

func (p *plan) clone() *plan {
	q := newPlan(p.m)
	q.copyFrom(p)
	return q
}

// fits says whether what is left covers option o.
func (p *plan) fits(o int32) bool {
	m := p.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		for _, left := range p.left[m.lo[u]:m.hi[u]] {
			if left < m.amount[u] {
				return false
			}
		}
	}
	return true
}

// take adds (sign -1) or gives back (sign 1) the uses of o.
func (p *plan) take(o int32, sign int64) {
	m := p.m
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		left := p.left[m.lo[u]:m.hi[u]]
		for s := range left {
			left[s] += sign * m.amount[u]
		}
	}
}

// set gives household h option o (-1: none) instead of what it has, whether
// or not there is room.
func (p *plan) set(h, o int32) {
	if old := p.choice[h]; old >= 0 {
		p.take(old, 1)
		p.objective -= p.m.points[old]
	}
	if p.choice[h] = o; o >= 0 {
		p.take(o, -1)
		p.objective += p.m.points[o]
	}
}

// pointsOf is the points of household h now.
func (p *plan) pointsOf(h int32) int64 {
	if o := p.choice[h]; o >= 0 {
		return p.m.points[o]
	}
	return 0
}

// bestFitting is the option of h with most points that fits, or -1; the first
// listed of equals.
func (p *plan) bestFitting(h int32) int32 {
	best := int32(-1)
	for o := p.m.first[h]; o < p.m.first[h+1]; o++ {
		if (best < 0 || p.m.points[o] > p.m.points[best]) && p.fits(o) {
			best = o
		}
	}
	return best
}

// firstCome serves households in order with the best option still free.
func firstCome(m *model, halt func() bool) *plan {
	p := newPlan(m)
	for h := range m.house {
		if h%grain == 0 && halt() {
			return p
		}
		if o := p.bestFitting(int32(h)); o >= 0 {
			p.set(int32(h), o)
		}
	}
	return p
}
