package post

import (
	"net/url"
	"sort"
	"strconv"
	"strings"
)

// lexer walks over a header value.
type lexer struct {
	text string
	at   int
}

// until gives what stands before the first of the characters.
func (l *lexer) until(stops string) string {
	rest := l.text[l.at:]
	size := strings.IndexAny(rest, stops)
	if size < 0 {
		size = len(rest)
	}
	l.at += size
	return rest[:size]
}

// next moves over the character where it comes next.
func (l *lexer) next(char byte) bool {
	if l.at < len(l.text) && l.text[l.at] == char {
		l.at++
		return true
	}
	return false
}

// value reads a token or a quoted string, and moves to the next semicolon.
func (l *lexer) value() string {
	for l.next(' ') || l.next('\t') {
	}
	if !l.next('"') {
		return strings.TrimSpace(l.until(";"))
	}
	var out strings.Builder
	for l.at < len(l.text) {
		char := l.text[l.at]
		l.at++
		switch {
		case char == '"':
			l.until(";")
			return out.String()
		case char == '\\' && l.at < len(l.text) && (l.text[l.at] == '"' || l.text[l.at] == '\\'):
			char = l.text[l.at] // other backslashes are those of a Windows path
			l.at++
		}
		out.WriteByte(char)
	}
	text, _, _ := strings.Cut(out.String(), ";") // the closing quote is missing
	return strings.TrimSpace(text)
}

// piece is one part of a parameter that RFC 2231 splits or encodes.
type piece struct {
	base    string
	index   int
	encoded bool
	text    string
}

// splitName takes the name of a parameter apart: file*, file*0 and file*0*.
func splitName(name string) (base string, index int, encoded, ok bool) {
	base, rest, ok := strings.Cut(name, "*")
	if !ok || base == "" {
		return "", 0, false, false
	}
	if rest == "" {
		return base, 0, true, true
	}
	number, encoded := strings.CutSuffix(rest, "*")
	index, err := strconv.Atoi(number)
	return base, index, encoded, err == nil && index >= 0 && index < 1000
}

// join puts the pieces of each parameter together and decodes them.
func join(pieces []piece, found map[string]string) {
	sort.SliceStable(pieces, func(i, j int) bool {
		if pieces[i].base != pieces[j].base {
			return pieces[i].base < pieces[j].base
		}
		return pieces[i].index < pieces[j].index
	})
	for from := 0; from < len(pieces); {
		to := from
		charset, first := "", true
		var raw strings.Builder
		for ; to < len(pieces) && pieces[to].base == pieces[from].base; to++ {
			text := pieces[to].text
			if pieces[to].encoded {
				if parts := strings.SplitN(text, "'", 3); first && len(parts) == 3 {
					charset, text = parts[0], parts[2]
				}
				text = percent(text)
			}
			first = false
			raw.WriteString(text)
		}
		text, _ := toUTF8([]byte(raw.String()), charset)
		found[pieces[from].base] = text
		from = to
	}
}

// percent decodes %XX and leaves what is no such code.
func percent(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	var out strings.Builder
	for at := 0; at < len(text); at++ {
		if text[at] == '%' && at+2 < len(text) {
			if code, err := strconv.ParseUint(text[at+1:at+3], 16, 8); err == nil {
				out.WriteByte(byte(code))
				at += 2
				continue
			}
		}
		out.WriteByte(text[at])
	}
	return out.String()
}
