package mailroom

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/places"
	"onderdak/internal/phrase"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/reading"
)

// mostPlaces is the most that one confirmation can be about: no location in the
// country holds more.
const mostPlaces = 5000

// taking is the form to take a draft in as it was filled in.
type taking struct {
	places.Location
	changes     string // id of the location that changes; empty: a new one
	contact     bool   // whom to call changes too
	version     string
	count       string
	from, until ui.DateParts
}

// takingOf fills the form in with what was told.
func takingOf(seen Seen) taking {
	d := seen.Draft
	t := taking{version: strconv.FormatInt(d.Version, 10), until: intake.EndToParts(d.Until)}
	t.ID, t.Name, t.Municipality, t.Contact, t.Facilities = db.NewID(), d.Place, d.Municipality, d.Contact, d.Facilities
	if seen.Origin != nil {
		t.Address, t.Postcode = oneLine(seen.Origin.Offer.Address), oneLine(seen.Origin.Offer.Postcode)
		if slices.Contains(places.Types, seen.Origin.Offer.Type) {
			t.Type = seen.Origin.Offer.Type
		}
		if seen.Origin.Offer.Withdrawn {
			t.count = "0"
		}
	}
	if d.Places > 0 && t.count == "" {
		t.count = strconv.Itoa(d.Places)
	}
	if d.From.Known {
		t.from = ui.PartsOf(d.From.Night)
	}
	if seen.Subject != nil && seen.Subject.Location != nil {
		t.changes, t.Contact = seen.Subject.Location.ID, seen.callNow()
	}
	return t
}

// readTaking reads the form over what was told: what it does not ask is kept.
func readTaking(form url.Values, seen Seen) taking {
	t := takingOf(seen)
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	if id := text("nummer"); id != "" {
		t.ID = id
	}
	if m := text("municipality"); m != "" {
		t.Municipality = m
	}
	t.changes, t.version, t.count = text("bij"), text("version"), text("places")
	t.from, t.until = ui.DateAnswer("from", form.Get), ui.DateAnswer("until", form.Get)
	if t.changes != "" {
		t.contact = text("contact") != ""
		return t
	}
	t.Name, t.Address, t.Postcode, t.Type = text("name"), text("address"), text("postcode"), text("type")
	t.Contact = places.Contact{Name: text("contact_name"), Phone: text("contact_phone"), Email: text("contact_email")}
	t.Facilities = form["facilities"]
	return t
}

// order is what the coordinator confirms; what cannot be read is told by field.
func (t taking) order(draft string) (intake.Taking, error) {
	var check fault.Check
	order := intake.Taking{Draft: draft, Location: t.Location, Changes: t.changes, Contact: t.contact}
	order.Version, _ = strconv.ParseInt(t.version, 10, 64) // none is no version of it
	least := 1
	if t.changes != "" {
		least = 0
	}
	count, err := strconv.Atoi(t.count)
	check.Field(err == nil && count >= least && count <= mostPlaces, "places", "mailroom.places_bounds", "least", least, "most", mostPlaces)
	from, exists := t.from.Night()
	check.Field(!t.from.Empty(), "from", "intake.from_missing")
	check.Field(exists, "from", "intake.date_wrong")
	order.Places, order.From = count, from
	if !t.until.Empty() {
		night, exists := t.until.Night()
		check.Field(exists, "until", "intake.date_wrong")
		check.Field(!exists || night >= from, "until", "intake.until_early")
		order.Until = intake.LastToEnd(night)
	}
	if t.changes == "" {
		check.Field(t.Name != "", "name", "intake.place_missing")
		check.Field(slices.Contains(places.Types, t.Type), "type", "intake.type_missing")
		check.Field(t.Municipality != "", "municipality", "mailroom.municipality_choose")
	}
	return order, check.Err()
}

// said explains a field of the form by the words it was read from, and how sure
// that is; empty for a draft by form.
func said(v *web.Visit, seen Seen, field reading.Field) string {
	if seen.Origin == nil || seen.Letter == nil || seen.Letter.ForgottenAt != 0 {
		return ""
	}
	trace, read := seen.Origin.Offer.Traces[field]
	if !read && seen.Version > 1 {
		return "" // whoever told it may have filled it in since
	}
	if !read {
		return v.Text("mailroom.not_said")
	}
	sure := "mailroom.check"
	if trace.Confidence >= certain {
		sure = "mailroom.sure"
	}
	where := "mailroom.said"
	if seen.Origin.Offer.Source != "" {
		where = "mailroom.said_sheet"
	}
	return v.Text(where, "words", Visible(oneLine(trace.Words)), "sure", v.Text(sure))
}

// explained joins what is to be known of a field.
func explained(hints ...string) string {
	return strings.Join(slices.DeleteFunc(hints, func(hint string) bool { return hint == "" }), " ")
}

// counted explains what was counted, where that is not simply places.
func counted(v *web.Visit, seen Seen) string {
	if seen.Origin == nil {
		return ""
	}
	offer := seen.Origin.Offer
	var hints []string
	if _, known := offer.Persons(); !known && offer.Places > 0 {
		hints = append(hints, v.Text("mailroom.per_"+string(offer.Unit), "n", offer.Places))
	} else if offer.Each > 0 {
		hints = append(hints, v.Text("mailroom.each", "n", offer.Each))
	}
	if offer.Most > offer.Places {
		hints = append(hints, v.Text("mailroom.range", "least", offer.Places, "most", offer.Most))
	}
	return explained(hints...)
}

// extra warns where the words around a number say that it comes on top of what is
// there: "nog 35 mensen". Or they say what is left, so a person decides.
func extra(v *web.Visit, seen Seen) string {
	before := seen.Subject.Numbers[places.Pledged]
	if seen.Origin == nil || seen.Letter == nil || before == 0 || seen.Places == 0 {
		return ""
	}
	word := wordOnTop(seen.Letter.Text, seen.Origin.Offer.Traces[reading.FieldPlaces].Spans)
	if word == "" {
		return ""
	}
	return v.Text("mailroom.on_top", "word", word, "before", before, "total", before+seen.Places)
}

// onTop are words that say, right before or after a number, that it is added.
var onTop = []string{"nog", "extra", "erbij", "bovenop", "more", "additional", "another", "further", "ще", "додатково", "додаткових"}

// wordOnTop finds such a word beside the words of a number; empty for none.
func wordOnTop(text string, spans []phrase.Span) string {
	for _, span := range spans {
		if span.Start < 0 || span.End > len(text) || span.Start > span.End {
			continue // of a text that was cut or erased
		}
		before, after := strings.Fields(text[:span.Start]), strings.Fields(text[span.End:])
		near := append(strings.Fields(text[span.Start:span.End]), before[max(0, len(before)-1):]...)
		for _, word := range append(near, after[:min(1, len(after))]...) {
			if word = strings.ToLower(strings.Trim(word, ".,;:!()")); slices.Contains(onTop, word) {
				return word
			}
		}
	}
	return ""
}

// vague explains a moment that was said but is no date.
func vague(v *web.Visit, seen Seen, moment func(reading.Offer) reading.Moment) string {
	if seen.Origin == nil {
		return ""
	}
	switch m := moment(seen.Origin.Offer); m.Sort {
	case phrase.Vague:
		return v.Text("mailroom.vague", "words", Visible(oneLine(m.Words)))
	case phrase.Nothing:
		return v.Text("mailroom.open_end")
	}
	return ""
}

func begins(o reading.Offer) reading.Moment { return o.From }
func ends(o reading.Offer) reading.Moment   { return o.Until }

func takeFields(v *web.Visit, seen Seen, t taking, wrong map[string]string) []ui.Field {
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
		{Kind: ui.TextField, Name: "name", Label: v.Text("intake.location_name"), Value: t.Name, Error: wrong["name"], Hint: said(v, seen, reading.FieldName)},
		{Kind: ui.TextField, Name: "address", Label: v.Text("intake.location_address"), Value: t.Address, Optional: true, Hint: said(v, seen, reading.FieldAddress)},
		{Kind: ui.TextField, Name: "postcode", Label: v.Text("mailroom.postcode"), Value: t.Postcode, Optional: true, Width: 10, Error: wrong["postcode"]},
		{Kind: ui.SelectField, Name: "type", Label: v.Text("intake.type"), Options: types, Error: wrong["type"]},
	}
	if within := reachable(v); len(within) > 1 || t.Municipality == "" {
		options := []ui.Option{{Label: v.Text("intake.choose")}}
		for _, m := range within {
			options = append(options, ui.Option{Value: m.Code, Label: m.Name, Chosen: m.Code == t.Municipality})
		}
		fields = append(fields, ui.Field{Kind: ui.SelectField, Name: "municipality", Label: v.Text("intake.municipality"), Options: options, Error: wrong["municipality"],
			Hint: said(v, seen, reading.FieldMunicipality)})
	}
	fields = append(fields, periodFields(v, seen, t, wrong)...)
	return append(fields,
		ui.Field{Kind: ui.TextField, Name: "contact_name", Label: v.Text("intake.name"), Value: t.Contact.Name, Optional: true, Hint: said(v, seen, reading.FieldContactName)},
		ui.Field{Kind: ui.PhoneField, Name: "contact_phone", Label: v.Text("intake.phone"), Value: t.Contact.Phone, Width: 20, Optional: true, Hint: said(v, seen, reading.FieldPhone)},
		ui.Field{Kind: ui.EmailField, Name: "contact_email", Label: v.Text("intake.email"), Value: t.Contact.Email, Error: wrong["contact_email"], Optional: true, Hint: said(v, seen, reading.FieldEmail)},
		ui.Field{Kind: ui.CheckField, Name: "facilities", Label: v.Text("intake.facilities"), Options: facilities, Optional: true, Inline: true, Hint: said(v, seen, reading.FieldFacilities)},
	)
}

// periodFields are how many, and for which nights: asked of a new location and of a
// change alike.
func periodFields(v *web.Visit, seen Seen, t taking, wrong map[string]string) []ui.Field {
	return []ui.Field{
		{Kind: ui.NumberField, Name: "places", Label: v.Text("intake.places"), Value: t.count, Width: 4, Error: wrong["places"],
			Hint: explained(said(v, seen, reading.FieldPlaces), counted(v, seen))},
		{Kind: ui.DateField, Name: "from", Label: v.Text("intake.take_from"), Date: t.from, Error: wrong["from"],
			Hint: explained(said(v, seen, reading.FieldFrom), vague(v, seen, begins))},
		{Kind: ui.DateField, Name: "until", Label: v.Text("intake.until"), Date: t.until, Error: wrong["until"], Optional: true,
			Hint: explained(said(v, seen, reading.FieldUntil), vague(v, seen, ends))},
	}
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
