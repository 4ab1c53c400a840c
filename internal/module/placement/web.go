package placement

import (
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
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
	const one = "/plaatsen/{household}"
	d := pages{s}
	return []web.Route{
		{Method: "GET", Path: "/plaatsen", Action: access.ViewDesk, Handle: d.queue},
		{Method: "GET", Path: "/plaatsen/samen", Action: access.SendOffer, Handle: d.bulk},
		{Method: "POST", Path: "/plaatsen/samen", Action: access.SendOffer, Handle: d.sendBulk},
		{Method: "GET", Path: lettersPath, Action: access.SendOffer, Handle: d.letters},
		{Method: "GET", Path: lettersPath + "/druk", Action: access.SendOffer, Handle: d.printLetters},
		{Method: "GET", Path: one, Action: access.ViewDesk, Handle: d.decision},
		{Method: "POST", Path: one + "/aanvaarden", Action: access.SendOffer, Handle: d.accept},
		{Method: "POST", Path: one + "/afwijzen", Action: access.SendOffer, Handle: d.reject},
		{Method: "POST", Path: one + "/terug", Action: access.SendOffer, Handle: d.takeBack},
		{Method: "POST", Path: one + "/herstel", Action: access.SendOffer, Handle: d.restore},
		{Method: "POST", Path: one + "/nagekeken", Action: access.SendOffer, Handle: d.checked},
		{Method: "GET", Path: one + "/brief", Action: access.SendOffer, Handle: d.letter},
		{Method: "GET", Path: one + "/plek/{location}", Action: access.ViewDesk, Handle: d.look},
		{Method: "POST", Path: one + "/plek/{location}", Action: access.SendOffer, Handle: d.place},
		{Method: "POST", Path: one + "/plek/{location}/uitzondering", Action: access.Override, Handle: d.sign},
		{Method: "GET", Path: "/vrije-plek/{location}", Action: access.ViewDesk, Handle: d.fits},
		{Method: "GET", Path: "/handtekeningen", Action: access.Override, Handle: d.unsigned},
		{Method: "POST", Path: "/handtekeningen/{id}", Action: access.Override, Handle: d.countersign},
	}
}

// pages is where the pages of the desk are answered.
type pages struct{ *Service }

const home = "/plaatsen"

func address(household string) string { return home + "/" + household }

func lookAddress(household, location string) string { return address(household) + "/plek/" + location }

// reaches says whether the visitor's role opens an action at all.
func reaches(v *web.Visit, action access.Action) bool {
	return access.ReachOf(v.Actor, action) != access.None
}

// words writes a text of a plan.
func words(v *web.Visit, text plan.Text) string {
	pairs := make([]any, 0, 2*len(text.Args))
	for name, value := range text.Args {
		if points, ok := value.(int64); ok {
			value = strings.Replace(i18n.Count(v.Lang, int(points)), "-", "−", 1)
		}
		pairs = append(pairs, name, value)
	}
	return v.Text(text.Key, pairs...)
}

func wordsOf(v *web.Visit, texts []plan.Text) []string {
	said := make([]string, 0, len(texts))
	for _, text := range texts {
		said = append(said, words(v, text))
	}
	return said
}

// marks are what to know of a household before anything else.
func marks(v *web.Visit, needs, flags []string) []ui.Badge {
	var badges []ui.Badge
	for _, flag := range flags {
		if flag != plan.FlagMinors {
			badges = append(badges, ui.Badge{Text: v.Text("households.flag_" + flag), Tone: "attention"})
		}
	}
	for _, token := range needs {
		badges = append(badges, ui.Badge{Text: v.Facility(token), Tone: "info"})
	}
	return badges
}

func when(v *web.Visit, at calendar.Instant) string { return i18n.Moment(v.Lang, at) }

// clock writes the hour of an instant as readers of the language do, with the
// day where it is not today.
func clock(v *web.Visit, at calendar.Instant) string {
	moment := when(v, at)
	if at.Night() == v.Now().Night() {
		return moment[strings.LastIndex(moment, " ")+1:]
	}
	return moment
}

// countdown says how long there is until an instant.
func countdown(v *web.Visit, at calendar.Instant) string {
	left := int(int64(at-v.Now()) / (60 * 1_000_000))
	hours, minutes := v.Text("placement.hours", "n", left/60), v.Text("placement.minutes", "n", left%60)
	switch {
	case left <= 0:
		return v.Text("placement.left_none")
	case left < 60:
		return v.Text("placement.left_one", "time", minutes)
	case left%60 == 0:
		return v.Text("placement.left_one", "time", hours)
	}
	return v.Text("placement.left_both", "hours", hours, "minutes", minutes)
}

// municipalityName is a municipality in words, for the wish to be near it.
func municipalityName(code string) string {
	if found, known := atlas.Find(code); known {
		return found.Name
	}
	return code
}

func crumbs(v *web.Visit, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: v.Text("placement.nav"), Href: home}}, more...)
}

var done = map[string]string{
	"aangeboden": "placement.done_offered", "afgewezen": "placement.done_rejected", "terug": "placement.done_back",
	"hersteld": "placement.done_restored", "getekend": "placement.done_signed", "getekend2": "placement.done_countersigned",
	"nagekeken": "placement.done_checked",
}

func tellDone(v *web.Visit) {
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
}

// told goes on after a decision about a household, shows what was wrong with it,
// or that somebody was first.
func (d pages) told(v *web.Visit, err error, word string) error {
	household := v.Request.PathValue("household")
	switch known := fault.As(err); {
	case err == nil:
		return v.Redirect(address(household) + "?gedaan=" + word)
	case known.Kind == fault.Invalid:
		v.Status(http.StatusUnprocessableEntity)
		return d.decisionPage(v, household, shown{wrong: wrongOf(v, known)})
	case known.Kind == fault.Conflict || known.Kind == fault.Gone:
		v.Status(http.StatusConflict)
		return d.decisionPage(v, household, shown{conflict: known})
	}
	return err
}

// wrongOf are the wrong fields of a form in words.
func wrongOf(v *web.Visit, known *fault.Error) map[string]string {
	wrong := map[string]string{}
	for _, field := range known.Fields {
		wrong[field.Name] = words(v, plan.Text{Key: field.Key, Args: field.Args})
	}
	return wrong
}

const perPage = 50

func pageOf(v *web.Visit) int {
	page, err := strconv.Atoi(v.Request.URL.Query().Get("pagina"))
	if err != nil || page < 1 {
		return 1
	}
	return page
}

// queueQuery is the choice of a list that its addresses keep.
func queueQuery(filter Filter) url.Values {
	kept := url.Values{}
	for name, value := range map[string]string{"stand": string(filter.Status), "let-op": filter.Mark, "zoek": filter.Query} {
		if value != "" {
			kept.Set(name, value)
		}
	}
	return kept
}

func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

func filterOf(v *web.Visit) (Filter, int) {
	query := v.Request.URL.Query()
	filter := Filter{Status: Status(query.Get("stand")), Mark: query.Get("let-op"), Query: query.Get("zoek")}
	if !slices.Contains(Statuses, filter.Status) {
		filter.Status = ""
	}
	page := pageOf(v)
	filter.Page = matching.Page{Limit: perPage, Offset: (page - 1) * perPage}
	return filter, page
}
