package mailroom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/mail"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// Service is the use cases of the room.
type Service struct {
	door     *gate.Gate
	drafts   *intake.Service
	readers  Readers
	settings Settings
}

// New makes the service behind its door.
func New(door *gate.Gate, drafts *intake.Service, readers Readers, settings Settings) *Service {
	settings.Base = strings.TrimSuffix(settings.Base, "/")
	return &Service{door: door, drafts: drafts, readers: readers, settings: settings}
}

// ByUpload is the way of a mail that somebody of ours handed in as a file. The
// other ways are named by who brings the mail.
const ByUpload = "upload"

// TakeMail takes a mail in, of whatever way: imap, smtp. One mail is taken in once,
// known by its message id and its body. Whatever the mail is, it becomes a letter;
// an error means that the store could not write it down and it must be brought
// again.
func (s *Service) TakeMail(ctx context.Context, raw []byte, way string, receivedAt time.Time) (Taken, error) {
	return s.take(ctx, access.Program(), raw, way, receivedAt)
}

func (s *Service) take(ctx context.Context, actor access.Actor, raw []byte, way string, receivedAt time.Time) (Taken, error) {
	mailed, err := s.open(raw)
	if err != nil {
		mailed.Kind, mailed.Auth = post.Ordinary, post.Unknown
		mailed.Warnings = append(mailed.Warnings, post.Warning{Code: "unreadable"})
	}
	key := keyOf(mailed, raw)
	if known, err := s.known(ctx, key); err != nil || known.Letter != "" {
		return known, err
	}
	read := reading.Reading{Text: mailed.Text}
	if mailed.Kind == post.Ordinary && !s.own(mailed.From.Email) {
		columns, err := s.columnsOf(ctx, SenderKey(mailed.From.Email))
		if err != nil {
			return Taken{}, err
		}
		read = s.offers(mailed, s.dayOf(mailed), columns)
	}
	l := letterOf(mailed, read)
	l.ID, l.Way, l.ReceivedAt = db.NewID(), way, s.arrived(receivedAt)
	if l.Ref, err = intake.NewRef(); err != nil {
		return Taken{}, err
	}
	switch {
	case mailed.Kind != post.Ordinary || s.own(l.FromEmail):
		l.State = Apart
	case len(read.Offers) == 0:
		l.State = Empty
	default:
		l.State = Read
	}
	if len(read.Offers) > mostOffers {
		l.warn("many_offers", fmt.Sprint(len(read.Offers)))
		read.Offers = read.Offers[:mostOffers]
	}
	return s.file(ctx, actor, l, key, mailed, read.Offers)
}

// arrived is when a mail came in: what the way says, but neither before mail was
// invented nor in the future.
func (s *Service) arrived(at time.Time) calendar.Instant {
	now := s.door.Now()
	if instant := calendar.InstantOf(at); !at.IsZero() && instant > 0 && instant < now {
		return instant
	}
	return now
}

// open reads a mail; what breaks the reader is one unreadable mail, no more.
func (s *Service) open(raw []byte) (l post.Letter, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			l, err = post.Letter{}, fmt.Errorf("mailroom: reading a mail: %v", broken)
		}
	}()
	return s.readers.Mail(raw)
}

// dayOf is the day from which "tomorrow" counts in a letter: its own, where that can
// be.
func (s *Service) dayOf(l post.Letter) calendar.Night {
	if night := calendar.NightOf(l.Date); !l.Date.IsZero() && night > 0 && night < s.door.Tonight() {
		return night
	}
	return s.door.Tonight()
}

func (s *Service) offers(l post.Letter, today calendar.Night, columns reading.Mapping) (r reading.Reading) {
	defer func() {
		if broken := recover(); broken != nil {
			r = reading.Reading{Text: l.Text, Warnings: []reading.Warning{{Code: "unreadable"}}}
		}
	}()
	return s.readers.Offers(l, today, columns)
}

// keyOf is what one mail is known by on every way: its message id and its body;
// what the servers on its way put into its head does not count. A mail without a
// message id is known by who wrote it, when and about what.
func keyOf(l post.Letter, raw []byte) string {
	id := l.MessageID
	if id == "" {
		id = l.From.Email + "\n" + l.Date.UTC().Format(time.RFC3339) + "\n" + l.Subject
	}
	body := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	if _, rest, found := bytes.Cut(body, []byte("\n\n")); found {
		body = rest
	}
	sum := sha256.New()
	sum.Write([]byte(id + "\n\n")) // a hash writes without errors
	sum.Write(bytes.TrimRight(body, "\n"))
	return hex.EncodeToString(sum.Sum(nil))
}

// columnsOf is what a sender's spreadsheets taught.
func (s *Service) columnsOf(ctx context.Context, owner string) (found reading.Mapping, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewDraft, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = ColumnsOf(ctx, tx, owner)
		return err
	})
	return found, err
}

// SenderKey is one form for all ways to write an address.
func SenderKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// known finds what became of a mail that is here already; the zero value for a new
// one.
func (s *Service) known(ctx context.Context, key string) (found Taken, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewDraft, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		l, err := letterByKey(ctx, tx, key)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		found = Taken{Letter: l.ID, Ref: l.Ref, Known: true}
		found.Drafts, err = intake.DraftsOf(ctx, tx, l.ID)
		return err
	})
	return found, err
}

// file writes a letter down with its drafts and its receipt, all in one.
func (s *Service) file(ctx context.Context, actor access.Actor, l Letter, key string, mailed post.Letter, offers []reading.Offer) (Taken, error) {
	action, fallback := access.ReportPlace, access.Owner{}
	if l.Way == ByUpload {
		action, fallback = access.UploadMail, ownerOf(actor)
	}
	l.Municipality, l.Region = homeOf(offers, fallback)
	taken := Taken{Letter: l.ID, Ref: l.Ref}
	change := gate.Change{Action: action, Object: object(l.ID), Reason: "received", Owner: gate.Belongs(ownerFor(action, actor, l))}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		now := l
		if err := thread(ctx, tx.Tx, &now, mailed); err != nil {
			return err
		}
		written, err := insertLetter(ctx, tx, now, key)
		if err != nil {
			return err
		}
		if !written {
			taken.Known = true
			return nil
		}
		tx.Note("way", now.Way)
		tx.Note("ref", now.Ref)
		if len(offers) > 0 {
			source := intake.Source{Letter: now.ID, At: now.ReceivedAt, Lang: now.Lang, Owner: fallback}
			if taken.Drafts, err = s.drafts.AddRead(ctx, tx, source, offers); err != nil {
				return err
			}
			tx.Note("drafts", intake.Refs(taken.Drafts))
		}
		return s.receipt(ctx, tx, now)
	})
	if err == nil && taken.Known {
		return s.known(ctx, key)
	}
	return taken, err
}

// ownerOf is whose affair something is that an actor brings in.
func ownerOf(actor access.Actor) access.Owner {
	if actor.Role == access.Municipal {
		return access.Owner{Municipality: actor.Municipality, Region: actor.Region}
	}
	return access.Owner{}
}

// ownerFor is whose book a letter is written in: what the program takes in stands
// where the letter belongs, an upload with who did it.
func ownerFor(action access.Action, actor access.Actor, l Letter) access.Owner {
	if action == access.UploadMail {
		return access.Owner{Municipality: actor.Municipality, Region: actor.Region}
	}
	return l.Owner()
}

// homeOf is the municipality all offers of a letter are about; where they are about
// several, or say nothing, that of who brings it, or none.
func homeOf(offers []reading.Offer, fallback access.Owner) (municipality, region string) {
	for i, offer := range offers {
		switch {
		case i == 0:
			municipality = offer.Municipality
		case offer.Municipality != municipality:
			municipality = ""
		}
		if municipality == "" {
			break
		}
	}
	found, known := atlas.Find(municipality)
	if municipality == "" || !known || found.Until.Known {
		return fallback.Municipality, fallback.Region
	}
	return municipality, found.Region
}

func object(id string) string { return "letter/" + id }

// mostReferences are followed to find a letter's thread.
const mostReferences = 30

// thread finds what a letter answers: a question or receipt of ours, or a letter
// that came before.
func thread(ctx context.Context, tx *db.Tx, l *Letter, mailed post.Letter) error {
	l.Thread = l.ID
	answers := append(append([]string{}, mailed.InReplyTo...), mailed.References...)
	for _, id := range answers[:min(len(answers), mostReferences)] {
		local, _, _ := strings.Cut(id, "@")
		if draft := intake.AskedAbout(local); draft != "" && l.AnswersDraft == "" {
			l.AnswersDraft = draft
		}
		before, err := answered(ctx, tx, id, local, l.AnswersDraft)
		if err == nil {
			l.Thread = before
			return nil
		}
		if !errors.Is(err, db.ErrNone) {
			return err
		}
	}
	return nil
}

// answered gives the thread of the letter a message id means.
func answered(ctx context.Context, tx *db.Tx, id, local, draft string) (thread string, err error) {
	if letter, receipt := strings.CutPrefix(local, receiptPrefix); receipt {
		return threadOf(ctx, tx, letter)
	}
	if draft != "" {
		return threadOfDraft(ctx, tx, draft)
	}
	return threadOfMessage(ctx, tx, oneLine(id))
}

// receiptPrefix begins the message id of a receipt, before the id of the letter.
const receiptPrefix = "ontvangst."

// mostReceipts is how many receipts an hour sends at most, to all together: who
// sends in a storm of mail must not make one of ours.
const mostReceipts = 300

// receipt mails who wrote that their mail is here and under which number, once a
// day. It holds no word they wrote.
func (s *Service) receipt(ctx context.Context, tx *gate.Tx, l Letter) error {
	if !s.answerable(l) {
		return nil
	}
	year, month, day := tx.Tonight().Date().Date()
	today := calendar.InstantOf(time.Date(year, month, day, 0, 0, 0, 0, calendar.Amsterdam))
	theirs, all, err := receipts(ctx, tx.Tx, SenderKey(l.FromEmail), today, tx.Now().Plus(-time.Hour))
	if err != nil || theirs > 0 || all >= mostReceipts {
		return err
	}
	sum := sha256.Sum256([]byte(SenderKey(l.FromEmail)))
	id := fmt.Sprintf("mail/receipt/%s/%s", tx.Tonight(), hex.EncodeToString(sum[:12]))
	if err := markReceipt(ctx, tx, l.ID); err != nil {
		return err
	}
	tx.Note("receipt", true)
	return mail.Queue(ctx, tx.Tx, id, tx.Now(), mail.Message{
		To: l.FromEmail, Lang: l.Lang, Subject: "mailroom.mail_receipt_subject", Body: "mailroom.mail_receipt_body",
		Args: map[string]any{"ref": l.Ref, "before": i18n.Moment(l.Lang, intake.CallBefore(l.ReceivedAt))},
		ID:   receiptPrefix + l.ID, InReplyTo: l.MessageID, Reply: true,
	})
}
