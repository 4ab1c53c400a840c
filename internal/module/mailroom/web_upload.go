package mailroom

import (
	"fmt"
	"strconv"
	"strings"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/reading"
)

func (d desk) uploadPage(v *web.Visit) error { return d.uploadForm(v, "", nil) }

func (d desk) uploadForm(v *web.Visit, sender string, wrong map[string]string) error {
	title := v.Text("mailroom.upload")
	return v.Page("mailroom/sheet", title, ui.Sheet{
		Crumbs: crumbs(v, title), Heading: ui.Heading{Answer: title, Lead: v.Text("mailroom.upload_lead")},
		Form: &ui.Form{Action: "/postvak/inlezen", Files: true, Submit: v.Text("mailroom.upload_do"), Note: v.Text("mailroom.upload_note"),
			Cancel: ui.Link{Text: v.Text("intake.cancel"), Href: "/postvak"}, Fields: []ui.Field{
				{Kind: ui.FileField, Name: "file", Label: v.Text("mailroom.file"), Hint: v.Text("mailroom.file_hint", "most", MostUpload>>20), Error: wrong["file"],
					Accept: ".eml,.xlsx,.ods,.csv"},
				{Kind: ui.EmailField, Name: "sender", Label: v.Text("mailroom.file_sender"), Hint: v.Text("mailroom.file_sender_hint"), Value: sender, Error: wrong["sender"],
					Optional: true, Width: 30},
			}},
	})
}

func (d desk) upload(v *web.Visit) error {
	name, data, form, err := v.Upload("file", MostUpload)
	sender := ""
	if form != nil {
		sender = strings.TrimSpace(form.Get("sender"))
	}
	var done Uploaded
	if err == nil {
		done, err = d.Upload(v.Request.Context(), v.Actor, File{name, data, sender})
	}
	if wrong, fields := wrongFields(v, err); fields {
		return d.uploadForm(v, sender, wrong)
	}
	if err != nil {
		return err
	}
	if done.Trial != "" {
		return v.Redirect(trialAddress(done.Trial))
	}
	return d.tell(v, done.Taken)
}

// tell leads to what became of a mail, as far as the visitor reaches.
func (d desk) tell(v *web.Visit, taken Taken) error {
	word := "ingelezen"
	if taken.Known {
		word = "bekend"
	}
	_, err := d.Letter(v.Request.Context(), v.Actor, taken.Letter)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return v.Redirect("/postvak?gedaan=" + word)
	case err != nil:
		return err
	case len(taken.Drafts) == 1:
		return v.Redirect(intake.Address(taken.Drafts[0].ID) + "?gedaan=" + word)
	}
	return v.Redirect(address(taken.Letter))
}

// mostRows of a trial are shown; all are taken in.
const mostRows = 100

func (d desk) trial(v *web.Visit) error {
	t, err := d.Trial(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	wrong := 0
	for _, offer := range t.Table.Offers {
		if len(problems(offer)) > 0 {
			wrong++
		}
	}
	title := v.Text("mailroom.trial_title", "n", len(t.Table.Offers))
	lead := v.Text("mailroom.trial_lead")
	if wrong > 0 {
		lead = v.Text("mailroom.trial_wrong", "n", wrong) + " " + lead
	}
	sheet := ui.Sheet{Crumbs: crumbs(v, t.Name), Heading: ui.Heading{Above: t.Name, Answer: title, Lead: lead}}
	if len(t.Table.Warnings) > 0 {
		section := ui.Section{ID: "let-op", Title: v.Text("mailroom.trial_warnings")}
		for _, w := range t.Table.Warnings {
			section.Text = append(section.Text, warning(v, w.Code, w.Detail))
		}
		sheet.Sections = append(sheet.Sections, section)
	}
	sheet.Sections = append(sheet.Sections,
		ui.Section{ID: "regels", Title: v.Text("mailroom.trial_rows"), Table: d.trialTable(v, t)},
		ui.Section{ID: "kolommen", Title: v.Text("mailroom.trial_columns"), Text: []string{v.Text("mailroom.trial_columns_text")}, Form: columnsForm(v, t)})
	if len(t.Table.Offers) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "opnemen", Title: v.Text("mailroom.trial_take"), Text: []string{v.Text("mailroom.trial_take_text")},
			Actions: []ui.Action{{Text: v.Text("mailroom.trial_do", "n", len(t.Table.Offers)), Href: trialAddress(t.ID) + "/opnemen", Post: true, Kind: "primary"},
				{Text: v.Text("mailroom.trial_other"), Href: "/postvak/inlezen"}}})
	}
	return v.Page("mailroom/sheet", title, sheet)
}

func (d desk) trialTable(v *web.Visit, t Trial) *ui.Table {
	table := &ui.Table{ID: "proef", Caption: v.Text("mailroom.trial_rows"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("mailroom.trial_row")}, {Text: v.Text("intake.place")}, {Text: v.Text("intake.municipality")}, {Text: v.Text("intake.places"), Number: true},
			{Text: v.Text("intake.period")}, {Text: v.Text("intake.contact")}, {Text: v.Text("mailroom.trial_check")}},
		Empty: ui.Empty{Title: v.Text("mailroom.trial_none"), Text: v.Text("mailroom.trial_none_text")}}
	for _, offer := range t.Table.Offers[:min(len(t.Table.Offers), mostRows)] {
		told := intake.ReportOf(offer)
		var wrong []string
		for _, key := range problems(offer) {
			wrong = append(wrong, v.Text(key))
		}
		row := ui.Row{Cells: []ui.Cell{ui.Text(strconv.Itoa(offer.Row)), ui.Text(orUnsaid(v, told.Place)), ui.Text(orUnsaid(v, intake.MunicipalityName(told.Municipality))),
			ui.Number(told.Places), ui.Text(intake.PeriodText(v, told)), ui.Text(orUnsaid(v, contactLine(told.Contact))), ui.Text(orText(strings.Join(wrong, " "), v.Text("mailroom.trial_ok")))}}
		if len(wrong) > 0 {
			row.Tone = "attention"
		}
		table.Rows = append(table.Rows, row)
	}
	if rest := len(t.Table.Offers) - len(table.Rows); rest > 0 {
		table.Caption, table.Hidden = v.Text("mailroom.trial_rest", "n", rest), false
	}
	return table
}

// columnsForm asks what each column holds.
func columnsForm(v *web.Visit, t Trial) *ui.Form {
	form := &ui.Form{Action: trialAddress(t.ID) + "/kolommen", Submit: v.Text("mailroom.trial_again")}
	for i, column := range t.Table.Heads {
		var options []ui.Option
		for _, field := range ColumnFields {
			chosen := column.Field == field || column.Field == "" && field == reading.FieldIgnored
			options = append(options, ui.Option{Value: string(field), Label: v.Text(fieldKey(field)), Chosen: chosen})
		}
		form.Fields = append(form.Fields,
			ui.Field{Kind: ui.HiddenField, Name: fmt.Sprintf("head-%d", i), Value: column.Head},
			ui.Field{Kind: ui.SelectField, Name: fmt.Sprintf("field-%d", i), Label: v.Text("mailroom.column", "head", orText(visible(column.Head), v.Text("mailroom.column_headless"))), Options: options})
	}
	return form
}

func (d desk) teach(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	columns := reading.Mapping{}
	for i := 0; form.Has(fmt.Sprintf("head-%d", i)); i++ {
		columns[reading.FoldHeader(form.Get(fmt.Sprintf("head-%d", i)))] = reading.Field(form.Get(fmt.Sprintf("field-%d", i)))
	}
	id := v.Request.PathValue("id")
	if err := d.Teach(v.Request.Context(), v.Actor, id, columns); err != nil {
		return err
	}
	return v.Redirect(trialAddress(id))
}

func (d desk) confirmTrial(v *web.Visit) error {
	taken, err := d.Confirm(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return d.tell(v, taken)
}
