package picture

import (
	"net/http"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const pastPath = "/terugkijken"

// backThen is the question after a past moment, as it was typed.
type backThen struct {
	day, night ui.DateParts
	hour       string
	at         calendar.Instant
	of         calendar.Night
	wrong      map[string]string
}

// readBackThen reads the address; without anything in it this moment is asked
// for, so that the page opens with a picture.
func (s *Service) readBackThen(v *web.Visit) backThen {
	query := v.Request.URL.Query()
	asked := backThen{
		day: ui.DateAnswer("dag", query.Get), night: ui.DateAnswer("nacht", query.Get), hour: strings.TrimSpace(query.Get("tijd")),
		at: s.Now(), of: s.Tonight(), wrong: map[string]string{},
	}
	if asked.day.Empty() && asked.hour == "" && asked.night.Empty() {
		asked.day, asked.hour = ui.PartsOf(asked.of), asked.at.Time().In(calendar.Amsterdam).Format("15:04")
		return asked
	}
	day, ok := asked.day.Night()
	if !ok || day > s.Tonight() {
		asked.wrong["dag"] = v.Text("picture.past_day_wrong")
	}
	clock, err := time.Parse("15:04", asked.hour)
	if err != nil {
		asked.wrong["tijd"] = v.Text("picture.past_hour_wrong")
	}
	asked.of = day
	if !asked.night.Empty() {
		if asked.of, ok = asked.night.Night(); !ok {
			asked.wrong["nacht"] = v.Text("picture.past_night_wrong")
		}
	}
	if len(asked.wrong) == 0 {
		date := day.Date()
		asked.at = calendar.InstantOf(time.Date(date.Year(), date.Month(), date.Day(), clock.Hour(), clock.Minute(), 59, 0, calendar.Amsterdam))
	}
	return asked
}

func (s *Service) pastPage(v *web.Visit) error {
	asked := s.readBackThen(v)
	sheet := ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("picture.nav"), Href: "/"}, {Text: v.Text("picture.past_name"), Current: true}},
		Heading: ui.Heading{Answer: v.Text("picture.past_name"), Lead: v.Text("picture.past_lead")},
		Form: &ui.Form{Action: pastPath, Search: true, Submit: v.Text("picture.past_show"), Fields: []ui.Field{
			{Kind: ui.DateField, Name: "dag", Label: v.Text("picture.past_day"), Date: asked.day, Error: asked.wrong["dag"]},
			{Kind: ui.TextField, Name: "tijd", Label: v.Text("picture.past_hour"), Hint: v.Text("picture.past_hour_hint"), Value: asked.hour,
				Width: 4, Error: asked.wrong["tijd"]},
			{Kind: ui.DateField, Name: "nacht", Label: v.Text("picture.past_night"), Hint: v.Text("picture.past_night_hint"), Date: asked.night,
				Optional: true, Error: asked.wrong["nacht"]},
		}},
	}
	if len(asked.wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
		return v.Page("picture/sheet", sheet.Heading.Answer, sheet)
	}
	past, err := s.PastOf(v.Request.Context(), v.Actor, asked.at, asked.of)
	if err != nil {
		return err
	}
	sheet.Heading.Above = v.Text("picture.past_above", "night", past.Night, "moment", i18n.Moment(v.Lang, past.At))
	sheet.Heading.Answer = v.Text("picture.past_title", "held", past.Nation.Held, "open", past.Nation.Open-past.Nation.Blocked)
	sheet.Sections = []ui.Section{{ID: "toen", Title: v.Text("picture.past_table"), Table: pastTable(v, past)}}
	return v.Page("picture/sheet", sheet.Heading.Answer+" – "+v.Text("picture.past_name"), sheet)
}

// pastTable has a row per region the register knew of then, and the nation below.
func pastTable(v *web.Visit, past Past) *ui.Table {
	table := &ui.Table{
		ID: "toen-tabel", Caption: v.Text("picture.past_table"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("picture.col_area")}},
		Empty:   ui.Empty{Title: v.Text("picture.past_none")},
	}
	for _, key := range []string{"picture.col_pledged", "picture.col_inspected", "picture.col_realised", "picture.col_open", "picture.col_held",
		"picture.col_free", "picture.past_short"} {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text(key), Number: true})
	}
	for _, region := range atlas.Regions() {
		if numbers, known := past.Areas[region.Code]; known {
			table.Rows = append(table.Rows, ui.Row{Cells: append([]ui.Cell{ui.Linked(region.Name, "/regios/"+region.Code)}, pastCells(numbers)...)})
		}
	}
	if len(table.Rows) > 0 {
		table.Footer = append([]ui.Cell{ui.Text(v.Text("picture.past_nation"))}, pastCells(past.Nation)...)
	}
	return table
}

func pastCells(n places.Numbers) []ui.Cell {
	var cells []ui.Cell
	for _, figure := range []int{n.Pledged, n.Inspected, n.Realised, n.Open - n.Blocked, n.Held, n.Free, n.Short} {
		cells = append(cells, ui.Number(figure))
	}
	return cells
}
