package phrase

import (
	"strings"
	"unicode/utf8"
)

// numeral is a number as it stands in the text.
type numeral struct {
	value   int
	next    int  // the token after it
	decimal bool // has a part behind the comma: value is what stands before
	tenths  int  // the first decimal of it, for "2,5 jaar"
	spelled bool // in words
	about   bool // "tiental", "20-tal", "десяток"
	article bool // "een", "a"
}

// greatest is the largest number that is still an amount of anything here.
const greatest = 9_999_999

// number reads the number that begins at the token. Where list is set, "and" ends
// it: "between one hundred and two hundred".
func (s *scan) number(i int, list bool) (numeral, bool) {
	switch s.at(i).kind {
	case digits:
		return s.figures(i)
	case word:
		return s.spelled(i, list)
	}
	return numeral{}, false
}

// figures reads a number in digits, with the separators of three languages.
func (s *scan) figures(i int) (n numeral, ok bool) {
	first := s.at(i).fold
	if len(first) > 7 || len(first) > 4 && first[0] == '0' {
		return numeral{}, false
	}
	n.value = atoi(first)
	n.next = i + 1
	if len(first) <= 3 && first != "0" {
		n = s.thousands(n)
	}
	if s.glued(n.next) && s.is(n.next, ".", ",") && s.glued(n.next+1) && s.at(n.next+1).kind == digits {
		n.decimal = strings.Trim(s.at(n.next+1).fold, "0") != ""
		n.tenths = int(s.at(n.next + 1).fold[0] - '0')
		n.next += 2
	}
	n = s.multiplied(n)
	return n, n.value <= greatest
}

// thousands goes on over groups of three: 1.200 and 1,200 and 1 200.
func (s *scan) thousands(n numeral) numeral {
	separator := ""
	for groups := 0; groups < 2; groups++ {
		at, sign := s.separator(n.next)
		group := s.at(at)
		if sign == "" || separator != "" && separator != sign || group.kind != digits || len(group.fold) != 3 {
			return n
		}
		separator = sign
		n.value, n.next = n.value*1000+atoi(group.fold), at+1
	}
	return n
}

// separator reads what may stand between groups of three digits: a sign without
// white space, or one white space; and the token after it.
func (s *scan) separator(at int) (next int, sign string) {
	if s.glued(at) {
		if s.is(at, ".", ",", "'", "’") && s.glued(at+1) {
			return at + 1, s.at(at).fold
		}
		return at, ""
	}
	gap := s.text[s.at(at-1).End:s.at(at).Start]
	if utf8.RuneCountInString(gap) != 1 || gap == "\n" || gap == "\t" {
		return at, ""
	}
	return at, " "
}

// multiplied reads what may stand behind digits: "5 duizend", "2 dozijn", "20-tal".
func (s *scan) multiplied(n numeral) numeral {
	at := n.next
	if s.is(at, "-") && s.glued(at) && s.is(at+1, "tal") {
		n.about, n.next = true, at+2
		return n
	}
	by := s.multiplier(at)
	if by == 0 || n.value > 9999 {
		return n
	}
	n.value, n.next = n.value*by, at+1
	if n.decimal && by%1000 == 0 {
		n.value, n.decimal = n.value+n.tenths*by/10, false
	}
	if s.is(at, "тис") && s.is(n.next, ".") {
		n.next++
	}
	return n
}

// multiplier is what a word multiplies the digits before it by; 0: it does not.
func (s *scan) multiplier(i int) int {
	if s.at(i).kind != word {
		return 0
	}
	if s.glued(i) && s.is(i, "k", "к") {
		return 1000
	}
	if a := atoms[s.at(i).fold]; a.multiplies {
		return a.value
	}
	return 0
}

// atom is a number word.
type atom struct {
	value      int
	languages  language
	multiplies bool // hundred, thousand, dozen
	about      bool
	article    bool
}

type language uint8

const (
	dutch language = 1 << iota
	english
	ukrainian
)

// sum adds number words up as they come.
type sum struct {
	total, group int
	languages    language
	closed       bool // nothing may follow
	begun        bool
}

// take adds the word, and says whether it fits.
func (c *sum) take(a atom) bool {
	common := c.languages & a.languages
	if !c.begun {
		common = a.languages
	}
	if common == 0 || c.closed {
		return false
	}
	if !c.fits(a, common) {
		return false
	}
	c.languages, c.begun = common, true
	return true
}

func (c *sum) fits(a atom, common language) bool {
	if a.multiplies {
		return c.multiply(a.value)
	}
	switch {
	case a.value >= 1000:
		if c.begun {
			return false
		}
		c.total, c.group = a.value/1000*1000, a.value%1000
	case c.group == 0 && c.begun && c.total == 0:
		return false
	case c.group == 0, c.group%100 == 0 && a.value < 100, common != dutch && c.tensOpen() && a.value > 0 && a.value < 10:
		c.group += a.value
	default:
		return false
	}
	return true
}

// tensOpen says that a unit may follow: "twenty five". Dutch has the unit first.
func (c *sum) tensOpen() bool { return c.group%10 == 0 && c.group%100 >= 20 }

// multiply takes a hundred, a thousand or a dozen.
func (c *sum) multiply(by int) bool {
	none := c.group == 0 && c.begun
	switch {
	case by == 100:
		if c.group >= 100 || none && c.total == 0 {
			return false
		}
		c.group = max(c.group, 1) * 100
	case by >= 1000:
		if c.group > 9999 || c.total >= by || none {
			return false
		}
		c.total, c.group = c.total+max(c.group, 1)*by, 0
	default: // ten or twelve at a time
		if c.group > 99 || c.total > 0 {
			return false
		}
		c.group, c.closed = max(c.group, 1)*by, true
	}
	return true
}

// spelled reads a number in words.
func (s *scan) spelled(i int, list bool) (numeral, bool) {
	if n, ok := s.halfOf(i); ok {
		return n, true
	}
	var c sum
	n := numeral{spelled: true, next: i}
	for steps := 0; steps < 12; steps++ {
		at := n.next
		if c.begun {
			if at = s.glue(at, c, list); at < 0 {
				break
			}
		}
		a, next, ok := s.atom(at, list)
		if !ok || c.begun && a.article || !c.take(a) {
			break
		}
		n.about = n.about || a.about
		n.article = a.article
		n.next = next
	}
	n.value = c.total + c.group
	return n, c.begun && n.value <= greatest
}

// halfOf reads "een half dozijn", "anderhalf duizend", "half a million".
func (s *scan) halfOf(i int) (numeral, bool) {
	at, halves := i, 1
	if s.is(at, "een", "a") {
		at++
	}
	switch {
	case s.is(at, "half", "halve"):
	case s.is(at, "anderhalf", "anderhalve"):
		halves = 3
	default:
		return numeral{}, false
	}
	at++
	for s.is(at, "a", "an", "-") {
		at++
	}
	a, ok := atoms[s.at(at).fold]
	if !ok || !a.multiplies || a.languages == ukrainian {
		return numeral{}, false
	}
	return numeral{value: a.value * halves / 2, next: at + 1, spelled: true, about: a.about}, true
}

// glue passes over what may stand between two words of one number, a hyphen or
// "and" after a hundred; -1 where the number ends.
func (s *scan) glue(at int, c sum, list bool) int {
	switch {
	case s.at(at).breaks > 1:
		return -1
	case s.is(at, "-") && s.glued(at) && s.glued(at+1):
		return at + 1
	case !list && s.is(at, "en", "and") && c.mayAnd():
		a, _, ok := s.atom(at+1, true)
		if !ok || a.multiplies || a.about || a.value >= c.below() {
			return -1
		}
		return at + 1
	case s.at(at).kind == word:
		return at
	}
	return -1
}

// mayAnd says that "and" may join more to the number: after a hundred or thousand.
func (c sum) mayAnd() bool { return c.group%100 == 0 && c.group+c.total > 0 }

// below is what an addition after "and" must be less than.
func (c sum) below() int {
	if c.group > 0 {
		return 100
	}
	return 1000
}

// atom reads one number word, or the Dutch "vijf en zestig".
func (s *scan) atom(i int, list bool) (a atom, next int, ok bool) {
	t := s.at(i)
	if t.kind != word || t.fold == "" || s.dead[i] {
		return atom{}, 0, false
	}
	a, ok = s.numeral(i)
	if !ok || s.dutchTen(i) || t.fold == "acht" && s.is(i-1, "in") {
		return atom{}, 0, false
	}
	if !list && a.languages == dutch && !a.multiplies && a.value >= 1 && a.value <= 9 && s.is(i+1, "en") {
		if tens, ok := s.dutchTensAt(i + 2); ok {
			a.value, a.article = a.value+tens, false
			return a, i + 3, true
		}
	}
	return a, i + 1, true
}

func (s *scan) dutchTensAt(i int) (int, bool) {
	tens, ok := s.numeral(i)
	return tens.value, ok && tens.languages&dutch != 0 && !tens.about && tens.value >= 20 && tens.value < 100 && tens.value%10 == 0
}

func lookUp(t *token) (atom, bool) {
	key := t.fold
	if strings.Contains(key, "'") {
		key = strings.ReplaceAll(key, "'", "")
	}
	a, ok := atoms[key]
	if ok {
		if a.article && t.accent { // "één" is a number, "à" is none
			a.article = false
			return a, a.languages == dutch
		}
		return a, true
	}
	if tal, is := strings.CutSuffix(key, "tal"); is {
		if value, ok := dutchNumber(tal); ok && value > 1 && value != 11 { // an elftal is a team
			return atom{value: value, languages: dutch, about: value >= 10}, true
		}
	}
	value, ok := dutchNumber(key)
	return atom{value: value, languages: dutch}, ok
}

// dutchTen says that the word is the Dutch preposition "ten" and no number.
func (s *scan) dutchTen(i int) bool {
	return s.is(i, "ten") && s.at(i+1).kind == word && (tenBefore[s.at(i+1).fold] || s.at(i).upper && s.at(i+1).upper)
}

var tenBefore = set(`minste hoogste behoeve aanzien opzichte noorden zuiden oosten westen slotte eerste tweede derde vierde
	gunste laste tijde name gevolge aanhoren dele einde geleide gronde onrechte overstaan kantore strengste zeerste noordoosten
	noordwesten zuidoosten zuidwesten kanste huize`)

// dutchNumber reads a number that Dutch writes as one word, its marks folded away:
// "vijfenzestig", "honderdtwintig", "twaalfhonderdvijftig", "tweeduizend".
func dutchNumber(w string) (int, bool) {
	if left, right, found := strings.Cut(w, "duizend"); found {
		return dutchJoin(left, right, 1000)
	}
	return dutchHundreds(w)
}

func dutchHundreds(w string) (int, bool) {
	if left, right, found := strings.Cut(w, "honderd"); found {
		return dutchJoin(left, right, 100)
	}
	return dutchTens(w)
}

// dutchJoin adds what stands before and after "honderd" or "duizend".
func dutchJoin(left, right string, unit int) (int, bool) {
	below := dutchTens
	if unit == 1000 {
		below = dutchHundreds
	}
	count, rest := 1, 0
	ok := true
	if left != "" {
		if count, ok = below(left); !ok || count == 0 {
			return 0, false
		}
	}
	if right != "" {
		if rest, ok = below(right); !ok {
			rest, ok = below(strings.TrimPrefix(right, "en"))
		}
	}
	return count*unit + rest, ok && rest < unit
}

func dutchTens(w string) (int, bool) {
	if value, ok := dutchSmall[w]; ok {
		return value, true
	}
	at := strings.LastIndex(w, "en")
	for at > 0 { // "zevenentwintig": the "en" before the ten, not the one in it
		unit, isUnit := dutchSmall[w[:at]]
		ten, isTen := dutchSmall[w[at+2:]]
		if isUnit && isTen && unit > 0 && unit < 10 && ten >= 20 {
			return unit + ten, true
		}
		at = strings.LastIndex(w[:at], "en")
	}
	return 0, false
}
