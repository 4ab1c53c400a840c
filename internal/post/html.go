package post

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	mostOpen   = 200 // open elements; deeper ones are read without their style
	mostTables = 10  // tables in tables
)

// element is an open element and how its text looks.
type element struct {
	tag    atom.Atom
	name   string // where there is no atom
	look   look
	quote  bool // begins a quotation
	row    bool // begins a row of its own
	href   string
	linkAt int // length of the output where a link's text begins
}

// page turns HTML into text with a tokenizer: no tree is built, so depth and width
// of the page cost nothing.
type page struct {
	*scanner
	out     []byte
	open    []element
	beyond  int // open elements over the limit
	rows    []*row
	skipped atom.Atom // inside an element whose content is no text
	depth   int       // of that element in itself
	styles  sheetStyles
	quotes  int
	pre     int
	ended   int // line ends at the end of the output
	space   bool
	hidden  bool // some text was
	words   int  // bytes of text written
}

// fromHTML gives the text that a reader of the page sees. What its style hides is
// dropped with a warning, and so is every script.
func (s *scanner) fromHTML(source string) string {
	source, short := cutBytes(source, mostHTML)
	if short {
		s.warn(TextCut, "")
	}
	p := &page{scanner: s, ended: 2, styles: readStyles(source)}
	tokens := html.NewTokenizer(strings.NewReader(source))
	tokens.SetMaxBuf(mostHTML)
	for p.words <= mostText {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		p.token(kind, tokens)
	}
	for len(p.rows) > 0 {
		p.endRow()
	}
	if p.hidden {
		s.warn(HiddenText, "")
	}
	return cleanText(string(p.out))
}

func (p *page) token(kind html.TokenType, tokens *html.Tokenizer) {
	switch kind {
	case html.TextToken:
		p.text(string(tokens.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := tokens.TagName()
		at := atom.Lookup(name)
		if p.skipped != 0 {
			if at == p.skipped && kind == html.StartTagToken {
				p.depth++
			}
			return
		}
		e := element{tag: at, name: string(name[:min(len(name), 40)])}
		p.start(e, attributes(tokens, more), kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := tokens.TagName()
		p.endTag(atom.Lookup(name), string(name[:min(len(name), 40)]))
	}
}

func (p *page) endTag(at atom.Atom, name string) {
	if p.skipped == 0 {
		p.end(at, name)
		return
	}
	if at == p.skipped {
		if p.depth--; p.depth == 0 {
			p.skipped = 0
		}
	}
}

// attributes reads the attributes that matter; at most 50 of an element.
func attributes(tokens *html.Tokenizer, more bool) map[string]string {
	var found map[string]string
	for range 50 {
		if !more {
			break
		}
		var key, value []byte
		key, value, more = tokens.TagAttr()
		switch name := string(key); name {
		case "style", "class", "id", "hidden", "color", "bgcolor", "background", "href", "type", "size", "width", "height", "aria-hidden", "alt":
			if found == nil {
				found = map[string]string{}
			}
			if _, twice := found[name]; !twice {
				found[name] = string(value[:min(len(value), 2000)])
			}
		}
	}
	return found
}

var (
	noText = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Noframes: true,
		atom.Iframe: true, atom.Svg: true, atom.Math: true, atom.Select: true, atom.Datalist: true, atom.Textarea: true}
	void = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Base: true,
		atom.Col: true, atom.Area: true, atom.Wbr: true, atom.Source: true, atom.Embed: true, atom.Param: true, atom.Track: true}
	blocks = map[atom.Atom]int{atom.P: 2, atom.Div: 1, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Ul: 1, atom.Ol: 1, atom.Li: 1,
		atom.Dl: 1, atom.Dt: 1, atom.Dd: 1, atom.Table: 1, atom.Tr: 1, atom.Blockquote: 1, atom.Pre: 1, atom.Hr: 1, atom.Section: 1, atom.Article: 1,
		atom.Header: 1, atom.Footer: 1, atom.Address: 1, atom.Center: 1, atom.Form: 1, atom.Fieldset: 1, atom.Figure: 1, atom.Caption: 1, atom.Main: 1,
		atom.Nav: 1, atom.Aside: 1, atom.Body: 1, atom.Html: 1, atom.Thead: 1, atom.Tbody: 1, atom.Tfoot: 1, atom.Legend: 1, atom.Option: 1}
)

// start opens an element.
func (p *page) start(e element, attributes map[string]string, selfClosing bool) {
	if noText[e.tag] {
		if !selfClosing {
			p.skipped, p.depth = e.tag, 1
		}
		return
	}
	p.implied(e.tag)
	p.breakLine(blocks[e.tag])
	if e.tag == atom.Br {
		p.newline()
	}
	if void[e.tag] {
		return
	}
	if len(p.open) >= mostOpen {
		p.beyond++
		return
	}
	e.look = p.styles.look(p.look(), e.tag, attributes)
	switch e.tag {
	case atom.Td, atom.Th:
		p.cell()
	case atom.Tr:
		e.row = p.startRow()
	case atom.Li:
		p.text("• ")
	case atom.Pre:
		p.pre++
	case atom.Blockquote:
		e.quote = strings.EqualFold(attributes["type"], "cite") || strings.Contains(attributes["class"], "gmail_quote")
		if e.quote {
			p.quotes++
		}
	case atom.A:
		e.href, e.linkAt = attributes["href"], len(p.out)
	}
	p.open = append(p.open, e)
}

// implied closes what the beginning of an element closes without a tag.
func (p *page) implied(tag atom.Atom) {
	last := len(p.open) - 1
	if last < 0 {
		return
	}
	switch before := p.open[last].tag; {
	case tag == before && (tag == atom.P || tag == atom.Li || tag == atom.Option || tag == atom.Tr || tag == atom.Dt || tag == atom.Dd),
		(tag == atom.Td || tag == atom.Th) && (before == atom.Td || before == atom.Th):
		p.close(last)
	case tag == atom.Tr && (before == atom.Td || before == atom.Th):
		p.end(atom.Tr, "")
	}
}

func (p *page) look() look {
	if len(p.open) == 0 {
		return plainLook
	}
	return p.open[len(p.open)-1].look
}

// end closes the innermost element of that name, and what is open inside it.
func (p *page) end(tag atom.Atom, name string) {
	if tag == atom.P && (len(p.open) == 0 || p.open[len(p.open)-1].tag != atom.P) {
		p.breakLine(blocks[tag])
	}
	if p.beyond > 0 && !void[tag] {
		p.beyond--
		p.breakLine(blocks[tag])
		return
	}
	for at := len(p.open) - 1; at >= 0; at-- {
		if open := p.open[at]; open.tag == tag && (tag != 0 || open.name == name) {
			p.close(at)
			return
		}
		if p.open[at].tag == atom.Table && tag != atom.Body && tag != atom.Html && tag != atom.Table {
			return // a tag inside a table closes nothing outside
		}
	}
}

// close closes the open elements from that place on.
func (p *page) close(from int) {
	for at := len(p.open) - 1; at >= from; at-- {
		e := p.open[at]
		switch e.tag {
		case atom.Pre:
			p.pre--
		case atom.Tr:
			if e.row {
				p.endRow()
			}
		case atom.A:
			p.link(e)
		}
		p.breakLine(blocks[e.tag])
		if e.quote {
			p.quotes--
		}
		p.open = p.open[:at]
	}
}

// text writes text as a browser would: spaces become one, but for pre.
func (p *page) text(text string) {
	if strings.TrimSpace(text) == "" {
		if p.pre > 0 && strings.Contains(text, "\n") {
			p.newline()
		}
		p.space = true
		return
	}
	if p.skipped != 0 {
		p.hidden = p.hidden || p.skipped != atom.Script && p.skipped != atom.Style && p.skipped != atom.Title
		return
	}
	if p.look().hidden() {
		p.hidden = true
		return
	}
	if p.pre > 0 {
		for at, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			if at > 0 {
				p.newline()
			}
			p.write(line)
		}
		return
	}
	first, last := text[0], text[len(text)-1]
	if first <= ' ' {
		p.space = true
	}
	for word := range strings.FieldsSeq(text) {
		p.write(word)
		p.space = true
	}
	p.space = last <= ' ' || strings.HasSuffix(text, "\u00a0")
}

// write adds a word, and before it the space or the quote marks that are due.
func (p *page) write(word string) {
	if word == "" {
		return
	}
	if p.ended > 0 {
		p.quoteMarks()
	} else if p.space {
		p.out = append(p.out, ' ')
	}
	p.out = append(p.out, word...)
	p.words += len(word) + 1
	p.ended, p.space = 0, false
}

// quoteMarks begins a line of quoted text; the lines of a row get theirs with it.
func (p *page) quoteMarks() {
	if len(p.rows) == 0 {
		for range min(p.quotes, 10) {
			p.out = append(p.out, "> "...)
			p.words += 2
		}
	}
}

// newline ends the line, whatever stands on it.
func (p *page) newline() {
	if p.ended < 2 {
		if p.ended > 0 {
			p.quoteMarks()
		}
		p.out = append(p.out, '\n')
		p.ended++
	}
	p.space = false
}

// breakLine sees to it that so many line ends stand here.
func (p *page) breakLine(lines int) {
	for p.ended < lines {
		p.newline()
	}
}
