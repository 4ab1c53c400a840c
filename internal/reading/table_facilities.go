package reading

import (
	"slices"
	"strings"
)

// columnFacilities are the beginnings of words by which cells and headers speak of a
// facility of the register; words joined by _ follow each other.
var columnFacilities = map[string]string{
	"wheelchair":       "rolstoel mindervalid invalide wheelchair accessible візоч візок колясоч",
	"ground_floor":     "begane_grond gelijkvloers ground_floor перший_поверх",
	"private_rooms":    "eigen_kamer privékamer prive_kamer private_room окрем",
	"own_kitchen":      "keuken kookgelegen koken kitchen кухн",
	"catering":         "catering maaltijd ontbijt meals харчування",
	"showers":          "douche shower душ",
	"washing_machine":  "wasmachine wasgelegen washing laundry пральн прання",
	"crib":             "babybed kinderbed wieg crib ліжечк",
	"pets":             "huisdier honden hond pets тварин",
	"quiet":            "rustig prikkelarm stilte quiet тих",
	"women_only":       "alleen_vrouwen vrouwenopvang women_only лише_жін",
	"staffed_24h":      "24_7 24_uur 24uurs bewaking beveiliging staffed цілодоб",
	"internet":         "internet wifi wi_fi інтернет",
	"medical_room":     "medische_ruimte dokterspost medical_room медичн",
	"school_nearby":    "school_in_de_buurt school_nabij basisschool school_nearby школа_поруч",
	"gp_nearby":        "huisarts gp_nearby сімейний_лікар",
	"public_transport": "ov bushalte openbaar_vervoer trein public_transport транспорт",
	"near_hospital":    "ziekenhuis hospital лікарн",
	"no_stairs":        "geen_trap lift no_stairs ліфт",
}

// facilityStart are the beginnings of words that speak of a facility.
type facilityStart struct {
	token  string
	parts  []string
	begins uint64 // what beginnings gives for the first part
}

// facilityStarts are columnFacilities, cut into words.
var facilityStarts = func() (all []facilityStart) {
	for token, starts := range columnFacilities {
		for _, start := range strings.Fields(starts) {
			parts := strings.Split(start, "_")
			all = append(all, facilityStart{token, parts, beginning(parts[0])})
		}
	}
	return all
}()

// denials are words after which a facility is not there.
var denials = []string{"geen", "niet", "zonder", "no", "not", "without", "без", "немає", "нема", "не"}

// facilitiesIn finds the facilities a text speaks of, sorted, leaving out those it
// denies. A denial reaches to the end of its part of the sentence.
func facilitiesIn(text string) []string {
	var found []string
	for _, clause := range strings.FieldsFunc(text, func(char rune) bool { return strings.ContainsRune(",;.\n•+", char) }) {
		words := strings.Fields(FoldHeader(clause))
		denied := len(words)
		for i, word := range words {
			if slices.Contains(denials, word) {
				denied = i
				break
			}
		}
		begun := beginnings(words)
		for _, one := range facilityStarts {
			if one.begins&begun == 0 {
				continue
			}
			at := beginIn(words, one.parts)
			if at >= 0 && (at < denied || slices.Contains(denials, one.parts[0])) {
				found = append(found, one.token)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// beginIn tells where words begin with the parts, one after the other.
func beginIn(words, parts []string) int {
	for i := 0; i+len(parts) <= len(words); i++ {
		fits := true
		for j, part := range parts {
			short := len(part) < 4 // "ov" is a word, not a beginning
			if short && words[i+j] != part || !strings.HasPrefix(words[i+j], part) {
				fits = false
				break
			}
		}
		if fits {
			return i
		}
	}
	return -1
}

// soleFacility is the facility a header is about; "" where there is not just one.
func soleFacility(header string) string {
	if found := facilitiesIn(header); len(found) == 1 {
		return found[0]
	}
	return ""
}

// saysYes reads a cell that says yes or no; known is false for anything else.
func saysYes(text string) (yes, known bool) {
	if len(text) > 30 {
		return false, false
	}
	switch FoldHeader(text) {
	case "ja", "j", "yes", "y", "true", "waar", "x", "1", "aanwezig", "так", "є":
		return true, true
	case "nee", "n", "no", "false", "onwaar", "0", "geen", "ні", "немає":
		return false, true
	}
	if text == "✓" || text == "✔" || text == "v" || text == "V" {
		return true, true
	}
	return false, strings.Trim(text, "-–— ") == ""
}
