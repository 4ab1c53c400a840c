package freshness

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/i18n"
)

// One press says that all holds: what silence took is given back, and the audit
// tells that it was the contact by a mailed link.
func TestYesToAll(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 12, func(l *places.Location) { l.Municipality = soest })
		h.now = h.now.AddDate(0, 0, 15)
		h.must(h.places.Freshen(ctx, nil))
		if h.on("Zon", tonight+15)[places.Open] != 0 {
			t.Fatal("silence took nothing")
		}
		path := h.asked("Zon")
		body := h.page("", "nl", path, http.StatusOK)
		h.says(body, "Klopt dit nog?", "Ja, alles klopt nog", "Hotel Zon", "Hotel Maan", "telt nu niet als open", "40 plekken open", "Zegt u ja?")
		if strings.Contains(body, "<script") || strings.Contains(body, "Jan Bakker") || strings.Contains(body, "bosrand.example") {
			t.Error("the page ships a script or names somebody")
		}
		head := h.visit("", "nl", http.MethodGet, path, nil).Header()
		if head.Get("Referrer-Policy") != "same-origin" || head.Get("Cache-Control") != "no-store" {
			t.Errorf("%v", head)
		}
		for range 2 { // pressed twice
			if code, where := h.post("", path); code != http.StatusSeeOther || where != path+"?gedaan=yes" {
				t.Errorf("%d %s", code, where)
			}
		}
		h.says(h.page("", "nl", path+"?gedaan=yes", http.StatusOK), "Dank u. Dit is bevestigd.", "Dank u, u bent klaar", "U bevestigde dit op 26 maart 2022 10.00.")
		for _, id := range []string{"Zon", "Maan"} {
			l, err := h.places.Location(ctx, program, id)
			h.must(err)
			if l.ConfirmedAt != calendar.InstantOf(h.now) || l.LapsedAt != 0 || h.on(id, tonight+15)[places.Open] == 0 {
				t.Errorf("%+v", l)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM audit WHERE person LIKE 'link/%' AND reason = 'mailed link' AND role = 'location_staff' AND book = $1`, soest); n != 2 {
			t.Errorf("%d rows in the book of Soest", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM capacity_entry WHERE said_by LIKE 'link/%'`); n == 0 {
			t.Error("what came back is signed by nobody")
		}
		if len(h.to("fatima@gemeente.example")) != 0 {
			t.Error("a yes was mailed to coordinators")
		}
		h.sound()
	})
}

func TestYesToOne(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 12)
		h.location("Ster", "piet@ster.example", 12)
		h.now = h.now.Add(week)
		path := h.asked("Zon")
		if code, _ := h.post("", path, "locatie", "Maan"); code != http.StatusSeeOther {
			t.Errorf("%d", code)
		}
		body := h.page("", "nl", path, http.StatusOK)
		if !strings.Contains(body, "Ja, alles klopt nog") || strings.Count(body, `name="locatie" value="Zon"`) != 1 || strings.Contains(body, `name="locatie" value="Maan"`) {
			t.Error("the other one is not asked for")
		}
		zon, err := h.places.Location(ctx, program, "Zon")
		h.must(err)
		if zon.ConfirmedAt == calendar.InstantOf(h.now) {
			t.Error("the other one is confirmed too")
		}
		// A link is about the locations of its mail and no other.
		if code, _ := h.post("", path, "locatie", "Ster"); code != http.StatusNotFound {
			t.Errorf("another's location: %d", code)
		}
		h.page("", "nl", path+"/Ster", http.StatusNotFound)
		h.sound()
	})
}

// Fewer places hold at once; where people are promised more, who must move is
// shown first, and the alert is raised as usual.
func TestFewerPlaces(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.stay("s", "Zon", 30, tonight, tonight+6)
		path := h.asked("Zon")
		body := h.page("", "nl", path+"/Zon", http.StatusOK)
		h.says(body, "Wat is er anders?", `name="places" value="40"`, "Niet meer beschikbaar", "Andere contactpersoon")
		if code, where := h.post("", path+"/Zon", "wat", "aantal", "places", "35"); code != http.StatusSeeOther || where != path+"?gedaan=lowered" {
			t.Errorf("%d %s", code, where)
		}
		if got := h.on("Zon", tonight); got[places.Open] != 35 || got[places.Realised] != 40 {
			t.Errorf("%v", got)
		}
		fields := []string{"wat", "aantal", "places", "10", "from-dag", "13", "from-maand", "3", "from-jaar", "2022", "until-dag", "20", "until-maand", "3", "until-jaar", "2022"}
		code, sure := h.post("", path+"/Zon", fields...)
		if code != http.StatusOK || h.on("Zon", tonight+3)[places.Open] != 35 {
			t.Errorf("%d: taken in before anybody was sure", code)
		}
		h.says(sure, "Dan moeten 30 personen verhuizen", "Voor 1 huishouden moeten wij dan een andere plek zoeken.", "13 maart 2022 tot en met 16 maart 2022", "20 plekken te weinig",
			`name="zeker" value="1"`, `name="until-dag" value="20"`)
		if strings.Contains(sure, ">hs<") {
			t.Error("the page names a household")
		}
		if code, _ := h.post("", path+"/Zon", append(fields, "zeker", "1")...); code != http.StatusSeeOther {
			t.Errorf("%d", code)
		}
		alerts, err := h.places.Alerts(ctx, program)
		h.must(err)
		if len(alerts) != 1 || alerts[0].Shortage != 20 || h.on("Zon", tonight+10)[places.Open] != 35 {
			t.Errorf("%+v", alerts)
		}
		h.drain()
		if got := strings.Join(h.to("fatima@gemeente.example"), ";"); got != "Minder plekken: Hotel Zon;Minder plekken: Hotel Zon" {
			t.Error(got)
		}
		if got := strings.Join(h.to("jan@bosrand.example"), ";"); !strings.Contains(got, "Tekort aan plekken: Hotel Zon") {
			t.Error(got)
		}
		h.says(h.page("", "nl", path, http.StatusOK), "U gaf 10 plekken door vanaf 13 maart 2022")
		h.sound()
	})
}

// More places open nothing: they are pledged, and wait in the list of who may open
// them until they are.
func TestMorePlaces(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		if code, where := h.post("", path+"/Zon", "wat", "aantal", "places", "55"); code != http.StatusSeeOther || where != path+"?gedaan=raised" {
			t.Errorf("%d %s", code, where)
		}
		if got := h.on("Zon", tonight); got[places.Open] != 40 || got[places.Pledged] != 55 || got[places.Realised] != 40 {
			t.Errorf("%v", got)
		}
		h.drain()
		if got := h.to("fatima@gemeente.example"); len(got) != 1 || got[0] != "Meer plekken: Hotel Zon" {
			t.Error(got)
		}
		h.says(h.page("town", "nl", newsPath, http.StatusOK), "1 antwoord wacht op u", "Hotel Zon", "/locaties/Zon/opgave")
		h.says(h.page("soest", "nl", newsPath, http.StatusOK), "0 antwoorden wachten op u")
		if code := h.visit("council", "nl", http.MethodGet, newsPath, nil).Code; code != http.StatusForbidden {
			t.Errorf("a council reader gets %d", code)
		}
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Open, Places: 55, From: tonight, Source: "test"}))
		h.says(h.page("town", "nl", newsPath, http.StatusOK), "0 antwoorden wachten op u")
		h.sound()
	})
}

// Less on some nights and more on others is both.
func TestFewerAndMore(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Open, Places: 10, From: tonight + 5, Source: "test"}))
		path := h.asked("Zon")
		if _, where := h.post("", path+"/Zon", "wat", "aantal", "places", "20"); where != path+"?gedaan=both" {
			t.Error(where)
		}
		h.drain()
		if got := strings.Join(h.to("fatima@gemeente.example"), ";"); got != "Meer plekken: Hotel Zon;Minder plekken: Hotel Zon" {
			t.Error(got)
		}
		// A number that is what we know already is a yes.
		if _, where := h.post("", path+"/Zon", "wat", "aantal", "places", "20", "until-dag", "15", "until-maand", "3", "until-jaar", "2022"); where != path+"?gedaan=yes" {
			t.Error(where)
		}
		h.sound()
	})
}

// What is not there any more counts for nothing, is not asked about again, and
// does not close.
func TestGone(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		if code, where := h.post("", path+"/Zon", "wat", "weg"); code != http.StatusSeeOther || where != path+"?gedaan=gone" {
			t.Errorf("%d %s", code, where)
		}
		for rung, n := range h.on("Zon", tonight) {
			if n != 0 {
				t.Errorf("%d %s", n, rung)
			}
		}
		h.drain()
		if got := h.to("fatima@gemeente.example"); len(got) != 1 || got[0] != "Niet meer beschikbaar: Hotel Zon" {
			t.Error(got)
		}
		asked := len(h.to("jan@bosrand.example"))
		for range 40 {
			h.now = h.now.AddDate(0, 0, 1)
			h.must(h.places.Freshen(ctx, nil))
			_, err := h.Round(ctx)
			h.must(err)
		}
		if h.drain(); len(h.to("jan@bosrand.example")) != asked {
			t.Error("asked about what is gone")
		}
		// Somebody speaks of it again: then it is asked about.
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Pledged, Places: 5, From: calendar.NightOf(h.now), Source: "test"}))
		h.now = h.now.Add(week)
		if n, err := h.Round(ctx); n != 1 || err != nil {
			t.Errorf("%d asked, %v", n, err)
		}
		h.sound()
	})
}

// Somebody else to call changes nothing until a person takes it over; then what is
// known of them leaves this room.
func TestAnotherContact(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		if code, body := h.post("", path+"/Zon", "wat", "contact", "name", "", "phone", "bel", "email", "els@"); code != http.StatusUnprocessableEntity {
			t.Errorf("%d", code)
		} else {
			h.says(body, "Vul de naam in.", "9 tot 15 cijfers", "Dit e-mailadres klopt niet", `value="bel"`, `value="els@"`)
		}
		if code, where := h.post("", path+"/Zon", "wat", "contact", "name", "Els Visser", "email", "els@bosrand.example"); code != http.StatusSeeOther || where != path+"?gedaan=contact" {
			t.Errorf("%d %s", code, where)
		}
		l, err := h.places.Location(ctx, program, "Zon")
		h.must(err)
		if l.Contact.Name != "Jan Bakker" || l.ConfirmedAt.Night() != tonight {
			t.Errorf("%+v", l)
		}
		h.drain()
		if got := h.to("fatima@gemeente.example"); len(got) != 1 || got[0] != "Andere contactpersoon: Hotel Zon" {
			t.Error(got)
		}
		body := h.page("town", "nl", newsPath, http.StatusOK)
		h.says(body, "Els Visser", "els@bosrand.example", "Jan Bakker", "Overnemen", "Niet overnemen")
		_, after, _ := strings.Cut(body, "/oude-opgaven/contact/")
		decide := "/oude-opgaven/contact/" + after[:strings.Index(after, `"`)]
		if code, _ := h.post("soest", decide, "besluit", "overnemen"); code != http.StatusForbidden {
			t.Errorf("a neighbour decides: %d", code)
		}
		if code, _ := h.post("town", decide, "besluit", "misschien"); code != http.StatusUnprocessableEntity {
			t.Errorf("no decision: %d", code)
		}
		if code, where := h.post("town", decide, "besluit", "overnemen"); code != http.StatusSeeOther || where != newsPath+"?gedaan=overnemen" {
			t.Errorf("%d %s", code, where)
		}
		if code, _ := h.post("town", decide, "besluit", "weigeren"); code != http.StatusConflict {
			t.Errorf("decided twice: %d", code)
		}
		l, err = h.places.Location(ctx, program, "Zon")
		h.must(err)
		if l.Contact != (places.Contact{Name: "Els Visser", Email: "els@bosrand.example"}) || h.count(`SELECT COUNT(*) FROM freshness_contact WHERE name <> '' OR email <> ''`) != 0 {
			t.Errorf("%+v", l.Contact)
		}
		// The old link speaks for an address that is no longer the contact's.
		h.page("", "nl", path, http.StatusGone)
		h.sound()
	})
}

func TestAContactThatIsNotTakenOver(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		h.must(h.TellContact(ctx, token(path), "Zon", places.Contact{Name: "Els\u202e Visser", Phone: "030 765 43 21"}))
		news, err := h.News(ctx, people["town"])
		h.must(err)
		if len(news.Changes) != 1 || news.Changes[0].Name != "Els Visser" {
			t.Fatalf("%+v", news)
		}
		h.must(h.Decide(ctx, people["town"], news.Changes[0].Told.ID, false))
		h.wants(h.Decide(ctx, people["town"], "nobody", true), "fault.not_found")
		l, err := h.places.Location(ctx, program, "Zon")
		h.must(err)
		if l.Contact.Name != "Jan Bakker" {
			t.Errorf("%+v", l)
		}
		h.page("", "nl", path, http.StatusOK)
		h.sound()
	})
}

// A link that ended, never was, or whose location closed opens nothing.
func TestLinksThatDoNotWork(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		for _, wrong := range []string{"/klopt/x", "/klopt/" + newToken(), "/klopt/" + digestOf(token(path))} {
			h.says(h.page("", "nl", wrong, http.StatusGone), "Deze link werkt niet meer.")
			if code, _ := h.post("", wrong); code != http.StatusGone {
				t.Errorf("%s answered: %d", wrong, code)
			}
		}
		h.now = h.now.Add(LinkFor - time.Second)
		h.page("", "nl", path, http.StatusOK)
		h.now = h.now.Add(time.Second)
		h.page("", "nl", path, http.StatusGone)
		if code, _ := h.post("", path+"/Zon", "wat", "weg"); code != http.StatusGone {
			t.Errorf("answered too late: %d", code)
		}
		next := h.asked("Zon")
		h.must(h.places.CloseLocation(ctx, program, "Zon", calendar.NightOf(h.now), "verkocht"))
		h.page("", "nl", next, http.StatusGone)
		if h.count(`SELECT COUNT(*) FROM freshness_answer`) != 0 {
			t.Error("an answer was taken in")
		}
		h.sound()
	})
}

func TestOneLinkIsNotWithoutEnd(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		for range mostAnswers {
			_, err := h.Confirm(ctx, token(path))
			h.must(err)
		}
		_, err := h.Confirm(ctx, token(path))
		h.wants(err, "freshness.call_us")
		if code, body := h.post("", path); code != http.StatusConflict || !strings.Contains(body, "Bel uw gemeente.") {
			t.Errorf("%d", code)
		}
	})
}

func TestWrongNumbers(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon") + "/Zon"
		for _, c := range []struct {
			want  string
			pairs []string
		}{
			{"Vul het aantal plekken in. Zijn er geen? Vul 0 in.", []string{"wat", "aantal", "places", " "}},
			{"in cijfers in", []string{"wat", "aantal", "places", "veel"}},
			{"van 0 tot en met", []string{"wat", "aantal", "places", "-4"}},
			{"Kies een dag van 11 maart 2022", []string{"wat", "aantal", "places", "4", "from-dag", "1", "from-maand", "3", "from-jaar", "2022"}},
			{"Deze datum bestaat niet", []string{"wat", "aantal", "places", "4", "until-dag", "31", "until-maand", "4", "until-jaar", "2022"}},
			{"na de begindatum", []string{"wat", "aantal", "places", "4", "until-dag", "1", "until-maand", "3", "until-jaar", "2022"}},
			{"Deze datum bestaat niet", []string{"wat", "weg", "gone-dag", "31", "gone-maand", "4", "gone-jaar", "2022"}},
			{"Kies een dag van 11 maart 2022", []string{"wat", "weg", "gone-dag", "1", "gone-maand", "3", "gone-jaar", "2022"}},
		} {
			if code, body := h.post("", path, c.pairs...); code != http.StatusUnprocessableEntity || !strings.Contains(body, c.want) {
				t.Errorf("%v: %d, not %q", c.pairs, code, c.want)
			}
		}
		if h.count(`SELECT COUNT(*) FROM freshness_answer`) != 0 {
			t.Error("a wrong answer was taken in")
		}
	})
}

// Every page is right in form in every language.
func TestPagesInEveryLanguage(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 1)
		h.stay("s", "Zon", 5, tonight, tonight+3)
		path := h.asked("Zon")
		_, err := h.Tell(ctx, token(path), places.Word{Location: "Zon", From: tonight, Places: 45})
		h.must(err)
		h.must(h.TellContact(ctx, token(path), "Maan", places.Contact{Name: "Els Visser", Phone: "030 765 43 21"}))
		for _, lang := range i18n.Languages {
			for _, more := range []string{"", "?antwoord=ja", "?gedaan=both", "?gedaan=contact", "?gedaan=onzin", "/Zon", "/Maan"} {
				h.page("", lang, path+more, http.StatusOK)
			}
			h.page("", lang, "/klopt/x", http.StatusGone)
			h.page("town", lang, newsPath, http.StatusOK)
		}
	})
}

// Where nobody coordinates a municipality, the region is told.
func TestTheRegionIsToldWhereNobodyElseIs(t *testing.T) {
	each(t, func(h *house) {
		h.location("Maan", "jan@bosrand.example", 12, func(l *places.Location) { l.Municipality = soest })
		_, err := h.Tell(ctx, token(h.asked("Maan")), places.Word{Location: "Maan", From: tonight, Gone: true})
		h.must(err)
		if h.drain(); len(h.to("rik@gemeente.example")) != 1 || len(h.to("fatima@gemeente.example")) != 0 {
			t.Errorf("%+v", h.mails.all)
		}
	})
}

// A link that was added, an answer that was altered: Verify tells.
func TestVerifyFindsWhatWasDoneByHand(t *testing.T) {
	for want, statement := range map[string]string{
		"freshness_mail: of its":     `UPDATE freshness_mail SET digest = 'x'`,
		"freshness_question: of its": `DELETE FROM freshness_question`,
		"freshness_answer: of its":   `UPDATE freshness_answer SET places = 99 WHERE places IS NOT NULL`,
		"freshness_contact: of its":  `UPDATE freshness_contact SET taken = 1`,
	} {
		each(t, func(h *house) {
			h.location("Zon", "jan@bosrand.example", 40)
			path := h.asked("Zon")
			_, err := h.Tell(ctx, token(path), places.Word{Location: "Zon", From: tonight, Places: 45})
			h.must(err)
			h.must(h.TellContact(ctx, token(path), "Zon", places.Contact{Name: "Els", Phone: "030 765 43 21"}))
			h.must(h.store.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, statement)
				return err
			}))
			var wrong []string
			h.must(h.store.Read(ctx, func(tx *db.Tx) (err error) {
				wrong, err = Verify(ctx, tx)
				return err
			}))
			if len(wrong) != 1 || !strings.HasPrefix(wrong[0], want) {
				t.Errorf("%s: %v", want, wrong)
			}
		})
	}
}
