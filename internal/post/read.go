package post

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Read reads one mail. Any bytes make a Letter; the only errors are those of r.
// It reads at most 25 MiB of r and leaves the rest.
func Read(r io.Reader, o Options) (Letter, error) {
	s := &scanner{src: newSource(r, mostBytes), budget: mostHeader}
	letter := Letter{Kind: Ordinary, Auth: Unknown}
	s.guard(func() { s.letter(&letter, o) })
	letter.Warnings = s.warnings
	if s.src.err != nil {
		return letter, fmt.Errorf("reading mail: %w", s.src.err)
	}
	return letter, nil
}

// guard keeps a fault of ours or of a library from stopping the next mail.
func (s *scanner) guard(read func()) {
	defer func() {
		if fault := recover(); fault != nil {
			s.warn(BrokenMail, fmt.Sprint(fault))
		}
	}()
	read()
}

// letter reads everything in the order in which later steps need it.
func (s *scanner) letter(letter *Letter, o Options) {
	outer := s.src
	root := s.message()
	if outer.cut {
		s.warn(MailCut, fmt.Sprintf("%d MiB", mostBytes>>20))
	}
	s.guard(func() { s.envelope(root.head, letter) })
	s.guard(func() { letter.Auth = s.authenticate(root.head, letter.From, o.TrustedServer) })
	made := &composer{scanner: s}
	s.guard(func() { made.compose(root, letter) })
	letter.Kind, letter.Silent = kindOf(root, letter, made), isSilent(root.head)
	if letter.Kind == Bounce {
		letter.Sender = ""
	}
}

// message reads the whole mail into parts. Where it has no field that mail has,
// all of it is text: lines like "Plekken: 40" are no header.
func (s *scanner) message() *part {
	s.leadIn()
	if len(s.src.peek()) > 0 && !s.hasHeader() {
		s.warn(NoHeaders, "")
		p := s.describe(nil, "text/plain")
		s.leaf(p)
		return p
	}
	budget := mostHeader
	root, _ := s.entity(0, "text/plain", &budget)
	return root
}

// leadIn moves over what may stand before the first field: a byte order mark,
// empty lines, the separator of a mailbox file.
func (s *scanner) leadIn() {
	s.src.peekLine(mostBoundary)
	if bytes.HasPrefix(s.src.peek(), []byte("\xef\xbb\xbf")) {
		s.src.take(3)
	}
	for {
		line := s.src.peekLine(mostBoundary)
		separator := bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))
		if len(line) == 0 || len(bytes.TrimSpace(line)) > 0 && !separator {
			return
		}
		s.src.take(len(line))
	}
}

// usual are fields of which every mail has one.
var usual = map[string]bool{"from": true, "to": true, "subject": true, "date": true, "received": true, "return-path": true, "message-id": true,
	"mime-version": true, "content-type": true, "delivered-to": true, "cc": true, "bcc": true, "sender": true, "reply-to": true,
	"content-transfer-encoding": true, "content-disposition": true, "x-original-to": true, "dkim-signature": true, "authentication-results": true}

// hasHeader looks for a usual field in what is in the window.
func (s *scanner) hasHeader() bool {
	unread := s.src.ahead(windowSize / 2)
	for first := true; len(unread) > 0; first = false {
		size, _ := lineLength(unread, 0)
		line := trimEnd(unread[:size])
		unread = unread[size:]
		if first {
			line = bytes.TrimLeft(line, " \t") // some mail begins with a space
		}
		at := fieldName(line)
		if len(line) == 0 || first && at == 0 {
			return false
		}
		if at > 0 && (usual[string(bytes.ToLower(bytes.TrimSpace(line[:at])))] || bytes.HasPrefix(bytes.ToLower(line), []byte("x-"))) {
			return true
		}
	}
	return false
}

// envelope reads who wrote to whom, when and about what.
func (s *scanner) envelope(fields head, letter *Letter) {
	from := s.addresses(strings.Join(fields.all("from"), ", "))
	if len(from) > 0 {
		letter.From = from[0]
		s.imitates(letter.From)
	}
	if len(from) > 1 || len(fields.all("from")) > 1 {
		s.warn(SeveralFrom, "")
	}
	if path := s.addresses(fields.get("return-path")); len(path) > 0 {
		letter.Sender = path[0].Email
	}
	letter.ReplyTo = s.addresses(fields.get("reply-to"))
	letter.To = s.addresses(strings.Join(append(fields.all("to"), fields.all("cc")...), ", "))
	letter.Subject = cleanLine(decodeWords(fields.get("subject")), mostLine)
	letter.Date = readDate(fields.get("date"))
	if id := ids(fields.get("message-id")); len(id) > 0 {
		letter.MessageID = id[0]
	}
	if fields.has("in-reply-to") {
		letter.InReplyTo = ids(fields.get("in-reply-to"))
	}
	if fields.has("references") {
		letter.References = ids(fields.get("references"))
	}
}
