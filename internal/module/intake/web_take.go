package intake

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// taking is the form to take a draft in as it was filled in.
type taking struct {
	places.Location
	version     string
	count       string
	from, until ui.DateParts
}

// takingOf fills the form in with what was told.
func takingOf(d Draft) taking {
	t := taking{version: strconv.FormatInt(d.Version, 10), until: endToParts(d.Until)}
	t.ID, t.Name, t.Municipality, t.Contact, t.Facilities = db.NewID(), d.Place, d.Municipality, d.Contact, d.Facilities
	if d.Places > 0 {
		t.count = strconv.Itoa(d.Places)
	}
	if d.From.Known {
		t.from = ui.PartsOf(d.From.Night)
	}
	return t
}

// readTaking reads the form over what was told: what it does not ask is kept.
func readTaking(form url.Values, d Draft) taking {
	t := takingOf(d)
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	if id := text("nummer"); id != "" {
		t.ID = id
	}
	if m := text("municipality"); m != "" {
		t.Municipality = m
	}
	t.version, t.count = text("version"), text("places")
	t.Name, t.Address, t.Type = text("name"), text("address"), text("type")
	t.Contact = places.Contact{Name: text("contact_name"), Phone: text("contact_phone"), Email: text("contact_email")}
	t.Facilities = form["facilities"]
	t.from, t.until = ui.DateAnswer("from", form.Get), ui.DateAnswer("until", form.Get)
	return t
}

// order is what the coordinator confirms; what cannot be read is told by field.
func (t taking) order(draft string) (Taking, error) {
	var check fault.Check
	order := Taking{Draft: draft, Location: t.Location}
	order.Version, _ = strconv.ParseInt(t.version, 10, 64) // none is no version of it
	count, err := strconv.Atoi(t.count)
	check.Field(err == nil && count > 0 && count <= mostPlaces, "places", "intake.places_bounds", "most", mostPlaces)
	from, exists := t.from.Night()
	check.Field(exists, "from", "intake.date_wrong")
	order.Places, order.From = count, from
	if !t.until.Empty() {
		night, exists := t.until.Night()
		check.Field(exists, "until", "intake.date_wrong")
		check.Field(!exists || night >= from, "until", "intake.until_early")
		order.Until = lastToEnd(night)
	}
	check.Field(t.Name != "", "name", "intake.place_missing")
	check.Field(slices.Contains(places.Types, t.Type), "type", "intake.type_missing")
	return order, check.Err()
}

func takeFields(v *web.Visit, t taking, wrong map[string]string) []ui.Field {
	types := []ui.Option{{Label: v.Text("intake.choose")}}
	for _, kind := range places.Types {
		types = append(types, ui.Option{Value: kind, Label: v.Text("places.type." + kind), Chosen: kind == t.Type})
	}
	facilities := make([]ui.Option, 0, len(places.Facilities))
	for _, token := range places.Facilities {
		facilities = append(facilities, ui.Option{Value: token, Label: v.Text(places.FacilityKey(token)), Chosen: slices.Contains(t.Facilities, token)})
	}
	fields := []ui.Field{
		{Kind: ui.HiddenField, Name: "nummer", Value: t.ID},
		{Kind: ui.HiddenField, Name: "version", Value: t.version},
		{Kind: ui.TextField, Name: "name", Label: v.Text("intake.location_name"), Value: t.Name, Error: wrong["name"]},
		{Kind: ui.TextField, Name: "address", Label: v.Text("intake.location_address"), Value: t.Address, Optional: true},
		{Kind: ui.SelectField, Name: "type", Label: v.Text("intake.type"), Options: types, Error: wrong["type"]},
		{Kind: ui.NumberField, Name: "places", Label: v.Text("intake.places"), Value: t.count, Width: 4, Error: wrong["places"]},
		{Kind: ui.DateField, Name: "from", Label: v.Text("intake.take_from"), Date: t.from, Error: wrong["from"]},
		{Kind: ui.DateField, Name: "until", Label: v.Text("intake.until"), Date: t.until, Error: wrong["until"], Optional: true},
		{Kind: ui.TextField, Name: "contact_name", Label: v.Text("intake.name"), Value: t.Contact.Name, Optional: true},
		{Kind: ui.PhoneField, Name: "contact_phone", Label: v.Text("intake.phone"), Value: t.Contact.Phone, Width: 20, Optional: true},
		{Kind: ui.EmailField, Name: "contact_email", Label: v.Text("intake.email"), Value: t.Contact.Email, Error: wrong["contact_email"], Optional: true},
		{Kind: ui.CheckField, Name: "facilities", Label: v.Text("intake.facilities"), Options: facilities, Optional: true, Inline: true},
	}
	if within := reachable(v); len(within) > 1 {
		options := make([]ui.Option, 0, len(within))
		for _, m := range within {
			options = append(options, ui.Option{Value: m.Code, Label: m.Name, Chosen: m.Code == t.Municipality})
		}
		fields = slices.Insert(fields, 4, ui.Field{Kind: ui.SelectField, Name: "municipality", Label: v.Text("intake.municipality"), Options: options, Error: wrong["municipality"]})
	}
	return fields
}

// reachable lists the municipalities in which the visitor may add locations.
func reachable(v *web.Visit) (found []atlas.Municipality) {
	for _, m := range atlas.Municipalities() {
		if access.Check(v.Actor, access.AddLocation, access.Owner{Municipality: m.Code, Region: m.Region}) == nil {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b atlas.Municipality) int { return strings.Compare(a.Name, b.Name) })
	return found
}
