package arrivals

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/module/households"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// tellMove writes to both locations of a planned move: who comes, and who goes; or
// that it is off. Where the household left or turned up elsewhere, the location it
// was at knows.
func (s *Service) tellMove(ctx context.Context, payload []byte) error {
	var notice places.MoveNotice
	if err := json.Unmarshal(payload, &notice); err != nil {
		return fmt.Errorf("arrivals: %w", err)
	}
	change := ofStay(notice.Stay, "mail")
	change.Action = access.PlaceStay
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		told, holds, err := places.TellingOf(ctx, tx.Tx, notice)
		if err != nil || !holds {
			return err
		}
		household, err := households.Load(ctx, tx.Tx, told.Next.Household)
		if err != nil {
			return err
		}
		off := ""
		if notice.Off {
			off = "_off"
		}
		mails, err := s.writeMove(ctx, tx, told, household.Code, moveLetter{"arrivals.mail_move_in" + off, told.Next, told.To, told.From})
		if err == nil && !notice.Overtaken {
			var more int
			more, err = s.writeMove(ctx, tx, told, household.Code, moveLetter{"arrivals.mail_move_out" + off, told.Old, told.From, told.To})
			mails += more
		}
		tx.Note("mail", mails)
		return err
	})
}

// moveLetter is what one of the two locations is told.
type moveLetter struct {
	key   string // of its texts, without _subject and _body
	stay  places.Stay
	at    places.Location // whom it is written to
	other places.Location
}

// writeMove asks for the mails to one location of a planned move, and gives their
// number: to its contact, or where that has no address to the coordinators of its
// municipality. They name nobody.
func (s *Service) writeMove(ctx context.Context, tx *gate.Tx, told places.Told, code string, l moveLetter) (int, error) {
	readers := []org.Address{{Name: l.at.Contact.Name, Email: l.at.Contact.Email, Lang: letterLang}}
	if l.at.Contact.Email == "" {
		var err error
		if readers, err = org.Coordinators(ctx, tx.Tx, l.at.Municipality); err != nil {
			return 0, err
		}
	}
	for _, to := range readers {
		err := mail.Queue(ctx, tx.Tx, "mail/"+l.key+"/"+told.Next.ID+"/"+to.Email, tx.Now(), mail.Message{
			To: to.Email, Lang: to.Lang, Subject: l.key + "_subject", Body: l.key + "_body",
			Args: map[string]any{
				"name": to.Name, "location": l.at.Name, "other": l.other.Name, "code": code, "n": l.stay.Persons,
				"night": i18n.LongDate(to.Lang, told.Next.From), "last": i18n.LongDate(to.Lang, l.stay.Until-1),
				"link": s.base + locationAddress(l.at.ID) + "/verblijven/" + l.stay.ID,
			},
		})
		if err != nil {
			return 0, err
		}
	}
	return len(readers), nil
}

// moves lists the moves to and from a location that are planned for a night after
// this one, soonest first.
func (t *Today) moves(ctx context.Context, tx *db.Tx) (err error) {
	t.Moves, err = plannedMoves(ctx, tx, t.ID, t.Night)
	return err
}
