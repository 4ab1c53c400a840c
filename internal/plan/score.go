package plan

import (
	"math"
	"strings"
)

// Line is what one row of the policy contributed to a placement. Its text is
// "plan.line."+Key with Args.
type Line struct {
	Key    string         `json:"key"`
	Points int64          `json:"points"`
	Args   map[string]any `json:"args,omitempty"`
}

// tables are points a person per location, by criterion; a household adds up
// the ones that concern it.
type tables struct {
	m         *model
	wish      map[string][]int32 // by wish
	current   map[string][]int32 // by location where people stay now
	always    []int32            // fair share and crisis locations
	shortStay []int32
	lone      []int32
}

func newTables(m *model) tables {
	t := tables{m: m, wish: map[string][]int32{}, current: map[string][]int32{}}
	t.always = t.fill(func(l int) int64 {
		points := m.weights[KeyFair].Points * m.share[m.in.Locations[l].Municipality]
		if m.in.Locations[l].Type == TypeSportsHall {
			points += m.weights[KeySportsHall].Points
		}
		return points
	})
	t.shortStay = t.fill(func(l int) int64 {
		if m.in.Locations[l].ShortStay {
			return m.weights[KeyShortStay].Points
		}
		return 0
	})
	t.lone = t.fill(func(l int) int64 {
		points := int64(0)
		for _, line := range m.safetyLines(&m.in.Locations[l]) {
			points += line.Points
		}
		return points
	})
	return t
}

func (t *tables) fill(points func(l int) int64) []int32 {
	list := make([]int32, len(t.m.in.Locations))
	for l := range list {
		list[l] = int32(points(l))
	}
	return list
}

// of gives the tables that concern h: those of its wishes, which are capped
// together, and the others.
func (t *tables) of(h *Household) (wishes, extras [][]int32) {
	for _, wish := range h.Wishes {
		list, ok := t.wish[wish]
		if !ok {
			list = t.fill(func(l int) int64 { return t.m.wishLine(wish, l).Points })
			t.wish[wish] = list
		}
		wishes = append(wishes, list)
	}
	extras = append(extras, t.always)
	if h.long() {
		extras = append(extras, t.shortStay)
	}
	if h.flagged(FlagLoneWoman) {
		extras = append(extras, t.lone)
	}
	if _, known := t.m.in.locationIndex(h.Current); !known {
		return wishes, extras
	}
	list, ok := t.current[h.Current]
	if !ok {
		list = t.fill(func(l int) int64 { return t.m.stayLine(h.Current, l).Points })
		t.current[h.Current] = list
	}
	return wishes, append(extras, list)
}

// long says whether the stay is longer than short-stay locations are meant
// for; the horizon has no part in that.
func (h *Household) long() bool { return !h.Until.Known || int(h.Until.Night-h.From) > shortNights }

// waited is how many days h has waited when the plan starts, as far as they
// count; a household without a waiting date has not waited.
func (m *model) waited(h *Household) int64 {
	if h.WaitingSince <= 0 {
		return 0
	}
	return min(max(int64(m.start-h.WaitingSince), 0), m.weights[KeyWaiting].Limit)
}

// basePoints are the points that h earns wherever it is placed.
func (m *model) basePoints(h *Household) int64 {
	sum := int64(0)
	for _, line := range m.baseLines(h) {
		sum += line.Points
	}
	return sum
}

func (m *model) baseLines(h *Household) []Line {
	persons := int64(h.Persons)
	lines := []Line{
		{KeyPerson, persons * m.weights[KeyPerson].Points, map[string]any{"n": h.Persons}},
		{KeyHousehold, m.weights[KeyHousehold].Points, nil},
	}
	if h.flagged(FlagUrgent) {
		lines = append(lines, Line{KeyUrgent, persons * m.weights[KeyUrgent].Points, nil})
	}
	if days := m.waited(h); days > 0 {
		lines = append(lines, Line{KeyWaiting, persons * days * m.weights[KeyWaiting].Points, map[string]any{"n": int(days)}})
	}
	return lines
}

// wishLine is what one wish earns a person in location l; no points when the
// location does not meet it.
func (m *model) wishLine(wish string, l int) Line {
	location := &m.in.Locations[l]
	code, near := strings.CutPrefix(wish, wishNear)
	if !near {
		if !location.has(wish) {
			return Line{}
		}
		return Line{KeyWish, m.weights[KeyWish].Points, map[string]any{"facility": wish}}
	}
	if location.Municipality == code {
		return Line{KeyNear0, m.weights[KeyNear0].Points, map[string]any{"municipality": m.municipalityName(code)}}
	}
	km, known := m.atlas.DistanceKm(code, location.Municipality)
	row, within := m.weights.near(km)
	if !known || !within {
		return Line{}
	}
	return Line{row.Key, row.Points, map[string]any{"municipality": m.municipalityName(code), "km": whole(km)}}
}

// stayLine is what location l earns a person who stays in location current.
func (m *model) stayLine(current string, l int) Line {
	location := &m.in.Locations[l]
	if location.ID == current {
		return Line{KeySame, m.weights[KeySame].Points, map[string]any{"location": location.label()}}
	}
	from, _ := m.in.locationIndex(current)
	row := m.weights[KeyMove25]
	km, known := m.atlas.DistanceKm(m.in.Locations[from].Municipality, location.Municipality)
	if m.in.Locations[from].Municipality == location.Municipality {
		km, known = 0, true
	}
	if !known || km > float64(row.UpTo) {
		return Line{}
	}
	return Line{row.Key, row.Points, map[string]any{"location": m.in.Locations[from].label(), "km": whole(km)}}
}

func (m *model) safetyLines(location *Location) []Line {
	var lines []Line
	if location.has(FacilityWomenOnly) {
		lines = append(lines, Line{KeyWomenOnly, m.weights[KeyWomenOnly].Points, nil})
	}
	if location.has(FacilityPrivateRooms) {
		lines = append(lines, Line{KeyPrivateRooms, m.weights[KeyPrivateRooms].Points, nil})
	}
	return lines
}

// lines tells, row by row of the policy, what household h earns in location l;
// the points add up to those of options.
func (m *model) lines(h, l int) []Line {
	household, location := &m.in.Households[h], &m.in.Locations[l]
	lines := m.baseLines(household)
	lines = append(lines, m.wishLines(household, l)...)
	each := m.typeLines(household, location)
	if household.flagged(FlagLoneWoman) {
		each = append(each, m.safetyLines(location)...)
	}
	if _, known := m.in.locationIndex(household.Current); known {
		each = append(each, m.stayLine(household.Current, l))
	}
	for _, line := range each {
		if line.Points != 0 {
			line.Points *= int64(household.Persons)
			lines = append(lines, line)
		}
	}
	return lines
}

func (m *model) wishLines(h *Household, l int) []Line {
	var lines []Line
	persons, sum := int64(h.Persons), int64(0)
	for _, wish := range h.Wishes {
		if line := m.wishLine(wish, l); line.Points != 0 {
			sum += line.Points
			line.Points *= persons
			lines = append(lines, line)
		}
	}
	if most := m.weights[KeyWishMost].Points; sum > most {
		lines = append(lines, Line{KeyWishMost, persons * (most - sum), map[string]any{"most": most}})
	}
	return lines
}

// typeLines are the points a person that come with the place itself.
func (m *model) typeLines(h *Household, location *Location) []Line {
	var lines []Line
	if percent := m.share[location.Municipality]; percent > 0 {
		lines = append(lines, Line{KeyFair, m.weights[KeyFair].Points * percent, map[string]any{
			"municipality": m.municipalityName(location.Municipality), "percent": int(percent),
		}})
	}
	if h.long() && location.ShortStay {
		lines = append(lines, Line{KeyShortStay, m.weights[KeyShortStay].Points, nil})
	}
	if location.Type == TypeSportsHall {
		lines = append(lines, Line{KeySportsHall, m.weights[KeySportsHall].Points, nil})
	}
	return lines
}

// fairPercent gives per municipality with a location how many percent it
// receives below its share: all persons carried in those municipalities, by
// inhabitants. Without known numbers it is empty and the row does not count.
func (m *model) fairPercent() map[string]int64 {
	share := map[string]int64{}
	inhabitants := map[string]int{}
	people, carried := 0, 0
	for i := range m.in.Locations {
		code := m.in.Locations[i].Municipality
		if _, seen := inhabitants[code]; seen {
			continue
		}
		found, _ := m.atlas.Municipality(code)
		inhabitants[code] = found.Inhabitants
		if found.Inhabitants > 0 {
			people, carried = people+found.Inhabitants, carried+max(m.in.Carried[code], 0)
		}
	}
	for code, n := range inhabitants {
		if n == 0 || carried == 0 {
			continue
		}
		reached := int64(max(m.in.Carried[code], 0)) * int64(people) * 100 / (int64(n) * int64(carried))
		share[code] = min(max(100-reached, 0), m.weights[KeyFair].Limit)
	}
	return share
}

func (m *model) municipalityName(code string) string {
	if found, ok := m.atlas.Municipality(code); ok {
		return found.Name
	}
	return code
}

func (m *model) regionName(code string) string {
	if found, ok := m.atlas.Municipality(code); ok && found.Region != "" {
		return found.Region
	}
	return "?"
}

// label is how a location is named to readers.
func (l *Location) label() string {
	if l.Name != "" {
		return l.Name
	}
	return l.ID
}

func whole(km float64) int { return int(math.Round(km)) }
