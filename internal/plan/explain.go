package plan

import (
	"cmp"
	"slices"

	"onderdak/internal/calendar"
)

// Text is one sentence for a page: a key of the messages and what fills its
// placeholders. Arguments named need, facility or rule are tokens; a page may
// put its own word for them.
type Text struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// WhyNot says why a household has no place and what would help.
type WhyNot struct {
	Household string      `json:"household"`
	Reason    string      `json:"reason"`   // one of unplaced.csv
	Eligible  int         `json:"eligible"` // locations that keep every hard rule
	Holding   int         `json:"holding"`  // and have places for all on every night while empty
	Rules     []RuleCount `json:"rules"`    // what each hard rule excludes; a location may break several
	Fullest   []NightRoom `json:"fullest"`  // at most three nights, fullest first
	Changes   []Change    `json:"changes"`  // the smallest ones that would help
	Says      []Text      `json:"says"`     // all of it in sentences
}

// RuleCount is how many locations one hard rule excludes.
type RuleCount struct {
	Rule      string `json:"rule"`
	Need      string `json:"need,omitempty"` // the facility, for RuleNeeds
	Locations int    `json:"locations"`
}

// NightRoom is how many eligible locations still have room for the household
// on a night.
type NightRoom struct {
	Night     calendar.Night `json:"night"`
	Locations int            `json:"locations"`
}

// The kinds of Change.
const (
	ChangeNeed    = "need"    // one need met otherwise
	ChangeLater   = "later"   // coming N nights later
	ChangeShorter = "shorter" // staying N nights, then somewhere else
	ChangePlaces  = "places"  // N more places in Location
)

// Change is one change after which the household could be placed without
// moving anyone else.
type Change struct {
	Kind      string `json:"kind"`
	Need      string `json:"need,omitempty"`
	N         int    `json:"n"`                  // nights or places
	Location  string `json:"location,omitempty"` // for ChangePlaces
	Locations int    `json:"locations"`          // how many would then have room
}

// reason gives the reason code of a household without a place.
func (p *Plan) reason(h int) (code string, eligible, holding int) {
	s := &p.model.stays[h]
	if s.guardian {
		return ReasonGuardian, 0, 0
	}
	if s.from == s.until {
		if s.unsuited {
			return ReasonNoEligible, 0, 0
		}
		return ReasonFull, 0, 0
	}
	for _, l := range s.eligible {
		if s.holds[l] >= s.persons {
			holding++
		}
	}
	switch {
	case len(s.eligible) == 0:
		return ReasonNoEligible, 0, 0
	case holding == 0:
		return ReasonFull, len(s.eligible), 0
	}
	return ReasonOutbid, len(s.eligible), holding
}

// reasonTexts is the short answer: the reason and what leads to it.
func (p *Plan) reasonTexts(h int) (code string, says []Text) {
	household, s := &p.model.in.Households[h], &p.model.stays[h]
	code, eligible, holding := p.reason(h)
	says = []Text{{"plan.reason." + code, nil}}
	if s.matchable() {
		says = append(says, Text{"plan.why_not.eligible", map[string]any{"n": eligible, "total": len(p.model.in.Locations)}})
	}
	switch {
	case code == ReasonFull && s.from == s.until:
		last := p.Start.Plus(p.Horizon)
		return code, []Text{{"plan.reason.after_horizon", map[string]any{"from": household.From, "until": last}}}
	case code == ReasonOutbid:
		says = append(says, Text{"plan.why_not.holding", map[string]any{"n": holding, "persons": household.Persons}})
	case code == ReasonNoEligible:
		for _, count := range p.rules(h) {
			says = append(says, count.text())
		}
	}
	return code, says
}

func (p *Plan) unplaced(h int) *Unplaced {
	household := &p.model.in.Households[h]
	code, says := p.reasonTexts(h)
	return &Unplaced{
		Household: household.ID, Persons: household.Persons, Reason: code, Detail: englishAll(says), Says: says,
	}
}

// Explain tells why a household has no place, in full; false for one that the
// plan does not know or has placed.
func (p *Plan) Explain(household string) (*WhyNot, bool) {
	h, known := p.model.in.householdIndex(household)
	if !known || p.draft.choice[h] != nowhere {
		return nil, false
	}
	w := &WhyNot{Household: household}
	w.Reason, w.Says = p.reasonTexts(h)
	_, w.Eligible, w.Holding = p.reason(h)
	if !p.model.stays[h].matchable() {
		return w, true
	}
	w.Rules = p.rules(h)
	w.Fullest = p.fullest(h)
	w.Changes = p.changes(h)
	if w.Reason != ReasonNoEligible {
		for _, count := range w.Rules {
			w.Says = append(w.Says, count.text())
		}
	}
	for _, night := range w.Fullest {
		w.Says = append(w.Says, Text{"plan.why_not.night", map[string]any{
			"n": night.Locations, "night": night.Night, "persons": p.model.in.Households[h].Persons,
		}})
	}
	for _, change := range w.Changes {
		w.Says = append(w.Says, p.changeText(h, change))
	}
	if len(w.Changes) == 0 {
		w.Says = append(w.Says, Text{"plan.change.none", nil})
	}
	return w, true
}

// rules counts what each hard rule excludes, leaving out rules that exclude
// nothing.
func (p *Plan) rules(h int) []RuleCount {
	household := &p.model.in.Households[h]
	var counts []RuleCount
	for _, need := range household.Needs {
		count := RuleCount{Rule: RuleNeeds, Need: need}
		for l := range p.model.in.Locations {
			if !p.model.in.Locations[l].has(need) {
				count.Locations++
			}
		}
		counts = append(counts, count)
	}
	for _, rule := range []string{RuleHost, RuleExcluded} {
		count := RuleCount{Rule: rule}
		for l := range p.model.in.Locations {
			if p.model.breaks(household, l, rule) != "" {
				count.Locations++
			}
		}
		counts = append(counts, count)
	}
	return slices.DeleteFunc(counts, func(c RuleCount) bool { return c.Locations == 0 })
}

func (c RuleCount) text() Text {
	args := map[string]any{"n": c.Locations}
	if c.Need != "" {
		args["need"] = c.Need
	}
	return Text{"plan.why_not." + c.Rule, args}
}

// fullest gives the nights on which the fewest eligible locations have room.
func (p *Plan) fullest(h int) []NightRoom {
	s := &p.model.stays[h]
	if len(s.eligible) == 0 {
		return nil
	}
	nights := make([]NightRoom, s.until-s.from)
	for i := range nights {
		nights[i].Night = p.Start.Plus(int(s.from) + i)
	}
	for _, l := range s.eligible {
		for i, free := range p.ledger.nightsOf(h, l) {
			if free >= s.persons {
				nights[i].Locations++
			}
		}
	}
	slices.SortStableFunc(nights, func(a, b NightRoom) int { return cmp.Compare(a.Locations, b.Locations) })
	return nights[:min(3, len(nights))]
}

// changes gives the smallest change of every kind that would help.
func (p *Plan) changes(h int) []Change {
	var list []Change
	household, s := &p.model.in.Households[h], &p.model.stays[h]
	for i, need := range household.Needs {
		without := *household
		without.Needs = slices.Delete(slices.Clone(household.Needs), i, i+1)
		if n := p.roomFor(&without, s.from, s.until); n > 0 {
			list = append(list, Change{Kind: ChangeNeed, Need: need, Locations: n})
		}
	}
	for from := s.from + 1; from < s.until; from++ {
		if n := p.roomFor(household, from, s.until); n > 0 {
			list = append(list, Change{Kind: ChangeLater, N: int(from - s.from), Locations: n})
			break
		}
	}
	for until := s.until - 1; until > s.from; until-- {
		if n := p.roomFor(household, s.from, until); n > 0 {
			list = append(list, Change{Kind: ChangeShorter, N: int(until - s.from), Locations: n})
			break
		}
	}
	return append(list, p.morePlaces(h)...)
}

// roomFor counts the locations that keep the rules for h and have free places
// for all its persons on the nights from..until-1.
func (p *Plan) roomFor(h *Household, from, until int32) int {
	n := 0
	for l := range p.model.in.Locations {
		if !p.model.keeps(h, l) {
			continue
		}
		nights := p.ledger.free[l*p.model.nights:]
		if slices.Min(nights[from:until]) >= int32(h.Persons) {
			n++
		}
	}
	return n
}

// keeps says whether location l keeps every hard rule for h, places aside.
func (m *model) keeps(h *Household, l int) bool {
	return m.breaks(h, l, RuleNeeds) == "" && m.breaks(h, l, RuleHost) == "" && m.breaks(h, l, RuleExcluded) == ""
}

// morePlaces finds the eligible location that lacks the fewest places on its
// worst night; among equals the one that lacks the fewest over all nights.
func (p *Plan) morePlaces(h int) []Change {
	s := &p.model.stays[h]
	best, least := Change{Kind: ChangePlaces, Locations: 1}, int32(0)
	for _, l := range s.eligible {
		worst, sum := int32(0), int32(0)
		for _, free := range p.ledger.nightsOf(h, l) {
			lacking := max(0, s.persons-free)
			worst, sum = max(worst, lacking), sum+lacking
		}
		if best.N == 0 || int(worst) < best.N || int(worst) == best.N && sum < least {
			best.N, best.Location, least = int(worst), p.model.in.Locations[l].ID, sum
		}
	}
	if best.N == 0 {
		return nil
	}
	return []Change{best}
}

func (p *Plan) changeText(h int, c Change) Text {
	household := &p.model.in.Households[h]
	switch c.Kind {
	case ChangeNeed:
		return Text{"plan.change.need", map[string]any{"n": c.Locations, "need": c.Need}}
	case ChangeLater:
		return Text{"plan.change.later", map[string]any{"n": c.Locations, "night": household.From.Plus(c.N)}}
	case ChangeShorter:
		return Text{"plan.change.shorter", map[string]any{"n": c.Locations, "night": household.From.Plus(c.N)}}
	}
	l, _ := p.model.in.locationIndex(c.Location)
	return Text{"plan.change.places", map[string]any{"n": c.N, "location": p.model.in.Locations[l].label()}}
}
