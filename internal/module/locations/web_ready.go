package locations

import (
	"net/http"
	"net/url"
	"strings"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) askReady(v *web.Visit) error {
	tellDone(v)
	known, err := d.known(v, access.StateCapacity)
	if err != nil {
		return err
	}
	return d.readyPage(v, known, nil, nil)
}

// ready takes in what was said about each item; items that say nothing new are
// left alone, so that who said it and when stay true.
func (d desk) ready(v *web.Visit) error {
	known, err := d.known(v, access.StateCapacity)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	list, err := d.places.Checklist(v.Request.Context(), v.Actor, known.ID)
	if err != nil {
		return err
	}
	wrong := map[string]string{}
	var said []places.Tick
	for _, last := range list.Ticks {
		tick := places.Tick{Location: known.ID, Item: last.Item, State: places.Readiness(form.Get("stand-" + string(last.Item))),
			Reason: strings.TrimSpace(form.Get("waarom-" + string(last.Item)))}
		if tick.State == "" || tick.State == last.State && tick.Reason == last.Reason && last.At != 0 {
			continue
		}
		if messages, fields := wrongFields(v, tick.For(known)); fields {
			for name, message := range messages {
				wrong[map[string]string{"reason": "waarom-", "state": "stand-"}[name]+string(tick.Item)] = message
			}
		}
		said = append(said, tick)
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
		return d.readyPage(v, known, form, wrong)
	}
	for _, tick := range said {
		if err := d.places.Tick(v.Request.Context(), v.Actor, tick); err != nil {
			return err
		}
	}
	return v.Redirect(addressOf(known.ID) + "/gereed?gedaan=gereed")
}

// readyPage asks how each item stands; typed is the form as it was sent, nil where
// it was not.
func (d desk) readyPage(v *web.Visit, l places.Location, typed url.Values, wrong map[string]string) error {
	list, err := d.places.Checklist(v.Request.Context(), v.Actor, l.ID)
	if err != nil {
		return err
	}
	title, lead := v.Text("locations.ready_title", "name", l.Name), v.Text("locations.ready_lead")
	if untouched(list) {
		title, lead = v.Text("locations.ready_untouched_title", "name", l.Name), v.Text("locations.ready_untouched_text")
	}
	if n := len(list.Missing); n > 0 {
		title, lead = v.Text("locations.ready_missing_title", "name", l.Name, "n", n), v.Text("locations.ready_missing_lead")
	}
	form := &ui.Form{Action: addressOf(l.ID) + "/gereed", Submit: v.Text("locations.save"),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(l.ID)}}
	for _, tick := range list.Ticks {
		state, reason := string(tick.State), tick.Reason
		if tick.At == 0 {
			state = ""
		}
		stateField, reasonField := "stand-"+string(tick.Item), "waarom-"+string(tick.Item)
		if typed != nil {
			state, reason = typed.Get(stateField), typed.Get(reasonField)
		}
		hint := v.Text("locations.item_hint_" + string(tick.Item))
		if tick.At != 0 {
			hint += " " + v.Text("locations.ticked", "who", d.nameOf(v, tick.Person), "moment", clock(v, tick.At))
		}
		options := make([]ui.Option, 0, len(places.ReadinessStates))
		for _, one := range places.ReadinessStates {
			options = append(options, ui.Option{Value: string(one), Label: readinessText(v, one), Chosen: string(one) == state})
		}
		item := v.Text(places.ItemKey(tick.Item))
		form.Fields = append(form.Fields,
			ui.Field{Kind: ui.RadioField, Name: stateField, Label: capital(item), Hint: hint, Options: options, Inline: true, Error: wrong[stateField]},
			ui.Field{Kind: ui.TextField, Name: reasonField, Label: v.Text("locations.item_note", "item", item), Value: reason, Optional: true, Error: wrong[reasonField]})
	}
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, l, ui.Link{Text: v.Text("locations.checklist")}),
		Heading: ui.Heading{Answer: title, Lead: lead, AsOf: clock(v, d.door.Now())}, Form: form,
	})
}

// capital writes the first letter large.
func capital(text string) string {
	letters := []rune(text)
	if len(letters) == 0 {
		return text
	}
	return strings.ToUpper(string(letters[:1])) + string(letters[1:])
}
