package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

// oneRow is a row with a single cell, for reading that cell.
func oneRow(text string) *row {
	t := &table{
		file: "f", header: []string{"Kolom"}, at: map[string]int{"cell": 0},
		problems: &Problems{}, told: map[string]bool{},
	}
	return &row{table: t, number: 2, cells: []string{text}}
}

// said is the key of the only problem of a row, with what is meant; a warning
// has a ~ before it; empty without a problem.
func (r *row) said(t *testing.T) string {
	t.Helper()
	listed := r.table.problems.Listed
	if len(listed) == 0 {
		return ""
	}
	if len(listed) > 1 {
		t.Errorf("%d problems of one cell: %v", len(listed), brief(*r.table.problems))
	}
	key := strings.TrimPrefix(listed[0].Key, "exchange.")
	if listed[0].Warning {
		key = "~" + key
	}
	if listed[0].Warning == r.bad {
		t.Errorf("%s: warning %v, yet the row is bad: %v", key, listed[0].Warning, r.bad)
	}
	if meant, ok := listed[0].Args["meant"]; ok {
		key += " " + fmt.Sprint(meant)
	}
	return key
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2022-03-04":                "",
		"2024-02-29":                "",
		"1990-01-01":                "",
		"2099-12-31":                "",
		"":                          "required",
		"2022-02-29":                "date_impossible",
		"2022-02-30":                "date_impossible",
		"2022-04-31":                "date_impossible",
		"2022-04-00":                "date_impossible",
		"2022-13-01":                "date_form",
		"2022-3-4":                  "date_order 2022-03-04",
		"4-3-2022":                  "date_order 2022-03-04",
		"04-03-2022":                "date_order 2022-03-04",
		"04/03/2022":                "date_order 2022-03-04",
		"4.3.2022":                  "date_order 2022-03-04",
		"4-3-22":                    "date_order 2022-03-04",
		"20220304":                  "date_order 2022-03-04",
		"2022/03/04":                "date_order 2022-03-04",
		"2022-03-04T00:00:00":       "date_order 2022-03-04",
		"2022-03-04T00:00:00+01:00": "date_order 2022-03-04",
		"2022-03-04 00:00:00":       "date_order 2022-03-04",
		"31-2-2022":                 "date_form",
		"44624":                     "date_serial 2022-03-04",
		"36526":                     "date_serial 2000-01-01",
		"12":                        "date_form",
		"morgen":                    "date_form",
		"1 april":                   "date_form",
		"2022-03-xx":                "date_form",
		"1989-12-31":                "date_range",
		"2100-01-01":                "date_range",
		"0022-03-04":                "date_range",
	} {
		r := oneRow(text)
		night, ok := r.date("cell")
		if got := r.said(t); got != want || ok != (want == "") {
			t.Errorf("%q: %q, %v, want %q", text, got, ok, want)
		}
		if ok && night.String() != text {
			t.Errorf("%q is read as %s", text, night)
		}
	}
}

func TestEnds(t *testing.T) {
	from := calendar.MustParse("2022-03-04")
	for text, want := range map[string]string{
		"2022-03-05": "", "": "", "9999-12-31": "~end_far", "2100-01-01": "~end_far",
		"2022-03-04": "end_not_after", "2022-03-03": "end_not_after", "2022-02-30": "date_impossible", "1900-01-01": "date_range",
	} {
		r := oneRow(text)
		end := r.end("cell", from, true)
		if got := r.said(t); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if known := text == "2022-03-05"; known && end != calendar.At(from+1) || (text == "" || want == "~end_far") && end.Known {
			t.Errorf("%q is read as %+v", text, end)
		}
	}
	// Without a begin there is nothing for the end to come after.
	r := oneRow("2022-03-03")
	if r.end("cell", 0, false); r.said(t) != "" {
		t.Errorf("an end without a begin: %s", r.said(t))
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"1": "", "007": "", "100": "", "+5": "",
		"":                      "required",
		"0":                     "number_low",
		"-3":                    "number_low",
		"-99999999999999999999": "number_low",
		"101":                   "number_high",
		"99999999999999999999":  "number_high",
		"12,5":                  "number_decimal",
		"12.5":                  "number_decimal",
		"12.0":                  "number_decimal",
		"1.250":                 "number_grouped 1250",
		"1,250":                 "number_grouped 1250",
		"1 250":                 "number_grouped 1250",
		"1\u00a0250":            "number_grouped 1250",
		"twaalf":                "number_form",
		"12 plaatsen":           "number_form",
		"1e2":                   "number_form",
		"-":                     "number_form",
		"3-4":                   "number_form",
		"--3":                   "number_form",
		"0x10":                  "number_form",
	} {
		r := oneRow(text)
		r.whole("cell", 1, 100)
		if got := r.said(t); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := oneRow("007").whole("cell", 1, 100); got != 7 {
		t.Errorf("007 is read as %d", got)
	}
}

func TestTexts(t *testing.T) {
	for text, want := range map[string]string{
		"Hotel «De Wiek»":                "",
		"Мелодія":                        "",
		"=SUM(A1)":                       "",
		"a\u00a0b":                       "",
		strings.Repeat("é", MaxText):     "",
		"":                               "required",
		strings.Repeat("é", MaxText+1):   "text_long",
		"a\x00b":                         "text_control",
		"a\nb":                           "text_control",
		"right\u202eleft":                "text_control",
		"bell\a":                         "text_control",
		strings.Repeat("\x01", 2000)[:9]: "text_control",
	} {
		r := oneRow(text)
		if got := r.text("cell", true); got != text {
			t.Errorf("%q is read as %q", text, got)
		}
		if got := r.said(t); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	r := oneRow("")
	if r.text("cell", false); r.said(t) != "" {
		t.Error("a cell that may be empty is required")
	}
}

func TestTruths(t *testing.T) {
	for text, want := range map[string]bool{
		"true": true, "TRUE": true, "1": true, "yes": true, "Ja": true, "j": true, "так": true, "WAAR": true,
		"false": false, "0": false, "no": false, "nee": false, "": false, "ні": false, "Onwaar": false,
	} {
		r := oneRow(text)
		if got := r.truth("cell"); got != want || r.said(t) != "" {
			t.Errorf("%q is read as %v, %q", text, got, r.said(t))
		}
	}
	r := oneRow("misschien")
	if r.truth("cell"); r.said(t) != "truth" {
		t.Errorf("misschien: %q", r.said(t))
	}
}

func TestMunicipalities(t *testing.T) {
	for text, want := range map[string]struct{ code, said string }{
		"GM0344":   {"GM0344", ""},
		"gm0344":   {"GM0344", ""},
		"GM0501":   {"GM1992", "~municipality_merged GM1992"},
		"GM0788":   {"", "municipality_split"},
		"":         {"", "required"},
		"Utrecht":  {"", "municipality_name GM0344 (Utrecht)"},
		"Den Haag": {"", "municipality_name GM0518 ('s-Gravenhage)"},
		"Bergen":   {"", "municipality_name GM0373 (Bergen (NH.)), GM0893 (Bergen (L.))"},
		"344":      {"", "municipality_form GM0344 (Utrecht)"},
		"0344":     {"", "municipality_form GM0344 (Utrecht)"},
		"GM344":    {"", "municipality_form GM0344 (Utrecht)"},
		"GM 344":   {"", "municipality_form GM0344 (Utrecht)"},
		"GM9999":   {"", "municipality_unknown"},
		"GM":       {"", "municipality_unknown"},
		"GM00344":  {"", "municipality_form GM0344 (Utrecht)"},
		"GM034455": {"", "municipality_unknown"},
		"VR09":     {"", "municipality_unknown"},
	} {
		r := oneRow(text)
		if code, said := r.municipality("cell"), r.said(t); code != want.code || said != want.said {
			t.Errorf("%q: %q, %q, want %q, %q", text, code, said, want.code, want.said)
		}
	}
}

func TestTokens(t *testing.T) {
	cases := []struct {
		text string
		want []string
		said string
	}{
		{"", nil, ""},
		{"pets crib pets", []string{"crib", "pets"}, ""},
		{" Crib\tPETS\u00a0quiet ", []string{"crib", "pets", "quiet"}, ""},
		{"near:gm0344 near:GM0363", []string{"near:GM0344", "near:GM0363"}, ""},
		{"own:lift-2 2_beds", []string{"2_beds", "own:lift-2"}, ""},
		{"crib,pets", nil, "token_malformed"},
		{"crib crèche", []string{"crib"}, "token_malformed"},
		{"near:GM", nil, "token_malformed"},
		{strings.Repeat("x", MaxText+1), nil, "token_malformed"},
		{strings.Repeat("crib ", MaxTokens+1), nil, "tokens_many"},
	}
	for _, c := range cases {
		r := oneRow(c.text)
		if got, said := r.tokens("cell"), r.said(t); !slices.Equal(got, c.want) || said != c.said {
			t.Errorf("%.40q: %v, %q, want %v, %q", c.text, got, said, c.want, c.said)
		}
	}
}

// A word of their own that many rows use is remarked on once.
func TestWordsAreRemarkedOnOnce(t *testing.T) {
	r := oneRow("wheelchiar")
	for range 3 {
		r.facilities("cell")
	}
	if got := r.said(t); got != "~token_similar wheelchair" {
		t.Errorf("%q", got)
	}
	if got := oneRow("sauna").facilities("cell"); !slices.Equal(got, []string{"sauna"}) {
		t.Errorf("a facility of their own is read as %v", got)
	}
}

// People see the column as their own file names it.
func TestColumnNames(t *testing.T) {
	r := oneRow("")
	if got := r.columnName("cell"); got != "Kolom" {
		t.Errorf("%q", got)
	}
	if got := r.columnName("other"); got != "other" {
		t.Errorf("%q", got)
	}
	if r.cell("other") != "" {
		t.Error("a column the file lacks must be empty")
	}
}

func TestShow(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain", "a\x1b[31mb": "a·[31mb", "a\nb": "a·b", "é\u202e": "é·",
		strings.Repeat("é", 81): strings.Repeat("é", 80) + "…",
	} {
		if got := show(text); got != want {
			t.Errorf("show(%q) = %q, want %q", text, got, want)
		}
	}
}
