package phrase

import "onderdak/internal/calendar"

// length is a duration as it was written.
type length struct {
	Length
	known bool // an exact length
	vague bool // "een paar weken", "2 tot 3 maanden"
	year  bool // the unit is a year
	small bool // the article alone: "een week"
}

// units of duration: months where positive, days where negative.
var lengthUnits = lengthTable()

func lengthTable() map[string]Length {
	return table(map[Length]string{
		{Days: 1}:    "dag, dagen, dgn, nacht, nachten, etmaal, etmalen, day, days, night, nights, день, дні, днів, дня, доба, доби, діб, добу, ніч, ночі, ночей",
		{Days: 7}:    "week, weken, wk, weekje, weekjes, weeks, тиждень, тижні, тижнів, тижня",
		{Days: 14}:   "fortnight, fortnights",
		{Months: 1}:  "maand, maanden, mnd, mnden, maandje, maandjes, month, months, місяць, місяці, місяців, місяця, міс",
		{Months: 3}:  "kwartaal, kwartalen, quarter, quarters, квартал, квартали, кварталів",
		{Months: 12}: "jaar, jaren, jr, year, years, рік, роки, років, року",
		{Months: 6}:  "halfjaar, halfjaren, півроку",
	}).all
}

var lastsWords = table(map[bool]string{true: `voor, gedurende, voor de duur van, de duur van, duur, voor een periode van, een periode van, periode van, voor een termijn van, termijn van, een duur van, looptijd, looptijd van, met, duur van, voor zeker,
	for, for a period of, a period of, period of, duration, for the duration of, lasting, for another, на, на термін, на період, терміном на, строком на, тривалістю, протягом, упродовж, на строк, термін, строк, verlengd met, nog, met nog, voor nog, another, ще`})

var comingWords = table(map[bool]string{true: `de komende, komende, de eerstkomende, de eerstvolgende, eerstkomende, aankomende, de aankomende, the next, the coming, next, coming, наступні, наступних, найближчі, найближчих, the following, voor de komende, voor de eerstkomende, for the next`})

var notLasts = set(`per elke iedere om vorige afgelopen laatste past last every each vanaf ouder jonger na after binnen over sinds al reeds минулі останні кожні після leeftijd aged age
	meer eerste тому voorbije sedert`)

// lasts reads how long something lasts.
func (r *reader) lasts(i int) (int, bool) {
	m := said{kind: lasting, from: i}
	at, marked := passOver(r.scan, i, lastsWords)
	at, m.today = passOver(r.scan, at, comingWords)
	at, m.loose = r.looseWords(at)
	if at > i && r.at(at).breaks > 1 {
		return 0, false
	}
	l, to, ok := r.length(at)
	if ok && l.known && r.is(to, "geleden", "ago", "тому") {
		return r.add(said{kind: onNight, from: i, to: to + 1, night: minus(r.today, l.Length), past: true})
	}
	if !ok || !r.lastsHere(i, at, to, l, marked || m.today || r.is(i-1, ":")) {
		return 0, false
	}
	_, _, bounded := ending(r.scan, i, bounds)
	m.to, m.length, m.loose = to, l.Length, m.loose || bounded || l.vague || !l.known
	if next, loose := passOver(r.scan, to, afterwards); loose {
		m.to, m.loose = next, true
	}
	if r.is(m.to, "lang", "long", "duur") {
		m.to++
	}
	return r.add(m)
}

func minus(from calendar.Night, l Length) calendar.Night {
	return plus(from, Length{Months: -l.Months, Days: -l.Days})
}

// looseWords passes over "minimaal", "ongeveer", "nog eens".
func (r *reader) looseWords(i int) (int, bool) {
	loose := false
	for steps := 0; steps < 3; steps++ {
		b, next, ok := beginning(r.scan, i, bounds)
		if !ok || r.is(i, "een") && next == i+1 || b == most && next == i+1 && r.is(i, "tot", "до", "t/m") {
			return i, loose
		}
		i, loose = next, true
	}
	return i, loose
}

// lastsHere keeps out ages, frequencies, distances in time and the past. The words
// of the length stand from at to to, those that mark it from i.
func (r *reader) lastsHere(i, at, to int, l length, marked bool) bool {
	if r.notLasting(i, at, to, marked) {
		return false
	}
	age := l.year && l.Months >= 12*18
	alone := r.at(to).kind == sign
	switch {
	case r.is(to, "lang", "long", "beschikbaar", "available", "open"), r.is(to+1, "beschikbaar", "open"):
		return true
	case marked:
		return !age && !(l.small && r.is(i, "met", "duur"))
	case alone && l.small:
		return to-at <= 2 // an answer by itself: "een week"
	case alone && l.year && r.at(i-1).kind == sign:
		return !age // "2 jaar"
	case l.small, l.year:
		return at > i && !age
	}
	return true
}

// notLasting says that the words around make the length something else: "binnen
// drie weken", "12 jaar oud", "twee dagen per week".
func (r *reader) notLasting(i, at, to int, marked bool) bool {
	if r.at(i-1).kind == word && notLasts[r.at(i-1).fold] && !r.is(i, "voor", "for", "gedurende") {
		return true
	}
	if r.is(i-1, "van", "from") && i == at && r.yearUnit(to-1) {
		return true // "van 12 jaar", an age
	}
	if r.is(i-1, "de", "het", "the") && (r.is(i-2, "binnen", "afgelopen") || !marked) {
		return true
	}
	if r.is(to, "en", "and", "of", "or") {
		return r.is(to+1, "ouder", "older", "jonger", "younger")
	}
	return r.at(to).kind == word && notBehind[r.at(to).fold]
}

var notBehind = set("oud oude old geleden ago later per ervaring experience тому jong eerder aged дитина jonge geldig daarna daarvoor voordat hence")

// length reads a length, and more that is joined to it: "2 jaar en 3 maanden".
func (r *reader) length(i int) (length, int, bool) {
	l, next, ok := r.oneLength(i)
	if !ok || !l.known {
		return l, next, ok
	}
	last := l.Length
	for steps := 0; steps < 3; steps++ {
		at := next
		if r.is(at, ",") {
			at++
		}
		if r.is(at, "en", "and", "і", "та", "й") {
			at++
		}
		if at > next && r.is(at, "een", "a", "one") && r.is(at+1, "half", "halve") && !r.unitAfter(at+2) { // "a year and a half"
			l.Months += l.Months / 2
			return l, at + 2, true
		}
		more, to, ok := r.oneLength(at)
		if !ok || !more.known || more.small || !more.less(last) {
			return l, next, true
		}
		last = more.Length
		l.Months, l.Days, next = l.Months+more.Months, l.Days+more.Days, to
	}
	return l, next, true
}

// less says that the length is a smaller part that may follow: days behind months.
func (l length) less(than Length) bool {
	if than.Months > 0 {
		return l.Months < than.Months
	}
	return l.Months == 0 && l.Days < than.Days
}

func (r *reader) unitAfter(i int) bool {
	_, ok := lengthUnits[r.at(i).fold]
	return ok
}

// oneLength reads one number and its unit.
func (r *reader) oneLength(i int) (length, int, bool) {
	if l, next, ok := r.half(i); ok {
		return l, next, true
	}
	if _, next, ok := beginning(r.scan, i, severals); ok {
		return length{vague: true}, next + 1, r.unitAfter(next)
	}
	if next, ok := r.wholeUnit(i); ok {
		return length{Length: lengthUnits[r.at(next-1).fold], known: true}, next, true
	}
	if r.oneUnit(i) {
		return length{Length: lengthUnits[r.at(i).fold], known: true}, i + 1, true
	}
	n, ok := r.number(i, false)
	if !ok || r.dead[i] || n.value > 1000 || r.inName(i, n.next) {
		return length{}, 0, false
	}
	at, vague := r.rangeOver(n)
	at, halves := r.andHalf(at)
	for steps := 0; steps < 3 && wholeWords[r.at(at).fold]; steps++ {
		at++
	}
	unit, ok := lengthUnits[r.at(at).fold]
	if !ok || r.at(at).kind != word {
		return length{}, 0, false
	}
	l := r.measured(n, unit, halves)
	l.vague = l.vague || vague
	l.known = l.known && !vague
	return l, at + 1, true
}

var wholeWords = set("volle hele gehele full whole aaneengesloten achtereenvolgende opeenvolgende consecutive extra kalender - повних цілих")

// wholeUnit reads "de hele maand", "a full week".
func (r *reader) wholeUnit(i int) (next int, ok bool) {
	at := i
	if r.is(at, "de", "het", "een", "the", "a") {
		at++
	}
	if !r.is(at, "hele", "heel", "gehele", "volle", "full", "whole", "all", "цілий") {
		return 0, false
	}
	if at++; r.is(at, "-") {
		at++
	}
	return at + 1, r.unitAfter(at) && r.at(at).kind == word
}

// oneUnit says "на місяць": for one month.
func (r *reader) oneUnit(i int) bool {
	return r.is(i-1, "на", "щонайменше", "мінімум", "принаймні", "протягом", "упродовж", "цілий") && r.is(i, "тиждень", "місяць", "рік", "добу", "півроку") && r.at(i-2).kind != digits
}

// rangeOver passes over the second number of "2 tot 3 maanden", which leaves the
// length open.
func (r *reader) rangeOver(n numeral) (next int, vague bool) {
	join, at, joined := beginning(r.scan, n.next, joins)
	if !joined || join == "and" || at > n.next+3 {
		return n.next, n.about
	}
	if second, ok := r.number(at, false); ok && !second.article {
		return second.next, true
	}
	return n.next, n.about
}

func (r *reader) yearUnit(i int) bool { return lengthUnits[r.at(i).fold].Months == 12 }

// andHalf passes over "en een half", "з половиною".
func (r *reader) andHalf(i int) (next, halves int) {
	switch {
	case r.is(i, "en", "and") && r.is(i+1, "een", "a", "one") && r.is(i+2, "half", "halve"):
		return i + 3, 1
	case r.is(i, "з", "із") && r.is(i+1, "половиною"):
		return i + 2, 1
	}
	return i, 0
}

// measured multiplies the unit; half a year is six months, but half of a month or
// week is no length anybody counts nights by.
func (r *reader) measured(n numeral, unit Length, halves int) length {
	l := length{Length: Length{Months: unit.Months * n.value, Days: unit.Days * n.value}, known: true, year: unit.Months == 12, small: n.article}
	if n.decimal && n.tenths == 5 {
		halves = 1
	}
	if n.decimal && n.tenths != 5 && n.tenths != 0 {
		l.vague = true
	}
	if halves == 1 {
		l.Months += unit.Months / 2
		l.vague = l.vague || unit.Months%2 != 0 || unit.Days%2 != 0
		l.Days += unit.Days / 2
	}
	if l.vague {
		l.Length, l.known = Length{}, false
	}
	return l
}

// half reads "half jaar", "een half jaar", "anderhalf jaar", "half a year", "пів року".
func (r *reader) half(i int) (length, int, bool) {
	at := i
	if r.is(at, "een", "a", "ander", "one") {
		at++
	}
	switch {
	case r.is(at, "halfjaar", "півроку"):
		return length{Length: Length{Months: 6}, known: true}, at + 1, true
	case r.is(at, "anderhalf", "anderhalve", "півтора", "півтори"):
		return r.halves(at+1, 3)
	case r.is(at, "half", "halve", "пів"):
		at++
		for r.is(at, "a", "an", "-") {
			at++
		}
		return r.halves(at, 1)
	}
	return length{}, 0, false
}

func (r *reader) halves(at, count int) (length, int, bool) {
	unit, ok := lengthUnits[r.at(at).fold]
	if !ok || r.at(at).kind != word {
		return length{}, 0, false
	}
	l := length{known: true, Length: Length{Months: unit.Months * count / 2, Days: unit.Days * count / 2}, year: false}
	if unit.Months*count%2 != 0 || unit.Days*count%2 != 0 {
		l = length{vague: true}
	}
	return l, at + 1, true
}
