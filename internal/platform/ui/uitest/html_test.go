package uitest

import (
	"strings"
	"testing"
)

func TestHTMLFindsWhatIsWrong(t *testing.T) {
	for page, says := range map[string]string{
		`<p>een</p><br><img src="a.png">`:                       "",
		`<label for="a">x</label><input id="a">`:                "",
		`<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`:         "",
		`<p><b>een</p></b>`:                                     "</p> closes nothing",
		`<div><p>een</p>`:                                       "not closed: div",
		`<p id="a"></p><p id="a"></p>`:                          "used twice",
		`<p id=""></p>`:                                         "is empty",
		`<a href="#gone">x</a>`:                                 `id "gone"`,
		`<input aria-describedby="hint gone"><p id="hint"></p>`: `id "gone"`,
		`<p style="color: red"></p>`:                            "style attribute",
		`<p onclick="go()"></p>`:                                "script in onclick",
		`<script>go()</script>`:                                 "a script stands in the page",
		`<style>p {}</style>`:                                   "a style sheet stands in the page",
		`<script src="/app.js"></script>`:                       "",
		`<a href="#ZgotmplZ">x</a>`:                             "lost an unsafe value",
	} {
		wrong := strings.Join(HTML([]byte(page)), "; ")
		if says == "" && wrong != "" || !strings.Contains(wrong, says) {
			t.Errorf("%s: %q, want %q", page, wrong, says)
		}
	}
}

func TestNuFindsWhatIsWrong(t *testing.T) {
	page := func(main string) []byte {
		return []byte(`<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title></head><body><main>` + main + `</main></body></html>`)
	}
	wrong := Nu(t, map[string][]byte{"good": page("<h1>Goed</h1>"), "bad": page(`<h1>Fout</h1><p><div>in een alinea</div></p><a href="/a"><button>x</button></a>`)})
	text := strings.Join(wrong, "\n")
	if strings.Contains(text, "good") || !strings.Contains(text, "bad, line 1") || !strings.Contains(text, "button") {
		t.Errorf("%q", wrong)
	}
}
