package org

import (
	"context"

	"onderdak/internal/platform/gate"
)

const (
	sqlReplaceLayer = `INSERT INTO geo_layer (name, source, content, imported_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET source = excluded.source, content = excluded.content, imported_at = excluded.imported_at`
	sqlClearPostcodes = `DELETE FROM postcode`
	sqlInsertPostcode = `INSERT INTO postcode (pc4, municipality, place, latitude, longitude) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (pc4, municipality) DO NOTHING`
)

func replaceLayer(ctx context.Context, tx *gate.Tx, name, source, content string) error {
	_, err := tx.Exec(ctx, sqlReplaceLayer, name, source, content, tx.Now())
	return err
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
