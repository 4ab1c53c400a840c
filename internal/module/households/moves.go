package households

import (
	"context"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/gate"
)

// SetState moves a household along the state machine inside the caller's
// transaction; person is who did it. Back to waiting means back to where it
// belongs: an unaccompanied minor goes back to the guardian. A way that does not
// exist is a conflict, and so is a placement that safeguarding forbids.
func SetState(ctx context.Context, tx *gate.Tx, person, id string, to State, reason string) error {
	before, err := found(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	after := before
	if err := after.change(to); err != nil {
		return err
	}
	return saved(ctx, tx, person, reason, before, after)
}

// Park takes a household out of matching until a night; it keeps its waiting
// time.
func Park(ctx context.Context, tx *gate.Tx, person, id, reason string, until calendar.Night) error {
	before, err := found(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	after := before
	if err := after.change(StateParked); err != nil {
		return err
	}
	after.ParkedUntil = calendar.At(until)
	return saved(ctx, tx, person, reason, before, after)
}

// MoveTo records where a household is now: whose affair it becomes, and the
// location of its present stay (empty: none).
func MoveTo(ctx context.Context, tx *gate.Tx, person, id string, where access.Owner, reason string) error {
	before, err := found(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	after := before
	after.Municipality, after.Region, after.Current = where.Municipality, where.Region, where.Location
	if err := after.Validate(); err != nil {
		return err
	}
	return saved(ctx, tx, person, reason, before, after)
}

// Return takes back, inside the caller's transaction, what was recorded for a reason
// at an instant: the household is in the state it had, and where it was. A step that
// was never recorded is db.ErrNone.
func Return(ctx context.Context, tx *gate.Tx, person, id string, at calendar.Instant, recorded, reason string) error {
	state, was, err := beforeStep(ctx, tx.Tx, id, at, recorded)
	if err != nil {
		return err
	}
	now, err := found(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	for _, next := range wayBack(now.State, state) {
		if next == StateParked && was.parked.Known {
			err = Park(ctx, tx, person, id, reason, was.parked.Night)
		} else {
			err = SetState(ctx, tx, person, id, next, reason)
		}
		if err != nil {
			return err
		}
	}
	return MoveTo(ctx, tx, person, id, was.where, reason)
}

// wayBack gives the steps from a state to one it was reached from: directly where the
// state machine has that way, else through the queue.
func wayBack(now, before State) []State {
	switch {
	case now == before:
		return nil
	case now.CanBecome(before):
		return []State{before}
	}
	return []State{StateWaiting, before}
}

// Exclude keeps matching from offering the location to the household again.
func Exclude(ctx context.Context, tx *gate.Tx, household, location, reason string) error {
	return ExcludeUntil(ctx, tx, household, location, reason, calendar.End{})
}

// ExcludeUntil is Exclude up to a night; an unknown end means for good.
func ExcludeUntil(ctx context.Context, tx *gate.Tx, household, location, reason string, until calendar.End) error {
	if _, err := found(ctx, tx.Tx, household); err != nil {
		return err
	}
	if err := tx.Alters(ctx, keptExclusions, household); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertExclusion, household, location, reason, until, tx.Now())
	if err != nil {
		return fmt.Errorf("households: exclude: %w", err)
	}
	return nil
}

// Readmit lifts what keeps matching from offering the location to the household,
// as of the night; what was excluded before stays known.
func Readmit(ctx context.Context, tx *gate.Tx, household, location string) error {
	if err := tx.Alters(ctx, keptExclusions, household); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlReadmit, tx.Tonight(), household, location); err != nil {
		return fmt.Errorf("households: readmit: %w", err)
	}
	return nil
}
