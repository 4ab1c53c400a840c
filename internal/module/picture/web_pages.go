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
	Chart   *chart
	NoMap   string // asked for a map that is not there: how to get it
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
	if err := s.figures(&d, &page, "picture.by_region", "/regios/"); err != nil {
		return err
	}
	page.CSV = a.file(view.Tonight, "/beeld.csv", "", "")
	page.Outlook = d.outlook(a.file(view.Tonight, "/verwachting.csv", "", ""))
	return d.answer(page)
}

// figures shows the parts of the area: as tiles (the nation only), on the map
// with its table, or in the table alone. The tab of the map is there when the
// operator imported boundaries.
func (s *Service) figures(d *drawing, page *board, caption, base string) error {
	has, err := s.HasGeography(d.v.Request.Context(), d.v.Actor)
	if err != nil {
		return err
	}
	nation := d.Area.Code == "NL"
	page.Tabs = d.tabs(nation, has)
	if nation && d.view == "" {
		page.Map = d.tileMap()
		if d.rung() != places.Open {
			page.Rung = d.v.Text("picture.rung_" + string(d.rung()))
		}
		return nil
	}
	page.Table = d.table(d.v.Text(caption), base)
	page.Share = d.share()
	if d.view != asMap {
		return nil
	}
	drawn, found, err := s.Geography(d.v.Request.Context(), d.v.Actor, d.Area.Code)
	if err != nil {
		return err
	}
	if !found {
		page.NoMap = d.v.Text("picture.no_map")
		return nil
	}
	page.Chart = d.chart(drawn, base)
	return nil
}

// tabs are the ways to show the parts; none where there is only one.
func (d drawing) tabs(nation, geography bool) *ui.Tabs {
	tabs := &ui.Tabs{Label: d.v.Text("picture.views")}
	add := func(key, view string, current bool) {
		tabs.Links = append(tabs.Links, ui.Link{Text: d.v.Text(key), Href: d.link(func(a *asked) { a.view = view }), Current: current})
	}
	list := asList
	if nation {
		add("picture.tiles", "", d.view == "")
	} else {
		list = ""
	}
	if geography {
		add("picture.map", asMap, d.view == asMap)
	}
	add("picture.list", list, d.view == asList || !nation && d.view == "")
	if len(tabs.Links) == 1 {
		return nil
	}
	return tabs
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
	if err := s.figures(&d, &page, "picture.by_municipality", "/gemeenten/"); err != nil {
		return err
	}
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
