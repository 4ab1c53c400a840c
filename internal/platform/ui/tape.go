package ui

import (
	"cmp"
	"slices"

	"onderdak/internal/calendar"
)

// TapeChart shows who sleeps where on which night ("ui/tape"): a table with a
// row for each room, a column for each night and a bar for each stay. Being a
// real table it can be read aloud, printed, and scrolled on a phone.
type TapeChart struct {
	ID      string // unique on the page; letters, digits and hyphens
	Caption string
	From    calendar.Night // first column
	Nights  int            // number of columns
	Today   calendar.Night // its column is marked
	Rows    []TapeRow
	Totals  []TapeTotal // numbers per night below the rows
}

// TapeRow is one room, or the row of people who have none.
type TapeRow struct {
	Label string // 12, or: niet ingedeeld
	Note  string // 4 plekken, rolstoel
	Href  string // the room itself; may be empty
	Bars  []TapeBar
	// PlaceHref, with a date in YYYY-MM-DD behind it, is where somebody is placed
	// in this room from that night; empty where that cannot be.
	PlaceHref string
}

// States of a bar.
const (
	BarArrived  = "arrived"  // people live there
	BarExpected = "expected" // placed, not there yet
	BarReserved = "reserved" // held until somebody decides
	BarBlocked  = "blocked"  // nobody can sleep there; Label says why
)

// TapeBar is a stay, or a time in which the room is closed: the nights
// [From, Until).
type TapeBar struct {
	From    calendar.Night
	Until   calendar.End
	Label   string // initials or reference; for a blocked room the reason
	Persons int    // 0: not shown
	State   string
	Href    string // may be empty
}

// TapeTotal is a row of numbers, one per night. A negative number is a shortage.
type TapeTotal struct {
	Label  string
	Values []int
}

// TapeLane is one line of cells. Bars that overlap within a row lie in lanes of
// their own.
type TapeLane struct {
	First bool // carries the head of the row
	Lanes int  // number of lanes of the row, for the head
	Row   TapeRow
	Cells []TapeCell
}

// TapeCell is a cell over Span nights from Night: a bar, or one free night.
type TapeCell struct {
	Night  calendar.Night
	Span   int
	Bar    *TapeBar // nil: free
	Before bool     // the bar began before the first column
	After  bool     // the bar goes on behind the last column
	Opens  bool     // first free night of a run: here stands the way to place somebody
	Today  bool
}

// Lanes lays all rows out in cells; the spans of every lane add up to Nights.
func (c TapeChart) Lanes() []TapeLane {
	var lanes []TapeLane
	for _, row := range c.Rows {
		stacked := stack(c.visible(row.Bars))
		for i, bars := range stacked {
			lanes = append(lanes, TapeLane{
				First: i == 0, Lanes: len(stacked), Row: row,
				Cells: c.cells(bars, i == 0 && row.PlaceHref != ""),
			})
		}
	}
	return lanes
}

func (c TapeChart) end() calendar.Night { return c.From.Plus(c.Nights) }

// visible gives the bars that touch the chart, earliest first; of those that
// begin together the longest first.
func (c TapeChart) visible(bars []TapeBar) []TapeBar {
	var seen []TapeBar
	for _, bar := range bars {
		until := bar.Until.Or(c.end())
		if bar.From < until && bar.From < c.end() && until > c.From {
			seen = append(seen, bar)
		}
	}
	slices.SortStableFunc(seen, func(a, b TapeBar) int {
		return cmp.Or(cmp.Compare(a.From, b.From), -cmp.Compare(a.Until.Or(c.end()), b.Until.Or(c.end())))
	})
	return seen
}

// stack puts each bar in the first lane in which it overlaps nothing. There is
// always one lane, be it empty.
func stack(bars []TapeBar) [][]TapeBar {
	lanes := [][]TapeBar{nil}
next:
	for _, bar := range bars {
		for i, lane := range lanes {
			last := len(lane) - 1
			if last < 0 || lane[last].Until.Known && lane[last].Until.Night <= bar.From {
				lanes[i] = append(lane, bar)
				continue next
			}
		}
		lanes = append(lanes, []TapeBar{bar})
	}
	return lanes
}

// cells cuts one lane up: a cell for each bar, and one for each free night.
func (c TapeChart) cells(bars []TapeBar, open bool) []TapeCell {
	var cells []TapeCell
	night := c.From
	free := func(until calendar.Night) {
		for first := night; night < until; night++ {
			cells = append(cells, TapeCell{Night: night, Span: 1, Opens: open && night == first, Today: night == c.Today})
		}
	}
	for i := range bars {
		bar := &bars[i]
		from, until := max(bar.From, c.From), min(bar.Until.Or(c.end()), c.end())
		free(from)
		cells = append(cells, TapeCell{
			Night: from, Span: int(until - from), Bar: bar,
			Before: bar.From < c.From, After: !bar.Until.Known || bar.Until.Night > c.end(),
		})
		night = until
	}
	free(c.end())
	return cells
}

// TapeNight is the head of a column.
type TapeNight struct {
	Night   calendar.Night
	Today   bool
	Weekend bool
}

// Days gives the heads of the columns.
func (c TapeChart) Days() []TapeNight {
	days := make([]TapeNight, c.Nights)
	for i := range days {
		night := c.From.Plus(i)
		weekday := night.Date().Weekday()
		days[i] = TapeNight{night, night == c.Today, weekday == 0 || weekday == 6}
	}
	return days
}

// TapeMonth is a month over Span columns.
type TapeMonth struct {
	Night calendar.Night // its first night in the chart
	Year  int
	Span  int
}

// Months gives the months above the days.
func (c TapeChart) Months() []TapeMonth {
	var months []TapeMonth
	for i := range c.Nights {
		night := c.From.Plus(i)
		if i == 0 || night.Date().Day() == 1 {
			months = append(months, TapeMonth{Night: night, Year: night.Date().Year()})
		}
		months[len(months)-1].Span++
	}
	return months
}
