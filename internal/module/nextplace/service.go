package nextplace

import (
	"context"
	"errors"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func aboutHousehold(action access.Action, household, reason string) gate.Change {
	return gate.Change{Action: action, Object: "household/" + household, Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return households.OwnerOf(ctx, tx, household)
		}}
}

// Against says, inside a reader's transaction, why an answer that waits for a
// person no longer holds; an empty text where it does.
func (s *Service) Against(ctx context.Context, tx *db.Tx, id string) (plan.Text, error) {
	n, err := find(ctx, tx, id)
	if err != nil {
		return plan.Text{}, err
	}
	return s.against(ctx, tx, n)
}

// decided locks the answer a person decides about; one that is no longer open, or
// was never about this household, is a conflict.
func decided(ctx context.Context, tx *gate.Tx, household, id string) (Next, error) {
	n, err := lock(ctx, tx, id)
	if errors.Is(err, db.ErrNone) || err == nil && (n.Household != household || n.State != Waiting) {
		return n, fault.New(fault.Conflict, "matching.proposal_decided")
	}
	if err != nil {
		return n, err
	}
	current, err := isCurrent(ctx, tx.Tx, id)
	if err == nil && !current {
		err = fault.New(fault.Conflict, "matching.proposal_decided")
	}
	return n, err
}

// Accept offers the place of an answer, under the same hard rules as every offer.
// Household and location must both be the actor's. Where the place is gone or the
// household changed it is a conflict, and the next answer is worked out at once.
func (s *Service) Accept(ctx context.Context, actor access.Actor, household, id string) error {
	err := s.door.Do(ctx, actor, aboutHousehold(access.SendOffer, household, "next place"), func(ctx context.Context, tx *gate.Tx) error {
		n, err := decided(ctx, tx, household, id)
		if err != nil {
			return err
		}
		owner, err := places.OwnerOf(ctx, tx.Tx, n.Location)
		if err != nil {
			return err
		}
		if err := access.Check(actor, access.PlaceStay, owner); err != nil {
			return err
		}
		if err := matching.StillHolds(ctx, tx.Tx, tx.Tonight(), n.proposal()); err != nil {
			return err
		}
		hand := matching.HandOffer{Household: household, Location: n.Location, Persons: n.Persons}
		hand.From, hand.Until, hand.EndKnown = Nights(tx.Tonight(), n.From, n.Until, s.settings.Horizon)
		offer, err := s.matching.PlaceIn(ctx, tx, actor, hand, false)
		if err != nil {
			return err
		}
		n.State, n.Offer = Offered, offer.ID
		return save(ctx, tx, n)
	})
	if fault.KindOf(err) == fault.Conflict {
		err = errors.Join(err, s.renew(ctx, id))
	}
	return err
}

// renew works an answer out anew if it no longer holds.
func (s *Service) renew(ctx context.Context, id string) error {
	var n Next
	err := s.door.View(ctx, access.Program(), access.ProposeNext, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		n, err = find(ctx, tx, id)
		return err
	})
	if err != nil || n.State != Waiting {
		return err
	}
	ended, err := s.end(ctx, n)
	if err != nil || !ended {
		return err
	}
	list, err := s.due(ctx, n.After)
	if err != nil || len(list) == 0 || list[0].offer != n.After {
		return err
	}
	return s.workOut(ctx, list[:1])
}

// TurnDown turns an answer down with a coded reason that has its consequence at
// once; another one is worked out, for a household that was parked when it comes
// back.
func (s *Service) TurnDown(ctx context.Context, actor access.Actor, household, id string, verdict matching.Verdict) error {
	return s.door.Do(ctx, actor, aboutHousehold(access.SendOffer, household, verdict.Reason), func(ctx context.Context, tx *gate.Tx) error {
		n, err := decided(ctx, tx, household, id)
		if err != nil {
			return err
		}
		tx.Note("proposal", id)
		tx.Note("note", verdict.Note)
		reason, err := matching.TurnDown(ctx, tx, actor.Person, household, n.Location, verdict)
		if err != nil {
			return err
		}
		n.State, n.Reason = Turned, plan.Text{Key: "matching.reason_" + reason.Key}
		if err := save(ctx, tx, n); err != nil {
			return err
		}
		offer, err := matching.OfferByID(ctx, tx.Tx, n.After)
		if err != nil {
			return err
		}
		return matching.TellBack(ctx, tx, offer, n.ID)
	})
}

// Restore undoes TurnDown: the answer waits for a person again, what its reason
// led to is lifted, and what was worked out in its stead is overtaken. Once
// something else was decided about the household it is a conflict.
func (s *Service) Restore(ctx context.Context, actor access.Actor, household, id string) error {
	return s.door.Do(ctx, actor, aboutHousehold(access.SendOffer, household, "restored"), func(ctx context.Context, tx *gate.Tx) error {
		n, err := lock(ctx, tx, id)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		possible, failure := restorable(ctx, tx.Tx, id)
		if failure != nil {
			return failure
		}
		if !possible || n.Household != household {
			return fault.New(fault.Conflict, "matching.restore_depends")
		}
		tx.Note("proposal", id)
		if _, err := matching.Lock(ctx, tx, n.After); err != nil {
			return err // nobody works out another answer meanwhile
		}
		if other, err := openAfter(ctx, tx.Tx, n.After); err == nil {
			other.State, other.Reason = Stale, plan.Text{Key: "nextplace.stale_restored"}
			if err := save(ctx, tx, other); err != nil {
				return err
			}
		} else if !errors.Is(err, db.ErrNone) {
			return err
		}
		if err := households.Readmit(ctx, tx, household, n.Location); err != nil {
			return err
		}
		known, err := households.Load(ctx, tx.Tx, household)
		if err != nil {
			return err
		}
		if known.State == households.StateParked {
			if err := households.SetState(ctx, tx, actor.Person, household, households.StateWaiting, "restored"); err != nil {
				return err
			}
		}
		n.State, n.Reason = Waiting, plan.Text{}
		return save(ctx, tx, n)
	})
}
