package org

import (
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// municipalityName names a municipality, or gives its code where nobody knows it.
func municipalityName(code string) string {
	if found, ok := atlas.Find(code); ok {
		return found.Name
	}
	return code
}

func regionName(code string) string {
	if found, ok := atlas.Region(code); ok {
		return found.Name
	}
	return code
}

// roleName is a role in words.
func roleName(v *web.Visit, role access.Role) string { return v.Text("access.role." + string(role)) }

// where tells for which organisation a role is held.
func (d desk) where(v *web.Visit, g Grant) (string, error) {
	switch g.Role {
	case access.LocationStaff:
		name, err := d.locationName(v, g.Location)
		return v.Text("org.where_location", "location", name, "municipality", municipalityName(g.Municipality)), err
	case access.Municipal, access.Volunteer, access.Council:
		return v.Text("org.where_municipality", "municipality", municipalityName(g.Municipality)), nil
	case access.Regional:
		return v.Text("org.where_region", "region", regionName(g.Region)), nil
	}
	return v.Text("org.where_nation"), nil
}

func (d desk) locationName(v *web.Visit, id string) (string, error) {
	if d.directory.Name == nil {
		return id, nil
	}
	name, err := d.directory.Name(v.Request.Context(), id)
	if name == "" {
		name = id
	}
	return name, err
}

// reach tells in words how far the visitor's role goes with an action.
func (d desk) reach(v *web.Visit, action access.Action) (string, error) {
	reach := access.ReachOf(v.Actor, action)
	switch {
	case action == access.OwnAccount:
		return v.Text("org.reach_self"), nil
	case reach == access.Nation:
		return v.Text("org.reach_nation"), nil
	case reach == access.Region, reach == access.Own && v.Actor.Role == access.Regional:
		return v.Text("org.reach_region", "region", regionName(v.Actor.Region)), nil
	case reach == access.Own && v.Actor.Role == access.LocationStaff:
		name, err := d.locationName(v, v.Actor.Location)
		return v.Text("org.reach_location", "location", name), err
	case reach == access.Own:
		return v.Text("org.reach_municipality", "municipality", municipalityName(v.Actor.Municipality)), nil
	}
	return v.Text("org.reach_none"), nil
}

// names of browsers and machines, which are the same in every language.
var properNames = map[string]string{
	"edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome", "safari": "Safari",
	"iphone": "iPhone", "ipad": "iPad", "android": "Android", "windows": "Windows", "mac": "Mac", "chromebook": "Chromebook", "linux": "Linux",
}

// browserWords tells the kind of browser as its owner would.
func browserWords(v *web.Visit, kind string) string {
	browser, machine, _ := strings.Cut(kind, "/")
	switch {
	case properNames[browser] == "":
		return v.Text("org.browser_unknown")
	case properNames[machine] == "":
		return properNames[browser]
	}
	return v.Text("org.browser_on", "browser", properNames[browser], "machine", properNames[machine])
}

// hour writes an instant to the hour: that is all we know of it.
func hour(v *web.Visit, at calendar.Instant) string {
	local := at.Time().In(calendar.Amsterdam)
	return v.Text("org.around", "date", at.Night(), "hour", local.Format("15"))
}

// clock writes an instant.
func clock(v *web.Visit, at calendar.Instant) string { return i18n.Moment(v.Lang, at) }

// wrongFields puts the message of each wrong field of the error beside its
// question; false when the error is about something else than fields.
func wrongFields(v *web.Visit, err error, fields []ui.Field) bool {
	told := fault.As(err)
	if told.Kind != fault.Invalid || len(told.Fields) == 0 {
		return false
	}
	for _, wrong := range told.Fields {
		pairs := make([]any, 0, 2*len(wrong.Args))
		for name, value := range wrong.Args {
			pairs = append(pairs, name, value)
		}
		for i := range fields {
			if fields[i].Name == wrong.Name && fields[i].Error == "" {
				fields[i].Error = v.Text(wrong.Key, pairs...)
			}
		}
	}
	return true
}

// done are the notices a page can open with after something was done, by the
// word in its address.
var done = map[string]string{
	"uitgenodigd": "org.done_invited", "rol": "org.done_role", "ingetrokken": "org.done_withdrawn", "geblokkeerd": "org.done_blocked",
	"toegelaten": "org.done_admitted", "afgemeld": "org.done_sent_away", "link": "org.done_link", "gekozen": "org.done_chosen",
	"beeindigd": "org.done_ended", "bewaard": "org.done_terms",
}

// tellDone shows what the visitor did just before.
func tellDone(v *web.Visit) {
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
}

// crumbs lead back from a page; the last is the page itself.
func crumbs(links ...ui.Link) []ui.Link {
	links[len(links)-1].Current = true
	return links
}

// sheet answers with a page made of components; its heading is its title.
func sheet(v *web.Visit, body ui.Sheet) error {
	return v.Page("org/sheet", body.Heading.Answer, body)
}
