package sheet

import (
	"bytes"
	"io"
	"strings"
)

// openDocument reads an ODS.
func (b *book) openDocument(a *archive) error {
	locked := false
	err := eachElement(a, "META-INF/manifest.xml", func(s *scanner) error {
		locked = locked || s.is("encryption-data")
		return nil
	})
	switch {
	case locked:
		return refuse(Encrypted, "manifest")
	case b.tolerateManifest(err) != nil:
		return err
	}
	if a.has("basic/") || a.has("scripts/") {
		b.warn(Macros, "")
	}
	in, err := a.open("content.xml")
	if err != nil {
		return err
	}
	return b.content(in)
}

// tolerateManifest lets a damaged list of contents pass: nothing is read by it.
func (b *book) tolerateManifest(err error) error {
	return (&workbook{book: b}).tolerate(err, "manifest")
}

// flat reads an OpenDocument sheet in a single XML file.
func (b *book) flat(data []byte) error { return b.content(bytes.NewReader(data)) }

// content reads the part of an OpenDocument file that holds the tables.
func (b *book) content(in io.Reader) error {
	o := &document{scanner: newScanner(in), book: b, hidden: make(map[string]bool)}
	err := o.read()
	if !o.spreadsheet {
		if err != nil {
			return err
		}
		return refuse(NotASheet, "another kind of document")
	}
	if o.grid != nil { // damaged in the middle of a table
		o.grid.done()
	}
	return (&workbook{book: b}).tolerate(err, "content")
}

// document is an OpenDocument file being read.
type document struct {
	*scanner
	book        *book
	grid        *grid // the table at hand
	spreadsheet bool
	style       string          // name of the style at hand
	hidden      map[string]bool // styles of tables that are not shown
	line        int             // of the row at hand, from 1
	column      int             // of the cell at hand, from 0
	merges      []merge
}

func (o *document) read() error {
	for {
		found, err := o.next()
		switch {
		case err != nil:
			return err
		case found == end:
			return nil
		case found != opened:
			continue
		}
		switch string(o.name) {
		case "spreadsheet":
			o.spreadsheet = true
		case "style":
			o.style = o.attr("name")
		case "table-properties":
			if o.attr("display") == "false" && len(o.hidden) < mostFormats {
				o.hidden[o.style] = true
			}
		case "tracked-changes", "dde-links", "named-expressions", "forms":
			err = o.skip()
		case "table":
			err = o.readTable()
		}
		if err != nil {
			return err
		}
	}
}

// readTable reads the table whose start tag is at hand.
func (o *document) readTable() error {
	if len(o.book.Sheets) == MaxSheets {
		o.book.warn(SheetsCut, "")
		return o.skip()
	}
	g := o.book.newGrid(o.attr("name"))
	if o.hidden[o.attr("style-name")] {
		o.book.warn(HiddenSheet, g.name)
	}
	o.grid, o.line, o.merges = g, 0, o.merges[:0]
	for depth := o.depth; ; {
		found, err := o.next()
		switch {
		case err != nil:
			return err
		case found == end:
			return errXML
		case found == closed && o.depth < depth:
			for _, m := range o.merges {
				g.repeatDown(m.top, m.bottom, m.left)
			}
			g.done()
			o.grid = nil
			return nil
		case found != opened:
			continue
		}
		if err := o.readTablePart(); err != nil {
			return err
		}
	}
}

// readTablePart reads what may stand in a table; groups and headers of rows are
// passed through.
func (o *document) readTablePart() error {
	switch string(o.name) {
	case "table-row":
		return o.readRow()
	case "table-column":
		if hidesLine(o.attr("visibility")) {
			o.book.warn(HiddenColumns, o.grid.name)
		}
	case "shapes", "forms", "table", "dde-source", "named-expressions":
		return o.skip()
	case "table-source":
		o.book.warn(Links, o.grid.name)
		return o.skip()
	}
	return nil
}

func hidesLine(visibility string) bool { return visibility == "collapse" || visibility == "filter" }

// readRow reads the row whose start tag is at hand, once or as often as it says it
// is repeated. Only what the limits allow is ever stored: the usual sheet ends
// with a million empty rows, written as one.
func (o *document) readRow() error {
	first, times := o.line+1, max(1, o.number("number-rows-repeated", 1))
	o.line += times
	o.line = min(o.line, 1_000_000_000)
	hidden := hidesLine(o.attr("visibility"))
	o.column = 0
	for depth := o.depth; ; {
		found, err := o.next()
		switch {
		case err != nil:
			o.grid.endRow(first)
			return err
		case found == end:
			return errXML
		case found == closed && o.depth < depth:
			o.endRows(first, times, hidden)
			return nil
		case found == opened && o.is("table-cell"), found == opened && o.is("covered-table-cell"):
			if err := o.readCell(first); err != nil {
				o.grid.endRow(first)
				return err
			}
		}
	}
}

func (o *document) endRows(first, times int, hidden bool) {
	if o.grid.length == 0 || o.grid.full {
		o.grid.endRow(first)
		return
	}
	if hidden {
		o.book.warn(HiddenRows, o.grid.name)
	}
	cells := append([]string(nil), o.grid.current[:o.grid.length]...)
	for line := first; line < first+times; line++ {
		copy(o.grid.current[:], cells)
		o.grid.length = len(cells)
		if !o.grid.endRow(line) {
			return
		}
	}
}

// readCell reads the cell whose start tag is at hand.
func (o *document) readCell(line int) error {
	times := max(1, o.number("number-columns-repeated", 1))
	down := o.number("number-rows-spanned", 1)
	covered := o.is("covered-table-cell")
	value := odsValue{
		sort: o.attr("office:value-type"), number: o.attr("office:value"), day: o.attr("date-value"), clock: o.attr("time-value"),
		truth: o.attr("boolean-value"), text: o.attr("string-value"), failed: o.attr("calcext:value-type") == "error",
		formula: o.raw("formula") != nil,
	}
	shown, err := o.paragraphs()
	if err != nil {
		return err
	}
	first := o.column
	o.column = min(o.column+times, 1_000_000_000)
	text := value.show(shown)
	if text == "" || covered || o.grid.full { // what a merged cell covers is not seen
		if value.formula && shown == "" && value.sort == "" {
			o.book.warn(Uncalculated, o.grid.name)
		}
		return nil
	}
	return o.putTimes(merge{top: line - 1, left: first, bottom: min(line+down, 1<<30) - 2}, times, text)
}

// putTimes writes a cell as often as it is repeated to the right; it may be merged
// with those below.
func (o *document) putTimes(at merge, times int, text string) error {
	if at.bottom > at.top && len(o.merges) < mostMerges && at.left < MaxColumns {
		o.merges = append(o.merges, at)
	}
	if err := o.grid.put(at.left, text, false); err != nil || at.left >= MaxColumns {
		return err
	}
	text = o.grid.current[at.left] // cut to size
	for column := at.left + 1; column < at.left+times && column <= MaxColumns; column++ {
		if err := o.grid.put(column, text, true); err != nil {
			return err
		}
	}
	return nil
}

// paragraphs gathers the text of the cell at hand, without notes and drawings.
func (o *document) paragraphs() (string, error) {
	var text []byte
	inside := 0 // depth of the paragraph; 0 outside
	for depth := o.depth; ; {
		found, err := o.next()
		switch {
		case err != nil:
			return "", err
		case found == end:
			return "", errXML
		case found == closed && o.depth < depth:
			return clean(string(text)), nil
		case found == closed && o.depth < inside:
			inside = 0
		case found == words && inside > 0 && len(text) < longestText:
			text = append(text, o.text...)
		case found == opened:
			if text, inside, err = o.within(text, inside); err != nil {
				return "", err
			}
		}
	}
}

// within takes in an element of a cell.
func (o *document) within(text []byte, inside int) ([]byte, int, error) {
	switch string(o.name) {
	case "annotation", "frame", "custom-shape", "table", "line", "rect", "g", "control", "detective", "ruby-text", "note":
		return text, inside, o.skip()
	case "p", "h":
		if inside > 0 {
			return text, inside, nil
		}
		if len(text) > 0 {
			text = append(text, '\n')
		}
		return text, o.depth, nil
	case "s":
		if len(text) < longestText {
			text = append(text, strings.Repeat(" ", min(o.number("c", 1), 100))...)
		}
	case "tab":
		text = append(text, '\t')
	case "line-break":
		text = append(text, '\n')
	}
	return text, inside, nil
}

// odsValue is the value of a cell beside the text it shows.
type odsValue struct {
	sort, number, day, clock, truth, text string
	failed, formula                       bool
}

func (v odsValue) show(shown string) string {
	if v.failed || isError(shown) {
		return ""
	}
	switch v.sort {
	case "float", "currency":
		if dialled(shown) {
			return shown
		}
		return format{}.show(v.number, false)
	case "percentage":
		return format{sort: percentage}.show(v.number, false)
	case "date":
		return isoMoment(v.day)
	case "time":
		return isoClock(v.clock, shown)
	case "boolean":
		if v.truth == "true" || v.truth == "false" {
			return v.truth
		}
	case "string":
		if shown == "" {
			return clean(v.text)
		}
	}
	return shown
}

// dialled tells whether a number is shown as one to dial or to address: digits
// with a zero or a plus in front, which its value has lost.
func dialled(shown string) bool {
	return len(shown) > 3 && (shown[0] == '0' || shown[0] == '+') && strings.Trim(shown, "0123456789+-() ") == ""
}

// isoClock reads PT14H30M00S.
func isoClock(text, shown string) string {
	hours, rest, ok := strings.Cut(strings.TrimPrefix(text, "PT"), "H")
	minutes, _, fine := strings.Cut(rest, "M")
	if !ok || !fine || len(hours) == 0 || len(hours) > 2 || len(minutes) != 2 || strings.Trim(hours+minutes, "0123456789") != "" {
		return shown
	}
	if len(hours) == 1 {
		hours = "0" + hours
	}
	return hours + ":" + minutes
}

// isError knows what a sheet shows for an outcome that failed, in Dutch and English.
func isError(text string) bool {
	if len(text) > 12 || len(text) < 4 || text[0] != '#' && text[0] != 'E' {
		return false
	}
	switch strings.ToUpper(text) {
	case "#N/B", "#N/A", "#VERW!", "#REF!", "#WAARDE!", "#VALUE!", "#NAAM?", "#NAME?", "#DEEL/0!", "#DIV/0!", "#GETAL!", "#NUM!", "#LEEG!", "#NULL!",
		"#OVERLOOP!", "#SPILL!", "#CALC!":
		return true
	}
	return strings.HasPrefix(text, "Err:") && strings.Trim(text[4:], "0123456789") == ""
}
