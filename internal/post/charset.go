package post

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// alphabets are charsets of real mail that the Encoding Standard does not name.
var alphabets = map[string]encoding.Encoding{
	"ibm437": charmap.CodePage437, "cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "ibm850": charmap.CodePage850,
	"cp852": charmap.CodePage852, "cp855": charmap.CodePage855, "cp858": charmap.CodePage858, "ibm852": charmap.CodePage852,
	"cp865": charmap.CodePage865, "hz-gb-2312": simplifiedchinese.HZGB2312, "koi8-ru": charmap.KOI8U, "cp-1252": charmap.Windows1252,
	"cp-1251": charmap.Windows1251, "cp936": simplifiedchinese.GBK, "x-gbk": simplifiedchinese.GBK,
}

// toUTF8 decodes text of the charset it claims. Where that cannot be, the charset
// is guessed from the bytes and faithful is false.
func toUTF8(data []byte, label string) (text string, faithful bool) {
	claim := charsetName(label)
	label = strings.ReplaceAll(claim, "_", "-")
	if marked, rest := byteOrder(data); marked != nil {
		return decode(marked, rest), true
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch label {
	case "utf-7", "unicode-1-1-utf-7":
		return fromUTF7(data), true
	case "utf-16", "utf-16le", "utf-16be", "ucs-2", "unicode":
		return wide(data, label)
	case "", "us-ascii", "ascii", "utf-8", "utf8", "unicode-1-1-utf-8":
		return guess(data), label != "" && utf8.Valid(data) || isASCII(data)
	}
	claimed := alphabets[label]
	if claimed == nil {
		claimed, _ = htmlindex.Get(claim)
	}
	if claimed == nil {
		claimed, _ = htmlindex.Get(label)
	}
	if claimed == nil || claimed == encoding.Replacement {
		return guess(data), isASCII(data)
	}
	if _, simple := claimed.(*charmap.Charmap); simple && isUTF8(data) {
		return string(data), false // one byte a letter never looks like this by chance
	}
	return decode(claimed, data), true
}

// charsetName folds a label to the form of the tables.
func charsetName(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	label, _, _ = strings.Cut(label, " ")
	if len(label) > 40 {
		return "unknown"
	}
	return strings.TrimRight(label, ";,")
}

func decode(from encoding.Encoding, data []byte) string {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil { // decoders replace what they do not know; this is a broken one
		return guess(data)
	}
	return string(text)
}

// byteOrder finds a byte order mark of UTF-16.
func byteOrder(data []byte) (encoding.Encoding, []byte) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), data[2:]
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), data[2:]
	}
	return nil, data
}

// wide decodes UTF-16 without a mark. Zero bytes tell which byte comes first, and
// whether it is UTF-16 at all.
func wide(data []byte, label string) (string, bool) {
	var zeros [2]int
	for at, char := range data[:min(len(data), 4096)] {
		if char == 0 {
			zeros[at%2]++
		}
	}
	order := unicode.BigEndian
	switch {
	case utf8.Valid(data) && zeros == [2]int{}:
		return string(data), false
	case zeros[0] == zeros[1] && label == "utf-16le", zeros[1] > zeros[0]:
		order = unicode.LittleEndian
	}
	return decode(unicode.UTF16(order, unicode.IgnoreBOM), data), true
}

func isASCII(data []byte) bool {
	for _, char := range data {
		if char >= 0x80 || char == 0x1b {
			return false
		}
	}
	return true
}

// isUTF8 tells of text that is UTF-8 beyond ASCII.
func isUTF8(data []byte) bool { return utf8.Valid(data) && !isASCII(data) }

// guess decodes text of which the charset is not known.
func guess(data []byte) string {
	if bytes.Contains(data, []byte("\x1b$")) {
		if japanese, err := htmlindex.Get("iso-2022-jp"); err == nil {
			return decode(japanese, data)
		}
	}
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return string(data)
	}
	if len(data) >= 4 && bytes.Count(data[:min(len(data), 4096)], []byte{0})*5 > min(len(data), 4096)*2 {
		text, _ := wide(data, "")
		return text
	}
	valid, broken := sequences(data)
	if valid > broken {
		return mend(data)
	}
	return decode(oneByte(data), data)
}

// sequences counts letters of several bytes and bytes that belong to none.
func sequences(data []byte) (valid, broken int) {
	for len(data) > 0 {
		letter, size := utf8.DecodeRune(data)
		switch {
		case size > 1:
			valid++
		case letter == utf8.RuneError:
			broken++
		}
		data = data[size:]
	}
	return valid, broken
}

// mend keeps the UTF-8 of a text and reads its other bytes as Windows-1252.
func mend(data []byte) string {
	var out strings.Builder
	for len(data) > 0 {
		letter, size := utf8.DecodeRune(data)
		if letter == utf8.RuneError && size == 1 {
			if !utf8.FullRune(data) {
				break // the last letter was cut off
			}
			letter = charmap.Windows1252.DecodeByte(data[0])
		}
		out.WriteRune(letter)
		data = data[size:]
	}
	return out.String()
}

// oneByte guesses the charset of text with one byte a letter: Cyrillic text has
// its letters beside each other, and most of them are small.
func oneByte(data []byte) encoding.Encoding {
	var high, joined, upperHalf int
	for at, char := range data {
		if char < 0xc0 {
			continue
		}
		high++
		if char >= 0xe0 {
			upperHalf++
		}
		if at > 0 && data[at-1] >= 0xc0 {
			joined++
		}
	}
	switch {
	case high < 4 || joined*2 < high:
		return charmap.Windows1252
	case upperHalf*2 >= high:
		return charmap.Windows1251
	}
	return charmap.KOI8U
}

// fromUTF7 decodes RFC 2152; what is no code stays as it is.
func fromUTF7(data []byte) string {
	var out strings.Builder
	for {
		at := bytes.IndexByte(data, '+')
		if at < 0 {
			out.Write(data)
			return out.String()
		}
		out.Write(data[:at])
		data = data[at+1:]
		size := 0
		for size < len(data) && (isAlnum(data[size]) || data[size] == '+' || data[size] == '/') {
			size++
		}
		code := data[:size]
		data = data[size:]
		closed := bytes.HasPrefix(data, []byte("-"))
		if closed {
			data = data[1:]
		}
		raw, err := base64.RawStdEncoding.DecodeString(string(code))
		switch {
		case size == 0 && closed:
			out.WriteByte('+')
		case err != nil || len(raw) < 2:
			out.WriteByte('+')
			out.Write(code)
			if closed {
				out.WriteByte('-')
			}
		default:
			units := make([]uint16, len(raw)/2)
			for at := range units {
				units[at] = uint16(raw[2*at])<<8 | uint16(raw[2*at+1])
			}
			out.WriteString(string(utf16.Decode(units)))
		}
	}
}

func isAlnum(char byte) bool {
	return char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z' || char >= '0' && char <= '9'
}
