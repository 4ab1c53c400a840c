package places

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// stand writes the ladder of a location on a night, from the bottom up, blocked
// last.
func (h *house) stand(location string, night calendar.Night) string {
	h.Helper()
	_, profiles, err := h.Statements(ctx, program, location)
	h.must(err)
	numbers := profiles.on(night)
	return fmt.Sprint(numbers[Pledged], numbers[Inspected], numbers[Realised], numbers[Open], numbers[Blocked])
}

// One word of a person raises what stands below a rung, and lowers what stands
// above it; each is an entry of its own, with who said so.
func TestOneStatementCarriesTheLadder(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20) // a file told of open places only
		h.must(h.State(ctx, program, Statement{Location: "L", Rung: Pledged, From: day, Places: 120}))
		h.must(h.State(ctx, program, Statement{Location: "L", Rung: Realised, From: day + 4, Places: 30, Until: calendar.At(day + 6)}))
		raise := Statement{ID: "up", Location: "L", Rung: Open, From: day + 2, Until: calendar.At(day + 9), Places: 80, Source: "pagina", Reason: "beds came"}
		effect, err := h.Preview(ctx, zeist, raise)
		h.must(err)
		if got := fmt.Sprint(rungsOf(effect.With), effect.Night, effect.FreeBefore, effect.FreeAfter, effect.Before[Open], effect.After[Realised], len(effect.Move)); got != "[inspected realised] 2022-04-13 20 80 20 80 0" {
			h.Error(got)
		}
		h.must(h.State(ctx, zeist, raise))
		h.must(h.State(ctx, zeist, raise)) // sent twice is said once
		for night, want := range map[calendar.Night]string{day + 1: "120 0 0 20 0", day + 2: "120 80 80 80 0", day + 5: "120 80 80 80 0", day + 9: "120 0 0 20 0"} {
			if got := h.stand("L", night); got != want {
				h.Errorf("%s: %s, want %s", night, got, want)
			}
		}
		entries, _, err := h.Statements(ctx, program, "L")
		h.must(err)
		signed := 0
		for _, e := range entries {
			if e.Source == "with_open" && e.SaidBy == "zoë" && e.Reason == "beds came" && e.Places == 80 {
				signed++
			}
		}
		if signed != 2 || len(entries) != 6 { // inspected and realised beside the four that were said
			h.Errorf("%d carried entries of %d: %+v", signed, len(entries), entries)
		}
		if notes := h.count(`SELECT COUNT(*) FROM audit WHERE detail LIKE '%"carried":["inspected","realised"]%'`); notes != 1 {
			h.Errorf("%d audit rows name what was carried", notes)
		}

		h.must(h.hold("a", "L", 50, day+2, day+8))
		lower := Statement{ID: "down", Location: "L", Rung: Inspected, From: day + 4, Until: calendar.At(day + 6), Places: 40}
		effect, err = h.Preview(ctx, zeist, lower)
		h.must(err)
		if got := fmt.Sprint(rungsOf(effect.With), effect.FreeBefore, effect.FreeAfter, effect.Short[0].Places, effect.Move[0].ID); got != "[realised open] 30 -10 -10a" {
			h.Error(got)
		}
		h.must(h.State(ctx, zeist, lower))
		if got := h.stand("L", day+5) + " " + h.stand("L", day+6); got != "120 40 40 40 0 120 80 80 80 0" {
			h.Error(got)
		}
		blocked := Statement{ID: "b", Location: "L", Rung: Blocked, From: day, Places: 5, Reason: "damp"}
		h.must(h.State(ctx, zeist, blocked))
		if got := h.stand("L", day+5); got != "120 40 40 40 5" {
			h.Error(got)
		}
		h.sound()
	})
}

// The checklist gates the open places whichever way they are asked for, and what
// was to come with them is not written either.
func TestALadderIsGatedAsAWhole(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.AddLocation(ctx, zeist, Location{ID: "L", Municipality: "GM0355", Region: "VR09", Name: "School", Type: "school"}))
		h.refused(h.State(ctx, zeist, Statement{ID: "1", Location: "L", Rung: Open, From: day, Places: 40}), "places.not_ready")
		if entries, _, err := h.Statements(ctx, program, "L"); err != nil || len(entries) != 0 {
			h.Errorf("%+v, %v", entries, err)
		}
		h.must(h.State(ctx, zeist, Statement{ID: "2", Location: "L", Rung: Realised, From: day, Places: 40}))
		if got := h.stand("L", day); got != "40 40 40 0 0" {
			h.Error(got)
		}
	})
}

// Whatever is said in whatever order, a ladder that people speak of has no rung
// with fewer places than the one above it.
func TestPeopleLeaveNoRungBelowTheNext(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		profiles := Profiles{}
		for range rapid.IntRange(1, 12).Draw(rt, "statements") {
			from := rapid.IntRange(0, 18).Draw(rt, "from")
			said := Statement{Location: "L", Rung: Rungs[rapid.IntRange(0, 4).Draw(rt, "rung")], From: day.Plus(from),
				Until: calendar.At(day.Plus(rapid.IntRange(from+1, 20).Draw(rt, "until"))), Places: rapid.IntRange(0, 4).Draw(rt, "places")}
			if said.Until.Night == day+20 {
				said.Until = calendar.End{}
			}
			before := profiles.on(said.From - 1)
			for _, s := range append(carried(profiles, said), said) {
				profiles[s.Rung] = overlay(profiles[s.Rung], s.span())
			}
			if after := profiles.on(said.From - 1); fmt.Sprint(after) != fmt.Sprint(before) {
				rt.Fatalf("%+v changed the night before it", said)
			}
			if got := on(profiles[said.Rung], said.From); got != said.Places {
				rt.Fatalf("%+v left %d", said, got)
			}
		}
		for night := day; night <= day+21; night++ {
			for i := range Ladder[1:] {
				if low, high := on(profiles[Ladder[i]], night), on(profiles[Ladder[i+1]], night); low < high {
					rt.Fatalf("%s: %d on %s and %d on %s", night, low, Ladder[i], high, Ladder[i+1])
				}
			}
		}
	})
}

// Many who speak of different rungs at once leave a ladder too.
func TestManySpeakOfOneLadder(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 1)
		h.must(h.State(ctx, zeist, Statement{Location: "L", Rung: Open, From: day, Places: 10}))
		var wait sync.WaitGroup
		errs := make([]error, 24)
		for i := range errs {
			wait.Add(1)
			go func() {
				defer wait.Done()
				errs[i] = h.State(ctx, zeist, Statement{Location: "L", Rung: Ladder[i%4], From: day, Places: 5 + i})
			}()
		}
		wait.Wait()
		for _, err := range errs {
			h.must(err)
		}
		h.read(func(tx *db.Tx) error {
			profiles, err := profilesOf(ctx, tx, "L")
			numbers := profiles.on(day)
			ladder := []int{numbers[Open], numbers[Realised], numbers[Inspected], numbers[Pledged]}
			if !slices.IsSorted(ladder) {
				h.Errorf("open to pledged: %v", ladder)
			}
			return err
		})
		h.sound()
	})
}
