package reading

import (
	"strings"

	"onderdak/internal/phrase"
)

// mention is a location somebody writes of.
type mention struct {
	phrase.Span
	from, to int     // its tokens, from..to-1
	core     string  // folded words without article, age and sort: what tells it from others
	sort     string  // a type of the register, noSort, or "" where no word tells
	sure     float64 // how sure this is the name of a location
	proper   bool    // has a name of its own, not only a sort
	several  bool    // an indefinite or plural mention ("een hotel"): no name to call it by
}

// names finds the locations in the tokens of a segment, in order.
func (d *document) names(s segment) []mention {
	var found []mention
	for i := s.from; i < s.to; {
		m, ok := d.nameAt(i, s)
		if !ok {
			i++
			if t := d.town[i-1]; t != nil {
				i = max(i, min(t.to, s.to)) // no name begins within "Bergen op Zoom"
			}
			continue
		}
		i = max(m.to, i+1)
		if n := len(found); n > 0 {
			before := found[n-1]
			if before.to == m.from && before.proper {
				continue // "Seeligkazerne gebouw K"
			}
			if d.isVillage(before, m, s) || before.to == m.from && m.proper { // "het cruiseschip MS Galaxy"
				found = found[:n-1]
			}
		}
		found = append(found, m)
	}
	if len(found) == 1 && found[0].sort == "" && found[0].from <= s.from+2 && d.streetBehind(found[0].to, s) && !d.townBehindStreet(found[0].to, s) {
		return nil // "Sneek, Martiniplein 1"
	}
	return found
}

// isVillage tells whether what was taken for a name at the head of an item only
// says where the building behind it stands: "Zuidhorn: het oude gemeentehuis".
func (d *document) isVillage(head, next mention, s segment) bool {
	if head.sort != "" || head.from > s.from+2 || next.from-head.to > 3 || next.from == head.to {
		return false
	}
	between := d.fold(head.to)
	return between == ":" || (between == "-" || between == ",") && next.sort != ""
}

func (d *document) streetBehind(i int, s segment) bool {
	if i+1 >= s.to || !strings.Contains(":,-", d.tokens[i].fold) {
		return false
	}
	st := d.streetIn(i+1, min(s.to, i+3))
	return st != nil && !st.only
}

// townBehindStreet tells whether the address behind a name says its own place, so
// that the name is none: "De Spil, Dorpsstraat 4, Zetten".
func (d *document) townBehindStreet(i int, s segment) bool {
	st := d.streetIn(i+1, min(s.to, i+3))
	if st == nil {
		return false
	}
	at := d.tokenAt(st.End)
	return d.is(at, ",", "(", "te", "in") && at+1 < s.to && d.tokens[at+1].capital
}

func (d *document) nameAt(i int, s segment) (mention, bool) {
	if d.taken[i] {
		return mention{}, false
	}
	if m, ok := d.labelled(i, s); ok {
		return m, true
	}
	if m, ok := d.sorted(i, s); ok {
		return m, true
	}
	return d.unsorted(i, s)
}

// nameLabels open the name of a location in a form.
var nameLabels = setOf(`naam name назва waar where де locatie locatienaam accommodatie opvanglocatie gebouw pand object naam-locatie locatie-naam location venue building accommodation
	site location-name name-of-location name-location локація назва об'єкт будівля заклад адреса-локації`)

// labelled reads "Locatie: De Bosrand".
func (d *document) labelled(i int, s segment) (mention, bool) {
	from, label, ok := d.nameLabel(i, s)
	if !ok {
		return mention{}, false
	}
	if m, ok := d.sorted(from, s); ok {
		m.sure = 0.95
		return m, true
	}
	if nameOnly[label] && !articles[d.tokens[from].fold] && !d.underHeading(i) {
		return mention{}, false // of a person, most likely
	}
	to := from
	for to < min(s.to, from+8) && d.ofName(to) {
		to++
	}
	if to == from || d.town[from] != nil && d.town[from].to >= to {
		return mention{}, false
	}
	return d.mention(from, to, from, "", 0.9, true), true
}

// nameLabel reads the label of a location at the beginning of a segment, and gives
// the token behind it.
func (d *document) nameLabel(i int, s segment) (from int, label string, ok bool) {
	if i != s.from && !(s.item && i <= s.from+2) {
		return 0, "", false
	}
	at := i
	var words []string
	for ; at < s.to && len(words) < 4 && d.tokens[at].kind == wordToken; at++ {
		words = append(words, d.tokens[at].fold)
	}
	for len(words) > 0 && at < s.to && d.tokens[at].kind == digitToken { // "Locatie 1: …"
		at++
	}
	label = strings.Join(words, "-")
	return at + 1, label, at+1 < s.to && d.is(at, ":", "?") && nameLabels[label]
}

// ofName tells whether a token may belong to the name behind a label.
func (d *document) ofName(i int) bool {
	t := d.tokens[i]
	return !d.taken[i] && (t.kind == wordToken || t.fold == "." && !t.gap || isQuote(t.fold))
}

// sorted reads a name built on a word for a building: "sporthal De Bosrand", "het
// oude gemeentehuis", "Nescio Hotel".
func (d *document) sorted(i int, s segment) (mention, bool) {
	start := i
	for start < min(s.to, i+3) && d.isAged(start) {
		start++
	}
	if start >= s.to || d.taken[start] {
		return mention{}, false
	}
	sort, head, ok := d.sortAt(start, s.to)
	if !ok {
		return d.sortBehind(i, s)
	}
	to, proper := d.properEnd(head, s)
	if owned := d.is(head, "van") && !d.tokens[head].capital; proper && (!owned || d.partOfBuilding(head-1)) {
		return d.sortedName(i, start, head, to, sort), true
	}
	if m, ok := d.apposed(head, sort, s); ok {
		return m, true
	}
	if d.glued(head-1, i, s) {
		return d.mention(head-1, head, head-1, sort, 0.88, true), true
	}
	m := d.mention(i, head, head, sort, 0.5, false)
	m.several = d.indefinite(i, head)
	if start > i {
		m.sure = 0.65
	}
	return m, true
}

// sortedName makes the mention of a name behind its sort; words for its age stay
// outside, and so does the sort in "bijgebouw van Koningshof".
func (d *document) sortedName(i, start, head, to int, sort string) mention {
	from := start
	if d.is(head, "van") && !d.tokens[head].capital {
		head++
		for head < to-1 && articles[d.fold(head)] && !d.tokens[head].capital {
			head++
		}
		from = head
	}
	sure := 0.88
	if start > i {
		sure = 0.9
	}
	return d.mention(from, to, head, sort, sure, true)
}

// partOfBuilding tells whether a word stands for part of a location that is named
// behind "van"; "het gemeentehuis van Maarssen" names none.
func (d *document) partOfBuilding(i int) bool {
	fold := d.tokens[i].fold
	return backward[fold] || strings.HasSuffix(fold, "gebouw") || strings.HasSuffix(fold, "vleugel") || strings.HasSuffix(fold, "terrein")
}

// apposed reads the name behind a comma: "het schip, de Volendam".
func (d *document) apposed(comma int, sort string, s segment) (mention, bool) {
	if !d.is(comma, ",") || !d.is(comma+1, "de", "het") || comma+2 >= s.to {
		return mention{}, false
	}
	end, ok := d.properEnd(comma+2, s)
	if !ok {
		return mention{}, false
	}
	return d.mention(comma+1, end, comma+2, sort, 0.8, true), true
}

// glued tells whether a name is glued to its sort and nothing stands behind: "in
// de Seeligkazerne".
func (d *document) glued(i, from int, s segment) bool {
	t := d.tokens[i]
	if !t.capital || strings.HasSuffix(t.fold, "locatie") || i == s.from && !d.is(i+1, ":") || s.item && i <= s.from+2 && !d.endsPart(i+1, s) && d.fold(i+1) != "gebouw" {
		return false
	}
	_, whole := sorts.words[t.fold]
	if whole && d.definite(from) && len(t.fold) >= 9 {
		whole = false // "in de Evenementenhal"
	}
	return !whole && from <= i && !d.allCapitals
}

func (d *document) isAged(i int) bool {
	_, ok := aged.find(d.tokens[i].fold)
	return ok && d.tokens[i].kind == wordToken
}

// sortAt gives the sort of building a token stands for, and the token after.
func (d *document) sortAt(i, to int) (string, int, bool) {
	if d.tokens[i].kind != wordToken || d.town[i] != nil {
		return "", 0, false
	}
	if i+1 < to {
		if sort, ok := sortOfPair(d.tokens[i].fold, d.tokens[i+1].fold); ok {
			return sort, i + 2, true
		}
	}
	sort, ok := sorts.find(d.tokens[i].fold)
	return sort, i + 1, ok && sort != unsound
}

// indefinite tells whether an article or number before a building makes it no
// particular one.
func (d *document) indefinite(i, head int) bool {
	if strings.HasSuffix(d.tokens[head-1].fold, "en") {
		return true
	}
	if i == 0 || d.tokens[i-1].kind == breakToken || d.tokens[i-1].fold == "." {
		return i == head-1 && (head >= len(d.tokens) || d.tokens[head].kind == wordToken)
	}
	switch d.tokens[i-1].fold {
	case "een", "geen", "a", "an", "no", "any", "elk", "elke", "ieder", "iedere", "each", "every":
		return true
	}
	word := d.tokens[head-1].fold
	return d.tokens[i-1].kind == digitToken || backward[word] || vague[word] && !d.definite(i)
}

// backward lists words that point back at a location that was named.
var backward = setOf(`pand gebouw complex locatie opvanglocatie noodopvang opvangcentrum terrein building venue complex shelter place
	приміщення будівля будівлі локація локації локацію комплекс`)

// vague lists words that stand for a location and name none.
var vague = setOf(`pand gebouw complex locatie opvanglocatie noodopvang opvangcentrum hal terrein center centre building venue complex shelter
	woning woningen appartement appartementen flat house apartment apartments villa huis kantoorruimte hub kamer office offices school containers containerwoningen
	приміщення будівля будівлі будинок будинку центр центрі зал залі житло квартира квартиру квартирі притулок прихисток комплекс`)

// sortBehind reads a name before its sort, as English has it: "the Nescio Hotel",
// "Bosrand sports hall".
func (d *document) sortBehind(i int, s segment) (mention, bool) {
	first := d.tokens[i]
	if !first.capital || first.kind != wordToken || articles[first.fold] || d.isCommon(i) {
		return mention{}, false
	}
	for at := i + 1; at < min(s.to, i+5); at++ {
		if sort, head, ok := d.sortAt(at, s.to); ok {
			return d.beforeSort(i, at, head, sort, s)
		}
		t := d.tokens[at]
		if t.kind != wordToken || !t.capital && !particles[t.fold] {
			break
		}
	}
	return mention{}, false
}

// beforeSort makes the mention of a name that begins at i with its sort at the
// tokens at..head-1.
func (d *document) beforeSort(i, at, head int, sort string, s segment) (mention, bool) {
	to, own := d.properEnd(head, s)
	if own && (i == s.from || !d.english) || !d.tokens[at].capital && !d.english {
		return mention{}, false
	}
	if own && d.tokens[head].capital && d.town[head] == nil {
		head = to
	}
	if !own {
		at = i // "Oak Lodge" and "Birch Lodge" are two
	}
	return d.mention(i, head, at, sort, 0.85, true), true
}

// mention makes one of the tokens from..to-1; head is where its own name begins.
func (d *document) mention(from, to, head int, sort string, sure float64, proper bool) mention {
	m := mention{from: from, to: to, sort: sort, sure: sure, proper: proper}
	m.Start, m.End = d.tokens[from].Start, d.tokens[to-1].End
	core := head
	if !proper {
		core = from
	}
	words := d.coreWords(core, to)
	m.core = strings.Join(words, " ")
	if proper && sort == "" {
		m.sort = sortAmong(words)
	}
	if proper && m.core == "" {
		m.core = d.tokens[from].fold
	}
	return m
}

// coreWords are the words of a name without articles and signs.
func (d *document) coreWords(from, to int) []string {
	var words []string
	for i := from; i < to; i++ {
		if t := d.tokens[i]; t.kind != markToken && t.kind != breakToken && !d.is(i, "de", "het", "the", "'t") {
			words = append(words, t.fold)
		}
	}
	return words
}

// sortAmong gives the sort that a word of a name ends in: "Het Sportpaleis".
func sortAmong(words []string) string {
	for _, word := range words {
		if sort, ok := sorts.find(word); ok && sort != unsound {
			return sort
		}
	}
	return ""
}
