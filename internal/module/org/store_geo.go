package org

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const (
	sqlReplaceLayer = `INSERT INTO geo_layer (name, source, content, imported_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET source = excluded.source, content = excluded.content, imported_at = excluded.imported_at`
	sqlLayerAt        = `SELECT imported_at FROM geo_layer WHERE name = $1`
	sqlLayer          = `SELECT content FROM geo_layer WHERE name = $1`
	sqlClearPostcodes = `DELETE FROM postcode`
	sqlInsertPostcode = `INSERT INTO postcode (pc4, municipality, place, latitude, longitude) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (pc4, municipality) DO NOTHING`
)

func replaceLayer(ctx context.Context, tx *gate.Tx, name, source, content string) error {
	_, err := tx.Exec(ctx, sqlReplaceLayer, name, source, content, tx.Now())
	return err
}

func layerAt(ctx context.Context, tx *db.Tx, name string) (at calendar.Instant, err error) {
	err = tx.Row(ctx, sqlLayerAt, name).Scan(&at)
	return at, err
}

func layerContent(ctx context.Context, tx *db.Tx, name string) (content string, err error) {
	err = tx.Row(ctx, sqlLayer, name).Scan(&content)
	return content, err
}

func replacePostcodes(ctx context.Context, tx *gate.Tx, rows []postcode) error {
	if _, err := tx.Exec(ctx, sqlClearPostcodes); err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := tx.Exec(ctx, sqlInsertPostcode, row.pc4, row.municipality, row.place, row.latitude, row.longitude); err != nil {
			return err
		}
	}
	return nil
}
