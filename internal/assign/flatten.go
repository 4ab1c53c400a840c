package assign

import "slices"

// layout is the flattening of a Problem: the model of everything that can be
// scarce, and how its slots lie on the nights.
type layout struct {
	m        *model
	settled  []int32 // per household of the problem: the option taken beforehand, or -1
	resource []int32 // per slot: number of its resource
	from     []int32 // per slot: its first night
	until    []int32 // per slot: the night after its last
}

// flattener holds what the passes over the problem share.
type flattener struct {
	p      *Problem
	halt   func() bool
	spans  [][]Span
	event  []int32 // per night: number of distinct events before it; nights between events are alike
	events int
	mark   []uint8 // per resource and event: starts and ends of stays
	slot   []int32 // per resource and event: its first slot at or after the event
	lay    *layout
	seen   []int32 // per resource: 1 + the last household that used it
	amount []int64 // per resource: what that household uses at most
}

const (
	markStart = 1 << iota
	markEnd
)

// flatten builds the model of p, leaving out options that can never be chosen
// (no points, larger than the capacity), slots that can never run out, and
// households whose best option is thereby free. It returns nil when halted.
func flatten(p *Problem, halt func() bool) *layout {
	f := &flattener{p: p, halt: halt, lay: &layout{}}
	f.spans = make([][]Span, len(p.Resources))
	for r := range p.Resources {
		f.spans[r] = p.Resources[r].sorted()
	}
	f.findEvents()
	f.seen, f.amount = make([]int32, len(p.Resources)), make([]int64, len(p.Resources))
	for _, pass := range []func(){f.markStays, f.cutSlots, f.fill, f.dropSlots, f.settle} {
		if halt() {
			return nil
		}
		pass()
	}
	if halt() {
		return nil
	}
	return f.lay
}

// findEvents numbers the nights on which anything at all changes.
func (f *flattener) findEvents() {
	change := make([]bool, f.p.Nights+1)
	for i := range f.p.Households {
		change[f.p.Households[i].From], change[f.p.Households[i].Until] = true, true
	}
	for _, spans := range f.spans {
		for _, s := range spans {
			change[s.From], change[s.Until] = true, true
		}
	}
	f.event = make([]int32, f.p.Nights+1)
	for n, c := range change {
		f.event[n] = int32(f.events)
		if c {
			f.events++
		}
	}
	f.mark = make([]uint8, len(f.p.Resources)*f.events)
	f.slot = make([]int32, len(f.p.Resources)*f.events)
}

// holds says whether the amount is there on all nights from..until-1.
func (f *flattener) holds(resource int, from, until int, amount int64) bool {
	spans := f.spans[resource]
	i, _ := slices.BinarySearchFunc(spans, from, func(s Span, n int) int {
		if s.Until <= n {
			return -1
		}
		return 1
	})
	for ; i < len(spans) && spans[i].From <= from && spans[i].Amount >= amount; i++ {
		if from = spans[i].Until; from >= until {
			return true
		}
	}
	return amount == 0
}

// possible says whether the option is worth choosing and fits by itself.
func (f *flattener) possible(h *Household, o *Option) bool {
	if o.Points <= 0 {
		return false
	}
	for i, u := range o.Uses {
		if total, firstTime := totalUse(o.Uses, i); firstTime && !f.holds(u.Resource, h.From, h.Until, total) {
			return false
		}
	}
	return true
}

// totalUse sums the uses of the resource of use i, which an option may name
// more than once; firstTime is false when an earlier use named it.
func totalUse(uses []Use, i int) (total int64, firstTime bool) {
	for j, u := range uses {
		if u.Resource != uses[i].Resource {
			continue
		}
		if j < i {
			return 0, false
		}
		total += u.Amount
	}
	return total, true
}

func (f *flattener) markStays() {
	for i := range f.p.Households {
		if i%1024 == 0 && f.halt() {
			return
		}
		h := &f.p.Households[i]
		from, until := int(f.event[h.From]), int(f.event[h.Until])
		for j := range h.Options {
			if !f.possible(h, &h.Options[j]) {
				continue
			}
			for _, u := range h.Options[j].Uses {
				f.mark[u.Resource*f.events+from] |= markStart
				f.mark[u.Resource*f.events+until] |= markEnd
			}
		}
	}
}

// cutSlots lays a slot between each two changes of a resource.
func (f *flattener) cutSlots() {
	night := make([]int32, f.events)
	for n, e := range f.event { // the last night of an event number is where the change is
		if int(e) < f.events {
			night[e] = int32(n)
		}
	}
	f.lay.m = &model{}
	for r := range f.p.Resources {
		if r%1024 == 0 && f.halt() {
			return
		}
		f.cutResource(r, night)
	}
}

func (f *flattener) cutResource(r int, night []int32) {
	lay, spans, i := f.lay, f.spans[r], 0
	last := int64(-1)
	for e := 0; e < f.events; e++ {
		for i < len(spans) && spans[i].Until <= int(night[e]) {
			i++
		}
		amount := int64(0)
		if i < len(spans) && spans[i].From <= int(night[e]) {
			amount = spans[i].Amount
		}
		n := len(lay.from)
		if e > 0 && amount == last && f.mark[r*f.events+e] == 0 {
			f.slot[r*f.events+e] = int32(n)
			continue
		}
		if e > 0 {
			lay.until[n-1] = night[e]
		}
		f.slot[r*f.events+e] = int32(n)
		last = amount
		lay.m.capacity = append(lay.m.capacity, amount)
		lay.m.group = append(lay.m.group, int32(r))
		lay.resource = append(lay.resource, int32(r))
		lay.from = append(lay.from, night[e])
		lay.until = append(lay.until, int32(f.p.Nights))
	}
}

// fill writes options and uses, with slot numbers as cut.
func (f *flattener) fill() {
	options, uses := 0, 0
	for i := range f.p.Households {
		options += len(f.p.Households[i].Options)
		for j := range f.p.Households[i].Options {
			uses += len(f.p.Households[i].Options[j].Uses)
		}
	}
	m := newModel(len(f.p.Households), options, uses)
	m.capacity, m.group = f.lay.m.capacity, f.lay.m.group
	f.lay.m = m
	for i := range f.p.Households {
		if i%1024 == 0 && f.halt() {
			return
		}
		h := &f.p.Households[i]
		for j := range h.Options {
			if f.possible(h, &h.Options[j]) {
				f.addOption(h, j)
			}
		}
		m.closeHousehold(int32(i))
	}
}

func (f *flattener) addOption(h *Household, j int) {
	o := &h.Options[j]
	from, until := int(f.event[h.From]), int(f.event[h.Until])
	for i, u := range o.Uses {
		if total, firstTime := totalUse(o.Uses, i); firstTime && total > 0 {
			f.lay.m.addUse(f.slot[u.Resource*f.events+from], f.slot[u.Resource*f.events+until], total)
		}
	}
	f.lay.m.closeOption(o.Points, int32(j))
}

// demand returns per slot what would be used if every household took, of every
// resource, the most that one of its options uses.
func (f *flattener) demand() []int64 {
	m := f.lay.m
	sum := make([]int64, len(m.capacity)+1)
	for h := range m.house {
		for u := m.uses[m.first[h]]; u < m.uses[m.first[h+1]]; u++ {
			r := m.group[m.lo[u]]
			already := int64(0)
			if f.seen[r] == int32(h)+1 {
				already = f.amount[r]
			}
			if more := m.amount[u] - already; more > 0 {
				sum[m.lo[u]] += more
				sum[m.hi[u]] -= more
				f.seen[r], f.amount[r] = int32(h)+1, m.amount[u]
			}
		}
	}
	for s := 1; s < len(sum); s++ {
		sum[s] += sum[s-1]
	}
	return sum
}

// dropSlots removes the slots that cannot run out, or not before a neighbour
// does that has all their users and no more capacity.
func (f *flattener) dropSlots() {
	m, lay := f.lay.m, f.lay
	demand := f.demand()
	keep := make([]bool, len(m.capacity))
	for s := range keep {
		keep[s] = demand[s] > m.capacity[s]
	}
	f.dropNeighbours(keep)
	place := make([]int32, len(keep)+1)
	n := int32(0)
	for s, k := range keep {
		place[s] = n
		if k {
			m.capacity[n], m.group[n] = m.capacity[s], m.group[s]
			lay.resource[n], lay.from[n], lay.until[n] = lay.resource[s], lay.from[s], lay.until[s]
			n++
		}
	}
	place[len(keep)] = n
	m.capacity, m.group = m.capacity[:n], m.group[:n]
	lay.resource, lay.from, lay.until = lay.resource[:n], lay.from[:n], lay.until[:n]
	m.moveUses(place)
}

// dropNeighbours keeps, of a chain of nights on which people only leave or
// only arrive, the fullest.
func (f *flattener) dropNeighbours(keep []bool) {
	m, lay := f.lay.m, f.lay
	marks := func(s int) uint8 {
		return f.mark[int(lay.resource[s])*f.events+int(f.event[lay.from[s]])]
	}
	by := len(keep) - 1 // a kept slot that has all users of s, when nobody leaves in between
	for s := len(keep) - 1; s >= 0; s-- {
		if s+1 < len(keep) && (m.group[s] != m.group[s+1] || marks(s+1)&markEnd != 0) {
			by = s
		}
		by = keepOne(keep, m.capacity, s, by)
	}
	by = 0
	for s := range keep {
		if s > 0 && (m.group[s] != m.group[s-1] || marks(s)&markStart != 0) {
			by = s
		}
		by = keepOne(keep, m.capacity, s, by)
	}
}

// keepOne drops slot s when the kept slot by is no roomier, and returns the
// slot that stands for both from here on.
func keepOne(keep []bool, capacity []int64, s, by int) int {
	if s == by || !keep[by] || capacity[s] < capacity[by] {
		return s
	}
	keep[s] = false
	return by
}

// moveUses renumbers slots and forgets the uses left without any.
func (m *model) moveUses(place []int32) {
	n, u := int32(0), int32(0)
	for o := range m.points {
		for ; u < m.uses[o+1]; u++ {
			if lo, hi := place[m.lo[u]], place[m.hi[u]]; lo < hi {
				m.lo[n], m.hi[n], m.amount[n] = lo, hi, m.amount[u]
				n++
			}
		}
		m.uses[o+1] = n
	}
	m.lo, m.hi, m.amount = m.lo[:n], m.hi[:n], m.amount[:n]
}

// settle takes out the households whose best option is free, and the options
// not better than a free one.
func (f *flattener) settle() {
	m, lay := f.lay.m, f.lay
	lay.settled = make([]int32, m.households())
	out := newModel(m.households(), len(m.points), len(m.lo))
	out.capacity, out.group = m.capacity, m.group
	for h := range m.house {
		free := m.bestFree(h)
		lay.settled[h] = -1
		before := len(out.points)
		for o := m.first[h]; o < m.first[h+1]; o++ {
			if free < 0 || o == free || m.points[o] > m.points[free] {
				out.copyOption(m, o)
				out.origin[len(out.origin)-1] = m.origin[o]
			}
		}
		if len(out.points) == before+1 && free >= 0 {
			lay.settled[h] = m.origin[free]
			out.points, out.origin, out.uses = out.points[:before], out.origin[:before], out.uses[:before+1]
			continue
		}
		if len(out.points) > before {
			out.closeHousehold(int32(h))
		}
	}
	lay.m = out
}

// bestFree returns the option of h with most points among those that use
// nothing scarce, or -1.
func (m *model) bestFree(h int) int32 {
	free := int32(-1)
	for o := m.first[h]; o < m.first[h+1]; o++ {
		if m.uses[o] == m.uses[o+1] && (free < 0 || m.points[o] > m.points[free]) {
			free = o
		}
	}
	return free
}
