// Package placement is the matcher's desk (domain.md 4, ui.md F): the queue of
// those who need a place, and for each the decision to take, with its reasons
// and what it costs others.
//
// The desk decides nothing itself and keeps no table of its own. It reads the
// last proposals, arranges them with package plan on the register as it stands
// now, so that every answer is about this moment and not about the run, and acts
// through package matching. Rules are kept there and in the store, whoever asks.
package placement

import (
	"embed"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/gate"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Status says what a household in the queue waits for.
type Status string

// The statuses, in the order in which the queue asks for attention.
const (
	StatusNext        Status = "next"         // its offer came to nothing, and the next best place waits for a decision
	StatusProposal    Status = "proposal"     // a proposal waits for a decision
	StatusNoPlace     Status = "no_place"     // the last run found none, or nothing is left after its last offer
	StatusFellThrough Status = "fell_through" // its last proposal or offer came to nothing
	StatusUnplanned   Status = "unplanned"    // no run has seen it
	StatusOffered     Status = "offered"      // an offer awaits an answer
	StatusParked      Status = "parked"       // comes back on a date
	StatusGuardian    Status = "guardian"     // an unaccompanied minor: outside the queue, shown when asked for
)

// Statuses lists the statuses in their order.
var Statuses = []Status{StatusNext, StatusProposal, StatusNoPlace, StatusFellThrough, StatusUnplanned, StatusOffered, StatusParked, StatusGuardian}

// Standing is a household in the queue and what is going on about it.
type Standing struct {
	Household    string
	Code         string
	Municipality string
	Region       string
	Persons      int
	Needs, Flags []string
	WaitingSince calendar.Night
	State        households.State
	ParkedUntil  calendar.End // while parked; unknown: until somebody takes it out
	Status       Status

	Run            string // last run that saw it; empty: none
	RunRegion      string // region of that run; empty: the nation, where Run is filled
	Proposal       string // id of that run's proposal or of the next place, where it still waits for a decision
	Turned         string // or where it was turned down
	Location       string // of the proposal, or of the open offer
	LocationName   string
	LocationRegion string
	Points         int64  // of the proposal
	Reason         string // why that run has no place for it: one of unplaced.csv
	Offer          string // id of the open offer
	Due            calendar.Instant

	After   string           // id of the last offer, which came to nothing, where the program looked for the next place
	Looked  calendar.Instant // when it did
	Without []plan.Text      // why it found none
	Gone    plan.Text        // why the place it found no longer holds, as of now; empty: it holds
}

// Next says whether what is proposed is the next place after an offer that came to
// nothing; else it is of a run.
func (s Standing) Next() bool { return s.Status == StatusNext }

// looking says whether the program is about to work out the next place.
func (s Standing) looking() bool { return s.Status == StatusFellThrough && s.After != "" }

// Filter limits the queue; empty fields do not limit.
type Filter struct {
	Status Status
	Mark   string // a need or a flag
	Query  string // a reference code or its beginning
	matching.Page
}

// Service holds the use cases of this room.
type Service struct {
	door       *gate.Gate
	households *households.Service
	places     *places.Service
	matching   *matching.Service
	next       *nextplace.Service
	settings   matching.Settings
	trips      Trips
}

// New makes the desk on top of the rooms it works with; settings are those that
// matching runs with.
func New(door *gate.Gate, matcher *matching.Service, next *nextplace.Service, settings matching.Settings) *Service {
	return &Service{door: door, households: households.New(door), places: places.New(door), matching: matcher, next: next, settings: settings}
}

// span is for which nights a place is sought now.
func (s *Service) span(h households.Household) (from, until calendar.Night, endKnown bool) {
	return nextplace.Nights(s.door.Tonight(), h.From, h.Until, s.settings.Horizon)
}
