package assign

import (
	"math/rand/v2"
	"slices"
)

// dive makes a plan from prices: it prices what is still open, gives the
// households that lose most by not getting their best option that option,
// takes the places away, and repeats with what is left.
type dive struct {
	plan   *plan
	open   *model // open households with the options that still fit; slots as in the plan's model
	prices *pricer
	rank   []verdict
}

// verdict is the best option of an open household and how much better it is
// than the second, per unit of size.
type verdict struct {
	open   int32 // household in the open model
	option int32 // option in the open model, or -1
	margin float64
}

const (
	diveSteps = 12  // price steps per temperature and round
	diveShare = 0.3 // of the households that want an option are given it per round
)

// newDive starts from a plan in which households with a choice stay as they
// are. Prices are per slot of the plan's model.
func newDive(p *plan, prices []float64, t team) *dive {
	m := p.m
	open := newModel(m.households(), len(m.points), len(m.lo))
	open.capacity, open.group = p.left, m.group
	for h := range m.house {
		if p.choice[h] >= 0 {
			continue
		}
		for o := m.first[h]; o < m.first[h+1]; o++ {
			open.copyOption(m, o)
		}
		open.closeHousehold(int32(h))
	}
	d := &dive{plan: p, open: open, prices: newPricer(open, t)}
	copy(d.prices.price, prices)
	copy(d.prices.before, prices)
	return d
}

// run dives until nothing open fits. Noise (0: none) shakes the prices, so
// that runs differ. When halted, the rest is served in order.
func (d *dive) run(high, low, noise float64, random *rand.Rand) {
	d.shake(noise, random)
	d.shrink()
	for d.open.households() > 0 {
		d.settle(high, low)
		if d.prices.team.halted() {
			break
		}
		d.decide(low)
		if !d.fix() && !d.fixOne() {
			break
		}
		d.shrink()
	}
	d.fill()
}

func (d *dive) shake(noise float64, random *rand.Rand) {
	if noise == 0 {
		return
	}
	for s := range d.prices.price {
		d.prices.price[s] *= max(0, 1+noise*random.NormFloat64())
		d.prices.before[s] = d.prices.price[s]
	}
}

// settle lets the prices follow the capacity that is left, from warm to cold.
func (d *dive) settle(high, low float64) {
	d.prices.run = 0
	for t := high; t > low*0.99; t /= 3 {
		for range diveSteps {
			if !d.prices.step(t) {
				return
			}
		}
	}
}

// shrink forgets what no longer fits, in place.
func (d *dive) shrink() {
	m := d.open
	var households, options, uses, o, u int32
	for h := range m.house {
		before := options
		decided := d.plan.choice[m.house[h]] >= 0
		for last := m.first[h+1]; o < last; o++ {
			end := m.uses[o+1]
			if decided || !d.plan.fits(m.origin[o]) {
				u = end
				continue
			}
			m.points[options], m.origin[options] = m.points[o], m.origin[o]
			for ; u < end; u++ {
				m.lo[uses], m.hi[uses], m.amount[uses] = m.lo[u], m.hi[u], m.amount[u]
				uses++
			}
			options++
			m.uses[options] = uses
		}
		if options > before {
			m.house[households] = m.house[h]
			households++
		}
		m.first[households] = options
	}
	m.house, m.first = m.house[:households], m.first[:households+1]
	m.points, m.origin, m.uses = m.points[:options], m.origin[:options], m.uses[:options+1]
	m.lo, m.hi, m.amount = m.lo[:uses], m.hi[:uses], m.amount[:uses]
	d.prices.measure()
}

// decide ranks the open households by how much they insist.
func (d *dive) decide(low float64) {
	m, cum := d.open, d.prices.cum
	sum := 0.0
	for s, v := range d.prices.price {
		cum[s] = sum
		sum += v
	}
	cum[len(d.prices.price)] = sum
	d.rank = d.rank[:0]
	for h := range m.house {
		best, second, option := 0.0, 0.0, int32(-1)
		for o := m.first[h]; o < m.first[h+1]; o++ {
			v := float64(m.points[o])
			for u := m.uses[o]; u < m.uses[o+1]; u++ {
				v -= float64(m.amount[u]) * (cum[m.hi[u]] - cum[m.lo[u]])
			}
			if v > best {
				best, second, option = v, best, o
			} else if v > second {
				second = v
			}
		}
		if option >= 0 {
			margin := (best - second) / d.prices.weight[h]
			d.rank = append(d.rank, verdict{int32(h), option, margin})
		}
	}
	slices.SortFunc(d.rank, func(a, b verdict) int {
		switch {
		case a.margin > b.margin:
			return -1
		case a.margin < b.margin:
			return 1
		}
		return int(a.open - b.open)
	})
}

// fix serves the most insistent; false when nobody could be.
func (d *dive) fix() bool {
	target := 1 + int(diveShare*float64(len(d.rank)))
	fixed := 0
	for _, v := range d.rank {
		if fixed == target {
			break
		}
		if o := d.open.origin[v.option]; d.plan.fits(o) {
			d.plan.set(d.open.house[v.open], o)
			fixed++
		}
	}
	return fixed > 0
}

// fixOne serves the household with most points per unit of size when at the
// present prices nobody wants anything.
func (d *dive) fixOne() bool {
	m := d.open
	best, house, option := 0.0, int32(-1), int32(-1)
	for h := range m.house {
		for o := m.first[h]; o < m.first[h+1]; o++ {
			if v := float64(m.points[o]) / d.prices.weight[h]; v > best {
				best, house, option = v, m.house[h], m.origin[o]
			}
		}
	}
	if option >= 0 {
		d.plan.set(house, option)
	}
	return option >= 0
}

// fill gives everyone still open the best that fits.
func (d *dive) fill() {
	for _, h := range d.open.house {
		if d.plan.choice[h] < 0 {
			if o := d.plan.bestFitting(h); o >= 0 {
				d.plan.set(h, o)
			}
		}
	}
}
