package uitest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The keys of a walk.
const (
	Tab       = kb.Tab
	Down      = kb.ArrowDown
	Backspace = kb.Backspace
	Space     = " "
)

// Hands is somebody who has a keyboard and nothing else. What is wrong on the
// way ends the test, because the way ends there too.
type Hands struct {
	t    testing.TB
	page *Page
}

// Hands puts the page into the hands of somebody without a mouse.
func (p *Page) Hands(t testing.TB) *Hands { return &Hands{t, p} }

// focus is what has the focus.
type focus struct {
	Tag, ID, Name, Type, Href, Text string
	Checked, Visible, Marked        bool
}

// String tells what has the focus, for messages.
func (f focus) String() string {
	return fmt.Sprintf("<%s id=%q name=%q href=%q> %s", strings.ToLower(f.Tag), f.ID, f.Name, f.Href, f.Text)
}

// whatHasFocus asks the browser. Visible is being in the window with a size;
// marked is an outline or a shadow drawn around it.
const whatHasFocus = `(() => {
	const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
	const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
	return {Tag: e.tagName, ID: e.id, Name: e.name || "", Type: e.type || "", Href: e.getAttribute("href") || "",
		Text: (e.textContent || e.value || "").trim().slice(0, 80), Checked: !!e.checked,
		Visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
		Marked: outlined || style.boxShadow !== "none"};
})()`

func (h *Hands) focus() focus {
	h.t.Helper()
	found, err := chromedp.Run(h.page.ctx, chromedp.Evaluate[focus](whatHasFocus))
	if err != nil {
		h.t.Fatal(err)
	}
	return found
}

// Press presses keys, one after another.
func (h *Hands) Press(keys string) {
	h.t.Helper()
	if err := chromedp.Do(h.page.ctx, chromedp.KeyEvent(keys)); err != nil {
		h.t.Fatal(err)
	}
}

// mostStops is more stops of the Tab key than any page may have.
const mostStops = 400

// To presses Tab until something has the focus that is called so: its id
// (#f-naam), its address (/locaties, or the beginning of one: /locaties/…), or
// its words. Every stop on the way must be on the screen and marked.
func (h *Hands) To(name string) {
	h.t.Helper()
	var seen []string
	for range mostStops {
		h.Press(Tab)
		here := h.focus()
		if here.Tag != "BODY" && (!here.Visible || !here.Marked) {
			h.t.Errorf("on the way to %s: the focus cannot be seen (on the screen: %v, marked: %v) at %s", name, here.Visible, here.Marked, here)
		}
		if here.is(name) {
			return
		}
		seen = append(seen, here.String())
	}
	h.t.Fatalf("no %s among %d stops: %s", name, len(seen), strings.Join(seen[:min(len(seen), 40)], "\n"))
}

func (f focus) is(name string) bool {
	switch {
	case strings.HasPrefix(name, "#"):
		return "#"+f.ID == name
	case strings.HasSuffix(name, "…"):
		start := strings.TrimSuffix(name, "…")
		return strings.HasPrefix(f.Href, start) && len(f.Href) > len(start) && !strings.Contains(f.Href[len(start):], "?")
	case strings.HasPrefix(name, "/"):
		return f.Href == name
	}
	return f.Text == name
}

// Main uses the skip link: it must be the first stop, and the next stop after it
// must be in the main part.
func (h *Hands) Main() {
	h.t.Helper()
	h.Press(Tab)
	if here := h.focus(); here.Href != "#inhoud" || !here.Visible {
		h.t.Fatalf("the first stop is no skip link on the screen but %s", here)
	}
	h.Press(kb.Enter)
	if here := h.focus(); here.ID != "inhoud" {
		h.t.Fatalf("the skip link leads to %s", here)
	}
}

// Choose chooses the radio button that has the focus, and goes down by so many.
func (h *Hands) Choose(down int) {
	h.t.Helper()
	h.Press(Space)
	h.Press(strings.Repeat(Down, down))
	if here := h.focus(); here.Type != "radio" || !here.Checked {
		h.t.Fatalf("not chosen: %s", here)
	}
}

// Enter presses Enter and waits for another page: one with the words in its
// heading or in a notice.
func (h *Hands) Enter(words string) {
	h.t.Helper()
	h.page.renew()
	if _, err := chromedp.Run(h.page.ctx, chromedp.Evaluate[bool]("window.left = true")); err != nil {
		h.t.Fatal(err)
	}
	h.Press(kb.Enter)
	h.wait(words, "!window.left && ")
}

// Wait waits until the words stand in the heading or in a notice of the page.
func (h *Hands) Wait(words string) {
	h.t.Helper()
	h.page.renew()
	h.wait(words, "")
}

// longestWay is how long another page may take: a match is made in it.
const longestWay = 45 * time.Second

func (h *Hands) wait(words, also string) {
	h.t.Helper()
	condition := fmt.Sprintf(`%sdocument.readyState === "complete" && [...document.querySelectorAll("h1, .flash, .notice")].some(e => e.textContent.includes(%q))`, also, words)
	for end := time.Now().Add(longestWay); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		// Between two pages there is nothing to ask; that is no mistake.
		if there, err := chromedp.Run(h.page.ctx, chromedp.Evaluate[bool](condition)); err == nil && there {
			return
		}
	}
	where, err := chromedp.Run(h.page.ctx, chromedp.Evaluate[string](`location.pathname + ": " + document.querySelector("main").innerText.slice(0, 300)`))
	h.t.Fatalf("never came to %q but to %s (%v)", words, where, err)
}
