package phrase

type bound uint8

const (
	least bound = iota + 1
	most
	about
)

// bounds are the words before a number that say it is a lower or an upper bound or
// not exact. "Meer dan 40" is read as at least 40: nobody counts on the one more.
// "Ruim 40" and "bijna 50" are about that number: the number said is kept.
var bounds = table(map[bound]string{
	least: `groter dan, groter als, hoger dan, hoger als, boven de, boven, meer als, groter of gelijk aan, hoger of gelijk aan, gelijk aan of groter dan, minstens of gelijk aan, meer dan of gelijk aan, >, ≥, larger than, greater than, bigger than, higher than, above, over, exceed, exceeding,
		at least or equal to, more than or equal to, greater than or equal to, greater or equal to, greater or equal than, bigger or equal than, higher or equal than, larger or equal than, a good, minimaal, minstens, tenminste, ten minste, op zijn minst, minimum, min, meer dan, vanaf, in ieder geval, in elk geval, zeker, niet minder dan,
		al zeker, een minimum van, minimum van, at least, minimum of, a minimum of, no less than, no fewer than, not less than, more than, upwards of,
		щонайменше, не менше, не менше ніж, не менш ніж, не менше як, мінімум, принаймні, понад, більше, більше ніж, більш ніж, більш як, від, хоча б, мін`,
	most: `kleiner dan, kleiner als, lager dan, lager als, onder de, onder, minder als, kleiner of gelijk aan, lager of gelijk aan, minder dan of gelijk aan, smaller than, lower than, below, less or equal than, less than or equal to, smaller or equal than, lower or equal than, lower than or equal to, maximaal, max, maximum, hoogstens, ten hoogste, tenhoogste, op zijn hoogst, niet meer dan, tot, tot maximaal, tot max, tot wel, tot en met, t/m, uiterlijk, minder dan, nog geen, een maximum van, maximum van,
		tot ten hoogste, tot een maximum van, hooguit, niet langer dan, not longer than, no longer than, не довше ніж, <, ≤, up to, at most, no more than, not more than, fewer than, less than, under, maximum of, a maximum of,
		maximally, макс, максимум, щонайбільше, не більше, не більше ніж, не більш ніж, до, максимально, менше ніж`,
	about: `circa, ong, plm, om en bij, om ende bij, ongev, ca, c, ±, ~, ≈, ongeveer, plusminus, plus minus, om en nabij, zo'n, zon, rond, rond de, pakweg, grofweg, naar schatting, een stuk of,
		stuk of, ruim, bijna, krap, een kleine, een krappe, een dikke, een goede, een ruime, iets meer dan, iets minder dan, om en nabij de, tegen de, nagenoeg, een, ongeveer een,
		about, around, approximately, approx, roughly, some, nearly, almost, just over, just under, more or less, an estimated, or so, circa een, zo ongeveer, zo rond de,
		близько, приблизно, орієнтовно, десь, десь близько, біля, майже, плюс мінус, порядку, трохи більше, трохи менше, з пів`,
})

// bound reads the bounds before the number, nearest first: "tot circa 80".
func (s *scan) bound(c *counted) {
	if s.is(c.from, "tussen", "between", "між") || c.Article {
		return
	}
	if s.is(c.from-1, "-") && s.is(c.from-2, "/") && s.is(c.from-3, "+") {
		c.from, c.bounded, c.About = c.from-3, true, true
	}
	for steps := 0; steps < 3; steps++ {
		b, start, ok := s.boundBefore(c.from, steps == 0)
		if !ok || s.dead[start] || !s.boundHolds(c, b, start) {
			return
		}
		c.from, c.bounded = start, true
		switch b {
		case least:
			if c.Low == c.High {
				c.High = 0
			}
		case most:
			c.Low, c.High = 0, max(c.Low, c.High)
		case about:
			c.About = true
		}
	}
}

// boundBefore finds the bound that ends just before the token; the nearest one may
// have a preposition behind it: "щонайменше для 80".
func (s *scan) boundBefore(i int, nearest bool) (bound, int, bool) {
	b, start, ok := ending(s, i, bounds)
	if !ok && nearest && s.is(i-1, "для", "for") {
		return ending(s, i-1, bounds)
	}
	return b, start, ok
}

// boundHolds refuses words that are a bound only in some places: "een" before an
// about-number, "c" without a point, "over" where nothing is counted.
func (s *scan) boundHolds(c *counted, b bound, start int) bool {
	if b == most && c.Low == 0 && c.High > 0 || b == least && c.High == 0 && c.Low > 0 {
		return false // a bound was said already
	}
	if start < c.from-1 && !s.is(c.from-1, ".") {
		return true
	}
	switch s.at(start).fold {
	case "een":
		return c.About // "een tiental"
	case "c":
		return s.is(start+1, ".")
	case "over", "onder", "boven", "above", "under", "below":
		return s.englishAround(start, c)
	case "some":
		return c.Low >= 5
	case "rond":
		return c.Low >= 3
	}
	return true
}

// englishAround says that "over 40 people" counts: not "over 40 dagen", "onder 12".
func (s *scan) englishAround(start int, c *counted) bool {
	n, ok := s.nounAfter(c.next)
	return ok && n.thing != unit && n.thing != other && !s.is(start, "onder")
}

// severals are words for a number that was not said.
var severals = table(map[bound]string{about: `een paar, enkele, enige, een aantal, meerdere, verscheidene, diverse, enkele tientallen, enkele honderden, tientallen, honderden, duizenden,
	een paar honderd, een paar duizend, een handvol, een handjevol, vele tientallen, een paar tientallen, vele, veel, een groot aantal, een klein aantal, tienduizenden, vele tienduizenden, enkele duizenden, paar honderd,
	enkele honderd, enkele dozijnen, tig, wat, a couple of, a couple, a few, several, a number of, dozens of, dozens, hundreds of, hundreds, tens of, many, a handful of, a few hundred, a few dozen, several dozen, several hundred, scores of,
	кілька, декілька, кілька десятків, декілька десятків, кілька сотень, десятки, сотні, пара, пару, кількох, кільком, кількома, кілька тисяч, багато`})

// weak severals need a noun people count here: "veel" and "wat" say little.
var weak = set("veel vele wat enige many diverse enkele пара пару багато дуже")

// several reads "enkele gezinnen", "een paar bedden", "a few rooms".
func (s *scan) several(i int) (Amount, int, bool) {
	t := s.at(i)
	if t.kind != word {
		return Amount{}, 0, false
	}
	_, next, ok := beginning(s, i, severals)
	if !ok || s.is(i-1, "het", "the") {
		return Amount{}, 0, false
	}
	n, named := s.nounAfter(next)
	if named && (n.thing == unit || n.thing == label) || weak[t.fold] && next == i+1 && (!named || n.thing == other) {
		return Amount{}, 0, false
	}
	a := Amount{Kind: Several, Span: s.span(i, next)}
	if named {
		a.NounSpan = s.span(n.at, n.next)
		a.Noun, a.Each = s.lower(a.NounSpan), n.size
		next = n.next
		a.Span = s.span(i, next)
	}
	return a, next, true
}
