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
	labelledNumber
	directNumber
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
		p := phone{Span: phrase.Span{Start: start, End: end}, token: i, words: d.text[start:end]}
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
	case t.kind == digitToken && (strings.HasPrefix(t.fold, "0") || t.fold == "14"):
		return t.Start, true
	}
	return 0, false
}

// phoneEnd reads a telephone number that begins at a byte: its digits with spaces,
// hyphens, dots, slashes and brackets between them, at most two signs in a row.
func phoneEnd(text string, start int) (int, bool) {
	digits, end, signs := 0, start, 0
	var plain strings.Builder
	goal := 15
	for i := start; i < len(text) && i < start+32; {
		char, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case char >= '0' && char <= '9':
			plain.WriteByte(byte(char))
			digits, signs, end = digits+1, 0, i+size
			goal = phoneGoal(plain.String(), text[start] == '+' || strings.HasPrefix(text[start:], "(+"), strings.Contains(text[start:end], "(0"))
		case char == '+' && digits == 0, strings.ContainsRune(" -.()\u00a0‑–/", char) && signs < 3:
			signs++
		default:
			i = len(text)
		}
		i += size
		if digits == goal {
			break
		}
	}
	if text[start] == '(' && !strings.Contains(text[start:end], ")") {
		return phoneEnd(text, start+1)
	}
	if end < len(text) && text[end] >= '0' && text[end] <= '9' {
		return 0, false
	}
	return end, digits == goal && goal < 15 || digits >= 9 && goal == 15 && text[start] == '+'
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
	if strings.HasPrefix(words, "06") || strings.HasPrefix(words, "+316") || strings.HasPrefix(words, "+31 6") || strings.HasPrefix(words, "+31 (0)6") || strings.HasPrefix(words, "0031 6") || strings.HasPrefix(words, "+31-6") {
		worth = directNumber
	}
	if strings.HasPrefix(words, "14") || strings.HasPrefix(words, "0800") || strings.HasPrefix(words, "0900") {
		worth = switchboard
	}
	for at := i - 1; at >= 0 && at >= i-5 && d.tokens[at].kind != breakToken && !d.taken[at]; at-- {
		if said, ok := phoneWords.find(d.tokens[at].fold); ok {
			if said == labelledNumber {
				worth = max(worth, said)
				continue
			}
			return said
		}
	}
	return worth
}

var phoneWords = newLexicon(map[string]int{
	`fax faxnummer f telefax факс*`: faxNumber,
	`algemeen algemene centrale receptie *centrale general switchboard reception balie klantcontactcentrum kcc info servicenummer central загальн* рецепці* комутатор*`: switchboard,
	`tel telefoon telefoonnummer telefonisch t nummer bellen bereikbaar phone telephone number call тел телефон* номер* дзвоні*`:                                        labelledNumber,
	`direct rechtstreeks rechtstreekse directe doorkiesnummer mobiel mobiele mob m mobile cell 06-nummer privenummer whatsapp мобільн* моб прям* особист*`:              directNumber,
})
