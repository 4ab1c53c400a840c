// Package phrase finds amounts, dates and periods in Dutch, English and Ukrainian
// sentences. It never invents: what was said vaguely stays a typed unknown with
// its words. Pure: the day to count from is given.
package phrase

import "onderdak/internal/calendar"

// Span is where words stand in a text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// Amount is a number somebody wrote, in digits or in words.
type Amount struct {
	Span
	Low, High int    // equal unless a range was said; "at least 40" is 40 and 0, "at most 40" is 0 and 40
	About     bool   // "about", "circa", "ruim"
	Noun      string // the word counted, folded to lower case ("personen", "bedden"); "" where none follows
	NounSpan  Span
	Each      int // "4 gezinnen van 5": 5; 0 where not said
}

// Sort is how a moment was said.
type Sort string

// The sorts: a date; a moment that is no date ("medio april", "tot nader order");
// an end said to be open or not limited.
const (
	Exact   Sort = "date"
	Vague   Sort = "unknown"
	Nothing Sort = "none"
)

// Moment is a beginning or an end somebody wrote. Night is the first night of the
// period for a beginning and the first night without for an end ("t/m 30 april" is
// 1 May); it is set for Exact only.
type Moment struct {
	Span
	Sort  Sort
	Night calendar.Night
}

// Period is a stretch of time somebody wrote; a side that was not said has the
// zero Moment. "Per direct" begins today. "Voor een half jaar" ends half a year
// after its beginning where that is known, and is Vague where it is not.
type Period struct {
	Span
	From, Until Moment
}
