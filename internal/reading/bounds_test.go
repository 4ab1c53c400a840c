package reading

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onderdak/internal/post"
)

// What is left out because a mail brings too much is told.
func TestTablesOfOneMailShareTheirBounds(t *testing.T) {
	rows := "Locatie;Gemeente;Plekken\n"
	for i := range 800 {
		rows += fmt.Sprintf("Zaal %d;Utrecht;40\n", i)
	}
	other := strings.ReplaceAll(rows, "Zaal", "Hal")
	r := Read(post.Letter{Kind: post.Ordinary, Attachments: []post.Attachment{{Name: "a.csv", Data: []byte(rows)}, {Name: "b.csv", Data: []byte(other)}}}, tableToday)
	if len(r.Offers) != MaxTableOffers/2 {
		t.Errorf("%d offers", len(r.Offers))
	}
	if !slices.ContainsFunc(r.Warnings, func(w Warning) bool { return w.Code == "offers_cut" && strings.HasPrefix(w.Detail, "b.csv") }) {
		t.Errorf("%v", r.Warnings[:min(len(r.Warnings), 5)])
	}
}

// Telling apart by beginnings changes nothing of what a header is taken for.
func TestBeginningsHideNothing(t *testing.T) {
	for _, one := range headerPhrases {
		words := []string{"x"}
		for _, part := range one.parts {
			words = append(words, part.stem)
		}
		if phraseIn(words, one.parts) && beginnings(words)&one.begins == 0 {
			t.Errorf("%q is never found", one.text)
		}
	}
	for _, one := range facilityStarts {
		words := []string{"x"}
		for _, part := range one.parts {
			words = append(words, part+"en")
		}
		if beginIn(words, one.parts) >= 0 && beginnings(words)&one.begins == 0 {
			t.Errorf("%v is never found", one.parts)
		}
	}
}
