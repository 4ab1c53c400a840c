package households

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Override lifts one safeguarding rule for one household at one location, once
// two different persons have signed for it.
type Override struct {
	ID           string
	Household    string
	Rule         string // key of a Rule
	Location     string
	Reason       string
	FirstPerson  string
	FirstAt      calendar.Instant
	SecondPerson string // empty until the second signature
	SecondAt     calendar.Instant
}

// Complete says whether both have signed: only then the override counts.
func (o Override) Complete() bool { return o.SecondPerson != "" && o.SecondPerson != o.FirstPerson }

// SignOverride puts the first signature under an override; household, rule,
// location and reason are the caller's, the signature is the actor's.
func (s *Service) SignOverride(ctx context.Context, actor access.Actor, o Override) error {
	var check fault.Check
	check.Field(o.ID != "", "id", "households.id_missing")
	check.Field(knownRule(o.Rule), "rule", "households.rule_unknown")
	check.Field(o.Location != "", "location", "households.location_missing")
	check.Field(strings.TrimSpace(o.Reason) != "", "reason", "households.why_missing")
	if err := check.Err(); err != nil {
		return err
	}
	if err := named(actor); err != nil {
		return err
	}
	change := gate.Change{Action: access.Override, Object: object(o.Household), Reason: o.Reason, Owner: owner(o.Household)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("override", o.ID)
		tx.Note("rule", o.Rule)
		tx.Note("location", o.Location)
		tx.Note("signature", 1)
		if err := tx.Alters(ctx, keptOverrides, o.Household); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sqlInsertOverride, o.ID, o.Household, o.Rule, o.Location, o.Reason, actor.Person, tx.Now())
		return err
	})
}

// Countersign puts the second signature under an override, by another person
// than the first. From then on it counts.
func (s *Service) Countersign(ctx context.Context, actor access.Actor, id string) error {
	if err := named(actor); err != nil {
		return err
	}
	change := gate.Change{Action: access.Override, Object: "override/" + id, Owner: ownerOfOverride(id)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		o, err := readOverride(tx.Row(ctx, sqlOverride, id))
		if err != nil {
			return err
		}
		if o.FirstPerson == actor.Person {
			return fault.New(fault.Conflict, "households.two_persons")
		}
		tx.Note("household", o.Household)
		tx.Note("rule", o.Rule)
		tx.Note("location", o.Location)
		tx.Note("signature", 2)
		if err := tx.Alters(ctx, keptOverrides, o.Household); err != nil {
			return err
		}
		rows, err := tx.Exec(ctx, sqlCountersign, actor.Person, tx.Now(), id)
		if err == nil && rows == 0 {
			return fault.New(fault.Conflict, "households.signed_already")
		}
		return err
	})
}

// ownerOfOverride says whose affair the household of an override is.
func ownerOfOverride(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		found, err := readOverride(tx.Row(ctx, sqlOverride, id))
		if err != nil {
			return access.Owner{}, err
		}
		return OwnerOf(ctx, tx, found.Household)
	}
}

// named refuses the program itself: an override needs persons who answer for it.
func named(actor access.Actor) error {
	if actor.Role == access.System {
		return fault.New(fault.Forbidden, "households.named_person")
	}
	return nil
}

// Overrides lists the overrides of a household, half signed ones too.
func Overrides(ctx context.Context, tx *db.Tx, household string) ([]Override, error) {
	return db.All(ctx, tx, sqlOverrides, []any{household}, readOverride)
}

// Unsigned is an override that waits for its second signature.
type Unsigned struct {
	Override
	Code      string // reference code of the household
	FirstName string // who signed first, as colleagues know them; empty where unknown
}

// Unsigned lists the overrides within the actor's reach that wait for a second
// signature, the oldest first.
func (s *Service) Unsigned(ctx context.Context, actor access.Actor) (list []Unsigned, err error) {
	err = s.door.View(ctx, actor, access.Override, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		list, err = db.All(ctx, tx, sqlUnsigned, scope.Args(), readUnsigned)
		return err
	})
	return list, err
}

// Broken lists the safeguarding rules that forbid the household a location of
// this type and that no complete override lifts there.
func Broken(ctx context.Context, tx *db.Tx, h Household, location, locationType string, screened bool) ([]string, error) {
	forbidding := forbidding(h, locationType, screened)
	if len(forbidding) == 0 {
		return nil, nil
	}
	overrides, err := Overrides(ctx, tx, h.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(forbidding, func(rule string) bool {
		return slices.ContainsFunc(overrides, func(o Override) bool { return o.Complete() && o.Location == location && o.Rule == rule })
	}), nil
}

// Guard is nil when safeguarding allows the household this location, or every
// rule that forbids it is lifted there by two signatures. Whoever places by hand
// calls it in the transaction of the placement.
func Guard(ctx context.Context, tx *db.Tx, h Household, location, locationType string, screened bool) error {
	broken, err := Broken(ctx, tx, h, location, locationType, screened)
	if err == nil && len(broken) > 0 {
		return fault.New(fault.Conflict, "households.safeguard", "code", h.Code, "rule", broken[0])
	}
	return err
}
