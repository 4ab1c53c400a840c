package trail

import (
	"bytes"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/sheet"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room.
func (s *Service) Routes() []web.Route {
	desk := desk{s}
	return []web.Route{
		{Method: "GET", Path: "/controle", Action: access.ViewAudit, Handle: desk.lines},
		{Method: "GET", Path: "/controle.csv", Action: access.ViewAudit, Handle: desk.file},
		{Method: "GET", Path: "/controle/wie", Action: access.ViewAudit, Handle: desk.askWho},
		{Method: "POST", Path: "/controle/wie", Action: access.ViewAudit, Handle: desk.who},
		{Method: "GET", Path: "/controle/boeken", Action: access.ViewAudit, Handle: desk.books},
		{Method: "POST", Path: "/controle/boeken", Action: access.ViewAudit, Handle: desk.check},
	}
}

// desk is where the pages of the audit are answered.
type desk struct{ *Service }

// filter is a search as it stands in an address. People stand in it by id, never
// by name.
type filter struct {
	gate.Search
	from, until ui.DateParts
	page        int
	query       url.Values
}

// readFilter reads the search from the address; what is no date is told as a
// wrong field.
func readFilter(v *web.Visit) (filter, error) {
	query := v.Request.URL.Query()
	get := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	f := filter{query: url.Values{}, from: ui.DateAnswer("van", query.Get), until: ui.DateAnswer("tot", query.Get)}
	f.Search = gate.Search{Person: get("persoon"), Object: get("object"), Action: get("handeling"), Book: get("boek")}
	for _, name := range []string{"persoon", "object", "handeling", "boek", "van-dag", "van-maand", "van-jaar", "tot-dag", "tot-maand", "tot-jaar"} {
		if value := get(name); value != "" {
			f.query.Set(name, value)
		}
	}
	page, err := strconv.Atoi(query.Get("pagina"))
	if err != nil {
		page = 1
	}
	f.page = page
	var check fault.Check
	f.From = instantOf(f.from, 0, "van", &check)
	f.Until = instantOf(f.until, 1, "tot", &check)
	return f, check.Err()
}

// instantOf is midnight in Amsterdam at the beginning of a date, some days on; 0
// where no date was typed.
func instantOf(date ui.DateParts, days int, name string, check *fault.Check) calendar.Instant {
	if date.Empty() {
		return 0
	}
	night, ok := date.Night()
	check.Field(ok, name, "trail.date_wrong")
	if !ok {
		return 0
	}
	year, month, day := night.Plus(days).Date().Date()
	return calendar.InstantOf(time.Date(year, month, day, 0, 0, 0, 0, calendar.Amsterdam))
}

// with is the address of the list with one thing of the search changed; an empty
// value takes it out.
func (f filter) with(path, name, value string) string {
	query := url.Values{}
	for key, values := range f.query {
		query[key] = values
	}
	query.Del(name)
	if value != "" {
		query.Set(name, value)
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// listPage is what the page trail/list shows.
type listPage struct {
	Heading  ui.Heading
	Chain    ui.Message
	Filter   ui.Form
	Narrowed bool
	Narrow   string
	Table    ui.Table
	Pages    ui.Pagination
}

func (d desk) lines(v *web.Visit) error {
	ctx := v.Request.Context()
	f, wrong := readFilter(v)
	var found Found
	if wrong == nil {
		found, wrong = d.Look(ctx, v.Actor, f.Search, f.page)
	}
	form := f.form(v)
	if wrong != nil {
		if told := fault.As(wrong); told.Kind != fault.Invalid || len(told.Fields) == 0 {
			return wrong
		}
		tellWrong(v, wrong, form.Fields)
	}
	checks, err := d.Checks(ctx, v.Actor)
	if err != nil {
		return err
	}
	heading, err := d.heading(v, f, found.Total)
	if err != nil {
		return err
	}
	href := f.with("/controle", "pagina", "0")
	body := listPage{
		Heading: heading, Chain: chain(v, checks), Filter: form, Narrowed: len(f.query) > 0, Narrow: v.Text("trail.narrow"),
		Table: table(v, f, found.Lines),
		Pages: ui.Pagination{Page: max(f.page, 1), Pages: max(1, (found.Total+PerPage-1)/PerPage), Total: found.Total, Href: pageHref(href)},
	}
	return v.Page("trail/list", body.Heading.Answer, body)
}

// pageHref puts the number of the page last, where the component writes it.
func pageHref(href string) string {
	path, query, _ := strings.Cut(href, "?")
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return part == "pagina=0" })
	return path + "?" + strings.Join(append(parts, "pagina="), "&")
}

func tellWrong(v *web.Visit, err error, fields []ui.Field) {
	v.Status(http.StatusUnprocessableEntity)
	for _, wrong := range fault.As(err).Fields {
		for i := range fields {
			if fields[i].Name == wrong.Name {
				fields[i].Error = v.Text(wrong.Key)
			}
		}
	}
}

func (d desk) heading(v *web.Visit, f filter, total int) (ui.Heading, error) {
	heading := ui.Heading{Answer: v.Text("trail.title", "n", total), Lead: v.Text("trail.lead"), AsOf: i18n.Moment(v.Lang, v.Now())}
	if total == Most {
		heading.Answer = v.Text("trail.title_many", "most", Most)
	}
	heading.Actions = []ui.Action{{Text: v.Text("trail.by_person"), Href: "/controle/wie"}, {Text: v.Text("trail.csv"), Href: f.with("/controle.csv", "pagina", "")}}
	if f.Person != "" {
		name, err := d.NameOf(v.Request.Context(), v.Actor, f.Person)
		if err != nil {
			return heading, err
		}
		heading.Above = v.Text("trail.of_person", "name", personWords(v, name, f.Person))
	}
	if f.Object != "" {
		heading.Above = strings.TrimSpace(heading.Above + " " + v.Text("trail.of_object", "object", objectWords(v, f.Object)))
		if page := pageOfObject(v, f.Object); page != "" {
			heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("trail.to_object"), Href: page})
		}
	}
	return heading, nil
}

func (f filter) form(v *web.Visit) ui.Form {
	actions := []ui.Option{{Value: "", Label: v.Text("trail.every_action")}}
	for _, action := range access.Actions() {
		actions = append(actions, ui.Option{Value: string(action), Label: v.Text("access.action." + string(action)), Chosen: string(action) == f.Action})
	}
	books := []ui.Option{{Value: "", Label: v.Text("trail.every_book")}, {Value: "NL", Label: v.Text("trail.book_nation"), Chosen: f.Book == "NL"}}
	for _, region := range atlas.Regions() {
		books = append(books, ui.Option{Value: region.Code, Label: v.Text("trail.book_region", "region", region.Name), Chosen: region.Code == f.Book})
	}
	municipalities := atlas.Municipalities()
	slices.SortFunc(municipalities, func(a, b atlas.Municipality) int { return strings.Compare(a.Name, b.Name) })
	for _, one := range municipalities {
		books = append(books, ui.Option{Value: one.Code, Label: v.Text("trail.book_municipality", "municipality", one.Name), Chosen: one.Code == f.Book})
	}
	fields := []ui.Field{
		{Kind: ui.SelectField, Name: "handeling", Label: v.Text("trail.action"), Options: actions},
		{Kind: ui.SelectField, Name: "boek", Label: v.Text("trail.book"), Options: books},
		{Kind: ui.DateField, Name: "van", Label: v.Text("trail.from"), Date: f.from, Optional: true},
		{Kind: ui.DateField, Name: "tot", Label: v.Text("trail.until"), Date: f.until, Optional: true},
		{Kind: ui.TextField, Name: "object", Label: v.Text("trail.object"), Hint: v.Text("trail.object_hint"), Value: f.Object, Width: 30, Optional: true},
	}
	if f.Person != "" {
		fields = append(fields, ui.Field{Kind: ui.HiddenField, Name: "persoon", Value: f.Person})
	}
	return ui.Form{Action: "/controle", Search: true, Submit: v.Text("trail.show"), Fields: fields,
		Cancel: ui.Link{Text: v.Text("trail.show_all"), Href: "/controle"}}
}

func table(v *web.Visit, f filter, lines []Line) ui.Table {
	shown := ui.Table{
		ID: "regels", Caption: v.Text("trail.caption"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("trail.when")}, {Text: v.Text("trail.who")}, {Text: v.Text("trail.action")}, {Text: v.Text("trail.on")},
			{Text: v.Text("trail.why")}, {Text: v.Text("trail.book")},
		},
		Empty: ui.Empty{Title: v.Text("trail.nothing"), Text: v.Text("trail.nothing_text")},
	}
	for _, line := range lines {
		who := ui.Linked(personWords(v, line.Name, line.Person), f.with("/controle", "persoon", line.Person))
		who.Note = v.Text("access.role." + line.Role)
		what := ui.Text(actionWords(v, line.Action))
		if line.Looked() {
			what.Badges = []ui.Badge{{Text: v.Text("trail.looked"), Tone: "attention"}}
		}
		why := ui.Text(reasonWords(v, line.Reason))
		why.Note = detailWords(v, line.Detail)
		shown.Rows = append(shown.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(i18n.Moment(v.Lang, line.At)), who, what,
			ui.Linked(lineWords(v, line), f.with("/controle", "object", line.Object)), why, ui.Text(bookWords(v, line.Book)),
		}})
	}
	return shown
}

// file gives what the search finds as CSV.
func (d desk) file(v *web.Visit) error {
	f, err := readFilter(v)
	if err != nil {
		return err
	}
	found, err := d.Take(v.Request.Context(), v.Actor, f.Search)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	rows := [][]string{{"moment", "boek", "nummer", "persoon", "naam", "rol", "handeling", "object", "reden", "bijzonderheden"}}
	for _, line := range found.Lines {
		rows = append(rows, []string{
			line.At.Time().In(calendar.Amsterdam).Format(time.RFC3339), line.Book, strconv.FormatInt(line.Seq, 10), line.Person, line.Name, line.Role,
			line.Action, line.Object, line.Reason, line.Detail,
		})
	}
	if err := sheet.NewWriter(&out).WriteAll(rows); err != nil {
		return err
	}
	return v.File("controle-"+v.Now().Night().String()+".csv", "text/csv; charset=utf-8", out.Bytes())
}
