package reading

import (
	"os"
	"path/filepath"
	"testing"

	"onderdak/internal/post"
)

func letterOf(t testing.TB, path string) post.Letter {
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

// mailsOf lists the mails of a labelled set.
func mailsOf(t testing.TB, set string) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + set + "/*.eml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no mails in %s: %v", set, err)
	}
	return paths
}

// floors are the least precision and recall per field and set, over all languages.
// They may rise, never fall: a change that understands less of the labelled mails
// fails. The set held out is never looked into while rules are written; its floors
// tell whether a rule holds for mails it was not made for.
var floors = map[string]map[string][2]float64{
	"offers": {
		"offer":         {0.93, 0.95},
		"name":          {0.90, 0.88},
		"municipality":  {0.92, 0.92},
		"places":        {0.85, 0.88},
		"most":          {0.82, 0.55},
		"each":          {0.95, 0.80},
		"unit":          {0.89, 0.92},
		"from":          {0.91, 0.82},
		"until":         {0.85, 0.73},
		"contact.name":  {0.90, 0.88},
		"contact.phone": {0.92, 0.90},
		"contact.email": {0.91, 0.93},
		"facilities":    {0.86, 0.77},
		"update":        {0.73, 0.87},
		"withdrawn":     {0.99, 0.56},
	},
	"heldout": {
		"offer":         {0.89, 0.78},
		"name":          {0.87, 0.72},
		"municipality":  {0.88, 0.75},
		"places":        {0.79, 0.72},
		"most":          {0.99, 0.42},
		"each":          {0.85, 0.49},
		"unit":          {0.87, 0.80},
		"from":          {0.77, 0.56},
		"until":         {0.84, 0.61},
		"contact.name":  {0.76, 0.66},
		"contact.phone": {0.89, 0.80},
		"contact.email": {0.83, 0.76},
		"facilities":    {0.90, 0.78},
		"update":        {0.66, 0.49},
		"withdrawn":     {0.99, 0.66},
	},
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
