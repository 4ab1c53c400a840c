package placement_test

import (
	"context"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Why not there: each hard rule by itself, from the register as it is now.
func TestWhyNotThere(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("full", 1, "wheelchair")
		h.locationOf(places.Location{ID: "G1", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household"}, 4)
		h.household("h1", 3, needs("wheelchair"))
		h.household("h2", 1, flags(plan.FlagLoneWoman))
		look := func(household, location string) placement.Look {
			h.Helper()
			found, err := h.Look(ctx, regional, household, location)
			h.ok(err)
			return found
		}
		if got := look("h1", "L1"); len(got.Needs) != 1 || got.Needs[0] != "wheelchair" || len(got.Full) != 0 || !got.Overrulable() || got.Answer == nil {
			h.Errorf("%+v", got)
		}
		got := look("h1", "full")
		if len(got.Needs) != 0 || got.Possible() || len(got.Full) != 10 || got.Full[0].Night != tonight || got.Full[0].Free != 1 {
			h.Errorf("%+v", got)
		}
		if got := look("h2", "G1"); len(got.Forbids) != 1 || got.Forbids[0] != households.RuleWomanHost || got.Possible() {
			h.Errorf("%+v", got)
		}
		h.state("full", 3)
		if got := look("h1", "full"); !got.Possible() || got.Overrulable() {
			h.Errorf("the register changed and the answer did not: %+v", got)
		}
		if found, err := h.Search(ctx, regional, "gast"); err != nil || len(found) != 1 || found[0].ID != "G1" {
			h.Errorf("%+v %v", found, err)
		}
		if found, err := h.Search(ctx, regional, " "); err != nil || found != nil {
			h.Errorf("%+v %v", found, err)
		}
	})
}

// A need is overruled only by a named person with a reason, which the books keep;
// full nights by nobody.
func TestOverrulingANeed(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.household("h1", 3, needs("wheelchair"))
		h.household("h2", 3)
		h.wants(h.Place(ctx, national, "h1", "L1", " "), fault.Conflict, "matching.stale_need")
		h.wants(h.Place(ctx, access.Program(), "h1", "L1", "because"), fault.Forbidden, "households.named_person")
		h.inState("h1", households.StateWaiting)
		h.ok(h.Place(ctx, national, "h1", "L1", "own ramp arranged"))
		h.inState("h1", households.StateOffered)
		h.wants(h.Place(ctx, national, "h2", "L1", "however"), fault.Conflict, "places.full")
		h.inState("h2", households.StateWaiting)
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			var person, reason, detail string
			err := tx.Row(ctx, `SELECT person, reason, detail FROM audit WHERE object = 'household/h1' AND action = 'stay.place'`).Scan(&person, &reason, &detail)
			if person != "nel" || reason != "own ramp arranged" || !strings.Contains(detail, `"despite":["wheelchair"]`) {
				h.Errorf("the books say %s %s %s", person, reason, detail)
			}
			return err
		}))
		h.clean()
	})
}

// Safeguarding gives way to two different people only, at that location only.
func TestTwoSignatures(t *testing.T) {
	each(t, func(h house) {
		guest := places.Location{ID: "G1", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household"}
		h.locationOf(guest, 4)
		guest.ID = "G2"
		h.locationOf(guest, 4)
		h.household("h1", 1, flags(plan.FlagLoneWoman))
		h.household("child", 1, func(x *households.Household) { x.Flags, x.Minors = []string{plan.FlagUnaccompaniedMinor}, 1 })
		h.wants(h.Place(ctx, national, "h1", "G1", "please"), fault.Conflict, "households.safeguard")
		if err := h.Sign(ctx, national, "h1", "G1", ""); fault.KindOf(err) != fault.Invalid {
			h.Errorf("signed without a reason: %v", err)
		}
		h.ok(h.Sign(ctx, national, "h1", "G1", "screened by telephone"))
		h.ok(h.Sign(ctx, national, "h1", "G1", "again")) // signed once already: nothing more
		h.wants(h.Place(ctx, national, "h1", "G1", ""), fault.Conflict, "households.safeguard")
		waiting, err := h.households.Unsigned(ctx, regional)
		h.ok(err)
		if len(waiting) != 1 || waiting[0].Household != "h1" || waiting[0].Code == "" {
			h.Fatalf("%+v", waiting)
		}
		if list, err := h.households.Unsigned(ctx, flevo); err != nil || len(list) != 0 {
			h.Errorf("another region sees %+v, %v", list, err)
		}
		h.wants(h.households.Countersign(ctx, national, waiting[0].ID), fault.Conflict, "households.two_persons")
		h.wants(h.households.Countersign(ctx, flevo, waiting[0].ID), fault.Forbidden, "access.forbidden")
		h.ok(h.households.Countersign(ctx, regional, waiting[0].ID))
		h.wants(h.households.Countersign(ctx, other, waiting[0].ID), fault.Conflict, "households.signed_already")
		h.wants(h.Place(ctx, national, "h1", "G2", ""), fault.Conflict, "households.safeguard")
		if look, err := h.Look(ctx, national, "h1", "G1"); err != nil || !look.Possible() {
			h.Errorf("%+v %v", look, err)
		}
		h.ok(h.Place(ctx, national, "h1", "G1", ""))
		h.inState("h1", households.StateOffered)

		h.wants(h.Place(ctx, national, "child", "G2", ""), fault.Conflict, "households.safeguard")
		h.ok(h.Sign(ctx, national, "child", "G2", "an aunt"))
		all, err := h.households.Unsigned(ctx, other)
		h.ok(err)
		if len(all) != 2 {
			h.Fatalf("two rules are broken, %d overrides wait", len(all))
		}
		h.ok(h.households.Countersign(ctx, other, all[0].ID))
		h.wants(h.Place(ctx, national, "child", "G2", ""), fault.Conflict, "households.safeguard")
		h.ok(h.households.Countersign(ctx, other, all[1].ID))
		h.ok(h.Place(ctx, national, "child", "G2", ""))
		h.clean()
	})
}

// A no, and silence, bring the household back with its waiting time, and what is
// best then; after a coded no never the same place.
func TestTheNextCandidate(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.location("L2", 3, "pets")
		h.household("h1", 3, func(x *households.Household) { x.Wishes = []string{"pets"} })
		h.household("h2", 3, needs("pets"))
		h.ok(h.Place(ctx, national, "h1", "L2", ""))
		offer := h.decision("h1").Offer
		if _, list, err := h.Fits(ctx, national, "L2"); err != nil || len(list) != 0 {
			h.Errorf("a full place fits %+v, %v", list, err)
		}
		_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer.ID, Side: matching.SideHousehold, Answer: matching.Decline, Verdict: matching.Verdict{Reason: "too_far"}})
		h.ok(err)
		h.inState("h1", households.StateWaiting)
		found := h.decision("h1")
		if found.Best == nil || found.Best.Location != "L1" || len(found.Steps) < 3 {
			h.Errorf("%+v", found.Best)
		}
		if _, list, err := h.Fits(ctx, national, "L2"); err != nil || len(list) != 1 || list[0].Household != "h2" || list[0].Placed {
			h.Errorf("the freed place fits %+v, %v", list, err)
		}
		h.ok(h.Place(ctx, national, "h1", "L1", ""))
		h.later(5 * 60 * 60 * 1e9)
		_, err = h.worker.Drain(ctx)
		h.ok(err)
		h.inState("h1", households.StateWaiting)
		if found := h.decision("h1"); found.Best == nil || found.Best.Location != "L1" || h.free("L1") != 3 {
			h.Errorf("after silence: %+v", found.Best)
		}
		h.clean()
	})
}

// Data said to be wrong are looked at before anything is offered.
func TestDoubtedData(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 3)
		h.household("h1", 3)
		h.ok(h.Place(ctx, national, "h1", "L1", ""))
		offer := h.decision("h1").Offer
		_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer.ID, Side: matching.SideHousehold, Answer: matching.Decline, Verdict: matching.Verdict{Reason: "needs_not_met"}})
		h.ok(err)
		h.wants(h.Place(ctx, national, "h1", "L1", "still"), fault.Conflict, "matching.stale_doubt")
		if found := h.decision("h1"); len(found.Doubts) != 1 || found.Best != nil || len(found.Options) != 0 {
			h.Errorf("%+v", found)
		}
		h.ok(h.Checked(ctx, national, "h1"))
		h.ok(h.Place(ctx, national, "h1", "L1", ""))
	})
}

// Many at once: only those above the minimum and without a warning, only those
// that were shown, and not what came up since.
func TestBulk(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 20)
		h.locationOf(places.Location{ID: "S1", Municipality: "GM0355", Region: "VR09", Name: "Hal", Type: "sports_hall", Facilities: []string{"pets"}}, 20)
		h.household("h1", 2)
		h.household("h2", 2)
		h.household("h3", 2)
		h.household("dog", 1, needs("pets"))
		h.household("lone", 1, flags(plan.FlagLoneWoman))
		h.run(national)
		bulk, err := h.Bulk(ctx, national, placement.UsualMinimum)
		h.ok(err)
		left := map[string]string{}
		for _, line := range bulk.Left {
			left[line.Household] += line.Against[0].Key
		}
		if len(bulk.Send) != 3 || left["dog"] != "placement.bulk_few" || left["lone"] != "placement.bulk_careful" || len(left) != 2 {
			h.Fatalf("%d sent, left %+v", len(bulk.Send), left)
		}
		if low, err := h.Bulk(ctx, national, 0); err != nil || len(low.Send) != 3 {
			h.Errorf("a sports hall goes out in bulk: %+v %v", low.Send, err)
		}
		if none, err := h.Bulk(ctx, national, 9999); err != nil || len(none.Send) != 0 || len(none.Left) != 5 {
			h.Errorf("%+v %v", none, err)
		}
		if mine, err := h.Bulk(ctx, regional, placement.UsualMinimum); err != nil || len(mine.Send) != 0 {
			h.Errorf("a region sends what a national run proposes: %+v %v", mine.Send, err)
		}
		if _, err := h.Bulk(ctx, utrecht, 0); fault.KindOf(err) != fault.Forbidden {
			h.Errorf("a municipality sends: %v", err)
		}
		shown := []string{}
		for _, line := range bulk.Send {
			if line.Household != "h3" {
				shown = append(shown, line.Proposal)
			}
		}
		shown = append(shown, h.standing("dog").Proposal)
		h.ok(h.Accept(ctx, other, "h2", h.standing("h2").Proposal))
		sent, missed, err := h.SendBulk(ctx, national, placement.UsualMinimum, shown)
		h.ok(err)
		if sent.Offered != 1 || missed != 2 {
			h.Errorf("%+v, %d missed", sent, missed)
		}
		h.inState("h1", households.StateOffered)
		h.inState("h3", households.StateWaiting)
		h.inState("dog", households.StateWaiting)
		h.clean()
	})
}

// The letter speaks the household's language, and asking for it is a look that
// the books keep.
func TestTheLetter(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		for id, lang := range map[string]string{"h1": "uk", "h2": "nl", "h3": "pl", "h4": "ru"} {
			h.ok(h.households.Register(ctx, access.Program(), households.Household{
				ID: id, Municipality: "GM0344", Region: "VR09", Persons: 1, From: tonight, WaitingSince: tonight - 3, Until: calendar.At(tonight + 3),
			}, []households.Person{{ID: id + "p", Household: id, Age: 30, AgeKnown: true, Languages: []string{lang}}}, nil))
		}
		_, err := h.Letter(ctx, national, "h1", "")
		h.wants(err, fault.Conflict, "placement.no_offer")
		for id, want := range map[string]string{"h1": "uk", "h2": "nl", "h3": "en", "h4": "uk"} {
			h.ok(h.Place(ctx, national, id, "L1", ""))
			letter, err := h.Letter(ctx, national, id, "")
			h.ok(err)
			if letter.Lang != want || letter.Location.ID != "L1" || letter.Offer.ID == "" {
				h.Errorf("%s: %+v", id, letter)
			}
			if letter, err = h.Letter(ctx, national, id, "nl"); err != nil || letter.Lang != "nl" {
				h.Errorf("%s: %+v %v", id, letter.Lang, err)
			}
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			var n int
			err := tx.Row(ctx, `SELECT COUNT(*) FROM audit WHERE action = 'names.view'`).Scan(&n)
			if n != 4 {
				h.Errorf("%d looks are in the books", n)
			}
			return err
		}))
		_, err = h.Letter(ctx, flevo, "h1", "")
		h.wants(err, fault.NotFound, "households.unknown")
	})
}

// Letters printed together: each household's own, in its language, and nobody
// else's; who belongs elsewhere is counted and not printed.
func TestLettersTogether(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		for id, lang := range map[string]string{"h1": "uk", "h2": "nl", "h3": "pl"} {
			h.ok(h.households.Register(ctx, access.Program(), households.Household{
				ID: id, Municipality: "GM0344", Region: "VR09", Persons: 1, From: tonight, WaitingSince: tonight - 3, Until: calendar.At(tonight + 3),
			}, []households.Person{{ID: id + "p", Household: id, Age: 30, AgeKnown: true, Languages: []string{lang}}}, nil))
		}
		none, err := h.LetterSets(ctx, national)
		if h.ok(err); len(none) != 0 {
			h.Errorf("without offers: %+v", none)
		}
		h.ok(h.Place(ctx, national, "h1", "L1", ""))
		h.ok(h.Place(ctx, national, "h2", "L1", ""))
		sets, err := h.LetterSets(ctx, national)
		if h.ok(err); len(sets) != 2 || sets[0].Kind != placement.LettersToday || sets[0].Count != 2 || sets[1].ID != "L1" || sets[1].Count != 2 {
			h.Errorf("%+v", sets)
		}
		for _, set := range sets {
			batch, err := h.Letters(ctx, national, set, 0)
			h.ok(err)
			told := map[string]string{}
			for _, letter := range batch.Letters {
				told[letter.Household.ID] = letter.Lang
			}
			if batch.Total != 2 || len(told) != 2 || told["h1"] != "uk" || told["h2"] != "nl" {
				h.Errorf("%s: %+v", set.Kind, told)
			}
		}
		h.Travel(placement.Trips{Households: func(context.Context, access.Actor, string) ([]string, error) {
			return []string{"h2", "h3", "elsewhere"}, nil
		}})
		batch, err := h.Letters(ctx, national, placement.LetterSet{Kind: placement.LettersTransport, ID: "bus"}, 0)
		if h.ok(err); len(batch.Letters) != 1 || batch.Letters[0].Household.ID != "h2" || batch.Outside != 1 {
			h.Errorf("%+v", batch)
		}
		if far, err := h.Letters(ctx, flevo, placement.LetterSet{Kind: placement.LettersLocation, ID: "L1"}, 0); err != nil || len(far.Letters) != 0 {
			h.Errorf("another region prints %d letters: %v", len(far.Letters), err)
		}
		_, err = h.Letters(ctx, national, placement.LetterSet{Kind: "other"}, 0)
		h.wants(err, fault.NotFound, "fault.not_found")
	})
}

// What is not in the queue is told apart from what is not there.
func TestOutsideTheQueue(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.household("h1", 1)
		h.ok(h.door.Do(ctx, national, gate.Change{Action: access.EditHousehold, Object: "household/h1"}, func(ctx context.Context, tx *gate.Tx) error {
			return households.SetState(ctx, tx, "nel", "h1", households.StateWithdrawn, "test")
		}))
		if found := h.decision("h1"); found.Queued {
			h.Error("who needs no place is in the queue")
		}
		h.wants(h.Accept(ctx, national, "h1", "x"), fault.Conflict, "placement.not_queued")
		if look, err := h.Look(ctx, national, "h1", "L1"); err != nil || look.Possible() || !look.Busy {
			h.Errorf("%+v %v", look, err)
		}
		h.wants(h.Place(ctx, national, "h1", "L1", ""), fault.Conflict, "households.no_way")
	})
}
