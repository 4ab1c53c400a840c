package matching

import (
	"embed"
	"net/url"
	"strconv"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
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

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	desk := desk{s, households.New(s.door)}
	const run, offer = "/matchrondes/{id}", "/aanbiedingen/{id}"
	return []web.Route{
		{Method: "GET", Path: "/huishoudens", Action: access.ViewHouseholds, Handle: desk.waiting},
		{Method: "GET", Path: "/huishoudens/{id}", Action: access.ViewHouseholds, Handle: desk.household},
		{Method: "GET", Path: "/matchrondes", Action: access.ViewRuns, Handle: desk.runs},
		{Method: "POST", Path: "/matchrondes", Action: access.StartRun, Handle: desk.start},
		{Method: "GET", Path: "/matchrondes/puntentelling", Action: access.ViewRuns, Handle: desk.policy},
		{Method: "GET", Path: run, Action: access.ViewRuns, Handle: desk.run},
		{Method: "GET", Path: run + "/voortgang", Action: access.ViewRuns, Handle: desk.followRun},
		{Method: "POST", Path: run + "/stop", Action: access.StartRun, Handle: desk.stop},
		{Method: "GET", Path: run + "/aanbieden", Action: access.SendOffer, Handle: desk.askSend},
		{Method: "POST", Path: run + "/aanbieden", Action: access.SendOffer, Handle: desk.send},
		{Method: "GET", Path: "/aanbiedingen", Action: access.AnswerOffer, Handle: desk.offers},
		{Method: "GET", Path: offer, Action: access.AnswerOffer, Handle: desk.offer},
		{Method: "POST", Path: offer + "/antwoord", Action: access.AnswerOffer, Handle: desk.answer},
		{Method: "POST", Path: offer + "/aankomst", Action: access.RecordArrival, Handle: desk.arrival},
	}
}

// desk is where the pages of matching are answered.
type desk struct {
	*Service
	households *households.Service
}

const perPage = 50

// pageOf reads which page of a list is asked for.
func pageOf(v *web.Visit) int {
	page, err := strconv.Atoi(v.Request.URL.Query().Get("pagina"))
	if err != nil || page < 1 {
		return 1
	}
	return page
}

func rowsOf(page int) Page { return Page{Limit: perPage, Offset: (page - 1) * perPage} }

// paginated leads through a list whose address keeps the other choices.
func paginated(path string, query url.Values, page, total int) *ui.Pagination {
	kept := url.Values{}
	for name, values := range query {
		if name != "pagina" && len(values) > 0 && values[0] != "" {
			kept.Set(name, values[0])
		}
	}
	href := path + "?"
	if len(kept) > 0 {
		href += kept.Encode() + "&"
	}
	return &ui.Pagination{Page: page, Pages: max(1, (total+perPage-1)/perPage), Total: total, Href: href + "pagina="}
}

// words writes a text of package plan, whose arguments were kept as JSON.
func words(v *web.Visit, text plan.Text) string {
	pairs := make([]any, 0, 2*len(text.Args))
	for name, value := range text.Args {
		pairs = append(pairs, name, value)
	}
	return v.Text(text.Key, pairs...)
}

func textOf(key string, args fault.Args) plan.Text { return plan.Text{Key: key, Args: args} }

func when(v *web.Visit, at calendar.Instant) string {
	if at == 0 {
		return ""
	}
	return i18n.Moment(v.Lang, at)
}

func areaName(v *web.Visit, region string) string {
	if found, known := atlas.Region(region); known {
		return found.Name
	}
	return v.Text("matching.web_nation")
}

// needs are what a household needs, as badges.
func needs(tokens, flags []string, v *web.Visit) []ui.Badge {
	var badges []ui.Badge
	for _, flag := range flags {
		if key := "households.flag_" + flag; flag != plan.FlagMinors {
			badges = append(badges, ui.Badge{Text: v.Text(key), Tone: "attention"})
		}
	}
	for _, token := range tokens {
		badges = append(badges, ui.Badge{Text: v.Facility(token), Tone: "info"})
	}
	return badges
}

func crumbs(v *web.Visit, key, href, here string) []ui.Link {
	return []ui.Link{{Text: v.Text(key), Href: href}, {Text: here, Current: true}}
}

var done = map[string]string{
	"verstuurd": "matching.web_done_sent", "antwoord": "matching.web_done_answer", "aankomst": "matching.web_done_arrival",
	"gestopt": "matching.web_done_stopped", "gegevens": "matching.web_done_corrected",
	"persoon": "matching.web_done_person", "persoon_weg": "matching.web_done_person_gone",
}

func tellDone(v *web.Visit) {
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
}
