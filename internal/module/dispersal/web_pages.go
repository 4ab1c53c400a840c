package dispersal

import (
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func may(v *web.Visit, action access.Action) bool {
	return access.ReachOf(v.Actor, action) != access.None
}

func (d desk) list(v *web.Visit) error {
	tellDone(v)
	all, err := d.List(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	standing, late := 0, 0
	for _, r := range all {
		if r.State == Asked {
			standing++
		}
		if r.Overdue(d.Today()) {
			late++
		}
	}
	title := v.Text("dispersal.title", "n", standing)
	heading := ui.Heading{Answer: title, AsOf: i18n.Moment(v.Lang, v.Now()), Lead: v.Text("dispersal.lead_none")}
	switch {
	case late > 0:
		heading.Lead = v.Text("dispersal.lead_late", "n", late)
	case standing > 0 && may(v, access.AnswerDispersal):
		heading.Lead = v.Text("dispersal.lead_answer")
	case standing > 0:
		heading.Lead = v.Text("dispersal.lead_wait")
	}
	if may(v, access.AskDispersal) {
		heading.Actions = []ui.Action{{Text: v.Text("dispersal.ask"), Href: "/spreidingsverzoeken/nieuw", Kind: "primary"}}
	}
	return v.Page("dispersal/sheet", title, ui.Sheet{
		Heading:  heading,
		Sections: []ui.Section{{ID: "verzoeken", Title: v.Text("dispersal.all"), Table: d.table(v, all)}},
	})
}

func (d desk) table(v *web.Visit, all []Request) *ui.Table {
	table := &ui.Table{ID: "lijst", Caption: v.Text("dispersal.all"), Hidden: true, Empty: ui.Empty{Title: v.Text("dispersal.empty"), Text: v.Text("dispersal.empty_text")}}
	if may(v, access.AskDispersal) {
		table.Empty.Action = ui.Action{Text: v.Text("dispersal.ask"), Href: "/spreidingsverzoeken/nieuw"}
	}
	for _, key := range []string{"region", "people", "kind", "deadline", "state", "asked"} {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("dispersal.col_" + key), Number: key == "people"})
	}
	for _, r := range all {
		row := ui.Row{Cells: []ui.Cell{
			ui.Linked(regionName(r.Region), address(r.ID)), ui.Number(r.Persons), ui.Text(kinds(v, r)),
			{Text: i18n.LongDate(v.Lang, r.Deadline), Note: d.countdown(v, r)}, {Badges: []ui.Badge{d.state(v, r)}}, ui.Text(i18n.Moment(v.Lang, r.AskedAt)),
		}}
		if r.Overdue(d.Today()) {
			row.Tone = "bad"
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// kinds are the needs in words.
func kinds(v *web.Visit, r Request) string {
	if len(r.Needs) == 0 {
		return v.Text("dispersal.any_kind")
	}
	words := make([]string, 0, len(r.Needs))
	for _, need := range r.Needs {
		words = append(words, v.Text("dispersal.need_"+need))
	}
	return strings.Join(words, ", ")
}

// countdown says how long there still is for an answer; nothing once there is
// one.
func (d desk) countdown(v *web.Visit, r Request) string {
	left := int(r.Deadline - d.Today())
	switch {
	case r.State != Asked:
		return ""
	case left < 0:
		return v.Text("dispersal.late", "n", -left)
	case left == 0:
		return v.Text("dispersal.today")
	}
	return v.Text("dispersal.left", "n", left)
}

// state is the state as a badge; an overdue request says so.
func (d desk) state(v *web.Visit, r Request) ui.Badge {
	switch {
	case r.Overdue(d.Today()):
		return ui.Badge{Text: v.Text("dispersal.overdue"), Tone: "bad"}
	case r.State == Granted && r.Taken() < r.Persons:
		return ui.Badge{Text: v.Text("dispersal.state_partly"), Tone: "attention"}
	}
	tones := map[State]string{Asked: "attention", Granted: "good", Refused: "bad", Withdrawn: ""}
	return ui.Badge{Text: v.Text("dispersal.state_" + string(r.State)), Tone: tones[r.State]}
}

func (d desk) show(v *web.Visit) error {
	tellDone(v)
	return d.page(v, reply{rows: make([]replyRow, replyRows)}, nil)
}

// page shows a request, and who may answer it the form to do so.
func (d desk) page(v *web.Visit, given reply, wrong map[string]string) error {
	r, err := d.Request(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	name := regionName(r.Region)
	title := v.Text("dispersal.one_title", "name", name, "n", r.Persons)
	sheet := ui.Sheet{
		Crumbs: crumbs(v, name),
		Heading: ui.Heading{Above: v.Text("dispersal.one_above", "moment", i18n.Moment(v.Lang, r.AskedAt)), Answer: title, Badges: []ui.Badge{d.state(v, r)},
			AsOf: i18n.Moment(v.Lang, v.Now())},
		Sections: []ui.Section{{ID: "verzoek", Title: v.Text("dispersal.request"), Items: d.facts(v, r)}},
	}
	switch {
	case r.State != Asked:
		sheet.Sections = append(sheet.Sections, answered(v, r))
	case may(v, access.AnswerDispersal):
		sheet.Heading.Lead = v.Text("dispersal.one_answer", "countdown", d.countdown(v, r))
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "antwoord", Title: v.Text("dispersal.answer"), Form: d.answerForm(v, r, given, wrong)})
	default:
		sheet.Heading.Lead = v.Text("dispersal.one_wait", "countdown", d.countdown(v, r))
		if access.Check(v.Actor, access.AskDispersal, r.Owner()) == nil {
			sheet.Sections[0].Actions = []ui.Action{{Text: v.Text("dispersal.withdraw"), Href: address(r.ID) + "/intrekken", Post: true}}
		}
	}
	return v.Page("dispersal/sheet", title, sheet)
}

func (d desk) facts(v *web.Visit, r Request) []ui.Item {
	return []ui.Item{
		{Key: v.Text("dispersal.col_region"), Value: regionName(r.Region), Href: "/regios/" + r.Region},
		{Key: v.Text("dispersal.col_people"), Value: i18n.Count(v.Lang, r.Persons)},
		{Key: v.Text("dispersal.col_kind"), Value: kinds(v, r)},
		{Key: v.Text("dispersal.col_deadline"), Value: strings.TrimSpace(i18n.LongDate(v.Lang, r.Deadline) + "\n" + d.countdown(v, r))},
		{Key: v.Text("dispersal.col_reason"), Value: r.Reason},
	}
}

// answered is what the nation said.
func answered(v *web.Visit, r Request) ui.Section {
	section := ui.Section{ID: "antwoord", Title: v.Text("dispersal.answer"),
		Items: []ui.Item{{Key: v.Text("dispersal.col_answered"), Value: i18n.Moment(v.Lang, r.EndedAt)}}}
	if r.State == Withdrawn {
		section.Title = v.Text("dispersal.state_withdrawn")
	}
	if r.Answer != "" {
		section.Items = append(section.Items, ui.Item{Key: v.Text("dispersal.col_said"), Value: r.Answer})
	}
	if len(r.Shares) == 0 {
		return section
	}
	table := &ui.Table{ID: "verdeling", Caption: v.Text("dispersal.shares"), Compact: true,
		Columns: []ui.Column{{Text: v.Text("dispersal.col_region")}, {Text: v.Text("dispersal.col_people"), Number: true}}}
	for _, share := range r.Shares {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Linked(regionName(share.Region), "/regios/"+share.Region), ui.Number(share.Places)}})
	}
	table.Footer = []ui.Cell{ui.Text(v.Text("dispersal.together", "n", r.Persons)), ui.Number(r.Taken())}
	section.Table = table
	return section
}

func (d desk) answerForm(v *web.Visit, r Request, given reply, wrong map[string]string) *ui.Form {
	form := &ui.Form{Action: address(r.ID) + "/antwoord", Submit: v.Text("dispersal.answer_send"), Fields: []ui.Field{{
		Kind: ui.RadioField, Name: "say", Label: v.Text("dispersal.say"), Error: wrong["say"], Options: []ui.Option{
			{Value: "ja", Label: v.Text("dispersal.say_yes"), Hint: v.Text("dispersal.say_yes_hint"), Chosen: given.say == "ja"},
			{Value: "nee", Label: v.Text("dispersal.say_no"), Hint: v.Text("dispersal.say_no_hint"), Chosen: given.say == "nee"},
		}}}}
	for i, row := range given.rows {
		number := strconv.Itoa(i + 1)
		region := ui.Field{Kind: ui.SelectField, Name: "region-" + number, Label: v.Text("dispersal.share_region", "number", number), Optional: i > 0, Options: regions(v, r.Region, row.region)}
		if i == 0 {
			region.Error = wrong["shares"]
		}
		form.Fields = append(form.Fields, region,
			ui.Field{Kind: ui.NumberField, Name: "places-" + number, Label: v.Text("dispersal.share_places", "number", number), Value: row.places, Width: 4, Optional: i > 0})
	}
	form.Fields = append(form.Fields, ui.Field{Kind: ui.LongTextField, Name: "text", Label: v.Text("dispersal.text"), Hint: v.Text("dispersal.text_hint"),
		Value: given.text, Rows: 3, Error: wrong["text"], Optional: given.say != "nee"})
	return form
}

// regions are the regions that can take people: all but the one that asks.
func regions(v *web.Visit, asking, chosen string) []ui.Option {
	options := []ui.Option{{Value: "", Label: v.Text("dispersal.choose_region")}}
	for _, region := range atlas.Regions() {
		if region.Code != asking {
			options = append(options, ui.Option{Value: region.Code, Label: region.Name, Chosen: region.Code == chosen})
		}
	}
	return options
}
