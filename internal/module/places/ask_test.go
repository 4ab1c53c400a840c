package places

import (
	"context"
	"errors"
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

func (h *house) old() (found []Location) {
	h.Helper()
	h.must(h.door.View(ctx, program, access.AskReports, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
		found, err = OldReports(ctx, tx, scope, h.door.Now())
		return err
	}))
	return found
}

func TestOldReportsAreListedOldestFirst(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.location("b", 10)
		h.now = h.now.Add(time.Hour)
		h.location("a", 10)
		h.now = h.now.Add(FreshFor - time.Minute)
		if old := h.old(); len(old) != 1 || old[0].ID != "b" {
			t.Errorf("%+v", old)
		}
		h.now = h.now.Add(time.Hour)
		if old := h.old(); len(old) != 2 || old[0].ID != "b" || old[1].ID != "a" {
			t.Errorf("%+v", old)
		}
		h.must(h.Confirm(ctx, program, "a"))
		h.must(h.CloseLocation(ctx, program, "b", calendar.NightOf(h.now), "weg"))
		if old := h.old(); len(old) != 0 {
			t.Errorf("confirmed and closed ones are old: %+v", old)
		}
	})
}

func TestLocationsOfOneAddress(t *testing.T) {
	eachHouse(t, func(h *house) {
		for id, email := range map[string]string{"a": "Jan@Bosrand.example", "b": "jan@bosrand.example", "c": "piet@bosrand.example", "d": "", "e": "jan@bosrand.example"} {
			h.must(h.AddLocation(ctx, program, Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Hotel " + id, Type: "hotel", Contact: Contact{Email: email}}))
		}
		h.must(h.CloseLocation(ctx, program, "e", calendar.NightOf(h.now), "weg"))
		h.read(func(tx *db.Tx) error {
			found, err := OfContact(ctx, tx, "JAN@bosrand.example")
			if len(found) != 2 || found[0].ID != "a" || found[1].ID != "b" {
				t.Errorf("%+v", found)
			}
			none, more := OfContact(ctx, tx, "")
			all, last := Contacts(ctx, tx)
			if len(none) != 0 || len(all) != 3 {
				t.Errorf("%d without an address, %d with one", len(none), len(all))
			}
			return errors.Join(err, more, last)
		})
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
