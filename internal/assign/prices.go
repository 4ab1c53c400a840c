package assign

import (
	"math"
	"math/bits"
)

// pricer searches prices per slot at which demand meets capacity. Households
// spread softly over their options (the lower the temperature, the more they
// insist on the best), which makes the bound smooth in the prices; each step
// raises or lowers a price by the logarithm of demand over capacity, with
// momentum. Demand is summed in integers, so no number depends on the workers.
type pricer struct {
	m      *model
	team   team
	weight []float64 // per household: its size, the scale of its temperature
	stay   []float64 // per slot: total use per size of the options on it: how strongly demand answers
	price  []float64
	before []float64 // the prices of the step before
	cum    []float64 // per slot and one more: sum of the trial prices before it
	demand []int64   // per slot and one more, in 2^-bits
	bits   int
	parts  []workspace
	run    int     // steps since the momentum restarted
	miss   float64 // at the last step: prices times what demand is off capacity
}

// workspace is what one worker sums into.
type workspace struct {
	demand []int64
	value  []float64
}

func newPricer(m *model, t team) *pricer {
	slots := len(m.capacity)
	p := &pricer{
		m: m, team: t,
		price: make([]float64, slots), before: make([]float64, slots),
		cum: make([]float64, slots+1), demand: make([]int64, slots+1),
		stay:  make([]float64, slots),
		parts: make([]workspace, max(t.workers, 1)),
	}
	for w := range p.parts {
		p.parts[w].demand = make([]int64, slots+1)
	}
	p.measure()
	p.measureStay()
	return p
}

// measure takes the sizes of the households now in the model: the mean over
// the options of the largest amount used.
func (p *pricer) measure() {
	m := p.m
	p.weight = p.weight[:0]
	total, longest := int64(0), 0
	for h := range m.house {
		sum := int64(0)
		for o := m.first[h]; o < m.first[h+1]; o++ {
			most := int64(0)
			for u := m.uses[o]; u < m.uses[o+1]; u++ {
				most = max(most, m.amount[u])
			}
			sum += most
		}
		n := int(m.first[h+1] - m.first[h])
		longest = max(longest, n)
		total += sum
		p.weight = append(p.weight, max(float64(sum)/float64(n), 1e-3))
	}
	p.bits = min(30, 61-bits.Len64(uint64(total)))
	for w := range p.parts {
		if cap(p.parts[w].value) < longest {
			p.parts[w].value = make([]float64, longest)
		}
	}
}

func (p *pricer) measureStay() {
	m := p.m
	count := make([]float64, len(p.stay)+1)
	sum := make([]float64, len(p.stay)+1)
	for h := range m.house {
		for o := m.first[h]; o < m.first[h+1]; o++ {
			total := 0.0
			for u := m.uses[o]; u < m.uses[o+1]; u++ {
				total += float64(m.amount[u]) * float64(m.hi[u]-m.lo[u])
			}
			for u := m.uses[o]; u < m.uses[o+1]; u++ {
				count[m.lo[u]]++
				count[m.hi[u]]--
				sum[m.lo[u]] += total / p.weight[h]
				sum[m.hi[u]] -= total / p.weight[h]
			}
		}
	}
	c, t := 0.0, 0.0
	for s := range p.stay {
		c, t = c+count[s], t+sum[s]
		p.stay[s] = max(1, t/max(c, 1))
	}
}

// scale returns the temperatures between which prices matter: from about the
// points at stake per unit of size down to a small part of the differences
// between a household's options.
func (p *pricer) scale() (high, low float64) {
	m := p.m
	var top, spread, size float64
	for h := range m.house {
		var sum, square, best float64
		n := float64(m.first[h+1] - m.first[h])
		for o := m.first[h]; o < m.first[h+1]; o++ {
			v := float64(m.points[o])
			sum, square, best = sum+v, square+v*v, max(best, v)
		}
		top += best
		size += p.weight[h]
		spread += math.Sqrt(max(0, square/n-sum*sum/n/n))
	}
	if size == 0 {
		return 1, 1
	}
	high = top / size / 4
	low = max(spread/size, high*1e-4) * 2e-3
	return high, min(low, high)
}

// warmth is the temperature for dives. Where stays are long a price answers
// slowly, so it must be warmer.
func (p *pricer) warmth(low float64) float64 {
	stay := 0.0
	for _, v := range p.stay {
		stay += v / float64(len(p.stay))
	}
	return 27 * low * min(stay, 8)
}

// step moves the prices once at the given temperature; false when halted.
func (p *pricer) step(temperature float64) bool {
	beta := float64(p.run) / float64(p.run+3)
	sum := 0.0
	for s, v := range p.price {
		trial := max(0, v+beta*(v-p.before[s]))
		p.before[s], p.price[s] = v, trial
		p.cum[s] = sum
		sum += trial
	}
	p.cum[len(p.price)] = sum
	if !p.sumDemand(temperature) {
		copy(p.price, p.before)
		return false
	}
	p.move(temperature)
	return true
}

// foresee moves the prices on along the way they came from last, as they
// change almost evenly from one temperature to the next.
func (p *pricer) foresee(last []float64) {
	for s, v := range p.price {
		p.price[s] = max(0, v+0.3*(v-last[s]))
		p.before[s] = p.price[s]
	}
}

// settle steps at one temperature until what is mispriced is at most miss, at
// most so many times; false when halted.
func (p *pricer) settle(temperature float64, steps int, miss float64) bool {
	p.run = 0
	for i := range steps {
		if !p.step(temperature) {
			return false
		}
		if i >= 20 && p.miss < miss {
			break
		}
	}
	return true
}

// move applies the step at the trial prices now in price and restarts the
// momentum when it points away from where the demand pulls.
func (p *pricer) move(temperature float64) {
	unit := math.Ldexp(1, p.bits)
	turn := 0.0
	p.miss = 0
	for s, trial := range p.price {
		capacity := float64(p.m.capacity[s])
		demand := float64(p.demand[s]) / unit
		pull := math.Log((demand + 0.1) / (capacity + 0.1))
		p.miss += trial * math.Abs(demand-capacity)
		next := max(0, trial+temperature/p.stay[s]*max(-2, min(2, pull)))
		turn += (next - trial) * (next - p.before[s]) * p.stay[s] * max(capacity, demand)
		p.price[s] = next
	}
	p.run++
	if turn < 0 {
		p.run = 0
	}
}

// sumDemand fills demand at the trial prices in cum; false when halted.
func (p *pricer) sumDemand(temperature float64) bool {
	for w := range p.parts {
		clear(p.parts[w].demand)
	}
	ok := p.team.run(p.m.households(), func(worker, from, until int) {
		for h := from; h < until; h++ {
			p.spread(&p.parts[worker], h, temperature*p.weight[h])
		}
	})
	running := int64(0)
	for s := range p.demand {
		for w := range p.parts {
			running += p.parts[w].demand[s]
		}
		p.demand[s] = running
	}
	return ok
}

// spread adds the soft demand of household h.
func (p *pricer) spread(w *workspace, h int, temperature float64) {
	m := p.m
	first, last := m.first[h], m.first[h+1]
	best := 0.0
	value := w.value[:last-first]
	for o := first; o < last; o++ {
		v := float64(m.points[o])
		for u := m.uses[o]; u < m.uses[o+1]; u++ {
			v -= float64(m.amount[u]) * (p.cum[m.hi[u]] - p.cum[m.lo[u]])
		}
		value[o-first] = v
		best = max(best, v)
	}
	total := weigh(0, best, temperature)
	for i, v := range value {
		value[i] = weigh(v, best, temperature)
		total += value[i]
	}
	unit := math.Ldexp(1, p.bits) / total
	for i, v := range value {
		if v == 0 {
			continue
		}
		share := int64(v * unit)
		o := first + int32(i)
		for u := m.uses[o]; u < m.uses[o+1]; u++ {
			w.demand[m.lo[u]] += share * m.amount[u]
			w.demand[m.hi[u]] -= share * m.amount[u]
		}
	}
}

// weigh is exp((v-best)/temperature), 0 where it is too small to matter.
func weigh(v, best, temperature float64) float64 {
	x := (v - best) / temperature
	if x < -16 {
		return 0
	}
	return math.Exp(x)
}
