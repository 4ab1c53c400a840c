package org

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// boundaryLayer is the name boundaries are kept under.
const boundaryLayer = "boundaries"

// LargestGeography is the size in bytes of the largest file geo import takes.
const LargestGeography = 64 << 20

// GeoCounts says what a geography file held.
type GeoCounts struct {
	Kind  string // "boundaries" or "postcodes"
	Areas int    // boundaries of municipalities and regions we know
	Rows  int    // postcode rows
}

// ImportGeography takes in a boundary file (TopoJSON or GeoJSON whose features
// carry GM and VR codes) or a postcode table (CSV with pc4, gm_code, places,
// lat, lon). Either replaces what was imported before; a file that is wrong
// anywhere changes nothing. Nothing in Onderdak needs these tables to run.
func (s *Service) ImportGeography(ctx context.Context, actor access.Actor, source string, content []byte) (GeoCounts, error) {
	if len(content) > LargestGeography {
		return GeoCounts{}, fault.New(fault.Invalid, "org.geo_too_large", "mebibytes", LargestGeography>>20)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	trimmed := bytes.TrimSpace(content)
	if len(trimmed) == 0 {
		return GeoCounts{}, fault.New(fault.Invalid, "org.geo_empty")
	}
	if trimmed[0] == '{' {
		return s.importBoundaries(ctx, actor, source, trimmed)
	}
	return s.importPostcodes(ctx, actor, source, content)
}

func (s *Service) importBoundaries(ctx context.Context, actor access.Actor, source string, content []byte) (GeoCounts, error) {
	areas, err := boundaries(content)
	if err != nil {
		return GeoCounts{}, fault.Wrap(err, fault.Invalid, "org.geo_broken")
	}
	if areas == 0 {
		return GeoCounts{}, fault.New(fault.Invalid, "org.geo_no_areas")
	}
	change := gate.Change{Action: access.ExchangeFiles, Object: "geography/boundaries", Reason: source}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("areas", areas)
		return replaceLayer(ctx, tx, boundaryLayer, source, string(content))
	})
	return GeoCounts{Kind: "boundaries", Areas: areas}, err
}

// boundaries counts the areas of a boundary file whose code we know.
func boundaries(content []byte) (int, error) {
	type feature struct {
		ID         any `json:"id"`
		Properties map[string]any
		Geometry   *struct{ Type string }
		Type       string
	}
	var file struct {
		Type     string
		Features []feature
		Objects  map[string]struct{ Geometries []feature }
		Arcs     []json.RawMessage
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return 0, err
	}
	all := file.Features
	for _, layer := range file.Objects {
		all = append(all, layer.Geometries...)
	}
	switch {
	case file.Type != "Topology" && file.Type != "FeatureCollection":
		return 0, fmt.Errorf("type %q is neither Topology nor FeatureCollection", file.Type)
	case file.Type == "Topology" && len(file.Arcs) == 0:
		return 0, errors.New("the topology has no arcs")
	}
	known := 0
	for _, area := range all {
		if code, ok := area.ID.(string); ok && knownArea(code) {
			known++
		}
	}
	return known, nil
}

func knownArea(code string) bool {
	_, municipality := atlas.Find(code)
	_, region := atlas.Region(code)
	return municipality || region
}

// postcode is one row of the operator's postcode table.
type postcode struct {
	pc4, municipality, place string
	latitude, longitude      int64 // millionths of a degree
}

func (s *Service) importPostcodes(ctx context.Context, actor access.Actor, source string, content []byte) (GeoCounts, error) {
	rows, err := readPostcodes(bytes.NewReader(content))
	if err != nil {
		return GeoCounts{}, err
	}
	change := gate.Change{Action: access.ExchangeFiles, Object: "geography/postcodes", Reason: source}
	err = s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("rows", len(rows))
		return replacePostcodes(ctx, tx, rows)
	})
	return GeoCounts{Kind: "postcodes", Rows: len(rows)}, err
}

func readPostcodes(in io.Reader) ([]postcode, error) {
	reader := csv.NewReader(in)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "org.geo_broken")
	}
	columns := map[string]int{}
	for i, name := range header {
		columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	var check fault.Check
	for _, name := range []string{"pc4", "gm_code", "places", "lat", "lon"} {
		_, ok := columns[name]
		check.Field(ok, name, "org.geo_column", "column", name)
	}
	if err := check.Err(); err != nil {
		return nil, err
	}
	var rows []postcode
	for line := 2; ; line++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, check.Err()
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "org.geo_broken")
		}
		rows = append(rows, readPostcode(record, columns, line, &check))
	}
}

func readPostcode(record []string, columns map[string]int, line int, check *fault.Check) postcode {
	cell := func(name string) string {
		if i := columns[name]; i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	degrees := func(name string, low, high float64) int64 {
		value, err := strconv.ParseFloat(cell(name), 64)
		check.Field(err == nil && value >= low && value <= high, name, "org.geo_cell", "row", line, "column", name, "value", cell(name))
		return int64(value * 1e6)
	}
	row := postcode{pc4: cell("pc4"), municipality: cell("gm_code"), place: cell("places")}
	number, err := strconv.Atoi(row.pc4)
	check.Field(err == nil && number >= 1000 && number <= 9999, "pc4", "org.geo_cell", "row", line, "column", "pc4", "value", row.pc4)
	_, known := atlas.Find(row.municipality)
	check.Field(known, "gm_code", "org.geo_cell", "row", line, "column", "gm_code", "value", row.municipality)
	row.latitude, row.longitude = degrees("lat", 50, 54), degrees("lon", 3, 8)
	return row
}
