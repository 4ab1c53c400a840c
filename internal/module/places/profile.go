package places

import (
	"slices"

	"onderdak/internal/calendar"
)

// Span is a number of places on the nights From..Until-1.
type Span struct {
	From   calendar.Night
	Until  calendar.End
	Places int
}

// beyond stands for an unknown end while reckoning; it is never stored.
const beyond = lastNight + 1

func (s Span) end() calendar.Night { return s.Until.Or(beyond) }

func (s Span) covers(night calendar.Night) bool { return s.From <= night && night < s.end() }

func endAt(night calendar.Night) calendar.End {
	if night >= beyond {
		return calendar.End{}
	}
	return calendar.At(night)
}

// overlay puts a statement over a profile: on its nights it holds, on the others
// the profile stays what it was. Profiles are sorted, do not overlap and leave
// out nights without places.
func overlay(profile []Span, said Span) []Span {
	result := make([]Span, 0, len(profile)+2)
	for _, span := range profile {
		if left := min(span.end(), said.From); span.From < left {
			result = append(result, Span{span.From, endAt(left), span.Places})
		}
		if right := max(span.From, said.end()); right < span.end() {
			result = append(result, Span{right, span.Until, span.Places})
		}
	}
	result = append(result, said)
	return normal(result)
}

// normal sorts spans that do not overlap, drops empty ones and joins equal
// neighbours, so that equal profiles are equal slices.
func normal(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return int(a.From - b.From) })
	joined := spans[:0]
	for _, span := range spans {
		if span.Places == 0 {
			continue
		}
		if last := len(joined) - 1; last >= 0 && joined[last].end() == span.From && joined[last].Places == span.Places {
			joined[last].Until = span.Until
			continue
		}
		joined = append(joined, span)
	}
	return joined
}

// combine reckons a profile from two, night by night.
func combine(a, b []Span, value func(a, b int) int) []Span {
	cuts := []calendar.Night{beyond}
	for _, span := range slices.Concat(a, b) {
		cuts = append(cuts, span.From, span.end())
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var result []Span
	for i := range cuts[:len(cuts)-1] {
		if places := value(on(a, cuts[i]), on(b, cuts[i])); places != 0 {
			result = append(result, Span{cuts[i], endAt(cuts[i+1]), places})
		}
	}
	return normal(result)
}

// Period is a time in which the number on no rung changes.
type Period struct {
	From   calendar.Night
	Until  calendar.End
	Places map[Rung]int
}

// Periods cuts the time from a night on where the number on some rung changes, in
// order; the last period has no end.
func (p Profiles) Periods(from calendar.Night) []Period {
	cuts := []calendar.Night{from, beyond}
	for _, profile := range p {
		for _, span := range profile {
			cuts = append(cuts, max(from, span.From), max(from, span.end()))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	periods := make([]Period, 0, len(cuts)-1)
	for i := range cuts[:len(cuts)-1] {
		period := Period{From: cuts[i], Until: endAt(cuts[i+1]), Places: map[Rung]int{}}
		for rung, profile := range p {
			period.Places[rung] = on(profile, cuts[i])
		}
		periods = append(periods, period)
	}
	return periods
}

// on gives the number on every rung on a night.
func (p Profiles) on(night calendar.Night) map[Rung]int {
	numbers := make(map[Rung]int, len(Rungs))
	for _, rung := range Rungs {
		numbers[rung] = on(p[rung], night)
	}
	return numbers
}

// promisable is open minus blocked. More blocked than open leaves nothing to
// promise, not less than nothing: a shortage is about people, and shows where
// stays are subtracted from this.
func promisable(open, blocked []Span) []Span {
	return combine(open, blocked, func(open, blocked int) int { return max(0, open-blocked) })
}

// on is the profile's number on a night.
func on(profile []Span, night calendar.Night) int {
	for _, span := range profile {
		if span.covers(night) {
			return span.Places
		}
	}
	return 0
}

// spread adds the number to the nights of a period that fall within the nights
// of the slice, whose first is the night base.
func spread(nights []int, base, from, until calendar.Night, number int) {
	last := min(int(until-base), len(nights))
	for i := max(int(from-base), 0); i < last; i++ {
		nights[i] += number
	}
}

// gather turns numbers per night into spans, leaving out the nights on which
// keep says no.
func gather(nights []int, base calendar.Night, keep func(int) bool) []Span {
	var spans []Span
	for i, number := range nights {
		if !keep(number) {
			continue
		}
		night := base.Plus(i)
		if last := len(spans) - 1; last >= 0 && spans[last].end() == night && spans[last].Places == number {
			spans[last].Until = calendar.At(night + 1)
			continue
		}
		spans = append(spans, Span{night, calendar.At(night + 1), number})
	}
	return spans
}

// differences gives what must be said, from a night on, to turn one profile
// into another: spans in order, with the new number, nought included.
func differences(old, next []Span, from calendar.Night) []Span {
	cuts := []calendar.Night{from, beyond}
	for _, span := range slices.Concat(old, next) {
		cuts = append(cuts, max(from, span.From), max(from, span.end()))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var result []Span
	for i := range cuts[:len(cuts)-1] {
		places := on(next, cuts[i])
		if on(old, cuts[i]) == places {
			continue
		}
		if last := len(result) - 1; last >= 0 && result[last].end() == cuts[i] && result[last].Places == places {
			result[last].Until = endAt(cuts[i+1])
			continue
		}
		result = append(result, Span{cuts[i], endAt(cuts[i+1]), places})
	}
	return result
}

// statementsFor says the spans in the words of the given statement.
func statementsFor(spans []Span, like Statement) []Statement {
	statements := make([]Statement, 0, len(spans))
	for _, span := range spans {
		like.From, like.Until, like.Places = span.From, span.Until, span.Places
		statements = append(statements, like)
	}
	return statements
}
