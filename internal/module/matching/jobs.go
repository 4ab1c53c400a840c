package matching

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// The topics of this room's work.
const (
	TopicRun       = "matching.run"        // compute a run
	TopicExpire    = "matching.expire"     // deadlines have passed
	TopicOfferMade = "matching.offer_made" // tell the location
)

type offerPayload struct {
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
		TopicOfferMade: s.tellLocation,
	}
}

// tellLocation mails the contact of a location that an offer awaits its answer.
// The mail names nobody. A location without an address is told by who looks at
// its list; an offer that has ended meanwhile needs no mail.
func (s *Service) tellLocation(ctx context.Context, payload []byte) error {
	var asked offerPayload
	if err := json.Unmarshal(payload, &asked); err != nil {
		return fmt.Errorf("matching: %w", err)
	}
	change := gate.Change{
		Action: access.SendOffer, Object: offerObject(asked.Offer), Reason: "mail", Owner: ownerOnSide(asked.Offer, SideLocation),
	}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		offer, err := findOffer(ctx, tx.Tx, asked.Offer)
		if err != nil || offer.State != OfferOpen || offer.LocationAnswer != "" {
			return err
		}
		location, err := places.LocationByID(ctx, tx.Tx, offer.Location)
		if err != nil {
			return err
		}
		if location.Contact.Email == "" {
			tx.Note("mail", "no address")
			return nil
		}
		tx.Note("mail", "queued")
		return mail.Queue(ctx, tx.Tx, "mail/"+TopicOfferMade+"/"+offer.ID, tx.Now(), s.letter(offer, location))
	})
}

// letterLang is the language of mails to locations: their contacts are Dutch.
const letterLang = "nl"

func (s *Service) letter(o Offer, l places.Location) mail.Message {
	return mail.Message{
		To: l.Contact.Email, Lang: letterLang, Subject: "matching.mail_offer_subject", Body: "matching.mail_offer_body",
		Args: map[string]any{
			"name": l.Contact.Name, "location": l.Name, "n": o.Persons,
			"from": i18n.LongDate(letterLang, o.From), "until": i18n.LongDate(letterLang, o.Until),
			"deadline": i18n.Moment(letterLang, o.LocationDeadline),
			"link":     strings.TrimSuffix(s.settings.Base, "/") + "/aanbod/" + o.ID,
		},
	}
}
