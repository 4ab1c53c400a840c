package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// TopicForget is the topic of forgetting whom to call about a refused report.
const TopicForget = "intake.forget"

// keepRefused is how long whom to call about a refused report is kept: time to
// hear that the refusal was a mistake.
const keepRefused = 30 * 24 * time.Hour

type forgetting struct {
	Draft string `json:"draft"`
}

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{TopicForget: s.forget}
}

func (s *Service) forget(ctx context.Context, payload []byte) error {
	var asked forgetting
	if err := json.Unmarshal(payload, &asked); err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	change := gate.Change{Action: access.DecideDraft, Object: object(asked.Draft), Reason: "forgotten", Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		d, err := DraftByID(ctx, tx, asked.Draft)
		return d.Owner(), err
	}}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		rows, err := forgetContact(ctx, tx.Tx, asked.Draft, tx.Now().Plus(-keepRefused))
		tx.Note("forgotten", rows)
		return err
	})
}
