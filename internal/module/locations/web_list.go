package locations

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const (
	horizon = 90 // nights looked ahead for the first full one
	perPage = 50 // locations on a page
)

// The positions by which a list can be narrowed, as they stand in addresses.
const (
	standFree   = "vrij"
	standFull   = "vol"
	standOld    = "oud"
	standShort  = "tekort"
	standClosed = "gesloten"
)

var stands = []struct{ value, key string }{
	{"", "locations.stand_all"}, {standFree, "locations.stand_free"}, {standFull, "locations.stand_full"},
	{standOld, "locations.stand_old"}, {standShort, "locations.stand_short"}, {standClosed, "locations.stand_closed"},
}

// listed is a location with what the list tells of it.
type listed struct {
	places.Summary
	ahead []int            // free places on the nights from tonight on
	ends  *places.Promised // announced to close, with what is promised after that; nil: it goes on
}

// open is how many places can be promised tonight at all, taken ones included.
func (l listed) open() int { return max(0, l.Numbers.Open-l.Blocked) }

func (l listed) short() bool {
	return slices.ContainsFunc(l.ahead, func(free int) bool { return free < 0 })
}

// firstFull finds how many nights from tonight the first is on which nothing is
// free; false when there is always something.
func (l listed) firstFull() (int, bool) {
	for i, free := range l.ahead {
		if free <= 0 {
			return i, true
		}
	}
	return 0, false
}

// stands says whether the location is of those asked for. One that is closed is
// not, unless those are; but while people are promised nights in it, it stays in
// sight.
func (l listed) stands(position string) bool {
	if l.ClosedAt != 0 && position != standClosed && !l.short() {
		return false
	}
	switch position {
	case standClosed:
		return l.ClosedAt != 0
	case standFree:
		return l.Free > 0
	case standFull:
		return l.open() > 0 && l.Free == 0
	case standOld:
		return l.OldReport
	case standShort:
		return l.short()
	}
	return true
}

// choice is how the visitor narrowed the list.
type choice struct {
	municipality, stand, text string
	page                      int
}

func chosen(query url.Values) choice {
	page, err := strconv.Atoi(query.Get("pagina"))
	if err != nil || page < 1 {
		page = 1
	}
	return choice{query.Get("gemeente"), query.Get("stand"), strings.TrimSpace(query.Get("zoek")), page}
}

func (c choice) narrows() bool { return c.municipality+c.stand+c.text != "" }

func (c choice) matches(l listed) bool {
	filter := places.Filter{Municipality: c.municipality, Text: c.text, Closed: true}
	return filter.Matches(l.Location) && l.stands(c.stand)
}

// href is the list narrowed in the same way; a number of a page follows.
func (c choice) href() string {
	query := url.Values{}
	for name, value := range map[string]string{"gemeente": c.municipality, "stand": c.stand, "zoek": c.text} {
		if value != "" {
			query.Set(name, value)
		}
	}
	query.Set("pagina", "")
	return "/locaties?" + strings.Replace(query.Encode(), "pagina=&", "", 1)
}

// register reads every location within the visitor's reach, closed ones too, with
// its numbers tonight and its free places ahead.
func (d desk) register(v *web.Visit, ahead int) (found []listed, err error) {
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		tonight, now := d.door.Tonight(), d.door.Now()
		locations, err := places.LocationsWithin(ctx, tx, scope)
		if err != nil {
			return err
		}
		totals, err := places.Totals(ctx, tx, scope, places.ByLocation, tonight, tonight+1)
		if err != nil {
			return err
		}
		free, err := places.FreePerNight(ctx, tx, scope, tonight, tonight.Plus(ahead))
		if err != nil {
			return err
		}
		closings, err := places.AnnouncedClosings(ctx, tx, scope)
		if err != nil {
			return err
		}
		numbers := make(map[string]places.Numbers, len(totals))
		for _, group := range totals {
			numbers[group.Key] = group.Nights[0]
		}
		for _, l := range locations {
			old := l.ClosedAt == 0 && l.Old(now)
			one := listed{Summary: places.Summary{Location: l, Numbers: numbers[l.ID], OldReport: old}, ahead: free[l.ID]}
			if promised, closes := closings[l.ID]; closes {
				one.ends = &promised
			}
			found = append(found, one)
		}
		return nil
	})
	return found, err
}

// listPage is what the page places/list shows.
type listPage struct {
	Heading  ui.Heading
	Filter   ui.Form
	Narrowed bool
	Narrow   string
	Table    ui.Table
	Pages    ui.Pagination
}

func (d desk) list(v *web.Visit) error {
	tellDone(v)
	all, err := d.register(v, horizon)
	if err != nil {
		return err
	}
	choice := chosen(v.Request.URL.Query())
	var found []listed
	free := 0
	for _, l := range all {
		if choice.matches(l) {
			found = append(found, l)
			free += l.Free
		}
	}
	slices.SortStableFunc(found, func(a, b listed) int {
		return cmp.Compare(municipalityName(a.Municipality), municipalityName(b.Municipality))
	})
	pages := max(1, (len(found)+perPage-1)/perPage)
	page := min(choice.page, pages)
	shown := found[(page-1)*perPage : min(page*perPage, len(found))]
	body := listPage{
		Heading:  d.listHeading(v, len(found), free),
		Filter:   filterForm(v, choice, all),
		Narrowed: choice.narrows(),
		Narrow:   v.Text("locations.narrow"),
		Table:    d.listTable(v, shown, choice.narrows()),
		Pages:    ui.Pagination{Page: page, Pages: pages, Total: len(found), Href: choice.href()},
	}
	return v.Page("locations/list", body.Heading.Answer, body)
}

func (d desk) listHeading(v *web.Visit, locations, free int) ui.Heading {
	heading := ui.Heading{
		Answer: v.Text("locations.list_free", "n", free), Lead: v.Text("locations.list_count", "n", locations),
		AsOf: clock(v, d.door.Now()),
	}
	if len(reachable(v)) > 0 {
		heading.Actions = []ui.Action{{Text: v.Text("locations.new"), Href: "/locaties/nieuw"}}
	}
	if locations == 0 {
		heading.Answer = v.Text("locations.list_none")
		heading.Lead = ""
	}
	return heading
}

func filterForm(v *web.Visit, c choice, all []listed) ui.Form {
	municipalities := []ui.Option{{Value: "", Label: v.Text("locations.every_municipality")}}
	seen := map[string]bool{}
	for _, l := range all {
		if !seen[l.Municipality] {
			seen[l.Municipality] = true
			municipalities = append(municipalities, ui.Option{Value: l.Municipality, Label: municipalityName(l.Municipality), Chosen: l.Municipality == c.municipality})
		}
	}
	slices.SortFunc(municipalities[1:], func(a, b ui.Option) int { return cmp.Compare(a.Label, b.Label) })
	positions := make([]ui.Option, 0, len(stands))
	for _, stand := range stands {
		positions = append(positions, ui.Option{Value: stand.value, Label: v.Text(stand.key), Chosen: stand.value == c.stand})
	}
	return ui.Form{
		Action: "/locaties", Search: true, Submit: v.Text("locations.show"), Cancel: ui.Link{Text: v.Text("locations.show_all"), Href: "/locaties"},
		Fields: []ui.Field{
			{Kind: ui.SearchField, Name: "zoek", Label: v.Text("locations.search"), Value: c.text, Width: 30},
			{Kind: ui.SelectField, Name: "gemeente", Label: v.Text("locations.municipality"), Options: municipalities},
			{Kind: ui.SelectField, Name: "stand", Label: v.Text("locations.stand"), Options: positions},
		},
	}
}

func (d desk) listTable(v *web.Visit, shown []listed, narrowed bool) ui.Table {
	table := ui.Table{
		ID: "locaties", Caption: v.Text("locations.list_caption"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("locations.name")}, {Text: v.Text("locations.municipality")}, {Text: v.Text("locations.type")},
			{Text: v.Text("locations.free"), Number: true}, {Text: v.Text("locations.open"), Number: true},
			{Text: v.Text("locations.held"), Number: true}, {Text: v.Text("locations.first_full")}, {Text: v.Text("locations.confirmed")},
		},
		Empty: ui.Empty{Title: v.Text("locations.no_locations"), Text: v.Text("locations.no_locations_text")},
	}
	if narrowed {
		table.Empty = ui.Empty{Title: v.Text("locations.none_match"), Text: v.Text("locations.none_match_text"),
			Action: ui.Action{Text: v.Text("locations.show_all"), Href: "/locaties"}}
	}
	for _, l := range shown {
		table.Rows = append(table.Rows, listRow(v, l, d.door.Tonight()))
	}
	return table
}

func listRow(v *web.Visit, l listed, tonight calendar.Night) ui.Row {
	name := ui.Linked(l.Name, addressOf(l.ID))
	row := ui.Row{}
	if l.short() {
		row.Tone = "bad"
		name.Badges = []ui.Badge{{Text: v.Text("locations.short"), Tone: "bad"}}
	}
	if l.ClosedAt != 0 {
		name.Badges = append(name.Badges, ui.Badge{Text: v.Text("locations.closed")})
	}
	if l.ends != nil {
		name.Badges = append(name.Badges, ui.Badge{Text: v.Text("locations.badge_closes", "night", l.ends.From), Tone: "attention"})
		if l.ends.Persons > 0 {
			name.Note = v.Text("locations.promised_after", "n", l.ends.Persons, "nights", l.ends.Nights)
		}
	}
	confirmed := ui.Text(i18n.Moment(v.Lang, l.ConfirmedAt))
	if l.OldReport {
		confirmed.Badges = []ui.Badge{{Text: v.Text("locations.old"), Tone: "old"}}
	}
	row.Cells = []ui.Cell{
		name, ui.Text(municipalityName(l.Municipality)), ui.Text(typeText(v, l.Type)),
		ui.Number(l.Free - l.Short), ui.Number(l.open()), ui.Number(l.Held), ui.Text(fullText(v, l, tonight)), confirmed,
	}
	return row
}

// fullText tells when the location is full.
func fullText(v *web.Visit, l listed, tonight calendar.Night) string {
	nights, full := l.firstFull()
	switch {
	case len(l.ahead) == 0, nights == 0 && full && l.open() == 0 && l.Held == 0:
		return v.Text("locations.never_open") // nothing is full that takes nobody in
	case !full:
		return v.Text("locations.not_full", "days", horizon)
	case nights == 0:
		return v.Text("locations.tonight")
	}
	return i18n.LongDate(v.Lang, tonight.Plus(nights))
}
