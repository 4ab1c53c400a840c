// Package boundary turns a file of boundaries (TopoJSON or GeoJSON) into paths
// of a drawing. It is pure: the text of a file in, paths out; it knows codes and
// coordinates and no map of its own.
package boundary

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a longitude and a latitude in degrees, or metres east and north where
// the file has those.
type Point struct{ X, Y float64 }

// Map holds the outlines of areas by their code. An area has one or more rings;
// those that are holes are drawn like the others, by the even-odd rule.
type Map map[string][][]Point

// feature is an area of either kind of file.
type feature struct {
	ID       any
	Type     string
	Arcs     json.RawMessage // TopoJSON
	Geometry *struct {       // GeoJSON
		Type        string
		Coordinates json.RawMessage
	}
}

type file struct {
	Type      string
	Features  []feature
	Objects   map[string]struct{ Geometries []feature }
	Arcs      [][][]float64
	Transform *struct{ Scale, Translate [2]float64 }
}

// Read reads the areas that have a code of text and an outline; of two with one
// code the rings are put together. Other features are passed over.
func Read(content []byte) (Map, error) {
	var f file
	if err := json.Unmarshal(content, &f); err != nil {
		return nil, fmt.Errorf("boundary: %w", err)
	}
	areas := Map{}
	arcs := f.lines()
	for _, layer := range f.Objects {
		for _, area := range layer.Geometries {
			if err := areas.topology(area, arcs); err != nil {
				return nil, err
			}
		}
	}
	for _, area := range f.Features {
		if err := areas.plain(area); err != nil {
			return nil, err
		}
	}
	if len(areas) == 0 {
		return nil, errors.New("boundary: no area has a code and an outline")
	}
	return areas, nil
}

// lines decodes the arcs of a topology: with a transform they are steps on a
// grid, without one plain positions.
func (f file) lines() [][]Point {
	lines := make([][]Point, len(f.Arcs))
	for i, arc := range f.Arcs {
		var x, y float64
		for _, position := range arc {
			if len(position) < 2 {
				continue
			}
			point := Point{position[0], position[1]}
			if f.Transform != nil {
				x, y = x+position[0], y+position[1]
				point = Point{x*f.Transform.Scale[0] + f.Transform.Translate[0], y*f.Transform.Scale[1] + f.Transform.Translate[1]}
			}
			lines[i] = append(lines[i], point)
		}
	}
	return lines
}

// polygons reads the rings of a polygon or of several.
func polygons[T any](kind string, data json.RawMessage) ([][]T, error) {
	switch kind {
	case "Polygon":
		var one [][]T
		err := json.Unmarshal(data, &one)
		return one, err
	case "MultiPolygon":
		var many [][][]T
		err := json.Unmarshal(data, &many)
		var rings [][]T
		for _, one := range many {
			rings = append(rings, one...)
		}
		return rings, err
	}
	return nil, nil
}

func (m Map) topology(area feature, arcs [][]Point) error {
	code, named := area.ID.(string)
	if !named {
		return nil
	}
	rings, err := polygons[int](area.Type, area.Arcs)
	if err != nil {
		return fmt.Errorf("boundary: %s: %w", code, err)
	}
	for _, ring := range rings {
		var outline []Point
		for _, index := range ring {
			part := index
			if index < 0 {
				part = ^index // the same arc, walked backwards
			}
			if part >= len(arcs) {
				return fmt.Errorf("boundary: %s has arc %d of %d", code, part, len(arcs))
			}
			for i := range arcs[part] {
				if index < 0 {
					i = len(arcs[part]) - 1 - i
				}
				outline = append(outline, arcs[part][i])
			}
		}
		m[code] = append(m[code], outline)
	}
	return nil
}

func (m Map) plain(area feature) error {
	code, named := area.ID.(string)
	if !named || area.Geometry == nil {
		return nil
	}
	rings, err := polygons[[]float64](area.Geometry.Type, area.Geometry.Coordinates)
	if err != nil {
		return fmt.Errorf("boundary: %s: %w", code, err)
	}
	for _, ring := range rings {
		var outline []Point
		for _, position := range ring {
			if len(position) >= 2 {
				outline = append(outline, Point{position[0], position[1]})
			}
		}
		m[code] = append(m[code], outline)
	}
	return nil
}

// Drawing is areas on a grid of Width by Height whole units, north above.
type Drawing struct {
	Width, Height int
	Paths         map[string]string // by code, for the attribute d of a path
	west, north   float64
	across, down  float64 // units per degree
}

// Size of the longer side of a drawing in its own units: fine enough for a
// screen, coarse enough to be sent.
const longest = 640

// Draw draws the areas with these codes, as large as the grid allows; false
// where the map has none of them. A degree of longitude is as long as it is in
// the middle of the drawing.
func (m Map) Draw(codes []string) (Drawing, bool) {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, code := range codes {
		for _, ring := range m[code] {
			for _, p := range ring {
				low = Point{min(low.X, p.X), min(low.Y, p.Y)}
				high = Point{max(high.X, p.X), max(high.Y, p.Y)}
			}
		}
	}
	if high.X <= low.X || high.Y <= low.Y {
		return Drawing{}, false
	}
	shrink := 1.0
	if high.X <= 180 {
		shrink = math.Cos((low.Y + high.Y) / 2 * math.Pi / 180)
	}
	scale := longest / max((high.X-low.X)*shrink, high.Y-low.Y)
	d := Drawing{Paths: map[string]string{}, west: low.X, north: high.Y, across: scale * shrink, down: scale}
	d.Width, d.Height = d.At(high.X, low.Y)
	for _, code := range codes {
		if path := d.path(m[code]); path != "" {
			d.Paths[code] = path
		}
	}
	return d, true
}

// At is where a place lies in the drawing.
func (d Drawing) At(x, y float64) (int, int) {
	return int(math.Round((x - d.west) * d.across)), int(math.Round((d.north - y) * d.down))
}

// path writes rings as steps on the grid. Rings that shrink to a line are left
// out: they are islets nobody would see.
func (d Drawing) path(rings [][]Point) string {
	var out strings.Builder
	for _, ring := range rings {
		var steps [][2]int
		for _, p := range ring {
			x, y := d.At(p.X, p.Y)
			if step := [2]int{x, y}; len(steps) == 0 || steps[len(steps)-1] != step {
				steps = append(steps, step)
			}
		}
		if last := len(steps) - 1; last > 0 && steps[0] == steps[last] {
			steps = steps[:last]
		}
		if len(steps) < 3 {
			continue
		}
		for i, step := range steps {
			letter, x, y := "l", 0, 0
			if i == 0 {
				letter = "M"
			} else {
				x, y = steps[i-1][0], steps[i-1][1]
			}
			if i > 1 {
				letter = "" // the letter before goes on
				if step[0]-x >= 0 {
					letter = " "
				}
			}
			out.WriteString(letter + strconv.Itoa(step[0]-x))
			if step[1]-y >= 0 {
				out.WriteByte(' ')
			}
			out.WriteString(strconv.Itoa(step[1] - y))
		}
		out.WriteByte('z')
	}
	return out.String()
}
