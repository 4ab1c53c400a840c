package assign

import (
	"math"
	"math/bits"
	"sync/atomic"
)

// ledger holds prices as integers, in points times 2^shift, so that a bound is
// computed without rounding. Whatever the prices, the bound is valid.
type ledger struct {
	shift uint
	price []uint64 // per slot
	cum   []uint64 // per slot and one more: sum of the prices before it
}

// maxShift keeps prices to about a millionth of a point.
const maxShift = 20

// newLedger rounds the prices; those too large to sum safely are cut off.
func newLedger(price []float64, most int64) *ledger {
	l := &ledger{
		shift: min(maxShift, uint(62-bits.Len64(uint64(most)))),
		price: make([]uint64, len(price)),
		cum:   make([]uint64, len(price)+1),
	}
	scale := math.Ldexp(1, int(l.shift))
	highest := math.Ldexp(1, 62-bits.Len(uint(len(price))))
	for s, v := range price {
		l.price[s] = uint64(min(math.Round(v*scale), highest))
		l.cum[s+1] = l.cum[s] + l.price[s]
	}
	return l
}

// value is what option o is worth after paying for its uses, 0 at least.
func (l *ledger) value(m *model, o int32) int64 {
	left := uint64(m.points[o]) << l.shift
	for u := m.uses[o]; u < m.uses[o+1]; u++ {
		over, cost := bits.Mul64(uint64(m.amount[u]), l.cum[m.hi[u]]-l.cum[m.lo[u]])
		if over != 0 || cost >= left {
			return 0
		}
		left -= cost
	}
	return int64(left)
}

// best is the value of the best option of household h, or 0 for none.
func (l *ledger) best(m *model, h int) int64 {
	var best int64
	for o := m.first[h]; o < m.first[h+1]; o++ {
		best = max(best, l.value(m, o))
	}
	return best
}

// bound returns the largest whole number of points that the prices allow: the
// sum over households of their best value plus the price of all capacity. ok
// is false when halted or when the prices are so high that the sum overflows.
func (l *ledger) bound(m *model, t team) (points int64, ok bool) {
	total, ok := l.exact(m, t)
	return int64(total >> l.shift), ok
}

// exact is the bound before it is rounded down, times 2^shift.
func (l *ledger) exact(m *model, t team) (total uint64, ok bool) {
	var values atomic.Int64
	done := t.run(m.households(), func(_, from, until int) {
		sum := int64(0)
		for h := from; h < until; h++ {
			sum += l.best(m, h)
		}
		values.Add(sum)
	})
	total = uint64(values.Load())
	for s, c := range m.capacity {
		over, cost := bits.Mul64(uint64(c), l.price[s])
		sum, carry := bits.Add64(total, cost, 0)
		if over != 0 || carry != 0 || sum >= 1<<62 {
			return 0, false
		}
		total = sum
	}
	return total, done
}
