package matching

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) offers(v *web.Visit) error {
	query, page := v.Request.URL.Query(), pageOf(v)
	state := OfferState(query.Get("status"))
	list, total, err := d.Offers(v.Request.Context(), v.Actor, OfferFilter{State: state, Page: rowsOf(page)})
	if err != nil {
		return err
	}
	title := v.Text("matching.web_offers", "n", total)
	options := []ui.Option{{Value: "", Label: v.Text("matching.web_every_state")}}
	for _, one := range []OfferState{OfferOpen, OfferAccepted, OfferArrived, OfferDeclined, OfferExpired, OfferWithdrawn} {
		options = append(options, ui.Option{Value: string(one), Label: v.Text("matching.offer_" + string(one)), Chosen: one == state})
	}
	return v.Page("matching/sheet", title, ui.Sheet{
		Heading: ui.Heading{Answer: title, Lead: v.Text("matching.web_offers_lead"), AsOf: when(v, d.door.Now())},
		Form: &ui.Form{Action: "/aanbiedingen", Search: true, Submit: v.Text("matching.web_show"), Fields: []ui.Field{
			{Kind: ui.SelectField, Name: "status", Label: v.Text("matching.web_state"), Options: options},
		}},
		Sections: []ui.Section{{ID: "lijst", Title: v.Text("matching.web_list"), Table: d.offerTable(v, list), Pages: paginated("/aanbiedingen", query, page, total)}},
	})
}

func offerAddress(id string) string { return "/aanbiedingen/" + id }

func (d desk) offerTable(v *web.Visit, list []Offer) *ui.Table {
	table := &ui.Table{
		ID: "aanbiedingen", Caption: v.Text("matching.nav_offers"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("matching.web_household")}, {Text: v.Text("matching.web_persons"), Number: true}, {Text: v.Text("matching.web_location")},
			{Text: v.Text("matching.web_from")}, {Text: v.Text("matching.web_deadline")}, {Text: v.Text("matching.web_state")},
		},
		Empty: ui.Empty{Title: v.Text("matching.web_no_offers"), Text: v.Text("matching.web_no_offers_text")},
	}
	for _, offer := range list {
		deadline := ""
		if offer.State == OfferOpen {
			deadline = when(v, offer.Due)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(offer.Code, offerAddress(offer.ID)), ui.Number(offer.Persons), ui.Text(offer.LocationName),
			ui.Text(i18n.LongDate(v.Lang, offer.From)), ui.Text(deadline), ui.Text(v.Text("matching.offer_" + string(offer.State))),
		}})
	}
	return table
}

func (d desk) offer(v *web.Visit) error {
	tellDone(v)
	return d.offerPage(v, nil)
}

// offerPage shows an offer with what can be said to it now; wrong holds what was
// wrong with what was said, by field.
func (d desk) offerPage(v *web.Visit, wrong map[string]string) error {
	offer, history, err := d.Offer(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	asked, within, err := d.Asked(v.Request.Context(), v.Actor, offer)
	if err != nil {
		return err
	}
	title := v.Text("matching.web_offer_title", "code", offer.Code, "location", offer.LocationName)
	sheet := ui.Sheet{
		Crumbs: crumbs(v, "matching.nav_offers", "/aanbiedingen", offer.Code),
		Heading: ui.Heading{Answer: title, AsOf: when(v, d.door.Now()),
			Badges: append([]ui.Badge{{Text: v.Text("matching.offer_" + string(offer.State)), Tone: "info"}}, needs(asked.Needs, asked.Flags, v)...)},
		Sections: []ui.Section{{ID: "gegevens", Title: v.Text("matching.web_facts"), Items: []ui.Item{
			{Key: v.Text("matching.web_household"), Value: offer.Code, Href: unless(!within, "/huishoudens/"+offer.Household)},
			{Key: v.Text("matching.web_location"), Value: offer.LocationName,
				Href: unless(access.Check(v.Actor, access.ViewLocations, offer.LocationOwner) != nil, "/locaties/"+offer.Location)},
			{Key: v.Text("matching.web_persons"), Value: i18n.Count(v.Lang, offer.Persons)},
			{Key: v.Text("matching.web_from"), Value: i18n.LongDate(v.Lang, offer.From)},
			{Key: v.Text("matching.web_until"), Value: i18n.LongDate(v.Lang, offer.Until)},
			{Key: v.Text("matching.side_location"), Value: answerText(v, offer.LocationAnswer, offer.LocationDeadline)},
			{Key: v.Text("matching.side_household"), Value: answerText(v, offer.HouseholdAnswer, offer.HouseholdDeadline)},
		}}},
	}
	sheet.Sections = append(sheet.Sections, stepSections(v, offer, wrong)...)
	sheet.Sections = append(sheet.Sections, historySection(v, history))
	return v.Page("matching/sheet", title, sheet)
}

// unless is the address, or none where the reader could not go there.
func unless(closed bool, address string) string {
	if closed {
		return ""
	}
	return address
}

// stepSections are what the reader may say to an offer now: the answer of each
// side that is theirs to answer for, or how the household came.
func stepSections(v *web.Visit, offer Offer, wrong map[string]string) (list []ui.Section) {
	switch offer.State {
	case OfferOpen:
		for side, owner := range map[Side]access.Owner{SideLocation: offer.LocationOwner, SideHousehold: offer.HouseholdOwner} {
			if given, _ := offer.answer(side); *given == "" && access.Check(v.Actor, access.AnswerOffer, owner) == nil {
				list = append(list, answerSection(v, offer, side, wrong))
			}
		}
		slices.SortFunc(list, func(a, b ui.Section) int { return strings.Compare(b.ID, a.ID) })
	case OfferAccepted:
		if access.Check(v.Actor, access.RecordArrival, offer.LocationOwner) == nil {
			list = append(list, arrivalSection(v, offer, wrong))
		}
	}
	return list
}

func answerText(v *web.Visit, answer Answer, deadline calendar.Instant) string {
	if answer == "" {
		return v.Text("matching.web_answers_before", "moment", when(v, deadline))
	}
	return v.Text("matching.answer_" + string(answer))
}

// answerSection asks one side for its answer; a no has a reason, and the reader
// is told beforehand what follows from each.
func answerSection(v *web.Visit, offer Offer, side Side, wrong map[string]string) ui.Section {
	choices := []ui.Option{{Value: string(Accept), Label: v.Text("matching.answer_accept")}}
	for _, reason := range ReasonsFor(AtDecline, side) {
		choices = append(choices, ui.Option{
			Value: reason.Key, Label: v.Text("matching.web_no_because", "reason", v.Text("matching.reason_"+reason.Key)),
			Hint: v.Text("matching.consequence_" + string(reason.Consequence)),
		})
	}
	suffix := "-" + string(side)
	fields := []ui.Field{
		{Kind: ui.HiddenField, Name: "kant", Value: string(side)},
		{Kind: ui.RadioField, Name: "antwoord" + suffix, Label: v.Text("matching.web_answer"), Options: choices, Error: wrong["reason"+suffix]},
	}
	if side == SideHousehold { // no reason of a location asks for a date
		fields = append(fields, ui.Field{Kind: ui.DateField, Name: "tot" + suffix, Label: v.Text("matching.web_park_until"),
			Hint: v.Text("matching.web_park_hint"), Optional: true, Error: wrong["until"+suffix]})
	}
	fields = append(fields, ui.Field{Kind: ui.TextField, Name: "noot" + suffix, Label: v.Text("matching.web_note"),
		Hint: v.Text("matching.web_note_hint"), Optional: true, Error: wrong["note"+suffix]})
	return ui.Section{ID: "antwoord" + suffix, Title: v.Text("matching.web_answer_for", "side", v.Text("matching.side_"+string(side))), Form: &ui.Form{
		Action: offerAddress(offer.ID) + "/antwoord", Submit: v.Text("matching.web_answer"), Fields: fields,
	}}
}

func (d desk) answer(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	side := Side(form.Get("kant"))
	reply := Reply{Offer: v.Request.PathValue("id"), Side: side, Answer: Decline, Verdict: verdictOf(form, "antwoord", "-"+string(side))}
	if reply.Reason == string(Accept) {
		reply.Answer, reply.Verdict = Accept, Verdict{}
	}
	_, err = d.Answer(v.Request.Context(), v.Actor, reply)
	return d.told(v, err, "-"+string(side), "antwoord")
}

func verdictOf(form url.Values, name, suffix string) Verdict {
	verdict := Verdict{Reason: form.Get(name + suffix), Note: strings.TrimSpace(form.Get("noot" + suffix))}
	if night, known := ui.DateAnswer("tot"+suffix, form.Get).Night(); known {
		verdict.Until = calendar.At(night)
	}
	return verdict
}

// told goes on after something was said, or shows what was wrong with it.
func (d desk) told(v *web.Visit, err error, suffix, word string) error {
	if err == nil {
		return v.Redirect(offerAddress(v.Request.PathValue("id")) + "?gedaan=" + word)
	}
	known := fault.As(err)
	if known.Kind != fault.Invalid {
		return err
	}
	wrong := map[string]string{"reason" + suffix: words(v, textOf(known.Key, known.Args))}
	if len(known.Fields) > 0 {
		wrong = map[string]string{}
		for _, field := range known.Fields {
			wrong[field.Name+suffix] = words(v, textOf(field.Key, field.Args))
		}
	}
	v.Status(422)
	return d.offerPage(v, wrong)
}

func arrivalSection(v *web.Visit, offer Offer, wrong map[string]string) ui.Section {
	choices := []ui.Option{{Value: "", Label: v.Text("matching.web_came"), Chosen: true}}
	for _, reason := range ReasonsFor(AtNotArrived, SideLocation) {
		choices = append(choices, ui.Option{
			Value: reason.Key, Label: v.Text("matching.web_not_because", "reason", v.Text("matching.reason_"+reason.Key)),
			Hint: v.Text("matching.consequence_" + string(reason.Consequence)),
		})
	}
	return ui.Section{ID: "aankomst", Title: v.Text("matching.web_arrival"), Form: &ui.Form{
		Action: offerAddress(offer.ID) + "/aankomst", Submit: v.Text("matching.web_arrival_save"), Fields: []ui.Field{
			{Kind: ui.RadioField, Name: "niet", Label: v.Text("matching.web_arrived"), Options: choices, Error: wrong["reason"]},
			{Kind: ui.NumberField, Name: "personen", Label: v.Text("matching.web_how_many"), Value: strconv.Itoa(offer.Persons), Width: 2, Error: wrong["persons"]},
			{Kind: ui.DateField, Name: "tot", Label: v.Text("matching.web_park_until"), Hint: v.Text("matching.web_park_hint"), Optional: true, Error: wrong["until"]},
			{Kind: ui.TextField, Name: "noot", Label: v.Text("matching.web_note"), Hint: v.Text("matching.web_note_hint"), Optional: true, Error: wrong["note"]},
		},
	}}
}

func (d desk) arrival(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id := v.Request.PathValue("id")
	if form.Get("niet") != "" {
		return d.told(v, d.NotArrived(v.Request.Context(), v.Actor, id, verdictOf(form, "niet", "")), "", "aankomst")
	}
	persons, err := strconv.Atoi(strings.TrimSpace(form.Get("personen")))
	if err != nil {
		persons = 0 // nobody came without a reason: told as a wrong number
	}
	return d.told(v, d.Present(v.Request.Context(), v.Actor, id, persons), "", "aankomst")
}

func historySection(v *web.Visit, history []Event) ui.Section {
	table := &ui.Table{
		ID: "geschiedenis-tabel", Caption: v.Text("matching.web_history"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("matching.web_when")}, {Text: v.Text("matching.web_state")}, {Text: v.Text("matching.web_why")}},
		Empty:   ui.Empty{Title: v.Text("matching.web_history")},
	}
	for _, event := range history {
		reason := ""
		if event.Reason != "" {
			reason = v.Word(event.Reason, "matching.reason_"+event.Reason)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(when(v, event.At)), ui.Text(v.Text("matching.offer_" + string(event.After))), ui.Text(reason),
		}})
	}
	return ui.Section{ID: "geschiedenis", Title: v.Text("matching.web_history"), Table: table}
}
