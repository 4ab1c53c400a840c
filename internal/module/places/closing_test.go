package places

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
)

// closed says whether the location stands as closed.
func (h *house) closed(id string) bool {
	h.Helper()
	found, err := h.Location(ctx, program, id)
	h.must(err)
	return found.ClosedAt != 0
}

// A location that closes takes its people's nights from nobody: they show as
// short, with an alert and a list, and until its night has come it takes people.
func TestClosingALocationLeavesItsPeopleInSight(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		h.must(h.State(ctx, zeist, Statement{Location: "L", Rung: Realised, From: day, Places: 8}))
		h.must(h.State(ctx, zeist, Statement{Location: "L", Rung: Blocked, From: day, Places: 1, Reason: "damp"}))
		h.must(h.hold("a", "L", 2, day, day+4))
		effect, err := h.PreviewClosing(ctx, zeist, "L", day+2)
		h.must(err)
		if got := fmt.Sprint(effect.Night, effect.FreeBefore, effect.FreeAfter, effect.Move[0].ID, effect.After[Pledged]); got != "2022-04-13 2 -2a0" {
			h.Error(got)
		}
		h.refused(h.CloseLocation(ctx, zeist, "L", day-1, "late"), "fault.invalid")
		h.refused(h.CloseLocation(ctx, zeist, "L", day+2, " "), "fault.invalid")
		h.must(h.CloseLocation(ctx, zeist, "L", day+2, "owner sells"))
		h.refused(h.CloseLocation(ctx, zeist, "L", day+2, "again"), "places.location_closed")
		h.refused(h.CloseLocation(ctx, zeist, "nowhere", day+2, "again"), "fault.not_found")
		if got := fmt.Sprint(h.free("L", day, day+4), h.stand("L", day+1), " ", h.stand("L", day+2)); got != "[2 2 -2 -2]8 8 8 5 1 0 0 0 0 1" {
			h.Error(got)
		}
		if alerts, err := h.Alerts(ctx, program); err != nil || len(alerts) != 1 || alerts[0].Shortage != 2 {
			h.Errorf("%+v, %v", alerts, err)
		}
		if h.closed("L") {
			h.Error("closed before its night")
		}
		h.must(h.hold("b", "L", 2, day, day+2)) // two nights are left
		h.refused(h.hold("c", "L", 1, day+1, day+3), "places.full")
		h.refused(h.State(ctx, zeist, Statement{Location: "L", Rung: Open, From: day, Places: 9}), "fault.invalid")
		h.must(h.State(ctx, zeist, Statement{Location: "L", Rung: Open, From: day, Until: calendar.At(day + 2), Places: 9}))

		h.must(h.Freshen(ctx, nil))
		h.now = h.now.AddDate(0, 0, 2)
		if h.closed("L") {
			h.Error("closed by itself")
		}
		h.must(h.Freshen(ctx, nil))
		if !h.closed("L") {
			h.Error("its night came and it is not closed")
		}
		h.refused(h.State(ctx, zeist, Statement{Location: "L", Rung: Pledged, From: day + 9, Places: 9}), "places.location_closed")
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			locations, capacity, err := OpenCapacity(ctx, tx, scope, day, day+4)
			if len(locations) != 0 || len(capacity) != 0 {
				h.Errorf("a closed location is offered: %v %v", locations, capacity)
			}
			return err
		})
		if short, err := h.Shortages(ctx, zeist, 30); err != nil || len(short) != 1 || short[0].Move[0].ID != "a" {
			h.Errorf("who is still there is out of sight: %+v, %v", short, err)
		}
		h.sound()
	})
}

func TestAClosingIsTakenBack(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		h.refused(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Reason: "x"}), "places.location_open")
		h.must(h.CloseLocation(ctx, zeist, "L", day+3, "leak"))
		if profiles, err := h.Returning(ctx, zeist, "L"); err != nil || on(profiles[Open], day+9) != 5 {
			h.Errorf("%v, %v", profiles, err)
		}
		h.refused(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true}), "fault.invalid")
		h.must(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true, Reason: "mended"}))
		if got := fmt.Sprint(h.free("L", day, day+5)); got != "[5 5 5 5 5]" {
			h.Error(got)
		}
		h.now = h.now.AddDate(0, 0, 4)
		h.must(h.Freshen(ctx, nil))
		if h.closed("L") {
			h.Error("a closing that was taken back came true")
		}

		h.must(h.CloseLocation(ctx, zeist, "L", day+4, "fire"))
		if !h.closed("L") {
			h.Error("not closed from tonight on")
		}
		h.must(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Reason: "built anew"}))
		if got := fmt.Sprint(h.closed("L"), h.stand("L", day+5)); got != "false0 0 0 0 0" {
			h.Error(got)
		}
		// What an earlier closing took stays taken.
		h.must(h.CloseLocation(ctx, zeist, "L", day+9, "again"))
		if profiles, err := h.Returning(ctx, zeist, "L"); err != nil || len(profiles) != 0 {
			h.Errorf("%v, %v", profiles, err)
		}
		closings, err := h.Closings(ctx, zeist, "L")
		h.must(err)
		told := ""
		for _, c := range closings {
			told += fmt.Sprint(c.From.Known, " ", c.Reason, " ", c.Person, "; ")
		}
		if told != "true again zoë; false built anew zoë; true fire zoë; false mended zoë; true leak zoë; " {
			h.Error(told)
		}
		h.sound()
	})
}

// Opening again is opening: the checklist holds.
func TestReopeningMeetsTheChecklist(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		h.must(h.CloseLocation(ctx, zeist, "L", day, "fire"))
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: FireSafety, State: NotReady}))
		h.refused(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true, Reason: "mended"}), "places.not_ready")
		if !h.closed("L") {
			h.Error("a refused reopening opened it")
		}
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: FireSafety, State: Ready}))
		h.must(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true, Reason: "mended"}))
		if got := h.stand("L", day); got != "0 0 0 20 0" {
			h.Error(got)
		}
		h.sound()
	})
}

func TestClosingsAreKept(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		h.must(h.CloseLocation(ctx, zeist, "L", day+1, "fire"))
		for _, statement := range []string{`DELETE FROM location_closing`, `UPDATE location_closing SET reason = 'x'`} {
			err := h.store.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, statement)
				return err
			})
			if db.Refused(err) != "append_only" {
				h.Errorf("%s: %v", statement, err)
			}
		}
	})
}

// The contact hears of a closing, for how many nights are promised after it, and of
// its being taken back; only the last word is told.
func TestTheContactHearsOfAClosing(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 9)
		l, err := h.Location(ctx, program, "L")
		h.must(err)
		l.Contact = Contact{Name: "J. Bakker", Email: "bakker@zeist.example"}
		h.must(h.EditLocation(ctx, zeist, l))
		h.must(h.hold("a", "L", 2, day, day+4))
		h.must(h.hold("b", "L", 3, day+3, day+5))
		h.must(h.hold("c", "L", 4, day, day+2))
		h.must(h.CloseLocation(ctx, zeist, "L", day+3, "lease ends"))
		if got := h.letters("places.closing_body"); got != `bakker@zeist.example 5 persons, 8 nights, 14 april 2022` {
			h.Error(got)
		}
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			found, err := AnnouncedClosings(ctx, tx, scope)
			if want := (Promised{From: day + 3, Households: 2, Persons: 5, Nights: 8}); len(found) != 1 || found["L"] != want {
				h.Errorf("%+v", found)
			}
			return err
		})
		h.must(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true, Reason: "bought"}))
		h.must(h.CloseLocation(ctx, zeist, "L", day+6, "after all"))
		if got := h.letters("places.closing_empty_body"); got != `bakker@zeist.example 0 persons, 0 nights, 17 april 2022` {
			h.Error(got)
		}
		h.must(h.ReopenLocation(ctx, zeist, Reopening{Location: "L", Restore: true, Reason: "bought"}))
		if got := h.letters("places.reopened_body"); got != `bakker@zeist.example` {
			h.Error(got)
		}
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			found, err := AnnouncedClosings(ctx, tx, scope)
			if len(found) != 0 {
				h.Errorf("%+v", found)
			}
			return err
		})
		h.must(h.CloseLocation(ctx, zeist, "L", day, "fire"))
		h.view(func(tx *db.Tx, scope gate.Scope) error { // closed now: announced no longer
			found, err := AnnouncedClosings(ctx, tx, scope)
			if len(found) != 0 {
				h.Errorf("%+v", found)
			}
			return err
		})
		h.sound()
	})
}

// letters handles the news of closings that waits, and tells the mails with this body
// that come of it.
func (h *house) letters(body string) (told string) {
	h.Helper()
	var got []mail.Message
	worker := job.NewWorker(h.store, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(io.Discard, nil)), map[string]job.Handler{
		TopicClosing: h.Handlers("https://onderdak.example")[TopicClosing],
		mail.Topic: func(_ context.Context, payload []byte) error {
			var m mail.Message
			if err := json.Unmarshal(payload, &m); err != nil {
				return err
			}
			if m.Body == body {
				got = append(got, m)
			}
			return nil
		},
	})
	_, err := worker.Drain(ctx)
	h.must(err)
	for _, m := range got {
		told += m.To
		if n, counted := m.Args["n"]; counted {
			told += fmt.Sprintf(" %v persons, %v nights, %v", n, m.Args["nights"], m.Args["night"])
		}
	}
	return told
}
