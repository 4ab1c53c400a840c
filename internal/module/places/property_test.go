package places

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// window is the number of nights histories play in.
const window = 12

// model is the register as plain as can be: a number per night, a list of stays.
type model struct {
	rungs map[string]map[Rung]*[window]int // by location
	stays map[string]*Stay
	order []string // ids of stays
	past  []moment
}

// moment is the position at an instant.
type moment struct {
	at      calendar.Instant
	numbers map[string][window]Numbers
}

func (m *model) position() map[string][window]Numbers {
	position := map[string][window]Numbers{}
	for location, rungs := range m.rungs {
		var nights [window]Numbers
		for i := range nights {
			for rung, places := range rungs {
				nights[i].add(rung, places[i])
			}
			for _, stay := range m.stays {
				if night := day.Plus(i); stay.Location == location && stay.From <= night && night < stay.Until {
					if stay.State.Holds() {
						nights[i].Held += stay.Persons
					}
					if stay.State.Arrived() {
						nights[i].Present += stay.Persons
					}
				}
			}
			nights[i].balance()
		}
		position[location] = nights
	}
	return position
}

// verdict is the key of the refusal a change deserves, or nothing.
func (m *model) verdict(before, after Stay) string {
	if after.State.Holds() && after.Validate() != nil {
		return "fault.invalid"
	}
	numbers := m.position()[after.Location]
	for night := after.From; night < after.Until && after.State.Holds(); night++ {
		had := 0
		if before.State.Holds() && before.From <= night && night < before.Until {
			had = before.Persons
		}
		n := numbers[night-day]
		if after.Persons > had && n.Held-had+after.Persons > max(0, n.Open-n.Blocked) {
			return "places.full"
		}
	}
	return ""
}

// history plays one random history on the store and on the model.
type history struct {
	*house
	*model
	t         *rapid.T
	locations []string
	count     int
}

func (g *history) nights(label string) (from, until calendar.Night) {
	a := rapid.IntRange(0, window-1).Draw(g.t, label+" from")
	b := rapid.IntRange(a+1, window).Draw(g.t, label+" until")
	return day.Plus(a), day.Plus(b)
}

func (g *history) place() string { return rapid.SampledFrom(g.locations).Draw(g.t, "location") }

func (g *history) same(what string, err error, want string) bool {
	got := ""
	if err != nil {
		got = fault.As(err).Key
	}
	if got != want {
		g.t.Fatalf("%s: want %q, got %v", what, want, err)
	}
	return got == ""
}

func (g *history) stateCapacity() {
	said := Statement{Location: g.place(), Rung: rapid.SampledFrom([]Rung{Open, Open, Blocked, Realised}).Draw(g.t, "rung"), Reason: "because"}
	from, until := g.nights("stated")
	said.From, said.Until = from, calendar.At(until)
	if rapid.IntRange(0, 3).Draw(g.t, "unknown end") == 0 {
		said.Until, until = calendar.End{}, day+window
	}
	said.Places = rapid.IntRange(0, 6).Draw(g.t, "places")
	if said.Rung == Blocked {
		said.Places /= 3
	}
	g.same("state", g.State(ctx, program, said), "")
	for night := from; night < until; night++ {
		g.rungs[said.Location][said.Rung][night-day] = said.Places
	}
}

func (g *history) holdSome() {
	g.count++
	from, until := g.nights("held")
	stay := Stay{ID: fmt.Sprintf("%s/%d", g.locations[0], g.count), Household: "h", Location: g.place(), From: from, Until: until,
		Persons: rapid.IntRange(1, 4).Draw(g.t, "persons"), State: Offered}
	err := g.write(func(tx *gate.Tx) error { return Hold(ctx, tx, stay) })
	if g.same("hold", err, g.verdict(Stay{}, stay)) {
		g.stays[stay.ID] = &stay
		g.order = append(g.order, stay.ID)
	}
}

func (g *history) some() *Stay {
	if len(g.order) == 0 {
		g.t.Skip("no stays yet")
	}
	return g.stays[rapid.SampledFrom(g.order).Draw(g.t, "stay")]
}

func (g *history) tonight() calendar.Night { return calendar.NightOf(g.now) }

func (g *history) advanceSome() {
	stay := g.some()
	to := rapid.SampledFrom(States[1:]).Draw(g.t, "to")
	if next := transitions[stay.State]; len(next) > 0 && rapid.Bool().Draw(g.t, "legal") {
		to = rapid.SampledFrom(next).Draw(g.t, "next")
	}
	want, after := "places.stay_state", *stay
	if stay.State.CanBecome(to) {
		after.State = to
		if !to.Holds() && to.Arrived() {
			after.Until = max(after.From, min(after.Until, g.tonight()))
		}
		want = g.verdict(*stay, after) // a stay that goes on takes its nights anew
	}
	if g.same("advance", g.advance(stay.ID, to), want) {
		*stay = after
	}
}

// alterSome prolongs, shortens or resizes.
func (g *history) alterSome() {
	stay := g.some()
	after := *stay
	var err error
	if rapid.Bool().Draw(g.t, "nights") {
		after.Until = day.Plus(rapid.IntRange(1, window).Draw(g.t, "new until"))
		err = g.Prolong(ctx, program, stay.ID, after.Until, false, "test")
	} else {
		after.Persons = rapid.IntRange(0, 5).Draw(g.t, "new persons")
		err = g.Resize(ctx, program, stay.ID, after.Persons, "test")
	}
	want := g.verdict(*stay, after)
	if !stay.State.Holds() {
		want = "places.stay_state"
	}
	if g.same("alter", err, want) {
		*stay = after
	}
}

func (g *history) moveSome() {
	stay := g.some()
	g.count++
	from, until := g.nights("moved")
	next := Stay{ID: fmt.Sprintf("%s/%d", g.locations[0], g.count), Household: "h", Location: g.place(), From: from, Until: until,
		Persons: stay.Persons, State: Accepted, Previous: stay.ID}
	err := g.MoveStay(ctx, program, Move{Stay: stay.ID, Next: next.ID, Location: next.Location, From: from, Until: until})
	if stay.State != Accepted && stay.State != Present && stay.State != Offered {
		g.same("move", err, "places.stay_state")
		return
	}
	was := *stay
	if stay.State == Present {
		next.State, stay.State = Present, Moved
		stay.Until = max(stay.From, min(stay.Until, from))
	} else {
		stay.State = Withdrawn
	}
	if g.same("move", err, g.verdict(Stay{}, next)) {
		g.stays[next.ID] = &next
		g.order = append(g.order, next.ID)
	} else {
		*stay = was
	}
}

// compare holds the store against the model: tonight's truth, a past moment, and
// that no shortage goes without an alert.
func (g *history) compare() {
	position := g.position()
	g.past = append(g.past, moment{calendar.InstantOf(g.now), position})
	g.now = g.now.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 1, 600}).Draw(g.t, "minutes")) * time.Minute)
	then := g.past[rapid.IntRange(0, len(g.past)-1).Draw(g.t, "past moment")]
	night := rapid.IntRange(0, window-1).Draw(g.t, "past night")
	err := g.door.View(ctx, program, access.ViewPicture, func(_ context.Context, tx *db.Tx, scope gate.Scope) error {
		asOf, err := AsOf(ctx, tx, scope, then.at, day.Plus(night))
		if err != nil {
			return err
		}
		for _, location := range g.locations {
			if got, want := asOf[location], then.numbers[location][night]; got != want {
				g.t.Fatalf("%s as of %s for night %d: %+v, want %+v", location, then.at.Time(), night, got, want)
			}
			free, err := FreeAt(ctx, tx, location, day, day+window)
			if err != nil {
				return err
			}
			short := false
			for i, n := range position[location] {
				if want := n.Free - n.Short; free[i] != want {
					g.t.Fatalf("%s has %d free on night %d, want %d", location, free[i], i, want)
				}
				short = short || n.Short > 0 && day.Plus(i) >= g.tonight()
			}
			if _, err := standingAlert(ctx, tx, location); short && err != nil {
				g.t.Fatalf("%s is short without an alert: %v", location, err)
			}
		}
		return nil
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

// Random histories of statements, holds, steps, cuts and moves: the store
// accepts and refuses what the model does, shows the same numbers, negative ones
// included, and gives every past position back.
func TestRandomHistories(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		h := newHouse(t, store)
		start, round := h.now, 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			h.now = start
			g := &history{house: h, t: rt, model: &model{rungs: map[string]map[Rung]*[window]int{}, stays: map[string]*Stay{}}}
			for i := range 2 {
				id := h.location(fmt.Sprintf("%d-%d", round, i), 0)
				g.rungs[id] = map[Rung]*[window]int{Open: {}, Blocked: {}, Realised: {}}
			}
			g.locations = slices.Sorted(maps.Keys(g.rungs))
			rt.Repeat(map[string]func(*rapid.T){
				"state": func(*rapid.T) { g.stateCapacity() }, "hold": func(*rapid.T) { g.holdSome() },
				"hold again": func(*rapid.T) { g.holdSome() }, "advance": func(*rapid.T) { g.advanceSome() },
				"alter": func(*rapid.T) { g.alterSome() }, "move": func(*rapid.T) { g.moveSome() },
				"": func(*rapid.T) { g.compare() },
			})
		})
		h.sound()
	})
}
