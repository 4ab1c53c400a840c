package reading

import (
	"unicode/utf8"

	"onderdak/internal/calendar"
	"onderdak/internal/post"
	"onderdak/internal/sheet"
)

// Limits of all tables that come together in one file. What goes beyond them is left
// out with a warning; they keep the whole under a second of processor, whatever
// shape the tables have. For one mail the first three are half as much: its text is
// read too.
const (
	MaxTableOffers = 2_000     // rows read as offers
	mostTableText  = 1 << 20   // bytes of remarks that are searched for facilities
	mostPhrases    = 3_000     // different texts that are searched for dates
	mostHeaders    = 100       // rows taken for headers
	mostHeaderText = 256 << 10 // bytes of different texts that are tried as headers

	mostUnpacked  = 20 << 20       // bytes of all sheets of a mail, unpacked
	mostCells     = sheet.MaxCells // cells of all sheets of a mail
	mostFileNotes = 2 * mostTableNotes
)

// Tables reads sheets that come together: bounds hold for all of them, and what was
// worked out for one is not worked out again for the next.
type Tables struct {
	today    calendar.Night
	mapping  Mapping
	memory   map[string][]parsedPeriod
	headers  map[string]knownHeader
	tried    int // of mostHeaderText
	headed   int // of mostHeaders
	read     int // of MaxTableOffers
	searched int // of mostTableText
	share    int // the part of the limits that holds: 1 all, 2 half
}

type knownHeader struct {
	column tableColumn
	known  bool
}

// NewTables makes a reader for some sheets; today and mapping are as of ReadTable.
func NewTables(today calendar.Night, mapping Mapping) *Tables {
	return &Tables{today: today, mapping: mapping, memory: map[string][]parsedPeriod{}, headers: map[string]knownHeader{}, share: 1}
}

// known tells what a header means; false where nobody knows, or where too many
// different texts were tried.
func (t *tableReader) known(text string) (tableColumn, bool) {
	if text == "" || len(text) > 4*longestHeader || utf8.RuneCountInString(text) > longestHeader {
		return tableColumn{}, false
	}
	if found, ok := t.headers[text]; ok {
		return found.column, found.known
	}
	if t.tried += len(text); t.tried > mostHeaderText {
		return tableColumn{}, false
	}
	column, known := t.knownAnew(text)
	t.headers[text] = knownHeader{column, known}
	return column, known
}

// beginning is a bit by which most texts that begin otherwise are told apart
// without comparing them.
func beginning(word string) uint64 {
	if len(word) < 2 {
		return 1
	}
	return 1 << (1 + (uint(word[0])*7+uint(word[1]))%63)
}

// beginnings are the bits of all words. A word shorter than two bytes, or a
// beginning that is, may stand for any.
func beginnings(words []string) (all uint64) {
	all = 1
	for _, word := range words {
		all |= beginning(word)
	}
	return all
}

// bounds are what one mail may cost, however often it is read: its files are opened
// once.
type bounds struct {
	typed, sheets *Tables
	opened        bool
	left          int64 // of mostUnpacked
	cells         int   // of mostCells
	offers        [][]Offer
	notes         []Warning
}

func newBounds(o Options, today calendar.Night) *bounds {
	b := &bounds{typed: NewTables(today, nil), sheets: NewTables(today, o.Columns), left: mostUnpacked, cells: mostCells}
	b.typed.share, b.sheets.share = 2, 2
	return b
}

func (b *bounds) note(w Warning) {
	if len(b.notes) < mostFileNotes {
		b.notes = append(b.notes, w)
	}
}

// open reads the sheets of a mail until what all may cost is used up.
func (b *bounds) open(files []post.Attachment) {
	b.opened = true
	for _, file := range files {
		if !isSheet(file) {
			continue
		}
		book, err := sheet.ReadWithin(file.Name, file.Data, &b.left)
		if err != nil {
			b.note(Warning{WarnSheet, file.Name})
			continue
		}
		for _, w := range book.Warnings {
			b.note(Warning(w))
		}
		for _, s := range book.Sheets {
			b.take(s, file.Name)
		}
	}
}

func (b *bounds) take(s sheet.Sheet, file string) {
	for _, row := range s.Rows {
		b.cells -= len(row)
	}
	if b.cells < 0 {
		b.note(Warning{WarnSheet, file + ", " + s.Name})
		return
	}
	offers, _, warnings := b.sheets.Read(s, file)
	for _, w := range warnings {
		b.note(w)
	}
	b.offers = append(b.offers, offers)
}
