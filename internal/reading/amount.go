package reading

import (
	"slices"

	"onderdak/internal/phrase"
)

// count is an amount that may be the number of places of an offer.
type count struct {
	phrase.Amount
	from, to  int // its tokens, from..to-1
	noun      noun
	nounEnd   int // token after the noun; to where there is none
	score     float64
	each      int
	old       bool // what was said before: "was 620"
	new       bool // what replaces it: "wordt 740"
	occupied  bool
	free      bool
	total     bool
	part      bool // of which: "waarvan 10"
	denied    bool
	whole     bool // "van de 30": what another number is part of
	weak      bool // new by a word that may mean nothing: "wordt", "nu"
	butRather bool // behind "maar", "but"
	later     bool // what it becomes later: "daarna 150"
	inRow     bool // one of a row: "respectievelijk 60 en 25 mensen"
	added     bool // what comes beside it: "er komen 150 bij"
	per       bool // "2 per kamer": no number of places by itself
	company   bool // said by who they are: "a mother with two children"
	feature   bool // rooms of one home: "a house with three bedrooms"
}

// leastScore is the score from which an amount is taken for a number of places.
const leastScore = 2

// counts weighs the amounts in a segment and gives those that may be places, in
// order, and how many are said to fit a room.
func (d *document) counts(s segment, names []mention) ([]count, int) {
	var found []count
	at, _ := slices.BinarySearchFunc(d.amounts, d.tokens[s.from].Start, func(a phrase.Amount, start int) int { return a.Start - start })
	end := d.tokens[s.to-1].End
	for _, a := range d.amounts[at:] {
		if a.Start >= end {
			break
		}
		c, ok := d.weigh(a, s, names)
		if ok {
			found = append(found, c)
		}
	}
	companies := d.companies(s)
	for i := range companies {
		d.addContext(&companies[i], s)
	}
	found = withCompanies(found, companies)
	each := 0
	for _, c := range found {
		if c.per && (c.noun == personNoun || c.noun == bedNoun || c.noun == placeNoun) && each == 0 {
			each = places(&c)
		}
	}
	return relate(found), each
}

// weigh scores one amount by its noun, the words around it and its place.
func (d *document) weigh(a phrase.Amount, s segment, names []mention) (count, bool) {
	c := count{Amount: d.untaken(a)}
	c.from = d.tokenAt(c.Start)
	c.to = c.from
	for c.to < s.to && d.tokens[c.to].Start < a.End {
		c.to++
	}
	if a.Kind != phrase.Count || c.Low == 0 && c.High == 0 || max(c.Low, c.High) > mostPlaces || d.excluded(c, s, names) {
		return count{}, false
	}
	d.counted(&c, s)
	d.asFamily(&c, s)
	c.per, c.feature = a.Per != "", d.isFeature(&c, s)
	if c.noun == placeNoun && d.toSleep(c) {
		c.noun = bedNoun
	}
	switch c.noun {
	case placeNoun, bedNoun:
		c.score = 4
	case residentNoun:
		c.noun, c.score = personNoun, 2
		if d.is(c.from-1, "на", "для", "for", "voor") {
			c.score = 3
		}
	case personNoun, roomNoun, familyNoun:
		c.score = 3
	case otherNoun:
		return count{}, false
	default:
		c.score = d.scoreBare(&c, s, names)
		d.byLabel(&c)
	}
	d.addContext(&c, s)
	return c, true
}

// toSleep tells whether the places counted are places to sleep: "sleeping places",
// "спальних місць".
func (d *document) toSleep(c count) bool {
	for i := c.from + 1; i < min(len(d.tokens), max(c.to, c.nounEnd)); i++ {
		if d.is(i, "sleeping", "спальних", "спальні", "спальне", "спальними", "спальных") {
			return true
		}
	}
	return false
}

// counted finds what an amount counts and how many one of it holds.
func (d *document) counted(c *count, s segment) {
	c.nounEnd, c.each = c.to, c.Each
	folded := foldWord(c.Noun)
	n, known := nouns.find(folded)
	if known && folded != "" {
		c.noun = n
		if each, ok := eachPrefix(folded); ok {
			c.each = each
		}
	} else {
		c.noun, c.nounEnd = d.nounBehind(c, s)
	}
	if each, ok := d.eachInBrackets(c.nounEnd); ok && c.noun == roomNoun && c.each == 0 {
		c.each = each
	}
	if c.Article && c.noun == roomNoun && c.each > 0 {
		c.Low, c.High, c.each, c.noun, c.Article = c.each, c.each, 0, personNoun, false // "een woning voor 6 personen"
	}
}

// untaken gives the upper end of a range whose lower end belongs to something else:
// "Kerkstraat 5 - 180 personen".
func (d *document) untaken(a phrase.Amount) phrase.Amount {
	first := d.tokenAt(a.Start)
	if a.High <= a.Low || first >= len(d.tokens) || !d.taken[first] {
		return a
	}
	for i := first + 1; i < len(d.tokens) && d.tokens[i].Start < a.End; i++ {
		if d.tokens[i].kind == digitToken && !d.taken[i] {
			a.Start, a.Low = d.tokens[i].Start, a.High
			return a
		}
	}
	return a
}

// mostPlaces is more than any location holds; greater numbers are something else.
const mostPlaces = 20000

// beforeOthers are words before numbers of other things: rooms of a house, pages.
var beforeOthers = setOf(`/ eur euro nr nummer artikel pagina art room № zaal hal loods fase bijlage € $ £`)

// behindOthers are signs behind numbers of other things.
var behindOthers = setOf(`% €`)

// excluded tells whether an amount is part of something that is no count.
func (d *document) excluded(c count, s segment, names []mention) bool {
	if c.from >= len(d.tokens) || c.from >= s.to || d.taken[c.from] || inMention(c.from, names) {
		return true
	}
	after := d.fold(c.to)
	fraction := after == "/" && !d.tokens[c.to].gap && allDigits(d.fold(c.to+1))
	ofItem := s.item && c.from == s.from && (after == "." || after == ")")
	return d.allOfThem(c) || fraction || ofItem || behindOthers[after] || beforeOthers[d.fold(c.from-1)]
}

// allOfThem tells whether a number points back at what was counted: "alle drie".
func (d *document) allOfThem(c count) bool {
	_, thing := nouns.find(d.fold(c.to))
	return !thing && d.is(c.from-1, "alle", "all") && d.tokens[c.from].kind == wordToken
}

// dropWeak takes "wordt" and "nu" for what they mostly are where nothing was said
// before.
func dropWeak(found []count) {
	for _, c := range found {
		if c.old {
			return
		}
	}
	for i := range found {
		if found[i].weak {
			found[i].new = false
		}
	}
}

// dropFull drops a capacity of which all is said to be taken.
func dropFull(found []count) {
	for i := range found {
		for k := max(0, i-3); k < min(len(found), i+4); k++ {
			if k != i && found[k].occupied && !found[i].occupied && places(&found[k]) == places(&found[i]) {
				found[i].score = 0
			}
		}
	}
}

// relate lets the counts of a segment say what they are to one another, and keeps
// those that may be places.
func relate(found []count) []count {
	for i := range found {
		if i > 0 && found[i-1].denied && found[i].butRather {
			found[i].new, found[i-1].old = true, true
		}
		shareWhole(found, i)
		firstStretch(found, i)
		lendNoun(found, i)
	}
	for i := len(found) - 2; i >= 0; i-- {
		if found[i].noun == noNoun && found[i].score >= leastScore && !found[i+1].occupied {
			found[i].noun = found[i+1].noun
		}
	}
	for i := 1; i < len(found); i++ {
		if found[i].noun == noNoun && found[i].score >= leastScore {
			found[i].noun = found[i-1].noun
		}
	}
	lendRow(found)
	dropWeak(found)
	dropFull(found)
	kept := found[:0]
	for _, c := range found {
		if c.score >= leastScore {
			kept = append(kept, c)
		}
	}
	return kept
}

// shareWhole gives the part of "11 van de 30 plaatsen" the noun of the whole.
func shareWhole(found []count, i int) {
	if !found[i].whole || len(found) < 2 {
		return
	}
	part := &found[max(i-1, 0)]
	if i == 0 {
		part = &found[1]
	} else {
		part.old, part.part = false, false
	}
	if i == 0 && part.noun != noNoun {
		return
	}
	if part.noun == noNoun {
		part.noun = found[i].noun
	}
	part.score = max(part.score, 3)
}

// lendRow gives the numbers of "respectievelijk 60 en 25 mensen" the noun of the
// last.
func lendRow(found []count) {
	for i := len(found) - 2; i >= 0; i-- {
		c, next := &found[i], &found[i+1]
		if c.inRow && c.noun == noNoun && next.noun != noNoun && next.score >= leastScore && next.from-c.to <= 2 {
			c.noun, c.score, next.inRow = next.noun, max(c.score, 2.5), true
		}
	}
}

// firstStretch lets the number that counts later wait: "waar eerst 50 en later 150
// mensen terechtkunnen" offers 50.
func firstStretch(found []count, i int) {
	if i == 0 || !found[i].later || found[i-1].outdated() && !found[i-1].old || found[i].from-found[i-1].to > 8 {
		return
	}
	before := &found[i-1]
	if before.noun == noNoun {
		before.noun = found[i].noun
	}
	if before.noun == found[i].noun && before.score >= 0 {
		before.old, before.score = false, max(before.score, 3)
		found[i].new, found[i].score = false, 0
	}
}

// lendNoun gives a number that replaces another the noun of its neighbours.
func lendNoun(found []count, i int) {
	c := &found[i]
	if !c.new || c.noun != noNoun {
		return
	}
	for k := max(0, i-3); k < min(len(found), i+4); k++ {
		if found[k].old && found[k].score >= 0.5 {
			c.score = max(c.score, 2.5)
		}
		if found[k].noun != noNoun {
			c.noun, c.score = found[k].noun, max(c.score, 2.5)
		}
	}
}
