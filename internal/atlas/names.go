package atlas

import "strings"

// aliases ties names in daily use, folded, to the CBS code: short names, old
// spellings, Dutch names of Frisian municipalities and English ones.
var aliases = map[string]string{
	"alphen":                "GM0484",
	"bergen nh":             "GM0373",
	"bergen noord holland":  "GM0373",
	"bergen limburg":        "GM0893",
	"capelle":               "GM0502",
	"capelle aan de ijssel": "GM0502",
	"dantumadeel":           "GM1891",
	"de friese meren":       "GM1940",
	"friese meren":          "GM1940",
	"den bosch":             "GM0796",
	"den haag":              "GM0518",
	"the hague":             "GM0518",
	"hengelo ov":            "GM0164",
	"hengelo overijssel":    "GM0164",
	"krimpen":               "GM0542",
	"noordoost friesland":   "GM1970",
	"noordoost fryslan":     "GM1970",
	"nuenen":                "GM0820",
	"oude ijssel":           "GM1509",
	"rijswijk zuid holland": "GM0603",
	"st michielsgestel":     "GM0845",
	"st anthonis":           "GM1702",
	"sudwest friesland":     "GM1900",
	"zuidwest friesland":    "GM1900",
	"zuidwest fryslan":      "GM1900",
	"tietjerksteradeel":     "GM0737",
	"valkenburg":            "GM0994",
	"voorne":                "GM1992",
}

// plain folds the accented letters of Dutch and Frisian names, and everything
// that stands between words, to letters and spaces.
var plain = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ä", "a",
	"é", "e", "è", "e", "ê", "e", "ë", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i",
	"ó", "o", "ò", "o", "ô", "o", "ö", "o",
	"ú", "u", "ù", "u", "û", "u", "ü", "u",
	"ĳ", "ij", "ç", "c", "ñ", "n",
	"\u0300", "", "\u0301", "", "\u0302", "", "\u0308", "", // accents as signs of their own
	"'", " ", "’", " ", "‘", " ", "`", " ", "´", " ",
	"-", " ", "\u2011", " ", "–", " ", ",", " ", ".", " ", "(", " ", ")", " ", "/", " ", "\u00a0", " ",
)

// fold makes two spellings of one name equal: case, accents, apostrophes,
// hyphens and double spaces do not count.
func fold(name string) string {
	return strings.Join(strings.Fields(plain.Replace(strings.ToLower(name))), " ")
}

// indexNames ties folded names to codes; a name with an addition, such as
// "Bergen (NH.)", is found with and without it.
func indexNames(present, past []Municipality) map[string][]string {
	index := make(map[string][]string)
	for _, list := range [][]Municipality{present, past} {
		for _, m := range list {
			index[fold(m.Name)] = append(index[fold(m.Name)], m.Code)
			if short, _, found := strings.Cut(m.Name, " ("); found {
				index[fold(short)] = append(index[fold(short)], m.Code)
			}
		}
	}
	for alias, code := range aliases {
		if _, taken := index[alias]; !taken {
			index[alias] = []string{code}
		}
	}
	return index
}

// ByName gives the municipalities people mean by a name: "den haag", "Gemeente
// Súdwest-Fryslân", "Bergen" (two of them). Spelling is folded as by fold;
// municipalities that were merged away are found too and stand last. None when
// no municipality bears the name.
func ByName(text string) []Municipality {
	name := fold(text)
	codes, ok := atlas.names[name]
	if !ok {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "municipality of "), "gemeente ")
		codes = atlas.names[name]
	}
	var found []Municipality
	for _, code := range codes {
		found = append(found, atlas.all[code])
	}
	return found
}
