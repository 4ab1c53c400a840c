package arrivals

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

// full fills the house and gives its pages, each with who looks.
func (h house) full() map[string]string {
	h.Helper()
	h.location("L1", 30)
	h.location("L2", 9)
	h.ok(h.places.AddRoom(ctx, program, places.Room{ID: "r4", Location: "L1", Name: "Kamer 4", Beds: 3}))
	for id, persons := range map[string]int{"h1": 3, "h2": 2, "h3": 4, "h4": 1, "h5": 2, "h6": 5} {
		h.household(id, persons, func(x *households.Household) {
			x.Needs, x.Flags, x.Minors = []string{"wheelchair", "eigen_woord"}, []string{"urgent"}, min(1, persons-1)
		})
	}
	h.offer("h1", "L1")
	open := LinkPath + h.token()
	offers := map[string]string{}
	for _, id := range []string{"h2", "h3", "h4", "h5"} {
		offer := h.accepted(id, "L1")
		offers[id] = offer.ID
	}
	h.plan("bus", "regional", "L1", "L2")
	h.ok(h.Board(ctx, people["regional"], "bus", []string{offers["h2"], offers["h3"], offers["h4"]}))
	h.ok(h.Came(ctx, people["porter"], offers["h3"], "", 3))
	h.ok(h.DidNotCome(ctx, people["porter"], offers["h4"], ""))
	h.ok(h.places.AssignRooms(ctx, people["porter"], h.read(offers["h3"]).Stay, []places.Share{{Room: "r4", Persons: 2}}))
	return map[string]string{
		open: "", todayL1: "porter", "/locaties/L1/onaangekondigd": "porter", "/locaties/L1/huislijst": "porter",
		"/transporten": "regional", "/transporten/nieuw": "regional", "/transporten/bus": "regional",
		"/instroom": "council", "/instroom?gebied=GM0355&dagen=91&per=week": "zeist", "/instroom?gebied=L1": "porter",
		"/locaties/L2/vandaag": "neighbour", "/locaties/L2/huislijst": "neighbour", LinkPath + "unknown": "",
	}
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	each(t, func(h house) {
		for _, path := range []string{"/transporten", "/transporten/nieuw", "/instroom"} {
			for _, lang := range []string{"nl", "en", "uk"} {
				if status, body, _ := h.visit("national", lang, "GET", path, nil); status != 200 || !strings.Contains(body, `<html lang="`+lang+`"`) {
					h.Errorf("empty %s in %s: %d", path, lang, status)
				}
			}
		}
		for path, who := range h.full() {
			for _, lang := range []string{"nl", "en", "uk"} {
				status, body, _ := h.visit(who, lang, "GET", path, nil)
				if status != 200 && path != LinkPath+"unknown" || !strings.Contains(body, `<html lang="`+lang+`"`) {
					h.Errorf("%s in %s: %d", path, lang, status)
				}
				if strings.Count(body, "<h1") != 1 || strings.Contains(body, " style=") || strings.Contains(body, "Olena") {
					h.Errorf("%s in %s: not one h1, a style, or a name", path, lang)
				}
			}
		}
		for _, lang := range []string{"nl", "en", "uk"} {
			if status, body, _ := h.visit("porter", lang, "POST", "/locaties/L1/huislijst", nil); status != 200 || !strings.Contains(body, "Olena") {
				h.Errorf("house list with names in %s: %d", lang, status)
			}
		}
	})
}

func TestPagesInTheBrowser(t *testing.T) {
	h := open(t, dbtest.Open(t, "sqlite"), nil)
	pages := h.full()
	h.later(time.Minute)
	server := httptest.NewServer(h.site)
	t.Cleanup(server.Close)
	browser := uitest.Start(t)
	langs := []string{"nl", "uk", "en"}
	i := 0
	for path, who := range pages {
		cookies := []uitest.Cookie{{Name: "taal", Value: langs[i%3]}}
		if who != "" {
			cookies = append(cookies, uitest.Cookie{Name: web.SessionCookie, Value: who})
		}
		browser.Check(t, server.URL+path, cookies...)
		i++
	}
	// On paper the house list is A4 and holds no buttons.
	page := browser.Open(t, server.URL+"/locaties/L1/huislijst", 1280, uitest.Cookie{Name: web.SessionCookie, Value: "porter"})
	if pdf, err := page.PDF(); err != nil || len(pdf) < 1000 {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
}

func TestHoursAsTyped(t *testing.T) {
	for text, want := range map[string]int{"9.30": 930, "09:30": 930, "9": 900, " 23.59 ": 2359, "0": 0, "24.00": -1, "9.75": -1, "": -1, "negen": -1, "9.x": -1} {
		hour, minute, ok := hourOf(text)
		got := hour*100 + minute
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if got := lines(calendar.MustParse("2022-04-06"), calendar.MustParse("2022-04-12"), true); len(got) != 2 || got[0].Until.String() != "2022-04-11" {
		t.Errorf("%+v", got)
	}
}
