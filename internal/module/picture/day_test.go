package picture

import (
	"encoding/csv"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
)

func TestTheDailyReportAddsUp(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		h.must(h.places.Arrive(ctx, program, "c", 120))
		h.say("mar", places.Realised, 45, day+5, calendar.End{})
		nation, err := h.Report(ctx, people["council"], "NL")
		h.must(err)
		want := DayLine{Code: "NL", Locations: 5, Realised: 507, RealisedShort: 310, InUse: 120, Expected: 4, Free: 333, FreeShort: 180, Leaving: 17, Change: -50}
		if nation.Whole != want {
			t.Errorf("%+v, want %+v", nation.Whole, want)
		}
		sum := DayLine{}
		for _, line := range nation.Lines {
			below, err := h.Report(ctx, people["council"], line.Code)
			h.must(err)
			towns := 0
			for _, town := range below.Lines {
				towns += town.Free
			}
			if below.Whole != line || towns != line.Free {
				t.Errorf("%s: %+v and below %+v", line.Code, line, below.Whole)
			}
			sum.Realised += line.Realised
		}
		if sum.Realised != 507 {
			t.Errorf("regions have %d", sum.Realised)
		}
	})
}

func TestDailyReportPages(t *testing.T) {
	each(t, func(h *house) {
		for _, path := range []string{"/dagrapport", "/regios/VR09/dagrapport", "/gemeenten/GM0355/dagrapport"} {
			h.page("council", "nl", path)
		}
		h.normal()
		for who, paths := range map[string][]string{
			"national": {"/dagrapport", "/regios/VR09/dagrapport", "/gemeenten/GM0355/dagrapport", "/locaties/mar/dagrapport"},
			"staff":    {"/locaties/mar/dagrapport", "/gemeenten/GM0355/dagrapport"}, "council": {"/dagrapport", "/gemeenten/GM0355/dagrapport"},
		} {
			for _, path := range paths {
				for _, lang := range languages {
					h.page(who, lang, path)
				}
			}
		}
		page := h.page("national", "nl", "/dagrapport")
		if got := page.heading(); got != "333 plekken zijn vrij, 0 zijn in gebruik" {
			t.Errorf("heading %q", got)
		}
		if words := page.words(); !strings.Contains(words, "Stand van 12 maart 2022 09.00") {
			t.Error("the moment is missing")
		}
		if row := h.page("zeist", "nl", "/gemeenten/GM0355/dagrapport").row("Huis mar"); strings.Join(row[1:], " ") != "95 0 95 0 4 81 17 0 0" {
			t.Errorf("Huis mar: %v", row)
		}
	})
}

// Who may not know of a location does not read its name in a report.
func TestReportsKeepLocationsToThoseWhoMayKnow(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		words := h.page("enschede", "nl", "/gemeenten/GM0355/dagrapport").words()
		if strings.Contains(words, "Huis mar") || !strings.Contains(words, "2 andere locaties") {
			t.Errorf("another region reads %s", words)
		}
		if words := h.page("staff", "nl", "/gemeenten/GM0355/dagrapport").words(); !strings.Contains(words, "Huis mar") || strings.Contains(words, "Huis sta") {
			t.Error("staff read more or less than their own location")
		}
		for who, want := range map[string]int{"national": 200, "zeist": 200, "staff": 200, "enschede": 404, "ciso": 403} {
			if got := h.visit(who, "nl", "/locaties/mar/dagrapport").Code; got != want {
				t.Errorf("%s: %d, want %d", who, got, want)
			}
		}
		if got := h.visit("enschede", "nl", "/dagrapport.csv?locatie=mar").Code; got != 404 {
			t.Errorf("the file: %d", got)
		}
		if got := h.visit("ciso", "nl", "/dagrapport.csv?locatie=mar").Code; got != 404 {
			t.Errorf("the file for the CISO: %d", got)
		}
	})
}

func TestDailyReportFiles(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		for path, rows := range map[string]int{"/dagrapport.csv": 27, "/dagrapport.csv?regio=VR09": 28, "/dagrapport.csv?gemeente=GM0355": 4, "/dagrapport.csv?locatie=mar": 2} {
			answer := h.visit("national", "nl", path)
			got, err := csv.NewReader(answer.Body).ReadAll()
			h.must(err)
			if answer.Code != 200 || len(got) != rows || got[1][2] != "2022-03-12T09:00:00+01:00" {
				t.Errorf("%s: %d, %d rows, %v", path, answer.Code, len(got), got[len(got)-1])
			}
		}
	})
}
