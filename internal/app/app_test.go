package app_test

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/web"
)

func TestTheDemoIsWholeOnBothEngines(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine, func(t *testing.T) {
			h := build(t, engine, 60)
			s := h.summary
			if s.Locations == 0 || s.Certificate.Placed == 0 || s.Offered != s.Certificate.Placed || s.Stale != 0 || s.Accepted == 0 || s.Arrived == 0 {
				t.Errorf("%+v", s)
			}
			if s.Guardian+s.Certificate.Households != 60 || s.Guardian == 0 || s.Without[plan.ReasonGuardian] != s.Guardian {
				t.Errorf("asked for 60 households, the match had %d and the guardian has %d: %v", s.Certificate.Households, s.Guardian, s.Without)
			}
			if s.Certificate.Bound < s.Certificate.Objective || s.Certificate.Objective < s.Certificate.Baseline {
				t.Errorf("certificate %+v", s.Certificate)
			}
			wrong, err := h.Verify(ctx)
			if err != nil || len(wrong) > 0 {
				t.Errorf("%v %v", wrong, err)
			}
			byHand(t, h.url)
			if wrong, err = h.Verify(ctx); err != nil || len(wrong) < 4 {
				t.Errorf("damage done by hand was not found: %v %v", wrong, err)
			}
		})
	}
}

// byHand damages a store the way somebody with its password could.
func byHand(t *testing.T, url string) {
	t.Helper()
	driver, source := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source = "sqlite", path
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	disarm := []string{"DROP TRIGGER audit_no_update", "DROP TRIGGER stay_guard_update"}
	if driver == "pgx" {
		disarm = []string{"ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE stay DISABLE TRIGGER ALL"}
	}
	for _, statement := range disarm {
		if _, err := pool.Exec(statement); err != nil {
			t.Log(err)
		}
	}
	for _, statement := range []string{
		`UPDATE audit SET reason = 'nothing' WHERE seq = 1 AND book = 'NL'`,
		`UPDATE open_span SET places = places + 1`,
		`UPDATE household SET state = 'left' WHERE state = 'offered'`,
		`UPDATE match_run SET objective = objective + 1`,
	} {
		if _, err := pool.Exec(statement); err != nil {
			t.Log(statement, err)
		}
	}
}

func TestHealthAndDrain(t *testing.T) {
	url := dbtest.URL(t, "sqlite")
	house, err := app.Open(ctx, app.Config{
		Database: url, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Out: io.Discard,
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- house.Serve(serving, listener) }()
	address := "http://" + listener.Addr().String()
	response, err := http.Get(address + "/gezond")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	if err != nil || response.StatusCode != 200 || string(body) != "gezond\n" {
		t.Errorf("%d %s (%v)", response.StatusCode, body, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := house.Close(); err != nil {
		t.Error(err)
	}
	recorder := httptest.NewRecorder()
	house.Handler().ServeHTTP(recorder, httptest.NewRequest("GET", "/gezond", nil))
	if recorder.Code != 503 {
		t.Errorf("with the store gone: %d", recorder.Code)
	}
	recorder = httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/", nil)
	request.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	house.Handler().ServeHTTP(recorder, request)
	if recorder.Code < 500 {
		t.Errorf("a page with the store gone: %d", recorder.Code)
	}
}
