package plan

import "onderdak/internal/atlas"

// Municipality is what the policy and the report need to know of one.
type Municipality struct {
	Name        string
	Region      string // name of the safety region
	Inhabitants int
}

// Atlas knows the municipalities by CBS code (GM0344).
type Atlas interface {
	DistanceKm(a, b string) (km float64, known bool)
	Municipality(code string) (m Municipality, known bool)
}

// National is the Atlas of the Netherlands, from package atlas.
type National struct{}

// DistanceKm implements Atlas.
func (National) DistanceKm(a, b string) (float64, bool) { return atlas.DistanceKm(a, b) }

// Municipality implements Atlas.
func (National) Municipality(code string) (Municipality, bool) {
	found, ok := atlas.Find(code)
	if !ok {
		return Municipality{}, false
	}
	region, _ := atlas.Region(found.Region)
	return Municipality{Name: found.Name, Region: region.Name, Inhabitants: found.Inhabitants}, true
}
