package reading

import "strings"

// articles are words before a name, or at the beginning of a sentence, that do not
// belong to a name.
var articles = setOf(`de het een the a an in op bij te van voor wij we er onze ons our this deze dit die dat dear beste geachte hallo`)

// longestName bounds a name, in words.
const longestName = 7

// properEnd gives where the name of its own ends that begins at a token; false
// where none does.
func (d *document) properEnd(from int, s segment) (int, bool) {
	if from < s.to && isQuote(d.tokens[from].fold) {
		return d.quoteEnd(from, s)
	}
	end, proper := from, false
	for at := from; at < min(s.to, from+longestName); {
		next, named := d.nextOfName(at, from, proper, s)
		if next == at {
			break
		}
		if named {
			end, proper = next, true
		}
		if d.tokens[at].kind == digitToken {
			break
		}
		at = next
	}
	return end, proper
}

// nextOfName steps over one word of a name; named is false for small words and
// signs, which end no name. It gives the same token where the name ends.
func (d *document) nextOfName(at, from int, proper bool, s segment) (next int, named bool) {
	t := d.tokens[at]
	if proper && d.signInside(at, s) {
		return at + 1, false
	}
	switch {
	case d.taken[at], proper && d.shouted(at):
		return at, false
	case t.kind == digitToken:
		if _, part := sorts.find(d.tokens[at-1].fold); part && proper && len(t.fold) <= 2 && d.endsPart(at+1, s) {
			return at + 1, true // "Loods 6"
		}
	case t.kind != wordToken:
	case t.capital:
		return d.capitalOfName(at, from, s)
	case particles[t.fold]:
		if over, ok := d.overParticles(at, from, s); ok {
			return over, false
		}
	}
	return at, false
}

// shouted tells whether a small word is written in capitals like all others.
func (d *document) shouted(at int) bool {
	return d.allCapitals && (particles[d.tokens[at].fold] || d.is(at, "voor"))
}

// signInside tells whether a sign belongs inside a name: & and the dot of "St.John".
func (d *document) signInside(at int, s segment) bool {
	t := d.tokens[at]
	if t.fold == "." && d.is(at-1, "st", "sint", "dr") && at+1 < s.to && d.tokens[at+1].capital {
		return true
	}
	return t.fold == "&" || t.fold == "." && !t.gap && at+1 < s.to && !d.tokens[at+1].gap
}

// capitalOfName steps over a capitalised word of a name.
func (d *document) capitalOfName(at, from int, s segment) (next int, named bool) {
	t := d.tokens[at]
	more := at+1 < s.to && (d.tokens[at+1].capital || particles[d.tokens[at+1].fold])
	switch {
	case at == from && t.fold == "van" && more:
		return at + 1, false // "Van der Valk"
	case articlesOfStart[t.fold] && at+1 < s.to && !d.tokens[at+1].capital:
		return at, false
	case d.stopsName(at):
		return at, false
	}
	return at + 1, true
}

// endsPart tells whether a clause ends before a token.
func (d *document) endsPart(i int, s segment) bool {
	if i >= s.to {
		return true
	}
	t := d.tokens[i]
	return t.kind == breakToken || t.kind == markToken && strings.Contains(",;:()|-–—.", t.fold)
}

// articlesOfStart begin a sentence when no capital follows.
var articlesOfStart = setOf(`de het een the er we wij`)

// stopsName tells whether a capitalised word begins something else: a day, a
// month, people.
func (d *document) stopsName(at int) bool {
	return d.isCommon(at) && !d.is(at, "de", "het", "'t", "the")
}

// overParticles steps over small words inside a name; false where they lead out of
// it: to a street or a town.
func (d *document) overParticles(at, from int, s segment) (int, bool) {
	next := at
	for next < min(s.to, at+3) && particles[d.tokens[next].fold] && !d.tokens[next].capital {
		next++
	}
	if next >= s.to || d.taken[next] || d.isCommon(next) || d.buildingAt(next, at, s) {
		return 0, false
	}
	if t := d.tokens[next]; t.kind != wordToken || !t.capital {
		return 0, false
	}
	outward := d.is(at, "aan", "in", "te", "op", "bij", "at", "на", "ter")
	if outward && (at == from || d.town[next] != nil || isStreet(d.tokens[next].fold) || next == at+1) {
		return 0, false
	}
	return next, !d.is(at, "en", "and")
}

// buildingAt tells whether another location begins at a token behind "en" at the
// token before: "Camping De Berk en Hotel De Zon".
func (d *document) buildingAt(i, and int, s segment) bool {
	if !d.is(and, "en", "and") || i+1 >= s.to || d.tokens[i+1].kind != wordToken || !d.tokens[i+1].capital {
		return false
	}
	_, _, ok := d.sortAt(i, s.to)
	return ok
}

func isQuote(fold string) bool {
	return strings.Contains("\"'“”„‘’«»`", fold) && fold != ""
}

// quoteEnd reads a name between quotation marks.
func (d *document) quoteEnd(from int, s segment) (int, bool) {
	for at := from + 1; at < s.to && at <= from+longestName; at++ {
		if isQuote(d.tokens[at].fold) {
			return at + 1, at > from+1
		}
	}
	return from, false
}

func (d *document) streetEnds(from, to int) bool {
	for at := from; at < to; at++ {
		if isStreet(d.tokens[at].fold) {
			return true
		}
	}
	return to < len(d.tokens) && d.tokens[to].kind == digitToken
}

// isAdjective tells whether a capitalised word only describes the next one: "het
// Brabantse dorp".
func (d *document) isAdjective(i, end int, s segment) bool {
	return end == i+1 && end < s.to && d.tokens[end].kind == wordToken && !d.tokens[end].capital &&
		(strings.HasSuffix(d.tokens[i].fold, "se") || strings.HasSuffix(d.tokens[i].fold, "er"))
}
