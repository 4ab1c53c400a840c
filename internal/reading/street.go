package reading

import (
	"strings"

	"onderdak/internal/phrase"
)

// street is a street with a house number, and the postcode where one stands by.
type street struct {
	phrase.Span
	token    int
	postcode string
	only     bool // nothing but a postcode
}

var streetEnds = []string{
	"straat", "straatje", "weg", "laan", "plein", "kade", "dijk", "singel", "gracht", "dreef", "steeg", "haven", "polder", "buurt", "baan", "hof", "pad", "park", "markt", "wal", "ring", "poort",
	"burg", "veld", "plantsoen", "boulevard", "lei", "akker", "kamp", "oord", "brink", "horst", "zoom", "steenweg", "allee", "laantje", "weggetje", "wijk", "kolk", "straße",
}

// isStreet tells whether a folded word ends as the names of streets do.
func isStreet(fold string) bool {
	for _, end := range streetEnds[:14] {
		if strings.HasSuffix(fold, end) && len(fold) > len(end)+1 {
			return true
		}
	}
	return strings.HasPrefix(fold, "laan") && len(fold) <= 5 || fold == "вулиця" || fold == "вулиці" || fold == "вул" || fold == "street" || fold == "road"
}

// address gives street and number on one line; "" where only a postcode was read.
func (s *street) address(d *document) string {
	if s.only {
		return ""
	}
	return strings.Join(strings.Fields(d.text[s.Start:s.End]), " ")
}

// wholeStreets are names of streets by themselves.
var wholeStreets = setOf(`markt brink plein dam singel kade dijk gracht laan dreef dorpsplein kerkplein stationsplein plantsoen boulevard`)

// endsAsStreet is isStreet with the endings that buildings bear too: a number must
// follow.
func endsAsStreet(fold string) bool {
	for _, end := range streetEnds {
		if strings.HasSuffix(fold, end) && len(fold) > len(end)+2 {
			return true
		}
	}
	return isStreet(fold) || wholeStreets[fold]
}

// findStreets finds addresses and takes their tokens.
func (d *document) findStreets() []street {
	var found []street
	for i := 1; i < len(d.tokens); i++ {
		t := d.tokens[i]
		if t.kind != digitToken || d.taken[i] {
			continue
		}
		switch {
		case d.isShortPostcode(i):
			d.taken[i] = true
		case d.isPostcode(i):
			d.readPostcode(i, &found)
		default:
			if s, ok := d.streetAt(i); ok {
				found = append(found, s)
				d.take(s.Span)
			}
		}
	}
	return found
}

// streetAt reads the address that ends in the house number at a token, and a letter
// behind it; no number that counts something: "aan de Kanaaldijk 4 woningen".
func (d *document) streetAt(number int) (street, bool) {
	from, ok := d.streetStart(number)
	n, counted := nouns.find(d.fold(number + 1))
	if !ok || len(d.tokens[number].fold) > 6 || counted && n != otherNoun && d.tokens[number+1].gap {
		return street{}, false
	}
	to := number + 1
	if to < len(d.tokens) && d.tokens[to].gap && !d.is(to, "a") && d.tokens[to].kind == wordToken && len(d.tokens[to].fold) == 1 {
		to++
	}
	return street{Span: phrase.Span{Start: d.tokens[from].Start, End: d.tokens[to-1].End}, token: from}, true
}

// streetStart finds the name of the street before a house number.
func (d *document) streetStart(number int) (int, bool) {
	last := d.beforeNumber(number)
	if last < 0 || d.tokens[last].kind != wordToken || d.taken[last] {
		return 0, false
	}
	if !d.tokens[last].capital && !isStreet(d.tokens[last].fold) {
		return 0, false
	}
	found := endsAsStreet(d.tokens[last].fold) && d.tokens[last].capital
	from := last
	for at := last - 1; at >= max(0, last-4); at-- {
		if d.is(at, ".") && d.wordOfStreet(at-1) {
			return at - 1, true
		}
		if d.smallInStreet(at) {
			continue
		}
		if !d.partOfStreet(at) || !d.isOneName(at) {
			break
		}
		from = at
		found = found || endsAsStreet(d.tokens[at].fold)
	}
	return from, found
}

// beforeNumber steps back over "nr" and the comma of "вул. Шевченка, 5".
func (d *document) beforeNumber(number int) int {
	last := number - 1
	if d.is(last, ",") && (d.wordOfStreet(last-2) || d.wordOfStreet(last-3)) {
		last--
	}
	switch {
	case last > 0 && d.is(last, "nr"):
		last--
	case last > 0 && d.is(last, ".") && d.is(last-1, "nr"):
		last -= 2
	}
	return last
}

// partOfStreet tells whether a word may belong to the name of a street.
func (d *document) partOfStreet(at int) bool {
	t := d.tokens[at]
	if t.kind != wordToken {
		return false
	}
	named := t.capital && !d.taken[at] && !d.isCommon(at) && !articles[t.fold]
	return named || isStreet(t.fold) && t.fold != "weg"
}

// smallInStreet tells whether a small word joins two parts: "Laan van Meerdervoort".
func (d *document) smallInStreet(at int) bool {
	if at == 0 || !d.is(at, "van", "de", "der", "den", "het") || d.is(at-1, "aan") {
		return false
	}
	return d.tokens[at-1].capital && !articles[d.tokens[at-1].fold]
}

func (d *document) wordOfStreet(i int) bool {
	return i >= 0 && (d.tokens[i].fold == "вулиця" || d.tokens[i].fold == "вул" || d.tokens[i].fold == "вулиці")
}

// isOneName stops an address at the building before it: "Sporthal Bosrand
// Kerkstraat 12".
func (d *document) isOneName(i int) bool {
	_, ok := sorts.find(d.tokens[i].fold)
	return !ok || isStreet(d.tokens[i].fold)
}

// isPostcode tells whether a token begins a Dutch postcode: 1234 AB.
func (d *document) isPostcode(i int) bool {
	fold := d.tokens[i].fold
	if len(fold) == 6 {
		word := d.text[d.tokens[i].Start:d.tokens[i].End]
		return fold[0] >= '1' && allDigits(fold[:4]) && len(word) == 6 && upperLetters(word[4:])
	}
	if len(fold) != 4 || fold[0] == '0' || !allDigits(fold) || i+1 >= len(d.tokens) || d.tokens[i+1].kind != wordToken {
		return false
	}
	next := d.tokens[i+1]
	return upperLetters(d.text[next.Start:next.End])
}

// isShortPostcode tells whether four digits are a postcode without its letters:
// "(7214)" behind a place, "postcode 7471".
func (d *document) isShortPostcode(i int) bool {
	fold := d.tokens[i].fold
	if len(fold) != 4 || fold[0] == '0' || !allDigits(fold) {
		return false
	}
	if d.fold(i-1) == "postcode" || d.fold(i-1) == ":" && d.fold(i-2) == "postcode" || d.fold(i-1) == "pc" {
		return true
	}
	return d.fold(i-1) == "(" && d.fold(i+1) == ")" && i > 1 && d.tokens[i-2].capital
}

func (d *document) readPostcode(i int, found *[]street) {
	to := i + 1
	if len(d.tokens[i].fold) == 4 {
		to++
	}
	span := phrase.Span{Start: d.tokens[i].Start, End: d.tokens[to-1].End}
	d.take(span)
	code := d.text[span.Start:span.Start+4] + " " + d.text[span.End-2:span.End]
	if n := len(*found); n > 0 && (*found)[n-1].postcode == "" && i-d.tokenAt((*found)[n-1].End-1) <= 4 {
		(*found)[n-1].postcode = code
		return
	}
	*found = append(*found, street{Span: span, token: i, postcode: code, only: true})
}

func allDigits(word string) bool {
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return word != ""
}

func upperLetters(word string) bool {
	return len(word) == 2 && word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'A' && word[1] <= 'Z'
}
