package intake

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/reading"
)

// Origin is what a draft was read from.
type Origin struct {
	Letter string        // id, as package mailroom knows it
	Nr     int           // which of its offers, from 1
	Offer  reading.Offer // as it was read; the zero offer once it was forgotten
}

// Source is a letter or spreadsheet whose offers become drafts.
type Source struct {
	Letter string
	At     calendar.Instant // when it came in: the clock of its drafts begins then
	Lang   string           // of who wrote
	Owner  access.Owner     // whose affair an offer is that names no municipality; the zero owner: the nation's
}

// AddRead makes a draft of every offer that was read in a source, within the
// caller's transaction, and tells the coordinators. It makes them all or fails:
// that a mail is read only once is the caller's to see to.
func (s *Service) AddRead(ctx context.Context, tx *gate.Tx, from Source, offers []reading.Offer) (drafts []Draft, err error) {
	before, err := DraftsOf(ctx, tx.Tx, from.Letter)
	if err != nil {
		return nil, err
	}
	for i, offer := range offers {
		d := Draft{Report: ReportOf(offer), ID: db.NewID(), Way: ByMail, Lang: from.Lang, State: Waiting, Version: 1,
			ReceivedAt: from.At, CallBefore: CallBefore(from.At)}
		if offer.Source != "" {
			d.Way = BySheet
		}
		if d.Municipality == "" {
			d.Municipality = from.Owner.Municipality
		}
		where, _ := atlas.Find(d.Municipality)
		d.Region = where.Region
		if d.Ref, err = NewRef(); err != nil {
			return nil, err
		}
		if _, err := insertDraft(ctx, tx, d, ""); err != nil {
			return nil, err
		}
		if err := insertOrigin(ctx, tx, d.ID, Origin{from.Letter, len(before) + i + 1, offer}); err != nil {
			return nil, err
		}
		if err := insertStep(ctx, tx, d.ID, "received", "", ""); err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	return drafts, s.tellOfMail(ctx, tx, drafts)
}

// ReportOf is what an offer says in the form in which drafts are kept. What was
// said vaguely stays open here; the offer itself is kept beside it.
func ReportOf(o reading.Offer) Report {
	r := Report{Place: cut(line(o.Name)), Contact: places.Contact{
		Name: cut(line(o.Contact.Name)), Phone: cut(line(o.Contact.Phone)), Email: cut(line(o.Contact.Email))}}
	if r.Place == "" {
		r.Place = cut(line(o.Address))
	}
	if found, known := atlas.Find(o.Municipality); known && !found.Until.Known {
		r.Municipality = o.Municipality
	}
	if n, known := o.Persons(); known && n > 0 && n <= places.MostPlaces {
		r.Places = n
	}
	r.From, r.Until = said(o.From), said(o.Until)
	if r.From.Known && r.Until.Known && r.Until.Night <= r.From.Night {
		r.Until = calendar.End{}
	}
	r.Facilities = inOrder(o.Facilities)
	if parsed, err := mail.ParseAddress(r.Contact.Email); err != nil || parsed.Address != r.Contact.Email || len(r.Contact.Email) > longestEmail {
		r.Contact.Email = ""
	}
	return r
}

func said(m reading.Moment) calendar.End {
	if m.Sort != phrase.Exact || m.Night < 0 || m.Night > calendar.Night(99999) {
		return calendar.End{}
	}
	return calendar.At(m.Night)
}

// cut keeps a line to the length in which it is kept.
func cut(text string) string {
	if letters := []rune(text); len(letters) > longestText {
		return strings.TrimSpace(string(letters[:longestText]))
	}
	return text
}

// Missing names what a draft still lacks before it can be a location, in the order
// of the form: what who wrote can be asked for.
func (d Draft) Missing() (fields []string) {
	for _, field := range []struct {
		name   string
		absent bool
	}{
		{"place", d.Place == ""}, {"municipality", d.Municipality == ""}, {"places", d.Places == 0},
		{"from", !d.From.Known}, {"until", !d.Until.Known}, {"contact", d.Contact.Phone == ""},
	} {
		if field.absent {
			fields = append(fields, field.name)
		}
	}
	return fields
}

// mostRefs are written in one place; a spreadsheet may hold hundreds.
const mostRefs = 20

// Refs writes the references of drafts as the audit names them.
func Refs(drafts []Draft) string {
	all := make([]string, 0, len(drafts))
	for _, d := range drafts {
		all = append(all, d.Ref)
	}
	if len(all) > mostRefs {
		return fmt.Sprintf("%s +%d", strings.Join(all[:mostRefs], " "), len(all)-mostRefs)
	}
	return strings.Join(all, " ")
}
