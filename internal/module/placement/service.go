package placement

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

const (
	usualRows = 50
	mostRows  = 500
)

// Queue lists the households that need a place within the actor's reach: those
// that wait for a decision first, urgent ones before others, then by waiting
// time. total counts all that the filter lets through, counts every status.
func (s *Service) Queue(ctx context.Context, actor access.Actor, filter Filter) (list []Standing, total int, counts map[Status]int, err error) {
	err = s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		limit := min(cmp.Or(max(filter.Limit, 0), usualRows), mostRows)
		if list, total, err = queue(ctx, tx, scope, s.door.Tonight(), filter, limit, max(filter.Offset, 0)); err != nil {
			return err
		}
		if err := s.regard(ctx, tx, list); err != nil {
			return err
		}
		counts, err = countStatuses(ctx, tx, scope, s.door.Tonight())
		return err
	})
	return list, total, counts, err
}

// Outsiders lists at which locations within the actor's reach a next place lies ready
// for households that are not: who looks after those decides, or the national desk.
func (s *Service) Outsiders(ctx context.Context, actor access.Actor) (found []Outsiders, err error) {
	err = s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = outsiders(ctx, tx, scope)
		return err
	})
	return found, err
}

// regard looks, for those for whom the next place is ready, whether it still is.
func (s *Service) regard(ctx context.Context, tx *db.Tx, list []Standing) (err error) {
	for i := range list {
		if !list[i].Next() {
			continue
		}
		if list[i].Gone, err = s.next.Against(ctx, tx, list[i].Proposal); err != nil {
			return err
		}
	}
	return nil
}

// Decision is all that is known for the decision about one household.
type Decision struct {
	Household households.Household
	Standing  Standing
	Queued    bool // it is in the queue at all; else Standing is empty

	Decidable bool         // the actor may decide about the proposal
	Within    bool         // household and proposed location are both the actor's: they may offer it, whoever made the plan
	Here      *plan.Answer // the proposal as it counts now; nil without one
	Holds     bool         // the proposal can still become an offer
	Doubted   bool         // data of the household or the location must be looked at first
	Wanting   []Rival      // who else the proposed place would suit
	Options   []Choice     // what else there is, most points first
	Best      *Choice      // the best that has room now; nil: nowhere has
	WhyNot    []plan.Text  // why the last run had no place
	Nearest   []plan.Text  // the smallest changes that would help, as of now
	Offer     matching.Offer
	Run       matching.Run // with its certificate, where the actor may see it
	RunSeen   bool
	Doubts    []matching.Offer // whose end put data of the household in doubt
	Steps     []Step           // what happened, last first
	Overrides []households.Override
}

// Decision gathers what there is to decide about a household within the actor's
// reach.
func (s *Service) Decision(ctx context.Context, actor access.Actor, household string) (d Decision, err error) {
	if d.Household, err = s.households.Household(ctx, actor, household); err != nil {
		return d, err
	}
	err = s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		d.Standing, err = standingOf(ctx, tx, scope, s.door.Tonight(), household)
		if d.Queued = err == nil; err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if d.Standing.Next() {
			if d.Standing.Gone, err = s.next.Against(ctx, tx, d.Standing.Proposal); err != nil {
				return err
			}
		}
		if d.Overrides, err = households.Overrides(ctx, tx, household); err != nil {
			return err
		}
		if d.Standing.Reason != "" {
			why, err := storedWhy(ctx, tx, d.Standing.Run, household)
			if err != nil {
				return err
			}
			d.WhyNot = why.Says
		} else if d.Queued {
			d.WhyNot = d.Standing.Without
		}
		d.Steps, err = stepsOf(ctx, tx, household)
		return err
	})
	if err != nil {
		return d, err
	}
	slices.SortStableFunc(d.Steps, func(a, b Step) int { return cmp.Compare(b.At, a.At) })
	if err := s.offersOf(ctx, actor, &d); err != nil {
		return d, err
	}
	if err := s.runOf(ctx, actor, &d); err != nil {
		return d, err
	}
	if d.Standing.Proposal != "" {
		d.Within = s.within(ctx, actor, d.Household, d.Standing.Location)
	}
	desk, err := s.arrange(ctx, actor, &d.Household)
	if err != nil {
		return d, err
	}
	d.weigh(desk)
	return d, nil
}

func (s *Service) offersOf(ctx context.Context, actor access.Actor, d *Decision) error {
	list, _, err := s.matching.Offers(ctx, actor, matching.OfferFilter{Household: d.Household.ID})
	if err != nil {
		return err
	}
	for _, offer := range list {
		if offer.State.Promises() {
			d.Offer = offer
		}
	}
	d.Doubts, _, err = s.matching.Offers(ctx, actor, matching.OfferFilter{Household: d.Household.ID, Doubted: true})
	return err
}

// runOf reads the run behind the proposal, where the actor may see it; who may
// not, may not decide about its proposals either.
func (s *Service) runOf(ctx context.Context, actor access.Actor, d *Decision) error {
	if d.Standing.Next() {
		d.Decidable = access.Check(actor, access.SendOffer, d.Household.Owner()) == nil
		return nil
	}
	if d.Standing.Run == "" {
		return nil
	}
	run, _, err := s.matching.Run(ctx, actor, d.Standing.Run)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	d.Run, d.RunSeen = run, err == nil
	d.Decidable = d.RunSeen && access.Check(actor, access.SendOffer, run.Owner()) == nil
	return err
}

// within says whether a household and a location are both for the actor to place:
// then they may offer the place, also where the plan is somebody else's.
func (s *Service) within(ctx context.Context, actor access.Actor, h households.Household, location string) bool {
	found, err := s.places.Location(ctx, actor, location)
	return err == nil && access.Check(actor, access.SendOffer, h.Owner()) == nil && access.Check(actor, access.PlaceStay, found.Owner()) == nil
}

// how many other choices and rivals a page shows.
const (
	mostChoices = 4
	mostRivals  = 3
)

// weigh asks the desk what the proposal is worth now, what else there is, and
// what would help.
func (d *Decision) weigh(at *desk) {
	id := d.Household.ID
	if d.Standing.Proposal != "" {
		d.Here, _ = at.WhyNotLocation(id, d.Standing.Location)
		d.Doubted = at.doubts(id, d.Standing.Location)
		d.Holds = at.Chosen(id) == d.Standing.Location && !d.Doubted && d.Standing.Gone.Key == ""
		d.Wanting = at.rivals(at.Wanting(id, mostRivals))
	}
	d.Options, d.Best = at.choices(id, mostChoices)
	if d.Standing.Proposal == "" && d.Best == nil {
		if why, known := at.Explain(id); known {
			for _, says := range why.Says {
				d.Nearest = append(d.Nearest, says)
			}
		}
	}
}

// Accept sends the offer of a proposal. A proposal that somebody else decided
// about, or that the world has overtaken, is a conflict; its household then
// waits on. One of a plan over more than the actor's own area becomes an offer by
// hand, under the same rules, where household and location are both the actor's.
func (s *Service) Accept(ctx context.Context, actor access.Actor, household, proposal string) error {
	standing, err := s.decided(ctx, actor, household, proposal)
	if err != nil {
		return err
	}
	if standing.Next() {
		return s.next.Accept(ctx, actor, household, proposal)
	}
	d := Decision{Standing: standing}
	if d.Household, err = s.households.Household(ctx, actor, household); err != nil {
		return err
	}
	if err := s.runOf(ctx, actor, &d); err != nil {
		return err
	}
	if !d.Decidable && s.within(ctx, actor, d.Household, standing.Location) {
		return s.Place(ctx, actor, household, standing.Location, "")
	}
	sent, err := s.matching.SendOffers(ctx, actor, standing.Run, []string{proposal})
	if err != nil {
		return err
	}
	if len(sent.Stale) > 0 {
		why := sent.Stale[0].Why
		return &fault.Error{Kind: fault.Conflict, Key: why.Key, Args: why.Args}
	}
	if sent.Offered != 1 {
		return fault.New(fault.Conflict, "matching.proposal_decided")
	}
	return nil
}

// Reject turns a proposal down with a coded reason.
func (s *Service) Reject(ctx context.Context, actor access.Actor, household, proposal string, verdict matching.Verdict) error {
	standing, err := s.decided(ctx, actor, household, proposal)
	if err != nil {
		return err
	}
	if standing.Next() {
		return s.next.TurnDown(ctx, actor, household, proposal, verdict)
	}
	return s.matching.Reject(ctx, actor, standing.Run, proposal, verdict)
}

// decided finds the proposal a decision is about, if it is still the one that
// waits.
func (s *Service) decided(ctx context.Context, actor access.Actor, household, proposal string) (found Standing, err error) {
	found, err = s.standing(ctx, actor, household)
	if err == nil && (proposal == "" || found.Proposal != proposal) {
		err = fault.New(fault.Conflict, "matching.proposal_decided")
	}
	return found, err
}

// standing is where a household in the queue stands; not found for one outside
// the actor's reach.
func (s *Service) standing(ctx context.Context, actor access.Actor, household string) (found Standing, err error) {
	if _, err := s.households.Household(ctx, actor, household); err != nil {
		return found, err
	}
	err = s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = standingOf(ctx, tx, scope, s.door.Tonight(), household)
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Conflict, "placement.not_queued")
		}
		return err
	})
	return found, err
}

// TakeBack takes back the open offer of a household while nobody has answered.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, household string) error {
	found, err := s.standing(ctx, actor, household)
	if err != nil {
		return err
	}
	if found.Offer == "" {
		return fault.New(fault.Conflict, "placement.no_offer")
	}
	return s.matching.TakeBack(ctx, actor, found.Offer)
}

// Restore undoes the turning down of a household's last proposal.
func (s *Service) Restore(ctx context.Context, actor access.Actor, household string) error {
	found, err := s.standing(ctx, actor, household)
	if err != nil {
		return err
	}
	if found.Turned == "" {
		return fault.New(fault.Conflict, "matching.restore_depends")
	}
	if found.After != "" {
		return s.next.Restore(ctx, actor, household, found.Turned)
	}
	return s.matching.Restore(ctx, actor, found.Run, found.Turned)
}

// Checked says that somebody looked at the data of the household that an offer's
// end put in doubt: it takes part in runs again.
func (s *Service) Checked(ctx context.Context, actor access.Actor, household string) error {
	doubted, _, err := s.matching.Offers(ctx, actor, matching.OfferFilter{Household: household, Doubted: true})
	for _, offer := range doubted {
		if offer.Asks == matching.SideHousehold {
			err = errors.Join(err, s.matching.Corrected(ctx, actor, offer.ID))
		}
	}
	return err
}

// Taken is who was first for a place, or for a household where location is
// empty; false where nobody is known.
func (s *Service) Taken(ctx context.Context, actor access.Actor, h households.Household, location string) (taker Taker, known bool) {
	from, until, _ := s.span(h)
	err := s.door.View(ctx, actor, access.ViewDesk, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		if location == "" {
			taker, err = offerMaker(ctx, tx, h.ID)
		} else {
			taker, err = takerOf(ctx, tx, location, from, until)
		}
		return err
	})
	return taker, err == nil
}
