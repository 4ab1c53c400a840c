package picture

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"onderdak/internal/module/freshness"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/web"
)

// asked counts the mails to contacts.
func (h *house) asked() (count int) {
	h.Helper()
	h.must(h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM freshness_mail`).Scan(&count)
	}))
	return count
}

func (h *house) post(who, path string, form url.Values) *httptest.ResponseRecorder {
	h.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	h.site.ServeHTTP(answer, request)
	return answer
}

func TestOldReportsAreAskedInOneClick(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		if words := h.page("national", "nl", "/").words(); strings.Contains(words, "Herinner") {
			t.Error("fresh reports are to be asked for")
		}
		h.now = h.now.Add(25 * time.Hour)
		h.must(h.places.Confirm(ctx, program, "jaa"))
		page := h.page("national", "nl", "/")
		if words := page.words(); !strings.Contains(words, "Herinner 4 locaties") {
			t.Error("the button is missing")
		}
		list := h.page("national", "nl", "/oude-opgaven")
		if list.heading() != "4 locaties hebben een oude opgave" || len(list.row("Huis vol")) == 0 || len(list.row("Huis jaa")) != 0 {
			t.Errorf("list: %s", list.heading())
		}
		if row := list.row("Huis sta"); len(row) != 3 || !strings.Contains(row[1], "030-1234567") || !strings.Contains(list.words(), "Bel 1 locatie") {
			t.Errorf("who cannot be mailed: %v", row)
		}
		answer := h.post("national", "/oude-opgaven", url.Values{"gebied": {"NL"}})
		where := answer.Header().Get("Location")
		if answer.Code != http.StatusSeeOther || h.asked() != 3 {
			t.Errorf("%d, asked %d", answer.Code, h.asked())
		}
		after := h.page("national", "nl", where).words()
		for _, want := range []string{"Wij mailen 3 contactpersonen over 3 locaties.", "1 locatie heeft geen e-mailadres. Bel die."} {
			if !strings.Contains(after, want) {
				t.Errorf("after asking the page does not say %q", want)
			}
		}
		again := h.post("national", "/oude-opgaven", url.Values{"gebied": {"NL"}}).Header().Get("Location")
		if words := h.page("national", "nl", again).words(); !strings.Contains(words, "3 locaties kregen vandaag al een mail.") || h.asked() != 3 {
			t.Errorf("asked again: %d mails", h.asked())
		}
		for _, lang := range languages {
			h.page("regional", lang, where)
		}
	})
}

func TestNobodyIsAskedTwiceWithinADay(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		h.now = h.now.Add(25 * time.Hour)
		remind := func(who, code string, want freshness.Asked) {
			t.Helper()
			got, err := h.Remind(ctx, people[who], code)
			h.must(err)
			if got != want {
				t.Errorf("%s asks %s: %+v, want %+v", who, code, got, want)
			}
		}
		remind("zeist", "GM0355", freshness.Asked{Contacts: 1, Locations: 1, Without: 1})
		h.now = h.now.Add(23 * time.Hour)
		remind("regional", "VR09", freshness.Asked{Contacts: 1, Locations: 1, Before: 1, Without: 1})
		h.now = h.now.Add(time.Hour)
		remind("national", "NL", freshness.Asked{Contacts: 3, Locations: 3, Before: 1, Without: 1})
		if got := h.asked(); got != 5 {
			t.Errorf("%d mails", got)
		}
	})
}

// The list says of every location whether it was asked, and whether it answered
// since; who has no address is listed to be called.
func TestTheListTellsWhereTheQuestionStands(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		h.now = h.now.Add(25 * time.Hour)
		row := func(name string) string {
			return strings.Join(h.page("national", "nl", "/oude-opgaven").row(name), "|")
		}
		if got := row("Huis mar"); !strings.Contains(got, "nog niet gevraagd") || !strings.Contains(got, "bevestigd op 12 maart 2022 09.00") {
			t.Error(got)
		}
		h.post("national", "/oude-opgaven", url.Values{"gebied": {"NL"}})
		if got := row("Huis mar"); !strings.Contains(got, "gevraagd op 13 maart 2022 10.00, nog geen antwoord") {
			t.Error(got)
		}
		h.now = h.now.Add(time.Hour)
		h.must(h.places.Confirm(ctx, program, "mar"))
		h.now = h.now.Add(25 * time.Hour)
		if got := row("Huis mar"); !strings.Contains(got, "bevestigd op 13 maart 2022 11.00") || strings.Contains(got, "gevraagd") {
			t.Error(got)
		}
		if got := row("Huis leu"); !strings.Contains(got, "nog geen antwoord") {
			t.Error(got)
		}
		if got := row("Huis sta"); !strings.Contains(got, "030-1234567") || strings.Contains(got, "gevraagd") {
			t.Error(got)
		}
	})
}

func TestWhoMayAskWhom(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		h.now = h.now.Add(25 * time.Hour)
		for _, try := range []struct{ who, code string }{
			{"regional", "NL"}, {"regional", "VR05"}, {"zeist", "VR09"}, {"zeist", "GM0344"}, {"enschede", "GM0355"},
			{"council", "GM0344"}, {"staff", "GM0355"}, {"ciso", "NL"},
		} {
			if _, err := h.Remind(ctx, people[try.who], try.code); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s asks %s: %v", try.who, try.code, err)
			}
		}
		if h.asked() != 0 {
			t.Errorf("%d were asked", h.asked())
		}
		for who, want := range map[string]int{"national": 200, "regional": 200, "zeist": 200, "council": 403, "staff": 403, "ciso": 403} {
			if got := h.visit(who, "nl", "/oude-opgaven").Code; got != want {
				t.Errorf("%s: %d", who, got)
			}
		}
		if page := h.page("zeist", "nl", "/oude-opgaven"); page.heading() != "2 locaties hebben een oude opgave" {
			t.Errorf("Zeist: %s", page.heading())
		}
		// A municipality does not see the old reports of another region.
		if page := h.page("zeist", "nl", "/oude-opgaven?gebied=NL"); page.heading() != "2 locaties hebben een oude opgave" {
			t.Errorf("the nation for Zeist: %s", page.heading())
		}
		if got := h.visit("national", "nl", "/oude-opgaven?gebied=XX").Code; got != http.StatusNotFound {
			t.Errorf("no area: %d", got)
		}
	})
}
