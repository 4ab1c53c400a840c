// Package sheet reads spreadsheets that strangers made: XLSX, ODS and CSV in any
// dialect become rows of text, within hard limits of time and memory. It runs no
// macro and follows no link.
package sheet

// Book is a spreadsheet file as text.
type Book struct {
	Sheets   []Sheet
	Warnings []Warning
}

// Sheet is one table: Rows[r][c] is what its reader sees in the cell, dates as
// YYYY-MM-DD, whole numbers without separators. Row r stands in line r+1 of the
// sheet; rows may differ in length.
type Sheet struct {
	Name string
	Rows [][]string
}

// Warning is something a reader of the book must know: a code, and what it is
// about (a sheet, a limit).
type Warning struct{ Code, Detail string }
