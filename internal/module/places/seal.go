package places

import (
	"context"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// The kinds of record that audit rows seal.
const (
	entryKind = "capacity_entry"
	stepKind  = "stay_event"
)

// sealed is all of an entry, in the form in which it reads back.
func (e Entry) sealed() []any {
	return []any{e.ID, e.Location, e.Seq, e.Rung, e.From, e.Until, e.Places, e.SaidBy, e.Source, e.Reason, int64(e.RecordedAt)}
}

// sealed is what the writer of a step knows of it: its number and the state
// before are the guard's, and the replay checks those.
func (e Event) sealed() []any {
	return []any{e.Stay, e.Location, int64(e.At), e.After, e.Persons, e.From, e.Until, e.EndKnown, e.Reason, e.By}
}

// sealStep binds the step that the guard writes down when a stay becomes what it
// is now. A change of none of these makes no step.
func sealStep(tx *gate.Tx, before, now Stay) {
	if before.State == now.State && before.Persons == now.Persons && before.From == now.From && before.Until == now.Until && before.EndKnown == now.EndKnown {
		return
	}
	step := Event{Stay: now.ID, Location: now.Location, At: now.UpdatedAt, After: now.State, Persons: now.Persons,
		From: now.From, Until: now.Until, EndKnown: now.EndKnown, Reason: now.Reason, By: now.By}
	tx.Seal(stepKind, step.sealed()...)
}

// verifySeals compares everything that was said and that happened with the audit
// rows that were written with it.
func verifySeals(ctx context.Context, tx *db.Tx, r records) ([]string, error) {
	said, err := gate.TallyOf(ctx, tx, entryKind)
	if err != nil {
		return nil, err
	}
	for _, entries := range r.entries {
		for _, e := range entries {
			said.Add(e.RecordedAt, e.sealed()...)
		}
	}
	steps, err := gate.TallyOf(ctx, tx, stepKind)
	if err != nil {
		return nil, err
	}
	for _, events := range r.events {
		for _, e := range events {
			steps.Add(e.At, e.sealed()...)
		}
	}
	return append(said.Wrong(), steps.Wrong()...), nil
}
