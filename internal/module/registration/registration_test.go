package registration

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
)

// The whole walk, in every language: from the choice of language to the card.
func TestAHouseholdRegistersItself(t *testing.T) {
	each(t, func(h *house) {
		for _, lang := range []string{"nl", "en", "uk"} {
			p := h.visitor(lang, "")
			p.get("/aanmelden").shows("Nederlands", "English", "Українська")
			p.get("/aanmelden/begin")
			p.family().shows("Olena Koval", "Олена Коваль", "Utrecht", "Zeist")
			p.get("/aanmelden/bewaren").shows(p.keys().code, p.keys().secret)
			p.get("/aanmelden/papier").shows("☐")
			p.post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
			got := p.household()
			p.shows(got.Code, p.keys().secret, "<svg")
			if strings.Contains(p.body, p.keys().secret+"\"") || strings.Contains(between(p.body, "<svg", "</svg>"), got.Code) {
				h.Error("login data stand in the code or an attribute")
			}
			want := households.Household{
				ID: got.ID, Code: got.Code, Municipality: "GM0344", Region: "VR09", Persons: 2, Minors: 1, From: tonight, Until: calendar.At(tonight + 30),
				Needs: []string{"crib", "ground_floor", "pets"}, Wishes: []string{"near:GM0355", "school_nearby"},
				Flags: []string{plan.FlagLoneWoman}, WaitingSince: tonight, Registration: households.Unregistered, State: households.StateWaiting, Rev: 1,
			}
			if !slices.Equal(got.Needs, want.Needs) || !slices.Equal(got.Wishes, want.Wishes) || !slices.Equal(got.Flags, want.Flags) ||
				got.Until != want.Until || got.Persons != 2 || got.Minors != 1 || got.State != want.State || got.Municipality != want.Municipality {
				h.Errorf("got %+v, want %+v", got, want)
			}
			names, err := h.households.Names(ctx, utrecht, got.ID, "test")
			h.ok(err)
			if len(names) != 2 || names[0].Latin != "Olena Koval" || names[0].Original != "Олена Коваль" {
				h.Errorf("names %+v", names)
			}
			persons, err := h.households.Persons(ctx, utrecht, got.ID, "test")
			h.ok(err)
			if len(persons) != 2 || persons[0].Age != 34 || persons[0].Sex != "f" || persons[1].Sex != "" || !persons[1].Birth.Known {
				h.Errorf("persons %+v", persons)
			}
			p.get("/status").at("/status", 200).shows(got.Code)
		}
	})
}

// What is wrong is told, all at once, and what was typed stays.
func TestWrongAnswersKeepWhatWasTyped(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		p.post("/aanmelden/begin")
		p.post(question+askMembers).at(question+askMembers, 422)
		p.post("/aanmelden/persoon/nieuw", "naam", "Olena", "jaren", "veertig").at("/aanmelden/persoon/nieuw", 422).
			shows(`value="Olena"`, `value="veertig"`, "Vul de leeftijd in cijfers in")
		p.post("/aanmelden/persoon/nieuw", "naam", "Olena").at("/aanmelden/persoon/nieuw", 422)
		p.post("/aanmelden/persoon/nieuw", "geboren-dag", "31", "geboren-maand", "2", "geboren-jaar", "1990").at("/aanmelden/persoon/nieuw", 422).shows(`value="31"`)
		p.post("/aanmelden/persoon/nieuw", "leeftijd", "volwassen").at(question+askMembers, 200)
		p.post(question+askMembers).at(question+askWoman, 200)
		p.post(question+askWoman).at(question+askWoman, 422)
		p.post(question+askWoman, askWoman, "misschien").at(question+askWoman, 422)
		p.post(question+askNeeds, askNeeds, "crib", askNeeds, unsaid).at(question+askNeeds, 422).shows(`value="crib" checked`)
		p.post(question+askWhere, askWhere, "Atlantis").at(question+askWhere, 422).shows(`value="Atlantis"`)
		p.post(question+askWhere, askWhere, "").at(question+askWhere, 422)
		p.post(question+askWishes, "bij", "Bergen").at(question+askWishes, 422).shows(`value="Bergen"`)
		p.post(question+askWishes, "familie", "AAA-AAA").at(question+askWishes, 422).shows(`value="AAA-AAA"`)
		p.post(question+askArrived, "aankomst-dag", "12", "aankomst-maand", "4", "aankomst-jaar", "2022").at(question+askArrived, 422)
		p.post(question+askContact, "telefoon", "bel maar", "email", "geen").at(question+askContact, 422).shows("Vul een telefoonnummer", "Vul een e-mailadres", `value="bel maar"`)
		p.get(question+"bestaat_niet").at(question+"bestaat_niet", 404)
		p.get("/aanmelden/persoon/7").at("/aanmelden/persoon/7", 404)
		// Sending with open questions leads to the first of them; without consent nothing is sent.
		p.post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/controle", 200).shows("Nog niet alle vragen")
		q := h.visitor("nl", "")
		q.family().post("/aanmelden/controle").at("/aanmelden/controle", 422).shows("Zonder uw toestemming")
	})
}

// Nobody has to tell a name, an exact age or an arrival.
func TestRatherNotSay(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("uk", "")
		p.post("/aanmelden/begin")
		p.post("/aanmelden/persoon/nieuw", "leeftijd", "volwassen").post(question + askMembers)
		for _, key := range []string{askWoman, askPets, askNeeds, askStay} {
			p.post(question+key, key, unsaid)
		}
		p.post(question + askWishes).post(question + askArrived).post(question + askContact)
		p.post(question+askWhere, askWhere, "Utrecht").get("/aanmelden/controle")
		p.post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200)
		got := p.household()
		if got.Persons != 1 || got.Minors != 0 || got.MinorsUnknown || len(got.Needs)+len(got.Wishes)+len(got.Flags) != 0 || got.Until.Known {
			h.Errorf("%+v", got)
		}
	})
}

// A draft comes back with code and secret, on another device; with anything less
// it does not.
func TestSaveAndReturn(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		p.family()
		k := p.keys()
		if len(k.code) != 9 || len(k.secret) != 14 {
			h.Errorf("code %s, secret %s", k.code, k.secret)
		}
		for _, column := range []string{"digest", "sealed"} {
			text := h.text(`SELECT ` + column + ` FROM registration`)
			if strings.Contains(text, k.secret) || strings.Contains(text, "Koval") || text == "" {
				h.Errorf("%s holds %s", column, text)
			}
		}
		other := h.visitor("nl", "")
		other.get(question+askMembers).at("/aanmelden/verder", 200)
		other.post("/aanmelden/verder", "code", k.code, "geheim", "2222-2222-2222").at("/aanmelden/verder", 422).shows(k.code)
		other.post("/aanmelden/verder", "code", "2222-2222", "geheim", k.secret).at("/aanmelden/verder", 422)
		other.post("/aanmelden/verder", "code", k.code).at("/aanmelden/verder", 422)
		loose := strings.ToLower(strings.ReplaceAll(k.secret, "-", " "))
		other.post("/aanmelden/verder", "code", " "+strings.ToLower(k.code), "geheim", loose).at("/aanmelden/controle", 200).shows("Olena Koval")
		// Leaving takes the way back away.
		other.get("/verlaten")
		if other.status != http.StatusSeeOther || other.cookie != "" {
			h.Errorf("left with %d and cookie %q", other.status, other.cookie)
		}
		other.get("/aanmelden/controle").at("/aanmelden/verder", 200)
		p.post("/aanmelden/wissen").at("/aanmelden", 200)
		_, err := h.Open(ctx, k.code, k.secret)
		h.wants(err, fault.Invalid, "registration.code_wrong")
	})
}

func TestGuessingIsLimited(t *testing.T) {
	each(t, func(h *house) {
		d, secret, err := h.Begin(ctx, "nl", "")
		h.ok(err)
		for range triesBeforeLock - 1 {
			_, err := h.Open(ctx, d.Code, "wrong")
			h.wants(err, fault.Invalid, "registration.code_wrong")
		}
		_, err = h.Open(ctx, d.Code, "wrong")
		h.wants(err, fault.Conflict, "registration.locked")
		_, err = h.Open(ctx, d.Code, secret)
		h.wants(err, fault.Conflict, "registration.locked")
		h.visitor("uk", "").post("/aanmelden/verder", "code", d.Code, "geheim", secret).at("/aanmelden/verder", 429)
		h.later(lockTime)
		if _, err = h.Open(ctx, d.Code, secret); err != nil {
			h.Error(err)
		}
		_, err = h.Open(ctx, d.Code, "wrong")
		h.wants(err, fault.Invalid, "registration.code_wrong")
	})
}

// A draft nobody comes back to is forgotten; every save keeps it longer.
func TestDraftsExpire(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		p.post("/aanmelden/begin")
		h.later(10 * 24 * time.Hour)
		p.post("/aanmelden/persoon/nieuw", "jaren", "30").at(question+askMembers, 200)
		h.later(10 * 24 * time.Hour)
		h.drain()
		p.get("/aanmelden/controle").at("/aanmelden/controle", 200)
		h.later(5 * 24 * time.Hour)
		p.get("/aanmelden/controle").at("/aanmelden/verder?verlopen=1", 200)
		h.drain()
		if count := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM registration`); count != "0" {
			h.Errorf("%s drafts are kept", count)
		}
		// One that was sent stays.
		q := h.visitor("nl", "")
		sent := q.sent()
		h.later(60 * 24 * time.Hour)
		h.drain()
		q.get("/status").at("/status", 200).shows(sent.Code)
	})
}

// A child alone goes to the guardian, is told so, and never waits for matching.
func TestAChildAlone(t *testing.T) {
	each(t, func(h *house) {
		h.ok(h.org.AddAccount(ctx, access.Program(), org.Account{
			ID: db.NewID(), Name: "Anna Voorbeeld", Email: "anna@utrecht.example", Lang: "nl",
			Roles: []org.Grant{{ID: db.NewID(), Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}},
		}))
		p := h.visitor("nl", "")
		p.post("/aanmelden/begin")
		p.post("/aanmelden/persoon/nieuw", "naam", "Danylo Koval", "jaren", "15")
		p.post(question+askMembers).at(question+askAlone, 200).shows("volwassene")
		p.post(question+askAlone, askAlone, "ja").at(question+askAlone, 422).shows("/aanmelden/persoon/nieuw")
		p.post(question+askAlone, askAlone, "nee").at(question+askPets, 200)
		p.post(question+askPets, askPets, "geen").post(question + askNeeds).post(question + askWishes)
		p.post(question+askWhere, askWhere, "Utrecht").post(question + askArrived)
		p.post(question+askStay, askStay, "langer").post(question + askContact)
		p.post("/aanmelden/controle", "akkoord", "ja").at("/aanmelden/klaar", 200).shows("voogd", "112")
		got := p.household()
		if got.State != households.StateGuardian || !got.Flagged(plan.FlagUnaccompaniedMinor) || got.Minors != 1 {
			h.Errorf("%+v", got)
		}
		p.get("/status").shows("Een voogd helpt u", "Nidos")
		h.drain()
		if mails := h.mails.String(); !strings.Contains(mails, "anna@utrecht.example") || !strings.Contains(mails, got.Code) || named.MatchString(mails) {
			h.Errorf("mails %s", mails)
		}
	})
}

// An adult added afterwards makes the child a child with an adult.
func TestAnAdultAddedLater(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		p.post("/aanmelden/begin")
		p.post("/aanmelden/persoon/nieuw", "jaren", "15").post(question+askMembers).post(question+askAlone, askAlone, "nee")
		p.post("/aanmelden/persoon/nieuw", "jaren", "40").post(question+askMembers).at(question+askTogether, 200)
		k := p.keys()
		d, err := h.Open(ctx, k.code, k.secret)
		h.ok(err)
		if d.Answers.onlyMinors(tonight) || d.Answers.answered(askAlone) {
			h.Errorf("%+v", d.Answers)
		}
		p.post("/aanmelden/persoon/2/weg").at(question+askMembers, 200)
		p.post(question+askMembers).at(question+askAlone, 200)
	})
}

// offered is a family that was offered a place, and its visitor.
func (h *house) offered(lang string) (*visitor, households.Household) {
	h.Helper()
	id := db.NewID()
	h.ok(h.places.AddLocation(ctx, access.Program(), places.Location{
		ID: id, Municipality: "GM0355", Region: "VR09", Name: "Klooster", Type: "hotel", Address: "Laan 1",
		Facilities: []string{"crib", "ground_floor", "pets"}, Contact: places.Contact{Name: "J. Bakker", Phone: "030 123 4567"},
	}))
	h.ok(h.places.State(ctx, access.Program(), places.Statement{ID: db.NewID(), Location: id, Rung: places.Open, From: tonight, Places: 5, Source: "phone"}))
	p := h.visitor(lang, "")
	family := p.sent()
	_, err := h.matching.OfferTo(ctx, national, matching.HandOffer{
		Household: family.ID, Location: id, From: tonight, Until: tonight + 30, EndKnown: true, Reason: "test",
	})
	h.ok(err)
	return p, family
}

func TestAnsweringAnOfferByCode(t *testing.T) {
	each(t, func(h *house) {
		p, family := h.offered("nl")
		p.get("/status").at("/status", 200).shows("Er is een plek voor u", "Klooster", "Zeist", "Antwoord vóór", "Zegt u nee?")
		if strings.Contains(p.body, "030 123 4567") {
			h.Error("the telephone of the location is told before the place is theirs")
		}
		p.get("/status/antwoord").at("/status/antwoord", 200).shows("Deze plek bieden wij u niet meer aan", "Wij stoppen met zoeken")
		offer := between(p.body, `name="aanbod" value="`, `"`)
		p.post("/status/antwoord", "aanbod", offer).at("/status/antwoord", 422)
		p.post("/status/antwoord", "aanbod", offer, "antwoord", "stays_with_relatives").at("/status/antwoord", 422)
		p.post("/status/antwoord", "aanbod", "another", "antwoord", "accept").at("/status/antwoord", http.StatusGone)
		p.post("/status/antwoord", "aanbod", offer, "antwoord", "accept").at("/status?gedaan=1", 200).shows("U hebt ja gezegd")
		_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer, Side: matching.SideLocation, Answer: matching.Accept})
		h.ok(err)
		p.get("/status").shows("Uw plek staat klaar", "030 123 4567", `href="tel:0301234567"`, "Laan 1")
		if got := p.household(); got.State != households.StateAccepted || got.ID != family.ID {
			h.Errorf("%+v", got)
		}
	})
}

// Who left an address is told of an offer in their own language, and reminded at
// half time while they have not answered; the mail names nobody and no place.
func TestAHouseholdIsToldOfItsOffer(t *testing.T) {
	each(t, func(h *house) {
		_, family := h.offered("uk")
		h.drain()
		mails := h.mails.String()
		for _, word := range []string{"olena@example.org", "Для " + family.Code + " є житло", base + "/status"} {
			if !strings.Contains(mails, word) {
				h.Errorf("%q is not in %s", word, mails)
			}
		}
		if strings.Contains(mails, "Klooster") || named.MatchString(mails) {
			h.Errorf("the mail tells too much: %s", mails)
		}
		h.later(2 * time.Hour)
		h.drain()
		if !strings.Contains(h.mails.String(), "Дайте відповідь") {
			h.Error("nobody was reminded")
		}
	})
}

// Who answered in time is not reminded.
func TestAnAnswerEndsTheReminders(t *testing.T) {
	each(t, func(h *house) {
		p, _ := h.offered("uk")
		h.drain()
		offer := between(p.get("/status/antwoord").body, `name="aanbod" value="`, `"`)
		p.post("/status/antwoord", "aanbod", offer, "antwoord", "accept")
		h.later(2 * time.Hour)
		h.drain()
		if strings.Contains(h.mails.String(), "Дайте відповідь") {
			h.Error("who answered is reminded")
		}
	})
}

func TestDecliningAnOfferByCode(t *testing.T) {
	each(t, func(h *house) {
		p, family := h.offered("uk")
		stranger := h.visitor("uk", "")
		stranger.sent()
		offer := between(p.get("/status/antwoord").body, `name="aanbod" value="`, `"`)
		stranger.post("/status/antwoord", "aanbod", offer, "antwoord", "accept").at("/status/antwoord", http.StatusGone)
		p.post("/status/antwoord", "aanbod", offer, "antwoord", "too_far").at("/status?gedaan=1", 200).shows("Ми шукаємо для вас житло")
		if got := p.household(); got.State != households.StateWaiting || got.WaitingSince != family.WaitingSince {
			h.Errorf("%+v", got)
		}
		p.get("/status/antwoord").at("/status", 200)
	})
}

// A household reaches itself and nothing else.
func TestAHouseholdReachesOnlyItself(t *testing.T) {
	each(t, func(h *house) {
		p, q := h.visitor("nl", ""), h.visitor("nl", "")
		mine, other := p.sent(), q.sent()
		actor := access.Themselves(mine.ID)
		if _, err := h.households.Names(ctx, actor, mine.ID, "why"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("names: %v", err)
		}
		if _, _, err := h.households.List(ctx, actor, households.Filter{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("list: %v", err)
		}
		other.Wishes = nil
		if err := h.households.Correct(ctx, actor, other); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("correct another: %v", err)
		}
		if err := h.households.Correct(ctx, access.Themselves(""), other); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("nobody corrects: %v", err)
		}
	})
}

// Families that belong together are linked, and the wish follows.
func TestLinkedFamilies(t *testing.T) {
	each(t, func(h *house) {
		sister := h.visitor("nl", "").sent()
		p := h.visitor("nl", "")
		p.family().post(question+askWishes, "familie", strings.ToLower(sister.Code)).at(question+askWhere, 200)
		p.post("/aanmelden/controle", "akkoord", "ja")
		got := p.household()
		if !slices.Contains(got.Wishes, "near:GM0344") {
			h.Errorf("wishes %v", got.Wishes)
		}
		list, err := h.households.LinkedTo(ctx, utrecht, sister.ID)
		h.ok(err)
		if len(list) != 1 || list[0].Household != got.ID || list[0].Kind != households.Family {
			h.Errorf("%+v", list)
		}
		h.visitor("nl", "uma").get("/huishoudens/"+got.ID).at("/huishoudens/"+got.ID, 200).shows(sister.Code, "Hoort bij elkaar")
	})
}

// Sending twice is sending once.
func TestSendingTwice(t *testing.T) {
	each(t, func(h *house) {
		p := h.visitor("nl", "")
		first := p.sent()
		p.post("/aanmelden/controle", "akkoord", "ja").at("/status", 200)
		k := p.keys()
		again, err := h.Submit(ctx, access.Actor{}, k.code, k.secret, true)
		h.ok(err)
		if again.Reference != first.Code {
			h.Errorf("%+v", again)
		}
		byReference, err := h.Open(ctx, first.Code, k.secret)
		h.ok(err)
		if byReference.Household != first.ID {
			h.Error("the reference code and the secret do not open the status page")
		}
		if text := h.text(`SELECT sealed FROM registration`); text != "" {
			h.Error("the answers are kept beside the household")
		}
	})
}

// The picture on the card says where the status page is, and only that. Its path
// is drawn again, module by module, and compared with the code of that address.
func TestTheCodeOnTheCard(t *testing.T) {
	drawn, err := pictureOf(base + "/status")
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(base+"/status", qr.M)
	if err != nil {
		t.Fatal(err)
	}
	black := drawAgain(t, drawn.Path)
	for y := range drawn.Size {
		for x := range drawn.Size {
			if black[[2]int{x, y}] != want.Black(x-quiet, y-quiet) {
				t.Fatalf("module %d, %d", x, y)
			}
		}
	}
	if drawn.Size != want.Size+2*quiet {
		t.Errorf("%d modules", drawn.Size)
	}
}

// The whole store stays true to its invariants.
func TestTheStoreStaysTrue(t *testing.T) {
	each(t, func(h *house) {
		p, _ := h.offered("en")
		offer := between(p.get("/status/antwoord").body, `name="aanbod" value="`, `"`)
		p.post("/status/antwoord", "aanbod", offer, "antwoord", "accept")
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			for _, verify := range []func() ([]string, error){
				func() ([]string, error) { return gate.Verify(ctx, tx) },
				func() ([]string, error) { return households.Verify(ctx, tx) },
				func() ([]string, error) { return matching.Verify(ctx, tx) },
			} {
				wrong, err := verify()
				if err != nil || len(wrong) > 0 {
					h.Errorf("%v %v", wrong, err)
				}
			}
			return nil
		}))
	})
}

// A household that is promised its next place reads on its page when and where to it
// moves, and hears of it by mail in its language; of its being off as well.
func TestAHouseholdIsToldOfItsMove(t *testing.T) {
	each(t, func(h *house) {
		p, family := h.offered("uk")
		offer := between(p.get("/status/antwoord").body, `name="aanbod" value="`, `"`)
		for _, side := range []matching.Side{matching.SideHousehold, matching.SideLocation} {
			_, err := h.matching.Answer(ctx, national, matching.Reply{Offer: offer, Side: side, Answer: matching.Accept})
			h.ok(err)
		}
		h.ok(h.matching.Present(ctx, national, offer, family.Persons))
		h.drain()
		h.ok(h.places.AddLocation(ctx, access.Program(), places.Location{
			ID: "next", Municipality: "GM0344", Region: "VR09", Name: "Pand De Gracht", Type: "hotel", Address: "Gracht 5",
			Contact: places.Contact{Name: "J. Bakker", Phone: "030 123 4568"},
		}))
		h.ok(h.places.State(ctx, access.Program(), places.Statement{ID: db.NewID(), Location: "next", Rung: places.Open, From: tonight, Places: 5, Source: "phone"}))
		if p.get("/status"); strings.Contains(p.body, "переїжджаєте") {
			h.Error("nobody planned a move")
		}
		stay := h.text(`SELECT id FROM stay WHERE household = $1 AND state = 'present'`, family.ID)
		change := gate.Change{Action: access.PlaceStay, Object: "stay/" + stay, Reason: "school"}
		h.ok(h.door.Do(ctx, national, change, func(ctx context.Context, tx *gate.Tx) error {
			return places.PlanMoveIn(ctx, tx, national, places.Move{Stay: stay, Next: "n", Location: "next", From: tonight + 3, Until: tonight + 9, EndKnown: true, Reason: "school"})
		}))
		before := h.mails.Len()
		h.drain()
		day := i18n.LongDate("uk", tonight+3)
		mails := h.mails.String()[before:]
		for _, word := range []string{"olena@example.org", "Ви переїжджаєте " + day, family.Code, base + "/status"} {
			if !strings.Contains(mails, word) {
				h.Errorf("%q is not in %s", word, mails)
			}
		}
		if strings.Contains(mails, "Gracht") || named.MatchString(mails) {
			h.Errorf("the mail tells too much: %s", mails)
		}
		p.get("/status").at("/status", 200).shows(day+" ви переїжджаєте до локації Pand De Gracht", "Gracht 5", "030 123 4568", "Klooster")
		h.ok(h.door.Do(ctx, national, change, func(ctx context.Context, tx *gate.Tx) error {
			_, err := places.CancelMoveIn(ctx, tx, "nel", stay, "test")
			return err
		}))
		before = h.mails.Len()
		h.drain()
		if mails := h.mails.String()[before:]; !strings.Contains(mails, "Ваш переїзд "+day+" скасовано") {
			h.Errorf("nobody was told that the move is off: %s", mails)
		}
		if p.get("/status"); strings.Contains(p.body, "Gracht") {
			h.Error("the page tells of a move that is off")
		}
	})
}
