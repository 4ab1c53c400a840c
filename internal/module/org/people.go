package org

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/mail"
)

// Directory looks up the locations people work for; the room of the register
// stands above this one, so app ties them.
type Directory struct {
	// In lists the locations in use of a municipality, by name.
	In func(ctx context.Context, municipality string) ([]Place, error)
	// Name is the name of a location; empty where there is none.
	Name func(ctx context.Context, location string) (string, error)
}

// Place is a location by its name.
type Place struct{ ID, Name string }

// Lookup tells the service where to find locations by name.
func (s *Service) Lookup(directory Directory) { s.directory = directory }

// PeopleFilter narrows the list of people.
type PeopleFilter struct {
	Text string      // part of name or address, in any case
	Role access.Role // empty: every role
}

func (f PeopleFilter) matches(a Account) bool {
	text := strings.ToLower(strings.TrimSpace(f.Text))
	if !strings.Contains(strings.ToLower(a.Name), text) && !strings.Contains(strings.ToLower(a.Email), text) {
		return false
	}
	return f.Role == "" || slices.ContainsFunc(a.Roles, func(g Grant) bool { return g.Role == f.Role })
}

// People lists the accounts with a role within the actor's reach, by name, each
// with those roles alone. Accounts without any role are the nation's.
func (s *Service) People(ctx context.Context, actor access.Actor, filter PeopleFilter) (found []Account, err error) {
	err = s.door.View(ctx, actor, access.ManagePeople, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		all, err := accountsWithin(ctx, tx, scope)
		for _, account := range all {
			if filter.matches(account) {
				found = append(found, account)
			}
		}
		return err
	})
	return found, err
}

// Person finds one account with the roles within the actor's reach; one without
// any there is not found.
func (s *Service) Person(ctx context.Context, actor access.Actor, id string) (found Account, err error) {
	err = s.door.View(ctx, actor, access.ManagePeople, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = personWithin(ctx, tx, scope, id)
		return err
	})
	return found, err
}

// Invite gives a person one role and mails them a link to sign in with. An
// address that has an account already keeps it: the role is added. It gives the
// id of the account.
func (s *Service) Invite(ctx context.Context, actor access.Actor, invited Account) (id string, err error) {
	if err := s.complete(ctx, &invited); err != nil {
		return "", err
	}
	grant := invited.Roles[0]
	if id, err = s.idOf(ctx, invited); err != nil {
		return "", err
	}
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(id), Owner: gate.Belongs(grant.Owner())}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		if err := access.CheckGive(actor, grant.Role, grant.Owner()); err != nil {
			return err
		}
		known, err := accountByEmail(ctx, tx.Tx, fold(invited.Email))
		switch {
		case errors.Is(err, db.ErrNone):
			known = invited
			if _, err := insertAccount(ctx, tx, invited); err != nil {
				return err
			}
		case err != nil:
			return err
		case known.Blocked != 0:
			return fault.New(fault.Conflict, "org.blocked_already")
		case known.ID != id: // made a moment ago by somebody else
			return fault.New(fault.Conflict, "org.email_taken", "email", invited.Email)
		}
		if err := give(ctx, tx, id, grant); err != nil {
			return err
		}
		return s.mailInvitation(ctx, tx, known, grant)
	})
	return id, err
}

// idOf is the id of the account with the address of the invited person, or the
// id that a new one is to get.
func (s *Service) idOf(ctx context.Context, invited Account) (id string, err error) {
	err = s.door.View(ctx, access.Program(), access.ManagePeople, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		known, err := accountByEmail(ctx, tx, fold(invited.Email))
		if errors.Is(err, db.ErrNone) {
			known, err = invited, nil
		}
		id = known.ID
		return err
	})
	return id, err
}

// complete checks an invitation: every wrong field at once.
func (s *Service) complete(ctx context.Context, invited *Account) error {
	invited.Name, invited.Email = strings.TrimSpace(invited.Name), strings.TrimSpace(invited.Email)
	if len(invited.Roles) != 1 {
		return fault.New(fault.Invalid, "org.role_missing")
	}
	invited.Roles[0].tidy()
	told := fault.As(invited.Validate())
	wrong, err := s.strayLocation(ctx, invited.Roles[0])
	if err != nil {
		return err
	}
	if wrong != nil {
		told.Fields = append(told.Fields, *wrong)
	}
	if len(told.Fields) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "fault.invalid", Fields: told.Fields}
	}
	return nil
}

// strayLocation gives the wrong field where the location of a role is not one of
// its municipality.
func (s *Service) strayLocation(ctx context.Context, grant Grant) (*fault.Field, error) {
	if grant.Location == "" || s.directory.In == nil {
		return nil, nil
	}
	known, err := s.directory.In(ctx, grant.Municipality)
	if err != nil || slices.ContainsFunc(known, func(p Place) bool { return p.ID == grant.Location }) {
		return nil, err
	}
	return &fault.Field{Name: "location", Key: "org.location_missing"}, nil
}

// give writes a role down, once.
func give(ctx context.Context, tx *gate.Tx, account string, grant Grant) error {
	tx.Note("role", string(grant.Role))
	held, err := grantsOf(ctx, tx.Tx, account)
	if err != nil {
		return err
	}
	for _, one := range held {
		one.ID = grant.ID
		if one == grant {
			return fault.New(fault.Conflict, "org.role_held")
		}
	}
	return insertGrant(ctx, tx, account, grant)
}

func (s *Service) mailInvitation(ctx context.Context, tx *gate.Tx, account Account, grant Grant) error {
	terms, err := termsIn(ctx, tx.Tx)
	if err != nil {
		return err
	}
	token, err := newLink(ctx, tx, account.ID, grant.ID, terms.Invitation())
	if err != nil {
		return err
	}
	return mail.Queue(ctx, tx.Tx, db.NewID(), tx.Now(), mail.Message{
		To: account.Email, Lang: account.Lang, Subject: "org.invite_subject", Body: "org.invite_body",
		Args: map[string]any{"name": account.Name, "link": s.base + LinkPath + token, "hours": terms.InvitationHours, "page": s.base + "/inloggen"},
	})
}

// InviteAgain mails a fresh link to somebody the actor gave, or may give, a role.
func (s *Service) InviteAgain(ctx context.Context, actor access.Actor, account string) error {
	return s.about(ctx, actor, account, "", func(ctx context.Context, tx *gate.Tx, person Account) error {
		if person.Blocked != 0 {
			return fault.New(fault.Conflict, "org.blocked_already")
		}
		if len(person.Roles) == 0 {
			return fault.New(fault.Conflict, "org.no_role")
		}
		tx.Note("invited", true)
		return s.mailInvitation(ctx, tx, person, person.Roles[0])
	})
}

// Give adds a role to an account within the actor's reach.
func (s *Service) Give(ctx context.Context, actor access.Actor, account string, grant Grant) error {
	grant.tidy()
	var check fault.Check
	grant.check(&check)
	if err := check.Err(); err != nil {
		return err
	}
	wrong, err := s.strayLocation(ctx, grant)
	if err != nil {
		return err
	}
	if wrong != nil {
		return &fault.Error{Kind: fault.Invalid, Key: "fault.invalid", Fields: []fault.Field{*wrong}}
	}
	if _, err := s.Person(ctx, actor, account); err != nil {
		return err
	}
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(account), Owner: gate.Belongs(grant.Owner())}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		if err := access.CheckGive(actor, grant.Role, grant.Owner()); err != nil {
			return err
		}
		return give(ctx, tx, account, grant)
	})
}

// Withdraw takes a role back; sessions in that role end at once. Nobody
// withdraws the role they are working in: that would lock the last
// administrator out.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, account, grant string) error {
	var held Grant
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(account), Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		var err error
		held, err = grantOf(ctx, tx, account, grant)
		return held.Owner(), err
	}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		if account == actor.Person && held.Role == actor.Role {
			return fault.New(fault.Conflict, "org.not_yourself")
		}
		if err := access.CheckGive(actor, held.Role, held.Owner()); err != nil {
			return err
		}
		tx.Note("withdrawn", string(held.Role))
		return endGrant(ctx, tx, account, grant)
	})
}

// Block closes an account: its sessions end and its links die at once.
func (s *Service) Block(ctx context.Context, actor access.Actor, account, reason string) error {
	var check fault.Check
	check.Field(strings.TrimSpace(reason) != "", "reason", "org.reason_missing")
	if err := check.Err(); err != nil {
		return err
	}
	return s.about(ctx, actor, account, reason, func(ctx context.Context, tx *gate.Tx, person Account) error {
		if account == actor.Person {
			return fault.New(fault.Conflict, "org.not_yourself")
		}
		tx.Note("blocked", true)
		return endAccount(ctx, tx, account)
	})
}

// Admit opens a blocked account again, with the roles it had.
func (s *Service) Admit(ctx context.Context, actor access.Actor, account string) error {
	return s.about(ctx, actor, account, "", func(ctx context.Context, tx *gate.Tx, person Account) error {
		tx.Note("blocked", false)
		return reopenAccount(ctx, tx, account)
	})
}

// SendAway ends all sessions of a person; they may sign in again.
func (s *Service) SendAway(ctx context.Context, actor access.Actor, account string) error {
	return s.about(ctx, actor, account, "", func(ctx context.Context, tx *gate.Tx, person Account) error {
		ended, err := endSessionsOf(ctx, tx, account, "")
		tx.Note("sessions_ended", ended)
		return err
	})
}

// about does something to a whole account. Who may give every role somebody
// holds may do so, and nobody else: not even a role elsewhere may be touched
// through it.
func (s *Service) about(ctx context.Context, actor access.Actor, account, reason string, do func(context.Context, *gate.Tx, Account) error) error {
	var person Account
	change := gate.Change{Action: access.ManagePeople, Object: accountObject(account), Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (owner access.Owner, err error) {
			if person, err = accountByID(ctx, tx, account); err != nil {
				return owner, err
			}
			if len(person.Roles) > 0 {
				owner = person.Roles[0].Owner()
			}
			return owner, nil
		}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		if err := mayManage(actor, person); err != nil {
			return err
		}
		return do(ctx, tx, person)
	})
}

// mayManage is nil when the actor may give every role the person holds; somebody
// without any role is the administrators' affair.
func mayManage(actor access.Actor, person Account) error {
	if len(person.Roles) == 0 {
		return access.CheckGive(actor, access.Administrator, access.Owner{})
	}
	for _, grant := range person.Roles {
		if err := access.CheckGive(actor, grant.Role, grant.Owner()); err != nil {
			return err
		}
	}
	return nil
}
