package registration

import (
	"net/http"
	"net/url"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// steps are the states of a household in the order of the way to a place.
var steps = []households.State{households.StateWaiting, households.StateOffered, households.StateAccepted, households.StatePresent}

func isGuardian(s Status) bool { return s.Household.State == households.StateGuardian }

// mine opens the visitor's status, or leads them to where they can.
func (d desk) mine(v *web.Visit) (k keys, status Status, err error) {
	k, held := keysOf(v)
	if !held {
		return k, status, v.Redirect("/aanmelden/verder")
	}
	status, err = d.Status(v.Request.Context(), k.code, k.secret)
	if err != nil {
		return k, status, d.refused(v, err)
	}
	return k, status, nil
}

// status tells a household how far the search is and what to do today.
func (d desk) status(v *web.Visit) error {
	if v.Request.URL.Query().Get("gedaan") != "" {
		v.Notice("ok", "registration.reply_saved", nil)
	}
	_, status, err := d.mine(v)
	if err != nil || status.Household.ID == "" {
		return err
	}
	state := string(status.Household.State)
	if status.Household.State == households.StateOffered && status.Offer.HouseholdAnswer == matching.Accept {
		state = "offered_yes"
	}
	title := v.Text("registration.status_" + state)
	body := page{
		Heading: &ui.Heading{
			Above: v.Text("registration.status_of", "code", status.Reference), Answer: title,
			Lead: v.Text("registration.status_" + state + "_todo"), AsOf: i18n.Moment(v.Lang, d.door.Now()),
		},
		Steps: stepsOf(v, status.Household.State),
	}
	if status.Move.Stay.ID != "" {
		body.Sections = append(body.Sections, moveSection(v, status))
	}
	if status.Offer.ID != "" {
		body.Sections = append(body.Sections, offerSection(v, status))
	} else if status.Location.ID != "" {
		body.Sections = append(body.Sections, ui.Section{ID: "plek", Title: v.Text("registration.your_place"), Items: locationItems(v, status, true)})
	}
	if isGuardian(status) {
		body.Steps = nil
		body.Sections = append(body.Sections, guardianSection(v))
	}
	body.Sections = append(body.Sections, ui.Section{ID: "hulp", Title: v.Text("registration.help"), Text: lines(v, "registration.help_", 2), Actions: []ui.Action{
		{Text: v.Text("registration.show_card"), Href: "/aanmelden/klaar"},
		{Text: v.Text("registration.close"), Href: "/status/afsluiten", Post: true},
	}})
	return v.Page("registration/page", title, body, private)
}

// stepsOf shows where on the way to a place they are. Who is parked waits; who
// left or withdrew is on no way.
func stepsOf(v *web.Visit, state households.State) (list []ui.Link) {
	if state == households.StateParked {
		state = households.StateWaiting
	}
	if state == households.StateLeft || state == households.StateWithdrawn {
		return nil
	}
	list = append(list, ui.Link{Text: v.Text("registration.step_registered")})
	for _, step := range steps {
		list = append(list, ui.Link{Text: v.Text("registration.step_" + string(step)), Current: step == state})
	}
	return list
}

func guardianSection(v *web.Visit) ui.Section {
	return ui.Section{ID: "voogd", Title: v.Text("registration.guardian_title"), Text: lines(v, "registration.guardian_", 4)}
}

// locationItems tell where the place is; the telephone only once it is theirs.
func locationItems(v *web.Visit, s Status, theirs bool) []ui.Item {
	items := []ui.Item{
		{Key: v.Text("registration.place"), Value: s.Location.Name},
		{Key: v.Text("registration.municipality"), Value: municipalityName(s.Location.Municipality)},
	}
	if !theirs {
		return items
	}
	if address := strings.TrimSpace(s.Location.Address + "\n" + s.Location.Postcode); address != "" {
		items = append(items, ui.Item{Key: v.Text("registration.address"), Value: address})
	}
	if number := s.Location.Contact.Phone; number != "" {
		items = append(items, ui.Item{Key: v.Text("registration.phone"), Value: number, Href: "tel:" + strings.NewReplacer(" ", "", "-", "").Replace(number)})
	}
	return items
}

func offerSection(v *web.Visit, s Status) ui.Section {
	until := i18n.LongDate(v.Lang, s.Offer.Until)
	if !s.Offer.EndKnown {
		until = v.Text("registration.until_at_least", "date", s.Offer.Until)
	}
	items := append(locationItems(v, s, s.Offer.State == matching.OfferAccepted),
		ui.Item{Key: v.Text("registration.from"), Value: i18n.LongDate(v.Lang, s.Offer.From)},
		ui.Item{Key: v.Text("registration.until"), Value: until})
	section := ui.Section{ID: "aanbod", Title: v.Text("registration.offer"), Items: items}
	if s.Offer.State != matching.OfferOpen {
		section.Title = v.Text("registration.your_place")
		return section
	}
	if s.Offer.HouseholdAnswer == "" {
		section.Items = append(section.Items, ui.Item{Key: v.Text("registration.deadline"), Value: i18n.Moment(v.Lang, s.Offer.HouseholdDeadline)})
		section.Text = []string{v.Text("registration.if_no"), v.Text("registration.if_silent")}
		section.Actions = []ui.Action{{Text: v.Text("registration.to_reply"), Href: "/status/antwoord", Kind: "primary"}}
	}
	return section
}

func (d desk) askReply(v *web.Visit) error { return d.replyPage(v, url.Values{}, nil) }

// replyPage asks for yes or no; what follows from each no is told beforehand.
func (d desk) replyPage(v *web.Visit, in url.Values, wrong map[string]string) error {
	_, status, err := d.mine(v)
	if err != nil || status.Household.ID == "" {
		return err
	}
	if status.Offer.ID == "" || status.Offer.State != matching.OfferOpen {
		return v.Redirect("/status")
	}
	choices := []ui.Option{{Value: string(matching.Accept), Label: v.Text("registration.reply_yes"), Hint: v.Text("registration.reply_yes_hint")}}
	for _, reason := range matching.ReasonsFor(matching.AtDecline, matching.SideHousehold) {
		choices = append(choices, ui.Option{
			Value: reason.Key, Label: v.Text("registration.reply_" + reason.Key), Hint: v.Text("registration.then_" + string(reason.Consequence)),
		})
	}
	for i, option := range choices {
		choices[i].Chosen = option.Value == in.Get("antwoord")
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	title := v.Text("registration.reply_title", "location", status.Location.Name)
	return v.Page("registration/page", title, page{
		Back: back(v, "/status"),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.reply_lead", "municipality", municipalityName(status.Location.Municipality),
			"moment", i18n.Moment(v.Lang, status.Offer.HouseholdDeadline))},
		Form: &ui.Form{Action: "/status/antwoord", Submit: v.Text("registration.reply_send"), Fields: []ui.Field{
			{Kind: ui.HiddenField, Name: "aanbod", Value: status.Offer.ID},
			{Kind: ui.RadioField, Name: "antwoord", Label: v.Text("registration.reply"), Options: choices, Error: wrong["reason"]},
			{Kind: ui.DateField, Name: "tot", Label: v.Text("registration.park_until"), Hint: v.Text("registration.park_hint"), Optional: true,
				Date: ui.DateAnswer("tot", in.Get), Error: wrong["until"]},
			{Kind: ui.TextField, Name: "noot", Label: v.Text("registration.note"), Hint: v.Text("registration.note_hint"), Optional: true,
				Value: in.Get("noot"), Error: wrong["note"]},
		}},
	}, private)
}

func (d desk) reply(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	k, held := keysOf(v)
	if !held {
		return v.Redirect("/aanmelden/verder")
	}
	reply := matching.Reply{Offer: form.Get("aanbod"), Answer: matching.Decline}
	if form.Get("antwoord") == string(matching.Accept) {
		reply.Answer = matching.Accept
	} else {
		reply.Reason, reply.Note = form.Get("antwoord"), strings.TrimSpace(form.Get("noot"))
		if night, known := ui.DateAnswer("tot", form.Get).Night(); known {
			reply.Until = calendar.At(night)
		}
	}
	err = d.Reply(v.Request.Context(), k.code, k.secret, reply)
	if wrong, invalid := wrongs(v, err); invalid && fault.As(err).Key != "registration.code_wrong" {
		return d.replyPage(v, form, wrong)
	}
	if err != nil {
		return d.refused(v, err)
	}
	return v.Redirect("/status?gedaan=1")
}
