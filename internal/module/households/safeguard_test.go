package households

import (
	"context"
	"testing"

	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func sign(id, household, rule, location string) Override {
	return Override{ID: id, Household: household, Rule: rule, Location: location, Reason: "the guardian asks for it"}
}

// raw writes past all our code.
func (h house) raw(statement string) error {
	return h.store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, statement)
		return err
	})
}

func (h house) guard(id, location, locationType string, screened bool) (err error) {
	found := h.household(id)
	return h.inside(func(ctx context.Context, tx *gate.Tx) error {
		return Guard(ctx, tx.Tx, found, location, locationType, screened)
	})
}

func TestAnUnaccompaniedMinorGoesToTheGuardian(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
		if got := h.household("m1").State; got != StateGuardian {
			h.Fatalf("state %s", got)
		}
		if list := h.waiting(national); len(list) != 0 {
			h.Errorf("matching sees %+v", list)
		}
		for _, to := range []State{StateOffered, StateAccepted, StatePresent} {
			h.wants(h.set("m1", to), fault.Conflict, "households.safeguard")
		}
		for _, to := range []State{StateWaiting, StateParked, StateGuardian} {
			h.wants(h.set("m1", to), fault.Conflict, "households.no_way")
		}
	})
}

// The guard stands in the store itself, so that no program gets past it.
func TestRawWritersCannotPlaceAnUnaccompaniedMinor(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		h.ok(h.set("h1", StatePresent))
		for _, state := range []State{StateWaiting, StateParked, StateOffered, StateAccepted, StatePresent} {
			if err := h.raw(`UPDATE household SET state = '` + string(state) + `' WHERE id = 'm1'`); db.Refused(err) != "safeguard" {
				h.Errorf("to %s: %v", state, err)
			}
		}
		for name, statement := range map[string]string{
			"flag on a placed household": `UPDATE household SET flags = 'unaccompanied_minor' WHERE id = 'h1'`,
			"flag among others":          `UPDATE household SET flags = 'urgent,Unaccompanied_Minor' WHERE id = 'h1'`,
			"inserted as present": `INSERT INTO household SELECT 'm2', 'XXX-XXX', municipality, region, persons, minors, from_night,
				until_night, needs, wishes, flags, waiting_since, registration, 'present', NULL, NULL, 1, 0, 0 FROM household WHERE id = 'm1'`,
		} {
			if err := h.raw(statement); db.Refused(err) != "safeguard" {
				h.Errorf("%s: %v", name, err)
			}
		}
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong)
		}
	})
}

func TestAnOverrideNeedsTwoPersons(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
		h.ok(h.SignOverride(ctx, utrecht, sign("o1", "m1", RuleUnaccompaniedMinor, "L1")))
		h.wants(h.set("m1", StateOffered), fault.Conflict, "households.safeguard")
		h.wants(h.guard("m1", "L1", "dwelling", true), fault.Conflict, "households.safeguard")
		h.wants(h.Countersign(ctx, utrecht, "o1"), fault.Conflict, "households.two_persons")
		h.wants(h.Countersign(ctx, access.Program(), "o1"), fault.Forbidden, "households.named_person")
		h.wants(h.Countersign(ctx, zeist, "o1"), fault.Forbidden, "access.forbidden")
		h.wants(h.Countersign(ctx, colleague, "o9"), fault.NotFound, "fault.not_found")
		h.ok(h.Countersign(ctx, colleague, "o1"))
		h.wants(h.Countersign(ctx, regional, "o1"), fault.Conflict, "households.signed_already")

		h.ok(h.guard("m1", "L1", "dwelling", true))
		h.wants(h.guard("m1", "L2", "dwelling", true), fault.Conflict, "households.safeguard")
		h.ok(h.set("m1", StateOffered))
		h.ok(h.set("m1", StateAccepted))
		moveTo := func(location string) error {
			return h.inside(func(ctx context.Context, tx *gate.Tx) error {
				return MoveTo(ctx, tx, "anna", "m1", access.Owner{Region: "VR09", Municipality: "GM0344", Location: location}, "arrived")
			})
		}
		h.ok(h.set("m1", StatePresent))
		h.ok(moveTo("L1"))
		h.wants(moveTo("L2"), fault.Conflict, "households.safeguard")
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong)
		}
		h.ok(h.set("m1", StateWaiting))
		if got := h.household("m1").State; got != StateGuardian {
			h.Errorf("back in the queue means %s", got)
		}
	})
}

func TestAnOverrideIsComplete(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
		if got := fields(h.SignOverride(ctx, utrecht, Override{Household: "m1", Rule: "none"})); len(got) != 4 {
			h.Errorf("got %v", got)
		}
		h.wants(h.SignOverride(ctx, access.Program(), sign("o1", "m1", RuleUnaccompaniedMinor, "L1")), fault.Forbidden, "households.named_person")
		h.wants(h.SignOverride(ctx, zeist, sign("o1", "m1", RuleUnaccompaniedMinor, "L1")), fault.Forbidden, "access.forbidden")
		h.ok(h.SignOverride(ctx, utrecht, sign("o1", "m1", RuleUnaccompaniedMinor, "L1")))
		const both = `INSERT INTO safeguard_override (id, household, rule, location, reason, first_person, first_at, second_person, second_at)
			VALUES ('o2', 'm1', 'unaccompanied_minor', 'L1', 'x', 'a', 1, 'b', 2)`
		for statement, want := range map[string]string{
			both: "two_persons",
			`UPDATE safeguard_override SET first_person = 'x' WHERE id = 'o1'`: "append_only",
			`UPDATE safeguard_override SET location = 'L2' WHERE id = 'o1'`:    "append_only",
			`DELETE FROM safeguard_override WHERE id = 'o1'`:                   "append_only",
			`UPDATE household_event SET reason = 'x'`:                          "append_only",
			`DELETE FROM household_event`:                                      "append_only",
		} {
			if err := h.raw(statement); db.Refused(err) != want {
				h.Errorf("%s: %v", statement, err)
			}
		}
		// Each engine has its own way around a DELETE, and does not know the other's.
		for _, table := range []string{"safeguard_override", "household_event", "audit"} {
			emptied := db.Refused(h.raw(`TRUNCATE ` + table + ` CASCADE`))
			replaced := db.Refused(h.raw(`INSERT OR REPLACE INTO ` + table + ` SELECT * FROM ` + table))
			if emptied+replaced != "append_only" {
				h.Errorf("%s can be emptied or replaced", table)
			}
		}
		if err := h.raw(`UPDATE safeguard_override SET second_person = 'anna', second_at = 2 WHERE id = 'o1'`); err == nil {
			h.Error("one person signed twice")
		}
		h.ok(h.Countersign(ctx, colleague, "o1"))
		if err := h.raw(`UPDATE safeguard_override SET second_person = 'eve' WHERE id = 'o1'`); db.Refused(err) != "append_only" {
			h.Errorf("a signature was replaced: %v", err)
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			list, err := Overrides(ctx, tx, "m1")
			if err != nil || len(list) != 1 || !list[0].Complete() || list[0].FirstPerson != "anna" || list[0].SecondPerson != "bram" {
				h.Errorf("overrides %+v, %v", list, err)
			}
			entries, err := gate.History(ctx, tx, "override/o1")
			if err != nil || len(entries) != 1 || entries[0].Person != "bram" {
				h.Errorf("audit %+v, %v", entries, err)
			}
			return nil
		}))
	})
}

func TestEveryRuleIsLiftedByItself(t *testing.T) {
	each(t, func(h house) {
		mother := valid()
		mother.Persons, mother.Minors, mother.Flags = 2, 1, []string{plan.FlagLoneWoman}
		h.ok(h.Register(ctx, utrecht, mother, nil, nil))
		h.ok(h.guard("h1", "L1", hostHousehold, true))
		h.ok(h.guard("h1", "L1", "hotel", false))
		h.wants(h.guard("h1", "L1", hostHousehold, false), fault.Conflict, "households.safeguard")
		h.ok(h.SignOverride(ctx, utrecht, sign("o1", "h1", RuleMinorHost, "L1")))
		h.ok(h.Countersign(ctx, colleague, "o1"))
		h.wants(h.guard("h1", "L1", hostHousehold, false), fault.Conflict, "households.safeguard")
		h.ok(h.SignOverride(ctx, utrecht, sign("o2", "h1", RuleWomanHost, "L1")))
		h.ok(h.Countersign(ctx, colleague, "o2"))
		h.ok(h.guard("h1", "L1", hostHousehold, false))
	})
}

// A child found to travel alone leaves the queue in the same change; a promise
// already made must be taken back first.
func TestFoundToBeUnaccompanied(t *testing.T) {
	each(t, func(h house) {
		found := func(id string) error {
			now := h.household(id)
			now.Persons, now.Minors, now.Flags = 1, 1, []string{plan.FlagUnaccompaniedMinor}
			return h.Correct(ctx, utrecht, now)
		}
		for _, id := range []string{"h1", "h2", "h3"} {
			h.ok(h.Register(ctx, utrecht, family(id), nil, nil))
		}
		h.ok(h.inside(func(ctx context.Context, tx *gate.Tx) error { return Park(ctx, tx, "anna", "h2", "ill", tonight+3) }))
		h.ok(h.set("h3", StateOffered))
		h.ok(found("h1"))
		h.ok(found("h2"))
		h.wants(found("h3"), fault.Conflict, "households.place_promised")
		h.ok(h.set("h3", StateWithdrawn))
		h.ok(found("h3"))
		for id, want := range map[string]State{"h1": StateGuardian, "h2": StateGuardian, "h3": StateWithdrawn} {
			if got := h.household(id); got.State != want || got.ParkedUntil.Known {
				h.Errorf("%s is %s, parked until %s", id, got.State, got.ParkedUntil)
			}
		}
		aunt := h.household("h1")
		aunt.Persons, aunt.Flags = 2, nil
		h.ok(h.Correct(ctx, utrecht, aunt))
		if got := h.household("h1").State; got != StateWaiting {
			h.Errorf("with an aunt found, %s", got)
		}
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong)
		}
	})
}
