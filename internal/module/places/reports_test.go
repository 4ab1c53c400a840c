package places

import (
	"context"
	"fmt"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// three locations in two municipalities of one region and one of another.
func (h *house) country() {
	h.Helper()
	h.location("L", 10)
	h.location("M", 5)
	h.must(h.AddLocation(ctx, program, Location{ID: "U", Municipality: "GM0344", Region: "VR09", Name: "Jaarbeurs", Type: "hub", Address: "Jaarbeursplein 6"}))
	h.must(h.State(ctx, program, Statement{Location: "U", Rung: Open, From: day, Places: 100}))
	h.must(h.State(ctx, program, Statement{Location: "U", Rung: Pledged, From: day, Until: calendar.At(day + 2), Places: 400}))
	h.must(h.AddLocation(ctx, program, Location{ID: "F", Municipality: "GM0034", Region: "VR25", Name: "Almere", Type: "pavilion"}))
	h.must(h.hold("a", "L", 8, day, day+2))
	h.must(h.State(ctx, program, Statement{Location: "L", Rung: Open, From: day + 1, Places: 6}))
	h.must(h.Place(ctx, program, Stay{ID: "b", Household: "b", Location: "M", Persons: 2, From: day, Until: day + 5, State: Present}, "walked in"))
}

func TestTotalsKeepShortageApart(t *testing.T) {
	each(t, func(h *house) {
		h.country()
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			regions, err := Totals(ctx, tx, scope, ByRegion, day, day+3)
			if err != nil {
				return err
			}
			if len(regions) != 2 || regions[0].Key != "VR09" || regions[1].Key != "VR25" || regions[1].Nights[0] != (Numbers{}) {
				h.Fatalf("%+v", regions)
			}
			want := []Numbers{
				{Pledged: 400, Open: 115, Held: 10, Present: 2, Free: 105},
				{Pledged: 400, Open: 111, Held: 10, Present: 2, Free: 103, Short: 2},
				{Open: 111, Held: 2, Present: 2, Free: 109},
			}
			for i := range want {
				if regions[0].Nights[i] != want[i] {
					h.Errorf("night %d: %+v, want %+v", i, regions[0].Nights[i], want[i])
				}
			}
			nation, err := Totals(ctx, tx, scope, ByNation, day, day+3)
			if err != nil {
				return err
			}
			if len(nation) != 1 || nation[0].Key != "NL" || nation[0].Nights[1] != want[1] {
				h.Errorf("%+v", nation)
			}
			municipalities, err := Totals(ctx, tx, scope, ByMunicipality, day, day+1)
			if len(municipalities) != 3 || municipalities[2].Key != "GM0355" || municipalities[2].Nights[0].Free != 5 {
				h.Errorf("%+v", municipalities)
			}
			return err
		})
		groups, err := h.Picture(ctx, access.Actor{Person: "c", Role: access.Council, Municipality: "GM0355"}, ByLocation, day, day+1)
		h.must(err)
		if len(groups) != 4 {
			h.Errorf("%d groups", len(groups))
		}
	})
}

func TestListsStayWithinReach(t *testing.T) {
	each(t, func(h *house) {
		h.country()
		almere := access.Actor{Person: "a", Role: access.Regional, Region: "VR25"}
		utrecht := access.Actor{Person: "u", Role: access.Regional, Region: "VR09"}
		staff := access.Actor{Person: "s", Role: access.LocationStaff, Location: "M", Municipality: "GM0355", Region: "VR09"}
		for _, c := range []struct {
			actor  access.Actor
			filter Filter
			want   string
		}{
			{almere, Filter{}, "[F]"}, {utrecht, Filter{}, "[U L M]"}, {staff, Filter{}, "[M]"}, {program, Filter{Region: "VR25"}, "[F]"},
			{program, Filter{Text: " jaarbeursPLEIN"}, "[U]"}, {program, Filter{Type: "hotel", OnlyFree: true, Night: day + 1}, "[M]"},
			{program, Filter{Municipality: "GM0355", OnlyFree: true}, "[L M]"},
		} {
			found, err := h.Locations(ctx, c.actor, c.filter)
			h.must(err)
			ids := []string{}
			for _, summary := range found {
				ids = append(ids, summary.ID)
			}
			if got := fmt.Sprint(ids); got != c.want {
				h.Errorf("%s %+v: %s, want %s", c.actor.Role, c.filter, got, c.want)
			}
		}
		err := h.door.View(ctx, almere, access.ViewLocations, func(_ context.Context, tx *db.Tx, scope gate.Scope) error {
			free, err := FreePerNight(ctx, tx, scope, day, day+2)
			if err != nil || len(free) != 0 {
				h.Errorf("%v, %v", free, err)
			}
			position, err := AsOf(ctx, tx, scope, calendar.InstantOf(h.now), day)
			if err != nil || len(position) != 0 {
				h.Errorf("%v, %v", position, err)
			}
			short, err := Shortages(ctx, tx, scope, day, day+5)
			if err != nil || len(short) != 0 {
				h.Errorf("%v, %v", short, err)
			}
			return nil
		})
		h.must(err)
		stays, err := h.Chart(ctx, staff, "M", day, day+1)
		if err != nil || len(stays) != 1 {
			h.Errorf("%v, %v", stays, err)
		}
		_, err = h.Chart(ctx, staff, "L", day, day+1)
		h.refused(err, "fault.not_found")
		_, _, err = h.Statements(ctx, almere, "L")
		h.refused(err, "fault.not_found")
		_, err = h.Free(ctx, almere, "L", day, day+1)
		h.refused(err, "fault.not_found")
		free, err := h.Free(ctx, program, "L", day, day+2)
		if err != nil || fmt.Sprint(free) != "[2 -2]" {
			h.Errorf("%v, %v", free, err)
		}
		expiring, err := h.Expiring(ctx, utrecht, day+5)
		if err != nil || len(expiring) != 1 || expiring[0].ID != "b" {
			h.Errorf("%v, %v", expiring, err)
		}
	})
}

// Inflow and outflow follow from stays: a move is both, an offer is neither.
func TestFlowsFollowFromStays(t *testing.T) {
	each(t, func(h *house) {
		h.country()
		h.must(h.MoveStay(ctx, program, Move{Stay: "b", Next: "b2", Location: "U", From: day + 3, Until: day + 9, Reason: "room"}))
		h.must(h.End(ctx, program, "b2", Left, day+5, "home"))
		h.view(func(tx *db.Tx, scope gate.Scope) error {
			in, out, err := Flows(ctx, tx, scope, day, day+7)
			if got := fmt.Sprint(in, out); got != "[2 0 0 2 0 0 0] [0 0 0 2 0 2 0]" {
				h.Error(got)
			}
			return err
		})
		before := calendar.InstantOf(h.now)
		h.now = h.now.Add(time.Hour)
		h.must(h.State(ctx, program, Statement{Location: "U", Rung: Open, From: day, Places: 1}))
		position, err := h.PositionAt(ctx, program, before, day)
		h.must(err)
		if position["U"].Open != 100 || position["M"].Present != 2 || position["L"].Held != 8 {
			h.Errorf("%+v", position)
		}
		if position, err = h.PositionAt(ctx, program, before-1, day); err != nil || len(position) != 0 {
			h.Errorf("before anything was said: %+v, %v", position, err)
		}
	})
}

func TestNobodyIsPlacedTwiceByOneStep(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		h.refused(h.End(ctx, program, "a", Moved, day, ""), "places.stay_state")
		h.must(h.Place(ctx, program, Stay{ID: "a", Household: "h", Location: "L", Persons: 2, From: day + 2, Until: day + 5}, "by hand"))
		h.must(h.Place(ctx, program, Stay{ID: "b", Household: "i", Location: "L", Persons: 3, From: day, Until: day + 2}, "by hand"))
		h.refused(h.Place(ctx, program, Stay{ID: "c"}, ""), "fault.invalid")
		h.must(h.NotArrived(ctx, program, "b", "no show"))
		h.must(h.Arrive(ctx, program, "a", 2)) // two nights early
		if got := fmt.Sprint(h.free("L", day, day+5)); got != "[3 3 3 3 3]" {
			h.Error(got)
		}
		h.refused(h.NotArrived(ctx, program, "a", "late"), "places.stay_state")
		h.refused(h.Resize(ctx, program, "b", 1, ""), "places.stay_state")
		h.refused(h.Prolong(ctx, program, "a", day, true, ""), "fault.invalid")
	})
}
