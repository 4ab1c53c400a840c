package phrase

import "strings"

// phrases are phrases of up to five words and what they mean.
type phrases[V any] struct {
	all         map[string]V
	first, last map[string]int // the most words of a phrase with this first, last word
}

// table makes phrases, one value for all that stand in a row, parted by commas.
func table[V comparable](rows map[V]string) phrases[V] {
	made := phrases[V]{map[string]V{}, map[string]int{}, map[string]int{}}
	for value, row := range rows {
		for _, phrase := range strings.Split(row, ",") {
			words := strings.Fields(phrase)
			made.all[strings.Join(words, " ")] = value
			made.first[words[0]] = max(made.first[words[0]], len(words))
			last := words[len(words)-1]
			made.last[last] = max(made.last[last], len(words))
		}
	}
	return made
}

// set makes a set of words.
func set(words string) map[string]bool {
	made := map[string]bool{}
	for _, w := range strings.Fields(words) {
		made[w] = true
	}
	return made
}

// of gives the meaning of a single word.
func (p phrases[V]) of(word string) (V, bool) {
	value, ok := p.all[word]
	return value, ok
}

// beginning finds the longest phrase of the table that begins at the token, and
// the token after it.
func beginning[V any](s *scan, i int, p phrases[V]) (value V, next int, found bool) {
	most := p.first[s.at(i).fold]
	if most == 0 {
		return value, 0, false
	}
	var buffer [5 * (longest + 1)]byte
	joined := buffer[:0]
	for j, words := i, 0; j < len(s.tokens) && words < most; j++ {
		t := s.at(j)
		if j > i && t.breaks > 1 {
			break
		}
		if t.kind == sign {
			if s.shortPoint(j) {
				continue
			}
			if !joinSigns[t.fold] {
				break
			}
		}
		if len(joined) > 0 {
			joined = append(joined, ' ')
		}
		joined = append(joined, t.fold...)
		words++
		if v, ok := p.all[string(joined)]; ok {
			value, next, found = v, j+1, true
		}
	}
	return value, next, found
}

var joinSigns = set("- , – — − ‑ & > < ± ~ ≈ ≤ ≥")

// shortPoint says that the token may be the point of an abbreviation before it.
func (s *scan) shortPoint(i int) bool {
	return s.is(i, ".") && !s.at(i).gap && s.at(i-1).kind == word && len(s.at(i-1).fold) <= 8
}

// ending finds the longest phrase of the table that ends just before the token,
// and where it begins. Points of abbreviations and one colon are passed over.
func ending[V any](s *scan, i int, p phrases[V]) (value V, start int, found bool) {
	var buffer [4 * (longest + 1)]byte
	at, most := len(buffer), 4
	for j, words := i-1, 0; j >= 0 && words < most && s.at(j+1).breaks < 2; j-- {
		t := s.at(j)
		if t.kind == digits || t.kind == sign && !boundSigns[t.fold] {
			if s.shortPoint(j) || s.is(j, ":") && words == 0 {
				continue
			}
			break
		}
		if words == 0 {
			if most = p.last[t.fold]; most == 0 {
				break
			}
		} else {
			at--
			buffer[at] = ' '
		}
		at -= len(t.fold)
		copy(buffer[at:], t.fold)
		words++
		if v, ok := p.all[string(buffer[at:])]; ok {
			value, start, found = v, j, true
		}
	}
	return value, start, found
}

// boundSigns stand before a number as a word does.
var boundSigns = set("± ~ ≈ < > ≤ ≥")

// passOver goes behind a phrase of the table, where one begins at the token.
func passOver[V any](s *scan, i int, p phrases[V]) (next int, found bool) {
	if _, next, found = beginning(s, i, p); found {
		return next, true
	}
	return i, false
}

// look finds out what a word stands for, once.
func (t *token) look() *token {
	if t.looked || t.kind == digits {
		return t
	}
	t.looked = true
	t.number, t.counts = lookUp(t)
	t.thing, t.known = thingOf(t.fold)
	return t
}

// thing is what the word at the token stands for.
func (s *scan) thing(i int) (thing, bool) {
	t := s.at(i).look()
	return t.thing, t.known
}

// countable says that the token is a noun people count here.
func (s *scan) countable(i int) bool {
	found, ok := s.thing(i)
	return ok && found != unit && found != label
}

// numeral is the number word at the token.
func (s *scan) numeral(i int) (atom, bool) {
	t := s.at(i).look()
	return t.number, t.counts
}
