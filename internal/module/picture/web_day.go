package picture

import (
	"onderdak/internal/atlas"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const (
	dayPath     = "/dagrapport"
	askLocation = "locatie"
)

// dayPage is the daily report of the nation, a region or a municipality.
func (s *Service) dayPage(v *web.Visit) error {
	code := v.Request.PathValue("code")
	if code == "" {
		code = "NL"
	}
	day, err := s.Report(v.Request.Context(), v.Actor, code)
	if err != nil {
		return err
	}
	kind := askRegion
	switch {
	case code == "NL":
		kind = ""
	case day.Owner.Municipality != "":
		kind = askTown
	}
	return s.showDay(v, day, kind)
}

// locationDayPage is the daily report of one location.
func (s *Service) locationDayPage(v *web.Visit) error {
	day, err := s.LocationReport(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return s.showDay(v, day, askLocation)
}

// report makes the parts of the page; kind is what the file is asked by.
type report struct {
	v *web.Visit
	Day
	kind string
}

func (s *Service) showDay(v *web.Visit, day Day, kind string) error {
	r := report{v, day, kind}
	title := v.Text("picture.day_title", "n", day.Whole.Free, "in_use", day.Whole.InUse)
	lead := v.Text("picture.day_lead", "n", day.Whole.Realised)
	if day.Whole.Lacking > 0 {
		lead += " " + v.Text("picture.day_short", "n", day.Whole.Lacking)
	}
	file := dayPath + ".csv"
	if kind != "" {
		file += "?" + kind + "=" + day.Ground.Code
	}
	section := ui.Section{ID: "cijfers", Title: v.Text("picture.day_figures"), Table: r.table(), Text: []string{v.Text("picture.day_how", "n", Week)},
		Actions: []ui.Action{{Text: v.Text("picture.csv"), Href: file}}}
	return v.Page("picture/sheet", title+" – "+v.Text("picture.day_name")+" "+areaName(v, day.Ground.Name), ui.Sheet{
		Crumbs: r.crumbs(),
		Heading: ui.Heading{Above: v.Text("picture.day_above", "name", areaName(v, day.Ground.Name), "night", day.Tonight), Answer: title, Lead: lead,
			AsOf: i18n.Moment(v.Lang, day.At)},
		Sections: []ui.Section{section},
	})
}

func (r report) crumbs() []ui.Link {
	links := []ui.Link{{Text: r.v.Text("picture.netherlands"), Href: "/"}}
	owner := r.Owner
	if region, known := atlas.Region(owner.Region); known {
		links = append(links, ui.Link{Text: region.Name, Href: "/regios/" + region.Code})
	}
	if town, known := present(owner.Municipality); known {
		links = append(links, ui.Link{Text: town.Name, Href: "/gemeenten/" + town.Code})
	}
	if owner.Location != "" {
		links = append(links, ui.Link{Text: r.Ground.Name, Href: "/locaties/" + owner.Location})
	}
	return append(links, ui.Link{Text: r.v.Text("picture.day_name"), Current: true})
}

func (r report) table() *ui.Table {
	table := &ui.Table{ID: "dagrapport", Caption: r.v.Text("picture.day_figures"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: r.v.Text("picture.col_area")}},
		Empty:   ui.Empty{Title: r.v.Text("picture.no_locations"), Text: r.v.Text("picture.no_locations_text", "name", r.Ground.Name)}}
	for _, key := range []string{"realised", "day_short", "day_long", "day_in_use", "day_expected", "day_free", "day_leaving", "day_change", "old"} {
		table.Columns = append(table.Columns, ui.Column{Text: r.v.Text("picture.col_" + key), Number: true})
	}
	for i, line := range r.Lines {
		row := ui.Row{Cells: append([]ui.Cell{r.name(i)}, r.cells(line)...)}
		if line.Lacking > 0 {
			row.Tone = "bad"
		}
		table.Rows = append(table.Rows, row)
	}
	if len(r.Lines) > 1 {
		table.Footer = append([]ui.Cell{ui.Text(areaName(r.v, r.Ground.Name))}, r.cells(r.Whole)...)
	}
	return table
}

// name is the head of a line, leading to the report below.
func (r report) name(i int) ui.Cell {
	line := r.Lines[i]
	switch {
	case r.Others && i == len(r.Lines)-1:
		return ui.Text(r.v.Text("picture.day_others", "n", line.Locations))
	case r.kind == "":
		return ui.Linked(line.Name, "/regios/"+line.Code+dayPath)
	case r.kind == askRegion:
		return ui.Linked(line.Name, "/gemeenten/"+line.Code+dayPath)
	case r.kind == askTown:
		return ui.Linked(line.Name, "/locaties/"+line.Code+dayPath)
	}
	return ui.Text(line.Name)
}

func (r report) cells(line DayLine) []ui.Cell {
	free := ui.Number(line.Free)
	if line.Lacking > 0 {
		free.Badges = []ui.Badge{{Text: r.v.Text("picture.short_badge", "n", line.Lacking), Tone: "bad"}}
	}
	return []ui.Cell{ui.Number(line.Realised), ui.Number(line.RealisedShort), ui.Number(line.RealisedLong()), ui.Number(line.InUse), ui.Number(line.Expected),
		free, ui.Number(line.Leaving), ui.Number(line.Change), ui.Number(line.Old)}
}

// dayFile is the daily report as a file: of the nation, or of the region,
// municipality or location asked for.
func (s *Service) dayFile(v *web.Visit) error {
	query := v.Request.URL.Query()
	code := "NL"
	for _, kind := range []string{askRegion, askTown} {
		if asked := query.Get(kind); asked != "" {
			code = asked
		}
	}
	var day Day
	var err error
	if id := query.Get(askLocation); id != "" {
		code = id
		day, err = s.LocationReport(v.Request.Context(), v.Actor, id)
	} else {
		day, err = s.Report(v.Request.Context(), v.Actor, code)
	}
	if err != nil {
		return err
	}
	data, err := dayCSV(day)
	if err != nil {
		return err
	}
	return v.File("dagrapport-"+code+"-"+day.Tonight.String()+".csv", "text/csv; charset=utf-8", data)
}
