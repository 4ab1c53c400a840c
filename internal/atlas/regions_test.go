package atlas

import (
	"strings"
	"testing"
)

// Municipalities and inhabitants per region as published by CBS for the
// division of 2023: a municipality in the wrong region shows here.
func TestRegionSums(t *testing.T) {
	for code, want := range map[string]struct {
		name                        string
		municipalities, inhabitants int
	}{
		"VR01": {"Groningen", 10, 590170},
		"VR02": {"Fryslân", 18, 654019},
		"VR03": {"Drenthe", 12, 497743},
		"VR04": {"IJsselland", 11, 537993},
		"VR05": {"Twente", 14, 633917},
		"VR06": {"Noord- en Oost-Gelderland", 22, 835147},
		"VR07": {"Gelderland-Midden", 15, 706374},
		"VR08": {"Gelderland-Zuid", 14, 568951},
		"VR09": {"Utrecht", 26, 1369873},
		"VR10": {"Noord-Holland Noord", 16, 669947},
		"VR11": {"Zaanstreek-Waterland", 7, 340800},
		"VR12": {"Kennemerland", 9, 553948},
		"VR13": {"Amsterdam-Amstelland", 6, 1105234},
		"VR14": {"Gooi en Vechtstreek", 6, 239898},
		"VR15": {"Haaglanden", 9, 1132975},
		"VR16": {"Hollands Midden", 18, 820802},
		"VR17": {"Rotterdam-Rijnmond", 13, 1336484},
		"VR18": {"Zuid-Holland Zuid", 10, 463683},
		"VR19": {"Zeeland", 13, 386767},
		"VR20": {"Midden- en West-Brabant", 24, 1137327},
		"VR21": {"Brabant-Noord", 11, 664472},
		"VR22": {"Brabant-Zuidoost", 21, 791075},
		"VR23": {"Limburg-Noord", 15, 524255},
		"VR24": {"Zuid-Limburg", 16, 594047},
		"VR25": {"Flevoland", 6, 434771},
	} {
		r, ok := Region(code)
		if !ok || r.Name != want.name || r.Municipalities != want.municipalities || r.Inhabitants != want.inhabitants {
			t.Errorf("%s is %+v, want %+v", code, r, want)
		}
	}
}

// The equal target of 2,000 places per region in March 2022 lay between 1.46
// and 8.34 per 1,000 inhabitants, the proportional one at 2.84.
func TestTheEqualTargetOf2022(t *testing.T) {
	for code, want := range map[string]int{"VR09": 146, "VR14": 834} {
		r, _ := Region(code)
		if got := (2000*100_000 + r.Inhabitants/2) / r.Inhabitants; got != want {
			t.Errorf("%s: %d places per 100,000, want %d", r.Name, got, want)
		}
	}
	total := 0
	for _, r := range Regions() {
		total += r.Inhabitants
	}
	if got := 50_000 * 100_000 / total; got != 284 {
		t.Errorf("the nation: %d per 100,000, want 284", got)
	}
}

// Every safety region lies within a single province.
func TestRegionsAndProvinces(t *testing.T) {
	provinces := map[string]map[string]bool{}
	for _, m := range Municipalities() {
		if provinces[m.Region] == nil {
			provinces[m.Region] = map[string]bool{}
		}
		provinces[m.Region][m.Province] = true
	}
	for region, in := range provinces {
		if len(in) != 1 {
			t.Errorf("%s lies in %v", region, in)
		}
	}
}

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"'s-Gravenhage": "s gravenhage", "  Súdwest-Fryslân ": "sudwest fryslan", "Bergen (NH.)": "bergen nh",
		"Nuenen, Gerwen en Nederwetten": "nuenen gerwen en nederwetten", "ĲSSELSTEIN": "ijsselstein", "": "", "---": "",
	} {
		if got := fold(name); got != want {
			t.Errorf("fold(%q) = %q, want %q", name, got, want)
		}
	}
}

// No two municipalities of today bear one name once additions count.
func TestNamesAreTheirOwn(t *testing.T) {
	seen := map[string]string{}
	for _, m := range Municipalities() {
		if other, ok := seen[fold(m.Name)]; ok {
			t.Errorf("%s and %s are both %s", other, m.Code, m.Name)
		}
		seen[fold(m.Name)] = m.Code
		if len(m.Code) != 6 || !strings.HasPrefix(m.Code, "GM") {
			t.Errorf("code %q", m.Code)
		}
	}
}
