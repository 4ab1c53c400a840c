package plan

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"onderdak/internal/assign"
)

// priceShift keeps prices to about a millionth of a point, in integers, so
// that the bound is computed without rounding.
const priceShift = 20

// prices is a price >= 0 for a place on each night of each location, in points
// times 2^priceShift. Whatever the prices, no plan is worth more than all
// places at their price plus what every household has left of its best option
// after paying for it.
type prices struct {
	m     *model
	cum   []int64 // per location nights+1 sums of the prices before a night
	worth int64   // all places at their price
}

// newPrices takes the prices of the last solution. Prices that could not be
// summed safely are all taken as zero, which is valid too.
func newPrices(m *model, result *assign.Result) *prices {
	p := &prices{m: m, cum: make([]int64, len(m.in.Locations)*(m.nights+1))}
	scale, size := math.Ldexp(1, priceShift), 0.0
	for l := range m.in.Locations {
		sum := int64(0)
		for n := range m.nights {
			price := math.Round(max(0, result.Price(l, n)) * scale)
			size += price * (float64(m.places[l*m.nights+n]) + mostPersons)
			if size > math.Ldexp(1, 61) {
				return &prices{m: m, cum: make([]int64, len(p.cum))}
			}
			sum += int64(price)
			p.worth += int64(price) * int64(m.places[l*m.nights+n])
			p.cum[l*(m.nights+1)+n+1] = sum
		}
	}
	return p
}

// left is what option o of household h is worth after paying for its places.
func (p *prices) left(h int, o option) int64 {
	return o.points<<priceShift - p.cost(h, o.location)
}

// cost is the price of the places that h would use in location l.
func (p *prices) cost(h int, l int32) int64 {
	s, first := &p.m.stays[h], int(l)*(p.m.nights+1)
	return int64(s.persons) * (p.cum[first+int(s.until)] - p.cum[first+int(s.from)])
}

// each runs work over all households on all processors, in pieces; what it
// writes must be per household.
func (m *model) each(work func(from, until int)) {
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		from, until := len(m.stays)*w/workers, len(m.stays)*(w+1)/workers
		group.Go(func() { work(from, until) })
	}
	group.Wait()
}

// value gives per household what its best option of all eligible ones leaves
// it, 0 at least, and the sum of it all: a bound on every plan.
func (p *prices) value() (best []int64, total int64) {
	best = make([]int64, len(p.m.stays))
	p.m.each(func(from, until int) {
		var list []option
		for h := from; h < until; h++ {
			list = p.m.options(h, list[:0])
			for _, o := range list {
				best[h] = max(best[h], p.left(h, o))
			}
		}
	})
	total = p.worth
	for _, value := range best {
		total += value
	}
	return best, total
}

// omitted is an option that is not among the columns, with what a household
// loses by it at the prices.
type omitted struct {
	option
	regret int64
}

// violators lists per household the options outside the columns with the
// least regret below limit, at most count of them, and the least regret of all
// options outside the columns that are not listed.
func (p *prices) violators(columns [][]option, best []int64, limit int64, count int) (found [][]omitted, least int64) {
	found = make([][]omitted, len(p.m.stays))
	rest := make([]int64, len(p.m.stays))
	p.m.each(func(from, until int) {
		var list []option
		var outside []omitted
		for h := from; h < until; h++ {
			list = p.m.options(h, list[:0])
			outside = p.outside(h, list, columns[h], best[h], outside[:0])
			found[h], rest[h] = split(outside, limit, count)
		}
	})
	least = math.MaxInt64
	for _, regret := range rest {
		least = min(least, regret)
	}
	return found, least
}

// outside lists the options of all that are not in columns; both ascend.
func (p *prices) outside(h int, all, columns []option, best int64, list []omitted) []omitted {
	for _, o := range all {
		for len(columns) > 0 && columns[0].location < o.location {
			columns = columns[1:]
		}
		if len(columns) == 0 || columns[0].location != o.location {
			list = append(list, omitted{o, best - p.left(h, o)})
		}
	}
	return list
}

// split takes the count least regrets below limit out of list and gives the
// least of the others. It reorders list.
func split(list []omitted, limit int64, count int) (taken []omitted, rest int64) {
	rest = math.MaxInt64
	below := list[:0]
	for _, o := range list {
		if o.regret < limit {
			below = append(below, o)
		} else {
			rest = min(rest, o.regret)
		}
	}
	if len(below) > count {
		slices.SortStableFunc(below, func(a, b omitted) int {
			switch {
			case a.regret < b.regret:
				return -1
			case a.regret > b.regret:
				return 1
			}
			return 0
		})
		rest = min(rest, below[count].regret)
		below = below[:count]
	}
	return slices.Clone(below), rest
}
