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
		if _, next, ok := beginning(b.scan, m.to, including); ok {
			b.to = next
		}
	}
}

// sideFor is what the moment is: by its own words, by how it was joined, or by the
// words before it.
func (b *builder) sideFor(m said) (side, int) {
	switch m.kind {
	case begun, soon:
		return fromSide, m.from
	case openEnd, someEnd:
		return untilSide, m.from
	case lasting:
		return lastsSide, m.from
	}
	sd, start := b.sideOf(m.from)
	if m.joined != nowhere {
		return m.joined, b.to
	}
	if b.open && sd == nowhere && m.from-b.to == 1 {
		if j := b.join(b.to, m.from); j != nowhere {
			return j, m.from
		}
	}
	if b.open && start < b.to {
		sd, start = nowhere, m.from
	}
	if m.past && sd != untilSide && sd != throughTo {
		return aboutSide, start
	}
	if sd == untilSide {
		if _, _, ok := beginning(b.scan, m.to, including); ok {
			sd = throughTo
		}
	}
	if (sd == nowhere || sd == aboutSide && b.is(start, "op", "on", "in", "per", "by", "у", "в")) && b.isAvailable(start, m.to) && !b.endsSoon(m.to) {
		sd = fromSide
	}
	return sd, start
}

// endsSoon says that the words behind say the date is the end.
func (b *builder) endsSoon(i int) bool {
	return b.is(i, "gesloten", "vol", "afgelopen", "closed", "dicht")
}

// belongs says that the moment goes with the current period.
func (b *builder) belongs(m said, sd side, start int) bool {
	if start-b.to > reach || b.parted(b.to, start) {
		return false
	}
	p := &b.current
	close := start-b.to <= 2
	switch sd {
	case untilSide, throughTo:
		if p.Until.Sort != "" || p.Lasts != (Length{}) && close {
			return false
		}
		return p.From.Sort != "" || p.At.Sort != "" && (b.weak || close && m.kind != someEnd && m.kind != openEnd)
	case lastsSide:
		return p.Until.Sort == "" && (p.From.Sort != "" || p.At.Sort != "" && start-b.to <= 3 && !b.weak)
	case fromSide, afterSide:
		return p.From.Sort == "" && p.Until.Sort != "" && p.At.Sort == ""
	}
	return b.weak && close && b.current.Until.Sort == "" && b.is(b.from, "tussen", "between", "між")
}

// parted says that a sentence ends between the tokens.
func (b *builder) parted(from, to int) bool {
	for i := from; i < to; i++ {
		if b.ends(i) && i+1 <= to {
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
	if from.Sort != Exact || at.Sort != Exact || b.dated.month == 0 {
		if from.Sort == Exact && at.Sort == Exact && until.year == 0 && until.yearBy == 0 && at.Night < from.Night {
			at.Night = plus(at.Night, Length{Months: 12})
		}
		return
	}
	begins := b.dated
	if begins.year == 0 && begins.yearBy == 0 && (until.year > 0 || until.yearBy > 0) {
		year := at.Night.Date().Year()
		if night, ok := begins.in(year); ok && night <= at.Night {
			from.Night = night
		} else if night, ok := begins.in(year - 1); ok {
			from.Night = night
		}
		return
	}
	if until.year == 0 && until.yearBy == 0 {
		for year := from.Night.Date().Year(); year <= from.Night.Date().Year()+1; year++ {
			if night, ok := until.in(year); ok && night >= from.Night {
				at.Night = night
				return
			}
		}
	}
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
