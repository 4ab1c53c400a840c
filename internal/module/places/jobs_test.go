package places

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// profile writes a location's present numbers per rung, to be compared.
func (h *house) profile(location string, nights int) (text string) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		profiles, err := profilesOf(ctx, tx, location)
		for _, rung := range []Rung{Open, Realised, Inspected, Pledged} {
			text += string(rung) + "["
			for i := range nights {
				text += fmt.Sprintf("%d ", on(profiles[rung], day.Plus(i)))
			}
			text = text[:len(text)-1] + "] "
		}
		return err
	})
	return text
}

// Silence lets a location drop a rung, but never the places under people's
// feet; a sign of life gives back what silence took.
func TestSilenceDropsARung(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 10)
		h.location("kept", 10)
		h.must(h.State(ctx, program, Statement{Location: "L", Rung: Realised, From: day, Places: 6}))
		h.must(h.hold("s", "L", 4, day, day+18))
		lapse := func() int {
			h.Helper()
			count, err := h.LapseSilent(ctx)
			h.must(err)
			h.sound()
			return count
		}
		h.now = h.now.AddDate(0, 0, 14)
		if n := lapse(); n != 0 {
			h.Errorf("%d lapsed on the last day", n)
		}
		h.must(h.Confirm(ctx, program, "kept"))
		h.now = h.now.AddDate(0, 0, 1) // the sixteenth day: night 15
		if n := lapse(); n != 1 {
			h.Errorf("%d lapsed", n)
		}
		const ten = "10 10 10 10 10 10 10 10 10 10 10 10 10 10 10"
		const six = "6 6 6 6 6 6 6 6 6 6 6 6 6 6 6"
		const none = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"
		want := "open[" + ten + " 4 4 4 0 0] realised[" + six + " 10 10 10 10 10] inspected[" + none + " 0 0 0 0 0] pledged[" + none + " 0 0 0 0 0] "
		if got := h.profile("L", 20); got != want {
			h.Errorf("after silence\n%s, want\n%s", got, want)
		}
		if n := lapse(); n != 0 {
			h.Errorf("%d lapsed twice for one silence", n)
		}
		if h.jobs(TopicShortage) != 0 {
			h.Error("silence made a shortage")
		}
		h.must(h.Confirm(ctx, program, "L"))
		want = "open[" + ten + " 10 10 10 10 10] realised[" + six + " 6 6 6 6 6] inspected[" + none + " 0 0 0 0 0] pledged[" + none + " 0 0 0 0 0] "
		if got := h.profile("L", 20); got != want {
			h.Errorf("after a sign of life\n%s, want\n%s", got, want)
		}
		h.sound()

		// Left alone for long, it goes down the ladder rung by rung, to pledged.
		for _, rung := range []string{"open[0", "realised[0", "inspected[0", "pledged[10"} {
			h.now = h.now.AddDate(0, 0, 16)
			h.must(h.Freshen(ctx, nil))
			location := "L"
			h.read(func(tx *db.Tx) error {
				profiles, err := profilesOf(ctx, tx, location)
				tonight := calendar.NightOf(h.now)
				line := fmt.Sprintf("open[%d realised[%d inspected[%d pledged[%d", on(profiles[Open], tonight), on(profiles[Realised], tonight),
					on(profiles[Inspected], tonight), on(profiles[Pledged], tonight))
				if !strings.Contains(line, rung) {
					h.Errorf("want %s in %s", rung, line)
				}
				return err
			})
		}
		h.sound()
	})
}

func TestOldReportsAreCounted(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 10)
		h.now = h.now.AddDate(0, 0, 1)
		h.location("M", 10)
		h.now = h.now.Add(time.Second)
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			fresh, err := FreshnessOf(ctx, tx, scope, calendar.InstantOf(h.now))
			if fresh != (Freshness{Locations: 2, Old: 1}) {
				h.Errorf("%+v", fresh)
			}
			return err
		})
		old, err := h.Locations(ctx, program, Filter{OnlyOld: true})
		h.must(err)
		if len(old) != 1 || old[0].ID != "L" || !old[0].OldReport {
			h.Errorf("%+v", old)
		}
	})
}
