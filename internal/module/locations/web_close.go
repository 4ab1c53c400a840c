package locations

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// closeAnswers are the form of a closing as it was filled in.
type closeAnswers struct {
	from   ui.DateParts
	reason string
}

func closeAnswersOf(form url.Values) closeAnswers {
	return closeAnswers{ui.DateAnswer("from", form.Get), strings.TrimSpace(form.Get("reason"))}
}

// signature tells one closing from another, as that of a statement does.
func (c closeAnswers) signature() string { return fmt.Sprint(c.from) }

// standing is the closing that holds for a location; none is a zero Closing.
func (d desk) standing(v *web.Visit, l places.Location) (places.Closing, error) {
	closings, err := d.places.Closings(v.Request.Context(), v.Actor, l.ID)
	if err != nil || len(closings) == 0 || !closings[0].From.Known {
		return places.Closing{}, err
	}
	return closings[0], nil
}

// closes says whether the location is closed or will be.
func closes(l places.Location, standing places.Closing) bool {
	return l.ClosedAt != 0 || standing.From.Known
}

func (d desk) askClose(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	standing, err := d.standing(v, known)
	if err != nil {
		return err
	}
	if closes(known, standing) {
		return d.alreadySo(v, known, closedTitle(v, known, standing), ui.Action{Text: reopenText(v, known), Href: addressOf(known.ID) + "/heropenen"})
	}
	return d.closePage(v, known, closeAnswers{from: ui.PartsOf(d.door.Tonight())}, nil)
}

// alreadySo tells that there is nothing to do, and what else can be done.
func (d desk) alreadySo(v *web.Visit, l places.Location, title string, action ui.Action) error {
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: title}),
		Heading: ui.Heading{Above: l.Name, Answer: title, Actions: []ui.Action{action}},
	})
}

// close shows who must move before a location closes, and closes it when that is
// sent again.
func (d desk) close(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := closeAnswersOf(form)
	wrong := map[string]string{}
	closing := places.Closing{Location: known.ID, Reason: given.reason, From: dateOf(v, given.from, "from", true, wrong)}
	if len(wrong) > 0 {
		if given.reason == "" {
			wrong["reason"] = v.Text("places.closing_why")
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.closePage(v, known, given, wrong)
	}
	err = closing.Validate(d.door.Tonight())
	var effect places.Effect
	if err == nil {
		effect, err = d.places.PreviewClosing(v.Request.Context(), v.Actor, known.ID, closing.From.Night)
	}
	if err == nil && form.Get("sure") != given.signature()+signed(effect) {
		return d.closePreview(v, known, given, closing, effect)
	}
	if err == nil {
		err = d.places.CloseLocation(v.Request.Context(), v.Actor, known.ID, closing.From.Night, closing.Reason)
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.closePage(v, known, given, wrong) })
	}
	word := "sluit"
	if closing.From.Night <= d.door.Tonight() {
		word = "gesloten"
	}
	return v.Redirect(addressOf(known.ID) + "?gedaan=" + word)
}

func (d desk) closePage(v *web.Visit, l places.Location, given closeAnswers, wrong map[string]string) error {
	title := v.Text("locations.close_title", "name", l.Name)
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: v.Text("locations.close")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("locations.close_lead")}, Form: closeForm(v, l, given, wrong),
	})
}

func closeForm(v *web.Visit, l places.Location, given closeAnswers, wrong map[string]string) *ui.Form {
	return &ui.Form{
		Action: addressOf(l.ID) + "/sluiten", Submit: v.Text("locations.close_look"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: []ui.Field{
			{Kind: ui.DateField, Name: "from", Label: v.Text("locations.close_from"), Hint: v.Text("locations.close_from_hint"), Date: given.from, Error: wrong["from"]},
			{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.close_why"), Hint: v.Text("locations.no_names"), Value: given.reason, Error: wrong["reason"]},
		},
	}
}

func (d desk) closePreview(v *web.Visit, l places.Location, given closeAnswers, closing places.Closing, effect places.Effect) error {
	page, err := d.preview(v, l, effect, closing.From.Night)
	if err != nil {
		return err
	}
	page.Crumbs = crumbsAt(v, l, ui.Link{Text: v.Text("locations.close")})
	page.Notice = nil // all of them go: the table below says more
	page.Items = []ui.Item{
		{Key: v.Text("locations.close_from"), Value: i18n.LongDate(v.Lang, closing.From.Night)},
		{Key: v.Text("locations.close_why"), Value: closing.Reason},
	}
	var down []string // the rungs below open, as far as somebody stands on them
	for _, rung := range places.Ladder[:3] {
		if effect.Before[rung] > 0 {
			down = append(down, rungText(v, rung))
		}
	}
	page.Items = append(page.Items, ui.Item{Key: v.Text("locations.preview_rung", "rung", rungText(v, places.Open)), Value: step(v, effect.Before[places.Open], 0)})
	if len(down) > 0 {
		page.Items = append(page.Items, carriedItem(v, down, 0))
	}
	page.Form = ui.Form{
		Action: addressOf(l.ID) + "/sluiten", Submit: v.Text("locations.close"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: hiddenAll(append(dateFields("from", given.from), ui.Field{Name: "reason", Value: given.reason},
			ui.Field{Name: "sure", Value: given.signature() + signed(effect)})),
	}
	if len(effect.Move) > 0 {
		page.Form.Submit = v.Text("locations.close_sure")
		leave, err := d.leaving(v, l, closing.From.Night, effect.Move)
		if err != nil {
			return err
		}
		page.Sections = append(page.Sections, leave)
	}
	page.Sections = append(page.Sections, ui.Section{ID: "aanpassen", Title: v.Text("locations.preview_alter"), Form: closeForm(v, l, given, nil)})
	return v.Page("locations/preview", page.Heading.Answer, page)
}

// leaving lists who has nights from the closing on, each with the way to another
// place.
func (d desk) leaving(v *web.Visit, l places.Location, from calendar.Night, stays []places.Stay) (ui.Section, error) {
	codes, err := d.codes(v, l.ID)
	if err != nil {
		return ui.Section{}, err
	}
	table := &ui.Table{
		ID: "vertrekken", Caption: v.Text("locations.close_leave", "night", from), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("locations.household")}, {Text: v.Text("locations.what")}, {Text: v.Text("locations.persons"), Number: true},
			{Text: v.Text("locations.stand")}, {Text: v.Text("locations.until")},
		},
	}
	for _, stay := range stays {
		last := ui.Text(i18n.LongDate(v.Lang, stay.Until-1))
		if !stay.EndKnown {
			last = ui.Text(v.Text("locations.unknown"))
		}
		way := ui.Linked(v.Text("locations.close_look_at"), stayAddress(stay))
		if stay.State == places.Present && may(v, access.PlaceStay, l) {
			way = ui.Linked(v.Text("locations.stay_move"), stayAddress(stay)+"/verhuis?vanaf="+from.String())
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(codes[stay.ID], stayAddress(stay)), way, ui.Number(stay.Persons), ui.Text(stateText(v, stay.State)), last,
		}})
	}
	return ui.Section{ID: "vertrekken-sectie", Title: v.Text("locations.close_leave", "night", from), Table: table}, nil
}

// closedTitle tells when a location closes or that it is closed.
func closedTitle(v *web.Visit, l places.Location, standing places.Closing) string {
	if l.ClosedAt == 0 {
		return v.Text("locations.closes_on", "night", standing.From.Night)
	}
	return v.Text("locations.closed_since", "night", standing.From.Or(l.ClosedAt.Night()))
}

func reopenText(v *web.Visit, l places.Location) string {
	if l.ClosedAt == 0 {
		return v.Text("locations.close_cancel")
	}
	return v.Text("locations.reopen")
}

// closingSection tells that the location closes, why, and who has to go; none
// where it does not.
func (d desk) closingSection(v *web.Visit, l places.Location, standing places.Closing) (found []ui.Section, err error) {
	if !closes(l, standing) {
		return nil, nil
	}
	section := ui.Section{ID: "sluiting", Title: closedTitle(v, l, standing), Items: []ui.Item{
		{Key: v.Text("locations.close_why"), Value: standing.Reason}, {Key: v.Text("locations.close_who"), Value: d.nameOf(v, standing.Person)},
	}}
	if standing.At != 0 {
		section.Items = append(section.Items, ui.Item{Key: v.Text("locations.when"), Value: clock(v, standing.At)})
	}
	if !may(v, access.EditLocation, l) {
		return []ui.Section{section}, nil
	}
	section.Actions = []ui.Action{{Text: reopenText(v, l), Href: addressOf(l.ID) + "/heropenen"}}
	found = []ui.Section{section}
	from := max(d.door.Tonight(), standing.From.Or(d.door.Tonight()))
	effect, err := d.places.PreviewClosing(v.Request.Context(), v.Actor, l.ID, from)
	if err != nil || len(effect.Move) == 0 {
		return found, err
	}
	leave, err := d.leaving(v, l, from, effect.Move)
	return append(found, leave), err
}

func (d desk) askReopen(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	standing, err := d.standing(v, known)
	if err != nil {
		return err
	}
	if !closes(known, standing) {
		return d.alreadySo(v, known, v.Text("places.location_open"), ui.Action{Text: v.Text("locations.close"), Href: addressOf(known.ID) + "/sluiten"})
	}
	return d.reopenPage(v, known, known.ClosedAt == 0, "", nil, nil)
}

// reopen takes a closing back, with the places of before where that is ticked.
func (d desk) reopen(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	again := places.Reopening{Location: known.ID, Restore: form.Get("plekken") == "ja", Reason: strings.TrimSpace(form.Get("reason"))}
	err = d.places.ReopenLocation(v.Request.Context(), v.Actor, again)
	if told := fault.As(err); err != nil && told.Key == "places.not_ready" {
		v.Status(http.StatusConflict)
		items := make([]places.Item, 0, len(told.Fields))
		for _, field := range told.Fields {
			items = append(items, places.Item(strings.TrimPrefix(field.Key, places.ItemKey(""))))
		}
		return d.reopenPage(v, known, again.Restore, again.Reason, nil, missingNotice(v, known, items))
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error {
			return d.reopenPage(v, known, again.Restore, again.Reason, wrong, nil)
		})
	}
	return v.Redirect(addressOf(known.ID) + "?gedaan=heropend")
}

func (d desk) reopenPage(v *web.Visit, l places.Location, restore bool, reason string, wrong map[string]string, notice *ui.Message) error {
	title := v.Text("locations.reopen_title", "name", l.Name)
	lead := v.Text("locations.reopen_lead")
	if l.ClosedAt == 0 {
		title, lead = v.Text("locations.close_cancel_title", "name", l.Name), ""
	}
	form := &ui.Form{
		Action: addressOf(l.ID) + "/heropenen", Submit: reopenText(v, l), Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)},
		Fields: []ui.Field{{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reopen_why"), Hint: v.Text("locations.no_names"), Value: reason, Error: wrong["reason"]}},
	}
	profiles, err := d.places.Returning(v.Request.Context(), v.Actor, l.ID)
	if err != nil {
		return err
	}
	var back []string
	both := places.Profiles{places.Open: profiles[places.Open], places.Realised: profiles[places.Realised]}
	for _, p := range both.Periods(d.door.Tonight()) {
		if p.Places[places.Realised]+p.Places[places.Open] > 0 {
			back = append(back, v.Text("locations.reopen_back", "period", period(v, p.From, p.Until), "n", p.Places[places.Open], "realised", p.Places[places.Realised]))
		}
	}
	if len(profiles) > 0 {
		form.Fields = append(form.Fields, ui.Field{Kind: ui.CheckField, Name: "plekken", Label: v.Text("locations.places"), Optional: true, Options: []ui.Option{
			{Value: "ja", Label: v.Text("locations.reopen_restore"), Hint: strings.Join(back, "; "), Chosen: restore},
		}})
	}
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: reopenText(v, l)}),
		Heading: ui.Heading{Answer: title, Lead: lead}, Notice: notice, Form: form,
	})
}
