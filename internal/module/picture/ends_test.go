package picture

import (
	"fmt"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
)

// minor registers a child without an adult, who is in the hands of the guardian.
func (h *house) minor(id, municipality, region string) {
	h.Helper()
	h.must(h.people.Register(ctx, program, households.Household{ID: id, Municipality: municipality, Region: region, Persons: 1, Minors: 1,
		From: day, WaitingSince: day.Plus(-30), Flags: []string{plan.FlagUnaccompaniedMinor}}, nil, nil))
}

func TestMinorsForTheGuardianAreCountedApart(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for i := range 29 {
			h.minor(fmt.Sprint("m", i), "GM0344", "VR09")
		}
		page := h.page("national", "nl", "/")
		if got := page.stat("huishoudens zonder plek"); got != "11" {
			t.Errorf("%s households wait, want 11: minors are none of them", got)
		}
		if got := page.stat("kinderen zonder begeleider"); got != "29" {
			t.Errorf("%s minors", got)
		}
		words := page.words()
		for _, want := range []string{"Er wachten nog 11 huishoudens. Zoek nu een plek voor hen. 29 kinderen zonder begeleider: voor de voogd.", "de langste wacht 8 dagen"} {
			if !strings.Contains(words, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if got := h.page("council", "nl", "/gemeenten/GM0344").stat("kinderen zonder begeleider"); got != "25 of meer" {
			t.Errorf("a reader sees %s", got)
		}
		if words := h.page("council", "nl", "/").words(); !strings.Contains(words, "Er wachten nog 11 huishoudens op een plek.") {
			t.Error("a reader is told to seek places")
		}
	})
}

func TestOnlyMinorsLeaveNothingToSeek(t *testing.T) {
	each(t, func(h *house) {
		h.location("jaa", "GM0344", 10)
		h.minor("m", "GM0344", "VR09")
		page := h.page("national", "nl", "/")
		if words := page.words(); strings.Contains(words, "Zoek nu een plek") || !strings.Contains(words, "1 kind zonder begeleider: voor de voogd.") {
			t.Errorf("%s", words)
		}
		if words := h.page("council", "nl", "/").words(); strings.Contains(words, "zonder begeleider") {
			t.Error("one minor is told to a reader outside")
		}
	})
}

func TestTheLeadFollowsTheNumbers(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for path, want := range map[string]string{
			"/gemeenten/GM0599": "Hier zijn nog geen opvanglocaties.", "/gemeenten/GM0080": "Alle opgaven zijn vers.",
			"/": "Er wachten nog 11 huishoudens. Zoek nu een plek voor hen.",
		} {
			if words := h.page("national", "nl", path).words(); !strings.Contains(words, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
		h.family("x", "GM0599", 2)
		if words := h.page("national", "nl", "/gemeenten/GM0599").words(); strings.Contains(words, "vol") && strings.Contains(words, "alles is vol") {
			t.Error("a municipality without places is called full")
		}
	})
}

func TestACliffIsSeenFromAfar(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		h.stay("late", "jaa", 90, day+40, day+60)
		h.say("jaa", places.Open, 0, day+50, calendar.End{})
		h.say("mar", places.Open, 0, day+50, calendar.End{})
		near := h.page("national", "nl", "/").words()
		if strings.Contains(near, "mei 2022 eindigen") {
			t.Error("fourteen days show what ends in fifty")
		}
		page := h.page("national", "nl", "/?dagen=90").words()
		for _, want := range []string{"Op 1 mei 2022 eindigen 385 plekken op 2 locaties", "voor 90 mensen geen plek meer", "De komende 90 dagen blijven er plekken"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		row := h.page("national", "nl", "/?dagen=90").row("1 mei 2022")
		if strings.Join(row, " ") != "1 mei 2022 385 2 90 0 0" {
			t.Errorf("row %v", row)
		}
		if row := h.page("national", "nl", "/").row("22 maart 2022"); strings.Join(row, " ") != "22 maart 2022 0 0 0 4 0" {
			t.Errorf("departures %v", row)
		}
		for _, lang := range languages {
			h.page("regional", lang, "/regios/VR09?dagen=90")
			h.page("zeist", lang, "/gemeenten/GM0355?dagen=90")
			h.page("national", lang, "/?dagen=90&scherm=1")
		}
	})
}

func TestComingAndGoingIsNoCliff(t *testing.T) {
	area := newArea("VR09", "", 1, Horizon)
	area.Usable[0], area.Ends.Places[3] = 400, 19
	if cliff, found := area.CliffAfter(day); found {
		t.Errorf("%+v", cliff)
	}
	area.Ends.Places[3], area.Ends.Sites[3] = 20, 1
	if cliff, found := area.CliffAfter(day); !found || cliff.Night != day+3 || cliff.Places != 20 {
		t.Errorf("%+v, %v", cliff, found)
	}
	area.Usable[0], area.Ends.Places[3] = 9, 9
	if _, found := area.CliffAfter(day); found {
		t.Error("nine places make a cliff")
	}
}
