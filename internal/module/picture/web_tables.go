package picture

import (
	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
)

// tile shows a region on the map. A shortage somewhere within it is told with
// its name, because places elsewhere in it do not undo that.
func (d drawing) tile(area Area) ui.Tile {
	region, _ := atlas.Region(area.Code)
	tile := ui.Tile{Row: region.Row + 1, Col: region.Column + 1, Code: area.Code, Name: area.Name,
		Href: d.to(d.Tonight, "/regios/"+area.Code), Value: area.Headline(d.rung()), Max: area.Usable[0], State: area.TileState(), Old: area.MostlyOld()}
	switch {
	case d.rung() != places.Open:
		tile.Max, tile.State = tile.Value, "free"
		if tile.Value == 0 {
			tile.State = "none"
		}
	case tile.State == "short":
		tile.Value = -area.First.Short
	case area.First.Short > 0:
		tile.Name = d.v.Text("picture.tile_short", "name", area.Name, "n", area.First.Short)
	}
	return tile
}

// table shows the parts of the area, one row each; base is the address their
// codes are written behind.
func (d drawing) table(caption, base string) *ui.Table {
	table := &ui.Table{ID: "gebieden", Caption: caption, Compact: true, Columns: d.columns()}
	for _, area := range d.Parts {
		name := ui.Linked(area.Name, d.to(d.Tonight, base+area.Code))
		if area.Closing > 0 && !d.wall { // under the name: a badge would stretch the column
			name.Note = d.v.Text("picture.closing_soon", "n", area.Closing, "night", area.ClosesOn)
		}
		row := ui.Row{Cells: append([]ui.Cell{name}, d.cells(area)...)}
		switch {
		case area.First.Short > 0:
			row.Tone = "bad"
		case area.ShortNights() > 0:
			row.Tone = "attention"
		}
		table.Rows = append(table.Rows, row)
	}
	total := d.Area
	name := total.Name
	if name == "" {
		name = d.v.Text("picture.netherlands")
	}
	table.Footer = append([]ui.Cell{ui.Text(name)}, d.cells(total)...)
	return table
}

// onWall is how many columns a screen on the wall has room for beside the words.
const onWall = 6

func (d drawing) columns() []ui.Column {
	columns := []ui.Column{{Text: d.v.Text("picture.col_area")}}
	keys := []string{"free", "open", "held", "short", "old", "realised", "inspected", "pledged", "share", "times"}
	if d.wall {
		keys = keys[:onWall]
	}
	for _, key := range keys {
		columns = append(columns, ui.Column{Text: d.v.Text("picture.col_" + key), Number: true})
	}
	return columns
}

// cells are the figures of a row, in the order of the columns. Open is what can
// be used, so that open minus held is free minus short.
func (d drawing) cells(area Area) []ui.Cell {
	first := area.First
	free := ui.Number(first.Free)
	if first.Short > 0 {
		free.Badges = []ui.Badge{{Text: d.v.Text("picture.short_badge", "n", first.Short), Tone: "bad"}}
	}
	cells := []ui.Cell{
		free, ui.Number(area.Usable[0]), ui.Number(first.Held), ui.Number(area.ShortNights()), ui.Number(area.Old),
		ui.Number(first.Realised), ui.Number(first.Inspected), ui.Number(first.Pledged), d.decimal(area.PerThousand(d.rung())), d.decimal(area.Times(d.Nation, d.rung())),
	}
	if d.wall {
		return cells[:onWall]
	}
	return cells
}

// decimal is a cell of a number with a fraction, aligned like the others.
func (d drawing) decimal(value float64) ui.Cell {
	return ui.Text(d.v.Text("picture.decimal", "value", value))
}

// share says in words how evenly the burden is carried.
func (d drawing) share() string {
	spread, ok := SpreadOf(d.Nation, d.Parts, d.rung())
	if !ok {
		return ""
	}
	args := []any{"rung", d.v.Text("picture.rung_places_" + string(d.rung())), "mean", spread.Mean,
		"lowest", spread.Lowest.Name, "low", spread.Lowest.PerThousand(d.rung()),
		"highest", spread.Highest.Name, "high", spread.Highest.PerThousand(d.rung())}
	text := d.v.Text("picture.share", args...)
	if spread.Factor > 0 {
		text += " " + d.v.Text("picture.share_factor", "factor", spread.Factor)
	}
	return text
}

// ownShare says what one municipality carries beside the nation.
func (d drawing) ownShare() string {
	return d.v.Text("picture.share_own", "rung", d.v.Text("picture.rung_places_"+string(d.rung())), "name", d.Area.Name,
		"own", d.Area.PerThousand(d.rung()), "mean", d.Nation.PerThousand(d.rung()))
}

// locations lists those the reader may know of, with whom to call.
func (d drawing) locations() *ui.Table {
	if len(d.Sites) == 0 && d.Others.Locations > 0 {
		return nil
	}
	table := &ui.Table{ID: "locaties", Caption: d.v.Text("picture.locations"), Empty: ui.Empty{
		Title: d.v.Text("picture.no_locations"), Text: d.v.Text("picture.no_locations_text", "name", d.Area.Name)}}
	for _, column := range []ui.Column{{Text: "location"}, {Text: "free", Number: true}, {Text: "open", Number: true}, {Text: "held", Number: true},
		{Text: "rung"}, {Text: "confirmed"}, {Text: "contact"}} {
		if column.Text == "contact" && d.wall {
			continue // a wall is read by whoever comes by
		}
		column.Text = d.v.Text("picture.col_" + column.Text)
		table.Columns = append(table.Columns, column)
	}
	for _, located := range d.Sites {
		table.Rows = append(table.Rows, d.location(located))
	}
	return table
}

func (d drawing) location(l Located) ui.Row {
	n := l.Nights[0]
	free, row := ui.Number(n.Free), ui.Row{}
	if n.Short > 0 {
		free, row.Tone = ui.Number(-n.Short), "bad"
		free.Badges = []ui.Badge{{Text: d.v.Text("picture.short_badge", "n", n.Short), Tone: "bad"}}
	}
	confirmed := ui.Text(i18n.Moment(d.v.Lang, l.ConfirmedAt))
	if l.Site.Old {
		confirmed.Badges = []ui.Badge{{Text: d.v.Text("picture.old_badge"), Tone: "old"}}
	}
	contact := ui.Cell{Text: l.Contact.Phone, Note: l.Contact.Name}
	if l.Contact.Phone == "" && l.Contact.Email != "" {
		contact.Text, contact.Href = l.Contact.Email, "mailto:"+l.Contact.Email
	}
	name := ui.Linked(l.Name, "/locaties/"+l.Location.ID)
	name.Note = l.Address
	if l.Closes.Known {
		name.Badges = []ui.Badge{{Text: d.v.Text("picture.badge_closes", "night", l.Closes.Night), Tone: "attention"}}
	}
	row.Cells = []ui.Cell{name, free, ui.Number(usable(n)), ui.Number(n.Held), {Badges: []ui.Badge{d.highest(n)}}, confirmed}
	if !d.wall {
		row.Cells = append(row.Cells, contact)
	}
	return row
}

// highest is the highest rung on which the location has places that night.
func (d drawing) highest(n places.Numbers) ui.Badge {
	switch {
	case usable(n) > 0:
		return ui.Badge{Text: d.v.Text("picture.is_open"), Tone: "good"}
	case n.Realised > 0:
		return ui.Badge{Text: d.v.Text("picture.is_realised"), Tone: "info"}
	case n.Inspected > 0:
		return ui.Badge{Text: d.v.Text("picture.is_inspected")}
	case n.Pledged > 0:
		return ui.Badge{Text: d.v.Text("picture.is_pledged")}
	}
	return ui.Badge{Text: d.v.Text("picture.is_nothing")}
}

// others counts the locations the reader may not know of.
func (d drawing) others() string {
	if d.Others.Locations == 0 {
		return ""
	}
	key := "picture.others"
	if len(d.Sites) > 0 {
		key = "picture.others_more"
	}
	return d.v.Text(key, "n", d.Others.Locations, "free", d.Others.First.Free) + " " + d.v.Text("picture.others_why")
}

func (d drawing) near() *ui.Table {
	table := &ui.Table{ID: "buren", Caption: d.v.Text("picture.near"), Compact: true,
		Columns: []ui.Column{{Text: d.v.Text("picture.col_municipality")}, {Text: d.v.Text("picture.col_km"), Number: true}, {Text: d.v.Text("picture.col_free"), Number: true}},
		Empty:   ui.Empty{Title: d.v.Text("picture.near_none")}}
	for _, neighbour := range d.Near {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(neighbour.Name, d.to(d.Tonight, "/gemeenten/"+neighbour.Code)), d.decimal(neighbour.Km), ui.Number(neighbour.Free)}})
	}
	return table
}
