package dispersal

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Service is the use cases of the room.
type Service struct {
	door *gate.Gate
	base string
}

// New makes the service behind its door; base comes before the paths in mailed
// links.
func New(door *gate.Gate, base string) *Service { return &Service{door: door, base: base} }

// Today is the present date.
func (s *Service) Today() calendar.Night { return s.door.Tonight() }

// Ask puts a region's request to the nation and tells the national desk.
func (s *Service) Ask(ctx context.Context, actor access.Actor, r Request) error {
	r.tidy()
	if err := r.Validate(s.door.Tonight()); err != nil {
		return err
	}
	change := gate.Change{Action: access.AskDispersal, Object: "dispersal/" + r.ID, Owner: gate.Belongs(r.Owner())}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		r.State, r.AskedAt, r.AskedBy = Asked, tx.Now(), actor.Person
		tx.Note("persons", r.Persons)
		tx.Note("deadline", r.Deadline.String())
		if err := insertRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.tellDesk(ctx, tx, r)
	})
}

// Answer answers a request that stands and tells the regions concerned.
func (s *Service) Answer(ctx context.Context, actor access.Actor, a Answer) error {
	a.Text = strings.TrimSpace(a.Text)
	change := gate.Change{Action: access.AnswerDispersal, Object: "dispersal/" + a.Request, Owner: ownerOf(a.Request)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		r, err := requestByID(ctx, tx.Tx, a.Request)
		if err != nil {
			return err
		}
		if err := a.check(r); err != nil {
			return err
		}
		to := Refused
		if a.Grant {
			to = Granted
			r.Shares = a.Shares
		}
		r.Answer = a.Text
		if err := end(ctx, tx, actor, &r, to); err != nil {
			return err
		}
		tx.Note("taken", r.Taken())
		return s.tellRegions(ctx, tx, r)
	})
}

// Withdraw takes back a request that stands.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, id string) error {
	change := gate.Change{Action: access.AskDispersal, Object: "dispersal/" + id, Owner: ownerOf(id)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		r, err := requestByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		return end(ctx, tx, actor, &r, Withdrawn)
	})
}

// end brings a request to a state in which nothing more happens to it. Of two
// answers at once the second finds it ended.
func end(ctx context.Context, tx *gate.Tx, actor access.Actor, r *Request, to State) error {
	ended := fault.New(fault.Conflict, "dispersal.ended")
	if !r.State.CanBecome(to) {
		return ended
	}
	r.State, r.EndedAt, r.EndedBy = to, tx.Now(), actor.Person
	tx.Note("state", string(to))
	first, err := endRequest(ctx, tx, *r)
	if err == nil && !first {
		return ended
	}
	return err
}

func ownerOf(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		r, err := requestByID(ctx, tx, id)
		return r.Owner(), err
	}
}

// List gives the requests within the actor's reach: a region sees its own and
// those in which it takes people. Standing ones come first, by deadline; then
// the others, newest first.
func (s *Service) List(ctx context.Context, actor access.Actor) (list []Request, err error) {
	err = s.door.View(ctx, actor, access.ViewDispersal, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		list, err = requestsWithin(ctx, tx, scope)
		return err
	})
	return list, err
}

// Request gives one request within the actor's reach.
func (s *Service) Request(ctx context.Context, actor access.Actor, id string) (found Request, err error) {
	err = s.door.View(ctx, actor, access.ViewDispersal, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if found, err = requestByID(ctx, tx, id); err != nil {
			return err
		}
		visible := scope.Covers(found.Owner())
		for _, share := range found.Shares {
			visible = visible || scope.Covers(access.Owner{Region: share.Region})
		}
		if !visible {
			return db.ErrNone
		}
		return nil
	})
	if err != nil {
		return Request{}, err
	}
	return found, nil
}
