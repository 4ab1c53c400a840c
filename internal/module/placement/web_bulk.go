package placement

import (
	"strconv"
	"strings"

	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// bulk shows what accepting all good proposals would send, and what it leaves
// out and why.
func (d pages) bulk(v *web.Visit) error {
	minimum, wrong := minimumOf(v, v.Request.URL.Query().Get("punten"))
	bulk, err := d.Bulk(v.Request.Context(), v.Actor, minimum)
	if err != nil {
		return err
	}
	title := v.Text("placement.bulk_title", "n", len(bulk.Send))
	sheet := ui.Sheet{
		Crumbs:  crumbs(v, ui.Link{Text: v.Text("placement.bulk"), Current: true}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("placement.bulk_lead"), AsOf: when(v, v.Now())},
		Form: &ui.Form{Action: home + "/samen", Search: true, Submit: v.Text("placement.bulk_preview"), Fields: []ui.Field{
			{Kind: ui.NumberField, Name: "punten", Label: v.Text("placement.bulk_minimum"), Hint: v.Text("placement.bulk_hint"),
				Value: strconv.FormatInt(minimum, 10), Width: 4, Error: wrong},
		}},
		Sections: []ui.Section{
			{ID: "wel", Title: v.Text("placement.bulk_send", "n", len(bulk.Send)), Table: bulkTable(v, "versturen", bulk.Send, false)},
			{ID: "niet", Title: v.Text("placement.bulk_left", "n", len(bulk.Left)), Table: bulkTable(v, "overgeslagen", bulk.Left, true)},
		},
	}
	if wrong != "" {
		v.Status(422)
	}
	if len(bulk.Send) > 0 {
		ids := make([]string, 0, len(bulk.Send))
		for _, line := range bulk.Send {
			ids = append(ids, line.Proposal)
		}
		sheet.Sections[0].Form = &ui.Form{
			Action: home + "/samen", Submit: v.Text("placement.bulk_confirm", "n", len(ids)),
			Note: v.Text("placement.after_accept", "location_hours", d.settings.LocationHours, "household_hours", d.settings.HouseholdHours),
			Fields: []ui.Field{
				{Kind: ui.HiddenField, Name: "punten", Value: strconv.FormatInt(minimum, 10)},
				{Kind: ui.HiddenField, Name: "voorstellen", Value: strings.Join(ids, " ")},
			},
		}
	}
	return v.Page("placement/sheet", title, sheet)
}

// minimumOf reads the points a person a proposal must have.
func minimumOf(v *web.Visit, text string) (minimum int64, wrong string) {
	if text == "" {
		return UsualMinimum, ""
	}
	minimum, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32)
	if err != nil || minimum < 0 {
		return UsualMinimum, v.Text("placement.bulk_wrong")
	}
	return minimum, ""
}

func bulkTable(v *web.Visit, id string, lines []Line, left bool) *ui.Table {
	table := &ui.Table{
		ID: id, Caption: v.Text(yes(left, "placement.bulk_left", "placement.bulk_send"), "n", len(lines)), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("placement.household")}, {Text: v.Text("placement.persons"), Number: true}, {Text: v.Text("placement.location")},
			{Text: v.Text("placement.points_each"), Number: true},
		},
		Empty: ui.Empty{Title: v.Text("placement.bulk_none"), Text: v.Text(yes(left, "placement.bulk_none_left", "placement.bulk_none_send"))},
	}
	if left {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("placement.bulk_why")})
	}
	for _, line := range lines {
		name := ui.Linked(line.Code, address(line.Household))
		name.Badges = marks(v, line.Needs, line.Flags)
		cells := []ui.Cell{name, ui.Number(line.Persons), ui.Text(line.LocationName), ui.Number(int(line.Each))}
		if left {
			cells = append(cells, ui.Text(strings.Join(wordsOf(v, line.Against), " ")))
		}
		table.Rows = append(table.Rows, ui.Row{Cells: cells})
	}
	return table
}

// sendBulk sends what was shown and tells what became of it.
func (d pages) sendBulk(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	minimum, _ := minimumOf(v, form.Get("punten"))
	sent, left, err := d.SendBulk(v.Request.Context(), v.Actor, minimum, strings.Fields(form.Get("voorstellen")))
	if err != nil {
		return err
	}
	left += sent.Already + len(sent.Stale)
	title := v.Text("placement.bulk_done", "n", sent.Offered)
	sheet := ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: v.Text("placement.bulk"), Current: true}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("placement.bulk_done_lead"), AsOf: when(v, v.Now()), Actions: []ui.Action{
			{Text: v.Text("placement.whole_queue"), Href: home, Kind: "primary"},
		}},
	}
	if left > 0 {
		v.Status(409)
		sheet.Notice = &ui.Message{Kind: "warning", Title: v.Text("placement.bulk_overtaken", "n", left), Text: v.Text("placement.bulk_overtaken_text")}
		for _, stale := range sent.Stale {
			sheet.Notice.Links = append(sheet.Notice.Links, ui.Link{Text: words(v, stale.Why), Href: address(stale.Household)})
		}
	}
	return v.Page("placement/sheet", title, sheet)
}
