package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

// near tells whether a figure lies within so many per mille of the reported one.
func near(got, want, perMille int) bool {
	return max(got-want, want-got)*1000 <= want*perMille
}

func sum(nation Nation, figure func(Place) int) int {
	total := 0
	for _, place := range nation.Places {
		total += figure(place)
	}
	return total
}

// The beds of every reported day are there, and as many of them in use on the
// reference night as were reported.
func TestNationalAnchors(t *testing.T) {
	for seed := range uint64(3) {
		nation := Story(Settings{Seed: seed})
		for _, anchor := range Anchors() {
			if anchor.Night > storyEnd {
				continue
			}
			if beds := sum(nation, func(p Place) int { return p.On(Realised, anchor.Night) }); !near(beds, anchor.Beds, 15) {
				t.Errorf("seed %d, %s: %d beds, reported %d (%s)", seed, anchor.Night, beds, anchor.Beds, anchor.Source)
			}
		}
		if persons := sum(nation, func(p Place) int { return p.Occupied(Reference) }); persons != 31782 {
			t.Errorf("seed %d: %d persons on the reference night, reported 31782", seed, persons)
		}
	}
}

// No night is overbooked and the ladder holds: never more open than realised,
// nor more realised than inspected or pledged.
func TestLadder(t *testing.T) {
	for _, place := range Story(Settings{Seed: 4}).Places {
		for n := anchors[0].Night; n < storyEnd.Plus(30); n++ {
			rungs := []int{place.On(Pledged, n), place.On(Inspected, n), place.On(Realised, n), place.On(Open, n) + place.On(Blocked, n)}
			if !slices.IsSortedFunc(rungs, func(a, b int) int { return b - a }) {
				t.Fatalf("%s on %s: rungs %v", place.ID, n, rungs)
			}
			if n >= Reference && place.Occupied(n) > place.On(Open, n) {
				t.Fatalf("%s on %s: %d persons in %d open places", place.ID, n, place.Occupied(n), place.On(Open, n))
			}
		}
		for _, stay := range place.Stays {
			if stay.From > Reference || stay.Until.Known && stay.Until.Night <= Reference || stay.Persons < 1 || stay.Persons > 8 {
				t.Fatalf("%s: stay %+v", place.ID, stay)
			}
		}
	}
}

// Regions carry the part of the beds they reported, some far more than others.
func TestRegionalSpread(t *testing.T) {
	nation := Story(Settings{Seed: 1})
	beds, persons, open := map[string]int{}, map[string]int{}, map[string]int{}
	for _, place := range nation.Places {
		m, _ := atlas.Find(place.Municipality)
		beds[m.Region] += place.On(Realised, Reference)
		open[m.Region] += place.On(Open, Reference)
		persons[m.Region] += place.Occupied(Reference)
	}
	low, high, full := 1<<30, 0, 0
	for _, region := range atlas.Regions() {
		if want := 42374 * regionShare(region) / 10000; !near(beds[region.Code], want, 120) {
			t.Errorf("%s: %d beds, its share is %d", region.Name, beds[region.Code], want)
		}
		per100000 := beds[region.Code] * 100_000 / region.Inhabitants
		low, high = min(low, per100000), max(high, per100000)
		if persons[region.Code]*100 >= open[region.Code]*95 {
			full++
		}
	}
	if high < 2*low {
		t.Errorf("beds per 100,000 inhabitants run from %d to %d only", low, high)
	}
	if full < 3 || full > 10 {
		t.Errorf("%d regions are full, want some", full)
	}
}

func TestRegionSharesAddUp(t *testing.T) {
	total := 0
	for _, region := range atlas.Regions() {
		total += regionShare(region)
	}
	if total < 9950 || total > 10000 {
		t.Errorf("shares add up to %d of 10000", total)
	}
}

// What stood out in the counts stands out here.
func TestMunicipalOutliers(t *testing.T) {
	nation := Story(Settings{Seed: 2})
	beds := map[string]int{}
	for _, place := range nation.Places {
		beds[place.Municipality] += place.On(Realised, Reference)
	}
	perMille := func(code string) int {
		m, _ := atlas.Find(code)
		return beds[code] * 1000 / m.Inhabitants
	}
	if beds["GM0277"] != 0 {
		t.Errorf("Rozendaal has %d beds, reported none", beds["GM0277"])
	}
	for _, code := range []string{"GM0339", "GM1695", "GM0335", "GM1950", "GM0907", "GM0765"} {
		if m, _ := atlas.Find(code); perMille(code) < 5 {
			t.Errorf("%s has %d beds per 1,000, the nation 2.4", m.Name, perMille(code))
		}
	}
	if perMille("GM0339") < 11 || perMille("GM0307") > 3 {
		t.Errorf("Renswoude has %d per 1,000, Amersfoort %d", perMille("GM0339"), perMille("GM0307"))
	}
	if len(beds) < 250 {
		t.Errorf("only %d municipalities have a location", len(beds))
	}
}

func TestFamilies(t *testing.T) {
	nation := Story(Settings{Households: 20_000, Seed: 3})
	var persons, minors, women, men, others, alone, wheelchair, waiting, unknown, towns int
	for _, f := range nation.Families {
		persons += f.Persons
		minors += f.Minors
		women += f.Women
		men += f.Men
		if f.Women+f.Men+f.Minors != f.Persons || f.Persons < 1 || f.Persons > 8 || f.From < Reference || f.WaitingSince > f.From {
			t.Fatalf("family %+v", f)
		}
		minorAlone := slices.Contains(f.Flags, plan.FlagUnaccompaniedMinor)
		if minorAlone != (f.Minors == f.Persons) {
			t.Fatalf("family %+v is no minor alone, or not flagged as one", f)
		}
		if slices.Contains(f.Flags, plan.FlagLoneWoman) != (f.Women == 1 && f.Persons == 1) {
			t.Fatalf("family %+v is no lone woman, or not flagged as one", f)
		}
		count(&others, f.OtherNational)
		count(&alone, minorAlone)
		count(&wheelchair, slices.Contains(f.Needs, "wheelchair"))
		count(&waiting, f.From == Reference)
		count(&unknown, !f.Until.Known)
		count(&towns, slices.ContainsFunc(f.Wishes, func(w string) bool { return strings.HasPrefix(w, "near:GM") }))
	}
	n := len(nation.Families)
	for _, share := range []struct {
		name      string
		part, of  int
		low, high int // per mille
	}{
		{"minors among persons", minors, persons, 320, 347},
		{"women among adults", women, women + men, 785, 815},
		{"other nationals", others, n, 45, 55},
		{"minors alone", alone, n, 8, 12},
		{"wheelchair", wheelchair, n, 20, 30},
		{"waiting now", waiting, n, 450, 560},
		{"end unknown", unknown, n, 815, 845},
		{"near a town", towns, n, 435, 465},
		{"persons per household", persons, n, 2480, 2600},
	} {
		if perMille := share.part * 1000 / share.of; perMille < share.low || perMille > share.high {
			t.Errorf("%s: %d per mille, want %d to %d", share.name, perMille, share.low, share.high)
		}
	}
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}

// Nearly all find room and not all: there is something to decide.
func TestTightness(t *testing.T) {
	for seed := range uint64(3) {
		persons, placed := firstComeBestFit(Spring2022(Settings{Seed: seed}), 28)
		if perMille := placed * 1000 / persons; perMille < 890 || perMille > 985 {
			t.Errorf("seed %d: %d of %d persons find room, %d per mille", seed, placed, persons, perMille)
		}
	}
}

// firstComeBestFit gives every household, in the order of the file, the
// fullest location that suits it by the hard rules alone: needs, short stays of
// at most three nights, no minors who came alone.
func firstComeBestFit(in plan.Input, horizon int) (persons, placed int) {
	end := Reference.Plus(horizon)
	index := make(map[string]int, len(in.Locations))
	free := make([][]int, len(in.Locations))
	for i, l := range in.Locations {
		index[l.ID] = i
		free[i] = make([]int, horizon)
	}
	for _, c := range in.Capacity {
		for n := c.From; n < min(c.Until.Or(end), end); n++ {
			free[index[c.Location]][n-Reference] = c.Places
		}
	}
	for _, h := range in.Households {
		if slices.Contains(h.Flags, plan.FlagUnaccompaniedMinor) {
			continue
		}
		persons += h.Persons
		from, until := int(h.From-Reference), int(min(h.Until.Or(end), end)-Reference)
		best, room := -1, 0
		for i, l := range in.Locations {
			if l.ShortStay && (!h.Until.Known || until-from > 3) {
				continue
			}
			least := slices.Min(free[i][from:until])
			if least >= h.Persons && (best < 0 || least < room) && holds(l.Facilities, h.Needs) {
				best, room = i, least
			}
		}
		if best < 0 {
			continue
		}
		placed += h.Persons
		for n := from; n < until; n++ {
			free[best][n] -= h.Persons
		}
	}
	return persons, placed
}

func holds(facilities, needs []string) bool {
	return !slices.ContainsFunc(needs, func(need string) bool { return !slices.Contains(facilities, need) })
}

func TestSameSeedSameScenario(t *testing.T) {
	first, again, other := Story(Settings{Seed: 7, Households: 300}), Story(Settings{Seed: 7, Households: 300}), Story(Settings{Seed: 8, Households: 300})
	if !reflect.DeepEqual(first, again) {
		t.Error("the same seed gave two scenarios")
	}
	if reflect.DeepEqual(first.Places, other.Places) || reflect.DeepEqual(first.Families, other.Families) {
		t.Error("two seeds gave one scenario")
	}
}

// At every size the beds, the persons in them and the waiting grow alike.
func TestSizes(t *testing.T) {
	for _, households := range []int{1, 100, 1000, 25_000} {
		settings := Settings{Households: households, Seed: 5}
		nation := Story(settings)
		if len(nation.Families) != households {
			t.Errorf("%d families, want %d", len(nation.Families), households)
		}
		if households < 100 {
			continue
		}
		beds := sum(nation, func(p Place) int { return p.On(Realised, Reference) })
		if !near(beds, settings.scale(42374), 3000/min(households, 300)+20) {
			t.Errorf("%d households: %d beds, want %d", households, beds, settings.scale(42374))
		}
		if persons := sum(nation, func(p Place) int { return p.Occupied(Reference) }); !near(persons, settings.scale(31782), 20) {
			t.Errorf("%d households: %d persons, want %d", households, persons, settings.scale(31782))
		}
	}
	if got := len(Story(Settings{Households: -1}).Families); got != DefaultHouseholds {
		t.Errorf("%d families by default", got)
	}
}

// Free places are what is open and not in use, night by night.
func TestInput(t *testing.T) {
	nation := Story(Settings{Seed: 6})
	in := nation.Input()
	free := map[string]map[calendar.Night]int{}
	for _, c := range in.Capacity {
		if free[c.Location] == nil {
			free[c.Location] = map[calendar.Night]int{}
		}
		for n := c.From; n < c.Until.Or(storyEnd.Plus(60)); n++ {
			free[c.Location][n] += c.Places
		}
	}
	for _, place := range nation.Places {
		for n := Reference; n < storyEnd; n++ {
			if want := max(0, place.On(Open, n)-place.Occupied(n)); free[place.ID][n] != want {
				t.Fatalf("%s on %s: %d free, want %d", place.ID, n, free[place.ID][n], want)
			}
		}
	}
	known := exchange.Facilities()
	for _, l := range in.Locations {
		if !slices.Contains(exchange.LocationTypes(), l.Type) || !strings.HasPrefix(l.Name, "Proef") {
			t.Fatalf("location %+v", l)
		}
		for _, token := range l.Facilities {
			if !slices.Contains(known, token) {
				t.Fatalf("%s has the unknown facility %s", l.ID, token)
			}
		}
	}
}

func BenchmarkSpring2022(b *testing.B) {
	for _, households := range []int{2500, 100_000} {
		b.Run(fmt.Sprint(households), func(b *testing.B) {
			for b.Loop() {
				Spring2022(Settings{Households: households})
			}
		})
	}
}
