package places

import (
	"context"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/gate"
)

func eachHouse(t *testing.T, test func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func (h *house) ask(id string) (asked bool) {
	h.Helper()
	h.must(h.write(func(tx *gate.Tx) (err error) {
		asked, err = AskContact(ctx, tx, id)
		return err
	}))
	return asked
}

func (h *house) old() (found []OldReport) {
	h.Helper()
	h.must(h.door.View(ctx, program, access.AskReports, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
		found, err = OldReports(ctx, tx, scope, h.door.Now())
		return err
	}))
	return found
}

func TestAContactIsLeftInPeaceForADay(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.location("a", 10)
		h.location("b", 10)
		if len(h.old()) != 0 {
			t.Error("fresh reports are called old")
		}
		h.now = h.now.Add(25 * time.Hour)
		if !h.ask("a") || h.ask("a") {
			t.Error("asked never or twice")
		}
		first := h.now
		h.now = h.now.Add(AskPause - time.Second)
		if h.ask("a") || !h.ask("b") {
			t.Error("asked again within a day, or the other one not")
		}
		h.now = first.Add(AskPause)
		if !h.ask("a") {
			t.Error("not asked after a day")
		}
		if got := h.jobs(TopicAsk); got != 3 {
			t.Errorf("%d mails", got)
		}
		old := h.old()
		if len(old) != 2 || old[0].Location.ID != "a" || old[0].AskedAt != calendar.InstantOf(h.now) {
			t.Errorf("%+v", old)
		}
		h.must(h.Confirm(ctx, program, "a"))
		h.must(h.CloseLocation(ctx, program, "b", calendar.InstantOf(h.now).Night(), "weg"))
		if old := h.old(); len(old) != 0 {
			t.Errorf("confirmed and closed ones are old: %+v", old)
		}
	})
}

func TestEndingsTellKnownFromUnknown(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.location("a", 50)
		for id, end := range map[string]bool{"known": true, "open": false} {
			h.must(h.Place(ctx, program, Stay{ID: id, Household: id, Location: "a", Persons: 3, From: day, Until: day + 6, EndKnown: end}, "test"))
		}
		h.must(h.Place(ctx, program, Stay{ID: "far", Household: "far", Location: "a", Persons: 9, From: day, Until: day + 60, EndKnown: true}, "test"))
		h.must(h.door.View(ctx, program, access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
			found, err := EndingsPerNight(ctx, tx, scope, day, day+14)
			if a := found["a"]; len(found) != 1 || a.Leaving[6] != 3 || a.Undated[6] != 3 || a.Leaving[5] != 0 {
				t.Errorf("%+v", found)
			}
			return err
		}))
	})
}
