package picture

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
	"onderdak/internal/scenario"
)

// fill writes a whole nation of spring 2022 into the registers: the locations of
// the story, again under other names until there are enough, who stays there
// and who waits.
func (h *house) fill(locations int) (stays int) {
	h.Helper()
	story := scenario.Story(scenario.Settings{Seed: 1})
	h.now = story.Reference.Date().Add(8 * 3600e9)
	var statements []places.Statement
	for i := range locations {
		place := story.Places[i%len(story.Places)]
		m, _ := present(place.Municipality)
		id := fmt.Sprintf("%s-%d", place.ID, i/len(story.Places))
		h.must(h.places.AddLocation(ctx, program, places.Location{ID: id, Municipality: m.Code, Region: m.Region, Name: place.Name, Type: place.Type}))
		for _, rung := range place.Rungs {
			if rung.Level != scenario.Blocked {
				statements = append(statements, places.Statement{Location: id, Rung: places.Rung(rung.Level), From: rung.From, Until: rung.Until,
					Places: rung.Places, Source: "test"})
			}
		}
	}
	h.inside(func(tx *gate.Tx) error { return places.Record(ctx, tx, "test", statements...) })
	h.inside(func(tx *gate.Tx) error {
		for i, place := range story.Places[:min(locations, len(story.Places))] {
			for j, stay := range place.Stays {
				stays++
				if err := places.Hold(ctx, tx, places.Stay{ID: fmt.Sprintf("%d-%d", i, j), Household: "h", Location: place.ID + "-0",
					Persons: stay.Persons, From: stay.From, Until: stay.Until.Or(story.Reference.Plus(56))}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return stays
}

func (h *house) inside(run func(tx *gate.Tx) error) {
	h.Helper()
	change := gate.Change{Action: access.ExchangeFiles, Object: "test"}
	h.must(h.door.Do(ctx, program, change, func(_ context.Context, tx *gate.Tx) error { return run(tx) }))
}

// BenchmarkNation is the whole way of a visit to the national picture of 2,000
// locations, from the request to the page: when the register changed since the
// last visit, and when it did not.
func BenchmarkNation(b *testing.B) {
	h := newHouse(b, dbtest.Open(b, "sqlite"))
	stays := h.fill(2000)
	visit := func(b *testing.B) {
		if answer := h.visit("national", "nl", "/"); answer.Code != http.StatusOK {
			b.Fatal(answer.Code)
		}
	}
	b.Run("changed", func(b *testing.B) {
		b.ReportMetric(float64(stays), "stays")
		for b.Loop() {
			h.shelf.kept = nil
			visit(b)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			visit(b)
		}
	})
}
