package plan

import (
	"slices"

	"onderdak/internal/calendar"
)

// Answer is what a user hears who asks "why not there?".
type Answer struct {
	Household string      `json:"household"`
	Location  string      `json:"location"`
	There     bool        `json:"there"`     // the plan does place it there
	Broken    []Text      `json:"broken"`    // hard rules that forbid it; then nothing below is filled
	Never     bool        `json:"never"`     // too small on some night even when empty; then Short says which
	Points    int64       `json:"points"`    // what the household would earn there
	Lines     []Line      `json:"lines"`     // the same by row
	Short     []NightFree `json:"short"`     // nights without room for it
	Displaced []Displaced `json:"displaced"` // who would have to make way, and where they would go
	Change    int64       `json:"change"`    // what the points of the whole plan would change by
	Says      []Text      `json:"says"`
}

// NightFree is how many places are free on a night, counting the household's
// own as free when it already stays there.
type NightFree struct {
	Night calendar.Night `json:"night"`
	Free  int            `json:"free"`
}

// Displaced is a household that would have to make way.
type Displaced struct {
	Household string `json:"household"`
	To        string `json:"to,omitempty"` // its best free place then; empty: none
	Loss      int64  `json:"loss"`         // points it would lose
}

// WhyNotLocation tells what stands between a household and one location the
// user names; false when the plan knows either of them not.
func (p *Plan) WhyNotLocation(household, location string) (*Answer, bool) {
	h, okHousehold := p.model.in.householdIndex(household)
	l, okLocation := p.model.in.locationIndex(location)
	if !okHousehold || !okLocation {
		return nil, false
	}
	a := &Answer{Household: household, Location: location, There: p.draft.choice[h] == int32(l)}
	s := &p.model.stays[h]
	if a.Broken = p.broken(h, l); len(a.Broken) > 0 {
		a.Says = a.Broken
		return a, true
	}
	a.Lines = p.model.lines(h, l)
	for _, line := range a.Lines {
		a.Points += line.Points
	}
	if a.There {
		a.Says = []Text{{"plan.there.placed", map[string]any{"points": a.Points}}}
		return a, true
	}
	for i, free := range p.ledger.nightsOf(h, int32(l)) {
		if free < s.persons {
			a.Short = append(a.Short, NightFree{p.Start.Plus(int(s.from) + i), int(free)})
		}
	}
	if a.Never = s.holds[l] < s.persons; a.Never {
		a.Says = []Text{{"plan.there.never", map[string]any{"n": int(s.persons), "places": int(s.holds[l])}}}
		return a, true
	}
	a.Displaced, a.Change = p.displace(h, int32(l), a.Points)
	a.say(p)
	return a, true
}

// broken lists the hard rules that forbid household h location l.
func (p *Plan) broken(h, l int) []Text {
	household, s := &p.model.in.Households[h], &p.model.stays[h]
	switch {
	case s.guardian:
		return []Text{{"plan.reason.guardian", nil}}
	case s.from == s.until:
		return []Text{{"plan.reason.after_horizon", map[string]any{"from": household.From, "until": p.Start.Plus(p.Horizon)}}}
	}
	var list []Text
	for _, need := range household.Needs {
		if !p.model.in.Locations[l].has(need) {
			list = append(list, Text{"plan.there.needs", map[string]any{"need": need}})
		}
	}
	for _, rule := range []string{RuleHost, RuleExcluded} {
		if p.model.breaks(household, l, rule) != "" {
			list = append(list, Text{"plan.there." + rule, nil})
		}
	}
	return list
}

func (a *Answer) say(p *Plan) {
	if len(a.Short) > 0 {
		a.Says = append(a.Says, Text{"plan.there.short", map[string]any{
			"n": len(a.Short), "night": a.Short[0].Night, "free": a.Short[0].Free,
		}})
	} else {
		a.Says = append(a.Says, Text{"plan.there.room", nil})
	}
	for _, d := range a.Displaced {
		args := map[string]any{"household": d.Household, "loss": d.Loss}
		if d.To == "" {
			a.Says = append(a.Says, Text{"plan.there.displaced_nowhere", args})
			continue
		}
		l, _ := p.model.in.locationIndex(d.To)
		args["location"] = p.model.in.Locations[l].label()
		a.Says = append(a.Says, Text{"plan.there.displaced", args})
	}
	a.Says = append(a.Says, Text{"plan.there.change", map[string]any{"points": a.Change}})
}

// displace tries it out: household h moves to location l, those who lose least
// make way until it fits, and each takes its best free place.
func (p *Plan) displace(h int, l int32, points int64) ([]Displaced, int64) {
	b := &ledger{p.model, slices.Clone(p.ledger.free)}
	change := points
	if here := p.draft.choice[h]; here != nowhere {
		b.give(h, here)
		change -= p.draft.points[h]
	}
	leaving := p.makeWay(b, h, l)
	b.take(h, l)
	var list []Displaced
	for _, other := range leaving {
		d := Displaced{Household: p.model.in.Households[other].ID, Loss: p.draft.points[other]}
		if o, ok := b.best(other, p.model.options(other, nil)); ok {
			b.take(other, o.location)
			d.To, d.Loss = p.model.in.Locations[o.location].ID, d.Loss-o.points
		}
		change -= d.Loss
		list = append(list, d)
	}
	return list, change
}

// makeWay takes households out of location l until h fits: first those who
// lose least for each place that h still lacks. Whoever turns out not to be in
// the way goes back.
func (p *Plan) makeWay(b *ledger, h int, l int32) []int {
	var leaving []int
	for !b.fits(h, l) {
		found, least := -1, 0.0
		for other, at := range p.draft.choice {
			if at != l || other == h || slices.Contains(leaving, other) {
				continue
			}
			help := p.helps(b, h, other, l)
			if help == 0 {
				continue
			}
			loss := float64(p.loss(b, other, l)) / float64(help)
			if found < 0 || loss < least {
				found, least = other, loss
			}
		}
		b.give(found, l)
		leaving = append(leaving, found)
	}
	return slices.DeleteFunc(leaving, func(other int) bool {
		b.take(other, l)
		if b.fits(h, l) {
			return true
		}
		b.give(other, l)
		return false
	})
}

// helps counts the places and nights that h lacks in l and other would free.
func (p *Plan) helps(b *ledger, h, other int, l int32) int {
	s, t := &p.model.stays[h], &p.model.stays[other]
	sum := 0
	for n := max(s.from, t.from); n < min(s.until, t.until); n++ {
		lacking := s.persons - b.free[int(l)*p.model.nights+int(n)]
		sum += int(max(0, min(lacking, t.persons)))
	}
	return sum
}

// loss is what other loses when it must leave l for its best free place.
func (p *Plan) loss(b *ledger, other int, l int32) int64 {
	options := slices.DeleteFunc(p.model.options(other, nil), func(o option) bool { return o.location == l })
	o, _ := b.best(other, options)
	return p.draft.points[other] - o.points
}
