package locations

import (
	"context"
	"net/http"

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
	const room, stay = one + "/kamers/{kamer}", one + "/verblijven/{verblijf}"
	return []web.Route{
		{Method: "GET", Path: "/locaties", Action: access.ViewLocations, Handle: desk.list},
		{Method: "GET", Path: "/locaties/nieuw", Action: access.AddLocation, Handle: desk.askNew},
		{Method: "POST", Path: "/locaties/nieuw", Action: access.AddLocation, Handle: desk.add},
		{Method: "GET", Path: one, Action: access.ViewLocations, Handle: desk.location},
		{Method: "GET", Path: one + "/wijzig", Action: access.EditLocation, Handle: desk.askEdit},
		{Method: "POST", Path: one + "/wijzig", Action: access.EditLocation, Handle: desk.edit},
		{Method: "GET", Path: one + "/opgave", Action: access.StateCapacity, Handle: desk.askReport},
		{Method: "POST", Path: one + "/opgave", Action: access.StateCapacity, Handle: desk.report},
		{Method: "GET", Path: one + "/sluiten", Action: access.EditLocation, Handle: desk.askClose},
		{Method: "POST", Path: one + "/sluiten", Action: access.EditLocation, Handle: desk.close},
		{Method: "GET", Path: one + "/heropenen", Action: access.EditLocation, Handle: desk.askReopen},
		{Method: "POST", Path: one + "/heropenen", Action: access.EditLocation, Handle: desk.reopen},
		{Method: "POST", Path: one + "/bevestig", Action: access.StateCapacity, Handle: desk.stillTrue},
		{Method: "GET", Path: one + "/gereed", Action: access.StateCapacity, Handle: desk.askReady},
		{Method: "POST", Path: one + "/gereed", Action: access.StateCapacity, Handle: desk.ready},
		{Method: "GET", Path: one + "/kamers", Action: access.ViewLocations, Handle: desk.rooms},
		{Method: "GET", Path: one + "/kamers/nieuw", Action: access.EditLocation, Handle: desk.askRoom},
		{Method: "POST", Path: one + "/kamers/nieuw", Action: access.EditLocation, Handle: desk.addRoom},
		{Method: "GET", Path: room, Action: access.EditLocation, Handle: desk.room},
		{Method: "POST", Path: room, Action: access.EditLocation, Handle: desk.editRoom},
		{Method: "POST", Path: room + "/gebruik", Action: access.EditLocation, Handle: desk.useRoom},
		{Method: "GET", Path: room + "/blokkeer", Action: access.StateCapacity, Handle: desk.askBlock},
		{Method: "POST", Path: room + "/blokkeer", Action: access.StateCapacity, Handle: desk.block},
		{Method: "POST", Path: room + "/vrijgeven", Action: access.StateCapacity, Handle: desk.unblock},
		{Method: "GET", Path: one + "/plaatsen", Action: access.PlaceStay, Handle: desk.askPlace},
		{Method: "POST", Path: one + "/plaatsen", Action: access.PlaceStay, Handle: desk.place},
		{Method: "GET", Path: stay, Action: access.ViewLocations, Handle: desk.stay},
		{Method: "POST", Path: stay + "/kamers", Action: access.RecordArrival, Handle: desk.assign},
		{Method: "POST", Path: stay + "/delen", Action: access.RecordArrival, Handle: desk.consent},
		{Method: "GET", Path: stay + "/verhuis", Action: access.PlaceStay, Handle: desk.askMove},
		{Method: "POST", Path: stay + "/verhuis", Action: access.PlaceStay, Handle: desk.move},
		{Method: "POST", Path: stay + "/verhuis/intrekken", Action: access.PlaceStay, Handle: desk.cancelMove},
		{Method: "GET", Path: stay + "/wijzig", Action: access.PlaceStay, Handle: desk.askExtend},
		{Method: "POST", Path: stay + "/wijzig", Action: access.PlaceStay, Handle: desk.extend},
		{Method: "GET", Path: stay + "/einde", Action: access.RecordArrival, Handle: desk.askEnd},
		{Method: "POST", Path: stay + "/einde", Action: access.RecordArrival, Handle: desk.end},
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
var done = map[string]string{
	"opgave": "locations.done_report", "bevestigd": "locations.done_confirmed", "gegevens": "locations.done_facts",
	"nieuw": "locations.done_new", "gereed": "locations.done_ready", "kamer": "locations.done_room", "dicht": "locations.done_blocked",
	"vrijgegeven": "locations.done_unblocked", "geplaatst": "locations.done_placed", "aangeboden": "locations.done_offered",
	"kamers": "locations.done_rooms", "delen": "locations.done_consent", "verhuisd": "locations.done_moved", "beeindigd": "locations.done_ended",
	"gepland": "locations.done_planned", "blijft": "locations.done_stays", "blijft-kort": "locations.done_stays_short", "einde": "locations.done_extended",
	"sluit": "locations.done_closes", "gesloten": "locations.done_closed", "heropend": "locations.done_reopened",
}

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

// crumbsAt lead back from a page below a location's.
func crumbsAt(v *web.Visit, l places.Location, links ...ui.Link) []ui.Link {
	return crumbs(v, append([]ui.Link{{Text: l.Name, Href: addressOf(l.ID)}}, links...)...)
}

// refusal shows a form again with what was wrong, told by field; other errors go
// on as they are.
func refusal(v *web.Visit, err error, again func(wrong map[string]string) error) error {
	messages, fields := wrongFields(v, err)
	if !fields {
		return err
	}
	v.Status(http.StatusUnprocessableEntity)
	return again(messages)
}

// dateOf reads a date of a form; a wrong one is told by field. An empty one is
// only wrong when it is needed.
func dateOf(v *web.Visit, parts ui.DateParts, name string, needed bool, wrong map[string]string) calendar.End {
	if parts.Empty() && !needed {
		return calendar.End{}
	}
	night, known := parts.Night()
	if !known {
		wrong[name] = v.Text("places.night_wrong")
		return calendar.End{}
	}
	return calendar.At(night)
}

// afterLast turns the last night people name into the first night without.
func afterLast(last calendar.End) calendar.End {
	if last.Known {
		last.Night++
	}
	return last
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
