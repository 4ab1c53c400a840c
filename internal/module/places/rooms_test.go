package places

import (
	"fmt"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

func (h *house) rooms(stay string) (shares []Share) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		shares, err = RoomsOf(ctx, tx, stay)
		return err
	})
	return shares
}

func TestRooms(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		h.location("M", 20)
		for _, room := range []Room{{ID: "1", Location: "L", Name: "1", Beds: 4}, {ID: "2", Location: "L", Name: "2", Beds: 2}, {ID: "m", Location: "M", Name: "m", Beds: 9}} {
			h.must(h.AddRoom(ctx, program, room))
		}
		h.refused(h.AddRoom(ctx, program, Room{ID: "1", Location: "L", Name: "1", Beds: 4}), "places.id_taken")
		h.refused(h.AddRoom(ctx, program, Room{ID: "x"}), "fault.invalid")
		h.must(h.hold("big", "L", 5, day, day+4))
		h.must(h.hold("next", "L", 2, day+4, day+8))
		h.must(h.hold("lone", "L", 1, day+2, day+6))

		h.must(h.AssignRooms(ctx, program, "big", []Share{{"1", 3}, {"2", 2}}))
		h.refused(h.AssignRooms(ctx, program, "big", []Share{{"1", 4}, {"2", 2}}), "places.too_many_in_rooms")
		h.refused(h.AssignRooms(ctx, program, "big", []Share{{"2", 3}}), "places.room_full")
		h.refused(h.AssignRooms(ctx, program, "big", []Share{{"m", 3}}), "places.room_elsewhere")
		if got := fmt.Sprint(h.rooms("big")); got != "[{1 3} {2 2}]" {
			h.Errorf("a refused assignment left %s", got)
		}
		h.must(h.AssignRooms(ctx, program, "next", []Share{{"2", 2}}))
		h.refused(h.AssignRooms(ctx, program, "lone", []Share{{"2", 1}}), "places.room_full")
		h.refused(h.AssignRooms(ctx, program, "lone", []Share{{"1", 1}}), "places.no_consent")
		h.must(h.ConsentToShare(ctx, program, "lone", true))
		h.refused(h.AssignRooms(ctx, program, "lone", []Share{{"1", 1}}), "places.no_consent")
		h.must(h.ConsentToShare(ctx, program, "big", true))
		h.must(h.AssignRooms(ctx, program, "lone", []Share{{"1", 1}}))
		h.refused(h.ConsentToShare(ctx, program, "big", false), "places.no_consent")
		h.refused(h.Prolong(ctx, program, "big", day+5, true, "longer"), "places.room_full")
		h.refused(h.EditRoom(ctx, program, Room{ID: "1", Location: "L", Name: "1", Beds: 3}), "places.room_full")
		h.must(h.EditRoom(ctx, program, Room{ID: "1", Location: "L", Name: "blue", Beds: 5}))
		h.sound()

		// Those who did not come give back their beds too.
		h.must(h.advance("big", Accepted))
		h.must(h.Arrive(ctx, program, "big", 4))
		if got := fmt.Sprint(h.rooms("big")); got != "[{1 3} {2 1}]" {
			h.Errorf("after a partial arrival: %s", got)
		}
		h.sound()
	})
}

func TestABlockedRoomTakesItsBedsAway(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 6)
		h.must(h.AddRoom(ctx, program, Room{ID: "1", Location: "L", Name: "1", Beds: 4}))
		h.must(h.hold("a", "L", 4, day, day+4))
		h.must(h.State(ctx, program, Statement{Location: "L", Rung: Blocked, From: day + 2, Places: 1, Reason: "mould"}))
		h.refused(h.BlockRoom(ctx, program, Block{ID: "b", Room: "1", From: day + 1}), "fault.invalid")
		h.must(h.BlockRoom(ctx, program, Block{ID: "b", Room: "1", From: day + 1, Until: calendar.At(day + 3), Reason: "lock broken"}))
		if got := fmt.Sprint(h.free("L", day, day+5)); got != "[2 -2 -3 1 5]" {
			h.Error(got)
		}
		h.refused(h.AssignRooms(ctx, program, "a", []Share{{"1", 4}}), "places.room_blocked")
		_, blocks, err := h.Rooms(ctx, program, "L")
		h.must(err)
		if len(blocks) != 1 || blocks[0].Reason != "lock broken" {
			h.Errorf("%+v", blocks)
		}
		h.refused(h.UnblockRoom(ctx, program, "1", "none", "mended"), "fault.not_found")
		h.must(h.UnblockRoom(ctx, program, "1", "b", "mended"))
		if got := fmt.Sprint(h.free("L", day, day+5)); got != "[2 2 1 1 5]" {
			h.Error(got)
		}
		h.must(h.AssignRooms(ctx, program, "a", []Share{{"1", 4}}))
		h.sound()
	})
}
