package reading

import (
	"slices"
	"strings"

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
	butRather bool // behind "maar", "but"
	per       bool // "2 per kamer": no number of places by itself
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
	c := count{Amount: a, from: d.tokenAt(a.Start)}
	c.to = c.from
	for c.to < s.to && d.tokens[c.to].Start < a.End {
		c.to++
	}
	if a.Kind != phrase.Count || c.Low == 0 && c.High == 0 || max(c.Low, c.High) > mostPlaces || d.excluded(c, s, names) {
		return count{}, false
	}
	c.nounEnd, c.each = c.to, a.Each
	if n, ok := nouns.find(foldWord(a.Noun)); ok && a.Noun != "" {
		c.noun = n
		if each, ok := eachPrefix(foldWord(a.Noun)); ok {
			c.each = each
		}
	} else {
		c.noun, c.nounEnd = d.nounBehind(&c, s)
	}
	c.per = a.Per != ""
	switch c.noun {
	case placeNoun, bedNoun:
		c.score = 4
	case personNoun, roomNoun, familyNoun:
		c.score = 3
	case otherNoun:
		return count{}, false
	default:
		c.score = d.scoreBare(&c, s, names)
	}
	d.addContext(&c, s)
	return c, true
}

// mostPlaces is more than any location holds; greater numbers are something else.
const mostPlaces = 20000

// excluded tells whether an amount is part of something that is no count.
func (d *document) excluded(c count, s segment, names []mention) bool {
	if c.from >= len(d.tokens) || c.from >= s.to || d.taken[c.from] || inMention(c.from, names) {
		return true
	}
	before, after := d.fold(c.from-1), d.fold(c.to)
	if strings.Contains("€$£", before) && before != "" || after == "%" || after == "€" || after == "/" && d.tokens[c.to].gap == false && d.fold(c.to+1) != "" && allDigits(d.fold(c.to+1)) {
		return true
	}
	if before == "/" || before == "eur" || before == "euro" || before == "nr" || before == "nummer" || before == "artikel" || before == "kamer" && !d.tokens[c.from].gap || before == "pagina" || before == "art" || before == "room" || before == "№" || before == "zaal" || before == "hal" || before == "loods" || before == "gebouw" && c.noun == noNoun || before == "fase" || before == "bijlage" {
		return true
	}
	if s.item && c.from <= s.from+1 && (d.fold(c.to) == "." || d.fold(c.to) == ")") && c.from == s.from {
		return true // the number of the item
	}
	return false
}

// between lists words that may stand between an amount and what it counts.
var between = newLexicon(map[string]bool{
	`*e *en *ige *se *ens *aal *bare *vrije extra stuks aan tot dus nieuwe vrij beschikbaar available free additional more new extra single double emergency sleeping
	ukrainian displaced safe spare temporary adult private furnished empty of from і та додаткових вільних нових тимчасових спальних українських безпечних *их *ix`: true,
})

// nounBehind finds what an amount counts: the first known noun behind it with only
// adjectives between.
func (d *document) nounBehind(c *count, s segment) (noun, int) {
	for i, steps := c.to, 0; i < s.to && steps < 4; i, steps = i+1, steps+1 {
		t := d.tokens[i]
		if t.fold == "-" || t.fold == "(" && steps == 0 && false {
			continue
		}
		if t.kind == digitToken && i > c.to {
			if each, ok := eachPrefix(t.fold); ok {
				c.each = each
				if n, ok := nouns.find(t.fold); ok {
					return n, i + 1
				}
				continue
			}
		}
		if t.kind != wordToken && !(t.kind == digitToken && i == c.to) {
			return noNoun, c.to
		}
		if each, ok := eachPrefix(t.fold); ok {
			c.each = each
			if n, known := nouns.find(t.fold); known && n == roomNoun {
				return n, i + 1
			}
			continue
		}
		if n, ok := nouns.find(t.fold); ok {
			if n == placeNoun && (t.fold == "plaats" || t.fold == "plek" || t.fold == "place") && i == c.to && c.Low > 1 {
				return noNoun, c.to
			}
			return n, i + 1
		}
		if _, ok := between.find(t.fold); !ok && !t.capital {
			return noNoun, c.to
		}
	}
	return noNoun, c.to
}

// eachPrefix reads how many a room holds from its name: "tweepersoonskamers",
// "4-persoons", "double".
func eachPrefix(word string) (int, bool) {
	for i, names := range [][]string{
		{"eenpersoons", "1-persoons", "1persoons", "single"}, {"tweepersoons", "2-persoons", "2persoons", "double", "twin", "двомісн", "двохмісн", "2-місн"},
		{"driepersoons", "3-persoons", "3persoons", "triple", "тримісн", "трьохмісн", "3-місн"}, {"vierpersoons", "4-persoons", "4persoons", "чотиримісн", "4-місн", "quadruple"},
		{"vijfpersoons", "5-persoons", "5persoons", "п'ятимісн", "5-місн"}, {"zespersoons", "6-persoons", "6persoons", "шестимісн", "6-місн"},
		{"zevenpersoons", "7-persoons", "7persoons"}, {"achtpersoons", "8-persoons", "8persoons", "8-місн", "восьмимісн"},
	} {
		for _, name := range names {
			if strings.HasPrefix(word, name) {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// before lists words that announce a number of places.
var announcers = newLexicon(map[string]bool{
	`hoeveel many скільки *plek *plekken plaats plaatsen slaapplaatsen *opvangplekken *opvangplaatsen ruimte capaciteit *capaciteit bedden aantal personen onderdak opvang mensen vluchtelingen gasten huisvesten
	places beds capacity room space number persons people for accommodate house host місц* ліж* місткіст* кількіст* осіб людей прийняти розмістити`: true,
})

// fillers may stand between an announcer and its number.
var fillers = setOf(`? dus voor aan van is nu max maximaal minimaal circa ca ongeveer zo'n zon zeker totaal : = ( - tot about up to around approximately some of at most least is for can are there близько приблизно до на для max. . ruim bijna nog aantal plekken bedden personen plaatsen places beds persons people in te`)

// scoreBare scores a number without a noun behind it by what stands before.
func (d *document) scoreBare(c *count, s segment, names []mention) float64 {
	for i, steps := c.from-1, 0; i >= s.from && steps < 6; i, steps = i-1, steps+1 {
		fold := d.tokens[i].fold
		if n, ok := nouns.find(fold); ok && n == otherNoun {
			return 0
		}
		if said, ok := tellers.find(fold); ok && said == "free" && (d.fold(i+1) == ":" || d.fold(i+1) == "dus" || i == c.from-1) {
			return 3.5
		}
		if n, ok := nouns.find(fold); ok && n != otherNoun && n != personNoun && (d.fold(i+1) == ":" || d.fold(i+1) == "(" || steps == 0) && c.noun == noNoun {
			c.noun = n
			return 3
		}
		if _, ok := announcers.find(fold); ok {
			if n, ok := nouns.find(fold); ok && n != otherNoun && c.noun == noNoun {
				c.noun = n
			}
			return 3.5
		}
		if !fillers[fold] {
			break
		}
	}
	if c.Noun != "" || d.tokens[c.from].kind == digitToken && c.Low >= 1900 && c.Low <= 2100 {
		return 0
	}
	before := d.fold(c.from - 1)
	if (s.item || s.row) && len(names) > 0 && c.from >= names[0].to && d.endsPart(c.to, s) {
		return 2.5
	}
	if before == "(" && d.fold(c.to) == ")" && len(names) > 0 {
		return 2.5
	}
	if (len(names) > 0 || d.townsIn(s)) && d.bareEnd(c, s) && d.tokens[c.from].gap && (c.Low > 9 || c.Low != c.High) {
		return 2.2
	}
	return 0.5
}

func (d *document) townsIn(s segment) bool {
	for i := s.from; i < s.to; i++ {
		if d.town[i] != nil {
			return true
		}
	}
	return false
}

// bareEnd tells whether nothing that could be counted follows a number.
func (d *document) bareEnd(c *count, s segment) bool {
	if d.endsPart(c.to, s) {
		return true
	}
	said, ok := tellers.find(d.fold(c.to))
	return ok && (said == "free" || said == "old")
}

// tellers are words that say what becomes of a number.
var tellers = newLexicon(map[string]string{
	`bezet bezetting vol volledig volgeboekt full fully vergeven bezette gevuld verhuurd occupied taken filled зайнят*`:           "occupied",
	`vrij vrije beschikbaar beschikbare available free vacant вільн* доступн*`:                                                    "free",
	`waarvan daarvan hiervan waaronder inclusief including which with includes`:                                                   "part",
	`totaal samen totale total altogether together разом всього загалом загальна загальн* сумарно opgeteld`:                       "total",
	`was waren eerder eerdere eerst aanvankelijk oorspronkelijk previously earlier originally before instead було раніше замість`: "old",
	`wordt worden nu becomes now тепер стає стане стало буде`:                                                                     "new",
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
	if c.per {
		c.score -= 3
	}
	if c.Article {
		c.score--
	}
}

func (d *document) wordsBefore(c *count, s segment) {
	for i, steps := c.from-1, 0; i >= s.from && steps < 5; i, steps = i-1, steps+1 {
		t := d.tokens[i]
		if t.kind == digitToken || strings.Contains(",;(", t.fold) && steps > 0 {
			break
		}
		switch t.fold {
		case "maar", "but", "а", "wel":
			c.butRather = c.butRather || steps <= 2
		case "elk", "elke", "ieder", "iedere", "telkens", "each", "every", "per", "à", "a", "кожен", "кожній", "кожна", "кожному", "кожного":
			c.per = c.per || t.fold != "a" && t.fold != "per" || t.fold == "per" && (steps == 0 || steps == 1 && d.isRoom(c.from-1))
		case "geen", "niet", "no", "not", "не", "немає":
			c.denied = steps <= 1
		case "al", "reeds", "already", "вже":
			c.occupied = c.occupied || steps == 0
		case "ipv", "i.p.v", "замість":
			c.old = true
		case "van", "from", "з":
			c.old = c.old || steps == 0 && d.leadsTo(c, s)
		case "naar", "to":
			c.new = c.new || steps == 0
		case "of":
			if d.fold(i-1) == "instead" {
				c.old = true
			}
		}
		if said, ok := tellers.find(t.fold); ok {
			d.tell(c, said, i, steps)
		}
	}
	if strings.HasPrefix(d.text[c.Start:], ">") && d.fold(c.from-1) == "-" {
		c.new, c.High = true, c.Low
	}
	if d.fold(c.from-1) == ">" || d.fold(c.from-1) == "→" || d.fold(c.from-1) == "⇒" {
		c.new = true
	}
	if d.fold(c.from-1) == "van" && d.fold(c.from-2) == "plaats" && d.fold(c.from-3) == "in" {
		c.old, c.new = true, false
	}
}

func (d *document) isRoom(i int) bool {
	n, ok := nouns.find(d.fold(i))
	return ok && (n == roomNoun || n == familyNoun)
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
		c.new = steps <= 2
	}
}

// leadsTo tells whether "van 40 naar 60" goes on behind a number.
func (d *document) leadsTo(c *count, s segment) bool {
	for i := c.to; i < min(s.to, c.nounEnd+3); i++ {
		if d.tokens[i].fold == "naar" || d.tokens[i].fold == "to" || d.tokens[i].fold == "до" {
			return i+1 < s.to && d.tokens[i+1].kind == digitToken
		}
	}
	return false
}

func (d *document) wordsAfter(c *count, s segment) {
	for i, steps := max(c.to, c.nounEnd), 0; i < s.to && steps < 6; i, steps = i+1, steps+1 {
		t := d.tokens[i]
		if t.kind == digitToken || strings.Contains(",;.", t.fold) || t.fold == "maar" || t.fold == "but" {
			return
		}
		switch t.fold {
		case "gebruik", "use":
			c.occupied = c.occupied || d.fold(i-1) == "in"
			continue
		case "over", "left":
			c.free = true
			continue
		case "total", "totaal", "samen", "разом":
			c.total = true
			continue
		}
		said, ok := tellers.find(t.fold)
		switch {
		case ok && said == "occupied":
			c.occupied = true
		case ok && said == "free":
			c.free = true
			if d.fold(i-1) == "niet" || d.fold(i-1) == "not" || d.fold(i-2) == "niet" && d.fold(i-1) == "meer" {
				c.free, c.denied = false, true
			}
		}
	}
}

// relate lets the counts of a segment say what they are to one another.
func relate(found []count) []count {
	for i := range found {
		c := &found[i]
		if i > 0 && found[i-1].denied && c.butRather {
			c.new, found[i-1].old = true, true
		}
		if c.new && c.noun == noNoun {
			for k := range found {
				if found[k].noun != noNoun {
					c.noun, c.score = found[k].noun, max(c.score, 2.5)
				}
			}
		}
	}
	kept := found[:0]
	for _, c := range found {
		if c.score >= leastScore {
			kept = append(kept, c)
		}
	}
	return kept
}
