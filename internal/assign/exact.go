package assign

import (
	"cmp"
	"math/bits"
	"slices"
)

// maxCells bounds the table of the knapsack.
const maxCells = 4 << 20

// knapsack solves a model with a single slot exactly; nil when the table would
// be too large.
func knapsack(m *model) *plan {
	if len(m.capacity) != 1 {
		return nil
	}
	over, cells := bits.Mul64(uint64(m.capacity[0]+1), uint64(m.households()))
	if over != 0 || cells > maxCells {
		return nil
	}
	width := int(m.capacity[0]) + 1
	best := make([]int64, width) // per amount: most points of the households so far
	taken := make([]int32, cells)
	for h := range m.house {
		row := taken[h*width : (h+1)*width]
		for c := width - 1; c >= 0; c-- {
			row[c] = -1
			value := best[c]
			for o := m.first[h]; o < m.first[h+1]; o++ {
				if need := m.need(o); need <= int64(c) && best[int64(c)-need]+m.points[o] > value {
					value, row[c] = best[int64(c)-need]+m.points[o], o
				}
			}
			best[c] = value
		}
	}
	p := newPlan(m)
	c := width - 1
	for h := m.households() - 1; h >= 0; h-- {
		if o := taken[h*width+c]; o >= 0 {
			p.set(int32(h), o)
			c -= int(m.need(o))
		}
	}
	return p
}

// need is what option o uses of the only slot.
func (m *model) need(o int32) int64 {
	if m.uses[o] == m.uses[o+1] {
		return 0
	}
	return m.amount[m.uses[o]]
}

// proof searches all plans that could still beat the best one known. At given
// prices such a plan loses, over all households together, less than the bound
// exceeds the best; households are decided one by one, the most insistent
// first, and a branch ends where the losses are too large.
type proof struct {
	m         *model
	plan      *plan // the branch at hand
	best      *plan
	ledger    *ledger
	exact     uint64
	loss      []int64 // per option: what its household loses by it, times 2^shift
	none      []int64 // per household: what it loses by getting nothing
	open      []int32
	nodes     int
	allowance int64
	halt      func() bool
}

// prove improves best until it is proven optimal and returns true, or gives up
// after the given number of nodes.
func prove(best *plan, l *ledger, exact uint64, nodes int, halt func() bool) bool {
	m := best.m
	x := &proof{m: m, plan: newPlan(m), best: best, ledger: l, exact: exact, nodes: nodes, halt: halt}
	x.loss, x.none = make([]int64, len(m.points)), make([]int64, m.households())
	for h := range m.house {
		top := l.best(m, h)
		x.none[h] = top
		for o := m.first[h]; o < m.first[h+1]; o++ {
			x.loss[o] = top - l.signed(m, o)
		}
		x.open = append(x.open, int32(h))
	}
	x.allow()
	return x.branch(0)
}

// signed is the value of o at the ledger's prices, also below zero; as the
// loss is only compared, anything far below zero is as good as the truth.
func (l *ledger) signed(m *model, o int32) int64 {
	left := m.points[o] << l.shift
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		over, cost := bits.Mul64(uint64(m.amount[u]), l.cum[m.hi[u]]-l.cum[m.lo[u]])
		if over != 0 || cost > 1<<61 || left < -1<<61 {
			return -1 << 61
		}
		left -= int64(cost)
	}
	return left
}

// allow sets what a better plan may lose.
func (x *proof) allow() {
	x.allowance = int64(x.exact) - (x.best.objective+1)<<x.ledger.shift
}

// branch decides the open households, lost being what the decided ones lose;
// false when the nodes ran out.
func (x *proof) branch(lost int64) bool {
	if x.nodes--; x.nodes < 0 || x.halt() {
		return false
	}
	if len(x.open) == 0 {
		if x.plan.objective > x.best.objective {
			x.best.copyFrom(x.plan)
			x.allow()
		}
		return true
	}
	at, others := x.choose()
	last := len(x.open) - 1
	h := x.open[at]
	x.open[at] = x.open[last]
	x.open = x.open[:last]
	done := x.decide(h, lost, others)
	x.open = x.open[:last+1]
	x.open[last] = x.open[at]
	x.open[at] = h
	return done
}

// choose returns the place in open of the household whose second choice would
// cost most, and the least that all the others must lose given the room left.
func (x *proof) choose() (at int, others int64) {
	widest, least := int64(-1), int64(0)
	for i, h := range x.open {
		first, second := x.none[h], int64(1<<62)
		for o := x.m.first[h]; o < x.m.first[h+1]; o++ {
			l := x.loss[o]
			if l >= second || l > x.allowance || !x.plan.fits(o) {
				continue
			}
			if l < first {
				first, second = l, first
			} else {
				second = l
			}
		}
		others += first
		if second-first > widest {
			at, least, widest = i, first, second-first
		}
	}
	return at, others - least
}

// decide tries what h can get, from the least loss up.
func (x *proof) decide(h int32, lost, others int64) bool {
	ways := x.ways(h)
	for _, w := range ways {
		if lost+others+w.loss > x.allowance {
			return true
		}
		x.plan.set(h, w.option)
		done := x.branch(lost + w.loss)
		x.plan.set(h, -1)
		if !done {
			return false
		}
	}
	return true
}

// way is an option, or -1 for none, and what its household loses by it.
type way struct {
	option int32
	loss   int64
}

func (x *proof) ways(h int32) []way {
	list := []way{{-1, x.none[h]}}
	for o := x.m.first[h]; o < x.m.first[h+1]; o++ {
		if x.loss[o] <= x.allowance && x.plan.fits(o) {
			list = append(list, way{o, x.loss[o]})
		}
	}
	slices.SortFunc(list, func(a, b way) int {
		return cmp.Or(cmp.Compare(a.loss, b.loss), int(a.option-b.option))
	})
	return list
}
