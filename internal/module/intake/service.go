package intake

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Service holds the use cases of this room.
type Service struct {
	door     *gate.Gate
	base     string
	settings Settings
}

// Settings are what an operator may decide about drafts.
type Settings struct {
	SecondFrom int // from so many places a second person must confirm
}

// Defaults are the settings of a house where nobody decided otherwise.
func Defaults() Settings { return Settings{SecondFrom: 500} }

// New makes the service behind its door; base comes before the paths in mailed
// links.
func New(door *gate.Gate, base string, settings Settings) *Service {
	return &Service{door: door, base: strings.TrimSuffix(base, "/"), settings: settings}
}

// SecondFrom is from how many places a second person must confirm.
func (s *Service) SecondFrom() int { return s.settings.SecondFrom }

// What one hour takes in, against floods: for a municipality, whose desk must
// read it all, and from one telephone number or address.
const (
	mostInAnHour = 30
	mostFromOne  = 6
)

// mostChanges is how often one report can be changed: who goes on has to call.
const mostChanges = 20

func object(id string) string { return "draft/" + id }

// tokenForm is that of the secrets this room makes.
var tokenForm = regexp.MustCompile(`^[A-Z2-7]{32}$`)

// NewToken makes the secret that opens a report for who makes it: 160 random bits.
func NewToken() string { return rand.Text() + rand.Text()[:6] }

// FoldRef brings a reference as somebody says or types it to the form in which it
// is kept; what is none stays unknown.
func FoldRef(typed string) string {
	letters := strings.Map(func(letter rune) rune {
		if letter >= '0' && letter <= '9' || letter >= 'A' && letter <= 'Z' {
			return letter
		}
		return -1
	}, strings.ToUpper(typed))
	if len(letters) == refLetters+1 {
		letters = strings.TrimPrefix(letters, "M")
	}
	if len(letters) != refLetters {
		return ""
	}
	return "M-" + letters[:refGroup] + "-" + letters[refGroup:]
}

func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// alphabet is that of the reference codes: no two letters that are misread for
// each other, and no vowel.
const (
	alphabet   = "234679CDFHJKMNPQRTVWXY"
	refLetters = 6
	refGroup   = 3
)

// NewRef makes a reference that can be read over the telephone: M-K7M-2QX.
func NewRef() (string, error) {
	ref := "M"
	for i := range refLetters {
		if i%refGroup == 0 {
			ref += "-"
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			return "", fmt.Errorf("intake: %w", err)
		}
		ref += alphabet[n.Int64() : n.Int64()+1]
	}
	return ref, nil
}

// errAgain says that the secret of a report is in use already.
var errAgain = errors.New("intake: reported already")

// Report takes in what somebody told by form, tells the coordinators and, where an
// address was given, mails the link to change it. The token is the secret that
// opens the draft from then on; it comes from the form, so that a form sent twice
// is one report. Where the token opens another report, or is none of ours, a fresh
// one is made. Too many reports in an hour are a conflict (intake.too_many).
func (s *Service) Report(ctx context.Context, token, lang string, r Report) (d Draft, secret string, err error) {
	r.tidy()
	if err := r.Validate(s.door.Tonight()); err != nil {
		return d, "", err
	}
	if !tokenForm.MatchString(token) {
		token = NewToken()
	}
	if !r.From.Known {
		r.From.Night, r.From.Known = s.door.Tonight(), true
	}
	d, err = s.take(ctx, token, lang, r)
	if !errors.Is(err, errAgain) {
		return d, token, err
	}
	d, err = s.Own(ctx, token)
	if err == nil && len(d.changed(r)) > 0 {
		token = NewToken()
		d, err = s.take(ctx, token, lang, r)
	}
	return d, token, err
}

// take writes a report down as a draft.
func (s *Service) take(ctx context.Context, token, lang string, r Report) (Draft, error) {
	where, _ := atlas.Find(r.Municipality)
	d := Draft{Report: r, ID: db.NewID(), Way: ByForm, Lang: lang, Region: where.Region, State: Waiting, Version: 1}
	var err error
	if d.Ref, err = NewRef(); err != nil {
		return d, err
	}
	change := gate.Change{Action: access.ReportPlace, Object: object(d.ID), Reason: "received", Owner: gate.Belongs(d.Owner())}
	err = s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		in, by, err := recent(ctx, tx.Tx, d.Municipality, r.Contact, tx.Now().Plus(-time.Hour))
		if err != nil {
			return err
		}
		d.ReceivedAt, d.CallBefore = tx.Now(), CallBefore(tx.Now())
		written, err := insertDraft(ctx, tx, d, digestOf(token))
		switch {
		case err != nil:
			return err
		case !written:
			return errAgain
		case in >= mostInAnHour || by >= mostFromOne:
			return fault.New(fault.Conflict, "intake.too_many")
		}
		tx.Note("ref", d.Ref)
		tx.Note("places", d.Places)
		if err := insertStep(ctx, tx, d.ID, "received", "", ""); err != nil {
			return err
		}
		if err := s.tellDesk(ctx, tx, d); err != nil {
			return err
		}
		return s.mailReceipt(ctx, tx, d, token)
	})
	return d, err
}

// Own opens a draft with the secret of who told it.
func (s *Service) Own(ctx context.Context, token string) (d Draft, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewDraft, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		d, err = draftByDigest(ctx, tx, digestOf(token))
		return err
	})
	return d, err
}

// Retell changes what was told, by who told it, as long as nobody decided
// (intake.own_ended after that) and not without end (intake.own_call_us). A
// municipality it goes to is told.
func (s *Service) Retell(ctx context.Context, token string, r Report) error {
	r.tidy()
	if err := r.Validate(s.door.Tonight()); err != nil {
		return err
	}
	before, err := s.Own(ctx, token)
	if err != nil {
		return err
	}
	change := gate.Change{Action: access.ReportPlace, Object: object(before.ID), Reason: "changed", Owner: gate.Belongs(before.Owner())}
	return s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		now, err := locked(ctx, tx, before.ID)
		if err != nil {
			return err
		}
		if !now.State.Open() {
			return fault.New(fault.Gone, "intake.own_ended")
		}
		if !r.From.Known {
			r.From = now.From
		}
		for _, token := range now.Facilities { // what the form does not ask stays as it was
			if !slices.Contains(Asked, token) {
				r.Facilities = append(r.Facilities, token)
			}
		}
		r.Facilities = inOrder(r.Facilities)
		fields := now.changed(r)
		if len(fields) == 0 {
			return nil
		}
		changes, err := changesOf(ctx, tx.Tx, now.ID)
		if err != nil {
			return err
		}
		if changes >= mostChanges {
			return fault.New(fault.Conflict, "intake.own_call_us")
		}
		moved := now.Municipality != r.Municipality
		where, _ := atlas.Find(r.Municipality)
		now.Report, now.Region = r, where.Region
		if err := s.rewrite(ctx, tx, now); err != nil {
			return err
		}
		if now.State == AskedOf { // an answer waits for somebody, a question for nobody
			if err := mark(ctx, tx, now.ID, Waiting); err != nil {
				return err
			}
		}
		tx.Note("fields", strings.Join(fields, " "))
		if moved {
			if err := s.tellDesk(ctx, tx, now); err != nil {
				return err
			}
		}
		return insertStep(ctx, tx, now.ID, "changed", "", strings.Join(fields, " "))
	})
}

// inOrder brings facilities to the order in which the register asks them.
func inOrder(tokens []string) (sorted []string) {
	for _, token := range places.Facilities {
		if slices.Contains(tokens, token) {
			sorted = append(sorted, token)
		}
	}
	return sorted
}
