package arrivals

import (
	"context"
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// arrive lets so many of a household come.
func (h house) arrive(offer matching.Offer, persons int) {
	h.Helper()
	h.ok(h.Came(ctx, people["porter"], offer.ID, offer.Stay, persons))
}

// mustMove puts a household that is present back into the queue.
func (h house) mustMove(id string) {
	h.Helper()
	change := gate.Change{Action: access.EditHousehold, Object: "household/" + id}
	h.ok(h.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
		return households.SetState(ctx, tx, "test", id, households.StateWaiting, "must move")
	}))
}

// "Arrived", pressed by mistake, is taken back on the same day: the household is
// awaited again as it was announced, nothing of it counts, and it can come.
func TestTakingBackAnArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.household("h1", 4)
		before := h.find("h1")
		offer := h.accepted("h1", "L1")
		h.arrive(offer, 3)
		if at := h.find("h1"); at.Municipality != "GM0355" || at.Current != "L1" {
			h.Fatalf("%+v", at)
		}
		_, body := h.get("porter", todayL1)
		if !strings.Contains(body, "Vandaag gekomen") || !strings.Contains(body, `value="toch-niet"`) || !strings.Contains(body, "Om 12.00 als gekomen gemeld") {
			h.Errorf("%.1900s", body)
		}
		h.later(11 * time.Hour)
		if status, _ := h.post("porter", todayL1, "doe", "toch-niet", "aanbod", offer.ID); status != 303 {
			h.Fatalf("%d", status)
		}
		after, again := h.find("h1"), h.read(offer.ID)
		if after.State != households.StateAccepted || after.Municipality != before.Municipality || after.Region != before.Region || after.Current != "" ||
			after.WaitingSince != before.WaitingSince || again.State != matching.OfferAccepted || again.Persons != 4 || again.Stay != offer.Stay || h.free("L1") != 1 {
			h.Errorf("%+v\n%+v\n%d free", after, again, h.free("L1"))
		}
		if total := h.flow("national", "L1").Total; total != (Flow{}) {
			h.Errorf("what never happened is counted: %+v", total)
		}
		h.wants(h.NotYet(ctx, people["porter"], offer.ID, ""), fault.Conflict, "matching.offer_ended")
		h.clean()
		h.arrive(again, 4)
		if total := h.flow("national", "L1").Total; total != (Flow{Came: 4}) {
			h.Errorf("%+v", total)
		}
		h.later(2 * time.Hour) // the next day
		h.wants(h.NotYet(ctx, people["porter"], offer.ID, ""), fault.Conflict, "matching.undo_late")
		if _, body := h.get("porter", todayL1); strings.Contains(body, `value="toch-niet"`) {
			h.Error("yesterday's arrivals can be taken back")
		}
		h.wants(h.NotYet(ctx, people["neighbour"], offer.ID, ""), fault.Forbidden, "access.forbidden")
		h.clean()
	})
}

// Pressed just before midnight, it can be taken back for some minutes after.
func TestTakingBackAcrossMidnight(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.household("h1", 2)
		offer := h.accepted("h1", "L1")
		h.later(11*time.Hour + 50*time.Minute)
		h.arrive(offer, 2)
		h.later(15*time.Minute - time.Second)
		h.ok(h.NotYet(ctx, people["porter"], offer.ID, ""))
		h.clean()
	})
}

// Once something depends on an arrival it stays: a stay that was altered, a
// household that moved on, that came from elsewhere, or that was promised another
// place.
func TestWhatDependsOnAnArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 40)
		h.location("L2", 40)
		for _, id := range []string{"longer", "gone", "moved", "missed"} {
			h.household(id, 2)
		}
		longer := h.accepted("longer", "L1")
		h.arrive(longer, 2)
		h.later(time.Minute)
		h.ok(h.places.Prolong(ctx, program, longer.Stay, longer.Until+1, true, "test"))
		gone := h.accepted("gone", "L1")
		h.arrive(gone, 2)
		h.ok(h.Left(ctx, people["porter"], gone.Stay))
		for id, key := range map[string]string{longer.ID: "matching.undo_depends", gone.ID: "matching.undo_depends"} {
			h.wants(h.NotYet(ctx, people["porter"], id, ""), fault.Conflict, key)
			h.wants(h.CountAgain(ctx, people["porter"], id, "", 1), fault.Conflict, key)
		}
		first := h.accepted("moved", "L2")
		h.ok(h.Came(ctx, people["national"], first.ID, first.Stay, 2))
		h.mustMove("moved")
		next := h.accepted("moved", "L1")
		h.arrive(next, 2)
		h.wants(h.NotYet(ctx, people["porter"], next.ID, ""), fault.Conflict, "matching.undo_moved")
		missed := h.accepted("missed", "L1")
		h.ok(h.DidNotCome(ctx, people["porter"], missed.ID, missed.Stay))
		h.accepted("missed", "L2")
		status, body := h.post("porter", todayL1, "doe", "terug", "aanbod", missed.ID)
		if status != 409 || !strings.Contains(body, "heeft intussen een aanbod van Huis L2") {
			h.Errorf("%d", status)
		}
		h.clean()
	})
}

// The number of those who came is corrected on the same day: fewer give places back
// at once, more need them, and who has none is told where there are.
func TestCountingAgain(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.location("L2", 9)
		h.household("h1", 5)
		h.household("h2", 2)
		offer := h.accepted("h1", "L1")
		h.arrive(offer, 3)
		if status, _ := h.post("porter", todayL1, "doe", "geteld", "aanbod", offer.ID, "personen", "4"); status != 303 || h.free("L1") != 1 {
			h.Errorf("%d, %d free", status, h.free("L1"))
		}
		if total := h.flow("national", "L1").Total; total != (Flow{Came: 4, NotArrived: 1}) {
			h.Errorf("%+v", total)
		}
		h.ok(h.CountAgain(ctx, people["porter"], offer.ID, "", 2))
		if total := h.flow("national", "L1").Total; total != (Flow{Came: 2, NotArrived: 3}) || h.read(offer.ID).Persons != 2 || h.free("L1") != 3 {
			h.Errorf("%+v, %d free", total, h.free("L1"))
		}
		h.ok(h.CountAgain(ctx, people["porter"], offer.ID, "", 2)) // told twice
		h.accepted("h2", "L1")
		status, body := h.post("zeist", todayL1, "doe", "geteld", "aanbod", offer.ID, "personen", "5")
		if status != 409 || !strings.Contains(body, "Voor 3 personen meer is er geen plek") || !strings.Contains(body, "Huis L2: 9 plekken vrij") {
			h.Errorf("%d %.2500s", status, body)
		}
		status, body = h.post("zeist", todayL1, "doe", "toch-niet", "aanbod", offer.ID)
		if status != 409 || !strings.Contains(body, "Voor 3 personen meer is er geen plek") || h.find("h1").State != households.StatePresent {
			h.Errorf("%d %.2500s", status, body)
		}
		if status, _ := h.post("porter", todayL1, "doe", "geteld", "aanbod", offer.ID, "personen", "0"); status != 422 {
			h.Errorf("nobody: %d", status)
		}
		h.ok(h.CountAgain(ctx, people["porter"], offer.ID, "", 3))
		h.clean()
	})
}

// What a no-show's reason led to is lifted when it is taken back; where its places
// are gone, the page says who near by has some.
func TestTakingBackANoShowWithItsReason(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 9)
		for _, id := range []string{"refused", "housed", "other"} {
			h.household(id, 2)
		}
		for id, reason := range map[string]string{"refused": "refused_at_door", "housed": "housed_elsewhere"} {
			offer := h.accepted(id, "L1")
			h.ok(h.matching.NotArrived(ctx, people["porter"], offer.ID, matching.Verdict{Reason: reason}))
			h.ok(h.TakeBack(ctx, people["porter"], offer.ID))
			if h.find(id).State != households.StateAccepted {
				h.Errorf("%s is %s", id, h.find(id).State)
			}
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			excluded, _, err := matching.Obstacles(ctx, tx, "refused", "L1", tonight)
			if excluded {
				h.Error("where it is awaited is excluded for it")
			}
			return err
		}))
		offer := h.read(h.of("refused"))
		h.ok(h.DidNotCome(ctx, people["porter"], offer.ID, offer.Stay))
		h.ok(h.places.Place(ctx, program, places.Stay{ID: "hand", Household: "h9", Location: "L1", Persons: 2, From: tonight, Until: tonight + 3, EndKnown: true}, "by telephone"))
		status, body := h.post("zeist", todayL1, "doe", "terug", "aanbod", offer.ID)
		if status != 409 || !strings.Contains(body, "Huis L2: 9 plekken vrij") || h.find("refused").ParkedUntil != calendar.At(tonight+1) {
			h.Errorf("%d %.2500s", status, body)
		}
		h.clean()
	})
}

// settled lets a household live at a location from four days ago until a night.
func (h house) settled(id, location string, persons int, until calendar.Night) {
	h.Helper()
	h.household(id, persons)
	h.ok(h.matching.Unannounced(ctx, program, matching.Arrival{Stay: "s-" + id, Household: id, Location: location, Persons: persons, Until: until, EndKnown: true}))
}

// planMove promises a household its next place from a night on.
func (h house) planMove(id, location string, from calendar.Night) {
	h.Helper()
	change := gate.Change{Action: access.PlaceStay, Object: "stay/s-" + id, Reason: "school"}
	h.ok(h.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
		return places.PlanMoveIn(ctx, tx, program, places.Move{Stay: "s-" + id, Next: "n-" + id, Location: location, From: from, Until: from + 5, EndKnown: true, Reason: "school"})
	}))
}

func (h house) stay(id string) (stay places.Stay) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) (err error) {
		stay, err = places.StayByID(ctx, tx, id)
		return err
	}))
	return stay
}

// A household that moves by plan and was said to have come by mistake stays where it
// was, for the nights it had, and is awaited as announced; nothing of it counts.
func TestTakingBackAPlannedArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.location("L2", 4)
		h.settled("h1", "L2", 4, tonight+9)
		h.planMove("h1", "L1", tonight+3)
		h.later(24 * time.Hour) // two days early
		old, next := h.stay("s-h1"), h.stay("n-h1")
		h.ok(h.Came(ctx, people["porter"], "", "n-h1", 3))
		if h.stay("s-h1").State != places.Moved || h.find("h1").Current != "L1" {
			h.Fatalf("%+v", h.stay("s-h1"))
		}
		_, body := h.get("porter", todayL1)
		if !strings.Contains(body, "Vandaag gekomen") || !strings.Contains(body, `value="toch-niet"`) || strings.Contains(body, "zonder aankondiging") {
			h.Errorf("%.1900s", body)
		}
		h.later(time.Minute)
		if status, _ := h.post("porter", todayL1, "doe", "geteld", "verblijf", "n-h1", "personen", "2"); status != 303 || h.stay("n-h1").Persons != 2 {
			h.Errorf("%d %+v", status, h.stay("n-h1"))
		}
		h.later(time.Minute)
		h.wants(h.NotYet(ctx, people["neighbour"], "", "n-h1"), fault.Forbidden, "access.forbidden")
		if status, _ := h.post("porter", todayL1, "doe", "toch-niet", "verblijf", "n-h1"); status != 303 {
			h.Fatalf("%d", status)
		}
		back, again, at := h.stay("s-h1"), h.stay("n-h1"), h.find("h1")
		if back.State != places.Present || back.Until != old.Until || back.EndKnown != old.EndKnown || at.Current != "L2" || at.State != households.StatePresent {
			h.Errorf("%+v\n%+v", back, at)
		}
		if again.State != places.Accepted || again.Persons != 4 || again.From != next.From {
			h.Errorf("%+v", again)
		}
		if total := h.flow("national", "L1").Total; total != (Flow{}) {
			h.Errorf("L1: %+v", total)
		}
		if total := h.flow("national", "L2").Total; total != (Flow{Came: 4}) {
			h.Errorf("L2: %+v", total)
		}
		h.wants(h.NotYet(ctx, people["porter"], "", "n-h1"), fault.Conflict, "matching.undo_depends")
		h.clean()
		h.later(48 * time.Hour)
		h.ok(h.Came(ctx, people["porter"], "", "n-h1", 4))
		if total := h.flow("national", "L1").Total; total != (Flow{MovedIn: 4}) {
			h.Errorf("%+v", total)
		}
		h.later(24 * time.Hour)
		h.wants(h.NotYet(ctx, people["porter"], "", "n-h1"), fault.Conflict, "matching.undo_late")
		h.clean()
	})
}

// There is no way back where the nights of the former place are somebody else's by
// now, nor where the arrival cost a promise elsewhere.
func TestNoWayBackFromAnArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 20)
		h.location("L2", 4)
		h.settled("h1", "L2", 4, tonight+9)
		h.planMove("h1", "L1", tonight+3)
		h.later(24 * time.Hour)
		h.ok(h.Came(ctx, people["porter"], "", "n-h1", 4))
		h.ok(h.places.Place(ctx, program, places.Stay{ID: "x", Household: "x", Location: "L2", Persons: 4, From: tonight + 1, Until: tonight + 2, EndKnown: true}, "test"))
		h.later(time.Minute)
		status, body := h.post("porter", todayL1, "doe", "toch-niet", "verblijf", "n-h1")
		if status != 409 || !strings.Contains(body, "de vorige plek is al van een ander") || h.stay("n-h1").State != places.Present {
			h.Errorf("%d %.2500s", status, body)
		}
		h.household("h2", 2)
		h.accepted("h2", "L1")
		h.later(time.Minute)
		code := h.find("h2").Code
		h.location("L3", 9)
		h.ok(h.Unannounced(ctx, people["national"], Visitor{Stay: "u2", Code: code, Location: "L3", Until: calendar.At(tonight + 5), Reason: "test"}))
		h.wants(h.NotYet(ctx, people["national"], "", "u2"), fault.Conflict, "matching.undo_overtook")
		h.clean()
	})
}

// Whoever was taken in at the door by mistake was never there: it waits, or stays, as
// it did before.
func TestTakingBackAnUnannouncedArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		h.household("waits", 2)
		h.household("parked", 2)
		change := gate.Change{Action: access.EditHousehold, Object: "household/parked"}
		h.ok(h.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
			return households.Park(ctx, tx, "test", "parked", "test", tonight+6)
		}))
		h.settled("stays", "L2", 3, tonight+9)
		h.settled("gone", "L2", 1, tonight+9)
		h.ok(h.Left(ctx, program, "s-gone"))
		before := map[string]households.Household{}
		for _, id := range []string{"waits", "parked", "stays", "gone"} {
			before[id] = h.find(id)
		}
		h.later(time.Hour)
		for id, was := range before {
			h.ok(h.Unannounced(ctx, people["porter"], Visitor{Stay: "u-" + id, Code: was.Code, Location: "L1", Until: calendar.At(tonight + 5), Reason: "wrong card"}))
		}
		if h.find("stays").Current != "L1" || h.free("L1") != 1 {
			h.Fatalf("%d free", h.free("L1"))
		}
		_, body := h.get("porter", todayL1)
		if strings.Count(body, "Dit huishouden is hier niet") != 4 || !strings.Contains(body, "Kwam zonder aankondiging") {
			h.Errorf("%.2900s", body)
		}
		h.later(time.Hour)
		h.ok(h.CountAgain(ctx, people["porter"], "", "u-waits", 1))
		h.later(time.Hour)
		for id, was := range before {
			if status, body := h.post("porter", todayL1, "doe", "vergist", "verblijf", "u-"+id); status != 303 {
				h.Fatalf("%s: %d %.900s", id, status, body)
			}
			now := h.find(id)
			if now.State != was.State || now.Current != was.Current || now.Municipality != was.Municipality || now.ParkedUntil != was.ParkedUntil || now.WaitingSince != was.WaitingSince {
				h.Errorf("%s: %+v\nwas %+v", id, now, was)
			}
			if h.stay("u-"+id).State != places.Withdrawn {
				h.Errorf("%+v", h.stay("u-"+id))
			}
		}
		if h.stay("s-stays").State != places.Present || h.free("L1") != 9 || h.free("L2") != 6 {
			h.Errorf("%d and %d free", h.free("L1"), h.free("L2"))
		}
		if total := h.flow("national", "L1").Total; total != (Flow{}) {
			h.Errorf("%+v", total)
		}
		h.clean()
	})
}

// A stay given out by hand is awaited again; one that was altered since stays.
func TestTakingBackAnArrivalByHand(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 2)
		h.ok(h.places.Place(ctx, program, places.Stay{ID: "hand", Household: "h1", Location: "L1", Persons: 2, From: tonight, Until: tonight + 5, EndKnown: true}, "test"))
		h.ok(h.Came(ctx, people["porter"], "", "hand", 1))
		h.later(time.Minute)
		h.ok(h.NotYet(ctx, people["porter"], "", "hand"))
		if got := h.stay("hand"); got.State != places.Accepted || got.Persons != 2 || h.find("h1").State != households.StateWaiting || h.find("h1").Current != "" {
			h.Errorf("%+v %+v", got, h.find("h1"))
		}
		h.later(time.Minute)
		h.ok(h.Came(ctx, people["porter"], "", "hand", 2))
		h.later(time.Minute)
		h.ok(h.places.Prolong(ctx, program, "hand", tonight+6, true, "test"))
		h.wants(h.NotYet(ctx, people["porter"], "", "hand"), fault.Conflict, "matching.undo_depends")
		h.wants(h.CountAgain(ctx, people["porter"], "", "hand", 1), fault.Conflict, "matching.undo_depends")
		h.wants(h.NotYet(ctx, people["national"], "", "nothing"), fault.NotFound, "fault.not_found")
		if _, body := h.get("porter", todayL1); strings.Contains(body, `value="toch-niet"`) {
			h.Error("what cannot be taken back has a button for it")
		}
		h.clean()
	})
}
