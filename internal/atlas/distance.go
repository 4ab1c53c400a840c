package atlas

import (
	"math"
	"slices"
	"strings"
)

// earthKm is the mean radius of the earth in kilometres.
const earthKm = 6371.0088

// Neighbour is a municipality at a distance from another.
type Neighbour struct {
	Municipality
	Km float64 // as DistanceKm gives it
}

// DistanceKm gives the great-circle distance between two municipalities,
// present or past, in kilometres to one decimal; false when a code is unknown.
// The rounding keeps the figure the same on every machine.
func DistanceKm(a, b string) (float64, bool) {
	from, knownA := atlas.all[a]
	to, knownB := atlas.all[b]
	if !knownA || !knownB {
		return 0, false
	}
	return roundTo(greatCircle(from, to), 10), true
}

// Neighbours gives the n valid municipalities nearest to the one with the
// code, itself not among them, nearest first; equal distances in order of code.
// None when the code is unknown.
func Neighbours(code string, n int) []Neighbour {
	from, ok := atlas.all[code]
	if !ok || n <= 0 {
		return nil
	}
	near := make([]Neighbour, 0, len(atlas.present))
	for _, m := range atlas.present {
		if m.Code != code {
			near = append(near, Neighbour{m, roundTo(greatCircle(from, m), 10)})
		}
	}
	slices.SortFunc(near, func(a, b Neighbour) int {
		if a.Km != b.Km {
			if a.Km < b.Km {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Code, b.Code)
	})
	return near[:min(n, len(near))]
}

// greatCircle is the haversine distance in kilometres, unrounded.
func greatCircle(a, b Municipality) float64 {
	if a.Lat == b.Lat && a.Lon == b.Lon {
		return 0
	}
	const radian = math.Pi / 180
	halfLat := math.Sin((b.Lat - a.Lat) * radian / 2)
	halfLon := math.Sin((b.Lon - a.Lon) * radian / 2)
	along := float64(halfLat * halfLat)
	across := float64(halfLon*halfLon) * math.Cos(a.Lat*radian) * math.Cos(b.Lat*radian)
	return 2 * earthKm * math.Asin(math.Sqrt(along+across))
}

// roundTo rounds to a whole number of 1/parts.
func roundTo(value, parts float64) float64 {
	return math.Round(value*parts) / parts
}
