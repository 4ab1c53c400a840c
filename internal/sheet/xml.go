package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// kind is what a scanner found.
type kind int

const (
	end kind = iota // of the document
	opened
	closed
	words
)

// scanner reads XML in one pass. It knows what workbooks use and nothing else: no
// entities but the five of XML and numbers, so that nothing can grow; no nesting
// kept but a count, so that no depth can hurt.
type scanner struct {
	in     io.Reader
	buffer []byte
	from   int // first byte not used
	to     int // end of what was read
	failed error

	name    []byte // of the element, without prefix
	attrs   []attribute
	text    []byte // of words; at most longestText bytes of one stretch
	depth   int    // of the element at hand; the root has 1
	closing bool   // the element at hand closes itself
	held    []byte
}

type attribute struct{ full, name, value []byte }

const (
	longestTag  = 64 << 10
	longestText = 16 << 10 // more than MaxText characters of four bytes, with entities to spare
	mostAttrs   = 200
)

var errXML = refuse(NotASheet, "damaged XML")

func newScanner(in io.Reader) *scanner {
	s := &scanner{in: in, buffer: make([]byte, longestTag)}
	s.fill()
	if head := s.buffer[:s.to]; bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		whole := io.MultiReader(bytes.NewReader(bytes.Clone(head)), in)
		s.in = transform.NewReader(whole, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
		s.to = 0
	}
	return s
}

// fill reads more behind what is not used yet; false at the end or when a tag
// does not fit.
func (s *scanner) fill() bool {
	if s.from > 0 {
		s.to = copy(s.buffer, s.buffer[s.from:s.to])
		s.from = 0
	}
	for tries := 0; s.failed == nil && s.to < len(s.buffer); tries++ {
		n, err := s.in.Read(s.buffer[s.to:])
		s.to += n
		s.failed = err
		if n == 0 && err == nil && tries > 100 {
			s.failed = io.ErrNoProgress
		}
		if n > 0 {
			return true
		}
	}
	return false
}

// ended tells why there is no more: nil at a proper end.
func (s *scanner) ended() error {
	var known *Error
	switch {
	case errors.As(s.failed, &known):
		return known
	case errors.Is(s.failed, io.EOF) && s.depth == 0 && s.from == s.to:
		return nil
	}
	return errXML
}

// broken tells why there is no more where more had to come.
func (s *scanner) broken() error {
	if err := s.ended(); err != nil {
		return err
	}
	return errXML
}

// next goes on to the next tag or text. Errors are of type *Error.
func (s *scanner) next() (kind, error) {
	if s.closing {
		s.closing = false
		s.depth--
		return closed, nil
	}
	for {
		if s.from == s.to && !s.fill() {
			return end, s.ended()
		}
		if s.buffer[s.from] != '<' {
			if err := s.readText(); err != nil {
				return end, err
			}
			if len(s.text) > 0 {
				return words, nil
			}
			continue
		}
		tag, err := s.readTag()
		if err != nil {
			return end, err
		}
		switch {
		case tag == nil: // a comment and the like
			continue
		case tag[0] == '[': // CDATA
			s.text = append(s.text[:0], tag[1:]...)
			return words, nil
		case tag[0] == '/':
			if s.depth--; s.depth < 0 {
				return end, errXML
			}
			s.name = local(bytes.TrimSpace(tag[1:]))
			return closed, nil
		}
		return opened, s.parseTag(tag)
	}
}

// readText reads up to the next tag; what is beyond longestText is passed over.
func (s *scanner) readText() error {
	s.text = s.text[:0]
	for {
		chunk := s.buffer[s.from:s.to]
		stop := bytes.IndexByte(chunk, '<')
		if stop >= 0 {
			chunk = chunk[:stop]
		}
		s.text = append(s.text, chunk[:min(len(chunk), longestText-len(s.text))]...)
		s.from += len(chunk)
		if stop >= 0 {
			break
		}
		if !s.fill() {
			if err := s.ended(); err != nil {
				return err
			}
			break
		}
	}
	s.text = unescape(s.text)
	if s.depth == 0 { // between the parts of a document only spaces may stand
		s.text = bytes.TrimSpace(bytes.TrimPrefix(s.text, []byte("\ufeff")))
		if len(s.text) > 0 {
			return errXML
		}
	}
	return nil
}

// readTag gives what stands between < and >, nil for what is passed over, and a
// text behind [ for CDATA.
func (s *scanner) readTag() ([]byte, error) {
	for s.to-s.from < 9 && s.fill() {
	}
	head := s.buffer[s.from:s.to]
	switch {
	case bytes.HasPrefix(head, []byte("<!--")):
		return nil, s.skipPast("-->", 4)
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		return s.readCDATA()
	case bytes.HasPrefix(head, []byte("<?")):
		return nil, s.skipPast("?>", 2)
	}
	return s.findTag()
}

// findTag gives the tag at hand, wherever quotes hide a >.
func (s *scanner) findTag() ([]byte, error) {
	var quote byte // every byte is looked at once, however many > stand in quotes
	for at := 1; ; at++ {
		for s.from+at >= s.to {
			if !s.fill() {
				return nil, s.broken()
			}
		}
		switch char := s.buffer[s.from+at]; {
		case char == '[' && s.buffer[s.from+1] == '!':
			return nil, refuse(NotASheet, "document type")
		case quote != 0 && char == quote:
			quote = 0
		case quote == 0 && (char == '"' || char == '\''):
			quote = char
		case quote == 0 && char == '>':
			return s.takeTag(at)
		}
	}
}

// takeTag gives the tag that ends so many bytes on; nil for a DOCTYPE, which only
// names a type.
func (s *scanner) takeTag(at int) ([]byte, error) {
	tag := s.buffer[s.from+1 : s.from+at]
	s.from += at + 1
	switch {
	case len(tag) == 0:
		return nil, errXML
	case tag[0] == '!':
		return nil, nil
	}
	return tag, nil
}

// skipPast goes on behind a mark.
func (s *scanner) skipPast(mark string, head int) error {
	s.from += head
	for {
		chunk := s.buffer[s.from:s.to]
		if at := bytes.Index(chunk, []byte(mark)); at >= 0 {
			s.from += at + len(mark)
			return nil
		}
		s.from += max(0, len(chunk)-len(mark)+1)
		if !s.fill() {
			return s.broken()
		}
	}
}

func (s *scanner) readCDATA() ([]byte, error) {
	s.from += len("<![CDATA[")
	s.held = append(s.held[:0], '[')
	for {
		chunk := s.buffer[s.from:s.to]
		at := bytes.Index(chunk, []byte("]]>"))
		keep := at
		if at < 0 {
			keep = max(0, len(chunk)-2)
		}
		s.held = append(s.held, chunk[:min(keep, max(0, longestText-len(s.held)))]...)
		s.from += keep
		if at >= 0 {
			s.from += 3
			return s.held, nil
		}
		if !s.fill() {
			return nil, s.broken()
		}
	}
}

// parseTag takes a start tag apart.
func (s *scanner) parseTag(tag []byte) error {
	s.depth++
	s.attrs = s.attrs[:0]
	if tag[len(tag)-1] == '/' {
		s.closing = true
		tag = tag[:len(tag)-1]
	}
	nameEnd := bytes.IndexAny(tag, " \t\r\n")
	if nameEnd < 0 {
		s.name = local(tag)
		return nil
	}
	s.name = local(tag[:nameEnd])
	for rest := tag[nameEnd:]; ; {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		equals := bytes.IndexByte(rest, '=')
		if equals < 0 || len(s.attrs) == mostAttrs {
			return errXML
		}
		full := bytes.TrimRight(rest[:equals], " \t\r\n")
		rest = bytes.TrimLeft(rest[equals+1:], " \t\r\n")
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return errXML
		}
		stop := bytes.IndexByte(rest[1:], rest[0])
		if stop < 0 {
			return errXML
		}
		s.attrs = append(s.attrs, attribute{full, local(full), rest[1 : 1+stop]})
		rest = rest[stop+2:]
	}
}

// local drops the prefix of a name.
func local(name []byte) []byte {
	return name[bytes.LastIndexByte(name, ':')+1:]
}

// is tells whether the element at hand is called so, whatever its prefix.
func (s *scanner) is(name string) bool { return string(s.name) == name }

// attr gives an attribute of the element at hand; empty where it has none.
func (s *scanner) attr(name string) string {
	raw := s.raw(name)
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return string(unescape(bytes.Clone(raw)))
}

// raw is attr, by a name with or without prefix, without a copy and with entities as they are; good until next.
func (s *scanner) raw(name string) []byte {
	for _, a := range s.attrs {
		if string(a.name) == name || string(a.full) == name {
			return a.value
		}
	}
	return nil
}

// number reads an attribute that counts; a fallback where it is none, and at most
// a billion.
func (s *scanner) number(name string, fallback int) int {
	raw := s.raw(name)
	if len(raw) == 0 {
		return fallback
	}
	value := 0
	for _, char := range raw {
		if char < '0' || char > '9' {
			return fallback
		}
		value = min(value*10+int(char-'0'), 1_000_000_000)
	}
	return value
}

// skip passes over the rest of the element at hand.
func (s *scanner) skip() error {
	for depth := s.depth; ; {
		found, err := s.next()
		switch {
		case err != nil:
			return err
		case found == end:
			return errXML
		case found == closed && s.depth < depth:
			return nil
		}
	}
}

// unescape replaces entities in place; what is none stays as it is.
func unescape(text []byte) []byte {
	first := bytes.IndexByte(text, '&')
	if first < 0 {
		return text
	}
	out := text[:first]
	for rest := text[first:]; len(rest) > 0; {
		if rest[0] != '&' {
			stop := bytes.IndexByte(rest, '&')
			if stop < 0 {
				stop = len(rest)
			}
			out = append(out, rest[:stop]...)
			rest = rest[stop:]
			continue
		}
		stop := bytes.IndexByte(rest[:min(len(rest), 12)], ';')
		char, ok := rune(0), false
		if stop > 0 {
			char, ok = entity(string(rest[1:stop]))
		}
		if !ok {
			out = append(out, '&')
			rest = rest[1:]
			continue
		}
		out = utf8.AppendRune(out, char) // never longer than what it stands for
		rest = rest[stop+1:]
	}
	return out
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	value, err := strconv.ParseUint(digits, base, 32)
	if err != nil || value == 0 || value > utf8.MaxRune {
		return 0, false
	}
	return rune(value), true
}
