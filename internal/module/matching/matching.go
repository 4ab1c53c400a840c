// Package matching is the room where households and places meet (domain.md 4):
// match runs, the proposals they make, the offers that come of them, and
// arrivals.
//
// A run plans on a frozen snapshot, so that it can be made again and checked. A
// proposal promises nothing. An offer is a promise to both sides with a
// deadline: it holds its nights in the register of package places from the
// second it is made to the second it ends, and its household waits for nothing
// else meanwhile. The offer, its stay and its household change in one
// transaction or not at all.
package matching

import (
	"embed"
	"slices"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// RunState says how far a match run is.
type RunState string

// The states of a run. Stopped keeps the best plan there was, with its bound;
// a run stopped before it began has none.
const (
	RunQueued  RunState = "queued"
	RunRunning RunState = "running"
	RunDone    RunState = "done"
	RunStopped RunState = "stopped"
	RunFailed  RunState = "failed"
)

// RunStates lists all states of a run.
var RunStates = []RunState{RunQueued, RunRunning, RunDone, RunStopped, RunFailed}

// runWays is THE state machine of runs. Running again is what happens after a
// crash.
var runWays = map[RunState][]RunState{
	RunQueued:  {RunRunning, RunStopped, RunFailed},
	RunRunning: {RunRunning, RunDone, RunStopped, RunFailed},
}

// CanBecome says whether a run has a way from one state to another.
func (s RunState) CanBecome(to RunState) bool { return slices.Contains(runWays[s], to) }

// UnderWay says whether the run has yet to end.
func (s RunState) UnderWay() bool { return s == RunQueued || s == RunRunning }

// ProposalState says what became of a proposal.
type ProposalState string

// The states of a proposal.
const (
	Proposed  ProposalState = "proposed"  // waits for somebody to decide
	Offered   ProposalState = "offered"   // became an offer
	Withdrawn ProposalState = "withdrawn" // turned down by who decides
	Stale     ProposalState = "stale"     // overtaken: the places, the household or the rules no longer allow it
)

// ProposalStates lists all states of a proposal.
var ProposalStates = []ProposalState{Proposed, Offered, Withdrawn, Stale}

// proposalWays is THE state machine of proposals. One that was turned down can be
// restored while nothing depends on that.
var proposalWays = map[ProposalState][]ProposalState{Proposed: {Offered, Withdrawn, Stale}, Withdrawn: {Proposed}}

// CanBecome says whether a proposal has a way from one state to another.
func (s ProposalState) CanBecome(to ProposalState) bool { return slices.Contains(proposalWays[s], to) }

// OfferState says how far an offer is.
type OfferState string

// The states of an offer.
const (
	OfferOpen       OfferState = "open"        // at least one side has yet to answer
	OfferAccepted   OfferState = "accepted"    // both said yes; the household is awaited
	OfferDeclined   OfferState = "declined"    // one side said no
	OfferExpired    OfferState = "expired"     // one side did not answer in time
	OfferWithdrawn  OfferState = "withdrawn"   // taken back by who sent it
	OfferArrived    OfferState = "arrived"     // the household came; its stay tells the rest
	OfferNotArrived OfferState = "not_arrived" // announced and did not come
)

// OfferStates lists all states of an offer.
var OfferStates = []OfferState{OfferOpen, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn, OfferArrived, OfferNotArrived}

// offerWays is THE state machine of offers; the store's guard holds the same. An
// arrival recorded by mistake is taken back.
var offerWays = map[OfferState][]OfferState{
	OfferOpen:     {OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn},
	OfferAccepted: {OfferArrived, OfferNotArrived, OfferWithdrawn},
	OfferArrived:  {OfferAccepted},
}

// CanBecome says whether an offer has a way from one state to another.
func (s OfferState) CanBecome(to OfferState) bool { return slices.Contains(offerWays[s], to) }

// Promises says whether the offer still holds its nights for a household that
// has not come yet.
func (s OfferState) Promises() bool { return s == OfferOpen || s == OfferAccepted }

// stayStates says in which states the stay of an offer can be; the first is the
// one it enters with the offer.
var stayStates = map[OfferState][]places.State{
	OfferOpen:       {places.Offered},
	OfferAccepted:   {places.Accepted},
	OfferDeclined:   {places.Declined},
	OfferExpired:    {places.Expired},
	OfferWithdrawn:  {places.Withdrawn},
	OfferArrived:    {places.Present, places.Left, places.Moved, places.HostEnded, places.Unknown},
	OfferNotArrived: {places.NotArrived},
}

// Side is one of those who answer.
type Side string

// The sides: the location, the household, and who sends offers.
const (
	SideLocation  Side = "location"
	SideHousehold Side = "household"
	SideSender    Side = "sender"
)

// Run is one match run.
type Run struct {
	ID          string
	Region      string // empty: national
	State       RunState
	By          string // person who asked for it
	RequestedAt calendar.Instant
	StartedAt   calendar.Instant // 0: not yet
	StopAt      calendar.Instant // when somebody asked it to stop; 0: nobody did
	FinishedAt  calendar.Instant // 0: not yet
	Seed        uint64
	Horizon     int // nights
	TimeLimit   time.Duration
	Gap         float64 // asked for
	Locations   int     // in the snapshot
	Households  int
	Persons     int
	InputSHA256 string // of the snapshot as it is kept
	Attempt     int    // how often it was begun; more than once after a crash
	Progress    Progress
	Failure     string // why it failed, for the administrator
	Certified   bool   // Certificate is filled
	Certificate plan.Certificate

	beatAt calendar.Instant
}

// Owner says whose affair the run is.
func (r Run) Owner() access.Owner { return access.Owner{Region: r.Region} }

// Progress is how far a run has come.
type Progress struct {
	Phase     string // message key suffix: queued, prepare, prices, plan, search, explain, done
	Percent   int    // of the time it may take
	Objective int64  // points of the best plan so far; 0 while unknown
	Bound     int64  // proven so far; 0 while unknown
}

// Summary is what a plan says beyond its households: where one more place would
// help most, how full regions become, how kinds of households fare.
type Summary struct {
	Start   calendar.Night    `json:"start"`
	Prices  []plan.BedPrice   `json:"prices"`
	Regions []plan.RegionFill `json:"regions"`
	Kinds   []plan.KindRate   `json:"kinds"`
}

// Proposal is a household and a location in a plan.
type Proposal struct {
	ID        string
	Run       string
	Household string
	Location  string
	From      calendar.Night
	Until     calendar.End
	Persons   int
	Points    int64
	Why       WhyHere
	State     ProposalState
	Reason    plan.Text // why withdrawn or stale
	Offer     string    // id, once offered

	Code          string // reference code of the household
	LocationName  string
	HouseholdNote HouseholdNote
}

// HouseholdNote is what a decision needs to know of a household; no name.
type HouseholdNote struct {
	Needs, Flags []string
	WaitingSince calendar.Night
	State        string
	Owner        access.Owner // whose it is now
}

// WhyHere is the plan's account of a placement.
type WhyHere struct {
	Lines []plan.Line       `json:"lines"`
	Next  *plan.Alternative `json:"next,omitempty"`
}

// Unplaced is a household without a place in a plan.
type Unplaced struct {
	Run       string
	Household string
	Persons   int
	Reason    string // one of unplaced.csv
	Why       plan.WhyNot

	Code          string
	HouseholdNote HouseholdNote
}

// Offer is a promise put to both sides.
type Offer struct {
	ID                string
	Run, Proposal     string // empty: made by hand
	Household         string
	HouseholdOwner    access.Owner // as it was when the offer was made
	Location          string
	LocationOwner     access.Owner
	Stay              string
	Persons           int
	From, Until       calendar.Night
	EndKnown          bool
	State             OfferState
	LocationAnswer    Answer
	HouseholdAnswer   Answer
	LocationDeadline  calendar.Instant
	HouseholdDeadline calendar.Instant
	Due               calendar.Instant // first deadline of a side that has not answered
	Reason            string           // key of a Reason, once it ended
	Asks              Side             // whose data are said to be wrong; empty: nobody's
	CorrectedAt       calendar.Instant // somebody looked at those data; 0: not yet
	Rev               int64
	By                string
	MadeAt            calendar.Instant
	UpdatedAt         calendar.Instant

	Code         string // reference code of the household; in lists
	LocationName string // in lists

	// Only while it is made:
	previous string // stay whose place a new one takes
	agreed   bool   // both sides said yes beforehand
}

// Answer is what a side said.
type Answer string

// The answers; the zero value is none yet.
const (
	Accept  Answer = "accept"
	Decline Answer = "decline"
)

// answer gives a side's answer and deadline.
func (o *Offer) answer(side Side) (*Answer, calendar.Instant) {
	if side == SideLocation {
		return &o.LocationAnswer, o.LocationDeadline
	}
	return &o.HouseholdAnswer, o.HouseholdDeadline
}

// due is the first deadline of a side that has not answered; once both have, the
// last one.
func (o *Offer) due() calendar.Instant {
	switch {
	case o.LocationAnswer == "" && o.HouseholdAnswer == "":
		return min(o.LocationDeadline, o.HouseholdDeadline)
	case o.LocationAnswer == "":
		return o.LocationDeadline
	case o.HouseholdAnswer == "":
		return o.HouseholdDeadline
	}
	return max(o.LocationDeadline, o.HouseholdDeadline)
}
