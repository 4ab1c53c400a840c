package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Taking is a draft as a coordinator confirms it: as a new location, or as a
// change of one that is there already.
type Taking struct {
	Draft    string
	Version  int64           // of what was told, as the coordinator saw it
	Location places.Location // the new location; of a change only whom to call counts
	Changes  string          // id of the location that changes; empty: a new one
	Contact  bool            // whom to call changes too
	Places   int             // 0 takes a pledge back, in a change only
	From     calendar.Night
	Until    calendar.End
}

// TakeIn makes a draft a location with what its owner pledges, or changes what is
// pledged of one, in one go. Where it is about very many places, the first of two
// persons only puts it before the second. Of two who decide at once the second
// hears who was first (intake.decided); where who told it changed it meanwhile,
// nothing happens either (intake.changed_meanwhile).
func (s *Service) TakeIn(ctx context.Context, actor access.Actor, t Taking) error {
	to := Taken
	if t.Places >= s.settings.SecondFrom {
		to = Seconding
	}
	return s.decide(ctx, actor, t.Draft, to, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		if to == Taken {
			return s.carryOut(ctx, tx, actor, d, t)
		}
		if d.Version != t.Version {
			return fault.New(fault.Conflict, "intake.changed_meanwhile")
		}
		if err := mayTake(ctx, tx, actor, *d, t); err != nil {
			return err
		}
		tx.Note("places", t.Places)
		if err := setSecond(ctx, tx, t, actor.Person); err != nil {
			return err
		}
		return insertStep(ctx, tx, d.ID, string(Seconding), actor.Person, "")
	})
}

// Second carries out what a first person confirmed of a very large draft. It must
// be somebody else (intake.second_other).
func (s *Service) Second(ctx context.Context, actor access.Actor, id string) error {
	return s.decide(ctx, actor, id, Taken, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		first, err := secondOf(ctx, tx.Tx, id)
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Conflict, "intake.second_none").Or("intake.look", Address(id))
		}
		if err != nil {
			return err
		}
		if first.Person == actor.Person {
			return fault.New(fault.Conflict, "intake.second_other").Or("intake.look", Address(id))
		}
		return s.carryOut(ctx, tx, actor, d, first.Taking)
	})
}

// mayTake tells what is wrong in a taking before a second person sees it, by
// carrying it out nowhere.
func mayTake(ctx context.Context, tx *gate.Tx, actor access.Actor, d Draft, t Taking) error {
	if t.Changes != "" {
		owner, err := places.OwnerOf(ctx, tx.Tx, t.Changes)
		if err != nil {
			return err
		}
		return access.Check(actor, access.StateCapacity, owner)
	}
	l := located(d, t)
	if err := l.Validate(); err != nil {
		return err
	}
	return access.Check(actor, access.AddLocation, l.Owner())
}

// located is the new location of a taking.
func located(d Draft, t Taking) places.Location {
	l := t.Location
	if where, known := atlas.Find(l.Municipality); known {
		l.Region = where.Region
	}
	if l.StaleDays == 0 {
		l.StaleDays = places.DefaultStaleDays
	}
	l.Source = sourceOf(d)
	return l
}

// sourceOf is how the register names a draft as the source of what it says.
func sourceOf(d Draft) string { return "melding " + d.Ref }

// carryOut writes what was confirmed into the register.
func (s *Service) carryOut(ctx context.Context, tx *gate.Tx, actor access.Actor, d *Draft, t Taking) error {
	if d.Version != t.Version {
		return fault.New(fault.Conflict, "intake.changed_meanwhile")
	}
	pledge := places.Statement{ID: db.NewID(), Places: t.Places, From: t.From, Until: t.Until, Source: sourceOf(*d)}
	d.Location = t.Changes
	if t.Changes == "" {
		l := located(*d, t)
		if err := places.AddIn(ctx, tx, actor, l, pledge); err != nil {
			return err
		}
		d.Location = l.ID
	} else if err := change(ctx, tx, actor, t, pledge); err != nil {
		return err
	}
	tx.Note("location", d.Location)
	tx.Note("places", t.Places)
	return insertStep(ctx, tx, d.ID, string(Taken), actor.Person, "")
}

// change states what is pledged of a location that is there already.
func change(ctx context.Context, tx *gate.Tx, actor access.Actor, t Taking, pledge places.Statement) error {
	pledge.Location = t.Changes
	if err := places.PledgeIn(ctx, tx, actor, pledge); err != nil || !t.Contact {
		return err
	}
	return places.CallInstead(ctx, tx, actor, t.Changes, t.Location.Contact)
}

// Merge puts the news of a draft into another that waits too, and ends it: the
// other one then says what this one says; where the news is that the offer is taken
// back, the other one ends too. Both must be as the actor saw them.
func (s *Service) Merge(ctx context.Context, actor access.Actor, id string, version int64, into string, seen int64) error {
	return s.decide(ctx, actor, id, Refused, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		other, err := locked(ctx, tx, into)
		if err != nil {
			return err
		}
		if err := access.Check(actor, access.DecideDraft, other.Owner()); err != nil {
			return err
		}
		if !other.State.Open() || other.Version != seen || d.Version != version || into == id {
			return fault.New(fault.Conflict, "intake.changed_meanwhile")
		}
		d.Reason = Merged
		switch withdrawn, err := takesBack(ctx, tx.Tx, id); {
		case err != nil:
			return err
		case withdrawn:
			if err := s.withdraw(ctx, tx, actor, other); err != nil {
				return err
			}
			return s.endRefused(ctx, tx, actor, *d)
		}
		fields := other.Report.changed(other.Report.With(d.Report))
		other.Report = other.Report.With(d.Report)
		if err := s.rewrite(ctx, tx, other); err != nil {
			return err
		}
		if err := insertStep(ctx, tx, into, Merged, actor.Person, strings.Join(fields, " ")); err != nil {
			return err
		}
		tx.Note("fields", strings.Join(fields, " "))
		return s.endRefused(ctx, tx, actor, *d)
	})
}

// takesBack says whether what a draft was read from takes an offer back.
func takesBack(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	origin, err := originOf(ctx, tx, id)
	if errors.Is(err, db.ErrNone) {
		return false, nil
	}
	return origin.Offer.Withdrawn, err
}

// withdraw ends a draft that waits because who told it takes it back. That can be
// undone like any refusal.
func (s *Service) withdraw(ctx context.Context, tx *gate.Tx, actor access.Actor, d Draft) error {
	if d.State == Seconding {
		if err := dropSecond(ctx, tx, d.ID); err != nil {
			return err
		}
	}
	d.State, d.Reason, d.EndedAt, d.EndedBy = Refused, withdrawnReason, tx.Now(), actor.Person
	if err := s.endRefused(ctx, tx, actor, d); err != nil {
		return err
	}
	return endDraft(ctx, tx, d)
}

// rewrite writes down what a draft says now. What a first person confirmed of it
// holds no longer.
func (s *Service) rewrite(ctx context.Context, tx *gate.Tx, d Draft) error {
	if err := retell(ctx, tx, d); err != nil {
		return err
	}
	if d.State != Seconding {
		return nil
	}
	if err := dropSecond(ctx, tx, d.ID); err != nil {
		return err
	}
	return mark(ctx, tx, d.ID, Waiting)
}

// With is a report with the news of another: what that leaves open stays.
func (r Report) With(news Report) Report {
	if news.Places > 0 {
		r.Places = news.Places
	}
	if news.From.Known {
		r.From = news.From
	}
	if news.Until.Known {
		r.Until = news.Until
	}
	if len(news.Facilities) > 0 {
		r.Facilities = news.Facilities
	}
	r.Contact = callNow(r.Contact, news.Contact)
	return r
}

// callNow is whom to call after news: of the same person what is new about them, of
// another person only what was said of that one. A bare address names nobody; it is
// where the mail came from and takes nobody's place.
func callNow(before, news places.Contact) places.Contact {
	if news.Phone == "" && news.Email == "" {
		return before
	}
	if news.Name == "" && news.Phone == "" && before.Phone != "" {
		before.Email = cmp.Or(before.Email, news.Email)
		return before
	}
	same := news.Email != "" && strings.EqualFold(news.Email, before.Email) || news.Name != "" && strings.EqualFold(news.Name, before.Name)
	if !same {
		return news
	}
	return places.Contact{Name: cmp.Or(news.Name, before.Name), Phone: cmp.Or(news.Phone, before.Phone), Email: cmp.Or(news.Email, before.Email)}
}

// Refuse says, with one of Reasons, that a draft does not become a location.
func (s *Service) Refuse(ctx context.Context, actor access.Actor, id, reason string) error {
	var check fault.Check
	check.Field(slices.Contains(Reasons, reason), "reason", "intake.reason_missing")
	if err := check.Err(); err != nil {
		return err
	}
	return s.decide(ctx, actor, id, Refused, reason, func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		d.Reason = reason
		return s.endRefused(ctx, tx, actor, *d)
	})
}

func (s *Service) endRefused(ctx context.Context, tx *gate.Tx, actor access.Actor, d Draft) error {
	// A draft that was refused, taken up again and refused is forgotten after the
	// last time: the moment is in the name of the work.
	id := "intake/forget/" + d.ID + "/" + tx.Now().Time().Format(time.RFC3339Nano)
	if err := job.Enqueue(ctx, tx.Tx, id, tx.Now().Plus(keepRefused), TopicForget, forgetting{d.ID}); err != nil {
		return err
	}
	return insertStep(ctx, tx, d.ID, string(Refused), actor.Person, d.Reason)
}

// undoWithin is how long a decision can be taken back.
const undoWithin = 24 * time.Hour

// CanUndo says whether a decision may still be taken back at an instant; whether
// something stands on it by now is known only when that is tried.
func (d Draft) CanUndo(now calendar.Instant) bool {
	return !d.State.Open() && d.Reason != Merged && now < d.EndedAt.Plus(undoWithin)
}

// Undo takes a decision back: the draft waits again, and what was written into the
// register is taken back there. Where somebody built on it that is a conflict.
func (s *Service) Undo(ctx context.Context, actor access.Actor, id string) error {
	return s.decide(ctx, actor, id, Waiting, "undone", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		if !d.CanUndo(tx.Now()) {
			return fault.New(fault.Conflict, "intake.undo_late").Or("intake.look", Address(id))
		}
		if d.State == Taken {
			if err := places.TakeBack(ctx, tx, actor, d.Location, sourceOf(*d)); err != nil {
				return err
			}
			tx.Note("location", d.Location)
		}
		d.Location, d.Reason = "", ""
		return insertStep(ctx, tx, d.ID, "undone", actor.Person, "")
	})
}

// decide brings a draft to a state, with what belongs to that.
func (s *Service) decide(ctx context.Context, actor access.Actor, id string, to State, reason string,
	and func(context.Context, *gate.Tx, *Draft) error) error {
	change := gate.Change{Action: access.DecideDraft, Object: object(id), Reason: reason, Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		d, err := DraftByID(ctx, tx, id)
		return d.Owner(), err
	}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		d, err := locked(ctx, tx, id)
		if err != nil {
			return err
		}
		if !d.State.CanBecome(to) {
			return fault.New(fault.Conflict, "intake.decided").Or("intake.look", Address(id)).Or("intake.nav", "/postvak")
		}
		tx.Note("state", string(to))
		tx.Note("ref", d.Ref)
		was := d.State
		if err := and(ctx, tx, &d); err != nil {
			return err
		}
		if was == Seconding && to != Seconding {
			if err := dropSecond(ctx, tx, id); err != nil {
				return err
			}
		}
		if d.State = to; to.Open() && was.Open() {
			return mark(ctx, tx, id, to)
		}
		d.EndedAt, d.EndedBy = tx.Now(), actor.Person
		if to.Open() {
			d.EndedAt, d.EndedBy = 0, ""
		}
		return endDraft(ctx, tx, d)
	})
}
