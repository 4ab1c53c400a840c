// Package gate is the one door to the store. Do checks, begins, runs, writes the
// audit row and commits; View checks and hands out a Scope without which no
// list can be read. Pages, the API, the command line and jobs all come through
// here.
package gate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

// Gate guards one store.
type Gate struct {
	store *db.DB
	now   func() time.Time
	last  atomic.Pointer[place] // the entry written last through this gate
}

// New makes the gate of a store; now is the clock of the whole house.
func New(store *db.DB, now func() time.Time) *Gate {
	return &Gate{store: store, now: now}
}

// Now is the present instant.
func (g *Gate) Now() calendar.Instant { return calendar.InstantOf(g.now()) }

// Tonight is the night that begins on today's date in Amsterdam.
func (g *Gate) Tonight() calendar.Night { return calendar.NightOf(g.now()) }

// Change says what somebody is about to do.
type Change struct {
	Action access.Action
	Object string // what it is done to, "location/018f…"
	Reason string // why, in the words of who does it; may be empty where the action says it all
	// Owner loads whose affair the object is, inside the transaction. Nil means a
	// national affair.
	Owner func(ctx context.Context, tx *db.Tx) (access.Owner, error)
}

// Belongs is the owner of an object about to be made.
func Belongs(owner access.Owner) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(context.Context, *db.Tx) (access.Owner, error) { return owner, nil }
}

// Tx is the transaction of a change.
type Tx struct {
	*db.Tx
	at     calendar.Instant
	detail map[string]any
	seals  seals
	kept   map[string]*keeping
}

// Now is the instant of the change: the same for every row it writes.
func (t *Tx) Now() calendar.Instant { return t.at }

// Tonight is the night of the change.
func (t *Tx) Tonight() calendar.Night { return t.at.Night() }

// Note adds a fact to the audit row: never a name, never a health fact.
func (t *Tx) Note(key string, value any) { t.detail[key] = value }

// Do lets the actor make a change: owner loaded and checked, run, audited and
// committed, or nothing at all.
func (g *Gate) Do(ctx context.Context, actor access.Actor, change Change, run func(context.Context, *Tx) error) error {
	var written place
	err := g.store.Write(ctx, func(raw *db.Tx) error {
		tx := &Tx{Tx: raw, at: g.Now(), detail: map[string]any{}}
		owner, err := ownerOf(ctx, raw, change)
		if err != nil {
			return err
		}
		if err := access.Check(actor, change.Action, owner); err != nil {
			return err
		}
		if err := run(ctx, tx); err != nil {
			return err
		}
		tx.vouch(g.last.Load())
		written, err = tx.audit(ctx, actor, change, owner)
		return err
	})
	if err == nil {
		g.last.Store(&written)
	}
	return err
}

func ownerOf(ctx context.Context, tx *db.Tx, change Change) (access.Owner, error) {
	if change.Owner == nil {
		return access.Owner{}, nil
	}
	owner, err := change.Owner(ctx, tx)
	if errors.Is(err, db.ErrNone) {
		return owner, fault.New(fault.NotFound, "fault.not_found")
	}
	return owner, err
}

func (t *Tx) audit(ctx context.Context, actor access.Actor, change Change, owner access.Owner) (place, error) {
	if err := t.sealKept(ctx); err != nil {
		return place{}, err
	}
	detail, err := json.Marshal(t.detail)
	if err != nil {
		return place{}, fmt.Errorf("gate: audit detail: %w", err)
	}
	return record(ctx, t.Tx, owner.Book(), entry{
		At: t.at, Person: actor.Person, Role: string(actor.Role), Action: string(change.Action),
		Object: change.Object, Reason: change.Reason, Detail: string(detail), Seal: t.seals.text(),
	})
}

// View lets the actor read within their reach, on one consistent snapshot.
func (g *Gate) View(ctx context.Context, actor access.Actor, action access.Action, read func(context.Context, *db.Tx, Scope) error) error {
	if !actor.SignedIn() {
		return fault.New(fault.Unauthenticated, "access.sign_in")
	}
	scope := scopeOf(actor, access.ReachOf(actor, action))
	if scope == (Scope{}) {
		return fault.New(fault.Forbidden, "access.forbidden", "action", string(action), "role", string(actor.Role))
	}
	return g.store.Read(ctx, func(tx *db.Tx) error {
		err := read(ctx, tx, scope)
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		return err
	})
}

// Scope limits a list to the reader's reach. It can only be got from View; its
// zero value shows nothing.
type Scope struct {
	nation       bool
	region       string
	municipality string
	location     string
}

func scopeOf(actor access.Actor, reach access.Reach) Scope {
	switch {
	case reach == access.Nation:
		return Scope{nation: true}
	case reach == access.Region, reach == access.Own && actor.Role == access.Regional:
		return Scope{region: actor.Region}
	case reach == access.Own && actor.Role == access.LocationStaff:
		return Scope{location: actor.Location}
	case reach == access.Own:
		return Scope{municipality: actor.Municipality}
	}
	return Scope{}
}

// Args are the four values every list query is limited by, to be bound to
//
//	(CAST($1 AS BIGINT) = 1 OR region = $2 OR municipality = $3 OR location = $4)
//
// A value that does not limit never matches, since no column holds an empty text.
func (s Scope) Args() []any {
	return []any{db.Bool(s.nation), s.region, s.municipality, s.location}
}

// Covers says whether an object of this owner lies within the scope.
func (s Scope) Covers(owner access.Owner) bool {
	return s.nation || s.region != "" && s.region == owner.Region ||
		s.municipality != "" && s.municipality == owner.Municipality ||
		s.location != "" && s.location == owner.Location
}
