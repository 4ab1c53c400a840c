package app_test

import (
	"context"
	"database/sql"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var update = flag.Bool("update", false, "rewrite the golden files")

var ctx = context.Background()

// house is a small demo nation behind a real server.
type house struct {
	*app.App
	url     string
	summary *app.DemoSummary
	server  *httptest.Server
}

// build makes a demo nation on a store of the engine.
func build(t *testing.T, engine string, households int) *house {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{url: dbtest.URL(t, engine)}
	began, morning := time.Now(), app.DemoClock().Time()
	h.App, err = app.Open(ctx, app.Config{
		Database: h.url, Base: "http://" + listener.Addr().String(), Now: func() time.Time { return morning.Add(time.Since(began)) },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Mail: mail.NewPrinter(io.Discard),
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	if h.summary, err = h.Demo(ctx, app.DemoSettings{Households: households, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewUnstartedServer(h.Handler())
	h.server.Listener = listener
	h.server.Start()
	t.Cleanup(h.server.Close)
	return h
}

// enter signs a role in and gives its browser's cookies.
func (h *house) enter(t *testing.T, role string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	for _, link := range h.summary.Links {
		if link.Role != role {
			continue
		}
		response, err := client.Post(link.Link, "application/x-www-form-urlencoded", nil)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != 200 {
			t.Fatalf("%s cannot sign in: %s", role, response.Status)
		}
		return client
	}
	t.Fatalf("no link for %s", role)
	return nil
}

func get(t *testing.T, client *http.Client, url, lang string) (int, string) {
	t.Helper()
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.AddCookie(&http.Cookie{Name: "taal", Value: lang})
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// links finds the first address on a page that begins so.
func first(page, prefix string) string {
	for _, part := range strings.Split(page, `href="`)[1:] {
		if address, _, found := strings.Cut(part, `"`); found && strings.HasPrefix(address, prefix) && !strings.Contains(address, "?") && address != prefix {
			return address
		}
	}
	return ""
}

// The addresses every page is visited under; those of single things are found on
// the lists.
func (h *house) addresses(t *testing.T, client *http.Client) []string {
	t.Helper()
	all := []string{"/", "/?scherm=1", "/regios/VR09", "/gemeenten/GM0344", "/locaties", "/locaties?stand=vol", "/locaties/nieuw", "/huishoudens", "/matchrondes",
		"/matchrondes/puntentelling", "/aanbiedingen", "/aanbiedingen?status=declined", "/hulp", "/licenties"}
	for _, list := range []struct{ page, prefix string }{
		{"/locaties", "/locaties/GM"}, {"/huishoudens", "/huishoudens/"}, {"/aanbiedingen?status=open", "/aanbiedingen/"},
		{"/aanbiedingen?status=accepted", "/aanbiedingen/"}, {"/matchrondes", "/matchrondes/0"},
	} {
		_, page := get(t, client, h.server.URL+list.page, "nl")
		address := first(page, list.prefix)
		if address == "" {
			t.Errorf("%s lists nothing", list.page)
			continue
		}
		all = append(all, address)
		if list.prefix == "/locaties/GM" {
			for _, page := range []string{"/opgave", "?nachten=90", "/wijzig", "/gereed", "/kamers", "/kamers/nieuw", "/plaatsen"} {
				all = append(all, address+page)
			}
			_, page := get(t, client, h.server.URL+address, "nl")
			if stay := first(page, address+"/verblijven/"); stay != "" {
				all = append(all, stay)
			}
		}
	}
	return all
}

func TestTheDemoIsWholeOnBothEngines(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			h := build(t, engine, 60)
			s := h.summary
			if s.Locations == 0 || s.Certificate.Placed == 0 || s.Offered != s.Certificate.Placed || s.Stale != 0 || s.Accepted == 0 || s.Arrived == 0 {
				t.Errorf("%+v", s)
			}
			if s.Certificate.Bound < s.Certificate.Objective || s.Certificate.Objective < s.Certificate.Baseline {
				t.Errorf("certificate %+v", s.Certificate)
			}
			wrong, err := h.Verify(ctx)
			if err != nil || len(wrong) > 0 {
				t.Errorf("%v %v", wrong, err)
			}
			byHand(t, h.url)
			if wrong, err = h.Verify(ctx); err != nil || len(wrong) < 4 {
				t.Errorf("damage done by hand was not found: %v %v", wrong, err)
			}
		})
	}
}

// byHand damages a store the way somebody with its password could.
func byHand(t *testing.T, url string) {
	t.Helper()
	driver, source := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source = "sqlite", path
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	disarm := []string{"DROP TRIGGER audit_no_update", "DROP TRIGGER stay_guard_update"}
	if driver == "pgx" {
		disarm = []string{"ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE stay DISABLE TRIGGER ALL"}
	}
	for _, statement := range disarm {
		if _, err := pool.Exec(statement); err != nil {
			t.Log(err)
		}
	}
	for _, statement := range []string{
		`UPDATE audit SET reason = 'nothing' WHERE seq = 1 AND book = 'NL'`,
		`UPDATE open_span SET places = places + 1`,
		`UPDATE household SET state = 'left' WHERE state = 'offered'`,
		`UPDATE match_run SET objective = objective + 1`,
	} {
		if _, err := pool.Exec(statement); err != nil {
			t.Log(statement, err)
		}
	}
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	h := build(t, "sqlite", 60)
	client := h.enter(t, "national_desk")
	for _, address := range h.addresses(t, client) {
		for _, lang := range []string{"nl", "en", "uk"} {
			status, page := get(t, client, h.server.URL+address, lang)
			if status != 200 || !strings.Contains(page, `<html lang="`+lang+`"`) {
				t.Errorf("%s in %s: %d", address, lang, status)
			}
			for _, room := range []string{"ui", "web", "org", "picture", "places", "locations", "matching", "plan", "households", "access"} {
				if _, rest, found := strings.Cut(page, "["+room+"."); found {
					t.Errorf("%s in %s lacks the text %s.%.40s", address, lang, room, rest)
				}
			}
			for _, complaint := range uitest.HTML([]byte(page)) {
				t.Errorf("%s in %s: %s", address, lang, complaint)
			}
		}
	}
}

func TestPagesInTheBrowser(t *testing.T) {
	h := build(t, "sqlite", 60)
	client := h.enter(t, "national_desk")
	addresses := h.addresses(t, client)
	var cookies []uitest.Cookie
	request, err := http.NewRequest("GET", h.server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range client.Jar.Cookies(request.URL) {
		cookies = append(cookies, uitest.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
	browser := uitest.Start(t)
	for i, address := range addresses {
		lang := []string{"nl", "en", "uk"}[i%3]
		browser.Check(t, h.server.URL+address, append(cookies, uitest.Cookie{Name: "taal", Value: lang})...)
	}
	browser.Check(t, h.server.URL+"/inloggen")
	browser.Check(t, h.server.URL+"/inloggen/abc")
}

// A role that may not see a page is told so, and sees nothing of it.
func TestStrangersAreRefused(t *testing.T) {
	h := build(t, "sqlite", 40)
	national := h.enter(t, "national_desk")
	council := h.enter(t, "council_reader")
	for _, address := range h.addresses(t, national) {
		status, page := get(t, council, h.server.URL+address, "nl")
		open := address == "/" || strings.HasPrefix(address, "/?") || strings.HasPrefix(address, "/regios") || strings.HasPrefix(address, "/gemeenten") ||
			address == "/hulp" || address == "/licenties" || address == "/locaties" || strings.HasPrefix(address, "/locaties?")
		if open != (status == 200) && status != 404 {
			t.Errorf("council reader at %s: %d %.80s", address, status, page)
		}
	}
	status, _ := get(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, h.server.URL+"/huishoudens", "nl")
	if status != http.StatusSeeOther {
		t.Errorf("a stranger at the households: %d", status)
	}
}

func TestRoutesAreThoseOfTheGoldenFile(t *testing.T) {
	house, err := app.Open(ctx, app.Config{
		Database: dbtest.URL(t, "sqlite"), Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Out: io.Discard,
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer house.Close()
	path := filepath.Join("testdata", "routes.golden")
	if *update {
		if err := os.WriteFile(path, []byte(house.Site.Table()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := house.Site.Table(); got != string(golden) {
		t.Errorf("the routes or their rights changed; look, then go test ./internal/app -update\n%s", got)
	}
}

func TestHealthAndDrain(t *testing.T) {
	url := dbtest.URL(t, "sqlite")
	house, err := app.Open(ctx, app.Config{
		Database: url, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Out: io.Discard,
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- house.Serve(serving, listener) }()
	address := "http://" + listener.Addr().String()
	if status, body := get(t, http.DefaultClient, address+"/gezond", "nl"); status != 200 || body != "gezond\n" {
		t.Errorf("%d %s", status, body)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := house.Close(); err != nil {
		t.Error(err)
	}
	recorder := httptest.NewRecorder()
	house.Handler().ServeHTTP(recorder, httptest.NewRequest("GET", "/gezond", nil))
	if recorder.Code != 503 {
		t.Errorf("with the store gone: %d", recorder.Code)
	}
	recorder = httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/", nil)
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	house.Handler().ServeHTTP(recorder, request)
	if recorder.Code < 500 {
		t.Errorf("a page with the store gone: %d", recorder.Code)
	}
}
