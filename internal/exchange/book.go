package exchange

import (
	"errors"
	"io"
	"slices"

	"onderdak/internal/sheet"
)

// bookRows gives the rows of a sheet of a workbook.
type bookRows struct {
	rows  [][]string
	row   int
	width int // of the header; shorter rows are filled up, as empty cells are not stored
}

// openBook reads a workbook and takes the sheet named like the kind of file, or
// else the first one. Its problems name the sheet behind the file.
func (t *table) openBook(r io.Reader, of kind) bool {
	data, err := io.ReadAll(io.LimitReader(r, sheet.MaxFile+1))
	if err != nil {
		t.fail(faultRead, err)
		return false
	}
	book, err := sheet.Read(t.file, data)
	if err != nil {
		t.fail(bookFault(err), nil)
		return false
	}
	if len(book.Sheets) == 0 {
		t.fail(faultEmpty, nil)
		return false
	}
	chosen := book.Sheets[0]
	for _, one := range book.Sheets {
		if slices.Contains(of.sheets, foldHeader(one.Name)) {
			chosen = one
			break
		}
	}
	t.file += ", " + show(chosen.Name)
	t.rows = &bookRows{rows: chosen.Rows}
	for _, warning := range book.Warnings {
		if warning.Detail == chosen.Name || warning.Code == sheet.Damaged {
			t.remark(warning)
		}
	}
	return !t.problems.Fatal
}

// bookFault is the message for a book that is not read.
func bookFault(err error) string {
	var known *sheet.Error
	if errors.As(err, &known) {
		switch known.Code {
		case sheet.Encrypted:
			return "exchange.book_encrypted"
		case sheet.OldExcel:
			return "exchange.book_old"
		case sheet.TooLarge:
			return "exchange.book_large"
		}
	}
	return "exchange.book_not"
}

// remark tells a warning about the sheet. Part of a register is never taken in for
// the whole: a sheet that was cut is refused.
func (t *table) remark(warning sheet.Warning) {
	switch {
	case warning.Cut():
		t.fail("exchange.book_cut", nil)
	case warning.Code == sheet.HiddenSheet, warning.Code == sheet.HiddenRows, warning.Code == sheet.HiddenColumns:
		t.note("exchange.book_hidden")
	case warning.Code == sheet.Uncalculated:
		t.note("exchange.book_uncalculated")
	case warning.Code == sheet.Merged:
		t.note("exchange.book_merged")
	}
}

// note remarks on the whole file, once.
func (t *table) note(key string) {
	if !t.told[key] {
		t.told[key] = true
		t.problems.add(Problem{File: t.file, Key: key, Warning: true})
	}
}

func (b *bookRows) number() int { return b.row }

func (b *bookRows) header(*table) (cells []string, fault string, err error) {
	for b.row < len(b.rows) {
		b.row++
		if cells := b.rows[b.row-1]; !isEmpty(cells) {
			b.width = len(cells)
			return cells, "", nil
		}
	}
	return nil, "", io.EOF
}

func (b *bookRows) next() (cells []string, fault string, err error) {
	if b.row >= len(b.rows) {
		return nil, "", io.EOF
	}
	cells = b.rows[b.row]
	b.row++
	if short := b.width - len(cells); short > 0 && len(cells) > 0 {
		cells = append(slices.Clip(cells), make([]string, short)...)
	}
	return cells, "", nil
}
