package app_test

import (
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/platform/access"
)

// What may travel, in bytes as they are sent (KB = 1,000 bytes).
const (
	mostStyle  = 20_000
	mostScript = 18_000
	mostPage   = 45_000 // a first visit: the page and all it loads
	mostBoard  = 75_000 // the same of a board
)

// boards are the pages that show everything at once.
var boards = []string{"/{$}", "/regios/{code}", "/gemeenten/{code}", "/locaties/{id}", "/matchrondes/{id}"}

// loaded is what a page makes the browser fetch.
var loaded = regexp.MustCompile(`(?:src|href)="(/bestanden/[^"]+)"`)

// TestWeight weighs every page as it is sent to a browser that knows brotli and
// gzip, with everything it loads.
func TestWeight(t *testing.T) {
	h := full(t)
	heaviest := map[string]int{}
	for _, r := range h.pages() {
		role := h.whoMay(r)
		addresses, cookies := h.found(t, r, h.sessions[role])
		if len(addresses) == 0 {
			continue
		}
		limit := mostPage
		for _, board := range boards {
			if r.pattern == board {
				limit = mostBoard
			}
		}
		for _, address := range r.views(addresses[0]) {
			q := asking{address: address, lang: "uk", session: h.sessions[role], cookies: cookies}
			plain := h.ask(q)
			if !strings.HasPrefix(plain.Header().Get("Content-Type"), "text/html") {
				continue
			}
			q.encodings = "gzip, deflate, br, zstd"
			sent := h.ask(q).Body.Len()
			sent += h.weighLoaded(t, address, plain.Body.String(), role)
			heaviest[r.pattern] = max(heaviest[r.pattern], sent)
			if sent > limit {
				t.Errorf("a first visit to %s takes %d bytes, more than %d", address, sent, limit)
			}
		}
	}
	for pattern, sent := range heaviest {
		t.Logf("%6d %s", sent, pattern)
	}
}

// weighLoaded weighs the files a page loads, and holds each to its own limit.
func (h *house) weighLoaded(t *testing.T, address, page string, role access.Role) (all int) {
	t.Helper()
	for _, match := range loaded.FindAllStringSubmatch(page, -1) {
		file := h.ask(asking{address: match[1], encodings: "gzip, deflate, br, zstd"})
		if file.Code != 200 || file.Header().Get("Content-Encoding") != "br" {
			t.Errorf("%s: %d, sent as %q", match[1], file.Code, file.Header().Get("Content-Encoding"))
		}
		size := file.Body.Len()
		all += size
		switch {
		case strings.HasSuffix(match[1], ".css") && size > mostStyle, strings.HasSuffix(match[1], ".js") && size > mostScript:
			t.Errorf("%s takes %d bytes", match[1], size)
		}
	}
	if role == nobody && strings.Contains(page, "<script") {
		t.Errorf("%s is public and ships a script", address)
	}
	return all
}
