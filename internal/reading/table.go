package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"onderdak/internal/calendar"
	"onderdak/internal/sheet"
)

// Mapping says which field a column holds, by the folded text of its header. What a
// sender's last sheet was read with can be kept and given to the next.
type Mapping map[string]Field

// Fields that only columns have.
const (
	FieldPostcode    Field = "postcode"
	FieldHouseNumber Field = "housenumber" // beside a street
	FieldMost        Field = "most"        // the upper end of a range in columns
	FieldEach        Field = "each"        // persons to a room or family
	FieldUnit        Field = "unit"        // what was counted
	FieldPeriod      Field = "period"      // beginning and end in one cell
	FieldThrough     Field = "through"     // the last night that counts, "t/m"
	FieldDuration    Field = "duration"    // "6 maanden"
	FieldContact     Field = "contact"     // name, phone and e-mail in one cell
	FieldRemarks     Field = "remarks"     // anything; read for facilities
	FieldIgnored     Field = "ignored"     // numbers of rows and the like
)

// Limits of one table; bounds.go has those of all that come together.
const (
	mostTableNotes   = 200
	searchedRows     = 60 // rows in which the header is looked for
	longestHeader    = 80 // characters; longer texts are no header
	longestFormSheet = 60 // rows of a sheet that may be a form with labels on the left
)

// ReadTable reads the offers in a sheet whose rows are locations, or whose left
// column has the labels of one. The header is looked for, it need not be the first
// row; mapping goes before what the reader knows by itself; used is what it went
// by. Offers carry file and sheet as Source, the row, and per field the cell it was
// read from. Cells that say nothing leave a field empty; those that could not be
// read, and columns nobody knows, are warnings.
func ReadTable(s sheet.Sheet, file string, today calendar.Night, mapping Mapping) (offers []Offer, used Mapping, warnings []Warning) {
	return NewTables(today, mapping).Read(s, file)
}

// Read is ReadTable for one of several sheets that share its bounds.
func (b *Tables) Read(s sheet.Sheet, file string) (offers []Offer, used Mapping, warnings []Warning) {
	t := &tableReader{Tables: b, source: file + ", " + s.Name, used: Mapping{}, warned: map[Warning]bool{}}
	rows, first := s.Rows, 0
	header := t.findHeader(rows)
	if header < 0 {
		if turned, row, ok := turnForm(rows, t); ok {
			rows, first, header = turned, row, 0
			t.form = true
		}
	}
	if header < 0 {
		t.warn("table_no_header", t.source)
		return nil, t.used, t.warnings
	}
	t.take(rows, header, first)
	return t.offers, t.used, t.warnings
}

// tableReader reads one sheet.
type tableReader struct {
	*Tables
	source   string
	used     Mapping
	columns  []tableColumn
	by       map[Field][]int // columns of a field, the better one first
	place    string          // municipality of the rows below, from a row that names only one
	form     bool            // labels on the left
	offers   []Offer
	warnings []Warning
	warned   map[Warning]bool
	sum      int // of the places read so far, to know a total by
}

// tableColumn is what a column holds.
type tableColumn struct {
	header   string
	field    Field
	unit     Unit
	facility string  // for a column about one facility
	sure     float64 // 0..1
}

func (t *tableReader) warn(code, detail string) {
	warning := Warning{Code: code, Detail: detail}
	if len(t.warnings) < mostTableNotes && !t.warned[warning] {
		t.warned[warning] = true
		t.warnings = append(t.warnings, warning)
	}
}

// findHeader gives the row with most names of columns; -1 where none has two.
func (t *tableReader) findHeader(rows [][]string) int {
	best, most := -1, 1
	for i, row := range rows[:min(len(rows), searchedRows)] {
		if score := t.headerScore(row); score > most {
			best, most = i, score
		}
	}
	return best
}

// headerScore counts the different fields a row names; 0 for a row that has no
// place, name or municipality among them.
func (t *tableReader) headerScore(row []string) int {
	if slices.ContainsFunc(row, isSurelyData) {
		return 0
	}
	fields := map[Field]bool{}
	for _, text := range row {
		if column, ok := t.known(text); ok && column.field != FieldIgnored && column.facility == "" {
			fields[column.field] = true
		}
	}
	if !fields[FieldPlaces] && !fields[FieldName] && !fields[FieldMunicipality] && !fields[FieldAddress] {
		return 0
	}
	return len(fields)
}

// isSurelyData knows a cell that no header has: an address of mail, or many digits.
func isSurelyData(text string) bool {
	if len(text) > 4*longestHeader {
		return true
	}
	digits := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			digits++
		}
	}
	return digits > 4 || strings.Contains(text, "@")
}

// turnForm turns a sheet with labels in a column and answers behind them into a
// table of one row; row is the line of the first label, from 0.
func turnForm(rows [][]string, t *tableReader) (turned [][]string, row int, ok bool) {
	if len(rows) > longestFormSheet {
		return nil, 0, false
	}
	for label := range 3 {
		var header, answers []string
		first := -1
		for i, cells := range rows {
			if label >= len(cells) || cells[label] == "" {
				continue
			}
			if _, known := t.known(cells[label]); !known {
				continue
			}
			if first < 0 {
				first = i
			}
			header = append(header, cells[label])
			answers = append(answers, firstText(cells[label+1:]))
		}
		if len(header) > 2 && t.headerScore(header) > 2 {
			return [][]string{header, answers}, first, true
		}
	}
	return nil, 0, false
}

func firstText(cells []string) string {
	for _, text := range cells {
		if text != "" {
			return text
		}
	}
	return ""
}

// take maps the header and reads the rows below it.
func (t *tableReader) take(rows [][]string, header, first int) {
	below := t.mapHeader(rows, header) // the first row that may be an offer
	for i := below; i < len(rows); i++ {
		row := rows[i]
		switch {
		case t.isNoOffer(row, i == below):
			continue
		case t.isHeader(row): // a second table below, or the header again
			if t.headed == mostHeaders {
				t.warn("text_unread", t.source)
				return
			}
			below = t.mapHeader(rows, i)
			i = below - 1
			continue
		case t.takesPlace(row):
			continue
		case t.read == MaxTableOffers/t.share:
			t.warn("offers_cut", t.source)
			return
		}
		t.read++
		line := i + 1
		if t.form {
			line = first + 1
		}
		t.readRow(row, line)
	}
}

// isHeader tells whether a row below the header is one too.
func (t *tableReader) isHeader(row []string) bool {
	score := t.headerScore(row)
	return score > 1 && score*2 >= filledCells(row)
}

// mapHeader ties columns to fields. Where the row leaves a column unnamed, the row
// above may name it, and a row below may say it more finely ("van", "tot" below
// "periode"), as headers in two lines do. It gives the row after the header.
func (t *tableReader) mapHeader(rows [][]string, at int) (below int) {
	t.headed++
	below = at + 1
	var above, finer []string
	if at > 0 && !t.form {
		above = rows[at-1]
	}
	if below < len(rows) && !t.form && t.isFiner(rows[below]) {
		finer = rows[below]
		below++
	}
	width := max(len(rows[at]), len(above), len(finer))
	t.columns, t.by = make([]tableColumn, width), map[Field][]int{}
	for i := range width {
		text := firstText([]string{cellAt(finer, i), cellAt(rows[at], i)})
		if text == "" {
			text = cellAt(above, i)
			if column, ok := t.known(text); !ok || column.sure < 0.8 { // a title is no header
				continue
			}
		}
		column, ok := t.known(text)
		if !ok {
			t.warn("column_unknown", t.source+", "+shortened80(text))
			continue
		}
		t.columns[i] = column
		t.by[column.field] = append(t.by[column.field], i)
	}
	t.settle()
	for _, column := range t.columns {
		if column.field != "" {
			t.used[FoldHeader(column.header)] = column.field
		}
	}
	return below
}

// isFiner tells whether a row is the second line of a header: two names of columns
// at least and nothing else.
func (t *tableReader) isFiner(row []string) bool {
	for _, text := range row {
		if column, ok := t.known(text); text != "" && (!ok || column.sure < 0.8) {
			return false
		}
	}
	return filledCells(row) > 1
}

// settle decides where columns name one field twice, or a name could be that of a
// location or of a person.
func (t *tableReader) settle() {
	t.nameOfPerson()
	t.rangeOfPlaces()
	for field, columns := range t.by {
		if field == FieldFacilities || field == FieldRemarks || field == FieldIgnored {
			continue // these add up
		}
		slices.SortStableFunc(columns, func(a, b int) int { return t.rank(b) - t.rank(a) })
		for _, worse := range columns[1:] {
			t.warn("column_double", t.source+", "+shortened80(t.columns[worse].header))
		}
	}
}

// rank orders columns of one field: how sure the header is, and persons before beds
// before rooms.
func (t *tableReader) rank(i int) int {
	column := t.columns[i]
	rank := int(column.sure * 100)
	if column.field == FieldPlaces {
		rank = int(column.sure*10) + map[Unit]int{Persons: 300, "": 250, Beds: 200, Families: 100, Rooms: 100}[column.unit]
	}
	return rank
}

// nameOfPerson takes a bare "naam" for the contact's where another column names the
// location.
func (t *tableReader) nameOfPerson() {
	names := t.by[FieldName]
	if len(names) < 2 || len(t.by[FieldContactName])+len(t.by[FieldContact]) > 0 {
		return
	}
	for i, at := range names {
		switch FoldHeader(t.columns[at].header) {
		case "naam", "name", "імя", "ім я":
			t.columns[at].field = FieldContactName
			t.by[FieldContactName] = []int{at}
			t.by[FieldName] = slices.Delete(names, i, i+1)
			return
		}
	}
}

// rangeOfPlaces makes a range of a column with the least and one with the most.
func (t *tableReader) rangeOfPlaces() {
	least, most := -1, -1
	for _, at := range t.by[FieldPlaces] {
		words := " " + FoldHeader(t.columns[at].header) + " "
		switch {
		case containsWord(words, "min minimaal minimum minimale"):
			least = at
		case containsWord(words, "max maximaal maximum maximale"):
			most = at
		}
	}
	if least >= 0 && most >= 0 {
		t.columns[most].field = FieldMost
		t.by[FieldMost] = []int{most}
		t.by[FieldPlaces] = slices.DeleteFunc(t.by[FieldPlaces], func(i int) bool { return i == most })
	}
}

func containsWord(padded, words string) bool {
	return slices.ContainsFunc(strings.Fields(words), func(word string) bool { return strings.Contains(padded, " "+word+" ") })
}

// isNoOffer knows rows that hold no location: empty ones, tags, units below the
// header, totals, examples.
func (t *tableReader) isNoOffer(row []string, belowHeader bool) bool {
	first := firstText(row)
	words := " "
	if len(first) <= 4*longestHeader {
		words = " " + FoldHeader(first) + " "
	}
	switch {
	case first == "":
		return true
	case first[0] == '#' && !strings.ContainsFunc(strings.Join(row, ""), unicode.IsSpace):
		return true
	case belowHeader && onlyUnits(row):
		return true
	case containsWord(words, "totaal total totalen subtotaal som eindtotaal разом всього усього"):
		return t.onlyNumbersBut(row, first)
	case slices.Contains([]string{"voorbeeld", "bijv", "bijvoorbeeld", "example", "приклад"}, strings.Fields(words + " .")[0]):
		t.warn("table_example", t.source+", "+shortened80(first))
		return true
	}
	return t.isSum(row)
}

// onlyNumbersBut tells whether a row has nothing but numbers beside one text.
func (t *tableReader) onlyNumbersBut(row []string, text string) bool {
	for _, cell := range row {
		if cell != "" && cell != text && strings.Trim(cell, "0123456789.,% ") != "" {
			return false
		}
	}
	return true
}

// isSum knows a total without a word: nothing but the sum of the places above.
func (t *tableReader) isSum(row []string) bool {
	if len(t.offers) < 2 || filledCells(row) != 1 || len(t.by[FieldPlaces]) == 0 {
		return false
	}
	n, ok := wholeNumber(cellAt(row, t.by[FieldPlaces][0]))
	return ok && n == t.sum
}

// onlyUnits knows the row below a header that explains it: "(dd-mm-jjjj)", "aantal".
func onlyUnits(row []string) bool {
	for _, text := range row {
		if text == "" || strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
			continue
		}
		switch FoldHeader(text) {
		case "aantal", "datum", "tekst", "getal", "ja nee", "j n", "dd mm jjjj", "dd mm yyyy", "yyyy mm dd", "number", "date", "text", "yes no", "personen", "stuks", "дата", "число", "текст":
			continue
		}
		return false
	}
	return true
}

// takesPlace reads a row with nothing but a municipality: those below are there.
func (t *tableReader) takesPlace(row []string) bool {
	if t.form || filledCells(row) != 1 {
		return false
	}
	text := firstText(row)
	if code, _, ok := municipalityNamed(text, t.today); ok && len(t.by[FieldMunicipality]) == 0 {
		t.place = code
		return true
	}
	_, isPlaces := wholeNumber(text)
	return !isPlaces // a remark
}

func filledCells(row []string) (n int) {
	for _, text := range row {
		if text != "" {
			n++
		}
	}
	return n
}

func cellAt(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}

// shortened80 makes a text fit for a warning.
func shortened80(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), 8*longestHeader)], "")
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > longestHeader {
		return string(runes[:longestHeader]) + "…"
	}
	return string(runes)
}

// where names a cell in a warning.
func (t *tableReader) where(line int, column tableColumn, text string) string {
	return fmt.Sprintf("%s, %d, %s: %s", t.source, line, shortened80(column.header), shortened80(text))
}
