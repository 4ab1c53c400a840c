package sheet

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

// archive is a zipped book. Its directory is read by ourselves: the standard
// library's reader takes a directory in whole before anyone can count it, and
// allows entries to lie on top of each other.
type archive struct {
	data  []byte
	parts map[string]part // by name in lower case, with slashes
	names []string        // in order of the directory
	left  int64           // bytes that may still be unpacked
}

// part is one file of an archive.
type part struct {
	method    uint16
	crc       uint32
	packed    int64
	unpacked  int64
	header    int64 // where its local header begins
	end       int64 // first byte after its packed content
	encrypted bool
}

var errDamaged = refuse(NotASheet, "damaged archive")

// openArchive reads the directory and holds it to the limits.
func openArchive(data []byte) (*archive, error) {
	directory, base, err := findDirectory(data)
	if err != nil {
		return nil, err
	}
	a := &archive{data: data, parts: make(map[string]part), left: MaxRead}
	var declared int64
	for len(directory) >= 46 && string(directory[:4]) == "PK\x01\x02" {
		if len(a.names) == MaxParts {
			return nil, refuse(TooLarge, "parts")
		}
		name, p, size, err := readEntry(directory)
		if err != nil {
			return nil, err
		}
		directory = directory[size:]
		p.header += base
		if declared += p.unpacked; declared > MaxDeclared || declared < 0 {
			return nil, refuse(TooLarge, "declared size")
		}
		key := partKey(name)
		if _, twice := a.parts[key]; twice {
			return nil, refuse(NotASheet, "part twice")
		}
		a.parts[key] = p
		a.names = append(a.names, key)
	}
	return a, a.locate()
}

// partKey makes spellings of a part's name equal. Nothing is ever written under a
// name, so one that climbs out of the archive is a name like any other.
func partKey(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, "\\", "/"), "/"))
}

// findDirectory gives the central directory and by how much all offsets are off
// because something stands before the archive.
func findDirectory(data []byte) (directory []byte, base int64, err error) {
	tail := max(0, len(data)-22-1<<16)
	at := bytes.LastIndex(data[tail:], []byte("PK\x05\x06"))
	if at < 0 || len(data)-tail-at < 22 {
		return nil, 0, errDamaged
	}
	at += tail
	size, offset := int64(binary.LittleEndian.Uint32(data[at+12:])), int64(binary.LittleEndian.Uint32(data[at+16:]))
	if end := bytes.LastIndex(data[max(0, at-20-64):at], []byte("PK\x06\x06")); offset == 1<<32-1 && end >= 0 {
		wider := data[max(0, at-20-64)+end:]
		if len(wider) < 56 {
			return nil, 0, errDamaged
		}
		size, offset = int64(binary.LittleEndian.Uint64(wider[40:])), int64(binary.LittleEndian.Uint64(wider[48:]))
		at = max(0, at-20-64) + end
	}
	start := int64(at) - size
	if size < 0 || offset < 0 || start < 0 || size > int64(len(data)) || start < offset {
		return nil, 0, errDamaged
	}
	return data[start:at], start - offset, nil
}

// readEntry reads the first entry of a directory and tells its length.
func readEntry(directory []byte) (name string, p part, size int, err error) {
	number := func(at int) int { return int(binary.LittleEndian.Uint16(directory[at:])) }
	long := func(at int) int64 { return int64(binary.LittleEndian.Uint32(directory[at:])) }
	nameEnd := 46 + number(28)
	extraEnd := nameEnd + number(30)
	size = extraEnd + number(32)
	if size > len(directory) {
		return "", part{}, 0, errDamaged
	}
	p = part{method: uint16(number(10)), crc: uint32(long(16)), packed: long(20), unpacked: long(24), header: long(42), encrypted: number(8)&1 != 0}
	extra := directory[nameEnd:extraEnd]
	for len(extra) >= 4 {
		tag, length := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; length > len(extra) {
			break
		}
		if tag == 1 {
			widen(extra[:length], &p.unpacked, &p.packed, &p.header)
		}
		extra = extra[length:]
	}
	if p.packed < 0 || p.unpacked < 0 || p.header < 0 {
		return "", part{}, 0, errDamaged
	}
	return string(directory[46:nameEnd]), p, size, nil
}

// widen takes over the 64-bit values of those that did not fit in 32.
func widen(extra []byte, values ...*int64) {
	for _, value := range values {
		if *value == 1<<32-1 && len(extra) >= 8 {
			*value = int64(binary.LittleEndian.Uint64(extra))
			extra = extra[8:]
		}
	}
}

// locate finds where the packed content of each part lies and refuses parts that
// overlap: one block of zeros used by a thousand parts is a bomb.
func (a *archive) locate() error {
	type stretch struct{ from, to int64 }
	var taken []stretch
	for name, p := range a.parts {
		if p.header > int64(len(a.data))-30 || string(a.data[p.header:p.header+4]) != "PK\x03\x04" {
			return errDamaged
		}
		local := a.data[p.header:]
		start := p.header + 30 + int64(binary.LittleEndian.Uint16(local[26:])) + int64(binary.LittleEndian.Uint16(local[28:]))
		p.end = start + p.packed
		if p.packed > int64(len(a.data)) || p.end > int64(len(a.data)) {
			return errDamaged
		}
		taken = append(taken, stretch{p.header, p.end})
		a.parts[name] = p
	}
	slices.SortFunc(taken, func(x, y stretch) int { return cmp.Compare(x.from, y.from) })
	for i := 1; i < len(taken); i++ {
		if taken[i].from < taken[i-1].to {
			return refuse(NotASheet, "overlapping parts")
		}
	}
	return nil
}

// has tells whether there is a part whose name begins so.
func (a *archive) has(prefix string) bool {
	return slices.ContainsFunc(a.names, func(name string) bool { return strings.HasPrefix(name, prefix) })
}

// open unpacks a part as a stream; nil where there is none.
func (a *archive) open(name string) (io.Reader, error) {
	p, ok := a.parts[partKey(name)]
	if !ok {
		return nil, nil
	}
	packed := a.data[p.end-p.packed : p.end]
	out := &unpacked{archive: a, part: p, sum: crc32.NewIEEE()}
	switch {
	case p.encrypted:
		return nil, refuse(Encrypted, name)
	case p.method == 0:
		out.in = bytes.NewReader(packed)
	case p.method == 8:
		out.in = flate.NewReader(bytes.NewReader(packed))
	default:
		return nil, refuse(NotASheet, "method of packing")
	}
	return out, nil
}

// unpacked reads a part and holds it to what the directory says of it and to the
// limits of the book.
type unpacked struct {
	archive *archive
	part    part
	in      io.Reader
	sum     hash.Hash32
	read    int64
}

func (u *unpacked) Read(into []byte) (int, error) {
	n, err := u.in.Read(into)
	u.read += int64(n)
	u.archive.left -= int64(n)
	u.sum.Write(into[:n])
	switch {
	case u.archive.left < 0:
		return 0, refuse(TooLarge, "unpacked")
	case u.read > 4<<20 && u.read > MaxRatio*u.part.packed:
		return 0, refuse(TooLarge, "ratio")
	case u.read > u.part.unpacked:
		return 0, refuse(NotASheet, "part longer than declared")
	case errors.Is(err, io.EOF) && (u.read != u.part.unpacked || u.sum.Sum32() != u.part.crc):
		return n, errDamaged
	case err != nil && !errors.Is(err, io.EOF):
		return n, errDamaged
	}
	return n, err
}
