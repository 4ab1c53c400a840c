// Package atlas is the compiled map of the Netherlands that Onderdak reckons
// with: municipalities, the mergers since 2019, safety regions and provinces,
// with inhabitants and coordinates. It is pure and read-only: tables in the
// binary, no files and no network.
package atlas

import (
	"slices"
	"strings"

	"onderdak/internal/calendar"
)

// Beginning is the first night the table knows. From this night on it holds
// every change of the municipal division (355 municipalities in 2019, 352 in
// 2021, 345 and from 24 March 344 in 2022, 342 since 2023); what changed
// before is not in it.
var Beginning = calendar.MustParse("2019-01-01")

// Municipality is one municipality, present or past.
type Municipality struct {
	Code         string         // CBS code, GM0344
	Name         string         // CBS spelling, such as "'s-Gravenhage" or "Hengelo (O.)"
	Region       string         // safety region code, VR09
	ProvinceCode string         // CBS code, PV26
	Province     string         // name, "Utrecht"
	Inhabitants  int            // on 1 January 2022; 0 for a municipality that was merged away
	Lat, Lon     float64        // where people live, degrees WGS 84 to two decimals
	From         calendar.Night // first night the code was valid; Beginning when it is older
	Until        calendar.End   // first night it no longer was; unknown while it is valid
	Successors   []string       // codes that took over its territory, sorted; nil while it is valid
}

// ValidOn tells whether the municipality existed on the night.
func (m Municipality) ValidOn(night calendar.Night) bool {
	return m.From <= night && (!m.Until.Known || night < m.Until.Night)
}

// SafetyRegion is one of the 25 safety regions in which municipalities work
// together in a crisis.
type SafetyRegion struct {
	Code           string  // VR09
	Name           string  // "Utrecht"
	Inhabitants    int     // sum of its municipalities
	Municipalities int     // how many it has
	Lat, Lon       float64 // mean of its municipalities weighed by inhabitants, two decimals
	Row, Column    int     // place on the tile map, from 0; row 0 is north, column 0 is west
}

// municipalityRow is a line of the compiled table.
type municipalityRow struct {
	code, name, region, province string
	inhabitants                  int
	lat, lon                     float64
}

// book is everything the package answers from, built once from the tables.
type book struct {
	all     map[string]Municipality // by code, past ones included
	present []Municipality          // valid ones, by code
	past    []Municipality          // merged ones, by code
	regions []SafetyRegion          // by code
	names   map[string][]string     // folded name to codes, present ones first
}

var atlas = compile()

func compile() *book {
	b := &book{all: make(map[string]Municipality)}
	for _, row := range municipalityTable {
		from, ok := establishedOn[row.code]
		if !ok {
			from = Beginning
		}
		m := row.municipality()
		m.From = from
		b.present = append(b.present, m)
		b.all[m.Code] = m
	}
	for _, merger := range mergerTable {
		m := merger.municipalityRow.municipality()
		m.From, m.Until = Beginning, calendar.At(merger.on)
		m.Successors = strings.Fields(merger.successors)
		b.past = append(b.past, m)
		b.all[m.Code] = m
	}
	b.regions = compileRegions(b.present)
	b.names = indexNames(b.present, b.past)
	return b
}

func (row municipalityRow) municipality() Municipality {
	return Municipality{
		Code: row.code, Name: row.name, Region: row.region,
		ProvinceCode: row.province, Province: provinceNames[row.province],
		Inhabitants: row.inhabitants, Lat: row.lat, Lon: row.lon,
	}
}

func compileRegions(municipalities []Municipality) []SafetyRegion {
	regions := make([]SafetyRegion, 0, len(regionTable))
	for _, row := range regionTable {
		region := SafetyRegion{Code: row.code, Name: row.name, Row: row.row, Column: row.column}
		var lat, lon float64
		for _, m := range municipalities {
			if m.Region != row.code {
				continue
			}
			region.Municipalities++
			region.Inhabitants += m.Inhabitants
			lat += float64(m.Lat * float64(m.Inhabitants))
			lon += float64(m.Lon * float64(m.Inhabitants))
		}
		region.Lat = roundTo(lat/float64(region.Inhabitants), 100)
		region.Lon = roundTo(lon/float64(region.Inhabitants), 100)
		regions = append(regions, region)
	}
	return regions
}

// Municipalities gives the 342 valid municipalities in order of code. The
// slice is the caller's own.
func Municipalities() []Municipality { return slices.Clone(atlas.present) }

// MunicipalitiesOn gives the municipalities that existed on the night, in
// order of code; none before Beginning.
func MunicipalitiesOn(night calendar.Night) []Municipality {
	var valid []Municipality
	for _, m := range slices.Concat(atlas.present, atlas.past) {
		if m.ValidOn(night) {
			valid = append(valid, m)
		}
	}
	slices.SortFunc(valid, func(a, b Municipality) int { return strings.Compare(a.Code, b.Code) })
	return valid
}

// Find gives the municipality with the code, present or past.
func Find(code string) (Municipality, bool) {
	m, ok := atlas.all[code]
	return m, ok
}

// Regions gives the 25 safety regions in order of code. The slice is the
// caller's own.
func Regions() []SafetyRegion { return slices.Clone(atlas.regions) }

// Region gives the safety region with the code.
func Region(code string) (SafetyRegion, bool) {
	at, ok := slices.BinarySearchFunc(atlas.regions, code, func(r SafetyRegion, code string) int {
		return strings.Compare(r.Code, code)
	})
	if !ok {
		return SafetyRegion{}, false
	}
	return atlas.regions[at], true
}

// Current gives the codes that cover, on the night, the territory a code once
// stood for, sorted: the code itself while it is valid, its successors after a
// merger (several where it was split up), nothing for an unknown code or a
// night on which it did not exist yet.
func Current(code string, night calendar.Night) []string {
	m, ok := atlas.all[code]
	switch {
	case !ok || night < m.From:
		return nil
	case m.ValidOn(night):
		return []string{code}
	}
	var codes []string
	for _, successor := range m.Successors {
		codes = append(codes, Current(successor, night)...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
