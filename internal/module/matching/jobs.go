package matching

import (
	"context"

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
)

// OfferNews is the payload of TopicOfferMade; app ties the topic to the room
// that tells people.
type OfferNews struct {
	Offer string `json:"offer"`
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
