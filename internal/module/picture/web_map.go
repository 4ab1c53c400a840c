package picture

import (
	"cmp"
	"slices"
	"strconv"

	"onderdak/internal/atlas"
	"onderdak/internal/boundary"
	"onderdak/internal/module/places"
)

// chart is the map of the real country. It is for the eye: the table below it
// says the same to everybody.
type chart struct {
	ViewBox string
	Areas   []shape
	Legend  []string // states, in the order of their words
}

// shape is one area on the map.
type shape struct {
	Path, Href, Name, State string
	Figure                  int
	X, Y                    int // where the figure stands
}

var mapStates = []string{"free", "tight", "full", "short", "none"}

// chart draws the parts of the area; base is the address their codes are written
// behind.
func (d drawing) chart(drawn boundary.Drawing, base string) *chart {
	c := &chart{ViewBox: "0 0 " + strconv.Itoa(drawn.Width) + " " + strconv.Itoa(drawn.Height)}
	seen := map[string]bool{}
	for _, area := range d.Parts {
		path := drawn.Paths[area.Code]
		if path == "" {
			continue
		}
		s := shape{Path: path, Href: d.to(d.Tonight, base+area.Code), Name: area.Name, Figure: area.Headline(d.rung()), State: area.TileState()}
		if d.rung() != places.Open {
			s.State = "free"
			if s.Figure == 0 {
				s.State = "none"
			}
		} else if s.State == "short" {
			s.Figure = -area.First.Short
		}
		s.X, s.Y = drawn.At(middle(area.Code))
		seen[s.State] = true
		c.Areas = append(c.Areas, s)
	}
	// What is short is drawn last, so that its border lies on top.
	slices.SortStableFunc(c.Areas, func(a, b shape) int {
		return cmp.Compare(slices.Index(mapStates, a.State)%4, slices.Index(mapStates, b.State)%4)
	})
	if d.rung() == places.Open {
		for _, state := range mapStates {
			if seen[state] {
				c.Legend = append(c.Legend, state)
			}
		}
	}
	return c
}

// middle is where the people of an area live, longitude first.
func middle(code string) (float64, float64) {
	if region, known := atlas.Region(code); known {
		return region.Lon, region.Lat
	}
	town, _ := atlas.Find(code)
	return town.Lon, town.Lat
}
