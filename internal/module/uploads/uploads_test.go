package uploads

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/intake"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// opgave is a spreadsheet as a municipality keeps it.
const opgave = "Locatie;Gemeente;Aantal plekken;Vanaf;Telefoon;Kleur\n" +
	"Hotel De Zwaan;Zeist;24;1-4-2022;030 111 22 33;rood\n" +
	"Kerk De Bron;Soest;15;1-4-2022;;blauw\n" +
	"Pastorie;;;;0612345678;geel\n"

func TestASpreadsheetIsTriedOutFirst(t *testing.T) {
	each(t, func(h *house) {
		here := h.hand("town", "opgave.csv", []byte(opgave), "").Header().Get("Location")
		body := h.page("town", "nl", here)
		h.says(body, "3 meldingen uit dit bestand", "Hotel De Zwaan", "24", "Bij 2 regels ontbreekt iets.", "Er is niemand om te bellen.", "De gemeente ontbreekt.", "Het aantal plekken ontbreekt.",
			"in orde", "Kolom “Kleur”", "Kolom “Locatie”", "Maak 3 meldingen", "Deze kolom kennen wij niet")
		if h.count(`SELECT COUNT(*) FROM draft`) != 0 {
			h.Error("a trial makes drafts")
		}
		if got := h.visit("national", "nl", http.MethodGet, here, nil).Code; got != http.StatusNotFound {
			h.Errorf("another person sees the trial: %d", got)
		}
		if got := h.visit("national", "nl", http.MethodPost, here+"/opnemen", nil).Code; got != http.StatusNotFound {
			h.Errorf("another person confirms the trial: %d", got)
		}
		to := h.sends("town", here+"/opnemen", nil)
		tray, err := h.mail.Tray(ctx, people["region"], 1)
		h.must(err)
		if len(tray.Drafts) != 3 || tray.Drafts[0].Way != intake.BySheet {
			h.Fatalf("%+v", tray.Drafts)
		}
		h.page("town", "nl", to)
		for _, one := range tray.Drafts {
			d := h.seen(one.ID, "")
			if d.Origin.Offer.Row == 4 && d.Municipality != zeist { // nothing said: who hands in
				h.Errorf("%+v", d.Report)
			}
			if d.Letter.Auth != post.Verified || d.Letter.Subject != "opgave.csv" {
				h.Errorf("%+v", d.Letter.Letter)
			}
			h.says(h.page("national", "nl", intake.Address(one.ID)), "van opgave.csv")
		}
		// The same file again is known.
		again := h.hand("town", "kopie.csv", []byte(opgave), "").Header().Get("Location")
		if to := h.sends("town", again+"/opnemen", nil); h.count(`SELECT COUNT(*) FROM draft`) != 3 {
			h.Errorf("taken in twice: %s", to)
		}
		h.intact()
	})
}

// What a column means is taught once, and known when a file of the same owner comes
// again, by hand or by mail.
func TestColumnsAreRemembered(t *testing.T) {
	each(t, func(h *house) {
		odd := "Blob;Zork;Flup\nHotel De Zwaan;24;Zeist\n"
		here := h.hand("town", "a.csv", []byte(odd), "jan@bosrand.example").Header().Get("Location")
		h.says(h.page("town", "nl", here), "0 meldingen uit dit bestand", "Kolom “Blob”", "Wij vinden geen locaties")
		empty := h.visit("town", "nl", http.MethodPost, here+"/opnemen", nil)
		if h.says(h.sound(empty, "opnemen"), "In dit bestand vinden wij geen locaties."); empty.Code != http.StatusConflict {
			h.Errorf("%d", empty.Code)
		}
		h.sends("town", here+"/kolommen", url.Values{"head-0": {"Blob"}, "field-0": {"name"}, "head-1": {"Zork"}, "field-1": {"places"}, "head-2": {"Flup"}, "field-2": {"drop table"}})
		h.says(h.page("town", "nl", here), "1 melding uit dit bestand", "Hotel De Zwaan")
		h.sends("town", here+"/opnemen", nil)
		if n := h.count(`SELECT COUNT(*) FROM sheet_column WHERE owner = 'jan@bosrand.example'`); n != 2 {
			h.Errorf("%d columns remembered", n)
		}
		var columns reading.Mapping
		h.must(h.store.Read(ctx, func(tx *db.Tx) (err error) {
			columns, err = mailroom.ColumnsOf(ctx, tx, "jan@bosrand.example")
			return err
		}))
		if columns["blob"] != reading.FieldName || columns["zork"] != reading.FieldPlaces {
			h.Errorf("%v", columns)
		}
		other := h.hand("town", "b.csv", []byte(odd), "").Header().Get("Location")
		h.says(h.page("town", "nl", other), "0 meldingen uit dit bestand")
		mailed := h.mailed([]byte("From: " + jan + "\r\nSubject: Opgave\r\nMessage-ID: <1@x.example>\r\nDate: Fri, 11 Mar 2022 08:00:00 +0100\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain\r\n\r\nIn de bijlage staat alles.\r\n--grens\r\n" +
			"Content-Type: text/csv\r\nContent-Disposition: attachment; filename=c.csv\r\n\r\nBlob;Zork\r\nKlooster;31\r\n--grens--\r\n"))
		if len(mailed.Drafts) != 1 || mailed.Drafts[0].Places != 31 || mailed.Drafts[0].Way != intake.BySheet {
			h.Errorf("%+v", mailed)
		}
		h.intact()
	})
}

func TestWrongFilesAreToldClearly(t *testing.T) {
	each(t, func(h *house) {
		for name, test := range map[string]struct {
			file string
			data string
			want string
		}{
			"nothing":   {"a.eml", "", "Kies een bestand."},
			"a picture": {"foto.jpg", "x", "Dit soort bestand lezen wij niet."},
			"no mail":   {"a.eml", "dit is geen mail", "In dit bestand zit geen mail."},
			"no sheet":  {"a.xlsx", "\x7fELF\x00\x00", "Wij kunnen dit bestand niet lezen."},
			"old excel": {"a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", ""},
			"too large": {"a.csv", strings.Repeat("x", MostUpload+1), "Dit bestand is te groot. Kies een bestand van hoogstens 10 MB."},
			"far large": {"a.csv", strings.Repeat("x", MostUpload+3<<20), "Dit bestand is te groot."},
		} {
			answer := h.hand("town", test.file, []byte(test.data), "")
			body := h.sound(answer, name)
			if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(body, test.want) {
				h.Errorf("%s: %d, not %q", name, answer.Code, test.want)
			}
		}
		h.says(h.hand("town", "a.csv", []byte(opgave), "geen adres").Body.String(), "Dit e-mailadres klopt niet.", `value="geen adres"`)
		for who, want := range map[string]int{"council": 403, "staff": 403, "": 401} {
			if got := h.hand(who, "a.csv", []byte(opgave), "").Code; got != want {
				h.Errorf("%q may not hand in: %d", who, got)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM letter`) + h.count(`SELECT COUNT(*) FROM sheet_trial`); n != 0 {
			h.Errorf("%d left of refused files", n)
		}
	})
}

// A mail handed in is a letter like any other, but nobody is sent a receipt: who
// handed it in was written to already.
func TestAMailHandedIn(t *testing.T) {
	each(t, func(h *house) {
		to := h.hand("town", "mail.eml", written(jan, "1@x.example", "Opvang", bosrand), "").Header().Get("Location")
		h.says(h.page("town", "nl", to), "Het bestand is ingelezen.", "60 plekken in Zeist")
		if again := h.hand("town", "mail.eml", written(jan, "1@x.example", "Opvang", bosrand), "").Header().Get("Location"); !strings.HasSuffix(again, "?gedaan=bekend") {
			h.Error(again)
		}
		elsewhere := h.hand("town", "b.eml", written(jan, "2@x.example", "Opvang", strings.ReplaceAll(bosrand, "Zeist", "Wierden")), "").Header().Get("Location")
		h.says(h.page("town", "nl", elsewhere), "Het bestand is ingelezen.")
		nothing := h.hand("soest", "c.eml", written(jan, "3@x.example", "Vraag", "Dag.\n"), "").Header().Get("Location")
		h.page("soest", "nl", nothing)
		if n := len(h.messages("mailroom.mail_receipt_subject")); n != 0 {
			h.Errorf("%d receipts", n)
		}
		h.intact()
	})
}

func TestTrialsAreLetGo(t *testing.T) {
	each(t, func(h *house) {
		here := h.hand("town", "a.csv", []byte(opgave), "").Header().Get("Location")
		h.now = h.now.Add(keepTrial + time.Minute)
		h.forgetNow()
		_, err := h.Trial(ctx, people["town"], strings.TrimPrefix(here, "/postvak/inlezen/"))
		h.wants(err, fault.NotFound)
	})
}

// Every text of this room is spoken, and every key has words.
func TestEveryKeyHasWords(t *testing.T) {
	own, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	spoken := regexp.MustCompile(`"(uploads\.[a-z0-9_]+)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
			if match[1] != TopicForget {
				used[match[1]] = true
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

func TestPagesInEveryLanguageAndWidth(t *testing.T) {
	h := newHouse(t, dbtest.Open(t, "sqlite"))
	pages := []string{"/postvak/inlezen", h.hand("town", "opgave.csv", []byte(opgave), "").Header().Get("Location"), h.hand("town", "leeg.csv", []byte("a;b\nc;d\n"), "").Header().Get("Location")}
	server := httptest.NewServer(h.site)
	defer server.Close()
	tab := uitest.Start(t).Tab(t)
	for _, path := range pages {
		for i, lang := range i18n.Languages {
			h.page("town", lang, path)
			if err := tab.Visit(server.URL+path, uitest.Widths[i%len(uitest.Widths)], uitest.Cookie{Name: "taal", Value: lang}, uitest.Cookie{Name: "onderdak", Value: "town"}); err != nil {
				t.Fatal(err)
			}
			for _, wrong := range tab.Wrong() {
				t.Errorf("%s in %s: %s", path, lang, wrong)
			}
		}
	}
}

// A spreadsheet that came by mail is not kept; from its letter one comes to read it
// in again, with the sender filled in for whom the columns are remembered.
func TestFromAMailToItsSpreadsheet(t *testing.T) {
	each(t, func(h *house) {
		raw := "From: Gemeente Zeist <opvang@zeist.example>\r\nTo: opvang@onderdak.example\r\nSubject: Opgave\r\nMessage-ID: <1@zeist.example>\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\nContent-Type: text/plain\r\n\r\nZie bijlage.\r\n--g\r\nContent-Type: text/csv\r\n" +
			"Content-Disposition: attachment; filename=opgave.csv\r\n\r\nNaam;Gemeente;Aantal plekken\r\nKlooster;Zeist;48\r\nPastorie;Zeist;20\r\n--g--\r\n"
		taken := h.mailed([]byte(raw))
		if len(taken.Drafts) != 2 {
			t.Fatalf("%+v", taken)
		}
		h.says(h.page("town", "nl", mailroom.Address(taken.Letter)), "/postvak/inlezen?mail="+taken.Letter, "Lees het werkblad opnieuw in")
		h.says(h.page("town", "nl", "/postvak/inlezen?mail="+taken.Letter), `value="opvang@zeist.example"`)
		for _, who := range []string{"town", "soest"} {
			if got := h.visit(who, "nl", http.MethodGet, "/postvak/inlezen?mail=none", nil); got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", who, got.Code)
			}
		}
		if got := h.visit("soest", "nl", http.MethodGet, "/postvak/inlezen?mail="+taken.Letter, nil); got.Code != http.StatusNotFound {
			t.Errorf("another town's mail: %d", got.Code)
		}
	})
}
