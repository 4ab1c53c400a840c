package registration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onderdak/internal/module/matching"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// TopicRemind reminds a household, at half time, of an offer it has not answered.
const TopicRemind = "registration.remind"

// askHousehold mails a household that an offer waits on its page, and plans the
// reminder.
func (s *Service) askHousehold(ctx context.Context, payload []byte) error {
	return s.mailOffer(ctx, payload, "registration.mail_offer", func(ctx context.Context, tx *gate.Tx, o matching.Offer) error {
		half := o.MadeAt + (o.HouseholdDeadline-o.MadeAt)/2
		return job.Enqueue(ctx, tx.Tx, TopicRemind+"/"+o.ID, half, TopicRemind, matching.OfferNews{Offer: o.ID})
	})
}

func (s *Service) remindHousehold(ctx context.Context, payload []byte) error {
	return s.mailOffer(ctx, payload, "registration.mail_remind", nil)
}

// mailOffer writes to a household that left an address and has still to answer.
// The mail names nobody and no place: others may read it too.
func (s *Service) mailOffer(ctx context.Context, payload []byte, key string, then func(context.Context, *gate.Tx, matching.Offer) error) error {
	var news matching.OfferNews
	if err := json.Unmarshal(payload, &news); err != nil {
		return fmt.Errorf("registration: %w", err)
	}
	offer, to, lang, err := s.addressee(ctx, news.Offer)
	if err != nil || to == "" {
		return err
	}
	change := gate.Change{Action: access.SendOffer, Object: "offer/" + offer.ID, Reason: "mail", Owner: gate.Belongs(offer.HouseholdOwner)}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("mail", "household")
		err := mail.Queue(ctx, tx.Tx, "mail/"+key+"/"+offer.ID, tx.Now(), mail.Message{
			To: to, Lang: lang, Subject: key + "_subject", Body: key + "_body",
			Args: map[string]any{"code": offer.Code, "deadline": i18n.Moment(lang, offer.HouseholdDeadline), "link": s.settings.Base + "/status"},
		})
		if err != nil || then == nil {
			return err
		}
		return then(ctx, tx, offer)
	})
}

// addressee is who is to be written to about an offer, in which language; nobody
// where there is no address, or nothing left to answer.
func (s *Service) addressee(ctx context.Context, id string) (offer matching.Offer, to, lang string, err error) {
	err = s.door.View(ctx, access.Program(), access.AnswerOffer, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		if offer, err = matching.OfferByID(ctx, tx, id); err != nil {
			return err
		}
		if offer.State != matching.OfferOpen || offer.HouseholdAnswer != "" || s.door.Now() >= offer.HouseholdDeadline {
			return nil
		}
		contact, err := contactOf(ctx, tx, offer.Household)
		if errors.Is(err, db.ErrNone) {
			return nil // registered by others: they call
		}
		if err != nil {
			return err
		}
		registered, err := byHousehold(ctx, tx, offer.Household)
		to, lang = contact.Email, registered.Lang
		return err
	})
	return offer, to, lang, err
}
