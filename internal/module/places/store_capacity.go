package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlBump        = `UPDATE location SET rev = rev + 1 WHERE id = $1 RETURNING rev`
	sqlInsertEntry = `INSERT INTO capacity_entry (id, location, seq, rung, from_night, until_night, places, said_by, source, reason, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	sqlEntryKnown = `SELECT COUNT(*) FROM capacity_entry WHERE id = $1`
	sqlEntriesOf  = `SELECT id, location, seq, rung, from_night, until_night, places, said_by, source, reason, recorded_at
		FROM capacity_entry WHERE location = $1 ORDER BY seq`
	sqlRungSpansOf = `SELECT location, rung, from_night, until_night, places FROM rung_span WHERE location = $1 ORDER BY rung, from_night`
	sqlOpenSpansOf = `SELECT from_night, until_night, places FROM open_span WHERE location = $1 ORDER BY from_night`

	sqlClearRung      = `DELETE FROM rung_span WHERE location = $1 AND rung = $2`
	sqlInsertRungSpan = `INSERT INTO rung_span (location, rung, from_night, until_night, places) VALUES ($1, $2, $3, $4, $5)`
	sqlClearOpen      = `DELETE FROM open_span WHERE location = $1`
	sqlInsertOpenSpan = `INSERT INTO open_span (location, from_night, until_night, places) VALUES ($1, $2, $3, $4)`
)

// Entry is a statement as it was recorded.
type Entry struct {
	Statement
	Seq        int64 // place in the order of everything that happened to the location
	SaidBy     string
	RecordedAt calendar.Instant
}

func readEntry(row db.Scanner) (Entry, error) {
	var e Entry
	err := row.Scan(&e.ID, &e.Location, &e.Seq, &e.Rung, &e.From, &e.Until, &e.Places, &e.SaidBy, &e.Source, &e.Reason, &e.RecordedAt)
	return e, err
}

// bump takes the location's lock and gives its next number in the order of
// events; db.ErrNone where there is no such location.
func bump(ctx context.Context, tx *db.Tx, location string) (rev int64, err error) {
	err = tx.Row(ctx, sqlBump, location).Scan(&rev)
	return rev, err
}

func entryValues(e Entry) []any {
	return []any{e.ID, e.Location, e.Seq, string(e.Rung), e.From, e.Until, e.Places, e.SaidBy, e.Source, e.Reason, e.RecordedAt}
}

func insertEntry(ctx context.Context, tx *gate.Tx, e Entry) error {
	tx.Seal(entryKind, e.sealed()...)
	_, err := tx.Exec(ctx, sqlInsertEntry, entryValues(e)...)
	return err
}

func entryKnown(ctx context.Context, tx *db.Tx, id string) (known bool, err error) {
	var count int
	err = tx.Row(ctx, sqlEntryKnown, id).Scan(&count)
	return count > 0, err
}

// EntriesOf lists everything said about a location's places, first word first.
func EntriesOf(ctx context.Context, tx *db.Tx, location string) ([]Entry, error) {
	return db.All(ctx, tx, sqlEntriesOf, []any{location}, readEntry)
}

// rungSpan is a span of one location's profile on one rung.
type rungSpan struct {
	location string
	rung     Rung
	Span
}

func readRungSpan(row db.Scanner) (rungSpan, error) {
	var s rungSpan
	err := row.Scan(&s.location, &s.rung, &s.From, &s.Until, &s.Places)
	return s, err
}

// Profiles hold a location's present numbers per rung.
type Profiles map[Rung][]Span

func profilesOf(ctx context.Context, tx *db.Tx, location string) (Profiles, error) {
	spans, err := db.All(ctx, tx, sqlRungSpansOf, []any{location}, readRungSpan)
	if err != nil {
		return nil, err
	}
	profiles := Profiles{}
	for _, span := range spans {
		profiles[span.rung] = append(profiles[span.rung], span.Span)
	}
	return profiles, nil
}

func readSpan(row db.Scanner) (Span, error) {
	var s Span
	err := row.Scan(&s.From, &s.Until, &s.Places)
	return s, err
}

func openSpansOf(ctx context.Context, tx *db.Tx, location string) ([]Span, error) {
	return db.All(ctx, tx, sqlOpenSpansOf, []any{location}, readSpan)
}

// writeRung replaces the profile of one rung.
func writeRung(ctx context.Context, tx *db.Tx, location string, rung Rung, profile []Span) error {
	if _, err := tx.Exec(ctx, sqlClearRung, location, string(rung)); err != nil {
		return err
	}
	for _, s := range profile {
		if _, err := tx.Exec(ctx, sqlInsertRungSpan, location, string(rung), s.From, s.Until, s.Places); err != nil {
			return err
		}
	}
	return nil
}

// writeOpen replaces the profile of what can be promised.
func writeOpen(ctx context.Context, tx *db.Tx, location string, profile []Span) error {
	if _, err := tx.Exec(ctx, sqlClearOpen, location); err != nil {
		return err
	}
	for _, s := range profile {
		if _, err := tx.Exec(ctx, sqlInsertOpenSpan, location, s.From, s.Until, s.Places); err != nil {
			return err
		}
	}
	return nil
}
