package sheet

import (
	"strings"
	"unicode/utf8"
)

// book is a Book in the making, with what was spent of its limits.
type book struct {
	Book
	left  int64 // bytes that may still be unpacked
	cells int   // of MaxCells
	texts int   // of MaxTexts
	fills int   // cells looked at while repeating merged texts
}

// warn notes a warning once.
func (b *book) warn(code, detail string) {
	warning := Warning{Code: code, Detail: detail}
	if len(b.Warnings) >= maxWarnings {
		return
	}
	for _, told := range b.Warnings {
		if told == warning {
			return
		}
	}
	b.Warnings = append(b.Warnings, warning)
}

// grid is a Sheet in the making. Cells are put into the row at hand, which endRow
// stores; memory holds no gap but those within rows.
type grid struct {
	book    *book
	name    string
	rows    [][]string
	current [MaxColumns]string
	length  int // of the row at hand
	full    bool
}

// newGrid begins a sheet; nil where the book has enough of them.
func (b *book) newGrid(name string) *grid {
	return &grid{book: b, name: clip(clean(name))}
}

// put writes a cell of the row at hand; columns count from 0. Texts that cells
// share are counted where they are read, not here.
func (g *grid) put(column int, text string, shared bool) error {
	switch {
	case text == "":
		return nil
	case column >= MaxColumns || column < 0:
		g.book.warn(ColumnsCut, g.name)
		return nil
	}
	if !shared {
		if short := clip(text); len(short) < len(text) {
			g.book.warn(TextCut, g.name)
			text = short
		}
		if g.book.texts += len(text); g.book.texts > MaxTexts {
			return refuse(TooLarge, "text")
		}
	}
	g.current[column] = text
	g.length = max(g.length, column+1)
	return nil
}

// endRow stores the row at hand as the given line, from 1. It is false when the
// sheet takes no more.
func (g *grid) endRow(line int) bool {
	cells := g.current[:g.length]
	g.length = 0
	defer clear(cells)
	switch {
	case len(cells) == 0:
		return true
	case line > MaxRows || line < 1:
		g.book.warn(RowsCut, g.name)
		g.full = true
	case g.book.cells+len(cells) > MaxCells:
		g.book.warn(CellsCut, g.name)
		g.full = true
	default:
		g.store(line, cells)
	}
	return !g.full
}

func (g *grid) store(line int, cells []string) {
	for len(g.rows) < line {
		g.rows = append(g.rows, nil)
	}
	known := g.rows[line-1] // a file may give a row twice
	row := make([]string, max(len(cells), len(known)))
	copy(row, known)
	for i, text := range cells {
		if text != "" {
			row[i] = text
		}
	}
	g.book.cells += len(row) - len(known)
	g.rows[line-1] = row
}

// repeatDown writes the text of a merged cell into the rows it is merged over,
// where these have anything else; rows and columns count from 0, the last row
// belongs to it. A number is not repeated: forty beds over three rows are not
// forty in each.
func (g *grid) repeatDown(first, last, column int) {
	if first < 0 || first >= len(g.rows) || column >= len(g.rows[first]) {
		return
	}
	text := g.rows[first][column]
	if text == "" || isNumber(text) {
		return
	}
	for line := first + 1; line <= last && line < len(g.rows); line++ {
		if g.book.fills++; g.book.fills > MaxCells || g.book.cells > MaxCells {
			return
		}
		row := g.rows[line]
		if len(row) == 0 || column < len(row) && row[column] != "" {
			continue
		}
		if column >= len(row) {
			g.book.cells += column + 1 - len(row)
			row = append(row, make([]string, column+1-len(row))...)
			g.rows[line] = row
		}
		row[column] = text
		g.book.warn(Merged, g.name)
	}
}

// done adds the sheet to the book.
func (g *grid) done() {
	g.book.Sheets = append(g.book.Sheets, Sheet{Name: g.name, Rows: g.rows})
}

// clip cuts a text to MaxText characters.
func clip(text string) string {
	if len(text) <= MaxText {
		return text
	}
	count := 0
	for i := range text {
		if count == MaxText {
			return strings.TrimSpace(text[:i])
		}
		count++
	}
	return text
}

// isNumber tells whether a text is an amount, with a sign, a decimal or a percent.
func isNumber(text string) bool {
	text = strings.TrimSuffix(strings.TrimLeft(text, "+-"), "%")
	digits := strings.Trim(text, "0123456789")
	return text != "" && text != digits && (digits == "" || digits == "." || digits == ",") && utf8.ValidString(text)
}
