package locations

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// description is the form of a location as it was filled in; the last three
// fields are asked of a new one only.
type description struct {
	places.Location
	version string
	pledged string
	from    ui.DateParts
	until   ui.DateParts
}

// described reads the form over the location as it is known.
func described(form url.Values, l places.Location) description {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	l.Name, l.Address, l.Postcode, l.Type = text("name"), text("address"), text("postcode"), text("type")
	l.ShortStay = text("verblijf") == "kort"
	l.Contact = places.Contact{Name: text("contact_name"), Phone: text("contact_phone"), Email: text("contact_email")}
	// What the form has no words for is kept.
	kept := slices.DeleteFunc(slices.Clone(l.Facilities), func(token string) bool { return slices.Contains(places.Facilities, token) })
	l.Facilities = append(kept, form["facilities"]...)
	return description{
		Location: l, version: text("version"), pledged: text("places"),
		from: ui.DateAnswer("from", form.Get), until: ui.DateAnswer("until", form.Get),
	}
}

// pledges is what the owner of a new location promises, if that was filled in.
func (f description) pledges(v *web.Visit, wrong map[string]string) []places.Statement {
	if f.pledged == "" && f.until.Empty() {
		return nil
	}
	count, err := strconv.Atoi(f.pledged)
	if err != nil {
		wrong["places"] = v.Text("places.places_wrong", "most", places.MostPlaces)
	}
	return []places.Statement{{
		ID: db.NewID(), Places: count, Source: "pagina", From: dateOf(v, f.from, "from", true, wrong).Night,
		Until: afterLast(dateOf(v, f.until, "until", false, wrong)),
	}}
}

// reachable lists the municipalities in which the visitor may run locations.
func reachable(v *web.Visit) (found []atlas.Municipality) {
	for _, m := range atlas.Municipalities() {
		if access.Check(v.Actor, access.AddLocation, access.Owner{Municipality: m.Code, Region: m.Region}) == nil {
			found = append(found, m)
		}
	}
	return found
}

func (d desk) askNew(v *web.Visit) error {
	if len(reachable(v)) == 0 {
		return fault.New(fault.Forbidden, "locations.new_elsewhere")
	}
	fresh := description{from: ui.PartsOf(d.door.Tonight())}
	fresh.Municipality = v.Actor.Municipality
	return d.describePage(v, fresh, nil, nil)
}

// add takes a new location in: known, pledged at most, not open.
func (d desk) add(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := described(form, places.Location{Source: "pagina"})
	if given.Municipality = form.Get("municipality"); given.Municipality == "" {
		given.Municipality = v.Actor.Municipality
	}
	if m, ok := atlas.Find(given.Municipality); ok {
		given.Region = m.Region
	}
	// The number of the form makes pressing the button twice one location.
	if given.ID = form.Get("nummer"); given.ID == "" {
		given.ID = db.NewID()
	}
	wrong := map[string]string{}
	pledges := given.pledges(v, wrong)
	if len(wrong) > 0 {
		// The rest is looked at too, so that everything is told at once.
		if messages, fields := wrongFields(v, withDefaults(given.Location).Validate()); fields {
			for name, message := range messages {
				wrong[name] = message
			}
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.describePage(v, given, wrong, nil)
	}
	if err := d.places.AddLocation(v.Request.Context(), v.Actor, given.Location, pledges...); err != nil {
		return refusal(v, err, func(wrong map[string]string) error { return d.describePage(v, given, wrong, nil) })
	}
	return v.Redirect(addressOf(given.ID) + "?gedaan=nieuw")
}

// withDefaults is the location with what the register fills in itself.
func withDefaults(l places.Location) places.Location {
	l.StaleDays = places.DefaultStaleDays
	return l
}

func (d desk) askEdit(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	return d.describePage(v, description{Location: known, version: strconv.FormatInt(known.Version, 10)}, nil, nil)
}

// edit changes the description. Where somebody else did so meanwhile, the visitor
// sees that, keeps what was typed, and can save over it knowingly.
func (d desk) edit(v *web.Visit) error {
	known, err := d.known(v, access.EditLocation)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := described(form, known)
	if given.Version, err = strconv.ParseInt(given.version, 10, 64); err != nil {
		given.Version = 0
	}
	err = d.places.EditLocation(v.Request.Context(), v.Actor, given.Location)
	if err == nil {
		return v.Redirect(addressOf(known.ID) + "?gedaan=gegevens")
	}
	if told := fault.As(err); told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		given.version = strconv.FormatInt(known.Version, 10)
		return d.describePage(v, given, nil, &ui.Message{
			Kind: "error", Title: say(v, told.Key, told.Args), Text: v.Text("locations.changed_text"),
			Links: []ui.Link{{Text: v.Text("locations.changed_look"), Href: addressOf(known.ID)}},
		})
	}
	return refusal(v, err, func(wrong map[string]string) error { return d.describePage(v, given, wrong, nil) })
}

func (d desk) describePage(v *web.Visit, given description, wrong map[string]string, notice *ui.Message) error {
	fresh := given.version == ""
	sheet := ui.Sheet{Notice: notice}
	form := &ui.Form{Fields: describeFields(v, given, wrong), Submit: v.Text("locations.save")}
	if fresh {
		sheet.Heading = ui.Heading{Answer: v.Text("locations.new_title"), Lead: v.Text("locations.new_lead")}
		sheet.Crumbs = crumbs(v, ui.Link{Text: v.Text("locations.new")})
		form.Action, form.Submit, form.Cancel = "/locaties/nieuw", v.Text("locations.new"), ui.Link{Text: v.Text("locations.cancel"), Href: "/locaties"}
		form.Fields = append(newFields(v, given, wrong), form.Fields...)
		form.Fields = append(form.Fields, pledgeFields(v, given, wrong)...)
	} else {
		sheet.Heading = ui.Heading{Answer: v.Text("locations.edit_title", "name", given.Name), Lead: v.Text("locations.edit_lead")}
		sheet.Crumbs = crumbsAt(v, given.Location, ui.Link{Text: v.Text("locations.edit")})
		form.Action, form.Cancel = addressOf(given.ID)+"/wijzig", ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(given.ID)}
		form.Fields = append(form.Fields, ui.Field{Kind: ui.HiddenField, Name: "version", Value: given.version})
	}
	sheet.Form = form
	return v.Page("locations/sheet", sheet.Heading.Answer, sheet)
}

// newFields ask in which municipality, of those who may choose.
func newFields(v *web.Visit, given description, wrong map[string]string) []ui.Field {
	number := given.ID
	if number == "" {
		number = db.NewID()
	}
	fields := []ui.Field{{Kind: ui.HiddenField, Name: "nummer", Value: number}}
	if v.Actor.Role == access.Municipal {
		return fields
	}
	options := []ui.Option{{Value: "", Label: v.Text("locations.choose")}}
	for _, m := range reachable(v) {
		options = append(options, ui.Option{Value: m.Code, Label: m.Name, Chosen: m.Code == given.Municipality})
	}
	error := wrong["municipality"]
	if error != "" {
		error = v.Text("locations.municipality_missing")
	}
	return append(fields, ui.Field{Kind: ui.SelectField, Name: "municipality", Label: v.Text("locations.municipality"), Options: options, Error: error})
}

func describeFields(v *web.Visit, given description, wrong map[string]string) []ui.Field {
	types := []ui.Option{{Value: "", Label: v.Text("locations.choose")}}
	for _, kind := range places.Types {
		types = append(types, ui.Option{Value: kind, Label: typeText(v, kind), Chosen: kind == given.Type})
	}
	typeError := wrong["type"]
	if typeError != "" && given.Type == "" {
		typeError = v.Text("locations.type_missing")
	}
	return []ui.Field{
		{Kind: ui.TextField, Name: "name", Label: v.Text("locations.name"), Hint: v.Text("locations.name_hint"), Value: given.Name, Error: wrong["name"]},
		{Kind: ui.TextField, Name: "address", Label: v.Text("locations.address"), Hint: v.Text("locations.address_hint"), Value: given.Address, Optional: true},
		{Kind: ui.TextField, Name: "postcode", Label: v.Text("locations.postcode"), Value: given.Postcode, Error: wrong["postcode"], Optional: true, Width: 10},
		{Kind: ui.SelectField, Name: "type", Label: v.Text("locations.type"), Options: types, Error: typeError},
		{Kind: ui.RadioField, Name: "verblijf", Label: v.Text("locations.staying"), Options: []ui.Option{
			{Value: "lang", Label: v.Text("locations.long_stay"), Chosen: !given.ShortStay},
			{Value: "kort", Label: v.Text("locations.short_stay"), Hint: v.Text("locations.short_stay_hint"), Chosen: given.ShortStay},
		}},
		{Kind: ui.CheckField, Name: "facilities", Label: v.Text("locations.facilities"), Options: tokenOptions(v, places.Facilities, given.Facilities), Optional: true},
		{Kind: ui.TextField, Name: "contact_name", Label: v.Text("locations.contact_name"), Value: given.Contact.Name, Optional: true},
		{Kind: ui.PhoneField, Name: "contact_phone", Label: v.Text("locations.contact_phone"), Value: given.Contact.Phone, Optional: true, Width: 20},
		{Kind: ui.EmailField, Name: "contact_email", Label: v.Text("locations.contact_email"), Value: given.Contact.Email, Error: wrong["contact_email"], Optional: true},
	}
}

func pledgeFields(v *web.Visit, given description, wrong map[string]string) []ui.Field {
	return []ui.Field{
		{Kind: ui.NumberField, Name: "places", Label: v.Text("locations.pledge"), Hint: v.Text("locations.pledge_hint"), Value: given.pledged,
			Error: wrong["places"], Optional: true, Width: 4},
		{Kind: ui.DateField, Name: "from", Label: v.Text("locations.from"), Date: given.from, Error: wrong["from"], Optional: true},
		{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.until_hint"), Date: given.until, Error: wrong["until"], Optional: true},
	}
}

// tokenOptions are boxes to tick, those that are chosen ticked.
func tokenOptions(v *web.Visit, tokens, chosen []string) []ui.Option {
	options := make([]ui.Option, 0, len(tokens))
	for _, token := range tokens {
		options = append(options, ui.Option{Value: token, Label: v.Facility(token), Chosen: slices.Contains(chosen, token)})
	}
	return options
}

// nightsAhead is the first night without, the last night people typed being the
// one before.
func nightsAhead(v *web.Visit, parts ui.DateParts, name string, wrong map[string]string) calendar.End {
	return afterLast(dateOf(v, parts, name, false, wrong))
}
