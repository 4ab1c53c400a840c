package mailroom

import (
	"context"
	"time"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// TopicForget is the topic of erasing what letters say whose time is over; once a
// night.
const TopicForget = "mailroom.forget"

// keepOther is how long the words of a letter are kept that nothing came of.
const keepOther = 30 * 24 * time.Hour

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{TopicForget: s.forget}
}

// forget erases who wrote and what they said, some hundreds of letters at a time.
func (s *Service) forget(ctx context.Context, _ []byte) error {
	for {
		some := 0
		change := gate.Change{Action: access.DecideDraft, Object: "letters", Reason: "forgotten"}
		err := s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
			ids, err := dueToForget(ctx, tx.Tx, tx.Now().Plus(-s.settings.Keep), tx.Now().Plus(-keepOther))
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := forgetLetter(ctx, tx, id); err != nil {
					return err
				}
				if err := intake.ForgetOffers(ctx, tx.Tx, id); err != nil {
					return err
				}
			}
			some = len(ids)
			tx.Note("forgotten", some)
			return nil
		})
		if err != nil || some == 0 {
			return err
		}
	}
}
