// Package phrase finds amounts, dates and periods in Dutch, English and Ukrainian
// sentences. It never invents: what was said vaguely stays a typed unknown with
// its words. Pure: the day to count from is given. All three grammars are tried on
// every text, for people mix languages in one mail.
//
// What it takes words to mean, where that could be doubted:
//
//   - Dates are read day first: 11/3 is 11 March. Only 3/14, which nobody else
//     writes, is American.
//   - A date without a year is the one from three months back to nine ahead; a
//     weekday that was said may move it a year, and where it fits none the date is
//     Vague. An end without a year is not before its beginning. A year that was
//     said beats the weekday.
//   - A day that no month has (31 April) is never corrected: it is Vague.
//   - "Tot 1 mei", "until 1 May", "до 1 травня", "between … and", a dash and
//     "einddatum" leave the last day out; "t/m", "through", "по" and "до … включно"
//     have it in. Grammars differ on "until" and "до"; a night that was not
//     clearly said is not promised.
//   - "Vanaf april", "medio april", "week 12", "eind van het jaar", "dit weekend"
//     and seasons are Vague; "t/m april" and "tot het einde van april" end on 1 May. "Over twee weken" is
//     fourteen days from today, "binnen twee weken" some day before that.
//   - "Minimaal", "maximaal", "ongeveer" or "2 à 3 maanden" leave the end Vague.
//     Months are calendar months; from 30 November, three end on 28 February.
//   - "Next Monday" and "aanstaande maandag" are the first Monday after today.
//
// Both functions take time linear in the length of the text: every rule looks at a
// bounded number of words around a number or a date.
package phrase

import "onderdak/internal/calendar"

// Span is where words stand in a text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// Kind is what sort of thing an amount counts.
type Kind string

// The kinds. What only looks like an amount is not reported at all: telephone and
// account numbers, postcodes, house numbers, references, dates, times of the day,
// years, ordinals and numbers with decimals.
const (
	Count   Kind = "count"   // people or things
	Several Kind = "several" // a number that was not said: "enkele gezinnen", "a few", "кілька"; Low and High are 0
	Measure Kind = "measure" // money, distance, area, time, percentages: Noun is the unit ("km", "euro", "maanden")
)

// Amount is a number somebody wrote, in digits or in words. Its Span covers the
// whole phrase: the words of the bound, the number, the noun and what Each was read
// from.
type Amount struct {
	Span
	Kind      Kind
	Low, High int    // equal unless a range was said; "at least 40" is 40 and 0, "at most 40" is 0 and 40
	About     bool   // "about", "circa", "ruim", "bijna": the number said is in Low and High
	Noun      string // the word counted, in lower case ("personen", "bedden"); "" where none follows
	NounSpan  Span   // of Noun; the unit of money may stand before the number
	Each      int    // "4 gezinnen van 5": 5; 0 where not said
	Per       string // "2 per kamer": "kamer", in lower case; then the amount is no total
	Article   bool   // the number is only an article: "een gezin van vijf", "a room"
}

// Sort is how a moment was said.
type Sort string

// The sorts: a date; a moment that is no date ("medio april", "tot nader order",
// also a date that does not exist); an end said to be open or not limited.
const (
	Exact   Sort = "date"
	Vague   Sort = "unknown"
	Nothing Sort = "none"
)

// Moment is a beginning or an end somebody wrote. Night is the first night of the
// period for a beginning and the first night without for an end ("t/m 30 april" is
// 1 May); it is set for Exact only. Span covers the words of the moment without its
// preposition.
type Moment struct {
	Span
	Sort  Sort
	Night calendar.Night
}

// Period is a stretch of time somebody wrote; a side that was not said has the
// zero Moment. "Per direct" begins today. "Voor een half jaar" ends half a year
// after its beginning where that is known, and is Vague where it is not.
//
// A date that is neither a beginning nor an end ("op 10 maart", "uw brief van
// 4 maart", "sinds 2015") stands in At alone: the caller decides what it is about.
type Period struct {
	Span
	From, Until Moment
	At          Moment
	Lasts       Length // how long it was said to last, where it was
}

// Length is how long a period was said to last: calendar months and days. It is
// zero where no exact length was said ("minimaal drie maanden", "een paar weken").
type Length struct{ Months, Days int }
