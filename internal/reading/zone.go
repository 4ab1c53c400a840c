package reading

import "strings"

// zones are the parts of a text, in tokens: body..bodyEnd, signature..signatureEnd,
// and quoted mail from quoted on.
type zones struct {
	body, bodyEnd           int
	signature, signatureEnd int
	quoted                  int
}

// closers are the words with which a letter ends, one after another.
var closers = []string{
	"met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "met hartelijke groet", "met hartelijke groeten", "hartelijke groet",
	"hartelijke groeten", "met groet", "met groeten", "met warme groet", "warme groet", "groet", "groeten", "groetjes", "gr", "mvg", "m v g", "hoogachtend", "met dank en groet",
	"alvast bedankt en groet", "met beste groet", "beste groeten", "vr gr", "met vr gr", "mvrgr", "met vriendelijke groet namens", "lieve groet", "liefs", "groetnis", "met blije groet", "tot snel", "tot ziens", "alvast dank", "dank en groet", "ciao", "love", "thanks", "many thanks", "thank you", "thx", "yours truly", "with regards", "take care", "kind greetings", "greetings", "sincerely yours", "respectfully",
	"alvast bedankt", "alvast hartelijk dank", "bvd", "bij voorbaat dank", "bij voorbaat hartelijk dank", "met dank", "dank alvast", "dank u wel", "tot dan", "tot horens", "hgr", "grt", "grtz", "gr", "hartelijks",
	"дякую", "дякуємо", "гарного дня", "до зв'язку", "на все добре", "слава україні", "з найкращими побажаннями та повагою", "бувайте", "sportieve groet", "met collegiale groet", "collegiale groet",
	"kind regards", "best regards", "warm regards", "kindest regards", "with kind regards", "regards", "best wishes", "sincerely", "yours sincerely", "yours faithfully", "yours", "cheers", "with best wishes", "all the best", "warmly", "many thanks and regards", "best",
	"з повагою", "з найкращими побажаннями", "щиро ваш", "щиро ваша", "щиро", "з вдячністю", "з пошаною", "всього найкращого",
}

var closerSet = func() map[string]bool {
	set := map[string]bool{}
	for _, words := range closers {
		set[words] = true
	}
	return set
}()

// longestCloser is the most words a closer has.
const longestCloser = 5

// findZones finds the signature of a text and where quoted mail begins.
func findZones(tokens []token, quotedByte int) zones {
	z := zones{quoted: len(tokens)}
	for i, t := range tokens {
		if t.Start >= quotedByte {
			z.quoted = i
			break
		}
	}
	z.split(tokens, 0, z.quoted)
	return z
}

// split finds body and signature within from..to-1.
func (z *zones) split(tokens []token, from, to int) {
	z.body, z.bodyEnd, z.signature, z.signatureEnd = from, to, to, to
	seen := false
	for i := from; i < to; i++ {
		if i > from && tokens[i-1].kind != breakToken {
			seen = true
			continue
		}
		if seen && (closerEnd(tokens, i, to) > 0 || dashes(tokens, i, to)) {
			z.bodyEnd, z.signature = i, i
			z.postscript(tokens)
			return
		}
	}
}

// signers are the words of a sender's name and mailbox: a line that begins with
// one of them near the end of a letter signs it.
func signers(name, email string) map[string]bool {
	words := map[string]bool{}
	local, _, _ := strings.Cut(email, "@")
	for _, t := range tokenise(name + " " + strings.NewReplacer(".", " ", "_", " ", "-", " ").Replace(local)) {
		if len([]rune(t.fold)) >= 3 && !notSigners[t.fold] {
			words[t.fold] = true
		}
	}
	return words
}

var notSigners = setOf(`gemeente info opvang van der den hotel familie team post mail contact secretariaat receptie stichting afdeling crisis de het the`)

// lastLines bounds how far from the end of a letter its signature may begin.
const lastLines = 9

// unclosed finds a signature that no closer opens: near the end, a line that begins
// with the name of the sender, or is the name of a person and nothing else.
func (d *document) unclosed() {
	z := &d.zones
	if z.signature < z.signatureEnd {
		return
	}
	if d.inlineCloser() {
		return
	}
	lines := 0
	for i := z.bodyEnd - 1; i > z.body && lines < lastLines; i-- {
		if d.tokens[i-1].kind != breakToken {
			continue
		}
		lines++
		if d.tokens[i].kind == breakToken {
			if z.signature < z.signatureEnd {
				return // the paragraph before belongs to the letter
			}
			continue
		}
		if d.signsAt(i) {
			z.signature, z.bodyEnd = i, i
		}
	}
}

// inlineCloser finds a closer in the last line, before nothing but a name:
// "… tot morgen, groetjes gerda".
func (d *document) inlineCloser() bool {
	z := &d.zones
	for i := max(z.body+1, z.bodyEnd-14); i < z.bodyEnd-1; i++ {
		words, end := d.tokens[i].fold, i+1
		if i+1 < z.bodyEnd-1 && closerSet[words+" "+d.tokens[i+1].fold] {
			words, end = words+" "+d.tokens[i+1].fold, i+2
		}
		if !closerSet[words] || d.tokens[i].kind != wordToken {
			continue
		}
		for end < z.bodyEnd && strings.Contains(",.!", d.tokens[end].fold) {
			end++
		}
		far := i < z.bodyEnd-6 // then a number must follow the name
		if far && d.tokens[i-1].kind == breakToken {
			continue // a line of its own is no inline closer
		}
		if end < z.bodyEnd && (d.signs[d.tokens[end].fold] || d.tokens[end].capital) && (!far || d.taken[z.bodyEnd-1]) {
			z.signature, z.bodyEnd = i, i
			return true
		}
	}
	return false
}

// signsAt tells whether a line is a signature's first.
func (d *document) signsAt(i int) bool {
	end := d.lineEnd(i, d.zones.signatureEnd)
	p, ok := d.personAt(i, end)
	if !ok || end-i > 24 {
		return false
	}
	alone := p.to >= end
	if d.sender(i, p.to) {
		return alone || d.tokens[p.to].kind == markToken || d.tokens[p.to].kind == digitToken
	}
	two := p.to-i >= 2
	if alone {
		return two || firstNames[d.tokens[i].fold] || d.lastAlone(i, end)
	}
	return two && d.personal(i, p.to, end)
}

// lastAlone tells whether a single word is the last line and stands apart: the first
// name of whoever wrote.
func (d *document) lastAlone(i, end int) bool {
	if i < 12 || d.tokens[i-1].kind != breakToken || d.tokens[i-2].kind != breakToken || d.town[i] != nil || d.isKnown(i) || d.isCommon(i) {
		return false
	}
	for at := end; at < d.zones.signatureEnd; at++ {
		if d.tokens[at].kind != breakToken {
			return false
		}
	}
	return end == i+1
}

// sender tells whether one of the words is of the sender's name.
func (d *document) sender(from, to int) bool {
	for i := from; i < to; i++ {
		if d.signs[d.tokens[i].fold] {
			return true
		}
	}
	return false
}

// personal tells whether a number to call follows a name, or a function at the
// beginning of a paragraph.
func (d *document) personal(start, i, end int) bool {
	rest := i
	for rest < end && d.tokens[rest].kind == markToken && !d.is(rest, "(") {
		rest++
	}
	if rest > i && rest < end && (d.taken[rest] || d.is(rest, "tel", "mob")) {
		return true
	}
	return d.is(i, ",") && end-rest <= 5 && !d.hasDigits(rest, end) && start > 1 && d.tokens[start-2].kind == breakToken
}

// postscript takes lines behind the signature that go on with the letter.
func (z *zones) postscript(tokens []token) {
	for i := z.signature + 1; i < z.signatureEnd; i++ {
		if tokens[i-1].kind != breakToken {
			continue
		}
		if tokens[i].fold == "ps" || tokens[i].fold == "nb" || tokens[i].fold == "p" && i+2 < z.signatureEnd && tokens[i+2].fold == "s" || tokens[i].fold == "пс" {
			z.bodyEnd = z.signatureEnd
			return
		}
	}
}

// closerEnd gives the token behind a closer that begins a line; 0 where none does.
// Behind it the line ends, or a name follows.
func closerEnd(tokens []token, at, to int) int {
	best := longestCloserAt(tokens, at, to)
	if best == 0 || best >= to {
		return best
	}
	for best < to && tokens[best].kind == markToken && strings.Contains(",.!;", tokens[best].fold) {
		best++
	}
	if best >= to || tokens[best].kind != wordToken {
		return best
	}
	next := tokens[best]
	named := next.capital || particles[next.fold] || next.fold == "namens"
	if !named || tokens[at].fold == "best" && best > at+1 {
		return 0 // "groet u", "best wel"
	}
	return best
}

// longestCloserAt gives the token behind the longest closer at a token.
func longestCloserAt(tokens []token, at, to int) int {
	var words []string
	best := 0
	for i := at; i < to && len(words) < longestCloser; i++ {
		if tokens[i].fold == "." {
			continue
		}
		if tokens[i].kind != wordToken {
			break
		}
		words = append(words, tokens[i].fold)
		if closerSet[strings.Join(words, " ")] {
			best = i + 1
		}
	}
	return best
}

func (d *document) hasDigits(from, to int) bool {
	for i := from; i < to; i++ {
		if d.tokens[i].kind == digitToken {
			return true
		}
	}
	return false
}

// dashes tells whether a line is the two dashes that open a signature.
func dashes(tokens []token, at, to int) bool {
	if at+2 > to || tokens[at].fold != "-" || tokens[at+1].fold != "-" {
		return false
	}
	for i := at; i < to && tokens[i].kind != breakToken; i++ {
		if tokens[i].fold != "-" {
			return false
		}
	}
	return true
}
