package places

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/platform/i18n"
)

// Every key the code speaks is in the catalogue, in all languages, and so are
// the names of all rungs, states and types.
func TestEveryKeyHasWords(t *testing.T) {
	catalogue, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, rung := range Rungs {
		keys = append(keys, "places.rung."+string(rung))
	}
	for _, state := range States {
		keys = append(keys, "places.state."+string(state))
	}
	for _, item := range Items {
		keys = append(keys, ItemKey(item))
	}
	for _, token := range Facilities {
		keys = append(keys, FacilityKey(token))
	}
	for _, kind := range Types {
		keys = append(keys, "places.type."+kind)
	}
	for _, code := range []string{"room_full", "no_consent", "room_blocked", "room_elsewhere"} {
		keys = append(keys, "places."+code)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	spoken := regexp.MustCompile(`"(places\.[a-z_]+)"`)
	topics := []string{TopicShortage, TopicFreshness, TopicMove, TopicMoveHousehold, TopicClosing, FacilityKey("")}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range spoken.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(strings.Join(topics, " "), match[1]) {
				keys = append(keys, match[1])
			}
		}
	}
	used := map[string]bool{}
	for _, key := range keys {
		used[key] = true
		if !catalogue.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, key := range catalogue.Keys() {
		if !used[key] {
			t.Errorf("%s is never spoken", key)
		}
	}
	got := catalogue.Text("nl", "places.full", map[string]any{"night": day, "free": -2, "persons": 3})
	if !strings.Contains(got, "11 april 2022") || !strings.Contains(got, "nodig 3") {
		t.Error(got)
	}
}
