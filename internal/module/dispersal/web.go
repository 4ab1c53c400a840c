package dispersal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	desk := desk{s}
	const all, one = "/spreidingsverzoeken", "/spreidingsverzoeken/{id}"
	return []web.Route{
		{Method: "GET", Path: all, Action: access.ViewDispersal, Handle: desk.list},
		{Method: "GET", Path: all + "/nieuw", Action: access.AskDispersal, Handle: desk.askForm},
		{Method: "POST", Path: all, Action: access.AskDispersal, Handle: desk.ask},
		{Method: "GET", Path: one, Action: access.ViewDispersal, Handle: desk.show},
		{Method: "POST", Path: one + "/antwoord", Action: access.AnswerDispersal, Handle: desk.answer},
		{Method: "POST", Path: one + "/intrekken", Action: access.AskDispersal, Handle: desk.withdraw},
	}
}

// desk is where the pages of the room are answered.
type desk struct{ *Service }

// done are the notices a page can open with, by the word in its address.
var done = map[string]string{
	"gevraagd": "dispersal.done_asked", "beantwoord": "dispersal.done_answered", "ingetrokken": "dispersal.done_withdrawn",
}

func tellDone(v *web.Visit) {
	word := v.Request.URL.Query().Get("gedaan")
	if key := done[word]; key != "" {
		v.Notice("ok", key, nil)
	}
	if word == "al" {
		v.Notice("warning", "dispersal.ended", nil)
	}
}

func crumbs(v *web.Visit, here string) []ui.Link {
	return []ui.Link{{Text: v.Text("dispersal.nav"), Href: "/spreidingsverzoeken"}, {Text: here, Current: true}}
}

// questions are the form of a request as it was filled in.
type questions struct {
	persons, reason string
	needs           []string
	deadline        ui.DateParts
}

func (d desk) askForm(v *web.Visit) error { return d.askPage(v, questions{}, nil) }

func (d desk) ask(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := questions{persons: strings.TrimSpace(form.Get("persons")), reason: form.Get("reason"), needs: form["needs"], deadline: ui.DateAnswer("deadline", form.Get)}
	r := Request{ID: db.NewID(), Region: v.Actor.Region, Needs: given.needs, Reason: given.reason}
	// What is no number or date is out of bounds, and told like that.
	r.Persons, _ = strconv.Atoi(given.persons)
	r.Deadline, _ = given.deadline.Night()
	err = d.Ask(v.Request.Context(), v.Actor, r)
	if wrong, fields := wrongFields(v, err); fields {
		v.Status(http.StatusUnprocessableEntity)
		return d.askPage(v, given, wrong)
	}
	if err != nil {
		return err
	}
	return v.Redirect(address(r.ID) + "?gedaan=gevraagd")
}

func (d desk) askPage(v *web.Visit, given questions, wrong map[string]string) error {
	title := v.Text("dispersal.ask_title")
	needs := make([]ui.Option, 0, len(Needs))
	for _, need := range Needs {
		option := ui.Option{Value: need, Label: v.Text("dispersal.need_" + need)}
		for _, chosen := range given.needs {
			option.Chosen = option.Chosen || chosen == need
		}
		needs = append(needs, option)
	}
	return v.Page("dispersal/sheet", title, ui.Sheet{
		Crumbs:  crumbs(v, v.Text("dispersal.ask")),
		Heading: ui.Heading{Above: regionName(v.Actor.Region), Answer: title, Lead: v.Text("dispersal.ask_lead")},
		Form: &ui.Form{
			Action: "/spreidingsverzoeken", Submit: v.Text("dispersal.ask_send"), Cancel: ui.Link{Text: v.Text("dispersal.cancel"), Href: "/spreidingsverzoeken"},
			Fields: []ui.Field{
				{Kind: ui.NumberField, Name: "persons", Label: v.Text("dispersal.persons"), Value: given.persons, Width: 4, Error: wrong["persons"]},
				{Kind: ui.CheckField, Name: "needs", Label: v.Text("dispersal.needs"), Hint: v.Text("dispersal.needs_hint"), Options: needs, Optional: true, Error: wrong["needs"]},
				{Kind: ui.DateField, Name: "deadline", Label: v.Text("dispersal.deadline"), Hint: v.Text("dispersal.deadline_hint", "last", d.Today().Plus(FarthestDeadline)),
					Date: given.deadline, Error: wrong["deadline"]},
				{Kind: ui.LongTextField, Name: "reason", Label: v.Text("dispersal.reason"), Hint: v.Text("dispersal.reason_hint"), Value: given.reason, Rows: 4, Error: wrong["reason"]},
			},
		},
	})
}

// reply is the form of an answer as it was filled in.
type reply struct {
	say, text string
	rows      []replyRow
}

type replyRow struct{ region, places string }

// replyRows is how many regions one answer has room for on the page.
const replyRows = 4

func replyOf(form url.Values) reply {
	given := reply{say: form.Get("say"), text: form.Get("text")}
	for i := range replyRows {
		row := strconv.Itoa(i + 1)
		given.rows = append(given.rows, replyRow{form.Get("region-" + row), strings.TrimSpace(form.Get("places-" + row))})
	}
	return given
}

func (r reply) answer(id string) Answer {
	a := Answer{Request: id, Grant: r.say == "ja", Text: r.text}
	for _, row := range r.rows {
		if row.region == "" && row.places == "" {
			continue
		}
		// What is no number is out of bounds, and told like that.
		places, _ := strconv.Atoi(row.places)
		a.Shares = append(a.Shares, Share{row.region, places})
	}
	return a
}

func (d desk) answer(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id, given := v.Request.PathValue("id"), replyOf(form)
	if given.say != "ja" && given.say != "nee" {
		v.Status(http.StatusUnprocessableEntity)
		return d.page(v, given, map[string]string{"say": v.Text("dispersal.say_missing")})
	}
	err = d.Answer(v.Request.Context(), v.Actor, given.answer(id))
	if wrong, fields := wrongFields(v, err); fields {
		v.Status(http.StatusUnprocessableEntity)
		return d.page(v, given, wrong)
	}
	return d.after(v, id, "beantwoord", err)
}

func (d desk) withdraw(v *web.Visit) error {
	id := v.Request.PathValue("id")
	return d.after(v, id, "ingetrokken", d.Withdraw(v.Request.Context(), v.Actor, id))
}

// after shows the request as it now is, also when somebody else ended it first.
func (d desk) after(v *web.Visit, id, word string, err error) error {
	if fault.KindOf(err) == fault.Conflict {
		word, err = "al", nil
	}
	if err != nil {
		return err
	}
	return v.Redirect(address(id) + "?gedaan=" + word)
}

// wrongFields gives the message of each wrong field by its name; false when the
// error is about something else than fields.
func wrongFields(v *web.Visit, err error) (map[string]string, bool) {
	told := fault.As(err)
	if err == nil || told.Kind != fault.Invalid || len(told.Fields) == 0 {
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
	return messages, true
}
