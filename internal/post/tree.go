package post

import (
	"bytes"
	"path"
	"strings"
)

// part is one piece of a mail: a leaf with data, parts that belong together, or a
// message inside the mail.
type part struct {
	head        head
	media       string // media type, lower case: text/plain
	params      map[string]string
	disposition string // attachment, inline or ""
	name        string // file name, clean
	id          string // Content-ID
	children    []*part
	message     *part // of message/rfc822
	data        []byte
	missing     bool // data went over a limit
	sole        bool // the mail itself: its text is text, whatever name it has
}

func (p *part) multi() bool { return strings.HasPrefix(p.media, "multipart/") }

// scanner reads one mail into parts.
type scanner struct {
	src      *source
	open     []string // boundaries of the parts that are not closed, outermost first
	budget   int      // bytes of headers the parts may still have
	parts    int
	files    int  // bytes of attachments so far
	text     int  // bytes of plain text so far
	html     int  // bytes of pages so far
	stopped  bool // at the limit of parts
	warnings []Warning
}

// ending is what ended a body: the boundary of an open level, or the end of the mail.
type ending struct {
	level   int
	closing bool
}

const atEnd = -1

func (s *scanner) warn(code, detail string) {
	warning := Warning{code, cleanLine(detail, mostDetail)}
	if len(s.warnings) >= mostWarnings {
		return
	}
	for _, known := range s.warnings {
		if known == warning {
			return
		}
	}
	s.warnings = append(s.warnings, warning)
}

// boundary tells which open boundary the line is. The whole line counts, so that
// one boundary may begin like another.
func (s *scanner) boundary(line []byte) (ending, bool) {
	if len(s.open) == 0 || len(line) < 3 || line[0] != '-' || line[1] != '-' {
		return ending{}, false
	}
	text := bytes.TrimRight(line[2:], " \t\r\n")
	for level := len(s.open) - 1; level >= 0; level-- {
		if string(text) == s.open[level] {
			return ending{level: level}, true
		}
	}
	closed := bytes.TrimSuffix(text, []byte("--"))
	if len(closed) == len(text) {
		return ending{}, false
	}
	closed = bytes.TrimRight(closed, " \t")
	for level := len(s.open) - 1; level >= 0; level-- {
		if string(closed) == s.open[level] {
			return ending{level: level, closing: true}, true
		}
	}
	return ending{}, false
}

// body hands on everything up to the next boundary of an open level.
func (s *scanner) body(hand func([]byte)) ending {
	for lineStart := true; ; {
		unread := s.src.peek()
		if len(unread) == 0 {
			return ending{level: atEnd}
		}
		if lineStart && unread[0] == '-' && len(s.open) > 0 && s.mayBound(unread) {
			line := s.src.peekLine(2 * mostBoundary)
			if end, ok := s.boundary(line); ok {
				s.src.take(len(line))
				return end
			}
			unread = s.src.peek()
		}
		size := len(unread)
		if len(s.open) > 0 {
			size = s.nextBoundary(unread)
		}
		hand(unread[:size])
		last := unread[size-1]
		lineStart = last == '\n' || last == '\r'
		s.src.take(size)
	}
}

// mayBound looks at the first three bytes of a line only: mail can have millions
// of lines that begin with dashes.
func (s *scanner) mayBound(line []byte) bool {
	if len(line) < 3 {
		return true
	}
	for _, boundary := range s.open {
		if boundary[0] == line[2] {
			return line[1] == '-'
		}
	}
	return false
}

// nextBoundary gives the place, from 1, of the next line that may be a boundary,
// or the length.
func (s *scanner) nextBoundary(data []byte) int {
	for from := 1; from < len(data); {
		for near := min(len(data), from+64); from < near; from++ { // dashes come together
			if data[from] != '-' || data[from-1] != '\n' && data[from-1] != '\r' {
				continue
			}
			if s.mayBound(data[from:]) {
				return from
			}
		}
		next := bytes.IndexByte(data[from:], '-')
		if next < 0 {
			return len(data)
		}
		from += next
	}
	return len(data)
}

// entity reads a message or part: its fields and what follows up to the boundary
// that ends it. p is nil where a limit kept it out.
func (s *scanner) entity(depth int, fallback string, budget *int) (p *part, end ending) {
	if s.parts++; s.parts > mostParts {
		s.warn(PartsCut, "")
		s.stopped = true
		return nil, ending{level: atEnd}
	}
	fields, end, ended := s.header(budget)
	p = s.describe(fields, fallback)
	p.sole = depth == 0
	if ended {
		return p, end
	}
	return p, s.content(p, depth)
}

// describe reads what a part says of itself.
func (s *scanner) describe(fields head, fallback string) *part {
	p := &part{head: fields}
	p.media, p.params = parameters(fields.get("content-type"))
	p.media = strings.Join(strings.Fields(p.media), "")
	p.media = mediaType(p.media, fallback)
	var placed map[string]string
	p.disposition, placed = parameters(fields.get("content-disposition"))
	name := placed["filename"]
	if name == "" {
		name = p.params["name"]
	}
	p.name = s.fileName(decodeWords(name))
	p.id = strings.Trim(fields.get("content-id"), "<> ")
	return p
}

// mediaType mends what programs make of a type: "text/plain>", or a parameter
// without the semicolon before it.
func mediaType(value, fallback string) string {
	end := strings.IndexFunc(value, func(char rune) bool {
		return char <= ' ' || char >= 0x7f || strings.ContainsRune(`()<>@,;:\"[]?=`, char)
	})
	if end >= 0 {
		value = value[:end]
		for _, glued := range []string{"charset", "name", "boundary"} {
			value = strings.TrimSuffix(value, glued)
		}
	}
	kind, sort, ok := strings.Cut(value, "/")
	switch {
	case !ok || kind == "" || sort == "":
		return fallback
	case len(value) > 100:
		return "application/octet-stream"
	}
	return value
}

func (p *part) encoding() string {
	code := strings.ToLower(p.head.get("content-transfer-encoding"))
	code, _, _ = strings.Cut(code, ";")
	return strings.Trim(code, " \t\"'")
}

// content reads the body of a part.
func (s *scanner) content(p *part, depth int) ending {
	multi := p.multi()
	message := p.media == "message/rfc822" || p.media == "message/global"
	coded := p.encoding() == "base64" || p.encoding() == "quoted-printable"
	switch {
	case (multi || message) && depth >= mostDepth:
		s.warn(TooDeep, "")
		return s.body(func([]byte) {})
	case (multi || message) && coded && !s.looksPlain():
		return s.wrapped(p, depth)
	case message:
		return s.inside(p, depth)
	case multi:
		return s.multipart(p, depth)
	}
	return s.leaf(p)
}

// looksPlain tells that the coming part is not in the encoding it claims: parts
// with a boundary or fields of a message come as they are.
func (s *scanner) looksPlain() bool {
	line := s.src.peekLine(mostBoundary)
	for len(trimEnd(line)) == 0 && len(line) > 0 {
		s.src.take(len(line))
		line = s.src.peekLine(mostBoundary)
	}
	return bytes.HasPrefix(line, []byte("--")) || fieldName(line) > 0
}

// inside reads a message that is part of the mail.
func (s *scanner) inside(p *part, depth int) (end ending) {
	for line := s.src.peekLine(4); len(line) > 0 && len(trimEnd(line)) == 0; line = s.src.peekLine(4) {
		s.src.take(len(line)) // empty lines before its fields
	}
	p.message, end = s.entity(depth+1, "text/plain", &s.budget)
	return end
}

// wrapped reads parts or a message that came in an encoding, which the rules
// forbid and some programs do.
func (s *scanner) wrapped(p *part, depth int) ending {
	out := &pile{most: mostText}
	code := newDecoder(p.encoding(), out)
	end := s.body(code.write)
	code.close()
	outer, open := s.src, s.open
	s.src, s.open = newSource(bytes.NewReader(out.bytes()), mostText), nil
	if p.multi() {
		s.multipart(p, depth)
	} else {
		s.inside(p, depth)
	}
	s.src, s.open = outer, open
	return end
}

// multipart reads the parts between the boundaries.
func (s *scanner) multipart(p *part, depth int) ending {
	boundary := strings.TrimRight(p.params["boundary"], " \t")
	if boundary == "" || len(boundary) > mostBoundary {
		s.warn(NoBoundary, "")
		if boundary = s.firstBoundary(); boundary == "" {
			p.media = "text/plain"
			return s.leaf(p)
		}
	}
	level := len(s.open)
	s.open = append(s.open, boundary)
	preamble := &pile{most: mostText}
	end := s.body(preamble.add)
	fallback := "text/plain"
	if p.media == "multipart/digest" {
		fallback = "message/rfc822"
	}
	for end.level == level && !end.closing {
		var child *part
		if child, end = s.entity(depth+1, fallback, &s.budget); child != nil {
			p.children = append(p.children, child)
		}
	}
	s.open = s.open[:level]
	if len(p.children) == 0 && preamble.size > 0 {
		s.warn(NoBoundary, "")
		p.media, p.data = "text/plain", preamble.bytes()
	}
	switch {
	case end.level == level && level > 0:
		return s.body(func([]byte) {}) // what stands behind the last part is for nobody
	case end.level != level && !s.stopped:
		s.warn(NoEnd, "")
	}
	return end
}

// firstBoundary finds the boundary that a header does not tell: the first line
// with two dashes that a field follows.
func (s *scanner) firstBoundary() string {
	unread := s.src.ahead(windowSize / 2)
	for len(unread) > 0 {
		size, _ := lineLength(unread, 0)
		line := trimEnd(unread[:size])
		unread = unread[size:]
		next, _ := lineLength(unread, 0)
		if len(line) > 2 && len(line) <= mostBoundary && bytes.HasPrefix(line, []byte("--")) &&
			bytes.HasPrefix(bytes.ToLower(unread[:min(next, 8)]), []byte("content-")) {
			return string(bytes.TrimRight(line[2:], " \t"))
		}
	}
	return ""
}

// leaf reads a part that has no parts.
func (s *scanner) leaf(p *part) ending {
	out := &pile{most: min(mostFile, mostFiles-s.files), whole: true}
	text := p.isText()
	switch {
	case text && p.media == "text/html":
		out = &pile{most: mostHTML - s.html}
	case text:
		out = &pile{most: mostText - s.text}
	}
	encoding := p.encoding()
	code := newDecoder(encoding, out)
	end := s.body(code.write)
	code.close()
	if code.broken() {
		s.warn(BrokenCode, p.name)
	}
	switch {
	case out.over && text:
		s.warn(TextCut, p.name)
	case out.over:
		s.warn(AttachmentCut, p.name)
		p.missing = true
		return end
	}
	p.data = out.bytes()
	if _, plain := code.(*plainDecoder); plain && end.level != atEnd {
		p.data = trimLastEnd(p.data) // it belongs to the boundary
	}
	switch {
	case !text:
		s.files += len(p.data)
	case p.media == "text/html":
		s.html += len(p.data)
	default:
		s.text += len(p.data)
	}
	return end
}

func trimLastEnd(data []byte) []byte {
	if short := bytes.TrimSuffix(data, []byte("\r\n")); len(short) < len(data) {
		return short
	}
	return bytes.TrimSuffix(data, []byte("\n"))
}

// isText tells of a part that is read, not kept as a file.
func (p *part) isText() bool {
	switch p.media {
	case "message/delivery-status", "message/disposition-notification", "message/global-delivery-status", "message/feedback-report",
		"message/global-headers", "text/rfc822-headers":
		return true
	case "text/plain", "text/html", "text/enriched", "text/richtext":
		return p.disposition != "attachment" && (p.sole || textEndings[strings.ToLower(path.Ext(p.name))])
	}
	return false
}

// textEndings are of files that are read as text where they do not say to be
// attachments. A sheet that claims to be plain text is not one of them.
var textEndings = map[string]bool{"": true, ".txt": true, ".text": true, ".htm": true, ".html": true, ".asc": true, ".msg": true, ".eml": true}
