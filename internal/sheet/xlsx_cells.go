package sheet

import (
	"math"
	"strconv"
	"strings"
)

// sheetReader reads the cells of one sheet of an XLSX.
type sheetReader struct {
	*scanner
	workbook *workbook
	grid     *grid
	line     int // of the row at hand, from 1
	column   int // of the cell at hand, from 0
	merges   []merge
}

// merge is a block of merged cells, rows and columns from 0, all included.
type merge struct{ top, left, bottom int }

const mostMerges = 10_000

func (r *sheetReader) read() error {
	defer func() {
		for _, m := range r.merges {
			r.grid.repeatDown(m.top, m.bottom, m.left)
		}
	}()
	for {
		found, err := r.next()
		switch {
		case err != nil || found == end:
			return err
		case found != opened:
			continue
		}
		switch string(r.name) {
		case "col":
			if r.hides() {
				r.workbook.book.warn(HiddenColumns, r.grid.name)
			}
		case "row":
			if err := r.readRow(); err != nil || r.grid.full {
				return err // what comes after a cut need not even be unpacked
			}
		case "mergeCell":
			r.noteMerge()
		}
	}
}

// hides tells whether the row or column at hand is not shown.
func (r *sheetReader) hides() bool {
	hidden := r.attr("hidden")
	return hidden == "1" || hidden == "true"
}

func (r *sheetReader) noteMerge() {
	first, last, ok := strings.Cut(r.attr("ref"), ":")
	top, left, well := reference([]byte(first))
	bottom, _, fine := reference([]byte(last))
	if ok && well && fine && len(r.merges) < mostMerges && bottom > top && left < MaxColumns {
		r.merges = append(r.merges, merge{top: top, left: left, bottom: bottom})
	}
}

// reference reads A1 into row and column from 0.
func reference(text []byte) (row, column int, ok bool) {
	i := 0
	for ; i < len(text); i++ {
		char := text[i] &^ 0x20
		if text[i] == '$' {
			continue
		}
		if char < 'A' || char > 'Z' {
			break
		}
		column = min(column*26+int(char-'A')+1, math.MaxInt32)
	}
	for ; i < len(text); i++ {
		if text[i] == '$' {
			continue
		}
		if text[i] < '0' || text[i] > '9' {
			return 0, 0, false
		}
		row = min(row*10+int(text[i]-'0'), math.MaxInt32)
	}
	return row - 1, column - 1, row > 0 && column > 0
}

// readRow reads the row whose start tag is at hand.
func (r *sheetReader) readRow() error {
	r.line = r.number("r", r.line+1)
	r.column = -1
	if r.hides() {
		r.workbook.book.warn(HiddenRows, r.grid.name)
	}
	for depth := r.depth; ; {
		found, err := r.next()
		switch {
		case err != nil:
			r.grid.endRow(r.line)
			return err
		case found == end:
			return errXML
		case found == closed && r.depth < depth:
			r.grid.endRow(r.line)
			return nil
		case found == opened && r.is("c"):
			if err := r.readCell(); err != nil {
				r.grid.endRow(r.line)
				return err
			}
		}
	}
}

// cell is a cell as stored.
type cell struct {
	sort    byte
	style   int
	value   []byte
	inline  string
	formula bool
}

// The sorts of cell.
const (
	number = iota
	sharedText
	formulaText
	inlineText
	boolean
	failure
	isoDate
)

func cellSort(name []byte) byte {
	switch string(name) {
	case "s":
		return sharedText
	case "str":
		return formulaText
	case "inlineStr":
		return inlineText
	case "b":
		return boolean
	case "e":
		return failure
	case "d":
		return isoDate
	}
	return number
}

// readCell reads the cell whose start tag is at hand.
func (r *sheetReader) readCell() error {
	if _, column, ok := reference(r.raw("r")); ok {
		r.column = column
	} else {
		r.column++
	}
	var value [64]byte
	c := cell{sort: cellSort(r.raw("t")), style: r.number("s", 0), value: value[:0]}
	inValue := false
	for depth := r.depth; ; {
		found, err := r.next()
		switch {
		case err != nil:
			return err
		case found == end:
			return errXML
		case found == closed && r.depth < depth:
			return r.finish(c)
		case found == closed:
			inValue = false
		case found == words && inValue && len(c.value) < longestText:
			c.value = append(c.value, r.text...)
		case found == opened:
			if inValue, err = r.within(&c); err != nil {
				return err
			}
		}
	}
}

// within takes in an element of a cell; true when a value follows.
func (r *sheetReader) within(c *cell) (value bool, err error) {
	switch string(r.name) {
	case "v":
		return true, nil
	case "f":
		c.formula = true
	case "is":
		c.inline, err = r.workbook.richText(r.scanner, r.grid.name)
	}
	return false, err
}

// finish puts a cell into the grid as its reader sees it.
func (r *sheetReader) finish(c cell) error {
	if c.formula && len(c.value) == 0 && c.sort != formulaText {
		r.workbook.book.warn(Uncalculated, r.grid.name)
	}
	text := ""
	switch c.sort {
	case sharedText:
		index, err := strconv.Atoi(strings.TrimSpace(string(c.value)))
		if err != nil || index < 0 || index >= len(r.workbook.shared) {
			return nil
		}
		return r.grid.put(r.column, r.workbook.shared[index], true)
	case inlineText:
		return r.grid.put(r.column, c.inline, true)
	case formulaText:
		text = clean(unescapeSigns(string(c.value)))
	case boolean:
		text = map[string]string{"1": "true", "true": "true", "0": "false", "false": "false"}[string(c.value)]
	case failure:
	case isoDate:
		text = isoMoment(string(c.value))
	default:
		text = r.showNumber(c)
	}
	return r.grid.put(r.column, text, false)
}

func (r *sheetReader) showNumber(c cell) string {
	var shown format
	if c.style < len(r.workbook.formats) {
		shown = r.workbook.formats[c.style]
	}
	if shown.sort == plainNumber && len(c.value) < 15 && isDigits(c.value) {
		return string(c.value)
	}
	return shown.show(clean(string(c.value)), r.workbook.from1904)
}

// isDigits tells whether a stored number is already as it is to be shown.
func isDigits(value []byte) bool {
	for _, char := range value {
		if char < '0' || char > '9' {
			return false
		}
	}
	return len(value) > 0 && (value[0] != '0' || len(value) == 1)
}

// isoMoment shortens a moment in ISO 8601: no midnight, no seconds.
func isoMoment(text string) string {
	day, clock, ok := strings.Cut(text, "T")
	if !ok || strings.HasPrefix(clock, "00:00") || len(clock) < 5 {
		return clean(day)
	}
	return clean(day + " " + clock[:5])
}
