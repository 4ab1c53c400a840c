package reading

import (
	"slices"

	"onderdak/internal/phrase"
)

// candidate is an offer being put together.
type candidate struct {
	name      *mention
	count     *count
	first     int // segment it began in
	last      int // segment that spoke of it last
	paragraph int
	item      bool
	town      *town
	street    *street
	way       *phrase.Span // a street without a number
	periods   []phrase.Period
	call      call
	yes       []facility
	each      int
	mood      mood
	several   bool // more than one number may be its number
	guessed   bool // its municipality
}

// mostOffers bounds the offers of one mail.
const mostOffers = 50

// gatherer walks over the segments of a text and puts candidates together.
type gatherer struct {
	d          *document
	candidates []*candidate
	current    *candidate
	shared     candidate // what was said of no offer in particular
	each       int       // how many a room holds, by the present segment
	moods      []mood
	allGone    bool // what was taken back is all that is listed
	blocks     map[int]block
}

// gather finds the offers of the body of a text.
func (d *document) gather() *gatherer {
	g := &gatherer{d: d, moods: make([]mood, len(d.segments))}
	g.blocks = d.blocks()
	for i, s := range d.segments {
		if s.consumed {
			continue
		}
		g.moods[i] = d.moodOf(s)
		g.read(i, s)
	}
	return g
}

// read takes in one segment.
func (g *gatherer) read(i int, s segment) {
	m := g.moods[i]
	if i > 0 && g.moods[i-1].offers && g.d.segments[i-1].paragraph == s.paragraph {
		m.offers = true
	}
	names := g.d.names(s)
	counts := g.countsOf(s, m, names)
	pairs := g.pair(names, counts, s, m)
	for _, p := range pairs {
		g.place(p, i, s, m)
	}
	if m.withdraws {
		g.withdraw(i, s)
	}
	g.attach(i, s, m, names, len(pairs))
}

// countsOf gives the counts of a segment that offers: numbers in a question, in
// thanks or in a request are no offer.
func (g *gatherer) countsOf(s segment, m mood, names []mention) []count {
	g.each = 0
	idle := m.thanks || m.invites || m.asks && !anyProper(names)
	if s.question || m.seeks || m.yours || idle && !m.offers {
		return nil
	}
	counts, each := g.d.counts(s, names)
	g.each = each
	return counts
}

func anyProper(names []mention) bool {
	return slices.ContainsFunc(names, func(m mention) bool { return m.proper })
}

// withdraw marks the offers a segment takes back.
func (g *gatherer) withdraw(i int, s segment) {
	if g.current != nil && g.current.last == i {
		g.current.mood.withdraws = true
		return
	}
	g.shared.mood.withdraws = true
	g.allGone = g.allGone || g.d.speaksOfAll(s) || g.d.is(s.to-1, ":")
}

// attach gives what else a segment says to the offer it speaks of: to the present
// one, or to all where a list has ended or none has begun.
func (g *gatherer) attach(i int, s segment, m mood, names []mention, pairs int) {
	to := &g.shared
	if g.speaksOfCurrent(i, s, pairs) {
		to = g.current
		to.last = i
		if to.way == nil && !s.question {
			to.way = g.d.wayIn(s)
		}
	}
	if pairs > 1 {
		g.attachEach(s, names)
	} else if t := g.townIn(s); t != nil && !m.asks && t.tells(to.town) {
		to.town = t
	}
	if to.street == nil {
		to.street = g.d.streetIn(s.from, s.to)
	}
	g.attachPeriods(to, s, m, pairs)
	g.attachSize(to, pairs)
	whom := &g.shared.call
	if s.inList() || len(g.candidates) > 1 && (pairs > 0 || g.ownLine(to, s)) {
		whom = &to.call
	}
	*whom = whom.merge(g.d.contactIn(s.from, s.to))
	to.yes = append(to.yes, g.d.facilities(s, names)...)
	to.mood.updates = to.mood.updates || m.updates
}

// ended leaves out the beginnings of a segment that takes back: "no longer available
// from 1 May".
func ended(periods []phrase.Period, m mood) []phrase.Period {
	if m.withdraws {
		for i := range periods {
			periods[i].From = phrase.Moment{}
		}
	}
	return periods
}

// attachPeriods gives the periods of a segment to the offers they are of.
func (g *gatherer) attachPeriods(to *candidate, s segment, m mood, pairs int) {
	if s.question {
		return
	}
	if periods := ended(g.d.sides(s), m); pairs < 2 || !g.eachPeriod(s, periods) {
		g.periodsEach(s, to, pairs, periods)
	}
}

// attachSize gives how many a room holds to the offer a segment speaks of, and to
// all where it names none: "Per kamer kunnen twee personen …".
func (g *gatherer) attachSize(to *candidate, pairs int) {
	if to.each == 0 {
		to.each = g.each
	}
	if pairs == 0 && g.shared.each == 0 {
		g.shared.each = g.each
	}
}

// ownLine tells whether a segment stands in the paragraph of one offer alone.
func (g *gatherer) ownLine(to *candidate, s segment) bool {
	return to == g.current && s.paragraph == to.paragraph && g.alone(to)
}

// inList tells whether a segment belongs to one item or row.
func (s segment) inList() bool { return s.item || s.within || s.row }

// tells tells whether a municipality says more than the one that is known.
func (t *town) tells(known *town) bool { return known == nil || t.official && !known.official }

// speaksOfCurrent tells whether a segment goes on about the offer at hand.
func (g *gatherer) speaksOfCurrent(i int, s segment, pairs int) bool {
	cur := g.current
	if cur == nil || g.d.speaksOfAll(s) {
		return false
	}
	if pairs > 0 || cur.last == i {
		return true
	}
	outside := cur.item && !s.item && !s.within && !g.blocks[s.paragraph].goesOn()
	return s.paragraph == g.d.segments[cur.last].paragraph && !outside
}

// block is a paragraph with items: how many, and whether lines that are no items
// stand between them.
type block struct {
	items   int
	between bool
	lines   bool // the last item has lines behind it
}

// goesOn tells whether lines below an item belong to it: "1. Hotel De Zon" with
// "Capaciteit: 40" below.
func (b block) goesOn() bool { return b.items == 1 || b.between }

// blocks looks at the items of every paragraph.
func (d *document) blocks() map[int]block {
	all := map[int]block{}
	for _, s := range d.segments {
		b := all[s.paragraph]
		switch {
		case s.item:
			b.between = b.between || b.lines
			b.items++
		case s.line && b.items > 0:
			b.lines = true
		}
		all[s.paragraph] = b
	}
	return all
}

// alone tells whether an offer is the only one that began in its paragraph.
func (g *gatherer) alone(c *candidate) bool {
	for _, other := range g.candidates {
		if other != c && other.paragraph == c.paragraph {
			return false
		}
	}
	return true
}

// speaksOfAll tells whether a segment is about all locations of a mail.
func (d *document) speaksOfAll(s segment) bool {
	for i := s.from; i+1 < s.to; i++ {
		if d.is(i, "ze", "zij", "deze") && d.is(i+1, "open", "klaar", "beschikbaar", "gereed") {
			return true
		}
	}
	return d.anyOf(s, "beide", "alle", "allebei", "allemaal", "alles", "both", "all", "обидві", "обидва", "усі", "всі", "every", "elke", "locaties", "locations")
}

// attachEach gives every location of one sentence its municipality: the one before
// it where the sentence begins with one ("in Assen De Poort en in Meppel De Hoek"),
// else the one behind it.
func (g *gatherer) attachEach(s segment, names []mention) {
	if len(names) == 0 {
		return
	}
	before := g.d.firstTown(s.from, names[0].from) != nil
	for k, name := range names {
		end := s.to
		if k+1 < len(names) {
			end = names[k+1].from
		}
		found := g.d.firstTown(name.to, end)
		if before {
			found = g.d.lastTown(s.from, name.from)
		}
		for _, c := range g.candidates {
			if found != nil && c.name != nil && c.name.from == name.from {
				c.town = found
			}
		}
	}
}

// eachPeriod gives every location of one sentence the period behind it, where each
// of several has one: "De Berk 40 (tot 1 mei) en De Zon 60 (tot 1 juni)".
func (g *gatherer) eachPeriod(s segment, periods []phrase.Period) bool {
	if len(periods) < 2 {
		return false
	}
	owners := make([]*candidate, len(periods))
	first := g.d.tokens[s.from].Start
	ahead := true // each period stands before its location
	for _, c := range g.candidates {
		ahead = ahead && (c.starts() < first || c.starts() > periods[0].Start)
	}
	for k, p := range periods {
		for _, c := range g.candidates {
			at := c.starts()
			switch {
			case at < first || ahead != (at > p.Start):
			case owners[k] == nil, ahead == (at < owners[k].starts()):
				owners[k] = c
			}
		}
		if owners[k] == nil || k > 0 && owners[k] == owners[k-1] {
			return false
		}
	}
	for k, c := range owners {
		c.periods = append(c.periods, periods[k])
	}
	return true
}

// starts gives the first byte of an offer's name or number.
func (c *candidate) starts() int {
	switch {
	case c.name == nil && c.count == nil:
		return -1
	case c.count == nil:
		return c.name.Start
	case c.name == nil:
		return c.count.Start
	}
	return min(c.name.Start, c.count.Start)
}

// periodsEach gives every period of a sentence with several locations to the one
// named before it; one that comes before them all is of them all. To is whose they
// are where there is one location, or no name was kept.
func (g *gatherer) periodsEach(s segment, to *candidate, pairs int, periods []phrase.Period) {
	var here []*candidate
	for _, c := range g.candidates {
		if pairs > 1 && c.name != nil && c.name.from >= s.from && c.name.to <= s.to {
			here = append(here, c)
		}
	}
	for _, p := range periods {
		at := g.d.tokenAt(p.Start)
		before := slices.DeleteFunc(slices.Clone(here), func(c *candidate) bool { return c.name.from > at })
		switch {
		case len(here) == 0:
			to.periods = append(to.periods, p)
		case len(before) == 0:
			for _, c := range here {
				c.periods = append(c.periods, p)
			}
		default:
			last := before[len(before)-1]
			last.periods = append(last.periods, p)
		}
	}
}

// lastTown gives the last municipality named in the tokens from..to-1.
func (d *document) lastTown(from, to int) *town {
	for i := to - 1; i >= from; i-- {
		if d.town[i] != nil {
			return d.town[i]
		}
	}
	return nil
}

// streetIn gives the first address in the tokens from..to-1.
func (d *document) streetIn(from, to int) *street {
	at, _ := slices.BinarySearchFunc(d.streets, from, func(s street, token int) int { return s.token - token })
	if at < len(d.streets) && d.streets[at].token < to {
		return &d.streets[at]
	}
	return nil
}

// periodsIn gives the periods that begin in the tokens from..to-1.
func (d *document) periodsIn(from, to int) []phrase.Period {
	start, end := d.tokens[from].Start, d.tokens[to-1].End
	at, _ := slices.BinarySearchFunc(d.periods, start, func(p phrase.Period, start int) int { return p.Start - start })
	last := at
	for last < len(d.periods) && d.periods[last].Start < end {
		last++
	}
	return d.periods[at:last]
}
