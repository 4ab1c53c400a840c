package reading

import (
	"slices"
	"strings"

	"onderdak/internal/phrase"
)

// call is what a part of a text says of whom to call; the zero value of a field
// was not said.
type call struct {
	name      string
	nameSpan  phrase.Span
	nameSure  float64
	phone     string
	phoneSpan phrase.Span
	worth     int
	email     string
	emailSpan phrase.Span
	explicit  bool // somebody is named as the one to call
}

// contactLabels open the name of who is to be called; the words of a label are
// joined by hyphens.
var contactLabels = setOf(`ctp wie who хто aanspreekpunt-is contactpersoon contact contactpersonen contactgegevens aanspreekpunt contactpersoon-is naam naam-contactpersoon coordinator beheerder locatiemanager
	contact-person contact-name name person-to-contact coordinator-is manager point-of-contact your-contact
	контактна-особа контакт контактна контактною особою контактна-особа- ім'я відповідальна відповідальний координатор координаторка контактною-особою`)

// nameOnly are labels that may open the name of a location too.
var nameOnly = setOf(`naam name ім'я`)

// beforePersons are words after which the person to call is named: "bellen met …".
var beforePersons = setOf(`met naar bij is aan via call contact ask for phone ring reach telephone name am naam ben телефонувати телефонуйте дзвоніть звертайтеся звертатися зателефонувати до контакт запитайте питайте мене звати особа зв'яжіться > → — - : bel belt vraag mail mailt`)

// aboutCalling are words that tell a sentence is about whom to call.
var aboutCalling = newLexicon(map[string]bool{
	`*contact *contactpersoon *contactpersonen contactgegevens bellen bel belt *bereikbaar aanspreekpunt telefonisch telefoon telefoonnummer mailen overleggen afstemmen vragen vraag coordineert coordinator regelt coordinatie nummer
	contact call phone reach reachable reached telephone ask arrange coordinates available
	контакт* телефон* дзвон* звертайтес* звертатис* зателефон* відповідальн* координ* питан* зв'яз*`: true,
})

// contactIn reads whom to call from the tokens from..to-1.
func (d *document) contactIn(from, to int) call {
	c := call{}
	about := slices.ContainsFunc(d.tokens[from:to], func(t token) bool {
		_, ok := aboutCalling.find(t.fold)
		return ok
	})
	if about {
		d.namedIn(from, to, &c)
	}
	if c.name == "" {
		d.besideNumber(from, to, &c)
	}
	d.labelledIn(from, to, &c)
	d.numbersIn(from, to, &c)
	return c
}

// namedIn finds the person whom a sentence about calling names.
func (d *document) namedIn(from, to int, c *call) {
	for i := from; i < to; i++ {
		titled := titles[d.tokens[i].fold]
		if !titled && (!d.tokens[i].capital || d.isNotPerson(i)) {
			continue
		}
		p, ok := d.personAt(i, to)
		if !ok || p.to <= i {
			continue
		}
		sure := d.sureOf(i, from, p)
		if sure > c.nameSure && !d.isPlace(i, p) {
			c.name, c.nameSpan, c.nameSure, c.explicit = p.name, p.Span, sure, true
		}
		i = p.to - 1
	}
}

// sureOf weighs a person in a sentence about calling by the words before; 0 where
// a capital alone is no sign of a person.
func (d *document) sureOf(i, from int, p person) float64 {
	switch {
	case titles[d.tokens[i].fold]:
		return 0.9
	case i > from && d.is(i-1, "bij"), i > from && d.is(i-1, "is") && !contactLabels[d.fold(i-2)]:
		return 0.75
	case i > from && d.introduced(i-1):
		return 0.9
	case i > from+1 && beforePersons[d.fold(i-2)] && d.tokens[i-1].kind == wordToken && !d.tokens[i-1].capital && !articles[d.fold(i-1)]:
		return 0.9
	case p.to == i+1, d.town[i] != nil, d.isHouse(p.to):
		return 0
	}
	return 0.6
}

// isHouse tells whether the word at a token, or the one before it, makes what looks
// like a person a business or a building: "Pinnacle Logistics BV", "Willow Centre".
func (d *document) isHouse(to int) bool {
	_, building := sorts.find(d.fold(to - 1))
	if _, next := sorts.find(d.fold(to)); next && d.tokens[to].capital {
		building = true
	}
	return building || d.is(to, "bv", "b.v", "ltd", "gmbh", "inc", "nv", "group", "foundation", "stichting", "тов", "plc")
}

// introduced tells whether a word stands before the names of people to call.
func (d *document) introduced(i int) bool {
	return beforePersons[d.fold(i)] || rolesBefore[d.fold(i)]
}

// isPlace tells whether what looks like a person is a town or a street.
func (d *document) isPlace(i int, p person) bool {
	if i > 0 && d.tokens[i-1].capital && d.is(i-1, "de", "het") {
		return true // "sporthal De Haamen"
	}
	return d.town[i] != nil && d.town[i].to >= p.to || isStreet(d.tokens[p.to-1].fold)
}

// besideNumber reads the person a number or mailbox stands behind: "Fleur Hendrikx
// (06-12345678)".
func (d *document) besideNumber(from, to int, c *call) {
	for i := from; i < to; i++ {
		t := d.tokens[i]
		if t.kind != wordToken || !t.capital || d.isNotPerson(i) || d.town[i] != nil {
			continue
		}
		p, ok := d.personAt(i, to)
		if !ok {
			continue
		}
		named := p.to-i >= 2 || d.is(p.to, "(") && !d.isKnown(i) || i > from && d.introduced(i-1)
		if named && d.numberBehind(p.to, to) {
			c.name, c.nameSpan, c.nameSure, c.explicit = p.name, p.Span, 0.8, true
			return
		}
		i = p.to - 1
	}
}

// numberBehind tells whether only signs and words like "tel" stand before a number
// or mailbox.
func (d *document) numberBehind(i, to int) bool {
	at := i
	for at < min(to, i+3) && !d.taken[at] && (d.tokens[at].kind == markToken || phoneWord(d.tokens[at].fold)) {
		at++
	}
	return at < to && d.taken[at] && d.isReach(at)
}

// isReach tells whether a token belongs to a telephone number or a mailbox.
func (d *document) isReach(i int) bool {
	if d.tokens[i].kind == mailToken {
		return true
	}
	at, _ := slices.BinarySearchFunc(d.phones, i, func(p phone, token int) int { return p.token - token })
	return at < len(d.phones) && d.phones[at].token <= i+1
}

func phoneWord(fold string) bool {
	_, ok := phoneWords.find(fold)
	return ok || fold == "tel" || fold == "telefoon" || fold == "тел" || fold == "phone" || fold == "op" || fold == "via"
}

// rolesBefore are words that may stand before a name.
var rolesBefore = setOf(`collega coordinator beheerder eigenaar directeur manager eigenaresse assistent bestuursassistent bestuursassistente contactpersoon secretaresse hotelmanager locatiemanager projectleider
	colleague owner director assistant secretary координатор колега керівник власник адміністратор`)

// labelledIn reads the value of a line "Contact: …": a person, or whoever else is
// to be called ("piketambtenaar").
func (d *document) labelledIn(from, to int, c *call) {
	opens := contactLabels[d.tokens[from].fold]
	for colon := from + 1; colon < min(to, from+13); colon++ {
		if !d.is(colon, ":") {
			continue
		}
		labelled := opens && colon < from+8 && d.nameLabelFits(d.tokens[from].fold, colon)
		if (labelled || d.contactLabel(from, colon)) && d.nameAfter(colon+1, to, c) {
			return
		}
	}
}

// contactLabel tells whether up to three words before a colon are a label of whom
// to call.
func (d *document) contactLabel(from, colon int) bool {
	label := ""
	for k := colon - 1; k >= max(from, colon-3) && d.tokens[k].kind != breakToken; k-- {
		if d.is(k, ".") {
			continue
		}
		label = strings.TrimSuffix(d.tokens[k].fold+"-"+label, "-")
		if contactLabels[label] && d.nameLabelFits(label, colon) {
			return true
		}
	}
	return false
}

// nameLabelFits keeps "Naam: De Smeltkroes" from being a person.
func (d *document) nameLabelFits(label string, colon int) bool {
	_, building := sorts.find(d.fold(colon + 1))
	return !nameOnly[label] || !building && !articles[d.fold(colon+1)] && !d.ofLocation(colon) && !d.underHeading(colon-1)
}

// ofLocation tells whether a label before a colon is of the name of a location:
// "Location name", "Name of the site".
func (d *document) ofLocation(colon int) bool {
	for i := colon - 1; i >= max(0, colon-5) && d.tokens[i].kind == wordToken; i-- {
		if d.is(i, "location", "site", "venue", "building", "accommodation", "property", "place", "локації", "закладу", "об'єкта", "будівлі") {
			return true
		}
	}
	return false
}

// underHeading tells whether a field stands right below a line that opens a location:
// "Locatie 1", "Naam: Avegoor".
func (d *document) underHeading(i int) bool {
	at := i - 1
	if at < 1 || d.tokens[at].kind != breakToken {
		return false
	}
	for at--; at > 0 && at > i-8 && d.tokens[at-1].kind != breakToken; at-- {
	}
	return d.is(at, "locatie", "opvanglocatie", "location", "object", "gebouw", "pand")
}

// nameAfter takes the words of a label's value as a name: a person among them, or
// the first few.
func (d *document) nameAfter(i, to int, c *call) bool {
	for at := i; at < min(to, i+6) && d.tokens[at].kind != breakToken && d.tokens[at].kind != digitToken && !d.taken[at]; at++ {
		t := d.tokens[at]
		if !titles[t.fold] && (!t.capital || articles[t.fold]) {
			continue
		}
		if p, ok := d.personAt(at, to); ok {
			c.name, c.nameSpan, c.nameSure, c.explicit = p.name, p.Span, 0.95, true
			return true
		}
	}
	return d.functionAfter(i, to, c)
}

// functionAfter takes up to four words for a function: "piketambtenaar".
func (d *document) functionAfter(i, to int, c *call) bool {
	end := i
	for end < min(to, i+4) && d.tokens[end].kind == wordToken && !d.taken[end] && !phoneWord(d.tokens[end].fold) {
		end++
	}
	goesOn := end < to && d.tokens[end].kind == wordToken && !d.taken[end] && !phoneWord(d.tokens[end].fold)
	if end == i || goesOn {
		return false
	}
	span := phrase.Span{Start: d.tokens[i].Start, End: d.tokens[end-1].End}
	c.name, c.nameSpan, c.nameSure, c.explicit = d.text[span.Start:span.End], span, 0.7, true
	return true
}

// numbersIn finds the best telephone number and the first mailbox.
func (d *document) numbersIn(from, to int, c *call) {
	at, _ := slices.BinarySearchFunc(d.phones, from, func(p phone, token int) int { return p.token - token })
	for _, p := range d.phones[at:] {
		if p.token >= to {
			break
		}
		if p.worth > c.worth {
			c.phone, c.phoneSpan, c.worth = p.words, p.Span, p.worth
		}
	}
	for i := from; i < to && c.email == ""; i++ {
		if d.tokens[i].kind == mailToken && !d.aboutMoney(i, from) {
			c.email, c.emailSpan = d.text[d.tokens[i].Start:d.tokens[i].End], d.tokens[i].Span
		}
	}
}

// aboutMoney tells whether a mailbox is for invoices.
func (d *document) aboutMoney(i, from int) bool {
	for at := max(from, i-4); at < i; at++ {
		switch d.tokens[at].fold {
		case "facturen", "factuur", "invoices", "invoice", "rekeningen", "pers", "press", "рахунки":
			return true
		}
	}
	return false
}

// signed reads whom a signature names: the first of its lines that is the name of
// a person, and its best number.
func (d *document) signed() call {
	c := call{}
	from, to := d.zones.signature, d.zones.signatureEnd
	if from >= to {
		return c
	}
	start := max(closerEnd(d.tokens, from, to), from)
	for i, lines := start, 0; i < to && lines < 4 && c.name == ""; lines++ {
		for i < to && (d.tokens[i].kind == breakToken || d.tokens[i].kind == markToken || d.is(i, "namens")) {
			i++
		}
		end := d.lineEnd(i, to)
		if i < end {
			d.signedLine(i, end, lines == 0, &c)
		}
		i = end
	}
	d.numbersIn(start, to, &c)
	return c
}

// lineEnd gives the token at which a line ends.
func (d *document) lineEnd(i, to int) int {
	for i < to && d.tokens[i].kind != breakToken {
		i++
	}
	return i
}

// signedLine reads the name on a line of a signature.
func (d *document) signedLine(i, end int, first bool, c *call) {
	if t := d.tokens[i]; d.signs[t.fold] && !t.capital {
		c.name, c.nameSpan, c.nameSure = d.text[t.Start:t.End], t.Span, 0.75
		return
	}
	p, ok := d.personAt(i, end)
	if ok && d.town[i] == nil && (first || p.to == end || d.tokens[p.to].kind != wordToken) {
		c.name, c.nameSpan, c.nameSure = p.name, p.Span, 0.82
	}
}

// merge fills what c lacks from a weaker source.
func (c call) merge(weaker call) call {
	if c.name == "" {
		c.name, c.nameSpan, c.nameSure, c.explicit = weaker.name, weaker.nameSpan, weaker.nameSure, weaker.explicit
	}
	if c.phone == "" || weaker.worth > c.worth && !c.explicit {
		if weaker.phone != "" {
			c.phone, c.phoneSpan, c.worth = weaker.phone, weaker.phoneSpan, weaker.worth
		}
	}
	if c.email == "" {
		c.email, c.emailSpan = weaker.email, weaker.emailSpan
	}
	return c
}

func (c call) empty() bool { return c.name == "" && c.phone == "" && c.email == "" }
