package matching

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// The whole way of a small nation: plan, offers, answers, arrivals, departures.
func TestTheWholeStory(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		run := h.run(national)
		sent := h.send(run.ID)
		if sent.Offered != run.Certificate.Placed || len(sent.Stale) != 0 {
			h.Fatalf("%+v of %d", sent, run.Certificate.Placed)
		}
		if again := h.send(run.ID); again.Offered != 0 {
			h.Errorf("sent twice: %+v", again)
		}
		h.clean()
		for _, p := range h.proposals(run.ID) {
			offer := h.offerTo(p.Household)
			h.inState(p.Household, households.StateOffered)
			if offer.Persons != p.Persons || offer.Until != tonight+10 || !offer.EndKnown || p.State != Offered || p.Offer != offer.ID {
				h.Errorf("%+v of %+v", offer, p)
			}
			h.answer(offer, SideHousehold, Accept)
			h.inState(p.Household, households.StateOffered)
			if got := h.answer(offer, SideLocation, Accept); got.State != OfferAccepted {
				h.Errorf("both said yes: %s", got.State)
			}
			h.inState(p.Household, households.StateAccepted)
		}
		h.clean()
		first := h.proposals(run.ID)[0]
		offer := h.offerTo(first.Household)
		h.ok(h.Present(ctx, national, offer.ID, offer.Persons))
		h.ok(h.Present(ctx, national, offer.ID, offer.Persons))
		found := h.find(first.Household)
		if found.State != households.StatePresent || found.Current != first.Location || found.Municipality != "GM0355" {
			h.Errorf("%+v", found)
		}
		_, history, err := h.Offer(ctx, zeist, offer.ID)
		h.ok(err)
		if len(history) != 4 || history[0].Before != "" || history[3].After != OfferArrived {
			h.Errorf("%+v", history)
		}
		h.clean()
		h.ok(h.Left(ctx, national, Departure{Stay: offer.Stay, How: places.Left, Night: tonight, Reason: "own place"}))
		h.inState(first.Household, households.StateLeft)
		h.clean()
	})
}

// An open or far end is promised up to the last night the run planned.
func TestAnUnknownEndIsPromisedToTheHorizon(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.household("h1", 1, func(x *households.Household) { x.Until = calendar.End{} })
		h.household("h2", 1, func(x *households.Household) { x.Until = calendar.At(tonight + 300) })
		h.send(h.run(national).ID)
		for _, id := range []string{"h1", "h2"} {
			if offer := h.offerTo(id); offer.Until != tonight+28 || offer.EndKnown {
				h.Errorf("%s is promised until %s, known %t", id, offer.Until, offer.EndKnown)
			}
		}
	})
}

// Two plans were made for the same places; the second to be sent finds them gone
// and says so, its household still waits.
func TestCompetingPlans(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 5)
		h.household("h1", 3)
		first := h.run(national)
		h.household("h2", 4, func(x *households.Household) { x.Flags = []string{plan.FlagUrgent} })
		second := h.run(national)
		if got := shape(h.proposals(second.ID)); got[:2] != "h2" {
			h.Fatalf("the second plan is %s", got)
		}
		h.send(first.ID)
		sent := h.send(second.ID)
		if sent.Offered != 0 || len(sent.Stale) != 1 || sent.Stale[0].Why.Key != "places.full" || sent.Stale[0].Why.Args["free"] != 2 {
			h.Errorf("%+v", sent)
		}
		h.inState("h1", households.StateOffered)
		h.inState("h2", households.StateWaiting)
		stale := h.proposals(second.ID)[0]
		if stale.State != Stale || stale.Reason.Key != "places.full" || stale.Reason.Args["night"] != tonight {
			h.Errorf("%+v", stale)
		}
		third := h.run(national)
		if len(h.proposals(third.ID)) != 0 {
			h.Error("promised places were planned again")
		}
		h.clean()
	})
}

// Between plan and offer the world moves on; what no longer holds is stale with
// its reason, and the rest goes through.
func TestStaleProposals(t *testing.T) {
	correct := func(h house, id string, change func(*households.Household)) {
		x := h.find(id)
		change(&x)
		h.ok(h.households.Correct(ctx, national, x))
	}
	cases := []struct {
		want   string // empty: nothing happens, the offer is made
		change func(h house, household, location string)
	}{
		{"", func(house, string, string) {}},
		{"matching.stale_household_changed", func(h house, id, _ string) {
			correct(h, id, func(x *households.Household) { x.Persons = 4 })
		}},
		{"matching.stale_need", func(h house, id, _ string) {
			correct(h, id, func(x *households.Household) { x.Needs = append(x.Needs, "crib") })
		}},
		{"matching.stale_not_waiting", func(h house, id, _ string) {
			correct(h, id, func(x *households.Household) {
				x.Flags, x.Persons, x.Minors = []string{plan.FlagUnaccompaniedMinor}, 1, 1
			})
		}},
		{"matching.stale_location_closed", func(h house, _, location string) {
			h.ok(h.places.CloseLocation(ctx, national, location, h.door.Tonight(), "fire"))
		}},
		{"matching.stale_superseded", func(h house, id, _ string) {
			_, err := h.OfferTo(ctx, national, HandOffer{Household: id, Location: "spare", From: tonight, Until: tonight + 3, EndKnown: true, Despite: true, Reason: "by telephone"})
			h.ok(err)
		}},
		{"places.full", func(h house, _, location string) { h.state(location, 1) }},
		{"matching.stale_excluded", func(h house, id, location string) {
			h.ok(h.door.Do(ctx, national, gate.Change{Action: access.PlaceStay, Object: "test"}, func(ctx context.Context, tx *gate.Tx) error {
				return households.Exclude(ctx, tx, id, location, "test")
			}))
		}},
		{"matching.stale_nights", func(house, string, string) {}}, // its only night has passed
	}
	each(t, func(h house) {
		h.location("spare", 5)
		for i, c := range cases {
			facility := fmt.Sprintf("facility_%d", i)
			h.location(fmt.Sprintf("L%d", i), 5, facility)
			h.household(fmt.Sprintf("h%d", i), 3, func(x *households.Household) {
				x.Needs = []string{facility}
				if c.want == "matching.stale_nights" {
					x.Until = calendar.At(tonight + 1)
				}
			})
		}
		run := h.run(national)
		h.later(24 * time.Hour)
		for i, c := range cases {
			c.change(h, fmt.Sprintf("h%d", i), fmt.Sprintf("L%d", i))
		}
		if sent := h.send(run.ID); sent.Offered != 1 || len(sent.Stale) != len(cases)-2 {
			h.Errorf("%+v", sent)
		}
		texts := catalogue(h.TB)
		for i, c := range cases {
			list, _, err := h.Proposals(ctx, national, run.ID, ProposalFilter{Household: fmt.Sprintf("h%d", i)})
			h.ok(err)
			got, want := list[0], Stale
			if c.want == "" {
				want = Offered
			}
			if got.State != want || got.Reason.Key != c.want || c.want != "" && !texts.Has(c.want) {
				h.Errorf("want %s, got %s %s", c.want, got.State, got.Reason.Key)
			}
		}
		h.clean()
	})
}

// A plan that breaks a safeguarding rule is not carried out, whoever made it.
func TestSafeguardingHasTheLastWord(t *testing.T) {
	each(t, func(h house) {
		h.locationOf(places.Location{ID: "G1", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household",
			Facilities: []string{"screened"}}, 5)
		h.household("h1", 3, func(x *households.Household) { x.Minors = 2 })
		h.household("h2", 1, func(x *households.Household) { x.Flags = []string{plan.FlagLoneWoman} })
		run := h.run(national)
		if len(h.proposals(run.ID)) != 2 {
			h.Fatal("a screened host may take both in")
		}
		found, err := h.places.Location(ctx, national, "G1")
		h.ok(err)
		found.Facilities = nil
		h.ok(h.places.EditLocation(ctx, national, found))
		sent := h.send(run.ID)
		if sent.Offered != 0 || len(sent.Stale) != 2 || sent.Stale[0].Why.Key != "matching.stale_safeguard" {
			h.Errorf("%+v", sent)
		}
		_, err = h.OfferTo(ctx, national, HandOffer{Household: "h1", Location: "G1", From: tonight, Until: tonight + 2, EndKnown: true})
		h.wants(err, fault.Conflict, "households.safeguard")
		err = h.Unannounced(ctx, national, Arrival{Stay: "s1", Household: "h2", Location: "G1", Persons: 1, Until: tonight + 2})
		h.wants(err, fault.Conflict, "households.safeguard")
		h.inState("h1", households.StateWaiting)
		h.clean()
	})
}

func TestEveryReasonHasItsConsequence(t *testing.T) {
	until := calendar.At(tonight + 7)
	each(t, func(h house) {
		h.location("L1", 500)
		n := 0
		for _, reason := range Reasons {
			if reason.Moment == AtExpiry {
				continue
			}
			n++
			id := fmt.Sprintf("h%d", n)
			h.household(id, 1)
			offer := Offer{Location: "L1"}
			verdict := Verdict{Reason: reason.Key, Until: until, Note: "said so"}
			var err error
			switch reason.Moment {
			case AtReject:
				run := h.run(national)
				list, _, found := h.Proposals(ctx, national, run.ID, ProposalFilter{Household: id})
				h.ok(found)
				err = h.Reject(ctx, national, run.ID, list[0].ID, verdict)
				h.wants(h.Reject(ctx, national, run.ID, list[0].ID, verdict), fault.Conflict, "matching.proposal_decided")
			default:
				offer, err = h.OfferTo(ctx, national, HandOffer{Household: id, Location: "L1", From: tonight, Until: tonight + 3, EndKnown: true, Despite: true, Reason: "asked again"})
				h.ok(err)
				err = h.give(offer, reason, verdict)
			}
			h.ok(err)
			h.followed(id, reason, until)
			if offer.ID != "" {
				if stay := h.stay(offer.Stay); stay.State.Holds() {
					h.Errorf("%s: the nights are not free: %s", reason.Key, stay.State)
				}
				h.askedOnce(h.offerTo(id), reason)
			}
			h.clear(id)
		}
		h.clean()
	})
}

// give brings an offer to its end by a reason, at its moment.
func (h house) give(o Offer, reason Reason, verdict Verdict) error {
	switch reason.Moment {
	case AtDecline:
		_, err := h.Answer(ctx, national, Reply{Offer: o.ID, Side: reason.By, Answer: Decline, Verdict: verdict})
		return err
	case AtWithdraw:
		return h.WithdrawOffer(ctx, national, o.ID, verdict)
	}
	h.answer(o, SideLocation, Accept)
	h.answer(o, SideHousehold, Accept)
	return h.NotArrived(ctx, national, o.ID, verdict)
}

// followed checks what a reason did to the household.
func (h house) followed(id string, reason Reason, until calendar.End) {
	h.Helper()
	found := h.find(id)
	if found.WaitingSince != tonight-3 {
		h.Errorf("%s: the waiting time was not kept", reason.Key)
	}
	want := map[Consequence]households.State{ParkUntil: households.StateParked, Withdraw: households.StateWithdrawn}[reason.Consequence]
	if want == "" {
		want = households.StateWaiting
	}
	if found.State != want || (want == households.StateParked && found.ParkedUntil != until) {
		h.Errorf("%s: the household is %s until %s", reason.Key, found.State, found.ParkedUntil)
	}
	in, err := h.see(ctx, national, must(h.complete(Order{})))
	excluded, seen := false, false
	if err == nil {
		for _, x := range in.Households {
			if x.ID == id {
				seen, excluded = true, slices.Contains(x.Excluded, "L1")
			}
		}
	}
	if excluded != (reason.Consequence == ExcludeLocation) {
		h.Errorf("%s: excluded is %t", reason.Key, excluded)
	}
	if wantSeen := want == households.StateWaiting && reason.Asks != SideHousehold; seen != wantSeen {
		h.Errorf("%s: the next run sees the household: %t", reason.Key, seen)
	}
	if shut := err == nil && len(in.Locations) == 0; shut != (reason.Asks == SideLocation) {
		h.Errorf("%s: the next run leaves the location out: %t", reason.Key, shut)
	}
}

// askedOnce checks that data in doubt are listed until somebody looked.
func (h house) askedOnce(o Offer, reason Reason) {
	h.Helper()
	if o.Asks != reason.Asks || o.Reason != reason.Key {
		h.Errorf("%s: asks the %q", reason.Key, o.Asks)
	}
	if o.Asks == "" {
		h.wants(h.Corrected(ctx, national, o.ID), fault.Conflict, "matching.nothing_to_correct")
		return
	}
	if _, total, err := h.Offers(ctx, national, OfferFilter{Doubted: true}); err != nil || total != 1 {
		h.Errorf("%s: %d in doubt, %v", reason.Key, total, err)
	}
	h.ok(h.Corrected(ctx, national, o.ID))
	if _, total, err := h.Offers(ctx, national, OfferFilter{Doubted: true}); err != nil || total != 0 {
		h.Errorf("%s: %d still in doubt, %v", reason.Key, total, err)
	}
}

// clear takes a household out of the way of the next one.
func (h house) clear(id string) {
	h.Helper()
	if h.find(id).State == households.StateWithdrawn {
		return
	}
	offer, err := h.OfferTo(ctx, national, HandOffer{Household: id, Location: "L1", From: tonight, Until: tonight + 3, EndKnown: true, Despite: true, Reason: "asked again"})
	h.ok(err)
	h.ok(h.WithdrawOffer(ctx, national, offer.ID, Verdict{Reason: "no_longer_needed"}))
}

// Saying anew how a location stands, or correcting the household, is looking at
// the data too.
func TestDoubtEndsWithNews(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		_, err := h.Answer(ctx, porter, Reply{Offer: offer.ID, Side: SideLocation, Answer: Decline, Verdict: Verdict{Reason: "places_gone"}})
		h.ok(err)
		h.later(time.Minute)
		h.state("L1", 4)
		h.send(h.run(national).ID)
		offer = h.offerTo("h1")
		_, err = h.Answer(ctx, national, Reply{Offer: offer.ID, Side: SideHousehold, Answer: Decline, Verdict: Verdict{Reason: "needs_not_met"}})
		h.ok(err)
		_, err = h.Start(ctx, national, Order{})
		h.wants(err, fault.Conflict, "matching.nobody_waiting")
		if list, _, err := h.Waiting(ctx, national, WaitingFilter{}); err != nil || len(list) != 1 || !list[0].Doubted {
			h.Errorf("%+v, %v", list, err)
		}
		h.later(time.Minute)
		x := h.find("h1")
		x.Wishes = []string{"internet"}
		h.ok(h.households.Correct(ctx, national, x))
		h.run(national)
		h.clean()
	})
}

func TestVerdictsAreChecked(t *testing.T) {
	long := ""
	for range longestNote + 1 {
		long += "ж"
	}
	cases := map[string]Verdict{
		"reason": {Reason: "expired"}, "note": {Reason: "household_other"}, "until": {Reason: "cannot_travel_yet"},
	}
	for field, verdict := range cases {
		_, err := verdict.find(AtDecline, SideHousehold, tonight)
		if told := fault.As(err); told.Kind != fault.Invalid || len(told.Fields) != 1 || told.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, until := range []calendar.Night{tonight, tonight + longestPark + 1} {
		if _, err := (Verdict{Reason: "cannot_travel_yet", Until: calendar.At(until)}).find(AtDecline, SideHousehold, tonight); err == nil {
			t.Errorf("parked until %s", until)
		}
	}
	if _, err := (Verdict{Reason: "too_far", Note: long}).find(AtDecline, SideHousehold, tonight); err == nil {
		t.Error("a long note was taken")
	}
	if _, err := (Verdict{Reason: "too_far"}).find(AtDecline, SideLocation, tonight); err == nil {
		t.Error("a location gave a reason of households")
	}
}

func TestWhoMayAnswer(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		cases := []struct {
			actor access.Actor
			side  Side
			may   bool
		}{
			{council, SideLocation, false}, {flevo, SideLocation, false}, {utrecht, SideLocation, false}, {zeist, SideHousehold, false},
			{porter, SideHousehold, false}, {porter, SideLocation, true}, {utrecht, SideHousehold, true},
		}
		for _, c := range cases {
			_, err := h.Answer(ctx, c.actor, Reply{Offer: offer.ID, Side: c.side, Answer: Accept})
			if (err == nil) != c.may {
				h.Errorf("%s answers for the %s: %v", c.actor.Person, c.side, err)
			}
		}
		for actor, want := range map[*access.Actor]int{&porter: 1, &zeist: 1, &utrecht: 1, &flevo: 0} {
			if _, total, err := h.Offers(ctx, *actor, OfferFilter{State: OfferAccepted}); err != nil || total != want {
				h.Errorf("%s sees %d offers, %v", actor.Person, total, err)
			}
			if _, _, err := h.Offer(ctx, *actor, offer.ID); (err == nil) != (want == 1) {
				h.Errorf("%s looks at the offer: %v", actor.Person, err)
			}
		}
		_, err := h.Answer(ctx, national, Reply{Offer: offer.ID, Side: "x", Answer: "y"})
		if told := fault.As(err); len(told.Fields) != 2 {
			h.Error(err)
		}
		_, err = h.Answer(ctx, national, Reply{Offer: "none", Side: SideLocation, Answer: Accept})
		h.wants(err, fault.NotFound, "fault.not_found")
	})
}

func TestAnOfferExpires(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		h.answer(offer, SideHousehold, Accept)
		h.later(4*time.Hour - time.Second)
		h.drain()
		h.inState("h1", households.StateOffered)
		h.later(time.Second)
		if free := h.free("L1"); free != 2 {
			h.Errorf("%d free before", free)
		}
		h.drain() // the job of the deadline
		h.inState("h1", households.StateWaiting)
		if free := h.free("L1"); free != 5 {
			h.Errorf("%d free after", free)
		}
		_, err := h.Answer(ctx, national, Reply{Offer: offer.ID, Side: SideLocation, Answer: Accept})
		h.wants(err, fault.Gone, "matching.offer_ended")
		if count, err := h.Sweep(ctx); err != nil || count != 0 {
			h.Errorf("swept %d again, %v", count, err)
		}
		if got := h.offerTo("h1"); got.State != OfferExpired || got.Reason != reasonExpired {
			h.Errorf("%+v", got)
		}
		h.clean()
	})
}

// An answer at the very deadline is too late and frees the nights itself, swept
// or not.
func TestALateAnswerEndsTheOffer(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		h.later(4 * time.Hour)
		_, err := h.Answer(ctx, national, Reply{Offer: offer.ID, Side: SideLocation, Answer: Accept})
		h.wants(err, fault.Gone, "matching.offer_ended")
		h.inState("h1", households.StateWaiting)
		if h.free("L1") != 5 {
			h.Error("the nights wait for the sweep")
		}
		h.clean()
	})
}

func TestAYesCanBecomeANoWhileTheOtherIsSilent(t *testing.T) {
	each(t, func(h house) {
		offer := h.offered()
		h.answer(offer, SideHousehold, Accept)
		h.answer(offer, SideHousehold, Accept)
		no := Reply{Offer: offer.ID, Side: SideHousehold, Answer: Decline, Verdict: Verdict{Reason: "too_far"}}
		for range 2 {
			if got, err := h.Answer(ctx, national, no); err != nil || got.State != OfferDeclined {
				h.Errorf("%+v, %v", got, err)
			}
		}
		_, err := h.Answer(ctx, national, Reply{Offer: offer.ID, Side: SideLocation, Answer: Accept})
		h.wants(err, fault.Gone, "matching.offer_ended")
		if _, history, err := h.Offer(ctx, national, offer.ID); err != nil || len(history) != 3 {
			h.Errorf("%+v, %v", history, err)
		}
		h.clean()
	})
}

// Both sides answer at the same moment, time and again: both yes means accepted,
// a yes and a no means declined, and nothing is half.
func TestTwoAnswersAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 50)
		for i := range 6 {
			id := fmt.Sprintf("h%d", i)
			h.household(id, 2)
			offer, err := h.OfferTo(ctx, national, HandOffer{Household: id, Location: "L1", From: tonight, Until: tonight + 3, EndKnown: true, Despite: true, Reason: "asked again"})
			h.ok(err)
			replies := []Reply{
				{Offer: offer.ID, Side: SideLocation, Answer: Accept}, {Offer: offer.ID, Side: SideHousehold, Answer: Accept},
			}
			if i%2 == 1 {
				replies[1].Answer, replies[1].Verdict = Decline, Verdict{Reason: "too_far"}
			}
			var group sync.WaitGroup
			for _, reply := range replies {
				group.Go(func() {
					if _, err := h.Answer(ctx, national, reply); err != nil && fault.KindOf(err) != fault.Gone {
						h.Error(err)
					}
				})
			}
			group.Wait()
			want := OfferAccepted
			if i%2 == 1 {
				want = OfferDeclined
			}
			if got := h.offerTo(id).State; got != want {
				h.Errorf("the offer is %s, want %s", got, want)
			}
		}
		h.clean()
	})
}

// Two coordinators send the same plan at the same moment.
func TestTwoSendersAtOnce(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		run := h.run(national)
		var group sync.WaitGroup
		var lock sync.Mutex
		total := 0
		for range 3 {
			group.Go(func() {
				sent, err := h.SendOffers(ctx, national, run.ID, nil)
				lock.Lock()
				defer lock.Unlock()
				if err != nil || len(sent.Stale) != 0 {
					h.Errorf("%+v, %v", sent, err)
				}
				total += sent.Offered
			})
		}
		group.Wait()
		if total != run.Certificate.Placed {
			h.Errorf("%d offers for %d proposals", total, run.Certificate.Placed)
		}
		h.clean()
	})
}

func TestSendingSome(t *testing.T) {
	each(t, func(h house) {
		h.nation()
		run := h.run(regional)
		list := h.proposals(run.ID)
		sent, err := h.SendOffers(ctx, regional, run.ID, []string{list[1].ID, list[0].ID, "none"})
		if h.ok(err); sent.Offered != 2 || sent.Already != 1 {
			h.Errorf("%+v", sent)
		}
		_, total, err := h.Proposals(ctx, regional, run.ID, ProposalFilter{State: Proposed, Points: 1})
		if h.ok(err); total != len(list)-2 {
			h.Errorf("%d still wait", total)
		}
		for _, actor := range []access.Actor{utrecht, porter} {
			if _, err := h.SendOffers(ctx, actor, run.ID, nil); fault.KindOf(err) != fault.Forbidden {
				h.Errorf("%s sent offers: %v", actor.Role, err)
			}
		}
		h.clean()
	})
}

func TestAHouseholdHasOnePromise(t *testing.T) {
	each(t, func(h house) {
		h.offered()
		_, err := h.OfferTo(ctx, national, HandOffer{Household: "h1", Location: "L1", From: tonight, Until: tonight + 2, EndKnown: true, Persons: 1})
		h.wants(err, fault.Conflict, "households.no_way")
		err = h.store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO offer SELECT 'x', run, proposal, household, household_municipality, household_region, location,
				municipality, region, 'y', persons, from_night, until_night, end_known, state, location_answer, household_answer,
				location_deadline, household_deadline, due_at, reason, asks, corrected_at, rev, made_by, made_at, updated_at FROM offer`)
			return err
		})
		if !h.store.Duplicate(err) {
			h.Errorf("got %v", err)
		}
	})
}
