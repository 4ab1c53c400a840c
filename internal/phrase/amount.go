package phrase

// Amounts finds the amounts of a text, in order. Amounts do not overlap.
func Amounts(text string) []Amount {
	s := newScan(text)
	var found []Amount
	for i := 0; i < len(s.tokens); i++ {
		if s.dead[i] {
			continue
		}
		if s.at(i).kind == sign {
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
			found = append(found, a)
		}
		i = next - 1
	}
	return found
}

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
		if tal, about := lookUp(s.at(n.next)); about && tal.about || !s.articleCounts(i, n) {
			return Amount{}, i
		}
	}
	c := counted{from: i, first: i, next: n.next, spelled: n.spelled}
	c.Kind, c.Low, c.High, c.About, c.Article = Count, n.value, n.value, n.about, n.article
	s.rangeEnd(&c)
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

// articleCounts says that "een" or "a" is worth an amount: before a noun people
// count here, or where no word follows ("een, twee of drie").
func (s *scan) articleCounts(i int, n numeral) bool {
	t := s.at(n.next)
	if t.kind != word {
		return s.at(i).languageOf() == dutch && (t.kind != digits)
	}
	found, ok := s.nounAfter(n.next)
	return ok && (found.thing == room || found.thing == family || found.thing == person || found.thing == bed) && found.at <= n.next+2
}

func (t token) languageOf() language { return atoms[t.fold].languages }

// between says that the number is the first of "tussen de 20 en 30".
func (s *scan) between(i int) bool {
	return s.is(i-1, "tussen", "between", "між", "поміж") || s.is(i-1, "de", "the") && s.is(i-2, "tussen", "between") ||
		s.is(i-1, "en", "and") && s.is(i-3, "tussen", "between")
}

var joins = table(map[string]string{"range": "à, a, -, –, —, −, ‑, tot, t/m, tm, tot en met, to, tot wel, tot maximaal, of, or, або, чи, до, through, a hooguit",
	"and": "en, and, і, й, та, en de"})

// rangeEnd reads the second number of a range.
func (s *scan) rangeEnd(c *counted) {
	at := c.next
	for at < c.next+3 && s.is(at, ".", "…") {
		at++
	}
	dots := at > c.next && (at > c.next+1 || s.is(at-1, "…"))
	if !dots {
		join, next, ok := beginning(s, c.next, joins)
		if !ok || join == "and" && !s.between(c.first) || next > c.next+4 {
			return
		}
		if s.at(c.next).kind == sign && s.at(c.next).breaks > 0 {
			return
		}
		at = next
	}
	if s.at(at).breaks > 1 || at < len(s.dead) && s.dead[at] || s.dateEnd(at) > at {
		return
	}
	n, ok := s.number(at, true)
	if !ok || n.decimal || n.article || n.value < c.Low || n.value == c.Low && !dots {
		return
	}
	c.High, c.next, c.About = n.value, n.next, c.About || n.about
	if s.is(c.first-1, "van", "from", "від") {
		c.from = c.first - 1
	}
	if s.between(c.first) {
		c.from = c.first - 1
		if s.is(c.from, "de", "the") {
			c.from--
		}
	}
}

// noAmount says that the number is part of something else: an ordinal, a fraction,
// a number in a name, a room's number, one of several.
func (s *scan) noAmount(i int, c counted) bool {
	next := s.at(c.next)
	if s.at(i).kind == digits && s.glued(c.next) && next.kind == word && !s.fastened(c.next) {
		return true
	}
	if s.glued(c.next) && s.is(c.next, "/", "\\", "@", "_", "=") && s.glued(c.next+1) {
		return true
	}
	if s.glued(i) && s.is(i-1, "/", "\\", "_", "#", "№", "=") || s.is(i-1, "#", "№") {
		return true
	}
	if s.glued(c.next) && s.is(c.next, "-") && s.glued(c.next+1) && s.at(i).kind == digits && s.ordinalTail(c.next+1) {
		return true
	}
	if c.Low == 1 && c.High == 1 && (s.is(c.next, "van", "of", "з", "із", "зі") && (s.is(c.next+1, "de", "the", "onze", "our", "deze") || s.is(c.next, "з", "із", "зі"))) {
		return true
	}
	if s.at(i-1).kind == word && single[s.at(i-1).fold] && s.at(i).breaks == 0 {
		_, follows := s.nounAfter(c.next)
		return !follows && s.at(i).kind == digits
	}
	return false
}

// fastened says that the letters hung onto digits are a unit or a noun: "60p",
// "4km", "40pers", "5x".
func (s *scan) fastened(i int) bool {
	if s.is(i, "x", "х", "p", "pp", "k") {
		return true
	}
	_, ok := thingOf(s.at(i).fold)
	return ok
}

var ordinalTails = set("й го му е а я ий ої ту ша ге ма та ті x х m jarig jarige")

func (s *scan) ordinalTail(i int) bool { return s.at(i).kind == word && ordinalTails[s.at(i).fold] }

// bareYear says that digits without a noun are a year.
func (s *scan) bareYear(i int, c counted) bool {
	return s.at(i).kind == digits && c.next == i+1 && len(s.at(i).fold) == 4 && c.Low >= 1900 && c.Low < 2100
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
	if s.is(at, "x", "×", "х", "keer", "maal", "*") {
		if s.multiplyBy(c, at+1) {
			return
		}
	}
	if s.is(at, ",") && s.is(at+1, "-") {
		c.Kind, c.Noun, c.NounSpan, c.next = Measure, "euro", s.at(at).Span, at+2
		return
	}
	if s.is(at, "of") && s.is(at+1, "the", "our") {
		return
	}
	n, ok := s.nounAfter(at)
	if ok && !(c.spelled && !c.Article && n.thing == other && c.Low <= 1) {
		year := n.thing == other && s.bareYear(c.first, *c) && !c.bounded
		if !year {
			s.setNoun(c, n)
			return
		}
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

// multiplyBy reads "5 x 4 personen", "3 x een tweepersoonskamer".
func (s *scan) multiplyBy(c *counted, at int) bool {
	if s.glued(at) && s.at(at).kind == word && !s.is(at, "een", "a") && sizeOf(s.at(at).fold) == 0 && !countable(s.at(at).fold) {
		return false
	}
	if n, ok := s.nounAfter(at); ok && n.thing != unit && s.at(at).kind == word && !s.is(at, "een", "a") {
		s.setNoun(c, n)
		return true
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
	if !each.article {
		c.Each = each.value
	}
	c.next = each.next
	if named {
		size := c.Each
		s.setNoun(c, n)
		c.Each = max(c.Each, size)
	}
	return true
}

// nameBefore finds the noun in front of the number: a label, or a plural with a
// colon or dash.
func (s *scan) nameBefore(c *counted) {
	at := c.from - 1
	joined := false
	for steps := 0; steps < 3 && s.is(at, ":", "-", "–", "—", "=", "is", "van", "of", "до", "(", "bedraagt", "max", "maximaal", "totaal", "total", "|"); steps++ {
		joined = joined || s.at(at).kind == sign
		at--
	}
	if s.at(at+1).breaks > 1 || s.at(at).kind != word {
		return
	}
	sort, ok := thingOf(s.at(at).fold)
	if !ok || sort == unit || !joined && sort != label && (single[s.at(at).fold] || at < c.from-1) {
		return
	}
	if at+1 < c.from && !joined && sort != label {
		return
	}
	from := at
	if before, is := thingOf(s.at(at - 1).fold); is && before == label && s.at(at).breaks == 0 {
		from = at - 1
	}
	if s.claimed(at) {
		return
	}
	c.NounSpan = s.at(at).Span
	c.Noun, c.thing, c.from = s.lower(c.NounSpan), sort, from
	if sort == label {
		c.thing = other
	}
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
