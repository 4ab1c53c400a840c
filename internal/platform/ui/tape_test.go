package ui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"onderdak/internal/calendar"
)

var tapeStart = calendar.MustParse("2022-03-10")

func bar(from, until int, label string) TapeBar {
	return TapeBar{From: tapeStart.Plus(from), Until: calendar.At(tapeStart.Plus(until)), Label: label}
}

// sketch writes lanes as text: a letter per night of a bar, + where somebody can
// be placed, . elsewhere.
func sketch(lanes []TapeLane) string {
	var lines []string
	for _, lane := range lanes {
		var line strings.Builder
		for _, cell := range lane.Cells {
			switch {
			case cell.Bar != nil:
				text := strings.Repeat(cell.Bar.Label, cell.Span)
				if cell.Before {
					text = "<" + text
				}
				if cell.After {
					text += ">"
				}
				line.WriteString(text)
			case cell.Opens:
				line.WriteString("+")
			default:
				line.WriteString(".")
			}
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "/")
}

func TestTapeLaysBarsOut(t *testing.T) {
	open := TapeBar{From: tapeStart.Plus(5), Label: "o"}
	for name, test := range map[string]struct {
		bars []TapeBar
		want string
	}{
		"an empty room":                     {nil, "+......."},
		"one bar":                           {[]TapeBar{bar(2, 4, "a")}, "+.aa+..."},
		"one night":                         {[]TapeBar{bar(0, 1, "a")}, "a+......"},
		"back to back share a lane":         {[]TapeBar{bar(3, 5, "b"), bar(1, 3, "a")}, "+aabb+.."},
		"overlap takes a second lane":       {[]TapeBar{bar(1, 4, "a"), bar(3, 6, "b")}, "+aaa+.../...bbb.."},
		"a later bar returns to the first":  {[]TapeBar{bar(0, 3, "a"), bar(1, 4, "b"), bar(3, 5, "c")}, "aaacc+../.bbb...."},
		"the longest of two comes first":    {[]TapeBar{bar(0, 2, "a"), bar(0, 4, "b")}, "bbbb+.../aa......"},
		"begins earlier, goes on":           {[]TapeBar{bar(-3, 2, "a"), bar(6, 12, "b")}, "<aa+...bb>"},
		"an unknown end goes on":            {[]TapeBar{open, bar(7, 8, "a")}, "+....ooo>/.......a"},
		"ends with the last column":         {[]TapeBar{bar(6, 8, "a")}, "+.....aa"},
		"outside the chart is not shown":    {[]TapeBar{bar(-4, 0, "a"), bar(8, 9, "b")}, "+......."},
		"a bar without nights is not shown": {[]TapeBar{bar(3, 3, "a"), bar(5, 4, "b")}, "+......."},
		"covers all":                        {[]TapeBar{bar(-1, 9, "a")}, "<aaaaaaaa>"},
	} {
		chart := TapeChart{From: tapeStart, Nights: 8, Rows: []TapeRow{{Label: "1", PlaceHref: "/?vanaf=", Bars: test.bars}}}
		if got := sketch(chart.Lanes()); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestTapeRowsWithoutAWayToPlace(t *testing.T) {
	chart := TapeChart{From: tapeStart, Nights: 3, Today: tapeStart.Plus(1), Rows: []TapeRow{{Label: "buiten"}, {Label: "1", Bars: []TapeBar{bar(0, 2, "a"), bar(1, 3, "b")}}}}
	lanes := chart.Lanes()
	if got := sketch(lanes); got != ".../aa./.bb" {
		t.Errorf("laid out as %s", got)
	}
	if !lanes[1].First || lanes[2].First || lanes[1].Lanes != 2 {
		t.Errorf("the head of the second row stands over %+v", lanes[1:])
	}
	if lanes[0].Cells[0].Today || !lanes[0].Cells[1].Today {
		t.Error("today is not marked in its column")
	}
}

// TestTapeNeverLosesANight tries random rooms: every lane fills the chart
// exactly, no bar is lost, and none lies over another.
func TestTapeNeverLosesANight(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		chart := TapeChart{From: tapeStart, Nights: 1 + random.IntN(20)}
		var bars []TapeBar
		for i := range random.IntN(9) {
			from := random.IntN(30) - 8
			one := bar(from, from+1+random.IntN(9), fmt.Sprint(i))
			if random.IntN(6) == 0 {
				one.Until = calendar.End{}
			}
			bars = append(bars, one)
		}
		chart.Rows = []TapeRow{{Bars: bars}}
		shown := 0
		for _, lane := range chart.Lanes() {
			night := chart.From
			for _, cell := range lane.Cells {
				if cell.Night != night || cell.Span < 1 {
					t.Fatalf("a cell at %v over %d nights follows %v", cell.Night, cell.Span, night)
				}
				night = night.Plus(cell.Span)
				if cell.Bar != nil {
					shown++
				}
			}
			if night != chart.end() {
				t.Fatalf("a lane ends at %v, the chart at %v", night, chart.end())
			}
		}
		if want := len(chart.visible(bars)); shown != want {
			t.Fatalf("%d of %d bars are shown", shown, want)
		}
	}
}

func TestTapeHeads(t *testing.T) {
	chart := TapeChart{From: calendar.MustParse("2022-12-30"), Nights: 4, Today: calendar.MustParse("2022-12-31")}
	months := chart.Months()
	if len(months) != 2 || months[0].Span != 2 || months[0].Year != 2022 || months[1].Span != 2 || months[1].Year != 2023 {
		t.Errorf("months are %+v", months)
	}
	days := chart.Days()
	if len(days) != 4 || days[0].Weekend || !days[1].Weekend || !days[2].Weekend || days[3].Weekend || !days[1].Today || days[2].Today {
		t.Errorf("days are %+v", days)
	}
	if none := (TapeChart{}).Months(); none != nil {
		t.Errorf("a chart without nights has months %+v", none)
	}
}

func BenchmarkTape(b *testing.B) {
	chart := TapeChart{From: tapeStart, Nights: 90}
	for i := range 40 {
		chart.Rows = append(chart.Rows, TapeRow{Label: fmt.Sprint(i), PlaceHref: "/", Bars: []TapeBar{bar(i%7, i%7+20, "a"), bar(30, 60+i, "b")}})
	}
	for b.Loop() {
		chart.Lanes()
	}
}
