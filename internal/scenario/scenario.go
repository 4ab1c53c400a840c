// Package scenario makes the spring of 2022 again: the reception locations of
// the Netherlands on 25 April 2022, who lives in them and who waits for a
// place, invented one by one but true to the reported figures in their sums.
//
// Nothing in it is a real location or a real household: locations bear names
// that say so ("Proefhotel 2 Zeist"), households have numbers. The same
// settings give the same scenario on every machine.
package scenario

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

// DefaultHouseholds is the number of waiting households that belongs to the
// nation at its true size; other numbers scale beds and locations along.
const DefaultHouseholds = 2500

// Settings say how large the scenario is and which of the many possible ones.
type Settings struct {
	Households int    // waiting; 0 is DefaultHouseholds
	Seed       uint64 // same seed, same scenario
}

func (s Settings) households() int {
	if s.Households <= 0 {
		return DefaultHouseholds
	}
	return s.Households
}

// scale gives a national figure at the size of the scenario.
func (s Settings) scale(national int) int {
	return int(int64(national) * int64(s.households()) / DefaultHouseholds)
}

// stream gives a source of chance of its own to each part, so that a change in
// one leaves the others as they are.
func (s Settings) stream(part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, part))
}

// The parts with a stream of their own.
const (
	streamPlaces = iota + 1
	streamStays
	streamFamilies
)

// Nation is the whole story: every location with its rungs, who stays there
// and who waits.
type Nation struct {
	Reference calendar.Night
	Places    []Place  // by location id
	Families  []Family // waiting, by household id
}

// Place is a location with everything that was said about its places.
type Place struct {
	plan.Location
	Rungs []Rung // by level, then by first night; those of one level do not overlap
	Stays []Stay // present on the reference night; none in a location that opens later
}

// Level is a rung of the ladder on which places stand.
type Level string

// The rungs, from the first word to the last.
const (
	Pledged   Level = "pledged"
	Inspected Level = "inspected"
	Realised  Level = "realised"
	Open      Level = "open"
	Blocked   Level = "blocked" // of the realised ones, unusable
)

// Rung says that so many places stood, or will stand, on a level.
type Rung struct {
	Level  Level
	From   calendar.Night
	Until  calendar.End
	Places int
}

// Stay is a household that lives in a location on the reference night.
type Stay struct {
	Persons int
	From    calendar.Night
	Until   calendar.End
}

// Family is a waiting household with what matching does not see.
type Family struct {
	plan.Household
	Women, Men, Minors int
	OtherNational      bool // neither Ukrainian nor of a Ukrainian's family; never part of matching
}

// On gives the places on a level on a night.
func (p Place) On(level Level, n calendar.Night) int {
	places := 0
	for _, rung := range p.Rungs {
		if rung.Level == level && rung.From <= n && (!rung.Until.Known || n < rung.Until.Night) {
			places += rung.Places
		}
	}
	return places
}

// Occupied gives the persons of the present stays who are still there on a
// night, the reference night or later.
func (p Place) Occupied(n calendar.Night) int {
	persons := 0
	for _, stay := range p.Stays {
		if stay.From <= n && (!stay.Until.Known || n < stay.Until.Night) {
			persons += stay.Persons
		}
	}
	return persons
}

// Story makes the nation in the spring of 2022.
func Story(settings Settings) Nation {
	sites := openSites(settings)
	fillSites(settings, sites)
	nation := Nation{Reference: Reference, Families: makeFamilies(settings)}
	for _, site := range sites {
		nation.Places = append(nation.Places, site.place())
	}
	slices.SortFunc(nation.Places, func(a, b Place) int { return cmp.Compare(a.ID, b.ID) })
	return nation
}

// Spring2022 gives the scenario as matching sees it: locations with the places
// that are open and free, night by night, and the households that wait.
func Spring2022(settings Settings) plan.Input {
	return Story(settings).Input()
}

// Input gives the part of a nation that matching sees. Capacity is what is open
// and not in use by those who stay now; locations without any free night are
// there all the same.
func (n Nation) Input() plan.Input {
	var in plan.Input
	for _, place := range n.Places {
		in.Locations = append(in.Locations, place.Location)
		in.Capacity = append(in.Capacity, place.free()...)
	}
	for _, family := range n.Families {
		in.Households = append(in.Households, family.Household)
	}
	return in
}

// free gives the open places not in use, from the reference night on, in spans
// of equal number; nights without free places have no span.
func (p Place) free() []plan.Capacity {
	var spans []plan.Capacity
	turns := p.turns()
	for i, from := range turns {
		places := p.On(Open, from) - p.Occupied(from)
		if places <= 0 {
			continue
		}
		until := calendar.End{}
		if i+1 < len(turns) {
			until = calendar.At(turns[i+1])
		}
		if last := len(spans) - 1; last >= 0 && spans[last].Places == places && spans[last].Until == calendar.At(from) {
			spans[last].Until = until
			continue
		}
		spans = append(spans, plan.Capacity{Location: p.ID, From: from, Until: until, Places: places})
	}
	return spans
}

// turns gives the nights, from the reference night on, on which open places or
// stays begin or end.
func (p Place) turns() []calendar.Night {
	nights := []calendar.Night{Reference}
	add := func(n calendar.Night) {
		if n > Reference {
			nights = append(nights, n)
		}
	}
	for _, rung := range p.Rungs {
		if rung.Level == Open {
			add(rung.From)
			add(rung.Until.Or(Reference))
		}
	}
	for _, stay := range p.Stays {
		add(stay.Until.Or(Reference))
	}
	slices.Sort(nights)
	return slices.Compact(nights)
}
