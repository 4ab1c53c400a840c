package plan

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
)

// oracle scores from the raw input with the numbers of policy 2026-1 written
// out again, one person at a time.
type oracle struct {
	in    Input
	start calendar.Night
}

func (o oracle) points(h Household, l Location) int64 {
	sum := int64(100)
	for range h.Persons {
		sum += o.person(h, l)
	}
	return sum
}

func (o oracle) person(h Household, l Location) int64 {
	sum := int64(2000)
	if slices.Contains(h.Flags, "urgent") {
		sum += 800
	}
	for n := h.WaitingSince; n < o.start && n < h.WaitingSince+30; n++ {
		sum += 10
	}
	sum += o.wishes(h, l)
	if !h.Until.Known || h.Until.Night > h.From+2 {
		if l.ShortStay {
			sum -= 300
		}
	}
	if l.Type == "sports_hall" {
		sum -= 400
	}
	if slices.Contains(h.Flags, "lone_woman") {
		if slices.Contains(l.Facilities, "women_only") {
			sum += 200
		}
		if slices.Contains(l.Facilities, "private_rooms") {
			sum += 100
		}
	}
	return sum + o.stability(h, l) + o.fair(l)
}

func (o oracle) wishes(h Household, l Location) int64 {
	sum := int64(0)
	for _, wish := range h.Wishes {
		code, near := strings.CutPrefix(wish, "near:")
		if !near {
			if slices.Contains(l.Facilities, wish) {
				sum += 60
			}
			continue
		}
		km, known := atlas.DistanceKm(code, l.Municipality)
		switch {
		case code == l.Municipality:
			sum += 150
		case !known || km > 50:
		case km <= 10:
			sum += 120
		case km <= 25:
			sum += 80
		default:
			sum += 40
		}
	}
	return min(sum, 400)
}

func (o oracle) stability(h Household, l Location) int64 {
	if h.Current == l.ID {
		return 300
	}
	for _, from := range o.in.Locations {
		if from.ID != h.Current {
			continue
		}
		if km, known := atlas.DistanceKm(from.Municipality, l.Municipality); known && km <= 25 {
			return 60
		}
	}
	return 0
}

// fair counts whole percents below the share of all municipalities that have a
// location.
func (o oracle) fair(l Location) int64 {
	inhabitants, carried := map[string]int{}, 0
	for _, other := range o.in.Locations {
		found, _ := atlas.Find(other.Municipality)
		if inhabitants[other.Municipality] == 0 {
			carried += o.in.Carried[other.Municipality]
		}
		inhabitants[other.Municipality] = found.Inhabitants
	}
	all := 0
	for _, n := range inhabitants {
		all += n
	}
	if carried == 0 {
		return 0
	}
	share := float64(carried) * float64(inhabitants[l.Municipality]) / float64(all)
	for percent := int64(100); percent > 0; percent-- {
		if float64(o.in.Carried[l.Municipality])*100 < share*float64(101-percent)-1e-9 {
			return percent
		}
	}
	return 0
}

func TestPointsAgainstTheOracle(t *testing.T) {
	for seed := range uint64(4) {
		in := national(seed, 50, 150, 0.8)
		r := rand.New(rand.NewPCG(seed, 9))
		in.Carried = map[string]int{}
		for i := range in.Locations {
			if seed > 0 {
				in.Carried[in.Locations[i].Municipality] = r.IntN(900)
			}
		}
		for i := range in.Households {
			h := &in.Households[i]
			if r.IntN(3) == 0 {
				h.Current = in.Locations[r.IntN(50)].ID
			}
			if r.IntN(4) == 0 {
				code := in.Locations[r.IntN(50)].Municipality
				h.Wishes = append(h.Wishes, "near:"+code, "near:GM9999", "pets", "crib", "internet", "near:GM0344", "near:GM0307")
				slices.Sort(h.Wishes)
				h.Wishes = slices.Compact(h.Wishes)
			}
		}
		m := searchOf(t, in, Options{}).m
		o := oracle{in, m.start}
		for h := range m.stays {
			for _, option := range m.options(h, nil) {
				if want := o.points(m.in.Households[h], m.in.Locations[option.location]); option.points != want {
					t.Fatalf("seed %d: household %+v in %+v: %d points, the oracle says %d: %v", seed, m.in.Households[h], m.in.Locations[option.location], option.points, want, m.lines(h, int(option.location)))
				}
			}
		}
	}
}

func TestOptionsMeetRulesAndPlaces(t *testing.T) {
	in := national(21, 60, 200, 0.6)
	for i := range in.Households {
		in.Households[i].Excluded = []string{in.Locations[i%60].ID}
	}
	m := searchOf(t, in, Options{}).m
	c := &checker{t: t, in: in}
	for h := range m.stays {
		household := m.in.Households[h]
		var want []int32
		for l := range m.in.Locations {
			fits := allowed(household, m.in.Locations[l]) && !household.flagged(FlagUnaccompaniedMinor)
			for n := household.From; n < household.Until.Or(m.start+28) && n < m.start+28; n++ {
				fits = fits && c.open(place{m.in.Locations[l].ID, n}) >= household.Persons
			}
			if fits {
				want = append(want, int32(l))
			}
		}
		var got []int32
		for _, o := range m.options(h, nil) {
			got = append(got, o.location)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("household %+v has options %v, want %v", household, got, want)
		}
	}
}

func TestDistanceWithoutKnownMunicipality(t *testing.T) {
	in := Input{}
	house(&in, "A", "nowhere", 5)
	h := family("H", 1)
	h.Wishes = []string{"near:nowhere", "near:elsewhere", "near:"}
	moved := family("M", 1)
	moved.Current = "gone"
	in.Households = []Household{h, moved}
	m := modelOf(t, in)
	if got := m.options(0, nil)[0].points; got != 2250 {
		t.Errorf("a wish for an unknown municipality that is met by name earns %d, want 2250", got)
	}
	if got := m.options(1, nil)[0].points; got != 2100 {
		t.Errorf("a move from an unknown location earns %d, want 2100", got)
	}
	if m.regionName("nowhere") != "?" || m.municipalityName("nowhere") != "nowhere" {
		t.Error("an unknown municipality has a name or a region")
	}
}
