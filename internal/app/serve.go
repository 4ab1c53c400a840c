package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/module/trail"
	"onderdak/internal/module/uploads"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/job"
)

// drainTime is how long answers under way may take after the signal to stop.
const drainTime = 20 * time.Second

// workers is how many pieces of work are done at a time, so that mails do not
// wait for a match run.
const workers = 3

// Serve answers visits, takes in mail and does the work due until the context ends; then it
// lets what is under way finish.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	ways, err := a.receivers()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           a.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	working, stopWork := context.WithCancel(context.Background())
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { a.worker.Run(working) })
	}
	group.Go(func() { a.tend(working) })
	for _, receive := range ways {
		group.Go(func() {
			if err := receive(working); err != nil {
				a.config.Log.Error("app: a way in for mail is closed", "error", err)
			}
		})
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		drain, cancel := context.WithTimeout(context.Background(), drainTime)
		err = server.Shutdown(drain)
		cancel()
	}
	stopWork()
	group.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Handler is the pages and the health check.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gezond", a.health)
	mux.Handle("/", a.Site.Handler())
	return mux
}

// health answers 200 when the store can be reached and has the newest shape.
func (a *App) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := errors.Join(a.store.Ping(ctx), a.store.Current(ctx)); err != nil {
		a.config.Log.Error("app: not ready", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("niet gereed\n"))
		return
	}
	// A failed write means the asker hung up.
	_, _ = w.Write([]byte("gezond\n"))
}

// tendEvery is how often the house asks for its regular work.
const tendEvery = 10 * time.Minute

// nightly is the work of every night, done at three o'clock, or as soon after it
// as a program is there to do it.
var nightly = []string{org.TopicPurge, trail.TopicCheck, mailroom.TopicForget, uploads.TopicForget, freshness.TopicForget}

// steady is the work that is asked for again and again, all day.
var steady = []string{places.TopicFreshness, nextplace.TopicReview, freshness.TopicRound}

// ask writes down the regular work that is due now or tonight. One id per period
// means that several programs on one store ask for it once.
func (a *App) ask(ctx context.Context, tx *db.Tx) error {
	now := calendar.InstantOf(a.config.Now())
	for _, topic := range steady {
		id := fmt.Sprintf("%s/%d", topic, int64(now)/tendEvery.Microseconds())
		if err := job.Enqueue(ctx, tx, id, now, topic, struct{}{}); err != nil {
			return err
		}
	}
	year, month, day := now.Night().Date().Date()
	three := calendar.InstantOf(time.Date(year, month, day, 3, 0, 0, 0, calendar.Amsterdam))
	for _, topic := range nightly {
		if err := job.Enqueue(ctx, tx, topic+"/"+now.Night().String(), three, topic, struct{}{}); err != nil {
			return err
		}
	}
	return nil
}

// tend asks for the regular work: locations nobody was heard of, next places that
// grew old, and what is done
// every night.
func (a *App) tend(ctx context.Context) {
	ticker := time.NewTicker(tendEvery)
	defer ticker.Stop()
	for {
		err := a.store.Write(ctx, func(tx *db.Tx) error { return a.ask(ctx, tx) })
		if err != nil && ctx.Err() == nil {
			a.config.Log.Error("app: regular work was not asked for", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
