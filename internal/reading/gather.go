package reading

import (
	"slices"

	"onderdak/internal/phrase"
)

// candidate is an offer being put together.
type candidate struct {
	offer     Offer
	name      *mention
	count     *count
	first     int // segment it began in
	last      int // segment that spoke of it last
	paragraph int
	item      bool
	town      *town
	townSure  float64
	street    *street
	periods   []phrase.Period
	call      call
	yes       []facility
	each      int
	full      bool
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
	totals     []count
	each       int // how many a room holds, by the present segment
	moods      []mood
}

// gather finds the offers of the body of a text.
func (d *document) gather() *gatherer {
	g := &gatherer{d: d, moods: make([]mood, len(d.segments))}
	for i, s := range d.segments {
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
	if s.question || m.thanks && !m.offers || m.asks && !m.offers || m.invites && !m.offers {
		return nil
	}
	var kept []count
	all, each := g.d.counts(s, names)
	g.each = each
	for _, c := range all {
		if c.total {
			g.totals = append(g.totals, c)
		}
		kept = append(kept, c)
	}
	return kept
}

// pairing is a location with its number; one of them may be missing.
type pairing struct {
	name  *mention
	count *count
	doubt bool
}

// pair gives every count of a segment its location: the best one when there is one
// location, the nearest by order when there are several.
func (g *gatherer) pair(names []mention, counts []count, s segment, m mood) []pairing {
	var heads []*mention
	for i := range names {
		if names[i].proper || len(counts) > 0 || m.offers || m.withdraws {
			heads = append(heads, &names[i])
		}
	}
	heads = strongest(heads)
	if len(heads) <= 1 || len(counts) <= 1 {
		p := pairing{}
		if len(heads) > 0 {
			p.name = heads[0]
		}
		if best, doubt := bestCount(counts); best != nil {
			p.count, p.doubt = best, doubt
			if len(heads) > 1 {
				p.name = nearest(heads, best)
			}
		}
		if p.name == nil && p.count == nil {
			return nil
		}
		return []pairing{p}
	}
	return inOrder(heads, counts)
}

// strongest drops mentions without a name of their own where others have one.
func strongest(heads []*mention) []*mention {
	proper := false
	for _, h := range heads {
		proper = proper || h.proper
	}
	var kept []*mention
	for _, h := range heads {
		if h.proper || !proper {
			kept = append(kept, h)
		}
	}
	if len(kept) > 1 && !proper {
		return kept[:1]
	}
	return kept
}

// bestCount gives the count with the highest score, the first of equals, and
// whether another one came near.
func bestCount(counts []count) (*count, bool) {
	var best *count
	for i := range counts {
		c := &counts[i]
		if best == nil || c.better(best) {
			best = c
		}
	}
	for i := range counts {
		c := &counts[i]
		switch {
		case best == nil || c == best || c.occupied || c.old || c.part || best.new || best.free && !c.free:
		case grouped(best) && !grouped(c) && places(c) > places(best) && c.score >= leastScore:
			best = c
		case grouped(best) && !grouped(c) && best.each == 0 && c.from > best.from:
			best.each = places(c)
		case !grouped(best) && grouped(c) && places(c) > places(best) && c.from < best.from:
			c.each = places(best)
			best = c
		}
	}
	if best == nil {
		return nil, false
	}
	for i := range counts {
		c := &counts[i]
		if c != best && !c.old && !c.occupied && !c.part && grouped(c) == grouped(best) && c.Low != best.Low && c.score >= best.score-1 {
			return best, true
		}
	}
	return best, false
}

// better tells whether a count is more likely the number of places than another of
// the same segment.
func (c *count) better(than *count) bool {
	if c.new != than.new {
		return c.new
	}
	if c.score != than.score {
		return c.score > than.score
	}
	return false
}

func nearest(heads []*mention, c *count) *mention {
	best := heads[0]
	for _, h := range heads {
		if h.from < c.from {
			best = h
		}
	}
	return best
}

// inOrder pairs several locations with several counts: each count goes to the last
// location before it, unless all counts stand before their locations ("40 in De
// Bosrand en 60 in De Hoek").
func inOrder(heads []*mention, counts []count) []pairing {
	pairs := make([]pairing, len(heads))
	for i, h := range heads {
		pairs[i].name = h
	}
	ahead := counts[0].from < heads[0].from
	for k := range counts {
		c := &counts[k]
		at := -1
		for i, h := range heads {
			if ahead && h.from > c.from {
				at = i
				break
			}
			if !ahead && h.from < c.from {
				at = i
			}
		}
		if at < 0 {
			continue
		}
		if pairs[at].count == nil || c.better(pairs[at].count) {
			pairs[at].count = c
		}
	}
	return pairs
}

// place puts a location with its number where it belongs: to an offer that is
// there, or to a new one.
func (g *gatherer) place(p pairing, i int, s segment, m mood) {
	c := g.find(p, i, s, m)
	if c == nil {
		return
	}
	c.last = i
	g.current = c
	if p.name != nil && (c.name == nil || p.name.proper && !c.name.proper || p.name.sure > c.name.sure && p.name.core == c.name.core) {
		c.name = p.name
	}
	if p.count != nil {
		g.number(c, p, m)
	}
	c.mood.offers = c.mood.offers || m.offers
	c.mood.updates = c.mood.updates || m.updates
}

// number gives an offer its number, or keeps the better one of two.
func (g *gatherer) number(c *candidate, p pairing, m mood) {
	c.several = c.several || p.doubt
	switch {
	case c.count == nil:
		c.count = p.count
	case p.count.free && !c.count.free, p.count.new || m.updates && c.count.old && !p.count.old:
		c.count = p.count
	case c.count.total && p.count.Low < c.count.Low, c.count.Low == p.count.Low:
	case p.count.old || p.count.occupied || p.count.part:
	case c.count.old || c.count.occupied || c.count.score < p.count.score-0.5:
		c.count = p.count
	case grouped(c.count) && !grouped(p.count):
		if places(p.count) > places(c.count) {
			c.count = p.count
		} else if c.each == 0 && c.count.each == 0 {
			c.each = places(p.count)
		}
	case !grouped(c.count) && grouped(p.count):
		if places(p.count) > places(c.count) && !c.several && p.count.score >= 3 {
			c.each, c.count = places(c.count), p.count
		}
	default:
		c.several = true
	}
}

// grouped tells whether rooms or families were counted, which hold several people.
func grouped(c *count) bool { return c.noun == roomNoun || c.noun == familyNoun }

// find gives the candidate a pairing speaks of; nil where it speaks of none.
func (g *gatherer) find(p pairing, i int, s segment, m mood) *candidate {
	if p.name != nil && p.name.proper {
		for _, c := range g.candidates {
			if c.name != nil && sameName(c.name, p.name) {
				return c
			}
		}
	}
	cur := g.current
	if cur == nil {
		return g.open(i, s)
	}
	newTown := g.townIn(s) != nil && cur.town != nil && g.townIn(s).codes[0] != cur.town.codes[0]
	switch {
	case p.name != nil && p.name.proper:
		if (cur.name == nil || !cur.name.proper) && !(p.count != nil && cur.count != nil && (s.item || p.count.Low != cur.count.Low)) && !newTown && !(s.item && cur.item) {
			return cur
		}
		return g.open(i, s)
	case s.item && cur.item && p.count != nil && cur.count != nil && cur.first != i:
		return g.open(i, s)
	case s.row && p.count != nil && cur.first != i:
		return g.open(i, s)
	case p.name != nil && p.count != nil && cur.count != nil && cur.count.Low != p.count.Low && (cur.name == nil || cur.name.core != p.name.core) && !m.updates:
		return g.open(i, s)
	case newTown && p.count != nil && cur.count != nil:
		return g.open(i, s)
	case p.name != nil && p.count == nil && cur.name != nil && !p.name.proper && cur.name.proper:
		return nil
	}
	return cur
}

func sameName(a, b *mention) bool {
	return a.core != "" && a.core == b.core && a.proper == b.proper
}

func (g *gatherer) open(i int, s segment) *candidate {
	c := &candidate{first: i, last: i, paragraph: s.paragraph, item: s.item}
	if len(g.candidates) < mostOffers {
		g.candidates = append(g.candidates, c)
	}
	return c
}

func (g *gatherer) townIn(s segment) *town {
	var found *town
	for i := s.from; i < s.to; i++ {
		if t := g.d.town[i]; t != nil {
			if found == nil || t.official && !found.official {
				found = t
			}
		}
	}
	return found
}

// withdraw marks the offers a segment takes back.
func (g *gatherer) withdraw(i int, s segment) {
	if g.current != nil && g.current.last == i {
		g.current.mood.withdraws = true
		return
	}
	g.shared.mood.withdraws = true
}

// attach gives what else a segment says to the offer it speaks of: to the present
// one, or to all where a list has ended or none has begun.
func (g *gatherer) attach(i int, s segment, m mood, names []mention, pairs int) {
	to := &g.shared
	if g.current != nil && (pairs > 0 || g.current.last == i || s.paragraph == g.d.segments[g.current.last].paragraph && !(g.current.item && !s.item && !s.within)) {
		to = g.current
		to.last = i
	}
	if pairs > 1 && to != &g.shared {
		g.attachEach(s, names)
	} else if t := g.townIn(s); t != nil && (to.town == nil || t.official && !to.town.official) && !m.asks {
		to.town = t
	}
	if st := g.d.streetIn(s.from, s.to); st != nil && to.street == nil {
		to.street = st
	}
	if !s.question {
		to.periods = append(to.periods, g.d.sides(s)...)
	}
	if g.each > 0 && to.each == 0 {
		to.each = g.each
	}
	to.call = to.call.merge(g.d.contactIn(s.from, s.to))
	to.yes = append(to.yes, g.d.facilities(s, names)...)
	to.mood.updates = to.mood.updates || m.updates
}

// attachEach gives every location of one sentence the municipality behind it.
func (g *gatherer) attachEach(s segment, names []mention) {
	for i := s.from; i < s.to; i++ {
		t := g.d.town[i]
		if t == nil {
			continue
		}
		for _, c := range g.candidates {
			if c.name != nil && c.name.from >= s.from && c.name.from < i && i-c.name.to <= 6 {
				if c.town == nil || c.town.from < c.name.from {
					c.town = t
				}
			}
		}
	}
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
