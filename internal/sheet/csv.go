package sheet

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// csv reads a table of text in any dialect.
func (b *book) csv(name string, data []byte) error {
	text, ok := decode(data)
	if !ok {
		return refuse(NotASheet, "binary")
	}
	separator, text := separatorLine(text)
	if separator == 0 {
		separator = chooseSeparator(text)
	}
	g := b.newGrid(name)
	cutter := cutter{text: text, separator: separator}
	for line := 1; ; line++ {
		if !cutter.row(g) {
			break
		}
		if cutter.err != nil {
			return cutter.err
		}
		if !g.endRow(line) {
			break
		}
	}
	if cutter.err != nil {
		return cutter.err
	}
	g.done()
	return nil
}

// decode makes UTF-8 of a file: by its mark, by the zeros of UTF-16, or as
// Windows-1252 where it is no UTF-8. It is false for what is no text.
func decode(data []byte) (string, bool) {
	little := bytes.HasPrefix(data, []byte("\xff\xfe"))
	big := bytes.HasPrefix(data, []byte("\xfe\xff"))
	if !little && !big {
		little, big = zeros(data)
	}
	switch {
	case little || big:
		return texts(fromUTF16(data, big))
	case utf8.Valid(data):
		return texts(string(bytes.TrimPrefix(data, []byte("\ufeff"))))
	}
	return texts(fromWindows(data))
}

// fromWindows makes UTF-8 of Windows-1252, in memory of exactly the size needed.
func fromWindows(data []byte) string {
	size := 0
	for _, char := range data {
		size += utf8.RuneLen(charmap.Windows1252.DecodeByte(char))
	}
	var out strings.Builder
	out.Grow(size)
	for _, char := range data {
		out.WriteRune(charmap.Windows1252.DecodeByte(char))
	}
	return out.String()
}

// fromUTF16 makes UTF-8 of UTF-16, its mark taken off.
func fromUTF16(data []byte, big bool) string {
	low, high := 0, 1
	if big {
		low, high = 1, 0
	}
	unit := func(i int) rune { return rune(data[i+low]) | rune(data[i+high])<<8 }
	each := func(take func(rune)) {
		for i := 0; i+1 < len(data); i += 2 {
			char := unit(i)
			if i+3 < len(data) && utf16.IsSurrogate(char) {
				if whole := utf16.DecodeRune(char, unit(i+2)); whole != utf8.RuneError {
					char = whole
					i += 2
				}
			}
			if utf16.IsSurrogate(char) { // half of a pair
				char = utf8.RuneError
			}
			if i > 1 || char != '\ufeff' {
				take(char)
			}
		}
	}
	size := 0
	each(func(char rune) { size += utf8.RuneLen(char) })
	var out strings.Builder
	out.Grow(size)
	each(func(char rune) { out.WriteRune(char) })
	return out.String()
}

// zeros knows UTF-16 without a mark: text of our alphabets has a zero or a four
// (Cyrillic) in every second byte.
func zeros(data []byte) (little, big bool) {
	head := data[:min(len(data), 4096)&^1]
	if len(head) < 4 || bytes.IndexByte(head, 0) < 0 {
		return false, false
	}
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 || head[i] == 4 {
			even++
		}
		if head[i+1] == 0 || head[i+1] == 4 {
			odd++
		}
	}
	return odd*10 > len(head)/2*9, even*10 > len(head)/2*9
}

// texts refuses what holds signs no text has.
func texts(text string) (string, bool) {
	odd := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == 0:
			return "", false
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1a:
			odd++
		}
	}
	return text, odd*200 <= len(text)
}

// separatorLine reads the line "sep=;" that Excel understands and takes it off.
func separatorLine(text string) (byte, string) {
	stop := strings.IndexAny(text, "\r\n")
	if stop < 0 {
		stop = len(text)
	}
	line := strings.Trim(text[:stop], "\"")
	if len(line) != len("sep=;") || !strings.EqualFold(line[:4], "sep=") {
		return 0, text
	}
	// The line keeps its number: the rows below it are counted as Excel does.
	return line[4], text[stop:]
}

// chooseSeparator takes the sign that stands equally often in most of the first
// rows, quoted text left aside.
func chooseSeparator(text string) byte {
	const looked = 64 << 10
	head := text[:min(len(text), looked)]
	best, most := byte(';'), 0
	for _, separator := range []byte{';', '\t', ',', '|'} {
		if score := agreement(head, separator); score > most {
			best, most = separator, score
		}
	}
	return best
}

// agreement scores a separator: how many rows have as many of it as most rows
// have, more cells counting for more.
func agreement(head string, separator byte) int {
	counts := make(map[int]int)
	count, quoted, lines := 0, false, 0
	for i := 0; i < len(head) && lines < 200; i++ {
		switch char := head[i]; {
		case char == '"':
			quoted = !quoted
		case quoted:
		case char == separator:
			count++
		case char == '\n' || char == '\r':
			if count > 0 {
				counts[count]++
			}
			count = 0
			lines++
		}
	}
	if count > 0 {
		counts[count]++
	}
	best := 0
	for cells, rows := range counts {
		best = max(best, rows*10+min(cells, 9))
	}
	return best
}

// cutter cuts a text into rows and cells. Cells are parts of the text: nothing is
// copied but what has quotes within.
type cutter struct {
	text      string
	separator byte
	at        int
	err       error
}

// row puts the cells of the next row into a grid; false after the last.
func (c *cutter) row(g *grid) bool {
	if c.at >= len(c.text) {
		return false
	}
	for column := 0; ; column++ {
		raw := c.cell()
		if c.err = g.put(column, c.plain(raw), false); c.err != nil {
			return true
		}
		if c.at >= len(c.text) {
			return true
		}
		switch char := c.text[c.at]; {
		case char == c.separator:
			c.at++
		case char == '\r' && c.at+1 < len(c.text) && c.text[c.at+1] == '\n':
			c.at += 2
			return true
		default:
			c.at++
			return true
		}
	}
}

// cell reads up to the next separator or line end.
func (c *cutter) cell() string {
	if c.at < len(c.text) && c.text[c.at] == '"' {
		if text, ok := c.quoted(); ok {
			return text
		}
	}
	start := c.at
	for c.at < len(c.text) {
		if char := c.text[c.at]; char == c.separator || char == '\n' || char == '\r' {
			break
		}
		c.at++
	}
	return c.text[start:c.at]
}

// quoted reads a cell in quotes; false, with nothing read, where the quote does
// not close: then it is a sign like any other and only its line suffers.
func (c *cutter) quoted() (string, bool) {
	const longest = 64 << 10 // a quote open for longer is a forgotten one
	start := c.at + 1
	double := false
	for i := start; i < len(c.text) && i < start+longest; i++ {
		if c.text[i] != '"' {
			continue
		}
		if i+1 < len(c.text) && c.text[i+1] == '"' {
			double = true
			i++
			continue
		}
		text := c.text[start:i]
		if double {
			text = strings.ReplaceAll(text, `""`, `"`)
		}
		rest := c.rest(i + 1)
		c.at = i + 1 + len(rest)
		return text + rest, true
	}
	return "", false
}

// rest is what stands between a closing quote and the separator, as some write
// "hal" oost.
func (c *cutter) rest(from int) string {
	stop := from
	for stop < len(c.text) {
		if char := c.text[stop]; char == c.separator || char == '\n' || char == '\r' {
			break
		}
		stop++
	}
	return c.text[from:stop]
}

// plain writes a cell as a Sheet has it: dates day-month-year as the Dutch write
// them as YYYY-MM-DD, numbers without the separators of the dialect, the guard
// against formulas taken off.
func (c *cutter) plain(raw string) string {
	text := Unguard(clean(raw))
	switch {
	case text == "" || len(text) > 24:
		return text
	case isError(text):
		return ""
	case text[0] >= '0' && text[0] <= '9' || text[0] == '-' || text[0] == '+':
		return c.number(text)
	}
	return text
}

func (c *cutter) number(text string) string {
	if strings.Count(text, "-") == 2 && text[0] != '-' {
		if day, err := time.Parse("2-1-2006", text); err == nil {
			return day.Format(time.DateOnly)
		}
		return text
	}
	groups, point := ".", "," // of the Dutch
	if c.separator == ',' {
		groups, point = ",", "."
	}
	whole, part, decimals := strings.Cut(text, point)
	digits := strings.TrimLeft(whole, "+-")
	plain, ok := ungroup(digits, groups)
	if !ok || len(whole)-len(digits) > 1 || strings.Trim(part, "0123456789") != "" || decimals == (part == "") || !decimals && plain == digits {
		return text
	}
	out := strings.TrimSuffix(whole[:len(whole)-len(digits)], "+") + plain
	if part = strings.TrimRight(part, "0"); part != "" {
		out += "." + part
	}
	return out
}

// ungroup takes the separators of thousands out of digits; false where there is
// anything else or a group that is not of three.
func ungroup(digits, separator string) (string, bool) {
	groups := strings.Split(digits, separator)
	for i, group := range groups {
		if group == "" || strings.Trim(group, "0123456789") != "" || i > 0 && len(group) != 3 {
			return "", false
		}
	}
	if len(groups) > 1 && (len(groups[0]) > 3 || groups[0][0] == '0') {
		return "", false
	}
	return strings.Join(groups, ""), true
}
