package reading

import (
	"slices"

	"onderdak/internal/phrase"
)

// unsorted reads names without a word for a building: "De Brink", "de Volendam".
func (d *document) unsorted(i int, s segment) (mention, bool) {
	t := d.tokens[i]
	if isQuote(t.fold) && t.fold != "'" {
		return d.quoted(i, s)
	}
	if m, ok := d.agedName(i, s); ok {
		return m, true
	}
	if t.kind != wordToken || !t.capital {
		return mention{}, false
	}
	first := i == s.from || s.item && i <= s.from+2
	article := d.is(i, "de", "het")
	switch {
	case !first && article:
		return d.withArticle(i, s)
	case !first && d.is(i-1, ":") && d.hasCount(s):
		return d.itemHead(i, s)
	case first:
		return d.opening(i, s)
	}
	if m, ok := d.numbered(i, s); ok {
		return m, true
	}
	return d.placed(i, s)
}

// numbered reads a name between its article and a number: "de Basiliek (70)".
func (d *document) numbered(i int, s segment) (mention, bool) {
	if !d.is(i-1, "de", "het") || d.isPeople(i) || d.town[i] != nil || isStreet(d.tokens[i].fold) {
		return mention{}, false
	}
	end, ok := d.properEnd(i, s)
	if !ok || end+1 >= s.to || d.isAdjective(i, end, s) {
		return mention{}, false
	}
	at := end
	if d.is(at, "(") {
		at++
	}
	digits := len(d.tokens[at].fold)
	number := d.tokens[at].kind == digitToken && !d.taken[at] && digits <= 3 && (at > end || digits > 1)
	return d.mention(i, end, i, "", 0.65, true), number
}

// withArticle reads "De Brink" inside a sentence.
func (d *document) withArticle(i int, s segment) (mention, bool) {
	end, ok := d.properEnd(i+1, s)
	inTown := d.town[i] != nil && end <= d.town[i].to
	if !ok || inTown || titles[d.fold(i-1)] {
		return mention{}, false
	}
	return d.mention(i, end, i+1, "", 0.75, true), true
}

// opening reads a name at the beginning of a segment.
func (d *document) opening(i int, s segment) (mention, bool) {
	listed := s.item || s.row
	switch {
	case !listed && !articles[d.tokens[i].fold] && d.subject(i, s):
		end, _ := d.properEnd(i, s)
		return d.mention(i, end, i, "", 0.6, true), true
	case listed, s.line && d.hasCount(s):
		return d.itemHead(i, s)
	case d.is(i, "de", "het") && i+1 < s.to && d.tokens[i+1].capital:
		end, ok := d.properEnd(i+1, s)
		if !ok || end >= s.to || d.isPeople(i+1) {
			return mention{}, false
		}
		follows := offering[d.tokens[end].fold] || d.endsPart(end, s) || inPlace[d.tokens[end].fold]
		return d.mention(i, end, i+1, "", 0.6, true), follows
	}
	return d.placed(i, s)
}

// quoted reads a name between quotation marks.
func (d *document) quoted(i int, s segment) (mention, bool) {
	end, ok := d.quoteEnd(i, s)
	if !ok || !d.tokens[i+1].capital {
		return mention{}, false
	}
	return d.mention(i, end, i, "", 0.7, true), true
}

// agedName reads "het oude Belvédère".
func (d *document) agedName(i int, s segment) (mention, bool) {
	if !d.isAged(i) || i+1 >= s.to || !d.definite(i) {
		return mention{}, false
	}
	if next := d.tokens[i+1]; next.kind != wordToken || !next.capital || d.isCommon(i+1) || d.town[i+1] != nil {
		return mention{}, false
	}
	if m, ok := d.sortBehind(i+1, s); ok {
		return m, true // "het voormalige NH Hotel"
	}
	end, ok := d.properEnd(i+1, s)
	if !ok || d.isAdjective(i+1, end, s) {
		return mention{}, false
	}
	return d.mention(i+1, end, i+1, "", 0.7, true), true
}

// subject tells whether a sentence begins with two capitalised words and a verb of
// offering: "Glinstra State wordt opvanglocatie".
func (d *document) subject(i int, s segment) bool {
	end, ok := d.properEnd(i, s)
	if !ok || end-i < 2 || end >= s.to || d.town[i] != nil || d.isPeople(i) || !d.hasCount(s) {
		return false
	}
	p, person := d.personAt(i, end)
	return offering[d.tokens[end].fold] && !(person && p.to == end && (d.signs[d.tokens[i].fold] || firstNames[d.tokens[i].fold]))
}

// definite tells whether "the" or "our" stands before a token.
func (d *document) definite(i int) bool {
	switch d.fold(i - 1) {
	case "de", "het", "the", "ons", "onze", "our", "it", "'t":
		return true
	}
	return false
}

// wayIn finds a street without a number: "aan de Kanaaldijk".
func (d *document) wayIn(s segment) *phrase.Span {
	for i := s.from; i+2 < s.to; i++ {
		if !d.is(i, "aan") {
			continue
		}
		at := i + 1
		if d.is(at, "de", "het") {
			at++
		}
		if at < s.to && d.isWay(at, s) && (isStreet(d.tokens[at].fold) || at == i+2) {
			span := d.tokens[at].Span
			return &span
		}
	}
	return nil
}

// isWay tells whether a capitalised word stands alone, as the name of a street.
func (d *document) isWay(at int, s segment) bool {
	t := d.tokens[at]
	if t.kind != wordToken || !t.capital || d.taken[at] || d.town[at] != nil || d.isCommon(at) {
		return false
	}
	return at+1 >= s.to || d.tokens[at+1].kind != wordToken || !d.tokens[at+1].capital
}

// offering lists verbs that follow the name of a location that offers places.
var offering = setOf(`heeft biedt kan kunnen is zijn gaat wordt opent komt stelt telt beschikt krijgt has offers is can will provides opens`)

// inPlace are words of place behind a name.
var inPlace = setOf(`in te aan bij op at on у в на`)

// hasCount tells whether a segment counts people or places.
func (d *document) hasCount(s segment) bool {
	at, _ := slices.BinarySearchFunc(d.amounts, d.tokens[s.from].Start, func(a phrase.Amount, start int) int { return a.Start - start })
	for end := d.tokens[s.to-1].End; at < len(d.amounts) && d.amounts[at].Start < end; at++ {
		if n, ok := nouns.find(foldWord(d.amounts[at].Noun)); ok && n != otherNoun {
			return true
		}
	}
	return false
}

// itemHead reads the head of a list item as a name: "- De Bosrand: 40".
func (d *document) itemHead(i int, s segment) (mention, bool) {
	start := i
	if d.is(i, "de", "het", "the") {
		start++
	}
	end, ok := d.properEnd(start, s)
	if !ok || end >= s.to || d.isHeading(i, start, end, s) {
		return mention{}, false
	}
	follows := d.endsPart(end, s) || d.tokens[end].kind == digitToken || s.row || d.is(end, "in", "te")
	return d.mention(i, end, start, "", 0.7, true), follows
}

// isHeading tells whether the capitalised words at the head of a line are no name
// of a location: a municipality, people, a word that means something else here.
func (d *document) isHeading(i, start, end int, s segment) bool {
	colon := d.is(end, ":")
	if d.isField(i, end) || d.isTown(i, end) || d.isPeople(i) && !(end-i > 2 && colon) {
		return true
	}
	if start > i {
		return false
	}
	listed := s.item || s.row || colon || d.is(i-1, ":")
	word := articles[d.tokens[i].fold] && !d.is(i, "van")
	return !listed || word || end == i+1 && !s.item && d.isKnown(i)
}

// isTown tells whether the tokens i..end-1 are the name of a municipality.
func (d *document) isTown(i, end int) bool { return d.town[i] != nil && d.town[i].to >= end }

// isField tells whether a field of a form begins at a token.
func (d *document) isField(i, colon int) bool {
	return d.is(colon, ":") && formLabels[d.tokens[i].fold]
}

// formLabels are fields of a form, which stand where the name of a location may.
var formLabels = setOf(`startdatum einddatum begindatum ingangsdatum datum ingang einde start looptijd duur beschikbaarheid beschikbaar bijzonderheden opmerking opmerkingen faciliteiten
	voorzieningen adres plaats plaatsnaam postcode status type soort doelgroep periode prijs kosten huur sanitair keuken parkeren huisdieren begeleiding beheer datum toelichting
	website bereikbaarheid slaapplaatsen kamers bedden vanaf tot termijn eigenaar gemeente regio bezetting maaltijden catering`)

// placed reads a name after a word of place: "op de Volendam", "in Jaarbeurs".
func (d *document) placed(i int, s segment) (mention, bool) {
	if i == s.from || d.isPeople(i) || d.town[i] != nil || isStreet(d.tokens[i].fold) {
		return mention{}, false
	}
	before := i - 1
	if before > s.from && d.is(before, "de", "het", "the", "ons", "onze") {
		before--
	}
	village := before == i-1 && d.is(before, "in", "within", "у", "в", "te", "bij")
	if village || !d.is(before, "in", "within", "у", "в", "te", "op", "bij", "at", "на") {
		return mention{}, false
	}
	end, ok := d.properEnd(i, s)
	if !ok || d.streetEnds(i, end) || d.isAdjective(i, end, s) {
		return mention{}, false
	}
	return d.mention(i, end, i, "", 0.5, true), true
}

// isKnown tells whether a word means something here and so is no name by itself.
func (d *document) isKnown(i int) bool {
	fold := d.tokens[i].fold
	if _, ok := tellers.find(fold); ok {
		return true
	}
	if _, ok := moodWords.find(fold); ok {
		return true
	}
	if _, ok := announcers.find(fold); ok {
		return true
	}
	if _, ok := aboutCalling.find(fold); ok {
		return true
	}
	if _, ok := nouns.find(fold); ok {
		return true
	}
	return contactLabels[fold] || fillers[fold] || articles[fold] || beforePersons[fold]
}
