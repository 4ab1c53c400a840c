package org

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/mail"
)

// Service is the use cases of the room.
type Service struct {
	door      *gate.Gate
	base      string // address under which people reach the pages, without a final slash
	directory Directory
}

// New makes the service; base is put before the paths in mailed links.
func New(door *gate.Gate, base string) *Service { return &Service{door: door, base: base} }

// AddAccount makes an account with its roles. An address that is in use is a
// conflict.
func (s *Service) AddAccount(ctx context.Context, actor access.Actor, account Account) error {
	for i := range account.Roles {
		account.Roles[i].tidy()
	}
	if err := account.Validate(); err != nil {
		return err
	}
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(account.ID), Owner: gate.Belongs(account.Roles[0].Owner())}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		for _, grant := range account.Roles {
			if err := access.CheckGive(actor, grant.Role, grant.Owner()); err != nil {
				return err
			}
		}
		added, err := insertAccount(ctx, tx, account)
		if err != nil {
			return err
		}
		if !added {
			return fault.New(fault.Conflict, "org.email_taken", "email", account.Email)
		}
		for _, grant := range account.Roles {
			tx.Note("role", string(grant.Role))
			if err := insertGrant(ctx, tx, account.ID, grant); err != nil {
				return err
			}
		}
		return nil
	})
}

// MailLink mails a one-time link to the address, if it belongs to an account.
// The answer is the same when it does not: nobody learns who works here.
func (s *Service) MailLink(ctx context.Context, email string) error {
	change := gate.Change{Action: access.ManagePeople, Object: "login"}
	err := s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		account, err := accountByEmail(ctx, tx.Tx, fold(email))
		if err != nil {
			return err
		}
		if account.Blocked != 0 {
			return db.ErrNone
		}
		recent, err := recentLinks(ctx, tx, account.ID)
		if err != nil {
			return err
		}
		if recent >= linksAnHour {
			return db.ErrNone
		}
		terms, err := termsIn(ctx, tx.Tx)
		if err != nil {
			return err
		}
		token, err := newLink(ctx, tx, account.ID, "", terms.Link())
		if err != nil {
			return err
		}
		return mail.Queue(ctx, tx.Tx, db.NewID(), tx.Now(), mail.Message{
			To: account.Email, Lang: account.Lang, Subject: "org.link_subject", Body: "org.link_body",
			Args: map[string]any{"name": account.Name, "link": s.base + LinkPath + token, "minutes": terms.LinkMinutes},
		})
	})
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	return err
}

// LinkPath comes before the token in a one-time link.
const LinkPath = "/inloggen/"

// MakeLink makes a one-time link for one role of an account, to be handed over
// by the caller: the demo prints them, the administrator's command too.
func (s *Service) MakeLink(ctx context.Context, actor access.Actor, account, grant string) (link string, err error) {
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(account)}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		terms, err := termsIn(ctx, tx.Tx)
		if err != nil {
			return err
		}
		token, err := newLink(ctx, tx, account, grant, terms.Link())
		link = s.base + LinkPath + token
		return err
	})
	return link, err
}

// Opened is a session that was just opened: its token, for the person's browser
// alone, and how long it works.
type Opened struct {
	Token string
	Life  time.Duration
}

// SignIn uses a one-time link and opens a session in a browser, told by its own
// name for itself (the User-Agent header; may be empty). A link that was used,
// has expired or never existed is gone.
func (s *Service) SignIn(ctx context.Context, token, browser string) (opened Opened, err error) {
	who, grant, err := s.holder(ctx, token)
	if err != nil {
		return opened, err
	}
	err = s.own(ctx, who, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("signed_in", true)
		if err := useLink(ctx, tx, who.Person, digest(token)); errors.Is(err, db.ErrNone) {
			return fault.New(fault.Gone, "org.link_gone")
		} else if err != nil {
			return err
		}
		opened, err = open(ctx, tx, who.Person, grant, browser)
		return err
	})
	return opened, err
}

// holder finds whose link it is and the role it opens: the one it was made for,
// or the first of the account where that was taken back or none was named.
func (s *Service) holder(ctx context.Context, token string) (who access.Actor, grant string, err error) {
	err = s.door.View(ctx, access.Program(), access.ManagePeople, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		account, wanted, err := linkHolder(ctx, tx, digest(token), s.door.Now())
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Gone, "org.link_gone")
		}
		if err != nil {
			return err
		}
		if grant, err = grantInUse(ctx, tx, account, wanted); errors.Is(err, db.ErrNone) {
			return fault.New(fault.Forbidden, "org.no_role")
		} else if err != nil {
			return err
		}
		held, err := grantOf(ctx, tx, account, grant)
		who = Account{ID: account}.actor(held)
		return err
	})
	return who, grant, err
}

// open opens a session of the account in the role.
func open(ctx context.Context, tx *gate.Tx, account, grant, browser string) (opened Opened, err error) {
	terms, err := termsIn(ctx, tx.Tx)
	if err != nil {
		return opened, err
	}
	opened = Opened{Token: newToken(), Life: terms.Session()}
	return opened, insertSession(ctx, tx, digest(opened.Token), account, grant, kindOfBrowser(browser), opened.Life)
}

// Session finds who is signed in by the session's token.
func (s *Service) Session(ctx context.Context, token string) (session Session, err error) {
	err = s.door.View(ctx, access.Program(), access.ManagePeople, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		session, err = sessionByDigest(ctx, tx, digest(token), s.door.Now())
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return session, fault.New(fault.Unauthenticated, "access.sign_in")
	}
	return session, err
}

// SignOut ends a session; ending it twice is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	found, err := s.Session(ctx, token)
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	return s.own(ctx, found.Actor, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("signed_out", true)
		return endSession(ctx, tx, found.Actor.Person, digest(token))
	})
}

// newToken makes 160 random bits that survive being read over the telephone.
func newToken() string { return rand.Text() + rand.Text()[:6] }

// accountObject names an account in the audit.
func accountObject(id string) string { return "account/" + id }

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
