package org_test

import (
	"strings"
	"testing"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

const topology = `{"type":"Topology","arcs":[[[0,0],[1,1]]],"objects":{
	"regions":{"type":"GeometryCollection","geometries":[{"id":"VR09","type":"Polygon","arcs":[[0]]}]},
	"towns":{"type":"GeometryCollection","geometries":[{"id":"GM0344","type":"Polygon","arcs":[[0]]},{"id":"XX1","type":"Polygon","arcs":[[0]]}]}}}`

func (h *house) stored(t *testing.T, query string) (count int) {
	t.Helper()
	err := h.store.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, query).Scan(&count) })
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestGeographyIsImportedWhole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		counts, err := h.ImportGeography(ctx, admin, "own drawing", []byte("\ufeff"+topology))
		if err != nil || counts.Areas != 2 || counts.Kind != "boundaries" {
			t.Errorf("%+v, %v", counts, err)
		}
		table := "pc4,gm_code,places,lat,lon\n3511,GM0344,Utrecht,52.09,5.11\n3700,GM0355,Zeist,52.09,5.24\n"
		for range 2 {
			if counts, err = h.ImportGeography(ctx, admin, "own table", []byte(table)); err != nil || counts.Rows != 2 {
				t.Errorf("%+v, %v", counts, err)
			}
		}
		if got := h.stored(t, `SELECT COUNT(*) FROM postcode`); got != 2 {
			t.Errorf("%d postcodes", got)
		}
		if got := h.stored(t, `SELECT latitude FROM postcode WHERE pc4 = '3511'`); got != 52090000 {
			t.Errorf("latitude %d", got)
		}
	})
}

func TestWrongGeographyChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		good := "pc4,gm_code,places,lat,lon\n3511,GM0344,Utrecht,52.09,5.11\n"
		if _, err := h.ImportGeography(ctx, admin, "own table", []byte(good)); err != nil {
			t.Fatal(err)
		}
		cases := map[string]string{
			"":                              "org.geo_empty",
			"  \n":                          "org.geo_empty",
			"{":                             "org.geo_broken",
			`{"type":"Feature"}`:            "org.geo_broken",
			`{"type":"Topology","arcs":[]}`: "org.geo_broken",
			`{"type":"FeatureCollection","features":[]}`:      "org.geo_no_areas",
			"pc4,gm_code\n3511,GM0344":                        "fault.invalid",
			good + "99,GM0344,x,52,5\n3512,GM9999,y,52,500\n": "fault.invalid",
			"pc4,\"gm_code\nbroken":                           "org.geo_broken",
		}
		for content, key := range cases {
			_, err := h.ImportGeography(ctx, admin, "wrong", []byte(content))
			if told := fault.As(err); told.Kind != fault.Invalid || told.Key != key {
				t.Errorf("%q: %v, want %s", content, err, key)
			}
		}
		_, err := h.ImportGeography(ctx, admin, "wrong", []byte(good+"99,GM0344,x,52,5\n3512,GM9999,y,52,500\n"))
		if fields := fault.As(err).Fields; len(fields) != 3 || fields[0].Args["row"] != 3 || fields[2].Args["column"] != "lon" {
			t.Errorf("not every wrong cell was told: %+v", fields)
		}
		if got := h.stored(t, `SELECT COUNT(*) FROM postcode`); got != 1 {
			t.Errorf("a wrong file left %d rows", got)
		}
		large := []byte(strings.Repeat("x", 65<<20))
		if _, err := h.ImportGeography(ctx, admin, "large", large); fault.As(err).Key != "org.geo_too_large" {
			t.Error(err)
		}
		clerk := access.Actor{Person: "x", Role: access.Municipal, Municipality: "GM0355", Region: "VR09"}
		if _, err := h.ImportGeography(ctx, clerk, "own", []byte(good)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a municipal coordinator imported geography: %v", err)
		}
	})
}
