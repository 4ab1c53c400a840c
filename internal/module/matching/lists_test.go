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
func (h house) visit(lang, path string) string { h.Helper(); return h.visitAs(national, lang, path) }

// visitAs asks for a page as somebody else does.
func (h house) visitAs(actor access.Actor, lang, path string) string {
	h.Helper()
	catalogue, err := i18n.Load(web.Messages, ui.Messages, plan.Messages, places.Messages, households.Messages, Messages)
	h.ok(err)
	renderer, err := ui.NewRenderer(catalogue, ui.Set{Name: "web", FS: web.Templates}, ui.Set{Name: "matching", FS: Templates})
	h.ok(err)
	site := web.New(web.Settings{
		Renderer: renderer, Catalogue: catalogue, Log: quiet, Now: h.door.Now().Time,
		Session: func(context.Context, string) (web.Session, error) { return web.Session{Actor: actor}, nil },
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

// Nobody is shown a form or a way that is closed to them; who answers for the
// location sees what the household needs, also where the household is not theirs.
func TestAnOfferShowsEachReaderTheirOwnWays(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 20, "pets")
		h.household("family", 4, func(x *households.Household) { x.Needs = []string{"pets"} })
		h.send(h.run(national).ID)
		offer := h.offerTo("family")
		const location, household, way = `name="antwoord-location"`, `name="antwoord-household"`, `href="/huishoudens/family"`
		for actor, shown := range map[*access.Actor][3]bool{
			&porter: {true, false, false}, &zeist: {true, false, false}, &utrecht: {false, true, true}, &regional: {true, true, true},
		} {
			page := h.visitAs(*actor, "nl", "/aanbiedingen/"+offer.ID)
			for i, part := range []string{location, household, way} {
				if strings.Contains(page, part) != shown[i] {
					h.Errorf("%s: %s shown: %v", actor.Person, part, !shown[i])
				}
			}
			if !strings.Contains(page, "huisdieren") {
				h.Errorf("%s does not see what the household needs", actor.Person)
			}
		}
		h.answer(offer, SideLocation, Accept)
		h.answer(offer, SideHousehold, Accept)
		for actor, shown := range map[*access.Actor]bool{&porter: true, &utrecht: false} {
			if page := h.visitAs(*actor, "nl", "/aanbiedingen/"+offer.ID); strings.Contains(page, `/aankomst"`) != shown {
				h.Errorf("%s may record the arrival: %v", actor.Person, !shown)
			}
		}
	})
}

// A household has a page for whom it is theirs, also when the plan that has a
// place for it is one over the whole nation; its wishes stand there in words.
func TestAHouseholdOfANationalPlan(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 20)
		h.household("family", 4, func(x *households.Household) { x.Wishes = []string{"internet", "near:GM0344"} })
		h.run(national)
		page := h.visitAs(regional, "nl", "/huishoudens/family")
		for _, word := range []string{"bij Utrecht", `href="/plaatsen/family"`} {
			if !strings.Contains(page, word) {
				h.Errorf("the page does not say %q", word)
			}
		}
		if strings.Contains(page, "near:") {
			h.Error("a wish stands there as it is stored")
		}
	})
}

// A run reaches further than some of its readers: they read of a household, and
// are led to it only where it is theirs to see.
func TestARunLeadsToOnesOwnHouseholds(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 20)
		h.household("mine", 4)
		h.household("theirs", 2, func(x *households.Household) { x.Municipality = "GM0355" })
		h.household("mine-large", 40)
		h.household("theirs-large", 41, func(x *households.Household) { x.Municipality = "GM0355" })
		run := "/matchrondes/" + h.run(regional).ID
		auditor := access.Actor{Person: "co", Role: access.Auditor}
		for actor, leads := range map[*access.Actor][2]bool{&regional: {true, true}, &utrecht: {true, false}, &auditor: {false, false}} {
			page := h.visitAs(*actor, "nl", run)
			for i, some := range [][]string{{"mine", "mine-large"}, {"theirs", "theirs-large"}} {
				for _, id := range some {
					if strings.Contains(page, `href="/huishoudens/`+id+`"`) != leads[i] || !strings.Contains(page, h.find(id).Code) {
						h.Errorf("%s is led to %s: %v", actor.Person, id, !leads[i])
					}
				}
			}
		}
	})
}
