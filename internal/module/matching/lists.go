package matching

import (
	"context"
	"errors"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Page limits a list: rows at most (0: 50, never more than 500) after the first
// Offset ones.
type Page struct{ Limit, Offset int }

const (
	usualRows = 50
	mostRows  = 500
)

func (p Page) args() []any {
	limit := p.Limit
	if limit <= 0 {
		limit = usualRows
	}
	return []any{min(limit, mostRows), max(p.Offset, 0)}
}

// seenRun is a run within the scope.
func seenRun(ctx context.Context, tx *db.Tx, scope gate.Scope, id string) (Run, error) {
	run, err := findRun(ctx, tx, id)
	if errors.Is(err, db.ErrNone) || err == nil && !scope.Covers(run.Owner()) {
		return Run{}, fault.New(fault.NotFound, "matching.run_unknown")
	}
	return run, err
}

// Run reads one run and, once it has a plan, what the plan says as a whole.
func (s *Service) Run(ctx context.Context, actor access.Actor, id string) (run Run, summary Summary, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if run, err = seenRun(ctx, tx, scope, id); err != nil {
			return err
		}
		summary, err = summaryOf(ctx, tx, id)
		return err
	})
	if live, ok := s.Progress(id); ok && err == nil && run.State == RunRunning {
		run.Progress = live
	}
	return run, summary, err
}

// Runs lists the runs within the actor's reach, latest first.
func (s *Service) Runs(ctx context.Context, actor access.Actor, page Page) (runs []Run, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		// A run is the affair of a region or the nation, never of less.
		runs, err = db.All(ctx, tx, sqlRuns, append(scope.Args()[:2], page.args()...), readRun)
		return err
	})
	return runs, err
}

// Latest is the last run within the actor's reach that has a plan; not found
// where there is none.
func (s *Service) Latest(ctx context.Context, actor access.Actor) (run Run, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		run, err = readRun(tx.Row(ctx, sqlLatestRun, scope.Args()[:2]...))
		return err
	})
	return run, err
}

// ProposalFilter limits a list of proposals; empty fields do not limit.
type ProposalFilter struct {
	State     ProposalState
	Location  string
	Household string
	Points    int64 // at least so many
	Page
}

// Proposals lists proposals of a run, most points first, and how many there are
// in all.
func (s *Service) Proposals(ctx context.Context, actor access.Actor, run string, filter ProposalFilter) (list []Proposal, total int, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seenRun(ctx, tx, scope, run); err != nil {
			return err
		}
		args := []any{run, string(filter.State), filter.Location, filter.Household, filter.Points}
		if err := tx.Row(ctx, sqlCountProposals, args...).Scan(&total); err != nil {
			return err
		}
		list, err = db.All(ctx, tx, sqlProposals, append(args, filter.args()...), readListedProposal)
		return err
	})
	return list, total, err
}

// Proposal reads one proposal of a run.
func (s *Service) Proposal(ctx context.Context, actor access.Actor, run, id string) (found Proposal, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seenRun(ctx, tx, scope, run); err != nil {
			return err
		}
		found, err = readListedProposal(tx.Row(ctx, sqlListedProposal, id, run))
		return err
	})
	return found, err
}

// UnplacedFilter limits a list of households without a place.
type UnplacedFilter struct {
	Reason    string // one of unplaced.csv
	Household string
	Page
}

// Unplaced lists the households a run found no place for, longest waiting first,
// and how many there are in all.
func (s *Service) Unplaced(ctx context.Context, actor access.Actor, run string, filter UnplacedFilter) (list []Unplaced, total int, err error) {
	err = s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seenRun(ctx, tx, scope, run); err != nil {
			return err
		}
		args := []any{run, filter.Reason, filter.Household}
		if err := tx.Row(ctx, sqlCountUnplaced, args...).Scan(&total); err != nil {
			return err
		}
		list, err = db.All(ctx, tx, sqlUnplaced, append(args, filter.args()...), readUnplaced)
		return err
	})
	return list, total, err
}

// OfferFilter limits a list of offers.
type OfferFilter struct {
	State     OfferState
	Run       string
	Location  string
	Household string
	Doubted   bool // only those whose end put data in doubt that nobody looked at since
	Page
}

// Offers lists the offers that concern the actor's reach on either side, those
// that await an answer first, by their deadline, and how many there are in all.
func (s *Service) Offers(ctx context.Context, actor access.Actor, filter OfferFilter) (list []Offer, total int, err error) {
	err = s.door.View(ctx, actor, access.AnswerOffer, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		args := append(scope.Args(), string(filter.State), filter.Run, filter.Location, filter.Household, db.Bool(filter.Doubted))
		if err := tx.Row(ctx, sqlCountOffers, args...).Scan(&total); err != nil {
			return err
		}
		list, err = db.All(ctx, tx, sqlOffers, append(args, filter.args()...), readListedOffer)
		return err
	})
	return list, total, err
}

// Offer reads one offer with its history.
func (s *Service) Offer(ctx context.Context, actor access.Actor, id string) (found Offer, history []Event, err error) {
	err = s.door.View(ctx, actor, access.AnswerOffer, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = readListedOffer(tx.Row(ctx, sqlListedOffer, id))
		if errors.Is(err, db.ErrNone) || err == nil && !scope.Covers(found.LocationOwner) && !scope.Covers(found.HouseholdOwner) {
			return fault.New(fault.NotFound, "matching.offer_unknown")
		}
		if err != nil {
			return err
		}
		history, err = eventsOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return Offer{}, nil, err
	}
	return found, history, nil
}

// Waiter is a household that waits, with what the last plan that saw it said.
type Waiter struct {
	Household    string
	Code         string
	Municipality string
	Region       string
	Persons      int
	Needs, Flags []string
	WaitingSince calendar.Night
	State        string       // waiting or parked
	ParkedUntil  calendar.End // while parked
	Doubted      bool         // left out of runs until somebody looks at its data

	Run          string // last run that saw it; empty: none yet
	Proposal     string // id, where that run has a place for it that still waits for a decision
	Location     string // the place proposed
	LocationName string
	Points       int64
	Reason       string      // where it has none: one of unplaced.csv
	Why          plan.WhyNot // and the long answer
}

// WaitingFilter limits a list of waiting households.
type WaitingFilter struct {
	Municipality string
	Reason       string // of the last run
	Query        string // a reference code or its beginning
	State        string // waiting or parked
	Page
}

// Waiting lists the households in the queue within the actor's reach, longest
// waiting first, and how many there are in all.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, filter WaitingFilter) (list []Waiter, total int, err error) {
	err = s.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		args := append(scope.Args(), filter.Municipality, filter.Reason, strings.ToUpper(strings.TrimSpace(filter.Query)), filter.State)
		if err := tx.Row(ctx, sqlCountWaiting, args...).Scan(&total); err != nil {
			return err
		}
		list, err = db.All(ctx, tx, sqlWaitingList, append(args, filter.args()...), readWaiter)
		return err
	})
	return list, total, err
}

// Asked is the household an offer is about, as those who may see the offer must
// know it to answer: size, needs and marks, never a name. Within says whether the
// household itself lies within the actor's reach.
func (s *Service) Asked(ctx context.Context, actor access.Actor, offer Offer) (h households.Household, within bool, err error) {
	err = s.door.View(ctx, actor, access.AnswerOffer, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if !scope.Covers(offer.LocationOwner) && !scope.Covers(offer.HouseholdOwner) {
			return fault.New(fault.NotFound, "matching.offer_unknown")
		}
		h, err = households.Load(ctx, tx, offer.Household)
		return err
	})
	return h, access.Check(actor, access.ViewHouseholds, h.Owner()) == nil, err
}
