package places

import (
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/fault"
)

// State is where a stay is in its life.
type State string

// The states. A stay holds its places in the first three.
const (
	Offered    State = "offered"     // waiting for an answer
	Accepted   State = "accepted"    // agreed, not yet arrived
	Present    State = "present"     // arrived
	Declined   State = "declined"    // the offer was turned down
	Expired    State = "expired"     // the offer was not answered in time
	Withdrawn  State = "withdrawn"   // taken back before arrival
	NotArrived State = "not_arrived" // announced and did not come
	Left       State = "left"        // went of their own accord
	Moved      State = "moved"       // goes on as another stay
	HostEnded  State = "host_ended"  // the location could not keep them
	Unknown    State = "unknown"     // gone, nobody knows where
)

// States are all states, holding ones first.
var States = []State{Offered, Accepted, Present, Declined, Expired, Withdrawn, NotArrived, Left, Moved, HostEnded, Unknown}

// transitions says which state can follow which; a state that is not in it is
// final. The store's guard holds the same table. Present becomes Accepted where an
// arrival was recorded by mistake, and Moved becomes Present where that arrival had
// ended a stay elsewhere.
var transitions = map[State][]State{
	Offered:  {Accepted, Declined, Expired, Withdrawn},
	Accepted: {Present, NotArrived, Withdrawn},
	Present:  {Accepted, Left, Moved, HostEnded, Unknown},
	Moved:    {Present},
}

// openings are the states a stay can begin in: offered; placed by hand; arrived
// unannounced or moved while present.
var openings = []State{Offered, Accepted, Present}

// Holds says whether a stay in this state takes up its places.
func (s State) Holds() bool { return s == Offered || s == Accepted || s == Present }

// CanBecome says whether the state can be followed by the other.
func (s State) CanBecome(next State) bool { return slices.Contains(transitions[s], next) }

// Arrived says whether the household was really there on the stay's nights.
func (s State) Arrived() bool {
	return s == Present || s == Left || s == Moved || s == HostEnded || s == Unknown
}

// Stay is a promise of places to a household, for finitely many nights.
type Stay struct {
	ID           string // from the caller: held twice with one id is held once
	Household    string
	Location     string
	Persons      int
	From, Until  calendar.Night // on the nights From..Until-1
	EndKnown     bool           // false: nobody knows when they leave; the promise must be renewed before Until
	State        State
	Previous     string // the stay it was moved from, if any
	ShareConsent bool   // agrees to share a room with another household
	Reason       string // of the last change, in the words of who made it
	By           string // person who made the last change; empty where the audit book alone knows
	Rev          int64
	CreatedAt    calendar.Instant
	UpdatedAt    calendar.Instant
}

// longestPromise bounds a promise: ten years of nights.
const longestPromise = 3660

// Validate reports every wrong field at once.
func (s Stay) Validate() error {
	var check fault.Check
	check.Field(s.ID != "", "id", "places.id_missing")
	check.Field(s.Household != "", "household", "places.household_missing")
	check.Field(s.Location != "", "location", "places.location_missing")
	check.Field(s.Persons >= 1 && s.Persons <= 9999, "persons", "places.persons_wrong")
	check.Field(s.From >= 0 && s.From < lastNight, "from", "places.night_wrong")
	check.Field(s.Until > s.From && s.Until <= s.From.Plus(longestPromise) && s.Until <= lastNight, "until", "places.until_wrong")
	return check.Err()
}

// Nights is the number of nights promised.
func (s Stay) Nights() int { return int(s.Until - s.From) }

// end closes the stay in a final state. A household that was there is gone from
// the given night on; other stays keep the nights that had been promised.
func (s *Stay) end(state State, night calendar.Night) {
	if state.Arrived() {
		s.Until = max(s.From, min(s.Until, night))
		s.EndKnown = true
	}
	s.State = state
}
