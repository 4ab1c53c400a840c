package exchange

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onderdak/internal/calendar"
)

// row is one row of a table on its way to become a value. Its methods read one
// cell each, report what is wrong with it and remember that the row is bad, so
// that all faults of a row come out at once.
type row struct {
	table  *table
	number int
	cells  []string
	bad    bool
}

// cell gives the text of a column; empty where the file lacks it.
func (r *row) cell(name string) string {
	at, ok := r.table.at[name]
	if !ok || at >= len(r.cells) {
		return ""
	}
	return r.cells[at]
}

// columnName is the name under which the file knows a column.
func (r *row) columnName(name string) string {
	if at, ok := r.table.at[name]; ok {
		return show(r.table.header[at])
	}
	return name
}

func (r *row) fault(name, key string, args map[string]any) {
	r.bad = true
	r.table.problems.add(Problem{File: r.table.file, Row: r.number, Column: r.columnName(name), Key: key, Args: args})
}

func (r *row) warn(name, key string, args map[string]any) {
	r.table.problems.add(Problem{File: r.table.file, Row: r.number, Column: r.columnName(name), Key: key, Args: args, Warning: true})
}

// warnOnce remarks on a word the first time it occurs in a column.
func (r *row) warnOnce(name, word, key string, args map[string]any) {
	if mark := name + "\x00" + word; !r.table.told[mark] && len(r.table.told) < MaxListed {
		r.table.told[mark] = true
		r.warn(name, key, args)
	}
}

// text reads a cell of printable text.
func (r *row) text(name string, required bool) string {
	text := r.cell(name)
	switch {
	case text == "" && required:
		r.fault(name, "exchange.required", nil)
	case utf8.RuneCountInString(text) > MaxText:
		r.fault(name, "exchange.text_long", map[string]any{"max": MaxText, "n": utf8.RuneCountInString(text)})
	case strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) && char != '\u00a0' }):
		r.fault(name, "exchange.text_control", map[string]any{"text": show(text)})
	}
	return text
}

// whole reads a whole number between two bounds.
func (r *row) whole(name string, low, high int) int {
	text := r.cell(name)
	if text == "" {
		r.fault(name, "exchange.required", nil)
		return 0
	}
	value, err := strconv.Atoi(text)
	digits := strings.TrimLeft(text, "-0123456789") == ""
	switch {
	case err != nil && digits && strings.LastIndexByte(text, '-') <= 0 && text != "-":
		value = high + 1 // too many digits for any number
		if text[0] == '-' {
			value = low - 1
		}
	case err != nil:
		key, args := numberFault(text)
		r.fault(name, key, args)
		return 0
	}
	switch {
	case value < low:
		r.fault(name, "exchange.number_low", map[string]any{"text": show(text), "min": low})
	case value > high:
		r.fault(name, "exchange.number_high", map[string]any{"text": show(text), "max": high})
	}
	return value
}

// numberFault tells why a text is no whole number: 12,5 is half a place, and
// 1.250 may be meant as 1250 but is not for us to guess.
func numberFault(text string) (string, map[string]any) {
	args := map[string]any{"text": show(text)}
	bare := strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "", "'", "").Replace(text)
	if _, err := strconv.ParseUint(bare, 10, 31); err != nil || bare == text {
		return "exchange.number_form", args
	}
	if tail := strings.LastIndexAny(text, "., '\u00a0"); tail >= 0 && len(strings.TrimLeft(text[tail:], "., '\u00a0")) == 3 {
		args["meant"] = bare
		return "exchange.number_grouped", args
	}
	return "exchange.number_decimal", args
}

// The years within which dates are believed, and from which on an end is
// taken for "nobody knows".
var (
	firstNight = calendar.MustParse("1990-01-01")
	lastNight  = calendar.MustParse("2100-01-01")
)

// date reads a required date; false when the cell holds none.
func (r *row) date(name string) (calendar.Night, bool) {
	text := r.cell(name)
	if text == "" {
		r.fault(name, "exchange.required", nil)
		return 0, false
	}
	night, err := calendar.Parse(text)
	if err != nil {
		key, args := dateFault(text)
		r.fault(name, key, args)
		return 0, false
	}
	if night < firstNight || night >= lastNight {
		r.fault(name, "exchange.date_range", map[string]any{"text": text})
		return 0, false
	}
	return night, true
}

// end reads the end of a period that began on from, if that is known: empty is
// unknown, and so is a far-away date, as some systems write for it.
func (r *row) end(name string, from calendar.Night, fromKnown bool) calendar.End {
	text := r.cell(name)
	if text == "" {
		return calendar.End{}
	}
	if night, err := calendar.Parse(text); err == nil && night >= lastNight {
		r.warn(name, "exchange.end_far", map[string]any{"text": text})
		return calendar.End{}
	}
	night, ok := r.date(name)
	if !ok {
		return calendar.End{}
	}
	if fromKnown && night <= from {
		r.fault(name, "exchange.end_not_after", map[string]any{"from": from.String(), "until": night.String()})
	}
	return calendar.At(night)
}

// otherDates are forms in which people and programs write dates, day before
// month as the Dutch do.
var otherDates = []string{
	"2-1-2006", "2/1/2006", "2.1.2006", "2 1 2006", "2006/1/2", "2006.1.2", "2006-1-2", "20060102", "2-1-06", "2/1/06",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2-1-2006 15:04", "2/1/2006 15:04:05",
}

// dateFault tells why a text is no date and, where it can, which one is meant.
func dateFault(text string) (string, map[string]any) {
	args := map[string]any{"text": show(text)}
	for _, layout := range otherDates {
		if day, err := time.Parse(layout, text); err == nil {
			args["meant"] = day.Format(calendar.Layout)
			return "exchange.date_order", args
		}
	}
	// A spreadsheet counts days from 30 December 1899.
	if serial, err := strconv.Atoi(text); err == nil && serial >= 36526 && serial < 73051 {
		args["meant"] = time.Date(1899, 12, 30+serial, 0, 0, 0, 0, time.UTC).Format(calendar.Layout)
		return "exchange.date_serial", args
	}
	if len(text) == len(calendar.Layout) {
		if month, err := time.Parse("2006-01", text[:7]); err == nil && strings.Trim(text[7:], "0123456789") == "-" {
			args["month"] = text[:7]
			args["days"] = month.AddDate(0, 1, -1).Day()
			return "exchange.date_impossible", args
		}
	}
	return "exchange.date_form", args
}

// truths are the ways to say yes and no in the languages of the screen.
var truths = map[string]bool{
	"": false, "true": true, "false": false, "1": true, "0": false, "yes": true, "no": false, "y": true, "n": false,
	"ja": true, "nee": false, "j": true, "waar": true, "onwaar": false, "x": true, "так": true, "ні": false,
}

// truth reads yes or no; an empty cell is no.
func (r *row) truth(name string) bool {
	text := r.cell(name)
	value, ok := truths[strings.ToLower(text)]
	if !ok {
		r.fault(name, "exchange.truth", map[string]any{"text": show(text)})
	}
	return value
}

// show makes a text of a file fit for a message: short, and without signs that
// would upset a terminal.
func show(text string) string {
	const most = 80
	out := make([]rune, 0, most)
	for _, char := range text {
		if len(out) == most {
			return string(out) + "…"
		}
		if !unicode.IsPrint(char) {
			char = '·'
		}
		out = append(out, char)
	}
	return string(out)
}
