package reading

import (
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

// document is a text on its way to being understood: its tokens, and what each of
// them was found to belong to.
type document struct {
	text     string
	today    calendar.Night
	tokens   []token
	taken    []bool  // token is part of a telephone number, an address, a moment, an e-mail
	town     []*town // the municipality named by the tokens from here
	towns    []town
	amounts  []phrase.Amount
	periods  []phrase.Period
	phones   []phone
	streets  []street
	segments []segment // of the body: without signature and quoted mail
	zones    zones
	english  bool
	signs    map[string]bool // words of the sender's name

	allCapitals bool // somebody shouts: capitals tell nothing
}

// newDocument finds everything that can be found without knowing what it belongs
// to.
func newDocument(text string, quoted int, today calendar.Night, signs map[string]bool) *document {
	d := &document{text: text, today: today, tokens: tokenise(text), signs: signs}
	d.taken = make([]bool, len(d.tokens))
	d.town = make([]*town, len(d.tokens))
	d.zones = findZones(d.tokens, quoted)
	d.allCapitals = text != "" && strings.ToUpper(text) == text
	d.english = speaksEnglish(d.tokens)
	for i := range d.tokens {
		d.taken[i] = d.tokens[i].kind == mailToken || d.tokens[i].kind == linkToken
	}
	for i := 1; i < len(d.tokens); i++ {
		if d.is(i-1, "№", "#") && d.tokens[i].kind == digitToken {
			d.taken[i] = true // "Школа №5"
		}
	}
	d.phones = d.findPhones()
	d.periods = phrase.Periods(text, today)
	for _, p := range d.periods {
		d.take(p.From.Span)
		d.take(p.Until.Span)
	}
	d.findTowns()
	d.streets = d.findStreets()
	d.amounts = phrase.Amounts(text)
	d.unclosed()
	d.segments = cutSegments(text, d.tokens, d.zones.body, d.zones.bodyEnd)
	return d
}

// take marks the tokens of a span as spoken for.
func (d *document) take(span phrase.Span) {
	if span.End <= span.Start {
		return
	}
	for i := d.tokenAt(span.Start); i < len(d.tokens) && d.tokens[i].Start < span.End; i++ {
		d.taken[i] = true
	}
}

// tokenAt gives the first token that ends after a byte, by bisection.
func (d *document) tokenAt(at int) int {
	low, high := 0, len(d.tokens)
	for low < high {
		middle := (low + high) / 2
		if d.tokens[middle].End <= at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// fold gives the folded word at a token, "" outside the text.
func (d *document) fold(i int) string {
	if i < 0 || i >= len(d.tokens) {
		return ""
	}
	return d.tokens[i].fold
}

// speaksEnglish tells English from Dutch by its commonest words.
func speaksEnglish(tokens []token) bool {
	english, dutch := 0, 0
	for _, t := range tokens {
		switch t.fold {
		case "the", "and", "we", "of", "for", "have", "from", "our", "to", "with", "you", "are":
			english++
		case "de", "het", "een", "en", "van", "wij", "voor", "zijn", "met", "u", "kunnen", "hebben":
			dutch++
		}
	}
	return english > dutch
}

// commons lists capitalised words that name no building.
var commons = newLexicon(map[string]bool{
	`januari februari maart april mei juni juli augustus september oktober november december
	maandag dinsdag woensdag donderdag vrijdag zaterdag zondag january february march may june july august october
	monday tuesday wednesday thursday friday saturday sunday pasen kerst
	oekraine oekraiense oekrains* oekrain* ukraine ukrainian* nederland nederlandse netherlands europa russische rusland serviced syrische
	rijk coa ggd vng ind rode kruis vluchtelingenwerk gemeente gemeenten *groep *organisatie *stichting *bedrijf *corporatie *vereniging veiligheidsregio veiligheidsberaad provincie rijksvastgoedbedrijf knooppunt ministerie
	met beste geachte dear hallo hoi goedemorgen goedemiddag goedendag dag hi hello wij we ik u jullie er dit deze dat die als ook bij voor van naar vanaf onze ons
	graag hierbij helaas namens per tot totaal aantal periode contact contactpersoon telefoon tel mail email e-mail adres locatie opvang capaciteit
	mevrouw meneer heer dhr mevr mw mr mrs ms wethouder burgemeester staatssecretaris minister
	укра* червон* муніципалітет* громад* january _ нідерланд* шановн* добрий вітаю доброго
	i it our they their there this please thank thanks best kind regards from until contact-person phone`: true,
})

// isCommon tells whether a capitalised word is no name by itself.
func (d *document) isCommon(i int) bool {
	fold := d.tokens[i].fold
	if _, ok := commons.find(fold); ok {
		return true
	}
	_, ok := nouns.find(fold)
	return ok && strings.ToLower(fold) == fold && len(fold) > 3 && !d.properNoun(i)
}

// properNoun tells whether a capitalised noun is more likely part of a name: it
// stands in the middle of a sentence.
func (d *document) properNoun(i int) bool {
	return i > 0 && d.tokens[i-1].kind == wordToken && d.tokens[i-1].capital
}

// isPeople tells whether a capitalised word stands for people or an organisation.
func (d *document) isPeople(i int) bool {
	if d.isCommon(i) {
		return true
	}
	text := d.text[d.tokens[i].Start:d.tokens[i].End]
	return len(text) <= 4 && strings.ToUpper(text) == text
}

// is tells whether the folded word at a token is one of some.
func (d *document) is(i int, words ...string) bool {
	return i >= 0 && i < len(d.tokens) && slices.Contains(words, d.tokens[i].fold)
}
