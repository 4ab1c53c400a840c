package locations

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// lookUp finds what colleagues call a person.
func (d desk) lookUp(v *web.Visit, person string) (name string, err error) {
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		name, err = org.NameOf(ctx, tx, person)
		return err
	})
	return name, err
}

// endings are how a stay can end, each with its consequence.
var endings = []places.State{places.Left, places.HostEnded, places.Unknown}

func (d desk) askEnd(v *web.Visit) error {
	s, err := d.sojourn(v, access.RecordArrival)
	if err != nil {
		return err
	}
	return d.endPage(v, s, "", "", ui.PartsOf(d.door.Tonight()), nil, nil)
}

// end records that a household that was present is gone.
func (d desk) end(v *web.Visit) error {
	s, err := d.sojourn(v, access.RecordArrival)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	how, reason, date := form.Get("how"), strings.TrimSpace(form.Get("reason")), ui.DateAnswer("night", form.Get)
	wrong := map[string]string{}
	night := dateOf(v, date, "night", true, wrong).Night
	if len(wrong) > 0 {
		if !slices.Contains(endings, places.State(how)) {
			wrong["how"] = v.Text("locations.how_missing")
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.endPage(v, s, how, reason, date, wrong, nil)
	}
	err = d.matching.Left(v.Request.Context(), v.Actor, matching.Departure{Stay: s.stay.ID, How: places.State(how), Night: night, Reason: reason})
	if told := fault.As(err); err != nil && told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		return d.endPage(v, s, how, reason, date, nil, &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args),
			Links: []ui.Link{{Text: v.Text("locations.changed_look"), Href: stayAddress(s.stay)}}})
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.endPage(v, s, how, reason, date, wrong, nil) })
	}
	return v.Redirect(addressOf(s.ID) + "?gedaan=beeindigd")
}

func (d desk) endPage(v *web.Visit, s sojourn, how, reason string, date ui.DateParts, wrong map[string]string, notice *ui.Message) error {
	title := v.Text("locations.end_title", "code", s.code(), "location", s.Name)
	hints := map[places.State]string{
		places.Left: v.Text("locations.end_left"), places.HostEnded: v.Text("locations.end_host"), places.Unknown: v.Text("locations.end_unknown"),
	}
	options := make([]ui.Option, 0, len(endings))
	for _, ending := range endings {
		options = append(options, ui.Option{Value: string(ending), Label: stateText(v, ending), Hint: hints[ending], Chosen: string(ending) == how})
	}
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, s.Location, ui.Link{Text: s.code(), Href: stayAddress(s.stay)}, ui.Link{Text: v.Text("locations.stay_end")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("locations.end_lead")}, Notice: notice,
		Form: &ui.Form{Action: stayAddress(s.stay) + "/einde", Submit: v.Text("locations.stay_end"),
			Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: stayAddress(s.stay)},
			Fields: []ui.Field{
				{Kind: ui.RadioField, Name: "how", Label: v.Text("locations.end_how"), Options: options, Error: wrong["how"]},
				{Kind: ui.DateField, Name: "night", Label: v.Text("locations.end_night"), Hint: v.Text("locations.end_night_hint"), Date: date, Error: wrong["night"]},
				{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reason"), Hint: v.Text("locations.no_names"), Value: reason, Optional: true},
			}},
	})
}

// moveAnswers are the form of a move as it was filled in.
type moveAnswers struct {
	location, reason string
	until            ui.DateParts
	despite          bool
}

func (d desk) askMove(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	if s.stay.State != places.Present {
		return notHere(v, s)
	}
	given := moveAnswers{}
	if s.stay.EndKnown && s.stay.Until > d.door.Tonight() {
		given.until = ui.PartsOf(s.stay.Until - 1)
	}
	return d.movePage(v, s, given, nil, nil)
}

// notHere tells that only those who are there can move.
func notHere(v *web.Visit, s sojourn) error {
	title := v.Text("locations.move_not_present")
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, s.Location, ui.Link{Text: s.code(), Href: stayAddress(s.stay)}, ui.Link{Text: v.Text("locations.stay_move")}),
		Heading: ui.Heading{Above: s.Name, Answer: title, Badges: []ui.Badge{{Text: stateText(v, s.stay.State), Tone: "info"}}, Actions: stayActions(v, s)},
	})
}

func (d desk) move(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := moveAnswers{form.Get("location"), strings.TrimSpace(form.Get("reason")), ui.DateAnswer("until", form.Get), form.Get("despite") == "ja"}
	wrong := map[string]string{}
	until := nightsAhead(v, given.until, "until", wrong)
	transfer := Transfer{Stay: s.stay.ID, Next: db.NewID(), Location: given.location, Until: until, Despite: given.despite, Reason: given.reason}
	err = transfer.Validate(d.door.Tonight())
	if messages, fields := wrongFields(v, err); fields || len(wrong) > 0 {
		for name, message := range messages {
			wrong[name] = message
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.movePage(v, s, given, wrong, nil)
	}
	err = d.Move(v.Request.Context(), v.Actor, transfer)
	if told := fault.As(err); err != nil && told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		return d.movePage(v, s, given, nil, obstacle(v, told))
	}
	if err != nil {
		return err
	}
	return v.Redirect(addressOf(given.location) + "/verblijven/" + transfer.Next + "?gedaan=verhuisd")
}

// overrulable are the obstacles a person may overrule who says why.
var overrulable = []string{"matching.stale_need", "matching.stale_excluded"}

// obstacle tells what keeps a household from a location.
func obstacle(v *web.Visit, told *fault.Error) *ui.Message {
	message := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	if slices.Contains(overrulable, told.Key) {
		message.Text += v.Text("locations.despite_how")
	}
	return message
}

// mostChoices is how many locations a household can be moved to are listed.
const mostChoices = 60

func (d desk) movePage(v *web.Visit, s sojourn, given moveAnswers, wrong map[string]string, notice *ui.Message) error {
	choices, err := d.within(v, s.Location, s.stay.Persons, given.until)
	if err != nil {
		return err
	}
	options := []ui.Option{{Value: "", Label: v.Text("locations.choose")}}
	for _, l := range choices {
		options = append(options, ui.Option{Value: l.ID, Chosen: l.ID == given.location,
			Label: v.Text("locations.choice", "name", l.Name, "municipality", municipalityName(l.Municipality), "n", l.Free)})
	}
	title := v.Text("locations.move_title", "code", s.code())
	hint := v.Text("locations.move_to_hint", "n", s.stay.Persons)
	if len(choices) == 0 {
		hint = v.Text("locations.next_nowhere")
	}
	fields := []ui.Field{
		{Kind: ui.SelectField, Name: "location", Label: v.Text("locations.move_to"), Hint: hint, Options: options, Error: wrong["location"]},
		{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.open_hint", "nights", openPromise), Date: given.until, Error: wrong["until"], Optional: true},
		{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.move_why"), Hint: v.Text("locations.no_names"), Value: given.reason, Error: wrong["reason"]},
	}
	fields = append(fields, despiteField(v, given.despite, notice)...)
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, s.Location, ui.Link{Text: s.code(), Href: stayAddress(s.stay)}, ui.Link{Text: v.Text("locations.stay_move")}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("locations.move_lead")}, Notice: notice,
		Form: &ui.Form{Action: stayAddress(s.stay) + "/verhuis", Submit: v.Text("locations.stay_move"), Fields: fields,
			Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: stayAddress(s.stay)}},
	})
}

// despiteField asks to overrule a rule, once one stands in the way.
func despiteField(v *web.Visit, chosen bool, notice *ui.Message) []ui.Field {
	if notice == nil && !chosen {
		return nil
	}
	return []ui.Field{{Kind: ui.CheckField, Name: "despite", Label: v.Text("locations.despite"), Optional: true, Options: []ui.Option{
		{Value: "ja", Label: v.Text("locations.despite_yes"), Hint: v.Text("locations.despite_hint"), Chosen: chosen},
	}}}
}

// within lists the other locations in the visitor's hands with room for so many
// from tonight on, those in the same municipality first.
func (d desk) within(v *web.Visit, here places.Location, persons int, until ui.DateParts) ([]places.Summary, error) {
	nights := openPromise
	if last, known := until.Night(); known && last >= d.door.Tonight() {
		nights = int(last-d.door.Tonight()) + 1
	}
	all, err := d.register(v, min(nights, farAhead))
	if err != nil {
		return nil, err
	}
	var near, far []places.Summary
	for _, l := range all {
		if l.ID == here.ID || len(l.ahead) == 0 || slices.Min(l.ahead) < persons || !may(v, access.PlaceStay, l.Location) {
			continue
		}
		l.Free = slices.Min(l.ahead)
		if l.Municipality == here.Municipality {
			near = append(near, l.Summary)
		} else if l.Region == here.Region || len(far) < mostChoices {
			far = append(far, l.Summary)
		}
	}
	slices.SortStableFunc(far, func(a, b places.Summary) int {
		return boolOrder(a.Region == here.Region, b.Region == here.Region)
	})
	found := append(near, far...)
	return found[:min(len(found), mostChoices)], nil
}

// boolOrder puts what is true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// nightsOf is how a stay's nights are asked for where it does not exist yet.
func nightsOf(from calendar.Night, until calendar.End) places.Stay {
	return places.Stay{From: from, Until: until.Or(from.Plus(openPromise))}
}
