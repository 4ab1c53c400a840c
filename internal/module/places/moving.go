package places

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// PlanMoveIn promises a household that is present its next place from a later
// night on, within the caller's transaction: its stay ends that night, and one
// that is awaited begins at the new location, linked to it; both or neither. The
// store's guard holds on every night of either. Both locations and the household
// hear of it. The caller's gate has checked the
// place the household leaves; the new one must be within the actor's reach too.
func PlanMoveIn(ctx context.Context, tx *gate.Tx, actor access.Actor, move Move) error {
	owner, err := ownerOf(ctx, tx.Tx, move.Location)
	if err != nil {
		return missing(err)
	}
	if err := access.Check(actor, access.PlaceStay, owner); err != nil {
		return err
	}
	var check fault.Check
	check.Field(move.From > tx.Tonight(), "from", "places.night_wrong")
	if err := check.Err(); err != nil {
		return err
	}
	tx.Note("to", move.Location)
	tx.Note("from", move.From.String())
	old, err := change(ctx, tx, actor.Person, move.Stay, move.Reason, func(stay *Stay) error {
		if stay.State != Present {
			return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(Moved))
		}
		if err := staysOn(ctx, tx.Tx, stay.ID); err != nil {
			return err
		}
		stay.Until, stay.EndKnown = move.From, true
		return nil
	})
	if err != nil {
		return err
	}
	err = begin(ctx, tx, Stay{
		ID: move.Next, Household: old.Household, Location: move.Location, Persons: old.Persons,
		From: move.From, Until: move.Until, EndKnown: move.EndKnown, State: Accepted, Previous: old.ID,
		ShareConsent: old.ShareConsent, Reason: move.Reason, By: actor.Person,
	})
	if err != nil {
		return err
	}
	return tellMove(ctx, tx, MoveNotice{Stay: move.Next})
}

// staysOn refuses a stay that goes on elsewhere already.
func staysOn(ctx context.Context, tx *db.Tx, stay string) error {
	next, err := PlannedAfter(ctx, tx, stay)
	if err == nil {
		return fault.New(fault.Conflict, "places.moves_on", "night", next.From)
	}
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	return err
}

// PlannedAfter finds the awaited stay with which one that is present goes on;
// db.ErrNone where it does not.
func PlannedAfter(ctx context.Context, tx *db.Tx, stay string) (Stay, error) {
	return readStay(tx.Row(ctx, sqlPlannedAfter, stay))
}

// CancelMoveIn takes the planned move of a stay back, within the caller's
// transaction; whoever heard of it hears that. The stay gets its former end again, where there still is room; kept
// is false where there is none, and it ends when they would have moved.
func CancelMoveIn(ctx context.Context, tx *gate.Tx, person, stay, reason string) (kept bool, err error) {
	next, err := PlannedAfter(ctx, tx.Tx, stay)
	if err != nil {
		return false, missing(err)
	}
	if _, err := AdvanceAs(ctx, tx, person, next.ID, Withdrawn, reason); err != nil {
		return false, err
	}
	if err := tellMove(ctx, tx, MoveNotice{Stay: next.ID, Off: true}); err != nil {
		return false, err
	}
	until, known, err := endBefore(ctx, tx.Tx, stay, next.From)
	if err != nil {
		return false, err
	}
	_, err = change(ctx, tx, person, stay, reason, func(old *Stay) error {
		old.Until, old.EndKnown = max(old.Until, until), known
		return nil
	})
	switch told := fault.As(err); {
	case err == nil:
		return true, nil
	case told.Key == "places.full", told.Key == "places.room_full", told.Key == "places.no_consent":
		return false, nil
	}
	return false, err
}

// endBefore is the end a stay had before it was cut off at a night.
func endBefore(ctx context.Context, tx *db.Tx, stay string, cut calendar.Night) (until calendar.Night, known bool, err error) {
	history, err := HistoryOf(ctx, tx, stay)
	if err != nil {
		return cut, true, err
	}
	for i := len(history) - 1; i >= 0; i-- {
		if e := history[i]; e.Until != cut || !e.EndKnown {
			return e.Until, e.EndKnown, nil
		}
	}
	return cut, true, nil
}
