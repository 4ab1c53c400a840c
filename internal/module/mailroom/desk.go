package mailroom

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// Tray is what waits at a desk.
type Tray struct {
	intake.Tray
	From        map[string]Letter // of the drafts on this page that were read from one, by draft
	Empty       []Letter          // letters in which nobody found an offer yet, the oldest first
	EmptyCount  int               // of all of them; Empty is the beginning
	EmptyOldest calendar.Instant  // 0: none waits
	Apart       int               // automatic letters of the last thirty days
}

// mostListed is how many letters a list of the tray shows.
const mostListed = 50

// apartFor is for how long automatic letters are listed: as long as their words are
// kept.
const apartFor = keepOther

// Oldest is since when the oldest draft or letter waits; 0: none does.
func (t Tray) Oldest() calendar.Instant {
	if t.Tray.Oldest == 0 || t.EmptyOldest != 0 && t.EmptyOldest < t.Tray.Oldest {
		return t.EmptyOldest
	}
	return t.Tray.Oldest
}

// Tray gives what waits within the actor's reach: a page, counted from 1, of the
// drafts, and the letters.
func (s *Service) Tray(ctx context.Context, actor access.Actor, page int) (tray Tray, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if tray.Tray, err = intake.TrayIn(ctx, tx, scope, page); err != nil {
			return err
		}
		tray.From = map[string]Letter{}
		for _, one := range tray.Drafts {
			l, err := letterOfDraft(ctx, tx, one.ID)
			if err == nil {
				tray.From[one.ID] = l
			} else if !errors.Is(err, db.ErrNone) {
				return err
			}
		}
		if tray.EmptyCount, tray.EmptyOldest, err = countEmpty(ctx, tx, scope); err != nil {
			return err
		}
		if tray.Empty, err = emptyWithin(ctx, tx, scope, mostListed); err != nil {
			return err
		}
		tray.Apart, err = countApart(ctx, tx, scope, s.door.Now().Plus(-apartFor))
		return err
	})
	return tray, err
}

// Apart lists the automatic letters within the actor's reach, the newest first.
func (s *Service) Apart(ctx context.Context, actor access.Actor) (found []Letter, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = apartWithin(ctx, tx, scope, s.door.Now().Plus(-apartFor), mostListed)
		return err
	})
	return found, err
}

// ByRef finds the page of a draft or letter within the actor's reach by its
// reference, however it was typed.
func (s *Service) ByRef(ctx context.Context, actor access.Actor, ref string) (page string, err error) {
	id, err := s.drafts.ByRef(ctx, actor, ref)
	if err == nil {
		return intake.Address(id), nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		l, err := letterByRef(ctx, tx, intake.FoldRef(ref))
		if err == nil && !scope.Covers(l.Owner()) {
			err = db.ErrNone
		}
		page = address(l.ID)
		return err
	})
	return page, err
}

// Address is the page of a letter.
func Address(id string) string { return address(id) }

func address(id string) string { return "/postvak/mail/" + id }

// Opened is a letter with what became of it, as far as the reader reaches.
type Opened struct {
	Letter
	Drafts []intake.Draft
	Thread []Letter // the others of its thread, the oldest first
}

// Letter gives a letter within the actor's reach: one that is their affair, or of
// which a draft is.
func (s *Service) Letter(ctx context.Context, actor access.Actor, id string) (found Opened, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if found.Letter, err = letterByID(ctx, tx, id); err != nil {
			return err
		}
		if err := found.fill(ctx, tx, scope); err != nil {
			return err
		}
		if !scope.Covers(found.Owner()) && len(found.Drafts) == 0 {
			return db.ErrNone
		}
		return nil
	})
	if err != nil {
		return Opened{}, err
	}
	return found, nil
}

func (o *Opened) fill(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
	if o.Drafts, err = draftsWithin(ctx, tx, scope, o.ID); err != nil {
		return err
	}
	thread, err := ofThread(ctx, tx, o.Letter.Thread)
	for _, l := range thread {
		if err != nil || l.ID == o.ID {
			continue
		}
		theirs := []intake.Draft(nil)
		if theirs, err = draftsWithin(ctx, tx, scope, l.ID); len(theirs) > 0 || scope.Covers(l.Owner()) {
			o.Thread = append(o.Thread, l)
		}
	}
	return err
}

// draftsWithin lists the drafts of a letter that lie within the scope.
func draftsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, letter string) ([]intake.Draft, error) {
	drafts, err := intake.DraftsOf(ctx, tx, letter)
	return slices.DeleteFunc(drafts, func(d intake.Draft) bool { return !scope.Covers(d.Owner()) }), err
}

// Subject is what a draft may be news of, instead of something new.
type Subject struct {
	Location *places.Location
	Night    calendar.Night      // the first the draft is about; where it says none, the first with places
	Numbers  map[places.Rung]int // of the location, on that night
	Draft    *intake.Draft       // or another draft that waits
	Why      string              // thread, name, chosen
}

// AsNew is what is chosen where a draft is nobody's news.
const AsNew = "nieuw"

// Seen is a draft as the desk shows it: beside its letter and what it may change.
type Seen struct {
	intake.Detail
	Letter  *Opened // nil: by form
	Subject *Subject
	Next    *intake.Draft // of an ended one: what to look at next; nil: nothing waits
}

// Draft gives a draft within the actor's reach. About is what the reader chose to
// compare it with: the id of a location or draft, AsNew, or nothing.
func (s *Service) Draft(ctx context.Context, actor access.Actor, id, about string) (seen Seen, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if seen.Detail, err = intake.DetailOf(ctx, tx, scope, id); err != nil {
			return err
		}
		l, err := letterOfDraft(ctx, tx, id)
		if err == nil {
			seen.Letter = &Opened{Letter: l}
			err = seen.Letter.fill(ctx, tx, scope)
		} else if errors.Is(err, db.ErrNone) {
			err = nil
		}
		if err == nil && !seen.State.Open() {
			seen.Next, err = next(ctx, tx, scope, seen)
			return err
		}
		if err != nil || about == AsNew {
			return err
		}
		return s.compare(ctx, tx, scope, &seen, about)
	})
	if err != nil {
		return Seen{}, err
	}
	return seen, nil
}

// next is the draft to look at after one that ended: of the same mail before the
// oldest that waits. Nil where none does.
func next(ctx context.Context, tx *db.Tx, scope gate.Scope, ended Seen) (*intake.Draft, error) {
	if ended.Letter != nil {
		for i, one := range ended.Letter.Drafts {
			if one.State == intake.Waiting {
				return &ended.Letter.Drafts[i], nil
			}
		}
	}
	oldest, err := intake.OldestIn(ctx, tx, scope)
	if errors.Is(err, db.ErrNone) {
		return nil, nil
	}
	return &oldest, err
}

// compare finds what a draft may be news of: what was chosen, what its thread is
// about, or the one location of its name.
func (s *Service) compare(ctx context.Context, tx *db.Tx, scope gate.Scope, seen *Seen, about string) error {
	why := "chosen"
	if about == "" {
		var err error
		if about, why, err = likeliest(ctx, tx, *seen); err != nil || about == "" {
			return err
		}
	}
	seen.Subject = &Subject{Why: why}
	l, err := places.LocationByID(ctx, tx, about)
	if errors.Is(err, db.ErrNone) {
		return seen.compareDraft(ctx, tx, scope, about)
	}
	if err != nil {
		return err
	}
	if !scope.Covers(l.Owner()) || l.ClosedAt != 0 {
		seen.Subject = nil
		return nil
	}
	seen.Subject.Location = &l
	night := seen.From.Or(s.door.Tonight())
	if !seen.From.Known {
		if night, err = places.NextPledge(ctx, tx, l.ID, night); err != nil {
			return err
		}
	}
	seen.Subject.Night = night
	seen.Subject.Numbers, err = places.NumbersOn(ctx, tx, l.ID, night)
	return err
}

// compareDraft compares with another draft that waits within the reader's reach;
// with nothing where there is none.
func (s *Seen) compareDraft(ctx context.Context, tx *db.Tx, scope gate.Scope, about string) error {
	other, err := intake.DetailOf(ctx, tx, scope, about)
	switch {
	case errors.Is(err, db.ErrNone), err == nil && (!other.State.Open() || other.ID == s.ID):
		s.Subject = nil
		return nil
	case err != nil:
		return err
	}
	s.Subject.Draft = &other.Draft
	return nil
}

// likeliest gives the id of the location or draft a draft is most likely news of,
// and why; empty where none is likely, or several are.
func likeliest(ctx context.Context, tx *db.Tx, seen Seen) (id, why string, err error) {
	if seen.Letter != nil {
		if id, err = inThread(ctx, tx, seen); err != nil || id != "" {
			return id, "thread", err
		}
	}
	update := seen.Origin != nil && (seen.Origin.Offer.Update || seen.Origin.Offer.Withdrawn)
	var found []string
	for _, twin := range seen.Twins {
		switch {
		case twin.Location != "" && (twin.ByName || update):
			found = append(found, twin.Location)
		case twin.Draft != "" && update:
			found = append(found, twin.Draft)
		}
	}
	if len(found) != 1 {
		return "", "", nil
	}
	return found[0], "name", nil
}

// inThread finds what earlier letters of the thread became: the one of the same
// name, or the only one there is.
func inThread(ctx context.Context, tx *db.Tx, seen Seen) (string, error) {
	before, err := earlier(ctx, tx, seen)
	if err != nil {
		return "", err
	}
	var named, all []string
	for _, d := range before {
		id := d.ID
		if d.State == intake.Taken {
			id = d.Location
		}
		if d.State == intake.Refused || slices.Contains(all, id) {
			continue
		}
		all = append(all, id)
		if intake.Alike(d.Place, seen.Place) {
			named = append(named, id)
		}
	}
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(all) == 1 && len(seen.Letter.Drafts) == 1:
		return all[0], nil
	}
	return "", nil
}

// earlier lists the drafts a letter's thread was about before it: the one our
// question was about, or those of the letters that came first.
func earlier(ctx context.Context, tx *db.Tx, seen Seen) (before []intake.Draft, err error) {
	if seen.Letter.AnswersDraft != "" {
		one, err := intake.DraftByID(ctx, tx, seen.Letter.AnswersDraft)
		if err == nil {
			return []intake.Draft{one}, nil
		}
		if !errors.Is(err, db.ErrNone) {
			return nil, err
		}
	}
	for _, l := range seen.Letter.Thread {
		if l.ReceivedAt > seen.Letter.ReceivedAt || l.ReceivedAt == seen.Letter.ReceivedAt && l.ID > seen.Letter.ID {
			continue
		}
		drafts, err := intake.DraftsOf(ctx, tx, l.ID)
		if err != nil {
			return nil, err
		}
		before = append(before, drafts...)
	}
	return before, nil
}

// NotAnOffer says that a letter offers nothing: it no longer waits.
func (s *Service) NotAnOffer(ctx context.Context, actor access.Actor, id string) error {
	return s.handle(ctx, actor, id, "no_offer", func(ctx context.Context, tx *gate.Tx, l Letter) error {
		if l.State != Empty {
			return fault.New(fault.Conflict, "mailroom.decided").Or("mailroom.look", address(id))
		}
		return endLetter(ctx, tx, id, actor.Person)
	})
}

// WriteDraft makes a draft of a letter by hand, for a person to fill in: the reader
// found none, or not all of them. It gives the draft's id.
func (s *Service) WriteDraft(ctx context.Context, actor access.Actor, id string) (draft string, err error) {
	err = s.handle(ctx, actor, id, "by_hand", func(ctx context.Context, tx *gate.Tx, l Letter) error {
		before, err := intake.DraftsOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if len(before) >= mostOffers {
			return fault.New(fault.Conflict, "mailroom.enough")
		}
		offer := reading.Offer{Contact: reading.Contact{Name: l.FromName, Email: l.FromEmail}}
		made, err := s.drafts.AddRead(ctx, tx, intake.Source{Letter: id, At: l.ReceivedAt, Lang: l.Lang, Owner: l.Owner()}, []reading.Offer{offer})
		if err != nil {
			return err
		}
		draft = made[0].ID
		tx.Note("ref", made[0].Ref)
		return readAfterAll(ctx, tx, id)
	})
	return draft, err
}

func (s *Service) handle(ctx context.Context, actor access.Actor, id, reason string, and func(context.Context, *gate.Tx, Letter) error) error {
	change := gate.Change{Action: access.DecideDraft, Object: object(id), Reason: reason, Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		l, err := letterByID(ctx, tx, id)
		return l.Owner(), err
	}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		l, err := lockedLetter(ctx, tx, id)
		if err != nil {
			return err
		}
		return and(ctx, tx, l)
	})
}

// AskBack asks who told a draft: who wrote the letter, or else the address that was
// told.
func (s *Service) AskBack(ctx context.Context, actor access.Actor, a intake.Asking) error {
	seen, err := s.Draft(ctx, actor, a.Draft, AsNew)
	if err != nil {
		return err
	}
	if a.Mail && seen.forged() {
		var check fault.Check
		check.Field(false, "note", "mailroom.ask_forged")
		return check.Err()
	}
	if seen.Letter != nil {
		a.To, a.Answers = seen.Letter.FromEmail, seen.Letter.MessageID
	}
	return s.drafts.AskBack(ctx, actor, a)
}

// forged says whether the letter of a draft is not from whom it says: a question
// would reach somebody who wrote nothing.
func (s Seen) forged() bool { return s.Letter != nil && s.Letter.Auth == post.Failed }

// withdrawn says whether the letter of a draft takes an offer back.
func (s Seen) withdrawn() bool { return s.Origin != nil && s.Origin.Offer.Withdrawn }

// callNow is whom to call at the location a draft changes, once the draft counts.
func (s Seen) callNow() places.Contact {
	return intake.Report{Contact: s.Subject.Location.Contact}.With(s.Report).Contact
}

// MailTo is where a question about a draft is mailed; empty: nowhere.
func (s Seen) MailTo() string {
	if s.forged() {
		return ""
	}
	if s.Letter != nil && s.Letter.FromEmail != "" {
		return s.Letter.FromEmail
	}
	return s.Contact.Email
}

// unsure says whether nobody vouches for who wrote a letter.
func (l Letter) unsure() bool { return l.Auth != post.Verified && l.ForgottenAt == 0 }

// waited is for how long something waits.
func waited(since, now calendar.Instant) time.Duration { return now.Time().Sub(since.Time()) }

// sender names who wrote a letter, as people know them.
func (l Letter) sender() string { return strings.TrimSpace(l.FromName + " " + bracketed(l.FromEmail)) }

func bracketed(email string) string {
	if email == "" {
		return ""
	}
	return "<" + email + ">"
}
