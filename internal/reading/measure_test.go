package reading

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
)

// label is what a person says a mail offers; the file beside the mail.
type label struct {
	Today  string       `json:"today"`
	Kind   string       `json:"kind"`
	Offers []labelOffer `json:"offers"`
}

type labelOffer struct {
	Name         string
	Municipality string
	Places       int
	Most         int
	Each         int
	Unit         string
	From         string
	FromKind     string `json:"from_kind"`
	Until        string
	UntilKind    string `json:"until_kind"`
	Contact      struct{ Name, Phone, Email string }
	Facilities   []string
	Update       bool
	Withdrawn    bool
}

// tally counts what was right, what was said too much and what was missed.
type tally struct{ right, wrong, missed int }

func (t tally) precision() float64 { return ratio(t.right, t.right+t.wrong) }
func (t tally) recall() float64    { return ratio(t.right, t.right+t.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// note compares one value: both empty counts for nothing.
func (t *tally) note(want, got string, same bool) {
	switch {
	case want == "" && got == "":
	case same:
		t.right++
	default:
		if got != "" {
			t.wrong++
		}
		if want != "" {
			t.missed++
		}
	}
}

var measured = []string{"offer", "name", "municipality", "places", "most", "each", "unit", "from", "until", "contact.name", "contact.phone", "contact.email", "facilities", "update", "withdrawn"}

// sameNames compares names as testdata/README.md says: one within the other is right,
// for the edge of a name is a matter of taste.

// nameWords folds a name to what tells it from others: small words and age do not
// count, nor quotation marks.
func nameWords(name string) string {
	var words []string
	for _, t := range tokenise(name) {
		_, old := aged.find(t.fold)
		if t.kind == markToken || old || slices.Contains([]string{"de", "het", "een", "the", "a", "ons", "onze", "our", "'t"}, t.fold) {
			continue
		}
		words = append(words, t.fold)
	}
	return strings.Join(words, " ")
}

func sameNames(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if x == "" || y == "" || x == y {
		return x == y
	}
	within := strings.Contains(" "+x+" ", " "+y+" ") || strings.Contains(" "+y+" ", " "+x+" ")
	return within || bareName(x) == bareName(y)
}

// bareName leaves out the word for the building where a name is left without it.
func bareName(words string) string {
	var bare []string
	for _, word := range strings.Fields(words) {
		if _, ok := sorts.find(word); !ok {
			bare = append(bare, word)
		}
	}
	if len(bare) == 0 {
		return words
	}
	return strings.Join(bare, " ")
}

func phoneDigits(s string) string {
	s = strings.ReplaceAll(s, "(0)", "")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	digits = strings.TrimPrefix(digits, "00")
	if strings.HasPrefix(digits, "31") && len(digits) == 11 {
		digits = "0" + digits[2:]
	}
	return digits
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func truth(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func momentText(m Moment) string {
	if m.Sort == phrase.Exact {
		return m.Night.String()
	}
	return string(m.Sort)
}

func labelMoment(night, kind string) string {
	if kind == "date" {
		return night
	}
	return kind
}

// likeness is how much an offer looks like a label, to align the two.
func likeness(l labelOffer, o Offer) int {
	points := 0
	if l.Name != "" && sameNames(l.Name, o.Name) {
		points += 6
	} else if l.Name != "" && o.Name != "" && (strings.Contains(nameWords(l.Name), nameWords(o.Name)) || strings.Contains(nameWords(o.Name), nameWords(l.Name))) {
		points += 4
	}
	if l.Places == o.Places {
		points += 3
	}
	if l.Municipality == o.Municipality {
		points++
	}
	if labelMoment(l.From, l.FromKind) == momentText(o.From) {
		points++
	}
	return points
}

// align pairs labels with offers, the most alike first.
func align(labels []labelOffer, offers []Offer) map[int]int {
	type link struct{ l, o, points int }
	var links []link
	for i, l := range labels {
		for j, o := range offers {
			if p := likeness(l, o); p > 0 {
				links = append(links, link{i, j, p})
			}
		}
	}
	sort.SliceStable(links, func(a, b int) bool { return links[a].points > links[b].points })
	paired, used := map[int]int{}, map[int]bool{}
	for _, k := range links {
		if _, done := paired[k.l]; !done && !used[k.o] {
			paired[k.l], used[k.o] = k.o, true
		}
	}
	return paired
}

// score compares what was read of a mail with its label, field by field.
func score(t *testing.T, sums map[string]*tally, bins *[10]tally, name string, l label, r Reading, show bool) {
	note := func(field, want, got string, same bool, o *Offer) {
		sums[field].note(want, got, same)
		if o != nil && got != "" {
			if trace, ok := o.Traces[Field(field)]; ok {
				bin := &bins[min(9, int(trace.Confidence*10))]
				if same {
					bin.right++
				} else {
					bin.wrong++
				}
			}
		}
		if show && !same && want != got {
			t.Logf("%s %-14s want %q got %q", name, field, want, got)
		}
	}
	paired := align(l.Offers, r.Offers)
	used := map[int]bool{}
	for i, lo := range l.Offers {
		j, ok := paired[i]
		if !ok {
			sums["offer"].missed++
			if show {
				t.Logf("%s offer missed: %+v", name, lo)
			}
			compare(lo, Offer{}, note)
			continue
		}
		used[j] = true
		sums["offer"].right++
		compare(lo, r.Offers[j], note)
	}
	for j, o := range r.Offers {
		if !used[j] {
			sums["offer"].wrong++
			if show {
				t.Logf("%s offer too much: %q %d %s", name, o.Name, o.Places, o.Unit)
			}
			compare(labelOffer{}, o, note)
		}
	}
}

func compare(l labelOffer, o Offer, note func(field, want, got string, same bool, o *Offer)) {
	note("name", l.Name, o.Name, sameNames(l.Name, o.Name), &o)
	note("municipality", l.Municipality, o.Municipality, l.Municipality == o.Municipality, &o)
	note("places", number(l.Places), number(o.Places), l.Places == o.Places, &o)
	note("most", number(l.Most), number(o.Most), l.Most == o.Most, nil)
	note("each", number(l.Each), number(o.Each), l.Each == o.Each, nil)
	unit := ""
	if l.Places > 0 {
		unit = l.Unit
	}
	note("unit", unit, string(o.Unit), unit == string(o.Unit), nil)
	from, until := labelMoment(l.From, l.FromKind), labelMoment(l.Until, l.UntilKind)
	note("from", from, momentText(o.From), from == momentText(o.From), &o)
	note("until", until, momentText(o.Until), until == momentText(o.Until), &o)
	note("contact.name", l.Contact.Name, o.Contact.Name, strings.EqualFold(l.Contact.Name, o.Contact.Name), &o)
	note("contact.phone", l.Contact.Phone, o.Contact.Phone, phoneDigits(l.Contact.Phone) == phoneDigits(o.Contact.Phone), &o)
	note("contact.email", l.Contact.Email, o.Contact.Email, strings.EqualFold(l.Contact.Email, o.Contact.Email), &o)
	for _, token := range l.Facilities {
		note("facilities", token, map[bool]string{true: token}[slices.Contains(o.Facilities, token)], slices.Contains(o.Facilities, token), &o)
	}
	for _, token := range o.Facilities {
		if !slices.Contains(l.Facilities, token) {
			note("facilities", "", token, false, &o)
		}
	}
	note("update", truth(l.Update), truth(o.Update), l.Update == o.Update, nil)
	note("withdrawn", truth(l.Withdrawn), truth(o.Withdrawn), l.Withdrawn == o.Withdrawn, nil)
}

// languageOf guesses the language of a mail by its letters and commonest words.
func languageOf(text string) string {
	cyrillic, latin := 0, 0
	for _, r := range text {
		if isCyrillic(string(r)) {
			cyrillic++
		} else if r >= 'a' && r <= 'z' {
			latin++
		}
	}
	switch {
	case cyrillic > latin/2:
		return "uk"
	case speaksEnglish(tokenise(text)):
		return "en"
	}
	return "nl"
}

func labelOf(t *testing.T, path string) label {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var l label
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return l
}

// measure reads every mail of a folder and sums up by language.
func measure(t *testing.T, folder string, show bool) (map[string]map[string]*tally, [10]tally, int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no labelled mails in %s: %v", folder, err)
	}
	sums := map[string]map[string]*tally{}
	for _, language := range []string{"all", "nl", "en", "uk"} {
		sums[language] = map[string]*tally{}
		for _, field := range measured {
			sums[language][field] = &tally{}
		}
	}
	var bins, unused [10]tally
	for _, path := range paths {
		l := labelOf(t, path)
		letter := letterOf(t, strings.TrimSuffix(path, ".json")+".eml")
		r := Read(letter, calendar.MustParse(l.Today))
		score(t, sums["all"], &bins, filepath.Base(path)[:3], l, r, show)
		score(t, sums[languageOf(letter.Text)], &unused, "", l, r, false)
	}
	return sums, bins, len(paths)
}

func table(t *testing.T, sums map[string]map[string]*tally) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| field | all, precision | recall | nl, precision | recall | en, precision | recall | uk, precision | recall |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, field := range measured {
		fmt.Fprintf(&b, "| %s |", field)
		for _, language := range []string{"all", "nl", "en", "uk"} {
			s := sums[language][field]
			fmt.Fprintf(&b, " %.2f | %.2f |", s.precision(), s.recall())
		}
		b.WriteString("\n")
	}
	return b.String()
}

// binsTable compares how sure the reader was with how often it was right.
func binsTable(bins [10]tally) string {
	var b strings.Builder
	b.WriteString("| confidence | fields | right |\n| --- | --- | --- |\n")
	for i, bin := range bins {
		if n := bin.right + bin.wrong; n > 0 {
			fmt.Fprintf(&b, "| %.1f to %.1f | %d | %.2f |\n", float64(i)/10, float64(i+1)/10, n, bin.precision())
		}
	}
	return b.String()
}
