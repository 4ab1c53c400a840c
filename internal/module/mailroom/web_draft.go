package mailroom

import (
	"net/url"
	"slices"
	"strings"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// The words with which pages open after a file was handed in.
const (
	DoneRead  = "ingelezen"
	DoneKnown = "bekend"
)

// done are the notices a page can open with, by the word in its address.
var done = map[string]string{
	"opgenomen": "intake.done_taken", "geweigerd": "intake.done_refused", "nagevraagd": "intake.done_asked", "gemaild": "mailroom.done_mailed",
	"eerste": "mailroom.done_first", "gewijzigd": "mailroom.done_changed", "samengevoegd": "mailroom.done_merged", "ingetrokken": "mailroom.done_withdrawn", "teruggedraaid": "mailroom.done_undone",
	"geen-aanbod": "mailroom.done_no_offer", DoneRead: "mailroom.done_read", DoneKnown: "mailroom.done_known",
}

func (d desk) draft(v *web.Visit) error {
	query := v.Request.URL.Query()
	found, err := d.Draft(v.Request.Context(), v.Actor, v.Request.PathValue("id"), query.Get("bij"))
	if err != nil {
		return err
	}
	if key := done[query.Get("gedaan")]; key != "" {
		v.Notice("ok", key, nil)
	}
	return d.draftPage(v, found, fresh(found), nil)
}

// decision are the forms beside a draft as they were filled in, and what is wrong
// in them.
type decision struct {
	taking taking
	note   string
	fields []string
	mailed bool
	wrong  map[string]string
}

// fresh are the forms as they open: filled in with what is known, asking for what
// is not.
func fresh(seen Seen) decision {
	return decision{taking: takingOf(seen), fields: seen.Missing(), mailed: seen.MailTo() != ""}
}

func draftTitle(v *web.Visit, found Seen) string {
	municipality := orText(intake.MunicipalityName(found.Municipality), v.Text("mailroom.somewhere"))
	if found.withdrawn() {
		return v.Text("mailroom.draft_withdrawn", "municipality", municipality)
	}
	if found.Places == 0 {
		return v.Text("mailroom.draft_uncounted", "municipality", municipality)
	}
	return v.Text("intake.draft_title", "n", found.Places, "municipality", municipality)
}

func (d desk) draftPage(v *web.Visit, found Seen, given decision, notice *ui.Message) error {
	title := draftTitle(v, found)
	page := letterPage{
		Crumbs: crumbs(v, found.Ref),
		Heading: ui.Heading{Above: v.Text("intake.draft_above", "ref", found.Ref), Answer: title,
			Lead: v.Text("intake.draft_lead", "before", i18n.Moment(v.Lang, found.CallBefore)), Badges: []ui.Badge{stateBadge(v, found.State)}},
	}
	if notice != nil {
		page.Banners = append(page.Banners, *notice)
	}
	if found.Letter != nil {
		page.Banners = append(page.Banners, banners(v, found.Letter.Letter)...)
		page.Letter = view(v, found.Letter.Letter, found.Origin.Offer.Traces)
	}
	mayDecide := access.ReachOf(v.Actor, access.DecideDraft) != access.None
	if !found.State.Open() {
		d.ended(v, found, &page, mayDecide)
	}
	told := ui.Section{ID: "gemeld", Title: v.Text("intake.told"), Items: allFacts(v, found)}
	if found.Letter == nil || !found.State.Open() {
		page.Sections = append(page.Sections, told)
	} else {
		page.Below = append(page.Below, told)
	}
	if section, sheet := rowSection(v, found); sheet {
		page.Sections = append([]ui.Section{section}, page.Sections...)
	}
	if len(found.Twins) > 0 {
		page.Sections = append(page.Sections, ui.Section{ID: "dubbel", Title: v.Text("intake.twins"), Text: []string{v.Text("intake.twins_text")}, Table: twinsTable(v, found)})
	}
	if found.State.Open() && mayDecide {
		page.Sections = append(page.Sections, d.forms(v, found, given)...)
	}
	page.Below = append(page.Below, siblings(v, found)...)
	page.Below = append(page.Below, ui.Section{ID: "verloop", Title: v.Text("intake.steps"), Table: stepsTable(v, found.Detail)})
	return v.Page("mailroom/letter", title, page)
}

// ended tells what was decided, and how to take that back.
func (d desk) ended(v *web.Visit, found Seen, page *letterPage, mayDecide bool) {
	page.Heading.Lead = d.outcome(v, found.Detail)
	if found.Next != nil {
		page.Heading.Actions = append(page.Heading.Actions, ui.Action{Text: v.Text("mailroom.next", "name", orText(found.Next.Place, found.Next.Ref)),
			Href: intake.Address(found.Next.ID), Kind: "primary"})
	}
	if found.Location != "" {
		page.Heading.Actions = append(page.Heading.Actions, ui.Action{Text: v.Text("intake.to_location"), Href: "/locaties/" + found.Location})
	}
	page.Heading.Actions = append(page.Heading.Actions, ui.Action{Text: v.Text("intake.to_tray"), Href: "/postvak"})
	if mayDecide && found.CanUndo(v.Now()) {
		page.Sections = append(page.Sections, ui.Section{ID: "terug", Title: v.Text("mailroom.undo"), Text: []string{v.Text("mailroom.undo_text")},
			Actions: []ui.Action{{Text: v.Text("mailroom.undo_do"), Href: intake.Address(found.ID) + "/terug", Post: true}}})
	}
}

// rowSection shows the row of a spreadsheet a draft was read from.
func rowSection(v *web.Visit, found Seen) (ui.Section, bool) {
	if found.Origin == nil || found.Origin.Offer.Source == "" {
		return ui.Section{}, false
	}
	offer := found.Origin.Offer
	section := ui.Section{ID: "regel", Title: v.Text("mailroom.row", "row", offer.Row, "source", Visible(oneLine(offer.Source)))}
	for _, field := range Fields {
		if trace, read := offer.Traces[field]; read {
			section.Items = append(section.Items, ui.Item{Key: v.Text(FieldKey(field)), Value: Visible(oneLine(trace.Words))})
		}
	}
	return section, true
}

// siblings are the other drafts of the same letter, and the letters around it.
func siblings(v *web.Visit, found Seen) (sections []ui.Section) {
	if found.Letter == nil {
		return nil
	}
	others := slices.DeleteFunc(slices.Clone(found.Letter.Drafts), func(d intake.Draft) bool { return d.ID == found.ID })
	if len(others) > 0 {
		sections = append(sections, ui.Section{ID: "ook", Title: v.Text("mailroom.also"), Table: draftsTable(v, "ook-uit-mail", others),
			Actions: []ui.Action{{Text: v.Text("mailroom.to_letter"), Href: address(found.Letter.ID), Kind: "subtle"}}})
	} else {
		sections = append(sections, ui.Section{ID: "ook", Title: v.Text("mailroom.also"), Text: []string{v.Text("mailroom.also_none")},
			Actions: []ui.Action{{Text: v.Text("mailroom.to_letter"), Href: address(found.Letter.ID), Kind: "subtle"}}})
	}
	if len(found.Letter.Thread) > 0 {
		sections = append(sections, ui.Section{ID: "eerder", Title: v.Text("mailroom.thread"),
			Table: lettersTable(v, "draad", v.Text("mailroom.thread"), found.Letter.Thread, false)})
	}
	return sections
}

func allFacts(v *web.Visit, found Seen) []ui.Item {
	return append(intake.Facts(v, found.Report), ui.Item{Key: v.Text("intake.received"),
		Value: v.Text("intake.way_"+string(found.Way), "at", i18n.Moment(v.Lang, found.ReceivedAt))})
}

func stateBadge(v *web.Visit, state intake.State) ui.Badge {
	tones := map[intake.State]string{intake.Waiting: "attention", intake.AskedOf: "info", intake.Seconding: "info", intake.Taken: "good"}
	return ui.Badge{Text: v.Text("intake.state_" + string(state)), Tone: tones[state]}
}

// outcome says who decided what, and when.
func (d desk) outcome(v *web.Visit, found intake.Detail) string {
	who := orText(found.Names[found.EndedBy], v.Text("intake.somebody"))
	if found.State == intake.Taken {
		return v.Text("intake.outcome_taken", "who", who, "at", i18n.Moment(v.Lang, found.EndedAt))
	}
	return v.Text("intake.outcome_refused", "who", who, "at", i18n.Moment(v.Lang, found.EndedAt), "reason", v.Text("intake.reason_"+found.Reason))
}

func twinsTable(v *web.Visit, found Seen) *ui.Table {
	table := &ui.Table{ID: "dubbelen", Caption: v.Text("intake.twins"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("intake.twin")}, {Text: v.Text("intake.twin_is")}, {Text: v.Text("intake.twin_why")}, {Text: v.Text("mailroom.compare")}}}
	for _, twin := range found.Twins {
		link, is, id := ui.Linked(twin.Name, "/locaties/"+twin.Location), v.Text("intake.twin_location"), twin.Location
		if twin.Draft != "" {
			link, is, id = ui.Linked(orText(twin.Name, twin.Ref), intake.Address(twin.Draft)), v.Text("intake.twin_draft", "ref", twin.Ref), twin.Draft
		}
		why := v.Text("intake.twin_name")
		if twin.ByPhone {
			why = v.Text("intake.twin_phone")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{link, ui.Text(is), ui.Text(why),
			ui.Linked(v.Text("mailroom.compare_with"), intake.Address(found.ID)+"?bij="+url.QueryEscape(id))}})
	}
	return table
}

func stepsTable(v *web.Visit, found intake.Detail) *ui.Table {
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
		case "changed", intake.Merged:
			var names []string
			for _, name := range strings.Fields(step.Text) {
				names = append(names, v.Text("intake.field_"+name))
			}
			what.Note = strings.Join(names, ", ")
		case string(intake.Refused):
			what.Note = v.Text("intake.reason_" + step.Text)
		default:
			what.Note = step.Text
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(i18n.Moment(v.Lang, step.At)), what, ui.Text(who)}})
	}
	return table
}
