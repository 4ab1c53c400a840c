package intake

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
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
	Oldest calendar.Instant // since when the oldest waits; 0: none waits
	Last   calendar.Instant // when the last report of all came in; 0: none did
}

// PageSize is how many drafts a page of the tray holds.
const PageSize = 50

// Tray gives a page, counted from 1, of the drafts within the actor's reach that
// wait for a decision.
func (s *Service) Tray(ctx context.Context, actor access.Actor, page int) (tray Tray, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if tray.Total, tray.Oldest, tray.Last, err = counts(ctx, tx, scope); err != nil {
			return err
		}
		drafts, err := openWithin(ctx, tx, scope, (page-1)*PageSize, PageSize)
		if err != nil {
			return err
		}
		near := surroundings{}
		for _, d := range drafts {
			twins, err := near.twins(ctx, tx, d)
			if err != nil {
				return err
			}
			tray.Drafts = append(tray.Drafts, Listed{d, twins})
		}
		return nil
	})
	return tray, err
}

// ByRef finds the id of a draft in any state within the actor's reach by its
// reference, however it was typed.
func (s *Service) ByRef(ctx context.Context, actor access.Actor, ref string) (id string, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		d, err := draftByRef(ctx, tx, foldRef(ref))
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
	return twinsOf(d, near.locations, near.drafts), nil
}

// Detail is all there is to know about one draft.
type Detail struct {
	Draft
	Twins []Twin
	Steps []Step            // the oldest first
	Names map[string]string // of the people in the steps, by account
}

// Draft gives one draft within the actor's reach.
func (s *Service) Draft(ctx context.Context, actor access.Actor, id string) (found Detail, err error) {
	err = s.door.View(ctx, actor, access.ViewDraft, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if found.Draft, err = draftByID(ctx, tx, id); err != nil {
			return err
		}
		if !scope.Covers(found.Owner()) {
			return db.ErrNone
		}
		if found.State.Open() {
			if found.Twins, err = (surroundings{}).twins(ctx, tx, found.Draft); err != nil {
				return err
			}
		}
		if found.Steps, err = stepsOf(ctx, tx, id); err != nil {
			return err
		}
		found.Names = map[string]string{}
		for _, step := range found.Steps {
			if found.Names[step.Person], err = org.NameOf(ctx, tx, step.Person); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Detail{}, err
	}
	return found, nil
}

// Taking is a draft as a coordinator confirms it.
type Taking struct {
	Draft    string
	Version  int64 // of what was told, as the coordinator saw it
	Location places.Location
	Places   int
	From     calendar.Night
	Until    calendar.End
}

// TakeIn makes a draft a location with what its owner pledges, in one go. Of two
// who decide at once the second hears who was first (intake.decided); where who
// told it changed it meanwhile, nothing happens either (intake.changed_meanwhile).
func (s *Service) TakeIn(ctx context.Context, actor access.Actor, t Taking) error {
	l := t.Location
	if where, known := atlas.Find(l.Municipality); known {
		l.Region = where.Region
	}
	return s.decide(ctx, actor, t.Draft, Taken, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		if d.Version != t.Version {
			return fault.New(fault.Conflict, "intake.changed_meanwhile")
		}
		l.Source = "melding " + d.Ref
		pledge := places.Statement{ID: db.NewID(), Places: t.Places, From: t.From, Until: t.Until, Source: l.Source}
		if err := places.AddIn(ctx, tx, actor, l, pledge); err != nil {
			return err
		}
		tx.Note("location", l.ID)
		tx.Note("places", t.Places)
		d.Location = l.ID
		return insertStep(ctx, tx, d.ID, string(Taken), actor.Person, "")
	})
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
		if err := job.Enqueue(ctx, tx.Tx, "intake/forget/"+d.ID, tx.Now().Plus(keepRefused), TopicForget, forgetting{d.ID}); err != nil {
			return err
		}
		return insertStep(ctx, tx, d.ID, string(Refused), actor.Person, reason)
	})
}

// longestNote is in characters.
const longestNote = 2000

// AskBack notes what is still to be asked; the draft stays open.
func (s *Service) AskBack(ctx context.Context, actor access.Actor, id, note string) error {
	note = strings.TrimSpace(note)
	var check fault.Check
	check.Field(note != "", "note", "intake.note_missing")
	check.Field(len([]rune(note)) <= longestNote, "note", "intake.too_long", "most", longestNote)
	if err := check.Err(); err != nil {
		return err
	}
	return s.decide(ctx, actor, id, AskedOf, "", func(ctx context.Context, tx *gate.Tx, d *Draft) error {
		return insertStep(ctx, tx, d.ID, string(AskedOf), actor.Person, note)
	})
}

// decide brings a draft to a state, with what belongs to that.
func (s *Service) decide(ctx context.Context, actor access.Actor, id string, to State, reason string,
	and func(context.Context, *gate.Tx, *Draft) error) error {
	change := gate.Change{Action: access.DecideDraft, Object: object(id), Reason: reason, Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		d, err := draftByID(ctx, tx, id)
		return d.Owner(), err
	}}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		d, err := locked(ctx, tx, id)
		if err != nil {
			return err
		}
		if !d.State.CanBecome(to) {
			return fault.New(fault.Conflict, "intake.decided").Or("intake.look", address(id)).Or("intake.nav", "/postvak")
		}
		tx.Note("state", string(to))
		tx.Note("ref", d.Ref)
		if err := and(ctx, tx, &d); err != nil {
			return err
		}
		if d.State = to; to.Open() {
			return mark(ctx, tx, id, to)
		}
		d.EndedAt, d.EndedBy = tx.Now(), actor.Person
		return endDraft(ctx, tx, d)
	})
}
