package picture

import (
	"fmt"
	"strings"
	"testing"

	"onderdak/internal/module/org"
)

// invented is a country of two regions and two municipalities, all squares.
func invented(shift int) []byte {
	square := func(x int) string {
		return fmt.Sprintf("[[[%d,52],[%d,52],[%d,53],[%d,53],[%d,52]]]", x, x+1, x+1, x, x)
	}
	var features []string
	for i, code := range []string{"VR09", "VR05", "GM0344", "GM0355"} {
		features = append(features, fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Polygon","coordinates":%s}}`, code, square(4+i%2+shift)))
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)
}

func (h *house) imports(content []byte) {
	h.Helper()
	_, err := org.New(h.door, "").ImportGeography(ctx, program, "invented", content)
	h.must(err)
}

func TestTheMapComesWithTheBoundaries(t *testing.T) {
	each(t, func(h *house) {
		h.normal()
		if words := h.page("council", "nl", "/").words(); strings.Contains(words, "Kaart") {
			t.Error("there is a tab for a map that is not there")
		}
		if words := h.page("council", "nl", "/?weergave=kaart").words(); !strings.Contains(words, "onderdak geo import BESTAND") {
			t.Error("the page does not say how to get a map")
		}
		h.imports(invented(0))
		page := h.page("council", "nl", "/?weergave=kaart")
		shapes := page.all("path", "geo--free")
		if len(page.all("text", "")) != 2 || len(shapes) < 2 || !strings.HasPrefix(shapes[0].attribute("d"), "M") {
			t.Errorf("%d figures, %d shapes", len(page.all("text", "")), len(shapes))
		}
		if row := page.row("Utrecht"); len(row) == 0 || row[1] != "281" {
			t.Errorf("the table below the map: %v", row)
		}
		if got := page.all("svg", "geo__map")[0].words(); !strings.Contains(got, "Utrecht: 281") || !strings.Contains(got, "Twente: 12") {
			t.Errorf("the map: %s", got)
		}
		for _, lang := range languages {
			for _, path := range []string{"/?weergave=kaart", "/?weergave=kaart&trede=toegezegd", "/regios/VR09?weergave=kaart", "/regios/VR24?weergave=kaart", "/?weergave=kaart&scherm=1"} {
				h.page("national", lang, path)
			}
		}
		if got := h.page("regional", "nl", "/regios/VR09?weergave=kaart").all("svg", "geo__map")[0].words(); !strings.Contains(got, "Zeist: 101") {
			t.Errorf("the region: %s", got)
		}
	})
}

// Outlines are made once, and anew when the operator imports others.
func TestTheMapIsDrawnOnce(t *testing.T) {
	each(t, func(h *house) {
		h.imports(invented(0))
		drawn := func() string {
			d, found, err := h.Geography(ctx, people["council"], "NL")
			h.must(err)
			if !found {
				t.Fatal("no map")
			}
			return d.Paths["VR09"]
		}
		first := drawn()
		h.wallMap.areas = nil // from here on only what is kept can be drawn
		if drawn() != first {
			t.Error("drawn again")
		}
		h.now = h.now.Add(1e9)
		h.imports([]byte(strings.Replace(string(invented(0)), "[4,52],[5,52]", "[3,52],[5,52]", 1)))
		if drawn() == first {
			t.Error("the old map is shown")
		}
	})
}
