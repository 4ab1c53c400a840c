package placement_test

import (
	"strings"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
)

// fallen is a household with an offer at L1 that came to nothing, and what was
// worked out since.
func (h house) fallen(id string) {
	h.Helper()
	h.household(id, 2)
	h.ok(h.Place(ctx, regional, id, "L1", ""))
	offer := h.decision(id).Offer
	_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer.ID, Side: matching.SideHousehold, Answer: matching.Decline,
		Verdict: matching.Verdict{Reason: "too_far"}})
	h.ok(err)
	_, err = h.worker.Drain(ctx)
	h.ok(err)
}

// The next place after a decline stands in the queue by itself, with since when;
// it is accepted, turned down and restored like every proposal, and shows when it
// has been overtaken.
func TestTheNextPlaceStandsInTheQueue(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 2)
		h.location("L2", 2)
		h.fallen("h1")
		if got := h.queue(regional, placement.Filter{Status: placement.StatusNext}); got != "h1:next" {
			h.Fatalf("the queue is %s", got)
		}
		found := h.decision("h1")
		s := found.Standing
		if s.LocationName != "Huis L2" || s.Points == 0 || s.Looked != calendar.InstantOf(noon) || s.After == "" || !found.Holds || !found.Decidable ||
			!found.Within || found.Here == nil || found.Here.Points != s.Points || found.Best != nil {
			h.Fatalf("%+v holds %t, decidable %t, within %t", s, found.Holds, found.Decidable, found.Within)
		}
		if bulk, err := h.Bulk(ctx, regional, 0); err != nil || len(bulk.Send)+len(bulk.Left) != 0 {
			h.Errorf("a person looks at each of these: %+v, %v", bulk, err)
		}
		h.ok(h.Reject(ctx, regional, "h1", s.Proposal, matching.Verdict{Reason: "reject_not_suitable"}))
		_, err := h.worker.Drain(ctx)
		h.ok(err)
		if got := h.decision("h1"); got.Standing.Status != placement.StatusNoPlace || len(got.Standing.Without) == 0 || len(got.WhyNot) == 0 || got.Standing.Turned != s.Proposal {
			h.Errorf("%+v", got.Standing)
		}
		h.later(time.Minute)
		h.ok(h.Restore(ctx, regional, "h1"))
		if got := h.decision("h1"); got.Standing.Proposal != s.Proposal || !got.Holds {
			h.Errorf("%+v", got.Standing)
		}
		h.household("quick", 1)
		h.ok(h.Place(ctx, national, "quick", "L2", ""))
		list, _, _, err := h.Queue(ctx, regional, placement.Filter{Status: placement.StatusNext})
		h.ok(err)
		if len(list) != 1 || list[0].Gone.Key != "nextplace.stale_full" || h.decision("h1").Holds {
			h.Errorf("the place is gone and nobody sees it: %+v", list)
		}
		h.wants(h.Accept(ctx, regional, "h1", s.Proposal), fault.Conflict, "places.full")
		h.ok(h.TakeBack(ctx, national, "quick"))
		_, err = h.worker.Drain(ctx)
		h.ok(err)
		_, err = h.next.Review(ctx)
		h.ok(err)
		h.ok(h.Accept(ctx, regional, "h1", h.standing("h1").Proposal))
		h.inState("h1", households.StateOffered)
		h.clean()
	})
}

// What a run says afterwards comes before what was worked out in between.
func TestARunIsTheLastWord(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 4)
		h.location("L2", 4)
		h.fallen("h1")
		h.run(regional)
		if s := h.standing("h1"); s.Status != placement.StatusProposal || s.After != "" || s.Run == "" {
			h.Errorf("%+v", s)
		}
		h.ok(h.Accept(ctx, regional, "h1", h.standing("h1").Proposal))
		h.clean()
	})
}

// The pages say that a proposal is ready and since when, why there is none, and
// that one has been overtaken, in all languages.
func TestPagesOfTheNextPlace(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.location("L2", 2)
		h.fallen("h1")
		server := h.site()
		page := h.visit(server, "rik", "nl", "/plaatsen", 200)
		for _, want := range []string{"1 nieuw voorstel klaar", "Nieuw voorstel klaar: Huis L2 (", "Klaar sinds 12.00"} {
			if !strings.Contains(page, want) {
				h.Errorf("the queue does not say %q", want)
			}
		}
		page = h.visit(server, "rik", "nl", "/plaatsen/h1", 200)
		for _, want := range []string{"Nieuw voorstel klaar voor ", "Het vorige aanbod ging niet door.", "Klaar sinds", "/aanvaarden", "/afwijzen"} {
			if !strings.Contains(page, want) {
				h.Errorf("the household's page does not say %q", want)
			}
		}
		for _, lang := range []string{"nl", "en", "uk"} {
			for _, path := range []string{"/plaatsen", "/plaatsen/h1"} {
				h.visit(server, "rik", lang, path, 200)
			}
		}
		h.household("quick", 1)
		h.ok(h.Place(ctx, national, "quick", "L2", ""))
		for lang, want := range map[string]string{"nl": "Achterhaald: Huis L2", "en": "Overtaken: Huis L2", "uk": "Застаріло: Huis L2"} {
			page := h.visit(server, "rik", lang, "/plaatsen", 200)
			if !strings.Contains(page, want) {
				h.Errorf("%s: the queue does not say %q", lang, want)
			}
			page = h.visit(server, "rik", lang, "/plaatsen/h1", 200)
			if strings.Contains(page, "/plaatsen/h1/aanvaarden") {
				h.Errorf("%s: what is gone can be accepted", lang)
			}
		}
		_, err := h.next.Review(ctx)
		h.ok(err)
		for lang, want := range map[string]string{"nl": "Geen nieuwe plek gevonden", "en": "No new place found", "uk": "Нового місця не знайдено"} {
			page := h.visit(server, "rik", lang, "/plaatsen", 200)
			if !strings.Contains(page, want) || !strings.Contains(page, "Huis L2") {
				h.Errorf("%s: the queue does not say %q", lang, want)
			}
			h.visit(server, "rik", lang, "/plaatsen/h1", 200)
		}
		h.clean()
	})
}

// A region's desk says at which of its locations a place lies ready for somebody of
// another region, and nothing of them; the national desk says in which region.
func TestAPlaceForSomebodyOfAnotherRegion(t *testing.T) {
	each(t, func(h house) {
		h.location("L1", 9)
		h.locationOf(places.Location{ID: "F", Municipality: "GM0034", Region: "VR25", Name: "Huis F", Type: "hotel"}, 2)
		h.household("far", 2, func(x *households.Household) { x.Municipality, x.Region = "GM0034", "VR25" })
		h.ok(h.Place(ctx, national, "far", "F", ""))
		_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: h.decision("far").Offer.ID, Side: matching.SideHousehold, Answer: matching.Decline,
			Verdict: matching.Verdict{Reason: "too_far"}})
		h.ok(err)
		_, err = h.worker.Drain(ctx)
		h.ok(err)
		found, err := h.Outsiders(ctx, regional)
		h.ok(err)
		if len(found) != 1 || found[0] != (placement.Outsiders{Location: "L1", Name: "Huis L1", Households: 1}) {
			h.Fatalf("%+v, of %+v", found, h.standing("far"))
		}
		for _, actor := range []access.Actor{national, flevo} {
			if found, err := h.Outsiders(ctx, actor); err != nil || len(found) != 0 {
				h.Errorf("%s: %+v, %v", actor.Role, found, err)
			}
		}
		server := h.site()
		code := h.decision("far").Household.Code
		for lang, want := range map[string]string{"nl": "Bij u ligt een plek klaar voor 1 huishouden van buiten", "en": "A place of yours lies ready for 1 household", "uk": "У вас готове місце для 1 родини"} {
			page := h.visit(server, "rik", lang, "/plaatsen", 200)
			if !strings.Contains(page, want) || !strings.Contains(page, "Huis L1") || strings.Contains(page, code) {
				h.Errorf("%s: the desk does not say %q, or names %s", lang, want, code)
			}
		}
		if page := h.visit(server, "nel", "nl", "/plaatsen", 200); !strings.Contains(page, "De plek ligt in een andere regio: Utrecht.") {
			h.Errorf("the national desk does not say where: %.3000s", page)
		}
		h.ok(h.Accept(ctx, national, "far", h.standing("far").Proposal))
		if found, err := h.Outsiders(ctx, regional); err != nil || len(found) != 0 {
			h.Errorf("it was offered: %+v, %v", found, err)
		}
		h.clean()
	})
}
