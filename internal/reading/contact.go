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

// beforePersons are words after which the person to call is named: "bellen met …".
var beforePersons = setOf(`met naar bij is aan via call contact ask for phone ring reach telephone name am naam ben телефонувати телефонуйте дзвоніть звертайтеся звертатися зателефонувати до контакт запитайте питайте мене звати особа — - : bel belt vraag mail mailt`)

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
	d.labelledIn(from, to, &c)
	d.numbersIn(from, to, &c)
	return c
}

// namedIn finds the person whom a sentence about calling names.
func (d *document) namedIn(from, to int, c *call) {
	for i := from; i < to; i++ {
		if !d.tokens[i].capital && !titles[d.tokens[i].fold] || d.isNotPerson(i) && !titles[d.tokens[i].fold] {
			continue
		}
		p, ok := d.personAt(i, to)
		if !ok || p.to <= i {
			continue
		}
		single := p.to == i+1
		sure := 0.6
		switch {
		case titles[d.tokens[i].fold]:
			sure = 0.9
		case i > from && beforePersons[d.fold(i-1)] || i > from+1 && beforePersons[d.fold(i-2)] && d.tokens[i-1].kind == wordToken && !d.tokens[i-1].capital:
			sure = 0.9
		case single, d.town[i] != nil, i == from && p.to-i < 2:
			i = p.to - 1
			continue
		}
		if d.town[i] != nil && d.town[i].to >= p.to || isStreet(d.tokens[p.to-1].fold) {
			i = p.to - 1
			continue
		}
		if sure > c.nameSure {
			c.name, c.nameSpan, c.nameSure, c.explicit = p.name, p.Span, sure, true
		}
		i = p.to - 1
	}
}

// labelledIn reads the value of a line "Contact: …": a person, or whoever else is
// to be called ("piketambtenaar").
func (d *document) labelledIn(from, to int, c *call) {
	if contactLabels[d.tokens[from].fold] {
		for colon := from + 1; colon < min(to, from+8); colon++ {
			if d.tokens[colon].fold == ":" && d.nameAfter(colon+1, to, c) {
				return
			}
		}
	}
	for colon := from + 1; colon < to; colon++ {
		if d.tokens[colon].fold != ":" {
			continue
		}
		first := max(from, colon-3)
		label := ""
		for k := colon - 1; k >= first && d.tokens[k].kind != breakToken; k-- {
			if d.tokens[k].fold == "." {
				continue
			}
			label = strings.TrimSuffix(d.tokens[k].fold+"-"+label, "-")
			if contactLabels[label] && d.nameAfter(colon+1, to, c) {
				return
			}
		}
		if colon-from > 12 {
			return
		}
	}
}

// nameAfter takes the words of a label's value as a name.
func (d *document) nameAfter(i, to int, c *call) bool {
	if p, ok := d.personAt(i, to); ok {
		c.name, c.nameSpan, c.nameSure, c.explicit = p.name, p.Span, 0.95, true
		return true
	}
	end := i
	for end < to && end < i+4 && d.tokens[end].kind == wordToken && !d.taken[end] {
		if _, ok := phoneWords.find(d.tokens[end].fold); ok {
			break
		}
		end++
	}
	if end == i || end < to && d.tokens[end].kind == wordToken && !d.taken[end] {
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
	lines := 0
	for i := start; i < to && lines < 4; {
		for i < to && (d.tokens[i].kind == breakToken || d.tokens[i].kind == markToken || d.tokens[i].fold == "namens") {
			i++
		}
		end := i
		for end < to && d.tokens[end].kind != breakToken {
			end++
		}
		if i >= end {
			break
		}
		lines++
		if p, ok := d.personAt(i, end); ok && d.town[i] == nil && (p.to == end || d.tokens[p.to].kind == markToken || d.tokens[p.to].kind != wordToken || lines == 1) {
			c.name, c.nameSpan, c.nameSure = p.name, p.Span, 0.85
			break
		}
		i = end
	}
	d.numbersIn(start, to, &c)
	return c
}

// merge fills what c lacks from a weaker source.
func (c call) merge(weaker call) call {
	if c.name == "" {
		c.name, c.nameSpan, c.nameSure = weaker.name, weaker.nameSpan, weaker.nameSure
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
