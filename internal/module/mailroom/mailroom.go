// Package mailroom is where mail comes in and people work through it: the postvak.
// Every mail becomes a letter once, whatever way it came; what it offers becomes
// drafts (package intake), with the words each field was read from. Mail without an
// offer waits too, so that nothing is lost; automatic mail is filed apart and never
// answered. The desk shows the letter beside the draft; a person decides.
package mailroom

import (
	"embed"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Settings are what an operator decides about mail.
type Settings struct {
	Base string        // comes before the paths in mailed links
	Own  []string      // addresses of the house itself: their mail is never answered
	Keep time.Duration // how long what a letter says is kept after it came in
}

// DefaultKeep is how long what a letter says is kept where nobody decided
// otherwise: a season, in which a contact can still be asked what was meant.
const DefaultKeep = 90 * 24 * time.Hour

// State is where a letter stands.
type State string

// The states: its offers are drafts; nobody found an offer in it yet; automatic
// mail, filed apart; somebody dealt with it.
const (
	Read  State = "read"
	Empty State = "empty"
	Apart State = "apart"
	Done  State = "done"
)

// States are all states.
var States = []State{Read, Empty, Apart, Done}

// Letter is a mail as it is kept. Text is what its writer wrote, safe to show; it
// and the sender are empty once they were forgotten.
type Letter struct {
	ID           string
	Ref          string // the number of the receipt: M-K7M-2QX
	Way          string // imap, smtp, upload…
	MessageID    string
	Thread       string // id of the first letter of its thread
	AnswersDraft string // id of the draft whose question it answers; may be empty
	Kind         post.Kind
	Silent       bool // no answer is wanted: it came over a list; known only while it is taken in
	Auth         post.Auth
	Lang         string
	Municipality string
	Region       string
	State        State
	ReceivedAt   calendar.Instant
	FromName     string
	FromEmail    string
	Subject      string
	Text         string
	Quoted       int // byte of Text where earlier mail begins
	Attachments  []Enclosure
	Warnings     []reading.Warning
	ReceiptAt    calendar.Instant // 0: none was sent
	EndedAt      calendar.Instant
	EndedBy      string
	ForgottenAt  calendar.Instant // 0 while what it says is kept
}

// Enclosure is a file that came with a letter. The file itself is not kept.
type Enclosure struct {
	Name  string
	Bytes int
}

// Owner is whose affair the letter is; one without a municipality is the nation's.
func (l Letter) Owner() access.Owner {
	return access.Owner{Municipality: l.Municipality, Region: l.Region}
}

// The most that is kept of a letter.
const (
	mostText     = 200_000 // bytes
	mostLine     = 300     // characters of a subject or name
	mostWarnings = 30
	mostFiles    = 50
	mostOffers   = 1000
)

// letterOf brings a mail to the form in which it is kept.
func letterOf(l post.Letter, r reading.Reading) Letter {
	kept := Letter{
		Attachments: []Enclosure{}, Warnings: []reading.Warning{},
		MessageID: oneLine(l.MessageID), Kind: l.Kind, Silent: l.Silent, Auth: l.Auth, Lang: langOf(r.Text), FromName: oneLine(l.From.Name), FromEmail: mailbox(l.From.Email),
		Subject: oneLine(l.Subject), Text: head(r.Text), Quoted: l.Quoted,
	}
	kept.Quoted = min(max(kept.Quoted, 0), len(kept.Text))
	for _, file := range l.Attachments[:min(len(l.Attachments), mostFiles)] {
		kept.Attachments = append(kept.Attachments, Enclosure{oneLine(file.Name), len(file.Data)})
	}
	for _, w := range l.Warnings {
		kept.warn(w.Code, w.Detail)
	}
	for _, w := range r.Warnings {
		if w.Code != reading.WarnNoOffer { // the state says so
			kept.warn(w.Code, w.Detail)
		}
	}
	return kept
}

// warn notes what a reader of the letter must know, once.
func (l *Letter) warn(code, detail string) {
	w := reading.Warning{Code: oneLine(code), Detail: oneLine(detail)}
	for _, known := range l.Warnings {
		if known == w {
			return
		}
	}
	if len(l.Warnings) < mostWarnings {
		l.Warnings = append(l.Warnings, w)
	}
}

// head is the beginning of a text, cut between two letters. The readers see to it
// that a text can be stored; what a store cannot hold is taken out all the same.
func head(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", " ")
	if len(text) <= mostText {
		return text
	}
	end := mostText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// oneLine is a text on one line without characters that cannot be seen, not longer
// than is kept.
func oneLine(text string) string {
	words := strings.Join(strings.Fields(strings.Map(func(letter rune) rune {
		if !unicode.IsPrint(letter) {
			return ' '
		}
		return letter
	}, strings.ToValidUTF8(text, " "))), " ")
	if letters := []rune(words); len(letters) > mostLine {
		return string(letters[:mostLine])
	}
	return words
}

// mailbox is an address one can write to; empty for what is none.
func mailbox(email string) string {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 {
		return ""
	}
	return email
}

// langOf is the language in which one answers a text: Ukrainian where most letters
// are Cyrillic, English where its small words are, else Dutch.
func langOf(text string) string {
	cyrillic, latin := 0, 0
	for _, letter := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, letter):
			cyrillic++
		case unicode.IsLetter(letter):
			latin++
		}
	}
	if cyrillic > latin {
		return "uk"
	}
	english, dutch := 0, 0
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(letter rune) bool { return !unicode.IsLetter(letter) }) {
		switch word {
		case "the", "and", "for", "we", "with", "from":
			english++
		case "de", "het", "een", "en", "voor", "wij", "met", "van":
			dutch++
		}
	}
	if english > dutch {
		return "en"
	}
	return "nl"
}

var silent = regexp.MustCompile(`(?i)^(no[-_.]?reply|do[-_.]?not[-_.]?reply|niet[-_.]?(be)?antwoorden|geen[-_.]?antwoord|mailer[-_.]?daemon|postmaster|bounces?|listserv|majordomo|.*-(request|bounces?|owner))([-+_.=].*)?@`)

// answerable says whether a receipt may go to who wrote a letter: a person's own
// mail that came to us directly, from an address that takes answers and that nobody
// says is forged (RFC 3834, 2).
func (s *Service) answerable(l Letter) bool {
	return l.Kind == post.Ordinary && !l.Silent && l.State != Apart && l.Way != ByUpload && l.Auth != post.Failed &&
		l.FromEmail != "" && !silent.MatchString(l.FromEmail) && !s.own(l.FromEmail)
}

func (s *Service) own(email string) bool {
	for _, own := range s.settings.Own {
		if strings.EqualFold(own, email) {
			return true
		}
	}
	return false
}

// Mark is a piece of a text that one or more fields were read from.
type Mark struct {
	Text   string
	Fields []reading.Field // that the piece belongs to; none: plain text
	Ends   []reading.Field // of Fields, those whose words end here: they are named here
}

// marked cuts a text where the words of a field begin or end, and where earlier mail
// is quoted. Traces that do not fit the text are passed over.
func marked(text string, quoted int, traces map[reading.Field]reading.Trace) []Mark {
	var pieces []piece
	for _, field := range Fields {
		for _, span := range traces[field].Spans {
			if fits(text, span) {
				pieces = append(pieces, piece{span, field})
			}
		}
	}
	cuts := cutsOf(text, quoted, pieces)
	marks := make([]Mark, 0, len(cuts))
	for i := range cuts[:len(cuts)-1] {
		mark := Mark{Text: text[cuts[i]:cuts[i+1]]}
		for _, p := range pieces {
			if p.Start <= cuts[i] && cuts[i+1] <= p.End {
				mark.Fields = append(mark.Fields, p.field)
				if p.End == cuts[i+1] {
					mark.Ends = append(mark.Ends, p.field)
				}
			}
		}
		marks = append(marks, mark)
	}
	return marks
}

type piece struct {
	phrase.Span
	field reading.Field
}

// cutsOf are the places at which the text is cut, its beginning and end included.
func cutsOf(text string, quoted int, pieces []piece) []int {
	cuts := []int{0, len(text), min(quoted, len(text))}
	for _, p := range pieces {
		cuts = append(cuts, p.Start, p.End)
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

func fits(text string, span phrase.Span) bool {
	return span.Start >= 0 && span.Start < span.End && span.End <= len(text) &&
		utf8.RuneStart(text[span.Start]) && (span.End == len(text) || utf8.RuneStart(text[span.End]))
}

// Fields are the fields of an offer that can be traced, in the order of the form.
var Fields = []reading.Field{reading.FieldName, reading.FieldAddress, reading.FieldMunicipality, reading.FieldPlaces, reading.FieldFrom,
	reading.FieldUntil, reading.FieldContactName, reading.FieldPhone, reading.FieldEmail, reading.FieldFacilities}

// certain is from which confidence on a field counts as sure; below it a person is
// asked to check.
const certain = 0.8

// Taken is what became of a mail.
type Taken struct {
	Letter string // id
	Ref    string
	Known  bool // it was here already
	Drafts []intake.Draft
}
