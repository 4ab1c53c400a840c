package reading

import (
	"testing"

	"onderdak/internal/atlas"
)

// TestVillagesLieSomewhere holds every place to one municipality of 2023, and to a
// name that is not itself a municipality of today.
func TestVillagesLieSomewhere(t *testing.T) {
	if len(villages) < 300 {
		t.Errorf("only %d places", len(villages))
	}
	for place, municipality := range villages {
		found := atlas.ByName(municipality)
		if len(found) == 0 || found[0].Until.Known || found[0].Name != municipality {
			t.Errorf("%s: no municipality %q in 2023", place, municipality)
		}
		for _, m := range atlas.ByName(place) {
			if !m.Until.Known {
				t.Errorf("%s is a municipality itself", place)
			}
		}
	}
}
