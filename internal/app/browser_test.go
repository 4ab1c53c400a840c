package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui/uitest"
)

// look is one page to be looked at in the browser.
type look struct {
	address string // whole
	width   int
	cookies []uitest.Cookie
}

// browsers is how many look at pages at a time: each is a program of its own,
// because tabs of one browser share its cookies, and with these the language.
const browsers = 2

// TestPagesInTheBrowser looks at every route in the browser, in a full house, in
// an empty one, and where nothing is: nothing that axe-core finds, nothing wider
// than the window, no complaint of the browser, of its security policy among
// others. Every route is seen at every width and in every language: which
// language goes with which width moves on by one from route to route and from
// state to state, since all nine of each would take three times as long and
// find, page for page, the same.
func TestPagesInTheBrowser(t *testing.T) {
	var looks []look
	for turn, h := range []*house{full(t), bare(t)} {
		for i, r := range h.pages() {
			looks = append(looks, h.looks(t, r, turn+i)...)
		}
	}
	gone := own(t)
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	looks = append(looks, gone.spread("/locaties", access.National, nil, 0)...)
	work := make(chan look)
	var group sync.WaitGroup
	for range browsers {
		tab := uitest.Start(t).Tab(t)
		group.Go(func() {
			for one := range work {
				if err := tab.Visit(one.address, one.width, one.cookies...); err != nil {
					t.Errorf("%s at %d: %v", one.address, one.width, err)
					continue
				}
				for _, wrong := range tab.Wrong() {
					t.Errorf("%s at %d in %s: %s", one.address, one.width, one.cookies[1].Value, wrong)
				}
			}
		})
	}
	for _, one := range looks {
		work <- one
	}
	close(work)
	group.Wait()
	t.Logf("%d looks", len(looks))
}

// looks are those at one route: as somebody who may see it, as a stranger where
// it is open to all, and where nothing is.
func (h *house) looks(t *testing.T, r route, turn int) []look {
	role := h.whoMay(r)
	addresses, cookies := h.found(t, r, h.sessions[role])
	var all []look
	if places[r.pattern].moves {
		return nil // where it leads is looked at there, or is somebody else's page
	}
	if len(addresses) > 0 && !h.file(asking{address: addresses[0], session: h.sessions[role], lang: "nl", cookies: cookies}) {
		var extra []uitest.Cookie
		for _, cookie := range cookies {
			extra = append(extra, uitest.Cookie{Name: cookie.Name, Value: cookie.Value})
		}
		for i, view := range r.views(addresses[0]) {
			all = append(all, h.spread(view, role, extra, turn+i)...)
		}
	}
	if r.parts() && !places[r.pattern].anything {
		all = append(all, h.spread(r.unknown(), role, nil, turn+1)...)
	}
	return all
}

// whoMay is the role that sees most of a route; a stranger's pages are looked at
// as a stranger.
func (h *house) whoMay(r route) access.Role {
	if r.action == "" {
		return nobody
	}
	best, reach := nobody, access.None
	for _, role := range append([]access.Role{access.National}, access.Roles...) {
		if far := access.ReachOf(access.Actor{Role: role}, r.action); far > reach {
			best, reach = role, far
		}
	}
	return best
}

// file says whether the answer is no page: a file to be kept, or events.
func (h *house) file(q asking) bool {
	return !strings.HasPrefix(h.ask(q).Header().Get("Content-Type"), "text/html")
}

// spread gives each width a language.
func (h *house) spread(address string, role access.Role, more []uitest.Cookie, turn int) []look {
	var all []look
	for i, width := range uitest.Widths {
		lang := i18n.Languages[(turn+i)%len(i18n.Languages)]
		all = append(all, look{h.address + address, width, append(h.cookies(role, lang), more...)})
	}
	return all
}

// TestViolationsAreNoticed breaks a page of the house on its way to the browser,
// to prove that the looks above would show it: a style and a script in the page,
// which the policy forbids, and a picture without words.
func TestViolationsAreNoticed(t *testing.T) {
	h := full(t)
	broken := serveBroken(t, h, `<p style="color:red">x</p><script>alert(1)</script><img src="/weg.png">`)
	tab := uitest.Start(t).Tab(t)
	if err := tab.Visit(broken+"/hulp", 320, h.cookies(nobody, "nl")...); err != nil {
		t.Fatal(err)
	}
	wrong := fmt.Sprint(tab.Wrong())
	for _, want := range []string{"inline style", "inline script", "image-alt", "/weg.png"} {
		if !strings.Contains(strings.ToLower(wrong), want) {
			t.Errorf("%s went unnoticed: %.600s", want, wrong)
		}
	}
}

// serveBroken offers the house with something put into the end of every page.
func serveBroken(t *testing.T, h *house, slip string) (address string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Accept-Encoding")
		recorder := httptest.NewRecorder()
		h.handler.ServeHTTP(recorder, r)
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		if _, err := w.Write([]byte(strings.Replace(recorder.Body.String(), "</main>", slip+"</main>", 1))); err != nil {
			t.Log(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// style is a computed property of the first element that fits; empty where there
// is none.
func style(t *testing.T, tab *uitest.Page, selector, property string) string {
	t.Helper()
	value, err := chromedp.Run(tab.Context(), chromedp.Evaluate[string](fmt.Sprintf(
		`(() => { const e = document.querySelector(%q); return e ? getComputedStyle(e).getPropertyValue(%q) : "" })()`, selector, property)))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestPrintAndForcedColours holds what paper and a reader's own colours ask for,
// as the browser computes it: nothing to press on paper, all of it on the sheet
// and the tape chart on one that lies; lines where surfaces were.
func TestPrintAndForcedColours(t *testing.T) {
	h := full(t)
	tab := uitest.Start(t).Tab(t)
	location := h.first(t, "/locaties/{id}", access.LocationStaff)
	for _, address := range []string{"/", location} {
		role := access.LocationStaff
		if err := tab.Visit(h.address+address, 1040, h.cookies(role, "nl")...); err != nil {
			t.Fatal(err)
		}
		if err := tab.Media("print", "", ""); err != nil {
			t.Fatal(err)
		}
		for _, hidden := range []string{".header", ".footer", ".utrecht-skip-link", ".actions"} {
			if shown := style(t, tab, hidden, "display"); shown != "none" && shown != "" {
				t.Errorf("%s: %s is printed (%s)", address, hidden, shown)
			}
		}
		if excess, err := tab.TooWide(); err != nil || excess > 0 {
			t.Errorf("%s: %d pixels do not fit on the paper (%v)", address, excess, err)
		}
		if page := style(t, tab, ".tape-region", "page"); page != "tape" && page != "" {
			t.Errorf("%s: the tape chart is printed on a page called %q, not on one that lies", address, page)
		}
		if err := tab.Media("screen", "forced-colors", "active"); err != nil {
			t.Fatal(err)
		}
		for _, lined := range []string{".stat", ".badge", ".bar", ".utrecht-button", ".tile a", ".notice"} {
			if line := style(t, tab, lined, "border-top-style"); line == "none" || line == "hidden" {
				t.Errorf("%s: %s has no line in forced colours", address, lined)
			}
		}
		if err := tab.Media("", "", ""); err != nil {
			t.Fatal(err)
		}
	}
}

// first is the first address of a route that a role finds.
func (h *house) first(t *testing.T, pattern string, role access.Role) string {
	t.Helper()
	all := h.pages()
	at := slices.IndexFunc(all, func(r route) bool { return r.pattern == pattern })
	if at < 0 {
		t.Fatalf("no route %s", pattern)
	}
	found, _ := h.found(t, all[at], h.sessions[role])
	if len(found) == 0 {
		t.Fatalf("%s finds no %s", role, pattern)
	}
	return found[0]
}
