package registration

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Effect is what a change of one member does, told before it is made.
type Effect struct {
	Before, After households.Household
	Stays         []Touched
}

// Touched is a promise of places that follows the number of persons.
type Touched struct {
	Stay       places.Stay
	Location   places.Location
	Persons    int            // the places it will hold
	FirstFull  calendar.Night // where Refused is places.full
	Free       int            // places free on that night
	Refused    string         // key of why it cannot follow; empty: it can
	OutOfReach bool           // the location is not the actor's: its name is not for them
}

// PreviewMember works out what a change would do, and which promises it touches.
// Nothing is written and nobody's name is looked at.
func (s *Service) PreviewMember(ctx context.Context, actor access.Actor, c households.MemberChange) (effect Effect, err error) {
	err = s.door.View(ctx, actor, access.EditMember, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if err := within(ctx, tx, scope, c.Household); err != nil {
			return err
		}
		effect.Before, effect.After, err = households.MemberChanged(ctx, tx, c, s.door.Tonight())
		if err != nil {
			return err
		}
		effect.Stays, err = touched(ctx, tx, actor, effect.Before, effect.After, s.door.Tonight())
		return err
	})
	return effect, err
}

// within refuses a household outside the scope as if it were not there.
func within(ctx context.Context, tx *db.Tx, scope gate.Scope, household string) error {
	owner, err := households.OwnerOf(ctx, tx, household)
	if err == db.ErrNone || err == nil && !scope.Covers(owner) {
		return fault.New(fault.NotFound, "households.unknown")
	}
	return err
}

// HasMember is nil when the actor may correct this person of this household, or
// add one (person is empty). It tells nothing of who it is.
func (s *Service) HasMember(ctx context.Context, actor access.Actor, household, person string) error {
	return s.door.View(ctx, actor, access.EditMember, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if err := within(ctx, tx, scope, household); err != nil || person == "" {
			return err
		}
		ids, err := households.MemberIDs(ctx, tx, household)
		if err == nil && !slices.Contains(ids, person) {
			err = fault.New(fault.NotFound, "households.no_such_member")
		}
		return err
	})
}

// Written says of how many members of a household anything is written at all.
func (s *Service) Written(ctx context.Context, actor access.Actor, household string) (count int, err error) {
	err = s.door.View(ctx, actor, access.EditMember, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if err := within(ctx, tx, scope, household); err != nil {
			return err
		}
		ids, err := households.MemberIDs(ctx, tx, household)
		count = len(ids)
		return err
	})
	return count, err
}

// touched lists the promises that follow a change of the number of persons.
func touched(ctx context.Context, tx *db.Tx, actor access.Actor, before, after households.Household, tonight calendar.Night) ([]Touched, error) {
	if before.Persons == after.Persons {
		return nil, nil
	}
	stays, err := places.StaysOf(ctx, tx, before.ID)
	if err != nil {
		return nil, err
	}
	var list []Touched
	for _, stay := range stays {
		if !stay.State.Holds() {
			continue
		}
		one := Touched{Stay: stay, Persons: max(stay.Persons+after.Persons-before.Persons, 1)}
		if one.Location, err = places.LocationByID(ctx, tx, stay.Location); err != nil {
			return nil, err
		}
		owner, err := places.OwnerOf(ctx, tx, stay.Location)
		if err != nil {
			return nil, err
		}
		from := max(stay.From, min(tonight, stay.Until-1))
		free, err := places.FreeAt(ctx, tx, stay.Location, from, stay.Until)
		if err != nil {
			return nil, err
		}
		one.OutOfReach = access.Check(actor, access.PlaceStay, owner) != nil
		one.refuse(free, from)
		list = append(list, one)
	}
	return list, nil
}

// refuse says why the promise cannot follow: an offer was made for a number and
// waits for an answer to that; a place elsewhere is others' to give; a full night
// is full.
func (t *Touched) refuse(free []int, from calendar.Night) {
	switch more := t.Persons - t.Stay.Persons; {
	case t.Stay.State == places.Offered:
		t.Refused = "registration.member_offer_open"
	case t.OutOfReach:
		t.Refused = "registration.member_place_elsewhere"
	case more > 0 && len(free) > 0 && slices.Min(free) < more:
		t.Refused, t.Free = "places.full", slices.Min(free)
		t.FirstFull = from.Plus(slices.IndexFunc(free, func(places int) bool { return places < more }))
	}
}

// ChangeMember corrects, adds or removes one person of a household, for a reason.
// The promises of places follow the number of persons in the same transaction:
// where one cannot, nothing is changed. A minor found to be alone is told to
// those who call the guardian.
func (s *Service) ChangeMember(ctx context.Context, actor access.Actor, c households.MemberChange, why string) error {
	var check fault.Check
	check.Field(strings.TrimSpace(why) != "", "why", "households.why_missing")
	if err := check.Err(); err != nil {
		return err
	}
	change := gate.Change{Action: access.EditMember, Object: "household/" + c.Household, Reason: why, Owner: ownerOf(c.Household)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("member", string(c.Kind))
		before, after, err := households.ChangeMemberIn(ctx, tx, actor.Person, c)
		if err != nil {
			return err
		}
		if err := follow(ctx, tx, actor, before, after, why); err != nil {
			return err
		}
		return callGuardian(ctx, tx, before, after)
	})
}

func ownerOf(household string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		return households.OwnerOf(ctx, tx, household)
	}
}

// follow holds places for the new number of persons; the store's guard decides
// whether there is room.
func follow(ctx context.Context, tx *gate.Tx, actor access.Actor, before, after households.Household, why string) error {
	list, err := touched(ctx, tx.Tx, actor, before, after, tx.Tonight())
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Refused != "" && one.Refused != "places.full" {
			return fault.New(fault.Conflict, one.Refused)
		}
		if one.Persons == one.Stay.Persons {
			continue
		}
		tx.Note("stay", one.Stay.ID)
		tx.Note("places", one.Persons)
		if err := places.ResizeIn(ctx, tx, actor.Person, one.Stay.ID, one.Persons, why); err != nil {
			return err
		}
	}
	return nil
}

// Correct is households.Correct with what follows elsewhere: promises of places
// follow the number of persons, and a minor alone is told to those who call the
// guardian.
func (s *Service) Correct(ctx context.Context, actor access.Actor, h households.Household) error {
	change := gate.Change{Action: access.EditHousehold, Object: "household/" + h.ID, Owner: ownerOf(h.ID)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		before, after, err := households.CorrectIn(ctx, tx, actor.Person, h)
		if err != nil {
			return err
		}
		if err := follow(ctx, tx, actor, before, after, "corrected"); err != nil {
			return err
		}
		return callGuardian(ctx, tx, before, after)
	})
}

// callGuardian plans the mail about a minor alone, each time a household becomes
// one.
func callGuardian(ctx context.Context, tx *gate.Tx, before, h households.Household) error {
	if h.State != households.StateGuardian || before.State == households.StateGuardian {
		return nil
	}
	time := strconv.FormatInt(before.Rev+1, 10)
	return job.Enqueue(ctx, tx.Tx, "guardian/"+h.ID+"/"+time, tx.Now(), TopicGuardian, guardian{h.ID, h.Code, h.Municipality, h.Region, time})
}
