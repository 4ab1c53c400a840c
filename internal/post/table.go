package post

import (
	"net/url"
	"slices"
	"strings"
)

const mostCells = 1000 // of a row

// row is a table row that is being read: its cells are joined when it ends.
type row struct {
	cells []string
	outer []byte // what stood before the row
	ended int    // line ends at the end of that
	begun bool   // a cell was
}

// startRow begins a table row: what follows goes into its cells. Tables that are
// nested too deep have no rows, only lines.
func (p *page) startRow() bool {
	if len(p.rows) >= mostTables {
		return false
	}
	p.rows = append(p.rows, &row{outer: p.out, ended: p.ended})
	p.out, p.ended, p.space = nil, 2, false
	return true
}

// cell begins a cell, and ends the one before.
func (p *page) cell() {
	if len(p.rows) == 0 || len(p.rows) >= mostTables {
		p.space = true
		return
	}
	line := p.rows[len(p.rows)-1]
	if len(line.cells) >= mostCells {
		p.space = true
		return
	}
	if line.begun || p.ended == 0 {
		line.cells = append(line.cells, string(p.out))
	}
	line.begun = true
	p.out, p.ended, p.space = p.out[:0], 2, false
}

// endRow writes the row behind what stood before it.
func (p *page) endRow() {
	last := len(p.rows) - 1
	line := p.rows[last]
	p.rows = p.rows[:last]
	text := joinCells(append(line.cells, string(p.out)))
	p.out, p.ended, p.space = line.outer, line.ended, false
	if text == "" {
		return
	}
	for single := range strings.SplitSeq(text, "\n") {
		p.breakLine(1)
		p.quoteMarks()
		p.out = append(p.out, single...)
		p.ended = 0
		if single == "" {
			p.ended = 1
			p.newline()
		}
	}
}

// joinCells makes a line of a row of data, and lines of a row that only arranges
// the page: one whose cells are long or that has one cell only.
func joinCells(cells []string) string {
	filled, arranges, last := 0, false, 0
	for at, cell := range cells {
		cells[at] = strings.TrimSpace(cell)
		if cells[at] != "" {
			filled, last = filled+1, at
		}
		arranges = arranges || len(cell) > 300 || strings.Count(cells[at], "\n") > 3
	}
	if filled < 2 || arranges {
		return strings.TrimSpace(strings.Join(slices.DeleteFunc(cells, func(cell string) bool { return cell == "" }), "\n"))
	}
	for at, cell := range cells {
		cells[at] = strings.Join(strings.Fields(cell), " ")
	}
	return strings.Join(cells[:last+1], " | ")
}

// link ends a link. Where its text is an address other than the one it leads to,
// both are shown; a telephone number or mail address hidden behind words too.
func (p *page) link(e element) {
	if e.linkAt > len(p.out) || e.href == "" || e.look.hidden() {
		return
	}
	text := strings.TrimSpace(string(p.out[e.linkAt:]))
	kind, target, _ := strings.Cut(strings.TrimSpace(e.href), ":")
	switch strings.ToLower(kind) {
	case "mailto", "tel":
		target, _, _ = strings.Cut(target, "?")
		target = cleanLine(percent(target), 200)
		if target != "" && !strings.Contains(digitsOrFold(text), digitsOrFold(target)) {
			p.text(" (" + target + ")")
			if strings.Contains(text, "@") {
				p.warn(LinkDiffers, text+" -> "+target)
			}
		}
	case "http", "https":
		shown, real := hostOf(text), hostOf(e.href)
		if shown != "" && real != "" && !sameSite(shown, real) {
			p.text(" (" + cleanLine(e.href, 200) + ")")
			p.warn(LinkDiffers, shown+" -> "+real)
		}
	}
}

// digitsOrFold folds what is compared: a telephone number to its digits.
func digitsOrFold(text string) string {
	if strings.Contains(text, "@") {
		return strings.ToLower(text)
	}
	text = strings.Map(func(char rune) rune {
		if char >= '0' && char <= '9' {
			return char
		}
		return -1
	}, text)
	return text[max(0, len(text)-9):] // without the country
}

// hostOf gives the host of text that is an address of a page, "" for other text.
func hostOf(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > 2000 || strings.ContainsAny(text, " \n") || strings.Contains(text, "@") && !strings.Contains(text, "://") {
		return ""
	}
	if !strings.Contains(text, "://") {
		if !strings.HasPrefix(text, "www.") && !strings.Contains(text, "/") {
			return ""
		}
		text = "http://" + text
	}
	found, err := url.Parse(text)
	if err != nil || !strings.Contains(found.Host, ".") {
		return ""
	}
	return domainASCII(strings.TrimPrefix(found.Hostname(), "www."))
}

// sameSite compares hosts; one may be a part of the other.
func sameSite(one, other string) bool {
	return one == other || strings.HasSuffix(one, "."+other) || strings.HasSuffix(other, "."+one)
}
