package job_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/job"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var (
	ctx   = context.Background()
	start = time.Date(2022, 4, 11, 10, 0, 0, 0, time.UTC)
	quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
)

func enqueue(t *testing.T, store *db.DB, id, topic string, at time.Time) {
	t.Helper()
	err := store.Write(ctx, func(tx *db.Tx) error {
		return job.Enqueue(ctx, tx, id, calendar.InstantOf(at), topic, map[string]string{"id": id})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkIsDoneOnceAndInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		now := start
		var seen []string
		worker := job.NewWorker(store, func() time.Time { return now }, quiet, map[string]job.Handler{
			"greet": func(_ context.Context, payload []byte) error { seen = append(seen, string(payload)); return nil },
		})
		enqueue(t, store, "b", "greet", start.Add(time.Hour))
		enqueue(t, store, "a", "greet", start)
		enqueue(t, store, "a", "greet", start)
		for _, want := range []int{1, 0} {
			if done, err := worker.Drain(ctx); err != nil || done != want {
				t.Fatalf("%d done, %v; want %d", done, err, want)
			}
		}
		now = start.Add(2 * time.Hour)
		if done, err := worker.Drain(ctx); err != nil || done != 1 {
			t.Fatalf("%d done, %v", done, err)
		}
		if got := fmt.Sprint(seen); got != `[{"id":"a"} {"id":"b"}]` {
			t.Error(got)
		}
		// Addresses and secret links do not outlive the work they were needed for.
		var kept string
		err := store.Read(ctx, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT MAX(payload) FROM job`).Scan(&kept)
		})
		if err != nil || kept != "{}" {
			t.Errorf("what was done is kept: %q, %v", kept, err)
		}
	})
}

func TestFailedWorkIsTriedAgainLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		now, tries := start, 0
		worker := job.NewWorker(store, func() time.Time { return now }, quiet, map[string]job.Handler{
			"mail": func(context.Context, []byte) error {
				tries++
				switch tries {
				case 1:
					return errors.New("no route")
				case 2:
					panic("nil map")
				}
				return nil
			},
		})
		enqueue(t, store, "a", "mail", start)
		enqueue(t, store, "z", "unknown topic", start)
		for step, want := range []int{1, 1, 2, 2, 3, 3} {
			if _, err := worker.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			if tries != want {
				t.Errorf("step %d: %d tries, want %d", step, tries, want)
			}
			if step%2 == 1 {
				now = now.Add(time.Minute)
			}
		}
	})
}

func TestTwoWorkersShareTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		var lock sync.Mutex
		seen := map[string]int{}
		handlers := map[string]job.Handler{"x": func(_ context.Context, payload []byte) error {
			lock.Lock()
			defer lock.Unlock()
			seen[string(payload)]++
			return nil
		}}
		for i := range 20 {
			enqueue(t, store, fmt.Sprint(i), "x", start)
		}
		var group sync.WaitGroup
		for range 3 {
			worker := job.NewWorker(store, func() time.Time { return start }, quiet, handlers)
			group.Go(func() {
				if _, err := worker.Drain(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		worker := job.NewWorker(store, func() time.Time { return start }, quiet, handlers)
		if _, err := worker.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		for payload, times := range seen {
			if times != 1 {
				t.Errorf("%s was done %d times", payload, times)
			}
		}
		if len(seen) != 20 {
			t.Errorf("%d pieces done", len(seen))
		}
	})
}

func TestHopelessWorkIsParked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		now := start
		worker := job.NewWorker(store, func() time.Time { return now }, quiet, nil)
		enqueue(t, store, "a", "nobody", start)
		for range 50 {
			if _, err := worker.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			now = now.Add(2 * time.Hour)
		}
		var stuck int
		if err := store.Read(ctx, func(tx *db.Tx) (err error) { stuck, err = job.Stuck(ctx, tx); return err }); err != nil || stuck != 1 {
			t.Errorf("%d stuck, %v", stuck, err)
		}
	})
}
