package intake

import (
	"embed"
	"net/http"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room: those of who tells of a location, open to
// everybody. The desk of who decides about it is in package mailroom.
func (s *Service) Routes() []web.Route {
	d := desk{s}
	return []web.Route{
		{Method: "GET", Path: "/melden", Open: true, Handle: d.ask},
		{Method: "POST", Path: "/melden", Open: true, Handle: d.report},
		{Method: "GET", Path: "/melden/{token}", Open: true, Handle: d.own},
		{Method: "GET", Path: "/melden/{token}/wijzig", Open: true, Handle: d.askChange},
		{Method: "POST", Path: "/melden/{token}/wijzig", Open: true, Handle: d.change},
	}
}

// desk is where the pages of this room are answered.
type desk struct{ *Service }

// wrongFields gives the message of each wrong field by its name; false when the
// error is about something else than fields.
func wrongFields(v *web.Visit, err error) (map[string]string, bool) {
	if err == nil {
		return nil, false
	}
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
	v.Status(http.StatusUnprocessableEntity)
	return messages, true
}

// say writes a fault's words.
func say(v *web.Visit, key string, args fault.Args) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	return v.Text(key, pairs...)
}

// PeriodText writes the nights a report is about as people say them.
func PeriodText(v *web.Visit, r Report) string {
	switch {
	case !r.From.Known:
		return v.Text("intake.not_told")
	case !r.Until.Known:
		return v.Text("intake.from_on", "from", r.From.Night)
	}
	return v.Text("intake.from_to", "from", r.From.Night, "last", r.Until.Night-1)
}

// Facts are what was told, as people read it back.
func Facts(v *web.Visit, r Report) []ui.Item {
	orNot := func(text string) string {
		if text == "" {
			return v.Text("intake.not_told")
		}
		return text
	}
	count := ""
	if r.Places > 0 {
		count = v.Text("intake.n_places", "n", r.Places)
	}
	return []ui.Item{
		{Key: v.Text("intake.place"), Value: orNot(r.Place)},
		{Key: v.Text("intake.municipality"), Value: orNot(MunicipalityName(r.Municipality))},
		{Key: v.Text("intake.places"), Value: orNot(count)},
		{Key: v.Text("intake.period"), Value: PeriodText(v, r)},
		{Key: v.Text("intake.contact"), Value: orNot(contactText(r.Contact))},
		{Key: v.Text("intake.facilities"), Value: orNot(facilityTexts(v, r.Facilities))},
	}
}

func contactText(c places.Contact) string {
	var lines []string
	for _, one := range []string{c.Name, c.Phone, c.Email} {
		if one != "" {
			lines = append(lines, one)
		}
	}
	return strings.Join(lines, "\n")
}

func facilityTexts(v *web.Visit, tokens []string) string {
	texts := make([]string, 0, len(tokens))
	for _, token := range tokens {
		texts = append(texts, v.Text(places.FacilityKey(token)))
	}
	return strings.Join(texts, ", ")
}

// LastToEnd turns the last night people name into the first night without;
// EndToParts goes the other way.
func LastToEnd(last calendar.Night) calendar.End { return calendar.At(last + 1) }

// EndToParts gives the last night before an end, to fill a form in with.
func EndToParts(end calendar.End) ui.DateParts {
	if !end.Known {
		return ui.DateParts{}
	}
	return ui.PartsOf(end.Night - 1)
}
