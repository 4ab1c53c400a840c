package freshness

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// What a form of the page about one location is about, as it stands in the form.
const (
	askWhat     = "wat"
	whatNumber  = "aantal"
	whatGone    = "weg"
	whatContact = "contact"
	askSure     = "zeker"
)

var notThere = fault.New(fault.NotFound, "fault.not_found")

func (d desk) askChange(v *web.Visit) error {
	known, err := d.place(v)
	if err != nil {
		return err
	}
	return d.changePage(v, known, url.Values{}, nil)
}

// change takes in what is different. What leaves people without a place is shown
// first, and taken in once it is sent again.
func (d desk) change(v *web.Visit) error {
	known, err := d.place(v)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	if form.Get(askWhat) == whatContact {
		err = d.TellContact(v.Request.Context(), v.Request.PathValue("token"), known.Location.ID, contactOf(form.Get))
		return d.after(v, known, form, "contact", err)
	}
	word, err := d.word(form, known.Location.ID)
	if err != nil {
		return d.after(v, known, form, "", err)
	}
	if form.Get(askSure) == "" {
		found, err := d.Weigh(v.Request.Context(), v.Request.PathValue("token"), word)
		if err != nil {
			return d.after(v, known, form, "", err)
		}
		if found.Lowered && len(found.Move) > 0 {
			return d.surePage(v, known, form, found)
		}
	}
	found, err := d.Tell(v.Request.Context(), v.Request.PathValue("token"), word)
	return d.after(v, known, form, doneOf(word, found), err)
}

// doneOf is what the next page thanks for.
func doneOf(w places.Word, found places.Outcome) string {
	switch {
	case w.Gone:
		return "gone"
	case found.Lowered && found.Raised:
		return "both"
	case found.Raised:
		return "raised"
	case found.Lowered:
		return "lowered"
	}
	return "yes"
}

// after leads on once an answer was taken in, or back to the form with what is
// wrong.
func (d desk) after(v *web.Visit, known Known, form url.Values, done string, err error) error {
	if wrong, fields := wrongFields(v, err); fields {
		return d.changePage(v, known, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.Redirect(address(v) + "?" + askDone + "=" + done)
}

// word reads what a form says; a date that was left out is tonight, or unknown
// for the end. Every wrong field is told at once.
func (d desk) word(form url.Values, location string) (places.Word, error) {
	var check fault.Check
	tonight := d.door.Tonight()
	w := places.Word{Location: location, From: tonight, Gone: form.Get(askWhat) == whatGone}
	night := func(name string) (calendar.Night, bool) {
		parts := ui.DateAnswer(name, form.Get)
		if parts.Empty() {
			return 0, false
		}
		night, exists := parts.Night()
		check.Field(exists, name, "freshness.date_wrong")
		return night, exists
	}
	if w.Gone {
		if from, given := night("gone"); given {
			w.From = from
		}
		return w, together(check.Err(), renamed(w.Validate(tonight), "from", "gone"))
	}
	if from, given := night("from"); given {
		w.From = from
	}
	if last, given := night("until"); given {
		w.Until = calendar.At(last + 1)
	}
	typed := strings.TrimSpace(form.Get("places"))
	count, err := strconv.Atoi(typed)
	check.Field(typed != "", "places", "freshness.places_missing")
	check.Field(typed == "" || err == nil, "places", "freshness.places_wrong")
	w.Places = count
	return w, together(check.Err(), w.Validate(tonight))
}

// together is one error about all wrong fields, those of the first in front.
func together(first, second error) error {
	if first == nil || second == nil {
		if first == nil {
			return second
		}
		return first
	}
	all := fault.As(first)
	all.Fields = append(all.Fields, fault.As(second).Fields...)
	return all
}

// renamed gives a wrong field the name it has in the form.
func renamed(err error, from, to string) error {
	if err == nil {
		return nil
	}
	told := fault.As(err)
	for i := range told.Fields {
		if told.Fields[i].Name == from {
			told.Fields[i].Name = to
		}
	}
	return told
}

// changePage asks what is different: three forms, one for each thing that can be.
func (d desk) changePage(v *web.Visit, known Known, form url.Values, wrong map[string]string) error {
	here := changeAddress(v, known.Location.ID)
	title := v.Text("freshness.change_title")
	what := func(is string) ui.Field { return ui.Field{Kind: ui.HiddenField, Name: askWhat, Value: is} }
	date := func(name, hint string) ui.Field {
		return ui.Field{Kind: ui.DateField, Name: name, Label: v.Text("freshness.field_" + name), Hint: v.Text("freshness.hint_" + hint),
			Date: ui.DateAnswer(name, form.Get), Error: wrong[name], Optional: true}
	}
	typed := form.Get("places")
	if len(form) == 0 {
		typed = strconv.Itoa(known.Periods[0].Places[places.Open])
	}
	line := func(kind ui.Kind, name, complete string, width int) ui.Field {
		return ui.Field{Kind: kind, Name: name, Label: v.Text("freshness.field_" + name), Value: form.Get(name), Error: wrong[name], Complete: complete,
			Width: width, Optional: name == "email"}
	}
	number := ui.Field{Kind: ui.NumberField, Name: "places", Label: v.Text("freshness.field_places"), Hint: v.Text("freshness.hint_places"), Value: typed,
		Error: wrong["places"], Width: 4}
	sections := []ui.Section{
		{ID: "nu", Title: v.Text("freshness.known"), Items: facts(v, known)},
		{ID: whatNumber, Title: v.Text("freshness.number_title"), Text: []string{v.Text("freshness.number_text")}, Form: &ui.Form{
			Action: here, Submit: v.Text("freshness.number_send"), Fields: []ui.Field{what(whatNumber), number, date("from", "from"), date("until", "until")}}},
		{ID: whatGone, Title: v.Text("freshness.gone_title"), Text: []string{v.Text("freshness.gone_text")}, Form: &ui.Form{
			Action: here, Submit: v.Text("freshness.gone_send"), Fields: []ui.Field{what(whatGone), date("gone", "from")}}},
		{ID: whatContact, Title: v.Text("freshness.contact_title"), Text: []string{v.Text("freshness.contact_text")}, Form: &ui.Form{
			Action: here, Submit: v.Text("freshness.contact_send"), Cancel: ui.Link{Text: v.Text("freshness.back"), Href: address(v)},
			Fields: []ui.Field{what(whatContact), line(ui.TextField, "name", "name", 30), line(ui.PhoneField, "phone", "tel", 20), line(ui.EmailField, "email", "email", 30)}}},
	}
	// What is wrong comes first: on a phone the rest is out of sight.
	slices.SortStableFunc(sections, func(a, b ui.Section) int { return wrongIn(b) - wrongIn(a) })
	return v.Page("freshness/sheet", title, ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("freshness.back"), Href: address(v)}, {Text: known.Name, Current: true}},
		Heading: ui.Heading{Above: known.Name, Answer: title, Lead: v.Text("freshness.change_lead")}, Sections: sections,
	}, private)
}

// wrongIn counts what is wrong in the form of a section.
func wrongIn(s ui.Section) int {
	if s.Form == nil {
		return 0
	}
	return len(s.Form.Errors())
}

// surePage shows who would be without a place, before it is so. It names nobody.
func (d desk) surePage(v *web.Visit, known Known, form url.Values, found places.Outcome) error {
	persons := 0
	for _, stay := range found.Move {
		persons += stay.Persons
	}
	title := v.Text("freshness.sure_title", "n", persons)
	fields := []ui.Field{{Kind: ui.HiddenField, Name: askSure, Value: "1"}}
	for _, name := range sentFields {
		if value := form.Get(name); value != "" {
			fields = append(fields, ui.Field{Kind: ui.HiddenField, Name: name, Value: value})
		}
	}
	var items []ui.Item
	for _, span := range found.Short[:min(mostSpans, len(found.Short))] {
		items = append(items, ui.Item{Key: v.Text("freshness.nights", "from", span.From, "last", span.Until.Night-1), Value: v.Text("freshness.short", "n", -span.Places)})
	}
	return v.Page("freshness/sheet", title, ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("freshness.back"), Href: address(v)}, {Text: known.Name, Current: true}},
		Heading: ui.Heading{Above: known.Name, Answer: title, Lead: v.Text("freshness.sure_lead", "n", len(found.Move))},
		Sections: []ui.Section{{ID: "tekort", Title: v.Text("freshness.sure_nights"), Items: items, Text: []string{v.Text("freshness.sure_text")},
			Form: &ui.Form{Action: changeAddress(v, known.Location.ID), Submit: v.Text("freshness.sure_send"), Fields: fields,
				Cancel: ui.Link{Text: v.Text("freshness.sure_back"), Href: changeAddress(v, known.Location.ID)}}}},
	}, private)
}

// mostSpans is how many periods of shortage one page lists.
const mostSpans = 10

// sentFields are the fields of a word that are sent again once somebody is sure.
var sentFields = []string{askWhat, "places", "from-dag", "from-maand", "from-jaar", "until-dag", "until-maand", "until-jaar", "gone-dag", "gone-maand", "gone-jaar"}
