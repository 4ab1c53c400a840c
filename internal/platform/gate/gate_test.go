package gate_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx      = context.Background()
	zeist    = access.Owner{Region: "VR09", Municipality: "GM0355"}
	utrecht  = access.Owner{Region: "VR09", Municipality: "GM0344"}
	municip  = access.Actor{Person: "p1", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
	noon     = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	addAJob  = `INSERT INTO job (id, topic, payload, run_at, created_at) VALUES ($1, 'x', '', 0, 0)`
	allAudit = `SELECT COUNT(*) FROM audit`
)

func clock() time.Time { return noon }

func change(owner access.Owner) gate.Change {
	return gate.Change{Action: access.StateCapacity, Object: "location/1", Owner: gate.Belongs(owner), Reason: "said by phone"}
}

func count(t *testing.T, store *db.DB, query string) (n int) {
	t.Helper()
	err := store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAChangeIsAuditedOrDoesNotHappen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		door := gate.New(store, clock)
		write := func(ctx context.Context, tx *gate.Tx) error {
			tx.Note("places", 40)
			_, err := tx.Exec(ctx, addAJob, db.NewID())
			return err
		}
		if err := door.Do(ctx, municip, change(zeist), write); err != nil {
			t.Fatal(err)
		}
		if err := door.Do(ctx, municip, change(utrecht), write); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("another municipality's location was changed: %v", err)
		}
		if err := door.Do(ctx, access.Actor{}, change(zeist), write); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("a stranger got in: %v", err)
		}
		fails := errors.New("no")
		if err := door.Do(ctx, municip, change(zeist), func(ctx context.Context, tx *gate.Tx) error {
			if err := write(ctx, tx); err != nil {
				return err
			}
			return fails
		}); !errors.Is(err, fails) {
			t.Errorf("got %v", err)
		}
		if jobs, audit := count(t, store, `SELECT COUNT(*) FROM job`), count(t, store, allAudit); jobs != 1 || audit != 1 {
			t.Errorf("%d changes and %d audit rows, want 1 and 1", jobs, audit)
		}
		err := store.Read(ctx, func(tx *db.Tx) error {
			entries, err := gate.History(ctx, tx, "location/1")
			if err != nil || len(entries) != 1 {
				t.Fatalf("%d entries, %v", len(entries), err)
			}
			if e := entries[0]; e.Book != "GM0355" || e.Detail != `{"places":40}` || e.Reason != "said by phone" || e.At.Time() != noon {
				t.Errorf("entry %+v", e)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAMissingObjectIsNotFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		missing := change(zeist)
		missing.Owner = func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return access.Owner{}, tx.Row(ctx, `SELECT id FROM job WHERE id = 'x'`).Scan(new(string))
		}
		err := gate.New(store, clock).Do(ctx, municip, missing, func(context.Context, *gate.Tx) error { return nil })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
	})
}

func TestScopes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		door := gate.New(store, clock)
		cases := []struct {
			actor  access.Actor
			action access.Action
			inside []access.Owner
			not    []access.Owner
		}{
			{municip, access.StateCapacity, []access.Owner{zeist}, []access.Owner{utrecht, {}}},
			{municip, access.ViewLocations, []access.Owner{zeist, utrecht}, []access.Owner{{Region: "VR25", Municipality: "GM0034"}, {}}},
			{access.Actor{Person: "n", Role: access.National}, access.ViewLocations, []access.Owner{zeist, {}}, nil},
			{access.Actor{Person: "s", Role: access.LocationStaff, Location: "L1", Municipality: "GM0355"}, access.StateCapacity,
				[]access.Owner{{Location: "L1"}}, []access.Owner{zeist, {}}},
		}
		for _, c := range cases {
			err := door.View(ctx, c.actor, c.action, func(_ context.Context, _ *db.Tx, scope gate.Scope) error {
				for _, owner := range c.inside {
					if !scope.Covers(owner) {
						t.Errorf("%s %s does not see %+v", c.actor.Role, c.action, owner)
					}
				}
				for _, owner := range c.not {
					if scope.Covers(owner) {
						t.Errorf("%s %s sees %+v", c.actor.Role, c.action, owner)
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
		if (gate.Scope{}).Covers(access.Owner{}) || (gate.Scope{}).Covers(zeist) {
			t.Error("the zero scope shows something")
		}
		lost := access.Actor{Person: "x", Role: access.Municipal}
		err := door.View(ctx, lost, access.StateCapacity, func(context.Context, *db.Tx, gate.Scope) error { return nil })
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an actor without municipality got a scope: %v", err)
		}
	})
}

func TestTheChainHoldsUnderConcurrentWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		door := gate.New(store, clock)
		var group sync.WaitGroup
		for range 16 {
			group.Go(func() {
				if err := door.Do(ctx, municip, change(zeist), func(context.Context, *gate.Tx) error { return nil }); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if wrong := verify(t, store); len(wrong) != 0 {
			t.Error(wrong)
		}
		if got := count(t, store, allAudit); got != 16 {
			t.Errorf("%d entries", got)
		}
	})
}

func verify(t *testing.T, store *db.DB) (wrong []string) {
	t.Helper()
	err := store.Read(ctx, func(tx *db.Tx) (err error) {
		wrong, err = gate.Verify(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return wrong
}

// Whoever gets past the append-only guard (a person with the database's own
// password) is still found out by the chain.
func TestVerifyFindsDamageDoneByHand(t *testing.T) {
	damages := map[string][2]string{
		"altered": {`UPDATE audit SET reason = 'nothing to see' WHERE seq = 2`, "chain breaks at entry 2"},
		"removed": {`DELETE FROM audit WHERE seq = 2`, "chain breaks at entry 3"},
		"cut off": {`DELETE FROM audit WHERE seq = 3`, "ends at entry 2, its head says 3"},
		"no head": {`DELETE FROM audit_head`, "has no head"},
	}
	for _, engine := range dbtest.Engines {
		for name, damage := range damages {
			t.Run(engine+" "+name, func(t *testing.T) {
				url := dbtest.URL(t, engine)
				store := dbtest.Connect(t, url)
				for range 3 {
					err := gate.New(store, clock).Do(ctx, municip, change(zeist), func(context.Context, *gate.Tx) error { return nil })
					if err != nil {
						t.Fatal(err)
					}
				}
				byHand(t, url, damage[0])
				if wrong := verify(t, store); len(wrong) == 0 || !strings.Contains(strings.Join(wrong, ";"), damage[1]) {
					t.Errorf("found %v", wrong)
				}
			})
		}
	}
}

func byHand(t *testing.T, url, statement string) {
	t.Helper()
	driver, source := "pgx", url
	disarm := "ALTER TABLE audit DISABLE TRIGGER ALL"
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source, disarm = "sqlite", path, "DROP TRIGGER audit_no_update"
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	statements := []string{disarm, statement}
	if driver == "sqlite" {
		statements = []string{disarm, "DROP TRIGGER audit_no_delete", statement}
	}
	for _, text := range statements {
		if _, err := pool.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}
