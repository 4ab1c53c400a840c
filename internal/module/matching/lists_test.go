package matching

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// visit asks for a page as the national desk, in a language.
func (h house) visit(lang, path string) string {
	h.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, places.Messages, households.Messages, Messages)
	h.ok(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "matching", FS: Templates})
	h.ok(err)
	site := web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: quiet, Now: h.door.Now().Time,
		Session: func(context.Context, string) (web.Session, error) { return web.Session{Actor: national}, nil },
		Nav:     func(access.Actor, string) []ui.NavItem { return nil },
	}, h.Routes()...)
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "nel"})
	request.Header.Set("Accept-Language", lang)
	answer := httptest.NewRecorder()
	site.Handler().ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		h.Fatalf("%s in %s: status %d: %s", path, lang, answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// Who must answer first stands on top, whatever happened to other offers.
func TestOffersThatAwaitAnAnswerComeFirst(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		h.send(h.run(national).ID)
		list, _, err := h.Offers(ctx, national, OfferFilter{})
		h.ok(err)
		if len(list) < 2 {
			h.Fatalf("%d offers", len(list))
		}
		_, err = h.Answer(ctx, national, Reply{Offer: list[0].ID, Side: SideHousehold, Answer: Decline, Verdict: Verdict{Reason: "too_far"}})
		h.ok(err)
		again, _, err := h.Offers(ctx, national, OfferFilter{})
		h.ok(err)
		if again[0].State != OfferOpen || again[len(again)-1].ID != list[0].ID {
			h.Errorf("first %s is %s, last is %s", again[0].ID, again[0].State, again[len(again)-1].ID)
		}
	})
}

// A list of the queue tells since when somebody waits, from when they will, and
// that an earlier proposal came to nothing.
func TestTheQueueInWords(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		h.household("parked", 2)
		h.send(h.run(national).ID)
		for id, verdict := range map[string]Verdict{
			offer.ID: {Reason: "too_far"}, h.offerTo("parked").ID: {Reason: "stays_with_relatives", Until: calendar.At(tonight + 5)},
		} {
			_, err := h.Answer(ctx, national, Reply{Offer: id, Side: SideHousehold, Answer: Decline, Verdict: verdict})
			h.ok(err)
		}
		h.household("later", 2, func(x *households.Household) { x.From, x.WaitingSince = tonight+4, tonight+4 })
		h.household("fresh", 2)
		for lang, words := range map[string][]string{
			"nl": {"3 huishoudens wachten op een plek", "Later weer zoeken", "Vorig voorstel ging niet door", "vanaf 15 april", "Nog geen matchronde"},
			"en": {"The last proposal fell through", "from 15 April"},
			"uk": {"Попередній варіант", "з 15 квітня"},
		} {
			page := h.visit(lang, "/huishoudens")
			for _, word := range words {
				if !strings.Contains(page, word) {
					h.Errorf("%s: the queue does not say %q", lang, word)
				}
			}
			if strings.Contains(page, "−4") {
				h.Errorf("%s: somebody waits a negative number of days", lang)
			}
		}
	})
}
