package places

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func (h *house) view(run func(tx *db.Tx, scope gate.Scope) error) {
	h.Helper()
	h.must(h.door.View(ctx, program, access.ViewPicture, func(_ context.Context, tx *db.Tx, scope gate.Scope) error { return run(tx, scope) }))
}

// jobs counts the pieces of work asked for on a topic.
func (h *house) jobs(topic string) (count int) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM job WHERE topic = $1`, topic).Scan(&count)
	})
	return count
}

// Invariant 2: a cut below what is promised is taken, shows as a negative
// number, raises an alert, names who must move, and nobody loses their stay.
func TestACutBelowWhatIsPromisedShows(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 10)
		h.must(h.hold("present", "L", 4, day, day+10))
		h.must(h.advance("present", Accepted))
		h.must(h.advance("present", Present))
		h.must(h.hold("accepted", "L", 3, day, day+10))
		h.must(h.advance("accepted", Accepted))
		h.must(h.hold("offered", "L", 2, day, day+6))
		h.must(h.hold("elsewhen", "L", 1, day+20, day+22))
		cut := Statement{Location: "L", Rung: Blocked, From: day + 2, Until: calendar.At(day + 8), Places: 6, Reason: "burst pipe"}

		effect, err := h.Preview(ctx, program, cut)
		h.must(err)
		if got := fmt.Sprint(effect.Short); got != fmt.Sprint([]Span{{day + 2, calendar.At(day + 6), -5}, {day + 6, calendar.At(day + 8), -3}}) {
			h.Errorf("would be short %s", got)
		}
		if free := h.free("L", day, day+10); slices.Min(free) != 1 {
			h.Errorf("a preview changed %v", free)
		}
		h.must(h.State(ctx, program, cut))
		if got := fmt.Sprint(h.free("L", day, day+10)); got != "[1 1 -5 -5 -5 -5 -3 -3 3 3]" {
			h.Error(got)
		}
		alerts, err := h.Alerts(ctx, program)
		h.must(err)
		if len(alerts) != 1 || alerts[0].From != day+2 || alerts[0].Until != day+8 || alerts[0].Shortage != 5 || h.jobs(TopicShortage) != 1 {
			h.Errorf("alerts %+v, %d told", alerts, h.jobs(TopicShortage))
		}
		shortages, err := h.Shortages(ctx, program, 30)
		h.must(err)
		if len(shortages) != 1 || shortages[0].Name != "Hotel L" {
			h.Fatalf("%+v", shortages)
		}
		var move []string
		for _, stay := range shortages[0].Move {
			move = append(move, stay.ID)
		}
		if fmt.Sprint(move) != "[offered accepted]" {
			h.Errorf("%v must move", move)
		}
		h.refused(h.hold("more", "L", 1, day+3, day+4), "places.full")

		// In a shortage people may still accept, arrive, shorten and leave.
		h.must(h.advance("offered", Accepted))
		h.must(h.Arrive(ctx, program, "accepted", 2))
		h.must(h.Prolong(ctx, program, "offered", day+4, true, "sooner"))
		h.refused(h.Prolong(ctx, program, "offered", day+5, true, "later"), "places.full")
		h.refused(h.Resize(ctx, program, "offered", 3, "born"), "places.full")
		h.must(h.advance("offered", Withdrawn))
		h.must(h.End(ctx, program, "accepted", Left, day+2, "went on"))
		if alerts, err = h.Alerts(ctx, program); err != nil || len(alerts) != 0 {
			h.Errorf("alerts %+v, %v", alerts, err)
		}
		if h.jobs(TopicShortage) != 1 {
			h.Errorf("a lessening shortage was told %d times", h.jobs(TopicShortage))
		}
		h.sound()
	})
}

func TestStatementsAreSaidOnce(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 0)
		said := Statement{ID: "s1", Location: "L", Rung: Realised, From: day, Places: 40, Source: "mail"}
		h.must(h.State(ctx, program, said))
		said.Places = 50
		h.must(h.State(ctx, program, said))
		entries, profiles, err := h.Statements(ctx, program, "L")
		h.must(err)
		if len(entries) != 1 || entries[0].SaidBy != "system" || entries[0].Source != "mail" || profiles[Realised][0].Places != 40 {
			h.Errorf("%+v %+v", entries, profiles)
		}
		said.ID, said.Location = "", "nowhere"
		h.refused(h.State(ctx, program, said), "fault.not_found")
		h.refused(h.State(ctx, program, Statement{Location: "L", Rung: "dreamt", From: day, Places: -1, Until: calendar.At(day)}), "fault.invalid")
		if err := (Statement{Location: "L", Rung: Blocked, From: day, Places: 1}).Validate(); len(fault.As(err).Fields) != 1 {
			h.Errorf("blocked without a reason: %v", err)
		}
	})
}

func TestOnlyTheOwnerSpeaksForALocation(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		said := Statement{Location: "L", Rung: Open, From: day, Places: 9}
		zeist := access.Actor{Person: "z", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
		utrecht := access.Actor{Person: "u", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
		almere := access.Actor{Person: "a", Role: access.Municipal, Municipality: "GM0034", Region: "VR25"}
		h.must(h.State(ctx, zeist, said))
		h.refused(h.State(ctx, utrecht, said), "access.forbidden")
		if _, err := h.Location(ctx, utrecht, "L"); err != nil {
			h.Errorf("a neighbour in the region may look: %v", err)
		}
		_, err := h.Location(ctx, almere, "L")
		h.refused(err, "fault.not_found")
		_, err = h.Preview(ctx, utrecht, said)
		h.refused(err, "fault.not_found")
		moved, err := h.Location(ctx, zeist, "L")
		h.must(err)
		moved.Municipality = "GM0344"
		h.refused(h.EditLocation(ctx, zeist, moved), "access.forbidden")
	})
}

func TestAStaleDescriptionIsNotSaved(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		first, err := h.Location(ctx, program, "L")
		h.must(err)
		h.must(h.hold("a", "L", 1, day, day+1)) // a stay does not make a description stale
		second := first
		first.Name, first.Postcode, first.Facilities = " Hotel Figi ", "3701ea", []string{"crib wheelchair", "crib"}
		h.must(h.EditLocation(ctx, program, first))
		second.Name = "Other"
		h.refused(h.EditLocation(ctx, program, second), "places.location_changed")
		now, err := h.Location(ctx, program, "L")
		h.must(err)
		if now.Name != "Hotel Figi" || now.Postcode != "3701 EA" || fmt.Sprint(now.Facilities) != "[crib wheelchair]" {
			h.Errorf("%+v", now)
		}
		h.refused(h.AddLocation(ctx, program, now), "places.id_taken")
		err = h.AddLocation(ctx, program, Location{ID: "M", Municipality: "Zeist", Type: "tent", Postcode: "1", Contact: Contact{Email: "no"}})
		if fields := fault.As(err).Fields; len(fields) != 6 {
			h.Errorf("%d wrong fields in %v", len(fields), err)
		}
	})
}

// A profile built by overlaying statements equals the plain array of nights in
// which the last word holds, and is in normal form.
func TestOverlayIsTheLastWord(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var profile []Span
		var plain [20]int
		for range rapid.IntRange(1, 12).Draw(rt, "statements") {
			from := rapid.IntRange(0, 18).Draw(rt, "from")
			until := rapid.IntRange(from+1, 20).Draw(rt, "until")
			said := Span{day.Plus(from), calendar.At(day.Plus(until)), rapid.IntRange(0, 3).Draw(rt, "places")}
			if until == 20 {
				said.Until = calendar.End{}
			}
			profile = overlay(profile, said)
			for i := from; i < until; i++ {
				plain[i] = said.Places
			}
		}
		for i, want := range plain {
			if got := on(profile, day.Plus(i)); got != want {
				rt.Fatalf("night %d: %d, want %d in %v", i, got, want, profile)
			}
		}
		for i := range profile {
			if i > 0 && (profile[i-1].end() > profile[i].From || profile[i-1].end() == profile[i].From && profile[i-1].Places == profile[i].Places) {
				rt.Fatalf("not normal: %v", profile)
			}
		}
		other := overlay(profile, Span{day.Plus(rapid.IntRange(0, 19).Draw(rt, "cut")), calendar.End{}, 2})
		again := slices.Clone(profile)
		for _, span := range differences(profile, other, 0) {
			again = overlay(again, span)
		}
		if !slices.Equal(again, other) {
			rt.Fatalf("differences lead from %v to %v, not to %v", profile, again, other)
		}
	})
}

// Moves between two locations in both directions at once must not stop each
// other for good, and lose nobody.
func TestCrossingMoves(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 8)
		h.location("M", 8)
		done := make(chan error, 8)
		for i := range 8 {
			from, to := "L", "M"
			if i%2 == 1 {
				from, to = to, from
			}
			id := fmt.Sprint(i)
			h.must(h.Place(ctx, program, Stay{ID: id, Household: id, Location: from, Persons: 1, From: day, Until: day + 9, State: Present}, "walked in"))
			go func() {
				done <- h.MoveStay(ctx, program, Move{Stay: id, Next: id + "'", Location: to, From: day + 3, Until: day + 9, Reason: "school"})
			}()
		}
		var err error
		for range 8 {
			err = errors.Join(err, <-done)
		}
		h.must(err)
		if got := fmt.Sprint(h.free("L", day, day+9), h.free("M", day, day+9)); got != "[8 8 8 4 4 4 4 4 4] [8 8 8 4 4 4 4 4 4]" {
			h.Error(got)
		}
		h.read(func(tx *db.Tx) error {
			stays, err := StaysOf(ctx, tx, "0")
			if len(stays) != 2 || stays[0].State != Moved || stays[0].Until != day+3 || stays[1].Previous != "0" || stays[1].State != Present {
				h.Errorf("%+v", stays)
			}
			return err
		})
		h.sound()
	})
}
