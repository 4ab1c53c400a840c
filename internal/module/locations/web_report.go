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

// report takes a statement in. One that would leave people without a place is
// shown with what it does first, and taken in when it is sent again.
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
		return d.reportPage(v, known, given, nil, &effect)
	case len(effect.Short) > 0 && form.Get("sure") != given.signature():
		return d.reportPage(v, known, given, nil, &effect)
	default:
		err = d.places.State(v.Request.Context(), v.Actor, said)
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.reportPage(v, known, given, wrong, nil) })
	}
	return v.Redirect(addressOf(known.ID) + "?gedaan=opgave")
}

func (d desk) reportPage(v *web.Visit, l places.Location, given answers, wrong map[string]string, effect *places.Effect) error {
	title := v.Text("locations.report_title", "name", l.Name)
	_, profiles, err := d.places.Statements(v.Request.Context(), v.Actor, l.ID)
	if err != nil {
		return err
	}
	tonight := profiles.Periods(d.door.Tonight())[0].Places
	form := &ui.Form{
		Action: addressOf(l.ID) + "/opgave", Submit: v.Text("locations.report_send"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: []ui.Field{
			{Kind: ui.RadioField, Name: "rung", Label: v.Text("locations.rung"), Error: wrong["rung"], Options: rungOptions(v, given.rung, tonight)},
			{Kind: ui.NumberField, Name: "places", Label: v.Text("locations.places"), Hint: v.Text("locations.places_hint"),
				Error: wrong["places"], Value: given.places, Width: 4},
			{Kind: ui.DateField, Name: "from", Label: v.Text("locations.from"), Error: wrong["from"], Date: given.from},
			{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.until_hint"),
				Error: wrong["until"], Date: given.until, Optional: true},
			{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reason"), Hint: v.Text("locations.reason_hint"),
				Error: wrong["reason"], Value: given.reason, Optional: true},
		},
	}
	sheet := ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: v.Text("locations.report")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("locations.report_lead")}, Form: form,
	}
	switch {
	case effect == nil:
	case len(effect.Missing) > 0:
		sheet.Notice = missingNotice(v, l, effect.Missing)
	default:
		codes, err := d.codes(v, l.ID)
		if err != nil {
			return err
		}
		sheet.Notice = lackNotice(v, places.Shortage{Location: l.ID, Nights: effect.Short, Move: effect.Move}, codes)
		sheet.Notice.Kind, sheet.Notice.Title = "warning", v.Text("locations.preview_short")
		form.Fields = append(form.Fields, ui.Field{Kind: ui.HiddenField, Name: "sure", Value: given.signature()})
		form.Submit = v.Text("locations.report_sure")
	}
	return v.Page("locations/sheet", title, sheet)
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
