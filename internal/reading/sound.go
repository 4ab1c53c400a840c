package reading

import (
	"strings"
	"unicode"

	"onderdak/internal/atlas"
)

// Ukrainian writes Dutch towns as they sound: Утрехт, Неймеген, Амерсфорт. Both
// spellings are brought to one rough sound, in which what the transliteration
// cannot decide (g, h and ch; ei and ij; double letters) is the same.

var fromCyrillic = strings.NewReplacer(
	"дж", "j", "а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "je", "ж", "z", "з", "z",
	"и", "i", "і", "i", "ї", "i", "й", "j", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s",
	"т", "t", "у", "u", "ф", "f", "х", "g", "ц", "ts", "ч", "ts", "ш", "sj", "щ", "sj", "ь", "", "'", "", "’", "", "ю", "u", "я", "a", "-", "", " ", "",
	"ы", "i", "э", "e", "ё", "e", "ъ", "",
)

var fromDutch = strings.NewReplacer(
	"sch", "sg", "ch", "g", "ij", "ej", "ei", "ej", "eij", "ej", "ey", "ej", "oe", "u", "ou", "au", "uu", "u", "ui", "ej", "eu", "e", "ie", "i",
	"ae", "a", "oo", "o", "aa", "a", "ee", "e", "h", "g", "c", "k", "q", "k", "x", "ks", "y", "i", "w", "v", "'", "", "-", "", " ", "",
)

func doubledOnce(sound string) string {
	var b strings.Builder
	var before rune
	for _, r := range sound {
		if r != before {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// spokenNames are names Ukrainian does not write as they sound in Dutch.
var spokenNames = map[string]string{
	"gaaga": "GM0518", "gaga": "GM0518", "gagi": "GM0518", "gazi": "GM0518", "bosg": "GM0796", "arngem": "GM0202", "arnem": "GM0202", "garlem": "GM0392",
	"lejden": "GM0546", "gauda": "GM0513", "lajden": "GM0546", "ajndgoven": "GM0772", "ejndgoven": "GM0772", "najmegen": "GM0268", "zvole": "GM0193", "deventer": "GM0150",
}

var sounds = indexSounds()

func indexSounds() map[string][]string {
	index := map[string][]string{}
	for _, m := range atlas.Municipalities() {
		short, _, _ := strings.Cut(m.Name, " (")
		key := doubledOnce(fromDutch.Replace(foldWord(short)))
		index[key] = append(index[key], m.Code)
	}
	for name, municipality := range villages {
		key := doubledOnce(fromDutch.Replace(name))
		if found := atlas.ByName(municipality); len(key) >= 4 && len(index[key]) == 0 && len(found) > 0 {
			index[key] = []string{found[0].Code}
		}
	}
	for key, code := range spokenNames {
		index[key] = []string{code}
	}
	return index
}

// caseEndings are what Ukrainian puts behind a name of a town, or takes from it.
var caseEndings = []string{"", "i", "u", "a", "om", "em", "e", "ovi", "ou"}

// softened are the consonants that change before the ending of the locative, and
// what they come from: "у Тілбурзі" of Тілбург.
var softened = []struct{ soft, hard string }{{"z", "g"}, {"ts", "k"}, {"s", "g"}}

// soundsLike gives the municipalities a Ukrainian name sounds like, bent or not;
// single tells whether it is one word. Names of several words need all of them.
func soundsLike(words string, single bool) []string {
	sound := doubledOnce(fromCyrillic.Replace(foldWord(words)))
	if !single && (len(sound) < 6 || strings.ContainsAny(words, ".,()/")) {
		return nil
	}
	for _, ending := range caseEndings {
		stem, ok := strings.CutSuffix(sound, ending)
		if !ok || len(stem) < 3 {
			continue
		}
		if codes := stemCodes(stem, ending); len(codes) > 0 {
			return codes
		}
	}
	return nil
}

// stemCodes gives the municipalities of a stem from which a case ending was cut.
func stemCodes(stem, ending string) []string {
	if codes := sounds[stem]; len(codes) > 0 {
		return codes
	}
	if ending == "" {
		return nil
	}
	if codes := sounds[stem+"a"]; len(codes) > 0 {
		return codes
	}
	for _, change := range softened {
		if hard, ok := strings.CutSuffix(stem, change.soft); ok && ending == "i" && len(stem) >= 5 {
			if codes := sounds[hard+change.hard]; len(codes) > 0 {
				return codes
			}
		}
	}
	return nil
}

func isCyrillic(word string) bool {
	for _, r := range word {
		return unicode.Is(unicode.Cyrillic, r)
	}
	return false
}
