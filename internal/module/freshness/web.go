package freshness

import (
	"embed"
	"net/http"
	"net/url"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

const (
	newsPath  = "/oude-opgaven/antwoorden"
	askAnswer = "antwoord" // the answer a link of a mail is about; it only chooses what the page says
	answerYes = "ja"
	askPlace  = "locatie"
	askDone   = "gedaan"
)

// Routes are the addresses of this room: those of who holds a link, open to
// everybody, and the list of what contacts told.
func (s *Service) Routes() []web.Route {
	d := desk{s}
	return []web.Route{
		{Method: "GET", Path: LinkPath + "{token}", Open: true, Handle: d.ask},
		{Method: "POST", Path: LinkPath + "{token}", Open: true, Handle: d.confirm},
		{Method: "GET", Path: LinkPath + "{token}/{location}", Open: true, Handle: d.askChange},
		{Method: "POST", Path: LinkPath + "{token}/{location}", Open: true, Handle: d.change},
		{Method: "GET", Path: newsPath, Action: access.AskReports, Handle: d.news},
		{Method: "POST", Path: "/oude-opgaven/contact/{id}", Action: access.EditLocation, Handle: d.decide},
	}
}

// desk is where the pages of this room are answered.
type desk struct{ *Service }

// private pages ship no script and are kept nowhere: their address is a secret.
// The house passes no referrer on to others already; to pass on none at all would
// make the answer of an older phone look like a form from elsewhere.
var private = web.Options{Public: true, Private: true}

func address(v *web.Visit) string { return LinkPath + url.PathEscape(v.Request.PathValue("token")) }

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

// say writes a text with named arguments.
func say(v *web.Visit, key string, args map[string]any) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	return v.Text(key, pairs...)
}
