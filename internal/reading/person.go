package reading

import (
	"strings"

	"onderdak/internal/phrase"
)

// titles stand before the name of a person.
var titles = setOf(`zr rev capt captain pastor пастор отець сестра брат fr sr zuster sister pater broeder father brother rev dominee kapitein mevrouw mevr mw meneer mijnheer dhr heer mr mrs ms miss dr drs ir ing prof ds пані пан п wethouder burgemeester`)

// firstNames are common first names, to tell "Anja van Houten" from "Vereniging van
// Houten" at the beginning of a line.
var firstNames = setOf(`anja jan piet kees henk anna maria marieke sanne lotte femke eva emma sophie lisa linda monique petra ingrid esther karin
	peter johan willem hans mark erik rob marco bas tom tim daan lars bram sven jeroen martijn wouter joost fatima mohamed ahmed youssef aisha
	adri aad ad albert alex alice alie andre angela angelique anita anke ank anneke annelies annemarie annemiek annet arie arjan arjen arnold astrid barbara bart ben bernard bert berend bianca bob boudewijn britt carla carolien caroline chantal
	charlotte cor corrie cornelis danielle dennis diana dick dirk ellen elly els elsbeth erica ernst evelien ferry floor floris frank frans fred frits geert gerard gerda gerrit gert gijs guus hanneke hannie harm harmen harry heleen helma herman hilde hugo ilse ina inge ingeborg irene jacob jacqueline
	jaap jannie jasper jelle jessica jet joke jolanda joop joke joris jos judith jurgen kim klaas kirsten koen lammert laura leen leo lia lies lieke liesbeth linde loes louise luuk maaike maarten manon marcel margriet marian marianne mariska marije marjan marjolein marleen marloes martine mathijs maurice
	menno mia michael michel mieke mirjam miriam monica nadia nico nicole niels nienke nina olga patricia patrick paul pauline peggy pim ralph ramon renate rene ria richard rick rinske roel roelof roos ron ronald ruud sabine sander saskia sebastiaan silvia sietske simon sjaak sonja stefan steven suzanne sylvia
	theo thea thijs thomas tineke toon truus vera victor vincent wendy wil wilma willemien wim wietske yolanda yvonne
	olena oksana iryna natalia svitlana tetiana yulia andriy serhiy oleksandr ivan john mary james sarah david karen susan
	олена оксана ірина наталія світлана тетяна юлія андрій сергій олександр іван марія`)

// person is somebody's name in a text.
type person struct {
	phrase.Span
	name string
	to   int
}

// longestPerson bounds the name of a person, in words and signs: initials, a first
// name in brackets, small words, two surnames.
const longestPerson = 14

// personAt reads the name of a person that begins at a token: titles (left out),
// initials or first names, small words, surnames.
func (d *document) personAt(i, end int) (person, bool) {
	i = d.behindTitles(i, end)
	from, to, full := i, i, false
	for i < min(end, from+longestPerson) {
		next, named := d.nextOfPerson(i, from, end)
		if next == i {
			break
		}
		if named {
			to, full = next, full || len([]rune(d.tokens[i].fold)) > 1
		}
		i = next
	}
	if !full || to == from {
		return person{}, false
	}
	if d.is(to, ".") && len([]rune(d.tokens[to-1].fold)) == 1 {
		to++
	}
	span := phrase.Span{Start: d.tokens[from].Start, End: d.tokens[to-1].End}
	return person{Span: span, name: strings.Join(strings.Fields(d.text[span.Start:span.End]), " "), to: to}, true
}

// behindTitles steps over titles and what small words stand before a name.
func (d *document) behindTitles(i, end int) int {
	for i < end && (titles[d.tokens[i].fold] || d.is(i, "de") && titles[d.fold(i+1)]) {
		i++
		for i < end && d.is(i, ".") {
			i++
		}
	}
	for i < end && surnameParticles[d.tokens[i].fold] && !d.tokens[i].capital {
		i++
	}
	return i
}

// nextOfPerson steps over one part of a name of a person; named is true for names
// and initials. It gives the same token where the name ends.
func (d *document) nextOfPerson(i, from, end int) (next int, named bool) {
	t := d.tokens[i]
	switch {
	case t.kind == markToken:
		return d.signOfPerson(i, from, end), false
	case t.kind != wordToken:
		return i, false
	case t.capital && !d.isNotPerson(i):
		return i + 1, true
	case i > from && d.is(i, "v", "d", "vd") && i+2 < end && d.is(i+1, "."):
		return i + 2, false
	}
	small := surnameParticles[t.fold] && i+1 < end && d.tokens[i+1].kind == wordToken
	if small && (d.tokens[i+1].capital || surnameParticles[d.tokens[i+1].fold]) {
		return i + 1, false
	}
	return i, false
}

// signOfPerson steps over the dot of an initial and a first name in brackets.
func (d *document) signOfPerson(i, from, end int) int {
	switch {
	case i == from:
		return i
	case d.is(i, "."):
		if len([]rune(d.tokens[i-1].fold)) <= 2 {
			return i + 1
		}
	case d.is(i, "("):
		if i+2 < end && d.is(i+2, ")") && d.tokens[i+1].capital {
			return i + 3
		}
	}
	return i
}

var surnameParticles = setOf(`ван де дер ден тер фон та і vd en van de der den ter ten te 't von el al la le da dos bin ben 's`)

// notPersons are capitalised words of signatures that are no names.
var notPersons = newLexicon(map[string]bool{
	`*gemeente desk liaison region safety front booking stadsdeel stadsregie loket bureau zorggroep woonstichting woningstichting receptie reserveringen directie school college team afdeling *coordinator *manager directeur adviseur *beleid stichting vereniging bv b.v hotel bestuur secretariaat opvang *opvang crisis*
	project* programma* communicatie voorzitter eigenaar beheerder wethouder burgemeester namens sociaal domein veiligheid wonen locatie* postbus tel telefoon mobiel mail email fax
	wij ik u graag bel bellen dit de het een met en of als ps verzonden sent outlook iphone contactpersoon contact afzender aantal plekken periode
	department municipality council office regards policy foundation director sent from phone ring call text mobile the we i our your
	керівник* відділ* муніципалітет* координатор* директор* менеджер* тел телефон громад* ми я наш* дякую дзвоніть пишіть питайте звертайтеся зателефонуйте телефонуйте організаці*`: true,
})

// months that are names of people too.
var alsoNames = setOf(`mei may april june august`)

func (d *document) isNotPerson(i int) bool {
	fold := d.tokens[i].fold
	if d.taken[i] || d.signs[fold] {
		return d.taken[i]
	}
	if _, ok := notPersons.find(fold); ok {
		return true
	}
	if _, ok := commons.find(fold); ok && !alsoNames[fold] {
		return true
	}
	_, building := sorts.find(fold)
	inside := i > 0 && (surnameParticles[d.tokens[i-1].fold] || d.tokens[i-1].capital)
	return building && !inside
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
