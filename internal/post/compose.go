package post

import (
	"bytes"
	"regexp"
	"strings"
)

// composer makes the text of a letter out of its parts and gathers its files.
type composer struct {
	*scanner
	own         []string // texts of the letter itself
	below       []string // messages inside it, each with a heading
	attachments []Attachment
	winmail     string // the text inside winmail.dat, for mail that has no other
	invitation  bool
}

// compose sets the text, where quoted mail begins, and the attachments.
func (c *composer) compose(root *part, letter *Letter) {
	c.own = c.texts(root)
	if joinTexts(c.own) == "" {
		c.own = []string{c.winmail}
	}
	own := strings.Trim(joinTexts(c.own), "\n")
	quoted := quoteStart(own)
	text := own
	if len(c.below) > 0 {
		below := joinTexts(c.below)
		if own != "" {
			text += "\n\n"
		}
		quoted = min(quoted, len(text))
		if quoted == len(own) && own != "" {
			quoted = len(text)
		}
		text += below
	}
	text = strings.TrimRight(text, " \t\n")
	text, short := cutBytes(text, mostText)
	if short {
		c.warn(TextCut, "")
	}
	letter.Text, letter.Quoted = text, min(quoted, len(text))
	letter.Attachments = c.attachments
	if text == "" && len(c.attachments) == 0 {
		c.warn(NoText, "")
	}
}

func joinTexts(texts []string) string {
	kept := texts[:0:0]
	for _, text := range texts {
		if text = strings.Trim(text, "\n"); strings.TrimSpace(text) != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, "\n\n")
}

// texts gives the texts of a part in their order; its files and the messages
// inside it go to the composer.
func (c *composer) texts(p *part) []string {
	switch {
	case p.message != nil:
		c.inner(p)
		return nil
	case p.media == "multipart/alternative":
		return c.alternative(p)
	case p.multi():
		return c.several(p)
	case p.isText() && (p.media == "text/rfc822-headers" || p.media == "message/global-headers"):
		c.below = append(c.below, c.render(p))
		return nil
	case p.isText():
		return []string{c.render(p)}
	}
	c.attach(p)
	return nil
}

func (c *composer) several(p *part) (texts []string) {
	if p.media == "multipart/encrypted" {
		c.warn(Encrypted, "")
	}
	for _, child := range p.children {
		texts = append(texts, c.texts(child)...)
	}
	return texts
}

// inner takes a message inside the mail: its text goes below, and where it was
// sent along as a file it is named with the files.
func (c *composer) inner(p *part) {
	if p.disposition == "attachment" && p.name != "" {
		c.attachments = append(c.attachments, Attachment{Name: p.name, Type: p.media})
	}
	c.forwarded(p.message)
}

// forwarded adds a message inside the mail with a heading like those people know.
func (c *composer) forwarded(message *part) {
	var heading strings.Builder
	for _, name := range []string{"From", "Date", "To", "Subject"} {
		if value := cleanLine(decodeWords(message.head.get(strings.ToLower(name))), mostLine); value != "" {
			heading.WriteString(name + ": " + value + "\n")
		}
	}
	place := len(c.below)
	c.below = append(c.below, "") // messages inside this one come after it
	c.below[place] = heading.String() + "\n" + joinTexts(c.texts(message))
}

// alternative chooses one of several forms of the same text: the plain one,
// unless it is empty or only says that there is another.
func (c *composer) alternative(p *part) []string {
	var plain, rich []*part
	for _, child := range p.children {
		switch {
		case child.media == "text/plain" && child.isText():
			plain = append(plain, child)
		case child.multi(), child.media == "text/html" && child.isText():
			rich = append(rich, child)
		case child.isText():
			rich = append([]*part{child}, rich...) // enriched text: better than nothing, worse than HTML
		default:
			c.attach(child)
		}
	}
	var text []string
	for _, child := range plain {
		text = append(text, c.texts(child)...)
	}
	if said := joinTexts(text); strings.TrimSpace(said) != "" && !isStub(said) || len(rich) == 0 {
		c.filesOnly(rich)
		return text
	}
	last := len(rich) - 1 // the last is the richest (RFC 2046)
	c.filesOnly(rich[:last])
	if other := c.texts(rich[last]); strings.TrimSpace(joinTexts(other)) != "" {
		return other
	}
	return text
}

// filesOnly takes the files and messages out of parts whose text is not used.
func (c *composer) filesOnly(parts []*part) {
	for _, p := range parts {
		switch {
		case p.message != nil:
			c.inner(p)
		case len(p.children) > 0:
			c.filesOnly(p.children)
		case !p.isText():
			c.attach(p)
		}
	}
}

var stub = regexp.MustCompile(`(?i)\bhtml\b|view (this|the) (e-?mail|message|newsletter|invitation)|(web|online|browser) ?(versie|version)|in (uw|je|your|a|de) (web)?browser|у браузері|im browser|` +
	`e-?mail(programma|client).{0,40}(niet|geen)|not? (support|display)`)

// isStub tells of plain text that only says to look elsewhere.
func isStub(text string) bool {
	if len(text) > 2000 {
		return false
	}
	short := link.ReplaceAllString(text, "")
	return len(strings.TrimSpace(short)) < 300 && stub.MatchString(text)
}

var link = regexp.MustCompile(`https?://\S+`)

// render makes plain text of a text part.
func (c *composer) render(p *part) string {
	charset := p.params["charset"]
	if charset == "" && p.media == "text/html" {
		charset = metaCharset(p.data)
	}
	text, faithful := toUTF8(p.data, charset)
	if !faithful && charset != "" {
		c.warn(BrokenCharset, charset)
	}
	p.data = nil
	switch p.media {
	case "text/html":
		return c.fromHTML(text)
	case "text/enriched", "text/richtext":
		return cleanText(fromEnriched(text))
	}
	text = cleanText(text)
	if looksHTML(text) {
		return c.fromHTML(text)
	}
	if strings.EqualFold(p.params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		c.warn(Encrypted, "")
	}
	return c.uuFiles(text)
}

// looksHTML tells of HTML that claims to be plain text.
func looksHTML(text string) bool {
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)]))
	return strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<!doctype html")
}

var meta = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})`)

// metaCharset gives the charset that a page claims for itself.
func metaCharset(data []byte) string {
	if found := meta.FindSubmatch(data[:min(len(data), 4096)]); found != nil && !bytes.HasPrefix(bytes.ToLower(found[1]), []byte("utf-16")) {
		return string(found[1])
	}
	return ""
}

// fromEnriched drops the marks of enriched text (RFC 1896).
func fromEnriched(text string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "<")
		out.WriteString(before)
		if !ok {
			return strings.ReplaceAll(out.String(), "\n\n", "\n")
		}
		size := strings.IndexAny(rest[:min(len(rest), 60)], "<>")
		switch {
		case strings.HasPrefix(rest, "<"):
			out.WriteByte('<')
			size = 0
		case size < 0 || rest[size] == '<':
			out.WriteByte('<')
			size = -1
		}
		text = rest[size+1:]
	}
}

// unflow joins the lines that format=flowed broke (RFC 3676).
func unflow(text string, deleteSpace bool) string {
	var out strings.Builder
	depth, flowing, first := 0, false, true
	for line := range strings.SplitSeq(text, "\n") {
		content := strings.TrimLeft(line, ">")
		quotes := len(line) - len(content)
		content = strings.TrimPrefix(content, " ") // stuffed, or behind the quote marks
		if !flowing || quotes != depth || content == "-- " {
			if !first {
				out.WriteByte('\n')
			}
			if quotes > 0 {
				out.WriteString(strings.Repeat(">", min(quotes, 10)) + " ")
			}
		}
		depth, first = quotes, false
		flowing = strings.HasSuffix(content, " ") && content != "-- "
		if flowing && deleteSpace {
			content = strings.TrimSuffix(content, " ")
		}
		out.WriteString(content)
	}
	return out.String()
}

var uuBegin = regexp.MustCompile(`(?m)^begin [0-7]{3,4} ?([^\n]{0,200})\n`)

// uuFiles takes files in uuencode out of a text.
func (c *composer) uuFiles(text string) string {
	var out strings.Builder
	for range mostParts {
		if !strings.HasPrefix(text, "begin ") && !strings.Contains(text, "\nbegin ") {
			break
		}
		at := uuBegin.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		size := strings.Index(text[at[1]:], "\nend")
		if size < 0 {
			c.warn(BrokenCode, text[at[2]:at[3]])
			break
		}
		out.WriteString(text[:at[0]])
		c.uuFile(text[at[2]:at[3]], text[at[0]:at[1]+size+4])
		text = strings.TrimPrefix(text[at[1]+size+4:], "\n")
	}
	out.WriteString(text)
	return out.String()
}

func (c *composer) uuFile(name, code string) {
	out := &pile{most: min(mostFile, mostFiles-c.files), whole: true}
	undo := &uuDecoder{out: out}
	undo.write([]byte(code))
	undo.close()
	c.files += out.size
	c.attach(&part{media: "application/octet-stream", name: c.fileName(name), data: out.bytes(), missing: out.over})
}
