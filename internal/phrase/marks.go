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
		switch t := s.tokens[i]; {
		case t.kind == word && labels[t.fold]:
			s.markReference(i)
		case t.kind == word && streetTails(t.fold):
			s.markHouse(i)
		case t.kind == word && len(t.fold) == 2 && s.glued(i+1) && s.at(i+1).kind == digits:
			s.markAccount(i)
		case t.kind == digits:
			if next := s.fullDate(i); next > i {
				i = next - 1
				continue
			}
			s.markPostcode(i)
			s.markPhone(i)
		case t.kind == sign && (t.fold == "+" || t.fold == "("):
			s.markPhone(i)
		}
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
	if s.is(before, "-", "/", ".") && before-1 >= from {
		before--
		if _, month := months[s.at(before).fold]; month || s.is(before+1, ".") && abbreviations[s.at(before).fold] {
			return false
		}
	}
	t := s.at(before)
	if t.kind != word || before < from || t.fold == "x" || t.fold == "х" || t.fold == "a" && s.at(before-1).kind == digits || t.accent {
		return false
	}
	if before+1 == i {
		_, bound := bounds[t.fold]
		_, month := months[t.fold]
		return !bound && !month && t.fold != "t/m"
	}
	return s.glued(before+1) && s.glued(before) || before == from && before+1 < i
}

var abbreviations = set(`ca max min nr circa pers mrt jan feb febr apr jun jul aug sept sep okt nov dec oct mar may макс мін тис ок
	кім люд ос січ лют бер кві квіт тра трав чер черв лип сер серп вер жов жовт лис груд р рр ст вул буд кв тел mnd wk approx`)

// labels are the words behind which a reference or a number of an address stands.
var labels = set(`kenmerk ref referentie reference zaaknummer zaaknr zaak dossier dossiernummer iban kvk btw bsn kvknr tel telefoon
	telefoonnummer telnr mobiel fax mob phone telephone mobile postbus kenteken factuur factuurnummer polisnummer ordernummer lbr nr
	nummer huisnummer no number artikel art lid blz pag pagina page bijlage annex versie version room kamernummer paragraaf hoofdstuk
	id code wijk perceel lijn bus route line номер тел телефон моб факс індекс код справа буд будинок кв квартира стор рахунок`)

// markReference kills the code behind its label: up to three stretches without
// white space that hold digits, within the line. A number with a noun behind it is
// an amount after all ("bijlage: 60 bedden").
func (s *scan) markReference(i int) {
	at := i + 1
	for s.is(at, ".", ":", "#", "nr", "nummer", "no", "is", "№", "-", "(", ")") && at < i+4 && s.at(at).breaks == 0 {
		at++
	}
	if countable(s.at(i).fold) && !s.is(i+1, ".", ":") {
		return // "номер 12" is a room, "60 номер(ів)" is counted from the other side
	}
	for run := 0; run < 4; run++ {
		to, figures, names := at, false, false
		for ; to < len(s.tokens) && s.at(to).breaks == 0 && (to == at || s.glued(to)); to++ {
			figures = figures || s.at(to).kind == digits
			names = names || s.at(to).kind == word
		}
		if s.is(to-1, ",", ".", ";") && to-1 > at {
			to--
		}
		if !figures || run > 0 && (names || !phonelike[s.at(i).fold]) {
			return
		}
		if to == at+1 && countable(s.at(to).fold) && s.at(to).kind == word {
			return
		}
		s.kill(at, to)
		at = to
	}
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
	if s.at(at).kind == sign && s.is(at, ",") {
		at++
	}
	if s.at(at).kind != digits || s.at(at).breaks > 0 || len(s.at(at).fold) > 4 {
		return
	}
	named := s.tokens[i].upper || s.at(i-1).upper && s.at(i-1).kind == word || s.tokens[i].kind == word && s.is(at-1, ",", ".")
	if _, month := months[s.at(at+1).fold]; !named || month || s.countedSoon(at+1) {
		return
	}
	to := at + 1
	for to < len(s.tokens) && to < at+4 && s.glued(to) && !s.is(to, ",", ".", ")", ";", ":") {
		to++
	}
	s.kill(at, to)
}

// countedSoon says that a counted noun follows at once, or after one word.
func (s *scan) countedSoon(i int) bool {
	return s.at(i).breaks == 0 && s.at(i).kind == word &&
		(countable(s.at(i).fold) || s.at(i+1).kind == word && s.at(i+1).breaks == 0 && countable(s.at(i+1).fold))
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
	t, letters := s.at(i), s.at(i+1)
	if len(t.fold) != 4 || t.fold[0] == '0' || letters.kind != word || letters.End-letters.Start != 2 || letters.breaks > 0 || s.glued(i+2) && s.at(i+2).kind != sign {
		return
	}
	for _, r := range s.text[letters.Start:letters.End] {
		if r < 'A' || r > 'Z' {
			return
		}
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
		if t.kind == word || !strings.Contains("+-–().‑/", t.fold) {
			break
		}
	}
	if total >= 9 {
		s.kill(i, at)
	}
}

// clock reads a time of the day, and what joins it to another: 10.00 uur, 9:30,
// 10u30, "van 10 tot 11 uur".
func (s *scan) clock(i int) (next int, ok bool) {
	t := s.at(i)
	if t.kind != digits || len(t.fold) > 2 {
		return 0, false
	}
	minutes := s.at(i + 2)
	paired := s.glued(i+1) && s.glued(i+2) && minutes.kind == digits && len(minutes.fold) == 2
	switch {
	case paired && s.is(i+1, ":"):
		next = i + 3
	case paired && s.is(i+1, ".") && (hourWord(s.at(i+3).fold) || s.rangeOfHours(i+3)):
		next = i + 3
	case s.glued(i+1) && s.is(i+1, "u", "h") && s.glued(i+2) && minutes.kind == digits:
		next = i + 3
	case s.glued(i+1) && s.is(i+1, "u", "h", "am", "pm", "uur"):
		next = i + 2
	case s.is(i+1, "uur") && s.is(i-1, "om", "vanaf", "tot", "rond", "tegen"):
		next = i + 2
	case s.is(i+1, "годині", "годину") && s.is(i-1, "о", "об"):
		next = i + 2
	default:
		return 0, false
	}
	if hourWord(s.at(next).fold) {
		next++
	}
	return next, true
}

func hourWord(w string) bool {
	return w == "uur" || w == "u" || w == "h" || w == "hrs" || w == "am" || w == "pm" || w == "год" || w == "години"
}

// rangeOfHours says that "9.30" is the first of two times ("9.30-11.00 uur").
func (s *scan) rangeOfHours(i int) bool {
	if !s.is(i, "-", "–", "tot", "en", "to", "до") {
		return false
	}
	return s.at(i+1).kind == digits && s.is(i+2, ".", ":") && s.at(i+3).kind == digits && hourWord(s.at(i+4).fold)
}
