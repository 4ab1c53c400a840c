// Package uitest looks at pages as visitors do: in a real browser, at the widths
// of a phone, a tablet and a desk, with the rules of axe-core for accessibility.
// It is for tests only.
//
//	browser := uitest.Start(t)
//	browser.Check(t, server.URL+"/locaties")
package uitest

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed" // the rules of axe-core
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeScript is axe-core 4.14.1, axe.min.js, MPL-2.0, Deque Systems.
//
//go:embed testdata/axe.min.js.gz
var axeScript []byte

// Widths are those at which every page is looked at, in CSS pixels.
var Widths = []int{320, 390, 1280}

// patience is how long one page may take before the browser counts as stuck.
const patience = time.Minute

var binaries = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Browser is a running browser.
type Browser struct {
	ctx context.Context
	axe string
}

// Start runs a browser until the test ends. A machine without one fails the
// test: a check nobody runs protects nobody.
func Start(t testing.TB) *Browser {
	t.Helper()
	binary := ""
	for _, name := range binaries {
		if path, err := exec.LookPath(name); err == nil {
			binary = path
			break
		}
	}
	if binary == "" {
		t.Fatalf("no browser found; install one of %s", strings.Join(binaries, ", "))
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(binary), chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true)}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(options...))
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", binary, err)
	}
	return &Browser{ctx: ctx, axe: unpack(t)}
}

func unpack(t testing.TB) string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(axeScript))
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// Cookie is sent with a visit, to be signed in or to have chosen a language.
type Cookie struct{ Name, Value string }

// Page is an open tab. What the browser complains about while it is open is
// kept.
type Page struct {
	tab    context.Context
	ctx    context.Context // the tab, until patience with the page in it ends
	cancel context.CancelFunc
	axe    string
	ready  bool // axe-core has been loaded

	mu     sync.Mutex
	wrong  []string
	status int64
}

// Open visits the address with a window of the given width. The tab closes when
// the test ends.
func (b *Browser) Open(t testing.TB, address string, width int, cookies ...Cookie) *Page {
	t.Helper()
	opened := b.Tab(t)
	if err := opened.Visit(address, width, cookies...); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return opened
}

// Tab opens an empty tab, to visit one address after another in. It closes when
// the test ends.
func (b *Browser) Tab(t testing.TB) *Page {
	t.Helper()
	opened := &Page{axe: b.axe, cancel: func() {}}
	tab, closeTab := chromedp.NewContext(b.ctx, chromedp.WithListener(opened.listen))
	opened.tab, opened.ctx = tab, tab
	t.Cleanup(func() { opened.cancel(); closeTab() })
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(tab, cdplog.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return opened
}

// Visit goes to the address with a window of the given width. Cookies are shared
// by all tabs of a browser. What was complained about before is forgotten.
func (p *Page) Visit(address string, width int, cookies ...Cookie) error {
	p.renew()
	p.mu.Lock()
	p.ready, p.wrong, p.status = false, nil, 0
	p.mu.Unlock()
	if err := p.Width(width); err != nil {
		return err
	}
	for _, cookie := range cookies {
		params := network.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: address}
		if _, err := chromedp.Call(p.ctx, network.SetCookie, params); err != nil {
			return err
		}
	}
	return chromedp.Do(p.ctx, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("body")))
}

// renew begins the time anew that one page may take.
func (p *Page) renew() {
	p.cancel()
	p.ctx, p.cancel = context.WithTimeout(p.tab, patience)
}

// listen keeps what goes wrong: errors on the console (violations of the
// security policy are among these), exceptions, and files that do not come.
func (p *Page) listen(event any) {
	switch event := event.(type) {
	case *cdplog.EventEntryAdded:
		if event.Entry.Level == cdplog.EntryLevelError || event.Entry.Source == cdplog.EntrySourceSecurity {
			p.complain(string(event.Entry.Source) + ": " + event.Entry.Text + " " + event.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			text, _ := json.Marshal(event.Args)
			p.complain("console: " + string(text))
		}
	case *runtime.EventExceptionThrown:
		text, _ := json.Marshal(event.ExceptionDetails)
		p.complain("exception: " + string(text))
	case *network.EventResponseReceived:
		if event.Type == network.ResourceTypeDocument {
			p.mu.Lock()
			p.status = event.Response.Status
			p.mu.Unlock()
		}
	}
}

func (p *Page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, text)
}

// Complaints gives what the browser complained about so far. That the page
// itself was answered with an error status is none: an error page is a page.
func (p *Page) Complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var wrong []string
	for _, text := range p.wrong {
		if p.status < 400 || !strings.Contains(text, fmt.Sprintf("the server responded with a status of %d", p.status)) {
			wrong = append(wrong, text)
		}
	}
	return wrong
}

// Context is the tab itself, to do more in it with chromedp.
func (p *Page) Context() context.Context { return p.ctx }

// Violation is a rule of accessibility that the page breaks.
type Violation struct {
	ID     string   `json:"id"`
	Help   string   `json:"help"`
	Impact string   `json:"impact"`
	Where  []string `json:"where"` // selectors, each with why it fails
}

// String tells the violation on one line per place.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s\n  %s", v.ID, v.Impact, v.Help, strings.Join(v.Where, "\n  "))
}

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
.then(result => result.violations.map(v => ({id: v.id, help: v.help, impact: v.impact || "",
	where: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))})))`

// Axe gives the rules of WCAG 2.2 A and AA, and of good practice, that the page
// breaks.
func (p *Page) Axe() ([]Violation, error) {
	if !p.ready {
		if err := chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void](p.axe+";0")); err != nil {
			return nil, err
		}
		p.ready = true
	}
	return chromedp.Run(p.ctx, chromedp.Evaluate[[]Violation](runAxe, chromedp.EvalAwaitPromise))
}

// TooWide gives by how many pixels the page is wider than its window; 0 is good.
func (p *Page) TooWide() (int, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[int](`Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`))
}

// Screenshot writes a picture of the whole page as a PNG file.
func (p *Page) Screenshot(file string) error {
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o644)
}

// PDF gives the page as it is printed.
func (p *Page) PDF() ([]byte, error) {
	return chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
}

// Width gives the window another width, in CSS pixels.
func (p *Page) Width(width int) error {
	return chromedp.Do(p.ctx, chromedp.EmulateViewport(int64(width), 844))
}

// Media shows the page as on another medium (print, or screen) and with a
// preference of the reader, such as forced-colors: active; both may be empty.
func (p *Page) Media(medium, feature, value string) error {
	params := emulation.SetEmulatedMediaParams{Media: medium}
	if feature != "" {
		params.Features = []*emulation.MediaFeature{{Name: feature, Value: value}}
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, params)
	return err
}

// Check opens the address, looks at it at every width, and reports as errors of
// the test what is wrong with it.
func (b *Browser) Check(t testing.TB, address string, cookies ...Cookie) *Page {
	t.Helper()
	opened := b.Open(t, address, Widths[0], cookies...)
	for _, width := range Widths {
		if err := opened.Width(width); err != nil {
			t.Errorf("%s at %d: %v", address, width, err)
		}
		for _, text := range opened.Wrong() {
			t.Errorf("%s at %d: %s", address, width, text)
		}
	}
	return opened
}

// Wrong gives what is wrong with the page as it stands there: rules of axe-core
// it breaks, sideways scrolling, what the browser complained about.
func (p *Page) Wrong() (wrong []string) {
	violations, err := p.Axe()
	if err != nil {
		wrong = append(wrong, "axe: "+err.Error())
	}
	for _, violation := range violations {
		wrong = append(wrong, violation.String())
	}
	if excess, err := p.TooWide(); err != nil || excess > 0 {
		wrong = append(wrong, fmt.Sprintf("%d pixels wider than the window (%v)", excess, err))
	}
	return append(wrong, p.Complaints()...)
}
