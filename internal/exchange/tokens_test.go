package exchange

import (
	"slices"
	"testing"
)

func TestMeant(t *testing.T) {
	known := Facilities()
	for word, want := range map[string]string{
		"wheelchiar": "wheelchair", "weelchair": "wheelchair", "groundfloor": "ground_floor", "cribs": "crib",
		"crib": "", "pet": "pets", "sauna": "", "xx": "", "near:GM0344": "",
	} {
		if got, ok := meant(word, known); got != want || ok != (want != "") {
			t.Errorf("meant(%q) = %q, %v, want %q", word, got, ok, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"abc", "abd", 1}, {"abc", "bc", 1}, {"abcd", "acbd", 2}, {"abcdefg", "a", 3}, {"abc", "xyz", 3}} {
		if got := editDistance(c.a, c.b, 3); got != c.want || editDistance(c.b, c.a, 3) != c.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestWellFormed(t *testing.T) {
	for token, want := range map[string]bool{
		"crib": true, "2_beds": true, "x:lift-2": true, "": false, "_x": false, "a,b": false, "a;b": false, "crèche": false, "a\x00": false,
	} {
		if wellFormed(token) != want {
			t.Errorf("wellFormed(%q) = %v", token, !want)
		}
	}
}

func TestLists(t *testing.T) {
	if len(Facilities()) != 19 || !slices.IsSorted(Facilities()) || FacilityMeaning("crib") == "" || FacilityMeaning("sauna") != "" {
		t.Errorf("facilities %v", Facilities())
	}
	if len(LocationTypes()) != 14 || !slices.IsSorted(LocationTypes()) {
		t.Errorf("types %v", LocationTypes())
	}
	LocationTypes()[0] = "changed"
	if LocationTypes()[0] != "barracks" {
		t.Error("a caller changed the table")
	}
}
