package exchange

import (
	"maps"
	"slices"
	"strings"

	"onderdak/internal/plan"
)

// facilityTokens are the facilities Onderdak knows, with their meaning.
// Municipalities may use tokens of their own: a need is met by a location that
// names the same token, known here or not.
var facilityTokens = map[string]string{
	"catering":         "meals are provided",
	"crib":             "a baby can sleep",
	"gp_nearby":        "a general practitioner within walking distance",
	"ground_floor":     "rooms without stairs to climb",
	"internet":         "internet for residents",
	"medical_room":     "a room for medical care",
	"near_hospital":    "a hospital within half an hour",
	"no_stairs":        "no stairs anywhere residents come",
	"own_kitchen":      "residents cook for themselves",
	"pets":             "pets are welcome",
	"private_rooms":    "a household has a room of its own with a door that locks",
	"public_transport": "a stop within walking distance",
	"quiet":            "a quiet wing",
	"school_nearby":    "a primary school within walking distance",
	"showers":          "showers on the premises",
	"staffed_24h":      "staff day and night",
	"washing_machine":  "residents can do laundry",
	"wheelchair":       "accessible by wheelchair",
	"women_only":       "a wing for women and children only",
}

// locationTypes are the types of location Onderdak knows; other words are
// taken as they are.
var locationTypes = []string{
	"barracks", "care_home", "church", "containers", "dwelling", "holiday_park", "host_household",
	"hotel", "hub", "office", "pavilion", "school", "ship", "sports_hall",
}

// flagTokens are the flags of households. No other flag is accepted: a
// misspelt one would take away the protection it stands for. An export of a
// store, which knows or must fear that there are minors, says so.
var flagTokens = []string{plan.FlagLoneWoman, plan.FlagMinors, plan.FlagUnaccompaniedMinor, plan.FlagUrgent}

// Facilities gives the facility tokens Onderdak knows, sorted.
func Facilities() []string { return slices.Sorted(maps.Keys(facilityTokens)) }

// FacilityMeaning gives what a facility token promises, in English; empty for
// a token of others.
func FacilityMeaning(token string) string { return facilityTokens[token] }

// LocationTypes gives the types of location Onderdak knows, sorted.
func LocationTypes() []string { return slices.Clone(locationTypes) }

// nearPrefix opens the wish to be near a municipality.
const nearPrefix = "near:"

// wellFormed tells whether a token, already in lower case, can be told from
// its neighbours: a letter or digit first, then letters, digits and _ : . / + -.
func wellFormed(token string) bool {
	for i, char := range token {
		switch {
		case char >= 'a' && char <= 'z', char >= '0' && char <= '9':
		case i > 0 && strings.ContainsRune("_:./+-", char):
		default:
			return false
		}
	}
	return token != "" && len(token) <= MaxText
}

// meant gives the word of a list that a misspelt one is most like, when no
// more than two letters differ; false for a word of the list itself, for a
// short one and for one like none.
func meant(word string, list []string) (string, bool) {
	const far = 3
	best, found := far, ""
	for _, known := range list {
		if word == known {
			return "", false
		}
		if d := editDistance(word, known, far); d < best && len(known) > 2*d {
			best, found = d, known
		}
	}
	return found, found != ""
}

// editDistance counts the letters to insert, drop or change between two words;
// limit stands for that many or more.
func editDistance(a, b string, limit int) int {
	if gap := len(a) - len(b); gap >= limit || -gap >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(b)], limit)
}
