package mailroom

import (
	"bytes"
	"errors"
	"slices"

	"onderdak/internal/calendar"
	"onderdak/internal/post"
	"onderdak/internal/reading"
	"onderdak/internal/sheet"
)

// Readers are the pure parts that understand what comes in. They keep within their
// own limits of time and memory.
type Readers struct {
	// Mail reads the bytes of a mail.
	Mail func(raw []byte) (post.Letter, error)
	// Offers reads what a letter and its spreadsheets offer; columns is what the
	// sender's earlier spreadsheets taught.
	Offers func(letter post.Letter, today calendar.Night, columns reading.Mapping) reading.Reading
	// Book reads a spreadsheet file.
	Book func(name string, data []byte) (sheet.Book, error)
	// Table reads the offers of a spreadsheet and tells how it took its columns.
	Table func(name string, book sheet.Book, today calendar.Night, columns reading.Mapping) Table
}

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

// Pure are the readers of the house. Trusted is the server whose word about senders
// counts; empty: none.
func Pure(trusted string) Readers {
	return Readers{
		Mail: func(raw []byte) (post.Letter, error) {
			return post.Read(bytes.NewReader(raw), post.Options{TrustedServer: trusted})
		},
		Offers: readOffers, Book: sheet.Read, Table: readTable,
	}
}

// readOffers reads the text of a letter, then the spreadsheets that came with it:
// with the columns its sender taught.
func readOffers(letter post.Letter, today calendar.Night, columns reading.Mapping) reading.Reading {
	tables := slices.Clone(letter.Attachments)
	letter.Attachments = nil
	read := reading.Read(letter, today)
	for _, file := range tables {
		if !mayBeTable(file) {
			continue
		}
		book, err := sheet.Read(file.Name, file.Data)
		if err != nil {
			read.Warnings = append(read.Warnings, reading.Warning{Code: "sheet_unread", Detail: file.Name})
			continue
		}
		table := readTable(file.Name, book, today, columns)
		read.Offers = append(read.Offers, table.Offers...)
		read.Warnings = append(read.Warnings, table.Warnings...)
	}
	return read
}

// mayBeTable says whether a file is worth reading as a spreadsheet.
func mayBeTable(file post.Attachment) bool {
	if len(file.Data) == 0 {
		return false
	}
	return sheet.IsWorkbook(file.Data) && isTable(file.Name) || isTable(file.Name)
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
		column := Column{oneLine(cell), used[reading.FoldHeader(cell)]}
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
			return "mailroom.file_password"
		case sheet.OldExcel:
			return "mailroom.file_old"
		case sheet.TooLarge:
			return "mailroom.file_too_much"
		}
	}
	return "mailroom.file_broken"
}
