package post

import (
	"encoding/binary"
	"strings"
)

// Outlook's winmail.dat ([MS-OXTNEF]): a list of attributes, each with a length.
const (
	tnefMark        = 0x223e9f78
	tnefBody        = 0x0002800c
	tnefProps       = 0x00069003
	tnefRendering   = 0x00069002 // begins an attachment
	tnefTitle       = 0x00018010
	tnefData        = 0x0006800f
	tnefAttachProps = 0x00069005
	mostAttributes  = 2000
	mostProperties  = 2000
)

// The properties of [MS-OXPROPS] that are read.
const (
	propBody         = 0x1000
	propHTML         = 0x1013
	propLongFilename = 0x3707
)

func isTNEF(data []byte) bool {
	return len(data) >= 6 && binary.LittleEndian.Uint32(data) == tnefMark
}

// tnef takes the text and the files out of a winmail.dat.
func (c *composer) tnef(file Attachment) {
	c.warn(WinmailDat, file.Name)
	if !isTNEF(file.Data) {
		c.attachments = append(c.attachments, file)
		return
	}
	var inside []Attachment
	rest := file.Data[6:]
	for range mostAttributes {
		if len(rest) < 11 {
			break
		}
		id, size := binary.LittleEndian.Uint32(rest[1:]), int(binary.LittleEndian.Uint32(rest[5:]))
		rest = rest[9:]
		if size < 0 || size > len(rest) {
			c.warn(BrokenCode, file.Name)
			break
		}
		inside = c.attribute(id, rest[:size], inside)
		rest = rest[min(len(rest), size+2):] // behind it stands a checksum
	}
	if len(inside) == 0 && c.winmail == "" {
		c.attachments = append(c.attachments, file) // nothing in it that we know
	}
	for _, found := range inside {
		if len(c.attachments) < mostParts {
			c.keep(found)
		}
	}
}

// attribute reads one attribute; those of files belong to the last one begun.
func (c *composer) attribute(id uint32, data []byte, inside []Attachment) []Attachment {
	last := len(inside) - 1
	switch {
	case id == tnefBody:
		text, _ := toUTF8(data, "")
		c.winmail = cleanText(strings.TrimRight(text, "\x00"))
	case id == tnefProps:
		c.properties(data)
	case id == tnefRendering && len(inside) < mostParts:
		return append(inside, Attachment{Type: "application/octet-stream"})
	case last < 0:
	case id == tnefTitle && inside[last].Name == "":
		inside[last].Name = c.fileName(decodeRaw(data))
	case id == tnefData:
		inside[last].Data = data
	case id == tnefAttachProps:
		eachProperty(data, func(property uint16, value string) {
			if property == propLongFilename {
				inside[last].Name = c.fileName(value)
			}
		})
	}
	return inside
}

func (c *composer) properties(data []byte) {
	eachProperty(data, func(property uint16, value string) {
		switch {
		case c.winmail != "" || len(value) > mostHTML:
		case property == propBody:
			c.winmail = cleanText(value)
		case property == propHTML:
			c.winmail = c.fromHTML(value)
		}
	})
}

func decodeRaw(data []byte) string {
	text, _ := toUTF8(data, "")
	return strings.TrimRight(text, "\x00")
}

// propertyReader walks over MAPI properties, each padded to four bytes.
type propertyReader struct {
	data []byte
	bad  bool
}

func (r *propertyReader) take(size int) []byte {
	padded := (size + 3) &^ 3
	if size < 0 || padded < size || padded > len(r.data) {
		r.bad = true
		return nil
	}
	taken := r.data[:size]
	r.data = r.data[padded:]
	return taken
}

func (r *propertyReader) number() int {
	if raw := r.take(4); len(raw) == 4 {
		return int(binary.LittleEndian.Uint32(raw))
	}
	return 0
}

// eachProperty tells the properties that hold text.
func eachProperty(data []byte, tell func(property uint16, value string)) {
	r := &propertyReader{data: data}
	count := r.number()
	for at := 0; at < min(count, mostProperties) && !r.bad; at++ {
		head := r.number()
		kind, property := head&0xffff, uint16(head>>16)
		if property >= 0x8000 { // a named one
			r.take(16)
			if r.number() == 0 {
				r.number()
			} else {
				r.take(r.number())
			}
		}
		if !r.property(kind&0xfff, kind&0x1000 != 0, func(text string) { tell(property, text) }) {
			return
		}
	}
}

// property reads the values of one property; false where its kind is not known.
func (r *propertyReader) property(kind int, many bool, tell func(string)) bool {
	size := map[int]int{2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}[kind]
	values := 1
	text := kind == 30 || kind == 31 || kind == 258 || kind == 13
	if many || text {
		values = r.number()
	}
	if size == 0 && !text {
		return false
	}
	for range min(values, mostProperties) {
		if r.bad {
			return false
		}
		if !text {
			r.take(size)
			continue
		}
		raw := r.take(r.number())
		if kind == 31 {
			wideText, _ := toUTF8(raw, "utf-16le")
			tell(strings.TrimRight(wideText, "\x00"))
			continue
		}
		tell(decodeRaw(raw))
	}
	return true
}
