package phrase

import (
	"time"

	"onderdak/internal/calendar"
)

var nearbyWords = table(map[int]string{
	0:  "vandaag, today, сьогодні, vanavond, vanmiddag, vannacht, tonight, heden, vanochtend, vanmorgen",
	1:  "morgen, tomorrow, завтра, morgenochtend, morgenmiddag, morgenavond",
	2:  "overmorgen, the day after tomorrow, day after tomorrow, післязавтра",
	-1: "gisteren, yesterday, вчора, учора, gisteravond, gistermiddag",
	-2: "eergisteren, day before yesterday, позавчора",
})

// nearby reads the days around today. "De morgen" is the forenoon.
func (r *reader) nearby(i int) (int, bool) {
	days, next, ok := beginning(r.scan, i, nearbyWords)
	if !ok || r.is(i, "morgen") && (r.is(i-1, "de", "s", "'s", "goede", "elke", "iedere") || r.is(i-1, "goeden")) {
		return 0, false
	}
	return r.add(said{kind: onNight, from: i, to: next, night: r.today.Plus(days), past: days < 0})
}

var weekWords = table(map[int]string{
	0:  "deze week, this week, цього тижня, van deze week, of this week",
	1:  "volgende week, next week, komende week, наступного тижня, на наступному тижні, van volgende week, of next week, de volgende week",
	-1: "vorige week, last week, afgelopen week, минулого тижня, на минулому тижні, van vorige week, de vorige week",
})

var coming = set(`aanstaande as a.s komende eerstkomende eerstvolgende volgende deze next this coming upcoming наступний наступного наступної наступну наступна цей цю цього цієї
	найближчий найближчу найближчої найближчого`)

var gone = set("afgelopen vorig vorige voorgaande verleden laatste jongstleden last previous минулий минулого минулої минулу минула")

// weekday reads "maandag", "aanstaande vrijdag", "volgende week dinsdag": the next
// one after today. "Next Monday" is read as the coming one.
func (r *reader) weekday(i int) (int, bool) {
	at, past := i, false
	week, next, inWeek := beginning(r.scan, i, weekWords)
	if inWeek {
		at = next
		if r.is(at, "op", "on") {
			at++
		}
	} else if w := r.at(at).fold; coming[w] || gone[w] {
		past = gone[w]
		at++
		if r.is(at, ".") {
			at++
		}
	}
	if !r.dayName(at) || r.is(at-1, "elke", "iedere", "every", "кожен", "кожну", "кожного", "alle") {
		return 0, false
	}
	day, to := weekdays[r.key(at)], at+1
	if behind, next, ok := beginning(r.scan, to, weekWords); ok && !inWeek {
		week, inWeek, to = behind, true, next
	}
	m := said{kind: onNight, from: i, to: to, past: past}
	switch {
	case inWeek:
		m.night = r.today.Plus(day - weekdayOf(r.today) + 7*week)
		m.past = week < 0
	case past:
		m.night = r.today.Plus(-((weekdayOf(r.today)-day+6)%7 + 1))
	default:
		m.night = r.today.Plus((day-weekdayOf(r.today)+6)%7 + 1)
	}
	return r.add(m)
}

// counted reads "over twee weken", "in three months", "через 10 днів": so long from
// today; "binnen 3 dagen" is some day before that.
func (r *reader) counted(i int) (int, bool) {
	within := r.is(i, "binnen", "within", "протягом", "за", "uiterlijk")
	if !within && !r.is(i, "over", "in", "через") {
		return 0, false
	}
	at, about := i+1, false
	for at < i+4 && aboutWords[r.at(at).fold] {
		about = true
		at++
	}
	l, next, ok := r.length(at)
	if !ok || !l.known && !l.vague || r.is(next, "geleden", "ago", "тому", "lang") {
		return 0, false
	}
	switch {
	case within:
		return r.add(said{kind: soon, from: i, to: next})
	case l.vague || about || r.isRange(next):
		return r.add(said{kind: fuzzy, from: i, to: next})
	}
	return r.add(said{kind: onNight, from: i, to: next, night: plus(r.today, l.Length)})
}

var aboutWords = set("ongeveer circa ca . about zo'n uiterlijk maximaal приблизно")

// isRange says that a range of lengths goes on here: "over 2 à 3 weken" is read by
// number; this is "over twee weken of drie weken".
func (r *reader) isRange(i int) bool {
	return r.is(i, "of", "à") && r.at(i+1).kind != sign && atoms[r.at(i+1).fold].value > 0
}

var fixedDays = table(map[[2]int]string{
	{1, 1}: "nieuwjaarsdag, nieuwjaar, new year's day, новий рік, нового року", {4, 27}: "koningsdag, king's day, kingsday", {5, 5}: "bevrijdingsdag", {12, 5}: "sinterklaas, pakjesavond, sinterklaasavond",
	{12, 24}: "kerstavond, christmas eve", {12, 25}: "eerste kerstdag, 1e kerstdag, christmas day", {12, 26}: "tweede kerstdag, 2e kerstdag, boxing day", {12, 31}: "oudjaar, oudejaarsdag, oudejaarsavond, new year's eve",
})

var easterDays = table(map[int]string{0: "eerste paasdag, 1e paasdag, paaszondag, easter sunday", 1: "tweede paasdag, 2e paasdag, paasmaandag, easter monday", -2: "goede vrijdag, good friday",
	39: "hemelvaartsdag, ascension day", 49: "eerste pinksterdag, 1e pinksterdag", 50: "tweede pinksterdag, 2e pinksterdag, pinkstermaandag"})

// holiday reads the holidays that are one day of the year.
func (r *reader) holiday(i int) (int, bool) {
	day, next, ok := beginning(r.scan, i, fixedDays)
	days, nextEaster, isEaster := beginning(r.scan, i, easterDays)
	if !ok && !isEaster {
		return 0, false
	}
	of := func(year int) calendar.Night {
		switch {
		case isEaster:
			return easter(year).Plus(days)
		case day == [2]int{4, 27} && night(year, 4, 27).Date().Weekday() == time.Sunday:
			return night(year, 4, 26) // Koningsdag is the Saturday then
		case day == [2]int{4, 27} && year < 2014:
			return night(year, 4, 30) // and was Koninginnedag before
		}
		return night(year, day[0], day[1])
	}
	if isEaster {
		next = nextEaster
	}
	m := said{kind: onNight, from: i, to: next}
	if year, said := r.year(next, false); said {
		m.night, m.to = of(year), next+1
		return r.add(m)
	}
	year := r.today.Date().Year()
	if m.night = of(year); m.night < r.today.Plus(-7) {
		m.night = of(year + 1)
	}
	return r.add(m)
}

// easter is Easter Sunday by the Gregorian rule of Meeus, Jones and Butcher.
func easter(year int) calendar.Night {
	a, b, c := year%19, year/100, year%100
	d := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	e := (32 + 2*(b%4) + 2*(c/4) - d - c%4) % 7
	f := d + e - 7*((a+11*d+22*e)/451) + 114
	return night(year, f/31, f%31+1)
}

var parts = table(map[bool]string{
	true: `begin, begin van, het begin van, medio, mid, half, halverwege, eind, einde, eind van, einde van, het eind van, het einde van, eind -, in de loop van, de loop van, loop van, ergens in, aanvang, primo, ultimo, rond, omstreeks,
		vroege, late, eerste helft van, tweede helft van, eerste helft, tweede helft, eerste week van, tweede week van, derde week van, vierde week van, laatste week van, eerste weken van, laatste dagen van, eerste dagen van,
		beginning of, the beginning of, start of, the start of, early, middle of, the middle of, end of, the end of, late, during, first half of, second half of, first week of, last week of, in the course of, some time in, around, begin -, mid -,
		на початку, початок, початку, в середині, у середині, середина, середини, наприкінці, в кінці, у кінці, кінець, кінця, протягом, перша половина, друга половина, першій половині, другій половині, упродовж`,
})

var distances = set(`deze dit volgende volgend komende komend aankomende aankomend lopende vorige vorig afgelopen this next coming last current цього наступного минулого це ця цю цієї цей наступний наступному цьому`)

var spans = set(`week maand jaar kwartaal weekend weekeinde zomer winter herfst najaar voorjaar lente seizoen schooljaar month year quarter summer autumn fall spring season voorjaarsvakantie
	zomervakantie herfstvakantie kerstvakantie meivakantie krokusvakantie schoolvakantie schoolvakanties vakantie zomerperiode zomermaanden zomerseizoen wintermaanden winterperiode jaarwisseling bouwvak feestdagen kalenderjaar hoogseizoen toeristenseizoen theaterseizoen kampeerseizoen vakantieseizoen
	holidays vacation weekends ramadan pasen kerst kerstmis pinksteren hemelvaart easter christmas pentecost whitsun тижня місяця року тиждень місяць рік тижні місяці році весни весна весні весною літа літо літку літі осені осінь восени зими зима взимку
	зимою навесні улітку влітку великодня великдень різдва різдво канікул канікули вихідних вихідні jaareinde maandeinde jaarwisseling`)

// alone are spans that say a moment without anything before them.
var alone = set(`pasen kerst kerstmis pinksteren hemelvaart easter christmas zomervakantie herfstvakantie kerstvakantie meivakantie krokusvakantie voorjaarsvakantie jaareinde jaarwisseling bouwvak hoogseizoen toeristenseizoen zomerseizoen vakantieseizoen
	великдень різдво навесні влітку улітку восени взимку pentecost`)

// loosely reads a moment that is no date: "medio april", "eind van het jaar",
// "volgende maand", "in april", "na de zomer". A whole month or year keeps the
// night after it, for "t/m april" is clear.
func (r *reader) loosely(i int) (int, bool) {
	at, begins := r.partAt(i)
	part := begins > i
	distance := distances[r.at(at).fold]
	if distance {
		at++
	}
	t := r.at(at)
	if t.kind == sign || t.breaks > 1 {
		return 0, false
	}
	if m, ok := r.boundaryAt(i); ok {
		return r.add(m)
	}
	m := said{kind: fuzzy, from: i, to: at + 1, past: distance && gone[r.at(at-1).fold]}
	if _, ok := months[r.key(at)]; ok && t.kind == word {
		return r.looseMonth(m, at, part, distance)
	}
	switch {
	case t.kind == digits:
		year, ok := r.year(at, false)
		m.past = year < r.today.Date().Year()
		return r.addIf(m, ok && part)
	case r.numberedWeek(at):
		m.to++
		return r.add(r.yearBehind(m))
	case !spans[t.fold]:
		return 0, false
	}
	return r.addIf(r.yearBehind(m), distance || part && r.partOf(at, begins) || r.led(at, i))
}

// numberedWeek says "week 12": its first night is not said.
func (r *reader) numberedWeek(i int) bool {
	return r.is(i, "week", "wk", "weken") && r.at(i+1).kind == digits && len(r.at(i+1).fold) <= 2
}

var endsOf = table(map[bool]string{true: "eind van, einde van, het eind van, het einde van, end of, the end of, кінця, самого кінця"})

var endedSpans = table(map[Length]string{
	{Months: 1}:  "de maand, deze maand, maand, this month, the month, month, місяця, цього місяця",
	{Months: 12}: "het jaar, dit jaar, jaar, this year, the year, year, року, цього року, het kalenderjaar, de year",
})

// boundaryAt reads "het einde van april", which behind "tot" names the night after
// as clearly as a date does; "eind april" does not.
func (r *reader) boundaryAt(i int) (said, bool) {
	at, ok := passOver(r.scan, i, endsOf)
	if !ok {
		return said{}, false
	}
	if month, year, next, ok := r.monthYear(at); ok {
		m := r.yearBehind(said{kind: fuzzy, from: i, to: next})
		if year == 0 && m.to > next { // "van volgend jaar"
			return m, true
		}
		m.boundary = r.monthEnd(month, year)
		return m, true
	}
	if year, ok := r.year(at, false); ok {
		return said{kind: fuzzy, from: i, to: at + 1, boundary: night(year+1, 1, 1)}, true
	}
	span, next, ok := beginning(r.scan, at, endedSpans)
	now := r.today.Date()
	if ok && span.Months == 1 {
		return said{kind: fuzzy, from: i, to: next, boundary: night(now.Year(), int(now.Month())+1, 1)}, true
	}
	return said{kind: fuzzy, from: i, to: next, boundary: night(now.Year()+1, 1, 1)}, ok
}

// partAt passes over "begin", "in de loop van" and the article behind it.
func (r *reader) partAt(i int) (at, begins int) {
	begins, part := passOver(r.scan, i, parts)
	for at = begins; part && at < begins+2 && r.is(at, "de", "het", "the", "van", "of", "-"); at++ {
	}
	return at, begins
}

func (r *reader) addIf(m said, ok bool) (int, bool) {
	if !ok {
		return 0, false
	}
	return r.add(m)
}

// looseMonth reads the month at the token; without a part it keeps the night after.
func (r *reader) looseMonth(m said, at int, part, distance bool) (int, bool) {
	month, year, next, _ := r.monthYear(at)
	if m.to = next; !part {
		m.through = r.monthEnd(month, year)
	}
	return r.addIf(r.yearBehind(m), part || distance || r.monthMeant(at, year))
}

// partOf says that a part of the span is meant: "eind van het jaar", "eind zomer",
// not "begin week".
func (r *reader) partOf(at, begins int) bool {
	return at > begins || r.is(at, "jaar") || len(r.at(at).fold) > 5
}

// shortSpans come again and again: "in de week" says no moment.
var shortSpans = set("jaar maand week year month weekend weekends kwartaal місяця місяць місяці тижня тиждень тижні року рік році")

// led says that a season or holiday stands behind a word that makes it a moment.
func (r *reader) led(at, i int) bool {
	w := r.at(at).fold
	if alone[w] {
		return true
	}
	if shortSpans[w] {
		return false
	}
	before := i
	if r.is(before-1, "de", "het", "the") {
		if before--; r.at(before-1).kind == sign || before == 0 { // "de zomer" by itself
			return true
		}
	}
	return r.is(before-1, "in", "vanaf", "tot", "aan", "gedurende", "t/m", "na", "voor", "tijdens", "per", "met", "from", "until", "till", "after", "before", "during", "through", "до", "після", "з", "на", "sinds", "since", "by")
}

// yearBehind adds a year that follows: "zomer 2022", "begin mei dit jaar".
func (r *reader) yearBehind(m said) said {
	if year, ok := r.year(m.to, false); ok && r.at(m.to).breaks == 0 {
		m.to++
		m.past = m.past || year < r.today.Date().Year()
	} else if by, next, ok := beginning(r.scan, m.to, yearWords); ok {
		m.to, m.past, m.through = next, by == lastYear, 0
	} else if _, next, ok := beginning(r.scan, m.to, weekWords); ok {
		m.to = next
	}
	return m
}

// monthMeant says that the name of a month alone is one: "may" and "march" are
// mostly something else.
func (r *reader) monthMeant(at, year int) bool {
	t := r.at(at)
	if year > 0 {
		return true
	}
	if len(t.fold) <= 4 && !r.is(at, "mei", "juni", "juli", "may", "june", "july") || r.glued(at+1) && r.is(at+1, "-", "'") && r.glued(at+2) && months[r.key(at+2)] == 0 {
		return false
	}
	if r.is(at, "may", "march") {
		return t.upper && at > 0 && r.is(at-1, "in", "from", "until", "till", "by", "through", "since", "of", "to", "early", "late")
	}
	return true
}

func (r *reader) monthEnd(month, year int) calendar.Night {
	if year == 0 {
		first, ok := dated{day: 1, month: month}.resolve(r.today.Plus(-30))
		if !ok {
			return 0
		}
		year = first.Date().Year()
	}
	return night(year, month+1, 1)
}
