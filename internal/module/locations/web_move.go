package locations

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// moveAnswers are the form of a move as it was filled in.
type moveAnswers struct {
	location, reason string
	from, until      ui.DateParts
	despite          bool
}

func moveAnswersOf(form url.Values) moveAnswers {
	return moveAnswers{
		location: form.Get("location"), reason: strings.TrimSpace(form.Get("reason")),
		from: ui.DateAnswer("from", form.Get), until: ui.DateAnswer("until", form.Get), despite: form.Get("despite") == "ja",
	}
}

// askMove asks where a household goes on; a list of who must move has filled in
// from when.
func (d desk) askMove(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	if s.stay.State != places.Present {
		return notHere(v, s, v.Text("locations.move_not_present"))
	}
	if s.next.ID != "" {
		return notHere(v, s, v.Text("places.moves_on", "night", s.next.From))
	}
	tonight := d.door.Tonight()
	given := moveAnswers{from: ui.PartsOf(tonight)}
	from, err := calendar.Parse(v.Request.URL.Query().Get("vanaf"))
	if err != nil || from < tonight {
		from = tonight
	}
	given.from = ui.PartsOf(from)
	if s.stay.EndKnown && s.stay.Until > from {
		given.until = ui.PartsOf(s.stay.Until - 1)
	}
	return d.movePage(v, s, given, nil, nil)
}

// notHere tells why a stay cannot be moved, with what can be done.
func notHere(v *web.Visit, s sojourn, why string) error {
	return v.Page("locations/sheet", why, ui.Sheet{
		Crumbs:  crumbsAt(v, s.Location, ui.Link{Text: s.code(), Href: stayAddress(s.stay)}, ui.Link{Text: v.Text("locations.stay_move")}),
		Heading: ui.Heading{Above: s.Name, Answer: why, Badges: []ui.Badge{{Text: stateText(v, s.stay.State), Tone: "info"}}, Actions: stayActions(v, s)},
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
	given := moveAnswersOf(form)
	wrong := map[string]string{}
	transfer := Transfer{Stay: s.stay.ID, Next: db.NewID(), Location: given.location, Despite: given.despite, Reason: given.reason,
		From: dateOf(v, given.from, "from", true, wrong).Night, Until: nightsAhead(v, given.until, "until", wrong)}
	err = transfer.Validate(d.door.Tonight())
	if messages, fields := wrongFields(v, err); fields || len(wrong) > 0 {
		for name, message := range messages {
			if wrong[name] == "" {
				wrong[name] = message
			}
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
	if transfer.From > d.door.Tonight() {
		return v.Redirect(stayAddress(s.stay) + "?gedaan=gepland")
	}
	return v.Redirect(addressOf(given.location) + "/verblijven/" + transfer.Next + "?gedaan=verhuisd")
}

// cancelMove takes a planned move back. Where others took the nights after it, the
// stay still ends that night, and the page says so.
func (d desk) cancelMove(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	kept, err := d.CancelMove(v.Request.Context(), v.Actor, s.stay.ID)
	if fault.KindOf(err) == fault.NotFound { // somebody was first, or they came
		return v.Redirect(stayAddress(s.stay))
	}
	if err != nil {
		return err
	}
	if !kept {
		return v.Redirect(stayAddress(s.stay) + "?gedaan=blijft-kort")
	}
	return v.Redirect(stayAddress(s.stay) + "?gedaan=blijft")
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
	tonight := d.door.Tonight()
	from, known := given.from.Night()
	if !known || from < tonight || from > tonight.Plus(farAhead) {
		from = tonight
	}
	choices, err := d.within(v, s.Location, s.stay.Persons, from, given.until, true)
	if err != nil {
		return err
	}
	options := []ui.Option{{Value: "", Label: v.Text("locations.choose")}}
	for _, l := range choices {
		label := v.Text("locations.choice", "name", l.Name, "municipality", municipalityName(l.Municipality), "n", l.Free)
		if l.first > from {
			label = v.Text("locations.choice_later", "name", l.Name, "municipality", municipalityName(l.Municipality), "night", l.first, "n", l.Free)
		}
		options = append(options, ui.Option{Value: l.ID, Chosen: l.ID == given.location, Label: label})
	}
	title := v.Text("locations.move_title", "code", s.code())
	hint := v.Text("locations.move_to_hint", "n", s.stay.Persons)
	if len(choices) == 0 {
		hint = v.Text("locations.next_nowhere")
	}
	fields := []ui.Field{
		{Kind: ui.DateField, Name: "from", Label: v.Text("locations.move_from"), Hint: v.Text("locations.move_from_hint"), Date: given.from, Error: wrong["from"]},
		{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.open_hint", "nights", openPromise), Date: given.until, Error: wrong["until"], Optional: true},
		{Kind: ui.SelectField, Name: "location", Label: v.Text("locations.move_to"), Hint: hint, Options: options, Error: wrong["location"]},
		{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.move_why"), Hint: v.Text("locations.no_names"), Value: given.reason, Error: wrong["reason"]},
	}
	if given.despite || notice != nil && notice.Text != "" { // only then it can be overruled
		fields = append(fields, despiteField(v, given.despite, notice)...)
	}
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

// roomy is another location with room for a household.
type roomy struct {
	places.Summary                // Free: the fewest free places on the nights asked for
	first          calendar.Night // from which night on there is room for as many nights
}

// roomFrom finds the first night, not before the given one, from which on so many
// have room for so many nights, and how much there is then; false where there is
// none. free begins tonight.
func roomFrom(free []int, skip, nights, persons int) (first, least int, found bool) {
	run := 0
	for i := skip; i < len(free); i++ {
		if run++; free[i] < persons {
			run = 0
		}
		if run == nights {
			first = i - nights + 1
			return first, slices.Min(free[first : i+1]), true
		}
	}
	return 0, 0, false
}

// within lists the other locations in the visitor's hands with room for so many
// from a night on: those in the same municipality first, and of either those that
// have it soonest. Only where later is said, those that have it later are listed.
func (d desk) within(v *web.Visit, here places.Location, persons int, from calendar.Night, until ui.DateParts, later bool) ([]roomy, error) {
	nights := openPromise
	if last, known := until.Night(); known && last >= from {
		nights = min(int(last-from)+1, farAhead)
	}
	tonight := d.door.Tonight()
	skip, reach := int(from-tonight), nights
	if later {
		reach += horizon
	}
	all, err := d.register(v, skip+reach)
	if err != nil {
		return nil, err
	}
	var found []roomy
	for _, l := range all {
		if l.ID == here.ID || l.ClosedAt != 0 || !may(v, access.PlaceStay, l.Location) {
			continue
		}
		if first, least, ok := roomFrom(l.ahead, skip, nights, persons); ok {
			l.Free = least
			found = append(found, roomy{l.Summary, tonight.Plus(first)})
		}
	}
	far := func(l roomy) int {
		switch {
		case l.Municipality == here.Municipality:
			return 0
		case l.Region == here.Region:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(found, func(a, b roomy) int {
		if far(a) != far(b) {
			return far(a) - far(b)
		}
		return int(a.first - b.first)
	})
	return found[:min(len(found), mostChoices)], nil
}

// nightsOf is how a stay's nights are asked for where it does not exist yet.
func nightsOf(from calendar.Night, until calendar.End) places.Stay {
	return places.Stay{From: from, Until: until.Or(from.Plus(openPromise))}
}
