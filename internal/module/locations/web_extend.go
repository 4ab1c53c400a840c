package locations

import (
	"net/http"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// extendAnswers are the form of another end as it was filled in.
type extendAnswers struct {
	until  ui.DateParts
	resize bool
	reason string
}

func (d desk) askExtend(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	given := extendAnswers{resize: s.persons != 0 && s.persons != s.stay.Persons}
	if s.stay.EndKnown {
		given.until = ui.PartsOf(s.stay.Until - 1)
	}
	return d.extendPage(v, s, given, nil, nil)
}

// extend gives a stay another end. Where there is no room for all nights, the last
// night with room is told.
func (d desk) extend(v *web.Visit) error {
	s, err := d.sojourn(v, access.PlaceStay)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := extendAnswers{ui.DateAnswer("until", form.Get), form.Get("personen") == "ja", strings.TrimSpace(form.Get("reason"))}
	wrong := map[string]string{}
	extension := Extension{Stay: s.stay.ID, Keep: s.next.ID != "", Until: nightsAhead(v, given.until, "until", wrong), Resize: given.resize, Reason: given.reason}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
		return d.extendPage(v, s, given, wrong, nil)
	}
	err = d.Extend(v.Request.Context(), v.Actor, extension)
	if told := fault.As(err); err != nil && told.Kind == fault.Conflict {
		notice, err := d.noLonger(v, s, told)
		if err != nil {
			return err
		}
		v.Status(http.StatusConflict)
		return d.extendPage(v, s, given, nil, notice)
	}
	if err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.extendPage(v, s, given, wrong, nil) })
	}
	return v.Redirect(stayAddress(s.stay) + "?gedaan=einde")
}

// noLonger tells why a stay cannot have the end that was asked for, and up to which
// night there is room.
func (d desk) noLonger(v *web.Visit, s sojourn, told *fault.Error) (*ui.Message, error) {
	message := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	full, _ := told.Args["night"].(calendar.Night)
	if told.Key != "places.full" || full <= s.stay.Until {
		return message, nil
	}
	free, err := d.places.Free(v.Request.Context(), v.Actor, s.ID, s.stay.Until, full)
	if err != nil {
		return nil, err
	}
	last := s.stay.Until - 1
	for _, n := range free {
		if n < s.stay.Persons {
			break
		}
		last++
	}
	if last >= s.stay.Until {
		message.Text = v.Text("locations.extend_room", "last", last)
	}
	return message, nil
}

func (d desk) extendPage(v *web.Visit, s sojourn, given extendAnswers, wrong map[string]string, notice *ui.Message) error {
	title := v.Text("locations.extend_title", "code", s.code())
	sheet := ui.Sheet{
		Crumbs:  crumbsAt(v, s.Location, ui.Link{Text: s.code(), Href: stayAddress(s.stay)}, ui.Link{Text: v.Text("locations.extend")}),
		Heading: ui.Heading{Above: s.Name, Answer: title, Lead: v.Text("locations.extend_lead", "nights", openPromise)}, Notice: notice,
	}
	if s.stay.State != places.Accepted && s.stay.State != places.Present {
		sheet.Heading.Answer, sheet.Heading.Lead = v.Text("locations.extend_offered"), ""
		sheet.Heading.Badges = []ui.Badge{{Text: stateText(v, s.stay.State), Tone: "info"}}
		sheet.Heading.Actions = stayActions(v, s)
		return v.Page("locations/sheet", sheet.Heading.Answer, sheet)
	}
	form := &ui.Form{
		Action: stayAddress(s.stay) + "/wijzig", Submit: v.Text("locations.save"), Note: v.Text("locations.extend_persons", "n", s.stay.Persons),
		Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: stayAddress(s.stay)},
	}
	if s.next.ID == "" {
		form.Fields = append(form.Fields, ui.Field{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"),
			Hint: v.Text("locations.open_hint", "nights", openPromise), Date: given.until, Error: wrong["until"], Optional: true})
	} else {
		sheet.Heading.Lead = v.Text("places.moves_on", "night", s.next.From)
		sheet.Heading.Actions = []ui.Action{cancelAction(v, s)}
	}
	if s.persons != 0 && s.persons != s.stay.Persons {
		form.Fields = append(form.Fields, ui.Field{Kind: ui.CheckField, Name: "personen", Label: v.Text("locations.persons"), Optional: true, Options: []ui.Option{
			{Value: "ja", Label: v.Text("locations.resize", "n", s.persons), Hint: v.Text("locations.resize_hint", "n", s.stay.Persons), Chosen: given.resize},
		}})
	}
	if len(form.Fields) > 0 {
		form.Fields = append(form.Fields, ui.Field{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reason"), Hint: v.Text("locations.no_names"),
			Value: given.reason, Optional: true})
		sheet.Form = form
	}
	return v.Page("locations/sheet", title, sheet)
}
