// Package nextplace is the room of the automatic next candidate (domain.md 4.4):
// when an offer is declined, runs out or its household does not come, the program
// works out the next best place at once and lays it before a person. It never
// offers a place itself.
//
// Its answers are those of the matcher's desk: the register as it stands,
// arranged with what is proposed to others (Arrange, which the desk uses too). An
// answer grows old when the place is taken or the household changes; that shows
// when somebody looks, and a job works it out anew.
package nextplace

import (
	"embed"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/plan"
	"onderdak/internal/platform/gate"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// State says what became of an answer.
type State string

// The states.
const (
	Waiting State = "waiting" // a place is there and waits for a person
	None    State = "none"    // no place was found
	Offered State = "offered" // a person offered it
	Turned  State = "turned"  // a person turned it down
	Stale   State = "stale"   // overtaken: the place, the household or the plan no longer allows it
)

// States lists all states.
var States = []State{Waiting, None, Offered, Turned, Stale}

// ways is THE state machine of answers; the store's guard holds the same. One
// that was turned down can be restored while nothing depends on that.
var ways = map[State][]State{Waiting: {Offered, Turned, Stale}, None: {Stale}, Turned: {Waiting}}

// CanBecome says whether an answer has a way from one state to another.
func (s State) CanBecome(to State) bool { return slices.Contains(ways[s], to) }

// Next is what was worked out for a household after an offer that came to
// nothing.
type Next struct {
	ID        string
	Household string
	After     string // the offer that came to nothing
	Location  string // empty: none was found
	From      calendar.Night
	Until     calendar.End // the household's own end
	Persons   int
	Points    int64
	Why       Why
	State     State
	Reason    plan.Text // why turned down or stale
	Offer     string    // id, once offered
	WorkedAt  calendar.Instant
	UpdatedAt calendar.Instant
}

// Why is an answer's account of itself.
type Why struct {
	Lines []plan.Line `json:"lines,omitempty"` // what counts for and against the place
	Says  []plan.Text `json:"says,omitempty"`  // why there is none, and what would help
}

// proposal is an answer as the checks of package matching see it.
func (n Next) proposal() matching.Proposal {
	return matching.Proposal{Household: n.Household, Location: n.Location, From: n.From, Until: n.Until, Persons: n.Persons}
}

// Service holds the use cases of this room.
type Service struct {
	door     *gate.Gate
	matching *matching.Service
	settings matching.Settings
}

// New makes the service behind a gate; settings are those that matching runs
// with.
func New(door *gate.Gate, matcher *matching.Service, settings matching.Settings) *Service {
	return &Service{door: door, matching: matcher, settings: settings}
}

// Nights is for which nights a place is sought: from the given night or tonight,
// up to the end or, where that is unknown or far, as far as a run of tonight looks
// ahead; who comes after that is promised as many nights from then on. A far end
// must be renewed, as with every offer.
func Nights(tonight, from calendar.Night, end calendar.End, horizon int) (first, until calendar.Night, endKnown bool) {
	first = max(from, tonight)
	most := tonight.Plus(horizon)
	if first >= most {
		most = first.Plus(horizon)
	}
	return first, min(end.Or(most), most), end.Known && end.Night <= most
}
