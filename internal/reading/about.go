package reading

import "strings"

// tellers are words that say what becomes of a number.
var tellers = newLexicon(map[string]string{
	`bezet bezetting vol volledig volgeboekt full fully vergeven bezette gevuld verhuurd occupied taken filled arrived зайнят* поселили розселили прихистили прибули прибуло приїхали приїхало`: "occupied",
	`vrij vrije beschikbaar beschikbare available free vacant вільн* доступн*`:                              "free",
	`waarvan daarvan hiervan waaronder which`:                                                               "part",
	`totaal samen totale total altogether together разом всього загалом загальна загальн* сумарно opgeteld`: "total",
	`was waren eerder eerdere eerst aanvankelijk oorspronkelijk previously earlier originally before instead told wrote писали писала повідомляли було раніше замість`: "old",
	`wordt worden nu becomes now actually насправді тепер стає стане стало буде`:                                                                                       "new",
})

// addContext adjusts a score by the words around it in its clause.
func (d *document) addContext(c *count, s segment) {
	d.wordsBefore(c, s)
	d.wordsAfter(c, s)
	switch {
	case c.denied:
		c.score -= 4
	case c.part && !c.free:
		c.score -= 2.5
	}
	if c.occupied {
		c.score -= 2.5
	}
	if c.old {
		c.score -= 1.5
	}
	if c.free || c.new {
		c.score++
	}
	if c.per || c.whole {
		c.score -= 3
	}
	if d.countsLocations(c) {
		c.score -= 3
	}
	if c.Article && c.each == 0 {
		c.score -= 2.5
	}
	if c.feature {
		c.score -= 0.9
	}
}

// wordsBefore notes what the words before a number in its clause say of it.
func (d *document) wordsBefore(c *count, s segment) {
	for i := c.from - 1; i >= max(s.from, c.from-5); i-- {
		t, steps := d.tokens[i], c.from-1-i
		if t.kind == digitToken || strings.Contains(",;", t.fold) || t.fold == "(" && steps > 0 {
			break
		}
		d.wordBefore(c, s, i, steps)
		if said, ok := tellers.find(t.fold); ok {
			d.tell(c, said, i, steps)
		}
	}
	if strings.HasPrefix(d.text[c.Start:], ">") && d.fold(c.from-1) == "-" {
		c.new, c.High = true, c.Low
	}
	d.inClause(c, s)
	c.whole = c.whole || d.outOf(c.from) || d.leftOf(c, s)
	c.new = c.new || d.is(c.from-1, ">", "→", "⇒")
	if d.is(c.from-1, "van") && d.is(c.from-2, "plaats") && d.is(c.from-3, "in") {
		c.old, c.new = true, false
	}
}

// signsBefore are words before a number that say what it is.
var signsBefore = newLexicon(map[string]string{
	`maar but а wel`: "rather",
	`elk elke ieder iedere telkens each every à кожен кожній кожна кожному кожного`: "each",
	`per`: "per",
	`host house shelter accommodate hosting housing sheltering accommodating hosted housed`: "hosts",
	`geen niet no not не немає`:                       "not",
	`al reeds already вже`:                            "occupied",
	`ipv i.p.v замість`:                               "instead",
	`later daarna vervolgens uiteindelijk afterwards`: "later",
	`van from з`:                                      "from",
	`naar to`:                                         "to",
	`zich нас ми`:                                     "themselves",
	`are zijn`:                                        "are",
})

// wordBefore notes what one word says of the number steps words behind it.
func (d *document) wordBefore(c *count, s segment, i, steps int) {
	said, _ := signsBefore.words[d.tokens[i].fold]
	near := steps <= 2
	switch said {
	case "rather":
		c.butRather = c.butRather || near
	case "each":
		c.per = true
	case "per":
		c.per = c.per || steps == 0 || d.isRoom(i+1)
	case "not":
		c.denied = steps <= 1
	case "instead":
		c.old = true
	case "hosts", "later":
		c.goesOn(said, near, d.hostsNow(i))
	default:
		if steps == 0 {
			d.wordBeside(c, s, i, said)
		}
	}
	c.old = c.old || d.is(i, "of") && d.is(i-1, "instead")
}

// goesOn notes that a number is of people who are there already, or of later.
func (c *count) goesOn(said string, near, now bool) {
	c.occupied = c.occupied || said == "hosts" && near && now
	c.later = c.later || said == "later" && near
}

// hostsNow tells whether a word before a verb of hosting makes it what is going on:
// "has been hosting", "currently accommodate".
func (d *document) hostsNow(i int) bool { return d.is(i-1, "been", "already", "currently", "now") }

// mustBe tells whether a number is put right: "it should be 24".
func (d *document) mustBe(i int) bool { return d.is(i, "be") && d.is(i-1, "should", "must", "to") }

// wordBeside notes what the word right before a number says of it.
func (d *document) wordBeside(c *count, s segment, i int, said string) {
	c.new = c.new || d.mustBe(i)
	switch said {
	case "themselves":
		c.denied = true
	case "are":
		c.denied = c.denied || d.is(i-1, "we", "wij")
	case "occupied":
		c.occupied = true
	case "from":
		c.old = c.old || d.leadsTo(c, s)
	case "to":
		c.weak = c.weak || !c.new
		c.new = true
	}
}

// corrected reads what a number must be after all, and what is in use by the head
// of its line: "dat moeten er 80 zijn", "In gebruik: hotel De Zon, 30 plekken".
func (d *document) corrected(c *count, s segment) {
	if d.is(c.from-1, "er") && d.is(c.from-2, "moeten", "worden") && d.is(c.to, "zijn", "worden") {
		c.new, c.score = true, max(c.score, 3)
	}
	if d.is(c.from-1, "van") && d.is(c.from-2, "opvang") && d.is(c.from-3, "de") && d.is(c.from-4, "over") {
		c.denied = true // what is spoken of
	}
	head := s.from
	if d.is(head, "in") && d.is(head+1, "gebruik") {
		head++
	}
	c.occupied = c.occupied || d.is(head, "gebruik", "bezet", "vol", "volgeboekt") && d.is(head+1, ":")
	end := max(c.to, c.nounEnd)
	c.occupied = c.occupied || d.is(end, ",") && d.is(end+1, "vol", "bezet") && d.endsPart(end+2, s)
}

// countsLocations tells whether places are locations here: "op twee plaatsen: …",
// "op drie plekken in de stad".
func (d *document) countsLocations(c *count) bool {
	return c.noun == placeNoun && (c.Low <= 9 && d.is(c.nounEnd, ":") || c.Low <= 12 && d.is(c.from-1, "op"))
}

// inClause notes what the clause around a number says of it.
func (d *document) inClause(c *count, s segment) {
	if d.is(c.from-1, "eerste", "first") && c.noun == personNoun {
		c.score-- // the first of more
	}
	if c.noun == roomNoun && c.Low <= 9 && d.is(c.from-1, "met") && d.is(c.nounEnd-1, "slaapkamers", "slaapkamer") {
		c.score -= 2 // of one house: "een huis met drie slaapkamers"
	}
	c.per = c.per || c.noun == personNoun && d.is(c.nounEnd-1, "pp") && c.Low <= 12 && d.is(c.from-1, "(", "à", "a") && d.isRoom(c.from-2)
	c.inRow = d.is(c.to, ",", "en") && d.anyOf(s, "respectievelijk", "resp")
	d.corrected(c, s)
	d.beside(c, s)
}

// beside tells what is there from what is added to it: "naast de 100 bestaande
// plekken komen er 150 bij".
func (d *document) beside(c *count, s segment) {
	if at := c.from - 1; d.is(at, "de", "onze", "bestaande", "huidige", "eerdere") {
		for ; at > s.from && at > c.from-4 && d.is(at, "de", "onze", "bestaande", "huidige", "eerdere"); at-- {
		}
		c.occupied = c.occupied || d.is(at, "naast", "bovenop", "behalve")
	}
	end := max(c.to, c.nounEnd)
	for i := c.to; i <= end; i++ {
		c.occupied = c.occupied || d.is(i, "bestaande", "huidige")
	}
	bij := d.is(end, "bij", "erbij") && d.endsPart(end+1, s)
	if bij && (d.anyOf(s, "er", "erbij", "nog")) {
		c.added, c.score = true, max(c.score, 3)
	}
}

func (d *document) isRoom(i int) bool {
	n, ok := nouns.find(d.fold(i))
	return ok && (n == roomNoun || n == familyNoun)
}

// leftOf tells whether a sentence goes on to say what is left of a number: "van de
// 100 bedden zijn er nog 35 vrij".
func (d *document) leftOf(c *count, s segment) bool {
	if !d.is(c.from-1, "de", "the", "of", "van", "з", "із") {
		return false
	}
	for i := c.to; i < s.to; i++ {
		if said, _ := tellers.find(d.tokens[i].fold); said == "free" {
			return d.anyDigits(c.to, i)
		}
	}
	return false
}

func (d *document) anyDigits(from, to int) bool {
	for i := from; i < to; i++ {
		if d.tokens[i].kind == digitToken && !d.taken[i] {
			return true
		}
	}
	return false
}

// outOf tells whether a number is the whole of which another was named: "11 van de
// 30 plaatsen".
func (d *document) outOf(i int) bool {
	at := i - 1
	if d.is(at, "de", "the", "onze", "our") {
		at--
	}
	if !d.is(at, "van", "of", "из", "із", "з") {
		return false
	}
	for steps := 1; steps <= 2 && at-steps >= 0; steps++ {
		if d.tokens[at-steps].kind == digitToken {
			return !d.taken[at-steps]
		}
	}
	return false
}

// tell notes what a word before a number says of it.
func (d *document) tell(c *count, said string, at, steps int) {
	switch said {
	case "occupied":
		c.occupied = c.occupied || steps <= 2
	case "free":
		c.free = true
	case "part":
		c.part = c.part || steps <= 2
	case "total":
		c.total = true
	case "old":
		if d.tokens[at].fold == "before" || steps <= 2 && !c.new {
			c.old = true
		}
	case "new":
		c.new = c.new || steps <= 2
		c.weak = true
	}
}

// leadsTo tells whether "van 40 naar 60" goes on behind a number.
func (d *document) leadsTo(c *count, s segment) bool {
	for i := c.to; i < min(s.to, c.nounEnd+3); i++ {
		if d.is(i, "naar", "to", "до") {
			return i+1 < s.to && d.tokens[i+1].kind == digitToken
		}
	}
	return false
}

// wordsAfter notes what the words behind a number in its clause say of it.
func (d *document) wordsAfter(c *count, s segment) {
	from := max(c.to, c.nounEnd)
	for i := from; i < min(s.to, from+6); i++ {
		t := d.tokens[i]
		if t.kind == digitToken || strings.Contains(",;.", t.fold) || d.is(i, "maar", "but") {
			return
		}
		said, _ := tellers.find(t.fold)
		if said == "occupied" && (d.is(i+1, ":") || i+1 < s.to && d.tokens[i+1].kind == digitToken) {
			return // of the next number
		}
		d.wordAfter(c, i, said)
	}
}

// wordAfter notes what one word says of the number before it.
func (d *document) wordAfter(c *count, i int, said string) {
	switch {
	case said == "occupied", d.is(i, "gebruik", "use") && d.is(i-1, "in"):
		c.occupied = true
	case said == "free" && (d.is(i-1, "niet", "not") || d.is(i-1, "meer") && d.is(i-2, "niet")):
		c.free, c.denied = false, true
	case said == "free", d.is(i, "over", "left"):
		c.free = true
	case said == "total":
		c.total = true
	case d.is(i, "housed", "hosted", "accommodated", "sheltered") && d.is(i-1, "been", "were", "are"):
		c.occupied = true
	case d.is(i, "each", "apiece") && i <= max(c.to, c.nounEnd):
		c.per = true
	}
}
