package phrase

// after reads what stands behind the noun: "of meer", "max.", "per kamer", "van
// ieder vijf".
func (s *scan) after(c *counted) {
	s.moreOrLess(c)
	if c.Kind == Measure {
		s.per(c)
		return
	}
	if s.per(c) {
		return
	}
	if c.Noun == "" || c.thing == room || c.thing == family || c.thing == other {
		s.each(c)
	}
	s.moreOrLess(c)
}

var afterwards = table(map[bound]string{
	least: "of meer, of hoger, of groter, or greater, or higher, or above, or more, and more, en meer, plus, minimaal, minimum, або більше, і більше",
	most:  "of lager, of kleiner, or lower, or smaller, max, maximaal, maximum, of minder, or less, or fewer, maximum, або менше, максимум",
	about: "ongeveer, or so, of zo, circa, approximately, приблизно",
})

// moreOrLess reads a bound behind the amount: "40 of meer", "40+", "80 personen max".
func (s *scan) moreOrLess(c *counted) {
	if c.bounded && !c.About || c.Low != c.High {
		return
	}
	b, next, ok := s.boundBehind(c.next)
	if !ok {
		return
	}
	c.bounded, c.next = true, next
	switch b {
	case least:
		c.High = 0
	case most:
		c.Low = 0
	case about:
		c.About = true
	}
	if c.Noun == "" {
		s.name(c)
	}
}

// boundBehind reads the bound, with the brackets it may stand in.
func (s *scan) boundBehind(i int) (b bound, next int, ok bool) {
	if s.is(i, "+") && s.glued(i) {
		return least, i + 1, true
	}
	at := i
	if s.is(at, "(", ",") {
		at++
	}
	b, next, ok = beginning(s, at, afterwards)
	if !ok || s.is(next, "een") {
		return 0, 0, false
	}
	behind := next
	if s.is(behind, ".", ":", "для", "for") {
		behind++
	}
	if _, number := s.number(behind, false); number { // the bound of the next number
		return 0, 0, false
	}
	if s.is(i, "(") {
		for s.is(next, ".", ")") {
			next++
		}
	}
	return b, next, true
}

// per reads "per kamer", "a night", "на ніч", "в кімнаті".
func (s *scan) per(c *counted) bool {
	at := c.next
	switch {
	case s.is(at, "per", "pro", "each", "/") && s.at(at+1).kind == word && !stops[s.at(at+1).fold],
		s.is(at, "a", "an") && s.nightly(at+1),
		s.is(at, "на", "в", "у") && c.thing != room && c.thing != family && s.nightly(at+1):
		c.Per, c.next = s.lower(s.at(at+1).Span), at+2
		return true
	}
	return false
}

func (s *scan) nightly(i int) bool {
	return s.is(i, "night", "day", "week", "month", "ніч", "добу", "день", "тиждень", "місяць", "кімнаті", "кімнату", "номері", "квартирі")
}

var (
	// eachWords join a number to rooms or families; of them, ofWords say by
	// themselves that every one holds so many.
	eachWords = set("van voor met a of for with sleeping на для по з x × х")
	ofWords   = set("van of a sleeping по x × х")
	everyOne  = set("elk elke ieder iedere each telkens steeds кожна кожен кожній")
	eachFill  = set("plaats room up to max maximaal tot до ca circa voor van for with of met . minimaal")
)

// eachSaid is how the number of each was joined to what was counted.
type eachSaid struct {
	joined bool // by a word: "kamers voor 4"
	apart  bool // behind a comma or bracket
	sure   bool // the words leave no doubt
}

// each reads how many people a room or a family holds. Said with "elk", "van" or
// "per kamer" it is always so; else only where the number is less than the number
// of rooms, for then it cannot be the total.
func (s *scan) each(c *counted) {
	at := c.next
	for at < c.next+2 && s.is(at, ",", "(", "-", "–", ";", "en", "and", "waarin", "waarvan", "beschikbaar", "available") {
		at++
	}
	said := eachSaid{apart: at > c.next, joined: eachWords[s.at(at).fold]}
	if said.joined {
		said.sure = ofWords[s.at(at).fold]
		at++
	}
	for at < c.next+7 && (eachFill[s.at(at).fold] || everyOne[s.at(at).fold]) {
		said.sure = said.sure || everyOne[s.at(at).fold]
		at++
	}
	if n, ok := s.freeNumber(at); ok && n.value > 0 && (n.value < 100 || said.sure) {
		s.eachOf(c, n, said)
	}
}

// eachOf takes the number as the size of each where that is what was said.
func (s *scan) eachOf(c *counted, n numeral, said eachSaid) {
	next := s.upTo(n.next)
	ranged := next > n.next
	if counts, named := s.nounAfter(next); named {
		if !s.fills(c, counts) {
			return
		}
		next = counts.next
	}
	next, per := s.perOne(next)
	said.sure = said.sure || per
	if c.Noun == "" && (!said.sure || said.apart) {
		return
	}
	if !said.sure && (said.apart || !said.joined || c.High != 1 && n.value >= max(c.Low, c.High)) {
		return
	}
	if s.is(next, ")") && s.is(c.next, "(") {
		next++
	}
	c.Each, c.next = n.value, next
	if ranged {
		c.Each = 0
	}
}

// fills says that rooms and families hold so many of the noun. "Een gezin met twee
// kinderen" has parents too.
func (s *scan) fills(c *counted, n noun) bool {
	return (n.thing == person || n.thing == bed) && (c.thing == room || !children[s.at(n.at).fold])
}

var children = set("kind kinderen child children дітей діти дітьми baby's kids kleuters pubers")

// perOne reads "per kamer", "each", "в кімнаті" behind the number.
func (s *scan) perOne(i int) (next int, ok bool) {
	if everyOne[s.at(i).fold] {
		return i + 1, true
	}
	if s.is(i, "per", "в", "у", "на") && (s.countable(i+1) || s.is(i+1, "stuk")) {
		return i + 2, true
	}
	return i, false
}

// upTo passes over the second number of a range: of "2 tot 4 personen" the lower
// number is sure.
func (s *scan) upTo(i int) int {
	_, at, joined := beginning(s, i, joins)
	if !joined || at > i+3 {
		return i
	}
	if n, ok := s.number(at, true); ok && !n.decimal && !n.article {
		return n.next
	}
	return i
}
