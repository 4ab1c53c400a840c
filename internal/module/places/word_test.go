package places

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

func (h *house) take(w Word) (found Outcome, err error) {
	w.Source = "link"
	err = h.write(func(tx *gate.Tx) (err error) {
		found, err = Take(ctx, tx, "link/1", w)
		return err
	})
	return found, err
}

func (h *house) weigh(w Word) (found Outcome) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		found, err = Weigh(ctx, tx, w, calendar.NightOf(h.now))
		return err
	})
	return found
}

// What a word takes away holds at once, with the alert; what it adds opens
// nothing.
func TestAWordLowersAtOnceAndOpensNothing(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		h.must(h.State(ctx, program, Statement{Location: "L", Rung: Open, From: day + 5, Places: 8}))
		h.must(h.hold("s", "L", 4, day, day+4))
		w := Word{Location: "L", From: day + 1, Until: calendar.At(day + 8), Places: 6}
		if found := h.weigh(w); !found.Lowered || !found.Raised || len(found.Move) != 0 {
			h.Errorf("%+v", found)
		}
		found, err := h.take(w)
		h.must(err)
		want := "open[4 4 4 4 4 6 6 6 8 8] realised[0 0 0 0 0 0 0 0 0 0] inspected[0 0 0 0 0 0 0 0 0 0] pledged[0 6 6 6 6 0 0 0 0 0] "
		if got := h.profile("L", 10); got != want || !found.Lowered || !found.Raised {
			h.Errorf("%s\nwant\n%s\n%+v", got, want, found)
		}
		if h.jobs(TopicShortage) != 0 {
			h.Error("a shortage that is none was told")
		}
		// Fewer than are promised: nobody is dropped, the night is short and told.
		less := Word{Location: "L", From: day + 2, Until: calendar.End{}, Places: 1}
		if found := h.weigh(less); !found.Lowered || found.Raised || len(found.Move) != 1 || fmt.Sprint(found.Short) != fmt.Sprint([]Span{{day + 2, calendar.At(day + 4), -3}}) {
			h.Errorf("%+v", found)
		}
		if h.free("L", day+2, day+3)[0] != 0 {
			h.Error("weighing a word changed places")
		}
		if _, err := h.take(less); err != nil {
			h.Error(err)
		}
		if got := fmt.Sprint(h.free("L", day, day+6)); got != "[0 0 -3 -3 1 1]" || h.jobs(TopicShortage) != 1 {
			h.Errorf("%s, told %d times", got, h.jobs(TopicShortage))
		}
		entries, _, err := h.Statements(ctx, program, "L")
		h.must(err)
		if last := entries[len(entries)-1]; last.SaidBy != "link/1" || last.Source != "link" {
			h.Errorf("%+v", last)
		}
		h.sound()
	})
}

func TestAWordThatNothingIsThere(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		for _, rung := range []Rung{Realised, Pledged, Blocked} {
			h.must(h.State(ctx, program, Statement{Location: "L", Rung: rung, From: day, Places: 2, Reason: "leak"}))
		}
		found, err := h.take(Word{Location: "L", From: day + 2, Gone: true})
		h.must(err)
		want := "open[4 4 0 0] realised[2 2 0 0] inspected[0 0 0 0] pledged[2 2 0 0] "
		if got := h.profile("L", 4); got != want || !found.Lowered || found.Raised {
			h.Errorf("%s %+v", got, found)
		}
		location, err := h.Location(ctx, program, "L")
		h.must(err)
		if location.ClosedAt != 0 {
			h.Error("a word closed the location")
		}
		h.sound()
	})
}

// A word is a sign of life: what silence took on the nights it does not speak of
// comes back.
func TestAWordGivesBackWhatSilenceTook(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 10)
		h.now = h.now.AddDate(0, 0, 15)
		if _, err := h.LapseSilent(ctx); err != nil {
			h.Error(err)
		}
		found, err := h.take(Word{Location: "L", From: day + 15, Until: calendar.At(day + 17), Places: 7})
		h.must(err)
		if got := fmt.Sprint(h.free("L", day+14, day+19)); got != "[10 7 7 10 10]" || !found.Lowered || found.Raised {
			h.Errorf("%s %+v", got, found)
		}
		same := Word{Location: "L", From: day + 17, Places: 10}
		if found := h.weigh(same); found.Lowered || found.Raised {
			h.Errorf("%+v", found)
		}
		h.sound()
	})
}

func TestWrongWords(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		for _, c := range []struct {
			field string
			Word
		}{
			{"from", Word{From: day - 1}}, {"from", Word{From: day + 731}}, {"places", Word{From: day, Places: -1}},
			{"places", Word{From: day, Places: MostPlaces + 1}}, {"until", Word{From: day + 3, Until: calendar.At(day + 3)}},
		} {
			c.Location = "L"
			_, err := h.take(c.Word)
			if fields := fault.As(err).Fields; len(fields) != 1 || fields[0].Name != c.field {
				h.Errorf("%s: %v", c.field, err)
			}
		}
		_, err := h.take(Word{Location: "nowhere", From: day})
		h.refused(err, "fault.not_found")
		h.must(h.CloseLocation(ctx, program, "L", day+5, "weg"))
		_, err = h.take(Word{Location: "L", From: day + 5, Places: 3})
		if fields := fault.As(err).Fields; len(fields) != 1 || fields[0].Key != "places.closes_on" {
			h.Errorf("after its closing: %v", err)
		}
		if found, err := h.take(Word{Location: "L", From: day + 3, Places: 9}); err != nil || !found.Raised || found.Lowered {
			h.Errorf("%+v, %v", found, err)
		}
		if got := h.profile("L", 7); !strings.Contains(got, "open[4 4 4 4 4 0 0]") || !strings.Contains(got, "pledged[0 0 0 9 9 0 0]") {
			h.Errorf("a word reaches beyond the closing: %s", got)
		}
		h.now = h.now.AddDate(0, 0, 5)
		_, err = h.CloseDue(ctx)
		h.must(err)
		_, err = h.take(Word{Location: "L", From: day + 5, Places: 3})
		h.refused(err, "places.location_closed")
	})
}

func TestAnotherContactIsChecked(t *testing.T) {
	each(t, func(h *house) {
		h.location("L", 4)
		set := func(c Contact) error {
			return h.write(func(tx *gate.Tx) error { return SetContact(ctx, tx, "L", c) })
		}
		if err := set(Contact{Name: "Jan", Email: "no address"}); fault.KindOf(err) != fault.Invalid {
			h.Error(err)
		}
		h.must(set(Contact{Name: "Jan", Phone: "030 123 45 67"}))
		found, err := h.Location(ctx, program, "L")
		h.must(err)
		if found.Contact.Name != "Jan" || found.Name != "Hotel L" {
			h.Errorf("%+v", found)
		}
		h.sound()
	})
}

// Night by night a word leaves the smaller of two numbers open, and pledges the
// larger one.
func TestAWordNightByNight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		profiles := Profiles{}
		for range rapid.IntRange(0, 6).Draw(rt, "statements") {
			from := rapid.IntRange(0, 18).Draw(rt, "from")
			said := Span{day.Plus(from), calendar.At(day.Plus(rapid.IntRange(from+1, 20).Draw(rt, "until"))), rapid.IntRange(0, 9).Draw(rt, "places")}
			rung := rapid.SampledFrom([]Rung{Open, Pledged}).Draw(rt, "rung")
			profiles[rung] = overlay(profiles[rung], said)
		}
		from := rapid.IntRange(0, 18).Draw(rt, "word from")
		w := Word{From: day.Plus(from), Until: calendar.At(day.Plus(rapid.IntRange(from+1, 20).Draw(rt, "word until"))), Places: rapid.IntRange(0, 9).Draw(rt, "word")}
		lower, more := w.statements(profiles)
		after := Profiles{Open: profiles[Open], Pledged: profiles[Pledged]}
		after.say(lower)
		after.say(more)
		for i := range 20 {
			night := day.Plus(i)
			open, pledged := on(profiles[Open], night), on(profiles[Pledged], night)
			if night >= w.From && night < w.Until.Night {
				if w.Places > open {
					pledged = max(pledged, w.Places)
				}
				open = min(open, w.Places)
			}
			if on(after[Open], night) != open || on(after[Pledged], night) != pledged {
				rt.Fatalf("night %d: %d open and %d pledged, want %d and %d", i, on(after[Open], night), on(after[Pledged], night), open, pledged)
			}
		}
		for _, said := range lower {
			if strings.TrimSpace(string(said.Rung)) != string(Open) || said.From < w.From {
				rt.Fatalf("%+v", said)
			}
		}
	})
}
