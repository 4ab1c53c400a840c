package intake

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func crumbs(v *web.Visit, here string) []ui.Link {
	return []ui.Link{{Text: v.Text("intake.nav"), Href: "/postvak"}, {Text: here, Current: true}}
}

// tray lists what waits, the oldest first, and leads to any draft by its
// reference.
func (d desk) tray(v *web.Visit) error {
	ref := v.Request.URL.Query().Get("zoek")
	if ref != "" {
		id, err := d.ByRef(v.Request.Context(), v.Actor, ref)
		if err == nil {
			return v.Redirect(address(id))
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		v.Notice("warning", "intake.search_none", nil)
	}
	page, err := strconv.Atoi(v.Request.URL.Query().Get("pagina"))
	if err != nil || page < 1 {
		page = 1
	}
	found, err := d.Tray(v.Request.Context(), v.Actor, page)
	if err != nil {
		return err
	}
	doubtful := 0
	for _, one := range found.Drafts {
		if len(one.Twins) > 0 {
			doubtful++
		}
	}
	title, lead := v.Text("intake.tray_title", "n", found.Total), v.Text("intake.tray_lead")
	if doubtful > 0 {
		lead += " " + v.Text("intake.tray_twins", "n", doubtful)
	}
	if found.Total == 0 {
		title, lead = v.Text("intake.tray_empty_title"), ""
	}
	section := ui.Section{ID: "meldingen", Title: v.Text("intake.tray_list"), Table: d.trayTable(v, found)}
	if pages := (found.Total + PageSize - 1) / PageSize; pages > 1 {
		section.Pages = &ui.Pagination{Page: page, Pages: pages, Total: found.Total, Href: "/postvak?pagina="}
	}
	return v.Page("intake/sheet", title, ui.Sheet{
		Heading: ui.Heading{Answer: title, Lead: lead, AsOf: i18n.Moment(v.Lang, v.Now())},
		Sections: []ui.Section{section, {ID: "zoeken", Title: v.Text("intake.search_title"), Form: &ui.Form{
			Action: "/postvak", Search: true, Submit: v.Text("intake.search"), Fields: []ui.Field{{
				Kind: ui.SearchField, Name: "zoek", Label: v.Text("intake.search_ref"), Hint: v.Text("intake.search_hint"), Value: ref, Width: 20}}}}},
	})
}

func (d desk) trayTable(v *web.Visit, found Tray) *ui.Table {
	table := &ui.Table{
		ID: "postvak", Caption: v.Text("intake.tray_list"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("intake.place")}, {Text: v.Text("intake.municipality")}, {Text: v.Text("intake.places"), Number: true},
			{Text: v.Text("intake.period")}, {Text: v.Text("intake.received")}, {Text: v.Text("intake.call_before")}},
		Empty: ui.Empty{Title: v.Text("intake.tray_empty"), Text: v.Text("intake.tray_empty_text"),
			Action: ui.Action{Text: v.Text("intake.tray_empty_action"), Href: "/melden"}},
	}
	if found.Last != 0 {
		table.Empty.Text = v.Text("intake.tray_last", "at", i18n.Moment(v.Lang, found.Last)) + " " + table.Empty.Text
	}
	for _, one := range found.Drafts {
		first := ui.Linked(one.Place, address(one.ID))
		first.Note = one.Ref
		if len(one.Twins) > 0 {
			first.Badges = append(first.Badges, ui.Badge{Text: v.Text("intake.badge_twin"), Tone: "attention"})
		}
		if one.State == AskedOf {
			first.Badges = append(first.Badges, ui.Badge{Text: v.Text("intake.state_asked"), Tone: "info"})
		}
		before, row := ui.Text(i18n.Moment(v.Lang, one.CallBefore)), ui.Row{}
		if one.CallBefore < v.Now() && one.State == Waiting {
			before.Badges, row.Tone = []ui.Badge{{Text: v.Text("intake.badge_late"), Tone: "bad"}}, "bad"
		}
		row.Cells = []ui.Cell{first, ui.Text(municipalityName(one.Municipality)), ui.Number(one.Places), ui.Text(period(v, one.Report)),
			ui.Text(i18n.Moment(v.Lang, one.ReceivedAt)), before}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// done are the notices the page of a draft can open with, by the word in its
// address.
var done = map[string]string{"opgenomen": "intake.done_taken", "geweigerd": "intake.done_refused", "nagevraagd": "intake.done_asked"}

func (d desk) draft(v *web.Visit) error {
	found, err := d.Draft(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	if key := done[v.Request.URL.Query().Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
	return d.draftPage(v, found, decision{taking: takingOf(found.Draft)}, nil)
}

// decision are the forms under a draft as they were filled in, and what is wrong
// in them.
type decision struct {
	taking taking
	note   string
	wrong  map[string]string
}

func (d desk) draftPage(v *web.Visit, found Detail, given decision, notice *ui.Message) error {
	title := v.Text("intake.draft_title", "n", found.Places, "municipality", municipalityName(found.Municipality))
	sheet := ui.Sheet{
		Crumbs: crumbs(v, found.Ref), Notice: notice,
		Heading: ui.Heading{Above: v.Text("intake.draft_above", "ref", found.Ref), Answer: title,
			Lead: v.Text("intake.draft_lead", "before", i18n.Moment(v.Lang, found.CallBefore)), Badges: []ui.Badge{stateBadge(v, found.State)}},
	}
	if !found.State.Open() {
		sheet.Heading.Lead = d.outcome(v, found)
		if found.Location != "" {
			sheet.Heading.Actions = []ui.Action{{Text: v.Text("intake.to_location"), Href: "/locaties/" + found.Location, Kind: "primary"}}
		}
		sheet.Heading.Actions = append(sheet.Heading.Actions, ui.Action{Text: v.Text("intake.to_tray"), Href: "/postvak"})
	}
	sheet.Sections = append(sheet.Sections, ui.Section{ID: "gemeld", Title: v.Text("intake.told"), Items: d.allFacts(v, found.Draft)})
	if len(found.Twins) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "dubbel", Title: v.Text("intake.twins"), Text: []string{v.Text("intake.twins_text")}, Table: twinsTable(v, found.Twins)})
	}
	if found.State.Open() && access.ReachOf(v.Actor, access.DecideDraft) != access.None {
		sheet.Sections = append(sheet.Sections, d.forms(v, found.Draft, given)...)
	}
	sheet.Sections = append(sheet.Sections, ui.Section{ID: "verloop", Title: v.Text("intake.steps"), Table: stepsTable(v, found)})
	return v.Page("intake/sheet", title, sheet)
}

func (d desk) allFacts(v *web.Visit, found Draft) []ui.Item {
	return append(facts(v, found.Report), ui.Item{Key: v.Text("intake.received"),
		Value: v.Text("intake.way_"+string(found.Way), "at", i18n.Moment(v.Lang, found.ReceivedAt))})
}

func stateBadge(v *web.Visit, state State) ui.Badge {
	tones := map[State]string{Waiting: "attention", AskedOf: "info", Taken: "good"}
	return ui.Badge{Text: v.Text("intake.state_" + string(state)), Tone: tones[state]}
}

// outcome says who decided what, and when.
func (d desk) outcome(v *web.Visit, found Detail) string {
	who := found.Names[found.EndedBy]
	if who == "" {
		who = v.Text("intake.somebody")
	}
	if found.State == Taken {
		return v.Text("intake.outcome_taken", "who", who, "at", i18n.Moment(v.Lang, found.EndedAt))
	}
	return v.Text("intake.outcome_refused", "who", who, "at", i18n.Moment(v.Lang, found.EndedAt), "reason", v.Text("intake.reason_"+found.Reason))
}

func twinsTable(v *web.Visit, twins []Twin) *ui.Table {
	table := &ui.Table{ID: "dubbelen", Caption: v.Text("intake.twins"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("intake.twin")}, {Text: v.Text("intake.twin_is")}, {Text: v.Text("intake.twin_why")}}}
	for _, twin := range twins {
		link, is, why := ui.Linked(twin.Name, "/locaties/"+twin.Location), v.Text("intake.twin_location"), v.Text("intake.twin_name")
		if twin.Draft != "" {
			link, is = ui.Linked(twin.Name, address(twin.Draft)), v.Text("intake.twin_draft", "ref", twin.Ref)
		}
		if twin.ByPhone {
			why = v.Text("intake.twin_phone")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{link, ui.Text(is), ui.Text(why)}})
	}
	return table
}

func stepsTable(v *web.Visit, found Detail) *ui.Table {
	table := &ui.Table{ID: "stappen", Caption: v.Text("intake.steps"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("intake.step_when")}, {Text: v.Text("intake.step_what")}, {Text: v.Text("intake.step_who")}}}
	for _, step := range found.Steps {
		who := found.Names[step.Person]
		switch {
		case step.Person == "":
			who = v.Text("intake.reporter")
		case who == "":
			who = v.Text("intake.somebody")
		}
		what := ui.Text(v.Text("intake.step_" + step.Kind))
		switch step.Kind {
		case "changed":
			var names []string
			for _, name := range strings.Fields(step.Text) {
				names = append(names, v.Text("intake.field_"+name))
			}
			what.Note = strings.Join(names, ", ")
		case string(Refused):
			what.Note = v.Text("intake.reason_" + step.Text)
		default:
			what.Note = step.Text
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(i18n.Moment(v.Lang, step.At)), what, ui.Text(who)}})
	}
	return table
}

func (d desk) takeIn(v *web.Visit) error {
	return d.decideBy(v, "opgenomen", func(found Detail, form url.Values) (decision, error) {
		given := decision{taking: readTaking(form, found.Draft)}
		order, err := given.taking.order(found.ID)
		if err == nil {
			err = d.TakeIn(v.Request.Context(), v.Actor, order)
		}
		return given, err
	})
}

func (d desk) askBack(v *web.Visit) error {
	return d.decideBy(v, "nagevraagd", func(found Detail, form url.Values) (decision, error) {
		given := decision{taking: takingOf(found.Draft), note: form.Get("note")}
		return given, d.AskBack(v.Request.Context(), v.Actor, found.ID, given.note)
	})
}

func (d desk) refuse(v *web.Visit) error {
	return d.decideBy(v, "geweigerd", func(found Detail, form url.Values) (decision, error) {
		return decision{taking: takingOf(found.Draft)}, d.Refuse(v.Request.Context(), v.Actor, found.ID, form.Get("reason"))
	})
}

// decideBy carries a decision out. What is wrong is shown in the form; who comes
// second sees who was first, and what there is to do instead.
func (d desk) decideBy(v *web.Visit, word string, do func(Detail, url.Values) (decision, error)) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	ctx, id := v.Request.Context(), v.Request.PathValue("id")
	found, err := d.Draft(ctx, v.Actor, id)
	if err != nil {
		return err
	}
	given, err := do(found, form)
	if err == nil {
		return v.Redirect(address(id) + "?gedaan=" + word)
	}
	if wrong, fields := wrongFields(v, err); fields {
		given.wrong = wrong
		return d.draftPage(v, found, given, nil)
	}
	told := fault.As(err)
	if told.Kind != fault.Conflict {
		return err
	}
	now, err := d.Draft(ctx, v.Actor, id)
	if err != nil {
		return err
	}
	v.Status(http.StatusConflict)
	notice := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	if now.State.Open() {
		given.taking.version = strconv.FormatInt(now.Version, 10)
		notice.Text = v.Text("intake.changed_text")
	} else {
		notice.Text = d.outcome(v, now)
	}
	return d.draftPage(v, now, given, notice)
}

// forms are the three decisions: take it in, ask, refuse.
func (d desk) forms(v *web.Visit, found Draft, given decision) []ui.Section {
	reasons := make([]ui.Option, 0, len(Reasons))
	for _, reason := range Reasons {
		reasons = append(reasons, ui.Option{Value: reason, Label: v.Text("intake.reason_" + reason)})
	}
	return []ui.Section{
		{ID: "opnemen", Title: v.Text("intake.take"), Text: []string{v.Text("intake.take_text")}, Form: &ui.Form{
			Action: address(found.ID) + "/opnemen", Submit: v.Text("intake.take"), Fields: takeFields(v, given.taking, given.wrong)}},
		{ID: "navragen", Title: v.Text("intake.ask"), Text: []string{v.Text("intake.ask_text")}, Form: &ui.Form{
			Action: address(found.ID) + "/navragen", Submit: v.Text("intake.ask_save"), Fields: []ui.Field{{
				Kind: ui.LongTextField, Name: "note", Label: v.Text("intake.note"), Hint: v.Text("intake.note_hint"), Rows: 3, Value: given.note, Error: given.wrong["note"]}}}},
		{ID: "weigeren", Title: v.Text("intake.refuse"), Text: []string{v.Text("intake.refuse_text")}, Form: &ui.Form{
			Action: address(found.ID) + "/weigeren", Submit: v.Text("intake.refuse"), Fields: []ui.Field{{
				Kind: ui.RadioField, Name: "reason", Label: v.Text("intake.reason"), Options: reasons, Error: given.wrong["reason"]}}}},
	}
}
