package places

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Verify replays the whole register, every location's entries and events in the
// order in which they were recorded, and lists what does not hold: a promise for
// which there were no places when it was made, a stay that is not what its
// history says, derived numbers that do not follow from what was said. A night
// that is short because places were withdrawn later is no damage.
func Verify(ctx context.Context, tx *db.Tx) ([]string, error) {
	r, err := allRecords(ctx, tx)
	if err != nil {
		return nil, err
	}
	var wrong []string
	known := map[string]bool{}
	for _, l := range r.locations {
		known[l.ID] = true
		v := &verification{location: l, profiles: Profiles{}, stays: map[string]Event{}}
		v.describe()
		v.replay(r.entries[l.ID], r.events[l.ID])
		v.compareStays(r.stays[l.ID])
		v.compareSpans(r.rungs[l.ID], r.open[l.ID])
		v.checkRooms(r.inRooms[l.ID])
		v.checkClosing(r.closings[l.ID])
		wrong = append(wrong, v.wrong...)
	}
	for _, id := range slices.Sorted(maps.Keys(r.stays)) {
		if !known[id] {
			wrong = append(wrong, fmt.Sprintf("location %s: has %d stays and does not exist", id, len(r.stays[id])))
		}
	}
	for _, id := range r.named() {
		if !known[id] {
			wrong = append(wrong, fmt.Sprintf("location %s: has places or a history and does not exist", id))
		}
	}
	broken, err := verifySeals(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	altered, err := gate.VerifyKept(ctx, tx, Kept...)
	return append(append(wrong, broken...), altered...), err
}

// verification is the replay of one location.
type verification struct {
	location Location
	profiles Profiles
	stays    map[string]Event // last event per stay
	base     calendar.Night   // first night of the slices below
	open     []int            // places that could be promised, at this point of the replay
	held     []int
	wrong    []string
}

func (v *verification) damage(format string, args ...any) {
	v.wrong = append(v.wrong, "location "+v.location.ID+": "+fmt.Sprintf(format, args...))
}

func (v *verification) describe() {
	if !regionForm.MatchString(v.location.Region) {
		v.damage("has no safety region")
	}
	if !codeForm.MatchString(v.location.Municipality) {
		v.damage("has no municipality")
	}
	if town, known := atlas.Find(v.location.Municipality); known && town.Region != v.location.Region {
		v.damage("lies in %s, its municipality in %s", v.location.Region, town.Region)
	}
	if !slices.Contains(Types, v.location.Type) {
		v.damage("is of the unknown type %q", v.location.Type)
	}
}

// replay goes through entries and events as one story.
func (v *verification) replay(entries []Entry, events []Event) {
	v.stretch(events)
	last := int64(0)
	for len(entries) > 0 || len(events) > 0 {
		var seq int64
		if len(events) == 0 || len(entries) > 0 && entries[0].Seq <= events[0].Seq {
			seq = entries[0].Seq
			v.said(entries[0])
			entries = entries[1:]
		} else {
			seq = events[0].Seq
			v.happened(events[0])
			events = events[1:]
		}
		if seq == last {
			v.damage("has two records with number %d", seq)
		}
		last = seq
	}
	if last > v.location.Rev {
		v.damage("has record %d, beyond its revision %d", last, v.location.Rev)
	}
}

// stretch makes room for all nights the events speak of.
func (v *verification) stretch(events []Event) {
	if len(events) == 0 {
		return
	}
	v.base = events[0].From
	until := events[0].Until
	for _, e := range events {
		v.base, until = min(v.base, e.From), max(until, e.Until)
	}
	nights := max(0, int(until-v.base))
	v.open, v.held = make([]int, nights), make([]int, nights)
}

func (v *verification) said(e Entry) {
	v.profiles[e.Rung] = overlay(v.profiles[e.Rung], e.span())
	if e.Rung != Open && e.Rung != Blocked {
		return
	}
	clear(v.open)
	for _, s := range promisable(v.profiles[Open], v.profiles[Blocked]) {
		spread(v.open, v.base, s.From, s.end(), s.Places)
	}
}

func (v *verification) happened(e Event) {
	before := v.stays[e.Stay]
	legal := before.After.CanBecome(e.After) || before.After == e.After && e.After.Holds() || before.Stay == "" && slices.Contains(openings, e.After)
	if e.Before != before.After || !legal {
		v.damage("stay %s: record %d goes from %q to %q, and it was %q", e.Stay, e.Seq, e.Before, e.After, before.After)
	}
	if before.After.Holds() {
		spread(v.held, v.base, before.From, before.Until, -before.Persons)
	}
	if e.After.Holds() {
		spread(v.held, v.base, e.From, e.Until, e.Persons)
		v.fits(before, e)
	}
	v.stays[e.Stay] = e
}

// fits checks the nights on which the stay came to take more than before.
func (v *verification) fits(before, e Event) {
	for night := e.From; night < e.Until; night++ {
		had := 0
		if before.After.Holds() && before.From <= night && night < before.Until {
			had = before.Persons
		}
		if i := night - v.base; e.Persons > had && v.held[i] > v.open[i] {
			v.damage("stay %s: record %d took the night of %s to %d persons with %d places open", e.Stay, e.Seq, night, v.held[i], v.open[i])
			return
		}
	}
}

func (v *verification) compareStays(stays []Stay) {
	seen := map[string]bool{}
	for _, s := range stays {
		seen[s.ID] = true
		last, known := v.stays[s.ID]
		switch {
		case !known:
			v.damage("stay %s: has no history", s.ID)
		case last.After != s.State || last.Persons != s.Persons || last.From != s.From || last.Until != s.Until || last.EndKnown != s.EndKnown:
			v.damage("stay %s: is %s for %d from %s to %s, its history ends in %s for %d from %s to %s",
				s.ID, s.State, s.Persons, s.From, s.Until, last.After, last.Persons, last.From, last.Until)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.stays)) {
		if !seen[id] {
			v.damage("stay %s: has a history and is gone", id)
		}
	}
}

func (v *verification) compareSpans(rungs, open []rungSpan) {
	stored := Profiles{}
	for _, s := range rungs {
		stored[s.rung] = append(stored[s.rung], s.Span)
	}
	for _, rung := range Rungs {
		if !slices.Equal(stored[rung], v.profiles[rung]) {
			v.damage("its %s places are %v, what was said makes %v", rung, stored[rung], v.profiles[rung])
		}
	}
	var promise []Span
	for _, s := range open {
		promise = append(promise, s.Span)
	}
	if want := promisable(v.profiles[Open], v.profiles[Blocked]); !slices.Equal(promise, want) {
		v.damage("its places to promise are %v, what was said makes %v", promise, want)
	}
}

// checkClosing compares whether the location is closed with the last word on it.
func (v *verification) checkClosing(closings []Closing) {
	if len(closings) == 0 {
		return
	}
	if last := closings[len(closings)-1]; !last.From.Known && v.location.ClosedAt != 0 {
		v.damage("is closed, and the last that was said is that it goes on")
	} else if last.From.Known && v.location.ClosedAt != 0 && v.location.ClosedAt.Night() < last.From.Night {
		v.damage("closed on %s, before its night %s", v.location.ClosedAt.Night(), last.From.Night)
	}
}

// checkRooms looks for beds given twice and strangers in one room.
func (v *verification) checkRooms(lodgings []lodging) {
	rooms := map[string][]lodging{}
	sleeping := map[string]int{}
	for _, l := range lodgings {
		sleeping[l.stay] += l.persons
		if stay, known := v.stays[l.stay]; known && sleeping[l.stay] > stay.Persons {
			v.damage("stay %s: has rooms for %d persons, and is for %d", l.stay, sleeping[l.stay], stay.Persons)
		}
		if l.roomLocation != l.location {
			v.damage("stay %s: has room %s of location %s", l.stay, l.room, l.roomLocation)
		}
		rooms[l.room] = append(rooms[l.room], l)
	}
	for _, id := range slices.Sorted(maps.Keys(rooms)) {
		v.checkRoom(id, rooms[id])
	}
}

// checkRoom looks at the nights on which somebody comes in, for only then can
// a room become too full.
func (v *verification) checkRoom(id string, guests []lodging) {
	for _, first := range guests {
		persons := 0
		for _, other := range guests {
			if other.from > first.from || first.from >= other.until {
				continue
			}
			persons += other.persons
			if other.household != first.household && !(other.consent && first.consent) {
				v.damage("room %s: stays %s and %s share it without consent", id, first.stay, other.stay)
			}
		}
		if persons > first.beds {
			v.damage("room %s: %d persons in %d beds on the night of %s", id, persons, first.beds, first.from)
		}
	}
}
