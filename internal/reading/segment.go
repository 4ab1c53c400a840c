package reading

import "strings"

// segment is what is read as one thing: a sentence, an item of a list, a line of
// a form or a row of a table. Its tokens are from..to-1.
type segment struct {
	from, to  int
	item      bool // opened by a bullet or a number
	within    bool // goes on in the line of an item
	row       bool // its cells stand apart by tabs, bars or wide gaps
	paragraph int  // counts blank lines
	question  bool // ends in a question mark
	consumed  bool // read as part of a table
	line      bool // opens a line of its own
}

// wrapped is the length from which a line is taken to go on in the next one: mail
// programs wrap at 72 to 78 signs, and the next word must not have fitted.
const wrapped = 60

// longestSegment bounds a segment, in tokens, so that what looks around in one
// costs a bounded time for each of its words.
const longestSegment = 250

// cutSegments cuts the tokens from..to-1 of a text into segments.
func cutSegments(text string, tokens []token, from, to int) []segment {
	c := cutter{text: text, tokens: tokens, to: to}
	c.open(from)
	for i := from; i < to; i++ {
		switch {
		case tokens[i].kind == breakToken:
			c.lineEnds(i)
		case c.sentenceEnds(i):
			c.close(i + 1)
			c.open(i + 1)
		case i-c.start >= longestSegment:
			c.close(i)
			c.open(i)
		case i > c.start && c.inlineNumber(i):
			c.close(i)
			c.open(i)
			c.item = true
		}
	}
	c.close(to)
	return c.segments
}

type cutter struct {
	text      string
	tokens    []token
	to        int
	start     int // first token of the open segment
	lineStart int // byte at which the present line begins
	paragraph int
	item, row bool
	within    bool
	line      bool
	segments  []segment
}

func (c *cutter) open(at int) {
	c.start = at
	c.within = c.item || c.within
	c.item, c.row, c.line = false, false, at == 0 || at <= len(c.tokens) && c.tokens[at-1].kind == breakToken
	if c.line && at < c.to {
		c.lineStart, c.within = c.tokens[at].Start, false
		c.item = isBullet(c.tokens, at, c.to)
		c.row = c.isRow(at)
	}
}

func (c *cutter) close(at int) {
	from := c.start
	for from < at && c.tokens[from].kind == breakToken {
		from++
	}
	to := at
	for to > from && c.tokens[to-1].kind == breakToken {
		to--
	}
	if from == to {
		return
	}
	c.segments = append(c.segments, segment{from: from, to: to, item: c.item, within: c.within, row: c.row, paragraph: c.paragraph,
		question: c.tokens[to-1].fold == "?", line: c.line})
}

// inlineNumber tells whether an item begins in the middle of a line: "… 2) Slot".
func (c *cutter) inlineNumber(i int) bool {
	t := c.tokens[i]
	if t.kind != digitToken || len(t.fold) > 2 || !t.gap || i+2 >= c.to || c.tokens[i+1].fold != ")" || c.tokens[i+1].gap || c.tokens[i+2].kind != wordToken {
		return false
	}
	for k := i - 1; k >= c.start && k > i-12; k-- {
		switch c.tokens[k].fold {
		case "(":
			return false
		case ")":
			return true
		}
	}
	return true
}

// lineEnds decides whether the segment goes on in the next line.
func (c *cutter) lineEnds(i int) {
	next := i + 1
	if next < c.to && c.tokens[next].kind == breakToken {
		c.close(i)
		c.paragraph++
		c.open(next)
		return
	}
	if next < c.to && c.goesOn(i, next) {
		c.lineStart = c.tokens[next].Start
		return
	}
	c.close(i)
	c.open(next)
}

func (c *cutter) goesOn(i, next int) bool {
	if i == c.start || c.row || isBullet(c.tokens, next, c.to) || c.isRow(next) || isLabel(c.tokens, next, c.to) {
		return false
	}
	length := c.tokens[i].Start - c.lineStart
	if i > 0 && c.tokens[i-1].fold == ":" {
		return false
	}
	first := c.tokens[next]
	if first.kind == wordToken && !first.capital && length > 20 {
		return true
	}
	return length+first.End-first.Start >= wrapped
}

// isRow tells whether the line that begins at a token is a row of a table: three
// cells or more, apart by tabs, bars, semicolons, dashes or at least two spaces.
func (c *cutter) isRow(at int) bool {
	cells, dashes := 0, 0
	for i := at + 1; i < c.to && c.tokens[i].kind != breakToken; i++ {
		t := c.tokens[i]
		if t.fold == "|" || cellGap(c.text[c.tokens[i-1].End:t.Start]) && !strings.Contains(".!?:,", c.tokens[i-1].fold) || c.isSemicolon(i) {
			cells++
		}
		if c.isDash(i) || t.fold == "." && t.gap {
			dashes++
		}
	}
	return cells >= 2 || dashes >= 2
}

// isSemicolon tells whether a semicolon without space around it stands at a token.
func (c *cutter) isSemicolon(i int) bool {
	return c.tokens[i].fold == ";" && !c.tokens[i].gap && i+1 < c.to && !c.tokens[i+1].gap && c.tokens[i+1].kind != breakToken
}

// isDash tells whether a dash with space around it stands at a token.
func (c *cutter) isDash(i int) bool {
	t := c.tokens[i]
	return t.gap && t.fold == "-" && i+1 < c.to && c.tokens[i+1].gap
}

func cellGap(space string) bool {
	return strings.Contains(space, "\t") || strings.Contains(space, "  ")
}

// isBullet tells whether a line opens an item: a sign or a number followed by a
// gap.
func isBullet(tokens []token, at, to int) bool {
	if at+1 >= to {
		return false
	}
	first, second := tokens[at], tokens[at+1]
	switch first.fold {
	case "-", "*", "•", "·", "–", "—", "+", "o", "►", "▪", "●", "◦", "‣", "✓", "→":
		return second.gap && second.kind != breakToken
	}
	short := len(first.fold) <= 2 && (first.kind == digitToken || first.kind == wordToken && len(first.fold) == 1)
	return short && (second.fold == "." || second.fold == ")" || second.fold == "/") && !second.gap && at+2 < to && tokens[at+2].gap && tokens[at+2].kind != breakToken
}

// isLabel tells whether a line begins as a line of a form does: at most four words
// and a colon.
func isLabel(tokens []token, at, to int) bool {
	for i := at; i < to && i <= at+5; i++ {
		switch {
		case tokens[i].fold == ":":
			return i > at
		case tokens[i].kind == breakToken, tokens[i].kind == markToken && !strings.ContainsAny(tokens[i].fold, "()-/."):
			return false
		}
	}
	return false
}

// shortened lists words after which a full stop ends no sentence.
var shortened = setOf(`rev fr sr capt hr fam st dhr mevr mw mr mrs ms dr drs ir ing prof ds nr nrs tel mob ca bijv bv t.a.v incl excl max min st jan
	feb mrt apr jun jul aug sep sept okt nov dec pers evt resp bijl blz tst vlnr no approx incl вул буд тел моб ім р кім кв ст
	чол ос напр о.а i.p.v d.d t.m m.i.v a.u.b str pl plts gem gemidd n.a.v m.b.t aug`)

// sentenceEnds tells whether the sign at a token ends a sentence.
func (c *cutter) sentenceEnds(i int) bool {
	t := c.tokens[i]
	if t.kind != markToken || c.row {
		return false
	}
	switch t.fold {
	case "?", "!":
		return !c.asksField(i)
	case ";":
		return c.item
	case ".":
		return c.stopEnds(i)
	}
	return false
}

// stopEnds tells whether a full stop ends a sentence: not behind a shortened word,
// an initial, the number of an item, or before a small letter.
func (c *cutter) stopEnds(i int) bool {
	if i+1 >= c.to || i == c.start {
		return true
	}
	next, before := c.tokens[i+1], c.tokens[i-1]
	if !next.gap && next.kind != breakToken {
		return false
	}
	initial := len([]rune(before.fold)) == 1 && before.kind == wordToken
	numbered := i-1 == c.start && before.kind == digitToken
	if shortened[before.fold] || initial || numbered {
		return false
	}
	return next.kind != wordToken || next.capital
}

// asksField tells whether a question mark ends the name of a field that is answered
// in the same line: "Hoeveel? 44".
func (c *cutter) asksField(i int) bool {
	if i+1 >= c.to || c.tokens[i+1].kind == breakToken || i-c.start > 6 || !c.line && !c.item {
		return false
	}
	words := 0
	for k := c.start; k < i; k++ {
		if c.tokens[k].kind == wordToken {
			words++
		}
	}
	return words > 0 && words <= 3 && c.tokens[i].fold == "?"
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
