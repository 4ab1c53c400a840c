package places

import (
	"fmt"
	"slices"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

var (
	fileLocations = []plan.Location{
		{ID: "Z", Municipality: "GM0355", Name: "Figi", Type: "hotel", Facilities: []string{"wheelchair"}},
		{ID: "A", Municipality: "GM0363", Name: "Silja", Type: "ship", ShortStay: true},
	}
	fileCapacity = []plan.Capacity{
		{Location: "Z", From: day + 5, Until: calendar.End{}, Places: 40},
		{Location: "Z", From: day, Until: calendar.At(day + 5), Places: 20},
		{Location: "A", From: day, Until: calendar.At(day + 90), Places: 1000},
	}
)

func TestImportTakesOverWholeFiles(t *testing.T) {
	each(t, func(h *house) {
		counts, err := h.Import(ctx, program, fileLocations, fileCapacity, "march.csv")
		h.must(err)
		if counts != (Counts{Added: 2, Statements: 3}) {
			h.Errorf("%+v", counts)
		}
		z, err := h.Location(ctx, program, "Z")
		h.must(err)
		if z.Region != "VR09" || z.StaleDays != DefaultStaleDays || z.Source != "march.csv" {
			h.Errorf("%+v", z)
		}
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			locations, capacity, err := OpenCapacity(ctx, tx, scope, day, day+10)
			if len(locations) != 2 || locations[0].ID != "A" || !locations[0].ShortStay || locations[1].Facilities[0] != "wheelchair" {
				h.Errorf("%+v", locations)
			}
			want := []plan.Capacity{{Location: "A", From: day, Until: calendar.At(day + 10), Places: 1000},
				{Location: "Z", From: day, Until: calendar.At(day + 5), Places: 20}, {Location: "Z", From: day + 5, Until: calendar.At(day + 10), Places: 40}}
			if !slices.Equal(capacity, want) {
				h.Errorf("%+v", capacity)
			}
			return err
		})
		again, err := h.Import(ctx, program, fileLocations, fileCapacity, "march.csv")
		h.must(err)
		if again != (Counts{}) {
			h.Errorf("the same file again: %+v", again)
		}

		// A later file lowers what was promised: it shows, and the past stays.
		h.must(h.hold("s", "Z", 30, day+6, day+9))
		moved := slices.Clone(fileLocations[:1])
		moved[0].Name = "Figi Zeist"
		counts, err = h.Import(ctx, program, moved, []plan.Capacity{{Location: "Z", From: day + 5, Until: calendar.At(day + 8), Places: 25},
			{Location: "A", From: day, Until: calendar.At(day + 90), Places: 900}}, "april.csv")
		h.must(err)
		if counts != (Counts{Changed: 1, Statements: 3}) {
			h.Errorf("%+v", counts)
		}
		if got := fmt.Sprint(h.free("Z", day+4, day+10)); got != "[20 25 -5 -5 -30 0]" || h.jobs(TopicShortage) != 1 {
			h.Errorf("%s, %d told", got, h.jobs(TopicShortage))
		}
		h.sound()
	})
}

func TestAFaultyFileLeavesNothing(t *testing.T) {
	each(t, func(h *house) {
		cases := map[string]struct {
			locations []plan.Location
			capacity  []plan.Capacity
		}{
			"unknown municipality": {[]plan.Location{{ID: "A", Municipality: "GM9999", Type: "hotel"}}, nil},
			"unknown type":         {[]plan.Location{{ID: "A", Municipality: "GM0355", Type: "tent"}}, nil},
			"twice":                {[]plan.Location{fileLocations[0], fileLocations[0]}, nil},
			"unknown location":     {fileLocations, append(slices.Clone(fileCapacity), plan.Capacity{Location: "X", From: day, Places: 1})},
			"overlap":              {fileLocations, append(slices.Clone(fileCapacity), plan.Capacity{Location: "Z", From: day + 9, Places: 1})},
			"backwards":            {fileLocations, []plan.Capacity{{Location: "Z", From: day, Until: calendar.At(day), Places: 1}}},
		}
		for name, c := range cases {
			if _, err := h.Import(ctx, program, c.locations, c.capacity, "bad.csv"); fault.KindOf(err) != fault.Invalid {
				h.Errorf("%s: %v", name, err)
			}
		}
		if found, err := h.Locations(ctx, program, Filter{Closed: true}); err != nil || len(found) != 0 {
			h.Errorf("%d locations left behind, %v", len(found), err)
		}
		zeist := access.Actor{Person: "z", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
		if _, err := h.Import(ctx, zeist, fileLocations, nil, "mine.csv"); fault.KindOf(err) != fault.Forbidden {
			h.Errorf("got %v", err)
		}
	})
}
