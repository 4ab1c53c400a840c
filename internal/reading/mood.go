package reading

import "strings"

// mood is what a segment does: it offers, asks, thanks, corrects or takes back.
type mood struct {
	offers    bool
	asks      bool // asks for places or a question
	thanks    bool
	updates   bool
	withdraws bool
	invites   bool
	yours     bool // speaks of what the reader offered
	seeks     bool // looks for places itself
}

// moodWords ties words, and pairs of words joined by hyphens, to moods.
var moodWords = newLexicon(map[string]string{
	`kunnen-komen kan-komen mogen-komen can-come herbergen herbergt verwelkomen ontvangen opnemen opgenomen vangen vangt wonen woont passen past kwijt plaatsen ter-beschikking stelt slaapplekken denken-aan reserveren gereserveerd toewijzen inzetten ingezet aanbieden aanbod bieden biedt bied beschikbaar beschikbare opvang opvangen ruimte plek plekken terecht huisvesten onderdak aanmelden melden meld doorgeven opgeven stellen openen opent
	klaar gereed geschikt ingericht inrichten gereedgemaakt welkom verblijven logeren slapen opvanglocatie noodopvang gehuisvest ondergebracht opgevangen onderbrengen
	offer offers offering available accommodate accommodation shelter host hosting house welcome open opening ready stay sleep sleeps provide space room fits fit host-a put-up make-available willing help take sleeps spare lend
	пропонуємо пропоную надаємо надати надамо можемо прийняти приймаємо прихисток розмістити розміщення доступн* вільн* відкриваємо готові готовий поселити житло прийм* взяти візьм* засел* надає надаст* прихист* притул* вміщ* вмістить розселити пожити проживання пропонує  поділитися поділимося
	принять принимаем предлагаем предоставим предоставить поселить разместить свободн* готовы жилье`: "offers",
	`behoefte benodigd tekort kunt-u kun-je kunnen-jullie zou-u wilt-u graag-horen verzoeken verzoek-u verzoek-ik ons-verzoek hoeveel taakstelling vragen-wij vragen-we streefgetal
	required could-you can-you would-you please-let how-many target shortage
	чи-можете скільки потреба бракує`: "asks",
	`opgeroepen roept-op opvang-nodig plekken-nodig plaatsen-nodig bedden-nodig locatie-nodig locaties-nodig onderdak-nodig zoeken zoek gezocht op-zoek dringend-nodig need needs looking-for seeking потрібно потребуємо шукаємо шукаю`: "seeks",
	`dank-voor bedankt-voor dank-u dankjewel hartelijk-dank dank-je thank-you thanks-for дякуємо-за дякую-за`:                                                                                                                            "thanks",
	`correctie rectificatie wijziging gewijzigd aangepast aanpassing bijgesteld bijstellen gecorrigeerd corrigeren opgehoogd verlaagd verhoogd verhogen verlagen
	in-plaats ipv i.p.v foutje vergissing abusievelijk nieuw-aantal in-aanvulling aanvullend alsnog nog-steeds ongewijzigd herzien herziene bijstelling update verlengd verlenging verlengen verhoging uitbreiding uitgebreid
	blijven-bij zoals-eerder eerder-deze eerder-gemeld eerder-gemelde eerder-doorgegeven eerder-opgegeven eerdere-opgave eerdere-mail eerdere-bericht vorige-mail vorige-opgave bovenop toch-40_ schuift-op helaas-toch wordt-toch
	correction corrected updated changed revised extended extension update updating instead-of rather-than amended increased reduced told-you still-available still-valid still-stands still-offer still-offering earlier-mail previous-mail earlier-message
	досі продовжено продовжуємо виправлення зміна зміни змінилося оновлення уточнення замість помилка оновлюємо збільшили зменшили`: "updates",
	`ingetrokken intrekken trekken-in vervalt vervallen geannuleerd annuleren afzeggen afgezegd gaat-niet niet-door niet-meer teruggetrokken intrekking terugtrekken
	withdraw withdrawn withdrawing cancel cancelled canceled no-longer fell-through fallen-through
	after-all неактуальн* отменяем отзываем скасовуємо скасувати відкликаємо відкликати більше-не скасовано відмовляємося недоступн*`: "withdraws",
	`nodig-ik nodigen nodigt agenda uitnodiging uitgenodigd uitnodigen informatieavond informatiesessie bijeenkomst webinar taart borrel invitation invited invite info-session запрошуємо зустріч вебінар`: "invites",
})

// moodOf tells what a segment does.
func (d *document) moodOf(s segment) mood {
	m := mood{asks: s.question}
	for i := s.from; i < s.to; i++ {
		if d.tokens[i].kind != wordToken {
			continue
		}
		if i+1 < s.to {
			said := moodWords.words[d.tokens[i].fold+"-"+d.tokens[i+1].fold]
			if said != "asks" || s.question || !d.hasLabelEnd(i, s) {
				m.note(said)
			}
		}
		if said, ok := moodWords.find(d.tokens[i].fold); ok && d.means(said, i, s) {
			m.note(said)
		}
	}
	m.offers = m.offers && !d.hasNone(s)
	m.yours = m.thanks && d.anyOf(s, "uw", "your", "jullie", "je", "ваш", "вашу")
	m.withdraws = m.withdraws && d.takesBack(s) || d.splitWithdrawal(s)
	return m
}

// means tells whether a word says what it says elsewhere: not as the name of a field,
// nor of a location that is needed back.
func (d *document) means(said string, i int, s segment) bool {
	return !(said == "asks" && d.opensField(i, s)) && !(said == "seeks" && d.needsBack(i, s))
}

// needsBack tells whether what is needed is the location itself, at the end: "we need
// the rooms back in May".
func (d *document) needsBack(i int, s segment) bool {
	for at := i + 1; at < min(s.to, i+5); at++ {
		if d.is(at, "back", "terug", "назад") {
			return true
		}
	}
	return false
}

// hasNone tells whether a segment says that there is nothing to offer: "wij hebben
// geen locaties beschikbaar", "daar verblijven al 40 Oekraïners".
func (d *document) hasNone(s segment) bool {
	if d.is(s.from, "bezet", "vol") && d.is(s.from+1, ":") || d.is(s.from, "in") && d.is(s.from+1, "gebruik") && d.is(s.from+2, ":") {
		return true
	}
	if d.anyOf(s, "verblijven", "wonen", "zitten", "slapen") && d.anyOf(s, "al", "reeds", "inmiddels") && !d.anyOf(s, "nog", "vrij", "extra", "ook", "beschikbaar") {
		return true
	}
	for i := s.from; i+1 < s.to; i++ {
		if d.is(i, "geen") && d.is(i+1, "locatie", "locaties", "plek", "plekken", "plaats", "plaatsen", "opvang", "opvangplekken", "opvanglocatie", "opvanglocaties", "ruimte", "bedden", "capaciteit") {
			return !d.anyOf(s, "maar", "wel")
		}
	}
	return false
}

// opensField tells whether a word that asks only names a field: "Hoeveel: 90".
func (d *document) opensField(i int, s segment) bool {
	return d.is(i+1, ":", "people", "personen") || d.is(i+1, "?") && i+2 < s.to
}

// hasLabelEnd tells whether a question is the name of a field: "How many people: 2".
func (d *document) hasLabelEnd(i int, s segment) bool {
	for at := i; at < min(s.to, i+6); at++ {
		if d.tokens[at].fold == ":" {
			return true
		}
	}
	return false
}

func (m *mood) note(said string) {
	switch said {
	case "offers":
		m.offers = true
	case "asks":
		m.asks = true
	case "seeks":
		m.seeks, m.asks = true, true
	case "thanks":
		m.thanks = true
	case "updates":
		m.updates = true
	case "withdraws":
		m.withdraws = true
	case "invites":
		m.invites = true
	}
}

// takesBack tells a real withdrawal from words that only look like one: "niet
// meer dan 40", "niet meer nodig".
func (d *document) takesBack(s segment) bool {
	for i := s.from; i < s.to; i++ {
		switch {
		case d.is(i, "niet", "no") && d.is(i+1, "meer", "longer"):
			return !d.is(i+2, "dan", "nodig", "needed") && d.anyOf(s, usesOfPlaces...)
		case d.is(i, "gaat") && d.is(i+1, "niet", "helaas"):
			return d.anyOf(s, "door", "lukken")
		case d.is(i, "niet") && d.is(i+1, "door"), d.is(i, "trekken") && d.is(i+1, "in"):
			return true
		case d.is(i, "більше") && d.is(i+1, "не"):
			return d.anyOf(s, "доступний", "доступна", "доступне", "доступні", "можемо", "зможемо", "вільна", "вільне", "приймаємо",
				"актуальна", "актуальне", "актуальний", "актуальні", "актуально", "зможе", "діє", "приймає")
		case d.is(i, "after") && d.is(i+1, "all"):
			return d.anyOf(s, "not", "can't", "cannot", "won't", "unable", "isn't", "sorry")
		}
	}
	return !d.anyOf(s, "overleg", "vergadering", "meeting", "bijeenkomst", "afspraak", "webinar", "informatieavond", "зустріч")
}

// usesOfPlaces are what a location is no longer good for when it is taken back.
var usesOfPlaces = strings.Fields(`beschikbaar available aanbieden mogelijk possible opvangen doorgaan gebruiken offer terecht inzetten ingezet gebruikt leveren house host
	accommodate vrij open gebruik offered`)

// splitWithdrawal finds "wij trekken ons aanbod in" and "kan helaas niet doorgaan".
func (d *document) splitWithdrawal(s segment) bool {
	if d.anyOf(s, "trekken", "trek", "trekt") && d.anyOf(s, "in", "terug") && d.anyOf(s, "aanbod", "opgave", "aanmelding", "melding", "toezegging", "plekken", "aanbieding", "locatie", "voorstel") {
		return true
	}
	if d.anyOf(s, "niet") && d.anyOf(s, "doorgaan", "doorgaat") || d.anyOf(s, "not") && d.anyOf(s, "ahead") && d.anyOf(s, "go", "going") {
		return true
	}
	return d.anyOf(s, "не") && d.anyOf(s, "зможемо", "можемо") && d.anyOf(s, "жаль", "вже", "більше") && d.anyOf(s, "прийняти", "надати", "розмістити")
}

func (d *document) anyOf(s segment, words ...string) bool {
	for i := s.from; i < s.to; i++ {
		for _, word := range words {
			if d.tokens[i].fold == word {
				return true
			}
		}
	}
	return false
}

// isReply and isForward read the kind of a mail from its subject.
func isReply(subject string) bool {
	return hasAnyPrefix(subject, "re:", "antw:", "aw:", "antwoord:", "відп:")
}

func isForward(subject string) bool {
	return hasAnyPrefix(subject, "fw:", "fwd:", "doorst:", "doorgestuurd:", "dfw:", "пер:", "переслано:", "i:")
}

func hasAnyPrefix(subject string, prefixes ...string) bool {
	subject = strings.ToLower(strings.TrimSpace(subject))
	for _, prefix := range prefixes {
		if strings.HasPrefix(subject, prefix) {
			return true
		}
	}
	return false
}
