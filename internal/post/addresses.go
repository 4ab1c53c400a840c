package post

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// addresses reads an address list as people's programs write it: groups, comments,
// names without quotes, semicolons, brackets left open.
func (s *scanner) addresses(value string) []Address {
	reader := addressReader{text: value}
	found := reader.list()
	if len(found) == 1 && found[0].email == "" {
		if inner := decodeWords(value); inner != value && strings.Contains(inner, "@") { // the whole was encoded
			reader = addressReader{text: inner}
			found = reader.list()
		}
	}
	if reader.cut {
		s.warn(AddressesCut, "")
	}
	list := make([]Address, 0, len(found))
	for _, mailbox := range found {
		list = append(list, s.address(mailbox))
	}
	return list
}

// address cleans one mailbox.
func (s *scanner) address(raw mailbox) Address {
	name := decodeWords(raw.name)
	clean := strings.Trim(cleanLine(name, mostLine), `'" `)
	found := Address{Name: norm.NFC.String(clean), Email: emailAddress(raw.email)}
	if strings.ContainsFunc(name, turns) {
		s.warn(Direction, found.Name)
	}
	return found
}

// emailAddress folds an address to the form that is mailed; "" where it is none.
func emailAddress(raw string) string {
	raw = strings.TrimPrefix(strings.TrimSpace(raw), "mailto:")
	if len(raw) > 320 {
		return ""
	}
	if strings.Contains(raw, "(") {
		raw = comment.ReplaceAllString(raw, "")
	}
	text, _ := toUTF8([]byte(raw), "")
	text = strings.Trim(strings.NewReplacer(" @", "@", "@ ", "@").Replace(cleanLine(text, 320)), "'")
	at := strings.LastIndexByte(text, '@')
	if at <= 0 || at == len(text)-1 || strings.Contains(text, " ") {
		return ""
	}
	return text[:at+1] + domainASCII(text[at+1:])
}

func domainASCII(domain string) string {
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	if isASCII([]byte(domain)) {
		return domain
	}
	if ascii, err := idna.New(idna.MapForLookup(), idna.StrictDomainName(false)).ToASCII(domain); err == nil {
		return ascii
	}
	return domain
}

// domainShown is the other way about: what a domain looks like to its reader.
func domainShown(domain string) string {
	if !strings.Contains(domain, "xn--") {
		return domain
	}
	if shown, err := idna.New(idna.StrictDomainName(false)).ToUnicode(domain); err == nil {
		return norm.NFC.String(shown)
	}
	return domain
}

// mailbox is an address as it is written.
type mailbox struct{ name, email string }

// addressReader takes an address list apart in one pass.
type addressReader struct {
	text    string
	at      int
	words   []string // what stands outside brackets
	email   string   // what stands inside
	named   int      // words before the brackets
	comment string
	found   []mailbox
	cut     bool
}

func (r *addressReader) list() []mailbox {
	for r.at < len(r.text) && !r.cut {
		switch char := r.text[r.at]; char {
		case '"':
			r.at++
			r.words = append(r.words, r.quoted())
		case '(':
			r.comment = r.parenthesis()
		case '<':
			r.at++
			if r.email != "" { // the comma between two mailboxes is missing
				rest := append([]string{}, r.words[r.named:]...)
				r.words = r.words[:r.named]
				r.emit()
				r.words = rest
			}
			r.email, r.named = r.bracket(), len(r.words)
		case ',', ';':
			r.at++
			r.emit()
		case ':':
			r.at++
			if len(r.words) == 1 && strings.EqualFold(r.words[0], "mailto") || !strings.Contains(strings.Join(r.words, ""), "@") {
				r.words = nil // the name of a group
			}
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			r.words = append(r.words, r.word())
		}
	}
	r.emit()
	return r.found
}

// word reads up to a space or a special character; an encoded word is one word
// whatever it holds.
func (r *addressReader) word() string {
	rest := r.text[r.at:]
	if strings.HasPrefix(rest, "=?") {
		if size := strings.Index(rest[min(len(rest), 7):], "?="); size >= 0 && size < 300 && strings.Count(rest[:size+7], "?") >= 3 {
			r.at += size + 9
			return rest[:size+9]
		}
	}
	size := strings.IndexAny(rest, " \t\r\n\"(<,;:")
	if size < 0 {
		size = len(rest)
	}
	size = max(size, 1)
	r.at += size
	if local, ok := r.quotedLocal(rest[:size]); ok {
		return local
	}
	return rest[:size]
}

// quotedLocal joins "first last"@domain, whose first half was read as a name.
func (r *addressReader) quotedLocal(word string) (string, bool) {
	last := len(r.words) - 1
	if last < 0 || word[0] != '@' {
		return "", false
	}
	joined := r.words[last] + word
	r.words = r.words[:last]
	return joined, true
}

func (r *addressReader) quoted() string {
	var out strings.Builder
	for r.at < len(r.text) {
		char := r.text[r.at]
		r.at++
		if char == '"' {
			break
		}
		if char == '\\' && r.at < len(r.text) {
			char = r.text[r.at]
			r.at++
		}
		out.WriteByte(char)
	}
	return out.String()
}

func (r *addressReader) parenthesis() string {
	depth, from := 0, r.at+1
	for ; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				r.at++
				return r.text[from : r.at-1]
			}
		}
	}
	r.at = len(r.text)
	return r.text[min(from, r.at):]
}

// bracket reads <address>, also where the bracket is not closed, and leaves out
// the route of RFC 822.
func (r *addressReader) bracket() string {
	rest := r.text[r.at:]
	size := strings.IndexByte(rest, '>')
	if open := strings.IndexAny(rest, ",<"); size < 0 && open >= 0 {
		size = open - 1
	}
	if size < 0 {
		size = len(rest) - 1
	}
	r.at += size + 1
	inside := strings.TrimRight(rest[:size+1], ">")
	if strings.HasPrefix(inside, "@") {
		if _, address, ok := strings.Cut(inside, ":"); ok {
			return address
		}
	}
	return inside
}

// emit ends one mailbox.
func (r *addressReader) emit() {
	box := mailbox{name: strings.Join(r.words, " "), email: r.email}
	if box.email == "" {
		for at, word := range r.words {
			if strings.Contains(word, "@") {
				box.email = strings.Trim(word, "<>")
				box.name = strings.Join(append(append([]string{}, r.words[:at]...), r.words[at+1:]...), " ")
				break
			}
		}
	}
	if box.name == "" {
		box.name = r.comment
	}
	r.words, r.email, r.comment = nil, "", ""
	if box == (mailbox{}) {
		return
	}
	if len(r.found) == mostAddresses {
		r.cut = true
		return
	}
	r.found = append(r.found, box)
}
