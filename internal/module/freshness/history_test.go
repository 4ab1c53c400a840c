package freshness

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
)

// openOn is what is open on each of the nights to come.
func (h *house) openOn(location string, nights int) (open []int) {
	h.Helper()
	first := calendar.NightOf(h.now)
	for i := range nights {
		open = append(open, h.on(location, first.Plus(i))[places.Open])
	}
	return open
}

// Whatever is answered by links, in whatever order, with silence in between: no
// night ever has more open places than somebody with an account said, and what
// is kept goes on agreeing with itself.
func TestLinksOpenNothing(t *testing.T) {
	each(t, func(h *house) {
		const nights = 30
		dice := rand.New(rand.NewPCG(4, 30))
		h.location("Zon", "jan@bosrand.example", 40)
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Open, Places: 25, From: tonight + 20, Until: calendar.At(tonight + 30), Source: "test"}))
		h.must(h.places.State(ctx, program, places.Statement{Location: "Zon", Rung: places.Open, Places: 60, From: tonight + 40, Source: "test"}))
		said := func(night calendar.Night) int {
			switch {
			case night >= tonight+40:
				return 60
			case night >= tonight+20 && night < tonight+30:
				return 25
			}
			return 40
		}
		h.stay("s", "Zon", 12, tonight, tonight+60)
		path, answered := h.asked("Zon"), 0
		for range 24 {
			w := places.Word{Location: "Zon", From: calendar.NightOf(h.now).Plus(dice.IntN(20)), Places: dice.IntN(80), Gone: dice.IntN(6) == 0}
			if !w.Gone && dice.IntN(2) == 0 {
				w.Until = calendar.At(w.From.Plus(1 + dice.IntN(15)))
			}
			var err error
			switch dice.IntN(4) {
			case 0:
				_, err = h.Confirm(ctx, token(path))
			case 1:
				h.now = h.now.AddDate(0, 0, 15)
				h.must(h.places.Freshen(ctx, nil))
				if done, failed := h.Ask(ctx, "Zon"); failed != nil {
					err = failed
				} else if done {
					h.drain()
					for i := len(h.mails.all) - 1; i >= 0; i-- { // others are mailed too
						if found := linkForm.FindStringSubmatch(h.mails.all[i].Text + "\n"); found != nil {
							path = found[1]
							break
						}
					}
				}
			default:
				_, err = h.Tell(ctx, token(path), w)
			}
			if err == nil {
				answered++
			} else if kind := fault.KindOf(err); kind != fault.Gone {
				t.Fatal(err)
			}
			for i, open := range h.openOn("Zon", nights) {
				if night := calendar.NightOf(h.now).Plus(i); open > said(night) {
					t.Fatalf("%d open on %s, said were %d", open, night, said(night))
				}
			}
			h.sound()
		}
		if answered < 12 {
			t.Errorf("only %d answers", answered)
		}
	})
}

// A yes and another number at one moment: both are taken in, one after the other,
// and nothing is half.
func TestAnswersAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		h.location("Maan", "jan@bosrand.example", 40)
		h.now = h.now.AddDate(0, 0, 15)
		h.must(h.places.Freshen(ctx, nil))
		path := h.asked("Zon")
		var group sync.WaitGroup
		failed := make(chan error, 8)
		for i := range 8 {
			group.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = h.Confirm(ctx, token(path))
				} else {
					_, err = h.Tell(ctx, token(path), places.Word{Location: []string{"Zon", "Maan"}[i/2%2], From: tonight + 15, Places: 30})
				}
				failed <- err
			})
		}
		group.Wait()
		close(failed)
		for err := range failed {
			h.must(err)
		}
		for _, id := range []string{"Zon", "Maan"} {
			if got := h.on(id, tonight+15)[places.Open]; got != 30 {
				t.Errorf("%d open at %s", got, id)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM freshness_answer`); n != 12 {
			t.Errorf("%d answers", n)
		}
		h.sound()
	})
}

// A location of which nothing is left from a later night on is asked about until
// then.
func TestGoneLaterIsAskedAboutUntilThen(t *testing.T) {
	each(t, func(h *house) {
		h.location("Zon", "jan@bosrand.example", 40)
		path := h.asked("Zon")
		if _, where := h.post("", path+"/Zon", "wat", "weg", "gone-dag", "25", "gone-maand", "3", "gone-jaar", "2022"); where != path+"?gedaan=gone" {
			t.Error(where)
		}
		h.says(h.page("", "nl", path, 200), "40 plekken open", "Vanaf 25 maart 2022", "geen plekken")
		asked := 0
		for range 30 {
			h.now = h.now.Add(24 * time.Hour)
			n, err := h.Round(ctx)
			h.must(err)
			asked += n
		}
		if asked != 1 { // a week on; the week after it is gone
			t.Errorf("asked %d times", asked)
		}
		h.sound()
	})
}
