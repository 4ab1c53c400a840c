package places

import (
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// takeBack takes back what was said from a source.
func (h *house) takeBack(actor access.Actor, location, source string) error {
	return h.write(func(tx *gate.Tx) error { return TakeBack(ctx, tx, actor, location, source) })
}

// pledgedBy adds a location that came into being by a source.
func (h *house) pledgedBy(id, source string, n int) {
	h.Helper()
	l := Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: id, Type: "hotel", Source: source}
	h.must(h.AddLocation(ctx, program, l, Statement{ID: db.NewID(), Places: n, From: day, Source: source}))
}

func (h *house) on(location string, rung Rung) (n int) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		numbers, err := NumbersOn(ctx, tx, location, day)
		n = numbers[rung]
		return err
	})
	return n
}

func TestWhatASourceSaidIsTakenBack(t *testing.T) {
	eachHouse(t, func(h *house) {
		say := func(source string, rung Rung, n int) {
			h.Helper()
			h.must(h.State(ctx, program, Statement{ID: db.NewID(), Location: "a", Rung: rung, From: day, Places: n, Source: source}))
		}
		h.pledgedBy("a", "one", 60)
		say("two", Pledged, 40)
		if err := h.takeBack(program, "a", "one"); err == nil {
			t.Error("taken back past a later word")
		}
		h.must(h.takeBack(program, "a", "two"))
		if got := h.on("a", Pledged); got != 60 {
			t.Errorf("%d pledged after taking two back", got)
		}
		h.refused(h.takeBack(program, "a", "one"), "places.said_since")
		say("three", Pledged, 30)
		say("three", Pledged, 20)
		say("four", Realised, 10)
		h.refused(h.takeBack(program, "a", "three"), "places.said_since")
		if got := h.on("a", Realised); got != 10 {
			t.Errorf("%d realised", got)
		}
		h.refused(h.takeBack(program, "nowhere", "x"), "fault.not_found")
		h.sound()
	})
}

func TestALocationNothingStandsOnIsClosed(t *testing.T) {
	eachHouse(t, func(h *house) {
		for _, id := range []string{"a", "b", "c", "d"} {
			h.pledgedBy(id, "one", 60)
		}
		h.must(h.AddRoom(ctx, program, Room{ID: "r", Location: "b", Name: "1", Beds: 2}))
		h.refused(h.takeBack(program, "b", "one"), "places.in_use")
		c, err := h.Location(ctx, program, "c")
		h.must(err)
		c.Name = "Anders"
		h.must(h.EditLocation(ctx, program, c))
		h.refused(h.takeBack(program, "c", "one"), "places.in_use")
		stranger := access.Actor{Person: "x", Role: access.Municipal, Municipality: "GM0342", Region: "VR09"}
		h.refused(h.takeBack(stranger, "d", "one"), "access.forbidden")
		h.must(h.takeBack(program, "a", "one"))
		a, err := h.Location(ctx, program, "a")
		h.must(err)
		if a.ClosedAt == 0 || h.on("a", Pledged) != 0 {
			t.Errorf("%+v, %d pledged", a, h.on("a", Pledged))
		}
		h.refused(h.takeBack(program, "a", "one"), "places.location_closed")
		h.sound()
	})
}

func TestAPledgeMovesNoOtherRung(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.pledgedBy("a", "one", 60)
		h.must(h.State(ctx, program, Statement{Location: "a", Rung: Open, From: day, Places: 50, Source: "test"}))
		pledge := func(actor access.Actor, n int, until calendar.End) error {
			return h.write(func(tx *gate.Tx) error {
				return PledgeIn(ctx, tx, actor, Statement{ID: db.NewID(), Location: "a", From: day, Until: until, Places: n, Source: "two"})
			})
		}
		h.must(pledge(program, 40, calendar.End{}))
		if h.on("a", Pledged) != 40 || h.on("a", Open) != 50 {
			t.Errorf("%d pledged, %d open", h.on("a", Pledged), h.on("a", Open))
		}
		h.refused(pledge(access.Actor{Person: "x", Role: access.Council, Municipality: "GM0355"}, 1, calendar.End{}), "access.forbidden")
		h.must(h.CloseLocation(ctx, program, "a", day+9, "huur loopt af"))
		h.refused(pledge(program, 40, calendar.End{}), "fault.invalid")
		h.must(pledge(program, 30, calendar.At(day+5)))
		h.sound()
	})
}

func TestCallInstead(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.pledgedBy("a", "one", 60)
		call := func(actor access.Actor, c Contact) error {
			return h.write(func(tx *gate.Tx) error { return CallInstead(ctx, tx, actor, "a", c) })
		}
		h.must(call(program, Contact{Name: "Piet", Phone: "030 123 45 67"}))
		h.refused(call(program, Contact{Email: "geen adres"}), "fault.invalid")
		h.refused(call(access.Actor{Person: "x", Role: access.Council, Municipality: "GM0355"}, Contact{Name: "Mallory"}), "access.forbidden")
		a, err := h.Location(ctx, program, "a")
		h.must(err)
		if a.Contact.Name != "Piet" {
			t.Errorf("%+v", a.Contact)
		}
		h.sound()
	})
}
