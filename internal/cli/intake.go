package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/phrase"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

var intakeReadCommand = &command{
	name: "intake read", args: "FILE.eml", summary: "Tell what is understood of one mail, and from which words",
	detail: "Stores nothing. FILE may be - for standard input. Words like \"tomorrow\" count from the day of the mail unless\n" +
		"--today says otherwise. In the JSON, the positions of words count characters of \"text\".",
	run: runIntakeRead,
}

// mailMemory is what the program asks of itself while it reads a mail, in bytes:
// with the program itself that stays under the 64 MiB a mail may cost.
const mailMemory = 32 << 20

func runIntakeRead(_ context.Context, c *call) error {
	asJSON := c.Bool("json", false, "write JSON for programs")
	day := c.String("today", "", "the `date` of today, YYYY-MM-DD")
	trusted := c.String("trust", "", "the `server` whose Authentication-Results count")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return usage("name the file of the mail, or - for standard input")
	}
	var today calendar.Night
	if *day != "" {
		if today, err = calendar.Parse(*day); err != nil {
			return usage("--today: %v; write YYYY-MM-DD", err)
		}
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(mailMemory))
	letter, err := readMail(words[0], post.Options{TrustedServer: *trusted})
	if err != nil {
		return err
	}
	if *day == "" {
		today = calendar.NightOf(time.Now())
		if !letter.Date.IsZero() {
			today = calendar.NightOf(letter.Date)
		}
	}
	told := tellMail(letter, reading.Read(letter, today))
	if !*asJSON {
		return told.write(c.out)
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(told)
}

func readMail(path string, options post.Options) (letter post.Letter, err error) {
	if path == "-" {
		return post.Read(os.Stdin, options)
	}
	file, err := os.Open(path)
	if err != nil {
		return post.Letter{}, fmt.Errorf("cannot read the mail: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return post.Letter{}, fmt.Errorf("cannot read the mail: %s is a folder", path)
	}
	return post.Read(file, options)
}

// toldMail is the JSON of interfaces.md, and what we added to it.
type toldMail struct {
	Sender   toldSender  `json:"sender"`
	Subject  string      `json:"subject"`
	Kind     string      `json:"kind"`
	Auth     string      `json:"auth"`
	Text     string      `json:"text"`
	Offers   []toldOffer `json:"offers"`
	Warnings []string    `json:"warnings"`
}

type toldSender struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

type toldContact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}

type toldOffer struct {
	Name             string             `json:"name"`
	Municipality     string             `json:"municipality"`
	MunicipalityName string             `json:"municipality_name"`
	Address          string             `json:"address"`
	Postcode         string             `json:"postcode"`
	Places           *int               `json:"places"`
	Most             *int               `json:"most"`
	Each             *int               `json:"each"`
	Persons          *int               `json:"persons"`
	Unit             string             `json:"unit"`
	From             string             `json:"from"`
	FromKind         string             `json:"from_kind"`
	Until            string             `json:"until"`
	UntilKind        string             `json:"until_kind"`
	Contact          toldContact        `json:"contact"`
	Facilities       []string           `json:"facilities"`
	Update           bool               `json:"update"`
	Withdrawn        bool               `json:"withdrawn"`
	Source           string             `json:"source"`
	Row              int                `json:"row"`
	Spans            map[string][3]any  `json:"spans"`
	Confidence       map[string]float64 `json:"confidence"`
}

func tellMail(letter post.Letter, read reading.Reading) toldMail {
	told := toldMail{
		Sender:  toldSender{Name: letter.From.Name, Email: letter.From.Email},
		Subject: letter.Subject, Kind: string(letter.Kind), Auth: string(letter.Auth), Text: read.Text,
		Offers: []toldOffer{}, Warnings: []string{},
	}
	for _, warning := range letter.Warnings {
		told.warn(warning.Code, warning.Detail)
	}
	for _, warning := range read.Warnings {
		told.warn(warning.Code, warning.Detail)
	}
	places := newCharacters(read.Text)
	for _, offer := range read.Offers {
		told.Offers = append(told.Offers, tellOffer(offer, places))
	}
	return told
}

// warn adds a warning once: the reading repeats those of the letter it knows.
func (t *toldMail) warn(code, detail string) {
	text := code
	if detail != "" {
		text += ": " + detail
	}
	if !slices.Contains(t.Warnings, text) {
		t.Warnings = append(t.Warnings, text)
	}
}

func tellOffer(offer reading.Offer, places *characters) toldOffer {
	told := toldOffer{
		Name: offer.Name, Municipality: offer.Municipality, Address: offer.Address, Postcode: offer.Postcode,
		Places: orNull(offer.Places), Most: orNull(offer.Most), Each: orNull(offer.Each), Unit: string(offer.Unit),
		Contact:    toldContact{Name: offer.Contact.Name, Phone: offer.Contact.Phone, Email: offer.Contact.Email},
		Facilities: append([]string{}, offer.Facilities...), Update: offer.Update, Withdrawn: offer.Withdrawn,
		Source: offer.Source, Row: offer.Row, Spans: map[string][3]any{}, Confidence: map[string]float64{},
	}
	told.From, told.FromKind = tellMoment(offer.From)
	told.Until, told.UntilKind = tellMoment(offer.Until)
	if municipality, known := atlas.Find(offer.Municipality); known {
		told.MunicipalityName = municipality.Name
	}
	if persons, known := offer.Persons(); known {
		told.Persons = &persons
	}
	for field, trace := range offer.Traces {
		told.Confidence[string(field)] = trace.Confidence
		if len(trace.Spans) > 0 {
			start, end, words := places.span(trace.Spans[0])
			told.Spans[string(field)] = [3]any{start, end, words}
		}
	}
	return told
}

func orNull(number int) *int {
	if number == 0 {
		return nil
	}
	return &number
}

// tellMoment gives the date, "" where there is none, and what sort of moment it
// is: a date, one that was said but is no date, or none.
func tellMoment(moment reading.Moment) (date, kind string) {
	switch moment.Sort {
	case phrase.Exact:
		return moment.Night.String(), string(phrase.Exact)
	case "":
		return "", string(phrase.Nothing)
	}
	return "", string(moment.Sort)
}

// characters counts places in characters where spans count bytes. Marks every so
// many bytes keep a mail with many spans from being counted over and over.
type characters struct {
	text  string
	marks []int // characters before every markEvery bytes
}

const markEvery = 1024

func newCharacters(text string) *characters {
	made := &characters{text: text}
	count := 0
	for at := range len(text) {
		if at%markEvery == 0 {
			made.marks = append(made.marks, count)
		}
		if utf8.RuneStart(text[at]) {
			count++
		}
	}
	return made
}

// before counts the characters before a byte.
func (c *characters) before(place int) int {
	place = max(0, min(place, len(c.text)))
	if len(c.marks) == 0 {
		return 0
	}
	mark := min(place/markEvery, len(c.marks)-1)
	count := c.marks[mark]
	for at := mark * markEvery; at < place; at++ {
		if utf8.RuneStart(c.text[at]) {
			count++
		}
	}
	return count
}

func (c *characters) span(span phrase.Span) (start, end int, words string) {
	from := max(0, min(span.Start, len(c.text)))
	to := max(from, min(span.End, len(c.text)))
	return c.before(from), c.before(to), c.text[from:to]
}

// write tells the mail for people.
func (t toldMail) write(out io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "From:     %s <%s> (%s)\nSubject:  %s\nKind:     %s\n", t.Sender.Name, t.Sender.Email, t.Auth, t.Subject, t.Kind)
	for _, warning := range t.Warnings {
		fmt.Fprintf(&text, "Warning:  %s\n", warning)
	}
	if len(t.Offers) == 0 {
		text.WriteString("\nNo offer of places was found.\n")
	}
	for at, offer := range t.Offers {
		fmt.Fprintf(&text, "\nOffer %d\n", at+1)
		offer.write(&text)
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func (o toldOffer) write(text *strings.Builder) {
	number := func(value *int) string {
		if value == nil {
			return ""
		}
		return fmt.Sprint(*value)
	}
	places := number(o.Places)
	if most := number(o.Most); most != "" {
		places += " to " + most
	}
	if each := number(o.Each); each != "" {
		places += " of " + each
	}
	for _, line := range [][3]string{
		{"name", o.Name, "name"}, {"municipality", strings.TrimSpace(o.MunicipalityName + " " + o.Municipality), "municipality"},
		{"address", strings.TrimSpace(o.Address + " " + o.Postcode), "address"}, {"places", strings.TrimSpace(places + " " + o.Unit), "places"},
		{"from", momentWords(o.From, o.FromKind), "from"}, {"until", momentWords(o.Until, o.UntilKind), "until"},
		{"contact", o.Contact.Name, "contact.name"}, {"phone", o.Contact.Phone, "contact.phone"}, {"e-mail", o.Contact.Email, "contact.email"},
		{"facilities", strings.Join(o.Facilities, " "), "facilities"}, {"source", o.Source, ""},
	} {
		if line[1] == "" {
			continue
		}
		fmt.Fprintf(text, "  %-13s %s", line[0], line[1])
		if span, known := o.Spans[line[2]]; known {
			fmt.Fprintf(text, "  (%.2f, from %q)", o.Confidence[line[2]], span[2])
		}
		text.WriteByte('\n')
	}
	if o.Update || o.Withdrawn {
		fmt.Fprintf(text, "  %-13s update %t, withdrawn %t\n", "changes", o.Update, o.Withdrawn)
	}
}

func momentWords(date, kind string) string {
	if date == "" && kind == string(phrase.Vague) {
		return "said, but no date"
	}
	return date
}
