package reading

import (
	"strings"

	"onderdak/internal/post"
)

// passesOn tells whether a letter only passes on another one: its subject says so,
// or a word or two stand above it.
func passesOn(text string, quoted int, subject string) bool {
	if quoted >= len(text) {
		return false
	}
	return isForward(subject) || !isReply(subject) && len(strings.Fields(text[:quoted])) <= 3
}

// enterForward makes the newest quoted mail the body, and gives its sender; nil
// where its head does not say.
func (d *document) enterForward() *post.Address {
	start := d.zones.quoted
	from := post.Address{}
	at := start
	for lines := 0; at < len(d.tokens) && lines < 14; lines++ {
		end := at
		for end < len(d.tokens) && d.tokens[end].kind != breakToken {
			end++
		}
		if isFromLine(d.fold(at)) && from.Email == "" {
			from = d.addressOf(at+1, end)
		}
		if !d.headerLine(at, end) && end > at && lines > 0 && from.Email+from.Name != "" {
			break
		}
		at = end + 1
	}
	at = min(at, len(d.tokens))
	d.zones.split(d.tokens, at, len(d.tokens))
	d.zones.quoted = len(d.tokens)
	d.signs = signers(from.Name, from.Email)
	d.unclosed()
	d.segments = cutSegments(d.text, d.tokens, d.zones.body, d.zones.bodyEnd)
	if from.Email == "" && from.Name == "" {
		return nil
	}
	return &from
}

func isFromLine(fold string) bool {
	return fold == "van" || fold == "from" || fold == "від"
}

// headerLine tells whether a line belongs to the head of a forwarded mail.
func (d *document) headerLine(from, to int) bool {
	if from >= to {
		return true
	}
	if d.tokens[from].kind == markToken && d.tokens[from].fold != "\"" {
		return true
	}
	for i := from; i < min(to, from+4); i++ {
		if d.tokens[i].fold == ":" {
			return i > from && forwardHeads[d.tokens[from].fold]
		}
	}
	return forwardHeads[d.tokens[from].fold] && d.tokens[to-1].fold == ":"
}

var forwardHeads = setOf(`van from від verzonden sent надіслано datum date дата aan to кому cc onderwerp subject тема begin doorgestuurd forwarded original oorspronkelijk op on`)

// addressOf reads "Anja de Vries <anja@zeist.example>" from the tokens of a line.
func (d *document) addressOf(from, to int) post.Address {
	a := post.Address{}
	end := to
	for i := from; i < to; i++ {
		if d.tokens[i].kind == mailToken {
			a.Email = d.text[d.tokens[i].Start:d.tokens[i].End]
			end = i
			break
		}
	}
	if from < end {
		a.Name = strings.Trim(strings.TrimSpace(d.text[d.tokens[from].Start:d.tokens[end-1].End]), ":<>[](\"' *")
		a.Name = strings.TrimSpace(strings.TrimSuffix(a.Name, "mailto"))
	}
	return a
}
