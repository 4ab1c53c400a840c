package places

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// plan plans a move within a change of its own.
func (h *house) plan(move Move) error {
	return h.door.Do(ctx, zeist, of("stay.place", move.Stay, move.Reason), func(ctx context.Context, tx *gate.Tx) error {
		return PlanMoveIn(ctx, tx, zeist, move)
	})
}

func (h *house) cancel(stay string) (kept bool, err error) {
	err = h.door.Do(ctx, zeist, of("stay.place", stay, "changed our minds"), func(ctx context.Context, tx *gate.Tx) error {
		kept, err = CancelMoveIn(ctx, tx, zeist.Person, stay, "changed our minds")
		return err
	})
	return kept, err
}

// there places a household that is present, until a night.
func (h *house) there(id, location string, persons int, until calendar.Night) {
	h.Helper()
	h.must(h.Place(ctx, program, Stay{ID: id, Household: "h" + id, Location: location, Persons: persons, From: day, Until: until, EndKnown: true, State: Present}, "walked in"))
}

func (h *house) find(id string) (stay Stay) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		stay, err = StayByID(ctx, tx, id)
		return err
	})
	return stay
}

// A planned move splits a stay in two that are linked; every night is held once.
func TestAPlannedMoveSplitsAStay(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		h.location("M", 4)
		h.there("a", "L", 3, day+10)
		move := Move{Stay: "a", Next: "a2", Location: "M", From: day + 4, Until: day + 12, EndKnown: true, Reason: "school"}
		h.must(h.plan(move))
		old, next := h.find("a"), h.find("a2")
		if old.State != Present || old.Until != day+4 || !old.EndKnown || next.State != Accepted || next.From != day+4 || next.Until != day+12 || next.Previous != "a" || next.Persons != 3 {
			h.Errorf("%+v %+v", old, next)
		}
		if got := fmt.Sprint(h.free("L", day, day+6), h.free("M", day, day+6)); got != "[1 1 1 1 4 4] [4 4 4 4 1 1]" {
			h.Error(got)
		}
		move.Next = "a3"
		h.refused(h.plan(move), "places.moves_on")
		h.refused(h.Prolong(ctx, zeist, "a", day+6, true, "longer"), "places.moves_on")
		h.must(h.Resize(ctx, zeist, "a", 4, "a birth"))
		if h.find("a2").Persons != 4 {
			h.Error("the new place is too small for the baby")
		}
		h.must(h.hold("x", "L", 1, day+6, day+7))
		h.refused(h.Resize(ctx, zeist, "a", 5, "twins"), "places.full")
		h.sound()
	})
}

// One night without room refuses the whole move, and the stay is as it was.
func TestAPlannedMoveNeedsEveryNight(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		h.location("M", 4)
		h.there("a", "L", 3, day+10)
		h.must(h.hold("x", "M", 2, day+8, day+9))
		move := Move{Stay: "a", Next: "a2", Location: "M", From: day + 4, Until: day + 9, EndKnown: true}
		h.refused(h.plan(move), "places.full")
		if old := h.find("a"); old.Until != day+10 {
			h.Errorf("%+v", old)
		}
		move.Until = day + 8
		h.must(h.plan(move))
		late := Move{Stay: "a", Next: "a3", Location: "M", From: day, Until: day + 9}
		h.refused(h.plan(late), "fault.invalid") // tonight is no plan
		h.refused(h.plan(Move{Stay: "a2", Next: "a4", Location: "L", From: day + 6, Until: day + 7}), "places.stay_state")
		utrecht := Location{ID: "U", Municipality: "GM0344", Region: "VR09", Name: "U", Type: "hotel"}
		h.must(h.AddLocation(ctx, program, utrecht))
		h.there("b", "L", 1, day+9)
		h.refused(h.plan(Move{Stay: "b", Next: "b2", Location: "U", From: day + 4, Until: day + 9}), "access.forbidden")
		h.sound()
	})
}

// A stay whose promise ends before the move is prolonged up to it, where there is
// room.
func TestAPlannedMoveBridgesTheNightsBefore(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		h.location("M", 4)
		h.there("a", "L", 3, day+2)
		h.must(h.hold("x", "L", 2, day+4, day+5))
		h.refused(h.plan(Move{Stay: "a", Next: "a2", Location: "M", From: day + 5, Until: day + 9}), "places.full")
		h.must(h.plan(Move{Stay: "a", Next: "a2", Location: "M", From: day + 4, Until: day + 9}))
		if got := fmt.Sprint(h.free("L", day, day+5)); got != "[1 1 1 1 2]" {
			h.Error(got)
		}
		kept, err := h.cancel("a")
		if old := h.find("a"); err != nil || !kept || old.Until != day+4 || h.find("a2").State != Withdrawn {
			h.Errorf("%v, %v, %+v", kept, err, old)
		}
		h.sound()
	})
}

// Taking a move back gives the former nights again, as far as they are still
// there; the move is off in any case.
func TestAPlannedMoveIsTakenBack(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		h.location("M", 4)
		h.there("a", "L", 3, day+10)
		h.must(h.Prolong(ctx, zeist, "a", day+10, false, "nobody knows"))
		h.must(h.plan(Move{Stay: "a", Next: "a2", Location: "M", From: day + 4, Until: day + 9}))
		kept, err := h.cancel("a")
		if old := h.find("a"); err != nil || !kept || old.Until != day+10 || old.EndKnown {
			h.Errorf("%v, %v, %+v", kept, err, old)
		}
		h.must(h.plan(Move{Stay: "a", Next: "a3", Location: "M", From: day + 4, Until: day + 9}))
		h.must(h.hold("x", "L", 2, day+5, day+6))
		kept, err = h.cancel("a")
		if old := h.find("a"); err != nil || kept || old.Until != day+4 || h.find("a3").State != Withdrawn {
			h.Errorf("%v, %v, %+v", kept, err, old)
		}
		if _, err = h.cancel("a"); fault.As(err).Key != "fault.not_found" {
			h.Errorf("taken back twice: %v", err)
		}
		if got := fmt.Sprint(h.free("M", day, day+9)); got != "[4 4 4 4 4 4 4 4 4]" {
			h.Error(got)
		}
		h.sound()
	})
}

// Sixty-four who plan moves at once, between three locations and against people
// who stay longer, never take a night beyond its open places; whoever is refused
// stays where they were.
func TestManyPlanMovesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		const movers, room = 64, 20
		h.location("A", movers)
		h.location("B", movers)
		h.location("M", room)
		for i := range movers {
			from := "A"
			if i%2 == 1 {
				from = "B"
			}
			h.there(fmt.Sprint(i), from, 1, day+20)
		}
		h.there("long", "M", 5, day+6) // wants to stay where the others go
		var wait sync.WaitGroup
		errs := make([]error, movers)
		for i := range movers {
			wait.Add(1)
			go func() {
				defer wait.Done()
				first := day.Plus(3 + i%5)
				errs[i] = h.plan(Move{Stay: fmt.Sprint(i), Next: fmt.Sprint(i, "'"), Location: "M", From: first, Until: first + 6, EndKnown: true})
			}()
		}
		longer := h.Prolong(ctx, zeist, "long", day+9, true, "longer")
		wait.Wait()
		moved := 0
		for i, err := range errs {
			old := h.find(fmt.Sprint(i))
			switch {
			case err == nil:
				moved++
				if old.Until != day.Plus(3+i%5) {
					h.Errorf("%d moves and its stay ends %s", i, old.Until)
				}
			case fault.As(err).Key == "places.full":
				if old.Until != day+20 {
					h.Errorf("%d was refused and its stay ends %s", i, old.Until)
				}
			default:
				h.Errorf("%d: %v", i, err)
			}
		}
		if longer != nil && fault.As(longer).Key != "places.full" {
			h.Error(longer)
		}
		for night, free := range h.free("M", day, day+20) {
			if free < 0 {
				h.Errorf("night %d is overbooked by %d", night, -free)
			}
		}
		if moved < room-5 {
			h.Errorf("only %d moved into %d places", moved, room)
		}
		h.sound()
	})
}
