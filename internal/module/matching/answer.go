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

// Reply is what one side says to an offer; a verdict goes with a decline.
type Reply struct {
	Offer  string
	Side   Side // SideLocation or SideHousehold
	Answer Answer
	Once   bool // an answer given before stands: another one is a conflict
	Verdict
}

func offerObject(id string) string { return "offer/" + id }

func ownerOnSide(id string, side Side) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return OwnerOf(ctx, tx, id, side) }
}

// Answer takes in what a side says. With the second yes the stay and the
// household are accepted; with any no the nights are free the same second and
// the reason has its consequence. A side may change its yes into a no while the
// other has not answered. Saying the same again changes nothing. After the
// deadline, or when the offer has ended otherwise, the answer is gone.
func (s *Service) Answer(ctx context.Context, actor access.Actor, reply Reply) (Offer, error) {
	var check fault.Check
	check.Field(reply.Side == SideLocation || reply.Side == SideHousehold, "side", "matching.side_unknown")
	check.Field(reply.Answer == Accept || reply.Answer == Decline, "answer", "matching.answer_unknown")
	if err := check.Err(); err != nil {
		return Offer{}, err
	}
	var offer Offer
	late := false
	change := gate.Change{
		Action: access.AnswerOffer, Object: offerObject(reply.Offer), Reason: reply.Reason, Owner: ownerOnSide(reply.Offer, reply.Side),
	}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		if offer, err = lockOffer(ctx, tx, reply.Offer); err != nil {
			return err
		}
		tx.Note("side", string(reply.Side))
		tx.Note("answer", string(reply.Answer))
		given, _ := offer.answer(reply.Side)
		if *given == reply.Answer && offer.State != OfferExpired && offer.State != OfferWithdrawn {
			return nil
		}
		if reply.Once && *given != "" {
			return fault.New(fault.Conflict, "matching.answered_before")
		}
		late = offer.State == OfferOpen && tx.Now() >= offer.Due
		if offer.State != OfferOpen || late {
			return fault.New(fault.Gone, "matching.offer_ended", "state", string(offer.State))
		}
		*given = reply.Answer
		if reply.Answer == Decline {
			return s.decline(ctx, tx, actor, &offer, reply)
		}
		return s.accept(ctx, tx, actor, &offer, reply.Side)
	})
	if late {
		// The nights must not wait for the sweep.
		err = errors.Join(err, s.expire(ctx, reply.Offer))
	}
	return offer, err
}

func (s *Service) accept(ctx context.Context, tx *gate.Tx, actor access.Actor, o *Offer, side Side) error {
	e := Event{Person: actor.Person, Side: side, Before: o.State, Answer: Accept}
	if o.LocationAnswer != Accept || o.HouseholdAnswer != Accept {
		return saveOffer(ctx, tx, o, e)
	}
	o.State = OfferAccepted
	if _, err := places.AdvanceAs(ctx, tx, actor.Person, o.Stay, places.Accepted, "offer accepted"); err != nil {
		return err
	}
	if err := households.SetState(ctx, tx, actor.Person, o.Household, households.StateAccepted, "offer "+o.ID); err != nil {
		return err
	}
	return saveOffer(ctx, tx, o, e)
}

func (s *Service) decline(ctx context.Context, tx *gate.Tx, actor access.Actor, o *Offer, reply Reply) error {
	reason, err := reply.find(AtDecline, reply.Side, tx.Tonight())
	if err != nil {
		return err
	}
	return end(ctx, tx, actor.Person, o, OfferDeclined, reply.Side, reason, reply.Verdict)
}

// end closes an offer that brings nobody to the location: its nights are free,
// its household goes where the reason sends it, in the same transaction.
func end(ctx context.Context, tx *gate.Tx, person string, o *Offer, to OfferState, side Side, reason Reason, verdict Verdict) error {
	e := Event{Person: person, Side: side, Before: o.State, Reason: reason.Key, Note: verdict.Note}
	if to == OfferDeclined {
		e.Answer = Decline
	}
	if !o.State.CanBecome(to) {
		return fault.New(fault.Conflict, "matching.offer_ended", "state", string(o.State))
	}
	o.State, o.Reason, o.Asks = to, reason.Key, reason.Asks
	if _, err := places.AdvanceAs(ctx, tx, person, o.Stay, stayStates[to][0], reason.Key); err != nil {
		return err
	}
	household, err := households.Load(ctx, tx.Tx, o.Household)
	if err != nil {
		return err
	}
	if err := follow(ctx, tx, person, household, o.Location, reason, verdict); err != nil {
		return err
	}
	if err := tellBack(ctx, tx, o.ID, o.Household, ""); err != nil {
		return err
	}
	return saveOffer(ctx, tx, o, e)
}

// TurnDown gives a reason for turning a place down, before it was offered, its
// consequence for the household inside the caller's transaction; wrong fields of
// the verdict are told at once. A household whose affairs have moved on meanwhile
// is left alone.
func TurnDown(ctx context.Context, tx *gate.Tx, person, household, location string, verdict Verdict) (Reason, error) {
	reason, err := verdict.find(AtReject, SideSender, tx.Tonight())
	if err != nil {
		return reason, err
	}
	found, err := households.Load(ctx, tx.Tx, household)
	if err != nil {
		return reason, err
	}
	if !waits(found, tx.Tonight()) {
		return reason, nil
	}
	return reason, follow(ctx, tx, person, found, location, reason, verdict)
}

// TellBack is the news that the household of an ended offer looks for a place
// again, for a cause of its own: told for the same offer and cause twice is told
// once.
func TellBack(ctx context.Context, tx *gate.Tx, offer Offer, cause string) error {
	return tellBack(ctx, tx, offer.ID, offer.Household, "/"+cause)
}

// follow gives a reason its consequence for the household. Its waiting time is
// not touched by any of them.
func follow(ctx context.Context, tx *gate.Tx, person string, h households.Household, location string, reason Reason, verdict Verdict) error {
	switch reason.Consequence {
	case ParkUntil:
		return households.Park(ctx, tx, person, h.ID, reason.Key, verdict.Until.Night)
	case ExcludeLocation:
		if err := households.Exclude(ctx, tx, h.ID, location, reason.Key); err != nil {
			return err
		}
	case Withdraw:
		to := households.StateWithdrawn
		if h.Current != "" {
			to = households.StatePresent // it stays somewhere already, and now remains there
		}
		return households.SetState(ctx, tx, person, h.ID, to, reason.Key)
	}
	if h.State == households.StateWaiting {
		return nil
	}
	return households.SetState(ctx, tx, person, h.ID, households.StateWaiting, reason.Key)
}

// WithdrawOffer takes an offer back, open or accepted; the reason says what
// follows for the household.
func (s *Service) WithdrawOffer(ctx context.Context, actor access.Actor, id string, verdict Verdict) error {
	return s.withdraw(ctx, actor, id, verdict, func(Offer) error { return nil })
}

// TakeBack undoes the sending of an offer that nobody has answered yet: its
// nights are free at once and its household waits again, with its waiting time.
// Once a side has answered something depends on it, and it is a conflict.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, id string) error {
	return s.withdraw(ctx, actor, id, Verdict{Reason: reasonMistake}, func(o Offer) error {
		switch {
		case o.State != OfferOpen:
			return fault.New(fault.Conflict, "matching.offer_ended", "state", string(o.State))
		case o.LocationAnswer != "" || o.HouseholdAnswer != "":
			return fault.New(fault.Conflict, "matching.answered_already")
		}
		return nil
	})
}

func (s *Service) withdraw(ctx context.Context, actor access.Actor, id string, verdict Verdict, allowed func(Offer) error) error {
	change := gate.Change{Action: access.SendOffer, Object: offerObject(id), Reason: verdict.Reason, Owner: ownerOnSide(id, SideLocation)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		reason, err := verdict.find(AtWithdraw, SideSender, tx.Tonight())
		if err != nil {
			return err
		}
		offer, err := lockOffer(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := allowed(offer); err != nil {
			return err
		}
		return end(ctx, tx, actor.Person, &offer, OfferWithdrawn, SideSender, reason, verdict)
	})
}

// Corrected says that somebody looked at the data an offer's end put in doubt:
// they were mended, or found right. The household or location takes part in runs
// again.
func (s *Service) Corrected(ctx context.Context, actor access.Actor, id string) error {
	side := SideLocation
	change := gate.Change{
		Action: access.AnswerOffer, Object: offerObject(id), Reason: "data looked at",
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			offer, err := findOffer(ctx, tx, id)
			if offer.Asks == SideHousehold {
				side = SideHousehold
			}
			if err != nil {
				return access.Owner{}, err
			}
			return OwnerOf(ctx, tx, id, side)
		},
	}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		if err := tx.Alters(ctx, keptOffers, id); err != nil {
			return err
		}
		rows, err := tx.Exec(ctx, sqlCorrected, tx.Now(), id)
		if err == nil && rows == 0 {
			return fault.New(fault.Conflict, "matching.nothing_to_correct")
		}
		if err != nil {
			return err
		}
		offer, err := findOffer(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		return TellBack(ctx, tx, offer, "corrected")
	})
}

// expired is the reason the program gives.
func expired() Reason {
	for _, reason := range Reasons {
		if reason.Key == reasonExpired {
			return reason
		}
	}
	panic("matching: the table of reasons lacks " + reasonExpired)
}

// expire ends an offer whose deadline has passed; one that has ended or still
// has time is left alone, so that it can be asked any number of times.
func (s *Service) expire(ctx context.Context, id string) error {
	change := gate.Change{Action: access.SendOffer, Object: offerObject(id), Reason: reasonExpired, Owner: ownerOnSide(id, SideLocation)}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		return expireIn(ctx, tx, id)
	})
}

func expireIn(ctx context.Context, tx *gate.Tx, id string) error {
	offer, err := lockOffer(ctx, tx, id)
	if err != nil || offer.State != OfferOpen || tx.Now() < offer.Due {
		return err
	}
	return end(ctx, tx, access.Program().Person, &offer, OfferExpired, SideSender, expired(), Verdict{})
}

// Sweep ends every offer whose deadline has passed and gives their number. The
// job of a deadline calls it; calling it more often does no harm. They go in
// batches, each on its own.
func (s *Service) Sweep(ctx context.Context) (count int, err error) {
	for {
		var ids []string
		err := s.door.View(ctx, access.Program(), access.SendOffer, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
			ids, err = overdue(ctx, tx, calendar.Instant(s.door.Now()), sendBatch)
			return err
		})
		if err != nil || len(ids) == 0 {
			return count, err
		}
		change := gate.Change{Action: access.SendOffer, Object: "offers", Reason: reasonExpired}
		err = s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
			tx.Note("expired", ids)
			for _, id := range ids {
				if err := expireIn(ctx, tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return count, err
		}
		count += len(ids)
	}
}
