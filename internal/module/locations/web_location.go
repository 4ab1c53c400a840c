package locations

import (
	"context"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// The widths of the tape chart in nights; the first is the usual one.
var spans = []int{14, 30, 90}

// sight is everything the page of a location shows, read in one snapshot.
type sight struct {
	places.Location
	from     calendar.Night // first night of the chart
	nights   int
	numbers  places.Numbers
	free     []int // per night of the chart
	stays    []places.Stay
	entries  []places.Entry
	shortage *places.Shortage
}

func (d desk) sight(v *web.Visit) (found sight, err error) {
	found.from, found.nights = d.chosenNights(v)
	id := v.Request.PathValue("id")
	if found.Location, err = d.places.Location(v.Request.Context(), v.Actor, id); err != nil {
		return found, err
	}
	until := found.from.Plus(found.nights)
	if found.stays, err = d.places.Chart(v.Request.Context(), v.Actor, id, found.from, until); err != nil {
		return found, err
	}
	if found.entries, _, err = d.places.Statements(v.Request.Context(), v.Actor, id); err != nil {
		return found, err
	}
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		totals, err := places.Totals(ctx, tx, scope, places.ByLocation, d.door.Tonight(), d.door.Tonight()+1)
		if err != nil {
			return err
		}
		for _, group := range totals {
			if group.Key == id {
				found.numbers = group.Nights[0]
			}
		}
		if found.free, err = places.FreeAt(ctx, tx, id, found.from, until); err != nil {
			return err
		}
		short, err := places.Shortages(ctx, tx, scope, d.door.Tonight(), d.door.Tonight().Plus(horizon))
		for i, shortage := range short {
			if shortage.Location == id {
				found.shortage = &short[i]
			}
		}
		return err
	})
	return found, err
}

// chosenNights reads which nights of the chart the visitor wants to see.
func (d desk) chosenNights(v *web.Visit) (calendar.Night, int) {
	query := v.Request.URL.Query()
	from, err := calendar.Parse(query.Get("vanaf"))
	if err != nil {
		from = d.door.Tonight()
	}
	for _, span := range spans {
		if query.Get("nachten") == strconv.Itoa(span) {
			return from, span
		}
	}
	return from, spans[0]
}

func (d desk) location(v *web.Visit) error {
	tellDone(v)
	seen, err := d.sight(v)
	if err != nil {
		return err
	}
	title := v.Text("locations.location_free", "name", seen.Name, "n", seen.numbers.Free-seen.numbers.Short,
		"open", seen.numbers.Open-seen.numbers.Blocked)
	short := seen.shortage != nil
	sheet := ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: seen.Name}),
		Heading: ui.Heading{
			Above: municipalityName(seen.Municipality), Answer: title, AsOf: clock(v, d.door.Now()),
			Badges:  marks(v, seen.Location, seen.numbers, seen.Old(d.door.Now()), short),
			Actions: locationActions(v, seen.Location),
		},
		Sections: []ui.Section{d.tape(v, seen), facts(v, seen), said(v, seen.entries)},
	}
	if short {
		sheet.Notice = lackNotice(v, *seen.shortage)
	}
	return v.Page("locations/sheet", title, sheet)
}

func locationActions(v *web.Visit, l places.Location) []ui.Action {
	if !may(v, access.StateCapacity, l) {
		return nil
	}
	return []ui.Action{
		{Text: v.Text("locations.report"), Href: addressOf(l.ID) + "/opgave", Kind: "primary"},
		{Text: v.Text("locations.confirm"), Href: addressOf(l.ID) + "/bevestig", Post: true},
	}
}

// lackNotice tells on which nights places lack, and who would have to go.
func lackNotice(v *web.Visit, shortage places.Shortage) *ui.Message {
	message := &ui.Message{Kind: "error", Title: v.Text("locations.shortage")}
	for _, night := range shortage.Nights {
		message.Text += v.Text("locations.shortage_nights", "period", period(v, night.From, night.Until), "places", -night.Places) + " "
	}
	for _, stay := range shortage.Move {
		message.Links = append(message.Links, ui.Link{
			Text: v.Text("locations.move", "persons", stay.Persons, "state", stateText(v, stay.State)), Href: householdAddress(stay.Household),
		})
	}
	return message
}

func householdAddress(id string) string { return "/huishoudens/" + id }

var bars = map[places.State]string{places.Offered: ui.BarReserved, places.Accepted: ui.BarExpected, places.Present: ui.BarArrived}

// tape is the chart of who sleeps here on which nights. Stays show no name, only
// how many people and in which state.
func (d desk) tape(v *web.Visit, seen sight) ui.Section {
	row := ui.TapeRow{Label: v.Text("locations.everyone")}
	for _, stay := range seen.stays {
		if !stay.State.Holds() {
			continue
		}
		row.Bars = append(row.Bars, ui.TapeBar{
			From: stay.From, Until: calendar.At(stay.Until), Label: stateText(v, stay.State), Persons: stay.Persons,
			State: bars[stay.State], Href: householdAddress(stay.Household),
		})
	}
	section := ui.Section{
		ID: "nachten", Title: v.Text("locations.nights"),
		Tape: &ui.TapeChart{
			ID: "tape", Caption: v.Text("locations.tape_caption", "from", seen.from, "nights", seen.nights),
			From: seen.from, Nights: seen.nights, Today: d.door.Tonight(), Rows: []ui.TapeRow{row},
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
			section.Actions = append(section.Actions, ui.Action{Text: v.Text("locations.span", "nights", span), Href: address(seen.from, span), Kind: "subtle"})
		}
	}
	return section
}

// facts describes the location; whom to call is for those who work with it.
func facts(v *web.Visit, seen sight) ui.Section {
	items := []ui.Item{
		{Key: v.Text("locations.type"), Value: typeText(v, seen.Type)},
		{Key: v.Text("locations.facilities"), Value: facilityTexts(v, seen.Facilities)},
		{Key: v.Text("locations.confirmed"), Value: clock(v, seen.ConfirmedAt)},
	}
	if may(v, access.StateCapacity, seen.Location) {
		items = append(items, ui.Item{
			Key:   v.Text("locations.contact"),
			Value: strings.TrimSpace(seen.Contact.Name + "\n" + seen.Contact.Phone + "\n" + seen.Contact.Email),
		})
	}
	return ui.Section{ID: "gegevens", Title: v.Text("locations.facts"), Items: items}
}

// newestEntries is how many statements the page shows.
const newestEntries = 30

// said lists what was said about the places, newest first.
func said(v *web.Visit, entries []places.Entry) ui.Section {
	table := &ui.Table{
		ID: "opgaven", Caption: v.Text("locations.said"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("locations.when")}, {Text: v.Text("locations.rung")}, {Text: v.Text("locations.period")},
			{Text: v.Text("locations.places"), Number: true}, {Text: v.Text("locations.source")},
		},
		Empty: ui.Empty{Title: v.Text("locations.nothing_said")},
	}
	for i := len(entries) - 1; i >= max(0, len(entries)-newestEntries); i-- {
		e := entries[i]
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(clock(v, e.RecordedAt)), ui.Text(rungText(v, e.Rung)), ui.Text(period(v, e.From, e.Until)),
			ui.Number(e.Places), ui.Text(strings.TrimSpace(e.Source + " " + e.Reason)),
		}})
	}
	return ui.Section{ID: "ladder", Title: v.Text("locations.said"), Table: table}
}
