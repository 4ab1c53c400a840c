package locations

import (
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// farAhead is for how many nights free places are looked up for the ladder.
const farAhead = 366

// today is who comes and who goes, first of all on the page: the person at the
// door reads it on a phone.
func today(v *web.Visit, seen sight) ui.Section {
	table := &ui.Table{
		ID: "vandaag", Caption: v.Text("locations.today"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("locations.household")}, {Text: v.Text("locations.persons"), Number: true}, {Text: v.Text("locations.what")},
			{Text: v.Text("locations.room_s")},
		},
		Empty: ui.Empty{Title: v.Text("locations.today_none"), Text: v.Text("locations.today_none_text")},
	}
	row := func(stay places.Stay, what, href string) {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(seen.code(v, stay), href), ui.Number(stay.Persons), ui.Text(what), ui.Text(seen.roomNames(v, stay.ID)),
		}})
	}
	arrivals, departures := 0, 0
	for _, stay := range seen.stays {
		if stay.State != places.Accepted || stay.From > seen.tonight {
			continue
		}
		arrivals++
		href := stayAddress(stay)
		if offer := seen.offers[stay.ID]; offer != "" && may(v, access.AnswerOffer, seen.Location) {
			href = "/aanbiedingen/" + offer
		}
		row(stay, v.Text("locations.arrives"), href)
	}
	for _, stay := range seen.stays {
		if stay.State == places.Present && stay.Until <= seen.tonight {
			departures++
			row(stay, v.Text("locations.departs"), stayAddress(stay))
		}
	}
	title := v.Text("locations.today_title", "arrivals", v.Text("locations.arrivals", "n", arrivals),
		"departures", v.Text("locations.departures", "n", departures))
	return ui.Section{ID: "vandaag-sectie", Title: title, Table: table}
}

// code is what the household of a stay is called here.
func (s sight) code(v *web.Visit, stay places.Stay) string {
	if code := s.codes[stay.ID]; code != "" {
		return code
	}
	return v.Text("locations.household")
}

func (s sight) room(id string) places.Room {
	for _, room := range s.rooms {
		if room.ID == id {
			return room
		}
	}
	return places.Room{}
}

// roomNames are the rooms a stay has, or that it has none yet.
func (s sight) roomNames(v *web.Visit, stay string) string {
	names := ""
	for _, l := range s.lodgings {
		if l.Stay.ID == stay {
			if names != "" {
				names += ", "
			}
			names += s.room(l.Room).Name
		}
	}
	if names == "" {
		return v.Text("locations.no_room")
	}
	return names
}

var bars = map[places.State]string{places.Offered: ui.BarReserved, places.Accepted: ui.BarExpected, places.Present: ui.BarArrived}

// bar is a stay, or the part of it that sleeps together.
func (s sight) bar(v *web.Visit, stay places.Stay, persons int) ui.TapeBar {
	return ui.TapeBar{
		From: stay.From, Until: calendar.At(stay.Until), Label: s.code(v, stay), Persons: persons,
		State: bars[stay.State], Href: stayAddress(stay),
	}
}

// rows are the rooms in use with who sleeps there, and those without a room.
func (s sight) rows(v *web.Visit) []ui.TapeRow {
	place := s.ClosedAt == 0 && s.from >= s.tonight && may(v, access.PlaceStay, s.Location)
	address := addressOf(s.ID) + "/plaatsen?"
	lodged := map[string]int{}
	var rows []ui.TapeRow
	for _, room := range s.rooms {
		if room.ClosedAt != 0 {
			continue
		}
		row := ui.TapeRow{Label: room.Name, Note: roomNote(v, room)}
		if may(v, access.EditLocation, s.Location) {
			row.Href = roomAddress(room)
		}
		if place {
			row.PlaceHref = address + "kamer=" + room.ID + "&vanaf="
		}
		for _, l := range s.lodgings {
			if l.Room == room.ID {
				lodged[l.Stay.ID] += l.Persons
				row.Bars = append(row.Bars, s.bar(v, l.Stay, l.Persons))
			}
		}
		for _, block := range s.blocks {
			if block.Room == room.ID {
				row.Bars = append(row.Bars, ui.TapeBar{From: block.From, Until: block.Until, Label: block.Reason, State: ui.BarBlocked})
			}
		}
		rows = append(rows, row)
	}
	loose := ui.TapeRow{Label: v.Text("locations.everyone")}
	if place {
		loose.PlaceHref = address + "vanaf="
	}
	for _, stay := range s.stays {
		if rest := stay.Persons - lodged[stay.ID]; stay.State.Holds() && rest > 0 {
			loose.Bars = append(loose.Bars, s.bar(v, stay, rest))
		}
	}
	return append(rows, loose)
}

func roomNote(v *web.Visit, room places.Room) string {
	note := v.Text("locations.beds_n", "n", room.Beds)
	if properties := v.Facility(strings.Join(room.Properties, ", ")); properties != "" {
		note += ", " + properties
	}
	return note
}

// tape is the chart of who sleeps where on which nights, by reference code.
func tape(v *web.Visit, seen sight) ui.Section {
	section := ui.Section{
		ID: "nachten", Title: v.Text("locations.nights"),
		Tape: &ui.TapeChart{
			ID: "tape", Caption: v.Text("locations.tape_caption", "from", seen.from, "n", seen.nights),
			From: seen.from, Nights: seen.nights, Today: seen.tonight, Rows: seen.rows(v),
			Totals: []ui.TapeTotal{{Label: v.Text("locations.free"), Values: seen.free}},
		},
	}
	address := func(from calendar.Night, nights int) string {
		return addressOf(seen.ID) + "?vanaf=" + from.String() + "&nachten=" + strconv.Itoa(nights)
	}
	section.Actions = []ui.Action{
		{Text: v.Text("locations.earlier"), Href: address(seen.from.Plus(-seen.nights), seen.nights)},
		{Text: v.Text("locations.later"), Href: address(seen.from.Plus(seen.nights), seen.nights)},
	}
	for _, span := range spans {
		if span != seen.nights {
			section.Actions = append(section.Actions, ui.Action{Text: v.Text("locations.span", "n", span), Href: address(seen.from, span), Kind: "subtle"})
		}
	}
	return section
}

// mostPeriods is how many periods of the ladder are shown.
const mostPeriods = 12

// ladder is how many places stand on which rung in each period, as it stands now.
func ladder(v *web.Visit, seen sight) ui.Section {
	table := &ui.Table{
		ID: "ladder-tabel", Caption: v.Text("locations.ladder"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("locations.period")}},
		Empty:   ui.Empty{Title: v.Text("locations.nothing_said"), Text: v.Text("locations.nothing_said_text")},
	}
	for _, rung := range places.Rungs {
		table.Columns = append(table.Columns, ui.Column{Text: rungText(v, rung), Number: true})
	}
	table.Columns = append(table.Columns, ui.Column{Text: v.Text("locations.held_most"), Number: true}, ui.Column{Text: v.Text("locations.free_least"), Number: true})
	periods := seen.profiles.Periods(seen.tonight)
	if len(seen.profiles) == 0 {
		periods = nil
	}
	for _, p := range periods[:min(len(periods), mostPeriods)] {
		row := ui.Row{Cells: []ui.Cell{ui.Text(period(v, p.From, p.Until))}}
		for _, rung := range places.Rungs {
			row.Cells = append(row.Cells, ui.Number(p.Places[rung]))
		}
		least, known := seen.least(p)
		held, free := ui.Text("–"), ui.Text("–")
		if known {
			held, free = ui.Number(max(0, p.Places[places.Open]-p.Places[places.Blocked])-least), ui.Number(least)
		}
		if least < 0 {
			row.Tone = "bad"
			free.Badges = []ui.Badge{{Text: v.Text("locations.short"), Tone: "bad"}}
		}
		row.Cells = append(row.Cells, held, free)
		table.Rows = append(table.Rows, row)
	}
	return ui.Section{ID: "ladder", Title: v.Text("locations.ladder"), Text: []string{v.Text("locations.ladder_lead")}, Table: table}
}

// least is the smallest number of free places on a night of the period; false
// where it begins beyond what is looked up.
func (s sight) least(p places.Period) (int, bool) {
	from, until := int(p.From-s.tonight), min(int(p.Until.Or(s.tonight.Plus(farAhead))-s.tonight), len(s.ahead))
	if from >= until {
		return 0, false
	}
	return slices.Min(s.ahead[from:until]), true
}

// readiness tells how the checklist stands.
func readiness(v *web.Visit, seen sight) ui.Section {
	section := ui.Section{ID: "gereed", Title: v.Text("locations.ready_done")}
	switch {
	case len(seen.list.Missing) > 0:
		section.Title = v.Text("locations.ready_missing", "n", len(seen.list.Missing))
	case untouched(seen.list):
		section.Title = v.Text("locations.ready_untouched")
		section.Text = []string{v.Text("locations.ready_untouched_text")}
	}
	for _, tick := range seen.list.Ticks {
		section.Items = append(section.Items, ui.Item{Key: v.Text(places.ItemKey(tick.Item)), Value: tick.Reason, Badges: []ui.Badge{tickBadge(v, tick)}})
	}
	if may(v, access.StateCapacity, seen.Location) {
		section.Actions = []ui.Action{{Text: v.Text("locations.to_checklist"), Href: addressOf(seen.ID) + "/gereed"}}
	}
	return section
}

// untouched says whether a location that was open before the list was asked for
// has items nobody spoke of yet.
func untouched(list places.Checklist) bool {
	return list.Opened && slices.ContainsFunc(list.Ticks, func(t places.Tick) bool { return t.At == 0 })
}

var tones = map[places.Readiness]string{places.NotReady: "attention", places.Ready: "good"}

func tickBadge(v *web.Visit, tick places.Tick) ui.Badge {
	if tick.At == 0 {
		return ui.Badge{Text: v.Text("locations.ready_unsaid")}
	}
	return ui.Badge{Text: readinessText(v, tick.State), Tone: tones[tick.State]}
}

// readinessText is the state of an item in the reader's words.
func readinessText(v *web.Visit, state places.Readiness) string {
	switch state {
	case places.Ready:
		return v.Text("locations.readiness_ok")
	case places.NotApplicable:
		return v.Text("locations.readiness_not_applicable")
	}
	return v.Text("locations.readiness_open")
}
