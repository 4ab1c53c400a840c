package exchange

import (
	"slices"
	"strings"

	"onderdak/internal/sheet"
)

// Faults of a row, by message key.
const (
	faultLong  = "exchange.line_too_long"
	faultOpen  = "exchange.quote_open"
	faultStray = "exchange.quote_stray"
)

// records cuts lines into rows of cells. A row is what a spreadsheet shows as
// one: mostly a line, several where a quoted cell holds line ends.
type records struct {
	lines     *lines
	separator byte
	row       int // number of the row given last, from 1
}

func (r *records) number() int { return r.row }

// header finds the first line that is neither empty nor about the file, and with
// it the separator.
func (r *records) header(t *table) (cells []string, fault string, err error) {
	for {
		line, long, err := r.lines.next()
		r.row++
		switch {
		case err != nil:
			return nil, "", err
		case long:
			return nil, faultLong, nil
		case strings.TrimSpace(line) == "", isSeparatorLine(line):
			continue
		}
		r.separator = t.chooseSeparator(line)
		return split(line, r.separator), "", nil
	}
}

// next gives the cells of the next row, trimmed of spaces; io.EOF after the
// last. A fault is the message key of what makes the row unreadable; reading
// goes on with the line after the one where it began.
func (r *records) next() (cells []string, fault string, err error) {
	line, long, err := r.lines.next()
	if err != nil {
		return nil, "", err
	}
	r.row++
	if long {
		return nil, faultLong, nil
	}
	cut := splitter{separator: r.separator}
	cut.feed(line)
	var taken []string
	size := len(line)
	for cut.open && !cut.stray {
		more, long, err := r.lines.next()
		size += len(more) + 1
		if err != nil || long || size > MaxLine {
			// The quote never closes: only this line is lost, not the rest of
			// the file. An error of reading comes back with the next line.
			if err == nil && !long {
				taken = append(taken, more)
			}
			r.lines.handBack(taken)
			return nil, faultOpen, nil
		}
		taken = append(taken, more)
		cut.cell = append(cut.cell, '\n')
		cut.feed(more)
	}
	if cut.stray {
		r.lines.handBack(taken)
		return nil, faultStray, nil
	}
	cut.endCell()
	for i, cell := range cut.cells {
		cut.cells[i] = strings.TrimSpace(sheet.Unguard(cell)) // our own files are guarded
	}
	return cut.cells, "", nil
}

// splitter cuts one row into cells, fed line by line.
type splitter struct {
	separator byte
	cells     []string
	cell      []byte
	open      bool // within quotes
	closed    bool // after the closing quote of a cell
	stray     bool // text after a closing quote: the row cannot be trusted
}

func (s *splitter) feed(line string) {
	for i := 0; i < len(line) && !s.stray; i++ {
		char := line[i]
		switch {
		case s.open && char == '"' && i+1 < len(line) && line[i+1] == '"':
			s.cell = append(s.cell, '"')
			i++
		case s.open && char == '"':
			s.open, s.closed = false, true
		case s.open:
			s.cell = append(s.cell, char)
		case char == s.separator:
			s.endCell()
		case s.closed:
			s.stray = char != ' '
		case char == '"' && len(strings.TrimSpace(string(s.cell))) == 0:
			s.open, s.cell = true, s.cell[:0]
		default:
			s.cell = append(s.cell, char)
		}
	}
}

func (s *splitter) endCell() {
	s.cells = append(s.cells, strings.TrimSpace(string(s.cell)))
	s.cell, s.closed = s.cell[:0], false
}

// split cuts a single line, for looking at a header.
func split(line string, separator byte) []string {
	s := splitter{separator: separator}
	s.feed(line)
	s.endCell()
	return s.cells
}

// isEmpty tells whether a row holds nothing at all, as spreadsheets leave them
// at the end.
func isEmpty(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" })
}

// isTags tells whether a row is one of HXL tags: nothing but #tags.
func isTags(cells []string) bool {
	return !isEmpty(cells) && !slices.ContainsFunc(cells, func(cell string) bool {
		return cell != "" && cell[0] != '#'
	})
}
