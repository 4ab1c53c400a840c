package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

var pages = fstest.MapFS{"hello.html": {Data: []byte(
	`{{define "main"}}<h1>{{.Body}}</h1><p>` + strings.Repeat("word ", 600) + `</p>{{end}}{{define "part"}}<b>{{.}}</b>{{end}}`)}}

// site is a small house with one page of every temper.
func site(t *testing.T, log io.Writer) *httptest.Server {
	t.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages)
	if err != nil {
		t.Fatal(err)
	}
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "test", FS: pages})
	if err != nil {
		t.Fatal(err)
	}
	fails := func(err error) web.Handler { return func(*web.Visit) error { return err } }
	built := web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(log, nil)),
		Now: func() time.Time { return time.Date(2022, 4, 25, 7, 0, 0, 0, time.UTC) },
		Session: func(_ context.Context, token string) (web.Session, error) {
			switch token {
			case "anna":
				return web.Session{Actor: access.Actor{Person: "a", Name: "Anna Voorbeeld", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}, Lang: "uk"}, nil
			case "down":
				return web.Session{}, fault.New(fault.Unavailable, "fault.unavailable")
			}
			return web.Session{}, fault.New(fault.Unauthenticated, "access.sign_in")
		},
		Nav: func(access.Actor, string) []ui.NavItem { return nil },
	},
		web.Route{Method: "GET", Path: "/{$}", Open: true, Handle: func(v *web.Visit) error { return v.Page("test/hello", "Hello", "who <b>") }},
		web.Route{Method: "GET", Path: "/part", Open: true, Handle: func(v *web.Visit) error { return v.Fragment("test/hello", "part", "x") }},
		web.Route{Method: "GET", Path: "/own", Action: access.StateCapacity, Handle: func(v *web.Visit) error { return v.Page("test/hello", v.Actor.Name, v.Lang) }},
		web.Route{Method: "GET", Path: "/run", Action: access.StartRun, Handle: fails(nil)},
		web.Route{Method: "POST", Path: "/form", Open: true, Handle: func(v *web.Visit) error {
			form, err := v.Form()
			if err != nil {
				return err
			}
			return v.Redirect(form.Get("to"))
		}},
		web.Route{Method: "GET", Path: "/panic", Open: true, Handle: func(*web.Visit) error { panic("nil map") }},
		web.Route{Method: "GET", Path: "/broken", Open: true, Handle: fails(errors.New("secret detail"))},
		web.Route{Method: "POST", Path: "/taken", Open: true, Handle: fails(
			fault.New(fault.Conflict, "fault.not_found").Or("web.help", "/hulp").Or("web.sign_in", "https://elsewhere.example/"))},
		web.Route{Method: "GET", Path: "/follow", Open: true, Handle: follow},
		web.Route{Method: "GET", Path: "/gone", Open: true, Handle: fails(fault.New(fault.Gone, "fault.not_found"))},
		web.Route{Method: "GET", Path: "/api/wrong", Open: true, Handle: fails(&fault.Error{
			Kind: fault.Invalid, Key: "fault.invalid", Fields: []fault.Field{{Name: "plekken", Key: "fault.not_found"}},
		})},
		web.Route{Method: "GET", Path: "/file", Open: true, Handle: func(v *web.Visit) error { return v.File("beeld naïef.csv", "text/csv", []byte("a,b\n")) }},
	)
	server := httptest.NewServer(built.Handler())
	t.Cleanup(server.Close)
	return server
}

// follow is something that ends at the third look, and does not change between
// the first two.
func follow(v *web.Visit) error {
	looks := 0
	return v.Follow("test/hello", "part", func() (any, bool, error) {
		looks++
		return "half\nway" + strings.Repeat("!", looks/3), looks == 3, nil
	})
}

type answer struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, server *httptest.Server, method, path string, headers map[string]string, form url.Values) answer {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

func TestPagesAreEscapedAndProtected(t *testing.T) {
	got := ask(t, site(t, io.Discard), "GET", "/", nil, nil)
	if got.status != 200 || !strings.Contains(got.body, "<h1>who &lt;b&gt;</h1>") || !strings.Contains(got.body, `<html lang="nl"`) {
		t.Errorf("%d %.300s", got.status, got.body)
	}
	policy := got.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
		t.Error(policy)
	}
	if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Cache-Control") != "private, no-cache" {
		t.Error(got.header)
	}
	if strings.Contains(got.body, "<script") {
		t.Error("a page for people who are not signed in ships a script")
	}
}

func TestAnUnchangedPageIsNotSentAgain(t *testing.T) {
	server := site(t, io.Discard)
	first := ask(t, server, "GET", "/", nil, nil)
	again := ask(t, server, "GET", "/", map[string]string{"If-None-Match": first.header.Get("ETag")}, nil)
	if again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("%d, %d bytes", again.status, len(again.body))
	}
	zipped := ask(t, server, "GET", "/", map[string]string{"Accept-Encoding": "gzip"}, nil)
	reader, err := gzip.NewReader(strings.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(reader); err != nil || string(plain) != first.body {
		t.Errorf("zipped page differs: %v", err)
	}
}

func TestWhoMayEnter(t *testing.T) {
	server := site(t, io.Discard)
	anna := map[string]string{"Cookie": web.SessionCookie + "=anna"}
	if got := ask(t, server, "GET", "/own?x=1", nil, nil); got.status != 303 || got.header.Get("Location") != "/inloggen?terug=%2Fown%3Fx%3D1" {
		t.Errorf("%d to %s", got.status, got.header.Get("Location"))
	}
	if got := ask(t, server, "GET", "/own", anna, nil); got.status != 200 || !strings.Contains(got.body, "<h1>uk</h1>") || !strings.Contains(got.body, "Anna Voorbeeld") {
		t.Errorf("%d %.200s", got.status, got.body)
	}
	if got := ask(t, server, "GET", "/run", anna, nil); got.status != 403 {
		t.Errorf("a municipal coordinator may not start a run, got %d", got.status)
	}
	if got := ask(t, server, "GET", "/own", map[string]string{"Cookie": web.SessionCookie + "=down"}, nil); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("with the store gone: %d", got.status)
	}
}

func TestForeignFormsAreRefused(t *testing.T) {
	server := site(t, io.Discard)
	form := url.Values{"to": {"/own"}}
	if got := ask(t, server, "POST", "/form", map[string]string{"Sec-Fetch-Site": "cross-site"}, form); got.status != 403 {
		t.Errorf("a foreign form got %d", got.status)
	}
	if got := ask(t, server, "POST", "/form", map[string]string{"Sec-Fetch-Site": "same-origin"}, form); got.status != 303 || got.header.Get("Location") != "/own" {
		t.Errorf("our own form got %d", got.status)
	}
	for _, away := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:x"} {
		if got := ask(t, server, "POST", "/form", nil, url.Values{"to": {away}}); got.header.Get("Location") != "/" {
			t.Errorf("sent away to %q", got.header.Get("Location"))
		}
	}
	if got := ask(t, server, "POST", "/form", nil, url.Values{"to": {strings.Repeat("x", 2<<20)}}); got.status != 422 {
		t.Errorf("a huge form got %d", got.status)
	}
}

func TestErrorsAreWords(t *testing.T) {
	var log bytes.Buffer
	server := site(t, &log)
	cases := []struct {
		path, lang, says string
		status           int
	}{
		{"/nowhere", "nl", "Niet gevonden", 404}, {"/nowhere", "uk", "Не знайдено", 404}, {"/gone", "en", "This has ended", 410},
		{"/broken", "en", "Something went wrong", 500}, {"/panic", "nl", "Er ging iets mis", 500},
	}
	for _, c := range cases {
		got := ask(t, server, "GET", c.path, map[string]string{"Accept-Language": c.lang}, nil)
		if got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%s in %s: %d %.200s", c.path, c.lang, got.status, got.body)
		}
		if strings.Contains(got.body, "secret") || strings.Contains(got.body, "goroutine") {
			t.Errorf("%s shows its insides", c.path)
		}
	}
	if !strings.Contains(log.String(), "secret detail") || !strings.Contains(log.String(), "nil map") {
		t.Error("the log does not know what happened")
	}
}

func TestProblemJSON(t *testing.T) {
	got := ask(t, site(t, io.Discard), "GET", "/api/wrong", map[string]string{"Accept-Language": "en"}, nil)
	var problem struct {
		Title  string
		Status int
		Fields []struct{ Name, Reason string } `json:"invalidParams"`
	}
	if err := json.Unmarshal([]byte(got.body), &problem); err != nil {
		t.Fatal(err)
	}
	if got.header.Get("Content-Type") != "application/problem+json" || problem.Status != 422 || len(problem.Fields) != 1 || problem.Fields[0].Name != "plekken" {
		t.Errorf("%s: %+v", got.header.Get("Content-Type"), problem)
	}
}

// A conflict says what happened and offers what can be done instead, the best
// first, and a look at how things are by now.
func TestAConflictOffersTheNextBest(t *testing.T) {
	server := site(t, io.Discard)
	got := ask(t, server, "POST", "/taken", map[string]string{"Referer": server.URL + "/own?x=1"}, url.Values{})
	main := got.body[strings.Index(got.body, "<main"):]
	best, again := strings.Index(main, `utrecht-button--primary-action" href="/hulp"`), strings.Index(main, `href="/own?x=1"`)
	if got.status != 409 || best < 0 || again < best || strings.Contains(main, "elsewhere.example") {
		t.Errorf("%d %s", got.status, main)
	}
	got = ask(t, server, "POST", "/taken", map[string]string{"Referer": "https://elsewhere.example/own"}, url.Values{})
	if got.status != 409 || strings.Contains(got.body, "/own") {
		t.Errorf("sent on to another house: %s", got.body)
	}
}

func TestFollowingTellsChangesUntilTheEnd(t *testing.T) {
	got := ask(t, site(t, io.Discard), "GET", "/follow", map[string]string{"Accept-Encoding": "gzip"}, nil)
	want := "data: <b>half\ndata: way</b>\n\ndata: <b>half\ndata: way!</b>\n\nevent: klaar\ndata:\n\n"
	if got.body != want || got.header.Get("Content-Type") != "text/event-stream" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%q %v", got.body, got.header)
	}
}

func TestLanguageIsRemembered(t *testing.T) {
	server := site(t, io.Discard)
	got := ask(t, server, "GET", "/taal/uk?terug=/own", nil, nil)
	if got.status != 303 || got.header.Get("Location") != "/own" || !strings.HasPrefix(got.header.Get("Set-Cookie"), "taal=uk;") {
		t.Errorf("%d %v", got.status, got.header)
	}
	page := ask(t, server, "GET", "/", map[string]string{"Cookie": "taal=uk", "Accept-Language": "en"}, nil)
	if !strings.Contains(page.body, `<html lang="uk"`) {
		t.Errorf("%.100s", page.body)
	}
}

func TestAssetsAndFiles(t *testing.T) {
	server := site(t, io.Discard)
	style := ask(t, server, "GET", ui.AssetPath("app.css"), map[string]string{"Accept-Encoding": "br, gzip"}, nil)
	if style.status != 200 || style.header.Get("Content-Encoding") != "br" || !strings.Contains(style.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d %v", style.status, style.header)
	}
	if got := ask(t, server, "GET", "/bestanden/manifest.json", nil, nil); got.status != 404 {
		t.Errorf("the manifest is served: %d", got.status)
	}
	if got := ask(t, server, "GET", "/file", nil, nil); got.header.Get("Content-Disposition") != "attachment; filename*=UTF-8''beeld%20na%C3%AFef.csv" {
		t.Error(got.header.Get("Content-Disposition"))
	}
	for _, path := range []string{"/licenties", "/hulp"} {
		if got := ask(t, server, "GET", path, nil, nil); got.status != 200 || strings.Contains(got.body, "[web.") {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

func TestTableListsRights(t *testing.T) {
	table := web.New(web.Settings{}, web.Route{Method: "GET", Path: "/run", Action: access.StartRun}).Table()
	if !strings.Contains(table, "/run GET run.start regional_coordinator:own national_desk:nation\n") || !strings.Contains(table, "/hulp GET everybody\n") {
		t.Error(table)
	}
}
