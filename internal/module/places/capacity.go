package places

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Record writes down what somebody said about a location's places, within the
// caller's transaction: the entry, what follows from it, the alert where more is
// promised than is left. It counts as a sign of life of the location. Recording
// again with the same id changes nothing.
func Record(ctx context.Context, tx *gate.Tx, saidBy string, statements ...Statement) error {
	for _, statement := range statements {
		if err := statement.Validate(); err != nil {
			return err
		}
	}
	statements = slices.Clone(statements)
	slices.SortStableFunc(statements, func(a, b Statement) int { return strings.Compare(a.Location, b.Location) })
	for len(statements) > 0 {
		location := statements[0].Location
		count := 1
		for count < len(statements) && statements[count].Location == location {
			count++
		}
		if err := confirm(ctx, tx, location, tx.Now()); err != nil {
			return missing(err)
		}
		if err := write(ctx, tx, saidBy, statements[:count]); err != nil {
			return err
		}
		statements = statements[count:]
	}
	return nil
}

// write records statements about one location, in their order, and brings the
// derived profiles and the alert up to date.
func write(ctx context.Context, tx *gate.Tx, saidBy string, statements []Statement) error {
	location := statements[0].Location
	// The lock comes before the profiles are read.
	seq, err := bump(ctx, tx.Tx, location)
	if err != nil {
		return missing(err)
	}
	profiles, err := profilesOf(ctx, tx.Tx, location)
	if err != nil {
		return err
	}
	changed := map[Rung]bool{}
	for i, statement := range statements {
		if i > 0 {
			if seq, err = bump(ctx, tx.Tx, location); err != nil {
				return err
			}
		}
		fresh, err := enter(ctx, tx, seq, saidBy, statement)
		if err != nil {
			return err
		}
		if fresh {
			profiles[statement.Rung] = overlay(profiles[statement.Rung], statement.span())
			changed[statement.Rung] = true
		}
	}
	return derive(ctx, tx, location, profiles, changed)
}

// enter adds one entry; false when it stands there already.
func enter(ctx context.Context, tx *gate.Tx, seq int64, saidBy string, statement Statement) (bool, error) {
	if statement.ID == "" {
		statement.ID = db.NewID()
	} else if known, err := entryKnown(ctx, tx.Tx, statement.ID); err != nil || known {
		return false, err
	}
	return true, insertEntry(ctx, tx, Entry{Statement: statement, Seq: seq, SaidBy: saidBy, RecordedAt: tx.Now()})
}

func derive(ctx context.Context, tx *gate.Tx, location string, profiles Profiles, changed map[Rung]bool) error {
	for _, rung := range Rungs {
		if changed[rung] {
			if err := writeRung(ctx, tx.Tx, location, rung, profiles[rung]); err != nil {
				return err
			}
		}
	}
	if !changed[Open] && !changed[Blocked] {
		return nil
	}
	if err := writeOpen(ctx, tx.Tx, location, promisable(profiles[Open], profiles[Blocked])); err != nil {
		return err
	}
	return settle(ctx, tx, location)
}
