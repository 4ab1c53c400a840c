package uploads

import (
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/module/intake"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/reading"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	d := desk{s}
	return []web.Route{
		{Method: "GET", Path: "/postvak/inlezen", Action: access.UploadMail, Handle: d.uploadPage},
		{Method: "POST", Path: "/postvak/inlezen", Action: access.UploadMail, Handle: d.upload},
		{Method: "GET", Path: "/postvak/inlezen/{id}", Action: access.UploadMail, Handle: d.trial},
		{Method: "POST", Path: "/postvak/inlezen/{id}/kolommen", Action: access.UploadMail, Handle: d.teach},
		{Method: "POST", Path: "/postvak/inlezen/{id}/opnemen", Action: access.UploadMail, Handle: d.confirmTrial},
	}
}

// desk is where the pages of this room are answered.
type desk struct{ *Service }

// uploadPage asks for a file. Who comes from a mail finds its sender filled in: what
// the columns mean is remembered for that one.
func (d desk) uploadPage(v *web.Visit) error {
	id := v.Request.URL.Query().Get("mail")
	if id == "" {
		return d.uploadForm(v, "", nil)
	}
	found, err := d.mail.Letter(v.Request.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	return d.uploadForm(v, found.FromEmail, nil)
}

func (d desk) uploadForm(v *web.Visit, sender string, wrong map[string]string) error {
	title := v.Text("uploads.upload")
	return v.Page("uploads/sheet", title, ui.Sheet{
		Crumbs: crumbs(v, title), Heading: ui.Heading{Answer: title, Lead: v.Text("uploads.upload_lead")},
		Form: &ui.Form{Action: "/postvak/inlezen", Files: true, Submit: v.Text("uploads.upload_do"), Note: v.Text("uploads.upload_note"),
			Cancel: ui.Link{Text: v.Text("intake.cancel"), Href: "/postvak"}, Fields: []ui.Field{
				{Kind: ui.FileField, Name: "file", Label: v.Text("uploads.file"), Hint: v.Text("uploads.file_hint", "most", MostUpload>>20), Error: wrong["file"],
					Accept: ".eml,.xlsx,.ods,.csv"},
				{Kind: ui.EmailField, Name: "sender", Label: v.Text("uploads.file_sender"), Hint: v.Text("uploads.file_sender_hint"), Value: sender, Error: wrong["sender"],
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
func (d desk) tell(v *web.Visit, taken mailroom.Taken) error {
	word := mailroom.DoneRead
	if taken.Known {
		word = mailroom.DoneKnown
	}
	_, err := d.mail.Letter(v.Request.Context(), v.Actor, taken.Letter)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return v.Redirect("/postvak?gedaan=" + word)
	case err != nil:
		return err
	case len(taken.Drafts) == 1:
		return v.Redirect(intake.Address(taken.Drafts[0].ID) + "?gedaan=" + word)
	}
	return v.Redirect(mailroom.Address(taken.Letter))
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
	title := v.Text("uploads.trial_title", "n", len(t.Table.Offers))
	lead := v.Text("uploads.trial_lead")
	if wrong > 0 {
		lead = v.Text("uploads.trial_wrong", "n", wrong) + " " + lead
	}
	sheet := ui.Sheet{Crumbs: crumbs(v, t.Name), Heading: ui.Heading{Above: t.Name, Answer: title, Lead: lead}}
	if len(t.Table.Warnings) > 0 {
		section := ui.Section{ID: "let-op", Title: v.Text("uploads.trial_warnings")}
		for _, w := range t.Table.Warnings {
			section.Text = append(section.Text, mailroom.Warning(v, w.Code, w.Detail))
		}
		sheet.Sections = append(sheet.Sections, section)
	}
	sheet.Sections = append(sheet.Sections,
		ui.Section{ID: "regels", Title: v.Text("uploads.trial_rows"), Table: d.trialTable(v, t)},
		ui.Section{ID: "kolommen", Title: v.Text("uploads.trial_columns"), Text: []string{v.Text("uploads.trial_columns_text")}, Form: columnsForm(v, t)})
	if len(t.Table.Offers) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "opnemen", Title: v.Text("uploads.trial_take"), Text: []string{v.Text("uploads.trial_take_text")},
			Actions: []ui.Action{{Text: v.Text("uploads.trial_do", "n", len(t.Table.Offers)), Href: trialAddress(t.ID) + "/opnemen", Post: true, Kind: "primary"},
				{Text: v.Text("uploads.trial_other"), Href: "/postvak/inlezen"}}})
	}
	return v.Page("uploads/sheet", title, sheet)
}

func (d desk) trialTable(v *web.Visit, t Trial) *ui.Table {
	table := &ui.Table{ID: "proef", Caption: v.Text("uploads.trial_rows"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("uploads.trial_row")}, {Text: v.Text("intake.place")}, {Text: v.Text("intake.municipality")}, {Text: v.Text("intake.places"), Number: true},
			{Text: v.Text("intake.period")}, {Text: v.Text("intake.contact")}, {Text: v.Text("uploads.trial_check")}},
		Empty: ui.Empty{Title: v.Text("uploads.trial_none"), Text: v.Text("uploads.trial_none_text")}}
	for _, offer := range t.Table.Offers[:min(len(t.Table.Offers), mostRows)] {
		told := intake.ReportOf(offer)
		var wrong []string
		for _, key := range problems(offer) {
			wrong = append(wrong, v.Text(key))
		}
		row := ui.Row{Cells: []ui.Cell{ui.Text(strconv.Itoa(offer.Row)), ui.Text(orUnsaid(v, told.Place)), ui.Text(orUnsaid(v, intake.MunicipalityName(told.Municipality))),
			ui.Number(told.Places), ui.Text(intake.PeriodText(v, told)), ui.Text(orUnsaid(v, contactLine(told.Contact))), ui.Text(orText(strings.Join(wrong, " "), v.Text("uploads.trial_ok")))}}
		if len(wrong) > 0 {
			row.Tone = "attention"
		}
		table.Rows = append(table.Rows, row)
	}
	if rest := len(t.Table.Offers) - len(table.Rows); rest > 0 {
		table.Caption, table.Hidden = v.Text("uploads.trial_rest", "n", rest), false
	}
	return table
}

// columnsForm asks what each column holds.
func columnsForm(v *web.Visit, t Trial) *ui.Form {
	form := &ui.Form{Action: trialAddress(t.ID) + "/kolommen", Submit: v.Text("uploads.trial_again")}
	for i, column := range t.Table.Heads {
		var options []ui.Option
		for _, field := range ColumnFields {
			chosen := column.Field == field || column.Field == "" && field == reading.FieldIgnored
			options = append(options, ui.Option{Value: string(field), Label: v.Text(mailroom.FieldKey(field)), Chosen: chosen})
		}
		form.Fields = append(form.Fields,
			ui.Field{Kind: ui.HiddenField, Name: fmt.Sprintf("head-%d", i), Value: column.Head},
			ui.Field{Kind: ui.SelectField, Name: fmt.Sprintf("field-%d", i), Label: v.Text("uploads.column", "head", orText(mailroom.Visible(column.Head), v.Text("uploads.column_headless"))), Options: options})
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

func crumbs(v *web.Visit, here string) []ui.Link {
	return []ui.Link{{Text: v.Text("intake.nav"), Href: "/postvak"}, {Text: here, Current: true}}
}

// wrongFields gives the message of each wrong field by its name; false when the
// error is about something else than fields.
func wrongFields(v *web.Visit, err error) (map[string]string, bool) {
	if err == nil {
		return nil, false
	}
	told := fault.As(err)
	if told.Kind != fault.Invalid || len(told.Fields) == 0 {
		return nil, false
	}
	messages := map[string]string{}
	for _, field := range told.Fields {
		args := make([]any, 0, 2*len(field.Args))
		for name, value := range field.Args {
			args = append(args, name, value)
		}
		if messages[field.Name] == "" {
			messages[field.Name] = v.Text(field.Key, args...)
		}
	}
	v.Status(http.StatusUnprocessableEntity)
	return messages, true
}

func orText(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func orUnsaid(v *web.Visit, text string) string { return orText(text, v.Text("mailroom.unsaid")) }

// contactLine is whom to call, on one line.
func contactLine(c places.Contact) string {
	return strings.Join(slices.DeleteFunc([]string{c.Name, c.Phone, c.Email}, func(part string) bool { return part == "" }), ", ")
}
