package places

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx     = context.Background()
	program = access.Program()
	day     = calendar.MustParse("2022-04-11")
)

// house is a store with its services and a clock that can be set.
type house struct {
	testing.TB
	store *db.DB
	*Service
	now time.Time
}

func newHouse(t testing.TB, store *db.DB) *house {
	h := &house{TB: t, store: store, now: time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)}
	h.Service = New(gate.New(store, func() time.Time { return h.now }))
	return h
}

// must fails the test on an error.
func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused fails the test unless the error has the message key.
func (h *house) refused(err error, key string) {
	h.Helper()
	if err == nil || fault.As(err).Key != key {
		h.Errorf("want %s, got %v", key, err)
	}
}

// location adds a location with open places from day on, without an end.
func (h *house) location(id string, open int) string {
	h.Helper()
	h.must(h.AddLocation(ctx, program, Location{ID: id, Municipality: "GM0355", Region: "VR09", Name: "Hotel " + id, Type: "hotel"}))
	if open > 0 {
		h.must(h.State(ctx, program, Statement{Location: id, Rung: Open, From: day, Places: open, Source: "test"}))
	}
	return id
}

// write runs a change as the program.
func (h *house) write(run func(tx *gate.Tx) error) error {
	change := gate.Change{Action: access.PlaceStay, Object: "test"}
	return h.door.Do(ctx, program, change, func(_ context.Context, tx *gate.Tx) error { return run(tx) })
}

func (h *house) hold(id, location string, persons int, from, until calendar.Night) error {
	return h.write(func(tx *gate.Tx) error {
		return Hold(ctx, tx, Stay{ID: id, Household: "h" + id, Location: location, Persons: persons, From: from, Until: until, EndKnown: true})
	})
}

func (h *house) advance(id string, to State) error {
	return h.write(func(tx *gate.Tx) error {
		_, err := Advance(ctx, tx, id, to, "test")
		return err
	})
}

func (h *house) read(run func(tx *db.Tx) error) {
	h.Helper()
	h.must(h.store.Read(ctx, run))
}

func (h *house) free(location string, from, until calendar.Night) (free []int) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		free, err = FreeAt(ctx, tx, location, from, until)
		return err
	})
	return free
}

func each(t *testing.T, test func(h *house)) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) { test(newHouse(t, store)) })
}

func TestHoldTakesWhatIsFreeAndNoMore(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 5)
		h.must(h.hold("a", "L", 3, day, day+10))
		h.must(h.hold("b", "L", 2, day+9, day+11))
		err := h.hold("c", "L", 1, day+5, day+12)
		h.refused(err, "places.full")
		if args := fault.As(err).Args; args["night"] != day+9 || args["free"] != 0 {
			h.Errorf("full on %v", args)
		}
		h.must(h.hold("c", "L", 2, day+5, day+9))
		h.must(h.hold("c", "L", 2, day+5, day+9))
		h.refused(h.hold("c", "L", 1, day+5, day+9), "places.id_taken")
		h.refused(h.hold("d", "L", 1, day-1, day+1), "places.full")
		h.refused(h.hold("d", "nowhere", 1, day, day+1), "places.no_location")
		if got := fmt.Sprint(h.free("L", day-1, day+13)); got != "[0 2 2 2 2 2 0 0 0 0 0 3 5 5]" {
			h.Error(got)
		}
	})
}

// A refused hold leaves the caller's transaction usable, on both engines.
func TestARefusalDoesNotSpoilTheTransaction(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 2)
		h.must(h.write(func(tx *gate.Tx) error {
			for i, persons := range []int{1, 5, 1} {
				err := Hold(ctx, tx, Stay{ID: fmt.Sprint(i), Household: "h", Location: "L", Persons: persons, From: day, Until: day + 1})
				if (err != nil) != (persons == 5) {
					return fmt.Errorf("hold %d: %w", i, err)
				}
			}
			return nil
		}))
		if got := h.free("L", day, day+1)[0]; got != 0 {
			h.Errorf("%d free", got)
		}
	})
}

func TestAdvanceFreesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 2)
		h.must(h.hold("a", "L", 2, day, day+10))
		h.must(h.advance("a", Accepted))
		h.must(h.advance("a", Present))
		h.refused(h.advance("a", Declined), "places.stay_state")
		h.now = h.now.AddDate(0, 0, 4)
		h.must(h.advance("a", Left))
		if got := fmt.Sprint(h.free("L", day, day+10)); got != "[2 2 2 2 2 2 2 2 2 2]" {
			h.Error(got)
		}
		h.read(func(tx *db.Tx) error {
			stay, err := StayByID(ctx, tx, "a")
			if stay.Until != day+4 || stay.State != Left {
				h.Errorf("%+v", stay)
			}
			events, more := HistoryOf(ctx, tx, "a")
			if len(events) != 4 || events[3].Before != Present || events[3].Until != day+4 {
				h.Errorf("%+v", events)
			}
			return errors.Join(err, more)
		})
		h.refused(h.advance("a", Present), "places.stay_state")
		h.refused(h.advance("nobody", Accepted), "fault.not_found")
	})
}

func TestManyWritersWinExactlyTheFreePlaces(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 20)
		var group sync.WaitGroup
		var mutex sync.Mutex
		won := 0
		for i := range 64 {
			group.Go(func() {
				err := h.hold(fmt.Sprint(i), "L", 1, day+calendar.Night(i%3), day+5)
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil {
					won++
				} else if fault.As(err).Key != "places.full" {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if free := h.free("L", day+2, day+5); won != 20 || fmt.Sprint(free) != "[0 0 0]" {
			h.Errorf("%d won, free %v", won, free)
		}
	})
}
