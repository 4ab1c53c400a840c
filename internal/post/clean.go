package post

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// cleanText makes text safe to show and to search: no control characters but tab
// and line end, no characters without a width, none that turn the direction of
// writing, spaces as spaces, NFC.
func cleanText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(char rune) rune {
		switch {
		case char == '\n' || char == '\t':
			return char
		case char == '\r', char == 0x2028, char == 0x2029:
			return '\n'
		case char >= 0x80 && char < 0xa0: // no control is ever meant, but a letter of Windows
			if char = charmap.Windows1252.DecodeByte(byte(char)); char < 0xa0 || char == utf8.RuneError {
				return -1
			}
		case char == 0xa0, char >= 0x2000 && char <= 0x200a, char == 0x202f, char == 0x205f:
			return ' '
		case unwanted(char):
			return -1
		}
		return char
	}, strings.ToValidUTF8(text, "\ufffd"))
	return norm.NFC.String(text)
}

// unwanted tells of characters that have no place in text: controls, format
// characters without a width and noncharacters. The joiners that Persian and
// Indian scripts need stay.
func unwanted(char rune) bool {
	switch {
	case char < 0x20, char >= 0x7f && char < 0xa0, char == 0xad, char == 0x34f, char == 0x180e, char == 0x200b, char == 0xfeff:
		return true
	case char >= 0x2060 && char <= 0x2064, char >= 0xfff9 && char <= 0xfffb, char >= 0xfdd0 && char <= 0xfdef, char&0xfffe == 0xfffe:
		return true
	case char >= 0xe0000 && char <= 0xe0fff, char >= 0x206a && char <= 0x206f:
		return true
	}
	return turns(char)
}

// turns tells of characters that turn the direction of writing.
func turns(char rune) bool {
	return char >= 0x202a && char <= 0x202e || char >= 0x2066 && char <= 0x2069 || char == 0x200e || char == 0x200f || char == 0x61c
}

// cleanLine is cleanText for names and subjects: one line, single spaces, at most
// so many characters.
func cleanLine(text string, most int) string {
	if len(text) > 8*most { // the rest cannot be needed
		text = text[:8*most]
	}
	return cutRunes(strings.Join(strings.FieldsFunc(cleanText(text), unicode.IsSpace), " "), most)
}

func cutRunes(text string, most int) string {
	for at := range text {
		if most == 0 {
			return strings.TrimSpace(text[:at])
		}
		most--
	}
	return text
}

// cutBytes cuts valid text between characters.
func cutBytes(text string, most int) (cut string, short bool) {
	if len(text) <= most {
		return text, false
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most], true
}

// fileName makes a name safe to show and to offer for download: without path,
// control or direction characters.
func (s *scanner) fileName(name string) string {
	if len(name) > 6*mostName {
		name = name[:5*mostName] + name[len(name)-40:]
	}
	clean := strings.ReplaceAll(cleanLine(name, 6*mostName), "\\", "/")
	clean = strings.Map(func(char rune) rune {
		if strings.ContainsRune(`<>:"|?*`, char) {
			return '_'
		}
		return char
	}, path.Base("/"+clean))
	clean = strings.TrimLeft(strings.TrimSpace(clean), ".")
	if clean == "/" || clean == "" {
		return ""
	}
	if size := utf8.RuneCountInString(clean); size > mostName { // the end says what it is
		ending := path.Ext(clean)
		if len(ending) > 10 {
			ending = ""
		}
		clean = cutRunes(clean, mostName-len(ending)) + ending
	}
	if strings.ContainsFunc(name, turns) {
		s.warn(Direction, clean)
	}
	return norm.NFC.String(clean)
}
