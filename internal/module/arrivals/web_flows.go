package arrivals

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/module/households"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/sheet"
)

const flowsPath = "/instroom"

// flowPage is the page of what came in and went out.
type flowPage struct {
	Crumbs   []ui.Link
	Heading  ui.Heading
	Stats    []ui.Stat
	Form     ui.Form
	Chart    *flowChart
	Sections []ui.Section
}

func flowQuestion(v *web.Visit) FlowQuestion {
	query := v.Request.URL.Query()
	return FlowQuestion{Code: query.Get("gebied"), Days: number(query.Get("dagen")), Weekly: query.Get("per") == "week"}
}

// flowAddress is a question as an address.
func flowAddress(path string, f Flows, code string) string {
	query := url.Values{"gebied": {code}, "dagen": {strconv.Itoa(int(f.Until - f.From))}}
	if f.Weekly {
		query.Set("per", "week")
	}
	return path + "?" + query.Encode()
}

func (d desk) flows(v *web.Visit) error {
	f, err := d.Flows(v.Request.Context(), v.Actor, flowQuestion(v))
	if err != nil {
		return err
	}
	name := f.Name
	if f.Code == nation {
		name = v.Text("matching.web_nation")
	}
	all := table([]Flow{f.Total}, func(int) bool { return f.Own })[0]
	title := v.Text("arrivals.flows_title", "came", figureText(v, all[0]), "left", figureText(v, all[3]), "days", int(f.Until-f.From))
	page := flowPage{
		Crumbs: flowCrumbs(v, f, name),
		Heading: ui.Heading{Above: name, Answer: title, Lead: v.Text("arrivals.flows_lead"), AsOf: when(v, d.door.Now()), Actions: []ui.Action{
			{Text: v.Text("ui.csv"), Href: flowAddress(flowsPath+".csv", f, f.Code)},
		}},
		Form: flowForm(v, f, name),
	}
	for i, column := range flowColumns {
		stat := ui.Stat{Label: v.Text("arrivals.flow_" + column), Text: figureText(v, all[i])}
		page.Stats = append(page.Stats, stat)
	}
	rows := lineFigures(f)
	page.Chart = newFlowChart(v, f, rows)
	page.Sections = append(page.Sections, ui.Section{ID: "dagen", Title: v.Text("arrivals.flows_days"), Table: lineTable(v, f, rows, all)})
	if len(f.Parts) > 0 {
		page.Sections = append(page.Sections, ui.Section{ID: "delen", Title: v.Text("arrivals.flows_parts"), Table: partTable(v, f, all)})
	}
	return v.Page("arrivals/flows", title+" – "+name, page)
}

// flowColumns are the counts of a flow, by the ends of their message keys.
var flowColumns = []string{"came", "moved_in", "moved_out", "left", "not_arrived"}

func flowCrumbs(v *web.Visit, f Flows, name string) []ui.Link {
	links := []ui.Link{{Text: v.Text("arrivals.nav_flows"), Href: flowsPath}}
	if f.Code == nation {
		return crumbs(v, links...)
	}
	if town, known := atlas.Find(f.Code); known {
		region, _ := atlas.Region(town.Region)
		links = append(links, ui.Link{Text: region.Name, Href: flowAddress(flowsPath, f, town.Region)})
	}
	return crumbs(v, append(links, ui.Link{Text: name})...)
}

func flowForm(v *web.Visit, f Flows, name string) ui.Form {
	area := ui.Field{Kind: ui.SelectField, Name: "gebied", Label: v.Text("arrivals.area")}
	area.Options = append(area.Options, ui.Option{Value: nation, Label: v.Text("matching.web_nation"), Chosen: f.Code == nation})
	known := f.Code == nation
	for _, region := range atlas.Regions() {
		area.Options = append(area.Options, ui.Option{Value: region.Code, Label: region.Name, Chosen: f.Code == region.Code})
		known = known || f.Code == region.Code
	}
	if !known {
		area.Options = append(area.Options, ui.Option{Value: f.Code, Label: name, Chosen: true})
	}
	days := ui.Field{Kind: ui.SelectField, Name: "dagen", Label: v.Text("arrivals.period")}
	for _, n := range FlowDays {
		days.Options = append(days.Options, ui.Option{Value: strconv.Itoa(n), Label: v.Text("arrivals.n_days", "n", n), Chosen: int(f.Until-f.From) == n})
	}
	per := ui.Field{Kind: ui.SelectField, Name: "per", Label: v.Text("arrivals.per"), Options: []ui.Option{
		{Value: "dag", Label: v.Text("arrivals.per_day"), Chosen: !f.Weekly}, {Value: "week", Label: v.Text("arrivals.per_week"), Chosen: f.Weekly},
	}}
	return ui.Form{Action: flowsPath, Search: true, Submit: v.Text("matching.web_show"), Fields: []ui.Field{area, days, per}}
}

// figureText writes a count; a hidden one as fewer than five.
func figureText(v *web.Visit, f Figure) string {
	if f.Hidden {
		return v.Text("arrivals.few")
	}
	return i18n.Count(v.Lang, f.Count)
}

func figureCells(v *web.Visit, row []Figure) (cells []ui.Cell) {
	for _, figure := range row {
		if figure.Hidden {
			cells = append(cells, ui.Text(v.Text("arrivals.few")))
			continue
		}
		cells = append(cells, ui.Number(figure.Count))
	}
	return cells
}

func flowHeads(v *web.Visit, first string) []ui.Column {
	heads := []ui.Column{{Text: first}}
	for _, column := range flowColumns {
		heads = append(heads, ui.Column{Text: v.Text("arrivals.flow_" + column), Number: true})
	}
	return heads
}

func lineFigures(f Flows) [][]Figure {
	flows := make([]Flow, len(f.Lines))
	for i, line := range f.Lines {
		flows[i] = line.Flow
	}
	return table(flows, func(int) bool { return f.Own })
}

func lineName(v *web.Visit, f Flows, line FlowLine) string {
	if f.Weekly {
		return v.Text("arrivals.week_of", "from", line.From, "last", line.Until-1)
	}
	weekday, _, _ := strings.Cut(i18n.ShortDate(v.Lang, line.From), " ")
	return weekday + " " + long(v, line.From)
}

func lineTable(v *web.Visit, f Flows, rows [][]Figure, all []Figure) *ui.Table {
	shown := &ui.Table{ID: "dagen-lijst", Caption: v.Text("arrivals.flows_days"), Hidden: true, Compact: true,
		Columns: flowHeads(v, v.Text("arrivals.day")), Footer: append([]ui.Cell{ui.Text(v.Text("arrivals.total"))}, figureCells(v, all)...)}
	for i := len(f.Lines) - 1; i >= 0; i-- {
		shown.Rows = append(shown.Rows, ui.Row{Cells: append([]ui.Cell{ui.Text(lineName(v, f, f.Lines[i]))}, figureCells(v, rows[i])...)})
	}
	return shown
}

func partFigures(f Flows) [][]Figure {
	flows := make([]Flow, len(f.Parts))
	for i, part := range f.Parts {
		flows[i] = part.Flow
	}
	return table(flows, func(i int) bool { return f.Parts[i].Own })
}

func partTable(v *web.Visit, f Flows, all []Figure) *ui.Table {
	shown := &ui.Table{ID: "delen-lijst", Caption: v.Text("arrivals.flows_parts"), Hidden: true, Compact: true,
		Columns: flowHeads(v, v.Text("arrivals.area")), Footer: append([]ui.Cell{ui.Text(v.Text("arrivals.total"))}, figureCells(v, all)...)}
	for i, row := range partFigures(f) {
		part := f.Parts[i]
		shown.Rows = append(shown.Rows, ui.Row{Cells: append([]ui.Cell{ui.Linked(part.Name, flowAddress(flowsPath, f, part.Code))}, figureCells(v, row)...)})
	}
	return shown
}

// flowChart is a bar above the line for who came, and one below it for who
// went, for every day or week.
type flowChart struct {
	Heading, Label string
	Top            int
	Width          int
	Zero           int  // where the line of nothing lies, from the top
	Both           bool // somebody went: there are bars below the line
	In, Out        string
	Marks          []flowMark
}

type flowMark struct {
	Text  string
	Minor bool
}

// chartHeight is in units of the drawing.
const chartHeight = 200

// ViewBox is the extent of the drawing.
func (c flowChart) ViewBox() string { return "0 0 " + strconv.Itoa(c.Width) + " 200" }

func newFlowChart(v *web.Visit, f Flows, rows [][]Figure) *flowChart {
	chart := &flowChart{Heading: balanceText(v, f), Label: v.Text("arrivals.flows_legend"), Top: 1, Width: 10 * len(rows)}
	for _, row := range rows {
		came, went := row[0].Count+row[1].Count, row[2].Count+row[3].Count
		chart.Top = max(chart.Top, came, went)
		chart.Both = chart.Both || went > 0
	}
	chart.Zero = chartHeight
	if chart.Both {
		chart.Zero = chartHeight / 2
	}
	step := max(1, (len(rows)+7)/8)
	var in, out strings.Builder
	for i, row := range rows {
		chart.bar(&in, i, -(row[0].Count + row[1].Count))
		chart.bar(&out, i, row[2].Count+row[3].Count)
		mark := flowMark{Minor: i/step%2 == 1}
		if i%step == 0 {
			date := f.Lines[i].From.Date()
			mark.Text = strconv.Itoa(date.Day()) + " " + v.Text("ui.month_"+strconv.Itoa(int(date.Month())))
		}
		chart.Marks = append(chart.Marks, mark)
	}
	chart.In, chart.Out = in.String(), out.String()
	return chart
}

// balanceText states what the chart shows; a small difference is not told to
// others.
func balanceText(v *web.Visit, f Flows) string {
	balance := f.Total.Balance()
	_, hidden := households.Hide(max(balance, -balance), f.Own)
	switch {
	case balance == 0 || hidden:
		return v.Text("arrivals.flows_steady")
	case balance > 0:
		return v.Text("arrivals.flows_more", "n", balance)
	}
	return v.Text("arrivals.flows_less", "n", -balance)
}

// bar draws from the line of nothing up (negative) or down.
func (c flowChart) bar(path *strings.Builder, i, persons int) {
	if persons == 0 {
		return
	}
	zero := strconv.Itoa(c.Zero)
	path.WriteString("M" + strconv.Itoa(10*i+1) + " " + zero + "V" + strconv.Itoa(c.Zero+persons*c.Zero/c.Top) + "H" + strconv.Itoa(10*i+9) + "V" + zero + "Z")
}

func (d desk) flowsFile(v *web.Visit) error {
	f, err := d.Flows(v.Request.Context(), v.Actor, flowQuestion(v))
	if err != nil {
		return err
	}
	rows := [][]string{{"code", "naam", "van", "tot", "gekomen", "verhuisd_hierheen", "verhuisd_weg", "vertrokken", "niet_aangekomen"}}
	for i, row := range lineFigures(f) {
		rows = append(rows, append([]string{f.Code, f.Name, f.Lines[i].From.String(), f.Lines[i].Until.String()}, figureWords(row)...))
	}
	for i, row := range partFigures(f) {
		rows = append(rows, append([]string{f.Parts[i].Code, f.Parts[i].Name, f.From.String(), f.Until.String()}, figureWords(row)...))
	}
	var out bytes.Buffer
	if err := sheet.NewWriter(&out).WriteAll(rows); err != nil {
		return err
	}
	return v.File("instroom-"+f.Code+"-"+f.From.String()+".csv", "text/csv; charset=utf-8", out.Bytes())
}

func figureWords(row []Figure) (words []string) {
	for _, figure := range row {
		if figure.Hidden {
			words = append(words, "<5")
			continue
		}
		words = append(words, strconv.Itoa(figure.Count))
	}
	return words
}
