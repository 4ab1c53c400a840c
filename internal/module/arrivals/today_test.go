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

const todayL1 = "/locaties/L1/vandaag"

// One press per household: came, with fewer, or did not come.
func TestTicksAtTheDoor(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		code := h.household("h1", 3, func(x *households.Household) { x.Needs = []string{"wheelchair"} }).Code
		h.household("h2", 4)
		h.household("h3", 2)
		came, fewer, none := h.accepted("h1", "L1"), h.accepted("h2", "L1"), h.accepted("h3", "L1")
		status, body := h.get("porter", todayL1)
		if status != 200 || !strings.Contains(body, "Vandaag komen 3 huishoudens") || !strings.Contains(body, code) ||
			!strings.Contains(body, "rolstoel") || strings.Contains(body, "Olena") || !strings.Contains(body, "/aanbiedingen/"+came.ID) || strings.Contains(body, "/huishoudens/") {
			h.Errorf("%d %.900s", status, body)
		}
		if status, _ := h.post("porter", todayL1, "doe", "gekomen", "aanbod", came.ID, "verblijf", came.Stay, "aantal", "3"); status != 303 {
			h.Errorf("%d", status)
		}
		if status, body := h.post("porter", todayL1, "doe", "gekomen", "aanbod", fewer.ID, "verblijf", fewer.Stay, "aantal", "4", "personen", "x"); status != 422 ||
			!strings.Contains(body, "notice--error") {
			h.Errorf("no number: %d", status)
		}
		h.post("porter", todayL1, "doe", "gekomen", "aanbod", fewer.ID, "verblijf", fewer.Stay, "aantal", "4", "personen", "2")
		if h.free("L1") != 2 {
			h.Errorf("%d free, want the places of two who did not come", h.free("L1"))
		}
		h.post("porter", todayL1, "doe", "niet", "aanbod", none.ID, "verblijf", none.Stay)
		found := h.find("h3")
		if h.free("L1") != 4 || found.State != households.StateParked || found.ParkedUntil != calendar.At(tonight+1) || found.WaitingSince != tonight-3 {
			h.Errorf("%d free, %+v", h.free("L1"), found)
		}
		if status, body := h.post("porter", todayL1, "doe", "gekomen", "aanbod", none.ID, "verblijf", none.Stay, "aantal", "2"); status != 409 ||
			!strings.Contains(body, "Iemand anders heeft dit al verwerkt") || !strings.Contains(body, "Om 12.00 opgeslagen: Niet aangekomen") {
			h.Errorf("pressed by two: %d", status)
		}
		if status, _ := h.post("porter", todayL1, "doe", "iets"); status != 422 {
			h.Errorf("nonsense: %d", status)
		}
		h.clean()
	})
}

// "Did not come" can be taken back on the same day, while the places are free.
func TestTakingBackANoShow(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.household("h1", 3)
		h.household("h2", 3)
		offer := h.accepted("h1", "L1")
		h.ok(h.DidNotCome(ctx, people["porter"], offer.ID, offer.Stay))
		_, body := h.get("porter", todayL1)
		if !strings.Contains(body, "Vandaag afgemeld") || !strings.Contains(body, `value="terug"`) {
			h.Errorf("%.900s", body)
		}
		h.later(9 * time.Hour)
		if status, _ := h.post("porter", todayL1, "doe", "terug", "aanbod", offer.ID); status != 303 {
			h.Errorf("%d", status)
		}
		today, err := h.Today(ctx, people["porter"], "L1")
		h.ok(err)
		if len(today.Expected) != 1 || len(today.Missed) != 0 || h.free("L1") != 1 || h.find("h1").State != households.StateAccepted {
			h.Fatalf("%+v, %d free", today, h.free("L1"))
		}
		again := today.Expected[0]
		if again.Offer == offer.ID || again.Persons != 3 || again.Until != offer.Until {
			h.Errorf("%+v", again)
		}
		h.clean()
		h.drain() // nobody is asked anything about an offer made this way
		if mails := h.mailed(); mails != "" {
			h.Error(mails)
		}
		// Given away meanwhile: told, and nothing changes.
		h.ok(h.DidNotCome(ctx, people["porter"], again.Offer, again.Stay))
		h.accepted("h2", "L1")
		if status, body := h.post("porter", todayL1, "doe", "terug", "aanbod", again.Offer); status != 409 || !strings.Contains(body, "notice--error") {
			h.Errorf("given away: %d", status)
		}
		if h.find("h1").State != households.StateParked || h.free("L1") != 1 {
			h.Errorf("%s, %d free", h.find("h1").State, h.free("L1"))
		}
		h.later(2 * time.Second)
		h.ok(h.matching.NotArrived(ctx, people["porter"], h.of("h2"), matching.Verdict{Reason: "missed_transport"}))
		h.later(5 * time.Hour) // past midnight
		h.wants(h.TakeBack(ctx, people["porter"], h.of("h2")), fault.Conflict, "matching.undo_late")
		h.wants(h.TakeBack(ctx, people["neighbour"], offer.ID), fault.Forbidden, "access.forbidden")
		h.clean()
	})
}

// of is the last offer made to a household.
func (h house) of(household string) string {
	h.Helper()
	list, _, err := h.matching.Offers(ctx, program, matching.OfferFilter{Household: household})
	h.ok(err)
	last := ""
	for _, offer := range list {
		last = max(last, offer.ID)
	}
	return last
}

// Who is late shows first; who leaves today can be ticked off.
func TestLateAndLeaving(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 2)
		h.household("h2", 1)
		h.household("h9", 1)
		late := h.accepted("h1", "L1")
		h.ok(h.places.Place(ctx, program, places.Stay{ID: "hand", Household: "h9", Location: "L1", Persons: 1, From: tonight + 2, Until: tonight + 3, EndKnown: true}, "by telephone"))
		h.later(48 * time.Hour)
		h.accepted("h2", "L1")
		_, body := h.get("porter", todayL1)
		if !strings.Contains(body, "1 te laat") || !strings.Contains(body, "Verwacht sinds 11 april 2022") || !strings.Contains(body, "Vandaag komen 3 huishoudens") {
			h.Errorf("%.1500s", body)
		}
		h.ok(h.Came(ctx, people["porter"], late.ID, late.Stay, 2))
		h.ok(h.Came(ctx, people["porter"], "", "hand", 1))
		h.later(5 * 24 * time.Hour) // the day on which the first leaves
		today, err := h.Today(ctx, people["porter"], "L1")
		h.ok(err)
		if len(today.Leaving) != 2 {
			h.Fatalf("%+v", today.Leaving)
		}
		for _, guest := range today.Leaving {
			if guest.Household == "h1" {
				if status, _ := h.post("porter", todayL1, "doe", "vertrokken", "verblijf", guest.Stay); status != 303 {
					h.Errorf("%d", status)
				}
			}
		}
		if h.find("h1").State != households.StateLeft {
			h.Error(h.find("h1").State)
		}
	})
}

// Whoever stands at the door with a card gets a bed where there is one, and is
// told what is free where there is none.
func TestUnannounced(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 9)
		first, second := h.household("h1", 3), h.household("h2", 2)
		const path = "/locaties/L1/onaangekondigd"
		if status, body := h.get("porter", path); status != 200 || !strings.Contains(body, "4 plekken vrij") {
			h.Errorf("%d %.800s", status, body)
		}
		for _, wrong := range [][]string{{"code", ""}, {"code", "XXX-XXX"}, {"code", first.Code, "personen", "veel"}, {"code", first.Code, "tot-dag", "31", "tot-maand", "2", "tot-jaar", "2022"}} {
			if status, _ := h.post("porter", path, append(wrong, "verblijf", "s1")...); status != 422 {
				h.Errorf("%v: %d", wrong, status)
			}
		}
		if status, _ := h.post("porter", path, "verblijf", "s1", "code", strings.ToLower(first.Code)); status != 303 {
			h.Errorf("%d", status)
		}
		h.post("porter", path, "verblijf", "s1", "code", first.Code)
		if found := h.find("h1"); h.free("L1") != 1 || found.State != households.StatePresent || found.Current != "L1" {
			h.Errorf("%d free, %+v", h.free("L1"), found)
		}
		status, body := h.post("zeist", path, "verblijf", "s2", "code", second.Code)
		if status != 409 || !strings.Contains(body, "Huis L2: 9 plekken vrij") {
			h.Errorf("%d %.1500s", status, body)
		}
		if h.find("h2").State != households.StateWaiting || h.free("L1") != 1 {
			h.Error("somebody without a place was taken in")
		}
		// One of them sleeps here, the other elsewhere.
		if status, _ := h.post("porter", path, "verblijf", "s3", "code", second.Code, "personen", "1"); status != 303 || h.free("L1") != 0 {
			h.Errorf("%d", status)
		}
		h.clean()
	})
}

// Where there is a bed for some nights and not for all, the porter is told until
// when, and can take them in until then.
func TestUnannouncedUntilItIsFull(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.ok(h.places.State(ctx, access.Program(), places.Statement{
			ID: db.NewID(), Location: "L1", Rung: places.Open, From: tonight + 3, Places: 2, Source: "phone",
		}))
		h.ok(h.places.State(ctx, access.Program(), places.Statement{ // the tightest night is not the first that is full
			ID: db.NewID(), Location: "L1", Rung: places.Open, From: tonight + 5, Places: 0, Source: "phone",
		}))
		code := h.household("h1", 3).Code
		const path = "/locaties/L1/onaangekondigd"
		status, body := h.post("porter", path, "verblijf", "s1", "code", code)
		if status != 409 || !strings.Contains(body, "Tot 14 april 2022 past het wel") {
			h.Errorf("%d %.1500s", status, body)
		}
		status, _ = h.post("porter", path, "verblijf", "s1", "code", code, "tot-dag", "14", "tot-maand", "4", "tot-jaar", "2022")
		if status != 303 || h.find("h1").State != households.StatePresent {
			h.Errorf("%d, %s", status, h.find("h1").State)
		}
		h.clean()
	})
}

// Nobody looks into or presses at a location that is not theirs, and nobody
// learns there whether a code exists.
func TestReachOfTheLists(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		code := h.household("h1", 3).Code
		offer := h.accepted("h1", "L1")
		for _, who := range []string{"neighbour", "enschede"} {
			for _, path := range []string{todayL1, "/locaties/L1/huislijst", "/locaties/L1/onaangekondigd"} {
				if status, _ := h.get(who, path); status != 404 {
					h.Errorf("%s at %s: %d", who, path, status)
				}
			}
			if status, _ := h.post(who, "/locaties/L1/onaangekondigd", "verblijf", "s", "code", code); status != 404 {
				h.Errorf("%s takes somebody in: %d", who, status)
			}
			if status, _ := h.post(who, "/locaties/L1/huislijst"); status != 404 {
				h.Errorf("%s looks at names: %d", who, status)
			}
			h.wants(h.Came(ctx, people[who], offer.ID, offer.Stay, 3), fault.Forbidden, "access.forbidden")
			h.wants(h.Came(ctx, people[who], "", offer.Stay, 3), fault.Forbidden, "access.forbidden")
			h.wants(h.DidNotCome(ctx, people[who], offer.ID, offer.Stay), fault.Forbidden, "access.forbidden")
			h.wants(h.Left(ctx, people[who], offer.Stay), fault.Forbidden, "access.forbidden")
		}
		for _, path := range []string{todayL1, "/locaties/L1/huislijst", "/transporten"} {
			if status, _ := h.get("council", path); status != 403 {
				h.Errorf("council at %s: %d", path, status)
			}
			if status, _ := h.get("", path); status != 303 {
				h.Errorf("a stranger at %s: %d", path, status)
			}
		}
		if h.read(offer.ID).State != matching.OfferAccepted {
			h.Error("somebody from outside changed it")
		}
	})
}

// The house list tells who sleeps where, names only for who reaches them, and
// every look is in the audit book.
func TestTheHouseList(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 12)
		code := h.household("h1", 5, func(x *households.Household) { x.Needs, x.Minors = []string{"wheelchair"}, 2 }).Code
		h.household("h2", 2)
		h.household("h3", 1)
		for _, id := range []string{"h1", "h2"} {
			offer := h.accepted(id, "L1")
			h.ok(h.Came(ctx, people["porter"], offer.ID, offer.Stay, offer.Persons))
		}
		h.accepted("h3", "L1")
		h.ok(h.places.AddRoom(ctx, program, places.Room{ID: "r4", Location: "L1", Name: "Kamer 4", Beds: 3}))
		h.ok(h.places.AssignRooms(ctx, people["porter"], h.read(h.of("h1")).Stay, []places.Share{{Room: "r4", Persons: 3}}))
		list, err := h.HouseList(ctx, people["porter"], "L1")
		h.ok(err)
		if persons, stays := Count(list.Here); persons != 7 || stays != 2 || len(list.Here) != 3 || list.Here[0].Room != "Kamer 4" ||
			list.Here[0].Persons != 3 || !list.Here[0].NeedsHelp() || len(list.Awaited) != 1 {
			h.Errorf("%+v", list)
		}
		const path = "/locaties/L1/huislijst"
		status, body := h.get("porter", path)
		for _, want := range []string{"Vannacht slapen hier 7 personen", code, "Kamer 4", "niet ingedeeld", "hulp bij ontruiming", "2 kinderen", "18 april 2022", "Stand van", "030-1234567"} {
			if !strings.Contains(body, want) {
				h.Errorf("%d: the list lacks %s", status, want)
			}
		}
		if strings.Contains(body, "Olena") || h.looks() != 0 {
			h.Error("names were shown, or looked at, unasked")
		}
		status, body = h.post("porter", path)
		if status != 200 || !strings.Contains(body, "Olena Melnyk h1 (Олена Мельник)") || strings.Contains(body, "Melnyk h3") {
			h.Errorf("%d %.1200s", status, body)
		}
		if h.looks() != 2 {
			h.Errorf("%d looks in the audit book, want one per household", h.looks())
		}
		if status, body := h.get("volunteer", path); status != 200 || strings.Contains(body, "Toon namen") || strings.Contains(body, "/vandaag\"") {
			h.Errorf("volunteer: %d", status)
		}
		if status, body := h.post("volunteer", path); status != 403 || strings.Contains(body, "Olena") || h.looks() != 2 {
			h.Errorf("volunteer: %d", status)
		}
	})
}

// looks counts the looks at persons in the audit book.
func (h house) looks() (count int) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(context.Background(), "SELECT COUNT(*) FROM audit WHERE action = $1", string(access.ViewNames)).Scan(&count)
	}))
	return count
}

// A household that moves by plan is awaited at the new door, and no longer to be
// sent off at the old one; one press there ends its stay here.
func TestAPlannedMoveAtBothDoors(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		code := h.household("h1", 3).Code
		offer := h.accepted("h1", "L2")
		h.ok(h.Came(ctx, people["neighbour"], offer.ID, offer.Stay, 3))
		change := gate.Change{Action: access.PlaceStay, Object: "test"}
		h.ok(h.door.Do(ctx, people["national"], change, func(ctx context.Context, tx *gate.Tx) error {
			return places.PlanMoveIn(ctx, tx, people["national"], places.Move{Stay: offer.Stay, Next: "next", Location: "L1", From: tonight + 2, Until: tonight + 9, EndKnown: true, Reason: "school"})
		}))
		_, body := h.get("porter", todayL1)
		if !strings.Contains(body, "Verhuizingen op latere dagen") || strings.Contains(body, `value="gekomen"`) {
			h.Error("awaited before the day")
		}
		h.later(48 * time.Hour)
		_, body = h.get("porter", todayL1)
		if !strings.Contains(body, code) || !strings.Contains(body, "Verhuist van") || !strings.Contains(body, "Vandaag komt 1 huishouden") {
			h.Errorf("%.1500s", body)
		}
		_, body = h.get("neighbour", "/locaties/L2/vandaag")
		if !strings.Contains(body, "Verhuist naar") || strings.Contains(body, `value="vertrokken"`) {
			h.Errorf("%.1500s", body)
		}
		if status, _ := h.post("porter", todayL1, "doe", "gekomen", "verblijf", "next", "aantal", "2"); status != 303 {
			h.Fatalf("%d", status)
		}
		_, body = h.get("neighbour", "/locaties/L2/vandaag")
		if strings.Contains(body, code) {
			h.Error("still at the old door")
		}
		now := h.find("h1")
		if now.Current != "L1" || now.State != households.StatePresent {
			h.Errorf("%+v", now)
		}
		if got := h.flow("national", "GM0355").Total; got.MovedIn != 2 || got.MovedOut != 3 || got.Came != 3 {
			h.Errorf("%+v", got)
		}
		free, err := h.places.Free(ctx, program, "L1", tonight+2, tonight+4)
		if err != nil || free[0] != 7 || free[1] != 7 {
			h.Errorf("%v, %v", free, err)
		}
		h.clean()
	})
}

// Who does not turn up at the new door is still at the old one.
func TestAPlannedMoveThatDidNotHappen(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		h.household("h1", 3)
		offer := h.accepted("h1", "L2")
		h.ok(h.Came(ctx, people["neighbour"], offer.ID, offer.Stay, 3))
		change := gate.Change{Action: access.PlaceStay, Object: "test"}
		h.ok(h.door.Do(ctx, people["national"], change, func(ctx context.Context, tx *gate.Tx) error {
			return places.PlanMoveIn(ctx, tx, people["national"], places.Move{Stay: offer.Stay, Next: "next", Location: "L1", From: tonight + 2, Until: tonight + 9, EndKnown: true, Reason: "school"})
		}))
		h.later(48 * time.Hour)
		if status, _ := h.post("porter", todayL1, "doe", "niet", "verblijf", "next", "aantal", "3"); status != 303 {
			h.Fatalf("%d", status)
		}
		_, body := h.get("neighbour", "/locaties/L2/vandaag")
		if !strings.Contains(body, `value="vertrokken"`) || h.find("h1").Current != "L2" {
			h.Errorf("%.900s", body)
		}
		h.clean()
	})
}
