package post

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// color is a color of text or paper; the zero value is not known.
type color struct {
	red, green, blue int
	known            bool
}

// look is how the text of an element looks, as far as that can hide it.
type look struct {
	ink, paper color
	gone       bool // not shown at all
	tiny       bool
}

var plainLook = look{ink: color{known: true}, paper: color{255, 255, 255, true}}

// hidden tells of text that a reader of the page does not see.
func (l look) hidden() bool { return l.gone || l.tiny || l.ink.near(l.paper) }

func (c color) near(other color) bool {
	return c.known && other.known && max(c.red-other.red, other.red-c.red) <= 10 && max(c.green-other.green, other.green-c.green) <= 10 &&
		max(c.blue-other.blue, other.blue-c.blue) <= 10
}

// sheetStyles holds the rules of a page's style sheets by simple selector: p, .x,
// p.x and #x. Others are not looked at.
type sheetStyles map[string]change

// change is what a rule or a style attribute does to a look.
type change struct {
	ink, paper       color
	newInk, newPaper bool
	gone             bool
	tiny, newSize    bool
}

const (
	mostStyles = 128 << 10
	mostRules  = 2000
)

var simple = regexp.MustCompile(`^[a-z0-9]*([.#][a-z0-9_-]{1,60})?$`)

// readStyles reads the rules that may hide something; those for some screens only
// (@media) are left out.
func readStyles(source string) sheetStyles {
	var css string
	for rest, count := source, 0; len(css) < mostStyles && count < 20; count++ {
		at := strings.Index(rest, "<style")
		if other := strings.Index(rest, "<STYLE"); at < 0 || other >= 0 && other < at {
			at = other
		}
		if at < 0 {
			break
		}
		rest = rest[at+6:]
		_, content, ok := strings.Cut(rest, ">")
		if !ok {
			break
		}
		size := strings.Index(content, "</")
		if size < 0 {
			break
		}
		css += content[:min(size, mostStyles)]
		rest = content[size:]
	}
	return rules(strings.ToLower(css[:min(len(css), mostStyles)]))
}

func rules(css string) sheetStyles {
	found := sheetStyles{}
	for len(found) < mostRules {
		selectors, rest, ok := strings.Cut(css, "{")
		if !ok {
			break
		}
		if at := strings.LastIndexAny(selectors, ";}"); at >= 0 && !strings.Contains(selectors, "@media") {
			selectors = selectors[at+1:]
		}
		if strings.Contains(selectors, "@") {
			css = skipBlock(rest)
			continue
		}
		var body string
		body, css, _ = strings.Cut(rest, "}")
		if made := declarations(body[:min(len(body), 2000)]); made != (change{}) {
			found.add(selectors, made)
		}
	}
	return found
}

func (s sheetStyles) add(selectors string, made change) {
	for selector := range strings.SplitSeq(selectors, ",") {
		selector = strings.TrimSpace(selector)
		if at := strings.LastIndex(selector, "*/"); at >= 0 {
			selector = strings.TrimSpace(selector[at+2:])
		}
		if selector != "" && len(s) < mostRules && simple.MatchString(selector) {
			before := s[selector]
			s[selector] = before.then(made)
		}
	}
}

// skipBlock moves behind the closing brace of a block of rules.
func skipBlock(css string) string {
	for depth, at := 1, 0; at < len(css); at++ {
		switch css[at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[at+1:]
			}
		}
	}
	return ""
}

// look gives how the text of an element looks, from how it looks around it.
func (s sheetStyles) look(around look, tag atom.Atom, attributes map[string]string) look {
	found := around
	if len(s) > 0 {
		name := tag.String()
		s.apply(&found, name)
		for at, class := range strings.Fields(strings.ToLower(attributes["class"])) {
			if at == 20 {
				break
			}
			s.apply(&found, "."+class)
			s.apply(&found, name+"."+class)
		}
		if id := attributes["id"]; id != "" {
			s.apply(&found, "#"+strings.ToLower(id))
		}
	}
	if _, hidden := attributes["hidden"]; hidden {
		found.gone = true
	}
	if value := attributes["bgcolor"]; value != "" {
		found.paper = readColor(strings.ToLower(value))
	}
	if attributes["background"] != "" {
		found.paper = color{}
	}
	if value := attributes["color"]; value != "" {
		found.ink = readColor(strings.ToLower(value))
	}
	if value := attributes["style"]; value != "" {
		found.take(declarations(strings.ToLower(value)))
	}
	return found
}

func (s sheetStyles) apply(to *look, selector string) {
	if made, known := s[selector]; known {
		to.take(made)
	}
}

func (l *look) take(made change) {
	if made.newInk {
		l.ink = made.ink
	}
	if made.newPaper {
		l.paper = made.paper
	}
	if made.newSize {
		l.tiny = made.tiny
	}
	l.gone = l.gone || made.gone
}

// then joins two rules for one selector.
func (c change) then(later change) change {
	if later.newInk {
		c.ink, c.newInk = later.ink, true
	}
	if later.newPaper {
		c.paper, c.newPaper = later.paper, true
	}
	if later.newSize {
		c.tiny, c.newSize = later.tiny, true
	}
	c.gone = c.gone || later.gone
	return c
}

// declarations reads "property: value; …" in lower case.
func declarations(body string) (made change) {
	var clipped, none bool
	for declaration := range strings.SplitSeq(body, ";") {
		property, value, ok := strings.Cut(declaration, ":")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, "!")
		value = strings.TrimSpace(value)
		switch property = strings.TrimSpace(property); property {
		case "overflow", "overflow-y", "overflow-x":
			clipped = clipped || value == "hidden"
		case "max-height", "height", "max-width", "width":
			none = none || isZero(value)
		default:
			made.property(property, value)
		}
	}
	made.gone = made.gone || clipped && none
	return made
}

func (c *change) property(property, value string) {
	c.gone = c.gone || hides(property, value)
	switch property {
	case "font-size":
		c.tiny, c.newSize = isZero(value) || value == "1px", true
	case "color":
		c.ink, c.newInk = readColor(value), true
	case "background-color", "background":
		c.background(value)
	}
}

// hides tells of a declaration that alone takes text out of sight.
func hides(property, value string) bool {
	switch property {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden" || value == "collapse"
	case "mso-hide":
		return value == "all"
	case "opacity":
		return isZero(value)
	case "color":
		return value == "transparent"
	case "text-indent", "left", "top":
		return strings.HasPrefix(value, "-") && len(strings.TrimRight(value, "pxemrt%")) >= 5
	}
	return false
}

// background sets the paper; a picture or a word we do not know makes it unknown.
func (c *change) background(value string) {
	if value == "" || value == "transparent" || value == "inherit" || value == "none" {
		return
	}
	c.paper, c.newPaper = readColor(strings.Fields(value)[0]), true
	if strings.Contains(value, "url(") || strings.HasPrefix(value, "rgb") {
		c.paper = readColor(value)
	}
}

func isZero(value string) bool {
	number := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz% ")
	size, err := strconv.ParseFloat(number, 64)
	return err == nil && size == 0
}

// readColor reads #rgb, #rrggbb, rgb(…) and the names of the two colors that hide.
func readColor(value string) color {
	value = strings.TrimSpace(value)
	switch value {
	case "white":
		return color{255, 255, 255, true}
	case "black":
		return color{0, 0, 0, true}
	}
	if digits, ok := strings.CutPrefix(value, "#"); ok || len(value) == 6 {
		if len(digits) == 3 {
			digits = digits[:1] + digits[:1] + digits[1:2] + digits[1:2] + digits[2:] + digits[2:]
		}
		if code, err := strconv.ParseUint(digits, 16, 32); err == nil && len(digits) == 6 {
			return color{int(code >> 16), int(code >> 8 & 255), int(code & 255), true}
		}
		return color{}
	}
	if _, inside, ok := strings.Cut(value, "rgb("); ok {
		inside, _, _ = strings.Cut(inside, ")")
		parts := strings.FieldsFunc(inside, func(char rune) bool { return char == ',' || char == ' ' })
		if len(parts) != 3 {
			return color{}
		}
		var levels [3]int
		for at, part := range parts {
			level, err := strconv.Atoi(part)
			if err != nil {
				return color{}
			}
			levels[at] = level
		}
		return color{levels[0], levels[1], levels[2], true}
	}
	return color{}
}
