// Package uploads is where staff hand in files: a mail becomes a letter at once, a
// spreadsheet is tried out first. A trial shows what every column was taken for and
// what every row would become; columns can be corrected, and what they mean is
// remembered for the sender or the organisation (package mailroom).
package uploads

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"onderdak/internal/calendar"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/reading"
	"onderdak/internal/sheet"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Service is the use cases of the room.
type Service struct {
	door *gate.Gate
	mail *mailroom.Service
	read func(name string, data []byte) (sheet.Book, error)
}

// New makes the service behind its door.
func New(door *gate.Gate, mail *mailroom.Service) *Service {
	return &Service{door: door, mail: mail, read: sheet.Read}
}

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
	mailroom.Taken
	Trial string // id
}

var spreadsheets = []string{".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt"}

// Upload takes a file in: a mail becomes a letter at once, a spreadsheet is tried
// out first. What is neither is told at the field "file".
func (s *Service) Upload(ctx context.Context, actor access.Actor, f File) (Uploaded, error) {
	ending := strings.ToLower(path.Ext(f.Name))
	var check fault.Check
	check.Field(f.Sender == "" || isMailbox(f.Sender), "sender", "intake.email_wrong")
	check.Field(ending == ".eml" || isTable(f.Name), "file", "uploads.file_wrong")
	if err := check.Err(); err != nil {
		return Uploaded{}, err
	}
	if ending == ".eml" {
		if !looksLikeMail(f.Data) {
			check.Field(false, "file", "uploads.file_no_mail")
			return Uploaded{}, check.Err()
		}
		taken, err := s.mail.TakeHanded(ctx, actor, f.Data)
		return Uploaded{Taken: taken}, err
	}
	book, err := s.book(f)
	if err != nil {
		check.Field(false, "file", told(err))
		return Uploaded{}, check.Err()
	}
	sum := sha256.Sum256(f.Data)
	t := Trial{ID: db.NewID(), Person: actor.Person, Owner: columnsOwner(actor, f.Sender), Name: line(f.Name), Book: book, Digest: hex.EncodeToString(sum[:])}
	change := gate.Change{Action: access.UploadMail, Object: "trial/" + t.ID, Reason: "tried", Owner: gate.Belongs(homeOf(actor))}
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
			err = fmt.Errorf("uploads: reading a spreadsheet: %v", broken)
		}
	}()
	return s.read(f.Name, f.Data)
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
		return mailroom.SenderKey(sender)
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
		known, err := mailroom.ColumnsOf(ctx, tx, t.Owner)
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
			err = fault.Wrap(fmt.Errorf("uploads: reading a table: %v", broken), fault.Invalid, "uploads.file_broken")
		}
	}()
	t.Table = readTable(t.Name, t.Book, s.door.Tonight(), t.Taught)
	return nil
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
func (s *Service) Confirm(ctx context.Context, actor access.Actor, id string) (mailroom.Taken, error) {
	t, err := s.Trial(ctx, actor, id)
	if err != nil {
		return mailroom.Taken{}, err
	}
	if len(t.Table.Offers) == 0 {
		return mailroom.Taken{}, fault.New(fault.Conflict, "uploads.trial_empty").Or("uploads.nav", trialAddress(id))
	}
	if len(t.Table.Offers) > mailroom.MostOffers {
		return mailroom.Taken{}, fault.New(fault.Conflict, "uploads.trial_long", "most", mailroom.MostOffers).Or("uploads.nav", trialAddress(id))
	}
	if known, err := s.mail.Known(ctx, t.Digest); err != nil || known.Known {
		return known, err
	}
	var taken mailroom.Taken
	err = s.onTrial(ctx, actor, id, "received", func(ctx context.Context, tx *gate.Tx, now Trial) (err error) {
		handed := mailroom.Handed{Name: t.Name, Digest: t.Digest, Offers: t.Table.Offers, Warnings: t.Table.Warnings, Owner: t.Owner, Columns: now.Taught}
		if strings.Contains(t.Owner, "@") {
			handed.Sender = t.Owner
		}
		if taken, err = s.mail.TakeSheet(ctx, tx, actor, handed); err != nil {
			return err
		}
		return dropTrial(ctx, tx.Tx, id)
	})
	if err == nil && taken.Known { // somebody handed it in at the same moment
		return s.mail.Known(ctx, t.Digest)
	}
	return taken, err
}

// ColumnFields are what a column can hold, in the order in which they are offered.
var ColumnFields = []reading.Field{reading.FieldIgnored, reading.FieldName, reading.FieldAddress, reading.FieldPostcode, reading.FieldMunicipality, reading.FieldPlaces,
	reading.FieldMost, reading.FieldEach, reading.FieldUnit, reading.FieldFrom, reading.FieldUntil, reading.FieldThrough, reading.FieldPeriod, reading.FieldDuration,
	reading.FieldContactName, reading.FieldPhone, reading.FieldEmail, reading.FieldContact, reading.FieldFacilities, reading.FieldRemarks}

// onTrial changes something of a trial of the actor's own.
func (s *Service) onTrial(ctx context.Context, actor access.Actor, id, reason string, and func(context.Context, *gate.Tx, Trial) error) error {
	change := gate.Change{Action: access.UploadMail, Object: "trial/" + id, Reason: reason, Owner: gate.Belongs(homeOf(actor))}
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
		{"uploads.row_nameless", o.Name == "" && o.Address == ""},
		{"uploads.row_nowhere", o.Municipality == ""},
		{"uploads.row_uncounted", !known || n == 0},
		{"uploads.row_no_contact", o.Contact.Phone == "" && o.Contact.Email == ""},
	} {
		if problem.wrong {
			keys = append(keys, problem.key)
		}
	}
	return keys
}

// homeOf is whose book an upload is written in: that of who hands it in.
func homeOf(actor access.Actor) access.Owner {
	return access.Owner{Municipality: actor.Municipality, Region: actor.Region}
}

// isMailbox says whether a text is an address one can write to.
func isMailbox(email string) bool {
	parsed, err := mail.ParseAddress(email)
	return err == nil && parsed.Address == email
}

// line is a name without characters that cannot be seen.
func line(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(letter rune) rune {
		if !unicode.IsPrint(letter) {
			return ' '
		}
		return letter
	}, strings.ToValidUTF8(text, " "))), " ")
}
