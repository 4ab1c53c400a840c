package freshness

import (
	"context"
	"errors"
	"slices"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Known is what the page behind a link tells of one location.
type Known struct {
	places.Location
	Periods []places.Period // from tonight on, as a yes confirms them: with what silence took
	Last    Answer          // the last answer by this very link; no ID: none
}

// Opened is what a link opens.
type Opened struct{ Locations []Known }

// Open reads what a link is about and changes nothing: mail scanners open links
// too. A link that never was and one that ended are told alike (Gone).
func (s *Service) Open(ctx context.Context, token string) (opened Opened, err error) {
	err = s.door.View(ctx, access.Program(), access.AskReports, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		mail, locations, err := s.follow(ctx, tx, token)
		if err != nil {
			return err
		}
		for _, l := range locations {
			known := Known{Location: l}
			profiles, err := places.SpokenOf(ctx, tx, l, s.door.Tonight())
			if err != nil {
				return err
			}
			known.Periods = profiles.Periods(s.door.Tonight())
			answers, err := answersOf(ctx, tx, l.ID)
			if err != nil {
				return err
			}
			for _, a := range answers {
				if a.Mail == mail.id {
					known.Last = a
				}
			}
			opened.Locations = append(opened.Locations, known)
		}
		return nil
	})
	return opened, err
}

// follow gives the mail of a link and the locations it can still answer about:
// those in use whose contact still has the address the mail went to.
func (s *Service) follow(ctx context.Context, tx *db.Tx, token string) (asking, []places.Location, error) {
	ended := fault.New(fault.Gone, "freshness.link_gone")
	mail, err := mailBy(ctx, tx, digestOf(token))
	if errors.Is(err, db.ErrNone) || err == nil && s.door.Now() >= mail.expires {
		return mail, nil, ended
	}
	if err != nil {
		return mail, nil, err
	}
	asked, err := questionsOf(ctx, tx, mail.id)
	if err != nil {
		return mail, nil, err
	}
	now, err := places.OfContact(ctx, tx, mail.address)
	now = slices.DeleteFunc(now, func(l places.Location) bool { return !slices.Contains(asked, l.ID) })
	if err == nil && len(now) == 0 {
		err = ended
	}
	return mail, now, err
}

// one finds one location of a link.
func (s *Service) one(ctx context.Context, tx *db.Tx, token, location string) (asking, places.Location, error) {
	mail, all, err := s.follow(ctx, tx, token)
	if err != nil {
		return mail, places.Location{}, err
	}
	for _, l := range all {
		if l.ID == location {
			return mail, l, nil
		}
	}
	return mail, places.Location{}, fault.New(fault.NotFound, "fault.not_found")
}

// answer runs one answer about one location, as its holder: the link is followed
// again inside the transaction, so that it still holds when the answer counts.
func (s *Service) answer(ctx context.Context, token, location string, run func(context.Context, *gate.Tx, places.Location, access.Actor, *Answer) error) error {
	var holder access.Actor
	err := s.door.View(ctx, access.Program(), access.AskReports, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		mail, l, err := s.one(ctx, tx, token, location)
		if err == nil {
			holder = mail.actor(l)
		}
		return err
	})
	if err != nil {
		return err
	}
	change := gate.Change{Action: access.StateCapacity, Object: object(location), Reason: "mailed link", Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		return places.OwnerOf(ctx, tx, location)
	}}
	return s.door.Do(ctx, holder, change, func(ctx context.Context, tx *gate.Tx) error {
		mail, l, err := s.one(ctx, tx.Tx, token, location)
		if err != nil {
			return err
		}
		before, err := answersTo(ctx, tx.Tx, mail.id, location)
		if err != nil {
			return err
		}
		if before >= mostAnswers {
			return fault.New(fault.Conflict, "freshness.call_us")
		}
		a := Answer{ID: db.NewID(), Mail: mail.id, Location: location, At: tx.Now()}
		if err := run(ctx, tx, l, holder, &a); err != nil {
			return err
		}
		tx.Note("answer", string(a.Kind))
		return insertAnswer(ctx, tx, a)
	})
}

// Confirm takes the word of who holds a link that all we know of locations still
// holds; without any named, of all the link is about. What silence took is given
// back.
func (s *Service) Confirm(ctx context.Context, token string, locations ...string) (int, error) {
	if len(locations) == 0 {
		opened, err := s.Open(ctx, token)
		if err != nil {
			return 0, err
		}
		for _, l := range opened.Locations {
			locations = append(locations, l.ID)
		}
	}
	for i, id := range locations {
		err := s.answer(ctx, token, id, func(ctx context.Context, tx *gate.Tx, _ places.Location, holder access.Actor, a *Answer) error {
			a.Kind = Yes
			tx.Note("confirmed", true)
			return places.Reconfirm(ctx, tx, holder.Person, id)
		})
		if err != nil {
			return i, err
		}
	}
	return len(locations), nil
}

// Weigh says what a word by a link would do, without recording it.
func (s *Service) Weigh(ctx context.Context, token string, w places.Word) (found places.Outcome, err error) {
	err = s.door.View(ctx, access.Program(), access.AskReports, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		if _, _, err := s.one(ctx, tx, token, w.Location); err != nil {
			return err
		}
		found, err = places.Weigh(ctx, tx, w, s.door.Tonight())
		return err
	})
	return found, err
}

// Tell takes in another number of places, or that nothing is there any more. What
// it takes away holds at once, what it adds is pledged; coordinators are mailed
// either way. A number that changes nothing is a yes.
func (s *Service) Tell(ctx context.Context, token string, w places.Word) (found places.Outcome, err error) {
	w.Source = Source
	err = s.answer(ctx, token, w.Location, func(ctx context.Context, tx *gate.Tx, l places.Location, holder access.Actor, a *Answer) (err error) {
		a.Kind, a.Places, a.From, a.Until = Number, w.Places, w.From, w.Until
		if w.Gone {
			a.Kind, a.Places = Gone, 0
		}
		tx.Note("places", a.Places)
		tx.Note("from", w.From.String())
		tx.Note("until", w.Until.String())
		if found, err = places.Take(ctx, tx, holder.Person, w); err != nil {
			return err
		}
		a.Lowered, a.Raised = found.Lowered, found.Raised
		if w.Gone {
			return s.tell(ctx, tx, l, *a, "gone")
		}
		if found.Lowered {
			if err := s.tell(ctx, tx, l, *a, "lowered"); err != nil {
				return err
			}
		}
		if found.Raised {
			return s.tell(ctx, tx, l, *a, "raised")
		}
		return nil
	})
	return found, err
}

// TellContact takes in that somebody else must be called about a location. That
// changes nothing until a person takes it over: who got hold of one mail must not
// get all the next ones too.
func (s *Service) TellContact(ctx context.Context, token, location string, contact places.Contact) error {
	contact = tidy(contact)
	if err := checkContact(contact); err != nil {
		return err
	}
	return s.answer(ctx, token, location, func(ctx context.Context, tx *gate.Tx, l places.Location, _ access.Actor, a *Answer) error {
		a.Kind = Contact
		if err := insertTold(ctx, tx, Told{ID: a.ID, Location: l.ID, Contact: contact, At: tx.Now()}); err != nil {
			return err
		}
		return s.tell(ctx, tx, l, *a, "contact")
	})
}
