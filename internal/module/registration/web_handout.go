package registration

import (
	"net/http"
	"net/url"
	"strconv"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) askSecret(v *web.Visit) error { return d.secretPage(v, url.Values{}, nil) }

// secretPage asks why a new secret is needed and how the visitor knows to whom it
// goes.
func (d desk) secretPage(v *web.Visit, in url.Values, wrong map[string]string) error {
	h, err := d.households.Household(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	title := v.Text("registration.secret_title", "code", h.Code)
	body := page{Staff: true, Back: back(v, address(h)), Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.secret_lead")}}
	found, err := d.PageOf(v.Request.Context(), v.Actor, h.ID)
	if fault.As(err).Key == "registration.no_page" && err != nil {
		body.Heading.Lead = v.Text("registration.no_page")
		body.Actions = []ui.Action{{Text: v.Text("registration.to_household"), Href: address(h)}}
		return v.Page("registration/page", title, body)
	}
	if err != nil {
		return err
	}
	check := ui.Field{Kind: ui.RadioField, Name: "check", Label: v.Text("registration.secret_check"), Error: wrong["check"]}
	for _, value := range Checks {
		check.Options = append(check.Options, ui.Option{Value: value, Label: v.Text("registration.secret_check_" + value), Chosen: in.Get("check") == value})
	}
	body.Form = &ui.Form{Action: address(h) + "/geheim", Submit: v.Text("registration.secret_hand_out"), Note: v.Text("registration.secret_once"),
		Cancel: ui.Link{Text: v.Text("registration.cancel"), Href: address(h)}, Fields: []ui.Field{
			hidden("gezien", strconv.FormatInt(int64(found.Changed), 10)), check,
			{Kind: ui.TextField, Name: "why", Label: v.Text("registration.names_why"), Hint: v.Text("registration.secret_why_hint"),
				Value: in.Get("why"), Width: 30, Error: wrong["why"]},
		}}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, body)
}

// handOut shows the new secret, on a card in the language of the household. It
// answers the form itself: the secret stands under no address and is shown once.
func (d desk) handOut(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	ctx := v.Request.Context()
	h, err := d.households.Household(ctx, v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(form.Get("gezien"), 10, 64) // none is no moment at which it changed
	found, secret, err := d.HandOut(ctx, v.Actor, Handover{Household: h.ID, Why: form.Get("why"), Check: form.Get("check"), Seen: calendar.Instant(seen)})
	if wrong, invalid := wrongs(v, err); invalid {
		return d.secretPage(v, form, wrong)
	}
	if err != nil {
		told := fault.As(err)
		if told.Kind != fault.Conflict {
			return err
		}
		v.Status(http.StatusConflict)
		title := v.Text("registration.secret_title", "code", h.Code)
		return v.Page("registration/page", title, page{Staff: true, Back: back(v, address(h)), Heading: &ui.Heading{Answer: title},
			Notice: &ui.Message{Kind: "warning", Title: wordsOf(v, told.Key, told.Args), Text: v.Text("registration.secret_again")},
			Actions: []ui.Action{{Text: v.Text("registration.secret_another"), Href: address(h) + "/geheim"},
				{Text: v.Text("registration.to_household"), Href: address(h)}}}, web.Options{Private: true})
	}
	drawn, err := pictureOf(d.settings.Base + "/status")
	if err != nil {
		return err
	}
	title := v.Text("registration.secret_done_title", "code", h.Code)
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.secret_done_lead")},
		Card:    newCard(v, found.Lang, card{Reference: found.Reference, Secret: secret, Address: d.shown("/status"), Picture: &drawn}),
		Actions: []ui.Action{{Text: v.Text("registration.to_household"), Href: address(h)}},
	}, web.Options{Private: true})
}
