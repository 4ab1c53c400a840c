package places

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// Handlers are the handlers of this room's topics; base comes before the paths
// in mailed links.
func (s *Service) Handlers(base string) map[string]job.Handler {
	return map[string]job.Handler{
		TopicFreshness: s.Freshen,
		TopicShortage: func(ctx context.Context, payload []byte) error {
			var notice ShortageNotice
			if err := json.Unmarshal(payload, &notice); err != nil {
				return fmt.Errorf("places: %w", err)
			}
			return s.mailContact(ctx, notice.Location, base, "places.shortage_subject", "places.shortage_body")
		},
	}
}

// mailContact writes to the person to call about a location. One without an
// address is told by the lists its municipality sees.
func (s *Service) mailContact(ctx context.Context, id, base, subject, body string) error {
	change := gate.Change{Action: access.StateCapacity, Object: "location/" + id, Reason: "mail", Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		return ownerOf(ctx, tx, id)
	}}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		location, err := LocationByID(ctx, tx.Tx, id)
		if err != nil || location.Contact.Email == "" {
			return err
		}
		return mail.Queue(ctx, tx.Tx, db.NewID(), tx.Now(), mail.Message{
			To: location.Contact.Email, Lang: "nl", Subject: subject, Body: body,
			Args: map[string]any{"name": location.Contact.Name, "location": location.Name, "link": base + "/locaties/" + id},
		})
	})
}
