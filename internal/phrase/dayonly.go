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
	case weekday == 0 && r.wordFollows(next), weekday == 0 && !r.leads(i):
		return 0, false // "de 2e etage"
	}
	if m.night, ok = r.dayFrom(day, weekday, off); !ok {
		m.kind = fuzzy
	}
	return r.add(m)
}

// dayFrom finds the day so many months ahead, or where none was said from today on;
// with a weekday also the one of this month that is over.
func (r *reader) dayFrom(day, weekday, off int) (calendar.Night, bool) {
	year, month := r.today.Date().Year(), int(r.today.Date().Month())+off
	for ; off == 0 && month <= int(r.today.Date().Month())+1 || off > 0; month++ {
		y, m := year+(month-1)/12, (month-1)%12+1
		fits := exists(y, m, day)
		at := night(y, m, min(day, 28)).Plus(max(day-28, 0))
		if off > 0 {
			return at, fits
		}
		if fits && (weekday == 0 && at >= r.today || weekday == weekdayOf(at)) {
			return at, true
		}
	}
	return 0, false
}

var lastWords = set("laatste last останній останню остання останньої")

// nthWeekday reads "de eerste maandag van april", "the last Sunday of March 2022".
func (r *reader) nthWeekday(i int) (int, bool) {
	last := lastWords[r.at(i).fold]
	nth, known := ordinals[r.key(i)]
	if t, ok := ukrainianNth[r.at(i).fold]; ok {
		nth, known = t, true
	}
	at := i + 1
	if r.at(i).kind == digits && len(r.at(i).fold) == 1 {
		nth, known = atoi(r.at(i).fold), r.ordinal(at) > at
		at = r.ordinal(at)
	}
	if !last && (!known || nth > 5) || !r.dayName(at) {
		return 0, false
	}
	day, to := weekdays[r.key(at)], at+1
	for r.is(to, "van", "in", "of", "у", "в") && to < at+2 {
		to++
	}
	month, year, next, ok := r.monthYear(to)
	if !ok {
		return at + 1, true // which month's is not said: no day at all
	}
	first, ok := dated{day: 1, month: month, year: year}.resolve(r.today)
	if !ok {
		return 0, false
	}
	m := said{kind: onNight, from: i, to: next}
	m.night = first.Plus((day-weekdayOf(first)+7)%7 + 7*(max(nth, 1)-1))
	if last {
		end := plus(first, Length{Months: 1}).Plus(-1)
		m.night = end.Plus(-((weekdayOf(end) - day + 7) % 7))
	} else if m.night.Date().Month() != first.Date().Month() {
		m.kind = fuzzy
	}
	return r.add(m)
}

var ukrainianNth = map[string]int{"перший": 1, "перша": 1, "першу": 1, "другий": 2, "друга": 2, "другу": 2, "третій": 3, "третя": 3, "третю": 3, "четвертий": 4, "четверта": 4, "четверту": 4}
