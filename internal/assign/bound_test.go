package assign

import (
	"math/bits"
	"math/rand/v2"
	"sync/atomic"
	"testing"
)

func idle() team { return team{workers: 2, flag: new(atomic.Bool)} }

// Any prices, however wild, bound the optimum from above.
func TestAnyPricesBound(t *testing.T) {
	for seed := range uint64(400) {
		p := random(seed)
		best := bruteForce(p)
		lay := flatten(p, never)
		settled := int64(0)
		for h, o := range lay.settled {
			if o >= 0 {
				settled += p.Households[h].Options[o].Points
			}
		}
		r := rand.New(rand.NewPCG(seed, 9))
		price := make([]float64, len(lay.m.capacity))
		for s := range price {
			price[s] = r.ExpFloat64() * []float64{0, 1e-7, 3, 40, 1e15}[r.IntN(5)]
		}
		bound, ok := newLedger(price, lay.m.most()).bound(lay.m, idle())
		if ok && settled+bound < best {
			t.Fatalf("seed %d: bound %d under optimum %d", seed, settled+bound, best)
		}
	}
}

// The certificate is the explanation: bound less objective is what households
// lose at these prices plus the price of what stays free, to the last bit.
func TestBoundIsRegretPlusFreeCapacity(t *testing.T) {
	lay := flatten(generate(shape{households: 300, locations: 20, options: 6, nights: 8, load: 1.1, bonus: 50, seats: true, seed: 4}), never)
	m := lay.m
	p := firstCome(m, never)
	pricer := newPricer(m, idle())
	for range 60 {
		pricer.step(20)
	}
	l := newLedger(pricer.price, m.most())
	exact, ok := l.exact(m, idle())
	if !ok {
		t.Fatal("no bound")
	}
	sum := int64(0)
	for h := range m.house {
		now := int64(0)
		if o := p.choice[h]; o >= 0 {
			now = l.signed(m, o)
		}
		regret := l.best(m, h) - now
		if regret < 0 {
			t.Fatalf("household %d has a regret below zero", h)
		}
		sum += regret
	}
	for s, left := range p.left {
		sum += left * int64(l.price[s])
	}
	if got := int64(exact) - p.objective<<l.shift; got != sum || sum == 0 {
		t.Fatalf("bound less objective %d, regrets and free capacity %d", got, sum)
	}
}

func TestLedgerSurvivesHugePrices(t *testing.T) {
	m := newModel(1, 1, 1)
	m.capacity, m.group = []int64{MaxTotal}, []int32{0}
	m.addUse(0, 1, MaxAmount)
	m.closeOption(MaxPoints, 0)
	m.closeHousehold(0)
	l := newLedger([]float64{1e30}, m.most())
	if v := l.value(m, 0); v != 0 {
		t.Fatalf("an option that costs more than anything is worth %d", v)
	}
	if _, ok := l.bound(m, idle()); ok {
		t.Fatal("a sum beyond 62 bits passed for a bound")
	}
	free := newLedger([]float64{0}, m.most())
	if b, ok := free.bound(m, idle()); !ok || b != MaxPoints {
		t.Fatalf("bound %d at price 0, want %d", b, int64(MaxPoints))
	}
	if over, _ := bits.Mul64(uint64(m.most()), 1<<free.shift); over != 0 {
		t.Fatal("shift too large")
	}
}
