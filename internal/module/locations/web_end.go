package locations

import (
	"context"
	"net/http"
	"slices"
	"strings"

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
