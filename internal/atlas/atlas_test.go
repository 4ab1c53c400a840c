package atlas

import (
	"math"
	"slices"
	"testing"

	"onderdak/internal/calendar"
)

func codes(list []Municipality) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Code)
	}
	return out
}

// The sums are those of CBS: a slip in one line of the table shows here.
func TestSums(t *testing.T) {
	inhabitants := 0
	perProvince := map[string]int{}
	for _, m := range Municipalities() {
		inhabitants += m.Inhabitants
		perProvince[m.Province]++
		if m.Until.Known || m.Successors != nil || m.Province == "" || m.Inhabitants == 0 {
			t.Errorf("%+v is not a valid municipality", m)
		}
		if m.Lat < 50.7 || m.Lat > 53.6 || m.Lon < 3.3 || m.Lon > 7.3 {
			t.Errorf("%s %s lies outside the country: %v, %v", m.Code, m.Name, m.Lat, m.Lon)
		}
	}
	if inhabitants != 17590672 {
		t.Errorf("inhabitants = %d, want 17590672", inhabitants)
	}
	want := map[string]int{"Groningen": 10, "Fryslân": 18, "Drenthe": 12, "Overijssel": 25, "Flevoland": 6, "Gelderland": 51,
		"Utrecht": 26, "Noord-Holland": 44, "Zuid-Holland": 50, "Zeeland": 13, "Noord-Brabant": 56, "Limburg": 31}
	for province, n := range want {
		if perProvince[province] != n {
			t.Errorf("%s has %d municipalities, want %d", province, perProvince[province], n)
		}
	}
	if len(perProvince) != 12 {
		t.Errorf("%d provinces, want 12", len(perProvince))
	}
}

// CBS counted so many municipalities on these days; it holds only if every
// merger since Beginning is in the table with its right day.
func TestDivisionThroughTheYears(t *testing.T) {
	for day, want := range map[string]int{
		"2018-12-31": 0, "2019-01-01": 355, "2020-12-31": 355, "2021-01-01": 352, "2021-12-31": 352, "2022-01-01": 345,
		"2022-03-23": 345, "2022-03-24": 344, "2022-12-31": 344, "2023-01-01": 342, "2026-01-01": 342,
	} {
		valid := MunicipalitiesOn(calendar.MustParse(day))
		if len(valid) != want {
			t.Errorf("%s: %d municipalities, want %d", day, len(valid), want)
		}
		if !slices.IsSorted(codes(valid)) {
			t.Errorf("%s: not in order of code", day)
		}
	}
	if list := Municipalities(); len(list) != 342 || !slices.IsSorted(codes(list)) {
		t.Errorf("%d municipalities today, want 342 in order of code", len(list))
	}
}

func TestTheListIsTheCallersOwn(t *testing.T) {
	Municipalities()[0].Name = "changed"
	Regions()[0].Name = "changed"
	if m, _ := Find("GM0014"); m.Name != "Groningen" || Municipalities()[0].Name != "Groningen" || Regions()[0].Name != "Groningen" {
		t.Error("a caller changed the table")
	}
}

func TestFind(t *testing.T) {
	utrecht, ok := Find("GM0344")
	if !ok || utrecht.Name != "Utrecht" || utrecht.Region != "VR09" || utrecht.ProvinceCode != "PV26" || utrecht.Inhabitants != 361699 {
		t.Errorf("GM0344 = %+v, %v", utrecht, ok)
	}
	if _, ok := Find("GM9999"); ok {
		t.Error("GM9999 must not exist")
	}
	weesp, ok := Find("GM0457")
	if !ok || weesp.Until != calendar.At(calendar.MustParse("2022-03-24")) || !slices.Equal(weesp.Successors, []string{"GM0363"}) {
		t.Errorf("Weesp = %+v, %v", weesp, ok)
	}
}

func TestCurrent(t *testing.T) {
	cases := []struct {
		code, night string
		want        []string
	}{
		{"GM0344", "2022-04-11", []string{"GM0344"}},
		{"GM0501", "2022-12-31", []string{"GM0501"}},
		{"GM0501", "2023-01-01", []string{"GM1992"}},
		{"GM0457", "2022-03-23", []string{"GM0457"}},
		{"GM0457", "2022-03-24", []string{"GM0363"}},
		{"GM0788", "2022-04-11", []string{"GM0757", "GM0824", "GM0855", "GM0865"}},
		{"GM1992", "2022-04-11", nil},
		{"GM9999", "2022-04-11", nil},
	}
	for _, c := range cases {
		if got := Current(c.code, calendar.MustParse(c.night)); !slices.Equal(got, c.want) {
			t.Errorf("Current(%s, %s) = %v, want %v", c.code, c.night, got, c.want)
		}
	}
}

// Every code that took over must exist from the very day it took over, in the
// province of the old one.
func TestSuccessors(t *testing.T) {
	for _, old := range atlas.past {
		if !slices.IsSorted(old.Successors) || len(old.Successors) == 0 {
			t.Errorf("%s has successors %v", old.Code, old.Successors)
		}
		for _, code := range old.Successors {
			m, ok := Find(code)
			if !ok || !m.ValidOn(old.Until.Night) || m.Province != old.Province {
				t.Errorf("%s %s cannot have gone to %s", old.Code, old.Name, code)
			}
			if km, _ := DistanceKm(old.Code, code); km > 16 {
				t.Errorf("%s %s lies %v km from its successor %s", old.Code, old.Name, km, m.Name)
			}
		}
	}
}

func TestByName(t *testing.T) {
	cases := map[string][]string{
		"Utrecht":                       {"GM0344"},
		"  utrecht ":                    {"GM0344"},
		"Gemeente Utrecht":              {"GM0344"},
		"DEN HAAG":                      {"GM0518"},
		"'s-Gravenhage":                 {"GM0518"},
		"s Gravenhage":                  {"GM0518"},
		"’s\u2011Hertogenbosch":         {"GM0796"}, // non-breaking hyphen
		"’s-Hertogenbosch":              {"GM0796"},
		"Den Bosch":                     {"GM0796"},
		"SUDWEST FRYSLAN":               {"GM1900"},
		"Su\u0301dwest-Frysla\u0302n":   {"GM1900"},
		"súdwest-fryslân":               {"GM1900"},
		"Bergen":                        {"GM0373", "GM0893"},
		"Bergen (NH.)":                  {"GM0373"},
		"Hengelo":                       {"GM0164"},
		"Nuenen":                        {"GM0820"},
		"Nuenen, Gerwen en Nederwetten": {"GM0820"},
		"Weesp":                         {"GM0457"},
		"Zwolle Noord":                  nil,
		"":                              nil,
		"gemeente":                      nil,
	}
	for text, want := range cases {
		if got := codes(ByName(text)); !slices.Equal(got, want) {
			t.Errorf("ByName(%q) = %v, want %v", text, got, want)
		}
	}
	for _, m := range Municipalities() {
		if !slices.Contains(codes(ByName(m.Name)), m.Code) {
			t.Errorf("%s is not found by its own name", m.Name)
		}
	}
	for alias, code := range aliases {
		if fold(alias) != alias {
			t.Errorf("alias %q is not folded", alias)
		}
		if got := codes(ByName(alias)); !slices.Contains(got, code) {
			t.Errorf("alias %q gives %v, want %s", alias, got, code)
		}
	}
}

func TestRegions(t *testing.T) {
	regions := Regions()
	if len(regions) != 25 {
		t.Fatalf("%d regions, want 25", len(regions))
	}
	inhabitants, municipalities := 0, 0
	for i, r := range regions {
		inhabitants += r.Inhabitants
		municipalities += r.Municipalities
		if got, ok := Region(r.Code); !ok || got != r {
			t.Errorf("Region(%s) = %+v, %v", r.Code, got, ok)
		}
		if i > 0 && regions[i-1].Code >= r.Code {
			t.Errorf("%s stands after %s", r.Code, regions[i-1].Code)
		}
	}
	if inhabitants != 17590672 || municipalities != 342 {
		t.Errorf("%d inhabitants in %d municipalities", inhabitants, municipalities)
	}
	if gooi, _ := Region("VR14"); gooi.Inhabitants != 239898 || gooi.Municipalities != 6 {
		t.Errorf("Gooi en Vechtstreek = %+v", gooi)
	}
	if _, ok := Region("VR26"); ok {
		t.Error("VR26 must not exist")
	}
}

// The tile map looks like the country: one region per tile, and whoever stands
// two rows or columns further lies indeed further south or east.
func TestTileMap(t *testing.T) {
	taken := map[[2]int]string{}
	for _, r := range Regions() {
		at := [2]int{r.Row, r.Column}
		if other, ok := taken[at]; ok {
			t.Errorf("%s and %s share tile %v", other, r.Name, at)
		}
		taken[at] = r.Name
		if r.Row < 0 || r.Row > 7 || r.Column < 0 || r.Column > 5 {
			t.Errorf("%s is off the map: %v", r.Name, at)
		}
		for _, s := range Regions() {
			if s.Row >= r.Row+2 && s.Lat >= r.Lat {
				t.Errorf("%s stands south of %s but is not", s.Name, r.Name)
			}
			if s.Column >= r.Column+2 && s.Lon <= r.Lon {
				t.Errorf("%s stands east of %s but is not", s.Name, r.Name)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b     string
		min, max float64
	}{
		{"GM0363", "GM0599", 54, 60},   // Amsterdam, Rotterdam
		{"GM0014", "GM0935", 268, 275}, // Groningen, Maastricht
		{"GM0344", "GM0344", 0, 0},
	}
	for _, c := range cases {
		there, ok := DistanceKm(c.a, c.b)
		back, _ := DistanceKm(c.b, c.a)
		if !ok || there < c.min || there > c.max || there != back {
			t.Errorf("%s to %s: %v km, back %v, %v", c.a, c.b, there, back, ok)
		}
	}
	if _, ok := DistanceKm("GM0344", "GM9999"); ok {
		t.Error("an unknown code has no distance")
	}
}

// No pair lies so near to a rounding edge that another machine's arithmetic
// could round it the other way.
func TestDistancesRoundTheSameEverywhere(t *testing.T) {
	list := Municipalities()
	for i, a := range list {
		for _, b := range list[:i] {
			tenths := greatCircle(a, b) * 10
			if edge := math.Abs(tenths - math.Floor(tenths) - 0.5); edge < 1e-8 {
				t.Errorf("%s to %s is %v tenths of a km, on the edge", a.Code, b.Code, tenths)
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	near := Neighbours("GM0344", 3)
	if len(near) != 3 {
		t.Fatalf("%d neighbours, want 3", len(near))
	}
	for i, n := range near {
		if km, _ := DistanceKm("GM0344", n.Code); km != n.Km || n.Code == "GM0344" || n.Until.Known {
			t.Errorf("neighbour %+v at %v km", n, km)
		}
		if i > 0 && near[i-1].Km > n.Km {
			t.Errorf("%s stands before %s", near[i-1].Name, n.Name)
		}
	}
	if all := Neighbours("GM0344", 1000); len(all) != 341 {
		t.Errorf("%d neighbours in all, want 341", len(all))
	}
	if got := Neighbours("GM0457", 1); len(got) != 1 {
		t.Errorf("a merged municipality has neighbours too, got %v", got)
	}
	if Neighbours("GM9999", 3) != nil || Neighbours("GM0344", 0) != nil || Neighbours("GM0344", -1) != nil {
		t.Error("no neighbours of an unknown code, nor fewer than one")
	}
}

func BenchmarkDistanceKm(b *testing.B) {
	for b.Loop() {
		DistanceKm("GM0363", "GM0935")
	}
}
