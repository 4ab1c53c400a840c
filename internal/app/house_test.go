package app_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) {
	code := dbtest.Run(m)
	for _, end := range atEnd {
		end()
	}
	os.Exit(code)
}

// atEnd closes what the tests of this package share.
var atEnd []func()

var update = flag.Bool("update", false, "rewrite the golden files")

var ctx = context.Background()

// house is a running house with somebody in every role.
type house struct {
	*app.App
	url      string // of the store
	address  string // of the pages
	handler  http.Handler
	summary  *app.DemoSummary
	sessions map[access.Role]string // tokens of those signed in
	far      string                 // session of a regional coordinator of another region
}

// homeRegion and the others are where people of the empty house work; the demo
// chooses for itself.
const (
	homeRegion = "VR09"
	homeTown   = "GM0344"
	farRegion  = "VR01"
)

// opened runs a house on a store; it ends with close.
func opened(url string) (h *house, end func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	h = &house{url: url, address: "http://" + listener.Addr().String(), sessions: map[access.Role]string{}}
	began, morning := time.Now(), app.DemoClock().Time()
	h.App, err = app.Open(ctx, app.Config{
		Database: url, Base: h.address, Now: func() time.Time { return morning.Add(time.Since(began)) },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Mail: mail.NewPrinter(io.Discard), TrustedServer: app.DemoMailServer,
	}, true)
	if err != nil {
		return nil, nil, errors.Join(err, listener.Close())
	}
	h.handler = h.Handler()
	server := httptest.NewUnstartedServer(h.handler)
	if err := server.Listener.Close(); err != nil {
		return nil, nil, err
	}
	server.Listener = listener
	server.Start()
	return h, func() { server.Close(); h.Close() }, nil
}

// build makes a demo nation on a store of the engine.
func build(t *testing.T, engine string, households int) *house {
	t.Helper()
	h, end, err := opened(dbtest.URL(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	if h.summary, err = h.Demo(ctx, app.DemoSettings{Households: households, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	return h
}

// demo is the store of the demo nation, made once and copied for every test that
// changes something.
var demo struct {
	once    sync.Once
	err     error
	content []byte
	summary *app.DemoSummary
}

func makeDemo() error {
	folder, err := os.MkdirTemp("", "onderdak-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "store.db")
	h, end, err := opened("sqlite:" + path)
	if err != nil {
		return err
	}
	demo.summary, err = h.Demo(ctx, app.DemoSettings{Households: 120, Seed: 3})
	if end(); err != nil {
		return err
	}
	demo.content, err = os.ReadFile(path)
	return err
}

// furnished opens a copy of the demo, with everybody signed in.
func furnished(folder string) (*house, func(), error) {
	demo.once.Do(func() { demo.err = makeDemo() })
	if demo.err != nil {
		return nil, nil, demo.err
	}
	path := filepath.Join(folder, "store.db")
	if err := os.WriteFile(path, demo.content, 0o600); err != nil {
		return nil, nil, err
	}
	h, end, err := opened("sqlite:" + path)
	if err != nil {
		return nil, nil, err
	}
	h.summary = demo.summary
	region, err := h.signAllIn()
	if err == nil {
		h.far, err = h.enterAs(access.Regional, elsewhere(h.summary.Regions, region), "")
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return h, end, nil
}

// elsewhere is the region with most offers that is not the home region.
func elsewhere(offers map[string]int, home string) string {
	best := ""
	for region, count := range offers {
		if region != home && (best == "" || count > offers[best] || count == offers[best] && region < best) {
			best = region
		}
	}
	return best
}

// own is a copy of the demo for a test that changes it.
func own(t *testing.T) *house {
	t.Helper()
	h, end, err := furnished(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return h
}

var shared struct {
	once sync.Once
	*house
	err error
}

// full is the demo house that tests look at and change nothing in.
func full(t *testing.T) *house {
	t.Helper()
	shared.once.Do(func() {
		folder, err := os.MkdirTemp("", "onderdak-shown-")
		if err != nil {
			shared.err = err
			return
		}
		var end func()
		shared.house, end, shared.err = furnished(folder)
		atEnd = append(atEnd, func() {
			if end != nil {
				end()
			}
			os.RemoveAll(folder)
		})
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.house
}

// bare is a house nobody registered anything in.
func bare(t *testing.T) *house {
	t.Helper()
	h, end, err := opened(dbtest.URL(t, "sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	h.summary = &app.DemoSummary{}
	if _, err := h.signAllIn(); err != nil {
		t.Fatal(err)
	}
	if h.far, err = h.enterAs(access.Regional, farRegion, ""); err != nil {
		t.Fatal(err)
	}
	return h
}

// signAllIn signs somebody in for every role: those of the demo by their links,
// the others with a new account. It gives the region they work in.
func (h *house) signAllIn() (region string, err error) {
	links := map[access.Role]string{}
	for _, link := range h.summary.Links {
		links[access.Role(link.Role)] = link.Link
	}
	for _, role := range access.Roles {
		if links[role] == "" {
			h.sessions[role], err = h.enterAs(role, homeRegion, homeTown)
		} else {
			h.sessions[role], err = h.signIn(links[role])
		}
		if err != nil {
			return "", err
		}
	}
	session, err := h.Org.Session(ctx, h.sessions[access.Regional])
	return session.Actor.Region, err
}

// enterAs makes an account for the role and signs in with it.
func (h *house) enterAs(role access.Role, region, town string) (session string, err error) {
	person := app.NewPerson{Name: "Proef " + string(role), Email: string(role) + "-" + region + "@proef.example", Role: string(role), Lang: "nl"}
	switch role {
	case access.Regional:
		person.Region = region
	case access.LocationStaff:
		person.Municipality, person.Location = town, town+"-L00"
	default:
		person.Municipality = town
	}
	link, err := h.AddPerson(ctx, person)
	if err != nil {
		return "", err
	}
	return h.signIn(link)
}

// signIn uses a one-time link.
func (h *house) signIn(link string) (session string, err error) {
	opened, err := h.Org.SignIn(ctx, link[strings.LastIndex(link, "/")+1:], "test")
	return opened.Token, err
}

// asking is one question to the house.
type asking struct {
	method, address, lang, session string
	cookies                        []*http.Cookie
	form                           string
	encodings                      string
}

// ask puts a question to the house, without a network in between.
func (h *house) ask(q asking) *httptest.ResponseRecorder {
	method := q.method
	if method == "" {
		method = http.MethodGet
	}
	request := httptest.NewRequest(method, q.address, strings.NewReader(q.form))
	if q.form != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if q.session != "" {
		request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: q.session})
	}
	for _, cookie := range q.cookies {
		request.AddCookie(cookie)
	}
	request.AddCookie(&http.Cookie{Name: "taal", Value: q.lang})
	request.Header.Set("Accept-Encoding", q.encodings)
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, request)
	return recorder
}

// cookies are those a browser needs to be signed in with a role and to read a
// language; without a role it is a stranger's.
func (h *house) cookies(role access.Role, lang string) []uitest.Cookie {
	return []uitest.Cookie{{Name: web.SessionCookie, Value: h.sessions[role]}, {Name: "taal", Value: lang}}
}
