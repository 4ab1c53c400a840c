package placement_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/org"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

// site is the real pages of the desk on the real store; a session's token is the
// person's id.
func (h house) site() *httptest.Server {
	h.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, org.Messages, places.Messages, households.Messages, matching.Messages, nextplace.Messages,
		placement.Messages)
	h.ok(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "placement", FS: placement.Templates})
	h.ok(err)
	site := web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: quiet,
		Now: func() time.Time { return h.door.Now().Time() },
		Session: func(_ context.Context, token string) (web.Session, error) {
			for _, actor := range []access.Actor{national, other, regional, flevo, utrecht} {
				if actor.Person == token {
					actor.Name = "Fatima Voorbeeld"
					return web.Session{Actor: actor, Lang: "nl"}, nil
				}
			}
			return web.Session{}, fault.New(fault.Unauthenticated, "access.sign_in")
		},
		Nav: func(access.Actor, string) []ui.NavItem { return nil },
	}, h.Service.Routes()...)
	server := httptest.NewServer(site.Handler())
	h.Cleanup(server.Close)
	return server
}

type answer struct {
	status int
	body   string
	header http.Header
}

// ask visits as a person; a form makes it a POST.
func (h house) ask(server *httptest.Server, person, lang, path string, form url.Values, headers ...string) answer {
	h.Helper()
	method := "GET"
	if form != nil {
		method = "POST"
	}
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(form.Encode()))
	h.ok(err)
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: person})
	request.AddCookie(&http.Cookie{Name: "taal", Value: lang})
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	h.ok(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	h.ok(err)
	return answer{response.StatusCode, string(body), response.Header}
}

var lacking = regexp.MustCompile(`\[[a-z]+\.[a-z_.]+\]`)

// visit looks at a page in a language: its status, that no text is lacking, that
// its HTML is right.
func (h house) visit(server *httptest.Server, person, lang, path string, status int) string {
	h.Helper()
	got := h.ask(server, person, lang, path, nil)
	if got.status != status {
		h.Errorf("%s as %s in %s: %d, want %d", path, person, lang, got.status, status)
	}
	h.whole(lang, path, got.body)
	return got.body
}

func (h house) whole(lang, path, body string) {
	h.Helper()
	if text := lacking.FindString(body); text != "" {
		h.Errorf("%s in %s lacks %s", path, lang, text)
	}
	if strings.Contains(body, "{") && strings.Contains(body, "}") && regexp.MustCompile(`\{[a-z_]+\}`).MatchString(body) {
		h.Errorf("%s in %s has an unfilled text %s", path, lang, regexp.MustCompile(`.{20}\{[a-z_]+\}`).FindString(body))
	}
	for _, complaint := range uitest.HTML([]byte(body)) {
		h.Errorf("%s in %s: %s", path, lang, complaint)
	}
}

// busy is a house in which every kind of page has something to show.
func busy(h house) {
	h.location("L1", 6)
	h.location("L2", 9, "pets")
	h.locationOf(places.Location{ID: "G1", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household"}, 4)
	h.household("h1", 3, func(x *households.Household) { x.Wishes = []string{"near:GM0355", "quiet"} })
	h.household("h2", 3, flags(plan.FlagUrgent))
	h.household("h3", 2, needs("pets"))
	h.household("h4", 1, needs("wheelchair"))
	h.household("h5", 1, flags(plan.FlagLoneWoman))
	h.household("h6", 1)
	h.household("h7", 1)
	h.household("child", 1, func(x *households.Household) { x.Flags, x.Minors = []string{plan.FlagUnaccompaniedMinor}, 1 })
	h.run(regional)
	h.ok(h.Accept(ctx, regional, "h6", h.standing("h6").Proposal))
	h.ok(h.Reject(ctx, regional, "h7", h.standing("h7").Proposal, matching.Verdict{Reason: "reject_not_suitable"}))
	h.household("new", 1)
	h.ok(h.Sign(ctx, national, "h5", "G1", "screened by telephone"))
}

func TestPagesInThreeLanguages(t *testing.T) {
	each(t, func(h house) {
		busy(h)
		server := h.site()
		for _, lang := range i18n.Languages {
			for _, path := range []string{
				"/plaatsen", "/plaatsen?stand=proposal&let-op=urgent", "/plaatsen?stand=guardian", "/plaatsen?zoek=zzz", "/plaatsen/samen", "/plaatsen/samen?punten=9999",
				"/plaatsen/h1", "/plaatsen/h3", "/plaatsen/h4", "/plaatsen/h5", "/plaatsen/h6", "/plaatsen/h7", "/plaatsen/child", "/plaatsen/new",
				"/plaatsen/h1?waarom-niet=huis", "/plaatsen/h1?waarom-niet=nergens", "/plaatsen/h1/plek/L2", "/plaatsen/h4/plek/L1", "/plaatsen/h5/plek/G1",
				"/plaatsen/child/plek/G1", "/vrije-plek/L2", "/handtekeningen", "/plaatsen/h6/brief", "/plaatsen/h6/brief?taal=uk", "/plaatsen/brieven", "/plaatsen/brieven/druk",
			} {
				h.visit(server, "rik", lang, path, 200)
			}
			h.visit(server, "uma", lang, "/plaatsen", 200)
			h.visit(server, "uma", lang, "/plaatsen/h1", 200)
			h.visit(server, "uma", lang, "/plaatsen/samen", 403)
			h.visit(server, "fay", lang, "/plaatsen/h1", 404)
			h.visit(server, "fay", lang, "/plaatsen", 200)
		}
		page := h.visit(server, "uma", "nl", "/plaatsen/h1", 200)
		if strings.Contains(page, "/aanvaarden") || strings.Contains(page, "/afwijzen\"") {
			h.Error("a municipality that only sees is offered to decide")
		}
		if page := h.visit(server, "rik", "nl", "/plaatsen/h1", 200); !strings.Contains(page, "aanvaarden") || !strings.Contains(page, "Wij bieden deze locatie niet meer aan.") {
			h.Error("the decision or the consequence of a no is not shown beforehand")
		}
		if page := h.visit(server, "rik", "nl", "/plaatsen/h6/brief?taal=uk", 200); !strings.Contains(page, `<html lang="uk"`) || strings.Contains(page, "030 000 0000") || strings.Contains(page, "<script") {
			h.Error("the letter is not in Ukrainian, or gives the telephone number too early")
		}
	})
}

// Deciding by its pages: what is missing is said at the field, what somebody else
// took is a conflict with the next best.
func TestDecidingByPage(t *testing.T) {
	each(t, func(h house) {
		busy(h)
		server := h.site()
		proposal := h.standing("h1").Proposal
		got := h.ask(server, "rik", "nl", "/plaatsen/h1/afwijzen", url.Values{"voorstel": {proposal}, "reason": {"reject_later"}})
		h.whole("nl", "afwijzen", got.body)
		if got.status != 422 || !strings.Contains(got.body, `id="f-until-error"`) {
			h.Errorf("a no without its date: %d", got.status)
		}
		got = h.ask(server, "rik", "nl", "/plaatsen/h1/aanvaarden", url.Values{"voorstel": {proposal}})
		if got.status != 303 || got.header.Get("Location") != "/plaatsen/h1?gedaan=aangeboden" {
			h.Errorf("%d %s", got.status, got.header.Get("Location"))
		}
		got = h.ask(server, "rik", "nl", "/plaatsen/h1/aanvaarden", url.Values{"voorstel": {proposal}})
		h.whole("nl", "aanvaarden", got.body)
		if got.status != 409 || !strings.Contains(got.body, "was eerder") {
			h.Errorf("a second acceptance: %d", got.status)
		}
		if got := h.ask(server, "rik", "nl", "/plaatsen/h1/terug", url.Values{}); got.status != 303 {
			h.Errorf("taking back: %d", got.status)
		}
		second := h.standing("h2")
		h.state(second.Location, 0)
		got = h.ask(server, "rik", "nl", "/plaatsen/h2/aanvaarden", url.Values{"voorstel": {second.Proposal}})
		h.whole("nl", "vol", got.body)
		if got.status != 409 || !strings.Contains(got.body, "Nu het best:") || !strings.Contains(got.body, `href="/plaatsen/h2/plek/`) {
			h.Errorf("places that are gone: %d %s", got.status, got.body)
		}
		got = h.ask(server, "rik", "nl", "/plaatsen/h4/plek/L2", url.Values{"reason": {""}})
		h.whole("nl", "eis", got.body)
		if got.status != 422 || !strings.Contains(got.body, `id="f-reason-error"`) {
			h.Errorf("a need overruled without a word: %d", got.status)
		}
		if got := h.ask(server, "rik", "nl", "/plaatsen/h7/herstel", url.Values{}); got.status != 303 {
			h.Errorf("restoring: %d", got.status)
		}
		got = h.ask(server, "rik", "nl", "/plaatsen/h7/herstel", url.Values{})
		if got.status != 409 || !strings.Contains(got.body, "Terugdraaien kan niet meer") {
			h.Errorf("restoring twice: %d", got.status)
		}
		for path, person := range map[string]string{"/plaatsen/h7/aanvaarden": "uma", "/plaatsen/h7/terug": "uma", "/plaatsen/samen": "uma"} {
			if got := h.ask(server, person, "nl", path, url.Values{}); got.status != 403 {
				h.Errorf("%s at %s: %d", person, path, got.status)
			}
		}
		got = h.ask(server, "rik", "nl", "/plaatsen/samen", url.Values{"punten": {"0"}, "voorstellen": {h.standing("h3").Proposal + " gone"}})
		h.whole("nl", "samen", got.body)
		if got.status != 409 || !strings.Contains(got.body, "1 aanbod is verstuurd") {
			h.Errorf("bulk: %d", got.status)
		}
	})
}

func TestSigningByPage(t *testing.T) {
	each(t, func(h house) {
		busy(h)
		server := h.site()
		list, err := h.households.Unsigned(ctx, national)
		h.ok(err)
		sign := "/handtekeningen/" + list[0].ID
		if page := h.visit(server, "nel", "nl", "/handtekeningen", 200); strings.Contains(page, sign) {
			h.Error("who signed first is offered to sign again")
		}
		if got := h.ask(server, "nel", "nl", sign, url.Values{}); got.status != 409 {
			h.Errorf("one person signs twice: %d", got.status)
		}
		if page := h.visit(server, "rik", "nl", "/handtekeningen", 200); !strings.Contains(page, sign) {
			h.Error("a second person cannot sign")
		}
		if got := h.ask(server, "rik", "nl", sign, url.Values{}); got.status != 303 {
			h.Errorf("the second signature: %d", got.status)
		}
		if got := h.ask(server, "rik", "nl", "/plaatsen/h5/plek/G1", url.Values{}); got.status != 303 {
			h.Errorf("placing after two signatures: %d %s", got.status, got.body)
		}
		h.inState("h5", households.StateOffered)
		got := h.ask(server, "rik", "nl", "/plaatsen/child/plek/G1/uitzondering", url.Values{"reason": {""}})
		if got.status != 422 {
			h.Errorf("signing without a reason: %d", got.status)
		}
		if got := h.ask(server, "rik", "nl", "/plaatsen/child/plek/G1/uitzondering", url.Values{"reason": {"an aunt"}}); got.status != 303 {
			h.Errorf("signing: %d", got.status)
		}
		h.visit(server, "rik", "uk", "/plaatsen/child/plek/G1", 200)
	})
}

// The deadline counts down in words and asks for itself; unchanged, it costs
// nothing.
func TestTheCountdown(t *testing.T) {
	each(t, func(h house) {
		busy(h)
		server := h.site()
		page := h.visit(server, "rik", "nl", "/plaatsen/h6", 200)
		if !strings.Contains(page, "nog 4 uur") || !strings.Contains(page, `data-hx-get="/plaatsen/h6?deel=1"`) {
			h.Error("no countdown")
		}
		h.later(106 * time.Minute)
		part := h.ask(server, "rik", "nl", "/plaatsen/h6?deel=1", nil)
		if !strings.Contains(part.body, "nog 2 uur en 14 minuten") || strings.Contains(part.body, "<html") {
			h.Errorf("%s", part.body)
		}
		if again := h.ask(server, "rik", "nl", "/plaatsen/h6?deel=1", nil, "If-None-Match", part.header.Get("ETag")); again.status != http.StatusNotModified {
			h.Errorf("unchanged and sent again: %d", again.status)
		}
		h.ok(h.TakeBack(ctx, national, "h6"))
		part = h.ask(server, "rik", "uk", "/plaatsen/h6?deel=1", nil)
		if part.status != 200 || lacking.MatchString(part.body) || strings.Contains(part.body, "hx-get=\"\"") {
			h.Errorf("%d %s", part.status, part.body)
		}
		rows := h.ask(server, "rik", "nl", "/plaatsen?stand=proposal&deel=1", nil)
		if rows.status != 200 || strings.Contains(rows.body, "<html") || !strings.Contains(rows.body, "deel=1") {
			h.Errorf("%d %.200s", rows.status, rows.body)
		}
	})
}

// With nobody waiting and no location every page says what will come.
func TestEmptyPages(t *testing.T) {
	each(t, func(h house) {
		server := h.site()
		for _, lang := range i18n.Languages {
			for _, path := range []string{"/plaatsen", "/plaatsen/samen", "/handtekeningen"} {
				h.visit(server, "nel", lang, path, 200)
			}
			h.visit(server, "nel", lang, "/plaatsen/nobody", 404)
			h.visit(server, "nel", lang, "/vrije-plek/nowhere", 404)
		}
	})
}

// A matcher goes from queue to decision to acceptance with the keyboard alone,
// and the pages are fit for every reader.
func TestTheDeskInTheBrowser(t *testing.T) {
	h := open(t, dbtest.Open(t, "sqlite"))
	busy(h)
	server := h.site()
	cookies := []uitest.Cookie{{Name: web.SessionCookie, Value: "rik"}, {Name: "taal", Value: "nl"}}
	browser := uitest.Start(t)
	for _, path := range []string{"/plaatsen", "/plaatsen/h1", "/plaatsen/h6", "/plaatsen/h5/plek/G1", "/plaatsen/samen", "/plaatsen/h6/brief?taal=uk", "/plaatsen/brieven", "/plaatsen/brieven/druk"} {
		browser.Check(t, server.URL+path, cookies...)
	}
	tab := browser.Open(t, server.URL+"/plaatsen", 1280, cookies...).Context()
	reach := func(wanted string) {
		t.Helper()
		for range 80 {
			at, err := chromedp.Run(tab, chromedp.Evaluate[bool](`document.activeElement?.matches(`+wanted+`) ?? false`))
			if err != nil {
				t.Fatal(err)
			}
			if at {
				if err := chromedp.Do(tab, chromedp.KeyEvent("\r")); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err := chromedp.Do(tab, chromedp.KeyEvent("\t")); err != nil {
				t.Fatal(err)
			}
		}
		t.Fatalf("the keyboard does not reach %s", wanted)
	}
	reach("'a[href=\"/plaatsen/h1\"]'")
	if err := chromedp.Do(tab, chromedp.WaitReady(chromedp.CSS(`form[action="/plaatsen/h1/aanvaarden"]`))); err != nil {
		t.Fatal(err)
	}
	reach("'form[action=\"/plaatsen/h1/aanvaarden\"] button'")
	if err := chromedp.Do(tab, chromedp.WaitReady(chromedp.CSS("#termijn"))); err != nil {
		t.Fatal(err)
	}
	h.inState("h1", households.StateOffered)
}
