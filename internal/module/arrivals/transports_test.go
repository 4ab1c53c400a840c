package arrivals

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
)

// Every pair of states of a transport: the table allows it and the store takes
// it, or neither.
func TestStatesOfATransport(t *testing.T) {
	want := map[TransportState][]TransportState{Planned: {UnderWay, Cancelled}, UnderWay: {Closed}, Closed: nil, Cancelled: nil}
	each(t, func(h house) {
		h.location("L1", 9)
		for _, from := range TransportStates {
			for _, to := range TransportStates {
				allowed := slices.Contains(want[from], to)
				if from.CanBecome(to) != allowed {
					h.Errorf("%s to %s: %t", from, to, !allowed)
				}
				id := string(from) + ">" + string(to)
				h.plan(id, "national", "L1")
				path := map[TransportState][]TransportState{Planned: nil, UnderWay: {UnderWay}, Closed: {UnderWay, Closed}, Cancelled: {Cancelled}}
				for _, step := range path[from] {
					h.ok(h.Advance(ctx, people["national"], id, step))
				}
				err := h.Advance(ctx, people["national"], id, to)
				found, readErr := h.Transport(ctx, people["national"], id)
				h.ok(readErr)
				switch {
				case allowed || from == to:
					if err != nil || found.State != to {
						h.Errorf("%s: %v, %s", id, err, found.State)
					}
				default:
					h.wants(err, fault.Conflict, "arrivals.transport_over")
					if found.State != from {
						h.Errorf("%s: became %s", id, found.State)
					}
				}
			}
		}
		h.wants(h.Advance(ctx, people["national"], "nothing", UnderWay), fault.NotFound, "fault.not_found")
	})
}

// Every state of an offer with fewer, as many and more than announced.
func TestStandsOfASeat(t *testing.T) {
	want := map[matching.OfferState][3]SeatStand{
		matching.OfferOpen:       {SeatFellAway, SeatFellAway, SeatFellAway},
		matching.OfferAccepted:   {SeatAwaited, SeatAwaited, SeatAwaited},
		matching.OfferDeclined:   {SeatFellAway, SeatFellAway, SeatFellAway},
		matching.OfferExpired:    {SeatFellAway, SeatFellAway, SeatFellAway},
		matching.OfferWithdrawn:  {SeatFellAway, SeatFellAway, SeatFellAway},
		matching.OfferArrived:    {SeatFewer, SeatCame, SeatMore},
		matching.OfferNotArrived: {SeatNotArrived, SeatNotArrived, SeatNotArrived},
	}
	reached := map[SeatStand]bool{}
	for _, state := range matching.OfferStates {
		for i, persons := range []int{2, 3, 4} {
			got := seatStand(state, 3, persons)
			reached[got] = true
			if got != want[state][i] {
				t.Errorf("%s with %d of 3: %s", state, persons, got)
			}
		}
	}
	if len(reached) != len(SeatStands) {
		t.Errorf("%v", reached)
	}
}

func (h house) plan(id, who string, stops ...string) {
	h.Helper()
	h.ok(h.PlanTransport(ctx, people[who], Transport{ID: id, Origin: "Hub Jaarbeurs", LeavesAt: calendar.InstantOf(*h.now)}, stops))
}

// The whole way of a bus: planned by form, boarded, left, ticked off, closed.
func TestATransport(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		for id, persons := range map[string]int{"h1": 3, "h2": 2, "h3": 4} {
			h.household(id, persons)
		}
		first, second, other := h.accepted("h1", "L1"), h.accepted("h2", "L1"), h.accepted("h3", "L2")
		if status, body := h.get("regional", "/transporten/nieuw"); status != 200 || !strings.Contains(body, "2 huishoudens, 5 personen") {
			h.Errorf("%d %.900s", status, body)
		}
		if status, body := h.post("regional", "/transporten", "id", "bus", "van", "", "tijd", "25.00"); status != 422 || strings.Count(body, "field-error-message") < 4 {
			h.Errorf("%d %.900s", status, body)
		}
		form := []string{"id", "bus", "van", "Hub Jaarbeurs", "tijd", "14:30", "op-dag", "11", "op-maand", "4", "op-jaar", "2022", "naar", "L1", "naar", "L2"}
		for range 2 {
			if status, _ := h.post("regional", "/transporten", form...); status != 303 {
				h.Errorf("%d", status)
			}
		}
		if status, body := h.get("regional", "/transporten/bus"); status != 200 || !strings.Contains(body, first.ID) || !strings.Contains(body, "14.30") {
			h.Errorf("%d %.900s", status, body)
		}
		for range 2 {
			if status, _ := h.post("regional", "/transporten/bus/huishoudens", "aanbod", first.ID, "aanbod", second.ID, "aanbod", other.ID); status != 303 {
				h.Errorf("%d", status)
			}
		}
		if _, body := h.get("regional", "/transporten"); !strings.Contains(body, "1 transport loopt of is gepland") || !strings.Contains(body, "Huis L1, Huis L2") {
			h.Errorf("%.900s", body)
		}
		// The porter sees who comes to the own door, and no others.
		seen, err := h.Transport(ctx, people["porter"], "bus")
		h.ok(err)
		if len(seen.Seats) != 2 {
			h.Errorf("the porter sees %d households", len(seen.Seats))
		}
		if _, body := h.get("porter", todayL1); !strings.Contains(body, "Reist vanaf Hub Jaarbeurs") {
			h.Error("today does not tell how they travel")
		}
		h.ok(h.Advance(ctx, people["regional"], "bus", UnderWay))
		h.wants(h.Advance(ctx, people["regional"], "bus", Closed), fault.Conflict, "arrivals.still_awaited")
		press := func(what string, o matching.Offer, more ...string) {
			h.Helper()
			pairs := append([]string{"doe", what, "aanbod", o.ID, "verblijf", o.Stay, "aantal", "3"}, more...)
			if status, body := h.post("zeist", "/transporten/bus/aankomst", pairs...); status != 303 {
				h.Errorf("%s: %d %.600s", what, status, body)
			}
		}
		press("gekomen", first, "personen", "1")
		press("niet", second)
		press("terug", second)
		back, err := h.Transport(ctx, people["regional"], "bus")
		h.ok(err)
		if _, _, waiting := sums(back.Seats); waiting != 2 || len(back.Seats) != 3 {
			h.Errorf("%d awaited of %d: who was taken back has no seat", waiting, len(back.Seats))
		}
		press("gekomen", other, "personen", "4")
		if h.free("L1") != 6 {
			h.Errorf("%d free", h.free("L1"))
		}
		again := h.read(h.of("h2"))
		press("niet", again)
		stands := map[string]SeatStand{}
		found, err := h.Transport(ctx, people["regional"], "bus")
		h.ok(err)
		for _, seat := range found.Seats {
			stands[seat.Guest.Household] = seat.Stand
		}
		if stands["h1"] != SeatFewer || stands["h2"] != SeatNotArrived || stands["h3"] != SeatCame || len(found.Seats) != 3 {
			h.Errorf("%+v", stands)
		}
		if status, body := h.get("regional", "/transporten/bus"); status != 200 || !strings.Contains(body, "5 van de 9 personen aangekomen") {
			h.Errorf("%d %.900s", status, body)
		}
		list, err := h.Transports(ctx, people["regional"], 0)
		h.ok(err)
		if len(list) != 1 || list[0].Announced != 9 || list[0].Came != 5 {
			h.Errorf("%+v", list)
		}
		if status, _ := h.post("regional", "/transporten/bus/stand", "stand", "closed"); status != 303 {
			h.Errorf("%d", status)
		}
		h.clean()
	})
}

// What cannot be put on a transport, and who cannot put it there.
func TestBoarding(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 9)
		h.location("E1", 9, func(l *places.Location) { l.Municipality, l.Region = "GM0153", "VR05" })
		for _, id := range []string{"h1", "h2", "h3"} {
			h.household(id, 2)
		}
		fine, elsewhere, unanswered := h.accepted("h1", "L1"), h.accepted("h2", "L2"), h.offer("h3", "L1")
		h.plan("bus", "zeist", "L1")
		h.plan("other", "zeist", "L1")
		h.wants(h.Board(ctx, people["zeist"], "bus", []string{fine.ID, elsewhere.ID}), fault.Conflict, "arrivals.not_a_stop")
		h.wants(h.Board(ctx, people["zeist"], "bus", []string{unanswered.ID}), fault.Conflict, "matching.offer_ended")
		h.wants(h.Board(ctx, people["zeist"], "bus", []string{"nothing"}), fault.NotFound, "matching.offer_unknown")
		h.wants(h.Board(ctx, people["enschede"], "bus", []string{fine.ID}), fault.Forbidden, "access.forbidden")
		h.wants(h.Board(ctx, people["porter"], "bus", []string{fine.ID}), fault.Forbidden, "access.forbidden")
		// Two put one household on two transports at a time: one of them does.
		var group sync.WaitGroup
		errs := make([]error, 2)
		for i, bus := range []string{"bus", "other"} {
			group.Go(func() { errs[i] = h.Board(ctx, people["zeist"], bus, []string{fine.ID}) })
		}
		group.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			h.Errorf("%v", errs)
		}
		taken, free := "bus", "other"
		if errs[0] != nil {
			taken, free = free, taken
		}
		h.wants(h.Board(ctx, people["zeist"], free, []string{fine.ID}), fault.Conflict, "arrivals.travels_already")
		found, err := h.Transport(ctx, people["zeist"], taken)
		h.ok(err)
		if status, _ := h.post("zeist", "/transporten/"+taken+"/eraf", "plek", found.Seats[0].ID); status != 303 {
			h.Errorf("%d", status)
		}
		h.ok(h.Board(ctx, people["zeist"], free, []string{fine.ID}))
		h.ok(h.Advance(ctx, people["zeist"], free, Cancelled))
		h.ok(h.Board(ctx, people["zeist"], taken, []string{fine.ID}))
		h.wants(h.Board(ctx, people["zeist"], free, []string{fine.ID}), fault.Conflict, "arrivals.transport_over")
		for _, who := range []string{"enschede", "neighbour"} {
			if status, _ := h.get(who, "/transporten/"+taken); status != 404 {
				h.Errorf("%s: %d", who, status)
			}
		}
		h.plan("own", "enschede", "E1")
		if list, err := h.Transports(ctx, people["zeist"], 0); err != nil || len(list) != 2 {
			h.Errorf("zeist sees %d, %v", len(list), err)
		}
		h.clean()
	})
}
