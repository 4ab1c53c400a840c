package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Word is what the contact of a location says of it without an account: on the
// nights From..Until-1 so many places are open, or nothing is there any more.
type Word struct {
	Location string
	From     calendar.Night
	Until    calendar.End
	Places   int
	Gone     bool // no places on any rung; Places counts for nothing
	Source   string
}

// farthest is how many nights ahead a word may begin: further on it is a slip of
// the pen.
const farthest = 730

// Validate reports every wrong field at once. Nights that are over cannot be
// spoken of any more.
func (w Word) Validate(tonight calendar.Night) error {
	var check fault.Check
	check.Field(w.From >= tonight && w.From <= tonight.Plus(farthest), "from", "places.word_from", "first", tonight, "last", tonight.Plus(farthest))
	check.Field(!w.Until.Known || w.Until.Night > w.From && w.Until.Night <= lastNight, "until", "places.until_wrong")
	check.Field(w.Gone || w.Places >= 0 && w.Places <= MostPlaces, "places", "places.places_wrong", "most", MostPlaces)
	return check.Err()
}

// Outcome is what a word does.
type Outcome struct {
	Lowered bool   // places are taken away, at once
	Raised  bool   // more are said to be open than we count on; they are pledged
	Short   []Span // nights that are short then, with negative places
	Move    []Stay // who must move if nothing else changes
}

// weighed is a word turned into statements.
type weighed struct {
	Outcome
	lower []Statement
	more  []Statement
}

// Weigh says what a word would do, without recording it.
func Weigh(ctx context.Context, tx *db.Tx, w Word, tonight calendar.Night) (Outcome, error) {
	found, err := weigh(ctx, tx, w, tonight)
	return found.Outcome, err
}

func weigh(ctx context.Context, tx *db.Tx, w Word, tonight calendar.Night) (found weighed, err error) {
	if err := w.Validate(tonight); err != nil {
		return found, err
	}
	location, err := LocationByID(ctx, tx, w.Location)
	if err != nil {
		return found, missing(err)
	}
	if location.ClosedAt != 0 {
		return found, fault.New(fault.Conflict, "places.location_closed")
	}
	if w, err = w.before(ctx, tx); err != nil {
		return found, err
	}
	// A word is a sign of life.
	profiles, err := SpokenOf(ctx, tx, location, tonight)
	if err != nil {
		return found, err
	}
	found.lower, found.more = w.statements(profiles)
	found.Lowered, found.Raised = len(found.lower) > 0, w.raises(profiles)
	profiles.say(found.lower)
	stays, err := holdingDuring(ctx, tx, w.Location, tonight, lastNight)
	found.Short = shortOf(promisable(profiles[Open], profiles[Blocked]), stays, tonight)
	found.Move = mustMove(stays, found.Short)
	return found, err
}

// before is the word on the nights before the location closes, where that is
// planned: what comes after is said already.
func (w Word) before(ctx context.Context, tx *db.Tx) (Word, error) {
	closing, err := closingOf(ctx, tx, w.Location)
	if err != nil || !closing.From.Known || w.Gone {
		return w, err
	}
	var check fault.Check
	check.Field(w.From < closing.From.Night, "from", "places.closes_on", "night", closing.From.Night)
	if !w.Until.Known || w.Until.Night > closing.From.Night {
		w.Until = closing.From
	}
	return w, check.Err()
}

// say puts statements over the profiles.
func (p Profiles) say(statements []Statement) {
	for _, said := range statements {
		p[said.Rung] = overlay(p[said.Rung], said.span())
	}
}

// statements are what must be said for a word to hold: what it takes away, and
// what it promises on top of what is open. A word opens nothing: places that are
// not there hurt more than places we do not know of yet.
func (w Word) statements(profiles Profiles) (lower, more []Statement) {
	said := Statement{Location: w.Location, Source: w.Source, Reason: w.Source}
	if w.Gone {
		for _, rung := range Rungs[:len(Rungs)-1] { // what is blocked stays so, for whoever opens again
			said.Rung = rung
			next := overlay(profiles[rung], Span{From: w.From, Until: w.Until})
			lower = append(lower, statementsFor(differences(profiles[rung], next, w.From), said)...)
		}
		return lower, nil
	}
	open, spoken := profiles[Open], []Span{{w.From, w.Until, w.Places}}
	outside := overlay(open, Span{From: w.From, Until: w.Until})
	inside := combine(open, spoken, func(open, spoken int) int { return min(open, spoken) })
	next := combine(outside, inside, func(a, b int) int { return a + b })
	said.Rung = Open
	lower = statementsFor(differences(open, next, w.From), said)
	said.Rung = Pledged
	promised := combine(profiles[Pledged], w.beyond(open), func(a, b int) int { return max(a, b) })
	return lower, statementsFor(differences(profiles[Pledged], promised, w.From), said)
}

// beyond is the word on the nights on which it says more than is open.
func (w Word) beyond(open []Span) []Span {
	return combine(open, []Span{{w.From, w.Until, w.Places}}, func(open, spoken int) int {
		if spoken > open {
			return spoken
		}
		return 0
	})
}

func (w Word) raises(profiles Profiles) bool { return !w.Gone && len(w.beyond(profiles[Open])) > 0 }

// Take writes a word down, within the caller's transaction: what it takes away
// holds at once, with the alert where people are promised more than is left; what
// it adds stands on the lowest rung until somebody opens it. It counts as a sign
// of life of the location.
func Take(ctx context.Context, tx *gate.Tx, saidBy string, w Word) (Outcome, error) {
	// The lock comes before the profiles are read.
	if _, err := bump(ctx, tx.Tx, w.Location); err != nil {
		return Outcome{}, missing(err)
	}
	found, err := weigh(ctx, tx.Tx, w, tx.Tonight())
	if err != nil {
		return found.Outcome, err
	}
	if err := reconfirm(ctx, tx, saidBy, w.Location); err != nil {
		return found.Outcome, err
	}
	statements := append(found.lower, found.more...)
	if len(statements) == 0 {
		return found.Outcome, nil
	}
	return found.Outcome, Record(ctx, tx, saidBy, statements...)
}

// Reconfirm is Confirm inside the caller's transaction, whose gate has checked
// who speaks for the location.
func Reconfirm(ctx context.Context, tx *gate.Tx, saidBy, location string) error {
	return reconfirm(ctx, tx, saidBy, location)
}

// SetContact changes whom to call about a location, inside the caller's
// transaction, whose gate has checked the right to edit it.
func SetContact(ctx context.Context, tx *gate.Tx, id string, contact Contact) error {
	location, err := LocationByID(ctx, tx.Tx, id)
	if err != nil {
		return missing(err)
	}
	location.Contact = contact
	if err := location.Validate(); err != nil {
		return err
	}
	current, err := updateLocation(ctx, tx, location)
	if err == nil && !current {
		err = fault.New(fault.Conflict, "places.location_changed")
	}
	return err
}
