package exchange

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// placesOf gives the placeholders of a message, those of all plural forms
// together.
func placesOf(message text) []string {
	places := map[string]bool{}
	for _, form := range message {
		for _, place := range placeholder.FindAllString(form, -1) {
			places[place] = true
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// Every message exists in three languages, with the same placeholders and the
// plural forms its language needs.
func TestMessages(t *testing.T) {
	forms := map[string][]string{"en": {"one", "other"}, "nl": {"one", "other"}, "uk": {"few", "many", "one", "other"}}
	reference := english()
	for language, plurals := range forms {
		texts, err := readMessages(language)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := slices.Sorted(maps.Keys(texts)), slices.Sorted(maps.Keys(reference)); !slices.Equal(got, want) {
			t.Errorf("%s has other keys than en", language)
		}
		for key, message := range texts {
			if got, want := placesOf(message), placesOf(reference[key]); !slices.Equal(got, want) {
				t.Errorf("%s %s has places %v, en %v", language, key, got, want)
			}
			if got := slices.Sorted(maps.Keys(message)); len(got) > 1 && !slices.Equal(got, plurals) {
				t.Errorf("%s %s has forms %v", language, key, got)
			}
		}
	}
}

// Every key the code uses has a message and every message is used.
func TestKeysAreThoseOfTheCode(t *testing.T) {
	used := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`"(exchange\.[a-z_]+)"`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range key.FindAllStringSubmatch(string(code), -1) {
			used[match[1]] = true
		}
	}
	for name := range used {
		if _, ok := english()[name]; !ok {
			t.Errorf("no message for %s", name)
		}
	}
	for name := range english() {
		if !used[strings.TrimSuffix(name, ".fix")] {
			t.Errorf("nothing says %s", name)
		}
	}
}

// No problem leaves a hole in its sentence: each of the bad files is read and
// every message must have been filled.
func TestSentencesHaveNoHoles(t *testing.T) {
	_, locations := ReadLocations(load(t, "bad-locations.csv"), "f", Options{})
	_, capacity := ReadCapacity(load(t, "bad-capacity.csv"), "f", Options{})
	_, households := ReadHouseholds(load(t, "bad-households.csv"), "f", Options{})
	_, head := ReadHouseholds(strings.NewReader("id,id,persoon\n"), "f", Options{})
	_, many := ReadLocations(strings.NewReader("id,municipality\nA,GM0344\nB,GM0344\n"), "f", Options{MaxRows: 1})
	for _, p := range slices.Concat(locations.Listed, capacity.Listed, households.Listed, head.Listed, many.Listed) {
		sentence := p.English()
		if placeholder.MatchString(sentence) || !strings.HasPrefix(sentence, "f") || strings.Contains(sentence, "exchange.") {
			t.Errorf("%s gives %q", p.Key, sentence)
		}
	}
}

func TestUnknownKeyIsShownAsItIs(t *testing.T) {
	if got := (Problem{File: "f", Key: "exchange.none_such"}).English(); got != "f: exchange.none_such" {
		t.Errorf("%q", got)
	}
}
