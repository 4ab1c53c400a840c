package picture

import (
	"net/http"
	"strconv"
	"strings"

	"onderdak/internal/fairshare"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const (
	sharePath = "/verdeling"
	askNeeded = "nodig"
)

// sharePage compares what regions carry, or the municipalities of one, with what
// falls to them.
func (s *Service) sharePage(v *web.Visit) error {
	code := v.Request.PathValue("code")
	if code == "" {
		code = "NL"
	}
	typed := strings.TrimSpace(v.Request.URL.Query().Get(askNeeded))
	needed, wrong := neededOf(v, typed)
	if wrong != "" {
		v.Status(http.StatusUnprocessableEntity)
	}
	fair, err := s.FairShare(v.Request.Context(), v.Actor, code, needed)
	if err != nil {
		return err
	}
	page := sharing{v, fair, v.Request.URL.Path, typed}
	parts, short := fair.Below()
	title := v.Text("picture.share_title", "n", parts, "of", page.kind("parts"))
	if code == "NL" && fair.Area.Carried(places.Realised) == 0 {
		title = v.Text("picture.share_none")
	}
	return v.Page("picture/share", title, shareBoard{
		Crumbs: page.crumbs(),
		Heading: ui.Heading{Above: v.Text("picture.share_above", "name", areaName(v, fair.Area.Name), "key", fairshare.Key), Answer: title,
			Lead: v.Text("picture.share_lead", "n", short), AsOf: i18n.Moment(v.Lang, fair.At)},
		Stats: page.spread(), Table: page.table(), CSV: page.csv(), Form: page.form(wrong), Open: wrong != "" || typed != "",
		Explained: ui.Section{ID: "uitleg", Title: v.Text("picture.share_how"), Text: []string{
			v.Text("picture.share_how_1", "needed", fair.Needed, "inhabitants", fair.Nation.Inhabitants), v.Text("picture.share_how_2"), v.Text("picture.share_how_3", "key", fairshare.Key)}},
	})
}

// shareBoard is the body of the page.
type shareBoard struct {
	Crumbs    []ui.Link
	Heading   ui.Heading
	Stats     []ui.Stat
	Table     *ui.Table
	CSV       string
	Form      ui.Form
	Open      bool
	Explained ui.Section
}

// neededOf reads how many places are needed; what cannot be read counts as not
// asked and is told.
func neededOf(v *web.Visit, typed string) (int, string) {
	if typed == "" {
		return 0, ""
	}
	needed, err := strconv.Atoi(typed)
	if err != nil || needed < 1 || needed > MostNeeded {
		return 0, v.Text("picture.needed_wrong", "most", MostNeeded)
	}
	return needed, ""
}

// sharing makes the parts of the page.
type sharing struct {
	v *web.Visit
	Fair
	path, typed string
}

// kind is a text about regions, or about municipalities where those are shown.
func (s sharing) kind(key string) string {
	if s.Area.Code == "NL" {
		return s.v.Text("picture.share_regions_"+key, "n", len(s.Parts))
	}
	return s.v.Text("picture.share_towns_"+key, "n", len(s.Parts))
}

func (s sharing) crumbs() []ui.Link {
	links := []ui.Link{{Text: s.v.Text("picture.netherlands"), Href: "/"}}
	if s.Area.Code != "NL" {
		links = append(links, ui.Link{Text: s.Area.Name, Href: "/regios/" + s.Area.Code})
	}
	return append(links, ui.Link{Text: s.v.Text("picture.share_name"), Current: true})
}

// spread is the lowest, the highest and the nation: shown always.
func (s sharing) spread() []ui.Stat {
	stat := func(key string, area Area, name string) ui.Stat {
		return ui.Stat{Text: s.v.Text("picture.decimal", "value", area.PerThousand(places.Realised)), Label: s.v.Text("picture.share_per_thousand"),
			Note: s.v.Text("picture.share_"+key, "name", name)}
	}
	stats := []ui.Stat{stat("lowest", s.Spread.Lowest, s.Spread.Lowest.Name), stat("highest", s.Spread.Highest, s.Spread.Highest.Name),
		stat("nation", s.Nation, s.v.Text("picture.netherlands"))}
	if s.Spread.Factor > 0 {
		stats = append(stats, ui.Stat{Text: s.v.Text("picture.decimal", "value", s.Spread.Factor), Label: s.v.Text("picture.share_times"), Note: s.v.Text("picture.share_times_note")})
	}
	return stats
}

func (s sharing) table() *ui.Table {
	table := &ui.Table{ID: "verdeling", Caption: s.kind("caption"), Compact: true, Columns: []ui.Column{{Text: s.v.Text("picture.col_area")}}}
	for _, key := range []string{"inhabitants", "target", "realised", "todo", "difference", "share"} {
		table.Columns = append(table.Columns, ui.Column{Text: s.v.Text("picture.col_" + key), Number: true})
	}
	for i, share := range s.Shares {
		href := "/regios/" + share.Code + sharePath + s.query()
		if s.Area.Code != "NL" {
			href = "/gemeenten/" + share.Code
		}
		row := ui.Row{Cells: append([]ui.Cell{ui.Linked(s.Parts[i].Name, href)}, s.cells(share, s.Parts[i], share.ToDo())...)}
		table.Rows = append(table.Rows, row)
	}
	table.Footer = append([]ui.Cell{ui.Text(areaName(s.v, s.Area.Name))}, s.cells(s.Whole, s.Area, s.ToDo())...)
	return table
}

func (s sharing) cells(share fairshare.Share, area Area, toDo int) []ui.Cell {
	return []ui.Cell{ui.Number(share.Inhabitants), ui.Number(share.Target), ui.Number(share.Carried), ui.Number(toDo), ui.Number(share.Difference()),
		ui.Text(s.v.Text("picture.decimal", "value", area.PerThousand(places.Realised)))}
}

func (s sharing) query() string {
	if s.typed == "" || s.Needed == 0 {
		return ""
	}
	return "?" + askNeeded + "=" + strconv.Itoa(s.Needed)
}

func (s sharing) csv() string {
	address := sharePath + ".csv" + s.query()
	if s.Area.Code == "NL" {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + askRegion + "=" + s.Area.Code
	}
	return address + "?" + askRegion + "=" + s.Area.Code
}

// form asks of how many places the shares are to be reckoned.
func (s sharing) form(wrong string) ui.Form {
	value := s.typed
	if value == "" {
		value = strconv.Itoa(s.Needed)
	}
	return ui.Form{Action: s.path, Search: true, Submit: s.v.Text("picture.share_reckon"), Fields: []ui.Field{{
		Kind: ui.NumberField, Name: askNeeded, Label: s.v.Text("picture.share_needed"), Hint: s.v.Text("picture.share_needed_hint", "n", s.Nation.Carried(places.Realised)),
		Value: value, Width: 10, Error: wrong}}}
}

// shareFile is the table as a file.
func (s *Service) shareFile(v *web.Visit) error {
	code := v.Request.URL.Query().Get(askRegion)
	if code == "" {
		code = "NL"
	}
	needed, wrong := neededOf(v, v.Request.URL.Query().Get(askNeeded))
	if wrong != "" {
		needed = -1
	}
	fair, err := s.FairShare(v.Request.Context(), v.Actor, code, needed)
	if err != nil {
		return err
	}
	data, err := shareCSV(fair)
	if err != nil {
		return err
	}
	return v.File("verdeling-"+code+"-"+fair.Night.String()+".csv", "text/csv; charset=utf-8", data)
}
