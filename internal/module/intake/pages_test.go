package intake

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui/uitest"
)

var keyInForm = regexp.MustCompile(`name="sleutel" value="([A-Z2-7]{32})"`)

// form is a form as somebody in a hurry fills it in.
func (h *house) form() url.Values {
	h.Helper()
	key := keyInForm.FindStringSubmatch(h.page("", "nl", "/melden"))
	if key == nil {
		h.Fatal("the form holds no key")
	}
	return url.Values{"sleutel": {key[1]}, "place": {"Sporthal De Bosrand"}, "municipality": {"zeist"}, "places": {"60"}, "when": {"nu"},
		"phone": {"030 123 45 67"}, "website": {""}}
}

func TestTheFormFromQuestionToAnswer(t *testing.T) {
	each(t, func(h *house) {
		body := h.page("", "nl", "/melden")
		h.says(body, "Dit kost ongeveer 2 minuten. Weet u iets niet? Sla het over.", "Tel alleen bedden die klaarstaan.", "Locatie melden")
		if strings.Contains(body, "<script") || strings.Contains(body, `type="date"`) {
			h.Error("the public page ships a script or asks a date in one field")
		}
		if got := h.visit("", "nl", http.MethodGet, "/melden", nil).Header().Get("Cache-Control"); got != "no-store" {
			h.Errorf("the form is kept: %s", got)
		}
		form := h.form()
		sent := h.visit("", "nl", http.MethodPost, "/melden", form)
		where := sent.Header().Get("Location")
		if sent.Code != http.StatusSeeOther || where != "/melden/"+form.Get("sleutel")+"?gedaan=gemeld" {
			h.Fatalf("%d to %s", sent.Code, where)
		}
		if again := h.visit("", "nl", http.MethodPost, "/melden", form); again.Header().Get("Location") != where || h.count(`SELECT COUNT(*) FROM draft`) != 1 {
			h.Error("sent twice is reported twice")
		}
		own := h.page("", "nl", where)
		h.says(own, "Dank u, uw melding is binnen", "Wij bellen u vóór 12 maart 2022 10.00 uur.", "60 plekken", "vanaf 11 maart 2022", "Melding wijzigen", "https://onderdak.example/melden/")
		if got := h.visit("", "nl", http.MethodGet, where, nil).Header().Get("Referrer-Policy"); got != "same-origin" {
			h.Errorf("the secret is passed on: %s", got)
		}
		change := "/melden/" + form.Get("sleutel") + "/wijzig"
		h.says(h.page("", "nl", change), `value="Sporthal De Bosrand"`, `value="Zeist"`, `value="60"`, `value="2022"`)
		form.Set("places", "40")
		form.Set("until-dag", "30")
		form.Set("until-maand", "4")
		form.Set("until-jaar", "2022")
		if changed := h.visit("", "nl", http.MethodPost, change, form); changed.Code != http.StatusSeeOther {
			h.Errorf("change: %d", changed.Code)
		}
		h.says(h.page("", "nl", where), "40 plekken", "11 maart 2022 tot en met 30 april 2022")
		if got := h.visit("", "nl", http.MethodGet, "/melden/"+NewToken(), nil).Code; got != http.StatusNotFound {
			h.Errorf("an unknown key gives %d", got)
		}
	})
}

func TestEveryWrongFieldIsToldAndWhatWasTypedStays(t *testing.T) {
	each(t, func(h *house) {
		try := func(path string, change func(url.Values), want ...string) {
			h.Helper()
			form := h.form()
			change(form)
			got := h.visit("", "nl", http.MethodPost, path, form)
			if got.Code != http.StatusUnprocessableEntity {
				h.Errorf("%v: %d", want, got.Code)
			}
			h.says(h.sound(got, "/melden"), want...)
		}
		try("/melden", func(f url.Values) { clear(f) }, "Vul de naam of het adres in.", "Vul de gemeente in", "Vul het aantal plekken in.", "Vul een telefoonnummer of een e-mailadres in.")
		try("/melden", func(f url.Values) {
			f["municipality"], f["places"], f["phone"], f["email"] = []string{"Zeits"}, []string{"-3"}, []string{"bel Jan"}, []string{"jan@"}
			f["when"], f["from-dag"], f["from-maand"], f["from-jaar"] = []string{"datum"}, []string{"30"}, []string{"2"}, []string{"2022"}
			f["facilities"] = []string{"pets"}
		}, "Bedoelt u: Zeist", "Vul 1 plek of meer in.", "9 tot 15 cijfers", "Dit e-mailadres klopt niet", "Deze datum bestaat niet",
			`value="Zeits"`, `value="-3"`, `value="bel Jan"`, `value="30"`, `value="Sporthal De Bosrand"`, `value="pets" checked`)
		for typed, want := range map[string]string{"veel": "in cijfers in", "0": "Vul 1 plek of meer in.", "999999": "Meer dan 5.000 plekken", "99999999999999999999": "Meer dan 5.000 plekken", "4,5": "in cijfers in"} {
			try("/melden", func(f url.Values) { f.Set("places", typed) }, want, `value="`+typed+`"`)
		}
		try("/melden", func(f url.Values) { f.Set("when", "datum") }, "Vul in vanaf welke datum het kan.")
		try("/melden", func(f url.Values) {
			f.Set("until-dag", "1")
			f.Set("until-maand", "3")
			f.Set("until-jaar", "2022")
		}, "De laatste nacht ligt vóór de eerste")
		try("/melden", func(f url.Values) { f.Set("website", "https://koop.example") }, "verborgen veld", `value="Sporthal De Bosrand"`)
		if n := h.count(`SELECT COUNT(*) FROM draft`); n != 0 {
			h.Errorf("%d drafts of wrong forms", n)
		}
		good := h.form()
		good.Set("places", "1.200")
		good.Set("when", "nu")
		good.Set("from-dag", "20")
		good.Set("from-maand", "3")
		good.Set("from-jaar", "22")
		sent := h.visit("", "nl", http.MethodPost, "/melden", good)
		h.says(h.page("", "nl", sent.Header().Get("Location")), "1.200 plekken", "vanaf 20 maart 2022")
		try("/melden/"+good.Get("sleutel")+"/wijzig", func(f url.Values) { f.Set("places", "") }, "Vul het aantal plekken in.", "Wijzig melding")
	})
}

func TestAFloodIsToldToTryLater(t *testing.T) {
	each(t, func(h *house) {
		for i := range mostFromOne {
			r := told()
			r.Place = fmt.Sprint("Hal ", i)
			h.reported(r)
		}
		got := h.visit("", "nl", http.MethodPost, "/melden", h.form())
		if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") != "3600" {
			h.Errorf("%d", got.Code)
		}
		h.says(h.sound(got, "a flood"), "Er komen nu heel veel meldingen binnen", `value="Sporthal De Bosrand"`)
	})
}

// everyState puts a draft of every state in the house and gives its own pages.
func (h *house) everyState() (own []string) {
	for i, end := range []func(Draft) error{
		func(Draft) error { return nil },
		func(d Draft) error { return h.AskBack(ctx, people["town"], Asking{Draft: d.ID, Note: "Tot wanneer?"}) },
		func(d Draft) error {
			take := confirming(d)
			take.Places = 600
			return h.TakeIn(ctx, people["town"], take)
		},
		func(d Draft) error { return h.TakeIn(ctx, people["town"], confirming(d)) },
		func(d Draft) error { return h.Refuse(ctx, people["town"], d.ID, "unsuitable") },
	} {
		r := told()
		r.Contact.Phone = fmt.Sprintf("061234567%d", i)
		if i == 1 {
			r.Contact.Phone = ""
		}
		d, secret := h.reported(r)
		h.must(end(d))
		own = append(own, "/melden/"+secret)
	}
	return own
}

func TestPagesInEveryLanguageAndState(t *testing.T) {
	each(t, func(h *house) {
		own := h.everyState()
		for _, lang := range i18n.Languages {
			for _, path := range append(own, "/melden", own[0]+"/wijzig", own[0]+"?gedaan=gewijzigd") {
				h.page("", lang, path)
			}
		}
	})
}

// TestAReportByKeyboard reports a location with a keyboard and nothing else, and
// counts what that takes: every field that is filled in and every box or button is
// one tap on a phone. Twelve are the most (ui.md, screen C).
func TestAReportByKeyboard(t *testing.T) {
	h := newHouse(t, dbtest.Open(t, "sqlite"))
	server := httptest.NewServer(h.site)
	defer server.Close()
	tab := uitest.Start(t).Tab(t)
	if err := tab.Visit(server.URL+"/melden", 390, uitest.Cookie{Name: "taal", Value: "nl"}); err != nil {
		t.Fatal(err)
	}
	hands, taps := tab.Hands(t), 0
	hands.Main()
	for _, field := range []struct{ id, keys string }{
		{"place", "Sporthal De Bosrand"}, {"municipality", "Zeist"}, {"places", "60"},
		{"name", "Jan Bakker"}, {"phone", "030 1234567"}, {"email", "jan@bosrand.example"}, {"facilities", uitest.Space}, {"facilities-2", uitest.Space},
	} {
		hands.To("#f-" + field.id)
		hands.Press(field.keys)
		taps++
	}
	hands.To("Locatie melden")
	hands.Enter("Dank u, uw melding is binnen")
	taps++
	tray, err := h.Tray(ctx, people["town"], 1)
	if err != nil || tray.Total != 1 || tray.Drafts[0].Places != 60 || len(tray.Drafts[0].Facilities) != 2 {
		t.Errorf("%+v %v", tray, err)
	}
	if t.Logf("a report with everything but an end takes %d taps", taps); taps > 12 {
		t.Errorf("%d taps", taps)
	}
	for _, width := range uitest.Widths {
		if err := tab.Visit(server.URL+"/melden", width, uitest.Cookie{Name: "taal", Value: "nl"}); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range tab.Wrong() {
			t.Errorf("at %d: %s", width, wrong)
		}
	}
}
