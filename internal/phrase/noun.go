package phrase

import "strings"

// noun is the word counted.
type noun struct {
	at, next int // its token, and the one after it
	thing    thing
	size     int // "tweepersoonskamers": 2
}

// nounAfter finds the head word counted behind a number: the first noun we know
// within five words, else the first word that is no adjective.
func (s *scan) nounAfter(i int) (noun, bool) {
	if u, ok := s.unitAt(i); ok {
		return u, true
	}
	size, fallback := 0, -1
	for at, steps := i, 0; steps < 5 && at < len(s.tokens); at, steps = at+1, steps+1 {
		if digit, next := s.sizeInDigits(at); next > at {
			size, at = digit, next
		} else if s.is(at, "-") && s.glued(at) {
			at++ // "slaap-plaatsen"
		}
		t := s.at(at)
		if s.endsNoun(at) {
			break
		}
		size = max(size, sizeOf(t.fold))
		if sort, ok := s.nounAt(at); ok && (sort != unit || at == i) {
			return s.compound(noun{at: at, next: at + 1, thing: sort, size: size}), true
		}
		if fallback < 0 && !s.describes(at) {
			fallback = at
		}
	}
	if fallback < 0 {
		return noun{}, false
	}
	return noun{at: fallback, next: fallback + 1, size: size}, true
}

// describes says that the word tells how the counted are and is no noun: an
// adjective before another word, or "waarvan 3 rolstoelvriendelijk".
func (s *scan) describes(i int) bool {
	w := s.at(i).fold
	return strings.HasSuffix(w, "lijk") || strings.HasSuffix(w, "baar") || adjective(w) && s.wordFollows(i+1)
}

// nounAt says what the word counts, where it is a noun we know and no adjective
// of one ("double rooms").
func (s *scan) nounAt(i int) (thing, bool) {
	sort, ok := s.thing(i)
	if !ok || sort == label || adjectives[s.at(i).fold] && s.countedSoon(i+1) {
		return other, false
	}
	return sort, true
}

func (s *scan) wordFollows(i int) bool { return s.at(i).kind == word && !stops[s.at(i).fold] }

// endsNoun says that no noun of the number before can stand here or behind.
func (s *scan) endsNoun(i int) bool {
	t := s.at(i)
	return t.kind != word || t.fold == "" || stops[t.fold] || t.breaks > 1 || t.breaks == 1 && t.upper || s.is(i+1, ":")
}

// compound goes on over a hyphen: "bed-plaatsen", "ліжко-місць".
func (s *scan) compound(n noun) noun {
	if s.glued(n.next) && s.is(n.next, "-") && s.glued(n.next+1) && s.at(n.next+1).kind == word {
		if sort, ok := s.thing(n.next + 1); ok {
			n.thing = sort
			n.next += 2
		}
	}
	return n
}

// sizeInDigits reads "2-persoons", "4 persoons", "four-person", "2-місних": the size of a room,
// and the noun it belongs to.
func (s *scan) sizeInDigits(i int) (size, at int) {
	t := s.at(i)
	if size = s.spelledSize(i); size == 0 && (t.kind != digits || len(t.fold) > 2) {
		return 0, i
	}
	if at = i + 1; size == 0 {
		size = atoi(t.fold)
	}
	for s.is(at, "-", "‑", "–") && s.glued(at) {
		at++
	}
	w := s.at(at).fold
	switch {
	case s.at(at).kind != word:
		return 0, i
	case strings.HasPrefix(w, "persoons") && len(w) > len("persoons"): // persoonskamers
		return size, at
	case w == "persoons", w == "pers", sizeNouns[w], strings.HasPrefix(w, "місн"):
		if s.countedSoon(at+1) || s.is(at+1, "-") {
			return size, at + 1
		}
	}
	return 0, i
}

// spelledSize reads the number word of "four-person"; 0 where none stands there.
func (s *scan) spelledSize(i int) int {
	number, spelled := s.numeral(i)
	if !spelled || s.at(i).kind != word || number.value >= 20 || !s.is(i+1, "-") || !s.glued(i+1) {
		return 0
	}
	return number.value
}

// sizeNouns stand behind the size of a room: "4-person rooms", "six-bed dorms".
var sizeNouns = set("person bed berth bedded sleeper")

// unitAt reads the unit of a measure at once behind the number.
func (s *scan) unitAt(i int) (noun, bool) {
	t := s.at(i)
	if t.breaks > 0 {
		return noun{}, false
	}
	if n, ok := s.squareAt(i); ok {
		return n, true
	}
	sort, ok := s.thing(i)
	if !ok || sort != unit || t.fold == "m" && t.upper || t.fold == "u" {
		return noun{}, false
	}
	next := i + 1
	if s.is(i, "m", "м", "km") && s.glued(next) && (s.at(next).fold == "2" || s.at(next).fold == "²") {
		next++
	}
	return noun{at: i, next: next, thing: unit}, true
}

// squareAt reads "vierkante meter", "кв. м".
func (s *scan) squareAt(i int) (noun, bool) {
	if !s.is(i, "vierkante", "square", "кв", "квадратних", "kubieke") {
		return noun{}, false
	}
	at := i + 1
	if s.is(at, ".") {
		at++
	}
	sort, ok := s.thing(at)
	return noun{at: at, next: at + 1, thing: unit}, ok && sort == unit
}
