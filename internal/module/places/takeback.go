package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// NumbersOn gives the number of places of a location on every rung on a night.
func NumbersOn(ctx context.Context, tx *db.Tx, location string, night calendar.Night) (map[Rung]int, error) {
	profiles, err := profilesOf(ctx, tx, location)
	numbers := map[Rung]int{}
	for _, rung := range Rungs {
		numbers[rung] = on(profiles[rung], night)
	}
	return numbers, err
}

// NextPledge gives the first night, from one on, for which an owner pledges places;
// from itself where none does.
func NextPledge(ctx context.Context, tx *db.Tx, location string, from calendar.Night) (calendar.Night, error) {
	profiles, err := profilesOf(ctx, tx, location)
	for _, span := range profiles[Pledged] {
		if span.Places > 0 && (!span.Until.Known || span.Until.Night > from) {
			return max(from, span.From), err
		}
	}
	return from, err
}

// TakeBack takes back what was said about a location from one source, inside the
// caller's transaction: the pledged places become what they were before, by
// statements of their own, and a location that came into being by it is closed.
// Where somebody said something after it, or anything stands on a location that
// would be closed, that is a conflict (places.said_since, places.in_use).
func TakeBack(ctx context.Context, tx *gate.Tx, actor access.Actor, location, source string) error {
	// The lock comes before anything is read.
	seq, err := bump(ctx, tx.Tx, location)
	if err != nil {
		return missing(err)
	}
	l, err := LocationByID(ctx, tx.Tx, location)
	if err != nil {
		return err
	}
	if err := access.Check(actor, access.StateCapacity, l.Owner()); err != nil {
		return err
	}
	entries, err := EntriesOf(ctx, tx.Tx, location)
	if err != nil {
		return err
	}
	before, now, current := replayWithout(entries, source)
	if !current {
		return fault.New(fault.Conflict, "places.said_since").Or("places.look", "/locaties/"+location)
	}
	if l.Source == source {
		if err := closeUnused(ctx, tx, actor.Person, l, seq); err != nil {
			return err
		}
	}
	back := statementsFor(differences(now, before, 0), Statement{Location: location, Rung: Pledged, Source: source})
	return Record(ctx, tx, actor.Person, back...)
}

// replayWithout gives the pledged places without and with what a source said;
// current says whether it had the last word.
func replayWithout(entries []Entry, source string) (before, now []Span, current bool) {
	for _, entry := range entries {
		current = entry.Source == source && entry.Rung == Pledged
		if entry.Rung != Pledged {
			continue
		}
		now = overlay(now, entry.span())
		if entry.Source != source {
			before = overlay(before, entry.span())
		}
	}
	return before, now, current
}

// closeUnused closes a location that nothing stands on yet.
func closeUnused(ctx context.Context, tx *gate.Tx, person string, l Location, seq int64) error {
	if l.ClosedAt != 0 {
		return fault.New(fault.Conflict, "places.location_closed")
	}
	standing, err := standingOn(ctx, tx.Tx, l.ID)
	if err != nil {
		return err
	}
	if standing > 0 || l.Version > 1 {
		return fault.New(fault.Conflict, "places.in_use").Or("places.look", "/locaties/"+l.ID)
	}
	if err := notClosing(ctx, tx.Tx, l.ID); err != nil {
		return err
	}
	closing := Closing{Location: l.ID, Seq: seq, From: calendar.At(tx.Tonight()), Reason: l.Source + " teruggedraaid", Person: person, At: tx.Now()}
	if err := insertClosing(ctx, tx, closing); err != nil {
		return err
	}
	return closeLocation(ctx, tx, l.ID, tx.Now())
}

// PledgeIn states what is pledged of a location, inside the caller's transaction;
// the actor's right to say so is checked here. Unlike State it moves no other rung:
// what an owner writes is no word about beds that stand ready. On nights on which
// the location is closed nothing can be pledged.
func PledgeIn(ctx context.Context, tx *gate.Tx, actor access.Actor, said Statement) error {
	said.Rung = Pledged
	if err := said.Validate(); err != nil {
		return err
	}
	owner, err := ownerOf(ctx, tx.Tx, said.Location)
	if err != nil {
		return missing(err)
	}
	if err := access.Check(actor, access.StateCapacity, owner); err != nil {
		return err
	}
	// The lock comes before it is asked whether the location is open still.
	if _, err := bump(ctx, tx.Tx, said.Location); err != nil {
		return missing(err)
	}
	if err := stillOpen(ctx, tx.Tx, said); err != nil {
		return err
	}
	return Record(ctx, tx, actor.Person, said)
}

// CallInstead writes down whom to call about a location from now on, inside the
// caller's transaction; the actor's right to change it is checked here.
func CallInstead(ctx context.Context, tx *gate.Tx, actor access.Actor, location string, contact Contact) error {
	l, err := LocationByID(ctx, tx.Tx, location)
	if err != nil {
		return missing(err)
	}
	if err := access.Check(actor, access.EditLocation, l.Owner()); err != nil {
		return err
	}
	l.Contact = contact
	if err := l.Validate(); err != nil {
		return err
	}
	current, err := updateLocation(ctx, tx, l)
	if err == nil && !current {
		err = fault.New(fault.Conflict, "places.location_changed")
	}
	return err
}
