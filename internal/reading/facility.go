package reading

import (
	"slices"
	"strings"

	"onderdak/internal/phrase"
)

// facilityWords ties words, and terms of words joined by hyphens, to tokens of the
// register. A token before "?" counts only with a word of nearness beside it.
var facilityWords = newLexicon(map[string]string{
	`*rolstoeltoegankelijk *rolstoeltoegankelijke *rolstoelgeschikt *rolstoelgeschikte *rolstoelvriendelijk *rolstoelvriendelijke rolstoel rolstoelen rolstoelers rolstoelgebruikers
	mindervaliden minder-validen invalidentoegankelijk rolstoeltoegankelijkheid wheelchair wheelchairs wheelchair-accessible wheelchair-friendly візк* колясочник* крісло-колісн* інвалідн* кріслах-колісних`: "wheelchair",
	`begane-grond gelijkvloers gelijkvloerse parterre ground-floor ground-level на-першому-поверсі перший-поверх першому-поверсі`:                                "ground_floor",
	`traploos drempelvrij drempelloos zonder-trappen geen-trappen geen-trap no-stairs step-free without-stairs без-сходів немає-сходів сходів-немає без-порогів`: "no_stairs",
	`eigen-kamer eigen-kamers eigen-slaapkamer eigen-slaapkamers aparte-kamers afsluitbare-kamers privekamers privekamer prive-kamers prive-kamer afzonderlijke-kamers afsluitbare-kamer eigen-afsluitbare-kamer
	private-rooms private-room own-room own-rooms separate-rooms lockable-rooms own-bedroom окрем*-кімнат* окремі-кімнати окрема-кімната окремих-кімнатах окремі-номери своя-кімната власна-кімната`: "private_rooms",
	`eigen-keuken keuken keukens *kookgelegenheid kookvoorziening kookvoorzieningen zelf-koken keukenblok keukentje kitchenette *woonkeuken
	kitchen kitchens cooking-facilities self-catering cook-themselves кухн* кухонь кухонн* готувати-самостійно`: "own_kitchen",
	`*catering maaltijden maaltijd volpension vol-pension halfpension ontbijt avondeten eten warme-maaltijden drie-maaltijden maaltijdvoorziening cateraar eetzaal_
	meals meal full-board half-board breakfast харчуван* їжа обід* сніданок сніданк* вечер* кейтеринг*`: "catering",
	`douche douches *doucheruimte *doucheruimtes *douchegelegenheid *douchecabines doucheblok *badkamer_ shower showers душ* душі душов*`:                                                 "showers",
	`*wasmachine *wasmachines wasruimte *wasgelegenheid wasserette wasserij wassalon washing-machine washing-machines laundry laundry-room washing-facilities launderette пральн* прання`: "washing_machine",
	`kinderbed kinderbedje kinderbedjes kinderbedden babybed babybedje babybedjes babybedden ledikant ledikanten ledikantje ledikantjes wieg wiegje campingbedje campingbedjes crib cribs cot cots baby-beds baby-bed baby-cot
	дитяче-ліжечко дитячі-ліжечка ліжечк* дитячих-ліжечок дитяче-ліжко дитячі-ліжка`: "crib",
	`huisdier huisdieren *hond *honden kat katten dieren pet pets pet-friendly animals dog dogs cat cats тварин* тваринк* собак* кіт коти котів улюбленц*`:                                         "pets",
	`stilteruimte prikkelarm prikkelarme rustige-vleugel stille-vleugel rustige-afdeling rustige-ruimte stiltekamer quiet-wing quiet-area quiet-room low-stimulus тихе-крило тиха-зона тих*-крил*`: "quiet",
	`alleen-vrouwen uitsluitend-vrouwen alleen-voor-vrouwen uitsluitend-voor-vrouwen vrouwenvleugel vrouwen-en-kinderen women-only only-for-women only-women women-and-children женск*
	лише-жінки тільки-жінки лише-для-жінок тільки-для-жінок жінок-з-дітьми жінок-і-дітей жінок-та-дітей жіноч*`: "women_only",
	`24/7 24-uurs 24-uur-per-dag 24-uur-beveiliging 24-uur-bewaking 24-uursbeveiliging 24-uursbegeleiding 24-uursbewaking 24-uurs-beveiliging dag-en-nacht nachtwacht nachtportier 24-hours-a-day 24-hour 24h 24u round-the-clock day-and-night night-porter цілодобов* вдень-і-вночі`: "staffed_24h",
	`*wifi wi-fi internet internetverbinding internetaansluiting вайфай wifi-verbinding інтернет* вай-фай* вайфа*`:                                                                                                                                                                     "internet",
	`medische-ruimte medische-post behandelkamer ehbo-ruimte ehbo-post spreekkamer doktersruimte artsenkamer medische-kamer medical-room medical-post first-aid-room treatment-room sick-bay медпункт* медичн*-кабінет* медичний-кабінет медичний-пункт медкабінет*`:                   "medical_room",
	`huisarts *huisartsenpost huisartsenpraktijk huisartspraktijk gp general-practitioner gp-practice doctor doctor's сімейний-лікар лікар* амбулаторі*`:                                                                                                                               "?gp_nearby",
	`ziekenhuis hospital лікарн*`:                                            "?near_hospital",
	`*basisschool *basisscholen school scholen primary-school schools школ*`: "?school_nearby",
	`bushalte bushaltes *ov openbaar-vervoer treinstation ns-station bus-stop bus-stops public-transport train-station tram-stop tramhalte метро зупинк* громадськ*-транспорт* громадський-транспорт громадського-транспорту вокзал*`: "public_transport",
	`station halte bus trein train tram автобус* потяг* станці*`: "?public_transport",
})

// near lists words of nearness.
var near = newLexicon(map[string]bool{
	`buurt nabij nabijheid dichtbij vlakbij loopafstand afstand minuten minuut min lopen fietsen fietsafstand omgeving naast tegenover meter km kilometer om-de-hoek hoek straat voor-de-deur deur wijk
	nearby near close walking distance minutes minute walk next corner metres miles opposite поруч поряд недалеко хвилин* біля близько кілометр* метр* пішки район*`: true,
})

var termStarts = startsOfTerms()

func startsOfTerms() map[string]bool {
	starts := map[string]bool{}
	for _, index := range []map[string]string{facilityWords.words, facilityWords.beginnings} {
		for key := range index {
			if first, _, joined := strings.Cut(key, "-"); joined {
				starts[first] = true
			}
		}
	}
	for _, stem := range []string{"окремі", "окремих", "окрема", "тихе", "тиха", "тихий", "медичний", "медична", "громадського", "громадський"} {
		starts[stem] = true
	}
	return starts
}

// facility is a facility that is said to be there, or not.
type facility struct {
	phrase.Span
	token string
	no    bool
}

// facilities finds what a segment says of facilities.
func (d *document) facilities(s segment, names []mention) []facility {
	var found []facility
	for i := s.from; i < s.to; i++ {
		if inMention(i, names) {
			continue
		}
		what, to := d.facilityAt(i, s.to)
		hinted, hint := strings.CutPrefix(what, "?")
		if what == "" || hint && (!d.nearness(i, s) || i > s.from && d.isAged(i-1)) {
			continue
		}
		if hinted == "pets" && d.ownPet(i, s) {
			continue
		}
		no := hinted != "no_stairs" && d.negated(i, to, s)
		found = append(found, facility{Span: phrase.Span{Start: d.tokens[i].Start, End: d.tokens[to-1].End}, token: hinted, no: no})
		i = to - 1
	}
	return found
}

// petsOwned are words before an animal that lives in the house already, which says
// nothing of the animals of guests.
var petsOwned = setOf(`have has got own our my with є маємо маю наш наша мій моя наші мої живе`)

// ownPet tells whether one cat or dog is told to live there: "I have a cat".
func (d *document) ownPet(i int, s segment) bool {
	if !d.is(i, "cat", "cats", "dog", "dogs", "кіт", "кота", "коти", "собака", "собаки", "собачка", "кішка") {
		return false
	}
	for at := i - 1; at >= max(s.from, i-3) && d.tokens[at].kind == wordToken; at-- {
		if petsOwned[d.tokens[at].fold] {
			return !d.anyOf(s, "welcome", "allowed", "fine", "ok", "okay", "bring", "можна")
		}
	}
	return false
}

func inMention(i int, names []mention) bool {
	return slices.ContainsFunc(names, func(m mention) bool { return m.proper && i >= m.from && i < m.to })
}

// facilityAt gives the facility whose words begin at a token, the longest term
// first, and the token after.
func (d *document) facilityAt(i, end int) (string, int) {
	t := d.tokens[i]
	if t.kind == digitToken && t.fold == "24" && i+2 < end && d.tokens[i+1].fold == "/" && d.tokens[i+2].fold == "7" {
		return "staffed_24h", i + 3
	}
	if t.kind != wordToken && t.kind != digitToken {
		return "", 0
	}
	if termStarts[t.fold] {
		for n := 4; n >= 2; n-- {
			if i+n > end {
				continue
			}
			words := make([]string, n)
			for k := range n {
				words[k] = d.tokens[i+k].fold
			}
			if what, ok := facilityWords.words[strings.Join(words, "-")]; ok {
				return what, i + n
			}
		}
	}
	if what, ok := facilityWords.find(t.fold); ok {
		return what, i + 1
	}
	return "", 0
}

func (d *document) nearness(i int, s segment) bool {
	for at := max(s.from, i-8); at < min(s.to, i+9); at++ {
		if _, ok := near.find(d.tokens[at].fold); ok {
			return true
		}
	}
	return false
}

var (
	negators   = setOf(`geen niet zonder no not without never nooit cannot can't isn't aren't none немає нема без не ні відсутн відсутні відсутній відсутня nee noch nor neither ontbreekt ontbreken`)
	affirmers  = setOf(`wel maar but ja yes так є aanwezig beschikbaar met with также але toch mits`)
	listJoints = setOf(`of en noch or nor and або чи та і й ook`)
)

// negated tells whether the words from..to-1 are denied: by a negator before them
// in their clause, or by one behind them that no other thing takes.
func (d *document) negated(from, to int, s segment) bool {
	return d.deniedBefore(from, s) || d.deniedBehind(to, s)
}

func (d *document) deniedBefore(from int, s segment) bool {
	for i := from - 1; i >= max(s.from, from-6); i-- {
		fold := d.tokens[i].fold
		if negators[fold] {
			return true
		}
		if fold == "," && d.joinedList(i, from, s) {
			continue
		}
		sign := d.tokens[i].kind == markToken && !strings.Contains("-()'\"", fold)
		if affirmers[fold] || sign || d.tokens[i].kind == breakToken {
			return false
		}
	}
	return false
}

// deniers stand behind what they deny: "huisdieren zijn niet welkom", "lift: nee".
var deniers = setOf(`заборонені заборонено заборонена prohibited forbidden niet not не nee no ні немає geen ontbreekt ontbreken нема`)

func (d *document) deniedBehind(to int, s segment) bool {
	for i := to; i < min(s.to, to+6); i++ {
		fold := d.tokens[i].fold
		switch {
		case deniers[fold]:
			return !d.deniesNext(i, s)
		case fold == ":", fold == "(":
		case d.is(i, "beschikbaar", "aanwezig"), fold == "," && d.regrets(i):
		case affirmers[fold], d.tokens[i].kind != wordToken, d.is(i, "en", "and", "та", "і"):
			return false
		}
	}
	return false
}

// regrets tells whether a comma stands beside "unfortunately".
func (d *document) regrets(comma int) bool {
	return d.is(comma-1, "жаль", "helaas", "unfortunately") || d.is(comma+1, "helaas", "unfortunately") || d.is(comma+1, "на") && d.is(comma+2, "жаль")
}

// deniesNext tells whether a negator speaks of a thing behind it ("geen lift")
// rather than of what stands before.
func (d *document) deniesNext(i int, s segment) bool {
	fold := d.tokens[i].fold
	if fold != "geen" && fold != "no" && fold != "немає" && fold != "нема" {
		return false
	}
	return i+1 < s.to && d.tokens[i+1].kind == wordToken
}

// joinedList tells whether a comma stands in a list that ends in or: "geen lift,
// wifi of keuken".
func (d *document) joinedList(comma, word int, s segment) bool {
	for i := word + 1; i < min(s.to, word+4); i++ {
		switch d.tokens[i].fold {
		case "of", "or", "noch", "nor", "чи", "або":
			return true
		case ",", ".", ";":
			return false
		}
	}
	return false
}
