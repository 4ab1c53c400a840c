package post

import "bytes"

// pile gathers the decoded bytes of one part in pieces, up to a limit.
type pile struct {
	most   int
	size   int
	over   bool // there was more
	whole  bool // of no use when cut: nothing is kept then
	pieces [][]byte
}

const pieceSize = 64 << 10

func (p *pile) add(data []byte) {
	if p.over {
		return
	}
	if room := p.most - p.size; len(data) > room {
		p.over = true
		data = data[:max(0, room)]
		if p.whole {
			p.pieces, p.size, p.most = nil, 0, 0
			return
		}
	}
	p.size += len(data)
	for len(data) > 0 {
		last := len(p.pieces) - 1
		if last < 0 || len(p.pieces[last]) == cap(p.pieces[last]) {
			p.pieces = append(p.pieces, make([]byte, 0, min(pieceSize, max(512, p.size))))
			last++
		}
		room := cap(p.pieces[last]) - len(p.pieces[last])
		n := min(room, len(data))
		p.pieces[last] = append(p.pieces[last], data[:n]...)
		data = data[n:]
	}
}

func (p *pile) addByte(char byte) {
	last := len(p.pieces) - 1
	if last >= 0 && len(p.pieces[last]) < cap(p.pieces[last]) && p.size < p.most {
		p.pieces[last] = append(p.pieces[last], char)
		p.size++
		return
	}
	p.add([]byte{char})
}

// bytes gives what was gathered and lets go of the pieces.
func (p *pile) bytes() []byte {
	var data []byte
	if len(p.pieces) == 1 {
		data = p.pieces[0]
	} else {
		data = make([]byte, 0, p.size)
		for at, piece := range p.pieces {
			data = append(data, piece...)
			p.pieces[at] = nil
		}
	}
	p.pieces = nil
	return data
}

// decoder undoes a transfer encoding while the bytes stream by. It mends what it
// can; broken tells that there was something to mend.
type decoder interface {
	write(data []byte)
	close()
	broken() bool
}

func newDecoder(encoding string, out *pile) decoder {
	switch encoding {
	case "base64":
		return &base64Decoder{out: out}
	case "quoted-printable", "quoted_printable":
		return &quotedDecoder{out: out}
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return &uuDecoder{out: out}
	}
	return &plainDecoder{out: out}
}

type plainDecoder struct{ out *pile }

func (d *plainDecoder) write(data []byte) { d.out.add(data) }
func (d *plainDecoder) close()            {}
func (d *plainDecoder) broken() bool      { return false }

// base64Decoder skips what is no base64. Behind padding it goes on only with lines
// that are base64 from end to end: some programs encode in pieces, but most often
// a list added words of its own. Text that claims to be base64 but is not stays as
// it is.
type base64Decoder struct {
	out    *pile
	bits   uint32
	count  int // letters in bits
	faults int
	begun  bool
	plain  bool   // it is no base64 at all
	padded bool   // the end was marked
	ended  bool   // and what followed was something else
	line   []byte // behind the mark
}

var base64Values = func() (values [256]int8) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for at := range values {
		values[at] = invalid
	}
	for at, letter := range []byte(letters) {
		values[letter] = int8(at)
	}
	for _, space := range []byte(" \t\r\n") {
		values[space] = blank
	}
	values['='] = padding
	return values
}()

const (
	invalid = -1
	blank   = -2
	padding = -3
)

func (d *base64Decoder) write(data []byte) {
	if d.out.over || d.ended {
		return
	}
	if !d.begun {
		d.begin(data)
	}
	if d.plain {
		d.out.add(data)
		return
	}
	for at, char := range data {
		if d.padded {
			d.behind(data[at:])
			return
		}
		switch value := base64Values[char]; {
		case value >= 0:
			d.bits = d.bits<<6 | uint32(value)
			if d.count++; d.count == 4 {
				d.group()
			}
		case value == padding && d.count > 0:
			d.flush()
			d.padded = true
		case value == invalid:
			d.faults++
		}
	}
}

// begin looks whether the first line can be base64.
func (d *base64Decoder) begin(data []byte) {
	first := bytes.TrimLeft(data, "\r\n")
	size, _ := lineLength(first, 0)
	line := bytes.TrimSpace(first[:size])
	d.begun = len(line) > 0
	d.plain = bytes.Count(line, []byte(" ")) > 1 && !bytes.HasSuffix(line, []byte("="))
}

// behind reads the lines behind the padding.
func (d *base64Decoder) behind(data []byte) {
	for len(data) > 0 && !d.ended {
		size := bytes.IndexByte(data, '\n') + 1
		if size == 0 {
			size = len(data)
		}
		d.line = append(d.line, data[:size]...)
		if data[size-1] == '\n' || len(d.line) > mostLine {
			d.more()
		}
		data = data[size:]
	}
}

// more decodes one line behind the padding, or ends there.
func (d *base64Decoder) more() {
	text := bytes.TrimSpace(bytes.TrimLeft(d.line, "="))
	d.line = d.line[:0]
	if len(text) == 0 {
		return
	}
	letters := bytes.TrimRight(text, "=")
	for _, char := range letters {
		if base64Values[char] < 0 {
			d.ended = true
		}
	}
	if d.ended = d.ended || len(text)%4 != 0; d.ended {
		d.faults++
		return
	}
	d.padded = false
	d.write(append([]byte{}, letters...))
	d.flush()
	d.padded = len(letters) < len(text)
}

func (d *base64Decoder) group() {
	d.out.addByte(byte(d.bits >> 16))
	d.out.addByte(byte(d.bits >> 8))
	d.out.addByte(byte(d.bits))
	d.bits, d.count = 0, 0
}

// flush writes the bytes of a group that is not full.
func (d *base64Decoder) flush() {
	switch d.count {
	case 2:
		d.out.addByte(byte(d.bits >> 4))
	case 3:
		d.out.addByte(byte(d.bits >> 10))
		d.out.addByte(byte(d.bits >> 2))
	case 1:
		d.faults++
	}
	d.bits, d.count = 0, 0
}

func (d *base64Decoder) close() {
	if d.padded && !d.ended {
		d.more()
	}
	d.flush()
}

func (d *base64Decoder) broken() bool { return d.faults > 0 || d.plain }

// quotedDecoder leaves an equals sign that begins no code as it is.
type quotedDecoder struct {
	out      *pile
	held     []byte // an equals sign and what follows it
	spaces   []byte // at the end of a line they were added on the way
	faults   int
	inHeader bool
}

func (d *quotedDecoder) write(data []byte) {
	for len(data) > 0 && !d.out.over {
		if len(d.held) > 0 {
			data = d.code(data)
			continue
		}
		size := bytes.IndexAny(data, "= \t\r\n")
		if size < 0 {
			size = len(data)
		}
		if size > 0 {
			d.settle()
			d.out.add(data[:size])
			data = data[size:]
			continue
		}
		switch char := data[0]; {
		case char == '=':
			d.settle()
			d.held = append(d.held[:0], char)
		case (char == ' ' || char == '\t') && !d.inHeader && len(d.spaces) < mostLine:
			d.spaces = append(d.spaces, char)
		case char == ' ' || char == '\t':
			d.settle()
			d.out.addByte(char)
		default:
			d.spaces = d.spaces[:0]
			d.out.addByte(char)
		}
		data = data[1:]
	}
}

// settle writes spaces that turned out to stand inside a line.
func (d *quotedDecoder) settle() {
	if len(d.spaces) > 0 {
		d.out.add(d.spaces)
		d.spaces = d.spaces[:0]
	}
}

// code goes on with what follows an equals sign: two digits, or the end of a line
// that goes on, before which spaces may stand.
func (d *quotedDecoder) code(data []byte) []byte {
	char, before := data[0], d.held[len(d.held)-1]
	soft := bytes.IndexByte([]byte("= \t\r"), before) >= 0
	switch {
	case soft && char == '\n':
		d.held = d.held[:0]
		return data[1:]
	case soft && (char == '\r' || before != '\r' && (char == ' ' || char == '\t')):
		d.held = append(d.held[:1], char)
		return data[1:]
	case before == '\r':
		d.held = d.held[:0] // a bare CR ends lines too
		return data
	case before == '=' && unhex(char) >= 0:
		d.held = append(d.held, char)
		return data[1:]
	case unhex(before) >= 0 && unhex(char) >= 0:
		d.held = d.held[:0]
		d.out.addByte(byte(unhex(before)<<4 | unhex(char)))
		return data[1:]
	}
	d.faults++
	d.out.add(d.held)
	d.held = d.held[:0]
	return data
}

func unhex(char byte) int {
	switch {
	case char >= '0' && char <= '9':
		return int(char - '0')
	case char >= 'A' && char <= 'F':
		return int(char-'A') + 10
	case char >= 'a' && char <= 'f':
		return int(char-'a') + 10
	}
	return -1
}

func (d *quotedDecoder) close() {
	if len(d.held) > 1 && unhex(d.held[1]) >= 0 {
		d.out.add(d.held)
		d.faults++
	}
	d.held, d.spaces = nil, nil
}

func (d *quotedDecoder) broken() bool { return d.faults > 0 }

// uuDecoder reads the lines between "begin" and "end"; without those it reads all.
type uuDecoder struct {
	out    *pile
	line   []byte
	begun  bool
	ended  bool
	faults int
}

func (d *uuDecoder) write(data []byte) {
	for len(data) > 0 && !d.ended && !d.out.over {
		size := bytes.IndexByte(data, '\n')
		if size < 0 {
			d.line = append(d.line, data[:min(len(data), 200-min(200, len(d.line)))]...)
			return
		}
		d.line = append(d.line, data[:min(size, 200-min(200, len(d.line)))]...)
		d.decode(bytes.TrimRight(d.line, "\r"))
		d.line = d.line[:0]
		data = data[size+1:]
	}
}

func (d *uuDecoder) decode(line []byte) {
	switch {
	case bytes.HasPrefix(line, []byte("begin ")):
		d.begun = true
		return
	case bytes.Equal(line, []byte("end")):
		d.ended = true
		return
	case len(line) == 0:
		return
	}
	raw, ok := uuLine(line)
	if !ok {
		d.faults++
	}
	d.out.add(raw)
}

func (d *uuDecoder) close() {
	if len(d.line) > 0 {
		d.decode(bytes.TrimRight(d.line, "\r"))
	}
}

func (d *uuDecoder) broken() bool { return d.faults > 0 || !d.ended }

// uuLine decodes one line; ok is false where it is shorter than it says.
func uuLine(line []byte) (raw []byte, ok bool) {
	size := int(line[0]-' ') & 63
	for at := 1; at < len(line); at += 4 {
		var group [4]byte
		for offset := range group {
			if at+offset < len(line) {
				group[offset] = (line[at+offset] - ' ') & 63
			}
		}
		raw = append(raw, group[0]<<2|group[1]>>4, group[1]<<4|group[2]>>2, group[2]<<6|group[3])
	}
	return raw[:min(size, len(raw))], len(raw) >= size
}
