package reading

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

const (
	mostTablePlaces = 100_000 // as the files people exchange allow
	longestPhrase   = 150     // bytes of a cell that are searched for amounts, dates and whom to call
)

// saysNothing knows the ways to leave a cell empty.
func saysNothing(text string) bool {
	if strings.Trim(text, " -–—?./") == "" {
		return true
	}
	if len(text) > 30 {
		return false
	}
	switch FoldHeader(text) {
	case "nvt", "n v t", "nnb", "n n b", "onbekend", "niet bekend", "geen", "na", "n a", "unknown", "tbd", "tba", "none", "невідомо", "немає":
		return true
	}
	return false
}

// wholeNumber reads a number that is nothing else: "40", "1.250", "40,0".
func wholeNumber(text string) (int, bool) {
	text = strings.TrimSpace(text)
	if whole, part, ok := strings.Cut(strings.Replace(text, ",", ".", 1), "."); ok {
		switch {
		case len(part) == 3 && whole != "0" && len(whole) < 4: // a separator of thousands
			text = whole + part
		case strings.Trim(part, "0") == "":
			text = whole
		}
	}
	if text == "" || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n <= mostTablePlaces
}

type amountRead struct {
	low, most, each int
	unit            Unit
}

var plainRange = regexp.MustCompile(`^(\d{1,6})\s*(?:-|–|tot|à|/)\s*(\d{1,6})$`)

// amountOf reads a cell of places; sure is 0 where it says none.
func amountOf(text string) (read amountRead, sure float64) {
	if n, ok := wholeNumber(text); ok {
		return amountRead{low: n}, 1
	}
	if match := plainRange.FindStringSubmatch(text); match != nil {
		low, _ := wholeNumber(match[1])
		high, ok := wholeNumber(match[2])
		if ok && low < high {
			return amountRead{low: low, most: high}, 0.95
		}
		return amountRead{}, 0
	}
	if strings.HasPrefix(text, "-") || strings.Contains(text, "%") {
		return amountRead{}, 0 // less than none, or a part of something
	}
	return saidAmount(shortPhrase(text))
}

// saidAmount reads an amount in words.
func saidAmount(text string) (read amountRead, sure float64) {
	found := phrase.Amounts(text)
	if len(found) == 0 || len(found) > 1 && found[1].Each == 0 && found[0].Noun == found[1].Noun {
		return amountRead{}, 0 // "40 + 10" is for a person to add up
	}
	one := found[0]
	read = amountRead{low: one.Low, most: one.High, each: one.Each, unit: unitNamed(FoldHeader(one.Noun))}
	if read.most == read.low {
		read.most = 0
	}
	if read.low > mostTablePlaces || read.most > mostTablePlaces {
		return amountRead{}, 0
	}
	sure = 0.9
	if one.About || one.Low == 0 || len(found) > 1 {
		sure = 0.75
	}
	return read, sure
}

func shortPhrase(text string) string {
	if len(text) > longestPhrase {
		text = text[:longestPhrase]
	}
	return strings.ToValidUTF8(text, "")
}

// parsedPeriod is what a text says of a stretch of time.
type parsedPeriod = phrase.Period

// periods asks phrase, once for every text.
func (t *tableReader) periods(text string) []parsedPeriod {
	text = shortPhrase(text)
	if found, ok := t.memory[text]; ok {
		return found
	}
	if len(t.memory) == mostPhrases/t.share {
		t.warn("text_unread", t.source)
		return nil
	}
	found := phrase.Periods(text, t.today)
	t.memory[text] = found
	return found
}

// cellDates are the forms of a date that are nothing else, day before month as the
// Dutch do. A sheet gives real dates as YYYY-MM-DD.
var cellDates = []string{"2-1-2006", "2/1/2006", "2.1.2006", "2-1-06", "2/1/06", "2.1.06", "20060102", "2006/1/2"}

// dateOf reads a cell that is a date and nothing else.
func dateOf(text string) (calendar.Night, bool) {
	if len(text) > 25 {
		return 0, false
	}
	if night, err := calendar.Parse(text[:min(len(text), len(calendar.Layout))]); err == nil && (len(text) == len(calendar.Layout) || text[len(calendar.Layout)] == ' ') {
		return night, true
	}
	for _, layout := range cellDates {
		if day, err := time.Parse(layout, text); err == nil {
			return calendar.Night(day.Unix() / 86400), true
		}
	}
	return 0, false
}

// readPeriod reads the beginning and the end.
func (r *rowReader) readPeriod() {
	if text, column, ok := r.cell(FieldPeriod); ok && !saysNothing(text) {
		r.readWhole(text, column)
	}
	if text, column, ok := r.cell(FieldFrom); ok {
		r.readFrom(text, column)
	}
	for _, field := range []Field{FieldUntil, FieldThrough} {
		if text, column, ok := r.cell(field); ok {
			r.readUntil(text, column, field == FieldThrough)
		}
	}
	if text, column, ok := r.cell(FieldDuration); ok && r.offer.Until.Sort == "" && !saysNothing(text) {
		r.setUntil(Moment{Sort: phrase.Vague, Words: text}, column, 0.6)
	}
	from, until := r.offer.From, r.offer.Until
	if from.Sort == phrase.Exact && until.Sort == phrase.Exact && until.Night <= from.Night {
		r.warn("period_backwards", r.where(r.line, tableColumn{header: from.Words}, until.Words))
	}
}

// readWhole reads a cell that may have both sides.
func (r *rowReader) readWhole(text string, column tableColumn) {
	if night, ok := dateOf(text); ok {
		r.setFrom(Moment{Sort: phrase.Exact, Night: night, Words: text}, column, 0.8)
		return
	}
	found := r.periods(text)
	if len(found) == 0 {
		r.unread(column, text)
		return
	}
	if from := found[0].From; from.Sort != "" {
		r.setFrom(Moment{Sort: from.Sort, Night: from.Night, Words: text}, column, 0.9)
	}
	if until := found[0].Until; until.Sort != "" {
		r.setUntil(Moment{Sort: until.Sort, Night: until.Night, Words: text}, column, 0.9)
	}
}

func (r *rowReader) readFrom(text string, column tableColumn) {
	if saysNothing(text) {
		return
	}
	if night, ok := dateOf(text); ok {
		r.setFrom(Moment{Sort: phrase.Exact, Night: night, Words: text}, column, 1)
		return
	}
	for _, said := range []string{text, "vanaf " + text} {
		for _, found := range r.periods(said) {
			if found.Until.Sort != "" && found.From.Sort != "" {
				r.setUntil(Moment{Sort: found.Until.Sort, Night: found.Until.Night, Words: text}, column, 0.8)
			}
			if found.From.Sort != "" {
				r.setFrom(Moment{Sort: found.From.Sort, Night: found.From.Night, Words: text}, column, 0.9)
				return
			}
		}
	}
	r.setFrom(Moment{Sort: phrase.Vague, Words: text}, column, 0.5)
}

// readUntil reads an end; through tells that the night in the cell still counts.
func (r *rowReader) readUntil(text string, column tableColumn, through bool) {
	if strings.Trim(text, " -–—?./") == "" {
		return
	}
	if night, ok := dateOf(text); ok {
		if through {
			night++
		}
		sure := 1.0
		if strings.HasPrefix(FoldHeader(column.header), "eind") {
			sure = 0.9 // does the last day count?
		}
		r.setUntil(Moment{Sort: phrase.Exact, Night: night, Words: text}, column, sure)
		return
	}
	word := "tot "
	if through {
		word = "t/m "
	}
	for _, said := range []string{text, word + text} {
		for _, found := range r.periods(said) {
			if found.Until.Sort != "" {
				r.setUntil(Moment{Sort: found.Until.Sort, Night: found.Until.Night, Words: text}, column, 0.9)
				return
			}
		}
	}
	r.setUntil(Moment{Sort: phrase.Vague, Words: text}, column, 0.5)
}

func (r *rowReader) setFrom(moment Moment, column tableColumn, sure float64) {
	r.offer.From = moment
	r.trace(FieldFrom, moment.Words, column, sure)
}

func (r *rowReader) setUntil(moment Moment, column tableColumn, sure float64) {
	r.offer.Until = moment
	r.trace(FieldUntil, moment.Words, column, sure)
}

var (
	cellEmail    = regexp.MustCompile(`[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)
	cellPhone    = regexp.MustCompile(`(?:\+|00)?\(?\d[\d\s().\-/]{6,22}\d`)
	cellPostcode = regexp.MustCompile(`(?i)\b([1-9]\d{3})\s?([a-z]{2})\b`)
)

// postcodeIn finds a postcode and gives the text without it.
func postcodeIn(text string) (code, rest string) {
	at := cellPostcode.FindStringSubmatchIndex(text)
	if at == nil {
		return "", text
	}
	code = text[at[2]:at[3]] + " " + strings.ToUpper(text[at[4]:at[5]])
	return code, strings.TrimRight(text[:at[0]], " ,\n") + ", " + strings.TrimLeft(text[at[1]:], " ,\n")
}

// phoneIn finds a telephone number: eight to fifteen digits. Nine digits without a
// zero in front are a Dutch number that a spreadsheet took for an amount. The rest
// is the text without the number.
func phoneIn(text string) (number, rest string, sure float64) {
	for _, found := range cellPhone.FindAllString(text, -1) {
		digits := strings.Map(func(char rune) rune {
			if char < '0' || char > '9' {
				return -1
			}
			return char
		}, found)
		found = strings.TrimSpace(found)
		switch {
		case len(digits) < 8 || len(digits) > 15:
			continue
		case len(digits) == 9 && digits[0] != '0' && found == digits:
			return "0" + digits, strings.Replace(text, found, "", 1), 0.85
		}
		if _, isDate := dateOf(found); isDate {
			continue
		}
		return found, strings.Replace(text, found, "", 1), 1
	}
	return "", text, 0
}

// readContact reads whom to call; name, number and address may stand in each
// other's column.
func (r *rowReader) readContact() {
	for _, field := range []Field{FieldPhone, FieldEmail, FieldContactName, FieldContact} {
		text, column, ok := r.cell(field)
		if !ok || saysNothing(text) {
			continue
		}
		rest := shortPhrase(text)
		if email := cellEmail.FindString(rest); email != "" {
			rest = strings.Replace(rest, email, "", 1)
			if r.offer.Contact.Email == "" {
				r.offer.Contact.Email = email
				r.trace(FieldEmail, text, column, 1)
			}
		}
		if number, others, sure := phoneIn(rest); number != "" {
			rest = others
			if r.offer.Contact.Phone == "" {
				r.offer.Contact.Phone = number
				r.trace(FieldPhone, text, column, sure)
			}
		}
		r.readContactName(field, text, rest, column)
	}
}

// readContactName takes what is left of a cell for a name, where letters are.
func (r *rowReader) readContactName(field Field, text, rest string, column tableColumn) {
	rest = bareContact(rest)
	switch {
	case rest == "" || r.offer.Contact.Name != "":
		return
	case field == FieldPhone || field == FieldEmail:
		if rest == strings.TrimSpace(text) {
			r.unread(column, text) // a word where a number should be
		}
		return
	}
	r.offer.Contact.Name = rest
	sure := 1.0
	if rest != text {
		sure = 0.85
	}
	r.trace(FieldContactName, text, column, sure)
}

// bareContact drops labels and signs around a name.
func bareContact(text string) string {
	var kept []string
	for _, part := range strings.FieldsFunc(text, func(char rune) bool { return strings.ContainsRune(",;/|\n()<>:", char) }) {
		switch FoldHeader(part) {
		case "", "tel", "telefoon", "mobiel", "mob", "email", "mail", "t", "e", "m", "phone", "тел":
			continue
		}
		words := strings.Fields(part)
		for len(words) > 1 && strings.HasSuffix(words[len(words)-1], ".") && FoldHeader(words[len(words)-1]) == "tel" {
			words = words[:len(words)-1]
		}
		kept = append(kept, strings.Join(words, " "))
	}
	return strings.Join(kept, ", ")
}
