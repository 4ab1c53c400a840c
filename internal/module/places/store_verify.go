package places

import (
	"context"
	"maps"
	"slices"

	"onderdak/internal/platform/db"
)

const (
	sqlAllLocations = `SELECT ` + locationColumns + ` FROM location l ORDER BY l.id`
	sqlAllEntries   = `SELECT id, location, seq, rung, from_night, until_night, places, said_by, source, reason, recorded_at
		FROM capacity_entry ORDER BY location, seq`
	sqlAllEvents = `SELECT stay, location, seq, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person
		FROM stay_event ORDER BY location, seq`
	sqlAllStays     = `SELECT ` + stayColumns + ` FROM stay s ORDER BY s.location, s.id`
	sqlAllRungSpans = `SELECT location, rung, from_night, until_night, places FROM rung_span ORDER BY location, rung, from_night`
	sqlAllOpenSpans = `SELECT location, '', from_night, until_night, places FROM open_span ORDER BY location, from_night`
)

// records is the whole register as it stands in the store.
type records struct {
	locations []Location
	entries   map[string][]Entry
	events    map[string][]Event
	stays     map[string][]Stay
	rungs     map[string][]rungSpan
	open      map[string][]rungSpan
	inRooms   map[string][]lodging
	closings  map[string][]Closing
}

func allRecords(ctx context.Context, tx *db.Tx) (r records, err error) {
	if r.locations, err = db.All(ctx, tx, sqlAllLocations, nil, readLocation); err != nil {
		return r, err
	}
	if r.entries, err = perLocation(ctx, tx, sqlAllEntries, readEntry, func(e Entry) string { return e.Location }); err != nil {
		return r, err
	}
	if r.events, err = perLocation(ctx, tx, sqlAllEvents, readEvent, func(e Event) string { return e.Location }); err != nil {
		return r, err
	}
	if r.stays, err = perLocation(ctx, tx, sqlAllStays, readStay, func(s Stay) string { return s.Location }); err != nil {
		return r, err
	}
	if r.rungs, err = perLocation(ctx, tx, sqlAllRungSpans, readRungSpan, func(s rungSpan) string { return s.location }); err != nil {
		return r, err
	}
	if r.open, err = perLocation(ctx, tx, sqlAllOpenSpans, readRungSpan, func(s rungSpan) string { return s.location }); err != nil {
		return r, err
	}
	if r.inRooms, err = perLocation(ctx, tx, sqlAllLodgings, readLodging, func(l lodging) string { return l.location }); err != nil {
		return r, err
	}
	r.closings, err = perLocation(ctx, tx, sqlAllClosings, readClosing, func(c Closing) string { return c.Location })
	return r, err
}

// named lists the locations that places or a history are recorded of.
func (r records) named() []string {
	ids := map[string]bool{}
	for id := range r.entries {
		ids[id] = true
	}
	for id := range r.events {
		ids[id] = true
	}
	for id := range r.rungs {
		ids[id] = true
	}
	for id := range r.open {
		ids[id] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

func perLocation[T any](ctx context.Context, tx *db.Tx, query string, read func(db.Scanner) (T, error), location func(T) string) (map[string][]T, error) {
	rows, err := db.All(ctx, tx, query, nil, read)
	if err != nil {
		return nil, err
	}
	grouped := map[string][]T{}
	for _, row := range rows {
		grouped[location(row)] = append(grouped[location(row)], row)
	}
	return grouped, nil
}
