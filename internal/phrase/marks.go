package phrase

import "strings"

// mark finds what looks like a number or a date and is neither: addresses of mail
// and pages, account and telephone numbers, postcodes with the house number before
// them, references.
func (s *scan) mark() {
	s.markRuns()
	for i := 0; i < len(s.tokens); i++ {
		if s.dead[i] {
			continue
		}
		switch t := &s.tokens[i]; t.kind {
		case word:
			s.markWord(i)
		case digits:
			if next := s.fullDate(i); next > i {
				i = next - 1
				continue
			}
			s.markPostcode(i)
			s.markPhone(i)
		case sign:
			if t.fold == "+" || t.fold == "(" {
				s.markPhone(i)
			}
		}
	}
}

// markWord looks for what a word may begin.
func (s *scan) markWord(i int) {
	t := &s.tokens[i]
	switch {
	case labels[t.fold]:
		s.markReference(i)
	case streetTails(t.fold):
		s.markHouse(i)
	case len(t.fold) == 2 && s.glued(i+1) && s.at(i+1).kind == digits:
		s.markAccount(i)
	}
}

func (s *scan) kill(from, to int) {
	for i := max(from, 0); i < min(to, len(s.tokens)); i++ {
		s.dead[i] = true
	}
}

// markRuns kills every stretch without white space that is an address of mail or a
// page, and digits that hang on letters before them ("A12", "COVID-19").
func (s *scan) markRuns() {
	for from := 0; from < len(s.tokens); {
		to := from + 1
		address := false
		for ; to < len(s.tokens) && !s.tokens[to].gap; to++ {
			fold := s.tokens[to].fold
			address = address || fold == "@" || fold == "/" && s.is(to-1, "/") && s.is(to-2, ":")
			if s.tokens[to].kind == digits && s.hangs(to, from) {
				s.dead[to] = true
			}
		}
		if address || s.is(from, "www") && s.is(from+1, ".") {
			s.kill(from, to)
		}
		from = to
	}
}

// hangs says that digits belong to letters before them. "x4" and "à4" do not, nor
// does a name and date ("14-mrt-2022").
func (s *scan) hangs(i, from int) bool {
	before := i - 1
	if before < from {
		return false
	}
	if s.at(before).kind == word {
		return !s.mayCarry(before)
	}
	if before == from || !s.is(before, "-", "/", ".") || s.at(before-1).kind != word {
		return false
	}
	_, month := months[s.at(before-1).fold]
	return !month && !(s.is(before, ".") && abbreviations[s.at(before-1).fold])
}

// mayCarry says that a number may follow the word without a space: "max80", "x4".
func (s *scan) mayCarry(i int) bool {
	t := s.at(i)
	if t.fold == "x" || t.fold == "х" || t.fold == "t/m" || t.accent || t.fold == "a" && s.at(i-1).kind == digits {
		return true
	}
	_, bound := bounds.of(t.fold)
	_, month := months[t.fold]
	return bound || month
}

var abbreviations = set(`ca max min nr circa pers mrt jan feb febr apr jun jul aug sept sep okt nov dec oct mar may макс мін тис ок
	кім люд ос січ лют бер кві квіт тра трав чер черв лип сер серп вер жов жовт лис груд р рр ст вул буд кв тел mnd wk approx`)

// labels are the words behind which a reference or a number of an address stands.
var labels = set(`kenmerk ref referentie reference zaaknummer zaaknr zaak dossier dossiernummer iban kvk btw bsn kvknr tel telefoon
	telefoonnummer telnr mobiel fax mob phone telephone mobile postbus kenteken factuur factuurnummer polisnummer ordernummer lbr nr
	nummer huisnummer no number artikel art lid blz pag pagina page bijlage annex versie version room kamernummer paragraaf hoofdstuk
	id code wijk perceel lijn bus route line номер тел телефон моб факс індекс код справа буд будинок кв квартира стор рахунок`)

// markReference kills the code behind its label: up to four stretches without
// white space that hold digits, within the line. A number with a noun behind it is
// an amount after all ("bijlage: 60 bedden").
func (s *scan) markReference(i int) {
	at := i + 1
	for s.is(at, ".", ":", "#", "nr", "nummer", "no", "is", "№", "-", "(", ")") && at < i+4 && s.at(at).breaks == 0 {
		at++
	}
	if s.countable(i) && !s.is(i+1, ".", ":") {
		return // "номер" is a room too
	}
	for run := 0; run < 4; run++ {
		to, figures, names := s.run(at)
		if !figures || run > 0 && (names || !phonelike[s.at(i).fold]) {
			return
		}
		if to == at+1 && s.countable(to) {
			return
		}
		s.kill(at, to)
		at = to
	}
}

// run is a stretch without white space, without the comma or point that ends it:
// the token after it, and whether it has digits and words. A code has at most 40 tokens.
func (s *scan) run(at int) (to int, figures, names bool) {
	for to = at; to < min(len(s.tokens), at+40) && s.at(to).breaks == 0 && (to == at || s.glued(to)); to++ {
		figures = figures || s.at(to).kind == digits
		names = names || s.at(to).kind == word
	}
	if to-1 > at && s.is(to-1, ",", ".", ";") {
		to--
	}
	return to, figures, names
}

// phonelike labels stand before numbers that are written in groups.
var phonelike = set("iban tel telefoon telefoonnummer telnr mobiel fax mob phone telephone mobile тел телефон моб факс рахунок kvk btw")

var tails = []string{"straat", "straatje", "laan", "plein", "kade", "gracht", "singel", "dijk", "dreef", "steeg", "weg", "plantsoen", "boulevard", "allee", "markt",
	"pad", "hof", "street", "road", "avenue", "lane", "square", "str", "вулиця", "вул", "проспект", "провулок", "park", "burgwal", "haven", "steenweg", "ring"}

func streetTails(w string) bool {
	for _, tail := range tails {
		if strings.HasSuffix(w, tail) {
			return true
		}
	}
	return false
}

// markHouse kills the house number behind the name of a street.
func (s *scan) markHouse(i int) {
	at := i + 1
	if s.is(at, ".") {
		at++
	}
	if s.is(i, "вул", "вулиця", "проспект", "провулок") && s.at(at).kind == word {
		at++
	}
	comma := s.is(at, ",")
	if comma {
		at++
	}
	named := s.tokens[i].upper || s.at(i-1).upper || comma || s.is(at-1, ".") || s.is(i, "вул", "вулиця", "проспект", "провулок")
	if !named || !s.isHouse(at) {
		return
	}
	to := at + 1
	for to < len(s.tokens) && to < at+4 && s.glued(to) && !s.is(to, ",", ".", ")", ";", ":") {
		to++
	}
	s.kill(at, to)
}

// isHouse says that the digits may be the number of a house: not the day of a date,
// nor followed by what they count.
func (s *scan) isHouse(i int) bool {
	t := s.at(i)
	if t.kind != digits || t.breaks > 0 || len(t.fold) > 4 {
		return false
	}
	_, month := months[s.at(i+1).fold]
	return !month && !s.countedSoon(i+1)
}

// countedSoon says that a counted noun follows at once, or after one word.
func (s *scan) countedSoon(i int) bool {
	return s.at(i).breaks == 0 && (s.countable(i) || s.at(i).kind == word && s.at(i+1).breaks == 0 && s.countable(i+1))
}

// markAccount kills an international account number.
func (s *scan) markAccount(i int) {
	if !s.tokens[i].upper || len(s.at(i+1).fold) != 2 {
		return
	}
	to, length := i+2, 4
	for ; to < len(s.tokens) && to < i+14 && length < 34 && s.at(to).breaks == 0; to++ {
		t := s.at(to)
		if t.kind == sign || t.kind == word && (t.fold == "" || len(t.fold) > 4 || !t.upper) || len(t.fold) > 18 {
			break
		}
		length += len(t.fold)
	}
	if length >= 15 {
		s.kill(i, to)
	}
}

// markPostcode kills a Dutch postcode and the house number before it.
func (s *scan) markPostcode(i int) {
	if !s.isPostcode(i) {
		return
	}
	s.kill(i, i+2)
	at := i - 1
	if s.is(at, ",", "-") {
		at--
	}
	if s.at(at).kind == word && len(s.at(at).fold) == 1 {
		at--
	}
	if s.at(at).kind == digits && len(s.at(at).fold) <= 4 {
		s.kill(at, i)
	}
}

func (s *scan) isPostcode(i int) bool {
	t, letters := s.at(i), s.at(i+1)
	if len(t.fold) != 4 || t.fold[0] == '0' || letters.kind != word || letters.End-letters.Start != 2 || letters.breaks > 0 {
		return false
	}
	if s.glued(i+2) && s.at(i+2).kind != sign {
		return false
	}
	a, b := s.text[letters.Start], s.text[letters.Start+1]
	return a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z'
}

// markPhone kills a telephone number: it begins with + or 0 and has nine digits or
// more, in groups.
func (s *scan) markPhone(i int) {
	at, total, plus := i, 0, false
	for ; at < len(s.tokens) && at < i+20; at++ {
		t := s.at(at)
		if at > i && (t.breaks > 0 || t.Start-s.at(at-1).End > 2) {
			break
		}
		if t.kind == digits {
			if total == 0 && !plus && t.fold[0] != '0' || total+len(t.fold) > 15 {
				break
			}
			total += len(t.fold)
			continue
		}
		plus = plus || t.fold == "+"
		if !phoneSigns[t.fold] {
			break
		}
	}
	if total >= 9 {
		s.kill(i, at)
	}
}

var phoneSigns = set("+ - – ( ) . ‑ /")
