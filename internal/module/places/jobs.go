package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// TopicFreshness asks this room to look for locations nobody was heard of.
const TopicFreshness = "places.freshness"

// The program signs what it writes down itself; entries out of silence bear
// their source, so that a sign of life can take them back.
const (
	signature = "Onderdak"
	silence   = "silence"
)

// Freshen is the handler of TopicFreshness: a location whose last night is over
// closes; every other that was not heard of for its configured time drops a rung.
// Room freshness asks its contact.
func (s *Service) Freshen(ctx context.Context, _ []byte) error {
	if _, err := s.CloseDue(ctx); err != nil {
		return err
	}
	_, err := s.LapseSilent(ctx)
	return err
}

// LapseSilent lets the locations nobody was heard of drop a rung, each in a
// transaction of its own, and gives their number. A location goes on dropping,
// one rung for every further period of silence.
func (s *Service) LapseSilent(ctx context.Context) (int, error) {
	var silent []Location
	program := access.Program()
	err := s.door.View(ctx, program, access.StateCapacity, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		silent, err = silentLocations(ctx, tx, s.door.Now())
		return err
	})
	if err != nil {
		return 0, err
	}
	for i, l := range silent {
		change := gate.Change{Action: access.StateCapacity, Object: "location/" + l.ID, Reason: silence, Owner: gate.Belongs(l.Owner())}
		err := s.door.Do(ctx, program, change, func(ctx context.Context, tx *gate.Tx) error { return drop(ctx, tx, l.ID) })
		if err != nil {
			return i, err
		}
	}
	return len(silent), nil
}

// drop lets a location drop a rung, if it is still silent now that it is locked.
func drop(ctx context.Context, tx *gate.Tx, id string) error {
	if _, err := bump(ctx, tx.Tx, id); err != nil {
		return err
	}
	location, err := LocationByID(ctx, tx.Tx, id)
	if err != nil || !location.silent(tx.Now()) {
		return err
	}
	profiles, err := profilesOf(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	stays, err := holdingDuring(ctx, tx.Tx, id, tx.Tonight(), lastNight)
	if err != nil {
		return err
	}
	if statements := dropped(id, profiles, stays, tx.Tonight()); len(statements) > 0 {
		if err := write(ctx, tx, signature, statements); err != nil {
			return err
		}
	}
	return lapse(ctx, tx, id, tx.Now())
}

// silent says whether the location was not heard of for its configured time.
func (l Location) silent(now calendar.Instant) bool {
	const day = calendar.Instant(24 * 60 * 60 * 1_000_000)
	return max(l.ConfirmedAt, l.LapsedAt)+calendar.Instant(l.StaleDays)*day < now
}

// dropped is what silence says: from tonight on, the highest rung that has
// places has none, and they stand on the rung below. Open places that are held
// stay open: people were promised those, and silence is no reason to call them
// too many.
func dropped(location string, profiles Profiles, stays []Stay, tonight calendar.Night) []Statement {
	ladder := []Rung{Open, Realised, Inspected, Pledged}
	said := Statement{Location: location, Source: silence, Reason: silence}
	for i, rung := range ladder[:3] {
		old := profiles[rung]
		next := clipped(old, tonight)
		if rung == Open {
			needed := combine(held(stays), profiles[Blocked], func(held, blocked int) int { return held + blocked })
			next = combine(next, combine(needed, old, func(a, b int) int { return min(a, b) }), func(past, kept int) int { return max(past, kept) })
		}
		down := differences(old, next, tonight)
		if len(down) == 0 {
			continue
		}
		said.Rung = rung
		statements := statementsFor(down, said)
		below := combine(profiles[ladder[i+1]], old, func(below, places int) int { return max(below, places) })
		said.Rung = ladder[i+1]
		return append(statementsFor(differences(profiles[said.Rung], below, tonight), said), statements...)
	}
	return nil
}

// clipped is the part of a profile before a night.
func clipped(profile []Span, until calendar.Night) []Span {
	return overlay(profile, Span{From: until})
}

// held is the profile of places that stays take up.
func held(stays []Stay) []Span {
	var from, until calendar.Night
	for i, stay := range stays {
		if i == 0 {
			from = stay.From
		}
		from, until = min(from, stay.From), max(until, stay.Until)
	}
	nights := make([]int, max(0, int(until-from)))
	for _, stay := range stays {
		spread(nights, from, stay.From, stay.Until, stay.Persons)
	}
	return gather(nights, from, func(persons int) bool { return persons > 0 })
}

// reconfirm takes the location's word that all still holds: what silence took
// away from tonight on is given back.
func reconfirm(ctx context.Context, tx *gate.Tx, person, location string) error {
	known, err := LocationByID(ctx, tx.Tx, location)
	if err != nil {
		return missing(err)
	}
	if err := confirm(ctx, tx, location, tx.Now()); err != nil || known.LapsedAt == 0 {
		return err
	}
	statements, err := silenced(ctx, tx.Tx, location, tx.Tonight())
	if err != nil || len(statements) == 0 {
		return err
	}
	return write(ctx, tx, person, statements)
}

// silenced is what must be said, from a night on, to give back what silence took.
func silenced(ctx context.Context, tx *db.Tx, location string, from calendar.Night) (statements []Statement, err error) {
	entries, err := EntriesOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	profiles, err := profilesOf(ctx, tx, location)
	if err != nil {
		return nil, err
	}
	said := Profiles{}
	for _, e := range entries {
		if e.Source != silence {
			said[e.Rung] = overlay(said[e.Rung], e.span())
		}
	}
	for _, rung := range Rungs {
		again := Statement{Location: location, Rung: rung, Source: "confirmed", Reason: "confirmed"}
		statements = append(statements, statementsFor(differences(profiles[rung], said[rung], from), again)...)
	}
	return statements, nil
}
