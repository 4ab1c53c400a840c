package uploads

import (
	"errors"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/reading"
	"onderdak/internal/sheet"
)

// Table is a spreadsheet as it was understood.
type Table struct {
	Heads    []Column
	Offers   []reading.Offer
	Warnings []reading.Warning
}

// Column is the head of a column as it stands in the sheet, and the field it was
// taken for; empty: nobody knows.
type Column struct {
	Head  string
	Field reading.Field
}

// readTable reads every sheet of a book.
func readTable(name string, book sheet.Book, today calendar.Night, columns reading.Mapping) (t Table) {
	for _, w := range book.Warnings {
		t.Warnings = append(t.Warnings, reading.Warning(w))
	}
	for _, one := range book.Sheets {
		offers, used, warnings := reading.ReadTable(one, name, today, columns)
		t.Offers = append(t.Offers, offers...)
		if len(offers) > 0 || len(book.Sheets) == 1 {
			t.Warnings = append(t.Warnings, warnings...)
			t.heads(one, used)
		}
	}
	return t
}

// searched is in how many rows the heads of a sheet are looked for.
const searched = 60

// heads notes the columns of a sheet: those of the row that names most of what was
// used, or, where nothing was, of the first row with several texts.
func (t *Table) heads(one sheet.Sheet, used reading.Mapping) {
	best, most := -1, 0
	for i, row := range one.Rows[:min(len(one.Rows), searched)] {
		known, filled := 0, 0
		for _, cell := range row {
			if cell != "" {
				filled++
			}
			if _, is := used[reading.FoldHeader(cell)]; is {
				known++
			}
		}
		if known > most || best < 0 && len(used) == 0 && filled > 1 {
			best, most = i, known
		}
	}
	if best < 0 {
		return
	}
	for _, cell := range one.Rows[best] {
		column := Column{strings.TrimSpace(cell), used[reading.FoldHeader(cell)]}
		same := func(known Column) bool { return reading.FoldHeader(known.Head) == reading.FoldHeader(cell) }
		if reading.FoldHeader(cell) != "" && !slices.ContainsFunc(t.Heads, same) {
			t.Heads = append(t.Heads, column)
		}
	}
}

// told says why a file is not read, by message key.
func told(err error) string {
	var why *sheet.Error
	if errors.As(err, &why) {
		switch why.Code {
		case sheet.Encrypted:
			return "uploads.file_password"
		case sheet.OldExcel:
			return "uploads.file_old"
		case sheet.TooLarge:
			return "uploads.file_too_much"
		}
	}
	return "uploads.file_broken"
}
