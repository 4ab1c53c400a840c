package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"onderdak/internal/app"
	"onderdak/internal/exchange"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/households"
	register "onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/scenario"
)

// Every token of the exchange format and of the scenario has words in every
// language, and no two facilities have the same.
func TestEveryTokenHasWords(t *testing.T) {
	catalogue, err := app.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	facilities := map[string]bool{}
	kinds, flags := exchange.LocationTypes(), households.Flags
	for _, list := range [][]string{exchange.Facilities(), register.Facilities} {
		for _, token := range list {
			facilities[token] = true
		}
	}
	story := scenario.Spring2022(scenario.Settings{Households: 300})
	for _, location := range story.Locations {
		kinds = append(kinds, location.Type)
		for _, token := range location.Facilities {
			facilities[token] = true
		}
	}
	for _, household := range story.Households {
		for _, token := range append(household.Needs, household.Wishes...) {
			if !strings.HasPrefix(token, register.NearPrefix) {
				facilities[token] = true
			}
		}
	}
	for _, lang := range i18n.Languages {
		said := map[string]string{}
		for token := range facilities {
			words := catalogue.Facility(lang, token)
			if !catalogue.Has(register.FacilityKey(token)) || words == "" || strings.Contains(words, "_") {
				t.Errorf("%s: %s reads %q", lang, token, words)
			}
			if twin := said[words]; twin != "" {
				t.Errorf("%s: %s and %s both read %q", lang, token, twin, words)
			}
			said[words] = token
		}
		for _, token := range dispersal.Needs {
			words := catalogue.Text(lang, "dispersal.need_"+token, nil)
			if facilities[token] && words != catalogue.Facility(lang, token) {
				t.Errorf("%s: %s reads %q in dispersal, %q elsewhere", lang, token, words, catalogue.Facility(lang, token))
			}
		}
	}
	for _, kind := range kinds {
		if !catalogue.Has("places.type." + kind) {
			t.Errorf("no words for a %s", kind)
		}
	}
	for _, flag := range flags {
		if !catalogue.Has("households.flag_" + flag) {
			t.Errorf("no words for the flag %s", flag)
		}
	}
}

// Tokens within a sentence are put in words too; a municipality's own are shown
// as it wrote them.
func TestTokensInSentences(t *testing.T) {
	catalogue, err := app.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"nl": "Deze locatie heeft dit niet: kinderbed, dag en nacht personeel, eigen sauna.",
		"en": "This location lacks: crib, staffed day and night, eigen sauna.",
	} {
		got := catalogue.Text(lang, "plan.there.needs", map[string]any{"need": "crib, staffed_24h, eigen_sauna"})
		if got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// Every fact and every fixed reason that the program writes in the audit has
// words there.
func TestEveryAuditFactHasWords(t *testing.T) {
	catalogue, err := app.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, pattern := range []string{"../module/*/*.go", "../app/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	fact := regexp.MustCompile(`Note\("([a-z_0-9]+)"`)
	reason := regexp.MustCompile(`Reason: +"([a-z_ ]+)"`)
	facts := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range fact.FindAllStringSubmatch(string(text), -1) {
			facts++
			if !catalogue.Has("trail.fact_" + match[1]) {
				t.Errorf("%s writes the fact %s, which the audit has no words for", file, match[1])
			}
		}
		for _, match := range reason.FindAllStringSubmatch(string(text), -1) {
			slug := strings.ReplaceAll(match[1], " ", "_")
			if !catalogue.Has("trail.reason_"+slug) && !catalogue.Has("matching.reason_"+slug) {
				t.Errorf("%s writes the reason %q, which the audit has no words for", file, match[1])
			}
		}
	}
	if facts < 50 {
		t.Errorf("only %d facts found: does this test still see them?", facts)
	}
}
