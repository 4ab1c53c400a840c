// Package picture is the room in which everyone sees the same true number:
// read-only pages composed from the registers of places and households. It
// keeps nothing itself. The nation, its safety regions and its municipalities
// are shown by the same figures (figures.go), so that a total is always the sum
// of what is shown below it.
//
// Everybody who may see the picture sees it whole, because it holds counts and
// no persons. Two things are kept back: who to call about a location, which is
// for those who work with it, and small numbers of households, which are for
// those who house them (domain.md 8).
package picture

import (
	"embed"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
)

// Messages are the room's texts.
//
//go:embed messages.*.json
var Messages embed.FS

// Templates are the pages of the room.
//
//go:embed templates/*.html
var Templates embed.FS

// Horizon is how many nights an outlook goes ahead unless somebody asks for
// more, the first included; FarHorizon is that more.
const (
	Horizon    = 14
	FarHorizon = 90
)

// FarthestNight is how many nights ahead of tonight can still be asked for.
const FarthestNight = 90

// soon is the number of nights that lie within 72 hours.
const soon = 3

// Rungs are the rungs a picture can be asked for, the one that can be promised
// first. A total is never shown without its rung.
var Rungs = []places.Rung{places.Open, places.Realised, places.Inspected, places.Pledged}

// Question is what somebody wants to see.
type Question struct {
	Night calendar.Night // the first night shown; 0 is tonight
	Rung  places.Rung    // one of Rungs; empty is open
	Days  int            // how many nights ahead: Horizon or FarHorizon; 0 is Horizon
}

// complete fills in what was not asked, or says what cannot be asked.
func (q Question) complete(tonight calendar.Night) (Question, error) {
	if q.Night == 0 {
		q.Night = tonight
	}
	if q.Rung == "" {
		q.Rung = places.Open
	}
	if q.Days == 0 {
		q.Days = Horizon
	}
	var check fault.Check
	check.Field(q.Night >= tonight && q.Night <= tonight.Plus(FarthestNight), "nacht", "picture.night_wrong", "last", tonight.Plus(FarthestNight))
	check.Field(slices.Contains(Rungs, q.Rung), "trede", "picture.rung_wrong")
	check.Field(q.Days == Horizon || q.Days == FarHorizon, "dagen", "picture.days_wrong", "near", Horizon, "far", FarHorizon)
	return q, check.Err()
}

// View is a picture of one area at one moment.
type View struct {
	Question
	At      calendar.Instant
	Tonight calendar.Night
	Area    Area   // what the page is about
	Nation  Area   // for comparison; the same as Area on the page of the nation
	Parts   []Area // regions of the nation, or municipalities of the region, in order of code
	Waiting Waiting
	Sites   []Located   // a municipality: the locations the reader may know of, by name
	Others  Area        // a municipality: the other locations taken together
	Near    []Neighbour // a municipality: others with free places, nearest first
}

// Located is one location in a municipality with its figures.
type Located struct {
	places.Location
	Site
}

// Neighbour is a municipality near another with places free there.
type Neighbour struct {
	Code, Name string
	Km         float64
	Free       int
}

// Waiting says how many households are without a place.
type Waiting struct {
	Households Tally
	Oldest     calendar.End // since when the first of them waits; unknown where none does or where that is not to be told
	Guardian   Tally        // unaccompanied minors, for whom the guardian organisation and nobody else finds a place
	Mine       bool         // all of them are within the reader's reach: their queue holds the same number
}

// Tally is a number of households, or of minors, as it may be told to the reader. The zero
// value is an exact nought.
type Tally struct {
	N     int
	Small bool // fewer than smallest; N is not told
	Least bool // N or some more
}

// smallest is the least number of households that is told to outsiders.
const smallest = 5
