package phrase

import (
	"strconv"
	"strings"
	"time"

	"onderdak/internal/calendar"
)

// dated is a date as it was written; year 0 where none was.
type dated struct {
	day, month, year int
	weekday          int // 1 is Monday; 0 where not said
	yearBy           relative
	from, next       int // tokens
}

// relative is a year said by its distance: "dit jaar", "next year".
type relative uint8

const (
	thisYear relative = iota + 1
	nextYear
	lastYear
)

// dateEnd gives the token after the date or range of days that begins at the
// token; the token itself where none does.
func (s *scan) dateEnd(i int) int {
	if i >= len(s.tokens) || s.tokens[i].kind == sign || s.dead[i] {
		return i
	}
	if _, second, ok := s.days(i); ok {
		return second.next
	}
	if d, ok := s.date(i); ok {
		return d.next
	}
	if _, _, next, ok := s.monthYear(i); ok && next > i+1 {
		return next
	}
	return i
}

// fullDate gives the token after a date in digits with its year.
func (s *scan) fullDate(i int) int {
	if d, ok := s.numeric(i); ok && d.year > 0 {
		return d.next
	}
	return i
}

// date reads the date that begins at the token, with its weekday.
func (s *scan) date(i int) (dated, bool) {
	at, weekday := i, 0
	if s.at(i).kind == word {
		if day, ok := weekdays[s.key(i)]; ok {
			weekday = day
			at++
			for s.is(at, ".", ",", "de", "the", "den", "op") && at < i+4 {
				at++
			}
		}
	}
	d, ok := s.core(at)
	if !ok || at > i && s.at(at).breaks > 1 {
		return dated{}, false
	}
	d.weekday, d.from = weekday, i
	return d, true
}

// key is the word without apostrophes, as the tables of dates have it.
func (s *scan) key(i int) string {
	return strings.ReplaceAll(s.at(i).fold, "'", "")
}

func (s *scan) core(i int) (dated, bool) {
	if i >= len(s.tokens) || s.dead[i] {
		return dated{}, false
	}
	if s.at(i).kind == digits {
		if d, ok := s.numeric(i); ok {
			return d, true
		}
	}
	if day, next, ok := s.dayOf(i); ok {
		return s.dayMonth(day, next)
	}
	return s.monthDay(i)
}

// dayOf reads a day of the month: 14, 14e, 14th, veertien, "de eerste", першого.
func (s *scan) dayOf(i int) (day, next int, ok bool) {
	t := s.at(i)
	switch t.kind {
	case digits:
		if len(t.fold) > 2 {
			return 0, 0, false
		}
		day, _ = strconv.Atoi(t.fold)
		next = s.ordinal(i + 1)
	case word:
		if value, known := ordinals[s.key(i)]; known {
			return value, i + 1, true
		}
		if a, known := lookUp(t); !known || a.article || a.multiplies || a.languages == english && a.value >= 20 && s.at(i+1).kind == word && ordinals[s.at(i+1).fold] > 0 {
			return 0, 0, false
		}
		n, known := s.spelled(i, false)
		if !known || n.about {
			return 0, 0, false
		}
		day, next = n.value, n.next
	}
	return day, next, day >= 1 && day <= 31
}

var suffixes = set("e de ste st nd rd th го й er")

// ordinal passes over the end of an ordinal: 14e, 14-го, 14th, "14.".
func (s *scan) ordinal(i int) int {
	if !s.glued(i) {
		return i
	}
	if s.is(i, "-") && s.glued(i+1) && s.is(i+1, "го", "е", "ого", "й") {
		return i + 2
	}
	if s.at(i).kind == word && suffixes[s.at(i).fold] {
		return i + 1
	}
	return i
}

// dayMonth goes on behind the day: "14 maart", "14-mrt-2022", "first of May".
func (s *scan) dayMonth(day, i int) (dated, bool) {
	at := i
	for s.is(at, "-", ".", "/", "van", "of", "de", "day", "‑") && at < i+2 {
		at++
	}
	month, ok := months[s.key(at)]
	if !ok || s.at(at).kind != word || s.at(at).breaks > 1 || s.is(at, "ma", "maa") {
		return dated{}, false
	}
	at++
	if s.is(at, ".") && s.glued(at) && abbreviations[s.at(at-1).fold] && (!s.at(at+1).upper || s.at(at+1).kind != word) {
		at++
	}
	d := dated{day: day, month: month, next: at}
	return s.yearAfter(d), true
}

// monthDay reads the month first: "maart 14", "April 14th, 2022".
func (s *scan) monthDay(i int) (dated, bool) {
	month, ok := months[s.key(i)]
	if !ok || s.at(i).kind != word || s.is(i, "may", "mar", "jan", "dec", "ma", "maa", "sep") && !s.at(i).upper {
		return dated{}, false
	}
	at := i + 1
	for s.is(at, ".", "-", "de", "the") && at < i+3 {
		at++
	}
	if s.at(at).breaks > 0 {
		return dated{}, false
	}
	day, next, ok := s.dayOf(at)
	if !ok || s.at(at).kind == word && ordinals[s.key(at)] == 0 || s.is(next, ":", "%", "+", "uur") || s.glued(next) && s.is(next, ".", ",") && s.at(next+1).kind == digits && s.glued(next+1) ||
		s.countedSoon(next) || s.unitSoon(next) {
		return dated{}, false
	}
	if _, again := months[s.key(next)]; again && s.at(next).kind == word { // "maart 14 april": the day goes with the second
		return dated{}, false
	}
	return s.yearAfter(dated{day: day, month: month, next: next}), true
}

func (s *scan) unitSoon(i int) bool {
	sort, ok := thingOf(s.at(i).fold)
	return ok && sort == unit && s.at(i).kind == word
}

var yearWords = table(map[relative]string{
	thisYear: "dit jaar, van dit jaar, this year, of this year, цього року",
	nextYear: "volgend jaar, van volgend jaar, next year, of next year, наступного року, komend jaar",
	lastYear: "vorig jaar, van vorig jaar, last year, of last year, минулого року, afgelopen jaar",
})

// yearAfter reads the year behind a day and month.
func (s *scan) yearAfter(d dated) dated {
	if by, next, ok := beginning(s, d.next, yearWords); ok {
		d.yearBy, d.next = by, next
		return d
	}
	at := d.next
	for s.is(at, ",", "-", "/", "van", "of", ".") && at < d.next+2 {
		at++
	}
	short := s.is(at, "'", "’", "‘") || at > d.next && s.glued(at) && s.is(at-1, "-", "/")
	if s.is(at, "'", "’", "‘") {
		at++
	}
	year, ok := s.year(at, short)
	if !ok || s.at(at).breaks > 1 {
		return d
	}
	d.year, d.next = year, at+1
	if s.is(d.next, "року", "р", "г", "года", "рік") {
		d.next++
		if s.is(d.next-1, "р") && s.is(d.next, ".") {
			d.next++
		}
	}
	return d
}

// year reads a year of four digits, or of two where the writing shows that it is one.
func (s *scan) year(i int, short bool) (int, bool) {
	t := s.at(i)
	if t.kind != digits {
		return 0, false
	}
	value, _ := strconv.Atoi(t.fold)
	if len(t.fold) == 4 && value >= 1900 && value <= 2100 {
		return value, !s.countedSoon(i+1) && !(s.glued(i+1) && s.at(i+1).kind == word)
	}
	if len(t.fold) == 2 && short {
		return century(value), true
	}
	return 0, false
}

// century completes a year of two digits; 70 to 99 are of the last century.
func century(value int) int {
	if value >= 70 {
		return 1900 + value
	}
	return 2000 + value
}

// numeric reads a date in digits: 14-03-2022, 14/3, 14.3.22, 2022-03-14, 14-mrt-22.
func (s *scan) numeric(i int) (dated, bool) {
	separator := s.at(i + 1).fold
	if s.at(i+1).kind != sign || separator != "-" && separator != "/" && separator != "." && separator != "‑" && separator != "–" || s.glued(i) && s.is(i-1, "-", "/", ".", ",") && s.at(i-2).kind == digits && s.glued(i-1) {
		return dated{}, false
	}
	if d, ok := s.threeParts(i, separator); ok {
		return d, true
	}
	return s.twoParts(i, separator)
}

func (s *scan) threeParts(i int, separator string) (dated, bool) {
	if !s.is(i+3, separator) || s.at(i+2).kind == sign || s.at(i+4).kind == sign || s.at(i+2).breaks+s.at(i+3).breaks+s.at(i+4).breaks > 0 {
		return dated{}, false
	}
	a, b, c := s.at(i).fold, s.at(i+2).fold, s.at(i+4).fold
	loose := s.at(i+1).gap || s.at(i+2).gap || s.at(i+3).gap || s.at(i+4).gap
	if loose && len(c) != 4 && len(a) != 4 || s.glued(i+5) && (s.at(i+5).kind == digits || s.is(i+5, separator) && s.glued(i+6) && s.at(i+6).kind == digits) {
		return dated{}, false
	}
	d := dated{from: i, next: i + 5}
	switch {
	case len(a) == 4:
		if s.at(i+2).kind == digits && len(b) > 2 || len(c) > 2 {
			return dated{}, false
		}
		d.year, d.month, d.day = atoi(a), s.monthOf(i+2), atoi(c)
	case len(a) <= 2 && (len(c) == 4 || len(c) == 2) && s.at(i+4).kind == digits:
		d.day, d.month, d.year = atoi(a), s.monthOf(i+2), atoi(c)
		if len(c) == 2 {
			d.year = century(d.year)
		}
		if separator == "/" && s.at(i+2).kind == digits && d.day <= 12 && d.month > 12 {
			d.day, d.month = d.month, d.day // only an American writes 3/14/2022
		}
	default:
		return dated{}, false
	}
	// A day that no month has is still a date, one to ask about; a month of 13 is none.
	return d, d.year >= 1900 && d.year <= 2100 && d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

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

// twoParts reads a day and month in digits. With a slash it is a date anyhow; with
// a hyphen it may be a range and with a point a decimal, so the words around decide.
func (s *scan) twoParts(i int, separator string) (dated, bool) {
	a, b := s.at(i), s.at(i+2)
	if b.kind != digits || len(a.fold) > 2 || len(b.fold) > 2 || !s.glued(i+1) || !s.glued(i+2) || separator == "–" {
		return dated{}, false
	}
	next := i + 3
	if s.glued(next) && (s.at(next).kind != sign || s.is(next, "/", "-", ":", "%", ".") && s.glued(next+1) && s.at(next+1).kind != sign) {
		if !s.is(next, "-", "/") || separator == s.at(next).fold {
			return dated{}, false
		}
	}
	d := dated{day: atoi(a.fold), month: atoi(b.fold), from: i, next: next}
	if d.day < 1 || d.day > 31 || d.month < 1 || d.month > 12 || s.unitSoon(next) || s.countedSoon(next) || s.is(next, "%", "€") || s.is(i-1, "€", "$") {
		return dated{}, false
	}
	switch separator {
	case "/":
		return d, !(d.month == 7 && d.day == 24) && (d.day >= d.month || len(b.fold) == 2 || len(a.fold) == 2 || s.leads(i) || d.month > 4)
	case "-", "‑":
		return d, s.leads(i) || d.day > d.month && !s.atLeastWord(next) || s.at(next).kind != word && len(b.fold)+len(a.fold) > 2 || len(a.fold) == 2 && a.fold[0] == '0' || b.fold[0] == '0'
	}
	if s.is(next, ".") && s.glued(next) && s.leads(i) {
		d.next++
	}
	return d, s.leads(i) && !hourWord(s.at(next).fold) && (a.fold != "0") || s.is(next, ".") && s.glued(next) && len(b.fold) == 2 && len(a.fold) == 2 && s.at(next+1).kind == word && !s.at(next+1).upper
}

// atLeastWord says that a word follows on the same line that makes the numbers
// before it an amount.
func (s *scan) atLeastWord(i int) bool {
	t := s.at(i)
	return t.kind == word && t.breaks == 0 && !stops[t.fold] && !hourWord(t.fold)
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
// "14-20 maart", "14 en 15 maart"; for a list second.from stands behind "en".
func (s *scan) days(i int) (first, second dated, ok bool) {
	at := i
	weekday := 0
	if day, isDay := weekdays[s.key(i)]; isDay && s.at(i).kind == word {
		weekday = day
		at++
		if s.is(at, ".", ",") {
			at++
		}
	}
	day, next, ok := s.dayOf(at)
	if !ok || s.dead[at] {
		return first, second, false
	}
	if s.is(next, ".") {
		next++
	}
	_, after, joined := beginning(s, next, daysJoin)
	if !joined || s.at(next).breaks > 1 {
		return first, second, false
	}
	second, ok = s.date(after)
	if !ok || second.day == 0 || s.at(at).kind == word && s.at(after).kind == digits || s.startsWithMonth(after) {
		return first, second, false
	}
	first = dated{day: day, month: second.month, year: second.year, yearBy: second.yearBy, weekday: weekday, from: i, next: next}
	// "20 of 30 maart" is no range where the first is a date by itself.
	return first, second, s.numericFree(at)
}

func (s *scan) startsWithMonth(i int) bool {
	_, month := months[s.key(i)]
	return month && s.at(i).kind == word || s.at(i).kind == digits && (s.is(i+1, "-", "/", ".") && s.glued(i+1) && s.at(i+2).kind == digits)
}

// numericFree says that no date in digits begins here.
func (s *scan) numericFree(i int) bool {
	if s.at(i).kind != digits {
		return true
	}
	_, ok := s.threeParts(i, s.at(i+1).fold)
	return !ok
}

var daysJoin = table(map[bool]string{true: "-, –, —, −, ‑, t/m, tm, tot, tot en met, en, en met, to, until, till, through, thru, and, до, по, і, та, й, &, of, or, or the, en de, a, à, tot de, до, to the, tot aan, van"})

// monthYear reads a month and its year, without a day: "april 2022", "april".
func (s *scan) monthYear(i int) (month, year, next int, ok bool) {
	month, ok = months[s.key(i)]
	if !ok || s.at(i).kind != word {
		return 0, 0, 0, false
	}
	next = i + 1
	at := next
	if s.is(at, ",", "van", "of", "-", ".") {
		at++
	}
	if value, isYear := s.year(at, false); isYear && s.at(at).breaks == 0 {
		return month, value, at + 1, true
	}
	return month, 0, next, true
}

// exists says whether the calendar has the day.
func exists(year, month, day int) bool {
	return day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func night(year, month, day int) calendar.Night {
	return calendar.Night(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// plus adds calendar months and days; where the month has no such day the last one
// is taken, as art. 3 of Regulation 1182/71 has it for periods in months.
func plus(from calendar.Night, l Length) calendar.Night {
	date := from.Date()
	year, month := date.Year(), int(date.Month())+l.Months
	last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return night(year, month, min(date.Day(), last)).Plus(l.Days)
}

// backward is how far back a date without a year may lie, in nights; everything
// else is in the nine months to come.
const backward = 92

// resolve finds the night of a date, counted from today. A date without a year is
// the one from three months back to nine months ahead; a weekday that was said may
// move it a year. False where no such day exists or the weekday contradicts it.
func (d dated) resolve(today calendar.Night) (calendar.Night, bool) {
	year := d.year
	switch d.yearBy {
	case thisYear:
		year = today.Date().Year()
	case nextYear:
		year = today.Date().Year() + 1
	case lastYear:
		year = today.Date().Year() - 1
	}
	if year > 0 {
		return d.in(year)
	}
	year = today.Plus(-backward).Date().Year()
	if night(year, d.month, d.day) < today.Plus(-backward) {
		year++
	}
	for _, try := range []int{year, year + 1, year - 1} {
		if at, ok := d.in(try); ok {
			return at, true
		}
		if d.weekday == 0 {
			break
		}
	}
	return 0, false
}

// in is the night of the date in the year.
func (d dated) in(year int) (calendar.Night, bool) {
	if !exists(year, d.month, d.day) {
		return 0, false
	}
	at := night(year, d.month, d.day)
	return at, d.weekday == 0 || weekdayOf(at) == d.weekday
}

// weekdayOf is 1 for Monday to 7 for Sunday.
func weekdayOf(at calendar.Night) int { return (int(at.Date().Weekday())+6)%7 + 1 }
