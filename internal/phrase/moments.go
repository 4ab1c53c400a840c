package phrase

import "onderdak/internal/calendar"

// saidKind is how a moment was said.
type saidKind uint8

const (
	onDate  saidKind = iota + 1 // a date, maybe one that does not exist
	onNight                     // counted from today: "morgen", "over twee weken"
	fuzzy                       // "medio april", "de zomer", "volgende week"
	begun                       // "per direct"
	soon                        // "z.s.m."
	openEnd                     // "onbepaalde tijd"
	someEnd                     // "tot nader order", "zolang nodig"
	lasting                     // "voor een half jaar"
)

// said is a moment as it stands in the text, in tokens.
type said struct {
	kind     saidKind
	from, to int
	date     dated
	night    calendar.Night
	through  calendar.Night // fuzzy: first night after the month or year meant; 0 where none
	length   Length
	loose    bool // lasting: about, at least, at most
	today    bool // lasting: counted from today
	joined   side // said as the second of a range
	past     bool
	boundary calendar.Night // fuzzy: the night after "het einde van april"; 0 for others
}

// reader finds the moments of a text.
type reader struct {
	*scan
	today calendar.Night
	found []said
}

// moments finds all moments in order.
func (r *reader) moments() {
	for i := 0; i < len(r.tokens); {
		next := r.moment(i)
		i = max(next, i+1)
	}
}

// moment reads the moment that begins at the token and gives the token after it.
func (r *reader) moment(i int) int {
	if r.dead[i] || !r.mayBegin(i) {
		return i
	}
	if next, ok := r.clock(i); ok {
		return next
	}
	for _, read := range []func(int) (int, bool){r.weekRange, r.dayRange, r.fixed, r.counted, r.lasts, r.oneDate, r.dayOnly, r.nthWeekday, r.holiday, r.weekday, r.nearby, r.loosely} {
		if next, ok := read(i); ok {
			return next
		}
	}
	return i
}

func (r *reader) add(m said) (int, bool) {
	r.found = append(r.found, m)
	return m.to, true
}

// weekRange passes over opening hours: "maandag t/m vrijdag".
func (r *reader) weekRange(i int) (int, bool) {
	if !r.dayName(i) {
		return 0, false
	}
	_, next, joined := beginning(r.scan, i+1, daysJoin)
	if !joined || !r.dayName(next) || r.is(i+1, "en", "and", "of", "or", "і", "й", "та") {
		return 0, false
	}
	if _, ok := r.date(next); ok {
		return 0, false
	}
	return next + 1, true
}

// dayName says that the token is the full name of a weekday.
func (r *reader) dayName(i int) bool {
	t := r.at(i)
	return t.kind == word && len(t.fold) >= 6 && weekdays[r.key(i)] > 0
}

// dayRange reads "14 t/m 20 maart".
func (r *reader) dayRange(i int) (int, bool) {
	first, second, ok := r.days(i)
	if !ok {
		first, second, ok = r.daysBehind(i)
	}
	if !ok {
		return 0, false
	}
	r.add(said{kind: onDate, from: i, to: first.next, date: first})
	return r.add(said{kind: onDate, from: second.from, to: second.next, date: second, joined: r.join(first.next, second.from)})
}

// join says what the words between two moments make of the second.
func (r *reader) join(from, to int) side {
	if to-from > 3 || r.at(from).breaks > 1 {
		return nowhere
	}
	switch {
	case r.is(from, "t/m", "tm", "through", "thru", "по"), r.is(from, "tot") && r.is(from+1, "en"):
		return throughTo
	case r.is(from, "-", "–", "—", "−", "‑", "/", "tot", "to", "until", "till", "до"):
		return untilSide
	}
	return nowhere
}

func (r *reader) oneDate(i int) (int, bool) {
	d, ok := r.date(i)
	if !ok {
		return 0, false
	}
	return r.add(said{kind: onDate, from: i, to: d.next, date: d})
}

var fixedPhrases = table(map[saidKind]string{
	begun: `per direct, per ommegaande, met onmiddellijke ingang, direct beschikbaar, onmiddellijk beschikbaar, meteen beschikbaar, nu beschikbaar, nu al beschikbaar, nu direct beschikbaar, nu al, al beschikbaar,
		direct inzetbaar, direct te gebruiken, direct te betrekken, direct open, direct in gebruik, per heden, vanaf heden, vanaf nu, per nu, met ingang van heden, met directe ingang, beschikbaar direct, beschikbaar nu, vanaf direct, direct vanaf nu, meteen te gebruiken, nu vrij, direct vrij,
		direct te bewonen, onmiddellijk te betrekken, per onmiddellijk, immediately available, available immediately, available now, now available, available right now, with immediate effect, welcome straight away, welcome right away, welcome immediately, welcome at once, move in today, move in now, move in immediately, move in straight away, можна хоч зараз, хоч зараз, хоч сьогодні, вже сьогодні, доступно вже сьогодні, хоть сейчас, effective immediately, as of now, from now on, from now, right now, already available, available straight away, available right away, available at once,
		з цього моменту, вже зараз, доступно зараз, доступні зараз, доступна зараз, зараз доступно, зараз доступні, вже доступні, вже доступно, доступно негайно, доступні негайно, негайно доступні, негайно, одразу доступні, доступні одразу, доступно одразу, відтепер, прямо зараз, з сьогоднішнього дня, від сьогоднішнього дня, вже вільні, вільні вже зараз`,
	soon: `zsm, z.s.m, zo spoedig mogelijk, zo snel mogelijk, op korte termijn, binnenkort, spoedig, asap, as soon as possible, shortly, at short notice, in the near future, якнайшвидше, якомога швидше, найближчим часом, незабаром, binnen afzienbare tijd, op termijn`,
	openEnd: `onbepaalde tijd, onbepaalde duur, onbepaalde termijn, geen einddatum, zonder einddatum, onbeperkt, onbeperkte tijd, onbeperkte duur, geen eindtermijn, open einde, zonder einde, zonder eindtermijn, voor onbepaalde tijd, voor onbepaalde duur, voor onbepaalde termijn, permanent beschikbaar, structureel beschikbaar, niet in tijd beperkt,
		indefinitely, indefinite, an indefinite period, for an indefinite period, indefinite period, no end date, without end date, without an end date, open ended, open - ended, unlimited, no time limit, for an unlimited time, безстроково, без кінцевої дати, без дати закінчення, на невизначений термін, на невизначений строк, невизначений термін, невизначений строк, без обмеження, без обмежень, без обмеження часу, безтерміново, на необмежений термін, на необмежений час, geen eind datum`,
	someEnd: `tot nader order, tot nadere order, tot nader bericht, tot nader aankondiging, tot nadere aankondiging, tot nadere berichtgeving, tot nader te bepalen, tot nader te bepalen datum, tot een nader te bepalen datum, voorlopig, vooralsnog, zolang nodig, zo lang nodig, zolang als nodig, zo lang als nodig, zolang dat nodig is, zolang het nodig is, zo lang het nodig is, zo lang als nodig is, zolang als nodig is, zolang nodig is, zolang als het nodig is, zo lang als het nodig is, zolang als dat nodig is, zolang dat kan, zolang de nood, zolang de oorlog, zolang de crisis, zolang het duurt, zo lang het duurt, zolang wij kunnen,
		zolang u wilt, zo lang mogelijk, zolang mogelijk, langere tijd, langere periode, langere termijn, een langere periode, korte tijd, kortere tijd, korte periode, kortere periode, onbekende tijd, einddatum onbekend, einddatum nog onbekend, einddatum nog niet bekend, einddatum niet bekend, einddatum volgt, einddatum in overleg, einddatum nader te bepalen, einddatum n.t.b, einddatum ntb, einde n.t.b, tot n.t.b, tot ntb, einde onbekend, duur onbekend, duur nog onbekend, duur nog niet bekend, duur in overleg, duur nader te bepalen, duur n.t.b,
		until further notice, till further notice, for the time being, for now, as long as needed, as long as necessary, as long as required, as long as it takes, as long as it is needed, for as long as needed, for as long as necessary, as long as you need, as long as they need, for as long as possible, as long as possible, as long as the war, end date unknown, end date not known, a longer period, a long time, for a while, temporarily until,
		до окремого розпорядження, до подальшого повідомлення, до особливого розпорядження, до подальших розпоряджень, до наступного повідомлення, поки потрібно, поки буде потрібно, поки це потрібно, поки необхідно, поки триває війна, скільки потрібно, скільки буде потрібно, до закінчення війни, до кінця війни, на тривалий час, на довгий час, дата закінчення невідома, на деякий час, поки що, на скільки потрібно, стільки часу скільки потрібно`,
})

// fixed reads the phrases that say a moment by themselves. "Voorlopig tot 1 mei" has
// an end after all; "we horen graag zo snel mogelijk" is about an answer.
func (r *reader) fixed(i int) (int, bool) {
	kind, next, ok := beginning(r.scan, i, fixedPhrases)
	if !ok {
		if next, ok := r.endUnknown(i); ok {
			return next, true
		}
		return r.availableNow(i)
	}
	if kind == soon && r.aboutAnswer(i, next) {
		return next, true
	}
	if (kind == openEnd || kind == someEnd) && r.is(i, "onbeperkt", "unlimited", "indefinite", "voorlopig", "vooralsnog", "for", "поки") && (r.is(next, "tot", "t/m", "tm", "until", "до", "voor", "gedurende", "на", "alleen") || r.is(next, "aantal", "toegang", "access")) {
		return next, true
	}
	return r.add(said{kind: kind, from: i, to: next})
}

// endUnknown reads the field of a form that leaves the end open: "End: unknown",
// "Until: further notice", "Кінець: невідомо".
func (r *reader) endUnknown(i int) (int, bool) {
	if !ends[r.at(i).fold] {
		return 0, false
	}
	at := i + 1
	if r.is(at, "date", "day") {
		at++
	}
	if !r.is(at, ":") || r.at(at+1).breaks > 0 {
		return 0, false
	}
	at++
	if r.is(at, "not", "still", "yet", "ще", "поки", "further") {
		at++
	}
	if !r.is(at, "unknown", "known", "notice", "tbd", "tbc", "open", "unclear", "undecided", "невідомо", "невідома", "визначено", "узгоджується", "не") {
		return 0, false
	}
	return r.add(said{kind: someEnd, from: i, to: at + 1})
}

var ends = set("end until till ending кінець до закінчення завершення")

// availableNow reads "beschikbaar: direct", "beschikbaar per: nu".
func (r *reader) availableNow(i int) (int, bool) {
	if !available[r.at(i).fold] {
		return 0, false
	}
	at := i + 1
	for r.is(at, ":", "per", "vanaf", "from", "з", "-") && at < i+3 {
		at++
	}
	if at == i+1 || !r.is(at, "direct", "nu", "onmiddellijk", "meteen", "now", "immediately", "зараз", "негайно", "одразу") {
		return 0, false
	}
	return r.add(said{kind: begun, from: i, to: at + 1})
}

var answering = set(`horen hoor vernemen verneem reactie reageren antwoord antwoorden contact bellen bel weten laten laat terug hear reply respond response call let know
	answer contacteer mail stuur sturen doorgeven bevestigen відповідь зателефонуйте відповісти повідомте`)

func (r *reader) aboutAnswer(from, to int) bool {
	for i := max(from-6, 0); i < min(to+5, len(r.tokens)); i++ {
		if answering[r.at(i).fold] {
			return true
		}
	}
	return false
}
