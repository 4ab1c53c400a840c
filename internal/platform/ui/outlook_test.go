package ui

import (
	"slices"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

func TestTicksHoldZeroAndAllValues(t *testing.T) {
	for name, test := range map[string]struct {
		values []int
		want   []int
	}{
		"nothing":            {nil, []int{1, 0}},
		"only zero":          {[]int{0, 0}, []int{1, 0}},
		"few":                {[]int{3, 1}, []int{3, 2, 1, 0}},
		"hundreds":           {[]int{391, 120}, []int{400, 300, 200, 100, 0}},
		"falls below zero":   {[]int{2391, -340}, []int{3000, 2000, 1000, 0, -1000}},
		"only shortage":      {[]int{-7}, []int{2, 0, -2, -4, -6, -8}},
		"large":              {[]int{94000}, []int{100000, 50000, 0}},
		"just over a border": {[]int{401}, []int{600, 400, 200, 0}},
	} {
		got := Outlook{Values: test.values}.Ticks()
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestOutlookIsDrawnToScale(t *testing.T) {
	chart := Outlook{From: calendar.MustParse("2022-03-11"), Values: []int{300, 0, -100}}
	if ticks := chart.Ticks(); !slices.Equal(ticks, []int{300, 200, 100, 0, -100}) {
		t.Fatalf("ticks are %v", ticks)
	}
	for what, pair := range map[string][2]string{
		"line":     {chart.Line(), "M0 0H10V150H20V200H30"},
		"free":     {chart.Free(), "M0 150V0H10V150Z"},
		"shortage": {chart.Shortage(), "M20 150V200H30V150Z"},
		"extent":   {chart.ViewBox(), "0 0 30 200"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %s, want %s", what, pair[0], pair[1])
		}
	}
	if chart.Zero() != 150 || !slices.Equal(chart.Lines(), []int{0, 50, 100, 150, 200}) {
		t.Errorf("zero lies at %d, the lines at %v", chart.Zero(), chart.Lines())
	}
}

func TestOutlookMarksFewNights(t *testing.T) {
	for _, nights := range []int{1, 8, 14, 30, 90} {
		chart := Outlook{From: calendar.MustParse("2022-03-11"), Values: make([]int, nights)}
		marked, minor := 0, 0
		for i, night := range chart.Nights() {
			if night.Night != chart.From.Plus(i) {
				t.Fatalf("night %d is %v", i, night.Night)
			}
			if night.Marked {
				marked++
				if night.Minor {
					minor++
				}
			}
		}
		if marked < 1 || marked > 8 || minor > marked/2 {
			t.Errorf("of %d nights %d are marked, %d of these minor", nights, marked, minor)
		}
	}
}

func TestTilesFill(t *testing.T) {
	for _, test := range []struct{ value, most, want int }{
		{0, 0, 0}, {5, 0, 0}, {100, 100, 0}, {120, 100, 0}, {25, 100, 75}, {1, 1000, 99}, {0, 100, 100}, {-20, 100, 100},
	} {
		if got := (Tile{Value: test.value, Max: test.most}).Fill(); got != test.want {
			t.Errorf("%d of %d free fills %d, want %d", test.value, test.most, got, test.want)
		}
	}
}

// TestTilesStandOnTheGrid makes sure that the style sheet knows a place for every
// row and column.
func TestTilesStandOnTheGrid(t *testing.T) {
	sheet, _, _, ok := Asset(strings.TrimPrefix(AssetPath("app.css"), Prefix))
	if !ok {
		t.Fatal("no style sheet")
	}
	for row := 1; row <= MapRows; row++ {
		if class := ".r" + string(rune('0'+row)) + "{"; !strings.Contains(string(sheet), class) {
			t.Errorf("the style sheet lacks %s", class)
		}
	}
	for column := 1; column <= MapCols; column++ {
		if class := ".c" + string(rune('0'+column)) + "{"; !strings.Contains(string(sheet), class) {
			t.Errorf("the style sheet lacks %s", class)
		}
	}
}
