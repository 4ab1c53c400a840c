package picture

import (
	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// board is the body of all three pages.
type board struct {
	Crumbs  []ui.Link
	Heading ui.Heading
	Warning *ui.Message
	Stats   []ui.Stat
	Empty   *ui.Empty // nothing is known yet; then all that follows is left out

	Nights choice
	Rungs  choice
	Date   ui.Form
	Open   bool // the form stands open, because the date in it is wrong

	Tabs    *ui.Tabs
	Map     *ui.TileMap
	Rung    string // word at the figures of the map where they are not free places
	Table   *ui.Table
	Share   string // how evenly the burden is carried, in words
	CSV     string // the figures of the map or the table as a file
	Outlook *outlook
	Reports choice
	Others  string // locations the reader may not know of, in words
	Near    *ui.Table
	Poll    string // address of the part that refreshes itself
	Wall    bool
}

// choice is a row of links of which one is current.
type choice struct {
	Label string
	Links []ui.Link
}

// refreshSeconds is how often a reader without script gets the page again: not
// so often that a date cannot be typed.
const refreshSeconds = 60

func (s *Service) nationPage(v *web.Visit) error {
	a := read(v, s.Tonight())
	view, err := s.National(v.Request.Context(), v.Actor, a.Question)
	if err != nil {
		return err
	}
	d := drawing{v, view, a}
	page := d.frame()
	if view.Nation.Locations == 0 && !view.Nation.HasPlaces() {
		return d.answer(d.nothing(page))
	}
	page.Heading.Answer = d.answerFor("picture.nation")
	page.Warning = d.warning()
	page.Tabs = &ui.Tabs{Label: v.Text("picture.views"), Links: []ui.Link{
		{Text: v.Text("picture.tiles"), Href: d.link(func(a *asked) { a.view = "" }), Current: a.view == ""},
		{Text: v.Text("picture.list"), Href: d.link(func(a *asked) { a.view = asList }), Current: a.view == asList},
	}}
	if a.view == asList {
		page.Table = d.table(v.Text("picture.by_region"), "/regios/")
		page.Share = d.share()
	} else {
		page.Map = d.tileMap()
		if d.rung() != places.Open {
			page.Rung = v.Text("picture.rung_" + string(d.rung()))
		}
	}
	page.CSV = a.file(view.Tonight, "/beeld.csv", "", "")
	page.Outlook = d.outlook(a.file(view.Tonight, "/verwachting.csv", "", ""))
	return d.answer(page)
}

func (s *Service) regionPage(v *web.Visit) error {
	a := read(v, s.Tonight())
	code := v.Request.PathValue("code")
	view, err := s.Regional(v.Request.Context(), v.Actor, code, a.Question)
	if err != nil {
		return err
	}
	d := drawing{v, view, a}
	page := d.frame()
	page.Crumbs = []ui.Link{{Text: v.Text("picture.netherlands"), Href: a.to(view.Tonight, "/")}, {Text: view.Area.Name, Current: true}}
	page.Heading.Above = v.Text("picture.region_above", "name", view.Area.Name, "when", d.when())
	page.Heading.Answer = d.answerFor("picture.area")
	page.Warning = d.warning()
	page.Table = d.table(v.Text("picture.by_municipality"), "/gemeenten/")
	page.Share = d.share()
	page.CSV = a.file(view.Tonight, "/beeld.csv", askRegion, code)
	page.Outlook = d.outlook(a.file(view.Tonight, "/verwachting.csv", askRegion, code))
	return d.answer(page)
}

func (s *Service) municipalityPage(v *web.Visit) error {
	a := read(v, s.Tonight())
	code := v.Request.PathValue("code")
	municipality, known := present(code)
	if !known {
		return fault.New(fault.NotFound, "picture.no_municipality", "code", code)
	}
	if municipality.Code != code {
		return v.Redirect(a.to(s.Tonight(), "/gemeenten/"+municipality.Code))
	}
	view, err := s.Municipal(v.Request.Context(), v.Actor, code, a.Question)
	if err != nil {
		return err
	}
	d := drawing{v, view, a}
	page := d.frame()
	region, _ := atlas.Region(municipality.Region)
	page.Crumbs = []ui.Link{
		{Text: v.Text("picture.netherlands"), Href: a.to(view.Tonight, "/")},
		{Text: region.Name, Href: a.to(view.Tonight, "/regios/"+region.Code)},
		{Text: municipality.Name, Current: true},
	}
	page.Heading.Above = v.Text("picture.municipality_above", "name", municipality.Name, "when", d.when())
	page.Heading.Answer = d.answerFor("picture.area")
	page.Warning = d.warning()
	page.Table = d.locations()
	page.Others = d.others()
	page.Share = d.ownShare()
	page.Near = d.near()
	page.Outlook = d.outlook(a.file(view.Tonight, "/verwachting.csv", askTown, code))
	return d.answer(page)
}

// answer sends the page, or the part of it that refreshes itself.
func (d drawing) answer(page board) error {
	if d.part {
		return d.v.Fragment("picture/board", "picture/live", page)
	}
	return d.v.Page("picture/board", page.Heading.Answer, page, web.Options{Refresh: refreshSeconds, Bare: d.wall})
}
