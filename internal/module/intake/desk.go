package intake

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Listed is a draft in the list of a desk.
type Listed struct {
	Draft
	Twins []Twin
}

// Tray is what waits at a desk: one page of it, and how much there is.
type Tray struct {
	Drafts []Listed // the oldest first
	Total  int
	New    int              // of Total: nobody looked yet
	Oldest calendar.Instant // since when the oldest waits; 0: none waits
	Last   calendar.Instant // when the last report of all came in; 0: none did
}

// PageSize is how many drafts a page of the tray holds.
const PageSize = 50

// TrayIn gives a page, counted from 1, of the drafts within the scope that wait for
// a decision.
func TrayIn(ctx context.Context, tx *db.Tx, scope gate.Scope, page int) (tray Tray, err error) {
	if tray.Total, tray.New, tray.Oldest, tray.Last, err = counts(ctx, tx, scope); err != nil {
		return tray, err
	}
	drafts, err := openWithin(ctx, tx, scope, (page-1)*PageSize, PageSize)
	if err != nil {
		return tray, err
	}
	near := surroundings{}
	for _, d := range drafts {
		twins, err := near.twins(ctx, tx, d)
		if err != nil {
			return tray, err
		}
		tray.Drafts = append(tray.Drafts, Listed{d, twins})
	}
	return tray, nil
}

// OldestIn gives the draft within the scope that waits longest and that nobody
// looked at yet; db.ErrNone where there is none.
func OldestIn(ctx context.Context, tx *db.Tx, scope gate.Scope) (Draft, error) {
	return oldestWithin(ctx, tx, scope)
}

// Tray is TrayIn for an actor.
func (s *Service) Tray(ctx context.Context, actor access.Actor, page int) (tray Tray, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		tray, err = TrayIn(ctx, tx, scope, page)
		return err
	})
	return tray, err
}

// ByRef finds the id of a draft in any state within the actor's reach by its
// reference, however it was typed.
func (s *Service) ByRef(ctx context.Context, actor access.Actor, ref string) (id string, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		d, err := draftByRef(ctx, tx, FoldRef(ref))
		if err == nil && !scope.Covers(d.Owner()) {
			err = db.ErrNone
		}
		id = d.ID
		return err
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// surroundings remembers what stands and waits in a municipality.
type surroundings map[string]struct {
	locations []places.Location
	drafts    []Draft
}

func (n surroundings) twins(ctx context.Context, tx *db.Tx, d Draft) ([]Twin, error) {
	near, known := n[d.Municipality]
	if !known {
		var err error
		if near.locations, err = places.LocationsIn(ctx, tx, d.Municipality); err != nil {
			return nil, err
		}
		if near.drafts, err = openIn(ctx, tx, d.Municipality); err != nil {
			return nil, err
		}
		n[d.Municipality] = near
	}
	siblings, err := siblingsOf(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	return twinsOf(d, near.locations, near.drafts, siblings), nil
}

// Detail is all there is to know about one draft.
type Detail struct {
	Draft
	Origin *Origin // nil: by form
	Twins  []Twin
	First  *First            // what the first of two persons confirmed; nil unless Seconding
	Steps  []Step            // the oldest first
	Names  map[string]string // of the people in the steps, by account
}

// Draft gives one draft within the actor's reach.
func (s *Service) Draft(ctx context.Context, actor access.Actor, id string) (found Detail, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err = DetailOf(ctx, tx, scope, id)
		return err
	})
	if err != nil {
		return Detail{}, err
	}
	return found, nil
}

// DetailOf is Draft inside a look of somebody who may see drafts.
func DetailOf(ctx context.Context, tx *db.Tx, scope gate.Scope, id string) (found Detail, err error) {
	if found.Draft, err = DraftByID(ctx, tx, id); err != nil {
		return found, err
	}
	if !scope.Covers(found.Owner()) {
		return Detail{}, db.ErrNone
	}
	origin, err := originOf(ctx, tx, id)
	switch {
	case err == nil:
		found.Origin = &origin
	case !errors.Is(err, db.ErrNone):
		return found, err
	}
	if found.State.Open() {
		if found.Twins, err = (surroundings{}).twins(ctx, tx, found.Draft); err != nil {
			return found, err
		}
	}
	if found.State == Seconding {
		first, err := secondOf(ctx, tx, id)
		if err != nil {
			return found, err
		}
		found.First = &first
	}
	if found.Steps, err = stepsOf(ctx, tx, id); err != nil {
		return found, err
	}
	found.Names = map[string]string{}
	for _, step := range found.Steps {
		if found.Names[step.Person], err = org.NameOf(ctx, tx, step.Person); err != nil {
			return found, err
		}
	}
	return found, nil
}
