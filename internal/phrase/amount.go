package phrase

import "strings"

// Amounts finds the amounts of a text, in order. Amounts do not overlap.
func Amounts(text string) []Amount {
	s := newScan(text)
	var found []Amount
	for i := 0; i < len(s.tokens); i++ {
		if s.dead[i] || !s.mayBegin(i) {
			continue
		}
		if next, ok := s.clock(i); ok {
			i = next - 1
			continue
		}
		if next := s.dateEnd(i); next > i {
			i = next - 1
			continue
		}
		a, next := s.amount(i)
		if next <= i {
			continue
		}
		if a.Kind != "" && (len(found) == 0 || a.Start >= found[len(found)-1].End) {
			found = s.append(found, a)
		}
		i = next - 1
	}
	return found
}

// append adds an amount; "minimaal 20 en maximaal 40 bedden" is one range.
func (s *scan) append(found []Amount, a Amount) []Amount {
	if len(found) == 0 {
		return append(found, a)
	}
	last := &found[len(found)-1]
	lower, upper := *last, a
	if lower.Low == 0 {
		lower, upper = upper, lower
	}
	same := last.Noun == a.Noun || last.Noun == "" || a.Noun == ""
	if !same || lower.High != 0 || upper.Low != 0 || lower.Low == 0 || upper.High <= lower.Low || a.Kind == Several || last.Kind == Several ||
		!between[strings.TrimSpace(s.lower(Span{last.End, a.Start}))] {
		return append(found, a)
	}
	last.Low, last.High, last.End = lower.Low, upper.High, a.End
	if last.Noun == "" {
		last.Noun, last.NounSpan, last.Kind = a.Noun, a.NounSpan, a.Kind
	}
	last.Each, last.About = max(last.Each, a.Each), last.About || a.About
	return found
}

// between may stand between the two bounds of one range.
var between = set(", en maar and but і та й / - – tot ; ,en ,maar but,")

// counted is an amount being read, in tokens.
type counted struct {
	Amount
	from, next int // tokens of the number and its bound; next grows as more is read
	spelled    bool
	bounded    bool // a bound was said
	thing      thing
	first      int // token of the number
}

// amount reads the amount whose number begins at the token. It gives a zero Kind
// where a number stands that is none, and next == i where there is no number.
func (s *scan) amount(i int) (Amount, int) {
	if a, next, ok := s.several(i); ok {
		return a, next
	}
	n, ok := s.number(i, s.between(i))
	if !ok {
		return Amount{}, i
	}
	if n.article {
		if tal, about := s.numeral(n.next); about && tal.about || !s.articleCounts(i, n) {
			return Amount{}, i
		}
	}
	n.next = s.again(n)
	c := counted{from: i, first: i, next: n.next, spelled: n.spelled}
	c.Kind, c.Low, c.High, c.About, c.Article = Count, n.value, n.value, n.about, n.article
	s.rangeEnd(&c)
	c.Article = c.Article && c.High == c.Low
	if n.decimal || s.noAmount(i, c) {
		return Amount{}, c.next
	}
	s.bound(&c)
	if !s.money(&c) {
		s.name(&c)
	}
	if c.Kind == Count && c.Noun == "" && !c.bounded && s.bareYear(i, c) {
		return Amount{}, c.next
	}
	s.after(&c)
	c.Span = s.span(c.from, c.next)
	return c.Amount, c.next
}

// again passes over the same number said once more: "60 (zestig) bedden".
func (s *scan) again(n numeral) int {
	if !s.is(n.next, "(") {
		return n.next
	}
	if more, ok := s.number(n.next+1, true); ok && more.value == n.value && s.is(more.next, ")") {
		return more.next + 1
	}
	return n.next
}

// articleCounts says that "een" or "a" is worth an amount: before a noun people
// count here, or where no word follows ("een, twee of drie").
func (s *scan) articleCounts(i int, n numeral) bool {
	t := s.at(n.next)
	if _, next, ok := beginning(s, n.next, joins); ok && s.is(n.next-1, "een") && s.at(next).look().counts {
		return true // "een of twee personen"
	}
	if t.kind != word {
		return s.at(i).languageOf() == dutch && (t.kind != digits)
	}
	found, ok := s.nounAfter(n.next)
	for i := n.next; ok && i < found.at; i++ {
		if _, number := s.numeral(i); number { // "een kleine honderd plekken"
			return false
		}
	}
	return ok && (found.thing == room || found.thing == family || found.thing == person || found.thing == bed) && found.at <= n.next+2
}

func (t *token) languageOf() language { return atoms[t.fold].languages }

// between says that the number is the first of "tussen de 20 en 30".
func (s *scan) between(i int) bool {
	return s.is(i-1, "tussen", "between", "між", "поміж") || s.is(i-1, "de", "the") && s.is(i-2, "tussen", "between") ||
		s.is(i-1, "en", "and") && s.is(i-3, "tussen", "between")
}

var joins = table(map[string]string{"range": "à, a, -, –, —, −, ‑, tot, t/m, tm, tot en met, to, tot wel, tot maximaal, of, or, або, чи, до, through, a hooguit",
	"and": "en, and, і, й, та, en de"})

// rangeEnd reads the second number of a range.
func (s *scan) rangeEnd(c *counted) {
	at, dots := s.dots(c.next)
	if !dots {
		var ok bool
		if at, ok = s.joinOf(c); !ok {
			return
		}
	}
	n, ok := s.freeNumber(at)
	if !ok || n.value <= c.Low {
		return
	}
	c.High, c.next, c.About = n.value, n.next, c.About || n.about
	switch {
	case s.between(c.first):
		c.from = c.first - 1
		if s.is(c.from, "de", "the") {
			c.from--
		}
	case s.is(c.first-1, "van", "from", "від"):
		c.from = c.first - 1
	}
}

// freeNumber reads a whole number that is no part of a date or reference.
func (s *scan) freeNumber(i int) (numeral, bool) {
	if i >= len(s.dead) || s.dead[i] || s.at(i).breaks > 1 || s.dateEnd(i) > i {
		return numeral{}, false
	}
	n, ok := s.number(i, true)
	return n, ok && !n.decimal && !n.article
}

// dots passes over "..." and "…" between two numbers.
func (s *scan) dots(i int) (next int, ok bool) {
	at := i
	for at < i+3 && s.is(at, ".", "…") {
		at++
	}
	return at, at > i+1 || at > i && s.is(i, "…")
}

// joinOf passes over the words that join the two numbers of a range.
func (s *scan) joinOf(c *counted) (next int, ok bool) {
	join, next, ok := beginning(s, c.next, joins)
	if !ok || next > c.next+4 || join == "and" && !s.between(c.first) {
		return 0, false
	}
	return next, s.at(c.next).kind == word || s.at(c.next).breaks == 0
}

// noAmount says that the number is part of something else: an ordinal, a fraction,
// a number in a name, a room's number, one of several.
func (s *scan) noAmount(i int, c counted) bool {
	return s.inName(i, c.next) || s.houseBefore(i, c.next) || s.oneOf(c) || s.isOrdinal(i, c.next) || s.afterSingle(i, c.next) || s.pronoun(i, c)
}

// inName says that a sign ties the number to what stands around it: "22/013", "#4".
func (s *scan) inName(i, next int) bool {
	if s.is(i-1, "#", "№") || s.glued(i) && s.is(i-1, "/", "\\", "_", "=") {
		return true
	}
	return s.glued(next) && s.is(next, "/", "\\", "@", "_", "=") && s.glued(next+1)
}

// houseBefore says that an English street follows: "12 Main Street".
func (s *scan) houseBefore(i, next int) bool {
	if s.at(i).kind != digits || next != i+1 || !s.at(next).upper {
		return false
	}
	street := s.at(next + 1)
	return street.kind == word && street.upper && englishStreets[street.fold]
}

var englishStreets = set("street road avenue lane square close drive crescent terrace gardens st rd")

// isOrdinal says that letters hang on the digits that are no unit or noun: "2e",
// "3rd", "12a", "2-й".
func (s *scan) isOrdinal(i, next int) bool {
	if s.at(i).kind != digits || !s.glued(next) {
		return false
	}
	if s.at(next).kind == word {
		return !s.fastened(next)
	}
	return s.is(next, "-") && s.glued(next+1) && s.at(next+1).kind == word && ordinalTails[s.at(next+1).fold]
}

// oneOf says "1 van de", "one of our", "один з".
func (s *scan) oneOf(c counted) bool {
	if c.Low != 1 || c.High != 1 {
		return false
	}
	return s.is(c.next, "з", "із", "зі") || s.is(c.next, "van", "of") && s.is(c.next+1, "de", "the", "onze", "our", "deze", "these")
}

// pronoun says that "one" stands for a thing: "the one you mentioned".
func (s *scan) pronoun(i int, c counted) bool {
	return s.is(i, "one") && c.next == i+1 && s.is(i-1, "the", "this", "that", "which", "each", "no", "any", "every", "another")
}

// afterSingle says that the number is a name: "kamer 12".
func (s *scan) afterSingle(i, next int) bool {
	if s.at(i).kind != digits || s.at(i-1).kind != word || !single[s.at(i-1).fold] || s.at(i).breaks > 0 {
		return false
	}
	_, follows := s.nounAfter(next)
	return !follows
}

// fastened says that the letters hung onto digits are a unit or a noun: "60p",
// "4km", "40pers", "5x".
func (s *scan) fastened(i int) bool {
	if s.is(i, "x", "х", "p", "pp", "k") {
		return true
	}
	_, ok := s.thing(i)
	return ok
}

var ordinalTails = set("й го му е а я ий ої ту ша ге ма та ті x х m jarig jarige")

// bareYear says that digits without a noun are a year, or two.
func (s *scan) bareYear(i int, c counted) bool {
	if s.at(i).kind != digits || len(s.at(i).fold) != 4 || c.Low < 1900 || c.Low >= 2100 {
		return false
	}
	return c.next == i+1 || c.High > c.Low && c.High < 2100
}

// money reads a sign or word of money before the number.
func (s *scan) money(c *counted) bool {
	if !s.is(c.from-1, "€", "$", "£", "eur", "euro", "usd", "₴") {
		return false
	}
	c.from--
	c.Kind, c.Noun, c.NounSpan = Measure, s.lower(s.at(c.from).Span), s.at(c.from).Span
	return true
}

// name finds the noun behind the number, or before it: "aantal personen: 40".
func (s *scan) name(c *counted) {
	at := c.next
	if s.is(at, "x", "×", "х", "keer", "maal", "*") && s.multiplyBy(c, at+1) {
		return
	}
	if s.is(at, ",") && s.is(at+1, "-") { // 60,-
		c.Kind, c.Noun, c.NounSpan, c.next = Measure, "euro", s.at(at).Span, at+2
		return
	}
	n, ok := s.nounAfter(at)
	if ok && n.thing == other {
		ok = !(c.spelled && !c.Article && c.Low <= 1) && (c.bounded || !s.bareYear(c.first, *c))
	}
	if ok {
		s.setNoun(c, n)
		return
	}
	s.nameBefore(c)
}

func (s *scan) setNoun(c *counted, n noun) {
	c.NounSpan = s.span(n.at, n.next)
	c.Noun, c.next, c.thing = s.lower(c.NounSpan), n.next, n.thing
	if n.thing == unit {
		c.Kind = Measure
	}
	if n.thing == room || n.thing == other {
		c.Each = n.size
	}
}

// multiplyBy reads "5 x 4 personen", "3 x een tweepersoonskamer", "10 x kamer".
func (s *scan) multiplyBy(c *counted, at int) bool {
	if s.at(at).kind == word && !s.is(at, "een", "a") {
		if n, ok := s.nounAfter(at); ok && n.thing != unit && (!s.glued(at) || n.thing != other) {
			s.setNoun(c, n)
			return true
		}
	}
	if size, _ := s.sizeInDigits(at); size > 0 {
		if n, ok := s.nounAfter(at); ok {
			s.setNoun(c, n)
			c.Each = size
			return true
		}
	}
	each, ok := s.number(at, true)
	if !ok || each.decimal {
		return false
	}
	n, named := s.nounAfter(each.next)
	if named && n.thing == unit {
		return false
	}
	c.next = each.next
	if named {
		s.setNoun(c, n)
	}
	if !each.article {
		c.Each = each.value
	}
	return true
}

// nameBefore finds the noun in front of the number: a label, or a plural with a
// colon or dash.
func (s *scan) nameBefore(c *counted) {
	at, joined := c.from-1, false
	for at > c.from-4 && s.is(at, ":", "-", "–", "—", "=", "is", "van", "of", "до", "(", "bedraagt", "max", "maximaal", "|") {
		joined = joined || s.at(at).kind == sign
		at--
	}
	if s.at(at+1).breaks > 1 || s.at(at).kind != word || !s.names(c, at, joined) || s.claimed(at) {
		return
	}
	sort, _ := s.thing(at)
	c.NounSpan = s.at(at).Span
	c.Noun, c.thing, c.from = s.lower(c.NounSpan), sort, at
	if before, is := s.thing(at - 1); is && before == label && s.at(at).breaks == 0 {
		c.from = at - 1
	}
	if sort == label {
		c.thing = other
	}
}

// names says that the word may name the number behind it: a label always, a plural
// where a sign joins them or nothing stands between.
func (s *scan) names(c *counted, at int, joined bool) bool {
	sort, ok := s.thing(at)
	switch {
	case !ok || sort == unit:
		return false
	case sort == label || joined:
		return true
	}
	return at == c.from-1 && !single[s.at(at).fold]
}

// claimed says that the noun belongs to a number before it: "12 kamers: 40".
func (s *scan) claimed(at int) bool {
	for i := at - 1; i > at-4 && s.at(i+1).breaks == 0; i-- {
		if _, ok := s.number(i, false); ok && !atoms[s.at(i).fold].article && i >= 0 {
			return true
		}
		if s.at(i).kind == sign {
			return false
		}
	}
	return false
}
