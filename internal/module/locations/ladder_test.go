package locations

import (
	"net/url"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
)

// One form raises a location for good: what it carries with it is shown before it
// is taken in, also where nobody has to move.
func TestOneFormRaisesTheLadder(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 12)
		h.must(h.places.State(ctx, program, places.Statement{Location: "L", Rung: places.Pledged, Places: 90, From: tonight, Source: "test"}))
		said := date(url.Values{"rung": {"open"}, "places": {"80"}}, "from", tonight)
		page := h.refused("zeist", "/locaties/L/opgave", said, 200, "Niemand hoeft te verhuizen", "Er is nog niets opgeslagen", "Plekken open gaat van 12 naar 80",
			"Hiermee gaan ook geschouwd en gerealiseerd naar 80.", "Vrij vannacht gaat van 12 naar 80", "Iets aanpassen")
		if strings.Contains(page, "toegezegd naar") {
			h.Error("a rung that has enough is said to change")
		}
		for _, lang := range []string{"en", "uk"} {
			answer := h.ask("zeist", lang, "/locaties/L/opgave", said)
			h.right(lang, answer.Body.String())
		}
		h.agree("zeist", "/locaties/L/opgave", said)
		page = h.page("zeist", "/locaties/L")
		h.shows(page, "vanaf 11 april 2022, einde onbekend 90 80 80 80 0 0 80", "gaat mee met open")
		later := date(url.Values{"rung": {"realised"}, "places": {"30"}}, "from", tonight+5)
		h.refused("zeist", "/locaties/L/opgave", later, 200, "Hiermee gaat ook open naar 30.", "Vrij op 16 april 2022 gaat van 80 naar 30")
		same := date(url.Values{"rung": {"inspected"}, "places": {"80"}}, "from", tonight)
		h.refused("zeist", "/locaties/L/opgave", same, 200, "Plekken geschouwd blijft 80", "Vrij vannacht blijft 80")
		h.sound()
	})
}

// Who agreed to what was shown did not agree to what it became since.
func TestAPreviewThatGrewOldIsShownAgain(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 12)
		said := date(url.Values{"rung": {"open"}, "places": {"4"}}, "from", tonight)
		said.Set("sure", h.sure("zeist", "/locaties/L/opgave", said))
		code := h.present("a", "L", 6)
		h.refused("zeist", "/locaties/L/opgave", said, 200, "1 huishouden moet verhuizen", "Moet verhuizen: "+code, "Vrij vannacht gaat van 6 naar -2", "Toch opslaan")
		h.agree("zeist", "/locaties/L/opgave", said)
		h.sound()
	})
}

func TestALocationClosesAndReopens(t *testing.T) {
	each(t, func(h *desks) {
		h.account("zoë", "Zoë Zeist")
		h.location("L", 12)
		h.location("M", 12)
		code := h.present("a", "L", 3)
		awaited := h.household("b", 2)
		h.post("zeist", "/locaties/L/plaatsen", date(date(url.Values{"code": {awaited}, "hoe": {placeAgreed}}, "from", tonight+1), "until", tonight+9))
		h.page("zeist", "/locaties/L/sluiten")
		h.shows(h.page("zeist", "/locaties/L/heropenen"), "Deze locatie is niet gesloten.")
		h.refused("zeist", "/locaties/L/sluiten", url.Values{}, 422, "2 antwoorden", "Schrijf op waarom")
		h.refused("zeist", "/locaties/L/sluiten", date(url.Values{"reason": {"lek"}}, "from", tonight-1), 422, "Kies vandaag of een latere dag")
		closing := date(url.Values{"reason": {"De eigenaar verkoopt."}}, "from", tonight+4)
		page := h.refused("zeist", "/locaties/L/sluiten", closing, 200, "2 huishoudens moeten verhuizen", "Eerste nacht dicht 15 april 2022", "Plekken open gaat van 12 naar 0",
			"Zij hebben vóór 15 april 2022 een andere plek nodig", code+" Verhuizen 3 aanwezig 20 april 2022", awaited+" Bekijk 2 aanvaard", "Toch sluiten")
		if !strings.Contains(page, "/verblijven/stay-a/verhuis?vanaf=2022-04-15") {
			h.Error("no way to move them in time")
		}
		h.agree("zeist", "/locaties/L/sluiten", closing)
		page = h.page("zeist", "/locaties/L")
		h.shows(page, "Sluit op 15 april 2022", "De eigenaar verkoopt.", "Gezegd door Zoë Zeist", code+" Verhuizen 3 aanwezig", "9 van 12 plekken vrij vannacht")
		if strings.Contains(page, `/L/sluiten"`) {
			h.Error("it can be closed twice")
		}
		h.shows(h.page("council", "/locaties/L"), "Sluit op 15 april 2022")
		h.shows(h.page("zeist", "/locaties/L/sluiten"), "Sluit op 15 april 2022", "Toch niet sluiten")
		h.refused("zeist", "/locaties/L/opgave", date(url.Values{"rung": {"open"}, "places": {"30"}}, "from", tonight), 422, "Deze locatie sluit op 15 april 2022")

		// On the night it leaves lists and pickers, unless somebody is still there.
		h.now = h.now.AddDate(0, 0, 4)
		h.must(h.places.Freshen(ctx, nil))
		h.shows(h.page("zeist", "/locaties"), "Huis L tekort gesloten")
		h.must(h.matching.Left(ctx, program, matching.Departure{Stay: "stay-a", How: places.Left, Night: tonight + 4, Reason: "home"}))
		for _, stay := range h.staysOf("b") {
			offers, _, err := h.matching.Offers(ctx, program, matching.OfferFilter{Household: "b"})
			h.must(err)
			h.must(h.matching.NotArrived(ctx, program, offers[0].ID, matching.Verdict{Reason: "no_sign_of_life", Until: calendar.At(tonight + 6)}))
			if stay.Location != "L" {
				h.Errorf("%+v", stay)
			}
		}
		if strings.Contains(h.page("zeist", "/locaties"), "Huis L") {
			h.Error("an empty closed location is in the list")
		}
		h.shows(h.page("zeist", "/locaties?stand=gesloten"), "Huis L gesloten")
		h.shows(h.page("zeist", "/locaties/L"), "Gesloten sinds 15 april 2022", "Heropenen")

		h.page("zeist", "/locaties/L/heropenen")
		h.refused("zeist", "/locaties/L/heropenen", url.Values{"reason": {""}}, 422, "Schrijf op waarom")
		h.must(h.places.Tick(ctx, people["zeist"], places.Tick{Location: "L", Item: places.Care, State: places.NotReady}))
		h.refused("zeist", "/locaties/L/heropenen", url.Values{"reason": {"verkoop gaat niet door"}, "plekken": {"ja"}}, 409, "kan nog niet open", "zorg")
		h.must(h.places.Tick(ctx, people["zeist"], places.Tick{Location: "L", Item: places.Care, State: places.Ready}))
		h.post("zeist", "/locaties/L/heropenen", url.Values{"reason": {"verkoop gaat niet door"}, "plekken": {"ja"}})
		h.shows(h.page("zeist", "/locaties"), "Huis L")
		h.shows(h.page("zeist", "/locaties/L"), "12 van 12 plekken vrij", "locatie heropend")
		for _, path := range []string{"/locaties/L/sluiten", "/locaties/L/heropenen"} {
			if answer := h.ask("council", "nl", path, url.Values{"reason": {"x"}}); answer.Code != 403 {
				h.Errorf("a reader: %s %d", path, answer.Code)
			}
			if answer := h.ask("utrecht", "nl", path, url.Values{"reason": {"x"}}); answer.Code != 403 {
				h.Errorf("a neighbour: %s %d", path, answer.Code)
			}
		}
		h.sound()
	})
}

func TestAStayGetsAnotherEnd(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 6)
		code := h.present("a", "L", 3)
		page := "/locaties/L/verblijven/stay-a/wijzig"
		h.shows(h.page("zeist", page), "Tot wanneer blijft "+code+"?", "Er is plek voor 3 personen.")
		h.refused("zeist", page, url.Values{"until-dag": {"40"}}, 422, "Eén antwoord klopt nog niet")
		h.refused("zeist", page, date(url.Values{}, "until", tonight-1), 422, "Verblijf beëindigen")
		h.post("zeist", page, date(url.Values{"reason": {"school"}}, "until", tonight+3))
		h.shows(h.page("zeist", "/locaties/L/verblijven/stay-a"), "14 april 2022", "Einddatum wijzigen")
		h.post("zeist", page, url.Values{})
		if stay := h.staysOf("a")[0]; stay.EndKnown || stay.Until != tonight+openPromise {
			h.Errorf("%+v", stay)
		}
		h.post("zeist", page, date(url.Values{}, "until", tonight+1))
		other := h.household("b", 5)
		h.post("zeist", "/locaties/L/plaatsen", date(url.Values{"code": {other}, "hoe": {placeAgreed}}, "from", tonight+6))
		h.refused("zeist", page, date(url.Values{}, "until", tonight+9), 409, "niet genoeg plek", "Tot en met 16 april 2022 is er wel plek.")

		h.must(h.places.Resize(ctx, program, "stay-a", 2, "one went ahead"))
		h.shows(h.page("zeist", page), "Houd voortaan plek voor 3 personen", "Het verblijf is voor 2 personen.")
		h.refused("zeist", page, date(url.Values{"personen": {"ja"}}, "until", tonight+9), 409, "niet genoeg plek")
		if h.staysOf("a")[0].Persons != 2 {
			h.Error("half of a refused change was kept")
		}
		h.post("zeist", page, date(url.Values{"personen": {"ja"}}, "until", tonight+4))
		if stay := h.staysOf("a")[0]; stay.Persons != 3 || stay.Until != tonight+5 {
			h.Errorf("%+v", stay)
		}
		if answer := h.ask("staff", "nl", page, nil); answer.Code != 403 {
			h.Errorf("a porter prolongs: %d", answer.Code)
		}
		h.waitAgain("a")
		_, err := h.matching.OfferTo(ctx, program, matching.HandOffer{Household: "a", Location: "L", From: tonight, Until: tonight + 1, EndKnown: true})
		h.must(err)
		for _, stay := range h.staysOf("a") {
			if stay.State == places.Offered {
				h.shows(h.page("zeist", "/locaties/L/verblijven/"+stay.ID+"/wijzig"), "Dit verblijf kunt u nu niet wijzigen")
				h.refused("zeist", "/locaties/L/verblijven/"+stay.ID+"/wijzig", date(url.Values{}, "until", tonight+4), 409, "Dit verblijf kunt u nu niet wijzigen")
			}
		}
		h.sound()
	})
}

// A household is promised its next place from a later night on: it stays where it
// is until it is said to have come there.
func TestAMoveOnALaterNight(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.location("M", 5)
		h.location("full", 5)
		h.must(h.places.Place(ctx, program, places.Stay{ID: "x", Household: "x", Location: "full", Persons: 5, From: tonight, Until: tonight + 3, EndKnown: true}, "test"))
		code := h.present("a", "L", 3)
		h.waitAgain("a")
		stay := "/locaties/L/verblijven/stay-a"
		h.shows(h.page("zeist", stay+"/verhuis?vanaf="+(tonight+2).String()), "Huis M, Zeist: 5 plekken vrij", "Huis full, Zeist: 5 plekken vrij vanaf 14 april 2022")
		form := date(date(url.Values{"location": {"full"}, "reason": {"school"}}, "from", tonight+2), "until", tonight+20)
		h.refused("zeist", stay+"/verhuis", form, 409, "niet genoeg plek")
		h.refused("zeist", stay+"/verhuis", date(form, "from", tonight-1), 422, "Kies vandaag of een latere dag.")
		h.refused("zeist", stay+"/verhuis", date(form, "from", tonight+900), 422, "Kies een nacht vóór")
		form.Set("location", "M")
		h.post("zeist", stay+"/verhuis", date(form, "from", tonight+2))
		page := h.page("zeist", stay)
		h.shows(page, "13 april 2022", "Verhuist naar Huis M, op 13 april 2022", "Verhuizing intrekken", "aanwezig")
		if h.load("a").State != households.StatePresent || h.load("a").Current != "L" {
			h.Errorf("%+v", h.load("a"))
		}
		h.sound()
		h.shows(h.page("zeist", stay+"/verhuis"), "Dit huishouden verhuist op 13 april 2022")
		h.refused("zeist", stay+"/verhuis", move("full", "toch"), 409, "Dit huishouden verhuist op 13 april 2022")
		h.refused("zeist", stay+"/verhuis", date(url.Values{"location": {"M"}, "reason": {"nu al"}}, "from", tonight), 409, "Dit huishouden verhuist op 13 april 2022")
		h.shows(h.page("zeist", stay+"/wijzig"), "Trek eerst de verhuizing in.")

		h.post("zeist", stay+"/verhuis/intrekken", url.Values{})
		if first := h.staysOf("a")[0]; first.Until != tonight+10 || first.State != places.Present {
			h.Errorf("%+v", first)
		}
		h.post("zeist", stay+"/verhuis/intrekken", url.Values{}) // twice does no harm
		h.post("zeist", stay+"/verhuis", date(form, "from", tonight+2))
		next := h.next("a")
		h.shows(h.page("zeist", "/locaties/M/verblijven/"+next.ID), code, "aanvaard", "Komt van Huis L")
		h.sound()

		h.now = h.now.AddDate(0, 0, 2)
		h.shows(h.page("zeist", "/locaties/M"), "1 aankomst")
		h.must(h.matching.CameUnoffered(ctx, people["zeist"], next.ID, 3))
		h.must(h.matching.CameUnoffered(ctx, people["zeist"], next.ID, 3)) // told twice
		states := map[places.State]int{}
		for _, s := range h.staysOf("a") {
			states[s.State]++
		}
		if states[places.Moved] != 1 || states[places.Present] != 1 || h.load("a").Current != "M" {
			h.Errorf("%v %+v", states, h.load("a"))
		}
		h.sound()
	})
}

// next is the stay a household is awaited in.
func (h *desks) next(household string) places.Stay {
	h.Helper()
	for _, stay := range h.staysOf(household) {
		if stay.State == places.Accepted {
			return stay
		}
	}
	h.Fatalf("%s is awaited nowhere", household)
	return places.Stay{}
}

// Whoever leaves, or turns up somewhere else, is not awaited any more.
func TestAPlanEndsWithItsHousehold(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.location("M", 5)
		h.location("N", 5)
		for _, id := range []string{"gone", "ended", "elsewhere"} {
			h.present(id, "L", 1)
			h.post("zeist", "/locaties/L/verblijven/stay-"+id+"/verhuis", date(url.Values{"location": {"M"}, "reason": {"school"}}, "from", tonight+2))
		}
		h.must(h.matching.Left(ctx, program, matching.Departure{Stay: "stay-gone", How: places.Left, Night: tonight, Reason: "home"}))
		h.must(h.matching.Left(ctx, program, matching.Departure{Stay: "stay-ended", How: places.HostEnded, Night: tonight, Reason: "fire"}))
		h.must(h.matching.Unannounced(ctx, program, matching.Arrival{Stay: "n", Household: "elsewhere", Location: "N", Persons: 1, Until: tonight + 10, EndKnown: true}))
		free, err := h.places.Free(ctx, program, "M", tonight, tonight+6)
		h.must(err)
		for night, n := range free {
			if n != 5 {
				h.Errorf("night %d: %d of 5 free at the place nobody comes to", night, n)
			}
		}
		h.sound()
	})
}

// A planned move that begins before the stay it follows ends is found.
func TestVerifyFindsAMoveOnTwoPlaces(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.location("M", 5)
		h.present("a", "L", 1)
		h.post("zeist", "/locaties/L/verblijven/stay-a/verhuis", date(url.Values{"location": {"M"}, "reason": {"school"}}, "from", tonight+2))
		h.sound()
		h.must(h.store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE stay SET until_night = until_night + 1 WHERE id = 'stay-a'`)
			return err
		}))
		var wrong []string
		h.must(h.store.Read(ctx, func(tx *db.Tx) (err error) {
			wrong, err = matching.Verify(ctx, tx)
			return err
		}))
		if !strings.Contains(strings.Join(wrong, "\n"), "does not follow where it stays") {
			h.Errorf("%q", wrong)
		}
	})
}

func TestRoomFrom(t *testing.T) {
	free := []int{5, 5, 1, 4, 3, 4, 9}
	for _, c := range []struct {
		skip, nights, persons, first, least int
		found                               bool
	}{
		{0, 2, 5, 0, 5, true}, {0, 3, 3, 3, 3, true}, {1, 1, 5, 1, 5, true}, {2, 2, 4, 5, 4, true},
		{0, 5, 3, 0, 0, false}, {0, 1, 10, 0, 0, false}, {9, 1, 1, 0, 0, false},
	} {
		first, least, found := roomFrom(free, c.skip, c.nights, c.persons)
		if first != c.first || least != c.least || found != c.found {
			t.Errorf("%+v: %d %d %v", c, first, least, found)
		}
	}
	if first, _, found := roomFrom(nil, 0, 1, 1); found || first != 0 {
		t.Error("a location that never opens has room")
	}
}

// A closing that is announced shows in the list, with how much is promised after it;
// once taken back it does not.
func TestTheListTellsWhoCloses(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 12)
		h.location("M", 12)
		h.present("a", "L", 3) // for ten nights
		if page := h.page("zeist", "/locaties"); strings.Contains(page, "sluit op") {
			h.Error("nothing closes")
		}
		h.must(h.places.CloseLocation(ctx, people["zeist"], "L", tonight+4, "lease ends"))
		h.must(h.places.CloseLocation(ctx, people["zeist"], "M", tonight+5, "lease ends"))
		page := h.page("zeist", "/locaties")
		h.shows(page, "sluit op 15 april 2022", "Daarna nog beloofd: 3 personen, samen 18 nachten", "sluit op 16 april 2022")
		if strings.Count(page, "Daarna nog beloofd") != 1 {
			h.Error("somebody is promised nights in M")
		}
		h.must(h.places.ReopenLocation(ctx, people["zeist"], places.Reopening{Location: "L", Restore: true, Reason: "bought"}))
		if page := h.page("zeist", "/locaties"); strings.Contains(page, "15 april") {
			h.Error("a closing that was taken back shows")
		}
	})
}
