package matching

import (
	"context"

	"onderdak/internal/module/households"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// The topics of this room's work.
const (
	TopicRun       = "matching.run"        // compute a run
	TopicExpire    = "matching.expire"     // deadlines have passed
	TopicOfferMade = "matching.offer_made" // news, with an OfferNews: who is asked must hear of it

	// TopicHouseholdAsked is the same news for the room that knows where a
	// household reads its mail.
	TopicHouseholdAsked = "matching.household_asked"

	// TopicBack is the news that the household of an offer that came to nothing
	// looks for a place again, with an OfferNews: due when it does, which for one
	// that was parked is the night it comes back.
	TopicBack = "matching.household_back"
)

// OfferNews is the payload of the news about offers; app ties their topics to the
// rooms that act on them.
type OfferNews struct {
	Offer string `json:"offer"`
}

// tellBack writes the news that the household of an ended offer looks for a place
// again: now, or when its parking ends. What it waits for beyond that (data to be
// looked at, an end nobody set) is for who hears it to find out. again tells news
// about one offer apart.
func tellBack(ctx context.Context, tx *gate.Tx, offer, household, again string) error {
	h, err := households.Load(ctx, tx.Tx, household)
	if err != nil {
		return err
	}
	at := tx.Now()
	switch {
	case h.State == households.StateParked && h.ParkedUntil.Known:
		at = max(at, h.ParkedUntil.Night.Begins())
	case h.State != households.StateWaiting:
		return nil
	}
	return job.Enqueue(ctx, tx.Tx, TopicBack+"/"+offer+again, at, TopicBack, OfferNews{Offer: offer})
}

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{
		TopicRun: s.compute,
		TopicExpire: func(ctx context.Context, _ []byte) error {
			_, err := s.Sweep(ctx)
			return err
		},
	}
}
