package households

import (
	"context"
	"errors"
	"slices"
	"testing"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// disarm takes away every guard, as a person with the database's own password
// can: triggers and foreign keys.
var disarm = map[string][]string{
	"postgres": {
		`ALTER TABLE household DISABLE TRIGGER ALL`, `ALTER TABLE person DISABLE TRIGGER ALL`,
		`ALTER TABLE safeguard_override DISABLE TRIGGER ALL`, `ALTER TABLE household_event DISABLE TRIGGER ALL`,
	},
	"sqlite": {
		`PRAGMA defer_foreign_keys = ON`,
		`DROP TRIGGER household_safeguard_insert`, `DROP TRIGGER household_safeguard_update`,
		`DROP TRIGGER safeguard_override_first`, `DROP TRIGGER safeguard_override_second`,
		`DROP TRIGGER safeguard_override_no_delete`,
		`DROP TRIGGER household_event_no_update`, `DROP TRIGGER household_event_no_delete`,
	},
}

var damages = map[string]struct{ statement, want string }{
	"state":        {`UPDATE household SET state = 'left' WHERE id = 'h1'`, "household h1: is left at revision 2, its events lead to offered at 2"},
	"revision":     {`UPDATE household SET rev = 7 WHERE id = 'h1'`, "household h1: is offered at revision 7, its events lead to offered at 2"},
	"facts":        {`UPDATE household SET persons = 9 WHERE id = 'h1'`, "household h1: was altered without an event"},
	"place":        {`UPDATE household SET current_location = 'L1', state = 'withdrawn' WHERE id = 'h1'`, "household h1: is gone and still stays somewhere"},
	"minor":        {`UPDATE household SET state = 'present' WHERE id = 'm1'`, "household m1: is an unaccompanied minor placed without an override"},
	"minor waits":  {`UPDATE household SET state = 'waiting' WHERE id = 'm1'`, "household m1: is an unaccompanied minor that waits for matching"},
	"guardian":     {`UPDATE household SET flags = '' WHERE id = 'm1'`, "household m1: is with the guardian but no unaccompanied minor"},
	"event gone":   {`DELETE FROM household_event WHERE household = 'h1' AND seq = 1`, `household h1: event 2 from "waiting" to "offered" does not follow`},
	"event forged": {`UPDATE household_event SET from_state = 'left' WHERE household = 'h1' AND seq = 2`, `household h1: event 2 from "left" to "offered" does not follow`},
	"no events":    {`DELETE FROM household_event WHERE household = 'm1'`, "household m1: has no events"},
	"crowd":        {`UPDATE household SET persons = 1, minors = 0 WHERE id = 'h1'`, "household h1: has more members than persons"},
	"signature":    {`UPDATE safeguard_override SET first_at = 9, second_person = 'x', second_at = 1`, "override o1: is not signed by two persons in turn"},
	"rule":         {`UPDATE safeguard_override SET rule = 'any'`, "override o1: is not signed by two persons in turn"},
	"person":       {`DELETE FROM person WHERE id = 'h1-1'`, "name of person h1-1: there is no such person"},
	"household":    {`DELETE FROM household WHERE id = 'h1'`, "person h1-1: belongs to no household"},
	"events stay":  {`DELETE FROM household WHERE id = 'm1'`, "events of household m1: there is no such household"},
	"override":     {`DELETE FROM household WHERE id = 'm1'`, "override o1: there is no such household"},
	"exclusion":    {`DELETE FROM household WHERE id = 'h1'`, "exclusion of household h1: there is no such household"},
	"link":         {`DELETE FROM household WHERE id = 'h2'`, "link of household h1: there is no such household"},
}

// Whoever disarms the guards and alters rows by hand is found out.
func TestVerifyFindsDamageDoneByHand(t *testing.T) {
	each(t, func(h house) {
		h.furnish()
		undo := errors.New("undo")
		for name, damage := range damages {
			var wrong []string
			err := h.store.Write(ctx, func(tx *db.Tx) (err error) {
				for _, statement := range append(slices.Clone(disarm[h.store.Engine()]), damage.statement) {
					if _, err := tx.Exec(ctx, statement); err != nil {
						return err
					}
				}
				if wrong, err = Verify(ctx, tx); err != nil {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) || !slices.Contains(wrong, damage.want) {
				h.Errorf("%s: found %q (%v), want %q", name, wrong, err, damage.want)
			}
		}
	})
}

// furnish puts something of everything in the house.
func (h house) furnish() {
	h.Helper()
	persons, names := members("h1")
	h.ok(h.Register(ctx, utrecht, family("h1"), persons, names))
	h.ok(h.Register(ctx, utrecht, family("h2"), nil, nil))
	h.ok(h.Register(ctx, utrecht, alone("m1"), nil, nil))
	h.ok(h.Link(ctx, utrecht, "h1", "h2", Family))
	h.ok(h.SignOverride(ctx, utrecht, sign("o1", "m1", RuleUnaccompaniedMinor, "L1")))
	h.ok(h.set("h1", StateOffered))
	h.ok(h.inside(func(ctx context.Context, tx *gate.Tx) error { return Exclude(ctx, tx, "h1", "L9", "too far") }))
	if wrong := h.verify(); len(wrong) != 0 {
		h.Fatal(wrong)
	}
}
