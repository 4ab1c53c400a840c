package plan

import (
	"cmp"
	"slices"
)

// Arrange is the plan that somebody's choices make (location id by household
// id): nothing is optimised and nothing proven, but WhyNotLocation, Explain,
// Options, Wanting and Fitting answer for it. It is what a desk looks at between
// two runs. A choice that breaks a hard rule, or no longer fits after those with
// more points, is left out.
func Arrange(in Input, o Options, chosen map[string]string) (*Plan, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	m, err := newModel(in, o)
	if err != nil {
		return nil, err
	}
	p := &Plan{Start: m.start, Horizon: m.nights, Policy: m.policy, model: m, draft: newDraft(len(m.stays)), ledger: newLedger(m)}
	type wanted struct {
		household int
		option
	}
	var list []wanted
	for h := range m.stays {
		l, known := m.in.locationIndex(chosen[m.in.Households[h].ID])
		if found, possible := m.optionAt(h, int32(l)); known && possible {
			list = append(list, wanted{h, found})
		}
	}
	slices.SortStableFunc(list, func(a, b wanted) int { return cmp.Compare(b.points, a.points) })
	for _, w := range list {
		if p.ledger.fits(w.household, w.location) {
			p.ledger.take(w.household, w.location)
			p.draft.set(w.household, w.option)
		}
	}
	return p, nil
}

// optionAt is the option of household h in location l; false where it breaks a
// hard rule or is too small even when empty.
func (m *model) optionAt(h int, l int32) (option, bool) {
	s := &m.stays[h]
	if _, eligible := slices.BinarySearch(s.eligible, l); !eligible || s.holds[l] < s.persons {
		return option{nowhere, 0}, false
	}
	found := option{location: l}
	for _, line := range m.lines(h, int(l)) {
		found.points += line.Points
	}
	return found, true
}

// Chosen is the location that the plan has for a household; empty: none.
func (p *Plan) Chosen(household string) string {
	h, known := p.model.in.householdIndex(household)
	if !known || p.draft.choice[h] == nowhere {
		return ""
	}
	return p.model.in.Locations[p.draft.choice[h]].ID
}

// Option is one location that keeps every hard rule for a household.
type Option struct {
	Location string
	Points   int64
	Room     bool // free on all its nights beside what the plan has for others
}

// Options lists at most so many locations for a household beside the one the
// plan has for it: most points first, among equals those with room.
func (p *Plan) Options(household string, most int) []Option {
	h, known := p.model.in.householdIndex(household)
	if !known || !p.model.stays[h].matchable() {
		return nil
	}
	var list []Option
	for _, o := range p.model.options(h, nil) {
		if o.location != p.draft.choice[h] {
			list = append(list, Option{p.model.in.Locations[o.location].ID, o.points, p.ledger.fits(h, o.location)})
		}
	}
	slices.SortStableFunc(list, func(a, b Option) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(rank(a.Room), rank(b.Room)))
	})
	return list[:min(most, len(list))]
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// Candidate is a household that a free place would suit.
type Candidate struct {
	Household string
	Points    int64 // what it would earn there
	Gain      int64 // and how many more than now; all of them while it has no place
	Placed    bool  // the plan has a place for it elsewhere
}

// Fitting lists the households that a location would suit on all their nights
// and that would gain by it: those without a place first, then by gain.
func (p *Plan) Fitting(location string, most int) []Candidate {
	return p.fitting(p.ledger, location, nowhere, most)
}

// Wanting lists the households that the place of a household would suit, were it
// free: who goes without when it is accepted.
func (p *Plan) Wanting(household string, most int) []Candidate {
	h, known := p.model.in.householdIndex(household)
	if !known || p.draft.choice[h] == nowhere {
		return nil
	}
	freed := &ledger{p.model, slices.Clone(p.ledger.free)}
	freed.give(h, p.draft.choice[h])
	return p.fitting(freed, p.Chosen(household), int32(h), most)
}

func (p *Plan) fitting(b *ledger, location string, but int32, most int) []Candidate {
	index, known := p.model.in.locationIndex(location)
	if !known {
		return nil
	}
	var list []Candidate
	for h := range p.model.stays {
		found, possible := p.model.optionAt(h, int32(index))
		gain := found.points - p.draft.points[h]
		if int32(h) == but || !possible || gain <= 0 || p.draft.choice[h] == int32(index) || !b.fits(h, int32(index)) {
			continue
		}
		list = append(list, Candidate{p.model.in.Households[h].ID, found.points, gain, p.draft.choice[h] != nowhere})
	}
	slices.SortStableFunc(list, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(rank(!x.Placed), rank(!y.Placed)), cmp.Compare(y.Gain, x.Gain))
	})
	return list[:min(most, len(list))]
}

// Take gives a household a location beside what the plan has for others; false
// where a hard rule or full nights forbid it. Whatever the plan had for the
// household is free again.
func (p *Plan) Take(household, location string) bool {
	h, known := p.model.in.householdIndex(household)
	l, found := p.model.in.locationIndex(location)
	if !known || !found {
		return false
	}
	option, possible := p.model.optionAt(h, int32(l))
	if !possible {
		return false
	}
	before := p.draft.choice[h]
	if before != nowhere {
		p.ledger.give(h, before)
	}
	if !p.ledger.fits(h, option.location) {
		if before != nowhere {
			p.ledger.take(h, before)
		}
		return false
	}
	p.ledger.take(h, option.location)
	p.draft.set(h, option)
	return true
}
