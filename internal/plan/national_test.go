package plan

import (
	"fmt"
	"math/rand/v2"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
)

// national makes a country of locations and households from a seed, with about
// the given share of beds to persons on the fullest night.
func national(seed uint64, locations, households int, beds float64) Input {
	r := rand.New(rand.NewPCG(seed, 1))
	in := Input{}
	start := calendar.MustParse("2022-03-10")
	municipalities := atlas.Municipalities()
	facilities := []string{"wheelchair", "ground_floor", "private_rooms", "kitchen", "pets", "crib", "quiet", "women_only", "internet", "school"}
	types := []string{"hotel", "ship", "office", "school", "sports_hall", "host_household", "dwelling"}
	persons := 0
	for i := range households {
		h := Household{ID: fmt.Sprintf("H%05d", i), Persons: 1 + r.IntN(3) + r.IntN(3), From: start.Plus(r.IntN(14))}
		if r.IntN(3) > 0 {
			h.Until = calendar.At(h.From.Plus(1 + r.IntN(40)))
		}
		for _, need := range facilities[:6] {
			if r.IntN(14) == 0 {
				h.Needs = append(h.Needs, need)
			}
		}
		if r.IntN(2) == 0 {
			h.Wishes = append(h.Wishes, "near:"+municipalities[r.IntN(len(municipalities))].Code)
		}
		if r.IntN(3) == 0 {
			h.Wishes = append(h.Wishes, facilities[r.IntN(len(facilities))])
		}
		for flag, odds := range map[string]int{FlagUrgent: 10, FlagLoneWoman: 8, FlagUnaccompaniedMinor: 60} {
			if h.Persons == 1 && (i*7+len(flag))%odds == 0 {
				h.Flags = append(h.Flags, flag)
			}
		}
		h.WaitingSince = h.From.Plus(-r.IntN(10))
		persons += h.Persons
		in.Households = append(in.Households, h)
	}
	mean := beds * float64(persons) / float64(locations)
	for i := range locations {
		l := Location{ID: fmt.Sprintf("L%04d", i), Municipality: municipalities[r.IntN(len(municipalities))].Code,
			Name: fmt.Sprintf("House %d", i), Type: types[r.IntN(len(types))], ShortStay: r.IntN(8) == 0}
		for _, facility := range facilities {
			if r.IntN(2) == 0 {
				l.Facilities = append(l.Facilities, facility)
			}
		}
		in.Locations = append(in.Locations, l)
		places := max(1, int(mean*2*r.Float64()))
		from := start.Plus(-2 + r.IntN(8))
		half := from.Plus(5 + r.IntN(12))
		in.Capacity = append(in.Capacity, Capacity{l.ID, from, calendar.At(half), places})
		rest := Capacity{l.ID, half, calendar.End{}, places + r.IntN(1+places/3)}
		if r.IntN(4) == 0 {
			rest.Until = calendar.At(half.Plus(10))
		}
		in.Capacity = append(in.Capacity, rest)
	}
	return in
}
