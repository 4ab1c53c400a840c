package phrase

import "onderdak/internal/calendar"

var monthOff = table(map[int]string{
	0: "deze maand, this month, цього місяця, van deze maand, of this month, in this month, van de maand, of the month",
	1: "volgende maand, next month, наступного місяця, van volgende maand, van de volgende maand, of next month, komende maand, van komende maand, in next month",
})

// dayOnly reads a day without its month: "de 15e", "vrijdag de 11e", "the 20th of
// next month". Without a month it is the first such day from today on.
func (r *reader) dayOnly(i int) (int, bool) {
	at, weekday := i, 0
	if r.dayName(at) {
		weekday = weekdays[r.key(at)]
		at++
	}
	if !r.is(at, "de", "the", "den") {
		return 0, false
	}
	at++
	day, next, ok := r.dayOf(at)
	if !ok || r.at(at).kind == digits && next == at+1 || r.at(at).kind == word && ordinals[r.key(at)] == 0 {
		return 0, false
	}
	if _, ok := r.date(at); ok {
		return 0, false
	}
	m := said{kind: onNight, from: i, to: next}
	off, behind, inMonth := beginning(r.scan, next, monthOff)
	switch {
	case inMonth:
		m.to = behind
	case weekday == 0 && (r.isNth(at, next) || r.wordFollows(next)), weekday == 0 && !r.leads(i):
		return 0, false // "de 2e etage"
	}
	if m.night, ok = r.dayFrom(day, weekday, off, inMonth); !ok {
		m.kind = fuzzy
	}
	return r.add(m)
}

// dayFrom finds the day so many months ahead where a month was said, or else the
// first from today on; with a weekday also the one of this month that is over.
func (r *reader) dayFrom(day, weekday, off int, inMonth bool) (calendar.Night, bool) {
	now := r.today.Date()
	for months := off; months <= off+1; months++ {
		month := int(now.Month()) + months
		year, month := now.Year()+(month-1)/12, (month-1)%12+1
		if exists(year, month, day) {
			at := night(year, month, day)
			if inMonth || weekday == 0 && at >= r.today || weekday == weekdayOf(at) {
				return at, true
			}
		}
		if inMonth {
			break
		}
	}
	return 0, false
}

var lastWords = set("laatste last останній останню остання останньої")

// nthWeekday reads "de eerste maandag van april", "the last Sunday of March 2022",
// "de laatste dag van april". Without a month no day is said at all.
func (r *reader) nthWeekday(i int) (int, bool) {
	nth, at := r.nth(i)
	lastDay := nth == lastOne && r.is(at, "dag", "day", "день")
	if nth == 0 || !lastDay && !r.dayName(at) {
		return 0, false
	}
	to := at + 1
	for r.is(to, "van", "in", "of", "у", "в") && to < at+3 {
		to++
	}
	month, year, next, ok := r.monthYear(to)
	if !ok {
		return at + 1, !lastDay
	}
	first, ok := dated{day: 1, month: month, year: year}.resolve(r.today)
	if !ok {
		return 0, false
	}
	m := said{kind: onNight, from: i, to: next}
	end := plus(first, Length{Months: 1}).Plus(-1)
	switch day := weekdays[r.key(at)]; {
	case lastDay:
		m.night = end
	case nth == lastOne:
		m.night = end.Plus(-((weekdayOf(end) - day + 7) % 7))
	default:
		m.night = first.Plus((day-weekdayOf(first)+7)%7 + 7*(nth-1))
	}
	if m.night > end {
		m.kind = fuzzy
	}
	return r.add(m)
}

// lastOne is the count of the last of a month.
const lastOne = -1

// nth reads "eerste", "3rd", "laatste" and gives the token after it; 0: nothing.
func (r *reader) nth(i int) (count, next int) {
	if lastWords[r.at(i).fold] {
		return lastOne, i + 1
	}
	if r.at(i).kind == digits {
		if next = r.ordinal(i + 1); next > i+1 && len(r.at(i).fold) == 1 && r.at(i).fold <= "5" {
			return atoi(r.at(i).fold), next
		}
		return 0, i
	}
	count = ordinals[r.key(i)]
	if count == 0 {
		count = ukrainianNth[r.at(i).fold]
	}
	if count > 5 {
		return 0, i
	}
	return count, i + 1
}

var ukrainianNth = map[string]int{"перший": 1, "перша": 1, "першу": 1, "другий": 2, "друга": 2, "другу": 2, "третій": 3, "третя": 3, "третю": 3, "четвертий": 4, "четверта": 4, "четверту": 4}

// isNth says that an ordinal before a date counts something else: "de eerste locatie
// tot 1 juli, de tweede tot 1 oktober".
func (r *reader) isNth(at, next int) bool {
	return r.at(at).kind == word && r.is(next, "tot", "t/m", "vanaf", "per") && r.at(next+1).kind == digits
}
