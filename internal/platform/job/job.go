// Package job is durable work: asked for in the transaction that makes it
// necessary, done after the commit, at least once, again after a failure. News
// for the rooms above travels the same way: app ties a topic to its handler.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// Handler does one piece of work. It may be called again with the same payload
// after a crash, so it must be repeatable.
type Handler func(ctx context.Context, payload []byte) error

// Enqueue asks for work on a topic, not before the given instant. The id comes
// from the caller: asking twice with one id is asking once.
func Enqueue(ctx context.Context, tx *db.Tx, id string, at calendar.Instant, topic string, payload any) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("job: %s: %w", topic, err)
	}
	if _, err := tx.Exec(ctx, sqlInsert, id, topic, string(data), at, at); err != nil {
		return fmt.Errorf("job: %s: %w", topic, err)
	}
	return nil
}

const (
	lease        = time.Minute            // a worker that died is overtaken after this
	renewEvery   = 20 * time.Second       // one that lives holds on to long work
	pollEvery    = 250 * time.Millisecond // how long due work may lie
	longestPause = time.Hour              // between two tries of failing work
	lastAttempt  = 40                     // then the work is parked for a person to look at
)

// Worker does the work of one store.
type Worker struct {
	store    *db.DB
	now      func() time.Time
	handlers map[string]Handler
	log      *slog.Logger
}

// NewWorker makes a worker; handlers name the topics it knows.
func NewWorker(store *db.DB, now func() time.Time, log *slog.Logger, handlers map[string]Handler) *Worker {
	return &Worker{store: store, now: now, log: log, handlers: handlers}
}

// Run does due work until the context ends.
func (w *Worker) Run(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	lost := false
	for {
		_, err := w.Drain(ctx)
		if err != nil && !lost && ctx.Err() == nil {
			w.log.Error("job: cannot reach the work list", "error", err) // once, not four times a second
		}
		lost = err != nil
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// Drain does all work that is due now and gives the number of pieces done,
// failed ones included.
func (w *Worker) Drain(ctx context.Context) (int, error) {
	for done := 0; ; done++ {
		piece, err := w.claim(ctx)
		if errors.Is(err, db.ErrNone) {
			return done, nil
		}
		if err != nil {
			return done, err
		}
		if err := w.settle(ctx, piece, w.do(ctx, piece)); err != nil {
			return done, err
		}
	}
}

// do runs the handler; a panic in one piece of work must not end the others.
func (w *Worker) do(ctx context.Context, p piece) (err error) {
	handle, known := w.handlers[p.topic]
	if !known {
		return fmt.Errorf("no handler for topic %s", p.topic)
	}
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("panic: %v", broken)
		}
	}()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go w.hold(ctx, p)
	return handle(ctx, []byte(p.payload))
}

// hold renews the lease of work under way until its context ends.
func (w *Worker) hold(ctx context.Context, p piece) {
	ticker := time.NewTicker(renewEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := w.store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, sqlRenew, calendar.InstantOf(w.now()).Plus(lease), p.id)
			return err
		})
		if err != nil && ctx.Err() == nil {
			w.log.Warn("job: lease not renewed", "topic", p.topic, "id", p.id, "error", err)
		}
	}
}

func (w *Worker) settle(ctx context.Context, p piece, failure error) error {
	now := calendar.InstantOf(w.now())
	if failure == nil {
		return w.store.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, sqlDone, now, p.id)
			return err
		})
	}
	pause := min(time.Second<<min(p.attempts, 12), longestPause)
	w.log.Warn("job: failed", "topic", p.topic, "id", p.id, "attempt", p.attempts, "error", failure)
	return w.store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, sqlRetry, now.Plus(pause), failure.Error(), p.id)
		return err
	})
}
