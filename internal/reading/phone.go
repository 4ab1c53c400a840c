package reading

import (
	"strings"
	"unicode/utf8"

	"onderdak/internal/phrase"
)

// phone is a telephone number of a text.
type phone struct {
	phrase.Span
	token int
	words string
	worth int // 0: a fax; more is nearer to a person
}

const (
	faxNumber = iota
	switchboard
	plainNumber
)

// findPhones finds the telephone numbers and takes their tokens.
func (d *document) findPhones() []phone {
	var found []phone
	for i := 0; i < len(d.tokens); i++ {
		if d.taken[i] {
			continue
		}
		start, ok := d.phoneStart(i)
		if !ok {
			continue
		}
		end, ok := phoneEnd(d.text, start)
		if !ok {
			continue
		}
		if d.text[start] == '(' && !strings.Contains(d.text[start:end], ")") {
			start++
		}
		p := phone{Span: phrase.Span{Start: start, End: end}, token: d.tokenAt(start), words: d.text[start:end]}
		p.worth = d.worthOf(i, p.words)
		found = append(found, p)
		d.take(p.Span)
		i = max(i, d.tokenAt(end)-1)
	}
	return found
}

// phoneStart tells whether a number may begin at a token: 0, +, ( or the short
// 14 0xx of a municipality, and no digit or letter before.
func (d *document) phoneStart(i int) (int, bool) {
	t := d.tokens[i]
	if i > 0 && !t.gap && (d.tokens[i-1].kind == digitToken || d.tokens[i-1].kind == wordToken) {
		return 0, false
	}
	switch {
	case t.fold == "+" || t.fold == "(":
		next := t.Start + 1
		return t.Start, next < len(d.text) && (d.text[next] >= '0' && d.text[next] <= '9' || d.text[next] == '+')
	case d.isDate(t.Start), d.isDate(t.Start - 3), d.isDate(t.Start - 6):
		return 0, false
	case t.kind == digitToken && (strings.HasPrefix(t.fold, "0") || t.fold == "14"):
		return t.Start, true
	}
	return 0, false
}

// isDate tells whether a date in digits stands at a byte: "01.04.2022".
func (d *document) isDate(at int) bool {
	if at < 0 || at+10 > len(d.text) {
		return false
	}
	t := d.text[at : at+10]
	return allDigits(t[:2]) && allDigits(t[3:5]) && allDigits(t[6:]) && t[2] == t[5] && strings.ContainsRune(".-/", rune(t[2])) &&
		(t[6:8] == "20" || t[6:8] == "19") && t[3:5] <= "12"
}

// phoneEnd reads a telephone number that begins at a byte: its digits with spaces,
// hyphens, dots, slashes and brackets between them, at most two signs in a row.
func phoneEnd(text string, start int) (int, bool) {
	n := digitsOf(text, start)
	if text[start] == '(' && !strings.Contains(text[start:n.end], ")") {
		return phoneEnd(text, start+1)
	}
	if n.end < len(text) && text[n.end] >= '0' && text[n.end] <= '9' {
		return 0, false
	}
	count := len(n.digits)
	return n.end, count == n.goal && n.goal < anyGoal || count >= 9 && n.goal == anyGoal && text[start] == '+'
}

// dialled is what may be a telephone number: its digits, where they end, and how
// many a number that begins so must have.
type dialled struct {
	digits string
	end    int
	goal   int
}

// anyGoal stands for a number of digits that cannot be known; E.164 allows 15.
const anyGoal = 15

func digitsOf(text string, start int) dialled {
	n := dialled{end: start, goal: anyGoal}
	signs := 0
	abroad := text[start] == '+' || strings.HasPrefix(text[start:], "(+")
	for i := start; i < min(len(text), start+32) && len(n.digits) < n.goal; {
		char, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case char >= '0' && char <= '9':
			n.digits += string(char)
			signs, n.end = 0, i+size
			n.goal = phoneGoal(n.digits, abroad, strings.Contains(text[start:n.end], "(0"))
		case char == '+' && n.digits == "", strings.ContainsRune(" -.()\u00a0‑–/", char) && signs < 3:
			signs++
		default:
			return n
		}
		i += size
	}
	return n
}

// phoneGoal says how many digits the number that begins so must have; 15 where
// that cannot be known.
func phoneGoal(plain string, abroad, zeroInBrackets bool) int {
	extra := 0
	if zeroInBrackets && (abroad || strings.HasPrefix(plain, "00")) {
		extra = 1
	}
	switch {
	case abroad && strings.HasPrefix(plain, "31"):
		return 11 + extra
	case abroad && strings.HasPrefix(plain, "380"):
		return 12
	case abroad:
		return 15
	case strings.HasPrefix(plain, "0031"):
		return 13 + extra
	case strings.HasPrefix(plain, "00380"):
		return 14
	case strings.HasPrefix(plain, "0800"), strings.HasPrefix(plain, "0900"):
		return 8
	case strings.HasPrefix(plain, "140"):
		return 5
	case strings.HasPrefix(plain, "14"), strings.HasPrefix(plain, "00"):
		return 14
	}
	return 10
}

// worthOf weighs a number by the words before it on its line.
func (d *document) worthOf(i int, words string) int {
	worth := plainNumber
	if strings.HasPrefix(words, "14") || strings.HasPrefix(words, "0800") || strings.HasPrefix(words, "0900") {
		worth = switchboard
	}
	for at := i - 1; at >= 0 && at >= i-5 && d.tokens[at].kind != breakToken && !d.taken[at]; at-- {
		if said, ok := phoneWords.find(d.tokens[at].fold); ok {
			return said
		}
	}
	return worth
}

var phoneWords = newLexicon(map[string]int{
	`fax faxnummer f telefax факс*`: faxNumber,
	`algemeen algemene centrale receptie *centrale general switchboard reception balie klantcontactcentrum kcc info servicenummer central загальн* рецепці* комутатор*`: switchboard,
})
