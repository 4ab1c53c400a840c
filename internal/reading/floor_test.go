package reading

import (
	"os"
	"testing"

	"onderdak/internal/post"
)

func letterOf(t *testing.T, path string) post.Letter {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	letter, err := post.Read(file, post.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

// floors are the least precision and recall per field and set, over all languages.
// They may rise, never fall: a change that understands less of the labelled mails
// fails. The set held out is never looked into while rules are written; its floors
// tell whether a rule holds for mails it was not made for.
var floors = map[string]map[string][2]float64{
	"offers":  {},
	"heldout": {},
}

func TestMeasure(t *testing.T) {
	for _, set := range []string{"offers", "heldout"} {
		t.Run(set, func(t *testing.T) {
			show := os.Getenv("SHOW") != "" && set == "offers"
			sums, bins, n := measure(t, "testdata/"+set, show)
			t.Logf("%d mails\n%s\n%s", n, table(t, sums), binsTable(bins))
			for field, floor := range floors[set] {
				got := sums["all"][field]
				if got.precision() < floor[0] || got.recall() < floor[1] {
					t.Errorf("%s: precision %.3f, recall %.3f; at least %.2f and %.2f were reached before",
						field, got.precision(), got.recall(), floor[0], floor[1])
				}
			}
		})
	}
}
