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
	"alvast bedankt en groet", "met beste groet", "beste groeten", "vr gr", "met vr gr", "mvrgr", "met vriendelijke groet namens", "lieve groet", "sportieve groet", "met collegiale groet", "collegiale groet",
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
	var words []string
	best := 0
	for i := at; i < to && len(words) < longestCloser; i++ {
		t := tokens[i]
		if t.fold == "." {
			continue
		}
		if t.kind != wordToken {
			break
		}
		words = append(words, t.fold)
		if closerSet[strings.Join(words, " ")] {
			best = i + 1
		}
	}
	if best == 0 || best >= to {
		return best
	}
	for best < to && tokens[best].kind == markToken && strings.Contains(",.!;", tokens[best].fold) {
		best++
	}
	if best < to && tokens[best].kind == wordToken && !tokens[best].capital && !particles[tokens[best].fold] && tokens[best].fold != "namens" {
		return 0 // "groet u", "best wel"
	}
	if words[0] == "best" && len(words) > 1 && best < to && tokens[best].kind == wordToken {
		return 0
	}
	return best
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
