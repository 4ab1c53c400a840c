package locations

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx     = context.Background()
	program = access.Program()
	tonight = calendar.MustParse("2022-04-11")
	people  = map[string]access.Actor{
		"zeist":   {Person: "zoë", Name: "Zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"},
		"utrecht": {Person: "uma", Name: "Uma", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"},
		"region":  {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"nation":  {Person: "nel", Name: "Nel", Role: access.National},
		"staff":   {Person: "sam", Name: "Sam", Role: access.LocationStaff, Location: "L", Municipality: "GM0355", Region: "VR09"},
		"council": {Person: "cor", Name: "Cor", Role: access.Council, Municipality: "GM0355", Region: "VR09"},
	}
)

// desks is a store with the rooms this one leans on, and the site people visit.
type desks struct {
	testing.TB
	store *db.DB
	door  *gate.Gate
	*Service
	site http.Handler
	now  time.Time
}

func open(t testing.TB, store *db.DB) *desks {
	t.Helper()
	h := &desks{TB: t, store: store, now: time.Date(2022, 4, 11, 7, 14, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.Service = New(h.door, places.New(h.door), households.New(h.door), matching.New(h.door, matching.Defaults()))
	catalogue, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, places.Messages, households.Messages, matching.Messages, Messages)
	h.must(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "locations", FS: Templates})
	h.must(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem {
			return []ui.NavItem{{Key: "locations.nav", Href: "/locaties", Current: true}}
		},
	}, h.Routes()...).Handler()
	return h
}

func each(t *testing.T, test func(h *desks)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store)) })
}

func (h *desks) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// location adds a location in Zeist with open places from tonight on.
func (h *desks) location(id string, open int, facilities ...string) {
	h.Helper()
	h.must(h.places.AddLocation(ctx, program, places.Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Huis " + id, Type: "hotel", Facilities: facilities}))
	if open > 0 {
		h.must(h.places.State(ctx, program, places.Statement{Location: id, Rung: places.Open, Places: open, From: tonight, Source: "test"}))
	}
}

func (h *desks) room(location, id string, beds int) {
	h.Helper()
	h.must(h.places.AddRoom(ctx, program, places.Room{ID: id, Location: location, Name: "Kamer " + id, Beds: beds}))
}

// household registers one that waits in Zeist and gives its code.
func (h *desks) household(id string, persons int, change ...func(*households.Household)) string {
	h.Helper()
	fresh := households.Household{ID: id, Municipality: "GM0355", Region: "VR09", Persons: persons, From: tonight, WaitingSince: tonight - 3}
	for _, c := range change {
		c(&fresh)
	}
	h.must(h.households.Register(ctx, program, fresh, nil, nil))
	return h.load(id).Code
}

func (h *desks) load(id string) households.Household {
	h.Helper()
	found, err := h.households.Household(ctx, program, id)
	h.must(err)
	return found
}

// present places a household that is there already.
func (h *desks) present(id, location string, persons int) string {
	h.Helper()
	code := h.household(id, persons)
	h.must(h.matching.Unannounced(ctx, program, matching.Arrival{Stay: "stay-" + id, Household: id, Location: location, Persons: persons, Until: tonight + 10, EndKnown: true}))
	return code
}

func (h *desks) staysOf(household string) (stays []places.Stay) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) (err error) {
		stays, err = places.StaysOf(ctx, tx, household)
		return err
	}))
	return stays
}

// sound fails the test when the registers contradict themselves or each other.
func (h *desks) sound() {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		for _, check := range []func(context.Context, *db.Tx) ([]string, error){gate.Verify, places.Verify, households.Verify, matching.Verify} {
			wrong, err := check(ctx, tx)
			if err != nil {
				return err
			}
			for _, line := range wrong {
				h.Error(line)
			}
		}
		return nil
	}))
}

func (h *desks) ask(who, lang, path string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	request := httptest.NewRequest(method, path, body)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	request.Header.Set("Accept-Language", lang)
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, request)
	return answer
}

// page gets a page that must be right in form and lack no text.
func (h *desks) page(who, path string) string {
	h.Helper()
	page := ""
	for _, lang := range []string{"uk", "en", "nl"} {
		answer := h.ask(who, lang, path, nil)
		page = answer.Body.String()
		if answer.Code != http.StatusOK {
			h.Fatalf("%s: %d %.300s", path, answer.Code, page)
		}
		h.right(path, page)
	}
	return page
}

func (h *desks) right(path, page string) {
	h.Helper()
	for _, complaint := range uitest.HTML([]byte(page)) {
		h.Errorf("%s: %s", path, complaint)
	}
	for _, room := range []string{"locations", "places", "households", "matching", "ui", "web"} {
		if _, rest, found := strings.Cut(page, "["+room+"."); found {
			h.Errorf("%s lacks the text %s.%.40s", path, room, rest)
		}
	}
}

// post sends a form that must be taken in, and gives where it leads.
func (h *desks) post(who, path string, form url.Values) string {
	h.Helper()
	answer := h.ask(who, "nl", path, form)
	if answer.Code != http.StatusSeeOther {
		h.Fatalf("POST %s: %d %s", path, answer.Code, words(answer.Body.String()))
	}
	return answer.Header().Get("Location")
}

// refused sends a form that must be answered with the status and the words.
func (h *desks) refused(who, path string, form url.Values, status int, texts ...string) string {
	h.Helper()
	answer := h.ask(who, "nl", path, form)
	page := answer.Body.String()
	if answer.Code != status {
		h.Fatalf("POST %s: %d, want %d: %s", path, answer.Code, status, words(page))
	}
	h.right(path, page)
	h.shows(page, texts...)
	return page
}

func (h *desks) shows(page string, texts ...string) {
	h.Helper()
	plain := words(page)
	for _, text := range texts {
		if !strings.Contains(plain, text) {
			h.Errorf("%q is not in: %s", text, plain)
		}
	}
}

// words is the text of the main part of a page, its spaces made single.
func words(page string) string {
	if _, main, found := strings.Cut(page, "<body"); found {
		page = main
	}
	var text strings.Builder
	within := false
	for _, r := range page {
		switch {
		case r == '<':
			within = true
			text.WriteByte(' ')
		case r == '>':
			within = false
		case !within:
			text.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// account makes a person known by name.
func (h *desks) account(id, name string) {
	h.Helper()
	h.must(org.New(h.door, "http://localhost").AddAccount(ctx, program, org.Account{ID: id, Name: name, Email: "zoe@zeist.example", Lang: "nl",
		Roles: []org.Grant{{ID: "grant", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}}}))
}

// waitAgain lets a household that is present wait for another place.
func (h *desks) waitAgain(id string) {
	h.Helper()
	change := gate.Change{Action: access.EditHousehold, Object: "test"}
	h.must(h.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
		return households.SetState(ctx, tx, "test", id, households.StateWaiting, "must move")
	}))
}

// date adds a date in three fields to a form.
func date(form url.Values, name string, night calendar.Night) url.Values {
	parts := ui.PartsOf(night)
	form.Set(name+ui.DaySuffix, parts.Day)
	form.Set(name+ui.MonthSuffix, parts.Month)
	form.Set(name+ui.YearSuffix, parts.Year)
	return form
}

// move is the form of a move tonight.
func move(location, reason string) url.Values {
	return date(url.Values{"location": {location}, "reason": {reason}}, "from", tonight)
}

func despite(form url.Values) url.Values {
	form.Set("despite", "ja")
	return form
}

// sure sends a form that must be answered with what it would do, and gives what to
// send along to agree to that.
func (h *desks) sure(who, path string, form url.Values) string {
	h.Helper()
	page := h.refused(who, path, form, http.StatusOK, "Er is nog niets opgeslagen")
	_, rest, found := strings.Cut(page, `name="sure" value="`)
	if !found {
		h.Fatalf("POST %s: nothing to agree to: %s", path, words(page))
	}
	value, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(value)
}

// agree sends a form, looks at what it would do and sends it again.
func (h *desks) agree(who, path string, form url.Values) string {
	h.Helper()
	form.Set("sure", h.sure(who, path, form))
	defer form.Del("sure")
	return h.post(who, path, form)
}
