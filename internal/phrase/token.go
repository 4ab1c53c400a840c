package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	word tokenKind = iota
	digits
	sign
)

// longest is the longest word that is looked up; longer ones are no word we know.
const longest = 64

// token is a word, a run of digits, or one other character.
type token struct {
	Span
	kind   tokenKind
	gap    bool // white space or the beginning of the text comes before
	breaks int  // line ends before it: 1 may be a wrapped line, 2 is a new paragraph
	upper  bool // begins with a capital
	accent bool // "één" is a number where "een" is an article
	fold   string

	looked bool // number and thing are known
	number atom
	counts bool // number is one
	thing  thing
	known  bool // thing is one
}

// scan is a text cut into tokens, with what was found out about each.
type scan struct {
	text   string
	tokens []token
	dead   []bool // part of something that is no amount and no date

	outside token // stands for the tokens beyond the ends
}

func newScan(text string) *scan {
	s := &scan{text: text, tokens: make([]token, 0, len(text)/5+1)}
	s.outside = token{Span: Span{len(text), len(text)}, kind: sign, gap: true, breaks: 2}
	gap, breaks := true, 0
	for at := 0; at < len(text); {
		r, width := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			gap = true
			if r == '\n' {
				breaks++
			}
			at += width
			continue
		}
		next := s.read(at, r, width)
		s.tokens[len(s.tokens)-1].gap, s.tokens[len(s.tokens)-1].breaks = gap, breaks
		gap, breaks = false, 0
		at = next
	}
	s.dead = make([]bool, len(s.tokens))
	s.mark()
	return s
}

// read adds the token that begins at the byte and gives the byte after it.
func (s *scan) read(at int, r rune, width int) int {
	end := at + width
	kind := sign
	switch {
	case isDigit(r):
		kind = digits
		for end < len(s.text) && isDigit(rune(s.text[end])) {
			end++
		}
	case unicode.IsLetter(r):
		kind = word
		end = s.wordEnd(at)
	}
	t := token{Span: Span{at, end}, kind: kind, fold: s.text[at:end]}
	if kind == word {
		t.upper = unicode.IsUpper(r)
		t.fold, t.accent = fold(s.text[at:end])
	}
	s.tokens = append(s.tokens, t)
	return end
}

// wordEnd finds where a word ends: letters with their marks, apostrophes between
// letters, and abbreviations of single letters ("m.i.v.", "t/m", "z.s.m.").
func (s *scan) wordEnd(at int) int {
	end := at
	for end < len(s.text) {
		r, width := utf8.DecodeRuneInString(s.text[end:])
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			end += width
			continue
		}
		if !apostrophe(r) || !letterAt(s.text, end+width) {
			break
		}
		end += width
	}
	if utf8.RuneCountInString(s.text[at:min(end, at+8)]) == 1 {
		end = s.initials(at, end)
	}
	return end
}

// initials follows an abbreviation of single letters from its first letter on. It
// keeps the last point out, for that may end the sentence.
func (s *scan) initials(at, end int) int {
	for steps := 0; steps < 4 && end < len(s.text) && (s.text[end] == '.' || s.text[end] == '/'); steps++ {
		r, width := utf8.DecodeRuneInString(s.text[end+1:])
		after := end + 1 + width
		if !unicode.IsLetter(r) || letterAt(s.text, after) {
			break
		}
		end = after
	}
	return end
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func apostrophe(r rune) bool { return strings.ContainsRune("'’ʼ‘`´", r) }

func letterAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[min(at, len(text)):])
	return unicode.IsLetter(r)
}

// plain are the letters of Dutch, and of names in it, without their marks.
var plain = strings.NewReplacer("á", "a", "à", "a", "ä", "a", "â", "a", "é", "e", "è", "e", "ë", "e", "ê", "e",
	"í", "i", "ï", "i", "î", "i", "ó", "o", "ö", "o", "ò", "o", "ô", "o", "ú", "u", "ü", "u", "û", "u", "ç", "c",
	"’", "'", "ʼ", "'", "‘", "'", "`", "'", "´", "'", "и\u0306", "й", "і\u0308", "ї", "\u0301", "", "\u0308", "", "\u0300", "", ".", "")

// fold gives a word in lower case, without the marks of Latin letters and with
// straight apostrophes; and whether it had such marks. Words nobody would look up
// are folded to nothing.
func fold(text string) (folded string, accent bool) {
	if len(text) > longest {
		return "", false
	}
	lower := strings.ToLower(text)
	for i := 0; i < len(lower); i++ {
		if lower[i] >= utf8.RuneSelf || lower[i] == '`' || lower[i] == '.' {
			folded = plain.Replace(lower)
			return folded, folded != lower
		}
	}
	return lower, false
}

// at gives the token, or an empty sign beyond the ends of the text.
func (s *scan) at(i int) *token {
	if i < 0 || i >= len(s.tokens) {
		return &s.outside
	}
	return &s.tokens[i]
}

// is says whether the token is the word or sign.
func (s *scan) is(i int, folds ...string) bool {
	t := s.at(i)
	for _, fold := range folds {
		if t.fold == fold && t.kind != digits && fold != "" {
			return true
		}
	}
	return false
}

// glued says whether the token follows the one before without white space.
func (s *scan) glued(i int) bool { return i < len(s.tokens) && !s.at(i).gap }

// span covers the tokens from up to but not including to.
func (s *scan) span(from, to int) Span {
	return Span{s.at(from).Start, s.at(to - 1).End}
}

// lower gives the words of a span as they were written, in lower case.
func (s *scan) lower(span Span) string { return strings.ToLower(s.text[span.Start:span.End]) }
