package places

import (
	"fmt"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

var zeist = access.Actor{Person: "zoë", Name: "Zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}

func missingOf(err error) (keys []string) {
	for _, field := range fault.As(err).Fields {
		keys = append(keys, field.Key)
	}
	return keys
}

func TestALocationOpensWhenItsChecklistIsDone(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.AddLocation(ctx, zeist, Location{ID: "L", Municipality: "GM0355", Region: "VR09", Name: "School", Type: "school"},
			Statement{ID: "p", From: day, Places: 40, Source: "phone"}))
		open := func(id string, places int) error {
			return h.State(ctx, zeist, Statement{ID: id, Location: "L", Rung: Open, From: day, Places: places, Source: "test"})
		}
		err := open("1", 40)
		h.refused(err, "places.not_ready")
		if got := missingOf(err); len(got) != len(Items) {
			h.Errorf("missing %v", got)
		}
		if got := missingOf(open("1", FewSleepers)); len(got) != len(Items)-1 {
			h.Errorf("few sleepers need no check of fire safety: %v", got)
		}
		effect, err := h.Preview(ctx, zeist, Statement{Location: "L", Rung: Open, From: day, Places: 40})
		h.must(err)
		if fmt.Sprint(effect.Missing) != fmt.Sprint(Items) {
			h.Errorf("the preview misses %v", effect.Missing)
		}
		h.refused(h.Tick(ctx, zeist, Tick{Location: "L", Item: School, State: NotApplicable}), "fault.invalid")
		h.refused(h.Tick(ctx, zeist, Tick{Location: "L", Item: "roof", State: Ready}), "fault.invalid")
		h.refused(h.Tick(ctx, zeist, Tick{Location: "L", Item: ItemContact, State: Ready}), "fault.invalid")
		l, err := h.Location(ctx, zeist, "L")
		h.must(err)
		l.Contact = Contact{Name: "J. Bakker", Phone: "030 123"}
		h.must(h.EditLocation(ctx, zeist, l))
		for _, item := range Items {
			h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: item, State: Ready}))
		}
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: School, State: NotApplicable, Reason: "no children"}))
		h.must(open("2", 40))
		list, err := h.Checklist(ctx, zeist, "L")
		h.must(err)
		if tick := list.Of(School); len(list.Missing) > 0 || !list.Opened || tick.Person != "zoë" || tick.At == 0 || tick.Reason != "no children" {
			h.Errorf("%+v", list)
		}
		// An item that was found wanting keeps more from opening, but lowers nothing.
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: Care, State: NotReady}))
		if got := missingOf(open("3", 41)); fmt.Sprint(got) != "[places.item.care]" {
			h.Error(got)
		}
		h.must(open("4", 30))
		if audited := h.count(`SELECT COUNT(*) FROM audit WHERE object = 'location/L' AND detail LIKE '%"item"%'`); audited != 8 {
			h.Errorf("%d ticks in the audit book", audited)
		}
		h.sound()
	})
}

func TestWhatWasOpenBeforeTheListGoesOn(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20) // by the program, as files are
		h.must(h.State(ctx, zeist, Statement{ID: "1", Location: "L", Rung: Open, From: day, Places: 30, Source: "test"}))
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: FireSafety, State: NotReady}))
		h.refused(h.State(ctx, zeist, Statement{ID: "2", Location: "L", Rung: Open, From: day, Places: 31, Source: "test"}), "places.not_ready")
	})
}

func TestTicksAreKept(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		h.must(h.Tick(ctx, zeist, Tick{Location: "L", Item: Care, State: Ready}))
		for _, statement := range []string{`DELETE FROM readiness_tick`, `UPDATE readiness_tick SET state = 'open'`} {
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

func TestAPledgeIsToldWithTheDescription(t *testing.T) {
	each(t, func(h *house) {
		err := h.AddLocation(ctx, zeist, Location{ID: "L", Municipality: "GM0355", Region: "VR09", Type: "cave"}, Statement{From: day, Places: -1})
		if got := len(fault.As(err).Fields); got != 3 {
			h.Errorf("%d wrong fields: %v", got, err)
		}
	})
}

func TestRoomsHaveOneNameAndCloseEmpty(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		h.must(h.AddRoom(ctx, zeist, Room{ID: "1", Location: "L", Name: "Kamer 1", Beds: 4}))
		h.refused(h.AddRoom(ctx, zeist, Room{ID: "2", Location: "L", Name: "kamer 1", Beds: 2}), "fault.invalid")
		h.must(h.AddRoom(ctx, zeist, Room{ID: "2", Location: "L", Name: "Kamer 2", Beds: 2}))
		h.must(h.hold("a", "L", 3, day, day+4))
		h.must(h.AssignRooms(ctx, zeist, "a", []Share{{"1", 3}}))
		h.refused(h.EditRoom(ctx, zeist, Room{ID: "1", Location: "L", Name: "Kamer 1", Beds: 4, ClosedAt: 1}), "places.room_in_use")
		h.must(h.EditRoom(ctx, zeist, Room{ID: "2", Location: "L", Name: "Kamer 2", Beds: 2, ClosedAt: 1}))

		effect, err := h.PreviewBlock(ctx, zeist, Block{ID: "b", Room: "1", From: day + 1, Until: calendar.At(day + 2), Reason: "damp"})
		h.must(err)
		if len(effect.Move) != 1 || effect.Move[0].ID != "a" || len(effect.Short) != 0 {
			h.Errorf("%+v", effect)
		}
		h.read(func(tx *db.Tx) error {
			lodged, err := LodgingsDuring(ctx, tx, "L", day, day+1)
			if len(lodged) != 1 || lodged[0].By != "zoë" || lodged[0].At == 0 || lodged[0].Room != "1" || lodged[0].Stay.ID != "a" {
				h.Errorf("%+v", lodged)
			}
			return err
		})
	})
}

// count runs a query that counts.
func (h *house) count(query string) (n int) {
	h.Helper()
	h.read(func(tx *db.Tx) error { return tx.Row(ctx, query).Scan(&n) })
	return n
}
