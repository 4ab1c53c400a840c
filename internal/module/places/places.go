// Package places is THE register: where there are places, how many on which
// night and on whose word, and which stays are promised in them (domain.md 2).
//
// Three invariants hold on both engines. No night is promised beyond its open
// places: triggers of the store see to that, whoever writes. Lowering places
// below what is promised is never refused: the night goes negative, an alert is
// raised and a list says who must move. And nothing is overwritten: entries and
// events are kept in one order per location, so that the position as of any
// past moment can be replayed, and Verify does.
package places

import (
	"embed"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// Messages are the room's texts.
//
//go:embed messages.*.json
var Messages embed.FS

// Types are the kinds of location (domain.md 2), sorted; the same tokens as in
// locations.csv.
var Types = []string{
	"barracks", "care_home", "church", "containers", "dwelling", "holiday_park", "host_household",
	"hotel", "hub", "office", "pavilion", "school", "ship", "sports_hall",
}

// Facilities are the facilities the house has words for, in the order in which
// they are asked. A location may have others, written as its municipality likes.
var Facilities = []string{
	"wheelchair", "ground_floor", "no_stairs", "private_rooms", "own_kitchen", "catering", "showers", "washing_machine", "crib",
	"pets", "quiet", "women_only", "staffed_24h", "internet", "medical_room", "near_hospital", "gp_nearby", "school_nearby",
	"public_transport",
}

// FacilityKey is the message key of one of Facilities.
func FacilityKey(token string) string { return "places.web_facility_" + token }

// Contact is the person to call about a location.
type Contact struct{ Name, Phone, Email string }

// Location is a reception location.
type Location struct {
	ID           string // from the caller, db.NewID
	Municipality string // CBS code, GM0344
	Region       string // code of its safety region, VR09
	Name         string
	Address      string // street and number; empty where unknown
	Postcode     string // 1234 AB; empty where unknown
	Type         string // one of Types
	Facilities   []string
	ShortStay    bool // takes people for less than 72 hours
	Contact      Contact
	StaleDays    int              // unconfirmed for so many days, it drops a rung; 0: DefaultStaleDays
	ConfirmedAt  calendar.Instant // last time somebody said how things stand
	LapsedAt     calendar.Instant // last time it dropped a rung for silence; 0: never
	Source       string           // where its description comes from
	Rev          int64            // counts everything that happens to it: cache key
	Version      int64            // counts changes of the description; a stale one cannot be saved
	CreatedAt    calendar.Instant
	ClosedAt     calendar.Instant // 0 while it is in use
}

// Owner is whose affair the location is.
func (l Location) Owner() access.Owner {
	return access.Owner{Region: l.Region, Municipality: l.Municipality, Location: l.ID}
}

// DefaultStaleDays is how long silence about a location is taken for consent.
const DefaultStaleDays = 14

// tidy brings the description to the form in which it is kept.
func (l *Location) tidy() {
	facilities := make([]string, 0, len(l.Facilities))
	for _, token := range l.Facilities {
		facilities = append(facilities, strings.Fields(strings.ToLower(token))...)
	}
	slices.Sort(facilities)
	l.Facilities = slices.Compact(facilities)
	l.Name, l.Address = strings.TrimSpace(l.Name), strings.TrimSpace(l.Address)
	if postcode := strings.ToUpper(strings.ReplaceAll(l.Postcode, " ", "")); len(postcode) == 6 {
		l.Postcode = postcode[:4] + " " + postcode[4:]
	}
	if l.StaleDays == 0 {
		l.StaleDays = DefaultStaleDays
	}
}

var (
	codeForm     = regexp.MustCompile(`^GM\d{4}$`)
	regionForm   = regexp.MustCompile(`^VR\d{2}$`)
	postcodeForm = regexp.MustCompile(`^[1-9]\d{3} [A-Z]{2}$`)
)

// Validate reports every wrong field at once.
func (l Location) Validate() error {
	var check fault.Check
	check.Field(l.ID != "", "id", "places.id_missing")
	check.Field(codeForm.MatchString(l.Municipality), "municipality", "places.municipality_wrong", "value", l.Municipality)
	check.Field(regionForm.MatchString(l.Region), "region", "places.region_wrong", "value", l.Region)
	check.Field(l.Name != "", "name", "places.name_missing")
	check.Field(l.Postcode == "" || postcodeForm.MatchString(l.Postcode), "postcode", "places.postcode_wrong", "value", l.Postcode)
	check.Field(slices.Contains(Types, l.Type), "type", "places.type_unknown", "value", l.Type)
	check.Field(l.StaleDays >= 1 && l.StaleDays <= 365, "stale_days", "places.stale_days_wrong")
	if l.Contact.Email != "" {
		address, err := mail.ParseAddress(l.Contact.Email)
		check.Field(err == nil && address.Address == l.Contact.Email, "contact_email", "places.email_wrong", "value", l.Contact.Email)
	}
	return check.Err()
}

// Rung is a step of the ladder a number of places stands on.
type Rung string

// The rungs: promised by an owner; seen and found fit; beds stand ready (what
// the state pays for); staffed and taking people; and, beside the ladder,
// unusable for a reason. Only open minus blocked can be promised.
const (
	Pledged   Rung = "pledged"
	Inspected Rung = "inspected"
	Realised  Rung = "realised"
	Open      Rung = "open"
	Blocked   Rung = "blocked"
)

// Rungs are all rungs, from the bottom up, Blocked last.
var Rungs = []Rung{Pledged, Inspected, Realised, Open, Blocked}

// Statement is what somebody says about a location: on the nights From..Until-1
// the number of places on the rung is Places. Later statements hold over
// earlier ones for the nights they speak of.
type Statement struct {
	ID       string // from the caller: said twice with one id is said once
	Location string
	Rung     Rung
	From     calendar.Night
	Until    calendar.End
	Places   int
	Source   string // phone, mail, form, file name…
	Reason   string // needed for Blocked
}

// The numbers the register takes. The first and last night bound what can be
// written by mistake, not what can be known; MostPlaces does so for a statement.
const (
	lastNight  = calendar.Night(99999)
	MostPlaces = 99999
)

// Validate reports every wrong field at once.
func (s Statement) Validate() error {
	var check fault.Check
	check.Field(s.Location != "", "location", "places.location_missing")
	check.Field(slices.Contains(Rungs, s.Rung), "rung", "places.rung_unknown", "value", string(s.Rung))
	check.Field(s.From >= 0 && s.From < lastNight, "from", "places.night_wrong")
	check.Field(!s.Until.Known || s.Until.Night > s.From && s.Until.Night <= lastNight, "until", "places.until_wrong")
	check.Field(s.Places >= 0 && s.Places <= MostPlaces, "places", "places.places_wrong", "most", MostPlaces)
	check.Field(s.Rung != Blocked || s.Places == 0 || strings.TrimSpace(s.Reason) != "", "reason", "places.reason_missing")
	return check.Err()
}

// span is the statement's piece of the profile.
func (s Statement) span() Span { return Span{From: s.From, Until: s.Until, Places: s.Places} }
