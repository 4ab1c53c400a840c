package households

import (
	"context"
	"errors"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Link ties two households that want to be near each other.
type Link struct {
	A, B string // ids; A sorts before B
	Kind LinkKind
}

// LinkKind says what two households are to each other.
type LinkKind string

// The kinds of links.
const (
	Family  LinkKind = "family"
	Friends LinkKind = "friends"
	Group   LinkKind = "group" // travelled together
)

// Link records that two households want to be near each other; both must be
// within the actor's reach. A second time changes the kind.
func (s *Service) Link(ctx context.Context, actor access.Actor, a, b string, kind LinkKind) error {
	var check fault.Check
	check.Field(a != b, "household", "households.link_itself")
	check.Field(kind == Family || kind == Friends || kind == Group, "kind", "households.link_kind_wrong")
	if err := check.Err(); err != nil {
		return err
	}
	a, b = min(a, b), max(a, b)
	change := gate.Change{Action: access.EditHousehold, Object: object(a), Owner: owner(a)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		other, err := found(ctx, tx.Tx, b)
		if err != nil {
			return err
		}
		if err := access.Check(actor, access.EditHousehold, other.Owner()); err != nil {
			return err
		}
		tx.Note("linked_to", object(b))
		return insertLink(ctx, tx, a, b, kind)
	})
}

// Links lists the links of a household, inside a transaction.
func Links(ctx context.Context, tx *db.Tx, id string) ([]Link, error) {
	return db.All(ctx, tx, sqlLinks, []any{id}, readLink)
}

// LinkIn is Link inside the caller's transaction, for a household that names the
// code of another: a wish of the one, which asks nothing of the other and tells
// it nothing.
func LinkIn(ctx context.Context, tx *gate.Tx, a, b string, kind LinkKind) error {
	tx.Note("linked_to", object(b))
	return insertLink(ctx, tx, a, b, kind)
}

// Linked is a household that another wants to be near.
type Linked struct {
	Household    string // id; empty where it lies outside the reader's reach
	Code         string
	Kind         LinkKind
	Municipality string // CBS code of where it is now
}

// LinkedTo lists the households that one within the actor's reach wants to be
// near, by their reference codes.
func (s *Service) LinkedTo(ctx context.Context, actor access.Actor, id string) (list []Linked, err error) {
	err = s.door.View(ctx, actor, access.ViewHouseholds, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		owner, err := OwnerOf(ctx, tx, id)
		if errors.Is(err, db.ErrNone) || err == nil && !scope.Covers(owner) {
			return fault.New(fault.NotFound, "households.unknown")
		}
		if err != nil {
			return err
		}
		links, err := Links(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, link := range links {
			other, err := Load(ctx, tx, link.other(id))
			if err != nil {
				return err
			}
			linked := Linked{Code: other.Code, Kind: link.Kind, Municipality: other.Municipality}
			if scope.Covers(other.Owner()) {
				linked.Household = other.ID
			}
			list = append(list, linked)
		}
		return nil
	})
	return list, err
}

func (l Link) other(id string) string {
	if l.A == id {
		return l.B
	}
	return l.A
}

// FoundByCode finds a household by its reference code inside a transaction,
// however it was typed; db.ErrNone where there is none.
func FoundByCode(ctx context.Context, tx *db.Tx, code string) (Household, error) {
	return readHousehold(tx.Row(ctx, sqlHouseholdByCode, foldCode(code)))
}
