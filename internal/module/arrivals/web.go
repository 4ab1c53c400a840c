package arrivals

import (
	"embed"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room. Links to offers are open to everybody:
// who holds one needs no account.
func (s *Service) Routes() []web.Route {
	desk := desk{s}
	const answer, location, transport = LinkPath + "{token}", "/locaties/{id}", "/transporten/{id}"
	return []web.Route{
		{Method: "GET", Path: answer, Open: true, Handle: desk.openLink},
		{Method: "POST", Path: answer, Open: true, Handle: desk.answerLink},
		{Method: "GET", Path: location + "/vandaag", Action: access.RecordArrival, Handle: desk.today},
		{Method: "POST", Path: location + "/vandaag", Action: access.RecordArrival, Handle: desk.pressToday},
		{Method: "GET", Path: location + "/onaangekondigd", Action: access.RecordArrival, Handle: desk.askUnannounced},
		{Method: "POST", Path: location + "/onaangekondigd", Action: access.RecordArrival, Handle: desk.unannounced},
		{Method: "GET", Path: location + "/huislijst", Action: access.ViewHouseholds, Handle: desk.houseList},
		{Method: "POST", Path: location + "/huislijst", Action: access.ViewNames, Handle: desk.houseListNamed},
		{Method: "GET", Path: "/transporten", Action: access.RecordArrival, Handle: desk.transports},
		{Method: "GET", Path: "/transporten/nieuw", Action: access.RunTransport, Handle: desk.askTransport},
		{Method: "POST", Path: "/transporten", Action: access.RunTransport, Handle: desk.planTransport},
		{Method: "GET", Path: transport, Action: access.RecordArrival, Handle: desk.transport},
		{Method: "POST", Path: transport + "/aankomst", Action: access.RecordArrival, Handle: desk.pressTransport},
		{Method: "POST", Path: transport + "/huishoudens", Action: access.RunTransport, Handle: desk.board},
		{Method: "POST", Path: transport + "/eraf", Action: access.RunTransport, Handle: desk.putOff},
		{Method: "POST", Path: transport + "/stand", Action: access.RunTransport, Handle: desk.advance},
		{Method: "GET", Path: "/instroom", Action: access.ViewPicture, Handle: desk.flows},
		{Method: "GET", Path: "/instroom.csv", Action: access.ViewPicture, Handle: desk.flowsFile},
	}
}

// desk is where the pages of this room are answered.
type desk struct{ *Service }

func locationAddress(id string) string { return "/locaties/" + id }

// say writes a fault's words.
func say(v *web.Visit, key string, args fault.Args) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	return v.Text(key, pairs...)
}

// wrongFields gives the message of each wrong field by its name; nil when the
// error is about something else than input.
func wrongFields(v *web.Visit, err error) map[string]string {
	told := fault.As(err)
	if told.Kind != fault.Invalid || len(told.Fields) == 0 {
		return nil
	}
	messages := map[string]string{}
	for _, field := range told.Fields {
		if messages[field.Name] == "" {
			messages[field.Name] = say(v, field.Key, field.Args)
		}
	}
	return messages
}

func when(v *web.Visit, at calendar.Instant) string { return i18n.Moment(v.Lang, at) }

func long(v *web.Visit, night calendar.Night) string { return i18n.LongDate(v.Lang, night) }

// clock writes the hour of an instant: 14.30.
func clock(v *web.Visit, at calendar.Instant) string {
	text := i18n.Moment(v.Lang, at)
	return text[strings.LastIndex(text, " ")+1:]
}

// badges are what a household needs, to be seen at a glance.
func badges(v *web.Visit, needs, flags []string) (list []ui.Badge) {
	for _, flag := range flags {
		if flag != plan.FlagMinors {
			list = append(list, ui.Badge{Text: v.Text("households.flag_" + flag), Tone: "attention"})
		}
	}
	for _, need := range needs {
		list = append(list, ui.Badge{Text: v.Facility(need), Tone: "info"})
	}
	return list
}

// number reads a whole number as people type it; 0 where it is none, which no
// use case takes.
func number(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return n
}

// may says whether the visitor may do this at the location.
func may(v *web.Visit, action access.Action, l places.Location) bool {
	return access.Check(v.Actor, action, l.Owner()) == nil
}

func crumbs(v *web.Visit, links ...ui.Link) []ui.Link {
	links[len(links)-1].Current = true
	return links
}

var done = map[string]string{
	"gekomen": "arrivals.done_came", "niet": "arrivals.done_not", "terug": "arrivals.done_back", "vertrokken": "arrivals.done_left",
	"gepland": "arrivals.done_planned", "bijgewerkt": "arrivals.done_changed",
	pressYet: "arrivals.done_not_yet", pressErr: "arrivals.done_not_here", pressMore: "arrivals.done_counted",
}

// tellDone shows what the visitor did just before.
func tellDone(v *web.Visit) {
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
}
