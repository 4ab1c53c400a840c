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
	if s.is(c.next, "+") && s.glued(c.next) {
		c.High, c.bounded, c.next = 0, true, c.next+1
		if c.Noun == "" {
			s.name(c)
		}
		return
	}
	at := c.next
	if s.is(at, "(", ",") {
		at++
	}
	b, next, ok := beginning(s, at, afterwards)
	if !ok || s.at(next).kind == digits || s.is(next, "een") {
		return
	}
	if _, number := s.number(next, false); number {
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
	if s.is(at-1, "(") && s.is(c.next, ".") {
		c.next++
	}
	if s.is(at-1, "(") && s.is(c.next, ")") {
		c.next++
	}
	if c.Noun == "" {
		s.name(c)
	}
}

// per reads "per kamer", "a night", "на ніч", "в кімнаті".
func (s *scan) per(c *counted) bool {
	at := c.next
	switch {
	case s.is(at, "per", "pro", "each", "/") && s.at(at+1).kind == word && !stops[s.at(at+1).fold] || s.is(at, "a", "an") && s.nightly(at+1),
		s.is(at, "на", "в", "у") && c.thing != room && c.thing != family && (s.nightly(at+1) || c.bounded && s.roomHere(at+1)):
		c.Per, c.next = s.lower(s.at(at+1).Span), at+2
		return true
	}
	return false
}

func (s *scan) nightly(i int) bool {
	return s.is(i, "night", "day", "week", "month", "ніч", "добу", "день", "тиждень", "місяць")
}

func (s *scan) roomHere(i int) bool {
	return s.is(i, "кімнаті", "кімнату", "номері", "номер", "квартирі")
}

// each reads how many people a room or a family holds. Said with "elk", "per
// kamer" or for families it is always so; else only where the number is less than
// the number of rooms, for then it cannot be the total.
func (s *scan) each(c *counted) {
	if c.Kind == Several {
		return
	}
	at := c.next
	for s.is(at, ",", "(", "-", "–", ";", "en", "and", "waarin", "waarvan", "beschikbaar", "available") && at < c.next+2 {
		at++
	}
	apart := at > c.next
	joined := s.is(at, "van", "voor", "met", "a", "of", "for", "with", "sleeping", "на", "для", "по", "з", "à", "x", "×", "х")
	family := s.is(at, "van", "of", "a", "à", "sleeping", "x", "×", "х") || s.is(at, "з") && c.thing == family
	sure := s.is(at, "по", "sleeping") || s.is(at, "a", "à", "x", "×", "х")
	if joined {
		at++
	}
	for s.is(at, "elk", "elke", "ieder", "iedere", "each", "telkens", "steeds", "кожна", "кожен", "plaats", "room", "up", "to", "max", "maximaal", "tot", "до", "ca", "circa", "voor", "van", "for", "with", "of", "met", ".", "minimaal") && at < c.next+7 {
		sure = sure || s.is(at, "elk", "elke", "ieder", "iedere", "each", "telkens", "steeds", "кожна", "кожен")
		at++
	}
	if s.dateEnd(at) > at || at < len(s.dead) && s.dead[at] {
		return
	}
	n, ok := s.number(at, false)
	if !ok || n.decimal || n.article || n.value == 0 || n.value > 99 && !sure {
		return
	}
	s.eachOf(c, n, eachSaid{joined: joined, apart: apart, sure: sure, family: family && (c.thing == family_(c) || c.thing == room)})
}

// eachSaid is how the number of each was joined to what was counted.
type eachSaid struct {
	joined, apart, sure, family bool
}

func family_(c *counted) thing {
	if c.thing == room {
		return room
	}
	return family
}

func (s *scan) eachOf(c *counted, n numeral, said eachSaid) {
	next := n.next
	if second, ok := s.upTo(next); ok { // "kamers voor 2 tot 4 personen": the lower number is sure
		next = second
	}
	counts, named := s.nounAfter(next)
	if named && !(counts.thing == person || counts.thing == bed) {
		return
	}
	if named {
		next = counts.next
	}
	per := s.is(next, "per", "на", "each", "ieder", "elk", "в", "у") && (s.at(next+1).kind == word || !s.is(next, "per"))
	sure := said.sure || per && (s.is(next, "each", "ieder", "elk") || s.is(next, "per", "в", "у") && countable(s.at(next+1).fold)) || said.family
	if !sure && (!said.joined || said.apart || c.High != 1 && n.value >= max(c.Low, c.High)) {
		return
	}
	if said.apart && !sure || c.Noun == "" && !said.sure {
		return
	}
	if per {
		next++
		if s.at(next).kind == word && countable(s.at(next).fold) {
			next++
		}
	}
	if s.is(next, ")") {
		next++
	}
	c.Each, c.next = n.value, next
}

// upTo passes over the second number of a range.
func (s *scan) upTo(i int) (next int, ok bool) {
	_, at, joined := beginning(s, i, joins)
	if !joined || at > i+3 {
		return 0, false
	}
	n, ok := s.number(at, true)
	return n.next, ok && !n.decimal && !n.article
}
