// Package dispersal is the room in which a safety region that is full asks the
// nation for help: how many people, of what kind, by when and why. The national
// desk answers with the regions that take them, or with no and a reason
// (domain.md 5).
//
// A request moves no one by itself: people are placed by matching or by hand.
// It is asked once and answered once, and what was said stays.
package dispersal

import (
	"embed"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
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

// State is how far a request is.
type State string

// The states: awaiting an answer; some or all people go elsewhere; answered with
// no; taken back by the region.
const (
	Asked     State = "asked"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// States lists all states, the one that asks for work first.
var States = []State{Asked, Granted, Refused, Withdrawn}

// ways is THE state machine: from -> to. An answer is final; whoever needs more
// asks again.
var ways = map[State][]State{Asked: {Granted, Refused, Withdrawn}}

// CanBecome says whether the state machine has a way from one state to another.
func (s State) CanBecome(to State) bool { return slices.Contains(ways[s], to) }

// Needs are the kinds of places that can be asked for: facilities as in
// locations.csv, and for how long.
var Needs = []string{"wheelchair", "ground_floor", "private_rooms", "women_only", "crib", "pets", "quiet", "medical_room", "short_stay", "long_stay"}

// Bounds of a request. FarthestDeadline is in days from today.
const (
	MostPersons      = 9999
	FarthestDeadline = 90
	longestText      = 2000 // bytes
)

// Request is a region's request.
type Request struct {
	ID       string // from the caller, db.NewID
	Region   string // code of the safety region that asks, VR05
	Persons  int    // for how many people it has no place
	Needs    []string
	Deadline calendar.Night // the day by which the places are needed
	Reason   string         // why; never about a single person
	State    State
	Answer   string // what the national desk said; for a refusal why
	Shares   []Share
	AskedAt  calendar.Instant
	AskedBy  string           // id of the person
	EndedAt  calendar.Instant // when it was answered or withdrawn; 0 while it stands
	EndedBy  string
}

// Share is how many of the people one region takes.
type Share struct {
	Region string
	Places int
}

// Owner is whose affair the request is.
func (r Request) Owner() access.Owner { return access.Owner{Region: r.Region} }

// Taken is how many people other regions take.
func (r Request) Taken() int {
	total := 0
	for _, share := range r.Shares {
		total += share.Places
	}
	return total
}

// Overdue says whether the deadline passed without an answer.
func (r Request) Overdue(today calendar.Night) bool { return r.State == Asked && today > r.Deadline }

// tidy brings a request to the form in which it is kept.
func (r *Request) tidy() {
	r.Reason = strings.TrimSpace(r.Reason)
	r.Needs = slices.Clone(r.Needs)
	slices.Sort(r.Needs)
	r.Needs = slices.Compact(r.Needs)
}

// Validate reports every wrong field at once.
func (r Request) Validate(today calendar.Night) error {
	var check fault.Check
	_, known := atlas.Region(r.Region)
	check.Field(known, "region", "dispersal.region_unknown", "code", r.Region)
	check.Field(r.Persons >= 1 && r.Persons <= MostPersons, "persons", "dispersal.persons_wrong", "most", MostPersons)
	check.Field(r.Deadline >= today && r.Deadline <= today.Plus(FarthestDeadline), "deadline", "dispersal.deadline_wrong", "last", today.Plus(FarthestDeadline))
	check.Field(r.Reason != "" && len(r.Reason) <= longestText, "reason", "dispersal.reason_missing")
	for _, need := range r.Needs {
		check.Field(slices.Contains(Needs, need), "needs", "dispersal.need_unknown", "value", need)
	}
	return check.Err()
}

// Answer is what the national desk says to a request: Shares of those who take
// people, or none and a Text that says why not.
type Answer struct {
	Request string
	Grant   bool
	Shares  []Share
	Text    string
}

// check reports every wrong field of an answer to a request at once. Fewer than
// were asked for may be granted, more may not.
func (a Answer) check(to Request) error {
	var check fault.Check
	check.Field(len(a.Text) <= longestText, "text", "dispersal.text_long")
	if !a.Grant {
		check.Field(strings.TrimSpace(a.Text) != "", "text", "dispersal.refusal_reason")
		return check.Err()
	}
	check.Field(len(a.Shares) > 0, "shares", "dispersal.shares_missing")
	seen, total := map[string]bool{}, 0
	for _, share := range a.Shares {
		_, known := atlas.Region(share.Region)
		check.Field(known, "shares", "dispersal.region_unknown", "code", share.Region)
		check.Field(share.Region != to.Region, "shares", "dispersal.share_own")
		check.Field(!seen[share.Region], "shares", "dispersal.share_twice")
		check.Field(share.Places >= 1 && share.Places <= MostPersons, "shares", "dispersal.persons_wrong", "most", MostPersons)
		seen[share.Region] = true
		total += share.Places
	}
	check.Field(total <= to.Persons, "shares", "dispersal.shares_many", "n", to.Persons)
	return check.Err()
}
