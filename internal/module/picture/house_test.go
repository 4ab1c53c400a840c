package picture

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx     = context.Background()
	program = access.Program()
	day     = calendar.MustParse("2022-03-12")
	people  = map[string]access.Actor{
		"national": {Person: "nel", Name: "Nel", Role: access.National},
		"regional": {Person: "rik", Name: "Rik", Role: access.Regional, Region: "VR09"},
		"zeist":    {Person: "zoë", Name: "Zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"},
		"enschede": {Person: "els", Name: "Els", Role: access.Municipal, Municipality: "GM0153", Region: "VR05"},
		"staff":    {Person: "sam", Name: "Sam", Role: access.LocationStaff, Location: "mar", Municipality: "GM0355", Region: "VR09"},
		"council":  {Person: "cor", Name: "Cor", Role: access.Council, Municipality: "GM0344", Region: "VR09"},
		"ciso":     {Person: "cis", Name: "Cis", Role: access.CISO},
	}
)

// house is a store with the registers the picture is made of, a clock that can
// be set, and the site people visit.
type house struct {
	testing.TB
	store  *db.DB
	door   *gate.Gate
	places *places.Service
	people *households.Service
	*Service
	site http.Handler
	now  time.Time
}

func newHouse(t testing.TB, store *db.DB) *house {
	h := &house{TB: t, store: store, now: time.Date(2022, 3, 12, 8, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	h.door = gate.New(store, clock)
	h.places, h.people, h.Service = places.New(h.door), households.New(h.door), New(h.door, freshness.New(h.door, "https://onderdak.example"))
	catalogue, err := i18n.Load(web.Messages, ui.Messages, Messages)
	h.must(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "picture", FS: Templates})
	h.must(err)
	h.site = web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
		Session: func(_ context.Context, token string) (web.Session, error) {
			return web.Session{Actor: people[token]}, nil
		},
		Nav: func(access.Actor, string) []ui.NavItem {
			return []ui.NavItem{{Key: "picture.nav", Href: "/", Current: true}}
		},
	}, h.Routes()...).Handler()
	return h
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// location adds a location with places on every rung from day on.
func (h *house) location(id, municipality string, open int) {
	h.Helper()
	m, _ := atlas.Find(municipality)
	email := id + "@example.org"
	if id == "sta" {
		email = "" // somebody must call
	}
	h.must(h.places.AddLocation(ctx, program, places.Location{ID: id, ShortStay: id == "jaa", Municipality: municipality, Region: m.Region, Name: "Huis " + id, Type: "hotel",
		Address: "Dorpsstraat 1", Contact: places.Contact{Name: "J. Bakker", Phone: "030-1234567", Email: email}}))
	for i, rung := range []places.Rung{places.Pledged, places.Inspected, places.Realised, places.Open} {
		h.say(id, rung, open+10*(3-i), day, calendar.End{})
	}
}

func (h *house) say(location string, rung places.Rung, number int, from calendar.Night, until calendar.End) {
	h.Helper()
	h.must(h.places.State(ctx, program, places.Statement{Location: location, Rung: rung, Places: number, From: from, Until: until, Source: "test", Reason: "test"}))
}

func (h *house) stay(id, location string, persons int, from, until calendar.Night) {
	h.Helper()
	h.must(h.places.Place(ctx, program, places.Stay{ID: id, Household: "h" + id, Location: location, Persons: persons, From: from, Until: until, EndKnown: true}, "test"))
}

// family registers a household that waits since some days ago.
func (h *house) family(id, municipality string, days int) {
	h.Helper()
	m, _ := atlas.Find(municipality)
	h.must(h.people.Register(ctx, program, households.Household{ID: id, Municipality: municipality, Region: m.Region, Persons: 3, Minors: 1,
		From: day, WaitingSince: day.Plus(-days)}, nil, nil))
}

// normal fills the house with places and people in three regions, nothing full.
func (h *house) normal() {
	h.location("mar", "GM0355", 85) // Zeist, VR09
	h.location("sta", "GM0355", 20)
	h.location("jaa", "GM0344", 300) // Utrecht, VR09
	h.location("vol", "GM0153", 12)  // Enschede, VR05
	h.location("leu", "GM0080", 40)  // Leeuwarden, VR02
	h.stay("a", "mar", 4, day, day+10)
	h.stay("b", "mar", 17, day+2, day+5)
	h.stay("c", "jaa", 120, day, day+30)
	h.stay("d", "vol", 12, day+7, day+9) // full from the 8th night on
	for i := range 9 {
		h.family(fmt.Sprint("f", i), "GM0344", i)
	}
	h.family("z1", "GM0355", 3)
	h.family("z2", "GM0355", 1)
}

// shortage is normal with more promised in Enschede than is left.
func (h *house) shortage() {
	h.normal()
	h.stay("e", "vol", 10, day, day+4)
	h.say("vol", places.Open, 7, day, calendar.At(day+3))
	h.now = h.now.Add(25 * time.Hour)
	h.must(h.places.Confirm(ctx, program, "jaa"))
	h.now = h.now.Add(-2 * time.Hour)
}

// visit asks for a page as somebody, in a language.
func (h *house) visit(who, lang, path string) *httptest.ResponseRecorder {
	h.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	request.Header.Set("Accept-Language", lang)
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, request)
	return answer
}

// page is a page that must be right in form.
func (h *house) page(who, lang, path string) *node {
	h.Helper()
	answer := h.visit(who, lang, path)
	body := answer.Body.String()
	if answer.Code != http.StatusOK {
		h.Fatalf("%s for %s: status %d", path, who, answer.Code)
	}
	for _, wrong := range uitest.HTML([]byte(body)) {
		h.Errorf("%s in %s: %s", path, lang, wrong)
	}
	for _, mark := range []string{"[picture.", "[ui.", "[web.", "{n}", "{name}", "%!", "ZgotmplZ", "NaN"} {
		if at := strings.Index(body, mark); at >= 0 {
			h.Errorf("%s in %s holds %q: …%s…", path, lang, mark, body[max(0, at-60):min(len(body), at+60)])
		}
	}
	tree, err := html.Parse(strings.NewReader(body))
	h.must(err)
	return &node{tree}
}

// node is an element of a page.
type node struct{ *html.Node }

// all finds the elements of a kind that carry a class, or any where it is empty.
func (n *node) all(tag, class string) []*node {
	var found []*node
	for element := range n.Descendants() {
		if element.Type != html.ElementNode || element.Data != tag {
			continue
		}
		if class == "" || strings.Contains(" "+(&node{element}).attribute("class")+" ", " "+class+" ") {
			found = append(found, &node{element})
		}
	}
	return found
}

func (n *node) attribute(key string) string {
	for _, attribute := range n.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

// words is the text within, its spaces made single.
func (n *node) words() string {
	var text strings.Builder
	for element := range n.Descendants() {
		if element.Type == html.TextNode {
			text.WriteString(element.Data + " ")
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// heading is the h1 of the page.
func (n *node) heading() string {
	if found := n.all("h1", ""); len(found) == 1 {
		return found[0].words()
	}
	return ""
}

// row gives the words of the cells of the table row that begins with a name.
func (n *node) row(name string) []string {
	for _, row := range n.all("tr", "") {
		var cells []string
		for cell := range row.ChildNodes() {
			if cell.Type == html.ElementNode {
				cells = append(cells, (&node{cell}).words())
			}
		}
		if len(cells) > 0 && (cells[0] == name || strings.HasPrefix(cells[0], name+" ")) {
			return cells
		}
	}
	return nil
}

// stat gives the number above a label.
func (n *node) stat(label string) string {
	for _, stat := range n.all("li", "stat") {
		if strings.Contains(stat.words(), label) {
			return stat.all("strong", "")[0].words()
		}
	}
	return "no stat " + label
}
