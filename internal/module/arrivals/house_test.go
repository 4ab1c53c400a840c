package arrivals

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
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
	ctx     = context.Background()
	noon    = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	tonight = calendar.NightOf(noon)
	program = access.Program()
	people  = map[string]access.Actor{
		"national":  {Person: "nel", Name: "Nel", Role: access.National},
		"regional":  {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"zeist":     {Person: "zoë", Name: "Zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"},
		"enschede":  {Person: "els", Name: "Els", Role: access.Municipal, Municipality: "GM0153", Region: "VR05"},
		"porter":    {Person: "pim", Name: "Pim", Role: access.LocationStaff, Location: "L1", Municipality: "GM0355", Region: "VR09"},
		"neighbour": {Person: "ned", Name: "Ned", Role: access.LocationStaff, Location: "L2", Municipality: "GM0355", Region: "VR09"},
		"volunteer": {Person: "vic", Name: "Vic", Role: access.Volunteer, Municipality: "GM0355", Region: "VR09"},
		"council":   {Person: "cor", Name: "Cor", Role: access.Council, Municipality: "GM0355", Region: "VR09"},
	}
)

// letters keeps what is mailed.
type letters struct {
	lock sync.Mutex
	all  []mail.Letter
}

func (l *letters) Send(_ context.Context, letter mail.Letter) error {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.all = append(l.all, letter)
	return nil
}

// house is a small nation with its clock, its rooms, its worker and the site
// people visit.
type house struct {
	testing.TB
	store      *db.DB
	door       *gate.Gate
	places     *places.Service
	households *households.Service
	matching   *matching.Service
	*Service
	worker *job.Worker
	mails  *letters
	site   http.Handler
	lock   *sync.Mutex
	now    *time.Time
}

func each(t *testing.T, test func(h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store, nil)) })
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	found, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, org.Messages, places.Messages, households.Messages, matching.Messages, Messages)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func open(t testing.TB, store *db.DB, sender mail.Sender) house {
	t.Helper()
	h := house{TB: t, store: store, lock: new(sync.Mutex), now: new(time.Time), mails: &letters{}}
	*h.now = noon
	clock := func() time.Time {
		h.lock.Lock()
		defer h.lock.Unlock()
		return *h.now
	}
	if sender == nil {
		sender = h.mails
	}
	h.door = gate.New(store, clock)
	h.places, h.households, h.matching = places.New(h.door), households.New(h.door), matching.New(h.door, matching.Defaults())
	h.Service = New(h.door, h.matching, h.places, h.households, "https://onderdak.example/")
	texts, quiet := catalogue(t), slog.New(slog.NewTextHandler(io.Discard, nil))
	handlers := map[string]job.Handler{mail.Topic: mail.Handler(texts, sender)}
	for _, some := range []map[string]job.Handler{h.matching.Handlers(), h.Handlers()} {
		for topic, handle := range some {
			handlers[topic] = handle
		}
	}
	h.worker = job.NewWorker(store, clock, quiet, handlers)
	renderer, err := ui.NewRenderer(texts, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "arrivals", FS: Templates})
	h.ok(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: texts, Log: quiet, Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem {
			return []ui.NavItem{{Key: "arrivals.nav_transports", Href: "/transporten"}}
		},
	}, h.Routes()...).Handler()
	return h
}

func (h house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if fault.KindOf(err) != kind || fault.As(err).Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func (h house) later(d time.Duration) {
	h.lock.Lock()
	defer h.lock.Unlock()
	*h.now = h.now.Add(d)
}

func (h house) drain() {
	h.Helper()
	_, err := h.worker.Drain(ctx)
	h.ok(err)
}

// location adds a location in Zeist, or elsewhere, with places open from a week
// ago on.
func (h house) location(id string, open int, change ...func(*places.Location)) {
	h.Helper()
	l := places.Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Huis " + id, Type: "hotel", Facilities: []string{"crib", "eigen_woord", "wheelchair"}, Address: "Dorpsstraat 1",
		Contact: places.Contact{Name: "J. Bakker", Phone: "030-1234567", Email: "bakker@zeist.example"}}
	for _, c := range change {
		c(&l)
	}
	h.ok(h.places.AddLocation(ctx, program, l))
	h.ok(h.places.State(ctx, program, places.Statement{ID: db.NewID(), Location: id, Rung: places.Open, From: tonight - 7, Places: open, Source: "test"}))
}

// household registers a household that waits in Utrecht since three days, with a
// name for each of its members.
func (h house) household(id string, persons int, change ...func(*households.Household)) households.Household {
	h.Helper()
	fresh := households.Household{ID: id, Municipality: "GM0344", Region: "VR09", Persons: persons, From: tonight, WaitingSince: tonight - 3,
		Until: calendar.At(tonight + 10)}
	for _, c := range change {
		c(&fresh)
	}
	h.ok(h.households.Register(ctx, program, fresh, []households.Person{{ID: "p" + id, Household: id}},
		[]households.Name{{Person: "p" + id, Latin: "Olena Melnyk " + id, Original: "Олена Мельник"}}))
	return h.find(id)
}

func (h house) find(id string) households.Household {
	h.Helper()
	found, err := h.households.Household(ctx, program, id)
	h.ok(err)
	return found
}

// offer makes an offer to the household for the nights tonight..tonight+7.
func (h house) offer(household, location string) matching.Offer {
	h.Helper()
	made, err := h.matching.OfferTo(ctx, people["national"], matching.HandOffer{
		Household: household, Location: location, From: tonight, Until: tonight + 7, EndKnown: true,
	})
	h.ok(err)
	return made
}

func (h house) accepted(household, location string) matching.Offer {
	h.Helper()
	made := h.offer(household, location)
	for _, side := range []matching.Side{matching.SideLocation, matching.SideHousehold} {
		_, err := h.matching.Answer(ctx, people["national"], matching.Reply{Offer: made.ID, Side: side, Answer: matching.Accept})
		h.ok(err)
	}
	return made
}

func (h house) read(offer string) matching.Offer {
	h.Helper()
	found, _, err := h.matching.Offer(ctx, program, offer)
	h.ok(err)
	return found
}

func (h house) free(location string) int {
	h.Helper()
	free, err := h.places.Free(ctx, program, location, calendar.NightOf(*h.now), calendar.NightOf(*h.now)+1)
	h.ok(err)
	return free[0]
}

// token finds the token of the last link that was mailed.
func (h house) token() string {
	h.Helper()
	h.drain()
	for i := len(h.mails.all) - 1; i >= 0; i-- {
		if _, after, found := strings.Cut(h.mails.all[i].Text, "https://onderdak.example"+LinkPath); found {
			return strings.Fields(after)[0]
		}
	}
	h.Fatal("no link was mailed")
	return ""
}

// clean fails when an invariant of the store is broken.
func (h house) clean() {
	h.Helper()
	for _, check := range []func(context.Context, *db.Tx) ([]string, error){gate.Verify, places.Verify, households.Verify, matching.Verify} {
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			wrong, err := check(ctx, tx)
			for _, text := range wrong {
				h.Error(text)
			}
			return err
		}))
	}
}

// visit asks for a page as somebody, in a language.
func (h house) visit(who, lang, method, path string, form url.Values) (int, string, http.Header) {
	h.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	request.AddCookie(&http.Cookie{Name: "taal", Value: lang})
	recorder := httptest.NewRecorder()
	h.site.ServeHTTP(recorder, request)
	body := recorder.Body.String()
	if recorder.Code == 500 {
		h.Errorf("%s %s as %s: 500", method, path, who)
	}
	if strings.Contains(recorder.Header().Get("Content-Type"), "text/html") && recorder.Code != 303 {
		for _, complaint := range uitest.HTML([]byte(body)) {
			h.Errorf("%s %s in %s: %s", method, path, lang, complaint)
		}
		for _, room := range []string{"arrivals", "matching", "places", "households", "ui", "web"} {
			if _, rest, found := strings.Cut(body, "["+room+"."); found {
				h.Errorf("%s %s in %s lacks the text %s.%.40s", method, path, lang, room, rest)
			}
		}
	}
	return recorder.Code, body, recorder.Header()
}

func (h house) get(who, path string) (int, string) {
	h.Helper()
	status, body, _ := h.visit(who, "nl", "GET", path, nil)
	return status, body
}

func (h house) post(who, path string, pairs ...string) (int, string) {
	h.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	status, body, _ := h.visit(who, "nl", "POST", path, form)
	return status, body
}
