package arrivals

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Flow counts persons who came and went. All of it is derived from stays.
type Flow struct {
	Came       int // from outside: not from another location
	MovedIn    int // from another location
	MovedOut   int // to another location
	Left       int // went, were sent away by the end of the location, or are gone nobody knows where
	NotArrived int // announced and did not come
}

func (f *Flow) plus(o Flow) {
	f.Came += o.Came
	f.MovedIn += o.MovedIn
	f.MovedOut += o.MovedOut
	f.Left += o.Left
	f.NotArrived += o.NotArrived
}

// Balance is by how many persons an area grew; negative where it shrank.
func (f Flow) Balance() int { return f.Came + f.MovedIn - f.MovedOut - f.Left }

// columns are the counts of a flow in the order in which they are shown.
func (f Flow) columns() []int { return []int{f.Came, f.MovedIn, f.MovedOut, f.Left, f.NotArrived} }

// step is one event in the life of a stay, as a flow counts it.
type step struct {
	location, municipality, region string
	night                          calendar.Night
	flow                           Flow
}

// event is a step as the store tells it.
type event struct {
	location, municipality, region string
	at                             calendar.Instant
	before, after                  places.State
	persons                        int
	from, until                    calendar.Night
	moving                         bool // another stay of the household ended as moved at the same instant
	announced                      int  // persons that were awaited, where some came
	takenBack                      bool // "came" or "did not come" was pressed by mistake
}

// step says what an event counts as, and on which day: a household came on the
// first night of a stay that began with it there, else on the day it was
// recorded; it left on its first night away, and did not arrive on the night it
// was expected.
func (e event) step() step {
	s := step{location: e.location, municipality: e.municipality, region: e.region}
	if e.takenBack {
		s.night = e.at.Night()
		return s
	}
	switch e.after {
	case places.Present:
		s.night = e.at.Night()
		if e.before == "" {
			s.night = e.from
		}
		if e.moving {
			s.flow.MovedIn = e.persons
		} else {
			s.flow.Came = e.persons
		}
		s.flow.NotArrived = max(0, e.announced-e.persons)
	case places.NotArrived:
		s.night, s.flow.NotArrived = e.from, e.persons
	case places.Moved:
		s.night, s.flow.MovedOut = e.until, e.persons
	default:
		s.night, s.flow.Left = e.until, e.persons
	}
	return s
}

// FlowLine is the flow of a day or a week: the nights From..Until-1.
type FlowLine struct {
	From, Until calendar.Night
	Flow
}

// FlowPart is the flow of a part of the area over the whole period.
type FlowPart struct {
	Code, Name string
	Own        bool // of the reader's own organisation: small counts are shown
	Flow
}

// Flows is what came in and went out of an area in a period.
type Flows struct {
	Code, Name string
	Own        bool
	From       calendar.Night
	Until      calendar.Night
	Weekly     bool
	Lines      []FlowLine // one per day or week, first to last
	Parts      []FlowPart
	Total      Flow
}

// FlowQuestion asks for the flows of an area: NL, a region, a municipality or a
// location, over so many days up to today.
type FlowQuestion struct {
	Code   string
	Days   int
	Weekly bool
}

// FlowDays are the periods that can be asked for.
var FlowDays = []int{14, 28, 91}

// Flows reckons what came in and went out. Locations one by one are only for who
// may see them; small counts are for the pages to hide.
func (s *Service) Flows(ctx context.Context, actor access.Actor, q FlowQuestion) (Flows, error) {
	if !slices.Contains(FlowDays, q.Days) {
		q.Days = FlowDays[0]
	}
	tonight := s.door.Tonight()
	flows := Flows{Code: q.Code, From: tonight.Plus(1 - q.Days), Until: tonight + 1, Weekly: q.Weekly}
	area, err := s.area(ctx, actor, &flows)
	if err != nil {
		return flows, err
	}
	flows.Own = access.Check(actor, access.ViewHouseholds, area) == nil
	var names map[string]string
	if area.Municipality != "" && area.Location == "" {
		if names, err = s.locationNames(ctx, actor, area.Municipality); err != nil {
			return flows, err
		}
	}
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		events, err := eventsSince(ctx, tx, area, flows.From)
		if err == nil {
			flows.reckon(actor, area, names, events)
		}
		return err
	})
	return flows, err
}

// area finds what a code stands for and names it.
func (s *Service) area(ctx context.Context, actor access.Actor, flows *Flows) (access.Owner, error) {
	if flows.Code == "" || flows.Code == nation {
		flows.Code, flows.Name = nation, ""
		return access.Owner{}, nil
	}
	if region, known := atlas.Region(flows.Code); known {
		flows.Name = region.Name
		return access.Owner{Region: flows.Code}, nil
	}
	if town, known := atlas.Find(flows.Code); known {
		flows.Name = town.Name
		return access.Owner{Region: town.Region, Municipality: flows.Code}, nil
	}
	location, err := s.places.Location(ctx, actor, flows.Code)
	if err != nil {
		return access.Owner{}, err
	}
	flows.Name = location.Name
	return location.Owner(), nil
}

const nation = "NL"

// locationNames are the locations of a municipality the actor may see.
func (s *Service) locationNames(ctx context.Context, actor access.Actor, municipality string) (names map[string]string, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		names, err = namesIn(ctx, tx, scope, municipality)
		return err
	})
	var told *fault.Error
	if errors.As(err, &told) && told.Kind == fault.Forbidden {
		return nil, nil // a role that sees no locations sees the municipality as one
	}
	return names, err
}

func (f *Flows) reckon(actor access.Actor, area access.Owner, names map[string]string, events []event) {
	f.Lines = lines(f.From, f.Until, f.Weekly)
	parts := map[string]*FlowPart{}
	for _, e := range events {
		s := e.step()
		if s.night < f.From || s.night >= f.Until || s.flow == (Flow{}) {
			continue
		}
		f.Total.plus(s.flow)
		i, _ := slices.BinarySearchFunc(f.Lines, s.night, func(line FlowLine, night calendar.Night) int { return int(line.Until - 1 - night) })
		f.Lines[i].plus(s.flow)
		part, ok := partOf(actor, area, names, s)
		if !ok {
			continue
		}
		if parts[part.Code] == nil {
			parts[part.Code] = &part
		}
		parts[part.Code].plus(s.flow)
	}
	for _, part := range parts {
		f.Parts = append(f.Parts, *part)
	}
	slices.SortFunc(f.Parts, func(a, b FlowPart) int { return strings.Compare(a.Name+a.Code, b.Name+b.Code) })
}

// partOf is the part of the area a step belongs to, without its figures.
func partOf(actor access.Actor, area access.Owner, names map[string]string, s step) (part FlowPart, ok bool) {
	owner := access.Owner{Region: s.region}
	switch {
	case area.Location != "":
		return part, false
	case area.Municipality != "":
		owner.Municipality, owner.Location = s.municipality, s.location
		part.Code, part.Name = s.location, names[s.location]
		if part.Name == "" {
			return part, false
		}
	case area.Region != "":
		owner.Municipality = s.municipality
		town, _ := atlas.Find(s.municipality)
		part.Code, part.Name = s.municipality, town.Name
	default:
		region, _ := atlas.Region(s.region)
		part.Code, part.Name = s.region, region.Name
	}
	part.Own = access.Check(actor, access.ViewHouseholds, owner) == nil
	return part, true
}

// lines cuts a period in days, or in weeks that begin on Monday.
func lines(from, until calendar.Night, weekly bool) (cut []FlowLine) {
	for night := from; night < until; {
		next := night + 1
		if weekly {
			next = night.Plus(7 - (int(night.Date().Weekday())+6)%7)
		}
		next = min(next, until)
		cut = append(cut, FlowLine{From: night, Until: next})
		night = next
	}
	return cut
}

// Figure is a count as a reader may see it.
type Figure struct {
	Count  int
	Hidden bool // 1 to 4, of another organisation; or it would give one away
}

// hide applies the rule of small counts to a column whose sum is shown as well:
// where one count alone is hidden, the next smallest is too, or it could be
// reckoned from the sum.
func hide(counts []int, own func(i int) bool) []Figure {
	figures := make([]Figure, len(counts))
	hidden, least := 0, -1
	for i, count := range counts {
		shown, small := households.Hide(count, own(i))
		figures[i] = Figure{shown, small}
		switch {
		case small:
			hidden++
		case count > 0 && !own(i) && (least < 0 || count < counts[least]):
			least = i
		}
	}
	if hidden == 1 && least >= 0 {
		figures[least] = Figure{Hidden: true}
	}
	return figures
}

// table gives the figures of rows of flows, column by column hidden where they
// must be.
func table(flows []Flow, own func(i int) bool) [][]Figure {
	rows := make([][]Figure, len(flows))
	for column := range (Flow{}).columns() {
		counts := make([]int, len(flows))
		for i, flow := range flows {
			counts[i] = flow.columns()[column]
		}
		for i, figure := range hide(counts, own) {
			rows[i] = append(rows[i], figure)
		}
	}
	return rows
}
