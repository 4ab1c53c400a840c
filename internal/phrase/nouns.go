package phrase

import "strings"

// thing is what sort of thing a noun stands for.
type thing uint8

const (
	other  thing = iota
	person       // people, in any role
	bed          // what one person sleeps on
	room         // what holds several people: rooms, houses, boats
	family       // a group of people
	unit         // of a measure
	label        // stands before its number: "capaciteit 85"
)

// tailRows are counted nouns; Dutch joins words, so the end of a word decides.
const tailRows = `person|personen persoon mensen vluchtelingen vluchteling ontheemden ontheemde asielzoekers asielzoeker statushouders statushouder
oekrainers oekrainer bewoners bewoner gasten gast volwassenen volwassene kinderen kind vrouwen mannen ouderen jongeren
alleenstaanden alleenstaande-ouders moeders moeder vaders dames heren meisjes jongens vrienden vriendinnen ouderen senioren leerlingen medewerkers koppels stellen
p pax man
nieuwkomers evacues evacue inwoners minderjarigen bezoekers studenten baby's baby zuigelingen inschrijvingen pers ppl
people persons person refugees refugee guests guest adults adult children child women ukrainians residents individuals occupants men
family|gezinnen gezin families familie huishoudens huishouden groepen groep echtparen households household family groups couples couple
bed|bedden bed slaapplaatsen slaapplaats slaapplekken slaapplek plaatsen plaats plekken plek opvangplekken stapelbedden matrassen
opvangplaatsen bedplaatsen nachtplaatsen veldbedden bedjes plekjes beds places place spaces space berths berth sleepers mattresses cots
room|kamers kamer slaapkamers slaapkamer woningen woning appartementen appartement huizen huis chalets chalet bungalows bungalow caravans caravan
units unit wooneenheden wooneenheid eenheden studio's studios studio huisjes vakantiehuisjes tenten tent hutten hut cabines cabine containers
zalen zaal lokalen lokaal ruimtes ruimten units flats flat vertrekken suites lodges stacaravans hotelkamers
rooms bedrooms bedroom room dorms dorm dormitories cottages cottage villas apartments apartment houses house homes dwellings cabins cabin tents flats studios doubles singles twins
label|sleeps capaciteit capacity aantal totaal total number occupancy bezetting`

// ukrainianRows are whole words, with their cases.
const ukrainianRows = `person|человек людей осіб особи особа особам особами осіби людей люди людини людина людину людям людьми чоловік чоловіка біженців біженці
переселенців дітей діти дитини дитина дорослих дорослі жінок жінки гостей мешканців українців пенсіонерів
family|семей семьи семья семью сімей сімї сімя родин родини родина родину родинам груп групи
bed|мест кроватей кровати спальников місць місця місце місцями ліжок ліжка ліжко ліжкомісць спальних ліжками
room|кімнат спалень спальні спальня комнат комнаты комната комнату кімнати кімната кімнатах кімнату номерів номери квартир квартири квартира квартиру будинків будинки будинок
котеджів апартаментів апартаменти помешкань житло палаток наметів зал залів кімнаті номерах
label|місткість кількість усього всього загалом разом`

// unitRows are what measures are counted in.
const unitRows = `km kilometer kilometers kilometre kilometres m meter meters metre metres mtr cm mm m² kg kilo kilogram liter litre liters gram ton tonnes
euro euros eur dollar dollars cent gulden gbp usd pond pounds hryvnia uur uren u hour hours hrs minuut minuten min minute minutes minuutje
minuutjes seconde seconden sec seconds dag dagen day days werkdagen werkdag week weken weeks wk maand maanden mnd month months kwartaal kwartalen kwartier
jaar jaren year years jr jarige nacht nachten night nights etmaal etmalen weekend weekenden fortnight uurtje dgn
procent percent graden degrees keer maal times keren hectare ha mb gb kb watt kw kwh volt volts % ° € $ £ promille
км м см кг метрів метри кілометрів кілометри кілометра грн гривень гривні євро доларів хв хвилин хвилини годин години година година год
день дні днів дня доба доби діб тиждень тижні тижнів тижня місяць місяці місяців місяця рік роки років року ніч ночі ночей літр літрів
відсотків відсотки відсоток раз разів рази кв гектарів`

var things = makeThings()

func makeThings() map[string]thing {
	names := map[string]thing{"person": person, "family": family, "bed": bed, "room": room, "label": label}
	made := map[string]thing{}
	for _, rows := range []string{tailRows, ukrainianRows} {
		current := other
		for _, w := range strings.Fields(strings.ReplaceAll(rows, "|", "| ")) {
			if name, is := strings.CutSuffix(w, "|"); is {
				current = names[name]
				continue
			}
			made[w] = current
		}
	}
	for _, w := range strings.Fields(unitRows) {
		made[w] = unit
	}
	return made
}

// thingOf says what a word stands for: the word itself, or the longest end of a
// joined Dutch word ("tweepersoonskamers", "opvangplekken").
func thingOf(w string) (thing, bool) {
	w = strings.ReplaceAll(w, "'", "")
	if found, ok := things[w]; ok {
		return found, true
	}
	if w == "" || w[0] >= 0x80 {
		return other, false
	}
	for cut := 1; cut+4 <= len(w); cut++ {
		tail := w[cut:]
		if found, ok := things[tail]; ok && found != unit && found != label && (len(tail) >= 5 || shortTails[tail]) && !notTails[w] {
			return found, true
		}
	}
	return other, false
}

var shortTails = set("huis bed kind plek zaal tent")

var notTails = set("stadhuis gemeentehuis ziekenhuis raadhuis thuis verpleeghuis tehuis badkamer badkamers wachtkamer wachtkamers kleedkamer kleedkamers spreekkamer spreekkamers leslokaal leslokalen kamer-van huiskamer woonkamer woonkamers vergaderkamers content potent")

// countable says that a word is a noun people count here.
func countable(w string) bool {
	found, ok := thingOf(w)
	return ok && found != unit && found != label
}

// single says that the word names one room or person, so that a number behind it
// is its name ("kamer 12").
var single = set(`kamer persoon bed huis woning appartement chalet bungalow tent studio unit zaal room house apartment person lokaal hut
	kind plek plaats week wk weken тиждень cabine кімната квартира будинок дім особа номер groep group`)

// sizes are the words for a room of so many people.
var sizes = map[string]int{"eenpersoons": 1, "tweepersoons": 2, "driepersoons": 3, "vierpersoons": 4, "vijfpersoons": 5, "zespersoons": 6,
	"zevenpersoons": 7, "achtpersoons": 8, "tienpersoons": 10, "twaalfpersoons": 12, "double": 2, "single": 1, "twin": 2, "triple": 3, "quadruple": 4, "doubles": 2, "singles": 1,
	"twins": 2}

var ukrainianSizes = map[string]int{"одномісн": 1, "двомісн": 2, "тримісн": 3, "чотиримісн": 4, "пятимісн": 5, "шестимісн": 6, "восьмимісн": 8}

// sizeOf reads how many people a room is for from its name.
func sizeOf(w string) int {
	if size, ok := sizes[w]; ok {
		return size
	}
	if at := strings.Index(w, "persoons"); at > 0 {
		return sizes[w[:at+len("persoons")]]
	}
	w = strings.ReplaceAll(w, "'", "")
	if at := strings.Index(w, "місн"); at > 0 {
		return ukrainianSizes[w[:at+len("місн")]]
	}
	return 0
}

// stops are words at which the search for the noun ends.
var stops = set(`de het een van voor in op met en of tot per bij naar uit aan te is zijn was waren wordt worden kan kunnen konden die dat wij we ze zij er
	hier daar beschikbaar vrij mogelijk inclusief exclusief excl incl max maximaal minimaal min om als maar dus want ook nog niet wel meer minder
	hebben heeft had zullen zal zou moet moeten mogen mag gaan gaat komen komt blijven blijft waarvan waarin onder tussen over vanaf t/m tm nu dan
	elk elke ieder iedere samen uw onze ons mijn je u ik deze dit dag voor hun haar wie wat waar toen door zo tegen zonder tijdens binnen sinds na
	to the a an of for in on at with and or from by are were be been is was will would can could has have had that which who we they it our your
	kwijt terecht opvangen onderbrengen huisvesten herbergen ontvangen slapen logeren verblijven bieden opgevangen ondergebracht gehuisvest
	direct meteen momenteel inmiddels reeds al pas eventueel evt straks morgen vandaag totaal
	kwijt terecht opvangen onderbrengen huisvesten herbergen ontvangen slapen logeren verblijven bieden opgevangen ondergebracht gehuisvest
	available free more less each every per including excluding than until till there here not this these those into as about over under between only
	і й та або чи в у на до з із зі від по для за при про що які яка який є були буде можна доступно вільно вільних вже не ще більше менше кожен
	кожна кожному а але це ці ми вони`)

// adjectives are passed over before the noun.
var adjectives = set(`extra nieuwe beschikbare vrije ruime eenvoudige losse reguliere tijdelijke grote kleine goede volwaardige complete gemeubileerde
	lege leegstaande aparte eigen andere verschillende comfortabele nette mooie oude volledige aanvullende luxe stuks bestaande flexibele
	oekraiense gevluchte alleenstaande minderjarige volwassen jonge oudere oekrains basic standaard dubbele enkele echte
	gescheiden gezellige prive semi particuliere kleinere grotere familie extra's crisis noodopvang
	additional new available free large small spare separate simple ukrainian furnished temporary empty private more other fully equipped single
	double twin triple family guest student regular sleeping emergency shared young elderly displaced en-suite ensuite adult bunk
	нових вільних окремих додаткових спальних великих малих українських невеликих цілих`)

// adjective says that a word before another is no noun: by the list, or by its end.
func adjective(w string) bool {
	if adjectives[w] || sizeOf(w) > 0 {
		return true
	}
	if countable(w) {
		return false
	}
	for _, end := range []string{"ische", "lijke", "baar", "bare", "aise", "ende", "ige", "ele", "ale", "se", "их", "ими", "ful", "able", "ian", "ish"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+1 {
			return true
		}
	}
	return false
}
