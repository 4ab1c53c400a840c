package phrase

import (
	"fmt"
	"testing"

	"onderdak/internal/calendar"
)

var today = calendar.MustParse("2022-03-04") // a Friday

// short writes an amount in few characters: "40..50~ [bedden] x2 /kamer".
func (a Amount) short() string {
	text := fmt.Sprintf("%d..%d", a.Low, a.High)
	if a.Low == a.High {
		text = fmt.Sprint(a.Low)
	}
	if a.Kind == Several {
		text = "?"
	}
	if a.About {
		text = "~" + text
	}
	if a.Noun != "" {
		text += " " + a.Noun
	}
	if a.Each > 0 {
		text += fmt.Sprintf(" x%d", a.Each)
	}
	if a.Per != "" {
		text += " /" + a.Per
	}
	if a.Kind == Measure {
		text = "(" + text + ")"
	}
	return text
}

func checkSpan(t *testing.T, text string, span Span) {
	t.Helper()
	if span.Start < 0 || span.End > len(text) || span.Start >= span.End {
		t.Fatalf("%q: span %v is no part of the text", text, span)
	}
	cut := map[int]bool{len(text): true} // where a letter, or a byte that is none, may end
	for i := range text {
		cut[i] = true
	}
	if !cut[span.Start] || !cut[span.End] {
		t.Fatalf("%q: span %v cuts a letter", text, span)
	}
}
