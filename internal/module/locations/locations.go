// Package locations is the desk of whoever runs reception locations: their pages,
// and the work done at them. What is true of places stands in the register,
// package places; who must stay together in package households; what was
// offered in package matching. This room decides nothing those decide, and keeps
// no numbers of its own: it puts their parts together in one transaction.
package locations

import (
	"embed"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Messages are the room's texts.
//
//go:embed messages.*.json
var Messages embed.FS

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Service is the use cases of the room.
type Service struct {
	door       *gate.Gate
	places     *places.Service
	households *households.Service
	matching   *matching.Service
}

// New makes the service behind its door.
func New(door *gate.Gate, register *places.Service, people *households.Service, offers *matching.Service) *Service {
	return &Service{door: door, places: register, households: people, matching: offers}
}

// Placement is a household placed by hand.
type Placement struct {
	Location string
	Code     string // reference code of the household, however it was typed
	From     calendar.Night
	Until    calendar.End // first night without them; unknown: promised for openPromise nights and to be renewed
	Room     string       // empty: given out later
	Agreed   bool         // both sides said yes already; otherwise they get an offer to answer
	Despite  bool         // Reason is why a need or an earlier decline is overruled
	Reason   string
}

// openPromise is for how many nights places are promised when nobody knows for
// how long they are needed: the horizon of a match run.
const openPromise = 28

// Validate reports every wrong field at once; tonight is the first night that can
// be promised.
func (p Placement) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(strings.TrimSpace(p.Code) != "", "code", "locations.code_missing")
	check.Field(p.From >= tonight, "from", "locations.from_past")
	check.Field(!p.Until.Known || p.Until.Night > p.From, "until", "places.until_wrong")
	check.Field(!p.Despite || strings.TrimSpace(p.Reason) != "", "reason", "locations.despite_why")
	return check.Err()
}

// until is the first night that is not promised.
func (p Placement) until() calendar.Night { return p.Until.Or(p.From.Plus(openPromise)) }

// Transfer is a household that is present and goes on at another location.
type Transfer struct {
	Stay     string         // the stay that ends
	Next     string         // id of the stay that follows, from the caller
	Location string         // where it goes on
	From     calendar.Night // first night there; later than tonight: they are awaited there until they come
	Until    calendar.End
	Despite  bool // Reason is why a need or an earlier decline is overruled
	Reason   string
}

// Validate reports every wrong field at once.
func (t Transfer) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(t.Location != "", "location", "places.location_missing")
	check.Field(t.From >= tonight, "from", "locations.from_past")
	check.Field(t.From <= tonight.Plus(farAhead), "from", "locations.from_far", "night", tonight.Plus(farAhead))
	check.Field(!t.Until.Known || t.Until.Night > t.From, "until", "places.until_wrong")
	check.Field(strings.TrimSpace(t.Reason) != "", "reason", "places.reason_missing")
	return check.Err()
}

// Extension is another end for a stay, and whether it is for as many as the
// household has now.
type Extension struct {
	Stay   string
	Keep   bool // the end stays as it is
	Until  calendar.End
	Resize bool // places for as many persons as the household has
	Reason string
}

// Validate reports every wrong field at once; who goes tonight or went before
// ends the stay instead.
func (e Extension) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(e.Keep || !e.Until.Known || e.Until.Night > tonight, "until", "locations.extend_past")
	return check.Err()
}
