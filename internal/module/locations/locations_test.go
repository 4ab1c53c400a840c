package locations

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/ui"
)

// A location is added with every wrong field told at once, starts as pledged, and
// opens only when its checklist is done.
func TestANewLocationFromPledgeToOpen(t *testing.T) {
	each(t, func(h *desks) {
		h.page("zeist", "/locaties/nieuw")
		h.page("nation", "/locaties/nieuw")
		wrong := url.Values{"name": {""}, "postcode": {"12"}, "type": {""}, "contact_email": {"x"}, "places": {"veel"}, "from-dag": {"40"}}
		page := h.refused("zeist", "/locaties/nieuw", wrong, 422, "6 antwoorden kloppen nog niet", "Vul een naam in.", "Kies wat voor locatie het is.", "geen postcode", "geen e-mailadres")
		if !strings.Contains(page, `value="veel"`) {
			h.Error("what was typed is gone")
		}
		form := date(url.Values{"nummer": {"N"}, "name": {"De Bosrand"}, "address": {"Bosweg 1"}, "postcode": {"3701ea"}, "type": {"sports_hall"}, "verblijf": {"kort"},
			"facilities": {"wheelchair", "showers"}, "places": {"60"}}, "from", tonight)
		if next := h.post("zeist", "/locaties/nieuw", form); next != "/locaties/N?gedaan=nieuw" {
			h.Error(next)
		}
		if answer := h.ask("zeist", "nl", "/locaties/nieuw", form); answer.Code != 409 {
			h.Errorf("sent twice: %d", answer.Code)
		}
		h.shows(h.page("zeist", "/locaties/N"), "toegezegd", "Bosweg 1", "3701 EA", "douches, rolstoel", "Nog 6 punten voor deze locatie open kan", "60")

		said := date(url.Values{"rung": {"open"}, "places": {"60"}}, "from", tonight)
		h.refused("zeist", "/locaties/N/opgave", said, 409, "kan nog niet open", "brandveiligheid, voorzieningen, contactpersoon, eerste levensbehoeften, zorg, school.")
		h.page("zeist", "/locaties/N/gereed")
		ticks := url.Values{"stand-fire_safety": {"ok"}, "stand-facilities": {"ok"}, "stand-contact": {"ok"}, "stand-first_necessities": {"ok"}, "stand-care": {"ok"}, "stand-school": {"not_applicable"}}
		h.refused("zeist", "/locaties/N/gereed", ticks, 422, "Schrijf op waarom dit hier niet hoeft.", "een naam en een telefoonnummer")
		h.shows(h.page("zeist", "/locaties/N/wijzig"), "Gegevens van De Bosrand")
		form.Set("version", "1")
		form.Set("contact_name", "J. Bakker")
		form.Set("contact_phone", "030 123")
		h.post("zeist", "/locaties/N/wijzig", form)
		ticks.Set("waarom-school", "geen kinderen")
		h.post("zeist", "/locaties/N/gereed", ticks)
		h.shows(h.page("zeist", "/locaties/N/gereed"), "De Bosrand is klaar om open te gaan", "Gezegd door iemand, 11 april 2022")
		h.agree("zeist", "/locaties/N/opgave", said)
		h.shows(h.page("zeist", "/locaties/N"), "De Bosrand: 60 van 60 plekken vrij vannacht")
		h.sound()
	})
}

func TestTwoWhoDescribeOneLocation(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		form := url.Values{"version": {"1"}, "name": {"Een"}, "type": {"hotel"}, "facilities": {"pets"}}
		h.post("zeist", "/locaties/L/wijzig", form)
		form.Set("name", "Twee")
		page := h.refused("staff", "/locaties/L/wijzig", form, 409, "Iemand anders heeft deze locatie net veranderd", "Slaat u nu op, dan geldt uw versie")
		if !strings.Contains(page, `value="Twee"`) || !strings.Contains(page, `name="version" value="2"`) {
			h.Error("what was typed is gone, or cannot be saved knowingly")
		}
		h.refused("zeist", "/locaties/L/wijzig", url.Values{"version": {"2"}, "name": {""}, "type": {"cave"}}, 422, "2 antwoorden")
		if answer := h.ask("council", "nl", "/locaties/L/wijzig", form); answer.Code != 403 {
			h.Errorf("a reader edits: %d", answer.Code)
		}
		if answer := h.ask("utrecht", "nl", "/locaties/L/wijzig", form); answer.Code != 403 {
			h.Errorf("another municipality edits: %d", answer.Code)
		}
	})
}

// Lowering places tells which nights go negative and who must move, by reference,
// before anything is taken in.
func TestTheLadderIsPreviewed(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		code := h.present("a", "L", 6)
		said := date(date(url.Values{"rung": {"open"}, "places": {"4"}}, "from", tonight+2), "until", tonight+4)
		h.refused("zeist", "/locaties/L/opgave", said, 200, "Er is nog niets opgeslagen", "13 april 2022 tot en met 15 april 2022: 2 plekken tekort", "Moet verhuizen: "+code+", 6 personen (aanwezig)")
		h.shows(h.page("zeist", "/locaties/L"), "vanaf 11 april 2022, einde onbekend", "De lijst is hier nog niet nagelopen")
		h.shows(h.page("zeist", "/locaties/L/gereed"), "Huis L: de lijst is nog niet nagelopen")
		said.Set("sure", h.sure("zeist", "/locaties/L/opgave", said))
		lower := url.Values{}
		maps.Copy(lower, said)
		lower.Set("places", "0")
		h.refused("zeist", "/locaties/L/opgave", lower, 200, "Er is nog niets opgeslagen", "6 plekken tekort") // who agreed to 4 did not agree to 0
		h.post("zeist", "/locaties/L/opgave", said)
		h.shows(h.page("zeist", "/locaties/L/opgave"), "Hier kunnen mensen slapen. Vannacht: 10.")
		page := h.page("zeist", "/locaties/L")
		h.shows(page, "Er is meer beloofd dan er plek is", "Moet verhuizen: "+code)
		for _, row := range []string{
			"11 april 2022 tot en met 12 april 2022 0 0 0 10 0 6 4", "13 april 2022 tot en met 15 april 2022 4 4 4 4 0 6 -2 tekort",
			"vanaf 16 april 2022, einde onbekend 0 0 0 10 0 6 4",
		} {
			h.shows(strings.ReplaceAll(page, "−", "-"), row)
		}
	})
}

func TestRoomsAndBlocks(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.shows(h.page("staff", "/locaties/L/kamers"), "Nog geen kamers")
		h.page("staff", "/locaties/L/kamers/nieuw")
		h.refused("staff", "/locaties/L/kamers/nieuw", url.Values{"name": {""}, "beds": {"x"}}, 422, "2 antwoorden")
		h.post("staff", "/locaties/L/kamers/nieuw", url.Values{"name": {"Kamer 1"}, "beds": {"4"}, "properties": {"wheelchair"}})
		h.refused("staff", "/locaties/L/kamers/nieuw", url.Values{"name": {"kamer 1"}, "beds": {"4"}}, 422, "Er is al een kamer met de naam kamer 1")
		h.shows(h.page("staff", "/locaties/L/kamers"), "1 kamer met 4 bedden", "rolstoel", "vrij")
		rooms, _, err := h.places.Rooms(ctx, program, "L")
		h.must(err)
		room := "/locaties/L/kamers/" + rooms[0].ID
		h.page("staff", room)
		h.post("staff", room, url.Values{"name": {"Kamer 1"}, "beds": {"5"}})

		code := h.present("a", "L", 5)
		h.post("staff", "/locaties/L/verblijven/stay-a/kamers", url.Values{"kamer-" + rooms[0].ID: {"5"}})
		h.shows(h.page("staff", "/locaties/L/kamers"), code+" · 5")
		h.refused("staff", room, url.Values{"name": {"Kamer 1"}, "beds": {"4"}}, 409, "niet genoeg bedden")
		h.refused("staff", room+"/gebruik", url.Values{"sluit": {"ja"}}, 409, "slaapt iemand", code)

		h.page("staff", room+"/blokkeer")
		h.refused("staff", room+"/blokkeer", url.Values{"from-dag": {"x"}}, 422, "2 antwoorden")
		block := date(date(url.Values{"reason": {"douche"}}, "from", tonight+1), "until", tonight+2)
		h.refused("staff", room+"/blokkeer", block, 200, "Er is nog niets opgeslagen", "Moet verhuizen: "+code)
		block.Set("sure", blockAnswers{from: ui.DateAnswer("from", block.Get), until: ui.DateAnswer("until", block.Get)}.signature())
		h.post("staff", room+"/blokkeer", block)
		h.shows(h.page("staff", "/locaties/L"), "Dicht: douche")
		page := h.page("staff", room)
		h.shows(page, "Dicht: 12 april 2022 tot en met 13 april 2022", "douche")
		_, rest, _ := strings.Cut(page, `name="blok" value="`)
		id, _, _ := strings.Cut(rest, `"`)
		h.post("staff", room+"/vrijgeven", url.Values{"blok": {id}})
		if strings.Contains(words(h.page("staff", "/locaties/L")), "Dicht: douche") {
			h.Error("the block still stands")
		}
		h.post("staff", "/locaties/L/verblijven/stay-a/kamers", url.Values{"kamer-" + rooms[0].ID: {""}})
		h.post("staff", room+"/gebruik", url.Values{"sluit": {"ja"}})
		h.shows(h.page("staff", "/locaties/L/kamers"), "gesloten")
		h.post("staff", room+"/gebruik", url.Values{"sluit": {"nee"}})
		h.sound()
	})
}

// The empty cell of a room leads to the form; a room is given with the place.
func TestPlaceByHand(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.room("L", "1", 4)
		code := h.household("a", 4)
		page := h.page("zeist", "/locaties/L")
		if !strings.Contains(page, "/locaties/L/plaatsen?kamer=1&amp;vanaf=2022-04-11") {
			h.Error("no link from an empty cell")
		}
		for _, days := range []string{"30", "90"} {
			h.page("zeist", "/locaties/L?nachten="+days)
		}
		if strings.Contains(h.page("staff", "/locaties/L"), "/plaatsen") {
			h.Error("staff cannot place, but are led there")
		}
		h.shows(h.page("zeist", "/locaties/L/plaatsen?kamer=1&vanaf=2022-04-12"), "Plaats een huishouden in Kamer 1, vanaf 12 april 2022")
		h.refused("zeist", "/locaties/L/plaatsen", url.Values{}, 422, "Vul de code van het huishouden in.", "Kies hoe u plaatst.")
		form := date(url.Values{"code": {"AAA-AAA"}, "kamer": {"1"}, "hoe": {placeAgreed}}, "from", tonight+1)
		h.refused("zeist", "/locaties/L/plaatsen", form, 422, "Wij vinden geen huishouden met code AAA-AAA")
		form.Set("code", strings.ToLower(code))
		next := h.post("zeist", "/locaties/L/plaatsen", date(form, "until", tonight+3))
		h.shows(h.page("zeist", next), "Het huishouden is geplaatst", code+": 4 personen", "aanvaard", "Kamer 1 (4)", "Naar het aanbod", "14 april 2022")
		if got := h.load("a"); got.State != households.StateAccepted {
			h.Errorf("the household is %s", got.State)
		}
		h.shows(h.page("zeist", "/locaties/L?vanaf=2022-04-11"), "Verwacht: "+code+" · 4")
		h.sound()

		other := h.household("b", 2)
		offer := date(url.Values{"code": {other}, "hoe": {placeOffer}}, "from", tonight)
		next = h.post("zeist", "/locaties/L/plaatsen", offer)
		h.shows(h.page("zeist", next), "aangeboden", "nog geen kamer", "onbekend, beloofd tot en met 8 mei 2022")
		h.sound()
	})
}

func TestPlacingKeepsTheRules(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 3)
		h.location("M", 20, "wheelchair")
		h.must(h.places.AddLocation(ctx, program, places.Location{ID: "H", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household"}))
		h.must(h.places.State(ctx, program, places.Statement{Location: "H", Rung: places.Open, Places: 5, From: tonight, Source: "test"}))
		place := func(code string) url.Values {
			return date(url.Values{"code": {code}, "hoe": {placeAgreed}}, "from", tonight)
		}
		minors := h.household("minors", 2, func(x *households.Household) { x.Minors = 1 })
		h.refused("zeist", "/locaties/H/plaatsen", place(minors), 409, "Een veiligheidsregel verbiedt het")
		form := place(minors)
		form.Set("despite", "ja")
		form.Set("reason", "zij willen het")
		h.refused("zeist", "/locaties/H/plaatsen", form, 409, "handtekening van twee personen")

		wheels := h.household("wheels", 2, func(x *households.Household) { x.Needs = []string{"wheelchair"} })
		h.refused("zeist", "/locaties/L/plaatsen", place(wheels), 409, "rolstoel", "Schrijf de reden op en vink het hokje aan")
		form = place(wheels)
		form.Set("despite", "ja")
		h.refused("zeist", "/locaties/L/plaatsen", form, 422, "Schrijf op waarom u van de regel afwijkt.")
		form.Set("reason", "drempel is weg")
		h.post("zeist", "/locaties/L/plaatsen", form)

		big := h.household("big", 5)
		h.refused("zeist", "/locaties/L/plaatsen", place(big), 409, "niet genoeg plek", "iemand gaf de laatste plekken op 11 april 2022", "aan "+wheels, "Huis M, Zeist: 20 plekken vrij")
		elsewhere := h.household("elsewhere", 1, func(x *households.Household) { x.Municipality = "GM0344" })
		h.refused("zeist", "/locaties/M/plaatsen", place(elsewhere), 422, "Wij vinden geen huishouden met code "+elsewhere)
		h.post("region", "/locaties/M/plaatsen", place(elsewhere))
		if answer := h.ask("utrecht", "nl", "/locaties/M/plaatsen", place(elsewhere)); answer.Code != 403 {
			h.Errorf("another municipality places: %d", answer.Code)
		}
		h.sound()
	})
}

// Who comes second for a room hears who was first, when, and which room is free.
func TestTwoWritersOnOneRoom(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 20)
		h.room("L", "5", 4)
		h.room("L", "7", 4)
		h.account("zoë", "Zoë Zeist")
		first, second := h.household("a", 4), h.household("b", 4)
		codes := []string{first, second}
		answers := make(chan int, len(codes))
		for _, code := range codes {
			form := date(url.Values{"code": {code}, "kamer": {"5"}, "hoe": {placeAgreed}}, "from", tonight)
			go func() { answers <- h.ask("zeist", "nl", "/locaties/L/plaatsen", form).Code }()
		}
		if one, other := <-answers, <-answers; one+other != 303+409 {
			h.Fatalf("two placed in one room: %d and %d", one, other)
		}
		h.sound()
		winner, loser := first, second
		if h.load("a").State == households.StateWaiting {
			winner, loser = second, first
		}
		form := date(url.Values{"code": {loser}, "kamer": {"5"}, "hoe": {placeAgreed}}, "from", tonight)
		page := h.refused("zeist", "/locaties/L/plaatsen", form, 409, "Zoë Zeist gaf Kamer 5 op 11 april 2022", "al aan "+winner, "Kamer 7 is vrij, met 4 bedden")
		if !strings.Contains(page, "kamer=7") || !strings.Contains(page, `value="`+loser+`"`) {
			h.Error("the next best option is no link, or what was typed is gone")
		}
		form.Set("kamer", "7")
		h.post("zeist", "/locaties/L/plaatsen", form)
		for _, stay := range append(h.staysOf("a"), h.staysOf("b")...) {
			if stay.State != places.Accepted {
				h.Errorf("%+v", stay)
			}
		}
		h.sound()
	})
}

func TestRoomsOfAStayAndConsent(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 20)
		h.room("L", "1", 4)
		h.room("L", "2", 2)
		h.present("a", "L", 5)
		code := h.present("b", "L", 1)
		one, two := "/locaties/L/verblijven/stay-a", "/locaties/L/verblijven/stay-b"
		h.shows(h.page("staff", one), "Verdeel 5 personen over de kamers", "nog geen kamer", "deelt geen kamer")
		h.refused("staff", one+"/kamers", url.Values{"kamer-1": {"vier"}}, 422, "Vul voor Kamer 1 een aantal in")
		h.refused("staff", one+"/kamers", url.Values{"kamer-1": {"4"}, "kamer-2": {"2"}}, 409, "U verdeelt 6 personen")
		h.post("staff", one+"/kamers", url.Values{"kamer-1": {"4"}, "kamer-2": {"1"}})
		h.shows(h.page("staff", "/locaties/L"), "Kamer 1 4 bedden", "Niet ingedeeld")
		h.refused("staff", two+"/kamers", url.Values{"kamer-2": {"1"}}, 409, "iemand gaf Kamer 2 op 11 april 2022", "geen andere kamer vrij")
		if strings.Contains(h.page("staff", two), `name="kamer-2"`) {
			h.Error("the bed beside people who do not share is offered")
		}
		h.post("staff", one+"/delen", url.Values{"delen": {"ja"}})
		h.post("staff", two+"/delen", url.Values{"delen": {"ja"}})
		h.post("staff", two+"/kamers", url.Values{"kamer-2": {"1"}})
		h.refused("staff", two+"/delen", url.Values{"delen": {"nee"}}, 409, "Zij delen nu een kamer")
		h.shows(h.page("staff", two), code, "Dit huishouden vindt delen goed")
		if answer := h.ask("council", "nl", two+"/kamers", url.Values{}); answer.Code != 403 {
			h.Errorf("a reader gives rooms out: %d", answer.Code)
		}
		h.location("M", 5)
		if answer := h.ask("zeist", "nl", "/locaties/M/verblijven/stay-a", nil); answer.Code != 404 {
			h.Errorf("a stay of another location: %d", answer.Code)
		}
		h.sound()
	})
}

func TestMoveAndEnd(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.location("M", 5)
		h.location("tiny", 1)
		code := h.present("a", "L", 3)
		stay := "/locaties/L/verblijven/stay-a"
		h.shows(h.page("zeist", stay+"/verhuis"), code+" verhuist", "Huis M, Zeist: 5 plekken vrij")
		if strings.Contains(h.page("zeist", stay+"/verhuis"), "Huis tiny") {
			h.Error("a location that is too small is offered")
		}
		h.refused("zeist", stay+"/verhuis", url.Values{}, 422, "Kies een locatie.", "3 antwoorden")
		h.refused("zeist", stay+"/verhuis", move("tiny", "dichter bij school"), 409, "niet genoeg plek")
		next := h.post("zeist", stay+"/verhuis", date(move("M", "dichter bij school"), "until", tonight+6))
		h.shows(h.page("zeist", next), "Het huishouden is verhuisd", code, "aanwezig", "Huis M")
		stays := h.staysOf("a")
		states := map[places.State]places.Stay{}
		for _, s := range stays {
			states[s.State] = s
		}
		if len(stays) != 2 || states[places.Present].Previous != "stay-a" || states[places.Moved].ID != "stay-a" || h.load("a").Current != "M" {
			h.Errorf("%+v", stays)
		}
		h.sound()

		there := "/locaties/M/verblijven/" + states[places.Present].ID
		h.page("staff", "/locaties/L")
		h.shows(h.page("zeist", stay+"/verhuis"), "Alleen wie er al is, kan verhuizen")
		h.page("zeist", there+"/einde")
		h.refused("zeist", there+"/einde", url.Values{"night-dag": {"x"}}, 422, "Kies hoe het verblijf eindigt.", "2 antwoorden")
		h.refused("zeist", there+"/einde", date(url.Values{"how": {"left"}}, "night", tonight+1), 422, "1")
		h.post("zeist", there+"/einde", date(url.Values{"how": {"host_ended"}}, "night", tonight))
		if got := h.load("a"); got.State != households.StateWaiting {
			h.Errorf("the household is %s", got.State)
		}
		h.refused("zeist", there+"/einde", date(url.Values{"how": {"left"}}, "night", tonight), 409, "Deze stap kan niet meer")
		h.sound()
	})
}

// A household with a promise elsewhere keeps it: it cannot be moved meanwhile.
func TestAMoveRespectsAPromise(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10)
		h.location("M", 5)
		h.present("a", "L", 3)
		h.waitAgain("a")
		_, err := h.matching.OfferTo(ctx, program, matching.HandOffer{Household: "a", Location: "M", From: tonight, Until: tonight + 3, EndKnown: true})
		h.must(err)
		h.refused("zeist", "/locaties/L/verblijven/stay-a/verhuis", move("M", "x"), 409, "heeft al een plek beloofd gekregen")
	})
}

func TestTodayComesFirst(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 20)
		h.shows(h.page("staff", "/locaties/L"), "Vandaag: 0 aankomsten, 0 vertrekken", "Vandaag komt en gaat niemand")
		var codes []string
		for _, id := range []string{"a", "b", "c"} {
			code := h.household(id, 2)
			h.post("zeist", "/locaties/L/plaatsen", date(url.Values{"code": {code}, "hoe": {placeAgreed}}, "from", tonight))
			codes = append(codes, code)
		}
		gone := h.household("d", 1)
		h.must(h.matching.Unannounced(ctx, program, matching.Arrival{Stay: "stay-d", Household: "d", Location: "L", Persons: 1, Until: tonight + 1, EndKnown: true}))
		h.now = h.now.AddDate(0, 0, 1)
		page := h.page("staff", "/locaties/L")
		h.shows(page, "Vandaag: 3 aankomsten, 1 vertrek", codes[0]+" 2 komt aan nog geen kamer", gone+" 1 vertrekt")
		if first, tape := strings.Index(page, "vandaag-sectie"), strings.Index(page, "nachten-kop"); first < 0 || first > tape {
			h.Error("today does not come first")
		}
		if !strings.Contains(page, `href="/aanbiedingen/`) {
			h.Error("an arrival leads to no offer")
		}
	})
}

// Every page of this room in the states empty and full, for every role that may
// see it.
func TestPagesOfEveryRole(t *testing.T) {
	each(t, func(h *desks) {
		h.page("zeist", "/locaties")
		h.location("L", 10)
		h.room("L", "1", 4)
		h.present("a", "L", 4)
		h.must(h.places.BlockRoom(ctx, program, places.Block{ID: "b", Room: "1", From: tonight + 20, Until: calendar.End{}, Reason: "lek"}))
		for who := range people {
			for _, path := range []string{"/locaties", "/locaties/L", "/locaties/L/kamers", "/locaties/L/verblijven/stay-a"} {
				h.page(who, path)
			}
		}
		if strings.Contains(h.page("council", "/locaties/L/verblijven/stay-a"), "/huishoudens/") {
			h.Error("a reader is led to households")
		}
	})
}

// A move meets the same safeguarding and hard needs as an offer.
func TestAMoveKeepsTheRules(t *testing.T) {
	each(t, func(h *desks) {
		h.location("L", 10, "wheelchair")
		h.location("M", 10)
		h.must(h.places.AddLocation(ctx, program, places.Location{ID: "H", Municipality: "GM0355", Region: "VR09", Name: "Gastgezin", Type: "host_household", Facilities: []string{"wheelchair"}}))
		h.must(h.places.State(ctx, program, places.Statement{Location: "H", Rung: places.Open, Places: 5, From: tonight, Source: "test"}))
		h.household("a", 2, func(x *households.Household) { x.Minors, x.Needs = 1, []string{"wheelchair"} })
		h.must(h.matching.Unannounced(ctx, program, matching.Arrival{Stay: "stay-a", Household: "a", Location: "L", Persons: 2, Until: tonight + 10, EndKnown: true}))
		address := "/locaties/L/verblijven/stay-a/verhuis"
		h.refused("zeist", address, despite(move("H", "dichtbij")), 409, "Een veiligheidsregel verbiedt het")
		h.refused("zeist", address, move("M", "dichtbij"), 409, "rolstoel")
		if h.load("a").Current != "L" {
			h.Error("a refused move moved them")
		}
		h.post("zeist", address, despite(move("M", "hulpmiddel is er")))
		h.sound()
	})
}
