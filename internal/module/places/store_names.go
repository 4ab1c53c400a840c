package places

import (
	"context"
	"errors"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlNamesIn = `SELECT id, name FROM location WHERE municipality = $1 AND closed_at IS NULL ORDER BY name, id`
	sqlUsedIn  = `SELECT ` + locationColumns + ` FROM location l WHERE l.municipality = $1 AND l.closed_at IS NULL ORDER BY l.name, l.id`
	sqlNameOf  = `SELECT name FROM location WHERE id = $1`
)

// Named is a location by its name alone.
type Named struct{ ID, Name string }

// NamesIn lists the locations in use of a municipality by name, for lists to
// choose from. Names of locations are no secret, so nobody's reach is asked.
func (s *Service) NamesIn(ctx context.Context, municipality string) (found []Named, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewLocations, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = db.All(ctx, tx, sqlNamesIn, []any{municipality}, func(row db.Scanner) (one Named, err error) {
			err = row.Scan(&one.ID, &one.Name)
			return one, err
		})
		return err
	})
	return found, err
}

// NameOf is the name of a location, closed ones included; empty where there is
// no such location.
func (s *Service) NameOf(ctx context.Context, id string) (name string, err error) {
	err = s.door.View(ctx, access.Program(), access.ViewLocations, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		if err := tx.Row(ctx, sqlNameOf, id).Scan(&name); !errors.Is(err, db.ErrNone) {
			return err
		}
		return nil
	})
	return name, err
}

// LocationsIn lists the locations in use of a municipality by name, inside a
// transaction of somebody who may see them.
func LocationsIn(ctx context.Context, tx *db.Tx, municipality string) ([]Location, error) {
	return db.All(ctx, tx, sqlUsedIn, []any{municipality}, readLocation)
}
