package picture

import (
	"cmp"
	"math"
	"slices"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
)

// Site is one location as the picture counts it.
type Site struct {
	ID           string
	Municipality string // present CBS code
	Region       string
	InUse        bool             // not closed
	Closes       calendar.End     // first night on which it is closed, where that is announced
	Old          bool             // its last word is an old report
	ShortStay    bool             // takes people for less than 72 hours
	Nights       []places.Numbers // from the first night shown
	Leaving      []int            // persons known to go, per night; nil: none
	Undated      []int            // persons whose promise ends without a known end, per night; nil: none
}

// usable is what can be promised on a night: open minus blocked, never less
// than nothing.
func usable(n places.Numbers) int { return max(0, n.Open-n.Blocked) }

// full says whether a location in use that night has no place left.
func full(n places.Numbers) bool { return n.Free == 0 && (usable(n) > 0 || n.Held > 0) }

// Area is the figures of a number of locations taken together.
type Area struct {
	Code, Name  string
	Inhabitants int

	Locations int            // in use
	Old       int            // of these, with an old report
	Closing   int            // of these, announced to close
	ClosesOn  calendar.Night // the first of these
	FullNow   int            // full on the first night
	FullSoon  int            // full on a night within 72 hours, the first night included

	First      places.Numbers // on the first night
	Free       []int          // places free, per night
	Short      []int          // places lacking at locations that promised too many, per night
	Usable     []int          // places that can be promised, per night
	ShortSites int            // locations short on the first night
	Ends       Ends           // what is known to end
	WithPlaces map[string]int // by municipality: places on the rung asked for, free ones on the rung open, where there are any
}

func newArea(code, name string, inhabitants, nights int) Area {
	return Area{Code: code, Name: name, Inhabitants: inhabitants, WithPlaces: map[string]int{},
		Free: make([]int, nights), Short: make([]int, nights), Usable: make([]int, nights), Ends: newEnds(nights)}
}

// add counts a location in.
func (a *Area) add(site Site, rung places.Rung) {
	if site.InUse {
		a.Locations++
		if site.Old {
			a.Old++
		}
		if site.Closes.Known {
			if a.Closing == 0 || site.Closes.Night < a.ClosesOn {
				a.ClosesOn = site.Closes.Night
			}
			a.Closing++
		}
	}
	for i, n := range site.Nights {
		a.Free[i] += n.Free
		a.Short[i] += n.Short
		a.Usable[i] += usable(n)
	}
	if len(site.Nights) == 0 {
		return
	}
	a.Ends.add(site)
	first := site.Nights[0]
	sum(&a.First, first)
	if full(first) {
		a.FullNow++
	}
	if slices.ContainsFunc(site.Nights[:min(soon, len(site.Nights))], full) {
		a.FullSoon++
	}
	if first.Short > 0 {
		a.ShortSites++
	}
	if headline := headlineOf(first, rung); headline > 0 {
		a.WithPlaces[site.Municipality] += headline
	}
}

func sum(into *places.Numbers, n places.Numbers) {
	into.Pledged += n.Pledged
	into.Inspected += n.Inspected
	into.Realised += n.Realised
	into.Open += n.Open
	into.Blocked += n.Blocked
	into.Held += n.Held
	into.Present += n.Present
	into.Free += n.Free
	into.Short += n.Short
}

// headlineOf is the number a rung is shown by: of open places those that are
// free, of the lower rungs all.
func headlineOf(n places.Numbers, rung places.Rung) int {
	switch rung {
	case places.Pledged:
		return n.Pledged
	case places.Inspected:
		return n.Inspected
	case places.Realised:
		return n.Realised
	}
	return n.Free
}

// Headline is the number of the area on the first night, by rung.
func (a Area) Headline(rung places.Rung) int { return headlineOf(a.First, rung) }

// Carried is how many places of the rung the area has on the first night, free
// or not: what fair share is reckoned from.
func (a Area) Carried(rung places.Rung) int {
	if rung == places.Open && len(a.Usable) > 0 {
		return a.Usable[0]
	}
	return headlineOf(a.First, rung)
}

// PerThousand is the number of places of the rung for every 1,000 inhabitants,
// to two decimals; 0 where nobody lives.
func (a Area) PerThousand(rung places.Rung) float64 {
	if a.Inhabitants == 0 {
		return 0
	}
	return math.Round(float64(a.Carried(rung))*100_000/float64(a.Inhabitants)) / 100
}

// ShortNights counts the nights on which some location of the area is short.
func (a Area) ShortNights() int {
	count := 0
	for _, short := range a.Short {
		if short > 0 {
			count++
		}
	}
	return count
}

// Outlook is one number per night: what is free or, where nothing is, what is
// lacking, as a negative number.
func (a Area) Outlook() []int {
	numbers := make([]int, len(a.Free))
	for i, free := range a.Free {
		numbers[i] = free
		if free == 0 {
			numbers[i] = -a.Short[i]
		}
	}
	return numbers
}

// HasPlaces says whether the area has open places, or people in some, on any of
// the nights.
func (a Area) HasPlaces() bool {
	return a.First.Held > 0 || slices.ContainsFunc(a.Usable, positive) || slices.ContainsFunc(a.Short, positive)
}

func positive(n int) bool { return n > 0 }

// RunsOut finds the first night, counted from 0, on which an area that has
// places has none left.
func (a Area) RunsOut() (int, bool) {
	if !a.HasPlaces() {
		return 0, false
	}
	night := slices.Index(a.Free, 0)
	return night, night >= 0
}

// RunningOut gives the areas that run out within the nights shown, the first to
// do so first; equal ones by how many people are housed there.
func RunningOut(areas []Area) []Area {
	var out []Area
	for _, area := range areas {
		if _, ends := area.RunsOut(); ends {
			out = append(out, area)
		}
	}
	slices.SortStableFunc(out, func(a, b Area) int {
		first, _ := a.RunsOut()
		second, _ := b.RunsOut()
		return cmp.Or(cmp.Compare(first, second), cmp.Compare(b.First.Held, a.First.Held))
	})
	return out
}

// Spread is how unevenly a burden is carried, in places per 1,000 inhabitants.
type Spread struct {
	Mean            float64
	Lowest, Highest Area
	Factor          float64 // highest over lowest, to one decimal; 0 where the lowest has none
}

// SpreadOf compares the areas that people live in; false where there are none or
// none has a place.
func SpreadOf(nation Area, areas []Area, rung places.Rung) (Spread, bool) {
	spread := Spread{Mean: nation.PerThousand(rung)}
	found := false
	for _, area := range areas {
		if area.Inhabitants == 0 {
			continue
		}
		if !found || area.PerThousand(rung) < spread.Lowest.PerThousand(rung) {
			spread.Lowest = area
		}
		if !found || area.PerThousand(rung) > spread.Highest.PerThousand(rung) {
			spread.Highest = area
		}
		found = true
	}
	if !found || spread.Highest.Carried(rung) == 0 {
		return spread, false
	}
	if low := spread.Lowest.PerThousand(rung); low > 0 {
		spread.Factor = math.Round(spread.Highest.PerThousand(rung)/low*10) / 10
	}
	return spread, true
}

// Times is an area's places per 1,000 inhabitants over those of the nation, to
// two decimals; 0 where the nation has none.
func (a Area) Times(nation Area, rung places.Rung) float64 {
	mean := nation.PerThousand(rung)
	if mean == 0 {
		return 0
	}
	return math.Round(a.PerThousand(rung)/mean*100) / 100
}

// TileState is the state of an area's tile: short, full, tight (a tenth or less
// left), none or free.
func (a Area) TileState() string {
	switch first := a.First; {
	case first.Free == 0 && first.Short > 0:
		return "short"
	case a.Usable[0] == 0:
		return "none"
	case first.Free == 0:
		return "full"
	case first.Free*10 <= a.Usable[0]:
		return "tight"
	}
	return "free"
}

// MostlyOld says whether more than half of the locations in use have an old
// report. One old report among many does not make a region's number old.
func (a Area) MostlyOld() bool { return 2*a.Old > a.Locations }

// tally tells a number of households. Outsiders hear of fewer than five only
// that, and otherwise the number rounded down to fives: else the small number of
// one municipality could be reckoned from the numbers of all others.
func tally(households int, own bool) Tally {
	switch {
	case own:
		return Tally{N: households}
	case households < smallest:
		return Tally{Small: true}
	}
	return Tally{N: households / smallest * smallest, Least: true}
}

// waitedDays is how long somebody has waited on a night.
func waitedDays(since, tonight calendar.Night) int { return max(0, int(tonight-since)) }

// present gives the municipality of today that a code stands for: after a merger
// its successor, the nearest one where it was split up; false for a code that
// never was.
func present(code string) (atlas.Municipality, bool) {
	found, ok := atlas.Find(code)
	for ok && found.Until.Known {
		found, ok = atlas.Find(nearest(found))
	}
	return found, ok
}

func nearest(merged atlas.Municipality) string {
	return slices.MinFunc(merged.Successors, func(a, b string) int {
		toA, _ := atlas.DistanceKm(merged.Code, a)
		toB, _ := atlas.DistanceKm(merged.Code, b)
		return cmp.Compare(toA, toB)
	})
}

// byRegion sums locations per safety region; all regions are there, in order of
// code.
func byRegion(sites []Site, q Question) []Area {
	regions := atlas.Regions()
	areas := make([]Area, len(regions))
	at := make(map[string]int, len(regions))
	for i, r := range regions {
		areas[i], at[r.Code] = newArea(r.Code, r.Name, r.Inhabitants, q.Days), i
	}
	for _, site := range sites {
		if i, known := at[site.Region]; known {
			areas[i].add(site, q.Rung)
		}
	}
	return areas
}

// byMunicipality sums locations per municipality of a region; all its
// municipalities are there, in order of code.
func byMunicipality(sites []Site, region string, q Question) []Area {
	var areas []Area
	at := map[string]int{}
	for _, m := range atlas.Municipalities() {
		if m.Region == region {
			at[m.Code] = len(areas)
			areas = append(areas, newArea(m.Code, m.Name, m.Inhabitants, q.Days))
		}
	}
	for _, site := range sites {
		if i, known := at[site.Municipality]; known {
			areas[i].add(site, q.Rung)
		}
	}
	return areas
}

// together sums all the locations that belong.
func together(area Area, sites []Site, rung places.Rung, belongs func(Site) bool) Area {
	for _, site := range sites {
		if belongs(site) {
			area.add(site, rung)
		}
	}
	return area
}

func inhabitants() int {
	count := 0
	for _, region := range atlas.Regions() {
		count += region.Inhabitants
	}
	return count
}
