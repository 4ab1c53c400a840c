package registration

import (
	"fmt"
	"strings"
	"testing"

	"onderdak/internal/module/households"
	"onderdak/internal/platform/ui/uitest"
)

// drawAgain reads the path of a picture back into black modules.
func drawAgain(t *testing.T, path string) map[[2]int]bool {
	t.Helper()
	black := map[[2]int]bool{}
	for _, part := range strings.Split(path, "M")[1:] {
		var x, y, run, back int
		if _, err := fmt.Sscanf(part, "%d %dh%dv1h-%dz", &x, &y, &run, &back); err != nil || run != back {
			t.Fatalf("%q: %v", part, err)
		}
		for i := range run {
			black[[2]int{x + i, y}] = true
		}
	}
	return black
}

// A volunteer asks the questions for somebody else and registers with rights of
// their own, within their own area.
func TestRegisteringForSomebodyElse(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "vera")
		p.get("/aanmelden/begin").shows("U meldt een ander huishouden aan")
		p.family().post(question+askWhere, askWhere, "Almere").post("/aanmelden/controle", "akkoord", "ja").shows("hoort niet bij uw gebied")
		p.post(question+askWhere, askWhere, "Utrecht").post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
		got := p.household()
		p.shows("/huishoudens/" + got.ID)
		if by := h.text(`SELECT person FROM household_event WHERE household = $1`, got.ID); by != "vera" {
			h.Errorf("registered by %s", by)
		}
		q := h.visitor("nl", "")
		if by := h.text(`SELECT person FROM household_event WHERE household = $1`, q.sent().ID); by != "household/"+q.household().ID {
			h.Errorf("registered by %s", by)
		}
		h.visitor("nl", "vera").get("/huishoudens").shows("/aanmelden/begin")
	})
}

func TestNamesAreShownForAReason(t *testing.T) {
	each(t, func(h *house) {
		family := h.visitor("nl", "").sent()
		names := "/huishoudens/" + family.ID + "/namen"
		p := h.visitor("nl", "uma")
		p.get("/huishoudens/" + family.ID).shows(names)
		if named.MatchString(p.get(names).at(names, 200).body) {
			h.Error("names are shown without a reason")
		}
		p.post(names, "why", " ").at(names, 422)
		p.post(names, "why", "bellen over de aankomst").at(names, 200).shows("Olena Koval", "Олена Коваль", "380671234567", "1 april 2022", "Oekraïens")
		if looks := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'names.view' AND reason = 'bellen over de aankomst' AND person = 'uma'`); looks != "3" {
			h.Errorf("%s looks were logged, want names, persons and contact", looks)
		}
		h.visitor("nl", "cor").get(names).at(names, 403)
		h.visitor("nl", "vera").get(names).at(names, 403)
	})
}

func TestCorrectingFacts(t *testing.T) {
	each(t, func(h *house) {
		family := h.visitor("nl", "").sent()
		facts := "/huishoudens/" + family.ID + "/gegevens"
		p, q := h.visitor("nl", "uma"), h.visitor("uk", "nel")
		p.get(facts).at(facts, 200).shows(`value="crib" checked`, `value="Zeist"`)
		version := between(p.body, `name="versie" value="`, `"`)
		form := []string{"versie", version, "municipality", "Utrecht", "persons", "3", "minors", "2", "from-dag", "11", "from-maand", "4", "from-jaar", "2022",
			"needs", "wheelchair", "wishes", "internet", "near", "Zeist, Almere", "flags", "lone_woman"}
		wrong := append([]string{}, form...)
		wrong[5] = "drie"
		p.post(facts, wrong...).at(facts, 422).shows(`value="drie"`)
		p.post(facts, form...).at("/huishoudens/"+family.ID+"?gedaan=gegevens", 200).shows("verbeterd")
		// Somebody else had the page open: told, and nothing is overwritten.
		q.post(facts, form...).at(facts, 409).shows(facts)
		got, err := h.households.Household(ctx, utrecht, family.ID)
		h.ok(err)
		if got.Rev != 2 || got.Persons != 3 || got.Minors != 2 || got.Until.Known || strings.Join(got.Needs, " ") != "wheelchair" ||
			strings.Join(got.Wishes, " ") != "internet near:GM0034 near:GM0355" || got.State != households.StateWaiting {
			h.Errorf("%+v", got)
		}
		h.visitor("nl", "cor").get(facts).at(facts, 403)
	})
}

// Every page in a real browser: accessible, no wider than a phone, no complaints.
func TestPagesInTheBrowser(t *testing.T) {
	h := openSQLite(t)
	browser := uitest.Start(t)
	draft, sent := h.visitor("uk", ""), h.visitor("uk", "")
	draft.family()
	sent.sent()
	offered, _ := h.offered("uk")
	for _, page := range []struct {
		path string
		as   *visitor
	}{
		{"/aanmelden", draft}, {"/aanmelden/begin", draft}, {question + askMembers, draft}, {"/aanmelden/persoon/1", draft}, {question + askTogether, draft},
		{question + askNeeds, draft}, {question + askWishes, draft}, {question + askArrived, draft}, {"/aanmelden/controle", draft},
		{"/aanmelden/bewaren", draft}, {"/aanmelden/verder", draft}, {"/aanmelden/papier", draft}, {"/aanmelden/klaar", sent}, {"/status", sent},
		{"/status", offered}, {"/status/antwoord", offered},
	} {
		browser.Check(t, h.server.URL+page.path, uitest.Cookie{Name: cookieName, Value: page.as.cookie}, uitest.Cookie{Name: "taal", Value: "uk"})
	}
	staff := "/huishoudens/" + sent.household().ID
	for _, path := range []string{staff, staff + "/gegevens", staff + "/namen"} {
		browser.Check(t, h.server.URL+path, uitest.Cookie{Name: "onderdak", Value: "uma"}, uitest.Cookie{Name: "taal", Value: "nl"})
	}
}
