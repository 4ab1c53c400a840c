package scenario

import (
	"slices"
	"testing"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

func TestBedsOn(t *testing.T) {
	for day, want := range map[string]int{
		"2022-03-07": 0, "2022-03-08": 2000, "2022-03-11": 10000, "2022-03-14": 18000, "2022-04-25": 42374,
		"2022-05-09": 45238, "2022-05-27": 49393, "2022-08-15": 60000, "2023-01-01": 60000,
	} {
		if got := bedsOn(night(day)); got != want {
			t.Errorf("%s: %d beds, want %d", day, got, want)
		}
	}
}

func TestAnchorsAreInOrderAndTheCallersOwn(t *testing.T) {
	list := Anchors()
	if !slices.IsSortedFunc(list, func(a, b Anchor) int { return int(a.Night - b.Night) }) {
		t.Error("anchors are not in order of night")
	}
	for _, anchor := range list {
		if anchor.Source == "" || anchor.Beds <= 0 || anchor.Occupied > anchor.Beds {
			t.Errorf("anchor %+v", anchor)
		}
	}
	list[0].Beds = 1
	if Anchors()[0].Beds != 2000 {
		t.Error("a caller changed the table")
	}
}

// Every code in the tables is one of the atlas; a slip would leave a region
// empty without a word.
func TestTablesNameRealPlaces(t *testing.T) {
	for code := range municipalityLoad {
		if m, ok := atlas.Find(code); !ok || m.Until.Known {
			t.Errorf("municipality %s does not exist", code)
		}
	}
	for code := range regionReported {
		if _, ok := atlas.Region(code); !ok {
			t.Errorf("region %s does not exist", code)
		}
	}
	for _, region := range atlas.Regions() {
		if full := regionFull[region.Code]; full < 50 || full > 100 {
			t.Errorf("%s is %d per cent full", region.Name, full)
		}
	}
	if len(regionFull) != 25 {
		t.Errorf("%d regions, want 25", len(regionFull))
	}
}

func TestKinds(t *testing.T) {
	known, types := exchange.Facilities(), exchange.LocationTypes()
	seen := map[string]bool{}
	for _, k := range kinds {
		if seen[k.name] || !slices.Contains(types, k.name) || k.weight < 1 || k.low < smallest || k.high < k.low {
			t.Errorf("kind %+v", k)
		}
		seen[k.name] = true
		for _, facility := range slices.Concat(everywhere, k.facilities) {
			if !slices.Contains(known, facility.token) || facility.percent < 1 || facility.percent > 100 {
				t.Errorf("%s: facility %+v", k.name, facility)
			}
		}
	}
	for _, need := range slices.Concat(needs, wishes) {
		if !slices.Contains(known, need.token) {
			t.Errorf("%s is asked for and unknown", need.token)
		}
	}
}

// A kind stays within its sizes, save for the few places that are left over,
// and leaves no rest too small for a location.
func TestSize(t *testing.T) {
	chance := Settings{}.stream(99)
	for _, k := range kinds {
		for left := k.low; left < k.high+20; left++ {
			size := k.size(chance, left)
			if size < k.low || size > k.high+smallest || size > left || left-size > 0 && left-size < smallest {
				t.Fatalf("%s of %d places out of %d", k.name, size, left)
			}
		}
	}
}

func TestPickKind(t *testing.T) {
	chance := Settings{}.stream(98)
	drawn := map[string]int{}
	for range 5000 {
		drawn[pickKind(chance, 1000, 500_000).name]++
		if k := pickKind(chance, 11, 500_000); k.name != "dwelling" {
			t.Fatalf("a %s of 11 places", k.name)
		}
		if k := pickKind(chance, 1000, 1000); k.city > 0 {
			t.Fatalf("a %s in a village", k.name)
		}
	}
	if len(drawn) != len(kinds) {
		t.Errorf("only %v are drawn", drawn)
	}
	if drawn["hotel"] < 10*drawn["hub"] {
		t.Errorf("%d hotels and %d hubs", drawn["hotel"], drawn["hub"])
	}
}

// The beds of a municipality are all in its locations, and their ids differ.
func TestMakeMunicipality(t *testing.T) {
	utrecht, _ := atlas.Find("GM0344")
	for _, beds := range []int{0, 2, 3, 7, 100, 1234} {
		made := makeMunicipality(Settings{}.stream(97), utrecht, beds)
		total, ids := 0, map[string]bool{}
		for _, s := range made {
			total += s.size
			ids[s.ID] = true
			if s.Municipality != "GM0344" || s.region != "VR09" || !slices.IsSorted(s.Facilities) {
				t.Errorf("site %+v", s)
			}
			if s.ends.Known && (s.ends.Night <= Reference || s.ends.Night >= storyEnd) {
				t.Errorf("%s ends on %s", s.ID, s.ends)
			}
		}
		if want := beds; want >= smallest && total != want || len(ids) != len(made) || want < smallest && total != 0 {
			t.Errorf("%d beds gave %d in %d locations with %d ids", beds, total, len(made), len(ids))
		}
	}
	bergen, _ := atlas.Find("GM0373")
	if name := makeMunicipality(Settings{}.stream(1), bergen, 5)[0].Name; name != "Proefwoning 1 Bergen" {
		t.Errorf("name %q", name)
	}
}

// A location that opens has its dates in order and never more open than it has.
func TestOpen(t *testing.T) {
	chance := Settings{}.stream(96)
	var grows, shrinks, ends int
	for i := range 5000 {
		n := Reference.Plus(i%60 - 40)
		s := &site{size: 3 + i%200}
		if i%3 == 0 {
			s.ends = calendar.At(Reference.Plus(3 + i%50))
		}
		s.open(chance, n)
		if s.realised != n || s.opens < n || s.openNow < 1 || s.openNow > s.size || s.ends.Known && s.ends.Night < s.opens.Plus(7) {
			t.Fatalf("site %+v", s)
		}
		if s.fullFrom != 0 {
			grows++
			if s.fullFrom <= s.opens || s.fullFrom <= Reference || s.ends.Known && s.fullFrom >= s.ends.Night || s.openNow == s.size {
				t.Fatalf("site %+v grows", s)
			}
		}
		if s.closed != 0 {
			shrinks++
			if s.closes <= s.opens || s.closes <= Reference || s.closed >= s.openNow || s.ends.Known {
				t.Fatalf("site %+v shrinks", s)
			}
		}
		count(&ends, s.ends.Known)
	}
	if grows < 100 || shrinks < 100 || ends < 1000 {
		t.Errorf("%d grow, %d shrink, %d end", grows, shrinks, ends)
	}
}

func TestSettle(t *testing.T) {
	sites := []*site{{openNow: 100}, {openNow: 50}, {openNow: 10}}
	for _, c := range []struct {
		persons   []int
		remainder int
		want      int
	}{
		{[]int{50, 50, 0}, 30, 130},
		{[]int{50, 50, 0}, 60, 160},
		{[]int{50, 50, 0}, 999, 160}, // no more than there is room for
		{[]int{90, 40, 5}, -15, 120},
		{[]int{100, 50, 10}, 5, 160},
		{[]int{50, 20, 5}, 0, 75},
	} {
		persons := slices.Clone(c.persons)
		settle(sites, persons, c.remainder)
		total := 0
		for i, n := range persons {
			total += n
			if n < 0 || n > sites[i].openNow {
				t.Errorf("%v and %d gave %v", c.persons, c.remainder, persons)
			}
		}
		if total != c.want {
			t.Errorf("%v and %d gave %v, want %d in all", c.persons, c.remainder, persons, c.want)
		}
	}
	settle(sites, []int{100, 50, 10}, -5) // all full and none may be both: nothing to divide by
}

// Whoever lives on a floor that closes leaves before it does.
func TestHouse(t *testing.T) {
	chance := Settings{}.stream(95)
	for range 200 {
		s := &site{size: 100, openNow: 100, opens: Reference.Plus(-9), closed: 40, closes: Reference.Plus(10)}
		s.house(chance, 95)
		p := s.place()
		if got := p.Occupied(Reference); got != 95 {
			t.Fatalf("%d persons, want 95", got)
		}
		if got, most := p.Occupied(s.closes), p.On(Open, s.closes); got > most || most != 60 || got < most-8-20 {
			t.Fatalf("%d persons in %d open places after the floor closed", got, most)
		}
		if p.On(Blocked, s.closes) != 40 || p.On(Blocked, s.closes-1) != 0 || p.On(Realised, s.closes) != 100 {
			t.Fatalf("rungs %+v", p.Rungs)
		}
	}
}

func TestPickSize(t *testing.T) {
	total := 0
	for _, part := range sizePerMille {
		total += part
	}
	if total != 1000 {
		t.Errorf("sizes add up to %d per mille", total)
	}
	chance := Settings{}.stream(94)
	drawn := map[int]int{}
	for range 100_000 {
		drawn[pickSize(chance)]++
	}
	for i, part := range sizePerMille {
		if !near(drawn[i+1], part*100, 150) {
			t.Errorf("%d of 100,000 households have %d persons, want %d", drawn[i+1], i+1, part*100)
		}
	}
}

// Large towns are wished for more than their share, and small ones too.
func TestTowns(t *testing.T) {
	chance, draw := Settings{}.stream(93), towns()
	drawn := map[string]int{}
	for range 100_000 {
		drawn[draw(chance)]++
	}
	if drawn["GM0363"] < 6500 || drawn["GM0363"] > 8500 {
		t.Errorf("Amsterdam is wished for %d times in 100,000", drawn["GM0363"])
	}
	if len(drawn) < 335 {
		t.Errorf("only %d municipalities are wished for", len(drawn))
	}
}

// Free places come in spans of equal number, without the nights in between on
// which there are none.
func TestFree(t *testing.T) {
	p := Place{
		Rungs: []Rung{
			{Open, Reference.Plus(-5), calendar.At(Reference.Plus(4)), 10},
			{Open, Reference.Plus(4), calendar.At(Reference.Plus(6)), 7},
			{Open, Reference.Plus(6), calendar.End{}, 10},
		},
		Stays: []Stay{{Persons: 7, From: Reference}},
	}
	p.ID = "L"
	want := []plan.Capacity{
		{Location: "L", From: Reference, Until: calendar.At(Reference.Plus(4)), Places: 3},
		{Location: "L", From: Reference.Plus(6), Places: 3},
	}
	if got := p.free(); !slices.Equal(got, want) {
		t.Errorf("free %+v, want %+v", got, want)
	}
	p.Stays = append(p.Stays, Stay{Persons: 3, From: Reference, Until: calendar.At(Reference.Plus(2))})
	want[0].From = Reference.Plus(2)
	if got := p.free(); !slices.Equal(got, want) {
		t.Errorf("free %+v, want %+v", got, want)
	}
}
