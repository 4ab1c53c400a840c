package boundary

import (
	"strings"
	"testing"
)

// Two squares side by side that share the arc between them, on a grid.
const squares = `{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[5,52]},
	"arcs":[[[100,0],[0,100]],[[100,100],[-100,0],[0,-100],[100,0]],[[100,100],[100,0],[0,-100],[-100,0]]],
	"objects":{"vr":{"type":"GeometryCollection","geometries":[
		{"id":"VR01","type":"Polygon","arcs":[[0,1]]},
		{"id":"VR02","type":"MultiPolygon","arcs":[[[2,0]]]},
		{"type":"Polygon","arcs":[[0]]}]}}}`

const plain = `{"type":"FeatureCollection","features":[
	{"type":"Feature","id":"GM1","geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}},
	{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
	{"type":"Feature","id":"GM2","geometry":{"type":"Point","coordinates":[3,3]}},
	{"type":"Feature","id":"GM3","geometry":null}]}`

func TestATopologyIsDrawn(t *testing.T) {
	areas, err := Read([]byte(squares))
	if err != nil || len(areas) != 2 {
		t.Fatalf("%v, %v", areas, err)
	}
	drawn, ok := areas.Draw([]string{"VR01", "VR02", "VR99"})
	if !ok || len(drawn.Paths) != 2 || drawn.Width != longest {
		t.Fatalf("%+v", drawn)
	}
	// A degree east is shorter than a degree north at 52.5 degrees.
	if drawn.Height <= longest/2 || drawn.Height >= longest {
		t.Errorf("height %d", drawn.Height)
	}
	if got := drawn.Paths["VR01"]; !strings.HasPrefix(got, "M320 526l0-526") || !strings.HasSuffix(got, "z") {
		t.Errorf("path %s", got)
	}
	if x, y := drawn.At(6, 53); x != 320 || y != 0 {
		t.Errorf("the middle of the north lies at %d, %d", x, y)
	}
}

func TestAnArcWalkedBackwardsIsTheSameLine(t *testing.T) {
	areas, err := Read([]byte(strings.Replace(squares, `"arcs":[[0,1]]`, `"arcs":[[-2,-1]]`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if first := areas["VR01"][0][0]; first != (Point{6, 52}) {
		t.Errorf("it begins at %v", first)
	}
}

func TestPlainFeaturesAreDrawn(t *testing.T) {
	areas, err := Read([]byte(plain))
	if err != nil || len(areas) != 1 {
		t.Fatalf("%v, %v", areas, err)
	}
	if drawn, ok := areas.Draw([]string{"GM1"}); !ok || drawn.Height != longest || strings.Count(drawn.Paths["GM1"], "z") != 1 {
		t.Errorf("%+v", drawn)
	}
	if _, ok := areas.Draw([]string{"GM9"}); ok {
		t.Error("nothing is drawn")
	}
}

func TestBrokenFilesAreErrors(t *testing.T) {
	for _, content := range []string{"", "{", `{"type":"FeatureCollection","features":[]}`, strings.Replace(squares, "[[0,1]]", "[[0,9]]", 1),
		strings.Replace(plain, "[[[0,0],[10,0]", `[[["x",0],[10,0]`, 1), strings.Replace(squares, "[[0,1]]", "7", 1)} {
		if areas, err := Read([]byte(content)); err == nil {
			t.Errorf("%.40s gives %v", content, areas)
		}
	}
}
