package org_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

var (
	boss     = access.Actor{Person: "boss", Role: access.Administrator}
	gerda    = access.Actor{Person: "gerda", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
	rein     = access.Actor{Person: "rein", Role: access.Regional, Region: "VR09"}
	noor     = access.Actor{Person: "noor", Role: access.National}
	villages = map[string]string{"L1": "GM0355", "L2": "GM0344"}
)

func instant(at time.Time) calendar.Instant { return calendar.InstantOf(at) }

func (h *house) withLocations() *house {
	h.Lookup(org.Directory{
		In: func(_ context.Context, municipality string) (found []org.Place, err error) {
			for id, in := range villages {
				if in == municipality {
					found = append(found, org.Place{ID: id, Name: "Huis " + id})
				}
			}
			return found, nil
		},
		Name: func(_ context.Context, id string) (string, error) { return "Huis " + id, nil },
	})
	return h
}

func person(email string, grant org.Grant) org.Account {
	grant.ID = db.NewID()
	return org.Account{ID: db.NewID(), Name: "Piet Proef", Email: email, Lang: "uk", Roles: []org.Grant{grant}}
}

func (h *house) history(t *testing.T, object string) (entries []gate.Entry) {
	t.Helper()
	err := h.store.Read(ctx, func(tx *db.Tx) (err error) {
		entries, err = gate.History(ctx, tx, object)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// signIn opens a session of an account in a role.
func (h *house) signIn(t *testing.T, account, grant string) string {
	t.Helper()
	link, err := h.MakeLink(ctx, admin, account, grant)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := h.SignIn(ctx, link[strings.LastIndex(link, "/")+1:], "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0")
	if err != nil {
		t.Fatal(err)
	}
	return opened.Token
}

// The whole of delegated administration, in the store: every giver tries to
// invite somebody into every role here and elsewhere.
func TestWhoMayInviteWhom(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.withLocations()
		grants := func(role access.Role, home bool) org.Grant {
			g := org.Grant{Role: role, Municipality: "GM0355", Region: "VR09", Location: "L1"}
			if !home {
				g = org.Grant{Role: role, Municipality: "GM0034", Region: "VR25"}
				if role == access.LocationStaff {
					g = org.Grant{Role: role, Municipality: "GM0344", Location: "L2"}
				}
			}
			return g
		}
		allowed := map[string]bool{}
		for _, actor := range []access.Actor{gerda, rein, noor, boss} {
			for _, role := range access.Roles {
				for _, home := range []bool{true, false} {
					email := fmt.Sprintf("%s.%s.%v@x.example", actor.Person, role, home)
					id, err := h.Invite(ctx, actor, person(email, grants(role, home)))
					if err == nil {
						allowed[fmt.Sprintf("%s %s %v", actor.Person, role, home)] = true
						if entries := h.history(t, "account/"+id); len(entries) != 1 || entries[0].Person != actor.Person || entries[0].Action != "person.manage" {
							t.Errorf("%s: audit %+v", email, entries)
						}
					} else if fault.KindOf(err) != fault.Forbidden {
						t.Errorf("%s invites %s: %v", actor.Person, role, err)
					}
				}
			}
		}
		want := map[string]bool{
			"gerda location_staff true": true, "gerda volunteer true": true, "rein municipal_coordinator true": true,
			"noor regional_coordinator true": true, "noor regional_coordinator false": true,
		}
		for _, role := range access.Roles {
			want["boss "+string(role)+" true"], want["boss "+string(role)+" false"] = true, true
		}
		for key := range want {
			if !allowed[key] {
				t.Errorf("could not: %s", key)
			}
			delete(allowed, key)
		}
		if len(allowed) > 0 {
			t.Errorf("could, and may not: %v", allowed)
		}
		if got := h.mails(t); got != len(want) {
			t.Errorf("%d mails for %d invitations", got, len(want))
		}
		for _, other := range []access.Role{access.LocationStaff, access.Volunteer, access.Council, access.Treasurer, access.CISO, access.Auditor} {
			actor := access.Actor{Person: "x", Role: other, Municipality: "GM0355", Region: "VR09", Location: "L1"}
			if _, err := h.Invite(ctx, actor, person("y@x.example", grants(access.Volunteer, true))); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s invites: %v", other, err)
			}
			if _, err := h.People(ctx, actor, org.PeopleFilter{}); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s sees the people: %v", other, err)
			}
		}
	})
}

func TestPeopleStayWithinReach(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.withLocations()
		home, err := h.Invite(ctx, boss, person("home@x.example", org.Grant{Role: access.Volunteer, Municipality: "GM0355"}))
		if err != nil {
			t.Fatal(err)
		}
		away, err := h.Invite(ctx, boss, person("away@x.example", org.Grant{Role: access.Volunteer, Municipality: "GM0034"}))
		if err != nil {
			t.Fatal(err)
		}
		seen, err := h.People(ctx, gerda, org.PeopleFilter{})
		if err != nil || len(seen) != 1 || seen[0].ID != home {
			t.Errorf("gerda sees %+v, %v", seen, err)
		}
		for name, err := range map[string]error{
			"person": func() error { _, err := h.Person(ctx, gerda, away); return err }(),
			"give":   h.Give(ctx, gerda, away, org.Grant{ID: db.NewID(), Role: access.Volunteer, Municipality: "GM0355"}),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("gerda reaches away by %s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"block": h.Block(ctx, gerda, away, "x"), "sessions": h.SendAway(ctx, gerda, away), "link": h.InviteAgain(ctx, gerda, away),
		} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("gerda does %s to somebody away: %v", name, err)
			}
		}
		// A second role elsewhere takes the whole account out of gerda's hands, not
		// the role she gave.
		if err := h.Give(ctx, boss, home, org.Grant{ID: db.NewID(), Role: access.Treasurer}); err != nil {
			t.Fatal(err)
		}
		if err := h.Block(ctx, gerda, home, "weg"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("gerda blocked a treasurer: %v", err)
		}
		one, err := h.Person(ctx, gerda, home)
		if err != nil || len(one.Roles) != 1 {
			t.Fatalf("%+v, %v", one, err)
		}
		if err := h.Withdraw(ctx, gerda, home, one.Roles[0].ID); err != nil {
			t.Error(err)
		}
	})
}

func TestInvitationsTellEveryWrongField(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.withLocations()
		_, err := h.Invite(ctx, gerda, org.Account{ID: db.NewID(), Name: " ", Email: "x", Lang: "fr",
			Roles: []org.Grant{{ID: db.NewID(), Role: access.LocationStaff, Municipality: "GM0355", Location: "L2"}}})
		var names []string
		for _, field := range fault.As(err).Fields {
			names = append(names, field.Name)
		}
		if got := strings.Join(names, " "); got != "name email lang location" {
			t.Errorf("wrong fields: %s (%v)", got, err)
		}
	})
}

func TestAKnownAddressGetsTheRoleToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.withLocations()
		first, err := h.Invite(ctx, boss, person("Piet@x.example", org.Grant{Role: access.Volunteer, Municipality: "GM0034"}))
		if err != nil {
			t.Fatal(err)
		}
		again, err := h.Invite(ctx, gerda, person("piet@X.example", org.Grant{Role: access.Volunteer, Municipality: "GM0355"}))
		if err != nil || again != first {
			t.Errorf("%s, %v, want %s", again, err, first)
		}
		if _, err := h.Invite(ctx, gerda, person("piet@x.example", org.Grant{Role: access.Volunteer, Municipality: "GM0355"})); fault.As(err).Key != "org.role_held" {
			t.Errorf("the same role twice: %v", err)
		}
	})
}

func TestBlockingEndsEverythingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account := zeist()
		if err := h.AddAccount(ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		token := h.signIn(t, account.ID, "")
		link, err := h.MakeLink(ctx, admin, account.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Block(ctx, rein, account.ID, " "); len(fault.As(err).Fields) != 1 {
			t.Errorf("blocked without a reason: %v", err)
		}
		if err := h.Block(ctx, rein, account.ID, "uit dienst"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(ctx, token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("the session of a blocked account goes on: %v", err)
		}
		if _, err := h.SignIn(ctx, link[strings.LastIndex(link, "/")+1:], ""); fault.KindOf(err) != fault.Gone {
			t.Errorf("a blocked account signs in: %v", err)
		}
		if err := h.MailLink(ctx, account.Email); err != nil || h.mails(t) != 0 {
			t.Errorf("a blocked account is mailed: %v", err)
		}
		if _, err := h.Invite(ctx, rein, person(account.Email, account.Roles[0])); fault.As(err).Key != "org.blocked_already" {
			t.Errorf("a blocked account is invited: %v", err)
		}
		told := slices.ContainsFunc(h.history(t, "account/"+account.ID), func(e gate.Entry) bool {
			return e.Reason == "uit dienst" && e.Person == "rein" && e.Book == "GM0355"
		})
		if !told {
			t.Error("the audit does not tell who blocked and why")
		}
		if err := h.Admit(ctx, rein, account.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(ctx, token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("an old session came back to life: %v", err)
		}
		h.signIn(t, account.ID, "")
		self := access.Actor{Person: account.ID, Role: access.Administrator}
		if err := h.Block(ctx, self, account.ID, "x"); fault.As(err).Key != "org.not_yourself" {
			t.Errorf("blocked oneself: %v", err)
		}
	})
}

func TestWithdrawnRolesEndTheirSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account := zeist()
		account.Roles = append(account.Roles, org.Grant{ID: db.NewID(), Role: access.Council, Municipality: "GM0355"})
		if err := h.AddAccount(ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		town, council := h.signIn(t, account.ID, account.Roles[0].ID), h.signIn(t, account.ID, account.Roles[1].ID)
		if err := h.Withdraw(ctx, boss, account.ID, account.Roles[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(ctx, town); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("works on in a withdrawn role: %v", err)
		}
		if who, err := h.Session(ctx, council); err != nil || who.Actor.Role != access.Council {
			t.Errorf("the other role: %+v, %v", who, err)
		}
		self := access.Actor{Person: account.ID, Role: access.Administrator}
		if err := h.Give(ctx, boss, account.ID, org.Grant{ID: "own", Role: access.Administrator}); err != nil {
			t.Fatal(err)
		}
		if err := h.Withdraw(ctx, self, account.ID, "own"); fault.As(err).Key != "org.not_yourself" {
			t.Errorf("an administrator locked themselves out: %v", err)
		}
	})
}

func TestSwitchingRoles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account, stranger := zeist(), person("other@x.example", org.Grant{Role: access.National})
		account.Roles = append(account.Roles, org.Grant{ID: db.NewID(), Role: access.Volunteer, Municipality: "GM0034"})
		for _, one := range []org.Account{account, stranger} {
			if err := h.AddAccount(ctx, admin, one); err != nil {
				t.Fatal(err)
			}
		}
		token := h.signIn(t, account.ID, account.Roles[0].ID)
		who, err := h.Session(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		signedIn := slices.ContainsFunc(h.history(t, "account/"+account.ID), func(e gate.Entry) bool {
			return e.Person == account.ID && e.Role == "municipal_coordinator" && e.Detail == `{"signed_in":true}`
		})
		if !signedIn {
			t.Error("the audit does not tell who signed in")
		}
		if err := h.ChooseRole(ctx, who.Actor, token, stranger.Roles[0].ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("took somebody else's role: %v", err)
		}
		if err := h.ChooseRole(ctx, who.Actor, token, account.Roles[1].ID); err != nil {
			t.Fatal(err)
		}
		who, err = h.Session(ctx, token)
		if err != nil || who.Actor.Role != access.Volunteer || who.Actor.Municipality != "GM0034" || who.Actor.Region != "VR25" {
			t.Errorf("now %+v, %v", who.Actor, err)
		}
		switched := slices.ContainsFunc(h.history(t, "account/"+account.ID), func(e gate.Entry) bool {
			return e.Action == "account.own" && e.Role == "municipal_coordinator" && e.Detail == `{"role_chosen":"volunteer"}`
		})
		if !switched {
			t.Error("the audit does not tell who changed roles")
		}
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account, other := zeist(), person("other@x.example", org.Grant{Role: access.National})
		for _, one := range []org.Account{account, other} {
			if err := h.AddAccount(ctx, admin, one); err != nil {
				t.Fatal(err)
			}
		}
		first := h.signIn(t, account.ID, "")
		h.now = start.Add(2 * time.Hour)
		second, third := h.signIn(t, account.ID, ""), h.signIn(t, account.ID, "")
		foreign := h.signIn(t, other.ID, "")
		who, err := h.Session(ctx, first)
		if err != nil || !who.SeenLongAgo(instant(h.now)) {
			t.Fatalf("%+v, %v", who, err)
		}
		mark := func(token string) {
			if err := h.store.Write(ctx, func(tx *db.Tx) error { return org.MarkSeen(ctx, tx, token, instant(h.now)) }); err != nil {
				t.Fatal(err)
			}
		}
		h.now = start.Add(3 * time.Hour)
		mark(first)
		list, err := h.Sessions(ctx, who.Actor, first)
		if err != nil || len(list) != 3 || !list[0].Current || list[0].Browser != "firefox/linux" || list[0].Seen != instant(h.now) {
			t.Fatalf("%+v, %v", list, err)
		}
		abroad, err := h.Sessions(ctx, access.Actor{Person: other.ID, Role: access.National}, foreign)
		if err != nil || len(abroad) != 1 {
			t.Fatal(err)
		}
		if err := h.EndSession(ctx, who.Actor, abroad[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("ended somebody else's session: %v", err)
		}
		if err := h.EndSession(ctx, who.Actor, list[1].ID); err != nil {
			t.Error(err)
		}
		if err := h.EndOtherSessions(ctx, who.Actor, first); err != nil {
			t.Error(err)
		}
		for name, token := range map[string]string{"second": second, "third": third} {
			if _, err := h.Session(ctx, token); fault.KindOf(err) != fault.Unauthenticated {
				t.Errorf("%s goes on: %v", name, err)
			}
		}
		for name, token := range map[string]string{"own": first, "foreign": foreign} {
			if _, err := h.Session(ctx, token); err != nil {
				t.Errorf("%s ended too: %v", name, err)
			}
		}
		if err := h.SendAway(ctx, boss, other.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(ctx, foreign); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("an administrator could not end a session: %v", err)
		}
	})
}

func TestTermsAreParameters(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		account := zeist()
		if err := h.AddAccount(ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		if err := h.SetTerms(ctx, boss, org.Terms{LinkMinutes: 1, SessionHours: 1000}); len(fault.As(err).Fields) != 5 {
			t.Errorf("wrong terms: %v", err)
		}
		terms := org.Terms{LinkMinutes: 60, InvitationHours: 1, SessionHours: 2, LinksKeptDays: 3, SessionsKeptDays: 5}
		if err := h.SetTerms(ctx, gerda, terms); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a coordinator set the terms: %v", err)
		}
		if err := h.SetTerms(ctx, boss, terms); err != nil {
			t.Fatal(err)
		}
		token := h.signIn(t, account.ID, "")
		h.now = start.Add(2*time.Hour + time.Second)
		if _, err := h.Session(ctx, token); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("a session outlived its terms: %v", err)
		}
		for _, step := range []struct {
			after           time.Duration
			links, sessions int64
		}{{3 * 24 * time.Hour, 0, 0}, {3*24*time.Hour + 2*time.Hour, 1, 0}, {5*24*time.Hour + 3*time.Hour, 0, 1}} {
			h.now = start.Add(step.after)
			links, sessions, err := h.Purge(ctx)
			if err != nil || links != step.links || sessions != step.sessions {
				t.Errorf("after %v: %d links, %d sessions, %v", step.after, links, sessions, err)
			}
		}
	})
}
