package phrase

// side is what the words before a moment make of it.
type side uint8

const (
	nowhere   side = iota
	fromSide       // vanaf, per, from, з
	fromWeak       // van, від: a beginning only where an end follows ("uw brief van 4 maart")
	untilSide      // tot, until, до: that night no longer
	throughTo      // t/m, through, по: that night still
	afterSide      // na, after, після: it begins some day after
	aboutSide      // op, sinds, uiterlijk, voor: neither
	lastsSide      // voor, for, на: a length follows
)

// sides are the words before a moment. "Tot 1 mei", "until 1 May" and "до 1 травня"
// leave 1 May out, and so do a dash and "einddatum"; "t/m", "through", "по" and
// "до … включно" have it in: a night that
// was not clearly said is not promised. An "einddatum" or "end date" is the last day.
var sides = table(map[side]string{
	fromSide: `vanaf, va, per, met ingang van, miv, m.i.v, ingaande, ingang, ingaand, startend, startend op, te beginnen op, te beginnen met, beginnend op, begint op, start op, startdatum, begindatum,
		ingangsdatum, van af, vanaf ongeveer, vanaf circa, vanaf medio, beschikbaar op, beschikbaar met ingang van, op zijn vroegst, vroegst, begin per, eerst vanaf, pas vanaf, datum vanaf, reeds vanaf, al vanaf, gaat open op, opent op, open op, openen op, opening op,
		from when, when from, з якого числа, from, starting, starting from, starting on, as of, as from, with effect from, effective, effective from, beginning, beginning on, start date, opens on, opening on, earliest, available on, available from, commencing, commencing on, onwards from,
		з, із, зі, с, починаючи з, починаючи від, починаючи із, починаючи зі, дата початку, не раніше, відкривається, відкриємо, вже з`,
	fromWeak: "van, від, tussen, between, між, periode, period, период, період, in de periode, gedurende",
	untilSide: `einddatum, end date, дата закінчення, дата завершення, tot, tot na, tot ver na, tot ruim na, tot uiterlijk, tot ongeveer, tot circa, tot aan, tot en, tot maximaal, uiterlijk tot, in ieder geval tot, in elk geval tot, zeker tot, tot op, tot minimaal, tot minstens, tot in ieder geval, tot in elk geval, voorlopig tot, verlengd tot, verlengd naar, en wel tot,
		until when, till when, до якого числа, until, till, til, to, up to, up until, not later than, no later than, at least until, ending, ending on, ends on, до, аж до, приблизно до, щонайменше до, не пізніше, eindigend op, loopt af op, eindigt op`,
	throughTo: `t/m, tm, tot en met, laatste dag, tot en met uiterlijk, laatste nacht, through, thru, up to and including, until and including, till and including, to and including, last day, по, аж по`,
	afterSide: "na, after, after the, после, після, vanaf na",
	aboutSide: `op, on, sinds, since, voor, vóór, before, by, in, uiterlijk, uiterlijk op, vanaf sinds, dd, d.d, de dato, per sinds, at, в, у, на, перед, сьогодні, для, rond, omstreeks, around, about, tegen, deadline, geboren, geboren op, born, born on, over, bij, ter, of, во`,
})

// including are the words behind an end that keep it in: "до 30 квітня включно".
var including = table(map[bool]string{true: "inclusief, inbegrepen, inclusive, included, incl, включно, включительно"})

// available are words that make a date nobody gave a side a beginning: "beschikbaar
// op 14 maart", "the hall is ready by 14 March".
var available = set(`beschikbaar inzetbaar gereed klaar open opent openen opengaat operationeel gebruiksklaar beschikbaarheid start begint ingangsdatum
	bewoonbaar available ready opens availability start starts usable habitable доступно доступні доступна доступний готово готові готова готовий відкриється відкриваємо`)

// sideOf finds what the words before the token make of it, and where they begin.
func (s *scan) sideOf(i int) (found side, start int) {
	at := i
	for (s.is(at-1, "de", "het", "the", "den", "ongeveer", "circa", "ca", "about", "around", "approximately", "приблизно", "близько", ".", "en met") || s.is(at-1, ":") && at-1 > 0) && at > i-3 {
		at--
	}
	if found, start, ok := ending(s, at, sides); ok && !s.dead[start] {
		return found, start
	}
	return nowhere, i
}

// isAvailable says that a word of availability stands just before or behind.
func (s *scan) isAvailable(from, to int) bool {
	for i := from - 1; i >= 0 && i >= from-4 && !s.ends(i); i-- {
		if available[s.at(i).fold] {
			return true
		}
	}
	for i := to; i < to+4 && i < len(s.tokens) && !s.block(i); i++ {
		if available[s.at(i).fold] {
			return true
		}
		if s.ends(i) {
			break
		}
	}
	return false
}

// ends says that a sentence ends with the token.
func (s *scan) ends(i int) bool {
	next := s.at(i + 1)
	if s.block(i+1) || s.is(i, "!", "?") {
		return true
	}
	return s.is(i, ".") && next.gap && !s.shortens(i)
}

// block says that a new paragraph, item or labelled line begins with the token.
func (s *scan) block(i int) bool {
	t := s.at(i)
	return t.breaks > 1 || t.breaks == 1 && (t.upper || t.kind == sign)
}

// shortens says that the point belongs to an abbreviation before it.
func (s *scan) shortens(i int) bool {
	next, before := s.at(i+1), s.at(i-1)
	if _, month := months[before.fold]; before.kind == word && (month || abbreviations[before.fold] || len(before.fold) <= 2) {
		return !(next.upper && len(before.fold) > 3)
	}
	return !next.upper && next.kind == word
}
