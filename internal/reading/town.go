package reading

import (
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

// town is a municipality that a text names.
type town struct {
	phrase.Span
	from, to int
	codes    []string // one, or several that bear the name
	official bool     // "gemeente Zeist", not only "Zeist"
}

// mostLookups bounds how many capitalised words are looked up in one text.
const mostLookups = 4000

// doubtful lists names of municipalities that are common words too: at the
// beginning of a sentence they are not taken for the municipality.
var doubtful = setOf(`best buren houten goes borne horst dinkelland laren bergen beek noordwijk wijk land epe hoorn ommen hulst sluis wassenaar oss ede tiel losser tholen brielle putten rucphen voorst wierden zwolle_ dongen landerd cuijk haren`)

// region words before a name say that it is no municipality.
var regional = setOf(`veiligheidsregio regio provincie universiteit ziekenhuis province region university station bisdom district ggd ggz hogeschool`)

// findTowns finds the municipalities named in the text.
func (d *document) findTowns() {
	lookups := 0
	for i := 0; i < len(d.tokens) && lookups < mostLookups; i++ {
		t := d.tokens[i]
		if d.taken[i] || !t.capital && !strings.HasPrefix(t.fold, "'s") {
			continue
		}
		lookups++
		if found, ok := d.townAt(i); ok {
			d.towns = append(d.towns, found)
			i = found.to - 1
		}
	}
	for k := range d.towns {
		d.town[d.towns[k].from] = &d.towns[k]
	}
}

// townAt reads the longest name of a municipality that begins at a token.
func (d *document) townAt(i int) (town, bool) {
	if d.tokens[i].kind != wordToken || regional[d.fold(i-1)] || d.insidePerson(i) || d.insideName(i) {
		return town{}, false
	}
	for to := d.townEnd(i); to > i; to-- {
		if d.is(to-1, "(") || d.is(to-1, ".") && to == i+2 {
			continue
		}
		codes := d.codesOf(d.text[d.tokens[i].Start:d.tokens[to-1].End], to == i+1)
		if len(codes) == 0 {
			continue
		}
		official := d.official(i)
		if doubtful[d.tokens[i].fold] && to == i+1 && !official && d.startsSentence(i) {
			return town{}, false
		}
		return town{Span: phrase.Span{Start: d.tokens[i].Start, End: d.tokens[to-1].End}, from: i, to: to, codes: codes, official: official}, true
	}
	return town{}, false
}

// insideName tells whether a capitalised article makes a word part of a name:
// "sporthal De Hardenberg".
func (d *document) insideName(i int) bool {
	return d.is(i-1, "de", "het") && d.tokens[i-1].capital && !d.startsSentence(i-1)
}

// townEnd gives the token up to which a name of a municipality may go on: five
// words and the signs of "Bergen (NH.)".
func (d *document) townEnd(i int) int {
	end := i + 1
	for end < min(len(d.tokens), i+5) && (d.tokens[end].kind == wordToken || strings.Contains("'()./", d.tokens[end].fold)) {
		end++
	}
	return end
}

func (d *document) official(i int) bool {
	switch d.fold(i - 1) {
	case "gemeente", "gem", "municipality", "муніципалітет", "муніципалітету", "муніципалітеті", "громада", "громаді":
		return true
	case "of":
		return d.fold(i-2) == "municipality" || d.fold(i-2) == "city"
	case ":", ".":
		return d.fold(i-2) == "gemeente" || d.fold(i-2) == "municipality" || d.fold(i-2) == "муніципалітет" || d.fold(i-2) == "gem"
	}
	return false
}

func (d *document) startsSentence(i int) bool {
	return i == 0 || d.tokens[i-1].kind == breakToken || strings.Contains(".!?:", d.tokens[i-1].fold)
}

// insidePerson tells whether a word is a surname: "Anja van Houten", "mevrouw
// Bergen".
func (d *document) insidePerson(i int) bool {
	at := i - 1
	for at >= 0 && at > i-4 && d.is(at, "van", "de", "der", "den", "ter") {
		at--
	}
	if at < 0 || d.governs(at, i) {
		return false
	}
	initial := d.is(at, ".") && at > 0 && (titles[d.tokens[at-1].fold] || len(d.tokens[at-1].fold) == 1)
	if titles[d.tokens[at].fold] || initial {
		return true
	}
	return at < i-1 && d.tokens[at].capital && d.tokens[at].kind == wordToken && d.firstNameLike(at)
}

// governs tells whether a word before "van" governs the municipality behind it, or
// stands inside the name of a building: "de burgemeester van Ede", "B en W van Aa en
// Hunze", "Hotel Hof van Wageningen".
func (d *document) governs(at, i int) bool {
	if at != i-2 || !d.is(i-1, "van") || d.tokens[i-1].capital {
		return false
	}
	if d.is(at, "burgemeester", "wethouder", "w", "college") {
		return true
	}
	if at == 0 || firstNames[d.tokens[at].fold] {
		return false
	}
	_, building := sorts.find(d.tokens[at-1].fold)
	return building
}

// firstNameLike tells whether a capitalised word before "van" is a first name
// rather than a noun of an organisation ("Gemeenteraad van Zeist").
func (d *document) firstNameLike(i int) bool {
	if _, ok := sorts.find(d.tokens[i].fold); ok {
		return false
	}
	if _, ok := commons.find(d.tokens[i].fold); ok {
		return false
	}
	return !strings.HasPrefix(d.tokens[i].fold, "gemeente") && !strings.HasSuffix(d.tokens[i].fold, "heid") && !d.startsSentence(i) ||
		firstNames[d.tokens[i].fold]
}

// codesOf gives the municipalities of today that a name stands for.
func (d *document) codesOf(words string, single bool) []string {
	if len(words) < 2 || len(words) > 60 {
		return nil
	}
	var codes []string
	for _, m := range atlas.ByName(strings.Join(strings.Fields(words), " ")) {
		current := atlas.Current(m.Code, d.today)
		if len(current) == 0 {
			current = atlas.Current(m.Code, lastDivision)
		}
		for _, code := range current {
			if !contains(codes, code) {
				codes = append(codes, code)
			}
		}
		if m.Code == firstOf(current) && len(codes) == 1 && !m.Until.Known {
			if strings.EqualFold(m.Name, words) {
				return codes
			}
		}
	}
	switch in, ok := villages[strings.Join(strings.Fields(foldWord(words)), " ")]; {
	case len(codes) > 0:
		return codes
	case ok:
		return d.codesOf(in, false)
	case isCyrillic(words):
		return soundsLike(words, single)
	}
	return nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// lastDivision is a night on which the newest division holds, for mails dated
// before the table begins.
var lastDivision = calendar.MustParse("2023-01-01")

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// squeezed ties names without spaces and signs, as domains have them, to codes.
var squeezed = squeezeNames()

func squeezeNames() map[string]string {
	index := map[string]string{"denhaag": "GM0518", "denbosch": "GM0796", "s-gravenhage": "GM0518"}
	for _, m := range atlas.Municipalities() {
		key := squeeze(m.Name)
		if _, twice := index[key]; twice {
			index[key] = ""
			continue
		}
		index[key] = m.Code
		if short, _, cut := strings.Cut(m.Name, " ("); cut {
			if _, taken := index[squeeze(short)]; !taken {
				index[squeeze(short)] = m.Code
			}
		}
	}
	return index
}

func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, foldWord(name))
}

// townOfDomain gives the municipality in the domain of a mailbox: zeist.nl,
// gemeentezeist.nl, gemeente-zeist.example; "" where none is there.
func townOfDomain(email string) string {
	_, host, ok := strings.Cut(strings.ToLower(email), "@")
	if !ok || len(host) > longestAddress {
		return ""
	}
	labels := strings.Split(host, ".")
	for _, label := range labels[:len(labels)-1] {
		label = strings.TrimPrefix(strings.TrimPrefix(label, "gemeente"), "gem-")
		label = strings.TrimSuffix(strings.TrimSuffix(label, "gemeente"), "-")
		if code := squeezed[squeeze(label)]; code != "" && len(squeeze(label)) >= 3 {
			return code
		}
	}
	return ""
}
