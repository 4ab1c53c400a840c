package arch

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// mostWords is how long a sentence of a screen may be (B1 Dutch; the style
// guides of municipalities say fifteen).
const mostWords = 15

// stiff are words of the office that nobody says at home, each with what to
// write instead.
var stiff = map[string]string{
	`dient te|dienen te|dient u|diende`:        "moet",
	`middels|door middel van`:                  "met, of door",
	`indien`:                                   "als",
	`conform`:                                  "volgens, of zoals",
	`betreffende|inzake|aangaande`:             "over",
	`teneinde`:                                 "om",
	`alvorens`:                                 "voordat",
	`derhalve|mitsdien`:                        "dus",
	`tevens|alsmede|alsook`:                    "ook",
	`ten behoeve van|t\.b\.v\.`:                "voor",
	`met betrekking tot|m\.b\.t\.`:             "over",
	`ten aanzien van|t\.a\.v\.`:                "over",
	`naar aanleiding van|n\.a\.v\.`:            "door, of na",
	`geschieden|geschiedt`:                     "gebeuren",
	`geen doorgang vinden|vindt geen doorgang`: "gaat niet door",
	`verstrekken|verstrekt`:                    "geven",
	`bewerkstelligen`:                          "zorgen voor",
	`voornoemd\w*|bovengenoemd\w*|onderhavig\w*|desbetreffend\w*`: "deze, of die",
	`echter`:          "maar",
	`reeds`:           "al",
	`thans`:           "nu",
	`gaarne`:          "graag",
	`aldus`:           "zo",
	`hetgeen`:         "wat",
	`omtrent`:         "over",
	`ontheemd\w*`:     "mensen uit Oekraïne, of huishouden",
	`bezettingsgraad`: "bezet",
	`ongeldig\w*`:     "wat er dan wel moet staan",
	`invoer`:          "wat u invult",
	`i\.v\.m\.|d\.m\.v\.|o\.a\.|m\.u\.v\.|z\.s\.m\.|evt\.|bijv\.`: "het hele woord",
}

// stiffWords are the same as expressions.
var stiffWords = func() (all []stiffWord) {
	for words := range stiff {
		all = append(all, stiffWord{words, regexp.MustCompile(`(?i)(^|[^\p{L}])(` + words + `)($|[^\p{L}])`)})
	}
	return all
}()

type stiffWord struct {
	words string
	*regexp.Regexp
}

// passive is wordt, worden, werd or werden with a participle after it in the same
// part of the sentence, or before it.
var (
	participle = `(ge|be|ver|her|ont|aange|afge|opge|uitge|inge|toege|overge|voorge|mee?ge|terugge|doorge|vastge)[a-zëï]{2,}(d|t|en)`
	passive    = regexp.MustCompile(`(?i)\b(wordt|worden|werd|werden)\b[^.,:;?!]*?\b` + participle + `\b|\b` + participle + ` (wordt|worden|werd|werden)\b`)
	// verbs and nouns that look like a participle and are none.
	lookalikes = regexp.MustCompile(`(?i)\b(gemeenten?|gebieden?|getallen|gezinnen|gegevens?|bedden|berichten|beelden|getal|gezet|verschillend|bekend|verwant|gelijk|heden|verhalen|gebed|gedeelten|geld|gewicht|gezicht|gebruikt u|gevallen)\b`)
)

var (
	sentenceEnd = regexp.MustCompile(`[.?!:](\s|$)|\n`)
	wordLike    = regexp.MustCompile(`[\p{L}\p{N}{]`)
)

// complaintsAbout gives what is wrong with a Dutch text.
func complaintsAbout(text string) (wrong []string) {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		count := 0
		for _, word := range strings.Fields(sentence) {
			if wordLike.MatchString(word) {
				count++
			}
		}
		if count > mostWords {
			wrong = append(wrong, fmt.Sprintf("%d words: %s", count, strings.TrimSpace(sentence)))
		}
		if found := passive.FindString(lookalikes.ReplaceAllString(sentence, "–")); found != "" {
			wrong = append(wrong, "passive: "+found)
		}
	}
	for _, one := range stiffWords {
		if found := one.FindString(text); found != "" {
			wrong = append(wrong, fmt.Sprintf("%q: write %s", strings.TrimSpace(found), stiff[one.words]))
		}
	}
	sort.Strings(wrong)
	return wrong
}

// TestDutchIsPlain reads every Dutch text of the house.
func TestDutchIsPlain(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(filepath.Join("..", "..", "internal"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "messages.nl.json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var texts map[string]any
		if err := json.Unmarshal(data, &texts); err != nil {
			return err
		}
		for key, value := range texts {
			forms := map[string]any{"": value}
			if plural, ok := value.(map[string]any); ok {
				forms = plural
			}
			for _, form := range forms {
				seen++
				for _, complaint := range complaintsAbout(form.(string)) {
					t.Errorf("%s: %s", key, complaint)
				}
			}
		}
		return nil
	})
	if err != nil || seen == 0 {
		t.Errorf("%d texts: %v", seen, err)
	}
}

func TestComplaintsAboutDutch(t *testing.T) {
	for text, want := range map[string]string{
		"Vul het aantal plekken in.":                         "",
		"De plek wordt vrij. Uw gegevens worden niet gewist": "passive: worden niet gewist",
		"Dit wordt morgen door ons opgenomen.":               "passive: wordt morgen door ons opgenomen",
		"Het gemeld worden van plekken":                      "passive: gemeld worden",
		"Zo worden gemeenten groter":                         "",
		"U dient te wachten":                                 `"dient te": write moet`,
		"Indien u komt":                                      `"Indien": write als`,
		"Welkom":                                             "",
		"een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien":  "16 words",
		"een twee drie vier vijf zes zeven acht. negen tien elf twaalf dertien veertien vijftien zestien": "",
	} {
		got := strings.Join(complaintsAbout(text), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
