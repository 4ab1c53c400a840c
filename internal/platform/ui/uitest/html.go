package uitest

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// empty are the elements that have no end tag; our templates close all others.
var empty = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// HTML gives what is wrong with a page as it was sent: tags that do not close
// or cross, two elements with one id, references to ids that are not there, and
// what the security policy refuses (style attributes, scripts in the page).
func HTML(page []byte) []string {
	check := &checker{ids: map[string]bool{}}
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if err := tokens.Err(); err != io.EOF {
				check.complain("%v", err)
			}
			return check.end()
		case html.StartTagToken:
			check.start(tokens.Token(), false)
		case html.SelfClosingTagToken:
			check.start(tokens.Token(), true)
		case html.EndTagToken:
			check.close(tokens.Token().Data)
		}
	}
}

type checker struct {
	open       []string
	ids        map[string]bool
	references []string
	wrong      []string
}

func (c *checker) complain(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

func (c *checker) start(tag html.Token, closed bool) {
	if !closed && !slices.Contains(empty, tag.Data) {
		c.open = append(c.open, tag.Data)
	}
	seen := map[string]bool{}
	for _, attribute := range tag.Attr {
		seen[attribute.Key] = true
		c.attribute(tag.Data, attribute)
	}
	if tag.Data == "script" && !seen["src"] {
		c.complain("a script stands in the page")
	}
	if tag.Data == "style" {
		c.complain("a style sheet stands in the page")
	}
}

func (c *checker) attribute(tag string, attribute html.Attribute) {
	key, value := attribute.Key, attribute.Val
	switch {
	case key == "id":
		if c.ids[value] || value == "" || strings.ContainsAny(value, " \t\n") {
			c.complain("id %q is empty, used twice or has a space", value)
		}
		c.ids[value] = true
	case key == "style":
		c.complain("<%s> has a style attribute", tag)
	case strings.HasPrefix(key, "on"):
		c.complain("<%s> has a script in %s", tag, key)
	case key == "for", strings.HasPrefix(key, "aria-") && slices.Contains([]string{"aria-labelledby", "aria-describedby", "aria-controls"}, key):
		c.references = append(c.references, strings.Fields(value)...)
	case key == "href" && len(value) > 1 && value[0] == '#':
		c.references = append(c.references, value[1:])
	}
	if strings.Contains(value, "ZgotmplZ") {
		c.complain("<%s> lost an unsafe value in %s", tag, key)
	}
}

func (c *checker) close(name string) {
	last := len(c.open) - 1
	if last < 0 || c.open[last] != name {
		c.complain("</%s> closes nothing that is open; open are %s", name, strings.Join(c.open, " "))
		return
	}
	c.open = c.open[:last]
}

func (c *checker) end() []string {
	if len(c.open) > 0 {
		c.complain("not closed: %s", strings.Join(c.open, " "))
	}
	for _, id := range c.references {
		if !c.ids[id] {
			c.complain("nothing has the id %q that is referred to", id)
		}
	}
	return c.wrong
}
