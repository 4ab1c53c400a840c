package households

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx       = context.Background()
	noon      = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	tonight   = calendar.NightOf(noon)
	utrecht   = access.Actor{Person: "anna", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
	colleague = access.Actor{Person: "bram", Role: access.Municipal, Municipality: "GM0344", Region: "VR09"}
	zeist     = access.Actor{Person: "zoë", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
	regional  = access.Actor{Person: "rik", Role: access.Regional, Region: "VR09"}
	national  = access.Actor{Person: "nel", Role: access.National}
	staff     = access.Actor{Person: "sam", Role: access.LocationStaff, Location: "L1", Municipality: "GM0355", Region: "VR09"}
	council   = access.Actor{Person: "cor", Role: access.Council, Municipality: "GM0344"}
)

// house is a fresh store with this room's service.
type house struct {
	*testing.T
	store *db.DB
	door  *gate.Gate
	*Service
}

func each(t *testing.T, test func(h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(open(t, store)) })
}

func clock() time.Time { return noon }

func open(t *testing.T, store *db.DB) house {
	door := gate.New(store, clock)
	return house{t, store, door, New(door)}
}

func (h house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// wants checks the kind of an error and the key people read.
func (h house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if fault.KindOf(err) != kind || fault.As(err).Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

// inside runs a change as another room would, in its own transaction.
func (h house) inside(run func(ctx context.Context, tx *gate.Tx) error) error {
	change := gate.Change{Action: access.PlaceStay, Object: "test"}
	return h.door.Do(ctx, access.Program(), change, run)
}

func (h house) set(id string, to State) error {
	return h.inside(func(ctx context.Context, tx *gate.Tx) error { return SetState(ctx, tx, "anna", id, to, "test") })
}

func (h house) household(id string) Household {
	h.Helper()
	found, err := h.Household(ctx, national, id)
	h.ok(err)
	return found
}

func (h house) waiting(actor access.Actor) (list []plan.Household) {
	h.Helper()
	h.ok(h.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
		list, err = Waiting(ctx, tx, scope, tonight)
		return err
	}))
	return list
}

func (h house) verify() (wrong []string) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) (err error) {
		wrong, err = Verify(ctx, tx)
		return err
	}))
	return wrong
}

func (h house) count(query string) (n int) {
	h.Helper()
	h.ok(h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query).Scan(&n) }))
	return n
}

func family(id string) Household {
	h := valid()
	h.ID = id
	h.Needs, h.Wishes = []string{"wheelchair", "ground_floor"}, []string{"near:GM0344"}
	return h
}

func alone(id string) Household {
	h := valid()
	h.ID, h.Persons, h.Minors, h.Flags = id, 1, 1, []string{plan.FlagUnaccompaniedMinor}
	return h
}

// members are two persons with names that occur nowhere else.
func members(id string) ([]Person, []Name) {
	return []Person{
			{ID: id + "-1", Household: id, Birth: calendar.At(calendar.MustParse("1990-05-01")), Sex: "f", Languages: []string{"uk", "en"}},
			{ID: id + "-2", Household: id, Age: 0, AgeKnown: true},
		}, []Name{
			{id + "-1", "Olena Zhadan", "Олена Жадан"}, {id + "-2", "Danylo Zhadan", "Данило Жадан"},
		}
}

var keyInSource = regexp.MustCompile(`"households\.([a-z_]+)"`)

func keysInSource(t *testing.T) (keys []string) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range keyInSource.FindAllStringSubmatch(string(text), -1) {
			keys = append(keys, match[1])
		}
	}
	return keys
}

func TestRegisterAndRead(t *testing.T) {
	each(t, func(h house) {
		persons, names := members("h1")
		h.ok(h.Register(ctx, utrecht, family("h1"), persons, names))
		got := h.household("h1")
		want := family("h1").tidied()
		want.Code, want.State, want.Rev = codeOf("h1", 0), StateWaiting, 1
		if encoded(got) != encoded(want) {
			h.Errorf("got %+v, want %+v", got, want)
		}
		byCode, err := h.ByCode(ctx, utrecht, strings.ToLower(strings.ReplaceAll(got.Code, "-", "")))
		if err != nil || byCode.ID != "h1" {
			h.Errorf("by code: %+v, %v", byCode, err)
		}
		seen, err := h.Persons(ctx, utrecht, "h1", "room for a cot")
		if err != nil || encoded(seen) != encoded([]Person{
			{ID: "h1-1", Household: "h1", Birth: persons[0].Birth, Sex: "f", Languages: []string{"en", "uk"}}, persons[1],
		}) {
			h.Errorf("persons %+v, %v", seen, err)
		}
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong)
		}
	})
}

func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// A caller that did not hear the answer registers again: the same words are the
// same registration, other words are a conflict.
func TestRegisteringTwiceIsOnce(t *testing.T) {
	each(t, func(h house) {
		persons, names := members("h1")
		h.ok(h.Register(ctx, utrecht, family("h1"), persons, names))
		h.ok(h.set("h1", StateOffered))
		h.ok(h.Register(ctx, utrecht, family("h1"), persons, names))
		other := family("h1")
		other.Persons = 5
		h.wants(h.Register(ctx, utrecht, other, persons, names), fault.Conflict, "households.exists")
		if n := h.count(`SELECT COUNT(*) FROM person_name`); n != 2 || h.household("h1").State != StateOffered {
			h.Errorf("%d names, state %s", n, h.household("h1").State)
		}
	})
}

func TestNobodyActsOrSeesBeyondTheirReach(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		code := h.household("h1").Code
		h.wants(h.Register(ctx, zeist, family("h2"), nil, nil), fault.Forbidden, "access.forbidden")
		h.wants(h.Correct(ctx, zeist, h.household("h1")), fault.Forbidden, "access.forbidden")
		for _, stranger := range []access.Actor{zeist, staff} {
			_, err := h.Household(ctx, stranger, "h1")
			h.wants(err, fault.NotFound, "households.unknown")
			_, err = h.ByCode(ctx, stranger, code)
			h.wants(err, fault.NotFound, "households.unknown")
			_, err = h.Names(ctx, stranger, "h1", "curious")
			h.wants(err, fault.Forbidden, "access.forbidden")
			list, total, err := h.List(ctx, stranger, Filter{})
			if err != nil || total != 0 || len(list) != 0 {
				h.Errorf("%s sees %d of %d households, %v", stranger.Role, len(list), total, err)
			}
			if len(h.waiting(stranger)) != 0 {
				h.Errorf("%s sees who waits", stranger.Role)
			}
		}
		_, _, err := h.List(ctx, council, Filter{})
		h.wants(err, fault.Forbidden, "access.forbidden")
		_, err = h.Household(ctx, access.Actor{}, "h1")
		h.wants(err, fault.Unauthenticated, "access.sign_in")
		_, err = h.Names(ctx, utrecht, "nobody", "looking")
		h.wants(err, fault.NotFound, "fault.not_found")

		h.ok(h.inside(func(ctx context.Context, tx *gate.Tx) error {
			where := access.Owner{Region: "VR09", Municipality: "GM0355", Location: "L1"}
			return MoveTo(ctx, tx, "anna", "h1", where, "arrived")
		}))
		for _, host := range []access.Actor{zeist, staff, regional, national} {
			if found, err := h.Household(ctx, host, "h1"); err != nil || found.Current != "L1" {
				h.Errorf("%s: %+v, %v", host.Role, found, err)
			}
			if _, total, err := h.List(ctx, host, Filter{}); err != nil || total != 1 {
				h.Errorf("%s: %d, %v", host.Role, total, err)
			}
		}
		_, err = h.Household(ctx, utrecht, "h1")
		h.wants(err, fault.NotFound, "households.unknown")
	})
}

// Names are written once and come out by one door only.
func TestNamesComeOutOnlyThroughALoggedLook(t *testing.T) {
	each(t, func(h house) {
		persons, names := members("h1")
		h.ok(h.Register(ctx, utrecht, family("h1"), persons, names))
		_, err := h.Names(ctx, utrecht, "h1", " ")
		if got := fields(err); len(got) != 1 || got[0] != "why why_missing" {
			h.Errorf("a look without a reason: %v", err)
		}
		seen, err := h.Names(ctx, utrecht, "h1", "handing out the keys")
		if err != nil || encoded(seen) != encoded(names) {
			h.Errorf("names %+v, %v", seen, err)
		}
		list, _, err := h.List(ctx, national, Filter{})
		h.ok(err)
		var audit []gate.Entry
		var picture Picture
		h.ok(h.door.View(ctx, national, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
			if audit, err = gate.History(ctx, tx, "household/h1"); err != nil {
				return err
			}
			picture, err = Counts(ctx, tx, scope, tonight)
			return err
		}))
		if len(audit) != 2 || audit[1].Reason != "handing out the keys" || audit[1].Person != "anna" ||
			audit[1].Action != string(access.ViewNames) || audit[1].Detail != `{"count":2,"looked_at":"names"}` {
			h.Errorf("audit %+v", audit)
		}
		var events []event
		h.ok(h.store.Read(ctx, func(tx *db.Tx) (err error) {
			events, err = db.All(ctx, tx, sqlAllEvents, nil, readEvent)
			return err
		}))
		for what, value := range map[string]any{
			"list": list, "one": h.household("h1"), "waiting": h.waiting(national), "audit": audit, "picture": picture, "events": events[0].facts,
		} {
			if text := encoded(value); strings.Contains(text, "Zhadan") || strings.Contains(text, "Жадан") {
				h.Errorf("a name stands in %s: %s", what, text)
			}
		}
	})
}

func TestOfTwoCorrectionsOneWins(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		seen := h.household("h1")
		var won, lost atomic.Int64
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				mine := seen
				mine.Persons = 5 + i
				switch err := h.Correct(ctx, utrecht, mine); {
				case err == nil:
					won.Add(1)
				case fault.As(err).Key == "households.changed_meanwhile" && fault.KindOf(err) == fault.Conflict:
					lost.Add(1)
				default:
					h.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || lost.Load() != 7 {
			h.Errorf("%d won, %d lost", won.Load(), lost.Load())
		}
		if got := h.household("h1"); got.Rev != 2 || got.Persons < 5 {
			h.Errorf("got %+v", got)
		}
		if wrong := h.verify(); len(wrong) != 0 {
			h.Error(wrong)
		}
	})
}

// Of many answers to one offer exactly one takes effect.
func TestOfManyAnswersOneTakesEffect(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		h.ok(h.set("h1", StateOffered))
		var won atomic.Int64
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if err := h.set("h1", StateWithdrawn); err == nil {
					won.Add(1)
				} else if fault.KindOf(err) != fault.Conflict {
					h.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || h.household("h1").Rev != 3 {
			h.Errorf("%d took effect, revision %d", won.Load(), h.household("h1").Rev)
		}
	})
}

func TestCorrectKeepsWhatHappensSets(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		seen := h.household("h1")
		code := seen.Code
		seen.Persons, seen.Code, seen.State, seen.Current, seen.Registration = 6, "AAA-AAA", StatePresent, "L9", InBRP
		seen.Until = calendar.At(seen.From + 30)
		h.ok(h.Correct(ctx, utrecht, seen))
		got := h.household("h1")
		if got.Code != code || got.State != StateWaiting || got.Current != "" || got.Persons != 6 || got.Registration != InBRP || got.Until != seen.Until {
			h.Errorf("got %+v", got)
		}
		got.Persons = 0
		if names := fields(h.Correct(ctx, utrecht, got)); len(names) == 0 {
			h.Error("a household of nobody was accepted")
		}
	})
}

func TestLinks(t *testing.T) {
	each(t, func(h house) {
		h.ok(h.Register(ctx, utrecht, family("h2"), nil, nil))
		h.ok(h.Register(ctx, utrecht, family("h1"), nil, nil))
		elsewhere := family("h3")
		elsewhere.Municipality = "GM0355"
		h.ok(h.Register(ctx, zeist, elsewhere, nil, nil))
		h.ok(h.Link(ctx, utrecht, "h2", "h1", Friends))
		h.ok(h.Link(ctx, utrecht, "h1", "h2", Family))
		h.wants(h.Link(ctx, utrecht, "h1", "h3", Family), fault.Forbidden, "access.forbidden")
		h.wants(h.Link(ctx, utrecht, "h1", "h9", Family), fault.NotFound, "households.unknown")
		if got := fields(h.Link(ctx, utrecht, "h1", "h1", "cousin")); len(got) != 2 {
			h.Errorf("got %v", got)
		}
		h.ok(h.store.Read(ctx, func(tx *db.Tx) error {
			for _, id := range []string{"h1", "h2"} {
				links, err := Links(ctx, tx, id)
				if err != nil || len(links) != 1 || links[0] != (Link{"h1", "h2", Family}) {
					h.Errorf("links %v, %v", links, err)
				}
			}
			return nil
		}))
	})
}

// Who waits for a place is told apart from who waits for the guardian; and it is
// the same households that matching is given.
func TestQueuesAreWhatMatchingLooksFor(t *testing.T) {
	each(t, func(h house) {
		add := func(id string, flags []string, minors int, since calendar.Night) {
			h.ok(h.Register(ctx, access.Program(), Household{ID: id, Municipality: "GM0344", Region: "VR09", Persons: 2, Minors: minors,
				From: tonight, WaitingSince: since, Flags: flags}, nil, nil))
		}
		add("a", nil, 0, tonight-3)
		add("b", nil, 1, tonight-5)
		add("kids", []string{plan.FlagUnaccompaniedMinor}, 2, tonight-20)
		var queues []Queue
		var list []plan.Household
		h.ok(h.door.View(ctx, access.Program(), access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
			if list, err = Waiting(ctx, tx, scope, tonight); err != nil {
				return err
			}
			queues, err = Queues(ctx, tx, scope, tonight)
			return err
		}))
		want := Queue{"VR09", "GM0344", Totals{2, 4}, calendar.At(tonight - 5), Totals{1, 2}}
		if len(queues) != 1 || queues[0] != want || queues[0].Waiting.Households != len(list) {
			h.Errorf("%+v, want %+v; matching sees %d", queues, want, len(list))
		}
	})
}
