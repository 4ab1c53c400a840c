package registration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
)

// PlannedMove is where a household goes on, and from which night; its stay has no ID
// where no move is planned.
type PlannedMove struct {
	Stay places.Stay
	To   places.Location
}

// plannedMove finds the move of a household that is planned.
func plannedMove(ctx context.Context, tx *db.Tx, household string) (move PlannedMove, err error) {
	move.Stay, err = places.PlannedMoveOf(ctx, tx, household)
	if errors.Is(err, db.ErrNone) {
		return PlannedMove{}, nil
	}
	if err == nil {
		move.To, err = places.LocationByID(ctx, tx, move.Stay.Location)
	}
	return move, err
}

// tellMove mails a household that left an address that it moves, or that the move is
// off. The mail names nobody and no place: others may read it too.
func (s *Service) tellMove(ctx context.Context, payload []byte) error {
	var notice places.MoveNotice
	if err := json.Unmarshal(payload, &notice); err != nil {
		return fmt.Errorf("registration: %w", err)
	}
	told, to, err := s.mover(ctx, notice)
	if err != nil || to.email == "" {
		return err
	}
	key := "registration.mail_move"
	if notice.Off {
		key += "_off"
	}
	return s.door.Do(ctx, access.Program(), itself(told.Next.Household, "mail"), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("mail", "household")
		return mail.Queue(ctx, tx.Tx, "mail/"+key+"/"+notice.Stay, tx.Now(), mail.Message{
			To: to.email, Lang: to.lang, Subject: key + "_subject", Body: key + "_body",
			Args: map[string]any{"code": to.code, "night": i18n.LongDate(to.lang, told.Next.From), "link": s.settings.Base + "/status"},
		})
	})
}

// reader is a household that can be written to, with the code it knows itself by.
type reader struct{ email, lang, code string }

// mover is who is to be written to about a planned move; nobody where there is no
// address, or nothing to tell any more.
func (s *Service) mover(ctx context.Context, notice places.MoveNotice) (told places.Told, to reader, err error) {
	err = s.door.View(ctx, access.Program(), access.FillIn, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		var holds bool
		if told, holds, err = places.TellingOf(ctx, tx, notice); err != nil || !holds {
			return err
		}
		contact, err := contact(ctx, tx, told.Next.Household)
		if err != nil || contact.Email == "" {
			return err // registered by others: they call
		}
		registered, err := byHousehold(ctx, tx, told.Next.Household)
		to = reader{contact.Email, registered.Lang, registered.Reference}
		return err
	})
	return told, to, err
}
