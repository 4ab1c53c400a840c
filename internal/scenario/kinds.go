package scenario

import (
	"math/rand/v2"
	"slices"
)

// kind is a type of location: how large, how common and with what.
type kind struct {
	name       string // location type of the exchange files
	dutch      string // name of an invented one
	weight     int    // how often among those that fit
	low, high  int    // places
	city       int    // only in municipalities of so many inhabitants
	shortStay  int    // per cent for less than 72 hours
	ends       int    // per cent with a contract that ends within two months
	facilities []chance
}

// chance is a facility with the per cent of locations that have it.
type chance struct {
	token   string
	percent int
}

// everywhere are the facilities any location may have.
var everywhere = []chance{
	{"internet", 92}, {"gp_nearby", 55}, {"near_hospital", 35}, {"public_transport", 70}, {"quiet", 30}, {"school_nearby", 50},
}

// kinds are the types of location of 2022. Sizes and shares are ours, after
// what the press told of hotels, ships, offices and sports halls.
var kinds = []kind{
	{"hotel", "Proefhotel", 26, 30, 150, 0, 0, 30, []chance{{"private_rooms", 98}, {"catering", 85}, {"showers", 99}, {"wheelchair", 45}, {"crib", 70}, {"staffed_24h", 90}, {"no_stairs", 55}, {"ground_floor", 30}, {"pets", 25}}},
	{"ship", "Proefschip", 5, 100, 600, 60000, 0, 35, []chance{{"private_rooms", 95}, {"catering", 100}, {"showers", 99}, {"staffed_24h", 100}, {"medical_room", 60}, {"washing_machine", 80}, {"crib", 50}, {"pets", 15}}},
	{"office", "Proefkantoor", 12, 60, 300, 20000, 0, 8, []chance{{"catering", 75}, {"showers", 85}, {"wheelchair", 70}, {"no_stairs", 70}, {"ground_floor", 35}, {"washing_machine", 75}, {"staffed_24h", 80}, {"women_only", 20}, {"crib", 55}, {"private_rooms", 60}, {"pets", 25}}},
	{"barracks", "Proefkazerne", 2, 150, 500, 25000, 0, 5, []chance{{"catering", 95}, {"showers", 100}, {"medical_room", 70}, {"staffed_24h", 100}, {"wheelchair", 40}, {"ground_floor", 60}, {"crib", 40}, {"pets", 20}}},
	{"holiday_park", "Proefpark", 8, 60, 300, 0, 0, 45, []chance{{"private_rooms", 100}, {"own_kitchen", 95}, {"showers", 100}, {"ground_floor", 95}, {"no_stairs", 70}, {"pets", 70}, {"crib", 75}, {"wheelchair", 30}}},
	{"school", "Proefschool", 7, 40, 150, 0, 0, 12, []chance{{"catering", 60}, {"showers", 75}, {"wheelchair", 60}, {"ground_floor", 65}, {"washing_machine", 60}, {"crib", 45}, {"pets", 20}}},
	{"sports_hall", "Proefhal", 5, 50, 200, 0, 100, 60, []chance{{"catering", 80}, {"showers", 100}, {"wheelchair", 80}, {"ground_floor", 90}, {"no_stairs", 90}, {"staffed_24h", 100}}},
	{"care_home", "Proefzorghuis", 13, 30, 120, 0, 0, 6, []chance{{"wheelchair", 95}, {"no_stairs", 90}, {"ground_floor", 60}, {"private_rooms", 95}, {"showers", 100}, {"own_kitchen", 45}, {"medical_room", 40}, {"washing_machine", 85}, {"crib", 55}, {"women_only", 25}, {"pets", 35}}},
	{"pavilion", "Proefpaviljoen", 2, 40, 200, 40000, 50, 20, []chance{{"catering", 85}, {"showers", 90}, {"wheelchair", 80}, {"ground_floor", 100}, {"staffed_24h", 90}}},
	{"containers", "Proefunits", 4, 40, 160, 0, 0, 0, []chance{{"private_rooms", 90}, {"own_kitchen", 60}, {"showers", 95}, {"ground_floor", 90}, {"washing_machine", 80}, {"pets", 40}, {"crib", 55}, {"wheelchair", 25}}},
	{"church", "Proefkerk", 5, 12, 45, 0, 20, 10, []chance{{"own_kitchen", 60}, {"showers", 55}, {"ground_floor", 80}, {"wheelchair", 50}, {"crib", 40}, {"pets", 25}}},
	{"dwelling", "Proefwoning", 22, 3, 8, 0, 0, 4, []chance{{"private_rooms", 100}, {"own_kitchen", 100}, {"showers", 100}, {"washing_machine", 90}, {"ground_floor", 35}, {"wheelchair", 8}, {"crib", 50}, {"pets", 55}, {"no_stairs", 15}}},
	{"hub", "Proefhub", 1, 100, 300, 150000, 100, 10, []chance{{"catering", 100}, {"showers", 90}, {"wheelchair", 90}, {"medical_room", 80}, {"staffed_24h", 100}, {"crib", 80}, {"ground_floor", 100}, {"pets", 50}}},
}

// smallest is the least number of places that makes a location.
const smallest = 3

// pickKind draws a type that fits the places left to a municipality.
func pickKind(chance *rand.Rand, left, inhabitants int) kind {
	total := 0
	for _, k := range kinds {
		if k.fits(left, inhabitants) {
			total += k.weight
		}
	}
	drawn := chance.IntN(total)
	for _, k := range kinds {
		if !k.fits(left, inhabitants) {
			continue
		}
		if drawn -= k.weight; drawn < 0 {
			return k
		}
	}
	return kinds[len(kinds)-1]
}

func (k kind) fits(left, inhabitants int) bool {
	return k.low <= left && inhabitants >= k.city
}

// size draws the places of a location of a kind, small ones more often, so
// that what is left of the municipality's places is none or enough for another.
func (k kind) size(chance *rand.Rand, left int) int {
	high := min(k.high, left)
	size := k.low + min(chance.IntN(high-k.low+1), chance.IntN(high-k.low+1))
	if left-size < smallest {
		return left
	}
	return size
}

// equip draws the facilities of a location, sorted.
func (k kind) equip(draw *rand.Rand) []string {
	var tokens []string
	for _, list := range [][]chance{everywhere, k.facilities} {
		for _, facility := range list {
			if draw.IntN(100) < facility.percent {
				tokens = append(tokens, facility.token)
			}
		}
	}
	slices.Sort(tokens)
	return tokens
}
