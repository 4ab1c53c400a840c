package arrivals

import (
	"context"
	"fmt"

	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlInsertLink = `INSERT INTO offer_link (digest, offer, side, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)`
	sqlLink       = `SELECT digest, offer, side, expires_at FROM offer_link WHERE digest = $1`
)

func insertLink(ctx context.Context, tx *gate.Tx, l link) error {
	if err := tx.Alters(ctx, keptLinks, l.offer); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, sqlInsertLink, l.digest, l.offer, string(l.side), tx.Now(), l.expires); err != nil {
		return fmt.Errorf("arrivals: link: %w", err)
	}
	return nil
}

func linkBy(ctx context.Context, tx *db.Tx, digest string) (link, error) {
	var l link
	err := tx.Row(ctx, sqlLink, digest).Scan(&l.digest, &l.offer, &l.side, &l.expires)
	return l, err
}
