package mailroom

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/places"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// byForm is a report as good as any.
func byForm() intake.Report {
	return intake.Report{Place: "Sporthal De Bosrand", Municipality: zeist, Places: 60, Facilities: []string{"pets"},
		Contact: places.Contact{Name: "Jan Bakker", Phone: "030 123 45 67", Email: "jan@bosrand.example"}}
}

func TestTheDeskFromListToLocation(t *testing.T) {
	each(t, func(h *house) {
		h.says(h.page("town", "nl", "/postvak"), "Alles is verwerkt", "Er wacht geen melding")
		h.must(h.places.AddLocation(ctx, access.Program(), places.Location{ID: "L1", Municipality: zeist, Region: "VR09", Name: "De Bosrand", Type: "sports_hall"}))
		d, secret, err := h.intake.Report(ctx, intake.NewToken(), "nl", byForm())
		h.must(err)
		h.now = h.now.Add(2 * time.Hour)
		h.says(h.page("town", "nl", "/postvak"), "1 nieuw · 1 dubbel? · oudste 2 uur", "dubbel?", d.Ref, "/postvak/"+d.ID)
		h.says(h.page("town", "nl", "/postvak/"+d.ID), "60 plekken in Zeist", "Jan Bakker", "030 123 45 67", "Is dit dubbel?", "/locaties/L1", "Vraag na", "Niet van toepassing", "de melder",
			"Dit lijkt op De Bosrand", "?bij=nieuw")
		here := "/postvak/" + d.ID
		bad := func(what string, form url.Values, want int, says ...string) {
			h.Helper()
			answer := h.visit("town", "nl", http.MethodPost, here+"/"+what, form)
			if h.says(h.sound(answer, what), says...); answer.Code != want {
				h.Errorf("%s: %d", what, answer.Code)
			}
		}
		bad("navragen", url.Values{"note": {""}}, 422, "Schrijf op wat u navraagt.")
		if to := h.sends("town", here+"/navragen", url.Values{"note": {"Is er een douche?"}}); to != here+"?gedaan=nagevraagd" {
			h.Error(to)
		}
		h.says(h.page("region", "nl", here+"?gedaan=nagevraagd"), "Is er een douche?", "Fatima", "nagevraagd", "De melding blijft open.")
		h.says(h.page("town", "nl", "/postvak"), "0 nieuw · 1 bezig")
		take := url.Values{"nummer": {db.NewID()}, "version": {"1"}, "name": {"Sporthal De Bosrand"}, "places": {"0"}, "from-dag": {"31"}, "from-maand": {"2"}, "from-jaar": {"2022"}}
		bad("opnemen", take, 422, "Kies een soort locatie.", "Vul een aantal in van 1 tot en met 5.000.", "Deze datum bestaat niet", `value="31"`)
		take.Set("type", "sports_hall")
		take.Set("places", "55")
		take.Set("from-dag", "12")
		take.Set("from-maand", "3")
		changed := byForm()
		changed.Places = 50
		h.must(h.intake.Retell(ctx, secret, changed))
		bad("opnemen", take, 409, "De melder heeft de melding net gewijzigd", "50 plekken", `value="55"`, `name="version" value="2"`)
		take.Set("version", "2")
		h.sends("town", here+"/opnemen", take)
		second := h.visit("region", "nl", http.MethodPost, here+"/weigeren", url.Values{"reason": {"nonsense"}})
		if h.says(h.sound(second, "weigeren"), "Iemand anders was eerst", "Fatima heeft de melding opgenomen op 11 maart 2022 11.14", "/locaties/"+take.Get("nummer")); second.Code != http.StatusConflict {
			h.Errorf("the second gets %d", second.Code)
		}
		h.says(h.page("town", "nl", here), "Draai de beslissing terug")
		h.sends("town", here+"/terug", nil)
		h.says(h.page("town", "nl", here+"?gedaan=teruggedraaid"), "De melding wacht weer.", "beslissing teruggedraaid")
		h.sends("town", here+"/weigeren", url.Values{"reason": {"unsuitable"}})
		for who, want := range map[string]int{"soest": 404, "far": 404, "council": 403, "staff": 403, "": 303} {
			if got := h.visit(who, "nl", http.MethodGet, here, nil).Code; got != want {
				h.Errorf("%q gets %d", who, got)
			}
		}
	})
}

func TestTheWordsOfAMailAreMarkedBesideTheForm(t *testing.T) {
	each(t, func(h *house) {
		taken := h.mailed(written(jan, "1@bosrand.example", "<script>alert(1)</script>", bosrand+"\n<b>vet</b> & <script>alert(2)</script> \n", verified))
		here := "/postvak/" + taken.Drafts[0].ID
		body := h.page("town", "nl", here)
		h.says(body, "60 personen<span class=\"letter__field\"> [plekken]</span></mark>", "tot nader order<span class=\"letter__field\"> [tot en met]</span></mark>",
			"In de mail: “60 personen” (zeker).", "“tot nader order” is geen datum.", "afzender klopt", "&lt;script&gt;alert(1)", "&lt;script&gt;alert(2)", `value="60"`,
			"De mail gaat naar jan@bosrand.example.", "Tot en met welke datum kan het?")
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "Wij weten niet zeker") {
			h.Error("a mail is shown as more than text, or doubted without need")
		}
		unsure := h.mailed(written(jan, "2@bosrand.example", "Opvang", strings.ReplaceAll(bosrand, "De Bosrand", "De Wiel")))
		h.says(h.page("town", "nl", "/postvak/"+unsure.Drafts[0].ID), "Wij weten niet zeker wie dit stuurde")
		false1 := h.mailed(written(jan, "3@bosrand.example", "Opvang", strings.ReplaceAll(bosrand, "De Bosrand", "De Bron"), forged))
		h.says(h.page("town", "nl", "/postvak/"+false1.Drafts[0].ID), "Deze mail komt niet van wie erboven staat", "afzender klopt niet")
		toForged := h.visit("town", "nl", http.MethodPost, "/postvak/"+false1.Drafts[0].ID+"/navragen", url.Values{"how": {"mail"}, "fields": {"until"}})
		if h.says(h.sound(toForged, "navragen"), "Deze afzender klopt niet. Bel de melder"); toForged.Code != 422 {
			h.Errorf("a question to a forged sender: %d", toForged.Code)
		}
		h.says(h.page("town", "nl", "/postvak"), "3 nieuw", "afzender?", "Jan Bakker")
		// Asked by mail: to who wrote, with a link.
		h.sends("town", here+"/navragen", url.Values{"how": {"mail"}, "fields": {"until", "contact"}})
		asked := h.messages("intake.mail_ask_subject")
		if len(asked) != 1 || asked[0].To != "jan@bosrand.example" || asked[0].InReplyTo != "1@bosrand.example" {
			h.Errorf("%+v", asked)
		}
		h.says(h.page("town", "nl", here), "gevraagd met een mail")
	})
}

func TestAChangeIsShownAsADifference(t *testing.T) {
	each(t, func(h *house) {
		d := h.told(byForm())
		take := confirming(d)
		h.must(h.intake.TakeIn(ctx, people["town"], take))
		taken := h.mailed(written("Piet <piet@elders.example>", "9@x.example", "Opvang", strings.Replace(bosrand, "60", "40", 1)))
		here := "/postvak/" + taken.Drafts[0].ID
		h.says(h.page("town", "nl", here), "Wijziging opnemen", "Dit lijkt op Sporthal De Bosrand.", "60 plekken", "40 plekken", "anders", `name="bij" value="`+take.Location.ID)
		h.says(h.page("town", "nl", here+"?bij=nieuw"), "Soort locatie", "Naam van de locatie")
		form := url.Values{"bij": {take.Location.ID}, "version": {"1"}, "places": {""}, "from-dag": {"15"}, "from-maand": {"3"}, "from-jaar": {"2022"}, "contact": {"ja"}}
		wrong := h.visit("town", "nl", http.MethodPost, here+"/opnemen", form)
		if h.says(h.sound(wrong, "opnemen"), "Vul een aantal in van 0 tot en met 5.000.", "Wijziging opnemen"); wrong.Code != 422 {
			h.Errorf("%d", wrong.Code)
		}
		form.Set("places", "40")
		if to := h.sends("town", here+"/opnemen", form); to != here+"?gedaan=gewijzigd" {
			h.Error(to)
		}
		l, err := h.places.Location(ctx, people["town"], take.Location.ID)
		h.must(err)
		if l.Contact.Email != "piet@elders.example" || h.count(`SELECT COUNT(*) FROM location`) != 1 || h.count(`SELECT COUNT(*) FROM capacity_entry WHERE places = 40`) != 1 {
			h.Errorf("%+v", l)
		}
		h.says(h.page("town", "nl", here+"?gedaan=gewijzigd"), "De locatie is gewijzigd.", "/locaties/"+l.ID)
		// News of a draft that waits goes into it.
		waiting := h.told(intake.Report{Place: "Kerk De Bron", Municipality: zeist, Places: 10, Contact: places.Contact{Phone: "0612345678"}})
		more := h.mailed(written(jan, "10@x.example", "Opvang", strings.ReplaceAll(bosrand, "sporthal De Bosrand", "kerk De Bron")))
		there := "/postvak/" + more.Drafts[0].ID
		h.says(h.page("town", "nl", there), "Zet naast elkaar", "?bij="+waiting.ID)
		h.says(h.page("town", "nl", there+"?bij="+waiting.ID), "Zet bij een andere melding", "10 plekken", "60 plekken", "Neem het nieuws over")
		late := h.visit("town", "nl", http.MethodPost, there+"/samenvoegen", url.Values{"bij": {waiting.ID}, "version": {"1"}, "seen": {"9"}})
		if h.sound(late, "samenvoegen"); late.Code != http.StatusConflict {
			h.Errorf("%d", late.Code)
		}
		h.sends("town", there+"/samenvoegen", url.Values{"bij": {waiting.ID}, "version": {"1"}, "seen": {"1"}})
		h.says(h.page("town", "nl", "/postvak/"+waiting.ID), "60 plekken in Zeist", "nieuws uit een andere melding")
		h.intact()
	})
}

func TestTwoPersonsOnThePage(t *testing.T) {
	each(t, func(h *house) {
		r := byForm()
		r.Places = 600
		d := h.told(r)
		here := "/postvak/" + d.ID
		h.says(h.page("town", "nl", here), "Vanaf 500 plekken bevestigen twee mensen dit.")
		take := url.Values{"nummer": {db.NewID()}, "version": {"1"}, "name": {"Sporthal De Bosrand"}, "type": {"sports_hall"}, "places": {"600"},
			"from-dag": {"12"}, "from-maand": {"3"}, "from-jaar": {"2022"}}
		if to := h.sends("town", here+"/opnemen", take); to != here+"?gedaan=eerste" {
			h.Error(to)
		}
		h.says(h.page("town", "nl", here+"?gedaan=eerste"), "U hebt als eerste bevestigd.", "U was de eerste.")
		h.says(h.page("region", "nl", here), "Fatima heeft dit bevestigd op", "Ja, dit klopt", "600 plekken")
		same := h.visit("town", "nl", http.MethodPost, here+"/tweede", nil)
		if h.says(h.sound(same, "tweede"), "Iemand anders moet de tweede zijn."); same.Code != http.StatusConflict {
			h.Errorf("%d", same.Code)
		}
		h.sends("region", here+"/tweede", nil)
		h.says(h.page("town", "nl", here), "Rik heeft de melding opgenomen", take.Get("nummer"))
	})
}

func TestMailOnThePage(t *testing.T) {
	each(t, func(h *house) {
		none := h.mailed(written(jan, "1@x.example", "Vraag", "Hoe werkt dit?\n"))
		apart := h.mailed(written(jan, "2@x.example", "Afwezig", "Ik ben weg.\n", "Auto-Submitted: auto-replied"))
		h.says(h.page("national", "nl", "/postvak"), "1 mail zonder aanbod", "Vraag", none.Ref, "1 bericht in 30 dagen.", "1 nieuw")
		h.says(h.page("national", "nl", "/postvak/apart"), "Afwezig", "automatisch antwoord", address(apart.Letter))
		h.says(h.page("national", "nl", address(none.Letter)), "Hoe werkt dit?", "Dit is geen aanbod", "Nieuwe melding")
		if to := h.visit("national", "nl", http.MethodGet, "/postvak?zoek="+strings.ToLower(none.Ref), nil).Header().Get("Location"); to != address(none.Letter) {
			h.Errorf("found at %s", to)
		}
		h.says(h.page("town", "nl", "/postvak?zoek="+none.Ref), "Wij vinden geen melding met dit nummer.")
		to := h.sends("national", address(apart.Letter)+"/melding", nil)
		h.says(h.page("national", "nl", to), "Plekken in een onbekende gemeente, aantal niet genoemd", "Hoeveel mensen kunnen er slapen?")
		wrong := h.visit("national", "nl", http.MethodPost, to+"/opnemen", url.Values{"version": {"1"}, "places": {"3"}})
		h.says(h.sound(wrong, "opnemen"), "Kies een gemeente.", "Vul de naam of het adres in.")
		if to := h.sends("national", address(none.Letter)+"/geen-aanbod", nil); to != "/postvak?gedaan=geen-aanbod" {
			h.Error(to)
		}
		h.says(h.page("national", "nl", "/postvak?gedaan=geen-aanbod"), "De mail is afgehandeld.")
		again := h.visit("national", "nl", http.MethodPost, address(none.Letter)+"/geen-aanbod", nil)
		if h.sound(again, "geen-aanbod"); again.Code != http.StatusConflict {
			h.Errorf("%d", again.Code)
		}
	})
}

// everything puts drafts and letters of every state and sort in the house, and
// gives their pages.
func (h *house) everything() (pages []string) {
	letter := 0
	mail := func(name string, headers ...string) intake.Draft {
		letter++
		taken := h.mailed(written(jan, fmt.Sprint(letter, "@all.example"), "Opvang "+name, strings.ReplaceAll(bosrand, "De Bosrand", name), headers...))
		pages = append(pages, address(taken.Letter))
		if len(taken.Drafts) == 0 {
			h.Fatalf("no draft of %s", name)
		}
		pages = append(pages, intake.Address(taken.Drafts[0].ID), intake.Address(taken.Drafts[0].ID)+"?bij=nieuw")
		return taken.Drafts[0]
	}
	mail("De Eik", verified)
	mail("De Eik", forged, "In-Reply-To: <1@all.example>")
	asked := mail("De Beuk")
	h.must(h.AskBack(ctx, people["town"], intake.Asking{Draft: asked.ID, Mail: true, Fields: asked.Missing()}))
	first := mail("De Den")
	take := confirming(first)
	take.Places = 700
	h.must(h.intake.TakeIn(ctx, people["town"], take))
	taken := mail("De Els")
	h.must(h.intake.TakeIn(ctx, people["town"], confirming(taken)))
	refused := mail("De Es")
	h.must(h.intake.Refuse(ctx, people["town"], refused.ID, "nonsense"))
	mail("De Els")
	for i, headers := range [][]string{nil, {"Auto-Submitted: auto-replied"}} {
		none := h.mailed(written(jan, fmt.Sprint(i, "@none.example"), "", "Dag.\n", headers...))
		pages = append(pages, address(none.Letter))
	}
	h.handed(reading.Offer{Name: "Hotel De Zwaan", Municipality: zeist, Places: 24, Unit: reading.Persons, Source: "opgave.csv, opgave", Row: 2,
		Traces: map[reading.Field]reading.Trace{reading.FieldPlaces: {Words: "24", Confidence: 0.95}}})
	rows, err := h.Service.Tray(ctx, people["town"], 1)
	h.must(err)
	for _, one := range rows.Drafts {
		if one.Way == intake.BySheet {
			pages = append(pages, intake.Address(one.ID))
		}
	}
	return append(pages, "/postvak", "/postvak?pagina=9", "/postvak/apart")
}

// handed makes a letter of a spreadsheet, as package uploads does.
func (h *house) handed(offers ...reading.Offer) (taken Taken) {
	h.Helper()
	change := gate.Change{Action: access.UploadMail, Object: "trial/x", Owner: gate.Belongs(access.Owner{Municipality: zeist, Region: "VR09"})}
	h.must(h.door.Do(ctx, people["town"], change, func(ctx context.Context, tx *gate.Tx) (err error) {
		taken, err = h.TakeSheet(ctx, tx, people["town"], Handed{Name: "opgave.csv", Digest: "abc", Offers: offers, Owner: "org:GM0355",
			Columns: reading.Mapping{"blob": reading.FieldName}})
		return err
	}))
	return taken
}

// Who has one of several offers of a mail sees the mail, their own draft, and nothing
// that leads where they may not go.
func TestAMailOfTwoMunicipalities(t *testing.T) {
	each(t, func(h *house) {
		taken := h.mailed(written(jan, "1@x.example", "Twee", "Wij bieden sporthal De Bosrand in Zeist voor 60 personen.\n\nOok is er kerk De Bron in Wierden voor 20 personen.\n"))
		if len(taken.Drafts) != 2 || h.opened(taken.Letter).Municipality != "" || len(h.opened(taken.Letter).Drafts) != 2 {
			h.Fatalf("%+v", taken)
		}
		second := h.mailed(written(jan, "2@x.example", "Re: Twee", "Kerk De Bron in Wierden heeft plek voor 25 personen.\n", "In-Reply-To: <1@x.example>"))
		mine, theirs := taken.Drafts[0], taken.Drafts[1]
		if mine.Municipality != zeist {
			mine, theirs = theirs, mine
		}
		for _, path := range []string{address(taken.Letter), intake.Address(mine.ID)} {
			body := h.page("town", "nl", path)
			h.says(body, "De Bosrand")
			for _, beyond := range []string{theirs.ID, second.Letter, "Nieuwe melding"} {
				if strings.Contains(body, beyond) {
					h.Errorf("%s leads to %s", path, beyond)
				}
			}
		}
		if got := h.visit("town", "nl", http.MethodGet, address(second.Letter), nil).Code; got != http.StatusNotFound {
			h.Errorf("%d", got)
		}
		_, err := h.WriteDraft(ctx, people["town"], taken.Letter)
		h.wants(err, fault.Forbidden)
		h.says(h.page("far", "nl", address(taken.Letter)), theirs.ID, second.Letter)
	})
}

func TestASheetIsALetterOnce(t *testing.T) {
	each(t, func(h *house) {
		offer := reading.Offer{Name: "Hotel", Places: 3, Unit: reading.Beds, Source: "opgave.csv, opgave", Row: 2}
		first := h.handed(offer)
		l := h.opened(first.Letter)
		if l.Subject != "opgave.csv" || l.FromName != "Fatima" || l.Municipality != zeist || len(l.Drafts) != 1 || l.Drafts[0].Way != intake.BySheet {
			h.Errorf("%+v", l)
		}
		if again := h.handed(offer); !again.Known {
			h.Error("taken in twice")
		}
		known, err := h.Known(ctx, "abc")
		if h.must(err); known.Letter != first.Letter || h.count(`SELECT COUNT(*) FROM draft`) != 1 {
			h.Errorf("%+v", known)
		}
		columns, err := h.columnsOf(ctx, "org:GM0355")
		if h.must(err); columns["blob"] != reading.FieldName {
			h.Errorf("%v", columns)
		}
		h.intact()
	})
}

func TestPagesInEveryLanguageAndState(t *testing.T) {
	each(t, func(h *house) {
		for _, path := range h.everything() {
			for _, lang := range i18n.Languages {
				who := "town"
				if h.visit(who, lang, http.MethodGet, path, nil).Code == http.StatusNotFound {
					who = "national" // mail that is the nation's affair
				}
				h.page(who, lang, path)
			}
		}
	})
}

// The pages are looked at by a browser: reading order, names, contrast, width.
func TestPagesInABrowser(t *testing.T) {
	h := newHouse(t, dbtest.Open(t, "sqlite"))
	pages := h.everything()
	server := httptest.NewServer(h.site)
	defer server.Close()
	tab := uitest.Start(t).Tab(t)
	for i, path := range pages {
		who := "town"
		if h.visit(who, "nl", http.MethodGet, path, nil).Code == http.StatusNotFound {
			who = "national"
		}
		for _, width := range uitest.Widths {
			if err := tab.Visit(server.URL+path, width, uitest.Cookie{Name: "taal", Value: i18n.Languages[i%3]}, uitest.Cookie{Name: "onderdak", Value: who}); err != nil {
				t.Fatal(err)
			}
			for _, wrong := range tab.Wrong() {
				t.Errorf("%s at %d: %s", path, width, wrong)
			}
		}
	}
}

// Every key the pages speak has words, and every text is spoken. Warnings of the
// readers have words too.
func TestEveryKeyHasWords(t *testing.T) {
	own, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, state := range States {
		used["mailroom.letter_"+string(state)], used["mailroom.letter_lead_"+string(state)] = true, true
	}
	// Package uploads names the columns of spreadsheets with these words too.
	columns := []reading.Field{reading.FieldIgnored, reading.FieldPostcode, reading.FieldMost, reading.FieldEach, reading.FieldUnit, reading.FieldThrough,
		reading.FieldPeriod, reading.FieldDuration, reading.FieldContact, reading.FieldRemarks}
	for _, field := range append(columns, Fields...) {
		used[FieldKey(field)] = true
	}
	for _, kind := range []post.Kind{post.Ordinary, post.AutoReply, post.Bounce, post.Calendar, post.Bulk} {
		used["mailroom.kind_"+string(kind)] = true
	}
	for _, auth := range []post.Auth{post.Verified, post.Failed, post.Unknown} {
		used["mailroom.auth_"+string(auth)] = true
	}
	for _, unit := range []reading.Unit{reading.Persons, reading.Beds, reading.Rooms, reading.Families} {
		used["mailroom.per_"+string(unit)] = true
	}
	for _, way := range []intake.Way{intake.ByForm, intake.ByMail, intake.BySheet} {
		used["mailroom.way_"+string(way)] = true
	}
	for _, why := range []string{"thread", "name", "chosen"} {
		used["mailroom.change_"+why] = true
	}
	for _, code := range append(post.Codes(), readerCodes(t)...) {
		used["mailroom.warn_"+code] = true
	}
	spoken := regexp.MustCompile(`"(mailroom\.[a-z0-9_]+)"`)
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
				if match[1] != TopicForget && !strings.HasSuffix(match[1], "_") {
					used[match[1]] = true
				}
			}
		}
	}
	for key := range used {
		if !own.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, key := range own.Keys() {
		if !used[key] {
			t.Errorf("%s is never spoken", key)
		}
	}
}

// readerCodes are the codes of warnings that the packages below write.
func readerCodes(t *testing.T) (codes []string) {
	t.Helper()
	codes = []string{"unreadable", "many_offers"}
	warned := regexp.MustCompile(`(?:warn\(|Warn[A-Za-z]+ += )"([a-z_]+)"`)
	listed := regexp.MustCompile(`(?m)^\t[A-Z][A-Za-z]+ += "([a-z_]+)" +//`)
	for pattern, form := range map[string]*regexp.Regexp{"../../reading/*.go": warned, "../../sheet/sheet.go": listed} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			warnings, _, _ := strings.Cut(string(text), "// The codes of errors.")
			for _, match := range form.FindAllStringSubmatch(warnings, -1) {
				codes = append(codes, match[1])
			}
		}
	}
	return codes
}

// Who takes back what still waits ends it, and not only the mail that says so.
func TestAWithdrawalOfWhatWaits(t *testing.T) {
	each(t, func(h *house) {
		first := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand)).Drafts[0]
		second := h.mailed(written(jan, "2@bosrand.example", "Re: Opvang", "Helaas moeten wij sporthal De Bosrand in Zeist intrekken. De locatie is niet meer beschikbaar.\n",
			"In-Reply-To: <1@bosrand.example>")).Drafts[0]
		here := "/postvak/" + second.ID
		h.says(h.page("town", "nl", here), "Aanbod in Zeist ingetrokken", "De afzender trekt een melding in", "60 plekken", "Ja, de melding gaat niet door")
		if to := h.sends("town", here+"/samenvoegen", url.Values{"bij": {first.ID}, "version": {"1"}, "seen": {"1"}}); to != here+"?gedaan=ingetrokken" {
			h.Error(to)
		}
		h.says(h.page("town", "nl", here+"?gedaan=ingetrokken"), "De melding gaat niet door.")
		if now := h.seen(first.ID, AsNew); now.State != intake.Refused || now.Reason != "withdrawn" || !now.CanUndo(calendar.InstantOf(h.now)) {
			h.Errorf("%+v", now.Draft)
		}
		h.intact()
		h.sends("town", "/postvak/"+first.ID+"/terug", nil)
		if now := h.seen(first.ID, AsNew); now.State != intake.Waiting || now.Places != 60 {
			h.Errorf("%+v", now.Draft)
		}
		h.intact()
	})
}

// A change says from when the old number holds, warns of a number that comes on
// top, calls nothing different that is only written otherwise, and loses no
// telephone number.
func TestAChangeIsComparedFairly(t *testing.T) {
	each(t, func(h *house) {
		d := h.mailed(written(jan, "1@bosrand.example", "Opvang", bosrand)).Drafts[0]
		take := confirming(d)
		h.must(h.intake.TakeIn(ctx, people["town"], take))
		news := h.mailed(written(jan, "2@bosrand.example", "Meer", "Bij Sporthal de Bosrand in Zeist kunnen nog 35 mensen terecht.\n\nJan Bakker\n")).Drafts[0]
		here := "/postvak/" + news.ID
		page := h.page("town", "nl", here)
		h.says(page, "60 plekken", "vanaf 15 maart 2022", "In de mail staat “nog”. Komt dit bij de 60 van nu? Vul dan 95 in.")
		if n := strings.Count(page, ">anders<"); n != 1 {
			h.Errorf("%d rows differ", n)
		}
		form := url.Values{"bij": {take.Location.ID}, "version": {"1"}, "places": {"95"}, "contact": {"ja"}}
		wrong := h.visit("town", "nl", http.MethodPost, here+"/opnemen", form)
		if h.says(h.sound(wrong, "opnemen"), "Vul in vanaf welke datum het kan."); wrong.Code != 422 {
			h.Errorf("%d", wrong.Code)
		}
		for name, value := range map[string]string{"from-dag": "20", "from-maand": "3", "from-jaar": "2022"} {
			form.Set(name, value)
		}
		h.sends("town", here+"/opnemen", form)
		l, err := h.places.Location(ctx, people["town"], take.Location.ID)
		if h.must(err); l.Contact.Phone != "030 123 45 67" {
			h.Errorf("%+v", l.Contact)
		}
		h.intact()
	})
}

func TestWordsOnTop(t *testing.T) {
	for text, want := range map[string]string{
		"er kunnen nog [35 mensen] bij": "nog", "[35 extra plekken]": "extra", "we can take [10] more.": "more", "ще [20 осіб]": "ще",
		"nog steeds [35 mensen]": "", "[35 mensen], nogmaals": "", "[35 mensen]": "",
	} {
		start, end := strings.Index(text, "["), strings.Index(text, "]")
		plain := strings.NewReplacer("[", "", "]", "").Replace(text)
		if got := wordOnTop(plain, []phrase.Span{{Start: start, End: end - 1}}); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := wordOnTop("", []phrase.Span{{Start: 3, End: 9}}); got != "" {
		t.Error(got)
	}
}

// Who decided goes on with the rest of the same mail, then with what waits longest.
func TestOneDecisionLeadsToTheNext(t *testing.T) {
	each(t, func(h *house) {
		old := h.told(intake.Report{Place: "Kerk De Bron", Municipality: zeist, Places: 10, Contact: places.Contact{Phone: "0612345678"}})
		h.now = h.now.Add(time.Minute)
		both := h.mailed(written(jan, "1@bosrand.example", "Opvang", "In Zeist bieden wij aan:\n- sporthal De Bosrand: 60 personen\n- buurthuis Het Anker: 25 personen\n")).Drafts
		h.says(h.page("town", "nl", "/postvak"), "3 nieuw", "net binnen")
		refused := func(id string) string {
			h.sends("town", "/postvak/"+id+"/weigeren", url.Values{"reason": {"unsuitable"}})
			return h.page("town", "nl", "/postvak/"+id)
		}
		h.says(refused(both[0].ID), `href="/postvak/`+both[1].ID+`">Volgende: buurthuis Het Anker`)
		h.says(refused(both[1].ID), `href="/postvak/`+old.ID+`">Volgende: Kerk De Bron`)
		if page := refused(old.ID); strings.Contains(page, "Volgende:") {
			t.Error("nothing waits, and yet there is a next one")
		}
	})
}
