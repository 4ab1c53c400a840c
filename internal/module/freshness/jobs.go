package freshness

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// The topics of this room: TopicRound asks the contacts that are due, again and
// again; TopicForget removes, every night, what is kept no longer.
const (
	TopicRound  = "freshness.round"
	TopicForget = "freshness.forget"
)

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{
		TopicRound: func(ctx context.Context, _ []byte) error {
			_, err := s.Round(ctx)
			return err
		},
		TopicForget: s.forget,
	}
}

// forget removes mails some time after their links ended, with the addresses they
// went to, and other contacts nobody decided about.
func (s *Service) forget(ctx context.Context, _ []byte) error {
	change := gate.Change{Action: access.AskReports, Object: "mails", Reason: "nightly"}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		mails, err := dropMails(ctx, tx, tx.Now().Plus(-keepFor))
		if err != nil {
			return err
		}
		waiting, err := toldBefore(ctx, tx.Tx, tx.Now().Plus(-keepTold))
		if err != nil {
			return err
		}
		for _, id := range waiting {
			if _, err := endTold(ctx, tx, id, access.Program().Person, false); err != nil {
				return err
			}
		}
		tx.Note("mails", mails)
		tx.Note("forgotten", len(waiting))
		return dropPauses(ctx, tx, tx.Now().Plus(-keepFor))
	})
}
