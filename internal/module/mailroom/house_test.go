package mailroom

import (
	"context"
	"encoding/json"
	"fmt"
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
	"onderdak/internal/module/intake"
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
		"region":   {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"far":      {Person: "tom", Name: "Tom", Role: access.Regional, Region: "VR05"},
		"town":     {Person: "fatima", Name: "Fatima", Role: access.Municipal, Municipality: zeist, Region: "VR09"},
		"soest":    {Person: "sem", Name: "Sem", Role: access.Municipal, Municipality: soest, Region: "VR09"},
		"staff":    {Person: "lot", Name: "Lot", Role: access.LocationStaff, Location: "L1", Municipality: zeist, Region: "VR09"},
		"council":  {Person: "cor", Name: "Cor", Role: access.Council, Municipality: zeist, Region: "VR09"},
	}
)

// trusted is the server whose word about senders counts in these tests.
const trusted = "mx.onderdak.example"

// house is a store with the rooms this one leans on, people who can be mailed, and
// the site.
type house struct {
	testing.TB
	store *db.DB
	door  *gate.Gate
	*Service
	intake *intake.Service
	places *places.Service
	site   http.Handler
	now    time.Time
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func newHouse(t testing.TB, store *db.DB) *house {
	h := &house{TB: t, store: store, now: time.Date(2022, 3, 11, 8, 14, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.places = places.New(h.door)
	h.intake = intake.New(h.door, "https://onderdak.example/", intake.Defaults())
	h.Service = New(h.door, h.intake, Pure(trusted), Settings{Base: "https://onderdak.example/", Own: []string{"opvang@onderdak.example"}, Keep: DefaultKeep})
	renderer, err := ui.NewRenderer(h.words(), ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "intake", FS: intake.Templates}, ui.Set{Name: "mailroom", FS: Templates})
	h.must(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: h.words(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem { return nil },
	}, slices.Concat(h.Routes(), h.intake.Routes())...).Handler()
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
	catalogue, err := i18n.Load(web.Messages, ui.Messages, places.Messages, intake.Messages, Messages)
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

// written is a mail as a mail program writes it; headers are further lines of its
// head, above the others as servers on the way put them.
func written(from, id, subject, body string, headers ...string) []byte {
	head := slices.Concat(headers, []string{"From: " + from, "To: opvang@onderdak.example", "Subject: " + subject, "Date: Fri, 11 Mar 2022 08:00:00 +0100",
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"})
	if id != "" {
		head = append(head, "Message-ID: <"+id+">")
	}
	return []byte(strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n")
}

// Heads of mail in these tests.
const (
	jan      = "Jan Bakker <jan@bosrand.example>"
	verified = "Authentication-Results: " + trusted + "; dmarc=pass header.from=bosrand.example"
	forged   = "Authentication-Results: " + trusted + "; dmarc=fail header.from=bosrand.example"
)

// bosrand is an offer any reader should understand.
const bosrand = "Beste mensen,\n\nWij bieden sporthal De Bosrand in Zeist aan voor 60 personen, vanaf 15 maart 2022 tot nader order.\n" +
	"Bel Jan Bakker, 030 123 45 67.\n\nMet vriendelijke groet,\nJan Bakker\n"

func (h *house) mailed(raw []byte) Taken {
	h.Helper()
	taken, err := h.TakeMail(ctx, raw, "imap", h.now)
	h.must(err)
	return taken
}

func (h *house) opened(id string) Opened {
	h.Helper()
	found, err := h.Letter(ctx, people["national"], id)
	h.must(err)
	return found
}

func (h *house) seen(draft, about string) Seen {
	h.Helper()
	found, err := h.Service.Draft(ctx, people["national"], draft, about)
	h.must(err)
	return found
}

// messages are the mails asked for with a subject.
func (h *house) messages(subject string) (found []mail.Message) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		payloads, err := db.All(ctx, tx, `SELECT payload FROM job WHERE topic = $1 ORDER BY id`, []any{mail.Topic}, func(row db.Scanner) (text string, err error) {
			err = row.Scan(&text)
			return text, err
		})
		for _, payload := range payloads {
			var m mail.Message
			h.must(json.Unmarshal([]byte(payload), &m))
			if m.Subject == subject {
				found = append(found, m)
			}
		}
		return err
	}))
	return found
}

// work does all work that is due and gives the mails in words.
func (h *house) work() string {
	h.Helper()
	var out strings.Builder
	handlers := h.Handlers()
	for topic, handler := range h.intake.Handlers() {
		handlers[topic] = handler
	}
	handlers[mail.Topic] = mail.Handler(h.words(), mail.NewPrinter(&out))
	worker := job.NewWorker(h.store, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(io.Discard, nil)), handlers)
	_, err := worker.Drain(ctx)
	h.must(err)
	return out.String()
}

// forgetNow does the work of a night.
func (h *house) forgetNow() {
	h.Helper()
	h.must(h.Handlers()[TopicForget](ctx, nil))
}

func (h *house) count(query string, args ...any) (n int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query, args...).Scan(&n) }))
	return n
}

func (h *house) intact() {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		for _, verify := range []func(context.Context, *db.Tx) ([]string, error){Verify, intake.Verify, gate.Verify, places.Verify} {
			wrong, err := verify(ctx, tx)
			if err != nil {
				return err
			}
			if len(wrong) > 0 {
				h.Errorf("%q", wrong)
			}
		}
		return nil
	}))
}

func (h *house) visit(who, lang, method, path string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return h.serve(who, lang, r)
}

func (h *house) serve(who, lang string, r *http.Request) *httptest.ResponseRecorder {
	h.Helper()
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	r.Header.Set("Accept-Language", lang)
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, r)
	return answer
}

// page is a page that must be right in form.
func (h *house) page(who, lang, path string) string {
	h.Helper()
	answer := h.visit(who, lang, http.MethodGet, path, nil)
	if answer.Code != http.StatusOK {
		h.Fatalf("%s for %q: %d\n%s", path, who, answer.Code, answer.Body)
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
	for _, mark := range []string{"[intake.", "[mailroom.", "[places.", "[ui.", "{n}", "{ref}", "{before}", "%!", "ZgotmplZ"} {
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

// sends posts a form and gives where the answer leads.
func (h *house) sends(who, path string, form url.Values) string {
	h.Helper()
	answer := h.visit(who, "nl", http.MethodPost, path, form)
	if answer.Code != http.StatusSeeOther {
		h.Fatalf("%s: %d\n%s", path, answer.Code, answer.Body)
	}
	return answer.Header().Get("Location")
}

func (h *house) told(r intake.Report) intake.Draft {
	h.Helper()
	d, _, err := h.intake.Report(ctx, intake.NewToken(), "nl", r)
	h.must(err)
	return d
}

// confirming is a draft as it stands, as somebody confirms it.
func confirming(d intake.Draft) intake.Taking {
	t := intake.Taking{Draft: d.ID, Version: d.Version, Places: d.Places, From: d.From.Or(tonight), Until: d.Until}
	t.Location = places.Location{ID: db.NewID(), Municipality: d.Municipality, Name: d.Place, Type: "sports_hall", Facilities: d.Facilities, Contact: d.Contact}
	if t.Location.Contact == (places.Contact{}) {
		t.Location.Contact = places.Contact{Name: "Beheer", Phone: "030 987 65 43"}
	}
	return t
}

// stuff pretends that so many receipts were sent just now.
func stuff(h *house, n int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		for i := range n {
			_, err := tx.Exec(ctx, `INSERT INTO letter (id, ref, mail_key, message_id, thread, way, kind, auth, lang, state, received_at, from_name, from_email, email_key,
				subject, body, quoted, attachments, warnings, ended_by, receipt_at) VALUES ($1, $2, $3, '', 'x', 'imap', 'ordinary', 'unknown', 'nl', 'read', 1, '', '', '', '', '', 0, '[]', '[]', '', $4)`,
				fmt.Sprint("s", i), fmt.Sprint("s", i), fmt.Sprint("s", i), calendar.InstantOf(h.now))
			if err != nil {
				return err
			}
		}
		return nil
	}
}
