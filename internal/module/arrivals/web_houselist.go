package arrivals

import (
	"slices"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) houseList(v *web.Visit) error {
	list, err := d.HouseList(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return d.houseListPage(v, list)
}

// houseListNamed shows the list with names. It is asked for with a button: a
// look at a person is logged, and must not happen because a browser fetched a
// page ahead.
func (d desk) houseListNamed(v *web.Visit) error {
	list, err := d.HouseListNamed(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return d.houseListPage(v, list)
}

func (d desk) houseListPage(v *web.Visit, list HouseList) error {
	address := locationAddress(list.ID)
	persons, stays := Count(list.Here)
	title := v.Text("arrivals.house_title", "n", persons)
	if persons == 0 {
		title = v.Text("arrivals.house_nobody")
	}
	sheet := ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: v.Text("locations.nav"), Href: "/locaties"}, ui.Link{Text: list.Name, Href: address},
			ui.Link{Text: v.Text("arrivals.houselist")}),
		Heading: ui.Heading{
			Above: v.Text("arrivals.house_above", "location", list.Name, "night", list.Night), Answer: title, AsOf: when(v, list.At),
			Lead: strings.TrimSpace(list.Address + " " + list.Postcode), Actions: houseActions(v, list, address),
		},
		Stats: d.houseStats(v, list, persons, stays),
	}
	sheet.Sections = append(sheet.Sections, ui.Section{
		ID: "binnen", Title: v.Text("arrivals.house_here"), Table: sleeperTable(v, "binnen-lijst", v.Text("arrivals.house_here"), list.Here, list),
	})
	if len(list.Awaited) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{
			ID: "verwacht", Title: v.Text("arrivals.house_awaited"),
			Table: sleeperTable(v, "verwacht-lijst", v.Text("arrivals.house_awaited"), list.Awaited, list),
		})
	}
	sheet.Sections = append(sheet.Sections, ui.Section{ID: "bellen", Title: v.Text("arrivals.house_call"), Items: []ui.Item{
		{Key: v.Text("arrivals.house_emergency"), Value: "112"},
		{Key: v.Text("arrivals.house_contact"), Value: strings.TrimSpace(list.Contact.Name + "\n" + list.Contact.Phone)},
	}})
	return v.Page("arrivals/sheet", title+" – "+list.Name, sheet)
}

func houseActions(v *web.Visit, list HouseList, address string) []ui.Action {
	var actions []ui.Action
	if may(v, access.RecordArrival, list.Location) {
		actions = append(actions, ui.Action{Text: v.Text("arrivals.today"), Href: address + "/vandaag"})
	}
	switch {
	case list.Named:
		actions = append(actions, ui.Action{Text: v.Text("arrivals.house_unnamed"), Href: address + "/huislijst"})
	case may(v, access.ViewNames, list.Location) && len(list.Here) > 0:
		actions = append(actions, ui.Action{Text: v.Text("arrivals.house_named"), Href: address + "/huislijst", Post: true})
	}
	return actions
}

func (d desk) houseStats(v *web.Visit, list HouseList, persons, stays int) []ui.Stat {
	var help []Sleeper
	for _, row := range list.Here {
		if row.NeedsHelp() {
			help = append(help, row)
		}
	}
	_, helped := Count(help)
	coming, _ := Count(list.Awaited)
	stats := []ui.Stat{
		{Label: v.Text("arrivals.house_persons", "n", persons), Value: persons},
		{Label: v.Text("arrivals.house_households", "n", stays), Value: stays},
		{Label: v.Text("arrivals.persons_expected"), Value: coming},
		{Label: v.Text("arrivals.house_help", "n", helped), Value: helped},
	}
	if helped > 0 {
		stats[3].Tone, stats[3].Note = "attention", v.Text("arrivals.house_help_note")
	}
	return stats
}

// sleeperTable lists households by room, with a box to tick on paper.
func sleeperTable(v *web.Visit, id, caption string, rows []Sleeper, list HouseList) *ui.Table {
	who := v.Text("arrivals.reference")
	if list.Named && id == "binnen-lijst" {
		who = v.Text("arrivals.name")
	}
	table := &ui.Table{
		ID: id, Caption: caption, Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("ui.room")}, {Text: who}, {Text: v.Text("arrivals.persons"), Number: true}, {Text: v.Text("arrivals.until")},
			{Text: v.Text("arrivals.house_attention")}, {Text: v.Text("arrivals.house_seen")}},
		Empty: ui.Empty{Title: v.Text("arrivals.house_empty"), Text: v.Text("arrivals.house_empty_text")},
	}
	for _, row := range rows {
		table.Rows = append(table.Rows, sleeperRow(v, row, list))
	}
	if len(rows) > 0 {
		persons, _ := Count(rows)
		table.Footer = []ui.Cell{ui.Text(v.Text("arrivals.total")), ui.Text(""), ui.Number(persons), ui.Text(""), ui.Text(""), ui.Text("")}
	}
	if !slices.ContainsFunc(rows, func(row Sleeper) bool { return row.Room != "" }) {
		withoutFirst(table) // no rooms were given out here
	}
	return table
}

// withoutFirst leaves out the first column of a table.
func withoutFirst(table *ui.Table) {
	table.Columns = table.Columns[1:]
	for i := range table.Rows {
		table.Rows[i].Cells = table.Rows[i].Cells[1:]
	}
	if len(table.Footer) > 0 {
		table.Footer = append(table.Footer[:1], table.Footer[2:]...)
	}
}

func sleeperRow(v *web.Visit, row Sleeper, list HouseList) ui.Row {
	room := row.Room
	if room == "" {
		room = v.Text("arrivals.no_room")
	}
	who := ui.Text(row.Code)
	if len(row.Names) > 0 {
		who = ui.Cell{Text: strings.Join(row.Names, ", "), Note: row.Code}
	} else if list.Named && row.Here {
		who.Note = v.Text("arrivals.names_unknown")
	}
	until := ui.Text(v.Text("arrivals.open_end"))
	if row.EndKnown {
		until = ui.Text(long(v, row.Until))
	}
	if row.Here && row.EndKnown && row.Until <= list.Night {
		until.Badges = []ui.Badge{{Text: v.Text("arrivals.should_leave"), Tone: "attention"}}
	}
	switch {
	case row.MovesTo != "":
		until.Note = v.Text("arrivals.moves_out_on", "night", long(v, row.MovesOn), "location", row.MovesTo)
	case row.MovesFrom != "":
		until.Note = v.Text("arrivals.moves_from", "location", row.MovesFrom)
	}
	attention := ui.Cell{Badges: badges(v, row.Needs, row.Flags)}
	if row.NeedsHelp() {
		attention.Text = v.Text("arrivals.help_out")
	}
	if row.Minors > 0 {
		attention.Note = v.Text("arrivals.minors", "n", row.Minors)
	}
	cell := ui.Row{Cells: []ui.Cell{ui.Text(room), who, ui.Number(row.Persons), until, attention, ui.Text("☐")}}
	if row.NeedsHelp() {
		cell.Tone = "attention"
	}
	return cell
}
