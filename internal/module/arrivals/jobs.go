package arrivals

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// TopicRemind is work of this room: at half time a side that has not answered is
// reminded, once.
const TopicRemind = "arrivals.remind"

type remindPayload struct {
	Offer string        `json:"offer"`
	Side  matching.Side `json:"side"`
}

// Handlers are the handlers of this room's topics, and of the news of offers and
// planned moves.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{matching.TopicOfferMade: s.offerMade, TopicRemind: s.remind, places.TopicMove: s.tellMove}
}

func offerObject(id string) string { return "offer/" + id }

// toOffer is a change the program makes on one side of an offer.
func (s *Service) toOffer(ctx context.Context, offer string, side matching.Side, reason string, run func(context.Context, *gate.Tx, matching.Offer) error) error {
	change := gate.Change{Action: access.SendOffer, Object: offerObject(offer), Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return matching.OwnerOf(ctx, tx, offer, side)
		}}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		found, err := matching.OfferByID(ctx, tx.Tx, offer)
		if err != nil || standOf(found, side, tx.Now()) != StandOpen {
			return err
		}
		return run(ctx, tx, found)
	})
}

// offerMade mails the location a link and plans the reminders of both sides. An
// offer that has ended meanwhile needs neither.
func (s *Service) offerMade(ctx context.Context, payload []byte) error {
	var news matching.OfferNews
	if err := json.Unmarshal(payload, &news); err != nil {
		return fmt.Errorf("arrivals: %w", err)
	}
	return s.toOffer(ctx, news.Offer, matching.SideLocation, "mail", func(ctx context.Context, tx *gate.Tx, o matching.Offer) error {
		for side, deadline := range map[matching.Side]calendar.Instant{
			matching.SideLocation: o.LocationDeadline, matching.SideHousehold: o.HouseholdDeadline,
		} {
			half := o.MadeAt + (deadline-o.MadeAt)/2
			err := job.Enqueue(ctx, tx.Tx, TopicRemind+"/"+string(side)+"/"+o.ID, half, TopicRemind, remindPayload{o.ID, side})
			if err != nil {
				return err
			}
		}
		return s.askLocation(ctx, tx, o, "arrivals.mail_offer")
	})
}

// remind reminds the side that has not answered.
func (s *Service) remind(ctx context.Context, payload []byte) error {
	var asked remindPayload
	if err := json.Unmarshal(payload, &asked); err != nil {
		return fmt.Errorf("arrivals: %w", err)
	}
	return s.toOffer(ctx, asked.Offer, asked.Side, "reminder", func(ctx context.Context, tx *gate.Tx, o matching.Offer) error {
		if asked.Side == matching.SideLocation {
			return s.askLocation(ctx, tx, o, "arrivals.mail_remind")
		}
		return s.askCoordinators(ctx, tx, o, o.HouseholdOwner.Municipality, "arrivals.mail_remind_household")
	})
}

// letterLang is the language of mails to locations: their contacts are Dutch.
const letterLang = "nl"

// askLocation mails the contact of the location with a link to answer by; where
// there is no address, the coordinators of its municipality.
func (s *Service) askLocation(ctx context.Context, tx *gate.Tx, o matching.Offer, key string) error {
	location, err := places.LocationByID(ctx, tx.Tx, o.Location)
	if err != nil {
		return err
	}
	if location.Contact.Email == "" {
		return s.askCoordinators(ctx, tx, o, location.Municipality, key)
	}
	address, err := s.makeLink(ctx, tx, o, matching.SideLocation)
	if err != nil {
		return err
	}
	tx.Note("mail", "queued")
	to := org.Address{Name: location.Contact.Name, Email: location.Contact.Email, Lang: letterLang}
	return s.queue(ctx, tx, o, key, to, o.LocationDeadline, address, "")
}

// askCoordinators mails those who work for a municipality; they sign in to
// answer.
func (s *Service) askCoordinators(ctx context.Context, tx *gate.Tx, o matching.Offer, municipality, key string) error {
	people, err := org.Coordinators(ctx, tx.Tx, municipality)
	if err != nil {
		return err
	}
	tx.Note("mail", len(people))
	for _, to := range people {
		deadline := o.LocationDeadline
		if key == "arrivals.mail_remind_household" {
			deadline = o.HouseholdDeadline
		}
		if err := s.queue(ctx, tx, o, key, to, deadline, s.base+"/aanbiedingen/"+o.ID, to.Email); err != nil {
			return err
		}
	}
	return nil
}

// queue asks for one mail; key and who tell mails about one offer apart. No mail
// names anybody of the household.
func (s *Service) queue(ctx context.Context, tx *gate.Tx, o matching.Offer, key string, to org.Address, deadline calendar.Instant, address, who string) error {
	return mail.Queue(ctx, tx.Tx, "mail/"+key+"/"+o.ID+"/"+who, tx.Now(), mail.Message{
		To: to.Email, Lang: to.Lang, Subject: key + "_subject", Body: key + "_body",
		Args: map[string]any{
			"name": to.Name, "location": o.LocationName, "code": o.Code, "n": o.Persons,
			"from": i18n.LongDate(to.Lang, o.From), "until": i18n.LongDate(to.Lang, o.Until),
			"deadline": i18n.Moment(to.Lang, deadline), "link": address,
		},
	})
}
