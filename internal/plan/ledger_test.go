package plan

import (
	"reflect"
	"slices"
	"testing"

	"onderdak/internal/assign"
	"onderdak/internal/calendar"
)

func TestLedgerTakesAndGives(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 3)
	stay := family("H", 2)
	stay.From, stay.Until = day1.Plus(2), calendar.At(day1.Plus(5))
	in.Households = []Household{stay, family("first", 2), family("second", 1)}
	m := modelOf(t, in)
	b := newLedger(m)
	h, _ := m.in.householdIndex("H")
	first, _ := m.in.householdIndex("first")
	second, _ := m.in.householdIndex("second")
	b.take(h, 0)
	if !slices.Equal(b.free[:7], []int32{3, 3, 1, 1, 1, 3, 3}) {
		t.Errorf("free places %v", b.free[:7])
	}
	if b.fits(first, 0) || !b.fits(second, 0) {
		t.Error("two fit in one place, or one does not")
	}
	b.take(second, 0)
	if slices.Min(b.free) != 0 || b.fits(second, 0) {
		t.Errorf("free places %v", b.free)
	}
	b.give(h, 0)
	if !b.fits(first, 0) {
		t.Error("places given back are not free")
	}
	if slices.Min(m.places) != 3 {
		t.Error("the places of the model have changed")
	}
}

func TestFirstComeFirstServed(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 1)
	house(&in, "B", "GM0030", 1)
	early, late, never := family("z", 1), family("y", 1), family("x", 1)
	early.WaitingSince, late.WaitingSince = day1.Plus(-9), day1.Plus(-2)
	early.Wishes, late.Wishes = []string{"near:GM0000"}, []string{"near:GM0000"}
	in.Households = []Household{early, late, never}
	m := modelOf(t, in)
	d := firstCome(m)
	if !slices.Equal(d.choice, []int32{nowhere, 1, 0}) {
		t.Errorf("choice %v: who waits longest must choose first", d.choice)
	}
	if d.objective != (2000+90+150+100)+(2000+20+40+100) {
		t.Errorf("objective %d", d.objective)
	}
}

func TestPolishFillsWhatIsFree(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 2)
	house(&in, "B", "GM0090", 2)
	wish := family("wish", 2)
	wish.Wishes = []string{"near:GM0000"}
	in.Households = []Household{wish, family("zero", 2)}
	m := modelOf(t, in)
	d := newDraft(2)
	d.set(0, option{1, 4100})
	polish(m, d)
	if !slices.Equal(d.choice, []int32{0, 1}) || d.objective != 4400+4100 {
		t.Errorf("choice %v with %d points", d.choice, d.objective)
	}
}

func TestSpansJoinEqualNights(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 4)
	in.Capacity[0].From, in.Capacity[0].Until = day1.Plus(-5), calendar.At(day1.Plus(3))
	in.Capacity = append(in.Capacity,
		Capacity{"A", day1.Plus(3), calendar.At(day1.Plus(6)), 4},
		Capacity{"A", day1.Plus(7), calendar.At(day1.Plus(9)), 0},
		Capacity{"A", day1.Plus(9), calendar.End{}, 2})
	in.Households = []Household{family("H", 1)}
	m := modelOf(t, in)
	want := []assign.Span{{From: 0, Until: 6, Amount: 4}, {From: 9, Until: 28, Amount: 2}}
	if got := m.spans(0); !reflect.DeepEqual(got, want) {
		t.Errorf("spans %v, want %v", got, want)
	}
}

func TestStaysAreClippedToTheHorizon(t *testing.T) {
	in := Input{}
	house(&in, "A", "GM0000", 4)
	for _, c := range []struct {
		id          string
		from, until int
	}{{"a", 0, 3}, {"b", 26, 31}, {"c", 28, 31}, {"d", 40, -1}, {"e", 5, -1}} {
		h := family(c.id, 1)
		h.From = day1.Plus(c.from)
		if c.until >= 0 {
			h.Until = calendar.At(day1.Plus(c.until))
		}
		in.Households = append(in.Households, h)
	}
	m := modelOf(t, in)
	for h, want := range [][2]int32{{0, 3}, {26, 28}, {0, 0}, {0, 0}, {5, 28}} {
		if s := m.stays[h]; s.from != want[0] || s.until != want[1] {
			t.Errorf("household %s stays %d..%d, want %v", m.in.Households[h].ID, s.from, s.until, want)
		}
	}
}

func TestCanonicalInput(t *testing.T) {
	in := Input{}
	house(&in, "B", "GM0000", 4, "z", "a", "z", "")
	house(&in, "A", "GM0000", 4)
	in.Households = []Household{needing(family("y", 1), "b", "a"), family("x", 1)}
	out, err := in.canonical()
	if err != nil {
		t.Fatal(err)
	}
	if out.Locations[0].ID != "A" || out.Capacity[0].Location != "A" || out.Households[0].ID != "x" {
		t.Errorf("not sorted: %+v", out)
	}
	if !slices.Equal(out.Locations[1].Facilities, []string{"a", "z"}) || !slices.Equal(out.Households[1].Needs, []string{"a", "b"}) {
		t.Errorf("tokens are not sorted: %+v", out)
	}
	if !slices.Equal(in.Locations[0].Facilities, []string{"z", "a", "z", ""}) || in.Locations[0].ID != "B" {
		t.Error("the input of the caller has changed")
	}
}

func TestEnglishTexts(t *testing.T) {
	for want, text := range map[string]Text{
		"1 location lacks: quiet area.":                           {"plan.why_not.needs", map[string]any{"n": 1, "need": "quiet_area"}},
		"2 locations lack: lift.":                                 {"plan.why_not.needs", map[string]any{"n": 2, "need": "lift"}},
		"From 2022-03-10: 1 location has room.":                   {"plan.change.later", map[string]any{"n": 1, "night": day1}},
		"The household can stay in {location}":                    {"plan.line.stay_same", nil},
		"[plan.nothing]":                                          {"plan.nothing", nil},
		"No single change would help.":                            {"plan.change.none", nil},
		"The whole plan changes by -90 points.":                   {"plan.there.change", map[string]any{"points": int64(-90)}},
		"Then household K must go to House 3 and loses 4 points.": {"plan.there.displaced", map[string]any{"household": "K", "location": "House 3", "loss": int64(4)}},
	} {
		if got := english(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
