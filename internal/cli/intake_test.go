package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

const someMail = "From: Jan <jan@gemeente.example>\r\nSubject: Opvang\r\nDate: Tue, 15 Mar 2022 10:15:00 +0100\r\n" +
	"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Wij bieden Zoë's hal.</p><p hidden>400</p>\r\n"

// told is what users script against.
type toldJSON struct {
	Sender              struct{ Name, Email string }
	Subject, Kind, Auth string
	Text                string
	Offers              []map[string]any
	Warnings            []string
}

func TestIntakeReadTellsTheMail(t *testing.T) {
	files := folder(t, map[string]string{"a.eml": someMail})
	got := run(t, "intake", "read", files("a.eml"), "--json", "--today", "2022-03-15")
	var told toldJSON
	if err := json.Unmarshal([]byte(got.out), &told); err != nil || got.code != exitOK || got.err != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if told.Sender.Email != "jan@gemeente.example" || told.Subject != "Opvang" || told.Kind != "ordinary" || told.Auth != "unknown" || told.Text != "Wij bieden Zoë's hal." {
		t.Errorf("%+v", told)
	}
	if told.Offers == nil || len(told.Warnings) == 0 || told.Warnings[0] != "hidden_text" {
		t.Errorf("offers %v, warnings %q", told.Offers, told.Warnings)
	}
	people := run(t, "intake", "read", files("a.eml"))
	if people.code != exitOK || !strings.Contains(people.out, "Jan <jan@gemeente.example> (unknown)") || !strings.Contains(people.out, "Warning:  hidden_text") {
		t.Errorf("%+v", people)
	}
}

func TestIntakeReadTakesStandardInput(t *testing.T) {
	files := folder(t, map[string]string{"a.eml": someMail})
	file, err := os.Open(files("a.eml"))
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdin
	os.Stdin = file
	t.Cleanup(func() { os.Stdin = before; _ = file.Close() })
	if got := run(t, "intake", "read", "-", "--json"); got.code != exitOK || !strings.Contains(got.out, `"Opvang"`) {
		t.Errorf("%+v", got)
	}
}

func TestIntakeReadSaysWhatIsWrong(t *testing.T) {
	files := folder(t, map[string]string{"a.eml": someMail, "empty.eml": ""})
	for _, args := range [][]string{{}, {files("a.eml"), "b.eml"}, {files("a.eml"), "--today", "15-03-2022"}, {"--wings"}} {
		if got := run(t, append([]string{"intake", "read"}, args...)...); got.code != exitUsage || got.out != "" || got.err == "" {
			t.Errorf("%q: %+v", args, got)
		}
	}
	for _, path := range []string{files("nowhere.eml"), files(".")} {
		if got := run(t, "intake", "read", path); got.code != exitFailed || got.out != "" || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if got := run(t, "intake", "read", files("empty.eml"), "--json"); got.code != exitOK || !strings.Contains(got.out, `"no_text"`) {
		t.Errorf("an empty mail: %+v", got)
	}
}

// Positions count characters of the text, so that text[start:end] of a script
// gives the words.
func TestOffersAreToldInCharacters(t *testing.T) {
	text := strings.Repeat("Zoë biedt café € 40 ", 300) + "in Zwölle"
	start := strings.Index(text, "Zwölle")
	offer := reading.Offer{
		Name: "Hal", Municipality: "GM0344", Places: 40, Unit: reading.Families, Each: 5, Update: true,
		From:    reading.Moment{Sort: phrase.Exact, Night: calendar.MustParse("2022-03-15")},
		Until:   reading.Moment{Sort: phrase.Vague, Words: "tot nader order"},
		Contact: reading.Contact{Name: "Jan", Phone: "030 123 45 67", Email: "jan@example.org"},
		Traces: map[reading.Field]reading.Trace{
			reading.FieldName:  {Spans: []phrase.Span{{Start: start, End: len(text)}, {Start: 0, End: 4}}, Confidence: 0.9},
			reading.FieldEmail: {Confidence: 0.5},
		},
	}
	told := tellMail(post.Letter{Warnings: []post.Warning{{Code: "charset", Detail: "utf-8"}}},
		reading.Reading{Text: text, Offers: []reading.Offer{offer, {}}, Warnings: []reading.Warning{{Code: "charset", Detail: "utf-8"}, {Code: "many_offers"}}})
	if len(told.Warnings) != 2 || told.Warnings[0] != "charset: utf-8" || told.Warnings[1] != "many_offers" {
		t.Errorf("%q", told.Warnings)
	}
	first, second := told.Offers[0], told.Offers[1]
	from, to := first.Spans["name"][0].(int), first.Spans["name"][1].(int)
	if got := string([]rune(text)[from:to]); got != "Zwölle" || first.Spans["name"][2] != "Zwölle" {
		t.Errorf("%q at %v", got, first.Spans["name"])
	}
	if _, traced := first.Spans["contact.email"]; traced || first.Confidence["contact.email"] != 0.5 {
		t.Errorf("%+v", first)
	}
	if *first.Places != 40 || *first.Persons != 200 || first.Most != nil || first.From != "2022-03-15" || first.FromKind != "date" || first.Until != "" || first.UntilKind != "unknown" || first.MunicipalityName != "Utrecht" {
		t.Errorf("%+v", first)
	}
	if second.Places != nil || second.Persons != nil || second.UntilKind != "none" || second.Facilities == nil {
		t.Errorf("%+v", second)
	}
	var out strings.Builder
	if err := told.write(&out); err != nil || !strings.Contains(out.String(), `Hal  (0.90, from "Zwölle")`) || !strings.Contains(out.String(), "40 of 5 families") || !strings.Contains(out.String(), "said, but no date") {
		t.Errorf("%s", out.String())
	}
}

func TestCharactersAtTheEdges(t *testing.T) {
	places := newCharacters("é€")
	for at, want := range []int{0, 1, 1, 2, 2, 2, 2} { // inside a letter counts as behind its beginning
		if got := places.before(at); got != want {
			t.Errorf("before %d: %d, want %d", at, got, want)
		}
	}
	if start, end, words := newCharacters("").span(phrase.Span{Start: 3, End: 1}); start != 0 || end != 0 || words != "" {
		t.Errorf("%d %d %q", start, end, words)
	}
}
