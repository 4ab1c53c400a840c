package freshness

import (
	"strings"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// The two decisions about another contact, as they stand in the form.
const (
	askDecision = "besluit"
	decideTake  = "overnemen"
	decideDrop  = "weigeren"
)

// news lists what contacts told that a person must look at.
func (d desk) news(v *web.Visit) error {
	found, err := d.News(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	if done := v.Request.URL.Query().Get(askDone); done == decideTake || done == decideDrop {
		v.Notice("ok", "freshness.decided_"+done, nil)
	}
	title := v.Text("freshness.news_title", "n", found.Count())
	sheet := ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("freshness.old_list"), Href: "/oude-opgaven"}, {Text: v.Text("freshness.news"), Current: true}},
		Heading: ui.Heading{Answer: title, Lead: v.Text("freshness.news_lead"), AsOf: i18n.Moment(v.Lang, v.Now())},
	}
	if found.Count() == 0 {
		sheet.Heading.Lead = v.Text("freshness.news_none")
	}
	if len(found.Raises) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "meer", Title: v.Text("freshness.raises"), Text: []string{v.Text("freshness.raises_text")}, Table: raiseTable(v, found.Raises)})
	}
	for i, change := range found.Changes {
		sheet.Sections = append(sheet.Sections, changeSection(v, change, i))
	}
	return v.Page("freshness/sheet", title, sheet)
}

func raiseTable(v *web.Visit, raises []Raise) *ui.Table {
	table := &ui.Table{ID: "meer-plekken", Caption: v.Text("freshness.raises"), Hidden: true, Columns: []ui.Column{
		{Text: v.Text("freshness.col_location")}, {Text: v.Text("freshness.col_told"), Number: true}, {Text: v.Text("freshness.col_open"), Number: true},
		{Text: v.Text("freshness.col_from")}, {Text: v.Text("freshness.col_at")}, {Text: v.Text("freshness.col_do")},
	}}
	for _, raise := range raises {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(raise.Where.Name, "/locaties/"+raise.Where.ID), ui.Number(raise.Places), ui.Number(raise.Open),
			ui.Text(i18n.LongDate(v.Lang, raise.From)), ui.Text(i18n.Moment(v.Lang, raise.At)),
			ui.Linked(v.Text("freshness.open_them"), "/locaties/"+raise.Where.ID+"/opgave"),
		}})
	}
	return table
}

func changeSection(v *web.Visit, change Change, at int) ui.Section {
	action := func(decision, kind string) ui.Action {
		return ui.Action{Text: v.Text("freshness.decide_" + decision), Href: "/oude-opgaven/contact/" + change.Told.ID, Post: true, Name: askDecision, Value: decision, Kind: kind}
	}
	return ui.Section{
		ID: "contact-" + i18n.Count("en", at+1), Title: v.Text("freshness.change_of", "location", change.Where.Name), Text: []string{v.Text("freshness.change_call")},
		Items: []ui.Item{
			{Key: v.Text("freshness.contact_now"), Value: lines(change.Where.Contact), Href: "/locaties/" + change.Where.ID},
			{Key: v.Text("freshness.contact_told"), Value: lines(change.Told.Contact)},
			{Key: v.Text("freshness.col_at"), Value: i18n.Moment(v.Lang, change.At)},
		},
		Actions: []ui.Action{action(decideTake, "primary"), action(decideDrop, "")},
	}
}

func lines(c places.Contact) string {
	var parts []string
	for _, one := range []string{c.Name, c.Phone, c.Email} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	return strings.Join(parts, "\n")
}

// decide takes another contact over, or not.
func (d desk) decide(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	decision := form.Get(askDecision)
	if decision != decideTake && decision != decideDrop {
		return fault.New(fault.Invalid, "freshness.decision_missing")
	}
	if err := d.Decide(v.Request.Context(), v.Actor, v.Request.PathValue("id"), decision == decideTake); err != nil {
		return err
	}
	return v.Redirect(newsPath + "?" + askDone + "=" + decision)
}
