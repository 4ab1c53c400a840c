package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/fault"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

const insertJob = `INSERT INTO job (id, topic, payload, run_at, done_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)`

func TestRoundTripOfTypes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		night, unknown := calendar.MustParse("2022-03-04"), calendar.End{}
		err := store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insertJob, "a", "t", "Олена ’s-Gravenhage", night, unknown, calendar.Instant(7))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = store.Read(ctx, func(tx *db.Tx) error {
			var text string
			var gotNight calendar.Night
			var end calendar.End
			var at calendar.Instant
			row := tx.Row(ctx, `SELECT payload, run_at, done_at, created_at FROM job WHERE id = $1`, "a")
			if err := row.Scan(&text, &gotNight, &end, &at); err != nil {
				return err
			}
			if text != "Олена ’s-Gravenhage" || gotNight != night || end.Known || at != 7 {
				t.Errorf("got %q %v %v %v", text, gotNight, end, at)
			}
			if err := tx.Row(ctx, `SELECT id FROM job WHERE id = $1`, "none").Scan(&text); !errors.Is(err, db.ErrNone) {
				t.Errorf("want ErrNone, got %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		stop := errors.New("changed my mind")
		err := store.Write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, insertJob, "a", "t", "", 1, nil, 1); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
		if got := countJobs(t, store); got != 0 {
			t.Errorf("%d rows left behind", got)
		}
	})
}

func countJobs(t *testing.T, store *db.DB) (count int) {
	t.Helper()
	ctx := context.Background()
	err := store.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM job`).Scan(&count)
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestDuplicateAndRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		twice := func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insertJob, "same", "t", "", 1, nil, 1)
			return err
		}
		if err := store.Write(ctx, twice); err != nil {
			t.Fatal(err)
		}
		if err := store.Write(ctx, twice); !store.Duplicate(err) || db.Refused(err) != "" {
			t.Errorf("want a duplicate, got %v", err)
		}
		err := store.Write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO audit VALUES ('b',1,0,'','','','','','','','','')`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `DELETE FROM audit WHERE seq = $1`, 1)
			return err
		})
		if got := db.Refused(err); got != "append_only" {
			t.Errorf("guard said %q (%v)", got, err)
		}
	})
}

// Two dozen writers that read before they write must not lose an update: on
// PostgreSQL the row lock, on SQLite the one writer sees to that.
func TestConcurrentWritersQueue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		err := store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insertJob, "a", "t", "", 1, nil, 1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 24 {
			group.Go(func() {
				err := store.Write(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec(ctx, `UPDATE job SET attempts = attempts + 1 WHERE id = $1`, "a")
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var attempts int
		err = store.Read(ctx, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT attempts FROM job WHERE id = $1`, "a").Scan(&attempts)
		})
		if err != nil || attempts != 24 {
			t.Errorf("attempts = %d, %v", attempts, err)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		err := store.Read(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insertJob, "a", "t", "", 1, nil, 1)
			return err
		})
		if err == nil {
			t.Error("a read transaction wrote")
		}
	})
}

func TestAnUnreachableStoreIsUnavailable(t *testing.T) {
	ctx := context.Background()
	for _, url := range []string{
		"postgres://nobody@127.0.0.1:1/none?connect_timeout=2",
		"sqlite:" + filepath.Join(t.TempDir(), "no", "such", "folder", "x.db"),
	} {
		if _, err := db.Open(ctx, url); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, url := range []string{"mysql://x", "", "sqlite:"} {
		if _, err := db.Open(ctx, url); err == nil {
			t.Errorf("%q was opened", url)
		}
	}
}

func TestMigrateTellsWhatIsMissing(t *testing.T) {
	ctx := context.Background()
	store, err := db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "new.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Current(ctx); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an empty store must ask to be migrated, got %v", err)
	}
	if steps, err := store.Migrate(ctx); err != nil || steps == 0 {
		t.Fatalf("%d steps, %v", steps, err)
	}
	if err := store.Current(ctx); err != nil {
		t.Error(err)
	}
	if steps, err := store.Migrate(ctx); err != nil || steps != 0 {
		t.Errorf("a second time took %d steps, %v", steps, err)
	}
}

func TestNewIDsSortByTime(t *testing.T) {
	first, second := db.NewID(), db.NewID()
	if strings.Compare(first, second) >= 0 {
		t.Errorf("%s does not sort before %s", first, second)
	}
}
