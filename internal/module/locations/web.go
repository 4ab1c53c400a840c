package locations

import (
	"context"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	desk := desk{s}
	const one = "/locaties/{id}"
	return []web.Route{
		{Method: "GET", Path: "/locaties", Action: access.ViewLocations, Handle: desk.list},
		{Method: "GET", Path: one, Action: access.ViewLocations, Handle: desk.location},
		{Method: "GET", Path: one + "/opgave", Action: access.StateCapacity, Handle: desk.askReport},
		{Method: "POST", Path: one + "/opgave", Action: access.StateCapacity, Handle: desk.report},
		{Method: "POST", Path: one + "/bevestig", Action: access.StateCapacity, Handle: desk.stillTrue},
	}
}

// desk is where the pages of the register are answered.
type desk struct{ *Service }

// view reads within the visitor's reach, on one snapshot.
func (d desk) view(v *web.Visit, action access.Action, read func(context.Context, *db.Tx, gate.Scope) error) error {
	return d.door.View(v.Request.Context(), v.Actor, action, read)
}

// may says whether the visitor may do this at the location.
func may(v *web.Visit, action access.Action, l places.Location) bool {
	return access.Check(v.Actor, action, l.Owner()) == nil
}

// known finds the location of the address, to do something there: one that
// cannot be seen is not found, one that can only be seen is forbidden.
func (d desk) known(v *web.Visit, action access.Action) (places.Location, error) {
	found, err := d.places.Location(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return found, err
	}
	return found, access.Check(v.Actor, action, found.Owner())
}

// addressOf is the page of a location.
func addressOf(location string) string { return "/locaties/" + location }

// done are the notices a page can open with after something was done, by the
// word in its address.
var done = map[string]string{"opgave": "locations.done_report", "bevestigd": "locations.done_confirmed"}

// tellDone shows what the visitor did just before.
func tellDone(v *web.Visit) {
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
}

// crumbs lead back from a page; the last is the page itself.
func crumbs(v *web.Visit, links ...ui.Link) []ui.Link {
	all := append([]ui.Link{{Text: v.Text("locations.nav"), Href: "/locaties"}}, links...)
	all[len(all)-1].Current = true
	return all
}

// municipalityName names a municipality, or gives its code where nobody knows it.
func municipalityName(code string) string {
	if found, ok := atlas.Find(code); ok {
		return found.Name
	}
	return code
}

// say writes a fault's words.
func say(v *web.Visit, key string, args fault.Args) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	return v.Text(key, pairs...)
}

// wrongFields gives the message of each wrong field by its name; false when the
// error is about something else than fields.
func wrongFields(v *web.Visit, err error) (map[string]string, bool) {
	told := fault.As(err)
	if told.Kind != fault.Invalid || len(told.Fields) == 0 {
		return nil, false
	}
	messages := map[string]string{}
	for _, field := range told.Fields {
		if messages[field.Name] == "" {
			messages[field.Name] = say(v, field.Key, field.Args)
		}
	}
	return messages, true
}

// period writes the nights From..Until-1 as people say them.
func period(v *web.Visit, from calendar.Night, until calendar.End) string {
	switch {
	case !until.Known:
		return v.Text("locations.from_on", "from", from)
	case until.Night == from+1:
		return v.Text("locations.one_night", "from", from)
	}
	return v.Text("locations.from_to", "from", from, "last", until.Night-1)
}

// clock writes an instant, or nothing for none.
func clock(v *web.Visit, at calendar.Instant) string {
	if at == 0 {
		return ""
	}
	return i18n.Moment(v.Lang, at)
}

// stillTrue takes the word of somebody that everything recorded still holds.
func (d desk) stillTrue(v *web.Visit) error {
	known, err := d.known(v, access.StateCapacity)
	if err != nil {
		return err
	}
	if err := d.places.Confirm(v.Request.Context(), v.Actor, known.ID); err != nil {
		return err
	}
	return v.Redirect(addressOf(known.ID) + "?gedaan=bevestigd")
}
