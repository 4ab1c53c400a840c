package reading

import (
	"strings"

	"onderdak/internal/phrase"
)

// titles stand before the name of a person.
var titles = setOf(`mevrouw mevr mw meneer mijnheer dhr heer mr mrs ms miss dr drs ir ing prof ds пані пан п wethouder burgemeester`)

// firstNames are common first names, to tell "Anja van Houten" from "Vereniging van
// Houten" at the beginning of a line.
var firstNames = setOf(`anja jan piet kees henk anna maria marieke sanne lotte femke eva emma sophie lisa linda monique petra ingrid esther karin
	peter johan willem hans mark erik rob marco bas tom tim daan lars bram sven jeroen martijn wouter joost fatima mohamed ahmed youssef aisha
	olena oksana iryna natalia svitlana tetiana yulia andriy serhiy oleksandr ivan john mary james sarah david karen susan
	олена оксана ірина наталія світлана тетяна юлія андрій сергій олександр іван марія`)

// person is somebody's name in a text.
type person struct {
	phrase.Span
	name string
	to   int
}

// personAt reads the name of a person that begins at a token: titles (left out),
// initials or first names, small words, surnames.
func (d *document) personAt(i, end int) (person, bool) {
	for i < end && (titles[d.tokens[i].fold] || d.tokens[i].fold == "de" && titles[d.fold(i+1)]) {
		i++
		for i < end && d.tokens[i].fold == "." {
			i++
		}
	}
	from, to, full := i, i, false
	for i < end && i < from+9 {
		t := d.tokens[i]
		switch {
		case t.kind == markToken && (t.fold == "." && i > from && len([]rune(d.tokens[i-1].fold)) <= 2 || t.fold == "(" && i > from && d.fold(i+2) == ")" && d.tokens[min(i+1, end-1)].capital):
			if t.fold == "(" {
				i += 2
			}
		case t.kind == markToken && t.fold == ")" && i > from:
		case t.kind == wordToken && t.capital && !d.isNotPerson(i):
			to, full = i+1, full || len([]rune(t.fold)) > 1
		case t.kind == wordToken && i > from && (t.fold == "v" || t.fold == "d" || t.fold == "vd") && i+2 < end && d.tokens[i+1].fold == ".":
			i++
		case t.kind == wordToken && surnameParticles[t.fold] && i+1 < end && d.tokens[i+1].kind == wordToken && (d.tokens[i+1].capital || surnameParticles[d.tokens[i+1].fold]):
		default:
			i = end
		}
		i++
	}
	if !full || to == from {
		return person{}, false
	}
	if to < len(d.tokens) && d.tokens[to].fold == "." && len([]rune(d.tokens[to-1].fold)) == 1 {
		to++
	}
	span := phrase.Span{Start: d.tokens[from].Start, End: d.tokens[to-1].End}
	return person{Span: span, name: strings.Join(strings.Fields(d.text[span.Start:span.End]), " "), to: to}, true
}

var surnameParticles = setOf(`vd en van de der den ter ten te 't von el al la le da dos bin ben 's op in aan het`)

// notPersons are capitalised words of signatures that are no names.
var notPersons = newLexicon(map[string]bool{
	`*gemeente team afdeling *coordinator *manager directeur adviseur *beleid stichting vereniging bv b.v hotel bestuur secretariaat opvang *opvang crisis*
	project* programma* communicatie voorzitter eigenaar beheerder wethouder burgemeester namens sociaal domein veiligheid wonen locatie* postbus tel telefoon mobiel mail email fax
	wij ik u graag bel bellen dit de het een met en of als ps verzonden sent outlook iphone contactpersoon contact afzender aantal plekken periode
	department municipality council office regards policy foundation director sent from phone mobile the we i our your
	керівник* відділ* муніципалітет* координатор* директор* менеджер* тел телефон громад* ми я наш* дякую телефонуйте організаці*`: true,
})

func (d *document) isNotPerson(i int) bool {
	fold := d.tokens[i].fold
	if _, ok := notPersons.find(fold); ok {
		return true
	}
	if _, ok := commons.find(fold); ok && fold != "mei" && fold != "may" && fold != "april" && fold != "june" && fold != "august" {
		return true
	}
	if _, ok := sorts.find(fold); ok && !surnameParticles[d.fold(i-1)] && (i == 0 || !d.tokens[i-1].capital) {
		return true
	}
	return d.taken[i]
}

// looksPersonal tells whether the name of a mailbox is that of a person.
func looksPersonal(name string) bool {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 80 || strings.ContainsAny(name, "@|/:") {
		return false
	}
	d := &document{text: name, tokens: tokenise(name)}
	d.taken, d.town = make([]bool, len(d.tokens)), make([]*town, len(d.tokens))
	if before, after, ok := strings.Cut(name, ","); ok && !strings.Contains(after, ",") && len(strings.Fields(before)) <= 3 {
		return looksPersonal(strings.TrimSpace(after)+" "+before) && len(strings.Fields(after)) <= 4
	}
	p, ok := d.personAt(0, len(d.tokens))
	return ok && p.to >= len(d.tokens) && (len(d.tokens) > 1 || firstNames[d.tokens[0].fold])
}
