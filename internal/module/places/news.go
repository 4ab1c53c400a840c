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
			return s.mailContact(ctx, notice.Location, base, words("places.shortage_subject", "places.shortage_body"))
		},
		TopicClosing: func(ctx context.Context, payload []byte) error {
			var notice ClosingNotice
			if err := json.Unmarshal(payload, &notice); err != nil {
				return fmt.Errorf("places: %w", err)
			}
			return s.mailClosing(ctx, notice, base)
		},
	}
}

// letterLang is the language of mails to locations: their contacts are Dutch.
const letterLang = "nl"

// wording chooses the texts of a mail, and adds to what they tell; no subject: there
// is nothing to tell any more.
type wording func(ctx context.Context, tx *db.Tx, args map[string]any) (subject, body string, err error)

// words are texts that need nothing more.
func words(subject, body string) wording {
	return func(context.Context, *db.Tx, map[string]any) (string, string, error) { return subject, body, nil }
}

// mailContact writes to the person to call about a location. One without an
// address is told by the lists its municipality sees.
func (s *Service) mailContact(ctx context.Context, id, base string, choose wording) error {
	change := gate.Change{Action: access.StateCapacity, Object: "location/" + id, Reason: "mail", Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		return ownerOf(ctx, tx, id)
	}}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		location, err := LocationByID(ctx, tx.Tx, id)
		if err != nil || location.Contact.Email == "" {
			return err
		}
		args := map[string]any{"name": location.Contact.Name, "location": location.Name, "link": base + "/locaties/" + id}
		subject, body, err := choose(ctx, tx.Tx, args)
		if err != nil || subject == "" {
			return err
		}
		return mail.Queue(ctx, tx.Tx, db.NewID(), tx.Now(), mail.Message{To: location.Contact.Email, Lang: letterLang, Subject: subject, Body: body, Args: args})
	})
}
