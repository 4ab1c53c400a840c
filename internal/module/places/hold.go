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

// Hold promises places as a new, offered stay within the caller's transaction;
// only the store's guard decides whether there is room. Where there is not, the
// error is a conflict (places.full, with the first full night and the places
// free on it) and the transaction can go on without the stay. Holding again
// with the same id and content is holding once.
func Hold(ctx context.Context, tx *gate.Tx, stay Stay) error {
	stay.State = Offered
	return begin(ctx, tx, stay)
}

// begin writes a new stay in the state it has.
func begin(ctx context.Context, tx *gate.Tx, stay Stay) error {
	if err := stay.Validate(); err != nil {
		return err
	}
	stay.CreatedAt, stay.UpdatedAt = tx.Now(), tx.Now()
	known, err := StayByID(ctx, tx.Tx, stay.ID)
	if errors.Is(err, db.ErrNone) {
		written := false
		err = guarded(ctx, tx.Tx, stay, func() (err error) {
			written, err = insertStay(ctx, tx.Tx, stay)
			return err
		})
		if err == nil && written {
			tx.Adds(keptStays, stay.ID)
			sealStep(tx, Stay{}, stay)
		}
		if err != nil || written {
			return err
		}
		// Another writer with the same id was first by a hair.
		known, err = StayByID(ctx, tx.Tx, stay.ID)
	}
	if err != nil {
		return err
	}
	if known.Household != stay.Household || known.Location != stay.Location || known.Persons != stay.Persons ||
		known.From != stay.From || known.Until != stay.Until {
		return fault.New(fault.Conflict, "places.id_taken", "id", stay.ID)
	}
	return nil
}

// Advance takes a stay to its next state within the caller's transaction and
// gives it as it then stands. A step the table of states does not have is a
// conflict (places.stay_state). A household that was present is gone as of
// tonight; its nights, and those of an offer that ends, are free at once.
func Advance(ctx context.Context, tx *gate.Tx, stayID string, to State, reason string) (Stay, error) {
	return AdvanceAs(ctx, tx, "", stayID, to, reason)
}

// AdvanceAs is Advance with the person who does it named in the stay's history.
func AdvanceAs(ctx context.Context, tx *gate.Tx, person, stayID string, to State, reason string) (Stay, error) {
	return change(ctx, tx, person, stayID, reason, func(stay *Stay) error {
		return step(stay, to, tx.Tonight())
	})
}

// step changes the state of a stay; night is the first night without those who
// leave.
func step(stay *Stay, to State, night calendar.Night) error {
	if !stay.State.CanBecome(to) {
		return fault.New(fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(to))
	}
	if to.Holds() {
		stay.State = to
	} else {
		stay.end(to, night)
	}
	return nil
}

// change loads a stay, lets alter change it and writes it back, unless somebody
// else changed it meanwhile. Places it gives back may end an alert.
func change(ctx context.Context, tx *gate.Tx, person, id, reason string, alter func(*Stay) error) (Stay, error) {
	stay, err := StayByID(ctx, tx.Tx, id)
	if err != nil {
		return stay, missing(err)
	}
	before := stay
	if err := alter(&stay); err != nil {
		return before, err
	}
	if stay.State.Holds() {
		if err := stay.Validate(); err != nil {
			return before, err
		}
	}
	stay.Reason, stay.By, stay.UpdatedAt = reason, person, tx.Now()
	written := false
	err = guarded(ctx, tx.Tx, stay, func() (err error) {
		written, err = updateStay(ctx, tx.Tx, stay)
		return err
	})
	if err != nil {
		return before, err
	}
	if !written {
		return before, fault.New(fault.Conflict, "places.stay_changed")
	}
	sealStep(tx, before, stay)
	stay.Rev++
	if stay.Persons < before.Persons {
		if err := trimRooms(ctx, tx, stay); err != nil {
			return before, err
		}
	}
	if !stay.State.Holds() || stay.Persons < before.Persons || stay.From > before.From || stay.Until < before.Until {
		err = relieve(ctx, tx, stay.Location)
	}
	return stay, err
}

// guarded runs a write of a stay and turns the refusals of the store's guard
// into words. The caller's transaction outlives a refusal.
func guarded(ctx context.Context, tx *db.Tx, stay Stay, write func() error) error {
	if _, err := tx.Exec(ctx, sqlSavepoint); err != nil {
		return err
	}
	err := write()
	code := db.Refused(err)
	if code == "" {
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, sqlRelease)
		return err
	}
	if _, undo := tx.Exec(ctx, sqlUndo); undo != nil {
		return errors.Join(err, undo)
	}
	switch code {
	case "overbooked":
		return full(ctx, tx, stay, err)
	case "no_location":
		return fault.Wrap(err, fault.NotFound, "places.no_location")
	case "room_full", "no_consent":
		return inWords(err)
	}
	return fault.Wrap(err, fault.Conflict, "places.stay_state", "state", string(stay.State), "to", string(stay.State))
}

// full says on which night there is least room, and how much.
func full(ctx context.Context, tx *db.Tx, stay Stay, cause error) error {
	free, err := FreeAt(ctx, tx, stay.Location, stay.From, stay.Until)
	if err != nil {
		return errors.Join(cause, err)
	}
	least := 0
	for i := range free {
		if free[i] < free[least] {
			least = i
		}
	}
	return fault.Wrap(cause, fault.Conflict, "places.full",
		"night", stay.From.Plus(least), "free", free[least], "persons", stay.Persons)
}

// missing gives a row that is not there its kind.
func missing(err error) error {
	if errors.Is(err, db.ErrNone) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}

// OwnerOf says whose affair a location is; db.ErrNone where there is none.
func OwnerOf(ctx context.Context, tx *db.Tx, locationID string) (access.Owner, error) {
	return ownerOf(ctx, tx, locationID)
}

// FreeAt gives, for each night from..until-1, the location's open places minus
// those held; negative where more is promised than is open.
func FreeAt(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) ([]int, error) {
	spans, err := openSpansOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	stays, err := holdingDuring(ctx, tx, location, from, until)
	if err != nil {
		return nil, err
	}
	return freeOf(spans, stays, from, until), nil
}
