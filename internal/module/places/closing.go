package places

import (
	"context"
	"errors"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Closing is what somebody said about the closing of a location. The last word
// holds.
type Closing struct {
	Location string
	Seq      int64
	From     calendar.End // first night on which it is closed; unknown: it goes on
	Reason   string
	Person   string
	At       calendar.Instant
}

// The entries a closing makes bear their source, so that a closing that is taken
// back can be told from other words.
const closingSource = "closing"

// Validate reports every wrong field at once; a location that closes does so
// tonight or later.
func (c Closing) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(!c.From.Known || c.From.Night >= tonight && c.From.Night < lastNight, "from", "places.closing_past")
	check.Field(strings.TrimSpace(c.Reason) != "", "reason", "places.closing_why")
	return check.Err()
}

// CloseLocation takes a location out of use: from the night on it has no places
// on any rung. Nobody is dropped: people who are promised a night after that show
// as a shortage, with an alert and the list of who must move. Until the night has
// come the location stays in use.
func (s *Service) CloseLocation(ctx context.Context, actor access.Actor, id string, from calendar.Night, reason string) error {
	closing := Closing{Location: id, From: calendar.At(from), Reason: strings.TrimSpace(reason), Person: actor.Person}
	if err := closing.Validate(s.door.Tonight()); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, to(access.EditLocation, id, reason), func(ctx context.Context, tx *gate.Tx) (err error) {
		tx.Note("from", from.String())
		if closing.Seq, err = bump(ctx, tx.Tx, id); err != nil {
			return missing(err)
		}
		if err := notClosing(ctx, tx.Tx, id); err != nil {
			return err
		}
		closing.At = tx.Now()
		if err := errors.Join(insertClosing(ctx, tx, closing), tellClosing(ctx, tx, closing)); err != nil {
			return err
		}
		if from <= tx.Tonight() {
			if err := closeLocation(ctx, tx, id, tx.Now()); err != nil {
				return err
			}
		}
		profiles, err := profilesOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if statements := emptied(id, profiles, from, closing.Reason); len(statements) > 0 {
			return write(ctx, tx, actor.Person, statements)
		}
		return nil
	})
}

// notClosing refuses to close a location twice.
func notClosing(ctx context.Context, tx *db.Tx, id string) error {
	location, err := LocationByID(ctx, tx, id)
	if err != nil {
		return err
	}
	last, err := closingOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if location.ClosedAt != 0 || last.From.Known {
		return fault.New(fault.Conflict, "places.location_closed")
	}
	return nil
}

// emptied is what a closing says of the ladder: no places on any rung from a
// night on. What is blocked stays blocked, for whoever opens again.
func emptied(location string, profiles Profiles, from calendar.Night, reason string) (statements []Statement) {
	said := Statement{Location: location, Source: closingSource, Reason: reason}
	for _, rung := range Ladder {
		said.Rung = rung
		down := differences(profiles[rung], clipped(profiles[rung], from), from)
		statements = append(statements, statementsFor(down, said)...)
	}
	return statements
}

// PreviewClosing says what closing a location would do to stays already
// promised, without closing it: everybody who has a night from then on must move.
func (s *Service) PreviewClosing(ctx context.Context, actor access.Actor, id string, from calendar.Night) (effect Effect, err error) {
	err = s.door.View(ctx, actor, access.EditLocation, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, id); err != nil {
			return err
		}
		return s.reckon(ctx, tx, &effect, id, from, func(profiles Profiles) {
			for _, rung := range Ladder {
				profiles[rung] = clipped(profiles[rung], from)
			}
		})
	})
	return effect, err
}

// Reopening is how a location goes on.
type Reopening struct {
	Location string
	Restore  bool // the places from before the closing count again, from tonight on
	Reason   string
}

// ReopenLocation takes a closing back, before its night or after. The places of
// before come back only when that is said; open ones meet the checklist like any
// others (ADR 0016). Without, the ladder is empty until somebody says more.
func (s *Service) ReopenLocation(ctx context.Context, actor access.Actor, r Reopening) error {
	again := Closing{Location: r.Location, Reason: strings.TrimSpace(r.Reason), Person: actor.Person}
	if err := again.Validate(s.door.Tonight()); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, to(access.EditLocation, r.Location, r.Reason), func(ctx context.Context, tx *gate.Tx) (err error) {
		tx.Note("reopened", true)
		if again.Seq, err = bump(ctx, tx.Tx, r.Location); err != nil {
			return missing(err)
		}
		switch err := notClosing(ctx, tx.Tx, r.Location); {
		case err == nil:
			return fault.New(fault.Conflict, "places.location_open")
		case fault.As(err).Key != "places.location_closed":
			return err
		}
		statements, err := returning(ctx, tx.Tx, r.Location, tx.Tonight())
		if err != nil {
			return err
		}
		again.At = tx.Now()
		if err := errors.Join(insertClosing(ctx, tx, again), reopenLocation(ctx, tx, r.Location), tellClosing(ctx, tx, again)); err != nil {
			return err
		}
		if !r.Restore || len(statements) == 0 {
			return confirm(ctx, tx, r.Location, tx.Now())
		}
		if personal(actor) {
			for _, statement := range statements {
				items, err := wanting(ctx, tx.Tx, statement)
				if err := errors.Join(err, notReady(items)); err != nil {
					return err
				}
			}
		}
		return Record(ctx, tx, actor.Person, statements...)
	})
}

// returning is what must be said, from a night on, to have the ladder as it was
// before the location closed.
func returning(ctx context.Context, tx *db.Tx, location string, from calendar.Night) (statements []Statement, err error) {
	entries, err := EntriesOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	profiles, err := profilesOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	last, err := closingOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	said := Profiles{}
	for _, e := range entries {
		if e.Source != closingSource || e.Seq < last.Seq { // an earlier closing was true
			said[e.Rung] = overlay(said[e.Rung], e.span())
		}
	}
	for _, rung := range Ladder {
		again := Statement{Location: location, Rung: rung, Source: "reopened", Reason: "reopened"}
		statements = append(statements, statementsFor(differences(profiles[rung], said[rung], from), again)...)
	}
	return statements, nil
}

// Returning is the ladder as ReopenLocation would restore it, from tonight on;
// empty where nothing would come back.
func (s *Service) Returning(ctx context.Context, actor access.Actor, location string) (profiles Profiles, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		statements, err := returning(ctx, tx, location, s.door.Tonight())
		if err != nil || len(statements) == 0 {
			return err
		}
		if profiles, err = profilesOf(ctx, tx, location); err != nil {
			return err
		}
		for _, said := range statements {
			profiles[said.Rung] = overlay(profiles[said.Rung], said.span())
		}
		return nil
	})
	return profiles, err
}

// Closings lists what was said about a location's closing, last word first.
func (s *Service) Closings(ctx context.Context, actor access.Actor, location string) (found []Closing, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		found, err = closingsOf(ctx, tx, location)
		return err
	})
	return found, err
}

// CloseDue closes the locations whose night has come, each in a transaction of
// its own, and gives their number.
func (s *Service) CloseDue(ctx context.Context) (int, error) {
	var due []Location
	program := access.Program()
	err := s.door.View(ctx, program, access.EditLocation, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		due, err = closingsDue(ctx, tx, s.door.Tonight())
		return err
	})
	if err != nil {
		return 0, err
	}
	for i, l := range due {
		change := gate.Change{Action: access.EditLocation, Object: "location/" + l.ID, Reason: closingSource, Owner: gate.Belongs(l.Owner())}
		err := s.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error {
			if _, err := bump(ctx, tx.Tx, l.ID); err != nil {
				return err
			}
			// Somebody may have taken the closing back since.
			if last, err := closingOf(ctx, tx.Tx, l.ID); err != nil || !last.From.Known || last.From.Night > tx.Tonight() {
				return err
			}
			return closeLocation(ctx, tx, l.ID, tx.Now())
		})
		if err != nil {
			return i, err
		}
	}
	return len(due), nil
}
