package ui

import (
	"strconv"
	"strings"

	"onderdak/internal/calendar"
)

// Outlook is a chart of a number per night in the time ahead ("ui/outlook"). A
// night below zero is a shortage. The heading states what the chart shows, so
// that nobody has to read the chart.
type Outlook struct {
	ID      string // unique on the page; letters, digits and hyphens
	Heading string // the conclusion: Op 19 maart is er geen plek meer
	Label   string // what is counted: vrije plekken per nacht
	From    calendar.Night
	Values  []int // one per night
	CSV     string
}

// Height of the drawing in its own units; every night is 10 units wide.
const (
	outlookHeight = 200
	nightWidth    = 10
)

// OutlookNight is one night of the chart.
type OutlookNight struct {
	Night  calendar.Night
	Value  int
	Marked bool // its date is written below the chart
	Minor  bool // its date is left out on a narrow screen
}

// Nights gives the nights with their values. At most eight of them are marked,
// every other one of these only where there is room.
func (o Outlook) Nights() []OutlookNight {
	step := max(1, (len(o.Values)+7)/8)
	nights := make([]OutlookNight, len(o.Values))
	for i, value := range o.Values {
		nights[i] = OutlookNight{o.From.Plus(i), value, i%step == 0, i/step%2 == 1}
	}
	return nights
}

// Ticks are the values written beside the chart, from the top down: evenly
// spaced, and zero is among them.
func (o Outlook) Ticks() []int {
	low, high := 0, 1
	for _, value := range o.Values {
		low, high = min(low, value), max(high, value)
	}
	step := tickStep(high - low)
	top := (high + step - 1) / step * step
	bottom := -((-low + step - 1) / step * step)
	var ticks []int
	for tick := top; tick >= bottom; tick -= step {
		ticks = append(ticks, tick)
	}
	return ticks
}

// tickStep is the smallest of 1, 2, 5, 10, 20, 50 … that cuts the span in at
// most four.
func tickStep(span int) int {
	for power := 1; ; power *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if step := digit * power; span <= 4*step {
				return step
			}
		}
	}
}

// height is where a value lies in the drawing, from the top.
func (o Outlook) height(value int) int {
	ticks := o.Ticks()
	top, bottom := ticks[0], ticks[len(ticks)-1]
	return (top - value) * outlookHeight / (top - bottom)
}

// Zero is where the line of nothing lies in the drawing.
func (o Outlook) Zero() int { return o.height(0) }

// Lines are where the lines of the ticks lie in the drawing.
func (o Outlook) Lines() []int {
	var lines []int
	for _, tick := range o.Ticks() {
		lines = append(lines, o.height(tick))
	}
	return lines
}

// ViewBox is the extent of the drawing.
func (o Outlook) ViewBox() string {
	return "0 0 " + strconv.Itoa(o.Width()) + " " + strconv.Itoa(outlookHeight)
}

// Width of the drawing in its own units.
func (o Outlook) Width() int { return max(1, len(o.Values)) * nightWidth }

// Line is the path along the values: a step for every night, because a number
// holds for the whole night.
func (o Outlook) Line() string {
	var path strings.Builder
	for i, value := range o.Values {
		if i == 0 {
			path.WriteString("M0 " + strconv.Itoa(o.height(value)))
		} else {
			path.WriteString("V" + strconv.Itoa(o.height(value)))
		}
		path.WriteString("H" + strconv.Itoa((i+1)*nightWidth))
	}
	return path.String()
}

// Free is the path of the area of free places, above zero.
func (o Outlook) Free() string { return o.area(func(value int) int { return max(0, value) }) }

// Shortage is the path of the area below zero; empty where nothing is short.
func (o Outlook) Shortage() string { return o.area(func(value int) int { return min(0, value) }) }

func (o Outlook) area(part func(int) int) string {
	var path strings.Builder
	zero := o.Zero()
	for i, value := range o.Values {
		if level := part(value); level != 0 {
			left, right := strconv.Itoa(i*nightWidth), strconv.Itoa((i+1)*nightWidth)
			path.WriteString("M" + left + " " + strconv.Itoa(zero) + "V" + strconv.Itoa(o.height(level)) + "H" + right + "V" + strconv.Itoa(zero) + "Z")
		}
	}
	return path.String()
}
