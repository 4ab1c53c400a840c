package locations

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// answers are the form of a statement as it was filled in.
type answers struct {
	rung, places, reason string
	from, until          ui.DateParts
}

func answersOf(form url.Values) answers {
	return answers{
		rung: form.Get("rung"), places: strings.TrimSpace(form.Get("places")), reason: strings.TrimSpace(form.Get("reason")),
		from: ui.DateAnswer("from", form.Get), until: ui.DateAnswer("until", form.Get),
	}
}

// signature tells one set of answers from another: who says "yet" says it to what
// was shown, not to what was changed afterwards.
func (a answers) signature() string { return fmt.Sprint(a.rung, a.places, a.from, a.until) }

// statement makes a statement of the answers; what cannot be read at all is told
// by field.
func (a answers) statement(v *web.Visit, location string) (places.Statement, map[string]string) {
	wrong := map[string]string{}
	said := places.Statement{ID: db.NewID(), Location: location, Rung: places.Rung(a.rung), Source: "pagina", Reason: a.reason}
	count, err := strconv.Atoi(a.places)
	if err != nil {
		wrong["places"] = v.Text("places.places_wrong", "most", places.MostPlaces)
	}
	said.Places = count
	said.From = dateOf(v, a.from, "from", true, wrong).Night
	said.Until = afterLast(dateOf(v, a.until, "until", false, wrong))
	return said, wrong
}

func (d desk) askReport(v *web.Visit) error {
	known, err := d.known(v, access.StateCapacity)
	if err != nil {
		return err
	}
	return d.reportPage(v, known, answers{rung: string(places.Open), from: ui.PartsOf(d.door.Tonight())}, nil, nil)
}

// report shows what a statement does, and takes it in when it is sent again after
// that: to what was shown, and only while that is still what it does.
func (d desk) report(v *web.Visit) error {
	known, err := d.known(v, access.StateCapacity)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := answersOf(form)
	said, wrong := given.statement(v, known.ID)
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
		return d.reportPage(v, known, given, wrong, nil)
	}
	effect, err := d.places.Preview(v.Request.Context(), v.Actor, said)
	switch {
	case err != nil:
	case len(effect.Missing) > 0:
		v.Status(http.StatusConflict)
		return d.reportPage(v, known, given, nil, effect.Missing)
	case form.Get("sure") != given.signature()+signed(effect):
		return d.reportPreview(v, known, given, said, effect)
	default:
		err = d.places.State(v.Request.Context(), v.Actor, said)
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.reportPage(v, known, given, wrong, nil) })
	}
	return v.Redirect(addressOf(known.ID) + "?gedaan=opgave")
}

func (d desk) reportPage(v *web.Visit, l places.Location, given answers, wrong map[string]string, missing []places.Item) error {
	title := v.Text("locations.report_title", "name", l.Name)
	form, err := d.reportForm(v, l, given, wrong)
	if err != nil {
		return err
	}
	sheet := ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: v.Text("locations.report")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("locations.report_lead")}, Form: form,
	}
	if len(missing) > 0 {
		sheet.Notice = missingNotice(v, l, missing)
	}
	return v.Page("locations/sheet", title, sheet)
}

func (d desk) reportForm(v *web.Visit, l places.Location, given answers, wrong map[string]string) (*ui.Form, error) {
	_, profiles, err := d.places.Statements(v.Request.Context(), v.Actor, l.ID)
	if err != nil {
		return nil, err
	}
	tonight := profiles.Periods(d.door.Tonight())[0].Places
	return &ui.Form{
		Action: addressOf(l.ID) + "/opgave", Submit: v.Text("locations.report_look"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: []ui.Field{
			{Kind: ui.RadioField, Name: "rung", Label: v.Text("locations.rung"), Hint: v.Text("locations.rung_carries"), Error: wrong["rung"], Options: rungOptions(v, given.rung, tonight)},
			{Kind: ui.NumberField, Name: "places", Label: v.Text("locations.places"), Hint: v.Text("locations.places_hint"),
				Error: wrong["places"], Value: given.places, Width: 4},
			{Kind: ui.DateField, Name: "from", Label: v.Text("locations.from"), Error: wrong["from"], Date: given.from},
			{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.until_hint"),
				Error: wrong["until"], Date: given.until, Optional: true},
			{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reason"), Hint: v.Text("locations.reason_hint"),
				Error: wrong["reason"], Value: given.reason, Optional: true},
		},
	}, nil
}

// reportPreview shows what a statement does before it is taken in, with the button
// that does so, and the form to alter it below.
func (d desk) reportPreview(v *web.Visit, l places.Location, given answers, said places.Statement, effect places.Effect) error {
	preview, err := d.preview(v, l, effect, said.From)
	if err != nil {
		return err
	}
	preview.Crumbs = crumbsAt(v, l, ui.Link{Text: v.Text("locations.report")})
	preview.Items = []ui.Item{
		{Key: v.Text("locations.period"), Value: period(v, said.From, said.Until)},
		{Key: v.Text("locations.preview_rung", "rung", rungText(v, said.Rung)), Value: step(v, effect.Before[said.Rung], effect.After[said.Rung])},
	}
	if with := rungsWith(v, effect.With); len(with) > 0 {
		preview.Items = append(preview.Items, carriedItem(v, with, said.Places))
	}
	preview.Items = append(preview.Items, freeItem(v, effect, d.door.Tonight()))
	preview.Form = ui.Form{
		Action: addressOf(l.ID) + "/opgave", Submit: v.Text("locations.report_send"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: append(given.hidden(), ui.Field{Kind: ui.HiddenField, Name: "sure", Value: given.signature() + signed(effect)}),
	}
	if len(effect.Move) > 0 {
		preview.Form.Submit = v.Text("locations.report_sure")
	}
	form, err := d.reportForm(v, l, given, nil)
	if err != nil {
		return err
	}
	preview.Sections = []ui.Section{{ID: "aanpassen", Title: v.Text("locations.preview_alter"), Form: form}}
	return v.Page("locations/preview", preview.Heading.Answer, preview)
}

// hidden are the answers for a page that does not show their form.
func (a answers) hidden() []ui.Field {
	fields := []ui.Field{{Name: "rung", Value: a.rung}, {Name: "places", Value: a.places}, {Name: "reason", Value: a.reason}}
	return hiddenAll(append(append(fields, dateFields("from", a.from)...), dateFields("until", a.until)...))
}

// missingNotice names what the checklist still lacks, with the way to it.
func missingNotice(v *web.Visit, l places.Location, missing []places.Item) *ui.Message {
	names := make([]string, 0, len(missing))
	for _, item := range missing {
		names = append(names, v.Text(places.ItemKey(item)))
	}
	return &ui.Message{
		Kind: "error", Title: v.Text("places.not_ready"), Text: strings.Join(names, ", ") + ".",
		Links: []ui.Link{{Text: v.Text("locations.to_checklist"), Href: addressOf(l.ID) + "/gereed"}},
	}
}

// rungOptions explain every rung and tell how many places stand on it tonight.
func rungOptions(v *web.Visit, chosen string, tonight map[places.Rung]int) []ui.Option {
	options := make([]ui.Option, 0, len(places.Rungs))
	for _, rung := range places.Rungs {
		options = append(options, ui.Option{Value: string(rung), Label: rungText(v, rung),
			Hint: v.Text("locations.rung_"+string(rung)) + " " + v.Text("locations.rung_now", "n", tonight[rung]), Chosen: string(rung) == chosen})
	}
	return options
}
