package registration

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/mail"
)

// Checks are the ways in which who hands out a secret knows to whom.
var Checks = []string{"card", "known"}

// Handover is a new secret for the page of a household.
type Handover struct {
	Household string
	Why       string
	Check     string           // one of Checks
	Seen      calendar.Instant // when the registration was last changed, as the caller saw it
}

// Page is what staff may know of a household's own way to its page.
type Page struct {
	Reference string
	Lang      string
	Changed   calendar.Instant
}

// PageOf finds the page of a household within the actor's reach; a conflict
// (registration.no_page) where it never registered itself.
func (s *Service) PageOf(ctx context.Context, actor access.Actor, household string) (p Page, err error) {
	err = s.door.View(ctx, actor, access.NewSecret, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if err := within(ctx, tx, scope, household); err != nil {
			return err
		}
		p, err = pageOf(ctx, tx, household)
		return err
	})
	return p, err
}

func pageOf(ctx context.Context, tx *db.Tx, household string) (p Page, err error) {
	err = tx.Row(ctx, sqlPage, household).Scan(&p.Reference, &p.Lang, &p.Changed)
	if errors.Is(err, db.ErrNone) {
		return p, fault.New(fault.Conflict, "registration.no_page")
	}
	return p, err
}

// HandOut gives a household a new secret; the old one opens nothing from then on,
// and a code that was shut is open again. The secret is nowhere but in the
// answer. Asked twice for one sight of the page, the second is a conflict: nobody
// ends by a second press what was just written down. Where the household left an
// address it is told, so that it hears of a secret that others asked for.
func (s *Service) HandOut(ctx context.Context, actor access.Actor, h Handover) (p Page, secret string, err error) {
	var check fault.Check
	check.Field(strings.TrimSpace(h.Why) != "", "why", "households.why_missing")
	check.Field(slices.Contains(Checks, h.Check), "check", "registration.secret_check_missing")
	if err := check.Err(); err != nil {
		return p, "", err
	}
	if secret, err = newWord(secretLetters); err != nil {
		return p, "", err
	}
	lock, err := lockOf(h.Household, secret)
	if err != nil {
		return p, "", err
	}
	change := gate.Change{Action: access.NewSecret, Object: object(h.Household), Reason: h.Why, Owner: ownerOf(h.Household)}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		now, err := locked(ctx, tx, h.Household)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if p, err = pageOf(ctx, tx.Tx, h.Household); err != nil {
			return err
		}
		if p.Changed != h.Seen {
			return fault.New(fault.Conflict, "registration.secret_meanwhile", "at", p.Changed)
		}
		tx.Note("checked", h.Check)
		if _, err := tx.Exec(ctx, sqlNewSecret, lock.digest, max(tx.Now(), p.Changed+1), h.Household); err != nil {
			return err
		}
		return s.tellNewSecret(ctx, tx, now)
	})
	if err != nil {
		return p, "", err
	}
	return p, secret, nil
}

// tellNewSecret mails a household that left an address. The mail holds neither
// the secret nor a name.
func (s *Service) tellNewSecret(ctx context.Context, tx *gate.Tx, r row) error {
	to, err := contact(ctx, tx.Tx, r.Household)
	if err != nil || to.Email == "" {
		return err
	}
	h, err := households.Load(ctx, tx.Tx, r.Household)
	if err != nil {
		return err
	}
	tx.Note("mail", "household")
	return mail.Queue(ctx, tx.Tx, db.NewID(), tx.Now(), mail.Message{
		To: to.Email, Lang: r.Lang, Subject: "registration.mail_secret_subject", Body: "registration.mail_secret_body",
		Args: map[string]any{"code": h.Code},
	})
}
