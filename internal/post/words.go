package post

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
)

// decodeWords decodes the encoded words of RFC 2047 in a header value, also where
// their end, their padding or the space around them is missing, where a letter is
// spread over two of them, and where raw bytes stand beside them.
func decodeWords(value string) string {
	text := decodeOnce(value)
	if strings.Contains(text, "=?") && strings.Contains(value, "=?") { // encoded twice
		text = decodeOnce(text)
	}
	return text
}

func decodeOnce(value string) string {
	var out strings.Builder
	var raw []byte // of neighbouring words of one charset
	charset := ""
	flush := func() {
		text, _ := toUTF8(raw, charset)
		out.WriteString(text)
		raw = raw[:0]
	}
	for value != "" {
		at := strings.Index(value, "=?")
		if at < 0 {
			break
		}
		word, ok := readWord(value[at:])
		between := value[:at]
		if !ok {
			flush()
			charset = ""
			raw = append(raw, value[:at+2]...)
			flush()
			value = value[at+2:]
			continue
		}
		if strings.TrimSpace(between) != "" || len(raw) == 0 {
			flush()
			charset = ""
			raw = append(raw, between...)
			flush()
		}
		if word.charset != charset {
			flush()
			charset = word.charset
		}
		raw = append(raw, word.raw...)
		value = value[at+word.size:]
	}
	flush()
	charset = ""
	raw = append(raw, value...)
	flush()
	return out.String()
}

// word is one encoded word.
type word struct {
	charset string // lower case
	raw     []byte // decoded, in charset
	size    int    // bytes of the header it takes
}

// readWord reads the encoded word at the beginning of the text.
func readWord(text string) (word, bool) {
	charset, rest, ok := strings.Cut(text[2:], "?")
	if !ok || len(charset) == 0 || len(charset) > 60 || strings.ContainsAny(charset, " \t=") || len(rest) < 2 || rest[1] != '?' {
		return word{}, false
	}
	kind, content := rest[0]|0x20, rest[2:]
	if kind != 'q' && kind != 'b' {
		return word{}, false
	}
	size, closed := wordEnd(content, kind == 'b')
	head := len(text) - len(content)
	found := word{charset: strings.ToLower(charset), size: head + size}
	if closed {
		found.size += 2
	}
	found.charset, _, _ = strings.Cut(found.charset, "*") // the language of RFC 2231
	pile := &pile{most: mostField}
	if kind == 'b' {
		code := &base64Decoder{out: pile}
		code.write([]byte(content[:size]))
		code.close()
	} else {
		code := &quotedDecoder{out: pile, inHeader: true}
		code.write([]byte(strings.ReplaceAll(content[:size], "_", "=20")))
		code.close()
	}
	found.raw = pile.bytes()
	return found, true
}

// wordEnd gives the length of a word's content. A word that is not closed ends
// where the next begins or at a space.
func wordEnd(content string, base64 bool) (size int, closed bool) {
	size = strings.Index(content, "?=")
	closed = size >= 0
	if !closed {
		size = len(content)
	}
	if next := strings.Index(content, "=?"); base64 && next >= 0 && next+1 < size {
		size, closed = next, false
	}
	if !closed {
		if space := strings.IndexAny(content[:size], " \t"); space >= 0 {
			size = space
		}
	}
	return size, closed
}

var (
	comment = regexp.MustCompile(`\([^()]*\)`)
	weekday = regexp.MustCompile(`^[A-Za-z]{2,9}(\.?,\s*|\.?\s+)([0-9])`)
	zeros   = regexp.MustCompile(`^0+([1-9])`)
	zones   = map[string]string{"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200",
		"EET": "+0200", "EEST": "+0300", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "EST": "-0500", "EDT": "-0400", "CST": "-0600",
		"CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "MSK": "+0300"}
	layouts = []string{"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700",
		"2 Jan 06 15:04:05", "2-Jan-2006 15:04:05 -0700", "2 January 2006 15:04:05 -0700", "Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 -0700 2006",
		"Jan 2 2006 15:04:05 -0700", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2 Jan 2006", "2006-01-02",
		"1/2/2006 15:04:05", "Monday, January 2, 2006 3:04 PM", "Monday, 2 January 2006 15:04:05 -0700"}
)

// readDate reads the Date field in the forms that occur. The zero time where it
// says none, or one that mail cannot have.
func readDate(value string) time.Time {
	text := value[:min(len(value), 200)]
	for range 3 {
		text = comment.ReplaceAllString(text, " ")
	}
	text = strings.Join(strings.Fields(text), " ")
	if at, err := mail.ParseDate(text); err == nil && plausible(at) && !strings.ContainsAny(text[len(text)-1:], "TZ") {
		return at
	}
	words := strings.Fields(zeros.ReplaceAllString(weekday.ReplaceAllString(text, "$2"), "$1"))
	for at, word := range words {
		if offset, known := zones[strings.ToUpper(word)]; known {
			words[at] = offset
		}
		if strings.Count(word, ".") == 2 { // 10.15.00
			words[at] = strings.ReplaceAll(word, ".", ":")
		}
		if len(word) == 4 && strings.ContainsAny(word[:1], "+-") { // -600
			words[at] = word[:1] + "0" + word[1:]
		}
		words[at] = strings.TrimPrefix(words[at], "GMT")
		words[at] = strings.TrimPrefix(words[at], "UTC")
	}
	for size := len(words); size > 0 && size > len(words)-3; size-- { // what follows may be no date
		text = strings.Join(words[:size], " ")
		for _, layout := range layouts {
			if at, err := time.Parse(layout, text); err == nil && plausible(at) {
				return at
			}
		}
	}
	return time.Time{}
}

func plausible(at time.Time) bool { return at.Year() >= 1900 && at.Year() < 2200 }

// ids gives the identifiers of a Message-ID, In-Reply-To or References field.
func ids(value string) (found []string) {
	if !strings.Contains(value, "<") {
		value = "<" + strings.Join(strings.Fields(value), "><") + ">"
	}
	for len(found) < mostReferences {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			break
		}
		id, after, _ := strings.Cut(rest, ">")
		if id = cleanLine(strings.TrimSpace(id), mostLine); id != "" {
			found = append(found, id)
		}
		value = after
	}
	return found
}
