package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"onderdak/internal/calendar"
)

func room(nl, en, uk string) fstest.MapFS {
	return fstest.MapFS{
		"messages.nl.json": {Data: []byte(nl)}, "messages.en.json": {Data: []byte(en)}, "messages.uk.json": {Data: []byte(uk)},
	}
}

const (
	nl = `{"a.free":{"one":"{n} plek vrij","other":"{n} plekken vrij"},"a.hi":"Dag {name}"}`
	en = `{"a.free":{"one":"{n} place free","other":"{n} places free"},"a.hi":"Hello {name}"}`
	uk = `{"a.free":{"one":"{n} вільне місце","few":"{n} вільні місця","many":"{n} вільних місць","other":"{n} вільного місця"},"a.hi":"Вітаємо, {name}"}`
)

func TestPluralsAndNumbers(t *testing.T) {
	catalogue, err := Load(room(nl, en, uk))
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		lang string
		n    int
		want string
	}{
		{"nl", 1, "1 plek vrij"}, {"nl", 2391, "2.391 plekken vrij"}, {"en", 2391, "2,391 places free"},
		{"uk", 1, "1 вільне місце"}, {"uk", 3, "3 вільні місця"}, {"uk", 5, "5 вільних місць"},
		{"uk", 11, "11 вільних місць"}, {"uk", 22, "22 вільні місця"}, {"nl", -4, "-4 plekken vrij"},
	}
	for _, c := range cases {
		got := catalogue.Text(c.lang, "a.free", map[string]any{"n": c.n})
		got = strings.ReplaceAll(got, "−", "-")
		if got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
	if got := catalogue.Text("uk", "a.hi", map[string]any{"name": "Олена"}); got != "Вітаємо, Олена" {
		t.Error(got)
	}
	if got := catalogue.Text("nl", "a.none", nil); got != "[a.none]" {
		t.Error(got)
	}
}

func TestLoadRefusesUnequalCatalogues(t *testing.T) {
	cases := map[string]fstest.MapFS{
		"a.hi is missing in uk":                       room(nl, en, strings.Replace(uk, `"a.hi":"Вітаємо, {name}"`, `"a.free2":"x"`, 1)),
		"a.hi has other placeholders in en":           room(nl, strings.Replace(en, "{name}", "{who}", 1), uk),
		"a.free lacks a plural form in uk":            room(nl, en, strings.Replace(uk, `"few":"{n} вільні місця",`, "", 1)),
		"a.free has plural forms in nl but not in en": room(nl, `{"a.free":"{n} free","a.hi":"Hello {name}"}`, uk),
		"a.free lacks a plural form in en":            room(nl, strings.Replace(en, `"one":"{n} place free",`, "", 1), uk),
		"plural form other is missing":                room(`{"a":{"one":"x"}}`, en, uk),
		"neither a text nor plural forms":             room(`{"a":3}`, en, uk),
		"messages.nl.json: unexpected end":            room(`{`, en, uk),
		"a.hi is defined twice in nl":                 nil,
		"open messages.nl.json: file does not":        {},
	}
	for want, broken := range cases {
		_, err := Load(broken)
		if broken == nil {
			_, err = Load(room(nl, en, uk), room(nl, en, uk))
			if err == nil || !strings.Contains(err.Error(), "is defined twice") {
				t.Errorf("want a double definition refused, got %v", err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestChoose(t *testing.T) {
	for header, want := range map[string]string{
		"uk-UA,uk;q=0.9,en;q=0.8": "uk", "fr,en-GB;q=0.5": "en", "": "nl", "ru": "nl", ";;;": "nl", "nl-NL": "nl",
	} {
		if got := Choose(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	night := calendar.MustParse("2022-03-04")
	for lang, want := range map[string]string{"nl": "4 maart 2022", "en": "4 March 2022", "uk": "4 березня 2022"} {
		if got := LongDate(lang, night); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
	if got := ShortDate("nl", night); got != "vr 4" {
		t.Error(got)
	}
	at := calendar.InstantOf(time.Date(2022, 3, 4, 8, 14, 0, 0, time.UTC))
	if got := Moment("nl", at); got != "4 maart 2022 09.14" {
		t.Error(got)
	}
	if got := Moment("en", at); got != "4 March 2022 09:14" {
		t.Error(got)
	}
}
