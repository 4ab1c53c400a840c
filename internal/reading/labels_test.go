package reading_test

import (
	"bytes"
	"encoding/json"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/exchange"
)

// labelledMail is what a person read in a mail; testdata/README.md says by which rules.
type labelledMail struct {
	Today  string          `json:"today"`
	SetBy  string          `json:"set_by"`
	Offers []labelledOffer `json:"offers"`
	Kind   string          `json:"kind"`
}

// labelledOffer is one location in a labelled mail.
type labelledOffer struct {
	Name         string          `json:"name"`
	Municipality string          `json:"municipality"`
	Places       *int            `json:"places"`
	Most         int             `json:"most"`
	Each         int             `json:"each"`
	Unit         string          `json:"unit"`
	From         string          `json:"from"`
	FromKind     string          `json:"from_kind"`
	Until        string          `json:"until"`
	UntilKind    string          `json:"until_kind"`
	Contact      labelledContact `json:"contact"`
	Facilities   []string        `json:"facilities"`
	Update       bool            `json:"update"`
	Withdrawn    bool            `json:"withdrawn"`
}

type labelledContact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}

// A measure is worth what its labels are: every mail has one, and none
// contradicts itself.
func TestLabelsAreSound(t *testing.T) {
	least := map[string]int{"offers": 160, "heldout": 80}
	for dir, want := range least {
		mails, err := filepath.Glob(filepath.Join("testdata", dir, "*.eml"))
		if err != nil || len(mails) < want {
			t.Fatalf("%s holds %d mails, want %d (%v)", dir, len(mails), want, err)
		}
		for _, path := range mails {
			label := readLabel(t, strings.TrimSuffix(path, ".eml")+".json")
			checkMail(t, path, label)
			for _, offer := range label.Offers {
				checkOffer(t, path, offer)
			}
		}
		labels, err := filepath.Glob(filepath.Join("testdata", dir, "*.json"))
		if err != nil || len(labels) != len(mails) {
			t.Errorf("%s holds %d mails and %d labels (%v)", dir, len(mails), len(labels), err)
		}
	}
}

func readLabel(t *testing.T, path string) labelledMail {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var label labelledMail
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&label); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return label
}

// checkMail holds a label to its mail: the day, and no offers in mail of machines.
func checkMail(t *testing.T, path string, label labelledMail) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	sent, err := message.Header.Date()
	if err != nil || sent.Format(time.DateOnly) != label.Today {
		t.Errorf("%s: sent on %v, labelled for %s (%v)", path, sent, label.Today, err)
	}
	kinds := []string{"ordinary", "auto_reply", "bounce", "calendar", "bulk"}
	if !slices.Contains(kinds, label.Kind) || label.Kind != kinds[0] && len(label.Offers) > 0 {
		t.Errorf("%s: kind %q with %d offers", path, label.Kind, len(label.Offers))
	}
}

func checkOffer(t *testing.T, path string, offer labelledOffer) {
	t.Helper()
	if _, known := atlas.Find(offer.Municipality); offer.Municipality != "" && !known {
		t.Errorf("%s: no municipality %q", path, offer.Municipality)
	}
	units := []string{"persons", "beds", "rooms", "families"}
	if (offer.Places != nil) != slices.Contains(units, offer.Unit) || offer.Places == nil && offer.Unit != "" {
		t.Errorf("%s: places %v with unit %q", path, offer.Places, offer.Unit)
	}
	if offer.Most != 0 && (offer.Places == nil || offer.Most <= *offer.Places) {
		t.Errorf("%s: at most %d is no range", path, offer.Most)
	}
	if offer.Each != 0 && offer.Unit != "rooms" && offer.Unit != "families" {
		t.Errorf("%s: %d each of %q", path, offer.Each, offer.Unit)
	}
	checkMoment(t, path, offer.From, offer.FromKind)
	checkMoment(t, path, offer.Until, offer.UntilKind)
	if offer.From != "" && offer.Until != "" && offer.From >= offer.Until {
		t.Errorf("%s: from %s until %s", path, offer.From, offer.Until)
	}
	for _, token := range offer.Facilities {
		if !slices.Contains(exchange.Facilities(), token) {
			t.Errorf("%s: no facility %q", path, token)
		}
	}
	if offer.Update && offer.Withdrawn {
		t.Errorf("%s: corrected and taken back at once", path)
	}
}

func checkMoment(t *testing.T, path, date, kind string) {
	t.Helper()
	if !slices.Contains([]string{"", "date", "unknown", "none"}, kind) || (date != "") != (kind == "date") {
		t.Errorf("%s: moment %q of kind %q", path, date, kind)
	}
	if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
		t.Errorf("%s: %v", path, err)
	}
}
