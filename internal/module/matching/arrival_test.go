package matching

import (
	"context"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestFewerCameThanAnnounced(t *testing.T) {
	each(t, func(h house) {
		offer := h.accepted()
		h.wants(h.Present(ctx, national, offer.ID, 0), fault.Invalid, "fault.invalid")
		h.wants(h.Present(ctx, council, offer.ID, 2), fault.Forbidden, "access.forbidden")
		h.ok(h.Present(ctx, porter, offer.ID, 2))
		h.ok(h.Present(ctx, porter, offer.ID, 2))
		if free := h.free("L1"); free != 3 {
			h.Errorf("%d free, want the place of who did not come", free)
		}
		got := h.offerTo("h1")
		if stay := h.stay(got.Stay); stay.State != places.Present || stay.Persons != 2 || stay.ID != offer.Stay {
			h.Errorf("%+v", stay)
		}
		h.wants(h.Present(ctx, porter, offer.ID, 3), fault.Conflict, "matching.offer_ended")
		h.clean()
	})
}

func TestMoreCameThanAnnounced(t *testing.T) {
	each(t, func(h house) {
		offer := h.accepted()
		h.wants(h.Present(ctx, porter, offer.ID, 6), fault.Conflict, "places.full")
		h.inState("h1", households.StateAccepted)
		h.ok(h.Present(ctx, porter, offer.ID, 5))
		if h.free("L1") != 0 {
			h.Error("the fifth has no place")
		}
		h.clean()
	})
}

// Who comes a day early needs a place that night.
func TestAnEarlyArrival(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 2)
		h.household("h1", 2)
		offer, err := h.OfferTo(ctx, national, HandOffer{Household: "h1", Location: "L1", From: tonight + 1, Until: tonight + 4, EndKnown: true})
		h.ok(err)
		h.answer(offer, SideLocation, Accept)
		h.answer(offer, SideHousehold, Accept)
		h.ok(h.Present(ctx, porter, offer.ID, 2))
		if stay := h.stay(h.offerTo("h1").Stay); stay.From != tonight || h.free("L1") != 0 {
			h.Errorf("%+v", stay)
		}
		h.clean()
	})
}

func TestNobodyIsPresentBeforeBothSaidYes(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		h.wants(h.Present(ctx, porter, offer.ID, 3), fault.Conflict, "matching.offer_ended")
		h.wants(h.NotArrived(ctx, porter, offer.ID, Verdict{Reason: "missed_transport"}), fault.Conflict, "matching.offer_ended")
		h.clean()
	})
}

// A household at the door gets a bed at once; what was promised to it elsewhere
// is free again.
func TestAnUnannouncedArrival(t *testing.T) {
	each(t, func(h house) {
		offer := h.accepted()
		h.location("L2", 4)
		arrival := Arrival{Stay: "s1", Household: "h1", Location: "L2", Persons: 3, Until: tonight + 7, Reason: "came by car"}
		h.ok(h.Unannounced(ctx, zeist, arrival))
		h.ok(h.Unannounced(ctx, zeist, arrival))
		if got := h.offerTo("h1"); got.State != OfferWithdrawn || got.Reason != reasonArrivedOutside || h.free("L1") != 5 {
			h.Errorf("%+v", got)
		}
		if found := h.find("h1"); found.State != households.StatePresent || found.Current != "L2" {
			h.Errorf("%+v", found)
		}
		h.household("h2", 1)
		arrival.Household = "h2"
		h.wants(h.Unannounced(ctx, zeist, arrival), fault.Conflict, "places.id_taken")
		full := Arrival{Stay: "s2", Household: "h2", Location: "L2", Persons: 2, Until: tonight + 7}
		h.wants(h.Unannounced(ctx, zeist, full), fault.Conflict, "places.full")
		h.inState("h2", households.StateWaiting)
		if h.stay(offer.Stay).State != places.Withdrawn {
			h.Error("the old promise stands")
		}
		h.clean()
	})
}

// Who must move waits while staying; arriving at the new place ends the old
// stay as moved.
func TestAMove(t *testing.T) {
	each(t, func(h house) {
		offer := h.accepted()
		h.ok(h.Present(ctx, porter, offer.ID, 3))
		h.location("L2", 4)
		h.ok(h.wait("h1"))
		next, err := h.OfferTo(ctx, national, HandOffer{Household: "h1", Location: "L2", From: tonight, Until: tonight + 7, EndKnown: true})
		h.ok(err)
		h.clean()
		h.answer(next, SideLocation, Accept)
		h.answer(next, SideHousehold, Accept)
		h.ok(h.Present(ctx, national, next.ID, 3))
		if old := h.stay(offer.Stay); old.State != places.Moved || h.free("L1") != 5 || h.free("L2") != 1 {
			h.Errorf("%+v", old)
		}
		if found := h.find("h1"); found.Current != "L2" || found.State != households.StatePresent {
			h.Errorf("%+v", found)
		}
		h.clean()
	})
}

// A household that has a place and is offered a better one it does not need
// stays where it is.
func TestAMoveDeclined(t *testing.T) {
	each(t, func(h house) {
		offer := h.accepted()
		h.ok(h.Present(ctx, porter, offer.ID, 3))
		h.location("L2", 4)
		h.ok(h.wait("h1"))
		next, err := h.OfferTo(ctx, national, HandOffer{Household: "h1", Location: "L2", From: tonight, Until: tonight + 7, EndKnown: true})
		h.ok(err)
		_, err = h.Answer(ctx, national, Reply{Offer: next.ID, Side: SideHousehold, Answer: Decline, Verdict: Verdict{Reason: "already_housed"}})
		h.ok(err)
		if found := h.find("h1"); found.Current != "L1" || found.State != households.StatePresent {
			h.Errorf("%+v", found)
		}
		h.clean()
	})
}

// wait puts a household back in the queue, as the page of households does.
func (h house) wait(id string) error {
	change := gate.Change{Action: access.PlaceStay, Object: "test"}
	return h.door.Do(ctx, national, change, func(ctx context.Context, tx *gate.Tx) error {
		return households.SetState(ctx, tx, "nel", id, households.StateWaiting, "must move")
	})
}

func TestDepartures(t *testing.T) {
	cases := []struct {
		how  places.State
		days calendar.Night // ago
		want households.State
	}{
		{places.Left, 0, households.StateLeft}, {places.HostEnded, 0, households.StateWaiting}, {places.Unknown, 0, households.StateLeft},
		{places.Left, 2, households.StateLeft}, {places.HostEnded, 1, households.StateWaiting},
	}
	each(t, func(h house) {
		h.location("L1", 9)
		for i := range cases {
			id := string(rune('a' + i))
			h.household(id, 1)
			h.ok(h.Unannounced(ctx, porter, Arrival{Stay: id, Household: id, Location: "L1", Persons: 1, Until: tonight + 9}))
		}
		h.later(72 * time.Hour)
		today := tonight + 3
		for i, c := range cases {
			id := string(rune('a' + i))
			gone := Departure{Stay: id, How: c.how, Night: today - c.days, Reason: "told by phone"}
			h.ok(h.Left(ctx, porter, gone))
			h.ok(h.Left(ctx, porter, gone))
			if stay := h.stay(id); stay.State != c.how || stay.Until != today-c.days {
				h.Errorf("%+v", stay)
			}
			if found := h.find(id); found.State != c.want || found.Current != "" {
				h.Errorf("%s %d: %+v", c.how, c.days, found)
			}
		}
		for field, wrong := range map[string]Departure{
			"how": {Stay: "a", How: places.Moved, Night: today}, "night": {Stay: "a", How: places.Left, Night: today + 1},
		} {
			told := fault.As(h.Left(ctx, porter, wrong))
			if len(told.Fields) != 1 || told.Fields[0].Name != field {
				h.Errorf("%s: %v", field, told)
			}
		}
		h.wants(h.Left(ctx, flevo, Departure{Stay: "b", How: places.Left, Night: today}), fault.Forbidden, "access.forbidden")
		h.wants(h.Left(ctx, flevo, Departure{Stay: "b", How: places.Left, Night: today - 1}), fault.NotFound, "fault.not_found")
		h.clean()
	})
}

// What a crash between the register's word and the household's leaves is found,
// and telling it again mends it.
func TestAHalfToldDepartureIsFoundAndMended(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 1)
		h.ok(h.Unannounced(ctx, porter, Arrival{Stay: "s1", Household: "h1", Location: "L1", Persons: 1, Until: tonight + 9}))
		h.later(48 * time.Hour)
		h.ok(h.places.End(ctx, porter, "s1", places.Left, tonight+1, "told by phone"))
		if wrong := h.flaws(); len(wrong) != 1 || wrong[0] != "household h1: is present and stays nowhere" {
			h.Errorf("%q", wrong)
		}
		h.ok(h.Left(ctx, porter, Departure{Stay: "s1", How: places.Left, Night: tonight + 1}))
		h.clean()
	})
}

func (h house) flaws() (wrong []string) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) (err error) {
		wrong, err = Verify(ctx, tx)
		return err
	}))
	return wrong
}

// Who was asked beforehand is not asked again: no mail is written and no deadline
// runs; who was not, is.
func TestNobodyIsAskedWhoAgreed(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 8)
		h.household("h1", 3)
		h.household("h2", 3)
		for household, agreed := range map[string]bool{"h1": true, "h2": false} {
			hand := HandOffer{Household: household, Location: "L1", From: tonight, Until: tonight + 4, EndKnown: true}
			var made Offer
			change := gate.Change{Action: access.PlaceStay, Object: "household/" + household}
			h.ok(h.door.Do(ctx, national, change, func(ctx context.Context, tx *gate.Tx) (err error) {
				made, err = h.PlaceIn(ctx, tx, national, hand, agreed)
				return err
			}))
			want, state := 4, OfferOpen // both sides told, both deadlines
			if agreed {
				want, state = 0, OfferAccepted
			}
			h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
				var jobs int
				err := tx.Row(ctx, `SELECT COUNT(*) FROM job WHERE id LIKE '%/' || CAST($1 AS TEXT)`, made.ID).Scan(&jobs)
				if jobs != want || made.State != state {
					h.Errorf("agreed %t: %d pieces of work, want %d; %s", agreed, jobs, want, made.State)
				}
				return err
			}))
		}
		h.clean()
	})
}
