package app_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui/uitest"
)

// nobody is a visitor who is not signed in.
const nobody access.Role = ""

var visitors = append([]access.Role{nobody}, access.Roles...)

// matrix visits pages and looks at what comes back.
type matrix struct {
	*testing.T
	*house
	state string
	pages map[string][]byte // every different page, by where it was seen
	known map[string]bool   // bodies looked at already
}

// TestEveryRoute visits every route as every role, in every language, in a full
// house, an empty one, at addresses where nothing is, and with the store gone.
// At the end one run of the Nu checker looks at all different pages.
func TestEveryRoute(t *testing.T) {
	pages := map[string][]byte{}
	look := func(t *testing.T, state string, h *house) matrix {
		return matrix{t, h, state, pages, map[string]bool{}}
	}
	t.Run("full", func(t *testing.T) { look(t, "full", full(t)).everything() })
	t.Run("empty", func(t *testing.T) { look(t, "empty", bare(t)).everything() })
	t.Run("gone", func(t *testing.T) { look(t, "gone", own(t)).gone() })
	t.Run("nu", func(t *testing.T) {
		for _, complaint := range uitest.Nu(t, pages) {
			t.Error(complaint)
		}
	})
}

func (m matrix) everything() {
	for _, r := range m.house.pages() {
		for _, role := range visitors {
			m.visit(r, role)
		}
	}
}

// visit holds what a role gets at a route to the table of rights.
func (m matrix) visit(r route, role access.Role) {
	reach := access.ReachOf(access.Actor{Role: role}, r.action)
	session := m.sessions[role]
	switch {
	case r.action != "" && role == nobody:
		m.all(r, role, r.example(), nil, http.StatusSeeOther)
		return
	case r.action != "" && reach == access.None:
		m.all(r, role, r.example(), nil, http.StatusForbidden)
		return
	}
	if r.parts() && !places[r.pattern].anything {
		m.all(r, role, r.unknown(), nil, http.StatusNotFound)
	}
	addresses, cookies := m.found(m.T, r, session)
	mine := ""
	for _, address := range addresses {
		if got := m.ask(asking{address: address, lang: "nl", session: session, cookies: cookies}).Code; got < 400 {
			mine = address
			break
		}
	}
	if mine == "" && len(addresses) > 0 && !places[r.pattern].mixed {
		m.Errorf("%s: %s may open none of the %d it finds", r.pattern, role, len(addresses))
	}
	for _, view := range r.views(mine) {
		if mine != "" {
			m.all(r, role, view, cookies, r.answer())
		}
	}
	m.foreign(r, role, reach)
}

// foreign visits what belongs to another region: only those who reach the nation
// may open it.
func (m matrix) foreign(r route, role access.Role, reach access.Reach) {
	if !r.parts() || places[r.pattern].on == "" || places[r.pattern].mixed || role == nobody {
		return
	}
	theirs, _ := m.found(m.T, r, m.far)
	for _, address := range theirs[:min(len(theirs), 1)] {
		got := m.ask(asking{address: address, lang: "nl", session: m.sessions[role]}).Code
		if reach == access.Nation && got != http.StatusOK || reach != access.Nation && got != http.StatusForbidden && got != http.StatusNotFound {
			m.Errorf("%s: %s gets %d at what belongs to another region", r.pattern, role, got)
		}
	}
}

// example is an address of the route at which something may or may not be.
func (r route) example() string {
	if at := places[r.pattern].at; at != "" {
		return at
	}
	return part.ReplaceAllString(r.plain(), "nergens")
}

// answer is the status of a visit that is welcome.
func (r route) answer() int {
	if places[r.pattern].moves {
		return http.StatusSeeOther
	}
	return http.StatusOK
}

// all asks for an address in every language.
func (m matrix) all(r route, role access.Role, address string, cookies []*http.Cookie, want int) {
	for _, lang := range i18n.Languages {
		got := m.ask(asking{address: address, lang: lang, session: m.sessions[role], cookies: cookies})
		where := fmt.Sprintf("%s (%s, %s, %s)", address, m.state, role, lang)
		if got.Code != want {
			m.Errorf("%s: %d, the table says %d", where, got.Code, want)
		}
		if location := got.Header().Get("Location"); want == http.StatusSeeOther && r.action != "" && !strings.HasPrefix(location, "/inloggen?terug=") {
			m.Errorf("%s: sent to %s", where, location)
		}
		// Browsers send a form from such a page without its origin, and it is refused.
		if got.Header().Get("Referrer-Policy") == "no-referrer" && strings.Contains(got.Body.String(), `method="post"`) {
			m.Errorf("%s: a form under no-referrer", where)
		}
		if strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") && got.Body.Len() > 0 && got.Code != http.StatusSeeOther {
			m.inspect(r, where, lang, got.Body.Bytes())
		}
	}
}

var (
	// unwritten is a key that stands where its text should: [places.nav].
	unwritten = regexp.MustCompile(`\[[a-z]+\.[a-z0-9_.]+\]`)
	// unfilled is a placeholder that nobody filled, or a slip of a template.
	unfilled = regexp.MustCompile(`\{[a-z_]+\}|&lt;no value&gt;|%!|ZgotmplZ`)
)

// inspect looks at a page that was not seen before.
func (m matrix) inspect(r route, where, lang string, page []byte) {
	if m.known[string(page)] {
		return
	}
	m.known[string(page)] = true
	text := string(page)
	if strings.Contains(text, "<html") && !strings.Contains(text, `<html lang="`+lang+`"`) && !places[r.pattern].speaks {
		m.Errorf("%s: not in its language", where)
	}
	for _, slip := range append(unwritten.FindAllString(text, 3), unfilled.FindAllString(text, 3)...) {
		m.Errorf("%s shows %s", where, slip)
	}
	if strings.Count(text, "<h1") != 1 {
		m.Errorf("%s has %d headings of the first rank", where, strings.Count(text, "<h1"))
	}
	for _, complaint := range uitest.HTML(page) {
		m.Errorf("%s: %s", where, complaint)
	}
	m.shelve(r, where, page)
}

// mostShelved is how many pages of one route, state and language go to the Nu
// checker: roles differ in what is left out.
const mostShelved = 3

var roleInWhere = regexp.MustCompile(`, [a-z_]*, `)

func (m matrix) shelve(r route, where string, page []byte) {
	kind := r.pattern + roleInWhere.ReplaceAllString(where[strings.LastIndex(where, "("):], ", ")
	for i := range mostShelved {
		name := kind + " " + strconv.Itoa(i+1)
		if m.pages[name] == nil {
			m.pages[name] = append([]byte("<!-- "+strings.ReplaceAll(where, "--", "- -")+" -->"), page...)
			return
		}
	}
}

// gone visits every route after the store was lost. Nothing may pretend to be
// whole: an answer is a page that needs no store, or 503 with when to try again.
func (m matrix) gone() {
	addresses := map[string]string{}
	for _, r := range m.house.pages() {
		addresses[r.pattern] = r.example()
		if found, _ := m.found(m.T, r, m.sessions[access.National]); len(found) > 0 {
			addresses[r.pattern] = found[0]
		}
	}
	if err := m.Close(); err != nil {
		m.Fatal(err)
	}
	for _, r := range m.house.pages() {
		if addresses[r.pattern] == "" {
			continue
		}
		for _, role := range []access.Role{nobody, access.National, access.LocationStaff} {
			for _, lang := range i18n.Languages {
				got := m.ask(asking{address: addresses[r.pattern], lang: lang, session: m.sessions[role]})
				where := fmt.Sprintf("%s (gone, %s, %s)", addresses[r.pattern], role, lang)
				switch {
				case role != nobody && got.Code != http.StatusServiceUnavailable,
					!slices.Contains([]int{http.StatusOK, http.StatusSeeOther, http.StatusServiceUnavailable}, got.Code):
					m.Errorf("%s: %d", where, got.Code)
				case got.Code == http.StatusServiceUnavailable && got.Header().Get("Retry-After") == "":
					m.Errorf("%s: does not say when to try again", where)
				}
				if got.Code != http.StatusSeeOther {
					m.inspect(r, where, lang, got.Body.Bytes())
				}
			}
		}
	}
}

// TestPoliciesOfTheTableAreTried proves that the matrix would notice a right that
// changed: it is held to the policy, so the policy is held to the golden file.
func TestRoutesAreThoseOfTheGoldenFile(t *testing.T) {
	const path = "testdata/routes.golden"
	got := full(t).Site.Table()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(golden) {
		t.Errorf("the routes or their rights changed; look, then go test ./internal/app -update\n%s", got)
	}
}
