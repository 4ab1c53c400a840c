package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onderdak/internal/phrase"
)

// kind tells what a token is.
type kind uint8

const (
	wordToken  kind = iota // letters, with apostrophes, hyphens and digits inside
	digitToken             // begins with a digit
	markToken              // one sign that is neither space nor letter
	breakToken             // a line ends
	mailToken              // an e-mail address
	linkToken              // an address of the web
)

// token is a word or a sign of a text.
type token struct {
	phrase.Span
	kind    kind
	fold    string // lower case, Latin accents and curly apostrophes folded
	capital bool   // begins with a capital
	gap     bool   // white space stands before it
}

// accents folds the accented letters of Dutch; Ukrainian letters stay.
var accents = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i", "ó", "o", "ò", "o", "ô", "o", "ö", "o",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "ĳ", "ij", "ç", "c", "ñ", "n",
	"’", "'", "‘", "'", "´", "'", "ʼ", "'", "\u0301", "", "\u00ad", "", "‑", "-", "–", "-",
)

func foldWord(word string) string {
	lower := strings.ToLower(word)
	for i := range len(lower) {
		if lower[i] >= utf8.RuneSelf {
			return accents.Replace(lower)
		}
	}
	return lower
}

// tokenise cuts a text into tokens, in one pass.
func tokenise(text string) []token {
	tokens := make([]token, 0, len(text)/5+1)
	gap := true
	for at := 0; at < len(text); {
		char, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case char == '\n':
			tokens = append(tokens, token{Span: phrase.Span{Start: at, End: at + 1}, kind: breakToken, fold: "\n", gap: gap})
			at, gap = at+1, true
			continue
		case unicode.IsSpace(char):
			at, gap = at+size, true
			continue
		}
		if char == '>' && (len(tokens) == 0 || tokens[len(tokens)-1].kind == breakToken) {
			at, gap = at+size, true // the mark of quoted lines
			continue
		}
		made, end := nextToken(text, at, char, size)
		made.gap = gap
		tokens = append(tokens, made)
		at, gap = end, false
	}
	return tokens
}

func nextToken(text string, at int, char rune, size int) (token, int) {
	if shortArticle(text, at, char, size) {
		end := wordEnd(text, at+size)
		return token{Span: phrase.Span{Start: at, End: end}, fold: foldWord(text[at:end])}, end
	}
	if isWordStart(char) {
		if end, what, ok := addressEnd(text, at); ok {
			return token{Span: phrase.Span{Start: at, End: end}, kind: what, fold: strings.ToLower(text[at:end])}, end
		}
		end := wordEnd(text, at)
		made := token{Span: phrase.Span{Start: at, End: end}, fold: foldWord(text[at:end]), capital: unicode.IsUpper(char)}
		if unicode.IsDigit(char) {
			made.kind = digitToken
		}
		return made, end
	}
	return token{Span: phrase.Span{Start: at, End: at + size}, kind: markToken, fold: foldWord(text[at : at+size])}, at + size
}

// shortArticle tells whether an apostrophe opens 't, 's or 'n.
func shortArticle(text string, at int, char rune, size int) bool {
	if char != '\'' && char != '’' && char != '‘' || at+size+1 >= len(text) {
		return false
	}
	next, after := text[at+size], text[at+size+1]
	return strings.IndexByte("tsnkTSNK", next) >= 0 && (after == ' ' || after == '-' || after == '\n')
}

func isWordStart(char rune) bool { return unicode.IsLetter(char) || unicode.IsDigit(char) }

func isJoiner(char rune) bool { return strings.ContainsRune("'’‘ʼ-‑\u00ad_&", char) }

// wordEnd gives where the word that starts at a place ends: joiners count
// inside a word only.
func wordEnd(text string, at int) int {
	end := at
	for i := at; i < len(text); {
		char, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(char), unicode.IsDigit(char), unicode.IsMark(char):
			end = i + size
		case isJoiner(char) && i == end:
		default:
			return end
		}
		i += size
	}
	return end
}

// longestAddress bounds how far an address is looked for: RFC 5321 allows 254
// bytes for a mailbox.
const longestAddress = 254

// addressEnd tells whether an e-mail or web address begins here, and where it
// ends.
func addressEnd(text string, at int) (int, kind, bool) {
	window := text[at:min(len(text), at+longestAddress)]
	link := hasFoldedPrefix(window, "http://") || hasFoldedPrefix(window, "https://") || hasFoldedPrefix(window, "www.")
	if !link && strings.IndexByte(window, '@') < 0 {
		return 0, 0, false
	}
	if end := strings.IndexFunc(window, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>()[]\"|,;«»“”", r) }); end >= 0 {
		window = window[:end]
	}
	word := strings.TrimRight(window, ".:!?'*_/")
	if link {
		return at + len(word), linkToken, len(word) > 0
	}
	name, host, _ := strings.Cut(word, "@")
	if name == "" || !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(host, "@:") || strings.Contains(name, ":") {
		return 0, 0, false
	}
	return at + len(word), mailToken, true
}

func hasFoldedPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
