package exchange

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"

	"onderdak/internal/sheet"
)

// column is a column a file may have.
type column struct {
	name     string
	required bool
	synonyms []string // other names, folded as foldHeader does
}

// table reads a file of known columns row by row.
type table struct {
	file     string
	columns  []column
	rows     source
	header   []string       // as in the file, trimmed
	at       map[string]int // column name to place in a row
	problems *Problems
	told     map[string]bool // warnings given once for the whole file
}

// kind is what a file may hold.
type kind struct {
	columns []column
	sheets  []string // what its sheet of a book may be called, folded
}

// source gives the rows of a file one by one.
type source interface {
	// header gives the names of the columns, in the first row that holds anything.
	header(t *table) (cells []string, fault string, err error)
	// next gives the cells of the next row, or the key of what makes it
	// unreadable; io.EOF after the last.
	next() (cells []string, fault string, err error)
	// number is that of the row given last, from 1.
	number() int
}

// readTable reads a file and hands every row that could be cut into cells to
// take. Faults of the file end it; faults of a row are reported and passed
// over.
func readTable(r io.Reader, file string, opts Options, of kind, take func(*row)) Problems {
	t := &table{file: file, columns: of.columns, problems: &Problems{}, told: make(map[string]bool)}
	t.read(r, of, opts, take)
	t.problems.sort()
	return *t.problems
}

func (t *table) read(r io.Reader, of kind, opts Options, take func(*row)) {
	if !t.open(r, of) || !t.readHeader() {
		return
	}
	for rows := 0; ; {
		cells, fault, err := t.rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.fail(faultRead, err)
			return
		case fault != "":
			t.report("", fault, map[string]any{"max": MaxLine})
		case isEmpty(cells):
			continue
		case rows == 0 && isTags(cells):
			continue
		case t.fits(cells):
			take(&row{table: t, number: t.rows.number(), cells: cells})
		}
		if rows++; rows > opts.maxRows() {
			t.problems.Fatal = true
			t.problems.add(Problem{File: t.file, Key: "exchange.too_many_rows", Args: map[string]any{"max": opts.maxRows()}})
			return
		}
	}
}

// fail reports what ends the reading of the file.
func (t *table) fail(key string, err error) {
	problem := Problem{File: t.file, Key: key}
	if err != nil {
		problem.Args = map[string]any{"error": show(err.Error())}
	}
	t.problems.Fatal = true
	t.problems.add(problem)
}

// report tells of a fault of the row read last.
func (t *table) report(column, key string, args map[string]any) {
	t.problems.add(Problem{File: t.file, Row: t.rows.number(), Column: column, Key: key, Args: args})
}

// open finds out what the file is and prepares to read it.
func (t *table) open(r io.Reader, of kind) bool {
	in := bufio.NewReaderSize(r, MaxLine)
	head, err := in.Peek(MaxLine)
	if err != nil && !errors.Is(err, io.EOF) {
		t.fail(faultRead, err)
		return false
	}
	if sheet.IsWorkbook(head) {
		return t.openBook(in, of)
	}
	lines, fault := openLines(in, head)
	if fault != "" {
		t.fail(fault, nil)
		return false
	}
	t.rows = &records{lines: lines}
	return true
}

// readHeader finds the header and its columns.
func (t *table) readHeader() bool {
	cells, fault, err := t.rows.header(t)
	switch {
	case errors.Is(err, io.EOF):
		t.fail(faultEmpty, nil)
		return false
	case err != nil:
		t.fail(faultRead, err)
		return false
	case fault != "":
		t.problems.Fatal = true
		t.report("", fault, map[string]any{"max": MaxLine})
		return false
	}
	t.header = cells
	return t.mapColumns()
}

// isSeparatorLine knows the line "sep=;" that some spreadsheets write on top.
func isSeparatorLine(line string) bool {
	return len(line) == len("sep=;") && strings.EqualFold(line[:4], "sep=")
}

// chooseSeparator takes the separator under which most names of columns are
// known.
func (t *table) chooseSeparator(line string) byte {
	best, most := byte(','), 0
	for _, separator := range []byte{',', ';', '\t'} {
		known := 0
		for _, name := range split(line, separator) {
			if t.find(name) != "" {
				known++
			}
		}
		if known > most {
			best, most = separator, known
		}
	}
	return best
}

// find gives the column a header means; empty for one of others.
func (t *table) find(header string) string {
	folded := foldHeader(header)
	for _, c := range t.columns {
		if c.name == folded || slices.Contains(c.synonyms, folded) {
			return c.name
		}
	}
	return ""
}

// foldHeader makes spellings of one column name equal.
func foldHeader(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(char rune) bool {
		return strings.ContainsRune(" _-.", char)
	}), "_")
}

// mapColumns ties the columns to their places in a row and tells which are
// missing, double or unknown.
func (t *table) mapColumns() bool {
	t.at = make(map[string]int)
	for i, header := range t.header {
		name := t.find(header)
		if header == "" {
			continue
		}
		if name == "" {
			t.warn(show(header), "exchange.column_unknown", nil)
			continue
		}
		if _, taken := t.at[name]; taken {
			t.problems.Fatal = true
			t.report(show(header), "exchange.column_twice", map[string]any{"name": name})
			continue
		}
		t.at[name] = i
	}
	for _, c := range t.columns {
		if _, ok := t.at[c.name]; ok {
			continue
		}
		if !c.required {
			t.warn(c.name, "exchange.column_absent", nil)
			continue
		}
		t.problems.Fatal = true
		t.report(c.name, "exchange.column_missing", map[string]any{"found": show(strings.Join(t.header, " | "))})
	}
	return !t.problems.Fatal
}

// warn remarks on the row read last.
func (t *table) warn(column, key string, args map[string]any) {
	t.problems.add(Problem{File: t.file, Row: t.rows.number(), Column: column, Key: key, Args: args, Warning: true})
}

// fits tells whether a row has as many cells as the header. Fewer are a row
// cut off, more a separator within a text; empty cells at the end do no harm.
func (t *table) fits(cells []string) bool {
	key := ""
	switch {
	case len(cells) < len(t.header):
		key = "exchange.cells_missing"
	case len(cells) > len(t.header) && !isEmpty(cells[len(t.header):]):
		key = "exchange.cells_extra"
	default:
		return true
	}
	t.report("", key, map[string]any{"n": len(cells), "want": len(t.header)})
	return false
}
