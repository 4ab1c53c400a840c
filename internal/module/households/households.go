// Package households is the room of who must stay together: households of one
// or more persons, what they need and wish, where they are now and how far
// their placement is (domain.md 3).
//
// What matching and lists read holds no names: those stand in a table of their
// own and are read only by Names, which logs the look. Health facts are not
// stored at all; a need ("wheelchair") is derived from them by who does the
// intake, and only the need is kept.
//
// Every change of a household raises its revision by one and writes one
// append-only event with the facts as they stood from then on, so that the
// household as of any past moment can be replayed.
package households

import (
	"embed"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Household is who must stay together.
type Household struct {
	ID            string
	Code          string // short reference code such as K7M-2QX; made by Register, never changed
	Municipality  string // CBS code of where it is now: whose affair it is
	Region        string // code of that municipality's safety region
	Persons       int    // 1..50
	Minors        int    // of those, younger than 18
	MinorsUnknown bool   // nobody counted the minors yet; safeguarding then presumes there are
	From          calendar.Night
	Until         calendar.End
	Needs         []string // hard: facility tokens a location must have
	Wishes        []string // soft: facility tokens or near:GM0344
	Flags         []string // plan.FlagUnaccompaniedMinor, plan.FlagLoneWoman, plan.FlagUrgent
	WaitingSince  calendar.Night
	Registration  Registration
	State         State
	ParkedUntil   calendar.End // only while parked; unknown: until somebody takes it out
	Current       string       // location of the present stay, if any
	Rev           int64
}

// Flagged says whether the household carries the flag.
func (h Household) Flagged(flag string) bool { return slices.Contains(h.Flags, flag) }

// Owner says whose affair the household is.
func (h Household) Owner() access.Owner {
	return access.Owner{Region: h.Region, Municipality: h.Municipality, Location: h.Current, Household: h.ID}
}

// Person is one member of a household, without a name.
type Person struct {
	ID        string
	Household string
	Birth     calendar.End // date of birth; unknown when not Known
	Age       int          // in years, where AgeKnown and no date of birth is known
	AgeKnown  bool
	Sex       string   // f, m, x, or empty: asked only where safety needs it
	Languages []string // ISO 639 codes
}

// Name is who a person is: in Latin letters, and as they write it themselves.
type Name struct{ Person, Latin, Original string }

// Registration says how far a household's registration is.
type Registration string

// The steps of registration, in order.
const (
	Unregistered Registration = "unregistered"
	AtHub        Registration = "at_hub"
	InBRP        Registration = "brp"
	ProofOfStay  Registration = "proof_of_stay"
)

// Registrations lists the steps in order.
var Registrations = []Registration{Unregistered, AtHub, InBRP, ProofOfStay}

// State says where a household is on its way to a place.
type State string

// The states of a household.
const (
	StateWaiting   State = "waiting"   // needs a place; matching sees it
	StateParked    State = "parked"    // matching sees it again from a date
	StateOffered   State = "offered"   // an offer awaits an answer
	StateAccepted  State = "accepted"  // announced, not yet arrived
	StatePresent   State = "present"   // arrived
	StateLeft      State = "left"      // the stay ended
	StateGuardian  State = "guardian"  // unaccompanied minor, in the hands of the guardian organisation
	StateWithdrawn State = "withdrawn" // needs no place from us
)

// States lists all states in the order of the way to a place.
var States = []State{StateWaiting, StateParked, StateOffered, StateAccepted, StatePresent, StateLeft, StateGuardian, StateWithdrawn}

// ways is THE state machine: from -> to. Arrival needs no offer (unannounced
// arrivals exist); who is present and must move waits again while staying. From
// guardian to a place only an override leads, which the store itself guards;
// from guardian to waiting only a correction of the flag.
var ways = map[State][]State{
	StateWaiting:   {StateParked, StateOffered, StateAccepted, StatePresent, StateGuardian, StateWithdrawn},
	StateParked:    {StateWaiting, StateOffered, StateAccepted, StatePresent, StateGuardian, StateWithdrawn},
	StateOffered:   {StateWaiting, StateParked, StateAccepted, StatePresent, StateGuardian, StateWithdrawn},
	StateAccepted:  {StateWaiting, StateParked, StatePresent, StateGuardian, StateWithdrawn},
	StatePresent:   {StateWaiting, StateLeft, StateGuardian},
	StateLeft:      {StateWaiting, StatePresent, StateGuardian},
	StateGuardian:  {StateWaiting, StateOffered, StateAccepted, StatePresent, StateLeft, StateWithdrawn},
	StateWithdrawn: {StateWaiting, StatePresent, StateGuardian},
}

// CanBecome says whether the state machine has a way from one state to another.
func (s State) CanBecome(to State) bool { return slices.Contains(ways[s], to) }

// queue is where a household without a place belongs: an unaccompanied minor
// never waits for matching.
func (h Household) queue() State {
	if h.Flagged(plan.FlagUnaccompaniedMinor) {
		return StateGuardian
	}
	return StateWaiting
}

// change moves the household to a state, or says why it cannot.
func (h *Household) change(to State) error {
	if to == StateWaiting {
		to = h.queue()
	}
	if !h.State.CanBecome(to) {
		return fault.New(fault.Conflict, "households.no_way", "code", h.Code, "from", string(h.State), "to", string(to))
	}
	if to == StateGuardian && h.queue() != StateGuardian {
		return fault.New(fault.Conflict, "households.not_unaccompanied", "code", h.Code)
	}
	h.State = to
	if to != StateParked {
		h.ParkedUntil = calendar.End{}
	}
	if to == StateLeft || to == StateWithdrawn {
		h.Current = ""
	}
	return nil
}

// fewest is the smallest count shown to readers outside the own organisation
// (domain.md 8).
const fewest = 5

// Hide applies the rule of small counts: a count of 1 to 4 is hidden from
// readers outside the own organisation. Nobody (0) is shown.
func Hide(n int, own bool) (shown int, hidden bool) {
	if own || n <= 0 || n >= fewest {
		return n, false
	}
	return 0, true
}
