package reading

// place puts a location with its number where it belongs: to an offer that is
// there, or to a new one.
func (g *gatherer) place(p pairing, i int, s segment, m mood) {
	c := g.find(p, i, s, m)
	if c == nil {
		return
	}
	if p.town != nil {
		c.town = p.town
	}
	c.last = i
	g.current = c
	if p.name != nil && p.name.names(c.name) {
		c.name = p.name
	}
	if p.count != nil {
		g.sameThing(p.count)
		g.number(c, p, m)
	}
	c.mood.offers = c.mood.offers || m.offers
	c.mood.updates = c.mood.updates || m.updates
}

// sameThing gives "in De Hoek zijn dat er 6" what the offer before it counted.
func (g *gatherer) sameThing(said *count) {
	if said.noun != noNoun || !g.d.is(said.from-1, "er") {
		return
	}
	for i := len(g.candidates) - 1; i >= max(0, len(g.candidates)-2); i-- {
		if known := g.candidates[i].count; known != nil {
			said.noun = known.noun
			return
		}
	}
}

// names tells whether a mention names an offer better than the name it has.
func (m *mention) names(known *mention) bool {
	return known == nil || m.proper && !known.proper || m.sure > known.sure && m.core == known.core
}

// number gives an offer its number, or keeps the better one of two.
func (g *gatherer) number(c *candidate, p pairing, m mood) {
	c.several = c.several || p.doubt
	known, said := c.count, p.count
	switch {
	case known == nil, said.replaces(known, m):
		c.count = said
	case said.outdoes(known):
		c.count = said
	case known.outdoes(said):
	case known.total && said.Low < known.Low, known.Low == said.Low, said.outdated():
	case known.old || known.occupied || known.score < said.score-0.5:
		c.count = said
	case grouped(known) && said.Article && said.each > 0:
		c.each = said.each
	case grouped(known) != grouped(said):
		c.reconcile(said)
	default:
		c.several = true
	}
}

// outdoes tells whether a count says more than rooms told as a feature of a home, or
// than people said by who they are.
func (c *count) outdoes(other *count) bool {
	return other.feature && !c.feature && c.score >= 2.5 || other.company && !c.company && !c.feature
}

// replaces tells whether a count takes the place of what was said before: it is
// what is free, or what was corrected.
func (c *count) replaces(known *count, m mood) bool {
	return c.free && !known.free || c.new || m.updates && known.old && !c.old
}

// reconcile settles rooms and persons that different sentences count.
func (c *candidate) reconcile(said *count) {
	more := places(said) > places(c.count)
	switch {
	case grouped(c.count) && more:
		c.count = said
	case grouped(c.count):
		if c.each == 0 && c.count.each == 0 {
			c.each = places(said)
		}
	case more && !c.several && said.score >= 3:
		c.each, c.count = places(c.count), said
	}
}

// find gives the candidate a pairing speaks of; nil where it speaks of none.
func (g *gatherer) find(p pairing, i int, s segment, m mood) *candidate {
	if c := g.bearing(p.name); c != nil {
		return c
	}
	proper := p.name != nil && p.name.proper
	cur := g.current
	switch {
	case cur == nil, g.elsewhere(p, i, s):
		return g.open(i, s)
	case p.count == nil && cur.answeredBy(p.name, i):
		return cur
	case proper && g.namesCurrent(p, s):
		return cur
	case proper, p.count != nil && g.another(p, i, s, m):
		return g.open(i, s)
	case p.name != nil && p.count == nil && cur.name != nil && cur.name.proper:
		return nil
	}
	return cur
}

// answeredBy tells whether a name is the next line of a form that began with a
// number.
func (c *candidate) answeredBy(m *mention, segment int) bool {
	return m != nil && c.name == nil && c.count != nil && c.last == segment-1
}

// bearing gives the offer that bears a name; nil where none does.
func (g *gatherer) bearing(m *mention) *candidate {
	if m == nil || !m.proper {
		return nil
	}
	for _, c := range g.candidates {
		if c.name != nil && sameName(c.name, m) {
			return c
		}
	}
	return nil
}

// elsewhere tells whether a pairing has a municipality or an address of its own.
func (g *gatherer) elsewhere(p pairing, i int, s segment) bool {
	cur := g.current
	if p.town != nil && (cur.first != i || cur.count != nil) {
		return true
	}
	st := g.d.streetIn(s.from, s.to)
	return st != nil && !st.only && p.count != nil && cur.count != nil && cur.street != nil && cur.last != i && s.line
}

// namesCurrent tells whether a name belongs to the offer that has none yet.
func (g *gatherer) namesCurrent(p pairing, s segment) bool {
	cur := g.current
	if cur.name != nil && cur.name.proper || g.newTown(s) || s.item && cur.item {
		return false
	}
	if cur.count == nil {
		return true
	}
	if p.count != nil && (s.item || p.count.Low != cur.count.Low) {
		return false
	}
	return cur.street == nil && !g.d.anyOf(s, "also", "ook", "daarnaast", "tevens", "також")
}

// newTown tells whether a segment speaks of another municipality than the offer at
// hand.
func (g *gatherer) newTown(s segment) bool {
	t := g.townIn(s)
	return t != nil && g.current.town != nil && t.codes[0] != g.current.town.codes[0]
}

// another tells whether a number without a name of its own is of another offer.
func (g *gatherer) another(p pairing, i int, s segment, m mood) bool {
	cur := g.current
	switch {
	case s.row && cur.first != i:
		return true
	case cur.count == nil:
		return false
	case s.item && cur.item && cur.first != i, g.newTown(s):
		return true
	}
	differs := p.name != nil && !p.name.several && (cur.name == nil || cur.name.core != p.name.core)
	return differs && cur.count.Low != p.count.Low && !m.updates
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
