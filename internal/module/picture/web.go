package picture

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Routes are the addresses of this room. One changes something: it asks the
// contacts of locations for news.
func (s *Service) Routes() []web.Route {
	see := func(path string, handle web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Action: access.ViewPicture, Handle: handle}
	}
	return []web.Route{
		see("/{$}", s.nationPage),
		see("/regios/{code}", s.regionPage),
		see("/gemeenten/{code}", s.municipalityPage),
		see("/beeld.csv", s.areasFile),
		see("/verwachting.csv", s.outlookFile),
		see(sharePath, s.sharePage),
		see("/regios/{code}"+sharePath, s.sharePage),
		see(sharePath+".csv", s.shareFile),
		see(dayPath, s.dayPage),
		see("/regios/{code}"+dayPath, s.dayPage),
		see("/gemeenten/{code}"+dayPath, s.dayPage),
		see(dayPath+".csv", s.dayFile),
		{Method: http.MethodGet, Path: "/locaties/{id}" + dayPath, Action: access.ViewLocations, Handle: s.locationDayPage},
		{Method: http.MethodGet, Path: oldPath, Action: access.AskReports, Handle: s.oldPage},
		{Method: http.MethodPost, Path: oldPath, Action: access.AskReports, Handle: s.remind},
	}
}

// The names of what can be asked in an address, in Dutch as all addresses.
const (
	askNight  = "nacht"
	askRung   = "trede"
	askDays   = "dagen"    // FarHorizon, or Horizon
	askView   = "weergave" // asList, asMap, or tiles
	askWall   = "scherm"   // 1: for a screen on the wall
	askPart   = "deel"     // 1: only the part that refreshes itself
	askRegion = "regio"    // for files
	askTown   = "gemeente" // for files
	asList    = "lijst"
	asMap     = "kaart"
)

var rungWords = map[places.Rung]string{
	places.Open: "open", places.Realised: "gerealiseerd", places.Inspected: "geschouwd", places.Pledged: "toegezegd",
}

// asked is a question as it stands in an address.
type asked struct {
	Question
	path  string
	view  string // asList, asMap or empty for tiles
	wall  bool
	part  bool
	typed ui.DateParts // a date as it was typed
	wrong bool         // the date is none that can be shown
}

// read reads the address. A night that is no date or cannot be shown gives the
// picture of tonight and a message at the field.
func read(v *web.Visit, tonight calendar.Night) asked {
	query := v.Request.URL.Query()
	a := asked{path: v.Request.URL.Path, wall: query.Get(askWall) == "1", part: query.Get(askPart) == "1"}
	if view := query.Get(askView); view == asList || view == asMap {
		a.view = view
	}
	if query.Get(askDays) == strconv.Itoa(FarHorizon) {
		a.Days = FarHorizon
	}
	a.Rung = places.Open
	for rung, word := range rungWords {
		if query.Get(askRung) == word {
			a.Rung = rung
		}
	}
	a.Night = tonight
	a.typed = ui.DateAnswer(askNight, query.Get)
	switch text := query.Get(askNight); {
	case !a.typed.Empty():
		night, ok := a.typed.Night()
		a.ask(night, ok, tonight)
	case text != "":
		night, err := calendar.Parse(text)
		a.ask(night, err == nil, tonight)
	}
	return a
}

func (a *asked) ask(night calendar.Night, ok bool, tonight calendar.Night) {
	if ok && night >= tonight && night <= tonight.Plus(FarthestNight) {
		a.Night = night
		return
	}
	a.wrong = true
}

// address is where the same is shown with some choices made otherwise. Tonight
// and the open places are what is shown unasked, so that an address kept in a
// bookmark goes on meaning tonight.
func (a asked) address(tonight calendar.Night, change func(*asked)) string {
	a.part = false
	if change != nil {
		change(&a)
	}
	values := url.Values{}
	set := func(name, value string, wanted bool) {
		if wanted {
			values.Set(name, value)
		}
	}
	set(askNight, a.Night.String(), a.Night != tonight)
	set(askRung, rungWords[a.Rung], a.Rung != places.Open)
	set(askDays, strconv.Itoa(a.Days), a.Days == FarHorizon)
	set(askView, a.view, a.view != "")
	set(askWall, "1", a.wall)
	set(askPart, "1", a.part)
	if len(values) == 0 {
		return a.path
	}
	return a.path + "?" + values.Encode()
}

// to is the address of another page about the same night and rung.
func (a asked) to(tonight calendar.Night, path string) string {
	return a.address(tonight, func(a *asked) { a.path, a.view, a.wall = path, "", false })
}

// file is the address of a file about an area; kind is askRegion, askTown or
// empty for the nation.
func (a asked) file(tonight calendar.Night, path, kind, code string) string {
	address := a.to(tonight, path)
	if kind == "" {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + kind + "=" + code
	}
	return address + "?" + kind + "=" + code
}

func (s *Service) areasFile(v *web.Visit) error { return s.file(v, "beeld", areasCSV) }

func (s *Service) outlookFile(v *web.Visit) error { return s.file(v, "verwachting", outlookCSV) }

// file answers with a table of the nation, or of the region or municipality
// asked for.
func (s *Service) file(v *web.Visit, name string, write func(View) ([]byte, error)) error {
	a := read(v, s.Tonight())
	if a.wrong {
		return fault.New(fault.Invalid, "picture.night_wrong", "last", s.Tonight().Plus(FarthestNight))
	}
	query := v.Request.URL.Query()
	ask := s.National
	for kind, answer := range map[string]func(context.Context, access.Actor, string, Question) (View, error){
		askRegion: s.Regional, askTown: s.Municipal,
	} {
		if code := query.Get(kind); code != "" {
			name += "-" + code
			ask = func(ctx context.Context, actor access.Actor, q Question) (View, error) {
				return answer(ctx, actor, code, q)
			}
		}
	}
	view, err := ask(v.Request.Context(), v.Actor, a.Question)
	if err != nil {
		return err
	}
	data, err := write(view)
	if err != nil {
		return err
	}
	return v.File(name+"-"+view.Night.String()+".csv", "text/csv; charset=utf-8", data)
}
