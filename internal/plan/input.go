// Package plan turns reported places and waiting households into a placement
// plan: it applies the hard rules, counts points by the published policy, lets
// package assign choose, and explains every choice. It is pure: no store, no
// clock, no network; the same input and seed give the same plan.
package plan

import "onderdak/internal/calendar"

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

// The flags of households.csv.
const (
	FlagUnaccompaniedMinor = "unaccompanied_minor"
	FlagLoneWoman          = "lone_woman"
	FlagUrgent             = "urgent"
)

// Input is what one plan is made of.
type Input struct {
	Locations  []Location
	Capacity   []Capacity
	Households []Household
}
