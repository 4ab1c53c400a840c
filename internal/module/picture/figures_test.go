package picture

import (
	"testing"

	"onderdak/internal/module/places"
)

// nights are the numbers of one location, the first ones given.
func nights(numbers ...places.Numbers) []places.Numbers {
	all := make([]places.Numbers, Horizon)
	copy(all, numbers)
	return all
}

func TestAnAreaIsTheSumOfItsLocations(t *testing.T) {
	area := newArea("VR09", "Utrecht", 10_000, Horizon)
	area.add(Site{Municipality: "GM0355", InUse: true, Old: true, Nights: nights(
		places.Numbers{Pledged: 40, Inspected: 30, Realised: 25, Open: 20, Blocked: 5, Held: 10, Free: 5},
		places.Numbers{Open: 20, Blocked: 5, Held: 15})}, places.Open)
	area.add(Site{Municipality: "GM0344", InUse: true, Nights: nights(
		places.Numbers{Pledged: 9, Open: 4, Held: 7, Short: 3})}, places.Open)
	area.add(Site{Municipality: "GM0344", Nights: nights()}, places.Open)
	for what, got := range map[string][2]int{
		"locations in use": {area.Locations, 2}, "old": {area.Old, 1}, "full now": {area.FullNow, 1}, "full soon": {area.FullSoon, 2},
		"free tonight": {area.Free[0], 5}, "free tomorrow": {area.Free[1], 0}, "short": {area.First.Short, 3}, "short at": {area.ShortSites, 1},
		"usable": {area.Usable[0], 19}, "short nights": {area.ShortNights(), 1}, "municipalities": {len(area.WithPlaces), 1},
		"open": {area.Headline(places.Open), 5}, "realised": {area.Headline(places.Realised), 25},
		"inspected": {area.Headline(places.Inspected), 30}, "pledged": {area.Headline(places.Pledged), 49},
		"carried": {area.Carried(places.Open), 19},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d, want %d", what, got[0], got[1])
		}
	}
	if got := area.PerThousand(places.Open); got != 1.9 {
		t.Errorf("%v per 1,000", got)
	}
	if night, ends := area.RunsOut(); !ends || night != 1 {
		t.Errorf("runs out on %d, %v", night, ends)
	}
	if outlook := area.Outlook(); outlook[0] != 5 || outlook[1] != 0 {
		t.Errorf("outlook %v", outlook)
	}
}

// A shortage is never hidden behind free places elsewhere, nor made nought.
func TestAShortageIsNegativeWhereNothingIsFree(t *testing.T) {
	area := newArea("VR05", "Twente", 10, Horizon)
	area.add(Site{InUse: true, Nights: nights(places.Numbers{Open: 7, Held: 22, Short: 15})}, places.Open)
	if got := area.Outlook()[0]; got != -15 {
		t.Errorf("%d, want -15", got)
	}
	if got := area.TileState(); got != "short" {
		t.Errorf("tile is %s", got)
	}
}

func TestTileStates(t *testing.T) {
	for want, n := range map[string]places.Numbers{
		"none": {}, "full": {Open: 10, Held: 10}, "tight": {Open: 100, Held: 90, Free: 10}, "free": {Open: 100, Held: 89, Free: 11},
		"short": {Open: 10, Held: 12, Short: 2},
	} {
		area := newArea("VR09", "", 1, Horizon)
		area.add(Site{InUse: true, Nights: nights(n)}, places.Open)
		if got := area.TileState(); got != want {
			t.Errorf("%+v is %s, want %s", n, got, want)
		}
	}
}

// Outsiders never learn a number below five, nor one from which it follows.
func TestSmallNumbersAreNotTold(t *testing.T) {
	for n := range 40 {
		if got := tally(n, true); got != (Tally{N: n}) {
			t.Errorf("own %d: %+v", n, got)
		}
		got := tally(n, false)
		switch {
		case n < 5 && (got.N != 0 || !got.Small):
			t.Errorf("%d is told: %+v", n, got)
		case n >= 5 && (got.N%5 != 0 || got.N > n || n-got.N > 4 || !got.Least):
			t.Errorf("%d: %+v", n, got)
		}
	}
}

func TestSpreadComparesThoseWhoLiveThere(t *testing.T) {
	area := func(code string, inhabitants, realised int) Area {
		a := newArea(code, code, inhabitants, Horizon)
		a.add(Site{InUse: true, Nights: nights(places.Numbers{Realised: realised})}, places.Realised)
		return a
	}
	nation := area("NL", 30_000, 60)
	spread, ok := SpreadOf(nation, []Area{area("A", 10_000, 10), area("B", 20_000, 50), area("C", 0, 9)}, places.Realised)
	if !ok || spread.Lowest.Code != "A" || spread.Highest.Code != "B" || spread.Mean != 2 || spread.Factor != 2.5 {
		t.Errorf("%+v", spread)
	}
	if _, ok := SpreadOf(nation, []Area{area("A", 10, 0)}, places.Realised); ok {
		t.Error("a spread of nothing")
	}
}
