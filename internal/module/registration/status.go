package registration

import (
	"context"
	"errors"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Status is how far the search is, as a household sees it of itself. It holds no
// name.
type Status struct {
	Draft
	Household households.Household
	Offer     matching.Offer  // open or accepted; its ID is empty where there is none
	Move      PlannedMove     // its next place
	Location  places.Location // of the offer, or of the present stay; its ID is empty where there is neither
}

// Status opens the status page of a registration that was sent.
func (s *Service) Status(ctx context.Context, code, secret string) (status Status, err error) {
	found, _, err := s.open(ctx, code, secret)
	if err != nil {
		return status, err
	}
	status.Draft = found.Draft
	if !found.Sent {
		return status, fault.New(fault.Conflict, "registration.not_sent")
	}
	err = s.door.View(ctx, access.Program(), access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		if status.Household, err = households.Load(ctx, tx, found.Household); err != nil {
			return err
		}
		status.Offer, err = matching.PromiseTo(ctx, tx, found.Household)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if status.Move, err = plannedMove(ctx, tx, found.Household); err != nil {
			return err
		}
		location := status.Household.Current
		if status.Offer.ID != "" {
			location = status.Offer.Location
		}
		if location == "" {
			return nil
		}
		status.Location, err = places.LocationByID(ctx, tx, location)
		return err
	})
	return status, err
}

// Reply answers an offer on the side of the household. An offer other than the
// one they were shown is not answered.
func (s *Service) Reply(ctx context.Context, code, secret string, reply matching.Reply) error {
	status, err := s.Status(ctx, code, secret)
	if err != nil {
		return err
	}
	if status.Offer.ID == "" || status.Offer.ID != reply.Offer {
		return fault.New(fault.Gone, "registration.offer_gone")
	}
	reply.Side = matching.SideHousehold
	_, err = s.matching.Answer(ctx, access.Themselves(status.Household.ID), reply)
	return err
}

// Extra is what a household told that matching does not need.
type Extra struct {
	Contact
	Together string
	Arrived  string // date, YYYY-MM-DD; empty: unknown
	Lang     string
}

// Extra looks at what a household told beside what matching sees. The look is
// logged with its reason, as one at names is. A household that did not come
// through this room told nothing here.
func (s *Service) Extra(ctx context.Context, actor access.Actor, household, why string) (extra Extra, err error) {
	change := gate.Change{
		Action: access.ViewNames, Object: "household/" + household, Reason: why,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return households.OwnerOf(ctx, tx, household)
		},
	}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("looked_at", "contact")
		found, err := byHousehold(ctx, tx.Tx, household)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		extra = Extra{Together: found.together, Arrived: found.arrived.String(), Lang: found.Lang}
		extra.Contact, err = contact(ctx, tx.Tx, household)
		return err
	})
	return extra, err
}
