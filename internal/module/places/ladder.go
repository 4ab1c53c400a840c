package places

import (
	"context"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

// Ladder are the rungs that stand on each other, from the bottom up.
var Ladder = Rungs[:4]

// carriedSource opens the source of a statement that another one carried with
// it; the rung of that one follows.
const carriedSource = "with_"

// carried is what a statement says of the other rungs. A bed that is open stands
// ready, and one that stands ready was seen and promised: lower rungs have at
// least as many places on its nights, higher ones at most as many. What is said
// beside the ladder (Blocked) carries nothing.
func carried(profiles Profiles, said Statement) (with []Statement) {
	at := slices.Index(Ladder, said.Rung)
	if at < 0 {
		return nil
	}
	for i, rung := range Ladder {
		if i == at {
			continue
		}
		bound := func(places int) int { return max(places, said.Places) }
		if i > at {
			bound = func(places int) int { return min(places, said.Places) }
		}
		like := said
		like.Rung, like.Source = rung, carriedSource+string(said.Rung)
		if said.ID != "" {
			like.ID = said.ID + "/" + string(rung)
		}
		for _, span := range differences(profiles[rung], bounded(profiles[rung], said.span(), bound), said.From) {
			like.From, like.Until, like.Places = span.From, span.Until, span.Places
			with = append(with, like)
			like.ID += "+" // the next piece of this rung
		}
	}
	return with
}

// bounded is a profile with its numbers altered on the nights of the span.
func bounded(profile []Span, nights Span, bound func(int) int) []Span {
	cuts := []Span{{nights.From, nights.Until, 0}}
	for _, span := range profile {
		for _, night := range []calendar.Night{span.From, span.end()} {
			if nights.From < night && night < nights.end() {
				cuts = append(cuts, Span{night, nights.Until, 0})
			}
		}
	}
	next := slices.Clone(profile)
	slices.SortFunc(cuts, func(a, b Span) int { return int(a.From - b.From) })
	for _, cut := range cuts {
		cut.Places = bound(on(profile, cut.From))
		next = overlay(next, cut) // the next cut is put over the rest of this one
	}
	return next
}

// rungsOf lists the rungs that statements speak of, each once, in their order.
func rungsOf(statements []Statement) (rungs []string) {
	for _, said := range statements {
		if !slices.Contains(rungs, string(said.Rung)) {
			rungs = append(rungs, string(said.Rung))
		}
	}
	return rungs
}

// admit gives everything a person says with a statement, itself included, once
// the location may have it: it is not closed, and its checklist is in order. The
// location's lock must be held.
func admit(ctx context.Context, tx *db.Tx, said Statement) ([]Statement, error) {
	if said.ID != "" {
		if known, err := entryKnown(ctx, tx, said.ID); err != nil || known {
			return nil, err
		}
	}
	if err := stillOpen(ctx, tx, said); err != nil {
		return nil, err
	}
	items, err := wanting(ctx, tx, said)
	if err != nil {
		return nil, err
	}
	if err := notReady(items); err != nil {
		return nil, err
	}
	profiles, err := profilesOf(ctx, tx, said.Location)
	return append(carried(profiles, said), said), err
}

// stillOpen refuses places on nights on which the location is closed.
func stillOpen(ctx context.Context, tx *db.Tx, said Statement) error {
	if said.Places == 0 || said.Rung == Blocked {
		return nil
	}
	location, err := LocationByID(ctx, tx, said.Location)
	if err != nil {
		return missing(err)
	}
	if location.ClosedAt != 0 {
		return fault.New(fault.Conflict, "places.location_closed")
	}
	closing, err := closingOf(ctx, tx, said.Location)
	if err != nil || !closing.From.Known {
		return err
	}
	var check fault.Check
	check.Field(said.span().end() <= closing.From.Night, "until", "places.closes_on", "night", closing.From.Night)
	return check.Err()
}

// personal says whether somebody speaks, and not the program for a file or a
// job, which is taken at its word.
func personal(actor access.Actor) bool { return actor.Role != access.System }
