package plan

import (
	"slices"
	"strings"

	"onderdak/internal/calendar"
)

// model is the input in numbers: locations and households by their index in
// the canonical input, nights counted from start. It holds everything that
// does not change while a plan is made.
type model struct {
	in       Input
	policy   Policy
	weights  weights
	atlas    Atlas
	start    calendar.Night
	nights   int
	places   []int32          // per location and night: open places
	stays    []stay           // per household
	share    map[string]int64 // per municipality: percent below its fair share
	tables   tables
	holds    map[[2]int32][]int32 // per period: of every location the places open on all its nights
	eligible map[string][]int32   // per set of needs: the locations that meet the rules of the place
}

// stay is a household as scoring sees it.
type stay struct {
	from, until int32 // nights within the horizon; empty when from == until
	persons     int32
	base        int64     // points that do not depend on the location
	eligible    []int32   // locations that meet every hard rule, ascending
	holds       []int32   // per location
	wishes      [][]int32 // per wish: points a person, per location
	extras      [][]int32 // per other criterion: points a person, per location
	guardian    bool
	unsuited    bool // comes after the horizon, and no location would meet its hard rules anyway
}

func (s *stay) matchable() bool { return !s.guardian && s.from < s.until }

// newModel checks the input and turns it into numbers.
func newModel(in Input, o Options) (*model, error) {
	canonical, err := in.canonical()
	if err != nil {
		return nil, err
	}
	m := &model{
		in: canonical, policy: o.Policy, atlas: o.Atlas, nights: o.Horizon,
		holds: map[[2]int32][]int32{}, eligible: map[string][]int32{},
	}
	if m.weights, err = o.Policy.byKey(); err != nil {
		return nil, err
	}
	m.start = m.earliest()
	m.share = m.fairPercent()
	m.layPlaces()
	m.tables = newTables(m)
	m.stays = make([]stay, len(m.in.Households))
	for h := range m.stays {
		m.stays[h] = m.newStay(&m.in.Households[h])
	}
	return m, nil
}

// earliest is the night from which nights are counted: the first on which a
// household comes.
func (m *model) earliest() calendar.Night {
	if len(m.in.Households) == 0 {
		return 0
	}
	first := m.in.Households[0].From
	for i := range m.in.Households {
		first = min(first, m.in.Households[i].From)
	}
	return first
}

// clip gives the nights of a period that lie within the horizon.
func (m *model) clip(from calendar.Night, until calendar.End) (int32, int32) {
	end := m.start.Plus(m.nights)
	last := min(until.Or(end), end)
	first := max(from, m.start)
	if first >= last {
		return 0, 0
	}
	return int32(first - m.start), int32(last - m.start)
}

func (m *model) layPlaces() {
	m.places = make([]int32, len(m.in.Locations)*m.nights)
	for _, c := range m.in.Capacity {
		l, _ := m.in.locationIndex(c.Location)
		from, until := m.clip(c.From, c.Until)
		for n := from; n < until; n++ {
			m.places[l*m.nights+int(n)] = int32(c.Places)
		}
	}
}

func (m *model) newStay(h *Household) stay {
	s := stay{persons: int32(h.Persons), guardian: h.flagged(FlagUnaccompaniedMinor)}
	s.from, s.until = m.clip(h.From, h.Until)
	if !s.matchable() {
		s.unsuited = !s.guardian && len(m.eligibleFor(h)) == 0
		return s
	}
	s.base = m.basePoints(h)
	s.eligible = m.eligibleFor(h)
	s.holds = m.holdsOn(s.from, s.until)
	s.wishes, s.extras = m.tables.of(h)
	return s
}

// holdsOn gives per location the places open on all nights of the period.
func (m *model) holdsOn(from, until int32) []int32 {
	if list, ok := m.holds[[2]int32{from, until}]; ok {
		return list
	}
	list := make([]int32, len(m.in.Locations))
	for l := range list {
		list[l] = slices.Min(m.places[l*m.nights+int(from) : l*m.nights+int(until)])
	}
	m.holds[[2]int32{from, until}] = list
	return list
}

// eligibleFor lists the locations that meet the hard rules for h, whatever
// their places.
func (m *model) eligibleFor(h *Household) []int32 {
	key := strings.Join(h.Needs, " ")
	if h.protected() {
		key += "\x00host"
	}
	list, ok := m.eligible[key]
	if !ok {
		for l := range m.in.Locations {
			if m.breaks(h, l, RuleNeeds) == "" && m.breaks(h, l, RuleHost) == "" {
				list = append(list, int32(l))
			}
		}
		m.eligible[key] = list
	}
	if len(h.Excluded) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(l int32) bool { return m.breaks(h, int(l), RuleExcluded) != "" })
}

// protected says whether h may only go to screened hosts.
func (h *Household) protected() bool { return h.flagged(FlagLoneWoman) || h.flagged(FlagMinors) }

// breaks tells what of the rule location l breaks for h: the first need it
// does not meet, or the rule itself; empty when it keeps the rule.
func (m *model) breaks(h *Household, l int, rule string) string {
	location := &m.in.Locations[l]
	switch rule {
	case RuleNeeds:
		for _, need := range h.Needs {
			if !location.has(need) {
				return need
			}
		}
	case RuleHost:
		if h.protected() && location.Type == TypeHostHousehold && !location.has(FacilityScreened) {
			return rule
		}
	case RuleExcluded:
		if slices.Contains(h.Excluded, location.ID) {
			return rule
		}
	}
	return ""
}

func (l *Location) has(facility string) bool {
	_, found := slices.BinarySearch(l.Facilities, facility)
	return found
}

// option is one location that a household could get, by itself.
type option struct {
	location int32
	points   int64
}

// options appends to list every location that meets the hard rules for
// household h and has room for it when empty, with its points; ascending.
func (m *model) options(h int, list []option) []option {
	s := &m.stays[h]
	persons, most := int64(s.persons), int32(m.weights[KeyWishMost].Points)
	for _, l := range s.eligible {
		if s.holds[l] < s.persons {
			continue
		}
		each := int32(0)
		for _, wish := range s.wishes {
			each += wish[l]
		}
		each = min(each, most)
		for _, extra := range s.extras {
			each += extra[l]
		}
		list = append(list, option{l, s.base + persons*int64(each)})
	}
	return list
}
