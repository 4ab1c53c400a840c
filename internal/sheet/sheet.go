// Package sheet reads spreadsheets that strangers made: XLSX, ODS and CSV in any
// dialect become rows of text, within hard limits of time and memory. It runs no
// macro, works out no formula and follows no link. It also writes CSV that a
// spreadsheet program will not calculate with.
//
// The XML of workbooks is read by a scanner of its own, in one pass and without
// entities: docs/adr/0026 says why no library does it.
package sheet

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits within which a file is read. What goes beyond the first four is left
// out with a warning; a file beyond the others is refused as too large.
const (
	MaxRows     = 20_000   // rows of a sheet
	MaxColumns  = 256      // columns of a sheet
	MaxCells    = 500_000  // cells of a book, gaps within rows counted
	MaxSheets   = 50       // sheets of a book
	MaxText     = 2_000    // characters of a cell; the rest is cut off, with a warning
	MaxFile     = 10 << 20 // bytes of a file
	MaxTexts    = 8 << 20  // bytes of text in all cells, texts that cells share counted once
	MaxParts    = 4_000    // files in a zipped book
	MaxDeclared = 1 << 30  // bytes all files of a zipped book say they have
	MaxRead     = 32 << 20 // bytes that are unpacked of a zipped book
	MaxRatio    = 300      // how many times larger than packed a part of over 4 MiB may be
	maxWarnings = 200
)

// Book is a spreadsheet file as text.
type Book struct {
	Sheets   []Sheet
	Warnings []Warning
}

// Sheet is one table: Rows[r][c] is what its reader sees in the cell, dates as
// YYYY-MM-DD, whole numbers without separators. Row r stands in line r+1 of the
// sheet; rows may differ in length.
//
// Moments are "YYYY-MM-DD hh:mm", times of the day "hh:mm", decimals have a point,
// yes and no are "true" and "false", an error such as #N/B is empty. A text in a
// cell merged over rows stands in each of those that have anything else; a number
// only in the first, for it was counted once.
type Sheet struct {
	Name string
	Rows [][]string
}

// Warning is something a reader of the book must know: a code, and what it is
// about (a sheet, a limit).
type Warning struct{ Code, Detail string }

// The codes of warnings. Those of Cut say that not all of the book was read.
const (
	RowsCut       = "rows_cut"       // a sheet has more than MaxRows
	ColumnsCut    = "columns_cut"    // cells stand to the right of MaxColumns
	CellsCut      = "cells_cut"      // the book has more than MaxCells
	SheetsCut     = "sheets_cut"     // the book has more than MaxSheets
	TextCut       = "text_cut"       // a cell has more than MaxText characters
	HiddenSheet   = "hidden_sheet"   // read all the same
	HiddenRows    = "hidden_rows"    // read all the same
	HiddenColumns = "hidden_columns" // read all the same
	Macros        = "macros"         // never run
	Links         = "external_links" // never followed
	Uncalculated  = "uncalculated"   // a formula without a stored outcome is empty
	Merged        = "merged"         // texts were repeated down merged cells
	Damaged       = "damaged"        // a sheet ends in the middle; what came before was read
)

// Cut tells whether the warning says that part of the book was left out.
func (w Warning) Cut() bool {
	switch w.Code {
	case RowsCut, ColumnsCut, CellsCut, SheetsCut, TextCut, Damaged:
		return true
	}
	return false
}

// The codes of errors.
const (
	Encrypted = "encrypted"   // needs a password
	OldExcel  = "xls_old"     // XLS, XLSB or XML of Excel 2003: to be saved as XLSX
	NotASheet = "not_a_sheet" // something else, or too damaged to tell
	TooLarge  = "too_large"   // beyond a limit
)

// Error is why a file is not read.
type Error struct {
	Code   string // one of the codes above
	Detail string // for the log: which limit, which kind of file
}

// Error tells code and detail.
func (e *Error) Error() string {
	if e.Detail == "" {
		return "sheet: " + e.Code
	}
	return "sheet: " + e.Code + ": " + e.Detail
}

func refuse(code, detail string) error { return &Error{Code: code, Detail: detail} }

// Read reads a file as what its bytes say it is, whatever it is called; the name
// is given to the one sheet of a CSV. An error is always an *Error.
func Read(name string, data []byte) (Book, error) {
	if len(data) > MaxFile {
		return Book{}, refuse(TooLarge, "file")
	}
	left := int64(MaxRead)
	return ReadWithin(name, data, &left)
}

// ReadWithin is Read for one of several books that come together: left is how many
// bytes all of them may still unpack, and is lowered by what this one did; a file
// that is not packed counts with its length. Nothing left refuses the book as too
// large.
func ReadWithin(name string, data []byte, left *int64) (Book, error) {
	if len(data) > MaxFile || *left <= 0 {
		return Book{}, refuse(TooLarge, "file")
	}
	b := &book{left: min(*left, MaxRead)}
	before := b.left
	err := b.read(name, data)
	if b.left == before { // nothing was unpacked
		b.left -= int64(len(data))
	}
	*left -= before - b.left
	if err != nil {
		return Book{}, err
	}
	return b.Book, nil
}

func (b *book) read(name string, data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return b.zipped(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return compound(data)
	case isOldStream(data):
		return refuse(OldExcel, "stream")
	}
	if err := foreign(data); err != nil {
		return err
	}
	if isFlat(data) {
		return b.flat(data)
	}
	return b.csv(sheetName(name), data)
}

// IsWorkbook tells whether a file that begins so is a book to be read whole (XLSX,
// ODS, old Excel) rather than a table of text.
func IsWorkbook(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) || isOldStream(head) || isFlat(head)
}

// compound tells what an OLE2 file is by the names in its directory.
func compound(data []byte) error {
	for _, known := range []struct{ stream, code string }{
		{"EncryptedPackage", Encrypted}, {"Workbook", OldExcel}, {"Book", OldExcel}, {"WORKBOOK", OldExcel}, {"BOOK", OldExcel},
	} {
		if bytes.Contains(data, wide(known.stream+"\x00")) {
			return refuse(known.code, known.stream)
		}
	}
	return refuse(NotASheet, "compound")
}

// wide writes ASCII as UTF-16, as OLE2 directories do.
func wide(text string) []byte {
	out := make([]byte, 0, 2*len(text))
	for i := range len(text) {
		out = append(out, text[i], 0)
	}
	return out
}

// isOldStream knows the first record of Excel 2 to 5 files without a container.
func isOldStream(data []byte) bool {
	return len(data) > 8 && data[0] == 9 && (data[1] == 0 || data[1] == 2 || data[1] == 4 || data[1] == 8) && data[3] == 0 && data[2] < 32 && data[2] >= 4
}

// foreign knows files that are surely no sheet.
func foreign(data []byte) error {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 2048)], []byte("\ufeff")), " \t\r\n")
	if len(head) == 0 {
		return refuse(NotASheet, "empty")
	}
	for _, known := range []string{"%PDF-", "{\\rtf", "\x89PNG", "\xff\xd8\xff", "GIF8", "BEGIN:VC", "\x1f\x8b", "Rar!", "7z\xbc\xaf"} {
		if bytes.HasPrefix(head, []byte(known)) {
			return refuse(NotASheet, strings.ToValidUTF8(known, "?"))
		}
	}
	lower := bytes.ToLower(head)
	switch {
	case bytes.HasPrefix(lower, []byte("<?xml")) && bytes.Contains(lower, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return refuse(OldExcel, "xml")
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<table")),
		bytes.HasPrefix(lower, []byte("<?xml")) && !isFlat(data):
		return refuse(NotASheet, "markup")
	}
	return nil
}

// isFlat knows an OpenDocument sheet in a single XML file.
func isFlat(data []byte) bool {
	head := data[:min(len(data), 4096)]
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("<?xml")) && bytes.Contains(head, []byte("<office:document")) &&
		bytes.Contains(head, []byte("urn:oasis:names:tc:opendocument"))
}

// sheetName is a file name without folders and extension.
func sheetName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	return clean(strings.TrimSuffix(name, path.Ext(name)))
}

// clean makes a text fit to be shown: valid, without control signs but line ends
// and tabs, without spaces around.
func clean(text string) string {
	plain := true
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == 0x7f || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return strings.TrimSpace(text)
	}
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\ufffd")
	return strings.TrimSpace(strings.Map(func(char rune) rune {
		switch {
		case char == '\r':
			return '\n'
		case unicode.IsControl(char) && char != '\n' && char != '\t', char == '\ufeff':
			return -1
		}
		return char
	}, text))
}
