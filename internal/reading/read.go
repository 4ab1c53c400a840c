package reading

import (
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/post"
)

// Options are what a reader may be told besides the mail.
type Options struct {
	// Postcode gives the CBS code of the municipality of a postcode ("1234 AB"); nil
	// where nobody imported them.
	Postcode func(postcode string) (code string, ok bool)
	// Columns is what earlier sheets of the sender were read with; it goes before what
	// the reader knows by itself.
	Columns Mapping
}

// longestText is how much of a text is read, in bytes; a mail that says more about
// places than fits in it is a file.
const longestText = 96 << 10

// Warnings of this package. Those of the letter and of its sheets come along.
const (
	WarnNoOffer        = "no_offer"             // nothing in the mail offers places
	WarnNoNumber       = "no_number"            // an offer without a number of places
	WarnSeveralNumbers = "several_numbers"      // more than one number may be the number of places
	WarnNoPeriod       = "no_period"            // neither a beginning nor an end was said
	WarnNoTown         = "no_municipality"      // nothing says where
	WarnTownGuessed    = "municipality_guessed" // known from the sender only, or one of several of the name
	WarnAutomatic      = "automatic"            // an automatic mail: nothing was read
	WarnLongText       = "long_text"            // only the beginning was read
	WarnSheet          = "sheet_unreadable"     // an attached sheet could not be read
	WarnManyOffers     = "many_offers"          // more offers than are read from one mail
)

// Read understands a letter: its text, and the sheets that came with it. today is
// the day from which "tomorrow" counts: that of the mail. Automatic mail and mail
// of lists offers nothing.
func Read(letter post.Letter, today calendar.Night) Reading {
	return Options{}.Read(letter, today)
}

// Read is Read with what the operator's store knows.
func (o Options) Read(letter post.Letter, today calendar.Night) Reading {
	r := Reading{Text: letter.Text}
	for _, warning := range letter.Warnings {
		r.Warnings = append(r.Warnings, Warning(warning))
	}
	if letter.Kind != post.Ordinary && letter.Kind != "" {
		r.Warnings = append(r.Warnings, Warning{WarnAutomatic, string(letter.Kind)})
		return r
	}
	read := o.readText(letter.Text, letter.Quoted, header{subject: letter.Subject, from: letter.From, replyTo: letter.ReplyTo, files: letter.Attachments}, today)
	r.Offers, r.Warnings = read.Offers, append(r.Warnings, read.Warnings...)
	return r
}

// ReadText understands a text without a letter around it.
func ReadText(text string, today calendar.Night) Reading {
	return Options{}.readText(text, len(text), header{}, today)
}

// header is what a mail says outside its text.
type header struct {
	subject string
	from    post.Address
	replyTo []post.Address
	files   []post.Attachment
}

func (o Options) readText(text string, quoted int, h header, today calendar.Night) Reading {
	r := Reading{Text: text}
	whole := strings.TrimRight(text, " \t\r\n\u00a0")
	if len(whole) > longestText {
		whole = strings.ToValidUTF8(whole[:longestText], "")
		r.Warnings = append(r.Warnings, Warning{WarnLongText, ""})
	}
	quoted = min(max(quoted, 0), len(whole))
	f := o.understand(whole, quoted, h, today, passesOn(whole, quoted, h.subject))
	if len(f.offers) == 0 && quoted < len(whole) && !isReply(h.subject) {
		other := o.understand(whole, quoted, h, today, !passesOn(whole, quoted, h.subject))
		if len(other.offers) > 0 {
			f = other
		}
	}
	r.Offers = f.offers
	r.Warnings = append(r.Warnings, f.warnings...)
	return r
}

// understand reads what its sender wrote, or the mail that was passed on.
func (o Options) understand(text string, quoted int, h header, today calendar.Night, passed bool) *finisher {
	d := newDocument(text, quoted, today, signers(h.from.Name, h.from.Email))
	if passed {
		if from := d.enterForward(); from != nil {
			h.from, h.replyTo = *from, nil
		}
	}
	f := &finisher{d: d, h: h, options: o}
	typed := f.typed()
	f.g = d.gather()
	f.finish(typed)
	f.attached(h.files)
	f.warn()
	return f
}

// tableOfText marks offers of a table in the text while they are joined with others.
const tableOfText = "\x00"

// finisher turns candidates into offers with traces.
type finisher struct {
	d        *document
	g        *gatherer
	h        header
	options  Options
	offers   []Offer
	warnings []Warning
	head     *document // the subject
	whom     call      // the signature's
}

func (f *finisher) finish(typed []Offer) {
	f.whom = f.d.signed()
	kept := f.keep()
	if f.h.subject != "" {
		f.head = newDocument(cut(f.h.subject, 500), len(f.h.subject), f.d.today, nil)
	}
	for _, c := range kept {
		if len(typed) > 0 && (c.name == nil || !c.name.proper) {
			continue // sums and remarks about the table
		}
		if o := f.offer(c, len(kept)); o.Places > 0 || o.Name != "" {
			f.offers = append(f.offers, o)
		}
	}
	for i := range typed {
		f.complete(&typed[i], true)
		typed[i].Source = tableOfText
	}
	f.join(typed)
	for i := range f.offers {
		if f.offers[i].Source == tableOfText {
			f.offers[i].Source = ""
		}
	}
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
