package arrivals

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const transportsPath = "/transporten"

func transportAddress(id string) string { return transportsPath + "/" + id }

func runs(v *web.Visit) bool { return access.ReachOf(v.Actor, access.RunTransport) != access.None }

// lookBack is how long a transport stays on the list after it left.
const lookBack = -3 * 24 * time.Hour

func (d desk) transports(v *web.Visit) error {
	list, err := d.Transports(v.Request.Context(), v.Actor, d.door.Now().Plus(lookBack))
	if err != nil {
		return err
	}
	open := 0
	table := &ui.Table{
		ID: "transporten", Caption: v.Text("arrivals.transports"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("arrivals.leaves")}, {Text: v.Text("arrivals.origin")}, {Text: v.Text("arrivals.to")},
			{Text: v.Text("arrivals.announced"), Number: true}, {Text: v.Text("arrivals.arrived"), Number: true}, {Text: v.Text("arrivals.state")}},
		Empty: ui.Empty{Title: v.Text("arrivals.no_transports"), Text: v.Text("arrivals.no_transports_text")},
	}
	for _, t := range list {
		if t.State == Planned || t.State == UnderWay {
			open++
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(when(v, t.LeavesAt), transportAddress(t.ID)), ui.Text(t.Origin), ui.Text(stopNames(t.Stops)),
			ui.Number(t.Announced), ui.Number(t.Came), ui.Text(v.Text("arrivals.transport_" + string(t.State))),
		}})
	}
	title := v.Text("arrivals.transports_title", "n", open)
	sheet := ui.Sheet{
		Heading:  ui.Heading{Answer: title, Lead: v.Text("arrivals.transports_lead"), AsOf: when(v, d.door.Now())},
		Sections: []ui.Section{{ID: "lijst", Title: v.Text("arrivals.transports"), Table: table}},
	}
	if runs(v) {
		sheet.Heading.Actions = []ui.Action{{Text: v.Text("arrivals.plan"), Href: transportsPath + "/nieuw", Kind: "primary"}}
	}
	return v.Page("arrivals/sheet", title, sheet)
}

func stopNames(stops []Stop) string {
	names := make([]string, len(stops))
	for i, stop := range stops {
		names[i] = stop.Name
	}
	return strings.Join(names, ", ")
}

// transportForm is what was typed about a transport.
type transportForm struct {
	id, origin, time, note string
	date                   ui.DateParts
	stops                  map[string]bool
}

func (d desk) askTransport(v *web.Visit) error {
	return d.transportFormPage(v, transportForm{id: db.NewID(), date: ui.PartsOf(d.door.Tonight())}, nil)
}

func (d desk) transportFormPage(v *web.Visit, typed transportForm, wrong map[string]string) error {
	destinations, err := d.Destinations(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	title := v.Text("arrivals.plan_title")
	sheet := ui.Sheet{
		Crumbs:  crumbs(v, ui.Link{Text: v.Text("arrivals.transports"), Href: transportsPath}, ui.Link{Text: v.Text("arrivals.plan")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("arrivals.plan_lead") + " " + v.Text("arrivals.to_hint")},
	}
	if len(destinations) == 0 {
		sheet.Notice = &ui.Message{Kind: "info", Title: v.Text("arrivals.no_destinations"), Text: v.Text("arrivals.no_destinations_text")}
		return v.Page("arrivals/sheet", title, sheet)
	}
	stops := ui.Field{Kind: ui.CheckField, Name: "naar", Label: v.Text("arrivals.to"), Error: wrong["stops"]}
	for _, one := range destinations {
		stops.Options = append(stops.Options, ui.Option{
			Value: one.Location, Label: one.Name, Chosen: typed.stops[one.Location],
			Hint: v.Text("arrivals.n_households", "n", one.Households) + ", " + v.Text("arrivals.n_persons", "n", one.Persons),
		})
	}
	sheet.Form = &ui.Form{
		Action: transportsPath, Submit: v.Text("arrivals.plan"), Cancel: ui.Link{Text: v.Text("arrivals.cancel"), Href: transportsPath}, Fields: []ui.Field{
			{Kind: ui.HiddenField, Name: "id", Value: typed.id},
			{Kind: ui.TextField, Name: "van", Label: v.Text("arrivals.origin"), Hint: v.Text("arrivals.origin_hint"), Value: typed.origin, Error: wrong["origin"], Width: 30},
			{Kind: ui.DateField, Name: "op", Label: v.Text("arrivals.leaves_on_day"), Date: typed.date, Error: wrong["leaves"]},
			{Kind: ui.TextField, Name: "tijd", Label: v.Text("arrivals.leaves_at"), Hint: v.Text("arrivals.leaves_at_hint"), Value: typed.time, Error: wrong["time"], Width: 4},
			stops,
			{Kind: ui.TextField, Name: "noot", Label: v.Text("matching.web_note"), Hint: v.Text("matching.web_note_hint"), Value: typed.note, Error: wrong["note"], Optional: true},
		},
	}
	return v.Page("arrivals/sheet", title, sheet)
}

// hourOf reads a time of day as people type it: 9.30, 09:30 or 9.
func hourOf(text string) (hour, minute int, ok bool) {
	hours, minutes, both := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), ":", "."), ".")
	hour, err := strconv.Atoi(hours)
	if err != nil {
		return 0, 0, false
	}
	if both {
		if minute, err = strconv.Atoi(minutes); err != nil {
			return 0, 0, false
		}
	}
	return hour, minute, hour >= 0 && hour < 24 && minute >= 0 && minute < 60
}

func (d desk) planTransport(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	typed := transportForm{id: form.Get("id"), origin: form.Get("van"), time: form.Get("tijd"), note: form.Get("noot"),
		date: ui.DateAnswer("op", form.Get), stops: map[string]bool{}}
	for _, stop := range form["naar"] {
		typed.stops[stop] = true
	}
	transport := Transport{ID: typed.id, Origin: typed.origin, Note: typed.note}
	hour, minute, hourKnown := hourOf(typed.time)
	if night, known := typed.date.Night(); known && hourKnown {
		year, month, day := night.Date().Date()
		transport.LeavesAt = calendar.InstantOf(time.Date(year, month, day, hour, minute, 0, 0, calendar.Amsterdam))
	}
	err = d.PlanTransport(v.Request.Context(), v.Actor, transport, form["naar"])
	if wrong := wrongFields(v, err); wrong != nil {
		if !hourKnown {
			wrong["time"] = v.Text("arrivals.time_wrong")
			if _, known := typed.date.Night(); known {
				delete(wrong, "leaves")
			}
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.transportFormPage(v, typed, wrong)
	}
	if err != nil {
		return err
	}
	return v.Redirect(transportAddress(typed.id) + "?gedaan=gepland")
}

func (d desk) transport(v *web.Visit) error {
	tellDone(v)
	return d.transportPage(v, nil)
}

func (d desk) pressTransport(v *web.Visit) error {
	return d.pressed(v, transportAddress(v.Request.PathValue("id")), d.transportPage)
}

func (d desk) transportPage(v *web.Visit, notice *ui.Message) error {
	found, err := d.Transport(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	address := transportAddress(found.ID)
	announced, came, waiting := sums(found.Seats)
	title := v.Text("arrivals.transport_title", "came", came, "n", announced)
	page := cardsPage{
		Crumbs: crumbs(v, ui.Link{Text: v.Text("arrivals.transports"), Href: transportsPath}, ui.Link{Text: found.Origin}),
		Heading: ui.Heading{
			Above:  v.Text("arrivals.transport_above", "origin", found.Origin, "at", when(v, found.LeavesAt)),
			Answer: title, AsOf: when(v, d.door.Now()), Lead: v.Text("arrivals.transport_lead", "to", stopNames(found.Stops)),
			Badges: []ui.Badge{{Text: v.Text("arrivals.transport_" + string(found.State)), Tone: "info"}},
		},
		Notice: notice,
		Stats: []ui.Stat{
			{Label: v.Text("arrivals.persons_announced"), Value: announced}, {Label: v.Text("arrivals.persons_came"), Value: came},
			{Label: v.Text("arrivals.households_awaited"), Value: waiting},
		},
		Groups: seatGroups(v, found, address, d.door.Now()),
	}
	if table := settledTable(v, found.Seats); len(table.Rows) > 0 {
		page.Sections = append(page.Sections, ui.Section{ID: "bekend", Title: v.Text("arrivals.settled"), Table: table})
	}
	// Who may run transports at all may run this one where it is their area's.
	if access.Check(v.Actor, access.RunTransport, found.Owner) == nil {
		page.Heading.Actions = append(advances(v, found, address), letterWay(v, "transport", found.ID, waiting)...)
		if err := d.boardSection(v, found, &page); err != nil {
			return err
		}
	}
	return v.Page("arrivals/cards", title, page)
}

// sums adds up seats: persons announced, persons who came, households still
// awaited.
func sums(seats []Seat) (announced, came, waiting int) {
	for _, seat := range seats {
		announced += seat.Announced
		switch seat.Stand {
		case SeatAwaited:
			waiting++
		case SeatCame, SeatFewer, SeatMore:
			came += seat.Guest.Persons
		}
	}
	return announced, came, waiting
}

// seatGroups are those still awaited, by where they go, and those who were said
// not to have come a moment ago.
func seatGroups(v *web.Visit, t Transport, address string, now calendar.Instant) []cardGroup {
	var groups []cardGroup
	missed := cardGroup{ID: "afgemeld", Title: v.Text("arrivals.missed")}
	came := cardGroup{ID: "gekomen", Title: v.Text("arrivals.came_today"), Text: v.Text("arrivals.came_text")}
	last := ""
	for _, seat := range t.Seats {
		if seat.Stand == SeatNotArrived && seat.Guest.At >= regrettable(now) {
			missed.Cards = append(missed.Cards, regretted(v, address+"/aankomst", seat.Guest))
		}
		if seat.arrived() && seat.Guest.At >= regrettable(now) {
			came.Cards = append(came.Cards, arrivedCard(v, address+"/aankomst", seat.Guest))
		}
		if seat.Stand != SeatAwaited {
			continue
		}
		if last != seat.Location {
			last = seat.Location
			groups = append(groups, cardGroup{ID: "naar-" + strconv.Itoa(len(groups)+1), Title: v.Text("arrivals.awaited_at", "location", seat.LocationName), Text: v.Text("arrivals.press_means")})
		}
		one := awaited(v, address+"/aankomst", seat.Guest)
		if t.State == Planned && access.Check(v.Actor, access.RunTransport, t.Owner) == nil {
			one.Buttons = append(one.Buttons, button{Action: address + "/eraf", Text: v.Text("arrivals.put_off"), Kind: "subtle", Hidden: []hidden{{"plek", seat.ID}}})
		}
		group := &groups[len(groups)-1]
		group.Cards = append(group.Cards, one)
	}
	if len(groups) == 0 {
		groups = []cardGroup{{ID: "naar-1", Title: v.Text("arrivals.expected"),
			Empty: ui.Empty{Title: v.Text("arrivals.nobody_on_board"), Text: v.Text("arrivals.nobody_on_board_text")}}}
	}
	for _, group := range []cardGroup{missed, came} {
		if len(group.Cards) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func settledTable(v *web.Visit, seats []Seat) *ui.Table {
	table := &ui.Table{
		ID: "bekend-lijst", Caption: v.Text("arrivals.settled"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("arrivals.reference")}, {Text: v.Text("arrivals.to")}, {Text: v.Text("arrivals.announced"), Number: true},
			{Text: v.Text("arrivals.arrived"), Number: true}, {Text: v.Text("arrivals.state")}},
	}
	for _, seat := range seats {
		if seat.Stand == SeatAwaited {
			continue
		}
		came := 0
		if seat.Stand != SeatNotArrived && seat.Stand != SeatFellAway {
			came = seat.Guest.Persons
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(seat.Guest.Code, offerAddress(seat.Guest.Offer)), ui.Text(seat.LocationName), ui.Number(seat.Announced), ui.Number(came),
			ui.Text(v.Text("arrivals.seat_" + string(seat.Stand))),
		}})
	}
	return table
}

// letterWay is the way to print a letter for each household that is awaited, for
// those whose desk sends them.
func letterWay(v *web.Visit, kind, id string, awaited int) []ui.Action {
	if awaited == 0 || access.ReachOf(v.Actor, access.SendOffer) == access.None {
		return nil
	}
	return []ui.Action{{Text: v.Text("arrivals.letters"), Href: "/plaatsen/brieven/druk?soort=" + kind + "&van=" + url.QueryEscape(id)}}
}

func advances(v *web.Visit, t Transport, address string) (actions []ui.Action) {
	for _, to := range transportWays[t.State] {
		kind := ""
		if to == Cancelled {
			kind = "subtle"
		}
		actions = append(actions, ui.Action{Text: v.Text("arrivals.make_" + string(to)), Href: address + "/stand", Post: true, Name: "stand", Value: string(to), Kind: kind})
	}
	return actions
}

// boardSection offers those who can still be put on.
func (d desk) boardSection(v *web.Visit, t Transport, page *cardsPage) error {
	if t.State != Planned && t.State != UnderWay {
		return nil
	}
	list, err := d.Boardable(v.Request.Context(), v.Actor, t.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	field := ui.Field{Kind: ui.CheckField, Name: "aanbod", Label: v.Text("arrivals.who_travels")}
	for _, seat := range list {
		hint := v.Text("arrivals.board_hint", "location", seat.LocationName, "from", seat.Guest.From)
		if needs := v.Facility(strings.Join(seat.Guest.Needs, ", ")); needs != "" {
			hint += " · " + needs
		}
		field.Options = append(field.Options, ui.Option{
			Value: seat.Guest.Offer, Label: seat.Guest.Code + " · " + v.Text("arrivals.n_persons", "n", seat.Announced), Hint: hint,
		})
	}
	page.Sections = append(page.Sections, ui.Section{ID: "erop", Title: v.Text("arrivals.board"), Form: &ui.Form{
		Action: transportAddress(t.ID) + "/huishoudens", Submit: v.Text("arrivals.board_save"), Fields: []ui.Field{field},
	}})
	return nil
}

// changed leads back to a transport after a change, or tells above it why
// nothing was changed.
func (d desk) changed(v *web.Visit, id string, err error) error {
	told := fault.As(err)
	switch {
	case err == nil:
		return v.Redirect(transportAddress(id) + "?gedaan=bijgewerkt")
	case told.Kind == fault.Conflict:
		v.Status(http.StatusConflict)
		return d.transportPage(v, &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)})
	}
	return err
}

func (d desk) board(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id := v.Request.PathValue("id")
	return d.changed(v, id, d.Board(v.Request.Context(), v.Actor, id, form["aanbod"]))
}

func (d desk) putOff(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id := v.Request.PathValue("id")
	if form.Get("plek") == "" {
		return fault.New(fault.Invalid, "web.form_broken")
	}
	return d.changed(v, id, d.PutOff(v.Request.Context(), v.Actor, id, form.Get("plek")))
}

func (d desk) advance(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id := v.Request.PathValue("id")
	return d.changed(v, id, d.Advance(v.Request.Context(), v.Actor, id, TransportState(form.Get("stand"))))
}
