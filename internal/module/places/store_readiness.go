package places

import (
	"context"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertTick = `INSERT INTO readiness_tick (location, seq, item, state, reason, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	sqlTicksOf    = `SELECT location, seq, item, state, reason, person, at FROM readiness_tick WHERE location = $1 ORDER BY seq`
	sqlWasOpen    = `SELECT COUNT(*) FROM capacity_entry WHERE location = $1 AND rung = 'open' AND places > 0`
)

func insertTick(ctx context.Context, tx *gate.Tx, t Tick) error {
	if err := tx.Alters(ctx, keptTicks, t.Location); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sqlInsertTick, t.Location, t.Seq, string(t.Item), string(t.State), t.Reason, t.Person, t.At)
	return err
}

// ticksOf lists everything said about a location's checklist, first word first.
func ticksOf(ctx context.Context, tx *db.Tx, location string) ([]Tick, error) {
	return db.All(ctx, tx, sqlTicksOf, []any{location}, func(row db.Scanner) (Tick, error) {
		var t Tick
		err := row.Scan(&t.Location, &t.Seq, &t.Item, &t.State, &t.Reason, &t.Person, &t.At)
		return t, err
	})
}

func wasOpen(ctx context.Context, tx *db.Tx, location string) (bool, error) {
	var entries int
	err := tx.Row(ctx, sqlWasOpen, location).Scan(&entries)
	return entries > 0, err
}
