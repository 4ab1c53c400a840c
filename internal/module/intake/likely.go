package intake

import (
	"slices"
	"strings"
	"unicode"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
)

// Twin is something in the same municipality that a draft may be told of twice.
type Twin struct {
	Location, Draft string // id of the one or the other
	Name            string // of the location, or the place as told
	Ref             string // of the draft
	ByName          bool   // the names, or the addresses, are alike
	ByPhone         bool   // the number to call is the same
}

// twinsOf finds what a draft may be the double of. All must be of its
// municipality; the draft itself is passed over. Who offers several locations in
// one mail has one telephone: among the siblings only names tell.
func twinsOf(d Draft, locations []places.Location, drafts []Draft, siblings []string) (found []Twin) {
	for _, l := range locations {
		twin := Twin{Location: l.ID, Name: l.Name, ByPhone: samePhone(d.Contact.Phone, l.Contact.Phone),
			ByName: Alike(d.Place, l.Name) || Alike(d.Place, l.Address)}
		if twin.ByPhone || twin.ByName {
			found = append(found, twin)
		}
	}
	for _, other := range drafts {
		twin := Twin{Draft: other.ID, Name: other.Place, Ref: other.Ref, ByName: Alike(d.Place, other.Place),
			ByPhone: samePhone(d.Contact.Phone, other.Contact.Phone) && !slices.Contains(siblings, other.ID)}
		if other.ID != d.ID && (twin.ByPhone || twin.ByName) {
			found = append(found, twin)
		}
	}
	return found
}

// significant is how many figures at the end of a number tell one telephone from
// another: a Dutch number without its 0, +31 or 0031.
const significant = 9

func digitsOf(text string) string {
	return strings.Map(func(letter rune) rune {
		if letter < '0' || letter > '9' {
			return -1
		}
		return letter
	}, text)
}

// phoneKey is the same for all ways to write one number; empty for what is none.
func phoneKey(phone string) string {
	digits := digitsOf(phone)
	if len(digits) < significant {
		return ""
	}
	return digits[len(digits)-significant:]
}

func samePhone(a, b string) bool { return phoneKey(a) != "" && phoneKey(a) == phoneKey(b) }

var accents = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ï", "i", "î", "i",
	"ó", "o", "ò", "o", "ô", "o", "ö", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ĳ", "ij", "ç", "c")

// folded is a name without case, accents, spaces and signs.
func folded(name string) string {
	return strings.Map(func(letter rune) rune {
		if !unicode.IsLetter(letter) && !unicode.IsDigit(letter) {
			return -1
		}
		return letter
	}, accents.Replace(strings.ToLower(name)))
}

const (
	enough   = 0.7 // share of pairs of letters from which two names are one; "de Wiel" and "de Bosrand" share 0.6 after "Sporthal"
	telling  = 6   // letters from which a name within another tells something
	perhaps  = 0.5 // from which a name is worth suggesting
	fewNames = 3   // that are suggested at most
)

// Alike says whether two names may mean one place: one holds the other, or most
// pairs of letters are the same. Numbers must be the same: number 5 is not next
// door.
func Alike(a, b string) bool {
	if numbers(a) != "" && numbers(b) != "" && numbers(a) != numbers(b) {
		return false
	}
	a, b = folded(a), folded(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= telling && strings.Contains(b, a) || pairs(a, b) >= enough
}

// numbers are the numbers in a name: that of a house, a hall or a building.
func numbers(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(letter rune) bool { return letter < '0' || letter > '9' }), " ")
}

// pairs is the share of pairs of letters two texts have in common, from 0 to 1
// (Dice's coefficient).
func pairs(a, b string) float64 {
	if len(a) < 2 || len(b) < 2 {
		return 0
	}
	counts := map[string]int{}
	for i := range len(a) - 1 {
		counts[a[i:i+2]]++
	}
	shared := 0
	for i := range len(b) - 1 {
		if counts[b[i:i+2]] > 0 {
			counts[b[i:i+2]]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b)-2)
}

// municipalityOf finds the municipality people mean. Where it is not just one, it
// gives the names they may have meant, the likeliest first; those may be none.
func municipalityOf(text string) (code string, meant []string) {
	var present []atlas.Municipality
	for _, m := range atlas.ByName(text) {
		if !m.Until.Known {
			present = append(present, m)
			continue
		}
		for _, successor := range m.Successors {
			if next, known := atlas.Find(successor); known && !next.Until.Known {
				present = append(present, next)
			}
		}
	}
	if len(present) == 0 {
		return "", nearest(text)
	}
	for _, m := range present {
		if m.Name == text || m.Code == present[0].Code && len(present) == 1 {
			return m.Code, nil
		}
		meant = append(meant, m.Name)
	}
	return "", meant
}

func nearest(text string) (names []string) {
	type close struct {
		name  string
		share float64
	}
	var all []close
	for _, m := range atlas.Municipalities() {
		if share := pairs(folded(text), folded(m.Name)); share >= perhaps {
			all = append(all, close{m.Name, share})
		}
	}
	slices.SortStableFunc(all, func(a, b close) int {
		if a.share > b.share {
			return -1
		}
		if a.share < b.share {
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	for _, one := range all[:min(len(all), fewNames)] {
		names = append(names, one.name)
	}
	return names
}
