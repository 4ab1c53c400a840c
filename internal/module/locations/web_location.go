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

// sight is everything the page of a location shows.
type sight struct {
	places.Location
	tonight  calendar.Night
	from     calendar.Night // first night of the chart
	nights   int
	numbers  places.Numbers
	free     []int // per night of the chart
	ahead    []int // free per night from tonight on
	stays    []places.Stay
	entries  []places.Entry
	profiles places.Profiles
	shortage *places.Shortage
	rooms    []places.Room
	blocks   []places.Block
	lodgings []places.Lodging
	list     places.Checklist
	codes    map[string]string // reference code of the household, by stay
	offers   map[string]string // offer behind a stay that is not there yet, by stay
}

func (d desk) sight(v *web.Visit) (found sight, err error) {
	found.tonight = d.door.Tonight()
	found.from, found.nights = d.chosenNights(v)
	ctx, id := v.Request.Context(), v.Request.PathValue("id")
	if found.Location, err = d.places.Location(ctx, v.Actor, id); err != nil {
		return found, err
	}
	first, until := min(found.from, found.tonight), max(found.from.Plus(found.nights), found.tonight.Plus(1))
	if found.stays, err = d.places.Chart(ctx, v.Actor, id, first-1, until); err != nil {
		return found, err
	}
	if found.entries, found.profiles, err = d.places.Statements(ctx, v.Actor, id); err != nil {
		return found, err
	}
	if found.rooms, found.blocks, err = d.places.Rooms(ctx, v.Actor, id); err != nil {
		return found, err
	}
	if found.list, err = d.places.Checklist(ctx, v.Actor, id); err != nil {
		return found, err
	}
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		return found.read(ctx, tx, scope, first, until)
	})
	return found, err
}

// read fills in what takes part in no use case of the register.
func (s *sight) read(ctx context.Context, tx *db.Tx, scope gate.Scope, first, until calendar.Night) error {
	totals, err := places.Totals(ctx, tx, scope, places.ByLocation, s.tonight, s.tonight+1)
	if err != nil {
		return err
	}
	for _, group := range totals {
		if group.Key == s.ID {
			s.numbers = group.Nights[0]
		}
	}
	if s.free, err = places.FreeAt(ctx, tx, s.ID, s.from, s.from.Plus(s.nights)); err != nil {
		return err
	}
	if s.ahead, err = places.FreeAt(ctx, tx, s.ID, s.tonight, s.tonight.Plus(farAhead)); err != nil {
		return err
	}
	if s.lodgings, err = places.LodgingsDuring(ctx, tx, s.ID, first-1, until); err != nil {
		return err
	}
	if s.codes, err = codesOf(ctx, tx, s.ID, first-1, s.tonight.Plus(farAhead)); err != nil {
		return err
	}
	if s.offers, err = offersOf(ctx, tx, s.ID); err != nil {
		return err
	}
	short, err := places.Shortages(ctx, tx, scope, s.tonight, s.tonight.Plus(horizon))
	for i, shortage := range short {
		if shortage.Location == s.ID {
			s.shortage = &short[i]
		}
	}
	return err
}

// codes are the reference codes of the households at a location from tonight on,
// by stay.
func (d desk) codes(v *web.Visit, location string) (codes map[string]string, err error) {
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		tonight := d.door.Tonight()
		codes, err = codesOf(ctx, tx, location, tonight.Plus(-1), tonight.Plus(farAhead))
		return err
	})
	return codes, err
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
		"open", max(0, seen.numbers.Open-seen.numbers.Blocked))
	standing, err := d.standing(v, seen.Location)
	if err != nil {
		return err
	}
	short := seen.shortage != nil
	sheet := ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: seen.Name}),
		Heading: ui.Heading{
			Above: municipalityName(seen.Municipality), Answer: title, AsOf: clock(v, d.door.Now()),
			Badges:  marks(v, seen.Location, seen.numbers, seen.Old(d.door.Now()), short),
			Actions: locationActions(v, seen.Location, standing),
		},
		Sections: []ui.Section{today(v, seen), tape(v, seen), ladder(v, seen), readiness(v, seen), facts(v, seen), said(v, seen)},
	}
	if short {
		sheet.Notice = lackNotice(v, *seen.shortage, seen.codes)
	}
	if standing.From.Known && seen.ClosedAt == 0 {
		sheet.Heading.Badges = append(sheet.Heading.Badges, ui.Badge{Text: closedTitle(v, seen.Location, standing), Tone: "attention"})
	}
	closing, err := d.closingSection(v, seen.Location, standing)
	if err != nil {
		return err
	}
	if len(closing) > 1 { // its table names who must move
		sheet.Notice = nil
	}
	sheet.Sections = append(closing, sheet.Sections...)
	return v.Page("locations/sheet", title, sheet)
}

func locationActions(v *web.Visit, l places.Location, standing places.Closing) []ui.Action {
	var actions []ui.Action
	if l.ClosedAt == 0 && may(v, access.PlaceStay, l) {
		actions = append(actions, ui.Action{Text: v.Text("locations.place"), Href: addressOf(l.ID) + "/plaatsen", Kind: "primary"})
	}
	if l.ClosedAt == 0 && may(v, access.StateCapacity, l) {
		actions = append(actions,
			ui.Action{Text: v.Text("locations.report"), Href: addressOf(l.ID) + "/opgave"},
			ui.Action{Text: v.Text("locations.confirm"), Href: addressOf(l.ID) + "/bevestig", Post: true})
	}
	if may(v, access.RecordArrival, l) {
		actions = append(actions, ui.Action{Text: v.Text("locations.door"), Href: addressOf(l.ID) + "/vandaag"})
	}
	if may(v, access.ViewHouseholds, l) {
		actions = append(actions, ui.Action{Text: v.Text("locations.house_list"), Href: addressOf(l.ID) + "/huislijst"})
	}
	actions = append(actions, ui.Action{Text: v.Text("locations.rooms"), Href: addressOf(l.ID) + "/kamers"})
	if may(v, access.EditLocation, l) {
		actions = append(actions, ui.Action{Text: v.Text("locations.edit"), Href: addressOf(l.ID) + "/wijzig", Kind: "subtle"})
		if !closes(l, standing) {
			actions = append(actions, ui.Action{Text: v.Text("locations.close"), Href: addressOf(l.ID) + "/sluiten", Kind: "subtle"})
		}
	}
	return actions
}

// lackNotice tells on which nights places lack, and who would have to go.
func lackNotice(v *web.Visit, shortage places.Shortage, codes map[string]string) *ui.Message {
	message := &ui.Message{Kind: "error", Title: v.Text("locations.shortage")}
	for _, night := range shortage.Nights {
		message.Text += v.Text("locations.shortage_nights", "period", period(v, night.From, night.Until), "n", -night.Places) + " "
	}
	for _, stay := range shortage.Move {
		message.Links = append(message.Links, ui.Link{
			Text: v.Text("locations.move", "code", codes[stay.ID], "n", stay.Persons, "state", stateText(v, stay.State)),
			Href: stayAddress(stay),
		})
	}
	return message
}

func stayAddress(stay places.Stay) string { return addressOf(stay.Location) + "/verblijven/" + stay.ID }

func householdAddress(id string) string { return "/huishoudens/" + id }

// facts describes the location; whom to call is for those who work with it.
func facts(v *web.Visit, seen sight) ui.Section {
	staying := v.Text("locations.long_stay")
	if seen.ShortStay {
		staying = v.Text("locations.short_stay")
	}
	items := []ui.Item{
		{Key: v.Text("locations.type"), Value: typeText(v, seen.Type)},
		{Key: v.Text("locations.address"), Value: strings.TrimSpace(seen.Address + "\n" + seen.Postcode)},
		{Key: v.Text("locations.staying"), Value: staying},
		{Key: v.Text("locations.facilities"), Value: v.Facility(strings.Join(seen.Facilities, ", "))},
		{Key: v.Text("locations.confirmed"), Value: clock(v, seen.ConfirmedAt)},
	}
	if may(v, access.StateCapacity, seen.Location) {
		items = append(items, ui.Item{
			Key:   v.Text("locations.contact"),
			Value: strings.TrimSpace(seen.Contact.Name + "\n" + seen.Contact.Phone + "\n" + seen.Contact.Email),
		})
	}
	section := ui.Section{ID: "gegevens", Title: v.Text("locations.facts")}
	for _, item := range items {
		if item.Value == "" {
			item.Value = v.Text("locations.unknown")
		}
		section.Items = append(section.Items, item)
	}
	return section
}

// newestEntries is how many statements the page shows.
const newestEntries = 30

// said lists what was said about the places, newest first.
func said(v *web.Visit, seen sight) ui.Section {
	entries := seen.entries
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
			ui.Number(e.Places), ui.Text(seen.source(v, e)),
		}})
	}
	return ui.Section{ID: "opgaven-sectie", Title: v.Text("locations.said"), Table: table}
}

// source is where a statement comes from: a room that was blocked by its name.
func (s sight) source(v *web.Visit, e places.Entry) string {
	source := e.Source
	if id, ofRoom := strings.CutPrefix(source, "room/"); ofRoom {
		source = s.room(id).Name
	}
	source = v.Word(source, sourceKey+source)
	if e.Reason == "" || e.Reason == e.Source {
		return source
	}
	return source + ": " + e.Reason
}

// sourceKey opens the keys of the words for where a statement comes from.
const sourceKey = "locations.source_"
