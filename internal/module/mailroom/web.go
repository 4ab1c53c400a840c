package mailroom

import (
	"embed"
	"net/http"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	d := desk{s}
	return []web.Route{
		{Method: "GET", Path: "/postvak", Action: access.ViewDraft, Handle: d.tray},
		{Method: "GET", Path: "/postvak/apart", Action: access.ViewDraft, Handle: d.apart},
		{Method: "GET", Path: "/postvak/{id}", Action: access.ViewDraft, Handle: d.draft},
		{Method: "POST", Path: "/postvak/{id}/opnemen", Action: access.DecideDraft, Handle: d.takeIn},
		{Method: "POST", Path: "/postvak/{id}/tweede", Action: access.DecideDraft, Handle: d.second},
		{Method: "POST", Path: "/postvak/{id}/samenvoegen", Action: access.DecideDraft, Handle: d.merge},
		{Method: "POST", Path: "/postvak/{id}/navragen", Action: access.DecideDraft, Handle: d.askBack},
		{Method: "POST", Path: "/postvak/{id}/weigeren", Action: access.DecideDraft, Handle: d.refuse},
		{Method: "POST", Path: "/postvak/{id}/terug", Action: access.DecideDraft, Handle: d.undo},
		{Method: "GET", Path: "/postvak/mail/{id}", Action: access.ViewDraft, Handle: d.letter},
		{Method: "POST", Path: "/postvak/mail/{id}/melding", Action: access.DecideDraft, Handle: d.writeDraft},
		{Method: "POST", Path: "/postvak/mail/{id}/geen-aanbod", Action: access.DecideDraft, Handle: d.notAnOffer},
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

func crumbs(v *web.Visit, here string) []ui.Link {
	return []ui.Link{{Text: v.Text("intake.nav"), Href: "/postvak"}, {Text: here, Current: true}}
}

// age writes for how long something waits, in its largest unit.
func age(v *web.Visit, since calendar.Instant) string {
	switch long := waited(since, v.Now()); {
	case long < time.Minute:
		return v.Text("mailroom.just_now")
	case long < time.Hour:
		return v.Text("mailroom.minutes", "n", int(long/time.Minute))
	case long < 48*time.Hour:
		return v.Text("mailroom.hours", "n", int(long/time.Hour))
	default:
		return v.Text("mailroom.days", "n", int(long/(24*time.Hour)))
	}
}

// Warning writes what a reader of a letter must know; one this room has no words
// for yet is told with its code.
func Warning(v *web.Visit, code, detail string) string {
	text := v.Word("", "mailroom.warn_"+code)
	if text == "" {
		text = v.Text("mailroom.warn_other", "code", code)
	}
	if detail != "" {
		text += " (" + detail + ")"
	}
	return text
}
