package assign

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// shape describes a generated instance: households of 1 to 9 persons spread
// over a square, each with its nearest locations as options, points falling
// with distance, and a load of persons over places.
type shape struct {
	households, locations, options, nights int
	load                                   float64
	bonus                                  int64 // points per person for any place
	seats                                  bool  // a second resource shared by neighbouring locations
	seed                                   uint64
}

// sizes is the distribution of persons per household.
var sizes = []int{1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 9}

// generate makes the instance of a shape; the same shape gives the same one.
func generate(s shape) *Problem {
	random := rand.New(rand.NewPCG(s.seed, 77))
	p := &Problem{Nights: s.nights}
	type point struct{ x, y float64 }
	where := make([]point, s.locations)
	for l := range where {
		where[l] = point{random.Float64(), random.Float64()}
	}
	personNights := 0
	for h := range s.households {
		home := point{random.Float64(), random.Float64()}
		persons := sizes[random.IntN(len(sizes))]
		from, until := stay(s.nights, random)
		personNights += persons * (until - from)
		household := Household{ID: "H" + strconv.Itoa(h), From: from, Until: until}
		chosen := map[int]bool{}
		for len(chosen) < min(s.options, s.locations) {
			l := random.IntN(s.locations)
			for range 3 { // near ones are likelier, far ones possible
				if k := random.IntN(s.locations); math.Hypot(where[k].x-home.x, where[k].y-home.y) < math.Hypot(where[l].x-home.x, where[l].y-home.y) {
					l = k
				}
			}
			if chosen[l] {
				continue
			}
			chosen[l] = true
			near := 2000 * math.Max(0, 1-math.Hypot(where[l].x-home.x, where[l].y-home.y))
			points := s.bonus*int64(persons) + int64(near)*int64(1+persons/3) + 500*int64(random.IntN(4))
			o := Option{ID: "L" + strconv.Itoa(l), Points: points, Uses: []Use{{l, int64(persons)}}}
			if s.seats && persons > 2 {
				o.Uses = append(o.Uses, Use{s.locations + l/10, int64(persons - 2)})
			}
			household.Options = append(household.Options, o)
		}
		p.Households = append(p.Households, household)
	}
	addPlaces(p, s, float64(personNights)/s.load, random)
	return p
}

// stay draws nights: everything for one night, else a start and a length.
func stay(nights int, random *rand.Rand) (from, until int) {
	if nights == 1 {
		return 0, 1
	}
	from = random.IntN(nights)
	if random.IntN(3) == 0 {
		from = 0
	}
	return from, min(nights, from+3+random.IntN(nights))
}

// addPlaces deals the wanted number of place-nights over locations of uneven
// size; a third of them opens late or closes early.
func addPlaces(p *Problem, s shape, placeNights float64, random *rand.Rand) {
	share := make([]float64, s.locations)
	sum := 0.0
	for l := range share {
		share[l] = math.Exp(random.NormFloat64() * 0.8)
		sum += share[l]
	}
	for l := range share {
		places := int64(placeNights/float64(s.nights)*share[l]/sum + random.Float64())
		spans := []Span{{0, s.nights, places}}
		if s.nights > 3 && random.IntN(3) == 0 {
			cut := 1 + random.IntN(s.nights-1)
			spans = []Span{{0, cut, places / 2}, {cut, s.nights, places + places/2}}
		}
		p.Resources = append(p.Resources, Resource{ID: "L" + strconv.Itoa(l), Capacity: spans})
	}
	for g := 0; s.seats && g <= s.locations/10; g++ {
		seats := int64(placeNights / float64(s.nights) / float64(s.locations/10+1) / 3)
		p.Resources = append(p.Resources, Resource{ID: "S" + strconv.Itoa(g), Capacity: []Span{{0, s.nights, seats}}})
	}
}
