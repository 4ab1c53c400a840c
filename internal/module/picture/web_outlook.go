package picture

import (
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
)

// outlook is the nights ahead with what is known to end in them.
type outlook struct {
	Chart   ui.Outlook
	Spans   choice
	Cliff   *ui.Message // the night on which many places end at once
	Undated string      // promises that end without a known end of the stay
	Ends    *ui.Table   // nil: nothing is known to end
	Summary string      // of Ends
}

// outlook draws the nights ahead; its heading is the conclusion.
func (d drawing) outlook(csv string) *outlook {
	last := d.night().Plus(d.days() - 1)
	o := &outlook{Spans: choice{Label: d.v.Text("picture.choose_days")},
		Chart: ui.Outlook{ID: "verwachting", Heading: d.conclusion(), From: d.night(), Values: d.Area.Outlook(), CSV: csv, Label: d.v.Text("picture.outlook_label")}}
	if nights := d.Area.ShortNights(); nights > 0 {
		o.Chart.Label = d.v.Text("picture.outlook_label_short", "n", nights)
	}
	for _, days := range []int{Horizon, FarHorizon} {
		o.Spans.Links = append(o.Spans.Links, ui.Link{Text: d.v.Text("picture.days", "n", days),
			Href: d.link(func(a *asked) { a.Days = days }) + "#verwachting-heading", Current: days == d.days()})
	}
	o.Cliff = d.cliff()
	undated := 0
	for _, persons := range d.Area.Ends.Undated {
		undated += persons
	}
	if undated > 0 {
		o.Undated = d.v.Text("picture.undated", "n", undated, "until", last)
	}
	o.Ends = d.ends()
	o.Summary = d.v.Text("picture.ends", "until", last)
	return o
}

// conclusion says what the chart shows.
func (d drawing) conclusion() string {
	last := d.night().Plus(d.days() - 1)
	night, ends := d.Area.RunsOut()
	switch {
	case !d.Area.HasPlaces():
		return d.v.Text("picture.outlook_none", "until", last)
	case ends && night == 0 && d.night() == d.Tonight:
		return d.v.Text("picture.outlook_now")
	case ends:
		return d.v.Text("picture.outlook_ends", "night", d.night().Plus(night))
	case d.night() == d.Tonight:
		return d.v.Text("picture.outlook_stays", "n", d.days())
	}
	return d.v.Text("picture.outlook_stays_until", "until", last)
}

// cliff warns of the night on which many places end at once.
func (d drawing) cliff() *ui.Message {
	cliff, found := d.Area.CliffAfter(d.night())
	if !found {
		return nil
	}
	message := &ui.Message{Kind: "warning", Title: d.v.Text("picture.cliff", "n", cliff.Places, "night", cliff.Night,
		"locations", d.v.Text("picture.at_locations", "n", cliff.Sites))}
	if cliff.People > 0 {
		message.Text = d.v.Text("picture.cliff_people", "n", cliff.People)
	}
	return message
}

// ends lists the nights on which something is known to end.
func (d drawing) ends() *ui.Table {
	table := &ui.Table{ID: "einden", Caption: d.v.Text("picture.ends_caption"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: d.v.Text("picture.col_night")}}}
	for _, key := range []string{"ends_places", "ends_sites", "ends_people", "ends_leaving", "ends_undated"} {
		table.Columns = append(table.Columns, ui.Column{Text: d.v.Text("picture.col_" + key), Number: true})
	}
	ends := d.Area.Ends
	for i := range ends.Places {
		if !ends.Any(i) {
			continue
		}
		row := ui.Row{Cells: []ui.Cell{ui.Text(i18n.LongDate(d.v.Lang, d.night().Plus(i))), ui.Number(ends.Places[i]), ui.Number(ends.Sites[i]),
			ui.Number(ends.People[i]), ui.Number(ends.Leaving[i]), ui.Number(ends.Undated[i])}}
		if ends.People[i] > 0 {
			row.Tone = "attention"
		}
		table.Rows = append(table.Rows, row)
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return table
}
