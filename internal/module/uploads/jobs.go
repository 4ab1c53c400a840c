package uploads

import (
	"context"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// TopicForget is the topic of letting trials go that nobody confirmed; once a night.
const TopicForget = "uploads.forget"

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{TopicForget: s.forget}
}

func (s *Service) forget(ctx context.Context, _ []byte) error {
	change := gate.Change{Action: access.UploadMail, Object: "trials", Reason: "forgotten"}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		gone, err := dropTrials(ctx, tx.Tx, tx.Now().Plus(-keepTrial))
		tx.Note("forgotten", gone)
		return err
	})
}
