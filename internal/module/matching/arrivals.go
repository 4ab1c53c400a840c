package matching

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// mostPersons is the largest number of arrivals that is not a slip of the
// keyboard; a household has no more.
const mostPersons = 50

func ownerOfStay(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		stay, err := places.StayByID(ctx, tx, id)
		if err != nil {
			return access.Owner{}, err
		}
		return places.OwnerOf(ctx, tx, stay.Location)
	}
}

// Present records that an announced household came, and how many of them. The
// places of those who did not come are free at once; more than were promised
// need places. Where the household stayed before, its stay ends as moved.
func (s *Service) Present(ctx context.Context, actor access.Actor, offerID string, persons int) error {
	if err := checkCame(persons); err != nil {
		return err
	}
	change := gate.Change{Action: access.RecordArrival, Object: offerObject(offerID), Owner: ownerOnSide(offerID, SideLocation)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		offer, err := lockOffer(ctx, tx, offerID)
		if err != nil {
			return err
		}
		if offer.State == OfferArrived && offer.Persons == persons {
			return nil // told twice
		}
		if !offer.State.CanBecome(OfferArrived) {
			return fault.New(fault.Conflict, "matching.offer_ended", "state", string(offer.State))
		}
		tx.Note("announced", offer.Persons)
		tx.Note("came", persons)
		if err := places.ArriveIn(ctx, tx, actor.Person, offer.Stay, persons, reasonArrived); err != nil {
			return err
		}
		if err := settleIn(ctx, tx, actor.Person, offer.Household, offer.Stay, offer.LocationOwner, reasonArrived); err != nil {
			return err
		}
		e := Event{Person: actor.Person, Side: SideLocation, Before: offer.State}
		offer.State, offer.Persons = OfferArrived, persons
		return saveOffer(ctx, tx, &offer, e)
	})
}

func checkCame(persons int) error {
	var check fault.Check
	check.Field(persons >= 1 && persons <= mostPersons, "persons", "matching.persons_wrong", "most", mostPersons)
	return check.Err()
}

// CameUnoffered records that a household came to a place it was promised without
// an offer, by a planned move, and how many of them. Where it stayed before, its
// stay ends as moved.
func (s *Service) CameUnoffered(ctx context.Context, actor access.Actor, stayID string, persons int) error {
	if err := checkCame(persons); err != nil {
		return err
	}
	change := gate.Change{Action: access.RecordArrival, Object: "stay/" + stayID, Owner: ownerOfStay(stayID)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		stay, err := places.StayByID(ctx, tx.Tx, stayID)
		if err != nil {
			return notFound(err)
		}
		if stay.State == places.Present && stay.Persons == persons {
			return nil // told twice
		}
		tx.Note("persons", persons)
		where, err := places.OwnerOf(ctx, tx.Tx, stay.Location)
		if err != nil {
			return err
		}
		if err := places.ArriveIn(ctx, tx, actor.Person, stayID, persons, reasonArrived); err != nil {
			return err
		}
		return settleIn(ctx, tx, actor.Person, stay.Household, stayID, where, reasonArrived)
	})
}

// settleIn makes the household present in the stay: what it stayed in before
// ends as moved, and where it was to move by plan it is not awaited any more.
func settleIn(ctx context.Context, tx *gate.Tx, person, household, stay string, where access.Owner, reason string) error {
	stays, err := places.StaysOf(ctx, tx.Tx, household)
	if err != nil {
		return err
	}
	for _, other := range stays {
		if other.ID == stay || other.State != places.Present {
			continue
		}
		if _, err := places.AdvanceAs(ctx, tx, person, other.ID, places.Moved, "moved to "+stay); err != nil {
			return err
		}
	}
	if err := dropPlans(ctx, tx, person, household, stay); err != nil {
		return err
	}
	before, err := households.Load(ctx, tx.Tx, household)
	if err != nil {
		return err
	}
	if before.State != households.StatePresent {
		if err := households.SetState(ctx, tx, person, household, households.StatePresent, reason); err != nil {
			return err
		}
	}
	return households.MoveTo(ctx, tx, person, household, where, reason)
}

// dropPlans takes back where a household is awaited without an offer, but for one
// stay: a planned move of a household that is elsewhere now, or gone.
func dropPlans(ctx context.Context, tx *gate.Tx, person, household, but string) error {
	stays, err := places.StaysOf(ctx, tx.Tx, household)
	if err != nil {
		return err
	}
	for _, stay := range stays {
		if stay.State != places.Accepted || stay.ID == but {
			continue
		}
		if _, err := offerOfStay(ctx, tx.Tx, stay.ID); !errors.Is(err, db.ErrNone) {
			if err != nil {
				return err
			}
			continue // a promise of its own
		}
		if err := places.OvertakePlanIn(ctx, tx, person, stay, "plan overtaken"); err != nil {
			return err
		}
	}
	return nil
}

// NotArrived records that an announced household did not come: its nights are
// free at once, and the reason says what follows for it.
func (s *Service) NotArrived(ctx context.Context, actor access.Actor, offerID string, verdict Verdict) error {
	change := gate.Change{
		Action: access.RecordArrival, Object: offerObject(offerID), Reason: verdict.Reason, Owner: ownerOnSide(offerID, SideLocation),
	}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		reason, err := verdict.find(AtNotArrived, SideLocation, tx.Tonight())
		if err != nil {
			return err
		}
		offer, err := lockOffer(ctx, tx, offerID)
		if err != nil {
			return err
		}
		return end(ctx, tx, actor.Person, &offer, OfferNotArrived, SideLocation, reason, verdict)
	})
}

// Arrival is a household that nobody announced.
type Arrival struct {
	Stay      string // id from the caller: recorded twice with one id is recorded once
	Household string
	Location  string
	Persons   int
	Until     calendar.Night // first night it is not expected to be there
	EndKnown  bool
	Reason    string
}

// Unannounced takes a household in that stands at the door. What it was promised
// elsewhere is taken back, where it stayed before it has moved from. It needs
// free places; safeguarding holds here too and is lifted only by two signatures.
func (s *Service) Unannounced(ctx context.Context, actor access.Actor, a Arrival) error {
	if err := checkCame(a.Persons); err != nil {
		return err
	}
	change := gate.Change{
		Action: access.RecordArrival, Object: "stay/" + a.Stay, Reason: a.Reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return places.OwnerOf(ctx, tx, a.Location) },
	}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		known, err := places.StayByID(ctx, tx.Tx, a.Stay)
		if err == nil && known.Household == a.Household && known.Location == a.Location {
			return nil // told twice
		}
		if err == nil {
			return fault.New(fault.Conflict, "places.id_taken", "id", a.Stay)
		}
		if !errors.Is(err, db.ErrNone) {
			return err
		}
		household, location, err := both(ctx, tx.Tx, a.Household, a.Location)
		if err != nil {
			return err
		}
		if err := households.Guard(ctx, tx.Tx, household, location.ID, location.Type, Screened(location)); err != nil {
			return err
		}
		if err := s.overtake(ctx, tx, actor.Person, a.Household); err != nil {
			return err
		}
		tx.Note("household", a.Household)
		tx.Note("persons", a.Persons)
		stay := places.Stay{
			ID: a.Stay, Household: a.Household, Location: a.Location, Persons: a.Persons, From: tx.Tonight(), Until: a.Until,
			EndKnown: a.EndKnown, Reason: a.Reason, By: actor.Person,
		}
		if err := places.Settle(ctx, tx, stay); err != nil {
			return err
		}
		return settleIn(ctx, tx, actor.Person, a.Household, a.Stay, location.Owner(), reasonUnannounced)
	})
}

// overtake takes back what the household was promised elsewhere, and makes
// proposals for it stale.
func (s *Service) overtake(ctx context.Context, tx *gate.Tx, person, household string) error {
	promise, err := promiseTo(ctx, tx.Tx, household)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	offer, err := lockOffer(ctx, tx, promise.ID)
	if err != nil {
		return err
	}
	elsewhere := Reason{Key: reasonArrivedOutside, Consequence: Rematch}
	return end(ctx, tx, person, &offer, OfferWithdrawn, SideLocation, elsewhere, Verdict{})
}

// Departure is how a household that is present goes.
type Departure struct {
	Stay   string
	How    places.State   // Left, HostEnded or Unknown; who moves inside the system is recorded where it arrives
	Night  calendar.Night // first night it is no longer there; not after tonight
	Reason string
}

// Left records that a household that was present is gone. Whoever lost its place
// because the location could not go on (HostEnded) waits again, others need no
// place from us. It can be told again after a failure.
//
// A departure on an earlier night is written by the register in a transaction of
// its own before the household follows; Verify finds what a crash in between
// leaves, and telling it again mends it.
func (s *Service) Left(ctx context.Context, actor access.Actor, d Departure) error {
	var check fault.Check
	check.Field(d.How == places.Left || d.How == places.HostEnded || d.How == places.Unknown, "how", "matching.how_unknown")
	check.Field(d.Night <= s.door.Tonight(), "night", "matching.night_ahead")
	if err := check.Err(); err != nil {
		return err
	}
	if d.Night < s.door.Tonight() {
		stay, err := s.ended(ctx, actor, d.Stay)
		if err != nil {
			return err
		}
		if stay.State == places.Present {
			if err := s.places.End(ctx, actor, d.Stay, d.How, d.Night, d.Reason); err != nil {
				return err
			}
		}
	}
	change := gate.Change{Action: access.RecordArrival, Object: "stay/" + d.Stay, Reason: d.Reason, Owner: ownerOfStay(d.Stay)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		stay, err := places.StayByID(ctx, tx.Tx, d.Stay)
		if err != nil {
			return err
		}
		tx.Note("how", string(d.How))
		if stay.State != d.How {
			if stay, err = places.AdvanceAs(ctx, tx, actor.Person, d.Stay, d.How, d.Reason); err != nil {
				return err
			}
		}
		return gone(ctx, tx, actor.Person, stay)
	})
}

func (s *Service) ended(ctx context.Context, actor access.Actor, id string) (stay places.Stay, err error) {
	err = s.door.View(ctx, actor, access.RecordArrival, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if stay, err = places.StayByID(ctx, tx, id); err != nil {
			return err
		}
		owner, err := places.OwnerOf(ctx, tx, stay.Location)
		if err == nil && !scope.Covers(owner) {
			return db.ErrNone
		}
		return err
	})
	return stay, err
}

// gone lets a household follow the end of its stay. One that already had a
// promise elsewhere keeps it; one that waited for another place goes on waiting.
// A planned move is off: its nights are free for others.
func gone(ctx context.Context, tx *gate.Tx, person string, stay places.Stay) error {
	if err := dropPlans(ctx, tx, person, stay.Household, ""); err != nil {
		return err
	}
	h, err := households.Load(ctx, tx.Tx, stay.Household)
	if err != nil {
		return err
	}
	if h.Current == stay.Location && stay.State == places.HostEnded || h.Current != "" && h.State != households.StatePresent {
		if err := households.MoveTo(ctx, tx, person, h.ID, access.Owner{Region: h.Region, Municipality: h.Municipality}, string(stay.State)); err != nil {
			return err
		}
	}
	if h.State != households.StatePresent {
		return nil
	}
	to := households.StateLeft
	if stay.State == places.HostEnded {
		to = households.StateWaiting
	}
	return households.SetState(ctx, tx, person, h.ID, to, string(stay.State))
}
