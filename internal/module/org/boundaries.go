package org

import (
	"context"
	"errors"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// BoundariesAt says when the operator last imported boundaries; 0 where that was
// never done.
func BoundariesAt(ctx context.Context, tx *db.Tx) (calendar.Instant, error) {
	at, err := layerAt(ctx, tx, boundaryLayer)
	if errors.Is(err, db.ErrNone) {
		return 0, nil
	}
	return at, err
}

// Boundaries gives the boundary file the operator imported, as it was;
// db.ErrNone where there is none.
func Boundaries(ctx context.Context, tx *db.Tx) (string, error) {
	return layerContent(ctx, tx, boundaryLayer)
}
