package reading

import (
	"strings"
	"unicode/utf8"
)

// lexicon ties words to what they mean here. Dutch glues words together, so a
// word is also known by its end (riviercruiseschip by schip); Ukrainian bends
// them, so a word is also known by its beginning (ліжок by ліж).
type lexicon[T any] struct {
	words, ends, beginnings map[string]T
}

// newLexicon reads lists of words: "schip" is a word of its own, "*schip" an end,
// "ліж*" a beginning.
func newLexicon[T any](lists map[string]T) lexicon[T] {
	l := lexicon[T]{words: map[string]T{}, ends: map[string]T{}, beginnings: map[string]T{}}
	for list, value := range lists {
		for _, word := range strings.Fields(list) {
			switch {
			case strings.HasPrefix(word, "*"):
				l.ends[word[1:]], l.words[word[1:]] = value, value
			case strings.HasSuffix(word, "*"):
				l.beginnings[word[:len(word)-1]] = value
			default:
				l.words[word] = value
			}
		}
	}
	return l
}

// longestKey bounds the ends and beginnings that are looked for.
const longestKey = 40

// find gives what a folded word means: by itself, by its longest end, by its
// longest beginning.
func (l lexicon[T]) find(word string) (T, bool) {
	if value, ok := l.words[word]; ok {
		return value, true
	}
	if len(l.ends) > 0 {
		for at := max(1, len(word)-longestKey); at <= len(word)-3; at++ {
			if value, ok := l.ends[word[at:]]; ok {
				return value, true
			}
		}
	}
	if len(l.beginnings) > 0 {
		for end := min(len(word), longestKey); end >= 3; end-- {
			if end < len(word) && !utf8.RuneStart(word[end]) {
				continue
			}
			if value, ok := l.beginnings[word[:end]]; ok {
				return value, true
			}
		}
	}
	var none T
	return none, false
}
