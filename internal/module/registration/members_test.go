package registration

import (
	"context"
	"strings"
	"testing"

	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// memberOf finds one person of a household by name.
func (h *house) member(household, name string) string {
	h.Helper()
	return h.text(`SELECT n.person FROM person_name n JOIN person p ON p.id = n.person WHERE p.household = $1 AND n.latin = $2`, household, name)
}

// press sends a step of the pages about one person, with what the page itself
// sends along.
func (p *visitor) press(household, person, step string, fields ...string) *visitor {
	p.Helper()
	rev := p.text(`SELECT CAST(rev AS TEXT) FROM household WHERE id = $1`, household)
	return p.post("/huishoudens/"+household+"/personen/"+person, append([]string{"why", "paspoort gezien", "stap", step, "versie", rev}, fields...)...)
}

func done(household, what string) string { return "/huishoudens/" + household + "?gedaan=" + what }

func (h *house) read(id string) (found households.Household) {
	h.Helper()
	found, err := h.households.Household(ctx, national, id)
	h.ok(err)
	return found
}

// sound fails where the room's own check of the store finds anything.
func (h *house) sound() {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
		for name, verify := range map[string]func() ([]string, error){
			"households":   func() ([]string, error) { return households.Verify(ctx, tx) },
			"registration": func() ([]string, error) { return Verify(ctx, tx) },
			"places":       func() ([]string, error) { return places.Verify(ctx, tx) },
		} {
			wrong, err := verify()
			h.ok(err)
			for _, flaw := range wrong {
				h.Errorf("%s: %s", name, flaw)
			}
		}
		return nil
	}))
}

func TestOnePersonIsCorrected(t *testing.T) {
	each(t, func(h *house) {
		family := h.visitor("nl", "").sent()
		olena := h.member(family.ID, "Olena Koval")
		address := "/huishoudens/" + family.ID + "/personen/" + olena
		p := h.visitor("nl", "uma")
		if named.MatchString(p.get(address).at(address, 200).body) {
			h.Error("a name is shown without a reason")
		}
		p.post(address, "why", " ").at(address, 422)
		p.post(address, "why", "paspoort gezien").at(address, 200).shows("Olena Koval", "Олена Коваль", `value="34"`, `value="f" checked`)
		p.press(family.ID, olena, stepReview, "naam", "Olena Kovalenko", "jaren", "34").at(done(family.ID, "persoon"), 200).shows("opgeslagen")
		if got := h.text(`SELECT latin FROM person_name WHERE person = $1`, olena); got != "Olena Kovalenko" {
			h.Errorf("the name is %q", got)
		}
		p.press(family.ID, olena, stepReview, "naam", "Olena Kovalenko", "jaren", "abc").at(address, 422).shows(`value="abc"`)
		looks := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'names.view' AND reason = 'paspoort gezien' AND person = 'uma'`)
		changes := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'household.member' AND reason = 'paspoort gezien' AND person = 'uma'`)
		if looks != "2" || changes != "1" {
			h.Errorf("%s looks and %s changes in the audit, want 2 and 1", looks, changes)
		}
		if leaked := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE detail LIKE '%Koval%'`); leaked != "0" {
			h.Errorf("%s audit rows hold a name", leaked)
		}
		if leaked := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM household_event WHERE facts LIKE '%Koval%'`); leaked != "0" {
			h.Errorf("%s events hold a name", leaked)
		}
		h.visitor("nl", "vera").get(address).at(address, 403)
		h.visitor("nl", "cor").get(address).at(address, 403)
		h.sound()
	})
}

// Of two who have the page open the second is told; nothing is overwritten.
func TestTheSecondWhoCorrectsIsTold(t *testing.T) {
	h := openSQLite(t)
	family := h.visitor("nl", "").sent()
	olena := h.member(family.ID, "Olena Koval")
	form := []string{"naam", "Olena Koval", "jaren", "35"}
	h.visitor("nl", "uma").press(family.ID, olena, stepReview, form...).at(done(family.ID, "persoon"), 200)
	late := append([]string{"why", "x", "stap", stepReview, "versie", "1"}, form...)
	p := h.visitor("uk", "nel").post("/huishoudens/"+family.ID+"/personen/"+olena, late...)
	if p.status != 409 {
		t.Errorf("status %d", p.status)
	}
}

func TestPersonsComeAndGo(t *testing.T) {
	each(t, func(h *house) {
		family := h.visitor("nl", "").sent()
		p := h.visitor("nl", "uma")
		p.press(family.ID, newMember, "").shows("Persoon toevoegen")
		fields := []string{"naam", "Ivan Koval", "jaren", "40", "geslacht", "m"}
		p.press(family.ID, newMember, stepReview, fields...).shows("2 → 3", "Vrouw alleen → geen")
		if got := h.read(family.ID); got.Persons != 2 {
			h.Errorf("a preview made it %d persons", got.Persons)
		}
		p.press(family.ID, newMember, stepSave, fields...).at(done(family.ID, "persoon"), 200)
		if got := h.read(family.ID); got.Persons != 3 || got.Minors != 1 || got.Flagged(plan.FlagLoneWoman) {
			h.Errorf("%+v", got)
		}
		ivan := h.member(family.ID, "Ivan Koval")
		p.press(family.ID, ivan, stepLeave).shows("Schrijf op waarom")
		p.press(family.ID, ivan, stepLeave, "reden", "dubbel").shows("3 → 2")
		p.press(family.ID, ivan, stepRemove, "reden", "staat dubbel").at(done(family.ID, "persoon_weg"), 200)
		if got := h.read(family.ID); got.Persons != 2 || got.Minors != 1 || !got.Flagged(plan.FlagLoneWoman) {
			h.Errorf("%+v", got)
		}
		if left := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM person_name WHERE person = $1`, ivan); left != "0" {
			h.Error("the name of who was removed is still there")
		}
		if kept := h.text(`SELECT reason FROM audit WHERE action = 'household.member' AND detail LIKE '%member_removed%'`); kept != "staat dubbel" {
			h.Errorf("the reason kept is %q", kept)
		}
		p.press(family.ID, ivan, stepLeave, "reden", "x")
		if p.status != 404 {
			h.Errorf("who is gone is found with %d", p.status)
		}
		h.sound()
	})
}

// Children who are left alone go to the guardian, who is called; that they no
// longer are, somebody must say who asked the guardian.
func TestChildrenLeftAloneGoToTheGuardian(t *testing.T) {
	each(t, func(h *house) {
		family := h.visitor("nl", "").sent()
		olena := h.member(family.ID, "Olena Koval")
		p := h.visitor("nl", "uma")
		p.press(family.ID, olena, stepLeave, "reden", "hoort bij de buren").shows("gaat naar de voogd", "Bij de voogd")
		p.press(family.ID, olena, stepRemove, "reden", "hoort bij de buren").at(done(family.ID, "persoon_weg"), 200)
		if got := h.read(family.ID); got.State != households.StateGuardian || !got.Flagged(plan.FlagUnaccompaniedMinor) || got.Flagged(plan.FlagLoneWoman) {
			h.Errorf("%+v", got)
		}
		h.drain()
		if calls := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE reason = 'guardian'`); calls != "1" {
			h.Errorf("%s calls for a guardian", calls)
		}
		h.sound()
		fields := []string{"naam", "Oksana Koval", "jaren", "50"}
		p.press(family.ID, newMember, stepReview, fields...).shows("Weet de voogd")
		p.press(family.ID, newMember, stepSave, fields...)
		if p.status != 422 || h.read(family.ID).State != households.StateGuardian {
			h.Errorf("without a word of the guardian: status %d", p.status)
		}
		p.press(family.ID, newMember, stepSave, append(fields, "voogd", "ja")...).at(done(family.ID, "persoon"), 200)
		if got := h.read(family.ID); got.State != households.StateWaiting || got.Flagged(plan.FlagUnaccompaniedMinor) || got.Persons != 2 {
			h.Errorf("%+v", got)
		}
		p.press(family.ID, h.member(family.ID, "Oksana Koval"), stepRemove, "reden", "toch niet").at(done(family.ID, "persoon_weg"), 200)
		h.drain()
		if calls := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE reason = 'guardian'`); calls != "2" {
			h.Errorf("alone again, %s calls for a guardian", calls)
		}
		p.press(family.ID, h.member(family.ID, "Danylo Koval"), stepRemove, "reden", "x").shows("laatste persoon")
		h.sound()
	})
}

// What is corrected on the page of facts calls the guardian as well.
func TestFactsOfAMinorAloneCallTheGuardian(t *testing.T) {
	h := openSQLite(t)
	family := h.visitor("nl", "").sent()
	facts := h.read(family.ID)
	facts.Persons, facts.Minors, facts.Flags = 1, 1, []string{plan.FlagUnaccompaniedMinor}
	h.ok(h.Correct(ctx, utrecht, facts))
	h.drain()
	if calls := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE reason = 'guardian'`); calls != "1" {
		t.Errorf("%s calls for a guardian", calls)
	}
}

// stayed is a family with a promised place at a location of so many places.
func (h *house) stayed(open int) (households.Household, string) {
	h.Helper()
	family := h.visitor("nl", "").sent()
	location := db.NewID()
	h.ok(h.places.AddLocation(ctx, access.Program(), places.Location{ID: location, Municipality: "GM0344", Region: "VR09", Name: "Zaal De Wilg", Type: "hotel"}))
	h.ok(h.places.State(ctx, access.Program(), places.Statement{ID: db.NewID(), Location: location, Rung: places.Open, From: tonight, Places: open, Source: "phone"}))
	stay := db.NewID()
	h.ok(h.places.Place(ctx, utrecht, places.Stay{ID: stay, Household: family.ID, Location: location, Persons: 2, From: tonight, Until: tonight.Plus(20), EndKnown: true, State: places.Present}, "test"))
	h.ok(h.door.Do(ctx, national, gate.Change{Action: access.RecordArrival, Object: "x", Owner: gate.Belongs(access.Owner{})}, func(ctx context.Context, tx *gate.Tx) error {
		return households.SetState(ctx, tx, "nel", family.ID, households.StatePresent, "arrived")
	}))
	return h.read(family.ID), stay
}

// A household that grows takes more places where there are some, and is told
// where there are none; one that shrinks gives them back at once.
func TestPromisesFollowTheNumberOfPersons(t *testing.T) {
	each(t, func(h *house) {
		family, stay := h.stayed(3)
		held := func() string { return h.text(`SELECT CAST(persons AS TEXT) FROM stay WHERE id = $1`, stay) }
		p := h.visitor("nl", "uma")
		one := []string{"naam", "Ivan Koval", "jaren", "40"}
		p.press(family.ID, newMember, stepReview, one...).shows("Zaal De Wilg", "2 → 3", "genoeg plek")
		p.press(family.ID, newMember, stepSave, one...).at(done(family.ID, "persoon"), 200)
		if held() != "3" {
			h.Errorf("%s places are held", held())
		}
		two := []string{"naam", "Petro Koval", "jaren", "60"}
		p.press(family.ID, newMember, stepReview, two...)
		if p.status != 409 {
			h.Errorf("a full night answers %d", p.status)
		}
		p.shows("geen plek voor zoveel personen", "11 april 2022", "Naar het verblijf")
		p.press(family.ID, newMember, stepSave, two...)
		// The guard holds where the page was passed by.
		err := h.ChangeMember(ctx, utrecht, households.MemberChange{Kind: households.AddMember, Household: family.ID, Rev: h.read(family.ID).Rev,
			Person: households.Person{ID: db.NewID(), Household: family.ID, Age: 60, AgeKnown: true}}, "x")
		h.wants(err, fault.Conflict, "places.full")
		if h.read(family.ID).Persons != 3 || held() != "3" {
			h.Errorf("%d persons and %s places after a refusal", h.read(family.ID).Persons, held())
		}
		p.press(family.ID, h.member(family.ID, "Ivan Koval"), stepRemove, "reden", "ging verder").at(done(family.ID, "persoon_weg"), 200)
		if held() != "2" {
			h.Errorf("%s places are held after one left", held())
		}
		p.press(family.ID, h.member(family.ID, "Olena Koval"), stepRemove, "reden", "x").shows("plek beloofd")
		if h.read(family.ID).Persons != 2 || held() != "2" {
			h.Error("a refused change changed something")
		}
		h.sound()
	})
}

// An offer was made for a number of persons: it waits for an answer to that.
func TestAnOpenOfferHoldsTheNumber(t *testing.T) {
	each(t, func(h *house) {
		_, sent := h.offered("nl")
		family := sent.ID
		one := []string{"naam", "Ivan Koval", "jaren", "40"}
		p := h.visitor("nl", "nel").press(family, newMember, stepReview, one...)
		if p.status != 409 {
			h.Errorf("an open offer answers %d", p.status)
		}
		p.shows("Trek het aanbod eerst in")
		if p.press(family, newMember, stepSave, one...); h.read(family).Persons != 2 {
			h.Error("the household grew under an offer")
		}
		h.sound()
	})
}

func TestALostSecretIsReplaced(t *testing.T) {
	each(t, func(h *house) {
		own := h.visitor("uk", "")
		family := own.sent()
		secret := "/huishoudens/" + family.ID + "/geheim"
		p := h.visitor("nl", "uma").get(secret)
		seen := between(p.at(secret, 200).body, `name="gezien" value="`, `"`)
		p.post(secret, "gezien", seen, "why", "kaart kwijt").at(secret, 422).shows("Kies hoe u weet")
		p.post(secret, "gezien", seen, "check", "card").at(secret, 422)
		for range triesBeforeLock { // somebody shut the code
			h.visitor("uk", "").post("/aanmelden/verder", "code", family.Code, "geheim", "fout")
		}
		p.get(secret)
		seen = between(p.body, `name="gezien" value="`, `"`)
		p.post(secret, "gezien", seen, "why", "kaart kwijt", "check", "card").at(secret, 200).shows("Таємне слово", `lang="uk"`, "card__qr", family.Code)
		fresh := between(p.body, "Таємне слово</dt><dd>", "</dd>")
		if len(fold(fresh)) != 14 || fold(fresh) == own.keys().secret {
			h.Fatalf("the new secret is %q", fresh)
		}
		if _, err := h.Open(ctx, family.Code, own.keys().secret); fault.As(err).Key != "registration.code_wrong" {
			h.Errorf("the old secret: %v", err)
		}
		opened, err := h.Open(ctx, own.keys().code, fresh)
		h.ok(err)
		if opened.Household != family.ID {
			h.Errorf("opened %s", opened.Household)
		}
		p.post(secret, "gezien", seen, "why", "kaart kwijt", "check", "card")
		if p.status != 409 || strings.Contains(p.body, "card__qr") {
			h.Errorf("a second press answers %d", p.status)
		}
		if _, err := h.Open(ctx, family.Code, fresh); err != nil {
			h.Errorf("a second press ended the secret: %v", err)
		}
		if row := h.text(`SELECT person || ' ' || reason FROM audit WHERE action = 'registration.secret'`); row != "uma kaart kwijt" {
			h.Errorf("audit: %s", row)
		}
		if leaked := h.text(`SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE detail LIKE $1`, "%"+fresh+"%"); leaked != "0" {
			h.Error("the secret stands in the audit")
		}
		h.visitor("nl", "vera").get(secret).at(secret, 403)
		h.drain()
		told := h.mails.String()
		if !strings.Contains(told, "olena@example.org") || !strings.Contains(told, "Нове таємне слово для "+family.Code) || strings.Contains(told, fresh) {
			h.Errorf("mails: %s", told)
		}
		h.sound()
	})
}

func TestNobodyOutsideReachHandsOutASecret(t *testing.T) {
	h := openSQLite(t)
	family := h.visitor("nl", "").sent()
	almere := access.Actor{Person: "al", Name: "Al", Role: access.Municipal, Municipality: "GM0034", Region: "VR25"}
	_, _, err := h.HandOut(ctx, almere, Handover{Household: family.ID, Why: "x", Check: "card"})
	h.wants(err, fault.Forbidden, "access.forbidden")
	_, err = h.PageOf(ctx, almere, family.ID)
	h.wants(err, fault.NotFound, "households.unknown")
	olena := households.Person{ID: h.member(family.ID, "Olena Koval"), Household: family.ID, Age: 3, AgeKnown: true}
	err = h.ChangeMember(ctx, almere, households.MemberChange{Kind: households.CorrectMember, Household: family.ID, Rev: 1, Person: olena}, "x")
	h.wants(err, fault.Forbidden, "access.forbidden")
}

func TestFamilyCodesAreNotGuessed(t *testing.T) {
	each(t, func(h *house) {
		other := h.visitor("nl", "").sent()
		p := h.visitor("nl", "")
		p.family()
		for range mostFamilyTries {
			p.post(question+askWishes, "familie", "222-222").at(question+askWishes, 422).shows("kennen deze code niet")
		}
		p.post(question+askWishes, "familie", other.Code).at(question+askWishes, 422).shows("te vaak")
		p.post(question+askWishes, "bij", "Zeist").at(question+askWhere, 200) // without a code it goes on
		// One draft does not stand in the way of another, and an hour heals.
		q := h.visitor("nl", "")
		q.family().post(question+askWishes, "familie", other.Code).at(question+askWhere, 200)
		h.later(familyTriesWithin)
		p.post(question+askWishes, "familie", other.Code).at(question+askWhere, 200)
		p.post("/aanmelden/wissen").at("/aanmelden", 200) // what was counted goes with the draft
	})
}

func TestAFloodOfDraftsIsHeldBack(t *testing.T) {
	each(t, func(h *house) {
		going := h.visitor("nl", "")
		going.post("/aanmelden/begin").at(question+askMembers, 200)
		h.ok(h.store.Write(ctx, func(tx *db.Tx) error {
			for range mostBegun {
				_, err := tx.Exec(ctx, `INSERT INTO registration (household, code, digest, lang, helper, sealed, wrong_tries, locked_until, made_at, updated_at,
					expires_at, together) VALUES ($1, $2, 'x', 'nl', '', 'x', 0, 0, $3, $3, $3, '')`, db.NewID(), db.NewID(), h.door.Now())
				if err != nil {
					return err
				}
			}
			return nil
		}))
		p := h.visitor("nl", "").post("/aanmelden/begin").at("/aanmelden/begin", 429).shows("heel druk", "/aanmelden/papier")
		going.get(question+askMembers).at(question+askMembers, 200)
		h.visitor("nl", "vera").post("/aanmelden/begin").at(question+askMembers, 200)
		h.later(begunWithin)
		p.post("/aanmelden/begin").at(question+askMembers, 200)
	})
}
