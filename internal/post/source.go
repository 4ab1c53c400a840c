package post

import (
	"bytes"
	"errors"
	"io"
)

// source gives the bytes of a mail through a window, up to a limit. Lines end with
// LF, CRLF or a bare CR; a line longer than the window comes in pieces.
type source struct {
	from io.Reader
	buf  []byte
	pos  int // unread: buf[pos:end]
	end  int
	left int   // bytes that may still be read
	done bool  // nothing more comes
	cut  bool  // because of the limit
	err  error // because of the reader
}

const windowSize = 64 << 10

func newSource(from io.Reader, limit int) *source {
	return &source{from: from, buf: make([]byte, windowSize), left: limit}
}

// fill reads more behind what is unread; false when the window is full or nothing
// more comes.
func (s *source) fill() bool {
	if s.done {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	room := s.buf[s.end:]
	if len(room) == 0 {
		return false
	}
	if s.left == 0 {
		s.probe()
		return false
	}
	room = room[:min(len(room), s.left)]
	for range 100 { // as bufio: a reader that gives neither bytes nor an error is broken
		n, err := s.from.Read(room)
		n = max(0, min(n, len(room)))
		s.end += n
		s.left -= n
		if err != nil {
			s.done = true
			if !errors.Is(err, io.EOF) {
				s.err = err
			}
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.done, s.err = true, io.ErrNoProgress
	return false
}

// probe finds whether the mail goes on behind the limit.
func (s *source) probe() {
	var one [1]byte
	n, err := io.ReadFull(s.from, one[:])
	s.done, s.cut = true, n > 0
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
}

// peek gives what is unread in the window; nothing at the end of the mail.
func (s *source) peek() []byte {
	if s.pos == s.end {
		s.fill()
	}
	return s.buf[s.pos:s.end]
}

// ahead gives what is unread, at least so many bytes of it where there are.
func (s *source) ahead(most int) []byte {
	for s.end-s.pos < most && s.fill() {
	}
	return s.buf[s.pos:s.end]
}

// peekLine gives the next line with its end, or at least most bytes of it,
// without taking it. It is empty at the end of the mail only.
func (s *source) peekLine(most int) []byte {
	for looked := 0; ; {
		unread := s.buf[s.pos:s.end]
		size, whole := lineLength(unread, looked)
		if whole || size >= most || s.full() {
			return unread[:size]
		}
		looked = max(0, size-1) // a CR at the end may get its LF
		if !s.fill() {
			return s.buf[s.pos:s.end][:size]
		}
	}
}

func (s *source) full() bool { return s.end-s.pos == len(s.buf) }

// lineLength gives the length of the first line, end included; whole is false
// where its end is not in sight. The first bytes have been looked at already.
func lineLength(data []byte, looked int) (size int, whole bool) {
	at := lineEnd(data, looked)
	switch {
	case at < 0:
		return len(data), false
	case data[at] == '\n':
		return at + 1, true
	case at+1 == len(data):
		return at + 1, false
	case data[at+1] == '\n':
		return at + 2, true
	case data[at+1] == '\r' && at+2 < len(data) && data[at+2] == '\n':
		return at + 3, true // CR CR LF: a line end that was translated twice
	}
	return at + 1, true
}

// lineEnd finds the first CR or LF. Most lines are short, and there can be millions.
func lineEnd(data []byte, from int) int {
	near := min(len(data), from+100)
	for at := from; at < near; at++ {
		if data[at] == '\n' || data[at] == '\r' {
			return at
		}
	}
	if at := bytes.IndexAny(data[near:], "\r\n"); at >= 0 {
		return near + at
	}
	return -1
}

// take moves over bytes that were peeked at.
func (s *source) take(n int) { s.pos += n }

// trimEnd removes the line end.
func trimEnd(line []byte) []byte { return bytes.TrimRight(line, "\r\n") }
