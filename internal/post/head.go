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
	r := &headReader{scanner: s, budget: budget}
	defer func() { found = r.found }()
	defer r.keep()
	for continued := false; ; {
		line := s.src.peekLine(mostBoundary * 2)
		if len(line) == 0 {
			return nil, ending{level: atEnd}, true
		}
		if end, ok := s.boundary(line); ok && !continued {
			s.src.take(len(line))
			return nil, end, true
		}
		size, text := len(line), trimEnd(line)
		goesOn := !bytes.HasSuffix(line, []byte("\n")) && !bytes.HasSuffix(line, []byte("\r"))
		switch {
		case continued:
			r.more(text)
		case len(text) == 0:
			s.src.take(size)
			return nil, ending{}, false
		case !r.line(text, size): // no field: the text begins here
			return nil, ending{}, false
		}
		s.src.take(size)
		continued = goesOn
	}
}

// headReader gathers the fields of one header.
type headReader struct {
	*scanner
	budget *int // bytes of header that there is room for
	found  head
	name   string // of the field that is being read
	value  []byte
}

// keep ends a field.
func (r *headReader) keep() {
	if r.name != "" && *r.budget > 0 {
		r.found = append(r.found, field{r.name, strings.TrimSpace(string(r.value))})
	}
	r.name, r.value = "", r.value[:0]
}

// line reads one line, without its end; false where it is none of a header.
func (r *headReader) line(text []byte, size int) bool {
	begun := len(r.found) > 0 || r.name != ""
	if !begun { // nothing comes before it that it could go on with
		text = bytes.TrimLeft(text, " \t")
	}
	if begun && (text[0] == ' ' || text[0] == '\t') {
		r.more(text)
		return true
	}
	at := fieldName(text)
	if at == 0 && !r.stray(string(text), size, begun) {
		return false
	}
	r.keep()
	if at > 0 {
		r.name = strings.ToLower(string(bytes.TrimSpace(text[:at])))
		r.more(text[at+1:])
		*r.budget = max(0, *r.budget-len(r.name)-fieldCost)
	}
	return true
}

// more adds to a field as long as there is room.
func (r *headReader) more(text []byte) {
	room := min(*r.budget, mostField-len(r.value))
	if len(text) > room {
		r.warn(HeaderCut, "")
		text = text[:max(0, room)]
	}
	*r.budget -= len(text)
	r.value = append(r.value, text...)
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
func (s *scanner) stray(text string, size int, begun bool) bool {
	if strings.HasPrefix(text, "From ") || strings.HasPrefix(text, ">From ") {
		return true
	}
	if !begun {
		return false
	}
	unread := s.src.ahead(size + 2*mostBoundary)
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
