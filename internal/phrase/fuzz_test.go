package phrase

import (
	"slices"
	"testing"
)

func seeds(f *testing.F) {
	for _, group := range counts {
		for text := range group {
			f.Add(text)
		}
	}
	for _, group := range stretches {
		for text := range group {
			f.Add(text)
		}
	}
	for _, part := range worst {
		f.Add(filled(part, 300))
	}
	f.Add("")
	f.Add("april\x8a 0\x82")
}

// Any text gives amounts with spans inside it, in order, and the same ones twice.
func FuzzAmounts(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		found := Amounts(text)
		end := 0
		for _, a := range found {
			checkSpan(t, text, a.Span)
			if a.Start < end {
				t.Fatalf("%q: %v begins before %d", text, a, end)
			}
			end = a.End
			if a.Low < 0 || a.High < 0 || a.Each < 0 || a.Low > a.High && a.High != 0 || a.Low > greatest || a.High > greatest {
				t.Fatalf("%q: impossible amount %v", text, a)
			}
			if a.Noun != "" {
				checkSpan(t, text, a.NounSpan)
			}
		}
		if !slices.Equal(found, Amounts(text)) {
			t.Fatalf("%q is read in two ways", text)
		}
	})
}

// Any text gives periods with spans inside it, in order; no end lies before its
// beginning; the same ones twice.
func FuzzPeriods(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		found := Periods(text, today)
		end := 0
		for _, p := range found {
			checkSpan(t, text, p.Span)
			if p.Start < end {
				t.Fatalf("%q: %v begins before %d", text, p, end)
			}
			end = p.End
			for _, m := range []Moment{p.From, p.Until, p.At} {
				if m.Sort == "" {
					continue
				}
				checkSpan(t, text, m.Span)
				if m.Start < p.Start || m.End > p.End {
					t.Fatalf("%q: moment %v lies outside of %v", text, m, p)
				}
			}
			if p.From.Sort == "" && p.Until.Sort == "" && p.At.Sort == "" {
				t.Fatalf("%q: a period of nothing", text)
			}
		}
		if !slices.Equal(found, Periods(text, today)) {
			t.Fatalf("%q is read in two ways", text)
		}
	})
}
