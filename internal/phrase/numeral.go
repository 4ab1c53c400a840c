package phrase

import (
	"strconv"
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
	if len(first) > 7 || len(first) > 1 && first[0] == '0' {
		return numeral{}, false
	}
	n.value, _ = strconv.Atoi(first)
	n.next = i + 1
	if len(first) <= 3 && first != "0" {
		n = s.thousands(n)
	}
	if s.glued(n.next) && s.is(n.next, ".", ",") && s.glued(n.next+1) && s.at(n.next+1).kind == digits {
		n.decimal = true
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
		at := n.next
		if s.glued(at) && s.is(at, ".", ",", "'", "’") && (separator == "" || separator == s.at(at).fold) {
			separator = s.at(at).fold
			at++
			if !s.glued(at) {
				return n
			}
		} else if separator == "" || separator == " " {
			gap := s.text[s.at(at-1).End:s.at(at).Start]
			if utf8.RuneCountInString(gap) != 1 || gap == "\n" || gap == "\t" {
				return n
			}
			separator = " "
		} else {
			return n
		}
		group := s.at(at)
		if group.kind != digits || len(group.fold) != 3 || s.glued(at+1) && s.at(at+1).kind == digits {
			return n
		}
		value, _ := strconv.Atoi(group.fold)
		n.value, n.next = n.value*1000+value, at+1
	}
	return n
}

// multiplied reads what may stand behind digits: "5 duizend", "2 dozijn", "20-tal".
func (s *scan) multiplied(n numeral) numeral {
	at := n.next
	if s.is(at, "-") && s.glued(at) && s.is(at+1, "tal") {
		n.about, n.next = true, at+2
		return n
	}
	a, known := atoms[s.at(at).fold]
	if s.at(at).kind != word || !known || !a.multiplies || a.value < 1000 && a.value != 12 || n.value > 9999 {
		return n
	}
	if n.decimal && a.value%1000 == 0 {
		n.value, n.decimal = n.value*a.value+n.tenths*a.value/10, false
	} else {
		n.value *= a.value
	}
	n.next = at + 1
	if s.is(n.next, ".") && s.is(at, "тис") {
		n.next++
	}
	return n
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
	switch {
	case a.multiplies && a.value == 100:
		if c.group >= 100 || c.group == 0 && c.total == 0 && c.begun {
			return false
		}
		c.group = max(c.group, 1) * 100
	case a.multiplies && a.value >= 1000:
		if c.group > 9999 || c.total >= a.value || c.group == 0 && c.total > 0 {
			return false
		}
		c.total, c.group = c.total+max(c.group, 1)*a.value, 0
	case a.multiplies: // ten or twelve at a time
		c.group, c.closed = max(c.group, 1)*a.value, true
	case a.value >= 1000:
		if c.begun {
			return false
		}
		c.total, c.group = a.value/1000*1000, a.value%1000
	case c.group == 0:
		if c.begun && c.total == 0 {
			return false
		}
		c.group = a.value
	case c.group%100 == 0 && a.value < 100:
		c.group += a.value
	case c.group%10 == 0 && c.group%100 >= 20 && a.value < 10 && a.value > 0 && common != dutch:
		c.group += a.value
	default:
		return false
	}
	return true
}

// spelled reads a number in words.
func (s *scan) spelled(i int, list bool) (numeral, bool) {
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

// glue passes over what may stand between two words of one number, a hyphen or
// "and" after a hundred; -1 where the number ends.
func (s *scan) glue(at int, c sum, list bool) int {
	switch {
	case s.at(at).breaks > 1:
		return -1
	case s.is(at, "-") && s.glued(at) && s.glued(at+1):
		return at + 1
	case !list && s.is(at, "en", "and") && (c.group >= 100 && c.group%100 == 0 || c.group == 0 && c.total > 0):
		a, _, ok := s.atom(at+1, true)
		if !ok || a.value >= 100 || a.multiplies || a.about {
			return -1
		}
		return at + 1
	case s.at(at).kind == word:
		return at
	}
	return -1
}

// atom reads one number word, or the Dutch "vijf en zestig".
func (s *scan) atom(i int, list bool) (a atom, next int, ok bool) {
	t := s.at(i)
	if t.kind != word || t.fold == "" || s.dead[i] {
		return atom{}, 0, false
	}
	a, ok = lookUp(t)
	if !ok || t.fold == "ten" && s.dutchTen(i) || t.fold == "acht" && s.is(i-1, "in") && s.is(i+1, "nemen", "te", "genomen") {
		return atom{}, 0, false
	}
	if list || a.languages&dutch == 0 || a.multiplies || a.value < 1 || a.value > 9 || !s.is(i+1, "en") {
		return a, i + 1, true
	}
	tens, known := lookUp(s.at(i + 2))
	if known && s.at(i+2).kind == word && tens.languages&dutch != 0 && tens.value >= 20 && tens.value < 100 && tens.value%10 == 0 && !tens.about {
		a.value += tens.value
		a.article = false
		return a, i + 3, true
	}
	return a, i + 1, true
}

func lookUp(t token) (atom, bool) {
	key := t.fold
	if strings.Contains(key, "'") {
		key = strings.ReplaceAll(key, "'", "")
	}
	a, ok := atoms[key]
	if ok {
		if a.article && t.accent {
			a.article = false
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

// dutchTen says that "ten" is the Dutch preposition and not a number.
func (s *scan) dutchTen(i int) bool {
	return s.at(i+1).kind == word && tenBefore[s.at(i+1).fold]
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
