package app_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui/uitest"
)

// hurry makes half a minute in the page last a fifth of a second.
const hurry = `const slow = setInterval; setInterval = (f, ms, ...more) => slow(f, ms >= 30000 ? 200 : ms, ...more);
const later = setTimeout; setTimeout = (f, ms, ...more) => later(f, ms === 30000 ? 200 : ms, ...more);`

// TestABoardIsLiveButCalm looks on while a board asks again every half minute: an
// unchanged board is not sent again, a board that nobody sees asks nothing, and
// lost contact is told and forgotten once it is back.
func TestABoardIsLiveButCalm(t *testing.T) {
	h := full(t)
	var asked, unchanged atomic.Int64
	var lost atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("deel") == "" {
			h.handler.ServeHTTP(w, r)
			return
		}
		asked.Add(1)
		if lost.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		counted := &statusOf{ResponseWriter: w}
		h.handler.ServeHTTP(counted, r)
		if counted.status == http.StatusNotModified {
			unchanged.Add(1)
		}
	}))
	defer server.Close()
	tab := uitest.Start(t).Tab(t)
	if _, err := chromedp.Call(tab.Context(), page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: hurry}); err != nil {
		t.Fatal(err)
	}
	if err := tab.Visit(server.URL+"/", 1280, h.cookies(access.National, "nl")...); err != nil {
		t.Fatal(err)
	}
	await(t, "the board asks again and hears that nothing changed", func() bool { return unchanged.Load() >= 2 })
	told := func() bool {
		shown, err := chromedp.Run(tab.Context(), chromedp.Evaluate[bool](`!document.getElementById("contact").hidden`))
		return err == nil && shown
	}
	if told() {
		t.Error("contact is said to be lost while it is not")
	}
	lost.Store(true)
	await(t, "lost contact is told", told)
	lost.Store(false)
	await(t, "contact that is back is not lost", func() bool { return !told() })
	hide := `Object.defineProperty(document, "hidden", {configurable: true, get: () => true}); true`
	if _, err := chromedp.Run(tab.Context(), chromedp.Evaluate[bool](hide)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // what was under way ends
	before := asked.Load()
	time.Sleep(time.Second)
	if after := asked.Load(); after != before {
		t.Errorf("a board that nobody sees asked %d times", after-before)
	}
}

// statusOf remembers the status of an answer.
type statusOf struct {
	http.ResponseWriter
	status int
}

func (s *statusOf) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// await waits until something is so.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("never happened: %s", what)
}
