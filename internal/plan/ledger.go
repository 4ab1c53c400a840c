package plan

import (
	"cmp"
	"slices"
)

// nowhere is the choice of a household without a place.
const nowhere = int32(-1)

// ledger holds the free places of every location and night while households
// come and go; it never goes below zero.
type ledger struct {
	m    *model
	free []int32
}

func newLedger(m *model) *ledger { return &ledger{m, slices.Clone(m.places)} }

// nightsOf is the part of the free places that household h would use in l.
func (b *ledger) nightsOf(h int, l int32) []int32 {
	s, first := &b.m.stays[h], int(l)*b.m.nights
	return b.free[first+int(s.from) : first+int(s.until)]
}

func (b *ledger) fits(h int, l int32) bool {
	for _, free := range b.nightsOf(h, l) {
		if free < b.m.stays[h].persons {
			return false
		}
	}
	return true
}

func (b *ledger) take(h int, l int32) { b.add(h, l, -b.m.stays[h].persons) }
func (b *ledger) give(h int, l int32) { b.add(h, l, b.m.stays[h].persons) }

func (b *ledger) add(h int, l int32, persons int32) {
	nights := b.nightsOf(h, l)
	for n := range nights {
		nights[n] += persons
	}
}

// best gives the option of most points that still fits, the first location
// among equals; false when none does.
func (b *ledger) best(h int, options []option) (option, bool) {
	found, most := option{nowhere, 0}, int64(0)
	for _, o := range options {
		if o.points > most && b.fits(h, o.location) {
			found, most = o, o.points
		}
	}
	return found, most > 0
}

// draft is a plan in numbers: per household its location or nowhere.
type draft struct {
	choice    []int32
	points    []int64
	objective int64
}

func newDraft(households int) *draft {
	d := &draft{choice: make([]int32, households), points: make([]int64, households)}
	for h := range d.choice {
		d.choice[h] = nowhere
	}
	return d
}

func (d *draft) set(h int, o option) {
	d.objective += o.points - d.points[h]
	d.choice[h], d.points[h] = o.location, o.points
}

// ledgerOf gives the places that draft d leaves free.
func ledgerOf(m *model, d *draft) *ledger {
	b := newLedger(m)
	for h, l := range d.choice {
		if l != nowhere {
			b.take(h, l)
		}
	}
	return b
}

// firstCome is the plan that a desk without a plan would make: who waits
// longest chooses first and takes the best free place.
func firstCome(m *model) *draft {
	order := make([]int, len(m.stays))
	for h := range order {
		order[h] = h
	}
	households := m.in.Households
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(households[a].waitingFrom(), households[b].waitingFrom()), cmp.Compare(households[a].From, households[b].From))
	})
	d, b := newDraft(len(m.stays)), newLedger(m)
	var list []option
	for _, h := range order {
		list = m.options(h, list[:0])
		if o, ok := b.best(h, list); ok {
			b.take(h, o.location)
			d.set(h, o)
		}
	}
	return d
}

// waitingFrom is the night from which h waits: the night it comes when no
// earlier one is known.
func (h *Household) waitingFrom() int32 {
	if h.WaitingSince <= 0 {
		return int32(h.From)
	}
	return int32(h.WaitingSince)
}

// polish lets households take free places that are better for them until
// nobody can: no finished plan leaves a better place standing empty.
func polish(m *model, d *draft) {
	b := ledgerOf(m, d)
	var list []option
	for moved := true; moved; {
		moved = false
		for h := range m.stays {
			here := option{d.choice[h], d.points[h]}
			if here.location != nowhere {
				b.give(h, here.location)
			}
			list = m.options(h, list[:0])
			if o, ok := b.best(h, list); ok && o.points > here.points {
				d.set(h, o)
				here, moved = o, true
			}
			if here.location != nowhere {
				b.take(h, here.location)
			}
		}
	}
}
