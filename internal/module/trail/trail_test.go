package trail_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/org"
	"onderdak/internal/module/trail"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx     = context.Background()
	start   = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	auditor = access.Actor{Person: "co", Role: access.Auditor}
	zeist   = access.Owner{Region: "VR09", Municipality: "GM0355"}
	anna    = org.Account{ID: "anna", Name: "Anna Voorbeeld", Email: "anna@zeist.example", Lang: "nl",
		Roles: []org.Grant{{ID: "g", Role: access.Municipal, Municipality: "GM0355"}}}
	clerk = access.Actor{Person: "anna", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
)

// house is the room on a store in which a little happened.
type house struct {
	*trail.Service
	door *gate.Gate
	now  time.Time
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		h := &house{now: start}
		h.door = gate.New(store, func() time.Time { return h.now })
		h.Service = trail.New(h.door)
		if err := org.New(h.door, "").AddAccount(ctx, access.Program(), anna); err != nil {
			t.Fatal(err)
		}
		test(t, h)
	})
}

// happen lets the clerk do something to an object of Zeist.
func (h *house) happen(t *testing.T, action access.Action, object string) {
	t.Helper()
	h.now = h.now.Add(time.Hour)
	err := h.door.Do(ctx, clerk, gate.Change{Action: action, Object: object, Reason: "=1+1", Owner: gate.Belongs(zeist)},
		func(context.Context, *gate.Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func TestSearching(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.happen(t, access.EditHousehold, "household/1")
		h.happen(t, access.ViewNames, "household/1")
		h.happen(t, access.ViewNames, "household/2")
		at := func(hours int) calendar.Instant {
			return calendar.InstantOf(start.Add(time.Duration(hours) * time.Hour))
		}
		cases := map[string]struct {
			search gate.Search
			want   int
		}{
			"person":            {gate.Search{Person: "anna"}, 3},
			"object":            {gate.Search{Object: "household/1"}, 2},
			"looks at a person": {gate.Search{Object: "household/1", Action: "names.view"}, 1},
			"action":            {gate.Search{Action: "names.view"}, 2},
			"book":              {gate.Search{Book: "GM0355", Person: "anna"}, 3},
			"another book":      {gate.Search{Book: "NL", Person: "anna"}, 0},
			"from":              {gate.Search{Person: "anna", From: at(2)}, 2},
			"until":             {gate.Search{Person: "anna", Until: at(2)}, 1},
		}
		for name, c := range cases {
			found, err := h.Look(ctx, auditor, c.search, 1)
			if err != nil || len(found.Lines) != c.want || found.Total != c.want {
				t.Errorf("%s: %d lines of %d, want %d (%v)", name, len(found.Lines), found.Total, c.want, err)
			}
		}
		found, err := h.Look(ctx, auditor, gate.Search{Person: "anna"}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if newest := found.Lines[0]; newest.Object != "household/2" || newest.Name != "Anna Voorbeeld" || !newest.Looked() {
			t.Errorf("%+v", newest)
		}
		if found.Lines[2].Looked() {
			t.Error("a change counts as a look at a person")
		}
		wrong := gate.Search{Object: string(make([]byte, 200)), From: at(2), Until: at(1)}
		if _, err := h.Look(ctx, auditor, wrong, 1); len(fault.As(err).Fields) != 2 {
			t.Errorf("wrong search: %v", err)
		}
	})
}

// Who asks who looked at a household knows its reference code, and reads it back.
func TestAHouseholdIsFoundByItsCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		people, tonight := households.New(h.door), calendar.NightOf(start)
		family := households.Household{ID: "family", Municipality: "GM0355", Region: "VR09", Persons: 2, From: tonight, WaitingSince: tonight}
		if err := people.Register(ctx, access.Program(), family, nil, nil); err != nil {
			t.Fatal(err)
		}
		known, err := people.Household(ctx, access.Program(), "family")
		if err != nil {
			t.Fatal(err)
		}
		h.happen(t, access.ViewNames, "household/family")
		h.happen(t, access.ViewNames, "household/other")
		search := gate.Search{Object: strings.ToLower(strings.Replace(known.Code, "-", " ", 1)), Action: "names.view"}
		found, err := h.Look(ctx, auditor, search, 1)
		if err != nil || len(found.Lines) != 1 || found.Lines[0].Object != "household/family" || found.Lines[0].Code != known.Code {
			t.Errorf("%+v, %v", found, err)
		}
		if file, err := h.Take(ctx, auditor, search); err != nil || file.Total != 1 {
			t.Errorf("%+v, %v", file, err)
		}
		if none, err := h.Look(ctx, auditor, gate.Search{Object: "ZZZ-ZZZ"}, 1); err != nil || none.Total != 0 {
			t.Errorf("%+v, %v", none, err)
		}
	})
}

func TestPaging(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range trail.PerPage + 3 {
			h.happen(t, access.EditHousehold, fmt.Sprintf("household/%d", i))
		}
		seen := map[string]bool{}
		for page, want := range map[int]int{1: trail.PerPage, 2: 3, 3: 0} {
			found, err := h.Look(ctx, auditor, gate.Search{Person: "anna"}, page)
			if err != nil || len(found.Lines) != want || found.Total != trail.PerPage+3 {
				t.Errorf("page %d: %d of %d, %v", page, len(found.Lines), found.Total, err)
			}
			for _, line := range found.Lines {
				seen[line.Object] = true
			}
		}
		if len(seen) != trail.PerPage+3 {
			t.Errorf("%d different lines", len(seen))
		}
	})
}

// Looking at the audit leaves one row a look, and none where looking is refused.
func TestEveryLookIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		looks := func() (rows []gate.Entry) {
			err := h.door.View(ctx, access.Program(), access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
				rows, err = gate.History(ctx, tx, "audit")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		if _, err := h.Look(ctx, auditor, gate.Search{Object: "household/1"}, 1); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Take(ctx, auditor, gate.Search{}); err != nil {
			t.Fatal(err)
		}
		rows := looks()
		if len(rows) != 2 || rows[0].Person != "co" || rows[0].Detail != `{"looked_at":"page 1","object":"household/1"}` || rows[1].Detail != `{"looked_at":"file"}` {
			t.Errorf("%+v", rows)
		}
		for _, role := range access.Roles {
			actor := access.Actor{Person: "x", Role: role, Municipality: "GM0355", Region: "VR09", Location: "L1"}
			may := role == access.Auditor || role == access.CISO
			_, look := h.Look(ctx, actor, gate.Search{}, 1)
			_, who := h.Who(ctx, actor, "anna")
			_, checks := h.Checks(ctx, actor)
			for name, err := range map[string]error{"look": look, "who": who, "checks": checks, "ask": h.Ask(ctx, actor)} {
				if may != (err == nil) || !may && fault.KindOf(err) != fault.Forbidden {
					t.Errorf("%s by %s: %v", name, role, err)
				}
			}
		}
		if got := len(looks()); got != 2+4 {
			t.Errorf("%d rows after the looks of two roles and the refused ones of others", got)
		}
	})
}

func TestTheChainIsShownAsItWasReplayed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.happen(t, access.EditHousehold, "household/1")
		if checks, err := h.Checks(ctx, auditor); err != nil || len(checks) != 0 {
			t.Errorf("%+v, %v", checks, err)
		}
		for range 2 {
			if err := h.Handlers()[trail.TopicCheck](ctx, []byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
		checks, err := h.Checks(ctx, auditor)
		if err != nil || len(checks) != 2 || checks[0].Book != "GM0355" || checks[0].Seq != 2 || checks[0].Wrong != "" || checks[0].At != calendar.InstantOf(h.now) {
			t.Errorf("%+v, %v", checks, err)
		}
	})
}
