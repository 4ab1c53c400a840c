package matching

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// HandOffer is an offer somebody makes without a plan: the second choice, or a
// place found by telephone.
type HandOffer struct {
	Household string
	Location  string
	From      calendar.Night
	Until     calendar.Night
	EndKnown  bool
	Persons   int // 0: the whole household
	Reason    string
	// Despite says that Reason is the sender's own answer for a need the location
	// does not meet, or for an earlier decline; without it either is a conflict.
	Despite bool
}

// OfferTo makes an offer by hand, under the same deadlines and the same hard
// rules as a plan. Needs and earlier declines can be overruled by a person who
// says why; safeguarding only by an override that two persons signed; full
// nights by nobody.
func (s *Service) OfferTo(ctx context.Context, actor access.Actor, hand HandOffer) (Offer, error) {
	var check fault.Check
	check.Field(!hand.Despite || strings.TrimSpace(hand.Reason) != "", "reason", "matching.hand_reason")
	check.Field(len([]rune(hand.Reason)) <= longestNote, "reason", "matching.note_long", "most", longestNote)
	if err := check.Err(); err != nil {
		return Offer{}, err
	}
	var made Offer
	change := gate.Change{
		Action: access.PlaceStay, Object: "household/" + hand.Household, Reason: hand.Reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return places.OwnerOf(ctx, tx, hand.Location)
		},
	}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		made, err = s.offerIn(ctx, tx, actor, hand, false)
		return err
	})
	return made, err
}

// offerIn is OfferTo within the caller's transaction, whose gate has checked the
// location; agreed says that both sides said yes beforehand, so that nobody is
// asked and no deadline runs.
func (s *Service) offerIn(ctx context.Context, tx *gate.Tx, actor access.Actor, hand HandOffer, agreed bool) (Offer, error) {
	household, err := households.Load(ctx, tx.Tx, hand.Household)
	if err != nil {
		return Offer{}, notFound(err)
	}
	// The location is the actor's affair; so must be the household.
	if err := access.Check(actor, access.ViewHouseholds, household.Owner()); err != nil {
		return Offer{}, err
	}
	draft := s.draft(tx, actor)
	draft.Household, draft.Location, draft.Persons = hand.Household, hand.Location, hand.Persons
	draft.From, draft.Until, draft.EndKnown = max(hand.From, tx.Tonight()), hand.Until, hand.EndKnown
	draft.agreed = agreed
	if draft.Persons == 0 {
		draft.Persons = household.Persons
	}
	tx.Note("offer", draft.ID)
	tx.Note("location", draft.Location)
	if err := HardRules(ctx, tx, actor, household, hand); err != nil {
		return Offer{}, err
	}
	if err := makeOffer(ctx, tx, draft); err != nil {
		return Offer{}, err
	}
	made := *draft
	made.Due = made.due()
	if agreed {
		return made, nil
	}
	return made, s.planExpiry(ctx, tx, draft.ID)
}

// PlaceIn is OfferTo within the caller's transaction. Where both sides were asked
// beforehand (agreed), the actor answers for them at once and the household is
// awaited; that needs the right to answer for either.
func (s *Service) PlaceIn(ctx context.Context, tx *gate.Tx, actor access.Actor, hand HandOffer, agreed bool) (Offer, error) {
	offer, err := s.offerIn(ctx, tx, actor, hand, agreed)
	if err != nil || !agreed {
		return offer, err
	}
	tx.Note("agreed", true)
	for _, side := range []Side{SideLocation, SideHousehold} {
		owner := offer.LocationOwner
		if side == SideHousehold {
			owner = offer.HouseholdOwner
		}
		if err := access.Check(actor, access.AnswerOffer, owner); err != nil {
			return offer, err
		}
		given, _ := offer.answer(side)
		*given = Accept
		if err := s.accept(ctx, tx, actor, &offer, side); err != nil {
			return offer, err
		}
	}
	return offer, nil
}

// HardRules is nil when the location meets the hard rules beside safeguarding
// and places, or a named person overrules those it does not; they are noted.
func HardRules(ctx context.Context, tx *gate.Tx, actor access.Actor, h households.Household, hand HandOffer) error {
	location, err := places.LocationByID(ctx, tx.Tx, hand.Location)
	if err != nil {
		return notFound(err)
	}
	excluded, doubt, err := Obstacles(ctx, tx.Tx, h.ID, location.ID, tx.Tonight())
	if err != nil {
		return err
	}
	if doubt {
		return fault.New(fault.Conflict, "matching.stale_doubt")
	}
	var broken []string
	conflict := fault.New(fault.Conflict, "matching.stale_excluded")
	for _, need := range h.Needs {
		if !slices.Contains(location.Facilities, need) {
			broken = append(broken, need)
			conflict = fault.New(fault.Conflict, "matching.stale_need", "need", need)
		}
	}
	if excluded {
		broken = append(broken, "declined_before")
	}
	if len(broken) == 0 {
		return nil
	}
	if !hand.Despite {
		return conflict
	}
	if actor.Role == access.System {
		return fault.New(fault.Forbidden, "households.named_person")
	}
	tx.Note("despite", broken)
	return nil
}
