package org_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx   = context.Background()
	admin = access.Program()
	start = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
)

// house is a service on a fresh store whose clock the test moves.
type house struct {
	*org.Service
	store *db.DB
	now   time.Time
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		h := &house{store: store, now: start}
		h.Service = org.New(gate.New(store, func() time.Time { return h.now }), "https://onderdak.example")
		test(t, h)
	})
}

func zeist() org.Account {
	return org.Account{
		ID: db.NewID(), Name: "Anna Voorbeeld", Email: "Anna@zeist.example", Lang: "nl",
		Roles: []org.Grant{{ID: db.NewID(), Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}},
	}
}

func (h *house) mails(t *testing.T) (count int) {
	t.Helper()
	err := h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM job WHERE topic = 'mail.send'`).Scan(&count)
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestALinkSignsInOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account := zeist()
		if err := h.AddAccount(ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		link, err := h.MakeLink(ctx, admin, account.ID, account.Roles[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		token := strings.TrimPrefix(link, "https://onderdak.example"+org.LinkPath)
		opened, err := h.SignIn(ctx, token, "")
		if err != nil {
			t.Fatal(err)
		}
		session := opened.Token
		who, err := h.Session(ctx, session)
		if err != nil || who.Actor.Role != access.Municipal || who.Actor.Municipality != "GM0355" || who.Actor.Region != "VR09" {
			t.Errorf("signed in as %+v, %v", who, err)
		}
		if _, err := h.SignIn(ctx, token, ""); fault.KindOf(err) != fault.Gone {
			t.Errorf("a used link signed in again: %v", err)
		}
		if err := h.SignOut(ctx, session); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(ctx, session); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("an ended session still works: %v", err)
		}
	})
}

func TestLinksAndSessionsExpire(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account := zeist()
		if err := h.AddAccount(ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		link, err := h.MakeLink(ctx, admin, account.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		token := link[strings.LastIndex(link, "/")+1:]
		h.now = start.Add(31 * time.Minute)
		if _, err := h.SignIn(ctx, token, ""); fault.KindOf(err) != fault.Gone {
			t.Errorf("an old link signed in: %v", err)
		}
		h.now = start.Add(29 * time.Minute)
		opened, err := h.SignIn(ctx, token, "")
		if err != nil {
			t.Fatal(err)
		}
		session := opened.Token
		h.now = start.Add(13 * time.Hour)
		if _, err := h.Session(ctx, session); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("a session outlived its day: %v", err)
		}
	})
}

func TestMailedLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.AddAccount(ctx, admin, zeist()); err != nil {
			t.Fatal(err)
		}
		if err := h.MailLink(ctx, "stranger@nowhere.example"); err != nil {
			t.Errorf("a stranger learns that the address is unknown: %v", err)
		}
		if got := h.mails(t); got != 0 {
			t.Errorf("%d mails to a stranger", got)
		}
		for range 8 {
			if err := h.MailLink(ctx, " anna@ZEIST.example "); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.mails(t); got != 5 {
			t.Errorf("%d mails within the hour, want 5", got)
		}
	})
}

func TestAccountsAreCheckedAndUnique(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		wrong := org.Account{ID: db.NewID(), Email: "no address", Lang: "fr", Roles: []org.Grant{{Role: "king"}, {Role: access.Regional}}}
		err := h.AddAccount(ctx, admin, wrong)
		var names []string
		for _, field := range fault.As(err).Fields {
			names = append(names, field.Name)
		}
		if got := strings.Join(names, " "); got != "name email lang role region" {
			t.Errorf("wrong fields: %s", got)
		}
		if err := h.AddAccount(ctx, admin, zeist()); err != nil {
			t.Fatal(err)
		}
		if err := h.AddAccount(ctx, admin, zeist()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("one address, two accounts: %v", err)
		}
		found, err := h.People(ctx, admin, org.PeopleFilter{})
		if err != nil || len(found) != 1 || len(found[0].Roles) != 1 {
			t.Errorf("%+v, %v", found, err)
		}
		clerk := access.Actor{Person: "x", Role: access.Municipal, Municipality: "GM0355"}
		if err := h.AddAccount(ctx, clerk, zeist()); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a municipal coordinator made an account: %v", err)
		}
	})
}
