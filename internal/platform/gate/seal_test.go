package gate

import (
	"testing"

	"onderdak/internal/calendar"
)

func TestASealNoticesEveryChange(t *testing.T) {
	said := func(kept ...[]any) *Tally {
		tally := &Tally{kind: "k", said: map[calendar.Instant]*seal{}, found: map[calendar.Instant]*seal{}, old: map[calendar.Instant]bool{3: true}}
		tx := &Tx{}
		tx.Seal("k", "a", 1)
		tx.Seal("other", "x")
		before := tx.Sealed()
		tx.Seal("k", "taken back")
		tx.Unseal(before)
		tx.Seal("k", "b", 2)
		sum(tally.said, 7, readSeals(tx.seals.text())["k"])
		for _, fields := range kept {
			tally.Add(7, fields...)
		}
		return tally
	}
	for name, c := range map[string]struct {
		tally *Tally
		wrong int
	}{
		"as written":       {said([]any{"a", 1}, []any{"b", 2}), 0},
		"in another order": {said([]any{"b", 2}, []any{"a", 1}), 0},
		"one altered":      {said([]any{"a", 1}, []any{"b", 3}), 1},
		"one removed":      {said([]any{"a", 1}), 1},
		"all removed":      {said(), 1},
		"one added":        {said([]any{"a", 1}, []any{"b", 2}, []any{"a", 1}), 1},
		"fields run over":  {said([]any{"a1", ""}, []any{"b", 2}), 1},
	} {
		if got := c.tally.Wrong(); len(got) != c.wrong {
			t.Errorf("%s: %v", name, got)
		}
	}
	tally := said([]any{"a", 1}, []any{"b", 2})
	tally.Add(3, "from before there were seals")
	tally.Add(8, "from nowhere")
	if got := tally.Wrong(); len(got) != 1 {
		t.Errorf("%v", got)
	}
}
