package registration

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
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

var (
	ctx      = context.Background()
	noon     = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	tonight  = calendar.NightOf(noon)
	silent   = slog.New(slog.NewTextHandler(io.Discard, nil))
	national = access.Actor{Person: "nel", Name: "Nel", Role: access.National}
	utrecht  = access.Actor{Person: "uma", Name: "Uma", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
	helper   = access.Actor{Person: "vera", Name: "Vera", Role: access.Volunteer, Municipality: "GM0344", Region: "VR09"}
	council  = access.Actor{Person: "cor", Name: "Cor", Role: access.Council, Municipality: "GM0344"}
)

// base is the address of the house in these tests.
const base = "https://onderdak.example"

// house is the whole of what registration needs, on a real store behind a real
// server.
type house struct {
	testing.TB
	store *db.DB
	clock *time.Time
	lock  *sync.Mutex
	door  *gate.Gate
	*Service
	places *places.Service
	worker *job.Worker
	server *httptest.Server
	mails  *strings.Builder
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store)) })
}

func open(t testing.TB, store *db.DB) *house {
	t.Helper()
	clock, lock := new(time.Time), new(sync.Mutex)
	*clock = noon
	now := func() time.Time {
		lock.Lock()
		defer lock.Unlock()
		return *clock
	}
	h := &house{TB: t, store: store, clock: clock, lock: lock, door: gate.New(store, now), mails: &strings.Builder{}}
	h.places = places.New(h.door)
	settings := Defaults()
	settings.Base = base
	matcher := matching.New(h.door, matching.Defaults())
	h.Service = New(h.door, Rooms{Org: org.New(h.door, base), Households: households.New(h.door), Matching: matcher}, settings)
	catalogue, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, org.Messages, places.Messages, households.Messages, matching.Messages, Messages)
	h.ok(err)
	handlers := h.Handlers()
	handlers[mail.Topic] = mail.Handler(catalogue, mail.NewPrinter(h.mails))
	for topic, handle := range matcher.Handlers() {
		handlers[topic] = handle
	}
	h.worker = job.NewWorker(store, now, silent, handlers)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "matching", FS: matching.Templates},
		ui.Set{Name: "registration", FS: Templates})
	h.ok(err)
	who := map[string]access.Actor{"nel": national, "uma": utrecht, "vera": helper, "cor": council}
	site := web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: silent, Now: now,
		Session: func(_ context.Context, token string) (web.Session, error) { return web.Session{Actor: who[token]}, nil },
		Nav:     func(access.Actor, string) []ui.NavItem { return nil },
	}, append(h.Routes(), matcher.Routes()...)...)
	h.server = httptest.NewServer(site.Handler())
	t.Cleanup(h.server.Close)
	return h
}

func (h *house) later(d time.Duration) {
	h.lock.Lock()
	defer h.lock.Unlock()
	*h.clock = h.clock.Add(d)
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if fault.KindOf(err) != kind || fault.As(err).Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func (h *house) drain() {
	h.Helper()
	_, err := h.worker.Drain(ctx)
	h.ok(err)
}

// text reads one text from the store.
func (h *house) text(query string, args ...any) (found string) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query, args...).Scan(&found) }))
	return found
}

// visitor is a browser: it keeps cookies, follows redirects within the house and
// checks every page it is sent.
type visitor struct {
	*house
	lang, session string
	cookie        string // of the registration
	path          string // where it is
	body          string
	status        int
}

func (h *house) visitor(lang, session string) *visitor {
	return &visitor{house: h, lang: lang, session: session}
}

func (p *visitor) get(path string) *visitor {
	p.Helper()
	return p.visit(http.MethodGet, path, nil)
}

// post sends a form; fields alternate name, value.
func (p *visitor) post(path string, fields ...string) *visitor {
	p.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return p.visit(http.MethodPost, path, form)
}

func (p *visitor) visit(method, path string, form url.Values) *visitor {
	p.Helper()
	request, err := http.NewRequest(method, p.server.URL+path, strings.NewReader(form.Encode()))
	p.ok(err)
	request.Header.Set("Accept-Language", p.lang)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if p.session != "" {
		request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: p.session})
	}
	if p.cookie != "" {
		request.AddCookie(&http.Cookie{Name: cookieName, Value: p.cookie})
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	p.ok(err)
	defer answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		if cookie.Name == cookieName {
			if p.cookie = cookie.Value; !cookie.HttpOnly || cookie.MaxAge > 0 {
				p.Errorf("%s: the cookie %+v outlives the visit or shows itself to scripts", path, cookie)
			}
		}
	}
	body, err := io.ReadAll(answer.Body)
	p.ok(err)
	p.path, p.body, p.status = path, string(body), answer.StatusCode
	if target := answer.Header.Get("Location"); strings.HasPrefix(target, "/") {
		return p.get(target)
	}
	p.proper(answer)
	return p
}

var named = regexp.MustCompile(`Olena|Олена|Danylo|Koval`)

// proper holds a page to what all pages of this room keep to.
func (p *visitor) proper(answer *http.Response) {
	p.Helper()
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") || answer.StatusCode == http.StatusSeeOther {
		return
	}
	for _, wrong := range uitest.HTML([]byte(p.body)) {
		p.Errorf("%s in %s: %s", p.path, p.lang, wrong)
	}
	if count := strings.Count(p.body, "<h1"); count != 1 {
		p.Errorf("%s in %s has %d h1", p.path, p.lang, count)
	}
	if _, rest, found := strings.Cut(p.body, "[registration."); found {
		p.Errorf("%s in %s lacks the text registration.%.40s", p.path, p.lang, rest)
	}
	if named.MatchString(p.path) {
		p.Errorf("a name stands in the address %s", p.path)
	}
	if title := between(p.body, "<title>", "</title>"); named.MatchString(title) {
		p.Errorf("%s: a name stands in the title %s", p.path, title)
	}
	public := strings.HasPrefix(p.path, "/aanmelden") || strings.HasPrefix(p.path, "/status")
	if !public || p.status >= 400 && !strings.Contains(p.body, "/verlaten") {
		return
	}
	if strings.Contains(p.body, "<script") {
		p.Errorf("%s ships a script", p.path)
	}
	if !strings.Contains(p.body, `href="/verlaten" rel="noreferrer"`) {
		p.Errorf("%s has no quick way out", p.path)
	}
	if answer.Header.Get("Cache-Control") != "no-store" {
		p.Errorf("%s may be kept: %s", p.path, answer.Header.Get("Cache-Control"))
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// at checks where the visitor came to.
func (p *visitor) at(path string, status int) *visitor {
	p.Helper()
	if p.path != path || p.status != status {
		p.Fatalf("at %s with status %d, want %s with %d: %s", p.path, p.status, path, status, between(p.body, "<main", "</main>"))
	}
	return p
}

// shows checks that the page holds the words.
func (p *visitor) shows(words ...string) *visitor {
	p.Helper()
	for _, word := range words {
		if !strings.Contains(p.body, word) {
			p.Errorf("%s in %s does not show %q: %s", p.path, p.lang, word, between(p.body, "<main", "</main>"))
		}
	}
	return p
}

func (p *visitor) keys() keys {
	code, secret, _ := strings.Cut(p.cookie, ".")
	return keys{code, secret}
}

const question = "/aanmelden/vraag/"

// family begins a registration of a woman and her son and answers everything up
// to the page before sending.
func (p *visitor) family() *visitor {
	p.Helper()
	p.post("/aanmelden/begin").at(question+askMembers, 200)
	p.post("/aanmelden/persoon/nieuw", "naam", "Olena Koval", "naam_eigen", "Олена Коваль", "jaren", "34", "talen", "uk", "talen", "en").at(question+askMembers, 200)
	p.post("/aanmelden/persoon/nieuw", "naam", "Danylo Koval", "geboren-dag", "3", "geboren-maand", "5", "geboren-jaar", "2015", "talen", "uk")
	p.post(question+askMembers).at(question+askTogether, 200)
	p.post(question+askTogether, askTogether, "ja").at(question+askWoman, 200)
	p.post(question+askWoman, askWoman, "ja").at(question+askPets, 200)
	p.post(question+askPets, askPets, "mee").at(question+askNeeds, 200)
	p.post(question+askNeeds, askNeeds, "crib", askNeeds, "ground_floor").at(question+askWishes, 200)
	p.post(question+askWishes, askWishes, "school_nearby", "bij", "Zeist").at(question+askWhere, 200)
	p.post(question+askWhere, askWhere, "utrecht").at(question+askArrived, 200)
	p.post(question+askArrived, "aankomst-dag", "1", "aankomst-maand", "4", "aankomst-jaar", "2022").at(question+askStay, 200)
	p.post(question+askStay, askStay, "1_maand").at(question+askContact, 200)
	return p.post(question+askContact, "telefoon", "+380 67 123 4567", "email", "olena@example.org").at("/aanmelden/controle", 200)
}

// sent is a family that sent its registration.
func (p *visitor) sent() households.Household {
	p.Helper()
	p.family().post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
	return p.household()
}

func (p *visitor) household() households.Household {
	p.Helper()
	k := p.keys()
	status, err := p.Status(ctx, k.code, k.secret)
	p.ok(err)
	return status.Household
}

func openSQLite(t *testing.T) *house { return open(t, dbtest.Open(t, "sqlite")) }
