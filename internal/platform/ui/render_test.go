package ui

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/ui/uitest"
)

// TestPreviewIsSoundHTML renders every page in every language and state.
func TestPreviewIsSoundHTML(t *testing.T) {
	renderer := previewRenderer(t)
	for name := range previews() {
		for _, language := range Languages {
			page := rendered(t, renderer, name, language.Code)
			for _, wrong := range uitest.HTML([]byte(page)) {
				t.Errorf("%s in %s: %s", name, language.Code, wrong)
			}
			if missing := regexp.MustCompile(`\[ui\.[a-z_0-9]+\]`).FindString(page); missing != "" {
				t.Errorf("%s in %s: the text %s is missing", name, language.Code, missing)
			}
			if !strings.HasPrefix(page, "<!DOCTYPE html>\n<html lang=\""+language.Code+"\"") {
				t.Errorf("%s in %s begins with %.60s", name, language.Code, page)
			}
		}
	}
}

func TestLayoutShowsWhatThePageSays(t *testing.T) {
	renderer := previewRenderer(t)
	board, form, wrong, wall := rendered(t, renderer, "beeld", "nl"), rendered(t, renderer, "melden", "nl"), rendered(t, renderer, "fout", "nl"), rendered(t, renderer, "muur", "nl")
	for what, holds := range map[string]bool{
		"staff load the script":             strings.Contains(board, `<script type="module" src="/bestanden/app-`),
		"the public loads none":             !strings.Contains(form, "<script") && !strings.Contains(form, "htmx-config"),
		"no-script readers get it again":    strings.Contains(board, `<noscript><meta http-equiv="refresh" content="30"></noscript>`) && !strings.Contains(form, "refresh"),
		"the present room is marked":        strings.Contains(board, `<a href="/beeld" aria-current="page">Beeld</a>`),
		"the way back after a language":     strings.Contains(board, `href="/taal/uk?terug=%2fvoorbeeld"`),
		"somebody can sign out":             strings.Contains(board, `action="/uitloggen"`) && !strings.Contains(form, "/uitloggen"),
		"the flash is told":                 strings.Contains(board, `role="status"><div class="notice notice--ok"`) && strings.Contains(wrong, `role="alert"><div class="notice notice--error"`),
		"texts are escaped":                 strings.Contains(wrong, "&lt;b&gt;Zaal") && !strings.Contains(wrong, "<b>Zaal"),
		"the reference is told":             strings.Contains(wrong, "QX7D2K9F"),
		"errors lead to their field":        strings.Contains(wrong, `href="#f-plekken"`) && strings.Contains(wrong, `aria-describedby="f-plekken-hint f-plekken-error" aria-invalid="true"`),
		"a wall screen has no header":       !strings.Contains(wall, "<header") && !strings.Contains(wall, "<footer") && strings.Contains(wall, "<main"),
		"a shortage is told with a word":    strings.Contains(board, "<strong>−20</strong> <span class=\"tile__state\">tekort"),
		"a hidden answer is sent along":     strings.Contains(form, `<input type="hidden" name="revisie" value="3">`),
		"telephone numbers can be dialled":  strings.Contains(rendered(t, renderer, "locatie", "nl"), `href="tel:&#43;31301234567"`) || strings.Contains(rendered(t, renderer, "locatie", "nl"), `href="tel:+31301234567"`),
		"an empty room can be entered from": strings.Contains(rendered(t, renderer, "locatie", "nl"), `href="/plaatsen?kamer=1&amp;vanaf=2022-03-18"`),
	} {
		if !holds {
			t.Errorf("not so: %s", what)
		}
	}
}

func TestRenderNeverYieldsHalfAPage(t *testing.T) {
	pages := fstest.MapFS{
		"templates/bad.html":     {Data: []byte(`{{define "main"}}begun {{.Body.Gone}}{{end}}`)},
		"templates/_shared.html": {Data: []byte(`{{define "greeting"}}dag {{.}}{{end}}`)},
		"templates/good.html":    {Data: []byte(`{{define "title"}}Eigen titel{{end}}{{define "main"}}<h1>{{template "greeting" .Body}}</h1>{{end}}`)},
	}
	renderer, err := NewRenderer(loadCatalogue(t), Set{"try", pages})
	if err != nil {
		t.Fatal(err)
	}
	if names := renderer.Pages(); len(names) != 2 || !slices.Contains(names, "try/good") {
		t.Errorf("pages are %v", names)
	}
	var out strings.Builder
	if err := renderer.Render(&out, "nl", "try/bad", Page{Body: struct{}{}}); err == nil || out.Len() > 0 {
		t.Errorf("a failing page wrote %d bytes (%v)", out.Len(), err)
	}
	if err := renderer.Render(&out, "nl", "try/none", Page{}); err == nil || out.Len() > 0 {
		t.Errorf("an unknown page wrote %d bytes (%v)", out.Len(), err)
	}
	if err := renderer.Render(&out, "fr", "try/good", Page{Body: "Olena"}); err != nil {
		t.Error(err)
	}
	if page := out.String(); !strings.Contains(page, "<h1>dag Olena</h1>") || !strings.Contains(page, "<title>Eigen titel – Onderdak") || !strings.Contains(page, `lang="nl"`) {
		t.Errorf("the page is %s", page)
	}
	out.Reset()
	if err := renderer.RenderFragment(&out, "nl", "try/good", "greeting", "<Oleh>"); err != nil || out.String() != "dag &lt;Oleh&gt;" {
		t.Errorf("the fragment is %q (%v)", out.String(), err)
	}
}

func TestSetsThatCannotBeReadAreErrors(t *testing.T) {
	for name, pages := range map[string]fstest.MapFS{
		"broken":   {"a.html": {Data: []byte(`{{define "main"}}{{if}}`)}},
		"function": {"a.html": {Data: []byte(`{{define "main"}}{{unknown 1}}{{end}}`)}},
		"twice":    {"a.html": {Data: []byte(`x`)}, "b/a.html": {Data: []byte(`y`)}},
	} {
		if _, err := NewRenderer(loadCatalogue(t), Set{name, pages}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWordsAreThoseOfTheLanguage(t *testing.T) {
	catalogue := loadCatalogue(t)
	night := calendar.MustParse("2022-03-04")
	at := calendar.InstantOf(night.Date()).Plus(8*3600e9 + 14*60e9)
	for template, want := range map[string][3]string{
		`{{shortdate .Night}}`:        {"vr 4 mrt", "Fri 4 Mar", "пт 4 бер."},
		`{{date .Night}}`:             {"2022-03-04", "2022-03-04", "2022-03-04"},
		`{{date .Open}}`:              {"einde onbekend", "end not known", "дата завершення невідома"},
		`{{shortdate .Open}}`:         {"einde onbekend", "end not known", "дата завершення невідома"},
		`{{instant .At}}`:             {"2022-03-04, 09.14 uur", "2022-03-04, 09:14", "2022-03-04, 09:14"},
		`{{num -3}} {{num 0}}`:        {"−3 0", "−3 0", "−3 0"},
		`{{t "ui.errors" "n" 1}}`:     {"Eén antwoord klopt nog niet", "One answer is not right yet", "Ще 1 відповідь потребує виправлення"},
		`{{t "ui.errors" "n" 2}}`:     {"2 antwoorden kloppen nog niet", "2 answers are not right yet", "Ще 2 відповіді потребують виправлення"},
		`{{lang}} {{monthname .Sep}}`: {"nl sep", "en Sep", "uk вер."},
	} {
		renderer, err := NewRenderer(catalogue, Set{"try", fstest.MapFS{"a.html": {Data: []byte(`{{define "piece"}}` + template + `{{end}}`)}}})
		if err != nil {
			t.Fatal(err)
		}
		for i, language := range Languages {
			var out strings.Builder
			data := map[string]any{"Night": night, "Open": calendar.End{}, "At": at, "Sep": calendar.MustParse("2022-09-01")}
			if err := renderer.RenderFragment(&out, language.Code, "try/a", "piece", data); err != nil || out.String() != want[i] {
				t.Errorf("%s in %s: %q (%v), want %q", template, language.Code, out.String(), err, want[i])
			}
		}
	}
}

func TestWordsRefuseWhatMakesNoSense(t *testing.T) {
	for _, template := range []string{`{{t "ui.errors" "n"}}`, `{{t "ui.errors" 1 2}}`, `{{date "2022-03-04"}}`, `{{shortdate 3}}`} {
		renderer, err := NewRenderer(loadCatalogue(t), Set{"try", fstest.MapFS{"a.html": {Data: []byte(`{{define "piece"}}` + template + `{{end}}`)}}})
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := renderer.RenderFragment(&out, "nl", "try/a", "piece", nil); err == nil || out.Len() > 0 {
			t.Errorf("%s gives %q", template, out.String())
		}
	}
	for address, wanted := range map[string]bool{"tel:+31301234567": true, "tel:112": true, "tel:javascript": false, "javascript:alert(1)": false, "/tel:112": false} {
		if _, plain := href(address).(string); plain == wanted {
			t.Errorf("%s is let through: %v", address, !plain)
		}
	}
}

// TestMessagesMatch holds the languages to each other and to the templates.
func TestMessagesMatch(t *testing.T) {
	keys := map[string][]string{}
	for _, language := range Languages {
		data, err := fs.ReadFile(Messages, "messages."+language.Code+".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		keys[language.Code] = slices.Sorted(maps.Keys(texts))
	}
	if !slices.Equal(keys["nl"], keys["en"]) || !slices.Equal(keys["nl"], keys["uk"]) {
		t.Error("the languages do not have the same keys")
	}
	used := map[string]bool{}
	sources, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		data, err := fs.ReadFile(templates, source)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`t "(ui\.[a-z_0-9]+)"`).FindAllStringSubmatch(string(data), -1) {
			used[match[1]] = true
			if !slices.Contains(keys["nl"], match[1]) {
				t.Errorf("%s uses %s, which has no text", source, match[1])
			}
		}
	}
	inCode := regexp.MustCompile(`^ui\.(value|end_unknown|short_date|moment|weekday_\d|month_\d+)$`)
	for _, key := range keys["nl"] {
		if !used[key] && !inCode.MatchString(key) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func BenchmarkRenderBoard(b *testing.B) {
	renderer := previewRenderer(b)
	page, data := previews()["beeld"]("nl")
	for b.Loop() {
		var out strings.Builder
		if err := renderer.Render(&out, "nl", page, data); err != nil {
			b.Fatal(err)
		}
	}
}
