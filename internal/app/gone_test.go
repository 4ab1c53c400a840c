package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db/dbtest"
)

// While the database is gone every page says so and nothing else, and when it is
// back the pages are too, without a restart of the program.
func TestPagesOutliveTheDatabase(t *testing.T) {
	url, halt, resume := dbtest.Restartable(t)
	h, end, err := opened(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	if h.sessions[access.Municipal], err = h.enterAs(access.Municipal, homeRegion, homeTown); err != nil {
		t.Fatal(err)
	}
	look := func(when, address string, want int, words string) {
		t.Helper()
		got := h.ask(asking{address: address, lang: "nl", session: h.sessions[access.Municipal]})
		if got.Code != want || !strings.Contains(got.Body.String(), words) {
			t.Errorf("%s, %s: %d, want %d with %q: %.200s", when, address, got.Code, want, words, got.Body)
		}
	}
	pages := []string{"/mijn/sessies", "/huishoudens", "/locaties"}
	for _, page := range pages {
		look("before", page, http.StatusOK, "</html>")
	}
	halt()
	for _, page := range pages {
		look("gone", page, http.StatusServiceUnavailable, "Even niet bereikbaar")
	}
	look("gone", "/gezond", http.StatusServiceUnavailable, "niet gereed")
	resume()
	// A few pooled connections may still be broken: those are thrown away one by one.
	for began := time.Now(); time.Since(began) < 5*time.Second; time.Sleep(50 * time.Millisecond) {
		if h.ask(asking{address: "/gezond", lang: "nl"}).Code == http.StatusOK {
			break
		}
	}
	for range 20 {
		for _, page := range pages {
			look("back", page, http.StatusOK, "</html>")
		}
	}
	look("back", "/gezond", http.StatusOK, "gezond")
}
