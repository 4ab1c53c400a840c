package reading

import (
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

// opens and closes are words that make a bare date a beginning or an end: "gaat in
// op 11 april", "Dicht: 28 maart".
var (
	opens = newLexicon(map[string]bool{
		`in ingang ingangsdatum start startdatum starten startend begin begint beginnen open opent opening geopend beschikbaar aanvang aankomst inhuizing komen komt krijgen krijgt arriveren intrek klaar gereed terecht ontvangen erin intrekken verwacht verwachten
	come arrive arrivals move start starts starting begins begin earliest available ready arrival check-in opens opening від з from per vanaf wanneer when welcome
	відкри* початок доступн* готов* заселен* починаючи приймаємо прийняти заїзд`: true,
	})
	closings = newLexicon(map[string]bool{
		`tot until till до sluit sluiten gesloten dicht einde einddatum eindigt eindigen loopt stopt stoppen vertrek uithuizing vrij-tot terug verlaten aflopen
	close closes closed closing end ends ending until departure check-out leave stops expires
	закрива* кінець виїзд закінч*`: true,
	})
)

// sides turns the dates of a segment that are neither beginning nor end into what
// the words around them make of them. Two dates with a stroke between them are a
// period.
func (d *document) sides(s segment) []phrase.Period {
	found := d.periodsIn(s.from, s.to)
	found = d.shifted(found, s)
	out := make([]phrase.Period, 0, len(found))
	for i, p := range found {
		p = d.leftBy(p, s)
		if p.At.Sort == "" {
			out = append(out, p)
			continue
		}
		if i+1 < len(found) && found[i+1].At.Sort == phrase.Exact && p.At.Sort == phrase.Exact && d.strokeBetween(p.End, found[i+1].Start) {
			p.From, p.At = p.At, phrase.Moment{}
			out = append(out, p)
			continue
		}
		if i > 0 && len(out) > 0 && p.At.Sort == phrase.Exact && found[i-1].At.Sort == phrase.Exact && d.strokeBetween(found[i-1].End, p.Start) {
			p.Until, p.At = p.At, phrase.Moment{}
			out = append(out, p)
			continue
		}
		switch d.sideOf(p, s) {
		case "from":
			p.From = p.At
		case "until":
			p.Until = p.At
		default:
			continue
		}
		out = append(out, p)
	}
	return out
}

// shifted drops the date from which a beginning or an end was moved: "de opening
// schuift op van 1 april naar 15 april".
func (d *document) shifted(found []phrase.Period, s segment) []phrase.Period {
	for i := 0; i+1 < len(found); i++ {
		p, next := found[i], found[i+1]
		behind := d.tokenAt(p.End)
		if p.From.Sort == "" && !d.is(d.tokenAt(p.At.Start)-1, "van") || p.Until.Sort != "" || !d.is(behind, "naar") || next.At.Sort == "" || next.Start-p.End > 8 {
			continue
		}
		if d.anyOf(segment{from: s.from, to: behind}, "einddatum", "einde", "verlengd", "verlengen", "verlenging", "sluiting", "sluit") {
			next.Until = next.At
		} else {
			next.From = next.At
		}
		next.At = phrase.Moment{}
		moved := append([]phrase.Period{}, found[:i]...)
		return append(append(moved, next), found[i+2:]...)
	}
	return found
}

func (d *document) strokeBetween(from, to int) bool {
	if to < from || to-from > 24 {
		return false
	}
	for _, r := range d.text[from:to] {
		switch r {
		case '/', '-', '–', ' ', '|', '\t':
		default:
			return false
		}
	}
	return to > from
}

// sideOf tells whether a bare date is a beginning or an end by the words before it
// in its clause, the nearest first; else by those behind.
func (d *document) sideOf(p phrase.Period, s segment) string {
	from, to := d.tokenAt(p.Start), d.tokenAt(p.End)
	if d.mustLeave(to, s) {
		return "until"
	}
	if d.is(to, "bekendgemaakt", "bekend", "besloten", "gemeld", "laten", "aangekondigd", "gesproken", "vergaderd", "gebeld", "overlegd") {
		return "" // when it was told
	}
	for i := from - 1; i >= max(s.from, from-7) && !d.is(i, ";", "."); i-- {
		if side := d.sideWord(i); side != "" && (!d.is(i, "in") || d.goesIn(i, s)) {
			return side
		}
	}
	for i := to; i < min(s.to, to+10) && !d.is(i, ",", ";"); i++ {
		if side := d.sideWord(i); side != "" && !d.is(i, "in", "per") {
			return side
		}
	}
	return ""
}

// leftBy makes an end of a beginning at which the location must be free again:
// "moeten 30 april weer vrij zijn".
func (d *document) leftBy(p phrase.Period, s segment) phrase.Period {
	if p.From.Sort == phrase.Exact && p.Until.Sort == "" && d.is(d.tokenAt(p.Start)-1, "moet", "moeten", "dient", "dienen") && d.mustLeave(d.tokenAt(p.End), s) {
		p.Until, p.From = p.From, phrase.Moment{}
	}
	return p
}

// mustLeave tells whether a location must be empty on the date before a token: "moet
// 1 juli leeg zijn", "op 15 mei moeten we het weer opleveren".
func (d *document) mustLeave(to int, s segment) bool {
	if !d.anyOf(s, "moet", "moeten", "dient", "dienen") {
		return false
	}
	for i := to; i < min(s.to, to+9); i++ {
		if d.is(i, "weer") && d.is(i+1, "vrij") || d.is(i, "leeg", "opleveren", "opgeleverd", "ontruimd", "ontruimen", "verlaten", "weg", "uit", "teruggeven") {
			return true
		}
	}
	return false
}

// sideWord gives the side of a period that a word speaks of.
func (d *document) sideWord(i int) string {
	if d.is(i, "van") && d.is(i+1, ":") {
		return "from"
	}
	if _, ok := closings.find(d.tokens[i].fold); ok {
		return "until"
	}
	if _, ok := opens.find(d.tokens[i].fold); ok {
		return "from"
	}
	return ""
}

// goesIn tells "gaat in op 11 april" from "in 2022".
func (d *document) goesIn(i int, s segment) bool {
	for at := max(s.from, i-3); at < i; at++ {
		if d.tokens[at].fold == "gaat" || d.tokens[at].fold == "gaan" {
			return true
		}
	}
	return false
}

// when takes the first beginning and the first end that were said of the offer, or
// of all. An end said as a length is counted from the beginning.
func (f *finisher) when(o *Offer, c *candidate) {
	var lasts phrase.Length
	for _, list := range [][]phrase.Period{c.periods, f.g.shared.periods} {
		unsaid := o.From.Sort == ""
		for _, p := range list {
			if p.From.Sort != "" && (o.From.Sort == "" || unsaid && o.From.Sort == phrase.Vague && p.From.Sort == phrase.Exact) {
				o.From = f.moment(p.From)
				f.trace(o, FieldFrom, momentSure(p.From), p.From.Span)
			}
			if o.Until.Sort == "" && p.Until.Sort != "" {
				o.Until = f.moment(p.Until)
				f.trace(o, FieldUntil, momentSure(p.Until), p.Until.Span)
				lasts = p.Lasts
			}
		}
	}
	if o.From.Sort == phrase.Exact && o.Until.Sort == phrase.Vague && lasts != (phrase.Length{}) {
		o.Until.Sort, o.Until.Night = phrase.Exact, later(o.From.Night, lasts)
	}
}

// later counts calendar months and days on; a day that a month lacks is its last.
func later(from calendar.Night, by phrase.Length) calendar.Night {
	year, month, day := from.Date().Date()
	last := time.Date(year, month+time.Month(by.Months)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	date := time.Date(year, month+time.Month(by.Months), min(day, last), 0, 0, 0, 0, time.UTC)
	return calendar.Night(date.Unix()/86400) + calendar.Night(by.Days)
}

func momentSure(m phrase.Moment) float64 {
	if m.Sort == phrase.Exact {
		return 0.86
	}
	return 0.65
}

func (f *finisher) moment(m phrase.Moment) Moment {
	return Moment{Sort: m.Sort, Night: m.Night, Words: f.d.text[m.Start:m.End]}
}
