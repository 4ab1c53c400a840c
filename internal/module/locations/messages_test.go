package locations

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
)

// Every key the pages speak is in the catalogue, in all languages, and every
// text is spoken.
func TestEveryKeyHasWords(t *testing.T) {
	catalogue, err := i18n.Load(Messages, places.Messages)
	if err != nil {
		t.Fatal(err)
	}
	own, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"locations.nav": true} // spoken by package app
	for _, source := range []string{"pagina", "demo", "file", "closing", "confirmed", "reopened", "mailed_link", "silence"} {
		used[sourceKey+source] = true
	}
	for _, item := range places.Items {
		used["locations.item_hint_"+string(item)] = true
	}
	for _, rung := range places.Rungs {
		used["locations.rung_"+string(rung)] = true
		if rung != places.Blocked {
			used[sourceKey+"with_"+string(rung)] = true
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	spoken := regexp.MustCompile(`"(locations\.[a-z0-9_]+)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
			used[match[1]] = true
			if strings.HasSuffix(match[1], "_") {
				continue // the head of a key; its tails are above
			}
			if !catalogue.Has(match[1]) {
				t.Errorf("%s: %s has no words", file, match[1])
			}
		}
	}
	for _, key := range own.Keys() {
		if !used[key] {
			t.Errorf("%s is never spoken", key)
		}
	}
}
