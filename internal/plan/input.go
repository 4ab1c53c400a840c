// Package plan turns reported places and waiting households into a placement
// plan: it applies the hard rules, counts points by the published policy, lets
// package assign choose, and explains every choice. It is pure: no store, no
// network; the same input and seed give the same plan, whatever the order of
// its rows. The clock is only read to keep to a time limit.
package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"onderdak/internal/calendar"
)

// Location is a reception location as matching sees it.
type Location struct {
	ID           string
	Municipality string   // CBS code, GM0344
	Name         string   // shown in reports only
	Type         string   // one of exchange's location types, such as "hotel"
	Facilities   []string // tokens, sorted
	ShortStay    bool     // takes people for less than 72 hours
}

// Capacity says how many places of a location are open on the nights
// From..Until-1. Spans of one location do not overlap; nights without a span
// have no open places.
type Capacity struct {
	Location string
	From     calendar.Night
	Until    calendar.End
	Places   int
}

// Household is a household as matching sees it: never a name, never a health
// fact, only how many must stay together, when, and what they need.
type Household struct {
	ID           string
	Persons      int
	From         calendar.Night
	Until        calendar.End // unknown: to the end of the horizon
	Needs        []string     // hard: the location's facilities must hold them all
	Wishes       []string     // soft: facility tokens or near:GM0344
	Flags        []string     // FlagUnaccompaniedMinor, FlagLoneWoman, FlagUrgent
	WaitingSince calendar.Night
	Current      string   // location where the household stays now, if any: staying there earns stability points
	Excluded     []string // locations a coded decline excludes for this household
}

// The flags of households.csv. FlagMinors is set by the store, which knows ages
// or reckons with minors where it does not; files need not have it.
const (
	FlagUnaccompaniedMinor = "unaccompanied_minor"
	FlagLoneWoman          = "lone_woman"
	FlagUrgent             = "urgent"
	FlagMinors             = "minors"
)

// Tokens that the policy itself speaks of; all others are only compared.
const (
	TypeSportsHall       = "sports_hall"    // crisis reception only
	TypeHostHousehold    = "host_household" // a private home
	FacilityScreened     = "screened"       // the host has been screened
	FacilityWomenOnly    = "women_only"
	FacilityPrivateRooms = "private_rooms"
	wishNear             = "near:" // before a CBS code
)

// Input is what one plan is made of.
type Input struct {
	Locations  []Location
	Capacity   []Capacity
	Households []Household
	Carried    map[string]int // persons each municipality (CBS code) already receives; empty: fair share does not count
}

// canonical returns a copy with every list sorted, so that the order of rows
// and tokens cannot matter, or all errors that make the input unusable.
func (in Input) canonical() (Input, error) {
	out := Input{
		Locations:  slices.Clone(in.Locations),
		Capacity:   slices.Clone(in.Capacity),
		Households: slices.Clone(in.Households),
		Carried:    in.Carried,
	}
	for i := range out.Locations {
		out.Locations[i].Facilities = tokens(out.Locations[i].Facilities)
	}
	for i := range out.Households {
		h := &out.Households[i]
		h.Needs, h.Wishes, h.Flags, h.Excluded = tokens(h.Needs), tokens(h.Wishes), tokens(h.Flags), tokens(h.Excluded)
	}
	slices.SortStableFunc(out.Locations, func(a, b Location) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(out.Households, func(a, b Household) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(out.Capacity, func(a, b Capacity) int {
		if order := strings.Compare(a.Location, b.Location); order != 0 {
			return order
		}
		return int(a.From) - int(b.From)
	})
	return out, errors.Join(out.checkLocations(), out.checkCapacity(), out.checkHouseholds())
}

// tokens sorts a copy and drops what is empty or said twice.
func tokens(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return slices.DeleteFunc(slices.Compact(sorted), func(token string) bool { return token == "" })
}

// The checks below presume the sorted copy.

func (in Input) checkLocations() error {
	var wrong []error
	for i := range in.Locations {
		switch id := in.Locations[i].ID; {
		case id == "":
			wrong = append(wrong, errors.New("plan: a location has no id"))
		case i > 0 && in.Locations[i-1].ID == id:
			wrong = append(wrong, fmt.Errorf("plan: location %s occurs twice", id))
		}
	}
	return errors.Join(wrong...)
}

// The most places and persons one row may speak of; sums of points stay far
// within 64 bits.
const (
	mostPlaces  = 1_000_000
	mostPersons = 10_000
)

func (in Input) checkCapacity() error {
	var wrong []error
	for i, c := range in.Capacity {
		_, known := in.locationIndex(c.Location)
		switch {
		case !known:
			wrong = append(wrong, fmt.Errorf("plan: capacity of unknown location %s", c.Location))
		case c.Until.Known && c.Until.Night <= c.From:
			wrong = append(wrong, fmt.Errorf("plan: capacity of %s ends on %s before it begins on %s", c.Location, c.Until, c.From))
		case c.Places < 0 || c.Places > mostPlaces:
			wrong = append(wrong, fmt.Errorf("plan: capacity of %s is %d, must be 0 to %d", c.Location, c.Places, mostPlaces))
		case i > 0 && in.Capacity[i-1].Location == c.Location && (!in.Capacity[i-1].Until.Known || in.Capacity[i-1].Until.Night > c.From):
			wrong = append(wrong, fmt.Errorf("plan: two capacities of %s overlap on %s", c.Location, c.From))
		}
	}
	return errors.Join(wrong...)
}

func (in Input) checkHouseholds() error {
	var wrong []error
	for i := range in.Households {
		h := &in.Households[i]
		switch {
		case h.ID == "":
			wrong = append(wrong, errors.New("plan: a household has no id"))
		case i > 0 && in.Households[i-1].ID == h.ID:
			wrong = append(wrong, fmt.Errorf("plan: household %s occurs twice", h.ID))
		case h.Persons < 1 || h.Persons > mostPersons:
			wrong = append(wrong, fmt.Errorf("plan: household %s has %d persons, must be 1 to %d", h.ID, h.Persons, mostPersons))
		case h.Until.Known && h.Until.Night <= h.From:
			wrong = append(wrong, fmt.Errorf("plan: household %s leaves on %s before it comes on %s", h.ID, h.Until, h.From))
		}
	}
	return errors.Join(wrong...)
}

func (in Input) locationIndex(id string) (int, bool) {
	return slices.BinarySearchFunc(in.Locations, id, func(l Location, id string) int { return strings.Compare(l.ID, id) })
}

func (in Input) householdIndex(id string) (int, bool) {
	return slices.BinarySearchFunc(in.Households, id, func(h Household, id string) int { return strings.Compare(h.ID, id) })
}

func (h *Household) flagged(flag string) bool { return slices.Contains(h.Flags, flag) }
