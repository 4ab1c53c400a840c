package mailroom

import (
	"strconv"
	"strings"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// tray lists what waits, the oldest first, and leads to any draft or letter by its
// reference.
func (d desk) tray(v *web.Visit) error {
	ref := v.Request.URL.Query().Get("zoek")
	if ref != "" {
		page, err := d.ByRef(v.Request.Context(), v.Actor, ref)
		if err == nil {
			return v.Redirect(page)
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		v.Notice("warning", "intake.search_none", nil)
	}
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
	page, err := strconv.Atoi(v.Request.URL.Query().Get("pagina"))
	if err != nil || page < 1 {
		page = 1
	}
	found, err := d.Tray(v.Request.Context(), v.Actor, page)
	if err != nil {
		return err
	}
	title, lead := trayTitle(v, found)
	heading := ui.Heading{Answer: title, Lead: lead, AsOf: i18n.Moment(v.Lang, v.Now())}
	if access.ReachOf(v.Actor, access.UploadMail) != access.None {
		heading.Actions = []ui.Action{{Text: v.Text("mailroom.hand_in"), Href: "/postvak/inlezen"}}
	}
	section := ui.Section{ID: "meldingen", Title: v.Text("intake.tray_list"), Table: d.trayTable(v, found)}
	if pages := (found.Total + intake.PageSize - 1) / intake.PageSize; pages > 1 {
		section.Pages = &ui.Pagination{Page: page, Pages: pages, Total: found.Total, Href: "/postvak?pagina="}
	}
	sheet := ui.Sheet{Heading: heading, Sections: []ui.Section{section}}
	if len(found.Empty) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "zonder", Title: v.Text("mailroom.empty_list", "n", found.EmptyCount),
			Text: []string{v.Text("mailroom.empty_text")}, Table: lettersTable(v, "zonder-aanbod", v.Text("mailroom.empty_list", "n", found.EmptyCount), found.Empty, false)})
	}
	sheet.Sections = append(sheet.Sections,
		ui.Section{ID: "apart", Title: v.Text("mailroom.apart"), Text: []string{v.Text("mailroom.apart_count", "n", found.Apart)},
			Actions: []ui.Action{{Text: v.Text("mailroom.apart_look"), Href: "/postvak/apart", Kind: "subtle"}}},
		ui.Section{ID: "zoeken", Title: v.Text("intake.search_title"), Form: &ui.Form{
			Action: "/postvak", Search: true, Submit: v.Text("intake.search"), Fields: []ui.Field{{
				Kind: ui.SearchField, Name: "zoek", Label: v.Text("intake.search_ref"), Hint: v.Text("intake.search_hint"), Value: ref, Width: 20}}}})
	return v.Page("mailroom/sheet", title, sheet)
}

// trayTitle is the answer of the tray, "12 nieuw · 3 dubbel? · oudste 2 u", and
// what to do.
func trayTitle(v *web.Visit, found Tray) (title, lead string) {
	if found.Total+found.EmptyCount == 0 {
		return v.Text("intake.tray_empty_title"), ""
	}
	doubtful := 0
	for _, one := range found.Drafts {
		if len(one.Twins) > 0 {
			doubtful++
		}
	}
	parts := []string{v.Text("mailroom.n_new", "n", found.New+found.EmptyCount)}
	if asked := found.Total - found.New; asked > 0 {
		parts = append(parts, v.Text("mailroom.n_busy", "n", asked))
	}
	if doubtful > 0 {
		key := "mailroom.n_twins"
		if found.Total > len(found.Drafts) {
			key = "mailroom.n_twins_here" // doubles of other pages are looked for there
		}
		parts = append(parts, v.Text(key, "n", doubtful))
	}
	parts = append(parts, v.Text("mailroom.oldest", "age", age(v, found.Oldest())))
	return strings.Join(parts, " · "), v.Text("intake.tray_lead")
}

func (d desk) trayTable(v *web.Visit, found Tray) *ui.Table {
	table := &ui.Table{
		ID: "postvak", Caption: v.Text("intake.tray_list"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("intake.place")}, {Text: v.Text("intake.municipality")}, {Text: v.Text("intake.places"), Number: true},
			{Text: v.Text("intake.period")}, {Text: v.Text("mailroom.from")}, {Text: v.Text("mailroom.waits")}, {Text: v.Text("intake.call_before")}},
		Empty: ui.Empty{Title: v.Text("intake.tray_empty"), Text: v.Text("intake.tray_empty_text"),
			Action: ui.Action{Text: v.Text("intake.tray_empty_action"), Href: "/melden"}},
	}
	if found.Last != 0 {
		table.Empty.Text = v.Text("intake.tray_last", "at", i18n.Moment(v.Lang, found.Last)) + " " + table.Empty.Text
	}
	for _, one := range found.Drafts {
		before, row := ui.Text(i18n.Moment(v.Lang, one.CallBefore)), ui.Row{}
		if one.CallBefore < v.Now() && one.State == intake.Waiting {
			before.Badges, row.Tone = []ui.Badge{{Text: v.Text("intake.badge_late"), Tone: "bad"}}, "bad"
		}
		count := ui.Text(v.Text("mailroom.unsaid"))
		if one.Places > 0 {
			count = ui.Number(one.Places)
		}
		row.Cells = []ui.Cell{listed(v, one), ui.Text(orUnsaid(v, intake.MunicipalityName(one.Municipality))), count, ui.Text(intake.PeriodText(v, one.Report)),
			cameFrom(v, one.Draft, found.From), ui.Text(age(v, one.ReceivedAt)), before}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func orUnsaid(v *web.Visit, text string) string {
	if text == "" {
		return v.Text("mailroom.unsaid")
	}
	return text
}

// listed is a draft as the first cell of its row.
func listed(v *web.Visit, one intake.Listed) ui.Cell {
	cell := ui.Linked(orText(one.Place, v.Text("mailroom.nameless")), intake.Address(one.ID))
	cell.Note = one.Ref
	if len(one.Twins) > 0 {
		cell.Badges = append(cell.Badges, ui.Badge{Text: v.Text("intake.badge_twin"), Tone: "attention"})
	}
	if one.State != intake.Waiting {
		cell.Badges = append(cell.Badges, stateBadge(v, one.State))
	}
	return cell
}

func orText(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// cameFrom is who sent a draft, and how.
func cameFrom(v *web.Visit, d intake.Draft, letters map[string]Letter) ui.Cell {
	l, read := letters[d.ID]
	if !read {
		return ui.Text(v.Text("mailroom.way_form"))
	}
	cell := ui.Text(orText(orText(l.FromName, l.FromEmail), v.Text("mailroom.sender_unknown")))
	cell.Note = v.Text("mailroom.way_" + string(d.Way))
	if l.unsure() {
		cell.Badges = []ui.Badge{{Text: v.Text("mailroom.unverified"), Tone: "attention"}}
	}
	return cell
}

// lettersTable lists letters; sorted says what sort of mail each is.
func lettersTable(v *web.Visit, id, caption string, letters []Letter, sorted bool) *ui.Table {
	table := &ui.Table{ID: id, Caption: caption, Hidden: true,
		Columns: []ui.Column{{Text: v.Text("mailroom.subject")}, {Text: v.Text("mailroom.from")}, {Text: v.Text("intake.received")}, {Text: v.Text("mailroom.waits")}},
		Empty:   ui.Empty{Title: v.Text("mailroom.apart_none"), Text: v.Text("mailroom.apart_text")}}
	if sorted {
		table.Columns[3].Text = v.Text("mailroom.kind")
	}
	for _, l := range letters {
		subject := ui.Linked(orText(l.Subject, v.Text("mailroom.no_subject")), address(l.ID))
		subject.Note = l.Ref
		if !sorted && l.unsure() {
			subject.Badges = []ui.Badge{{Text: v.Text("mailroom.unverified"), Tone: "attention"}}
		}
		last := ui.Text(age(v, l.ReceivedAt))
		if sorted {
			last = ui.Text(v.Text("mailroom.kind_" + string(l.Kind)))
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{subject, ui.Text(orText(l.sender(), v.Text("mailroom.sender_unknown"))),
			ui.Text(i18n.Moment(v.Lang, l.ReceivedAt)), last}})
	}
	return table
}

// apart lists automatic mail: it is never answered, and read by nobody unless
// somebody looks here.
func (d desk) apart(v *web.Visit) error {
	found, err := d.Apart(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	title := v.Text("mailroom.apart_title")
	return v.Page("mailroom/sheet", title, ui.Sheet{
		Crumbs: crumbs(v, title), Heading: ui.Heading{Answer: title, Lead: v.Text("mailroom.apart_lead"), AsOf: i18n.Moment(v.Lang, v.Now())},
		Sections: []ui.Section{{ID: "apart", Title: v.Text("mailroom.apart"), Table: lettersTable(v, "apart-post", v.Text("mailroom.apart"), found, true)}},
	})
}
