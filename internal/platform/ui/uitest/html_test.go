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
