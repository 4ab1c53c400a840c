package reading

// keep drops what is no offer: names mentioned in passing, sums of other offers,
// and what has neither number nor name.
func (f *finisher) keep() []*candidate {
	numbered := 0
	for _, c := range f.g.candidates {
		if c.count != nil {
			numbered++
		}
	}
	var kept []*candidate
	for _, c := range f.g.candidates {
		if c.count == nil && f.mentioned(c, numbered) {
			f.giveBack(c, kept)
			continue
		}
		if c.count != nil && !c.named() && f.idle(c, numbered) {
			f.giveBack(c, nil)
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// giveBack gives what was taken for a location's own to the offer before it: the
// sentence only mentioned that location.
func (f *finisher) giveBack(c *candidate, kept []*candidate) {
	to := &f.g.shared
	if len(kept) > 0 {
		to = kept[len(kept)-1]
	}
	if len(to.periods) == 0 {
		to.periods = c.periods
	}
	to.yes = append(to.yes, c.yes...)
	f.g.shared.call = f.g.shared.call.merge(c.call)
	if c.town != nil && c.town.tells(to.town) {
		to.town = c.town
	}
	if to.street == nil {
		to.street = c.street
	}
}

func (c *candidate) named() bool { return c.name != nil && c.name.proper }

// mentioned tells whether a location without a number was only mentioned: nobody
// offers it or takes it back, or others have numbers.
func (f *finisher) mentioned(c *candidate, numbered int) bool {
	switch {
	case c.name == nil, !c.mood.offers && !c.mood.withdraws:
		return true
	case numbered > 0:
		return !c.name.proper || !c.item && c.name.sure < 0.8
	}
	return !c.name.proper && c.name.several && !c.mood.withdraws
}

// idle tells whether a number without a named location is none of places: how many
// other offers there are, their sum, or people in a mail that offers nothing.
func (f *finisher) idle(c *candidate, numbered int) bool {
	if c.count.noun == placeNoun && numbered > 2 && places(c.count) == numbered-1 {
		return true // "we have two places for you"
	}
	if !c.mood.offers && c.street == nil && !f.listed(c) && !f.willing(c) {
		return true
	}
	return c.count.total && numbered > 1 && f.isSum(c)
}

// willing tells whether the mail as a whole offers, so that a number of people in
// it is one of places.
func (f *finisher) willing(c *candidate) bool {
	wants := false
	for i, m := range f.g.moods {
		if m.offers && !f.d.segments[i].question {
			return true
		}
		wants = wants || m.asks || m.invites || m.thanks
	}
	return !wants || c.count.ofThings()
}

// ofThings tells whether places, beds or rooms were counted, not people.
func (c *count) ofThings() bool {
	return c.noun == placeNoun || c.noun == bedNoun || c.noun == roomNoun
}

// listed tells whether an offer stands in a list or a form of offers, where no verb
// says so.
func (f *finisher) listed(c *candidate) bool {
	s := f.d.segments[c.first]
	if (c.item || s.row || c.town != nil && s.line) && c.count.ofThings() {
		return true
	}
	form := s.line && f.d.tokens[s.from].kind == wordToken && isLabel(f.d.tokens, s.from, s.to)
	return form && c.count.score >= 3
}

// isSum tells whether a number is the sum of the other offers' numbers.
func (f *finisher) isSum(total *candidate) bool {
	sum := 0
	for _, c := range f.g.candidates {
		if c != total && c.count != nil {
			sum += places(c.count)
		}
	}
	return sum == places(total.count)
}

// places is the number an amount stands for: its lower end; the upper where only
// that was said.
func places(c *count) int {
	if c.Low > 0 {
		return c.Low
	}
	return c.High
}
