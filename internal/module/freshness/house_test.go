package freshness

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

const (
	zeist = "GM0355"
	soest = "GM0342"
)

var (
	ctx     = context.Background()
	program = access.Program()
	tonight = calendar.MustParse("2022-03-11")
	people  = map[string]access.Actor{
		"national": {Person: "nel", Name: "Nel", Role: access.National},
		"town":     {Person: "fatima", Name: "Fatima", Role: access.Municipal, Municipality: zeist, Region: "VR09"},
		"soest":    {Person: "sem", Name: "Sem", Role: access.Municipal, Municipality: soest, Region: "VR09"},
		"council":  {Person: "cor", Name: "Cor", Role: access.Council, Municipality: zeist, Region: "VR09"},
	}
)

// house is a store with the register, people who can be mailed, a clock that can
// be set, and the site.
type house struct {
	*testing.T
	store *db.DB
	door  *gate.Gate
	*Service
	places *places.Service
	site   http.Handler
	sender mail.Sender
	mails  *outbox
	now    time.Time
}

// outbox keeps the letters that were sent.
type outbox struct{ all []mail.Letter }

func (o *outbox) Send(_ context.Context, letter mail.Letter) error {
	o.all = append(o.all, letter)
	return nil
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func newHouse(t *testing.T, store *db.DB) *house {
	h := &house{T: t, store: store, now: time.Date(2022, 3, 11, 9, 0, 0, 0, time.UTC), mails: &outbox{}}
	h.sender = h.mails
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.Service, h.places = New(h.door, "https://onderdak.example/"), places.New(h.door)
	renderer, err := ui.NewRenderer(h.words(), ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "freshness", FS: Templates})
	h.must(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: h.words(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem { return nil },
	}, h.Routes()...).Handler()
	accounts := org.New(h.door, "https://onderdak.example")
	for id, grant := range map[string]org.Grant{
		"fatima": {Role: access.Municipal, Municipality: zeist, Region: "VR09"}, "rik": {Role: access.Regional, Region: "VR09"},
	} {
		grant.ID = "grant-" + id
		h.must(accounts.AddAccount(ctx, program, org.Account{ID: id, Name: id, Email: id + "@gemeente.example", Lang: "nl", Roles: []org.Grant{grant}}))
	}
	return h
}

func (h *house) words() *i18n.Catalogue {
	h.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages, places.Messages, org.Messages, Messages)
	h.must(err)
	return catalogue
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) wants(err error, key string) {
	h.Helper()
	if err == nil || fault.As(err).Key != key {
		h.Errorf("got %v, want %s", err, key)
	}
}

// location adds a location in Zeist with open places from tonight on.
func (h *house) location(id, email string, open int, more ...func(*places.Location)) {
	h.Helper()
	l := places.Location{ID: id, Municipality: zeist, Region: "VR09", Name: "Hotel " + id, Type: "hotel",
		Contact: places.Contact{Name: "Jan Bakker", Phone: "030 123 45 67", Email: email}}
	for _, change := range more {
		change(&l)
	}
	h.must(h.places.AddLocation(ctx, program, l))
	for _, rung := range []places.Rung{places.Pledged, places.Realised, places.Open} {
		h.must(h.places.State(ctx, program, places.Statement{Location: id, Rung: rung, Places: open, From: tonight, Source: "test"}))
	}
}

// stay promises places of a location.
func (h *house) stay(id, location string, persons int, from, until calendar.Night) {
	h.Helper()
	h.must(h.places.Place(ctx, program, places.Stay{ID: id, Household: "h" + id, Location: location, Persons: persons, From: from, Until: until, EndKnown: true}, "test"))
}

// drain does all the work that is due.
func (h *house) drain() {
	h.Helper()
	handlers := h.Handlers()
	for topic, handle := range h.places.Handlers("https://onderdak.example") {
		handlers[topic] = handle
	}
	handlers[mail.Topic] = mail.Handler(h.words(), h.sender)
	worker := job.NewWorker(h.store, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(io.Discard, nil)), handlers)
	_, err := worker.Drain(ctx)
	h.must(err)
}

// asked asks about a location and gives the path of the link in the mail.
func (h *house) asked(location string) string {
	h.Helper()
	done, err := h.Ask(ctx, location)
	h.must(err)
	if !done {
		h.Fatalf("nobody was asked about %s", location)
	}
	h.drain()
	return h.link()
}

var linkForm = regexp.MustCompile(`https://onderdak\.example(/klopt/[A-Z2-7]{32})\s`)

// link is the path of the link in the last mail.
func (h *house) link() string {
	h.Helper()
	found := linkForm.FindStringSubmatch(h.mails.all[len(h.mails.all)-1].Text + "\n")
	if found == nil {
		h.Fatalf("no link in %s", h.mails.all[len(h.mails.all)-1].Text)
	}
	return found[1]
}

func token(path string) string { return strings.TrimPrefix(path, LinkPath) }

// to lists the subjects of the mails to an address that were sent.
func (h *house) to(address string) (subjects []string) {
	for _, letter := range h.mails.all {
		if letter.To == address {
			subjects = append(subjects, letter.Subject)
		}
	}
	slices.Sort(subjects)
	return subjects
}

func (h *house) on(location string, night calendar.Night) (numbers map[places.Rung]int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		profiles, err := places.ProfilesOf(ctx, tx, location)
		numbers = profiles.Periods(night)[0].Places
		return err
	}))
	return numbers
}

func (h *house) count(query string, args ...any) (n int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query, args...).Scan(&n) }))
	return n
}

// sound fails unless every invariant of the rooms holds.
func (h *house) sound() {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		for _, check := range []func(context.Context, *db.Tx) ([]string, error){gate.Verify, places.Verify, Verify} {
			wrong, err := check(ctx, tx)
			if err != nil {
				return err
			}
			for _, one := range wrong {
				h.Error(one)
			}
		}
		return nil
	}))
}

func (h *house) visit(who, lang, method, path string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	r.Header.Set("Accept-Language", lang)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, r)
	return answer
}

// page is a page that must be right in form, with the status.
func (h *house) page(who, lang, path string, status int) string {
	h.Helper()
	answer := h.visit(who, lang, http.MethodGet, path, nil)
	if answer.Code != status {
		h.Fatalf("%s for %q: %d", path, who, answer.Code)
	}
	return h.form(answer, path+" in "+lang)
}

// post sends a form and gives the status with where it leads, or the page.
func (h *house) post(who, path string, pairs ...string) (int, string) {
	h.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	answer := h.visit(who, "nl", http.MethodPost, path, form)
	if answer.Code == http.StatusSeeOther {
		return answer.Code, answer.Header().Get("Location")
	}
	return answer.Code, h.form(answer, path)
}

func (h *house) form(answer *httptest.ResponseRecorder, where string) string {
	h.Helper()
	body := answer.Body.String()
	for _, wrong := range uitest.HTML([]byte(body)) {
		h.Errorf("%s: %s", where, wrong)
	}
	for _, mark := range []string{"[freshness.", "[places.", "[ui.", "{n}", "{from}", "{moment}", "%!", "ZgotmplZ"} {
		if strings.Contains(body, mark) {
			h.Errorf("%s holds %q", where, mark)
		}
	}
	return body
}

func (h *house) says(body string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if !strings.Contains(body, text) {
			h.Errorf("%q is not said", text)
		}
	}
}
