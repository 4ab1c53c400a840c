package phrase

import (
	"strings"
	"time"

	"onderdak/internal/calendar"
)

// dated is a date as it was written; year 0 where none was.
type dated struct {
	day, month, year int
	weekday          int  // 1 is Monday; 0 where not said
	first            bool // the month stood before the day
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
	if _, second, ok := s.daysBehind(i); ok {
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
			if len(s.key(i)) >= 6 { // "vrij" and "zon" may be other words: they prove nothing
				weekday = day
			}
			at++
			for s.is(at, ".", ",", "de", "the", "den") && at < i+4 {
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
	if t.kind == digits && len(t.fold) <= 2 {
		day = atoi(t.fold)
		return day, s.ordinal(i + 1), day >= 1 && day <= 31
	}
	if t.kind != word {
		return 0, 0, false
	}
	if day, next, ok := s.ordinalWord(i); ok {
		return day, next, true
	}
	if a, known := s.numeral(i); !known || a.article || a.multiplies {
		return 0, 0, false
	}
	n, known := s.spelled(i, false)
	return n.value, n.next, known && !n.about && n.value >= 1 && n.value <= 31
}

// ordinalWord reads "veertiende", "twenty-first", двадцять першого.
func (s *scan) ordinalWord(i int) (day, next int, ok bool) {
	if value, known := ordinals[s.key(i)]; known {
		return value, i + 1, true
	}
	tens := atoms[s.key(i)]
	if tens.languages == dutch || tens.value != 20 && tens.value != 30 {
		return 0, 0, false
	}
	at := i + 1
	if s.is(at, "-") {
		at++
	}
	unit, known := ordinals[s.key(at)]
	return tens.value + unit, at + 1, known && unit < 10 && tens.value+unit <= 31
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

// lowMonths are names of months that mean something else in small letters.
var lowMonths = set("may mar jan dec sep ma maa")

// monthDay reads the month first: "maart 14", "April 14th, 2022".
func (s *scan) monthDay(i int) (dated, bool) {
	month, ok := months[s.key(i)]
	if !ok || s.at(i).kind != word || lowMonths[s.at(i).fold] && !s.at(i).upper {
		return dated{}, false
	}
	at := i + 1
	for s.is(at, ".", "-", "/", "de", "the") && at < i+3 {
		at++
	}
	if s.at(at).breaks > 0 {
		return dated{}, false
	}
	day, next, ok := s.dayOf(at)
	if !ok || !s.dayAlone(at, next) {
		return dated{}, false
	}
	return s.yearAfter(dated{day: day, month: month, next: next, first: true}), true
}

// dayAlone says that the number behind a month is its day: not a time, the number
// of something, or the day of a month that follows.
func (s *scan) dayAlone(i, next int) bool {
	if s.is(next, ":", "%", "+", "uur") || s.countedSoon(next) || s.unitSoon(next) {
		return false
	}
	if s.glued(next) && s.is(next, ".", ",") && s.glued(next+1) && s.at(next+1).kind == digits {
		return false
	}
	_, again := months[s.key(next)]
	return !(again && s.at(next).kind == word)
}

func (s *scan) unitSoon(i int) bool {
	sort, ok := s.thing(i)
	return ok && sort == unit
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
	short := at > d.next && s.glued(at) && s.is(at-1, "-", "/") && !d.first
	if s.is(at, "'", "’", "‘") {
		short = true
		at++
	}
	year, ok := s.year(at, short)
	if _, month := months[s.key(at+1)]; !ok || s.at(at).breaks > 1 || short && month { // "15 maart/15 juni"
		return d
	}
	d.year, d.next = year, at+1
	return s.yearWord(d)
}

// yearWord passes over the Ukrainian word for year behind it.
func (s *scan) yearWord(d dated) dated {
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
	value := atoi(t.fold)
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
		d.weekday = 0 // the date is clear, whatever its weekday
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
