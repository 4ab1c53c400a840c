package phrase

import "strconv"

var dateSigns = set("- / . ‑ –")

// numeric reads a date in digits: 14-03-2022, 14/3, 14.3.22, 2022-03-14, 14-mrt-22.
func (s *scan) numeric(i int) (dated, bool) {
	separator := s.at(i + 1).fold
	if s.at(i+1).kind != sign || !dateSigns[separator] || s.tailOfNumber(i) {
		return dated{}, false
	}
	if d, ok := s.threeParts(i, separator); ok {
		return d, true
	}
	return s.twoParts(i, separator)
}

// tailOfNumber says that digits before it belong to the same writing ("22/013-4").
func (s *scan) tailOfNumber(i int) bool {
	if _, ok := s.threeParts(max(i-6, 0), s.at(i-5).fold); ok && i >= 6 {
		return false // "14-03-22/18-03-22"
	}
	if s.pairOfDays(i-4) || s.pairOfTwo(i) {
		return false // "14/3-14/5", "14.03-31.03"
	}
	return s.glued(i) && s.glued(i-1) && s.is(i-1, "-", "/", ".", ",") && s.at(i-2).kind == digits
}

// pairOfTwo says that a day and month stand glued before the token, written with the
// sign that stands behind it, and tied to it by another one.
func (s *scan) pairOfTwo(i int) bool {
	if i < 4 || s.at(i-4).kind != digits || s.at(i-2).kind != digits || s.glued(i-4) && s.at(i-5).kind == digits {
		return false
	}
	inner := s.at(i + 1).fold
	tied := s.is(i-1, "-", "/", "–") && !s.is(i-1, inner) && s.is(i-3, inner) && s.glued(i-1) && s.glued(i-2) && s.glued(i-3)
	return tied && inner != "." && len(s.at(i-4).fold) <= 2 && len(s.at(i-2).fold) <= 2
}

func (s *scan) threeParts(i int, separator string) (dated, bool) {
	if !s.isThree(i, separator) {
		return dated{}, false
	}
	a, b, c := s.at(i).fold, s.at(i+2).fold, s.at(i+4).fold
	d := dated{from: i, next: i + 5}
	switch {
	case len(a) == 4 && len(c) <= 2:
		d.year, d.month, d.day = atoi(a), s.monthOf(i+2), atoi(c)
	case len(a) <= 2 && len(c) == 4:
		d.day, d.month, d.year = atoi(a), s.monthOf(i+2), atoi(c)
	case len(a) <= 2 && len(c) == 2:
		d.day, d.month, d.year = atoi(a), s.monthOf(i+2), century(atoi(c))
	}
	if len(b) <= 2 && separator != "." {
		d = d.american()
	}
	return d, d.year >= 1900 && d.year <= 2100 && d.plausible()
}

// isThree says that three parts stand here, joined by the same sign, without
// spaces or with a year of four digits, and that nothing hangs on them.
func (s *scan) isThree(i int, separator string) bool {
	if !s.is(i+3, separator) || s.at(i+2).kind == sign || s.at(i+4).kind != digits {
		return false
	}
	for k := i + 1; k <= i+4; k++ {
		if s.at(k).breaks > 0 || s.at(k).gap && len(s.at(i).fold) != 4 && len(s.at(i+4).fold) != 4 {
			return false
		}
	}
	return !s.goesOn(i+5, separator)
}

// goesOn says that digits, or the sign and digits, hang on what stands before.
func (s *scan) goesOn(i int, separator string) bool {
	return s.glued(i) && (s.at(i).kind == digits || s.is(i, separator) && s.glued(i+1) && s.at(i+1).kind == digits)
}

// american turns 3/14 around, which nobody else writes. Any other order is the
// Dutch one: the day first.
func (d dated) american() dated {
	if d.day <= 12 && d.month > 12 {
		d.day, d.month = d.month, d.day
	}
	return d
}

// plausible says that some month has the day: 31 April is a date, one to ask about.
func (d dated) plausible() bool { return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31 }

func atoi(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return value
}

// monthOf reads a month in digits or as a word.
func (s *scan) monthOf(i int) int {
	if s.at(i).kind == digits && len(s.at(i).fold) <= 2 {
		return atoi(s.at(i).fold)
	}
	return months[s.key(i)]
}

// twoParts reads a day and month in digits. With a slash it is mostly a date; with
// a hyphen it may be a range and with a point a decimal, so the words around decide.
func (s *scan) twoParts(i int, separator string) (dated, bool) {
	if !s.isTwo(i) || separator == "–" {
		return dated{}, false
	}
	next := i + 3
	d := dated{day: atoi(s.at(i).fold), month: atoi(s.at(i + 2).fold), from: i, next: next}
	if separator == "/" {
		d = d.american()
	}
	if !d.plausible() || s.unitSoon(next) || s.countedSoon(next) || s.is(next, "%", "€") || s.is(i-1, "€", "$") {
		return dated{}, false
	}
	switch separator {
	case "/":
		return d, s.slashed(i, d)
	case ".":
		if s.is(next, ".") && s.glued(next) && s.leads(i) {
			d.next++
		}
		return d, s.pointed(i)
	}
	return d, s.hyphened(i, d)
}

// isTwo says that two short numbers stand here and nothing hangs on them.
func (s *scan) isTwo(i int) bool {
	a, b, next := s.at(i), s.at(i+2), i+3
	if b.kind != digits || len(a.fold) > 2 || len(b.fold) > 2 || !s.glued(i+1) || !s.glued(i+2) {
		return false
	}
	if !s.glued(next) {
		return true
	}
	if s.at(next).kind != sign {
		return false
	}
	return !(s.glued(next+1) && s.at(next+1).kind == digits && s.is(next, s.at(i+1).fold, ":", "%", "."))
}

// slashed keeps out fractions (1/2) and 24/7.
func (s *scan) slashed(i int, d dated) bool {
	if d.day == 24 && d.month == 7 && !s.leads(i) {
		return false
	}
	if s.is(i+3, "-", "–") && s.at(i+4).kind == digits && s.is(i+5, "/") { // 1/4 - 31/12
		return true
	}
	return d.day > 4 || d.month > 4 || len(s.at(i).fold)+len(s.at(i+2).fold) > 2 || s.leads(i)
}

// hyphened keeps out ranges: 3-12 is one where no word leads to a date, 14-3 is none.
func (s *scan) hyphened(i int, d dated) bool {
	a, b := s.at(i).fold, s.at(i+2).fold
	return d.day > d.month || a[0] == '0' || b[0] == '0' || s.leads(i) || s.at(i+3).kind != word && len(a)+len(b) > 2
}

// pointed keeps out decimals and times: 14.3 is a date only behind a word that
// leads to one.
func (s *scan) pointed(i int) bool {
	if hourWord(s.at(i + 3).fold) {
		return false
	}
	return s.leads(i) || s.pairOfDays(i) || s.pairOfDays(i-4) || len(s.at(i).fold) == 2 && len(s.at(i+2).fold) == 2 && s.is(i+3, ".") && s.glued(i+3) && s.is(i+4, "-", "–", "о")
}

// pairOfDays says that "14.03-31.03" begins at the token: two days with their months.
func (s *scan) pairOfDays(i int) bool {
	if i < 0 || !s.is(i+3, "-", "–", "—") {
		return false
	}
	for _, at := range []int{i, i + 4} {
		day, month := s.at(at), s.at(at+2)
		if day.kind != digits || month.kind != digits || len(day.fold) != 2 || len(month.fold) != 2 || !s.is(at+1, ".") || !s.glued(at+1) || !s.glued(at+2) {
			return false
		}
		if d := (dated{day: atoi(day.fold), month: atoi(month.fold)}); !d.plausible() {
			return false
		}
	}
	return !hourWord(s.at(i + 7).fold)
}

// leads says that the words before the token lead up to a date.
func (s *scan) leads(i int) bool {
	if _, _, ok := ending(s, i, sides); ok {
		return true
	}
	_, isDay := weekdays[s.key(i-1)]
	return isDay && s.at(i-1).kind == word || s.is(i-1, "op", "on", "dd", "datum", "date", "дата", "at") || s.is(i-1, "-", "–") && s.is(i-2, "") || s.is(i-1, ",") && weekdays[s.key(i-2)] > 0
}

// days reads a range of days in one month, or a list of two: "14 t/m 20 maart",
// "14-20 maart", "14 en 15 maart", "14 t/m 16/3". The month is of both.
func (s *scan) days(i int) (first, second dated, ok bool) {
	at, weekday := s.weekdayBefore(i)
	day, next, ok := s.dayOf(at)
	if !ok || s.dead[at] || s.tailOfNumber(at) {
		return first, second, false
	}
	if s.is(next, ".") && s.glued(next) {
		next++
	}
	_, after, joined := beginning(s, next, daysJoin)
	if !joined || s.at(next).breaks > 1 {
		return first, second, false
	}
	second, ok = s.date(after)
	if !ok || second.first || s.at(at).kind == digits && !s.dayBefore(at, next, after) {
		return first, second, false
	}
	first = dated{day: day, month: second.month, year: second.year, yearBy: second.yearBy, weekday: weekday, from: i, next: next}
	return first, second, true
}

// weekdayBefore passes over the weekday of the first day; one cut short proves
// nothing of the date.
func (s *scan) weekdayBefore(i int) (next, weekday int) {
	day, ok := weekdays[s.key(i)]
	if !ok || s.at(i).kind != word {
		return i, 0
	}
	if len(s.key(i)) < 6 {
		day = 0
	}
	if s.is(i+1, ".", ",") {
		return i + 2, day
	}
	return i + 1, day
}

// dayBefore says that the digits are a day of their own and not the beginning of a
// date in digits, and that a second day in digits is clearly joined.
func (s *scan) dayBefore(at, next, after int) bool {
	if _, ok := s.threeParts(at, s.at(at+1).fold); ok {
		return false
	}
	if s.at(after).kind != digits || !dateSigns[s.at(after+1).fold] || !s.glued(after+1) || months[s.key(after+2)] > 0 {
		return true
	}
	return s.at(next).kind == word || s.at(next).gap || s.is(after+1, "/", ".")
}

// daysBehind reads a range of days behind their month: "July 13-15".
func (s *scan) daysBehind(i int) (first, second dated, ok bool) {
	first, ok = s.monthDay(i)
	if !ok || first.year > 0 || first.yearBy > 0 {
		return first, second, false
	}
	_, after, joined := beginning(s, first.next, daysJoin)
	if !joined || s.is(first.next, ",") || s.at(after).kind != digits {
		return first, second, false
	}
	day, next, ok := s.dayOf(after)
	if !ok || day <= first.day || !s.dayAlone(after, next) || dateSigns[s.at(next).fold] && s.glued(next+1) && s.at(next+1).kind == digits {
		return first, second, false
	}
	second = s.yearAfter(dated{day: day, month: first.month, from: after, next: next, first: true})
	first.year, first.yearBy, first.from = second.year, second.yearBy, i
	return first, second, true
}

var daysJoin = table(map[bool]string{true: "-, –, —, −, ‑, t/m, tm, tot, tot en met, en, en met, to, until, till, through, thru, and, до, по, і, та, й, &, of, or, or the, en de, a, à, tot de, до, to the, tot aan, van"})
