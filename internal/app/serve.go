package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// drainTime is how long answers under way may take after the signal to stop.
const drainTime = 20 * time.Second

// Serve answers visits and does the work due until the context ends; then it
// lets what is under way finish.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           a.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	working, stopWork := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() { a.worker.Run(working) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
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
