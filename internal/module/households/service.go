package households

import (
	"context"
	"errors"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Service holds the use cases of this room.
type Service struct{ door *gate.Gate }

// New makes the service behind a gate.
func New(door *gate.Gate) *Service { return &Service{door: door} }

func object(id string) string { return "household/" + id }

func owner(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return OwnerOf(ctx, tx, id) }
}

// Register takes in a household with what is known of its members. Ids come
// from the caller: the same registration sent twice is one registration. The
// code, state and revision are made here; registration may be left empty.
func (s *Service) Register(ctx context.Context, actor access.Actor, h Household, persons []Person, names []Name) error {
	h.Current = ""
	change := gate.Change{Action: access.EditHousehold, Object: object(h.ID), Owner: gate.Belongs(h.Owner())}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		_, err := RegisterIn(ctx, tx, actor.Person, h, persons, names)
		return err
	})
}

// RegisterIn is Register inside the caller's transaction, which has checked that
// person may register the household. It gives the household as it was taken in.
func RegisterIn(ctx context.Context, tx *gate.Tx, person string, h Household, persons []Person, names []Name) (Household, error) {
	h = h.tidied()
	if h.Registration == "" {
		h.Registration = Unregistered
	}
	var check fault.Check
	h.check(&check, "")
	checkPersons(&check, h, persons, names, tx.Tonight())
	if err := check.Err(); err != nil {
		return h, err
	}
	h.State, h.Rev, h.Current = h.queue(), 1, ""
	codes, err := freshCodes(ctx, tx.Tx, []string{h.ID})
	if err != nil {
		return h, err
	}
	h.Code = codes[h.ID]
	tx.Note("persons", h.Persons)
	tx.Note("state", string(h.State))
	count, err := added(ctx, tx, []record{{h, "", person, "registered"}})
	if err != nil {
		return h, err
	}
	if count == 0 {
		return h, sameAsBefore(ctx, tx, h)
	}
	return h, writeMembers(ctx, tx, persons, names)
}

// sameAsBefore is nil when the household was registered before with these very
// facts: the caller did not hear the first answer and asked again.
func sameAsBefore(ctx context.Context, tx *gate.Tx, h Household) error {
	now, err := h.facts()
	if err != nil {
		return err
	}
	var before string
	if err := tx.Row(ctx, sqlFirstFacts, h.ID).Scan(&before); err != nil {
		return err
	}
	if before != now {
		return fault.New(fault.Conflict, "households.exists")
	}
	tx.Note("again", true)
	return nil
}

// Correct changes what is known of a household, if its revision is still the
// one the caller saw. Code, state and present stay are not corrected but
// changed by what happens; a household found to be an unaccompanied minor goes
// to the guardian at once, unless a place is promised: that offer or stay must
// be ended first, so that nobody forgets the promise.
func (s *Service) Correct(ctx context.Context, actor access.Actor, h Household) error {
	change := gate.Change{Action: access.EditHousehold, Object: object(h.ID), Owner: owner(h.ID)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		_, _, err := CorrectIn(ctx, tx, actor.Person, h)
		return err
	})
}

// CorrectIn is Correct inside the caller's transaction, which has checked that
// person may correct the household. It gives the household as it was and as it
// is.
func CorrectIn(ctx context.Context, tx *gate.Tx, person string, h Household) (before, after Household, err error) {
	h = h.tidied()
	if err := h.Validate(); err != nil {
		return before, after, err
	}
	if before, err = seenAt(ctx, tx.Tx, h.ID, h.Rev); err != nil {
		return before, after, err
	}
	if after, err = before.corrected(h); err != nil {
		return before, after, err
	}
	tx.Note("state", string(after.State))
	return before, after, saved(ctx, tx, person, "corrected", before, after)
}

// seenAt is the household, if its revision is still the one the caller saw.
func seenAt(ctx context.Context, tx *db.Tx, id string, rev int64) (Household, error) {
	h, err := found(ctx, tx, id)
	if err == nil && h.Rev != rev {
		err = fault.New(fault.Conflict, "households.changed_meanwhile", "code", h.Code)
	}
	return h, err
}

// corrected is the household with the facts of another, in the state that
// follows from them.
func (h Household) corrected(facts Household) (Household, error) {
	after := facts
	after.Code, after.State, after.ParkedUntil, after.Current, after.Rev = h.Code, h.State, h.ParkedUntil, h.Current, h.Rev
	if after.queue() == h.queue() {
		return after, nil
	}
	switch h.State {
	case StateWaiting, StateParked, StateGuardian:
		return after, after.change(after.queue())
	case StateOffered, StateAccepted, StatePresent:
		return after, fault.New(fault.Conflict, "households.place_promised", "code", h.Code)
	}
	return after, nil
}

// Household reads one household within the actor's reach.
func (s *Service) Household(ctx context.Context, actor access.Actor, id string) (Household, error) {
	return s.one(ctx, actor, sqlHousehold, id)
}

// ByCode finds a household by its reference code, however it was typed.
func (s *Service) ByCode(ctx context.Context, actor access.Actor, code string) (Household, error) {
	return s.one(ctx, actor, sqlHouseholdByCode, foldCode(code))
}

func (s *Service) one(ctx context.Context, actor access.Actor, query, key string) (Household, error) {
	var h Household
	err := s.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
		h, err = readHousehold(tx.Row(ctx, query, key))
		if errors.Is(err, db.ErrNone) || err == nil && !scope.Covers(h.Owner()) {
			return fault.New(fault.NotFound, "households.unknown")
		}
		return err
	})
	if err != nil {
		return Household{}, err
	}
	return h, nil
}

// Names looks at who the members are. The look is logged with its reason before
// anything is shown.
func (s *Service) Names(ctx context.Context, actor access.Actor, householdID, why string) ([]Name, error) {
	return look(ctx, s, actor, householdID, why, "names", sqlNames, readName)
}

// Persons looks at the ages and languages of the members; as personal as names,
// so this look is logged too.
func (s *Service) Persons(ctx context.Context, actor access.Actor, householdID, why string) ([]Person, error) {
	return look(ctx, s, actor, householdID, why, "persons", sqlPersons, readPerson)
}

func look[T any](ctx context.Context, s *Service, actor access.Actor, id, why, what, query string, read func(db.Scanner) (T, error)) ([]T, error) {
	var check fault.Check
	check.Field(strings.TrimSpace(why) != "", "why", "households.why_missing")
	if err := check.Err(); err != nil {
		return nil, err
	}
	var seen []T
	change := gate.Change{Action: access.ViewNames, Object: object(id), Reason: why, Owner: owner(id)}
	err := s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) (err error) {
		seen, err = db.All(ctx, tx.Tx, query, []any{id}, read)
		tx.Note("looked_at", what)
		tx.Note("count", len(seen))
		return err
	})
	if err != nil {
		return nil, err // a look that could not be logged shows nothing
	}
	return seen, nil
}
