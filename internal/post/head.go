package post

import (
	"bytes"
	"strings"
)

// field is one header field: its name in lower case, its value unfolded but not
// decoded.
type field struct{ name, value string }

// head is the fields of a message or of a part, in their order.
type head []field

const fieldCost = 16 // bytes of the budget that a field takes beside its text

// get gives the value of the first field of that name, "" for none.
func (h head) get(name string) string {
	for _, field := range h {
		if field.name == name {
			return field.value
		}
	}
	return ""
}

// all gives the values of all fields of that name.
func (h head) all(name string) (values []string) {
	for _, field := range h {
		if field.name == name {
			values = append(values, field.value)
		}
	}
	return values
}

func (h head) has(name string) bool {
	for _, field := range h {
		if field.name == name {
			return true
		}
	}
	return false
}

// header reads the fields of a message or part up to the empty line. ended tells
// that a boundary came first, and which.
func (s *scanner) header(budget *int) (found head, end ending, ended bool) {
	var name string
	var value []byte
	keep := func() {
		if name != "" && *budget > 0 {
			found = append(found, field{name, strings.TrimSpace(string(value))})
		}
		name, value = "", value[:0]
	}
	for continued := false; ; {
		line := s.src.peekLine(mostBoundary * 2)
		if len(line) == 0 {
			keep()
			return found, ending{level: atEnd}, true
		}
		if end, ok := s.boundary(line); ok && !continued {
			s.src.take(len(line))
			keep()
			return found, end, true
		}
		text := trimEnd(line)
		piece := len(text) == len(line) // the line goes on
		switch {
		case continued:
			value = s.append(value, text, budget)
		case len(text) == 0:
			s.src.take(len(line))
			keep()
			return found, ending{}, false
		case text[0] == ' ' || text[0] == '\t':
			if name == "" && len(found) == 0 && len(bytes.TrimSpace(text)) > 0 {
				return found, ending{}, false
			}
			value = s.append(value, text, budget)
		default:
			at := fieldName(text)
			if at == 0 && !s.stray(text, len(line), len(found) > 0 || name != "") {
				keep()
				return found, ending{}, false // no field: the text begins here
			}
			keep()
			if at > 0 {
				name = strings.ToLower(string(bytes.TrimSpace(text[:at])))
				value = s.append(value, text[at+1:], budget)
				*budget = max(0, *budget-len(name)-fieldCost)
			}
		}
		s.src.take(len(line))
		continued = piece
	}
}

// append adds to a field as long as there is room.
func (s *scanner) append(value, text []byte, budget *int) []byte {
	room := min(*budget, mostField-len(value))
	if len(text) > room {
		s.warn(HeaderCut, "")
		text = text[:max(0, room)]
	}
	*budget -= len(text)
	return append(value, text...)
}

// fieldName gives the place of the colon behind a field's name; 0 where the line
// is no field.
func fieldName(line []byte) int {
	at := bytes.IndexByte(line, ':')
	if at <= 0 || at > 100 {
		return 0
	}
	for _, char := range bytes.TrimRight(line[:at], " \t") {
		if char <= ' ' || char >= 0x7f {
			return 0
		}
	}
	if line[0] == '>' { // ">From " of a mailbox file that held a quoted letter
		return 0
	}
	return at
}

// stray tells of a line that is no field whether it only strayed between the
// fields: an mbox separator, or one that fields follow. Otherwise the empty line
// before the text was forgotten.
func (s *scanner) stray(text []byte, size int, begun bool) bool {
	if bytes.HasPrefix(text, []byte("From ")) || bytes.HasPrefix(text, []byte(">From ")) {
		return true
	}
	if !begun {
		return false
	}
	unread := s.src.buf[s.src.pos:s.src.end]
	next := unread[min(size, len(unread)):]
	length, _ := lineLength(next, 0)
	return fieldName(next[:length]) > 0 && bytes.IndexByte(next[:length], ' ') > 0
}

// parameters reads "value; name=value; …" with quoted strings, comments, the
// pieces and alphabets of RFC 2231, and the faults of real mail. The value and the
// names are in lower case.
func parameters(text string) (value string, found map[string]string) {
	found = map[string]string{}
	var pieces []piece
	scan := lexer{text: text}
	value = strings.ToLower(strings.TrimSpace(scan.until(";")))
	for scan.next(';') {
		name := strings.ToLower(strings.TrimSpace(scan.until("=;")))
		if !scan.next('=') {
			continue
		}
		content := scan.value()
		if len(found)+len(pieces) > 50 {
			break
		}
		if base, index, encoded, ok := splitName(name); ok {
			pieces = append(pieces, piece{base, index, encoded, content})
		} else if _, twice := found[name]; !twice && name != "" {
			found[name] = content
		}
	}
	join(pieces, found)
	return value, found
}
