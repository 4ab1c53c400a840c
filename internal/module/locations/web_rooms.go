package locations

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// roomProperties are what a room of its own can have.
var roomProperties = []string{"wheelchair", "ground_floor", "no_stairs", "showers", "own_kitchen", "crib", "quiet", "pets", "women_only"}

func roomAddress(room places.Room) string { return addressOf(room.Location) + "/kamers/" + room.ID }

// house is the rooms of a location and who has them.
type house struct {
	places.Location
	rooms    []places.Room
	blocks   []places.Block
	lodgings []places.Lodging
	codes    map[string]string
}

// house reads the rooms of the location of the address for some nights.
func (d desk) house(v *web.Visit, action access.Action, from, until calendar.Night) (found house, err error) {
	if found.Location, err = d.known(v, action); err != nil {
		return found, err
	}
	if found.rooms, found.blocks, err = d.places.Rooms(v.Request.Context(), v.Actor, found.ID); err != nil {
		return found, err
	}
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		if found.lodgings, err = places.LodgingsDuring(ctx, tx, found.ID, from, until); err != nil {
			return err
		}
		found.codes, err = codesOf(ctx, tx, found.ID, from, until)
		return err
	})
	return found, err
}

// blocked finds the block that keeps a room out of use on one of the nights
// from..until-1.
func (h house) blocked(room string, from, until calendar.Night) (places.Block, bool) {
	for _, block := range h.blocks {
		if block.Room == room && block.From < until && block.Until.Or(until) > from {
			return block, true
		}
	}
	return places.Block{}, false
}

// taken gives the most persons who have a bed in the room on any of the nights
// from..until-1, other stays than the given one.
func (h house) taken(room, but string, from, until calendar.Night) int {
	most := 0
	for night := from; night < until; night++ {
		sum := 0
		for _, l := range h.lodgings {
			if l.Room == room && l.Stay.ID != but && l.Stay.From <= night && night < l.Stay.Until {
				sum += l.Persons
			}
		}
		most = max(most, sum)
	}
	return most
}

func (d desk) rooms(v *web.Visit) error {
	tellDone(v)
	tonight := d.door.Tonight()
	h, err := d.house(v, access.ViewLocations, tonight, tonight+1)
	if err != nil {
		return err
	}
	beds, inUse := 0, 0
	for _, room := range h.rooms {
		if room.ClosedAt == 0 {
			inUse++
			beds += room.Beds
		}
	}
	title := v.Text("locations.rooms_title", "rooms", v.Text("locations.rooms_n", "n", inUse), "beds", v.Text("locations.beds_n", "n", beds))
	sheet := ui.Sheet{
		Crumbs:   crumbsAt(v, h.Location, ui.Link{Text: v.Text("locations.rooms")}),
		Heading:  ui.Heading{Above: h.Name, Answer: title, AsOf: clock(v, d.door.Now())},
		Sections: []ui.Section{{ID: "kamers-sectie", Title: v.Text("locations.rooms_tonight"), Table: roomTable(v, h, tonight)}},
	}
	if may(v, access.EditLocation, h.Location) {
		sheet.Heading.Actions = []ui.Action{{Text: v.Text("locations.room_add"), Href: addressOf(h.ID) + "/kamers/nieuw", Kind: "primary"}}
	}
	return v.Page("locations/sheet", title+" – "+h.Name, sheet)
}

func roomTable(v *web.Visit, h house, tonight calendar.Night) *ui.Table {
	table := &ui.Table{
		ID: "kamers", Caption: v.Text("locations.rooms_tonight"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("locations.room")}, {Text: v.Text("locations.beds"), Number: true}, {Text: v.Text("locations.properties")},
			{Text: v.Text("locations.tonight_col")},
		},
		Empty: ui.Empty{Title: v.Text("locations.no_rooms"), Text: v.Text("locations.no_rooms_text")},
	}
	if may(v, access.EditLocation, h.Location) {
		table.Empty.Action = ui.Action{Text: v.Text("locations.room_add"), Href: addressOf(h.ID) + "/kamers/nieuw"}
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("locations.room_close_off")})
	}
	for _, room := range h.rooms {
		name := ui.Text(room.Name)
		row := ui.Row{}
		if may(v, access.EditLocation, h.Location) {
			name = ui.Linked(room.Name, roomAddress(room))
		}
		row.Cells = []ui.Cell{name, ui.Number(room.Beds), ui.Text(v.Facility(strings.Join(room.Properties, ", "))), roomTonight(v, h, room, tonight)}
		if may(v, access.EditLocation, h.Location) {
			block := ui.Linked(v.Text("locations.block"), roomAddress(room)+"/blokkeer")
			if room.ClosedAt != 0 {
				block = ui.Text("")
			}
			row.Cells = append(row.Cells, block)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// roomTonight is who sleeps in the room tonight, or why nobody can.
func roomTonight(v *web.Visit, h house, room places.Room, tonight calendar.Night) ui.Cell {
	if room.ClosedAt != 0 {
		return ui.Cell{Badges: []ui.Badge{{Text: v.Text("locations.closed")}}}
	}
	if block, blocked := h.blocked(room.ID, tonight, tonight+1); blocked {
		return ui.Cell{Text: block.Reason, Note: period(v, block.From, block.Until), Badges: []ui.Badge{{Text: v.Text("locations.blocked"), Tone: "attention"}}}
	}
	var who []string
	for _, l := range h.lodgings {
		if l.Room == room.ID {
			who = append(who, h.codes[l.Stay.ID]+" · "+strconv.Itoa(l.Persons))
		}
	}
	if len(who) == 0 {
		return ui.Cell{Badges: []ui.Badge{{Text: v.Text("locations.room_free"), Tone: "good"}}}
	}
	return ui.Text(strings.Join(who, ", "))
}

// roomAnswers are the form of a room as it was filled in.
type roomAnswers struct {
	name, beds string
	properties []string
}

func roomAnswersOf(form url.Values) roomAnswers {
	return roomAnswers{strings.TrimSpace(form.Get("name")), strings.TrimSpace(form.Get("beds")), form["properties"]}
}

// over puts the answers over a room; beds that are no number become none, which
// is told as wrong.
func (a roomAnswers) over(room places.Room) places.Room {
	beds, err := strconv.Atoi(a.beds)
	if err != nil {
		beds = 0
	}
	room.Name, room.Beds, room.Properties = a.name, beds, a.properties
	return room
}

func (a roomAnswers) fields(v *web.Visit, wrong map[string]string) []ui.Field {
	return []ui.Field{
		{Kind: ui.TextField, Name: "name", Label: v.Text("locations.room_name"), Hint: v.Text("locations.room_name_hint"), Value: a.name, Error: wrong["name"], Width: 20},
		{Kind: ui.NumberField, Name: "beds", Label: v.Text("locations.beds"), Value: a.beds, Error: wrong["beds"], Width: 4},
		{Kind: ui.CheckField, Name: "properties", Label: v.Text("locations.properties"), Options: tokenOptions(v, roomProperties, a.properties), Optional: true},
	}
}

func (d desk) askRoom(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	return d.newRoomPage(v, known, roomAnswers{}, nil)
}

func (d desk) newRoomPage(v *web.Visit, l places.Location, given roomAnswers, wrong map[string]string) error {
	title := v.Text("locations.room_new_title", "name", l.Name)
	address := addressOf(l.ID) + "/kamers"
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: v.Text("locations.rooms"), Href: address}, ui.Link{Text: v.Text("locations.room_add")}),
		Heading: ui.Heading{Answer: title},
		Form: &ui.Form{Action: address + "/nieuw", Submit: v.Text("locations.room_add"), Fields: given.fields(v, wrong),
			Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: address}},
	})
}

func (d desk) addRoom(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := roomAnswersOf(form)
	room := given.over(places.Room{ID: db.NewID(), Location: known.ID})
	if err := d.places.AddRoom(v.Request.Context(), v.Actor, room); err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.newRoomPage(v, known, given, wrong) })
	}
	return v.Redirect(addressOf(known.ID) + "/kamers?gedaan=kamer")
}

// knownRoom finds the room of the address within the location of the address.
func (d desk) knownRoom(v *web.Visit, action access.Action) (house, places.Room, error) {
	tonight := d.door.Tonight()
	h, err := d.house(v, action, tonight, tonight.Plus(farAhead))
	if err != nil {
		return h, places.Room{}, err
	}
	for _, room := range h.rooms {
		if room.ID == v.Request.PathValue("kamer") {
			return h, room, nil
		}
	}
	return h, places.Room{}, fault.New(fault.NotFound, "fault.not_found")
}

func (d desk) room(v *web.Visit) error {
	tellDone(v)
	h, room, err := d.knownRoom(v, access.EditLocation)
	if err != nil {
		return err
	}
	return d.roomPage(v, h, room, roomAnswers{room.Name, strconv.Itoa(room.Beds), room.Properties}, nil, nil)
}

func (d desk) roomPage(v *web.Visit, h house, room places.Room, given roomAnswers, wrong map[string]string, notice *ui.Message) error {
	title := room.Name + ": " + v.Text("locations.beds_n", "n", room.Beds)
	use := ui.Action{Text: v.Text("locations.room_close"), Href: roomAddress(room) + "/gebruik", Post: true, Name: "sluit", Value: "ja"}
	actions := []ui.Action{{Text: v.Text("locations.block"), Href: roomAddress(room) + "/blokkeer"}, use}
	var badges []ui.Badge
	if room.ClosedAt != 0 {
		badges = []ui.Badge{{Text: v.Text("locations.closed")}}
		use.Text, use.Value = v.Text("locations.room_reopen"), "nee"
		actions = []ui.Action{use}
	}
	sheet := ui.Sheet{
		Crumbs:  crumbsAt(v, h.Location, ui.Link{Text: v.Text("locations.rooms"), Href: addressOf(h.ID) + "/kamers"}, ui.Link{Text: room.Name}),
		Heading: ui.Heading{Above: h.Name, Answer: title, Badges: badges, Actions: actions}, Notice: notice,
		Form: &ui.Form{Action: roomAddress(room), Submit: v.Text("locations.save"), Fields: given.fields(v, wrong),
			Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(h.ID) + "/kamers"}},
	}
	for i, block := range h.blocks {
		if block.Room != room.ID {
			continue
		}
		sheet.Sections = append(sheet.Sections, ui.Section{
			ID: "dicht-" + strconv.Itoa(i+1), Title: v.Text("locations.blocked_title", "period", period(v, block.From, block.Until)), Text: []string{block.Reason},
			Form: &ui.Form{Action: roomAddress(room) + "/vrijgeven", Submit: v.Text("locations.unblock"), Fields: []ui.Field{
				{Kind: ui.HiddenField, Name: "blok", Value: block.ID},
			}},
		})
	}
	sheet.Sections = append(sheet.Sections, sleepers(v, h, room))
	return v.Page("locations/sheet", title, sheet)
}

// sleepers lists who has the room from tonight on.
func sleepers(v *web.Visit, h house, room places.Room) ui.Section {
	table := &ui.Table{
		ID: "slapers", Caption: v.Text("locations.sleepers"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("locations.household")}, {Text: v.Text("locations.persons"), Number: true}, {Text: v.Text("locations.period")}},
		Empty:   ui.Empty{Title: v.Text("locations.room_empty")},
	}
	for _, l := range h.lodgings {
		if l.Room == room.ID {
			table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
				ui.Linked(h.codes[l.Stay.ID], stayAddress(l.Stay)), ui.Number(l.Persons), ui.Text(period(v, l.Stay.From, calendar.At(l.Stay.Until))),
			}})
		}
	}
	return ui.Section{ID: "slapers-sectie", Title: v.Text("locations.sleepers"), Table: table}
}

func (d desk) editRoom(v *web.Visit) error {
	h, room, err := d.knownRoom(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := roomAnswersOf(form)
	return d.roomSaved(v, h, room, given, d.places.EditRoom(v.Request.Context(), v.Actor, given.over(room)), "/kamers?gedaan=kamer")
}

// useRoom takes a room out of use or into use again.
func (d desk) useRoom(v *web.Visit) error {
	h, room, err := d.knownRoom(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	changed := room
	changed.ClosedAt = 0
	if form.Get("sluit") == "ja" {
		changed.ClosedAt = d.door.Now()
	}
	given := roomAnswers{room.Name, strconv.Itoa(room.Beds), room.Properties}
	return d.roomSaved(v, h, room, given, d.places.EditRoom(v.Request.Context(), v.Actor, changed), "/kamers?gedaan=kamer")
}

// roomSaved goes on after a room was changed, or shows why it was not: what is
// wrong by field, or who stands in the way.
func (d desk) roomSaved(v *web.Visit, h house, room places.Room, given roomAnswers, err error, next string) error {
	if err == nil {
		return v.Redirect(addressOf(h.ID) + next)
	}
	if told := fault.As(err); told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		return d.roomPage(v, h, room, given, nil, &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args), Text: v.Text("locations.room_in_use_text")})
	}
	return refusal(v, err, func(wrong map[string]string) error { return d.roomPage(v, h, room, given, wrong, nil) })
}
