package phrase

import "onderdak/internal/calendar"

// Periods finds the periods of a text, in order, counted from today: a date
// without a year is the one from three months back to nine months ahead, and an
// end not before its beginning. Periods do not overlap.
func Periods(text string, today calendar.Night) []Period {
	r := &reader{scan: newScan(text), today: today}
	r.moments()
	b := builder{reader: r}
	for k := range r.found {
		b.take(k)
	}
	b.flush()
	return b.periods
}

// builder puts moments together to periods.
type builder struct {
	*reader
	periods  []Period
	open     bool // current holds something
	current  Period
	from, to int // tokens of current
	dated    dated
	weak     bool // the moment in At may still turn out to be a beginning
}

// reach is how many words may stand between a beginning and its end.
const reach = 16

func (b *builder) flush() {
	if b.open {
		b.current.Span = b.span(b.from, b.to)
		b.periods = append(b.periods, b.current)
	}
	b.open, b.current, b.weak = false, Period{}, false
}

// take adds the moment to the period it belongs to.
func (b *builder) take(k int) {
	m := b.found[k]
	sd, start := b.sideFor(m)
	if b.open {
		start = max(start, b.to)
	}
	if !b.open || !b.belongs(m, sd, start) {
		b.flush()
		b.open, b.from = true, start
	}
	b.place(m, sd, start)
	b.to = max(b.to, m.to)
	if (sd == untilSide || sd == throughTo) && m.kind != lasting {
		if _, next, ok := b.includingAt(m.to); ok {
			b.to = next
		}
	}
}

// sideFor is what the moment is: by its own words, by how it was joined, or by the
// words before it; and the token at which those begin.
func (b *builder) sideFor(m said) (side, int) {
	switch m.kind {
	case begun, soon:
		return fromSide, m.from
	case openEnd, someEnd:
		return untilSide, m.from
	case lasting:
		return lastsSide, m.from
	}
	if m.joined != nowhere {
		return m.joined, b.to
	}
	sd, start := b.sideBefore(m)
	switch {
	case m.past && sd != untilSide && sd != throughTo:
		return aboutSide, start
	case sd == untilSide && b.includes(m.to):
		return throughTo, start
	case b.unclear(sd, start) && b.isAvailable(start, m.to) && !b.aboutHours(m.to):
		return fromSide, start
	}
	return sd, start
}

// letters are what Ukrainian dates with "від": "ваш лист від 4 березня".
var letters = set("лист листа листі листом запит запиту запитом заява заяви розпорядження наказ наказу рішення повідомлення договір договору")

// sideBefore is what the words between the current period and the moment make of it.
func (b *builder) sideBefore(m said) (side, int) {
	sd, start := b.sideOf(m.from)
	if sd == fromWeak && b.is(start, "від") && (m.kind == onNight || !letters[b.at(start-1).fold]) {
		sd = fromSide
	}
	if !b.open {
		return sd, start
	}
	if sd == nowhere && m.from-b.to == 1 {
		return b.join(b.to, m.from), m.from
	}
	if start < b.to {
		return nowhere, m.from
	}
	return sd, start
}

// includes says that the words behind keep the end in.
func (b *builder) includes(i int) bool {
	_, _, ok := b.includingAt(i)
	return ok
}

// unclear says that nothing before the moment gives it a side.
func (b *builder) unclear(sd side, start int) bool {
	return sd == nowhere || sd == aboutSide && b.is(start, "op", "on", "in", "per", "by", "у", "в")
}

// aboutHours says that a time of the day follows: an appointment, no period.
func (b *builder) aboutHours(i int) bool {
	for at := i; at < i+3 && b.at(at).breaks == 0; at++ {
		if _, ok := b.clock(at); ok {
			return true
		}
	}
	return false
}

// belongs says that the moment goes with the current period.
func (b *builder) belongs(m said, sd side, start int) bool {
	gap := start - b.to // in words
	if gap > reach || b.parted(b.to, start) && !b.tacked(sd, start) {
		return false
	}
	p := &b.current
	began, mentioned := p.From.Sort != "", p.At.Sort != ""
	switch {
	case sd == fromSide, sd == afterSide:
		return !began && !mentioned
	case p.Until.Sort != "":
		return false
	case sd == lastsSide:
		return began || gap <= 3 && !b.weak
	case sd == untilSide, sd == throughTo:
		return began || b.beginsAfterAll(m, gap)
	}
	return b.weak && gap <= 2 && b.is(b.from, "tussen", "between", "між")
}

// beginsAfterAll says that the date mentioned is a beginning, for an end follows:
// "van 14 maart … tot 1 mei", "14 maart tot 1 mei".
func (b *builder) beginsAfterAll(m said, gap int) bool {
	return b.weak || gap <= 2 && m.kind != someEnd && m.kind != openEnd
}

// tacked says that the moment is a sentence of its own behind the period: "Vanaf
// vrijdag. Voor drie maanden."
func (b *builder) tacked(sd side, start int) bool {
	return (sd == lastsSide || sd == untilSide || sd == throughTo) && start-b.to <= 1 && b.at(start).breaks < 2 && b.at(b.to).breaks < 2
}

// parted says that a sentence ends between the tokens.
func (b *builder) parted(from, to int) bool {
	if b.block(from) {
		return true
	}
	for i := from; i < to; i++ {
		if b.ends(i) && i+1 <= to || i > from && b.newItem(i) {
			return true
		}
	}
	return false
}

// place puts the moment on its side of the current period.
func (b *builder) place(m said, sd side, start int) {
	p := &b.current
	if p.At.Sort != "" && (sd == untilSide || sd == throughTo || sd == lastsSide || b.weak) { // "14 maart tot 1 mei"
		p.From, p.At = p.At, Moment{}
		if sd == nowhere || sd == aboutSide {
			sd = untilSide // "tussen 14 en 20 maart"
		}
	}
	b.weak = false
	switch sd {
	case fromSide:
		p.From = b.exact(m)
		b.dated = m.date
		if p.Lasts != (Length{}) && p.From.Sort == Exact { // "for three months from 1 April"
			p.Until.Sort, p.Until.Night = Exact, plus(p.From.Night, p.Lasts)
		}
	case afterSide:
		p.From = b.vague(m)
	case untilSide, throughTo:
		p.Until = b.end(m, sd)
	case lastsSide:
		b.lastsFor(m)
	default:
		p.At = b.exact(m)
		b.dated = m.date
		b.weak = sd == fromWeak
	}
}

func (b *builder) vague(m said) Moment {
	return Moment{Span: b.span(m.from, m.to), Sort: Vague}
}

// exact is the moment as a beginning.
func (b *builder) exact(m said) Moment {
	at := b.vague(m)
	switch m.kind {
	case onDate:
		if night, ok := m.date.resolve(b.today); ok {
			at.Sort, at.Night = Exact, night
		}
	case onNight:
		at.Sort, at.Night = Exact, m.night
	case begun:
		at.Sort, at.Night = Exact, b.today
	}
	return at
}

// end is the moment as an end: the first night without.
func (b *builder) end(m said, sd side) Moment {
	at := b.exact(m)
	switch m.kind {
	case openEnd:
		at.Sort = Nothing
	case onDate:
		b.agree(m.date, &at)
	case fuzzy:
		if sd == throughTo && m.through > 0 {
			at.Sort, at.Night = Exact, m.through
		} else if m.boundary > 0 {
			at.Sort, at.Night = Exact, m.boundary
		}
		return at
	}
	if at.Sort == Exact && sd == throughTo {
		at.Night = at.Night.Plus(1)
	}
	return at
}

// agree brings the years of a beginning and its end together: where one has no
// year it takes the other's, and the end is not before the beginning.
func (b *builder) agree(until dated, at *Moment) {
	from := &b.current.From
	free := until.year == 0 && until.yearBy == 0
	if from.Sort != Exact || at.Sort != Exact {
		if free && at.Sort == Exact && at.Night < b.today.Plus(-lately) {
			at.Night = until.upcoming(b.today)
		}
		return
	}
	switch begins := b.dated; {
	case begins.month > 0 && begins.year == 0 && begins.yearBy == 0 && !free:
		from.Night = begins.latest(at.Night)
	case free:
		at.Night = until.upcoming(from.Night)
	}
}

// lately is how far back an end without a year may lie, in nights: somebody may
// write of one that is just over, but hardly of one last season.
const lately = 31

// latest is the last such day that is not after the night.
func (d dated) latest(until calendar.Night) calendar.Night {
	d.weekday = 0
	year := until.Date().Year()
	if at, ok := d.in(year); ok && at <= until {
		return at
	}
	if at, ok := d.in(year - 1); ok {
		return at
	}
	return until
}

// upcoming is the first such day that is not before the night.
func (d dated) upcoming(from calendar.Night) calendar.Night {
	d.weekday = 0
	for year := from.Date().Year(); year <= from.Date().Year()+4; year++ {
		if at, ok := d.in(year); ok && at >= from {
			return at
		}
	}
	return from
}

// lastsFor ends the period so long after its beginning.
func (b *builder) lastsFor(m said) {
	p := &b.current
	if m.today && p.From.Sort == "" {
		p.From = Moment{Span: b.span(m.from, m.to), Sort: Exact, Night: b.today}
	}
	p.Until = b.vague(m)
	if m.loose {
		return
	}
	p.Lasts = m.length
	if p.From.Sort == Exact {
		p.Until.Sort, p.Until.Night = Exact, plus(p.From.Night, m.length)
	}
}

// newItem says that the next item of a numbered list begins at the token: "2) ...".
func (b *builder) newItem(i int) bool {
	t := b.at(i)
	return t.breaks > 0 && t.kind == digits && len(t.fold) <= 2 && b.is(i+1, ")", ".") && b.glued(i+1) && !b.glued(i+2)
}

// includingAt reads the words that keep an end in, with the bracket they may stand in.
func (b *builder) includingAt(i int) (bool, int, bool) {
	if b.is(i, "(") {
		i++
	}
	return beginning(b.scan, i, including)
}
