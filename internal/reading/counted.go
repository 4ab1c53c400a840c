package reading

import "strings"

// between lists words that may stand between an amount and what it counts.
var between = newLexicon(map[string]bool{
	`*e *en *ige *se *ens *aal *bare *vrije extra stuks aan tot dus nieuwe vrij beschikbaar available free additional more new extra single double emergency sleeping
	ukrainian displaced safe spare temporary adult private furnished empty of from і та додаткових вільних нових тимчасових спальних українських безпечних *их *ix`: true,
})

// nounBehind finds what an amount counts: the first known noun behind it with only
// adjectives between.
func (d *document) nounBehind(c *count, s segment) (noun, int) {
	for i := c.to; i < min(s.to, c.to+4); i++ {
		t := d.tokens[i]
		if t.fold == "-" {
			continue
		}
		if t.kind != wordToken && t.kind != digitToken {
			break
		}
		n, known := nouns.find(t.fold)
		if each, ok := eachPrefix(t.fold); ok {
			c.each = each
			if known {
				return n, i + 1
			}
			continue
		}
		if t.kind == digitToken && i > c.to || singular[t.fold] && i == c.to && c.Low > 1 {
			break
		}
		if known {
			return n, i + 1
		}
		if _, ok := between.find(t.fold); !ok && !t.capital {
			break
		}
	}
	return noNoun, c.to
}

// eachInBrackets reads how many each room holds from behind what was counted: "15
// chalets (4-persoons)".
func (d *document) eachInBrackets(i int) (int, bool) {
	if !d.is(i, "(") || i+1 >= len(d.tokens) {
		return 0, false
	}
	if each, ok := eachPrefix(d.fold(i + 1)); ok {
		return each, true
	}
	digit := d.fold(i + 1)
	if len(digit) == 1 && digit[0] >= '2' && digit[0] <= '8' && (d.is(i+2, "persoons") || d.is(i+2, "-") && d.is(i+3, "persoons")) {
		return int(digit[0] - '0'), true
	}
	return 0, false
}

// singular are words for one place, which no number above one counts.
var singular = setOf(`plaats plek place`)

// eachPrefixes are the beginnings of words that say how many a room holds, from one
// on.
var eachPrefixes = [][]string{
	{"eenpersoons", "1-persoons", "1persoons", "single"}, {"tweepersoons", "2-persoons", "2persoons", "double", "twin", "двомісн", "двохмісн", "2-місн"},
	{"driepersoons", "3-persoons", "3persoons", "triple", "тримісн", "трьохмісн", "3-місн"}, {"vierpersoons", "4-persoons", "4persoons", "чотиримісн", "4-місн", "quadruple"},
	{"vijfpersoons", "5-persoons", "5persoons", "п'ятимісн", "5-місн"}, {"zespersoons", "6-persoons", "6persoons", "шестимісн", "6-місн"},
	{"zevenpersoons", "7-persoons", "7persoons"}, {"achtpersoons", "8-persoons", "8persoons", "8-місн", "восьмимісн"},
}

// eachPrefix reads how many a room holds from its name: "tweepersoonskamers",
// "4-persoons", "double".
func eachPrefix(word string) (int, bool) {
	for i, names := range eachPrefixes {
		for _, name := range names {
			if strings.HasPrefix(word, name) {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// announcers lists words that announce a number of places.
var announcers = newLexicon(map[string]bool{
	`hoeveel many скільки *plek *plekken plaats plaatsen slaapplaatsen *opvangplekken *opvangplaatsen ruimte capaciteit *capaciteit bedden aantal personen onderdak opvang mensen vluchtelingen gasten huisvesten
	sleeps sleep вміщує вміщає вмістить розрахован* places beds capacity room space number persons people for accommodate house host місц* ліж* місткіст* кількіст* осіб людей прийняти розмістити`: true,
})

// fillers may stand between an announcer and its number.
var fillers = setOf(`? dus voor aan van is nu max maximaal minimaal circa ca ongeveer zo'n zon zeker totaal : = ( - tot about up to around approximately some of at most least is for can are there близько приблизно до на для max. . ruim bijna nog aantal plekken bedden personen plaatsen places beds persons people in te`)

// reach is how many words before a number may announce it.
const reach = 6

// scoreBare scores a number without a noun behind it by what stands before.
func (d *document) scoreBare(c *count, s segment, names []mention) float64 {
	for i := c.from - 1; i >= max(s.from, c.from-reach); i-- {
		if score, done := d.announced(c, i); done {
			return score
		}
		if !fillers[d.tokens[i].fold] {
			break
		}
	}
	year := d.tokens[c.from].kind == digitToken && c.Low >= 1900 && c.Low <= 2100
	if c.Noun != "" || year {
		return 0
	}
	return d.scorePlace(c, s, names)
}

// announced scores a number by a word before it; done is false where that word
// says nothing.
func (d *document) announced(c *count, i int) (score float64, done bool) {
	fold := d.tokens[i].fold
	n, known := nouns.find(fold)
	if known && n == otherNoun {
		return 0, true
	}
	said, _ := tellers.find(fold)
	if said == "free" && (d.is(i+1, ":", "dus") || i == c.from-1) {
		return 3.5, true
	}
	if known && n != personNoun && (d.is(i+1, ":", "(") || i == c.from-1) {
		c.noun = n
		return 3, true
	}
	if n == roomNoun && d.is(i+1, "на", "for", "voor") {
		c.noun = personNoun // "кімната на двох"
		return 3, true
	}
	if _, ok := announcers.find(fold); ok {
		if known {
			c.noun = n
		}
		return 3.5, true
	}
	return 0, false
}

// scorePlace scores a bare number by where it stands: behind a location in a list,
// in brackets, beside a name.
func (d *document) scorePlace(c *count, s segment, names []mention) float64 {
	located := len(names) > 0
	listed := located && (s.item || s.row) && c.from >= names[0].to && d.endsPart(c.to, s)
	bracketed := located && d.fold(c.from-1) == "(" && d.fold(c.to) == ")"
	switch {
	case d.freeBehind(c.to, s):
		return 3
	case listed, bracketed:
		return 2.5
	case d.besideName(c, names), d.besideVerb(c, s, located):
		return 2.4
	case c.Low <= 9 && c.Low == c.High, !d.tokens[c.from].gap, !d.bareEnd(c, s):
		return 0.5
	case located, d.townsIn(s), d.streetIn(s.from, s.to) != nil:
		return 2.2
	}
	return 0.5
}

// linking are words between a number and what becomes of it: "45 are still free".
var linking = setOf(`are is still yet of them which remain remains stay ще досі поки залишаються лишилися zijn nog er`)

// freeBehind tells whether a number is said to be free right behind it.
func (d *document) freeBehind(i int, s segment) bool {
	for at := i; at < min(s.to, i+4); at++ {
		if said, _ := tellers.find(d.tokens[at].fold); said == "free" {
			return true
		}
		if !linking[d.tokens[at].fold] {
			return false
		}
	}
	return false
}

// besideVerb tells whether a verb says that a bare number is one of places: "in De
// Hoek zijn dat er 6", "De Kroon kan er 50 hebben".
func (d *document) besideVerb(c *count, s segment, located bool) bool {
	if located && d.is(c.from-1, "er") && d.is(c.from-2, "dat", "zijn") && d.bareEnd(c, s) {
		return true
	}
	return d.is(c.to, "hebben", "kwijt", "bergen", "herbergen", "opvangen", "huisvesten", "ontvangen", "plaatsen") && d.endsVerb(c.to+1, s)
}

// endsVerb tells whether a clause ends before a token, as it does behind its last
// verb: "De Kroon kan er 50 hebben (tot mei)".
func (d *document) endsVerb(i int, s segment) bool {
	return d.endsPart(i, s) || d.is(i, "en", "in", "op", "vanaf", "tot", "per")
}

// byLabel scores a number whose noun is the label before it: "Aantal: 40".
func (d *document) byLabel(c *count) {
	label := foldWord(c.Noun)
	if label == "" || c.NounSpan.Start >= c.End || c.NounSpan.Start > c.Start {
		return
	}
	if _, ok := announcers.find(label); ok {
		c.score = max(c.score, 3.5)
	}
	if c.noun == noNoun && (label == "sleeps" || label == "sleep") {
		c.noun = personNoun
	}
	switch said, _ := tellers.find(label); said {
	case "total":
		c.total, c.score = true, max(c.score, 3)
	case "occupied":
		c.occupied = true
	case "free":
		c.free, c.score = true, max(c.score, 3)
	}
}

// besideName tells whether a bare number stands right before or behind a location:
// "60 in De Hoek", "in het oude schoolgebouw 40".
func (d *document) besideName(c *count, names []mention) bool {
	for _, m := range names {
		if m.to == c.from && !m.several {
			return true
		}
		if m.from > c.to && m.from <= c.to+5 && inPlace[d.fold(c.to)] && !d.anyDigits(c.to, m.from) {
			return true
		}
	}
	return inPlace[d.fold(c.to)] && d.firstTown(c.to, min(len(d.tokens), c.to+2)) != nil
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
