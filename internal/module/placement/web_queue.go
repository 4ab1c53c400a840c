package placement

import (
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// queuePage is the queue as its template shows it.
type queuePage struct {
	Heading ui.Heading
	Notice  *ui.Message
	Tabs    ui.Tabs
	Form    *ui.Form
	Rows    live
}

// live is a section that asks for itself again.
type live struct {
	Poll    string
	Section ui.Section
}

// needsAsked are the needs and flags the queue can be narrowed to.
var needsAsked = []string{"wheelchair", "pets", "ground_floor", "crib", "quiet", "medical_room", "women_only", "private_rooms"}

func (d pages) queue(v *web.Visit) error {
	tellDone(v)
	filter, page := filterOf(v)
	list, total, counts, err := d.Queue(v.Request.Context(), v.Actor, filter)
	if err != nil {
		return err
	}
	query := queueQuery(filter)
	section := ui.Section{ID: "rij", Title: v.Text("placement.queue"), Table: d.queueTable(v, list, false)}
	if pages := (total + perPage - 1) / perPage; pages > 1 {
		section.Pages = &ui.Pagination{Page: page, Pages: pages, Total: total, Href: withQuery(home, query) + yes(len(query) > 0, "&", "?") + "pagina="}
	}
	rows := live{Poll: v.Request.URL.RequestURI() + yes(v.Request.URL.RawQuery != "", "&", "?") + "deel=1", Section: section}
	if v.Request.URL.Query().Get("deel") != "" {
		rows.Poll = v.Request.URL.RequestURI()
		return v.Fragment("placement/queue", "placement/rows", rows)
	}
	heading := d.queueHeading(v, counts)
	notice, err := d.forOthers(v)
	if err != nil {
		return err
	}
	return v.Page("placement/queue", heading.Answer, queuePage{
		Heading: heading, Notice: notice, Tabs: statusTabs(v, filter, counts), Form: queueForm(v, filter), Rows: rows,
	}, web.Options{Refresh: 60})
}

// forOthers tells which places here lie ready for households of somebody else; nil
// where none do.
func (d pages) forOthers(v *web.Visit) (*ui.Message, error) {
	found, err := d.Outsiders(v.Request.Context(), v.Actor)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	households := 0
	notice := &ui.Message{Kind: "info", Text: v.Text("placement.outsiders_text")}
	for _, one := range found {
		households += one.Households
		notice.Links = append(notice.Links, ui.Link{Text: v.Text("placement.outsiders_at", "location", one.Name, "n", one.Households), Href: "/locaties/" + one.Location})
	}
	notice.Title = v.Text("placement.outsiders", "n", households)
	return notice, nil
}

func yes[T any](condition bool, is, isNot T) T {
	if condition {
		return is
	}
	return isNot
}

// waitingIn is how many of the queue wait for something to be done.
func waitingIn(counts map[Status]int) int {
	return counts[StatusNext] + counts[StatusProposal] + counts[StatusNoPlace] + counts[StatusFellThrough] + counts[StatusUnplanned]
}

func (d pages) queueHeading(v *web.Visit, counts map[Status]int) ui.Heading {
	heading := ui.Heading{
		Answer: v.Text("placement.title_waiting", "n", waitingIn(counts)), Lead: v.Text("placement.lead_waiting"), AsOf: when(v, v.Now()),
	}
	if n := counts[StatusProposal] + counts[StatusNext]; n > 0 {
		heading.Answer, heading.Lead = v.Text("placement.title_proposals", "n", n), v.Text("placement.lead_proposals")
		if counts[StatusProposal] > 0 && reaches(v, access.SendOffer) {
			heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("placement.bulk"), Href: home + "/samen", Kind: "primary"})
		}
	}
	if reaches(v, access.SendOffer) {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("placement.letters"), Href: lettersPath})
	}
	if n := counts[StatusNext]; n > 0 {
		heading.Badges = append(heading.Badges, ui.Badge{Text: v.Text("placement.next_ready", "n", n), Tone: "good"})
	}
	if reaches(v, access.StartRun) {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("placement.run"), Href: "/matchrondes"})
	}
	if reaches(v, access.Override) {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("placement.signatures"), Href: "/handtekeningen", Kind: "subtle"})
	}
	return heading
}

// statusTabs are the statuses with their numbers; the guardian's is shown only
// where it holds somebody.
func statusTabs(v *web.Visit, filter Filter, counts map[Status]int) ui.Tabs {
	all := waitingIn(counts) + counts[StatusOffered] + counts[StatusParked]
	tabs := ui.Tabs{Label: v.Text("placement.tabs"), Links: []ui.Link{
		{Text: v.Text("placement.tab", "name", v.Text("placement.status_all"), "n", all), Href: home, Current: filter.Status == ""},
	}}
	for _, status := range Statuses {
		if counts[status] == 0 && filter.Status != status {
			continue
		}
		tabs.Links = append(tabs.Links, ui.Link{
			Text: v.Text("placement.tab", "name", v.Text("placement.status_"+string(status)), "n", counts[status]),
			Href: withQuery(home, queueQuery(Filter{Status: status, Mark: filter.Mark})), Current: filter.Status == status,
		})
	}
	return tabs
}

func queueForm(v *web.Visit, filter Filter) *ui.Form {
	options := []ui.Option{{Value: "", Label: v.Text("placement.mark_any"), Chosen: filter.Mark == ""}}
	for _, flag := range []string{"urgent", "lone_woman"} {
		options = append(options, ui.Option{Value: flag, Label: v.Text("households.flag_" + flag), Chosen: filter.Mark == flag})
	}
	for _, need := range needsAsked {
		options = append(options, ui.Option{Value: need, Label: v.Facility(need), Chosen: filter.Mark == need})
	}
	return &ui.Form{Action: home, Search: true, Submit: v.Text("placement.show"), Fields: []ui.Field{
		{Kind: ui.HiddenField, Name: "stand", Value: string(filter.Status)},
		{Kind: ui.SearchField, Name: "zoek", Label: v.Text("placement.search_code"), Value: filter.Query, Width: 10},
		{Kind: ui.SelectField, Name: "let-op", Label: v.Text("placement.mark"), Options: options},
	}}
}

// queueTable lists the queue; narrow is the list beside a decision.
func (d pages) queueTable(v *web.Visit, list []Standing, narrow bool) *ui.Table {
	table := &ui.Table{
		ID: "wachtrij", Caption: v.Text("placement.queue"), Hidden: true, Compact: narrow,
		Empty: ui.Empty{Title: v.Text("placement.empty"), Text: v.Text("placement.empty_text")},
		Columns: []ui.Column{
			{Text: v.Text("placement.household")}, {Text: v.Text("placement.status")},
			{Text: v.Text("placement.waits")}, {Text: v.Text("placement.persons"), Number: true},
		},
	}
	for _, one := range list {
		name := ui.Linked(one.Code, address(one.Household))
		name.Badges = marks(v, one.Needs, one.Flags)
		cells := []ui.Cell{name, d.status(v, one, narrow), d.waited(v, one), ui.Number(one.Persons)}
		if narrow {
			name.Badges, name.Note = name.Badges[:min(len(name.Badges), 2)], v.Text("households.persons", "n", one.Persons)
			cells = []ui.Cell{name, cells[1], cells[2]}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: cells, Tone: yes(slices.Contains(one.Flags, "urgent"), "attention", "")})
	}
	if narrow {
		table.Columns = table.Columns[:3]
	}
	return table
}

// waited is for how long somebody waits; who comes later does not wait yet.
func (d pages) waited(v *web.Visit, one Standing) ui.Cell {
	tonight := d.door.Tonight()
	if one.WaitingSince > tonight {
		return ui.Text(v.Text("placement.not_yet", "from", one.WaitingSince))
	}
	return ui.Text(v.Text("placement.days", "n", int(tonight-one.WaitingSince)))
}

// elsewhere tells of a next place that lies in another region than its household; the
// national desk decides on it.
func elsewhere(v *web.Visit, one Standing) string {
	region, known := atlas.Region(one.LocationRegion)
	if !known || one.LocationRegion == one.Region {
		return ""
	}
	return " " + v.Text("placement.next_elsewhere", "region", region.Name)
}

// brief is what a row of the queue says of why there is no place: the first reason
// and the last, which is the smallest change that would help. The page of the
// household has all.
func brief(why []plan.Text) []plan.Text {
	if len(why) <= 2 {
		return why
	}
	return []plan.Text{why[0], why[len(why)-1]}
}

// status tells in words what a household waits for.
func (d pages) status(v *web.Visit, one Standing, narrow bool) ui.Cell {
	cell := ui.Text(v.Text("placement.status_" + string(one.Status)))
	switch one.Status {
	case StatusNext:
		if one.Gone.Key != "" {
			cell = ui.Text(v.Text("placement.status_next_gone", "location", one.LocationName))
			cell.Note = words(v, one.Gone)
			break
		}
		cell = ui.Text(v.Text("placement.status_next_at", "location", one.LocationName, "points", i18n.Count(v.Lang, int(one.Points))))
		cell.Note = v.Text("placement.next_since", "moment", clock(v, one.Looked)) + elsewhere(v, one)
	case StatusProposal:
		cell = ui.Text(v.Text("placement.status_proposal_at", "location", one.LocationName))
		cell.Note = v.Text("placement.points", "n", int(one.Points))
	case StatusNoPlace:
		if one.After == "" || len(one.Without) == 0 {
			cell.Note = v.Text("plan.reason." + one.Reason)
			break
		}
		cell = ui.Text(v.Text("placement.status_next_none"))
		cell.Note = v.Text("placement.next_none_since", "moment", clock(v, one.Looked), "why", strings.Join(wordsOf(v, brief(one.Without)), " "))
	case StatusFellThrough:
		if one.looking() {
			cell.Note = v.Text("placement.next_looking")
		}
	case StatusOffered:
		cell = ui.Text(v.Text("placement.status_offered_until", "moment", clock(v, one.Due)))
		cell.Note = one.LocationName
	case StatusParked:
		if one.ParkedUntil.Known {
			cell.Note = v.Text("placement.until", "until", i18n.LongDate(v.Lang, one.ParkedUntil.Night))
		}
	}
	if narrow {
		cell.Note = ""
	}
	return cell
}
