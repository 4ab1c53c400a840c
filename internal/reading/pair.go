package reading

import "slices"

// pairing is a location with its number; one of them may be missing.
type pairing struct {
	name  *mention
	count *count
	town  *town
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
	counts = g.withoutSum(heads, counts, s)
	heads = strongest(heads, len(counts))
	if pairs := g.byTowns(heads, counts, s); pairs != nil {
		return pairs
	}
	if len(heads) > 1 && len(counts) > 1 {
		return inOrder(heads, counts)
	}
	p := pairing{}
	p.count, p.doubt = bestCount(counts)
	if len(heads) > 0 {
		p.name = heads[0]
		if p.count != nil {
			p.name = nearest(heads, p.count)
		}
	}
	if p.name == nil && p.count == nil {
		return nil
	}
	return []pairing{p}
}

// strongest drops mentions without a name of their own where others have one, as
// long as there are locations enough for the counts.
func strongest(heads []*mention, counts int) []*mention {
	var proper, definite []*mention
	for _, h := range heads {
		if h.proper {
			proper = append(proper, h)
		}
		if h.proper || !h.several {
			definite = append(definite, h)
		}
	}
	switch {
	case counts > 1 && len(definite) <= counts && len(definite) > len(proper):
		return definite
	case len(proper) > 0:
		return proper
	case len(definite) > 0:
		return definite[:1]
	case len(heads) > 1:
		return heads[:1]
	}
	return heads
}

// withoutSum drops the number that is the sum of all others of its sentence, where
// each of these has its location.
func (g *gatherer) withoutSum(heads []*mention, counts []count, s segment) []count {
	parts := len(counts) - 1
	if parts < 2 || len(strongest(heads, parts)) != parts || !g.d.anyOf(s, "totaal", "samen", "verdeeld", "totale") {
		return counts
	}
	sum := 0
	for k := range counts {
		sum += places(&counts[k])
	}
	for k := range counts {
		if 2*places(&counts[k]) == sum {
			return slices.Delete(slices.Clone(counts), k, k+1)
		}
	}
	return counts
}

// byTowns pairs counts with the municipality behind each where a sentence names no
// location but several municipalities: "6 personen in Zeist en 2 in Utrecht".
func (g *gatherer) byTowns(heads []*mention, counts []count, s segment) []pairing {
	if len(counts) < 2 || len(heads) > 0 && heads[0].proper {
		return nil
	}
	var pairs []pairing
	towns := map[string]bool{}
	for k := range counts {
		end := s.to
		if k+1 < len(counts) {
			end = counts[k+1].from
		}
		t := g.d.firstTown(counts[k].to, end)
		if t == nil {
			return nil
		}
		pairs = append(pairs, pairing{count: &counts[k], town: t})
		towns[g.d.text[t.Start:t.End]] = true
	}
	if len(towns) < 2 {
		return nil
	}
	return pairs
}

// firstTown gives the first municipality named in the tokens from..to-1.
func (d *document) firstTown(from, to int) *town {
	for i := from; i < to; i++ {
		if d.town[i] != nil {
			return d.town[i]
		}
	}
	return nil
}

// bestCount gives the count with the highest score, the first of equals, and
// whether another one came near.
func bestCount(counts []count) (*count, bool) {
	if len(counts) == 0 {
		return nil, false
	}
	best := &counts[0]
	for i := range counts {
		if counts[i].better(best) {
			best = &counts[i]
		}
	}
	for i := range counts {
		if c := &counts[i]; c != best && c.bearsOn(best) {
			best = best.beside(c)
		}
	}
	for i := range counts {
		if c := &counts[i]; c != best && c.rivals(best) {
			return best, true
		}
	}
	return best, false
}

// bearsOn tells whether rooms and persons have to be settled with the best count.
func (c *count) bearsOn(best *count) bool {
	if c.outdated() || best.new || c.company || c.feature != best.feature {
		return false
	}
	return c.free || !best.free || c.holds(best)
}

// holds tells whether a count of persons says how many fit the rooms counted before
// it: "350 hutten beschikbaar voor in totaal 700 mensen".
func (c *count) holds(rooms *count) bool {
	return grouped(rooms) && !grouped(c) && c.from > rooms.from && places(c) > places(rooms)
}

// rivals tells whether a count may as well be the number of the offer.
func (c *count) rivals(best *count) bool {
	return !c.outdated() && !c.feature && grouped(c) == grouped(best) && c.Low != best.Low && c.score >= best.score-1
}

// outdated tells whether a count is of what was, of what is taken, or of a part.
func (c *count) outdated() bool { return c.old || c.occupied || c.part }

// beside settles what rooms and persons in one sentence are to each other, and
// gives the one that is the number of the offer: the total of persons where there
// are more than rooms; else they are the persons in each room.
func (c *count) beside(other *count) *count {
	more := places(other) > places(c)
	both := grouped(c) && grouped(other)
	switch {
	case both:
		return c.fuller(other)
	case grouped(c) && !grouped(other) && more:
		return other
	case grouped(c) && !grouped(other) && c.each == 0 && other.from > c.from:
		c.each = places(other)
	case !grouped(c) && grouped(other) && more && other.from < c.from:
		other.each = places(c)
		return other
	}
	return c
}

// fuller gives the one of two equal counts of rooms or families that says how many
// each holds: "4 woningen leeg, plek voor 4 gezinnen van 5".
func (c *count) fuller(other *count) *count {
	if c.each == 0 && other.each > 0 && places(other) == places(c) {
		return other
	}
	return c
}

// better tells whether a count is more likely the number of places than another of
// the same segment.
func (c *count) better(than *count) bool {
	if c.new != than.new {
		return c.new
	}
	if c.free != than.free && min(c.score, than.score) >= 3 {
		return c.free
	}
	return c.score > than.score
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
	if len(heads) == len(counts) && heads[len(heads)-1].from < counts[0].from {
		for k := range counts {
			pairs[k].count = &counts[k] // "De Berk en De Zon … respectievelijk 60 en 25"
		}
		return pairs
	}
	ahead := counts[0].from < heads[0].from
	for k := range counts {
		c := &counts[k]
		at := neighbour(heads, c, ahead)
		if at >= 0 && (pairs[at].count == nil || c.better(pairs[at].count)) {
			pairs[at].count = c
		}
	}
	return pairs
}

// neighbour gives the next location ahead of a count, or the last before it; -1
// where there is none.
func neighbour(heads []*mention, c *count, ahead bool) int {
	at := -1
	for i, h := range heads {
		if ahead && h.from > c.from {
			return i
		}
		if !ahead && h.from < c.from {
			at = i
		}
	}
	return at
}

// grouped tells whether rooms or families were counted, which hold several people.
func grouped(c *count) bool { return c.noun == roomNoun || c.noun == familyNoun }
