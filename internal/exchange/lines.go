package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// lines gives the lines of a file one by one, as UTF-8, whatever the file is
// written in.
type lines struct {
	in     *bufio.Reader
	first  bool
	again  []string // lines handed back, to be given out first
	broken error    // what reading ended with
}

// Faults of a whole file, by message key.
const (
	faultEmpty  = "exchange.empty_file"
	faultBinary = "exchange.binary"
	faultRead   = "exchange.read_failed"
)

// openLines looks at the head of a file and prepares to read it; the text is
// the key of a fault when it is no text at all.
func openLines(in *bufio.Reader, head []byte) (*lines, string) {
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return nil, faultEmpty
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		return &lines{in: bufio.NewReaderSize(transform.NewReader(in, utf16.NewDecoder()), MaxLine), first: true}, ""
	case bytes.IndexByte(head, 0) >= 0:
		return nil, faultBinary
	case bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0:
		// Old Macintosh files end their lines with a bare carriage return.
		return &lines{in: bufio.NewReaderSize(bareReturns{in}, MaxLine), first: true}, ""
	}
	return &lines{in: in, first: true}, ""
}

// bareReturns turns carriage returns into line feeds.
type bareReturns struct{ in io.Reader }

func (b bareReturns) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// next gives the next line without its end; io.EOF after the last one. A line
// over MaxLine is passed over and comes back as long, without its text.
func (l *lines) next() (line string, long bool, err error) {
	if len(l.again) > 0 {
		line, l.again = l.again[0], l.again[1:]
		return line, false, nil
	}
	if l.broken != nil {
		return "", false, l.broken
	}
	raw, err := l.in.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		raw, err = l.in.ReadSlice('\n')
	}
	if err != nil {
		l.broken = err
		if !errors.Is(err, io.EOF) || (len(raw) == 0 && !long) {
			return "", false, err
		}
	}
	if l.first {
		l.first = false
		raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	if long {
		return "", true, nil
	}
	raw = bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
	return decode(raw), false, nil
}

// handBack makes next give these lines once more.
func (l *lines) handBack(lines []string) {
	l.again = append(lines, l.again...)
}

// decode reads a line as UTF-8 or, where it is not, as Windows-1252, in which
// spreadsheets on Windows save. Judging line by line keeps the reading a stream.
func decode(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	text := make([]byte, 0, len(raw)+len(raw)/8)
	for _, char := range raw {
		text = utf8.AppendRune(text, charmap.Windows1252.DecodeByte(char))
	}
	return string(text)
}
