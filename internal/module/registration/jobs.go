package registration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// The topics of this room's work.
const (
	TopicExpire   = "registration.expire"   // forget a draft nobody came back to
	TopicGuardian = "registration.guardian" // tell who must call the guardian
)

type expiry struct {
	Household string `json:"household"`
}

// Handlers are the handlers of this room's topics.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{
		TopicExpire: s.expire, TopicGuardian: s.tellGuardian, matching.TopicHouseholdAsked: s.askHousehold, TopicRemind: s.remindHousehold,
		places.TopicMoveHousehold: s.tellMove,
	}
}

// guardian is the news of an unaccompanied minor; it holds no name.
type guardian struct {
	Household    string `json:"household"`
	Code         string `json:"code"`
	Municipality string `json:"municipality"`
	Region       string `json:"region"`
	Time         string `json:"time,omitempty"` // the revision in which a correction showed it; empty: at registration
}

// tellGuardian mails those who must see to it that a guardian comes: the
// coordinators of the municipality and of its region, and the national desk where
// there are none.
func (s *Service) tellGuardian(ctx context.Context, payload []byte) error {
	var news guardian
	if err := json.Unmarshal(payload, &news); err != nil {
		return fmt.Errorf("registration: %w", err)
	}
	accounts, err := s.org.People(ctx, access.Program(), org.PeopleFilter{})
	if err != nil {
		return err
	}
	told, desk := []org.Account{}, []org.Account{}
	for _, account := range accounts {
		if account.Blocked != 0 {
			continue
		}
		for _, grant := range account.Roles {
			switch {
			case grant.Role == access.Municipal && grant.Municipality == news.Municipality, grant.Role == access.Regional && grant.Region == news.Region:
				told = append(told, account)
			case grant.Role == access.National:
				desk = append(desk, account)
			}
		}
	}
	if len(told) == 0 {
		told = desk
	}
	change := gate.Change{Action: access.FillIn, Object: object(news.Household), Reason: "guardian", Owner: gate.Belongs(access.Owner{Household: news.Household})}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("mails", len(told))
		for _, account := range told {
			err := mail.Queue(ctx, tx.Tx, "mail/"+TopicGuardian+"/"+news.Household+news.Time+"/"+account.ID, tx.Now(), mail.Message{
				To: account.Email, Lang: account.Lang, Subject: "registration.mail_guardian_subject", Body: "registration.mail_guardian_body",
				Args: map[string]any{"name": account.Name, "code": news.Code, "municipality": municipalityName(news.Municipality),
					"link": s.settings.Base + "/huishoudens/" + news.Household},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// expire forgets a draft whose time has passed. One that was saved since is
// looked at again when its new time has passed.
func (s *Service) expire(ctx context.Context, payload []byte) error {
	var asked expiry
	if err := json.Unmarshal(payload, &asked); err != nil {
		return fmt.Errorf("registration: %w", err)
	}
	return s.door.Do(ctx, access.Program(), itself(asked.Household, "expired"), func(ctx context.Context, tx *gate.Tx) error {
		dropped, err := dropExpired(ctx, tx, asked.Household, tx.Now())
		tx.Note("dropped", dropped)
		if err != nil || dropped > 0 {
			return err
		}
		var kept Draft
		err = tx.Row(ctx, sqlExpiryOfDraft, asked.Household).Scan(&kept.Expires)
		if errors.Is(err, db.ErrNone) {
			return nil // sent, or dropped before
		}
		if err != nil {
			return err
		}
		return job.Enqueue(ctx, tx.Tx, db.NewID(), kept.Expires, TopicExpire, asked)
	})
}
