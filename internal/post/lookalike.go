package post

import (
	"strings"
	"unicode"
)

// imitates warns of a sender whose name or domain is made to look like another:
// letters of several scripts in one word, or a name that is an address of somebody
// else.
func (s *scanner) imitates(from Address) {
	at := strings.LastIndexByte(from.Email, '@')
	domain := from.Email[at+1:]
	shown := domainShown(domain)
	for label := range strings.SplitSeq(shown, ".") {
		if mixedScripts(label) || disguised(label) && isASCII([]byte(shown[strings.LastIndexByte(shown, '.')+1:])) {
			s.warn(Lookalike, shown)
		}
	}
	for _, word := range strings.FieldsFunc(from.Name, func(char rune) bool { return !unicode.IsLetter(char) && !unicode.IsMark(char) }) {
		if mixedScripts(word) {
			s.warn(Lookalike, from.Name)
		}
	}
	for _, word := range strings.Fields(from.Name) {
		word = strings.Trim(word, `<>()[]"',;:`)
		claimed := strings.LastIndexByte(word, '@')
		if claimed > 0 && strings.Contains(word[claimed:], ".") && !sameSite(domainASCII(word[claimed+1:]), domain) {
			s.warn(Lookalike, from.Name+" <"+from.Email+">")
		}
	}
}

// mixedScripts tells of a word with letters of more than one of the scripts whose
// letters look alike.
func mixedScripts(word string) bool {
	var latin, cyrillic, greek int
	for _, char := range word {
		switch {
		case unicode.Is(unicode.Latin, char):
			latin = 1
		case unicode.Is(unicode.Cyrillic, char):
			cyrillic = 1
		case unicode.Is(unicode.Greek, char):
			greek = 1
		}
	}
	return latin+cyrillic+greek > 1
}

// latinTwins are Cyrillic and Greek letters that look like Latin ones.
const latinTwins = "асеорхуіјѕԁһԛԝьтмнкв" + "οαυνιρτκχ"

// disguised tells of a word in another script that could be read as a Latin one.
func disguised(word string) bool {
	letters := 0
	for _, char := range strings.ToLower(word) {
		switch {
		case char < 0x80 && !unicode.IsLetter(char):
		case strings.ContainsRune(latinTwins, char):
			letters++
		default:
			return false
		}
	}
	return letters > 0
}
