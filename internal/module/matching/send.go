package matching

import (
	"context"
	"errors"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Sent says what became of the proposals somebody accepted.
type Sent struct {
	Offered int
	Already int // somebody else had decided before
	Stale   []StaleProposal
}

// StaleProposal is one that could no longer become an offer, and why.
type StaleProposal struct {
	Proposal, Household, Location string
	Why                           plan.Text
}

// sendBatch offers go out in one transaction: few enough that others get a turn
// in between, many enough that two thousand take seconds.
const sendBatch = 100

// SendOffers turns proposals of a run into offers: the given ones, or all that
// wait where none are given. Each becomes an offer with its places held and its
// household waiting for the answer, or is stale with the reason and its household
// still waits; there is nothing in between. They go in batches; after an error
// the batches before it stand, and sending again sends the rest.
func (s *Service) SendOffers(ctx context.Context, actor access.Actor, run string, proposals []string) (Sent, error) {
	proposals, until, err := s.toSend(ctx, actor, run, proposals)
	if err != nil {
		return Sent{}, err
	}
	var sent Sent
	for batch := range slices.Chunk(proposals, sendBatch) {
		var some Sent
		change := gate.Change{Action: access.SendOffer, Object: runObject(run), Owner: ownerOfRun(run)}
		err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
			some, err = s.sendBatch(ctx, tx, actor, run, until, batch)
			tx.Note("offered", some.Offered)
			tx.Note("stale", len(some.Stale))
			return err
		})
		if err != nil {
			return sent, err
		}
		sent.Offered += some.Offered
		sent.Already += some.Already
		sent.Stale = append(sent.Stale, some.Stale...)
	}
	return sent, nil
}

// toSend lists what is to be sent, and the first night the run did not plan.
func (s *Service) toSend(ctx context.Context, actor access.Actor, run string, proposals []string) (ids []string, until calendar.Night, err error) {
	err = s.door.View(ctx, actor, access.SendOffer, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err := seenRun(ctx, tx, scope, run)
		if err != nil {
			return err
		}
		if !found.Certified {
			return fault.New(fault.Conflict, "matching.no_plan")
		}
		summary, err := summaryOf(ctx, tx, run)
		if err != nil {
			return err
		}
		until = summary.Start.Plus(found.Certificate.Horizon)
		waiting, err := proposedOf(ctx, tx, run)
		if err != nil {
			return err
		}
		if len(proposals) == 0 {
			ids = waiting
			return nil
		}
		wanted := map[string]bool{}
		for _, id := range proposals {
			wanted[id] = true
		}
		for _, id := range waiting {
			if wanted[id] {
				ids = append(ids, id)
			}
			delete(wanted, id)
		}
		for _, id := range proposals {
			if wanted[id] {
				ids = append(ids, id) // decided before, or of another run: counted there
				delete(wanted, id)
			}
		}
		return nil
	})
	return ids, until, err
}

func (s *Service) sendBatch(ctx context.Context, tx *gate.Tx, actor access.Actor, run string, until calendar.Night, batch []string) (Sent, error) {
	var sent Sent
	first := ""
	for _, id := range batch {
		draft := s.draft(tx, actor)
		proposal, err := claimProposal(ctx, tx, run, id, draft.ID)
		if errors.Is(err, db.ErrNone) {
			sent.Already++
			continue
		}
		if err != nil {
			return sent, err
		}
		draft.of(proposal, tx.Tonight(), until)
		why, err := attempt(ctx, tx, func() error {
			if err := StillHolds(ctx, tx.Tx, tx.Tonight(), proposal); err != nil {
				return err
			}
			return makeOffer(ctx, tx, draft)
		})
		if err != nil {
			return sent, err
		}
		if why.Key != "" {
			if err := giveBack(ctx, tx, proposal.ID, why); err != nil {
				return sent, err
			}
			sent.Stale = append(sent.Stale, StaleProposal{proposal.ID, proposal.Household, proposal.Location, why})
			continue
		}
		sent.Offered++
		if first == "" {
			first = draft.ID
		}
	}
	if first == "" {
		return sent, nil
	}
	return sent, s.planExpiry(ctx, tx, first)
}

// planExpiry asks for a sweep at the deadlines of offers made now.
func (s *Service) planExpiry(ctx context.Context, tx *gate.Tx, offer string) error {
	for side, hours := range map[Side]int{SideLocation: s.settings.LocationHours, SideHousehold: s.settings.HouseholdHours} {
		id := TopicExpire + "/" + string(side) + "/" + offer
		if err := job.Enqueue(ctx, tx.Tx, id, nowPlus(tx.Now(), hours), TopicExpire, struct{}{}); err != nil {
			return err
		}
	}
	return nil
}

// draft is an offer by the actor with its deadlines and nothing else yet.
func (s *Service) draft(tx *gate.Tx, actor access.Actor) *Offer {
	return &Offer{
		ID: db.NewID(), Stay: db.NewID(), State: OfferOpen, Rev: 1, By: actor.Person, MadeAt: tx.Now(),
		LocationDeadline:  nowPlus(tx.Now(), s.settings.LocationHours),
		HouseholdDeadline: nowPlus(tx.Now(), s.settings.HouseholdHours),
	}
}

// of fills in what the proposal says. Nights that have passed are not promised;
// nights the run did not plan are not either, so that an unknown or far end is
// promised up to there and must be renewed.
func (o *Offer) of(p Proposal, tonight, until calendar.Night) {
	o.Run, o.Proposal, o.Household, o.Location, o.Persons = p.Run, p.ID, p.Household, p.Location, p.Persons
	o.From = max(p.From, tonight)
	o.Until = min(p.Until.Or(until), until)
	o.EndKnown = p.Until.Known && p.Until.Night <= until
}

// attempt runs a change that may turn out impossible. Then all it did is undone,
// the transaction goes on, and the reason comes back as a text; only errors that
// nobody foresees are errors.
func attempt(ctx context.Context, tx *gate.Tx, change func() error) (why plan.Text, err error) {
	if _, err := tx.Exec(ctx, sqlSavepoint); err != nil {
		return why, err
	}
	sealed := tx.Sealed()
	failure := change()
	if failure == nil {
		_, err := tx.Exec(ctx, sqlRelease)
		return why, err
	}
	switch fault.KindOf(failure) {
	case fault.Conflict, fault.NotFound, fault.Invalid:
	default:
		return why, failure
	}
	if _, err := tx.Exec(ctx, sqlUndo); err != nil {
		return why, errors.Join(failure, err)
	}
	tx.Unseal(sealed)
	told := fault.As(failure)
	return plan.Text{Key: told.Key, Args: told.Args}, nil
}

// giveBack ends a claimed proposal that could not become an offer.
func giveBack(ctx context.Context, tx *gate.Tx, id string, why plan.Text) error {
	if err := unclaim(ctx, tx, id); err != nil {
		return err
	}
	_, err := dropProposal(ctx, tx, id, Stale, why)
	return err
}

// makeOffer holds the places, makes the household wait for the answer, and
// writes the offer. Safeguarding has the last word here, whatever a plan says:
// an offer that a rule forbids is a conflict.
func makeOffer(ctx context.Context, tx *gate.Tx, o *Offer) error {
	household, location, err := both(ctx, tx.Tx, o.Household, o.Location)
	if err != nil {
		return err
	}
	if rule, forbidden := households.Forbids(household, location.Type, Screened(location)); forbidden && o.Proposal != "" {
		return fault.New(fault.Conflict, "matching.stale_safeguard", "rule", rule)
	}
	if err := households.Guard(ctx, tx.Tx, household, location.ID, location.Type, Screened(location)); err != nil {
		return err
	}
	o.HouseholdOwner, o.LocationOwner = household.Owner(), location.Owner()
	if o.From >= o.Until {
		return fault.New(fault.Conflict, "matching.stale_nights")
	}
	stay := places.Stay{
		ID: o.Stay, Household: o.Household, Location: o.Location, Persons: o.Persons, From: o.From, Until: o.Until,
		EndKnown: o.EndKnown, Previous: o.previous, Reason: "offer", By: o.By,
	}
	if err := places.Hold(ctx, tx, stay); err != nil {
		return err
	}
	if err := households.SetState(ctx, tx, o.By, o.Household, households.StateOffered, "offer "+o.ID); err != nil {
		return err
	}
	if err := insertOffer(ctx, tx, *o); err != nil {
		return err
	}
	if err := supersede(ctx, tx, o.Household, plan.Text{Key: "matching.stale_superseded"}); err != nil {
		return err
	}
	if o.agreed {
		return nil // nobody has to be asked any more
	}
	for _, topic := range []string{TopicOfferMade, TopicHouseholdAsked} {
		if err := job.Enqueue(ctx, tx.Tx, topic+"/"+o.ID, tx.Now(), topic, OfferNews{Offer: o.ID}); err != nil {
			return err
		}
	}
	return nil
}

func both(ctx context.Context, tx *db.Tx, householdID, locationID string) (h households.Household, l places.Location, err error) {
	if h, err = households.Load(ctx, tx, householdID); errors.Is(err, db.ErrNone) {
		return h, l, fault.New(fault.NotFound, "matching.stale_household_gone")
	}
	if err != nil {
		return h, l, err
	}
	if l, err = places.LocationByID(ctx, tx, locationID); errors.Is(err, db.ErrNone) || err == nil && l.ClosedAt != 0 {
		return h, l, fault.New(fault.NotFound, "matching.stale_location_closed")
	}
	return h, l, err
}

// Screened says whether the host of a location was screened, as safeguarding asks.
func Screened(l places.Location) bool { return slices.Contains(l.Facilities, plan.FacilityScreened) }

// StillHolds is nil when the world is still as whoever proposed it saw it, as far
// as this household and location go. Places are not looked at: only the register
// knows.
func StillHolds(ctx context.Context, tx *db.Tx, tonight calendar.Night, p Proposal) error {
	h, l, err := both(ctx, tx, p.Household, p.Location)
	if err != nil {
		return err
	}
	if !waits(h, tonight) {
		return fault.New(fault.Conflict, "matching.stale_not_waiting")
	}
	if h.Persons != p.Persons || h.Until != p.Until || h.From > p.From {
		return fault.New(fault.Conflict, "matching.stale_household_changed")
	}
	for _, need := range h.Needs {
		if !slices.Contains(l.Facilities, need) {
			return fault.New(fault.Conflict, "matching.stale_need", "need", need)
		}
	}
	excluded, doubt, err := Obstacles(ctx, tx, p.Household, p.Location, tonight)
	switch {
	case err != nil:
		return err
	case excluded:
		return fault.New(fault.Conflict, "matching.stale_excluded")
	case doubt:
		return fault.New(fault.Conflict, "matching.stale_doubt")
	}
	return nil
}

// waits says whether matching may offer the household a place tonight.
func waits(h households.Household, tonight calendar.Night) bool {
	return h.State == households.StateWaiting ||
		h.State == households.StateParked && h.ParkedUntil.Known && h.ParkedUntil.Night <= tonight
}

func notFound(err error) error {
	if errors.Is(err, db.ErrNone) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}

// Reject turns down a proposal without offering it, for a reason that has its
// consequence at once.
func (s *Service) Reject(ctx context.Context, actor access.Actor, run, proposal string, verdict Verdict) error {
	change := gate.Change{Action: access.SendOffer, Object: runObject(run), Reason: verdict.Reason, Owner: ownerOfRun(run)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		reason, err := verdict.find(AtReject, SideSender, tx.Tonight())
		if err != nil {
			return err
		}
		found, err := findProposal(ctx, tx.Tx, proposal)
		if err == nil && found.Run != run {
			err = db.ErrNone
		}
		if err != nil {
			return notFound(err)
		}
		tx.Note("proposal", proposal)
		tx.Note("note", verdict.Note)
		dropped, err := dropProposal(ctx, tx, proposal, Withdrawn, plan.Text{Key: reasonKey(reason.Key)})
		if err != nil {
			return err
		}
		if !dropped {
			return fault.New(fault.Conflict, "matching.proposal_decided")
		}
		_, err = TurnDown(ctx, tx, actor.Person, found.Household, found.Location, verdict)
		return err
	})
}

func reasonKey(key string) string { return "matching.reason_" + key }
