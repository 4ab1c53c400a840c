package reading

import (
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
)

// readRow reads a row as an offer, where it says enough to be one: places, or two
// of the other things that tell a location.
func (t *tableReader) readRow(row []string, line int) {
	r := &rowReader{tableReader: t, row: row, line: line,
		offer: Offer{Source: t.source, Row: line, Traces: map[Field]Trace{}}}
	r.readPlaces()
	r.readWhere()
	r.readPeriod()
	r.readContact()
	r.readFacilities()
	o := r.offer
	telling := 0
	for _, text := range []string{o.Name, o.Municipality, o.Address, o.Contact.Name + o.Contact.Phone + o.Contact.Email} {
		if text != "" {
			telling++
		}
	}
	if telling == 0 || o.Places == 0 && o.Most == 0 && telling < 2 && !r.saidPlaces {
		if filledCells(row) > 1 {
			t.warn("row_unread", r.tableReader.where(line, tableColumn{header: "…"}, firstText(row)))
		}
		return
	}
	t.sum += o.Places
	t.offers = append(t.offers, o)
}

// rowReader reads one row.
type rowReader struct {
	*tableReader
	row        []string
	line       int
	offer      Offer
	saidPlaces bool // something stood where the places stand
}

// cell gives the text of the best column of a field that has any.
func (r *rowReader) cell(field Field) (string, tableColumn, bool) {
	for _, at := range r.by[field] {
		if text := cellAt(r.row, at); text != "" {
			return text, r.columns[at], true
		}
	}
	return "", tableColumn{}, false
}

// trace keeps from which cell a field was read; the confidence of the reading is
// lowered by that of the header.
func (r *rowReader) trace(field Field, words string, column tableColumn, sure float64) {
	if column.sure > 0 {
		sure *= column.sure
	}
	r.offer.Traces[field] = Trace{Words: words, Confidence: float64(int(sure*100+0.5)) / 100}
}

func (r *rowReader) unread(column tableColumn, text string) {
	r.warn("cell_unread", r.where(r.line, column, text))
}

func (r *rowReader) readPlaces() {
	text, column, ok := r.cell(FieldPlaces)
	if !ok {
		if text, column, ok = r.cell(FieldMost); !ok {
			return
		}
	}
	r.saidPlaces = true
	read, sure := amountOf(text)
	if sure == 0 {
		if !saysNothing(text) {
			r.unread(column, text)
		}
		return
	}
	r.offer.Places, r.offer.Most, r.offer.Each = read.low, read.most, read.each
	if most, _, ok := r.cell(FieldMost); ok {
		if high, fine := wholeNumber(most); fine && high > r.offer.Places {
			r.offer.Most = high
		}
	}
	if each, _, ok := r.cell(FieldEach); ok {
		if n, fine := wholeNumber(each); fine && n > 0 && n <= 100 {
			r.offer.Each = n
		}
	}
	r.offer.Unit = r.unitOf(read.unit, column)
	r.trace(FieldPlaces, text, column, sure)
	if r.offer.Places == 0 && r.offer.Most == 0 {
		r.warn("places_zero", r.where(r.line, column, text))
		delete(r.offer.Traces, FieldPlaces)
	}
}

// unitOf is what was counted: as the cell says, or a column for it, or the header.
func (r *rowReader) unitOf(said Unit, column tableColumn) Unit {
	if said != "" {
		return said
	}
	if text, _, ok := r.cell(FieldUnit); ok {
		if unit := unitNamed(FoldHeader(text)); unit != "" {
			return unit
		}
	}
	if column.unit != "" {
		return column.unit
	}
	return Persons
}

// readWhere reads name, municipality, address and postcode.
func (r *rowReader) readWhere() {
	if text, column, ok := r.cell(FieldName); ok && !saysNothing(text) {
		r.offer.Name = shortPhrase(text)
		r.trace(FieldName, text, column, 1)
	}
	if text, column, ok := r.cell(FieldPostcode); ok {
		if code, _ := postcodeIn(shortPhrase(text)); code != "" {
			r.offer.Postcode = code
			r.trace(FieldPostcode, text, column, 1)
		} else if !saysNothing(text) {
			r.unread(column, text)
		}
	}
	rest := r.readAddress()
	r.readMunicipality(rest)
}

// readAddress reads street and number, and gives what stands behind them.
func (r *rowReader) readAddress() string {
	text, column, ok := r.cell(FieldAddress)
	if !ok || saysNothing(text) {
		return ""
	}
	code, bare := postcodeIn(shortPhrase(text))
	if code != "" && r.offer.Postcode == "" {
		r.offer.Postcode = code
		r.trace(FieldPostcode, text, column, 0.95)
	}
	number, _, numbered := r.cell(FieldHouseNumber)
	street, rest, _ := strings.Cut(strings.ReplaceAll(bare, "\n", ","), ",")
	r.offer.Address = strings.TrimSpace(street)
	if number = shortPhrase(number); numbered && r.offer.Address != "" && !strings.HasSuffix(r.offer.Address, number) {
		r.offer.Address += " " + number
	}
	if r.offer.Address != "" {
		r.trace(FieldAddress, text, column, 1)
	}
	return strings.Trim(rest, " ,")
}

// readMunicipality takes the municipality from its columns, from behind the
// address, or from a row that named one for all below.
func (r *rowReader) readMunicipality(behindAddress string) {
	for _, at := range r.by[FieldMunicipality] {
		text := cellAt(r.row, at)
		if saysNothing(text) {
			continue
		}
		code, many, ok := municipalityNamed(text, r.today)
		switch {
		case ok:
			r.offer.Municipality = code
			r.trace(FieldMunicipality, text, r.columns[at], 1)
			return
		case many:
			r.warn("municipality_many", r.where(r.line, r.columns[at], text))
		default:
			r.warn("municipality_unknown", r.where(r.line, r.columns[at], text))
		}
	}
	if code, _, ok := municipalityNamed(behindAddress, r.today); ok {
		r.offer.Municipality = code
		r.trace(FieldMunicipality, behindAddress, tableColumn{}, 0.75)
		return
	}
	if r.place != "" {
		r.offer.Municipality = r.place
		found, _ := atlas.Find(r.place)
		r.trace(FieldMunicipality, found.Name, tableColumn{}, 0.8)
	}
}

// municipalityNamed finds the municipality a cell names; many tells of a name that
// several bear.
func municipalityNamed(text string, today calendar.Night) (code string, many, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 100 {
		return "", false, false
	}
	if found, known := atlas.Find(strings.ToUpper(text)); known {
		return currentCode(found.Code, today)
	}
	if len(text) <= 4 && strings.Trim(text, "0123456789") == "" {
		if found, known := atlas.Find("GM" + strings.Repeat("0", 4-len(text)) + text); known {
			return currentCode(found.Code, today)
		}
	}
	var codes []string
	for _, found := range atlas.ByName(text) {
		if found.ValidOn(today) {
			codes = append(codes, found.Code)
		}
	}
	if named := atlas.ByName(text); len(codes) == 0 && len(named) == 1 {
		return currentCode(named[0].Code, today)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(codes) != 1 {
		return "", len(codes) > 1, false
	}
	return codes[0], false, true
}

// currentCode is the municipality that a code stands for today.
func currentCode(code string, today calendar.Night) (string, bool, bool) {
	current := atlas.Current(code, today)
	if len(current) != 1 {
		return "", len(current) > 1, false
	}
	return current[0], false, true
}

// search finds facilities in a cell as long as the sheet has not been searched for
// too much.
func (r *rowReader) search(text string) []string {
	if r.searched += len(text); r.searched > mostTableText/r.share {
		r.warn("text_unread", r.source)
		return nil
	}
	return facilitiesIn(text)
}

// readFacilities gathers them from columns about one, from the column of
// facilities and from remarks.
func (r *rowReader) readFacilities() {
	var found, words []string
	sure := 1.0
	for _, at := range r.by[FieldFacilities] {
		text, column := cellAt(r.row, at), r.columns[at]
		if text == "" {
			continue
		}
		yes, known := saysYes(text)
		n, counted := wholeNumber(text)
		switch {
		case column.facility != "" && (yes || counted && n > 0):
			found = append(found, column.facility)
			words = append(words, column.header+": "+text)
		case column.facility != "" && known, column.facility != "" && counted:
		default:
			if tokens := r.search(text); len(tokens) > 0 {
				found = append(found, tokens...)
				words = append(words, text)
				sure = 0.9
			}
		}
	}
	if text, _, ok := r.cell(FieldRemarks); ok {
		if tokens := r.search(text); len(tokens) > 0 {
			found = append(found, tokens...)
			words = append(words, text)
			sure = 0.8
		}
	}
	if len(found) == 0 {
		return
	}
	slices.Sort(found)
	r.offer.Facilities = slices.Compact(found)
	r.trace(FieldFacilities, strings.Join(words, "; "), tableColumn{}, sure)
}
