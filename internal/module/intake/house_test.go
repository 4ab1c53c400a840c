package intake

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
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
	soest = "GM0342" // in the same region
	wier  = "GM0189" // Wierden, in another
)

var (
	ctx     = context.Background()
	tonight = calendar.MustParse("2022-03-11")
	people  = map[string]access.Actor{
		"national": {Person: "nel", Name: "Nel", Role: access.National},
		"second":   {Person: "gijs", Name: "Gijs", Role: access.Municipal, Municipality: zeist, Region: "VR09"},
		"region":   {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"far":      {Person: "tom", Name: "Tom", Role: access.Regional, Region: "VR05"},
		"town":     {Person: "fatima", Name: "Fatima", Role: access.Municipal, Municipality: zeist, Region: "VR09"},
		"soest":    {Person: "sem", Name: "Sem", Role: access.Municipal, Municipality: soest, Region: "VR09"},
		"staff":    {Person: "lot", Name: "Lot", Role: access.LocationStaff, Location: "L1", Municipality: zeist, Region: "VR09"},
		"council":  {Person: "cor", Name: "Cor", Role: access.Council, Municipality: zeist, Region: "VR09"},
		"auditor":  {Person: "aad", Name: "Aad", Role: access.Auditor},
	}
)

// house is a store with the rooms this one leans on, people who can be mailed, and
// the site.
type house struct {
	*testing.T
	store *db.DB
	door  *gate.Gate
	*Service
	places *places.Service
	site   http.Handler
	now    time.Time
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func newHouse(t *testing.T, store *db.DB) *house {
	h := &house{T: t, store: store, now: time.Date(2022, 3, 11, 8, 14, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.Service = New(h.door, "https://onderdak.example/", Settings{SecondFrom: 500})
	h.places = places.New(h.door)
	renderer, err := ui.NewRenderer(h.words(), ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "intake", FS: Templates})
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
		"fatima": {Role: access.Municipal, Municipality: zeist, Region: "VR09"}, "rik": {Role: access.Regional, Region: "VR09"}, "nel": {Role: access.National},
	} {
		grant.ID = "grant-" + id
		h.must(accounts.AddAccount(ctx, access.Program(), org.Account{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.org", Lang: "nl", Roles: []org.Grant{grant}}))
	}
	return h
}

func (h *house) words() *i18n.Catalogue {
	h.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages, places.Messages, Messages)
	h.must(err)
	return catalogue
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) wants(err error, kind fault.Kind) {
	h.Helper()
	if err == nil || fault.KindOf(err) != kind {
		h.Errorf("got %v, want %s", err, kind)
	}
}

// told is a report as good as any.
func told() Report {
	return Report{Place: "Sporthal De Bosrand", Municipality: zeist, Places: 60, Facilities: []string{"pets"},
		Contact: places.Contact{Name: "Jan Bakker", Phone: "030 123 45 67", Email: "jan@bosrand.example"}}
}

// reported is a draft by form, with its secret.
func (h *house) reported(r Report) (Draft, string) {
	h.Helper()
	d, secret, err := h.Report(ctx, NewToken(), "nl", r)
	h.must(err)
	return d, secret
}

// confirming is a draft as it stands, as somebody confirms it.
func confirming(d Draft) Taking {
	t := Taking{Draft: d.ID, Version: d.Version, Places: d.Places, From: d.From.Night, Until: d.Until}
	t.Location = places.Location{ID: db.NewID(), Municipality: d.Municipality, Name: d.Place, Type: "sports_hall", Facilities: d.Facilities, Contact: d.Contact}
	return t
}

// mails are the mails asked for, as "to subject", sorted.
func (h *house) mails() (sent []string) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		payloads, err := db.All(ctx, tx, `SELECT payload FROM job WHERE topic = $1`, []any{mail.Topic}, readText)
		for _, payload := range payloads {
			var m mail.Message
			h.must(json.Unmarshal([]byte(payload), &m))
			sent = append(sent, m.To+" "+m.Subject)
		}
		return err
	}))
	slices.Sort(sent)
	return sent
}

func readText(row db.Scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// post writes all letters that were asked for out in words.
func (h *house) post() string {
	h.Helper()
	var out strings.Builder
	handlers := h.Handlers()
	handlers[mail.Topic] = mail.Handler(h.words(), mail.NewPrinter(&out))
	worker := job.NewWorker(h.store, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(io.Discard, nil)), handlers)
	_, err := worker.Drain(ctx)
	h.must(err)
	return out.String()
}

func (h *house) count(query string, args ...any) (n int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query, args...).Scan(&n) }))
	return n
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

// page is a page that must be right in form.
func (h *house) page(who, lang, path string) string {
	h.Helper()
	answer := h.visit(who, lang, http.MethodGet, path, nil)
	if answer.Code != http.StatusOK {
		h.Fatalf("%s for %q: %d", path, who, answer.Code)
	}
	return h.sound(answer, path+" in "+lang)
}

// sound is the body of an answer that must be right in form, whatever its status.
func (h *house) sound(answer *httptest.ResponseRecorder, where string) string {
	h.Helper()
	body := answer.Body.String()
	for _, wrong := range uitest.HTML([]byte(body)) {
		h.Errorf("%s: %s", where, wrong)
	}
	for _, mark := range []string{"[intake.", "[places.", "[ui.", "{n}", "{ref}", "{before}", "%!", "ZgotmplZ"} {
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
			h.Errorf("the page does not say %q", text)
		}
	}
}
