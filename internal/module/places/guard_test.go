package places

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
)

// pool opens the store as a stranger would, without any of our code.
func pool(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, source := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_txlock=immediate"
	}
	raw, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := raw.Close(); err != nil {
			t.Error(err)
		}
	})
	return raw
}

const rawStay = `INSERT INTO stay (id, household, location, persons, from_night, until_night, end_known, state, reason, person, created_at, updated_at)
	VALUES ($1, 'h', $2, $3, $4, $5, 1, $6, '', '', 0, 0)`

// Whoever writes to the tables with a database client of their own meets the
// same refusals as our code.
func TestTheStoreRefusesStrangers(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			h := newHouse(t, dbtest.Connect(t, url))
			h.location("L", 4)
			h.location("M", 4)
			h.must(h.State(ctx, program, Statement{Location: "L", Rung: Open, From: day + 5, Places: 2}))
			h.must(h.hold("a", "L", 2, day, day+5))
			h.must(h.hold("b", "L", 2, day+2, day+6))
			h.must(h.hold("gone", "L", 1, day, day+1))
			h.must(h.advance("gone", Expired))
			raw := pool(t, url)
			cases := []struct{ statement, want string }{
				{fmt.Sprintf(`UPDATE stay SET persons = 3 WHERE id = 'a' -- %d`, day), "overbooked"},
				{fmt.Sprintf(`UPDATE stay SET until_night = %d WHERE id = 'a'`, day+6), "overbooked"},
				{fmt.Sprintf(`UPDATE stay SET from_night = %d WHERE id = 'a'`, day-1), "overbooked"},
				{fmt.Sprintf(`UPDATE stay SET from_night = %d, until_night = %d WHERE id = 'a'`, day+1, day+7), "overbooked"},
				{`UPDATE stay SET location = 'M' WHERE id = 'a'`, "fixed"},
				{`UPDATE stay SET household = 'x' WHERE id = 'a'`, "fixed"},
				{`UPDATE stay SET id = 'x' WHERE id = 'a'`, "fixed"},
				{`UPDATE stay SET state = 'offered' WHERE id = 'gone'`, "illegal_state"},
				{`UPDATE stay SET persons = 1, state = 'accepted' WHERE id = 'gone'`, "illegal_state"},
				{`UPDATE stay SET persons = 2 WHERE id = 'gone'`, "illegal_state"},
				{`UPDATE stay SET state = 'present' WHERE id = 'a'`, "illegal_state"},
				{`DELETE FROM stay WHERE id = 'a'`, "append_only"},
				{`DELETE FROM stay_event WHERE stay = 'a'`, "append_only"},
				{`UPDATE stay_event SET persons = 1`, "append_only"},
				{`DELETE FROM capacity_entry`, "append_only"},
				{`UPDATE capacity_entry SET places = 100`, "append_only"},
				{`DELETE FROM location WHERE id = 'M'`, "append_only"},
				{`UPDATE location SET rev = 0 WHERE id = 'L'`, "fixed"},
				{`UPDATE open_span SET places = places + 1`, "fixed"},
				{`UPDATE open_span SET until_night = NULL WHERE until_night IS NOT NULL`, "fixed"},
				{`UPDATE rung_span SET places = places + 1`, "fixed"},
				{fmt.Sprintf(`INSERT INTO open_span (location, from_night, until_night, places) VALUES ('L', %d, %d, 2)`, day+2, day+3), "not_said"},
				{fmt.Sprintf(`INSERT INTO open_span (location, from_night, until_night, places) VALUES ('L', %d, NULL, 2)`, day-9), "not_said"},
				{fmt.Sprintf(`INSERT INTO open_span (location, from_night, until_night, places) VALUES ('L', %d, %d, 5)`, day-9, day-8), "not_said"},
				{`INSERT INTO open_span (location, from_night, until_night, places) VALUES ('nowhere', 1, 2, 1)`, "not_said"},
				{`UPDATE stay SET previous = 'x' WHERE id = 'a'`, "fixed"},
				{`UPDATE stay SET created_at = 1 WHERE id = 'a'`, "fixed"},
				{`UPDATE stay SET state = 'sleeping' WHERE id = 'a'`, "constraint"},
				{`UPDATE stay SET persons = 0 WHERE id = 'a'`, "constraint"},
				{`UPDATE stay SET until_night = from_night WHERE id = 'a'`, "constraint"},
				{`UPDATE stay SET persons = 1 WHERE id = 'a'`, ""},
				{`UPDATE stay SET state = 'accepted' WHERE id = 'a'`, ""},
			}
			if engine == "sqlite" {
				cases = append(cases,
					struct{ statement, want string }{`INSERT OR REPLACE INTO stay SELECT * FROM stay WHERE id = 'a'`, "append_only"},
					struct{ statement, want string }{`INSERT OR REPLACE INTO stay_event SELECT * FROM stay_event`, "append_only"},
					struct{ statement, want string }{`INSERT OR REPLACE INTO capacity_entry SELECT * FROM capacity_entry`, "append_only"},
					struct{ statement, want string }{`INSERT OR REPLACE INTO location SELECT * FROM location`, "append_only"})
			} else {
				cases = append(cases,
					struct{ statement, want string }{`TRUNCATE stay CASCADE`, "append_only"},
					struct{ statement, want string }{`TRUNCATE stay_event`, "append_only"},
					struct{ statement, want string }{`TRUNCATE capacity_entry`, "append_only"},
					struct{ statement, want string }{`TRUNCATE open_span`, "append_only"},
					struct{ statement, want string }{`TRUNCATE rung_span`, "append_only"})
			}
			for _, c := range cases {
				_, err := raw.ExecContext(ctx, c.statement)
				got := db.Refused(err)
				if err != nil && got == "" && strings.Contains(strings.ToLower(err.Error()), "constraint") {
					got = "constraint"
				}
				if got != c.want || (err != nil) != (c.want != "") {
					t.Errorf("%s: want %q, got %v", c.statement, c.want, err)
				}
			}
			h.intact()
		})
	}
}

// intact is sound on a store to which strangers wrote: what they did holds
// together, and it is seen that no audit row speaks of it.
func (h *house) intact() {
	h.Helper()
	wrong := h.verify()
	if len(wrong) == 0 {
		h.Error("what strangers wrote was not noticed")
	}
	for _, line := range wrong {
		if !strings.HasPrefix(line, stepKind+" of ") && !strings.HasPrefix(line, "stay: of its ") {
			h.Error(line)
		}
	}
}

// sound fails the test when the register does not hold together.
func (h *house) sound() {
	h.Helper()
	if wrong := h.verify(); len(wrong) > 0 {
		h.Errorf("the register is damaged:\n%s", strings.Join(wrong, "\n"))
	}
}

func (h *house) verify() (wrong []string) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		wrong, err = Verify(ctx, tx)
		return err
	})
	return wrong
}

// Sixty-four strangers, at every isolation level, against one nearly full
// location: those who get in fit, and at least one of every round does.
func TestNoIsolationLevelOverbooks(t *testing.T) {
	levels := map[string][]sql.IsolationLevel{
		"sqlite":   {sql.LevelDefault},
		"postgres": {sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable},
	}
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			h := newHouse(t, dbtest.Connect(t, url))
			raw := pool(t, url)
			for _, level := range levels[engine] {
				location := h.location(level.String(), 7)
				var group sync.WaitGroup
				for i := range 64 {
					group.Go(func() {
						err := insertRaw(raw, level, location, i)
						if code := db.Refused(err); err != nil && code != "overbooked" && !strings.Contains(err.Error(), "40001") {
							t.Error(err)
						}
					})
				}
				group.Wait()
				free := h.free(location, day, day+6)
				if slices.Min(free) < 0 {
					t.Errorf("%s overbooked: %v", level, free)
				}
				if free[3] == 7 {
					t.Errorf("%s: nobody got in", level)
				}
			}
			h.intact()
		})
	}
}

// insertRaw reads first, so that a transaction at REPEATABLE READ has an old
// picture when it writes.
func insertRaw(raw *sql.DB, level sql.IsolationLevel, location string, i int) error {
	tx, err := raw.BeginTx(context.Background(), &sql.TxOptions{Isolation: level})
	if err != nil {
		return err
	}
	var held int
	if err := tx.QueryRow(`SELECT COUNT(*) FROM stay`).Scan(&held); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if _, err := tx.Exec(rawStay, location+fmt.Sprint(i), location, 1+i%3, int(day)+i%4, int(day)+4+i%2, "offered"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Two rows of one statement are one promise: together they must fit.
func TestOneStatementWithManyRowsIsGuarded(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			h := newHouse(t, dbtest.Connect(t, url))
			h.location("L", 5)
			raw := pool(t, url)
			_, err := raw.Exec(fmt.Sprintf(`INSERT INTO stay (id, household, location, persons, from_night, until_night, end_known, state,
				reason, person, created_at, updated_at) VALUES
				('a', 'h', 'L', 3, %[1]d, %[2]d, 1, 'offered', '', '', 0, 0), ('b', 'h', 'L', 3, %[1]d, %[2]d, 1, 'offered', '', '', 0, 0)`, day, day+1))
			if db.Refused(err) != "overbooked" {
				t.Errorf("got %v", err)
			}
			if _, err := raw.Exec(rawStay, "c", "nowhere", 1, int(day), int(day)+1, "offered"); db.Refused(err) != "no_location" {
				t.Errorf("got %v", err)
			}
			for _, state := range States {
				_, err := raw.Exec(rawStay, "in "+string(state), "L", 1, int(day)+20, int(day)+21, string(state))
				if want := state.Holds(); (err == nil) != want || !want && db.Refused(err) != "illegal_state" {
					t.Errorf("a stay that begins as %s: %v", state, err)
				}
			}
		})
	}
}

// The store's table of transitions is the code's, pair by pair.
func TestTheStoreKnowsTheSameTransitions(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			h := newHouse(t, dbtest.Connect(t, url))
			h.location("L", 900)
			h.now = h.now.AddDate(0, 0, 1) // who leaves has been there for a night
			raw := pool(t, url)
			for _, from := range States {
				for _, to := range States {
					if from == to {
						continue
					}
					id := string(from) + ">" + string(to)
					h.must(h.hold(id, "L", 1, day, day+2))
					for _, step := range pathTo(from) {
						h.must(h.advance(id, step))
					}
					if from.CanBecome(to) {
						continue
					}
					if _, err := raw.Exec(`UPDATE stay SET state = $1 WHERE id = $2`, string(to), id); db.Refused(err) != "illegal_state" {
						t.Errorf("%s: %v", id, err)
					}
				}
			}
			for from, nexts := range transitions {
				for _, to := range nexts {
					if _, err := raw.Exec(`UPDATE stay SET state = $1 WHERE id = $2`, string(to), string(from)+">"+string(to)); err != nil {
						t.Errorf("%s>%s: %v", from, to, err)
					}
				}
			}
			h.intact()
		})
	}
}

// pathTo gives the steps from offered to a state.
func pathTo(state State) []State {
	for _, path := range [][]State{{}, {Accepted}, {Accepted, Present}} {
		last := Offered
		if len(path) > 0 {
			last = path[len(path)-1]
		}
		if last == state {
			return path
		}
		if last.CanBecome(state) {
			return append(path, state)
		}
	}
	return nil
}

func TestTransitionsAreWhole(t *testing.T) {
	want := map[string]bool{
		"offered>accepted": true, "offered>declined": true, "offered>expired": true, "offered>withdrawn": true,
		"accepted>present": true, "accepted>not_arrived": true, "accepted>withdrawn": true,
		"moved>present": true, "present>accepted": true, "present>left": true, "present>moved": true, "present>host_ended": true, "present>unknown": true,
	}
	for _, from := range States {
		for _, to := range States {
			if got := from.CanBecome(to); got != want[string(from)+">"+string(to)] {
				t.Errorf("%s>%s is %v", from, to, got)
			}
		}
		if from.Holds() != (len(transitions[from]) > 0) && from != Moved {
			t.Errorf("%s holds places and is final, or neither", from)
		}
		if !from.Holds() && len(pathTo(from)) == 0 {
			t.Errorf("%s cannot be reached", from)
		}
	}
}
