package picture

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/web"
)

var languages = []string{"nl", "en", "uk"}

func TestTheNationAnswersFirst(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		page := h.page("national", "nl", "/")
		if got := page.heading(); got != "Er zijn 333 plekken vrij in 4 gemeenten" {
			t.Errorf("heading %q", got)
		}
		for label, want := range map[string]string{"plekken vrij": "333", "huishoudens zonder plek": "11", "oude opgaven": "0", "plekken tekort": "0"} {
			if got := page.stat(label); got != want {
				t.Errorf("%s: %s, want %s", label, got, want)
			}
		}
		if tiles := page.all("li", "tile"); len(tiles) != 25 {
			t.Errorf("%d tiles", len(tiles))
		}
		for rung, want := range map[string]string{
			"gerealiseerd": "Er zijn 507 plekken gerealiseerd in 4 gemeenten", "geschouwd": "Er zijn 557 plekken geschouwd in 4 gemeenten",
			"toegezegd": "Er zijn 607 plekken toegezegd in 4 gemeenten",
		} {
			if got := h.page("national", "nl", "/?trede="+rung).heading(); got != want {
				t.Errorf("%s: %q", rung, got)
			}
		}
	})
}

func TestAFutureNightIsShownByItsOwnNumbers(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		// Two nights on 17 more are in Zeist; a week on Enschede is full.
		for night, want := range map[int]string{2: "Er zijn 316 plekken vrij in 4 gemeenten", 7: "Er zijn 321 plekken vrij in 3 gemeenten"} {
			page := h.page("national", "nl", "/?nacht="+day.Plus(night).String())
			if got := page.heading(); got != want {
				t.Errorf("night %d: %q", night, got)
			}
		}
		wrong := h.page("national", "nl", "/?nacht=2022-13-40")
		if got := wrong.heading(); got != "Er zijn 333 plekken vrij in 4 gemeenten" || !strings.Contains(wrong.words(), "Vul een datum in") {
			t.Errorf("a wrong night gives %q", got)
		}
	})
}

func TestShortageAndOldReportsStandOnTop(t *testing.T) {
	each(t, func(h *house) {
		h.shortage()
		page := h.page("national", "nl", "/")
		if got := page.stat("plekken tekort"); got != "3" {
			t.Errorf("short: %s", got)
		}
		if got := page.stat("oude opgaven"); got != "0" {
			t.Errorf("old: %s", got)
		}
		if words := page.words(); !strings.Contains(words, "Eén locatie komt plekken tekort: 3 in totaal") {
			t.Error("the lead does not tell of the shortage")
		}
		if row := h.page("national", "nl", "/?weergave=lijst").row("Twente"); len(row) == 0 || !strings.Contains(row[1], "3 tekort") {
			t.Errorf("Twente: %v", row)
		}
		h.now = h.now.Add(25 * 3600e9)
		if got := h.page("national", "nl", "/").stat("oude opgaven"); got != "4" {
			t.Errorf("old a day later: %s", got)
		}
	})
}

// A total is always the sum of what is shown below it.
func TestPartsAddUp(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		view, err := h.National(ctx, people["national"], Question{})
		h.must(err)
		sum := 0
		for _, region := range view.Parts {
			sum += region.First.Free
			below, err := h.Regional(ctx, people["council"], region.Code, Question{})
			h.must(err)
			towns := 0
			for _, town := range below.Parts {
				towns += town.First.Free
			}
			if towns != region.First.Free || below.Area.First != region.First {
				t.Errorf("%s: %d in its municipalities, %d on the map", region.Name, towns, region.First.Free)
			}
		}
		if sum != view.Area.First.Free || sum != 333 {
			t.Errorf("regions %d, nation %d", sum, view.Area.First.Free)
		}
	})
}

func TestEveryPageInEveryLanguageForEveryRole(t *testing.T) {
	each(t, func(h *house) {
		for _, fill := range []func(){func() {}, h.normal, nil} {
			if fill == nil {
				h.must(h.places.State(ctx, program, places.Statement{Location: "vol", Rung: places.Open, Places: 7, From: day, Source: "test"}))
			} else {
				fill()
			}
			for who := range people {
				for _, lang := range languages {
					for _, path := range []string{"/", "/?weergave=lijst", "/?scherm=1", "/?trede=gerealiseerd", "/regios/VR09", "/regios/VR09?scherm=1",
						"/gemeenten/GM0355", "/gemeenten/GM0153", "/gemeenten/GM0599"} {
						if page := h.page(who, lang, path); page.heading() == "" {
							t.Errorf("%s for %s in %s has no heading", path, who, lang)
						}
					}
				}
			}
		}
	})
}

func TestAnEmptyStoreSaysWhatWillCome(t *testing.T) {
	each(t, func(h *house) {
		page := h.page("national", "nl", "/")
		if got := page.heading(); got != "Er zijn nog geen locaties" {
			t.Errorf("heading %q", got)
		}
		if !strings.Contains(page.words(), "Eerste locatie toevoegen") {
			t.Error("the desk is not shown how to begin")
		}
		if strings.Contains(h.page("council", "nl", "/").words(), "Eerste locatie toevoegen") {
			t.Error("a council reader is offered what they may not do")
		}
		if got := h.page("council", "nl", "/gemeenten/GM0355").heading(); got != "Zeist heeft 0 plekken vrij" {
			t.Errorf("heading %q", got)
		}
	})
}

// Whom to call is for those who work with a location.
func TestContactsAreForThoseWhoWorkWithThem(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for who, sees := range map[string]int{"national": 2, "regional": 2, "zeist": 2, "staff": 1, "enschede": 0, "council": 0, "ciso": 0} {
			words := h.page(who, "nl", "/gemeenten/GM0355").words()
			if got := strings.Count(words, "030-1234567"); got != sees {
				t.Errorf("%s sees %d contacts, want %d", who, got, sees)
			}
			if (sees < 2) != strings.Contains(words, "Namen en contactpersonen") {
				t.Errorf("%s is not told about the others", who)
			}
		}
	})
}

// Whose queue does not hold the number shown is not sent there, but to their own
// area: two pages never tell two numbers for one thing.
func TestTheQueueIsLinkedWhereItHoldsTheSameNumber(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		const queue, search = `href="/huishoudens"`, "Plekken zoeken voor huishoudens"
		for path, cases := range map[string]map[string]bool{
			"/":                 {"national": true, "regional": false, "zeist": false},
			"/regios/VR09":      {"national": true, "regional": true, "zeist": false},
			"/gemeenten/GM0355": {"zeist": true, "enschede": false},
		} {
			for who, leads := range cases {
				page := h.page(who, "nl", path)
				if strings.Contains(h.visit(who, "nl", path).Body.String(), queue) != leads {
					t.Errorf("%s on %s is led to the queue: %v", who, path, !leads)
				}
				if !leads && strings.Contains(page.words(), search) {
					t.Errorf("%s on %s is asked to search", who, path)
				}
			}
		}
		if page := h.page("regional", "nl", "/"); !strings.Contains(page.words(), "Naar Utrecht") || !strings.Contains(h.visit("regional", "nl", "/").Body.String(), `href="/regios/VR09"`) {
			t.Error("there is no way to the own region")
		}
	})
}

func TestSmallNumbersStayInTheirOwnOrganisation(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for who, want := range map[string]string{"national": "2", "regional": "2", "zeist": "2", "enschede": "minder dan 5", "council": "minder dan 5"} {
			if got := h.page(who, "nl", "/gemeenten/GM0355").stat("huishoudens zonder plek"); got != want {
				t.Errorf("%s sees %s waiting in Zeist, want %s", who, got, want)
			}
		}
		if got := h.page("council", "nl", "/regios/VR09").stat("huishoudens zonder plek"); got != "10 of meer" {
			t.Errorf("the region: %s", got)
		}
	})
}

func TestFilesHoldTheSameNumbers(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		read := func(path string) [][]string {
			answer := h.visit("council", "nl", path)
			rows, err := csv.NewReader(answer.Body).ReadAll()
			h.must(err)
			if answer.Code != 200 || answer.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(answer.Header().Get("Content-Disposition"), ".csv") {
				t.Errorf("%s: %d %v", path, answer.Code, answer.Header())
			}
			return rows
		}
		areas := read("/beeld.csv")
		if len(areas) != 27 || areas[26][11] != "333" || areas[26][0] != "NL" {
			t.Errorf("%d rows, the last %v", len(areas), areas[len(areas)-1])
		}
		if region := read("/beeld.csv?regio=VR09"); region[len(region)-1][11] != "281" {
			t.Errorf("region %v", region[len(region)-1])
		}
		outlook := read("/verwachting.csv?gemeente=GM0153")
		if len(outlook) != Horizon+1 || !slices.Equal(outlook[8], []string{"GM0153", day.Plus(7).String(), "12", "0", "0", "0", "0", "0", "0", "0"}) {
			t.Errorf("%v", outlook)
		}
		if got := h.visit("council", "nl", "/beeld.csv?nacht=x").Code; got != http.StatusUnprocessableEntity {
			t.Errorf("a wrong night gives %d", got)
		}
	})
}

// A board that asks again hears "unchanged" until something changes.
func TestUnchangedIsSaidShort(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		ask := func(tag string) *httptest.ResponseRecorder {
			request := httptest.NewRequest(http.MethodGet, "/?deel=1", nil)
			request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "national"})
			request.Header.Set("If-None-Match", tag)
			answer := httptest.NewRecorder()
			h.site.ServeHTTP(answer, request)
			return answer
		}
		tag := ask("").Header().Get("ETag")
		if again := ask(tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("status %d, %d bytes", again.Code, again.Body.Len())
		}
		h.say("vol", places.Open, 5, day, calendar.End{})
		if fresh := ask(tag); fresh.Code != http.StatusOK || !strings.Contains(fresh.Body.String(), "326") {
			t.Errorf("after a change: %d", fresh.Code)
		}
	})
}

func TestAddressesThatAreNotThere(t *testing.T) {
	each(t, func(h *house) {
		for path, want := range map[string]int{"/regios/VR99": 404, "/gemeenten/GM9999": 404, "/gemeenten/GM0457": http.StatusSeeOther} {
			if got := h.visit("council", "nl", path).Code; got != want {
				t.Errorf("%s: %d, want %d", path, got, want)
			}
		}
		if got := h.visit("nobody", "nl", "/").Code; got != http.StatusSeeOther {
			t.Errorf("a stranger gets %d", got)
		}
	})
}

// The wall shows no names of persons and needs no hand.
func TestTheWallHasNoNames(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for _, path := range []string{"/?scherm=1", "/regios/VR09?scherm=1", "/gemeenten/GM0355?scherm=1"} {
			words := h.page("national", "nl", path).words()
			for _, name := range []string{"Bakker", "030-1234567", "Nel"} {
				if strings.Contains(words, name) {
					t.Errorf("%s shows %s", path, name)
				}
			}
		}
	})
}

// A closing that is announced shows on the pages of its municipality and its region.
func TestAnAnnouncedClosingIsOnThePicture(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		national := people["national"]
		h.must(h.places.CloseLocation(ctx, national, "mar", day+6, "lease ends"))
		h.must(h.places.CloseLocation(ctx, national, "jaa", day+9, "lease ends"))
		for path, row := range map[string][2]string{
			"/gemeenten/GM0355": {"Huis mar", "sluit op " + i18n.LongDate("nl", day+6)},
			"/regios/VR09":      {"Zeist", "1 locatie sluit op " + i18n.LongDate("nl", day+6)},
			"/?weergave=lijst":  {"Utrecht", "2 locaties sluiten, de eerste op " + i18n.LongDate("nl", day+6)},
		} {
			if got := strings.Join(h.page("national", "nl", path).row(row[0]), "|"); !strings.Contains(got, row[1]) {
				t.Errorf("%s: %q does not tell %q", path, got, row[1])
			}
		}
		h.must(h.places.ReopenLocation(ctx, national, places.Reopening{Location: "mar", Restore: true, Reason: "bought"}))
		if got := strings.Join(h.page("national", "nl", "/regios/VR09").row("Zeist"), "|"); strings.Contains(got, "sluit") {
			t.Errorf("a closing that was taken back shows: %q", got)
		}
	})
}
