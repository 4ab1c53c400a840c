package reading

import (
	"slices"
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
			continue
		}
		found = append(found, m)
		i = max(m.to, i+1)
	}
	return found
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
var nameLabels = setOf(`waar where де locatie locatienaam accommodatie opvanglocatie gebouw pand object naam-locatie locatie-naam location venue building accommodation
	site location-name name-of-location name-location локація назва об'єкт будівля заклад адреса-локації`)

// labelled reads "Locatie: De Bosrand".
func (d *document) labelled(i int, s segment) (mention, bool) {
	if i != s.from && !(s.item && i <= s.from+2) {
		return mention{}, false
	}
	at := i
	var words []string
	for ; at < s.to && len(words) < 4 && d.tokens[at].kind == wordToken; at++ {
		words = append(words, d.tokens[at].fold)
	}
	for at < s.to && d.tokens[at].kind == digitToken && len(words) > 0 { // "Locatie 1: …"
		at++
	}
	if len(words) == 0 || at >= s.to || d.tokens[at].fold != ":" && d.tokens[at].fold != "?" || !nameLabels[strings.Join(words, "-")] {
		return mention{}, false
	}
	from := at + 1
	if from >= s.to {
		return mention{}, false
	}
	if m, ok := d.sorted(from, s); ok {
		m.sure = 0.95
		return m, true
	}
	to := from
	for to < s.to && to < from+8 && (d.tokens[to].kind == wordToken || d.tokens[to].fold == "." && !d.tokens[to].gap || isQuote(d.tokens[to].fold)) && !d.taken[to] {
		to++
	}
	if to == from || d.town[from] != nil && d.town[from].to >= to {
		return mention{}, false
	}
	return d.mention(from, to, from, "", 0.9, true), true
}

// sorted reads a name built on a word for a building: "sporthal De Bosrand", "het
// oude gemeentehuis", "Nescio Hotel".
func (d *document) sorted(i int, s segment) (mention, bool) {
	start := i
	for start < s.to && start < i+3 && d.isAged(start) {
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
	from := i
	if !proper {
		to = head
		proper = d.glued(head-1, i, s)
	}
	m := d.mention(from, to, head, sort, 0.9, proper)
	if to == head && proper {
		m.core = d.tokens[head-1].fold
	}
	m.several = !proper && d.indefinite(i, head)
	switch {
	case proper && start > i:
		m.sure = 0.95
	case !proper:
		m.sure = 0.5
		if start > i {
			m.sure = 0.65
		}
	}
	return m, true
}

// glued tells whether a name is glued to its sort and nothing stands behind: "in
// de Seeligkazerne".
func (d *document) glued(i, from int, s segment) bool {
	t := d.tokens[i]
	if !t.capital || i == s.from || s.item && i <= s.from+2 && !d.endsPart(i+1, s) && d.fold(i+1) != "gebouw" {
		return false
	}
	_, whole := sorts.words[t.fold]
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
	if i == 0 {
		return false
	}
	switch d.tokens[i-1].fold {
	case "een", "geen", "a", "an", "no", "any", "elk", "elke", "ieder", "iedere", "each", "every":
		return true
	}
	return d.tokens[i-1].kind == digitToken || vague[d.tokens[head-1].fold]
}

// vague lists words that stand for a location and name none.
var vague = setOf(`pand gebouw complex locatie opvanglocatie noodopvang opvangcentrum hal terrein center centre building venue complex shelter
	woning woningen appartement appartementen flat house apartment apartments villa huis kantoorruimte hub kamer office offices school containers containerwoningen
	приміщення будівля будівлі будинок будинку центр центрі зал залі житло квартира квартиру квартирі притулок прихисток комплекс`)

// sortBehind reads a name before its sort, as English has it: "the Nescio Hotel",
// "Bosrand sports hall".
func (d *document) sortBehind(i int, s segment) (mention, bool) {
	if !d.tokens[i].capital || d.tokens[i].kind != wordToken || articles[d.tokens[i].fold] || d.isCommon(i, s) {
		return mention{}, false
	}
	for at := i + 1; at < s.to && at <= i+4; at++ {
		if sort, head, ok := d.sortAt(at, s.to); ok {
			if _, own := d.properEnd(head, s); own && (i == s.from || !d.english) {
				return mention{}, false
			}
			if !d.tokens[at].capital && !d.english {
				return mention{}, false
			}
			if to, more := d.properEnd(head, s); more && d.tokens[head].capital && d.town[head] == nil {
				head = to
			}
			return d.mention(i, head, at, sort, 0.85, true), true
		}
		t := d.tokens[at]
		if t.kind != wordToken || !t.capital && !particles[t.fold] {
			return mention{}, false
		}
	}
	return mention{}, false
}

var articles = setOf(`de het een the a an in op bij te van voor wij we er onze ons our this deze dit die dat dear beste geachte hallo`)

// longestName bounds a name, in words.
const longestName = 7

// properEnd gives where the name of its own ends that begins at a token; false
// where none does.
func (d *document) properEnd(from int, s segment) (int, bool) {
	if from < s.to && isQuote(d.tokens[from].fold) {
		return d.quoteEnd(from, s)
	}
	end, proper := from, false
	for at := from; at < s.to && at < from+longestName; {
		t := d.tokens[at]
		switch {
		case t.fold == "&" && proper, t.fold == "." && !t.gap && proper && at+1 < s.to && !d.tokens[at+1].gap:
			at++
			continue
		case t.kind == digitToken && proper && at == end && len(t.fold) <= 2 && !d.taken[at] && d.endsPart(at+1, s):
			return at + 1, true // "Loods 6"
		case t.kind != wordToken || d.taken[at]:
			return end, proper
		case t.capital && !(articlesOfStart[t.fold] && at+1 < s.to && !d.tokens[at+1].capital):
			if d.stopsName(at, from, s) {
				return end, proper
			}
			at++
			end, proper = at, true
		case particles[t.fold]:
			next, ok := d.overParticles(at, from, s)
			if !ok {
				return end, proper
			}
			at = next
		default:
			return end, proper
		}
	}
	return end, proper
}

// endsPart tells whether a clause ends before a token.
func (d *document) endsPart(i int, s segment) bool {
	if i >= s.to {
		return true
	}
	t := d.tokens[i]
	return t.kind == breakToken || t.kind == markToken && strings.Contains(",;:()|-–—.", t.fold)
}

var articlesOfStart = setOf(`de het een the er we wij`)

// stopsName tells whether a capitalised word begins something else: a town behind
// a complete name, a day, a month.
func (d *document) stopsName(at, from int, s segment) bool {
	return d.isCommon(at, s) && d.tokens[at].fold != "de" && d.tokens[at].fold != "het" && d.tokens[at].fold != "'t" && d.tokens[at].fold != "the"
}

// overParticles steps over small words inside a name; false where they lead out of
// it: to a street or a town.
func (d *document) overParticles(at, from int, s segment) (int, bool) {
	next := at
	for next < s.to && next < at+3 && d.tokens[next].kind == wordToken && particles[d.tokens[next].fold] && !d.tokens[next].capital {
		next++
	}
	if next >= s.to || d.tokens[next].kind != wordToken || !d.tokens[next].capital || d.taken[next] || d.isCommon(next, s) {
		return 0, false
	}
	switch d.tokens[at].fold {
	case "aan", "in", "te", "op", "bij", "at", "на", "ter":
		if at == from || d.town[next] != nil || isStreet(d.tokens[next].fold) || next == at+1 {
			return 0, false
		}
	case "en", "and":
		return 0, false
	}
	return next, true
}

func isQuote(fold string) bool {
	return strings.Contains("\"'“”„‘’«»`", fold) && fold != ""
}

// quoteEnd reads a name between quotation marks.
func (d *document) quoteEnd(from int, s segment) (int, bool) {
	for at := from + 1; at < s.to && at <= from+longestName; at++ {
		if isQuote(d.tokens[at].fold) {
			return at + 1, at > from+1
		}
	}
	return from, false
}

// unsorted reads names without a word for a building: "De Brink", "de Volendam".
func (d *document) unsorted(i int, s segment) (mention, bool) {
	t := d.tokens[i]
	first := i == s.from || s.item && i <= s.from+2
	switch {
	case isQuote(t.fold) && t.fold != "'":
		end, ok := d.quoteEnd(i, s)
		if !ok || !d.tokens[i+1].capital || end-i > 7 {
			return mention{}, false
		}
		return d.mention(i, end, i, "", 0.7, true), true
	case t.kind != wordToken || !t.capital:
		return mention{}, false
	case !first && (t.fold == "de" || t.fold == "het"):
		end, ok := d.properEnd(i+1, s)
		if !ok {
			return mention{}, false
		}
		return d.mention(i, end, i+1, "", 0.75, true), true
	case d.fold(i-1) == ":" && !first && d.hasCount(s):
		return d.itemHead(i, s)
	case first && (s.item || s.row || s.line && d.hasCount(s)):
		return d.itemHead(i, s)
	case first && (t.fold == "de" || t.fold == "het") && i+1 < s.to && d.tokens[i+1].capital:
		end, ok := d.properEnd(i+1, s)
		if !ok || end >= s.to || !offering[d.tokens[end].fold] && !d.endsPart(end, s) && !inPlace[d.tokens[end].fold] || d.isPeople(i+1) {
			return mention{}, false
		}
		return d.mention(i, end, i+1, "", 0.6, true), true
	}
	return d.placed(i, s)
}

// offering lists verbs that follow the name of a location that offers places.
var offering = setOf(`heeft biedt kan kunnen is zijn gaat wordt opent komt stelt telt beschikt krijgt has offers is can will provides opens`)

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
	if d.tokens[i].fold == "de" || d.tokens[i].fold == "het" || d.tokens[i].fold == "the" {
		start++
	}
	end, ok := d.properEnd(start, s)
	if !ok || end >= s.to {
		return mention{}, false
	}
	if d.town[i] != nil && d.town[i].to >= end || d.isPeople(i) && !(end-i > 2 && d.fold(end) == ":") || start == i && end == i+1 && !s.item && d.isKnown(i) {
		return mention{}, false
	}
	if !d.endsPart(end, s) && d.tokens[end].kind != digitToken && !s.row && d.tokens[end].fold != "in" && d.tokens[end].fold != "te" {
		return mention{}, false
	}
	return d.mention(i, end, start, "", 0.7, true), true
}

// placed reads a name after a word of place: "op de Volendam", "in Jaarbeurs".
func (d *document) placed(i int, s segment) (mention, bool) {
	if i == s.from || d.isCommon(i, s) || d.town[i] != nil || isStreet(d.tokens[i].fold) {
		return mention{}, false
	}
	before := i - 1
	if before > s.from && (d.tokens[before].fold == "de" || d.tokens[before].fold == "het" || d.tokens[before].fold == "the" || d.tokens[before].fold == "ons" || d.tokens[before].fold == "onze") {
		before--
	}
	switch d.tokens[before].fold {
	case "in", "within", "у", "в", "te":
		if before == i-1 {
			return mention{}, false // most likely a village
		}
	case "op", "bij", "at", "on", "на":
	default:
		return mention{}, false
	}
	end, ok := d.properEnd(i, s)
	if !ok || d.isPeople(i) || d.streetEnds(i, end) {
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

func (d *document) streetEnds(from, to int) bool {
	for at := from; at < to; at++ {
		if isStreet(d.tokens[at].fold) {
			return true
		}
	}
	return to < len(d.tokens) && d.tokens[to].kind == digitToken
}

// mention makes one of the tokens from..to-1; head is where its own name begins.
func (d *document) mention(from, to, head int, sort string, sure float64, proper bool) mention {
	m := mention{from: from, to: to, sort: sort, sure: sure, proper: proper}
	m.Start, m.End = d.tokens[from].Start, d.tokens[to-1].End
	core := head
	if !proper {
		core = from
	}
	var words []string
	for i := core; i < to; i++ {
		if fold := d.tokens[i].fold; d.tokens[i].kind != markToken && fold != "de" && fold != "het" && fold != "the" && fold != "'t" && fold != "\n" {
			words = append(words, fold)
		}
	}
	m.core = strings.Join(words, " ")
	if proper && m.core == "" {
		m.core = d.tokens[from].fold
	}
	return m
}
