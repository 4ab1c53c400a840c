package mailroom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/post"
	"onderdak/internal/reading"
	"onderdak/internal/sheet"
)

// MostUpload is the size in bytes of the largest file that is taken in.
const MostUpload = 10 << 20

// keepTrial is how long a spreadsheet waits to be confirmed.
const keepTrial = 24 * time.Hour

// Trial is a spreadsheet that somebody tries out: what it would become.
type Trial struct {
	ID     string
	Person string // account; nobody else sees it
	Owner  string // whose columns are taught: a sender's address, or an organisation
	Name   string // of the file
	Book   sheet.Book
	Digest string          // of the file
	Taught reading.Mapping // chosen over what was known of the owner
	MadeAt calendar.Instant
	Table  Table // as it is understood
}

// File is a file somebody hands in.
type File struct {
	Name   string
	Data   []byte
	Sender string // who sent it to us, where it is a spreadsheet; may be empty
}

// Uploaded is what became of a file: a mail was taken in, or a spreadsheet waits to
// be confirmed.
type Uploaded struct {
	Taken
	Trial string // id
}

var spreadsheets = []string{".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt"}

// Upload takes a file in: a mail becomes a letter at once, a spreadsheet is tried
// out first. What is neither is told at the field "file".
func (s *Service) Upload(ctx context.Context, actor access.Actor, f File) (Uploaded, error) {
	ending := strings.ToLower(path.Ext(f.Name))
	var check fault.Check
	check.Field(f.Sender == "" || mailbox(f.Sender) != "", "sender", "intake.email_wrong")
	check.Field(ending == ".eml" || isTable(f.Name), "file", "mailroom.file_wrong")
	if err := check.Err(); err != nil {
		return Uploaded{}, err
	}
	if ending == ".eml" {
		if !looksLikeMail(f.Data) {
			check.Field(false, "file", "mailroom.file_no_mail")
			return Uploaded{}, check.Err()
		}
		taken, err := s.take(ctx, actor, f.Data, ByUpload, time.Time{})
		return Uploaded{Taken: taken}, err
	}
	book, err := s.book(f)
	if err != nil {
		check.Field(false, "file", told(err))
		return Uploaded{}, check.Err()
	}
	sum := sha256.Sum256(f.Data)
	t := Trial{ID: db.NewID(), Person: actor.Person, Owner: columnsOwner(actor, f.Sender), Name: oneLine(f.Name), Book: book, Digest: hex.EncodeToString(sum[:])}
	change := gate.Change{Action: access.UploadMail, Object: "trial/" + t.ID, Reason: "tried", Owner: gate.Belongs(ownerFor(access.UploadMail, actor, Letter{}))}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		t.MadeAt = tx.Now()
		return insertTrial(ctx, tx.Tx, t)
	})
	return Uploaded{Trial: t.ID}, err
}

// book reads a spreadsheet; what breaks the reader is one broken file, no more.
func (s *Service) book(f File) (b sheet.Book, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("mailroom: reading a spreadsheet: %v", broken)
		}
	}()
	return s.readers.Book(f.Name, f.Data)
}

// looksLikeMail says whether the bytes begin with the head of a mail.
func looksLikeMail(data []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(data, "\ufeff\r\n"), []byte("\n"))
	if bytes.HasPrefix(line, []byte("From ")) { // as a mailbox file writes it
		return true
	}
	name, _, found := bytes.Cut(line, []byte(":"))
	return found && len(name) > 0 && !bytes.ContainsFunc(name, func(letter rune) bool { return letter <= ' ' || letter > '~' })
}

// columnsOwner is under whom is remembered what columns mean.
func columnsOwner(actor access.Actor, sender string) string {
	switch {
	case sender != "":
		return senderKey(sender)
	case actor.Municipality != "":
		return "org:" + actor.Municipality
	case actor.Region != "":
		return "org:" + actor.Region
	}
	return "org:NL"
}

// isTable says whether a file of this name may be a spreadsheet.
func isTable(name string) bool {
	return slices.Contains(spreadsheets, strings.ToLower(path.Ext(name)))
}

// Trial gives a spreadsheet its owner tries out, as it is understood now.
func (s *Service) Trial(ctx context.Context, actor access.Actor, id string) (t Trial, err error) {
	err = s.door.View(ctx, actor, access.UploadMail, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		if t, err = trialByID(ctx, tx, id); err != nil {
			return err
		}
		if t.Person != actor.Person {
			return db.ErrNone
		}
		known, err := columnsTaught(ctx, tx, t.Owner)
		for head, field := range t.Taught {
			known[head] = field
		}
		t.Taught = known
		return err
	})
	if err != nil {
		return Trial{}, err
	}
	return t, s.understand(&t)
}

// understand reads the table of a trial.
func (s *Service) understand(t *Trial) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fault.Wrap(fmt.Errorf("mailroom: reading a table: %v", broken), fault.Invalid, "mailroom.file_broken")
		}
	}()
	t.Table = s.readers.Table(t.Name, t.Book, s.door.Tonight(), t.Taught)
	return nil
}

// columnsOf is what a sender's spreadsheets taught.
func (s *Service) columnsOf(ctx context.Context, owner string) (found reading.Mapping, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewDraft, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = columnsTaught(ctx, tx, owner)
		return err
	})
	return found, err
}

// Teach says what the columns of a trial hold; it is remembered once the trial is
// confirmed.
func (s *Service) Teach(ctx context.Context, actor access.Actor, id string, columns reading.Mapping) error {
	return s.onTrial(ctx, actor, id, "columns", func(ctx context.Context, tx *gate.Tx, t Trial) error {
		for head, field := range columns {
			if head == "" || !slices.Contains(ColumnFields, field) {
				delete(columns, head)
			}
		}
		return teachTrial(ctx, tx.Tx, id, columns)
	})
}

// Confirm makes drafts of a trial, remembers its columns, and lets it go. A file
// that was taken in before is not taken in again.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, id string) (Taken, error) {
	t, err := s.Trial(ctx, actor, id)
	if err != nil {
		return Taken{}, err
	}
	offers := t.Table.Offers
	if len(offers) == 0 {
		return Taken{}, fault.New(fault.Conflict, "mailroom.trial_empty").Or("mailroom.upload_nav", trialAddress(id))
	}
	if len(offers) > mostOffers {
		return Taken{}, fault.New(fault.Conflict, "mailroom.trial_long", "most", mostOffers).Or("mailroom.upload_nav", trialAddress(id))
	}
	known, err := s.known(ctx, t.Digest)
	if err != nil || known.Known {
		return known, err
	}
	l := Letter{ID: db.NewID(), Way: ByUpload, Kind: post.Ordinary, Auth: post.Verified, Lang: "nl", State: Read, FromName: oneLine(actor.Name),
		Subject: t.Name, Attachments: []Enclosure{{Name: t.Name}}}
	if sender := t.Owner; mailbox(sender) != "" {
		l.FromName, l.FromEmail, l.Auth = "", sender, post.Unknown
	}
	for _, w := range t.Table.Warnings {
		l.warn(w.Code, w.Detail)
	}
	if l.Ref, err = intake.NewRef(); err != nil {
		return Taken{}, err
	}
	taken := Taken{Letter: l.ID, Ref: l.Ref}
	return taken, s.onTrial(ctx, actor, id, "received", func(ctx context.Context, tx *gate.Tx, t Trial) error {
		l := l
		l.ReceivedAt, l.Thread = tx.Now(), l.ID
		l.Municipality, l.Region = homeOf(offers, ownerOf(actor))
		written, err := insertLetter(ctx, tx, l, t.Digest)
		if err != nil {
			return err
		}
		if !written {
			return fault.New(fault.Conflict, "mailroom.done_known").Or("intake.nav", "/postvak")
		}
		tx.Note("ref", l.Ref)
		if taken.Drafts, err = s.drafts.AddRead(ctx, tx, intake.Source{Letter: l.ID, At: tx.Now(), Lang: l.Lang, Owner: ownerOf(actor)}, offers); err != nil {
			return err
		}
		tx.Note("drafts", intake.Refs(taken.Drafts))
		if err := remember(ctx, tx, t.Owner, t.Taught); err != nil {
			return err
		}
		return dropTrial(ctx, tx.Tx, id)
	})
}

// ColumnFields are what a column can hold, in the order in which they are offered.
var ColumnFields = []reading.Field{reading.FieldIgnored, reading.FieldName, reading.FieldAddress, reading.FieldPostcode, reading.FieldMunicipality, reading.FieldPlaces,
	reading.FieldMost, reading.FieldEach, reading.FieldUnit, reading.FieldFrom, reading.FieldUntil, reading.FieldThrough, reading.FieldPeriod, reading.FieldDuration,
	reading.FieldContactName, reading.FieldPhone, reading.FieldEmail, reading.FieldContact, reading.FieldFacilities, reading.FieldRemarks}

// onTrial changes something of a trial of the actor's own.
func (s *Service) onTrial(ctx context.Context, actor access.Actor, id, reason string, and func(context.Context, *gate.Tx, Trial) error) error {
	change := gate.Change{Action: access.UploadMail, Object: "trial/" + id, Reason: reason, Owner: gate.Belongs(ownerFor(access.UploadMail, actor, Letter{}))}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		t, err := trialByID(ctx, tx.Tx, id)
		if errors.Is(err, db.ErrNone) || err == nil && t.Person != actor.Person {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		if err != nil {
			return err
		}
		return and(ctx, tx, t)
	})
}

func trialAddress(id string) string { return "/postvak/inlezen/" + id }

// problems are what is wrong with an offer of a row, by message key.
func problems(o reading.Offer) (keys []string) {
	n, known := o.Persons()
	for _, problem := range []struct {
		key   string
		wrong bool
	}{
		{"mailroom.row_nameless", o.Name == "" && o.Address == ""},
		{"mailroom.row_nowhere", o.Municipality == ""},
		{"mailroom.row_uncounted", !known || n == 0},
		{"mailroom.row_no_contact", o.Contact.Phone == "" && o.Contact.Email == ""},
	} {
		if problem.wrong {
			keys = append(keys, problem.key)
		}
	}
	return keys
}
