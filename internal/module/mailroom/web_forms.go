package mailroom

import (
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// forms are the decisions: take it in as new or as a change, ask, refuse.
func (d desk) forms(v *web.Visit, found Seen, given decision) []ui.Section {
	reasons := make([]ui.Option, 0, len(intake.Reasons))
	for _, reason := range intake.Reasons {
		chosen := reason == "withdrawn" && found.withdrawn()
		reasons = append(reasons, ui.Option{Value: reason, Label: v.Text("intake.reason_" + reason), Chosen: chosen})
	}
	var first ui.Section
	switch {
	case found.First != nil:
		first = d.secondSection(v, found)
	case found.Subject != nil && found.Subject.Draft != nil:
		first = mergeSection(v, found)
	case given.taking.changes != "" && found.Subject != nil:
		first = d.changeSection(v, found, given)
	default:
		first = ui.Section{ID: "opnemen", Title: v.Text("intake.take"), Text: d.takeText(v, found), Form: &ui.Form{
			Action: intake.Address(found.ID) + "/opnemen", Submit: v.Text("intake.take"), Fields: takeFields(v, found, given.taking, given.wrong)}}
	}
	return []ui.Section{first, askSection(v, found, given),
		{ID: "weigeren", Title: v.Text("intake.refuse"), Text: []string{v.Text("intake.refuse_text")}, Form: &ui.Form{
			Action: intake.Address(found.ID) + "/weigeren", Submit: v.Text("intake.refuse"), Fields: []ui.Field{{
				Kind: ui.RadioField, Name: "reason", Label: v.Text("intake.reason"), Options: reasons, Error: given.wrong["reason"]}}}},
	}
}

// takeText says what taking in does, and from how many places two must.
func (d desk) takeText(v *web.Visit, found Seen) []string {
	text := []string{v.Text("intake.take_text")}
	if found.withdrawn() {
		text = append([]string{v.Text("mailroom.withdrawn_text")}, text...)
	}
	if found.Places >= d.drafts.SecondFrom() {
		text = append(text, v.Text("mailroom.two_needed", "n", d.drafts.SecondFrom()))
	}
	return text
}

// askSection asks who told for what they did not say.
func askSection(v *web.Visit, found Seen, given decision) ui.Section {
	section := ui.Section{ID: "navragen", Title: v.Text("intake.ask"), Text: []string{v.Text("intake.ask_text")}}
	fields := []ui.Field{{Kind: ui.LongTextField, Name: "note", Label: v.Text("intake.note"), Hint: v.Text("intake.note_hint"), Rows: 3, Value: given.note, Error: given.wrong["note"]}}
	form := &ui.Form{Action: intake.Address(found.ID) + "/navragen", Submit: v.Text("intake.ask_save"), Fields: fields}
	if to := found.MailTo(); to != "" {
		section.Text = []string{v.Text("mailroom.ask_text", "address", to)}
		questions := make([]ui.Option, 0, len(intake.Askable))
		for _, field := range intake.Askable {
			questions = append(questions, ui.Option{Value: field, Label: v.Text(intake.QuestionKey(field)), Chosen: slices.Contains(given.fields, field)})
		}
		form.Fields = []ui.Field{
			{Kind: ui.RadioField, Name: "how", Label: v.Text("mailroom.ask_how"), Inline: true, Options: []ui.Option{
				{Value: "mail", Label: v.Text("mailroom.ask_mail"), Chosen: given.mailed}, {Value: "zelf", Label: v.Text("mailroom.ask_self"), Chosen: !given.mailed}}},
			{Kind: ui.CheckField, Name: "fields", Label: v.Text("mailroom.ask_fields"), Options: questions, Optional: true},
			fields[0],
		}
		form.Fields[2].Optional = true
		form.Submit = v.Text("mailroom.ask_do")
	}
	section.Form = form
	return section
}

// secondSection shows the second person what the first confirmed.
func (d desk) secondSection(v *web.Visit, found Seen) ui.Section {
	first := found.First
	who := orText(found.Names[first.Person], v.Text("intake.somebody"))
	section := ui.Section{ID: "tweede", Title: v.Text("mailroom.second"), Text: []string{v.Text("mailroom.second_text", "who", who, "at", i18n.Moment(v.Lang, first.At))}}
	name, kind := first.Location.Name, v.Word(first.Location.Type, "places.type."+first.Location.Type)
	if first.Changes != "" {
		name, kind = found.Place, v.Text("mailroom.second_change")
	}
	told := intake.Report{Place: name, Municipality: found.Municipality, Places: first.Places, From: calendar.At(first.From), Until: first.Until, Contact: first.Location.Contact,
		Facilities: first.Location.Facilities}
	section.Items = append(intake.Facts(v, told), ui.Item{Key: v.Text("intake.type"), Value: kind})
	if first.Person == v.Actor.Person {
		section.Text = append(section.Text, v.Text("mailroom.second_wait"))
		return section
	}
	section.Actions = []ui.Action{{Text: v.Text("mailroom.second_do"), Href: intake.Address(found.ID) + "/tweede", Post: true, Kind: "primary"}}
	return section
}

// changeSection shows a draft as a change of a location: what was, what it becomes.
func (d desk) changeSection(v *web.Visit, found Seen, given decision) ui.Section {
	l := found.Subject.Location
	section := ui.Section{ID: "wijzigen", Title: v.Text("mailroom.change"), Text: append([]string{v.Text("mailroom.change_"+found.Subject.Why, "name", l.Name)}, changeNotes(v, found)...),
		Table: changeTable(v, found), Actions: []ui.Action{{Text: v.Text("mailroom.change_new"), Href: intake.Address(found.ID) + "?bij=" + AsNew, Kind: "subtle"}}}
	fields := append([]ui.Field{
		{Kind: ui.HiddenField, Name: "bij", Value: l.ID},
		{Kind: ui.HiddenField, Name: "version", Value: given.taking.version},
	}, periodFields(v, found, given.taking, given.wrong)...)
	for i := range fields {
		if fields[i].Name == "places" {
			fields[i].Hint = explained(fields[i].Hint, extra(v, found))
		}
	}
	if found.callNow() != l.Contact {
		fields = append(fields, ui.Field{Kind: ui.CheckField, Name: "contact", Label: v.Text("intake.contact"), Optional: true, Error: given.wrong["contact_email"],
			Options: []ui.Option{{Value: "ja", Label: v.Text("mailroom.change_contact"), Chosen: given.taking.contact}}})
	}
	section.Form = &ui.Form{Action: intake.Address(found.ID) + "/opnemen", Submit: v.Text("mailroom.change_do"), Fields: fields, Note: v.Text("mailroom.change_total")}
	return section
}

// changeNotes say what a change does not do.
func changeNotes(v *web.Visit, found Seen) (notes []string) {
	if found.withdrawn() {
		notes = append(notes, v.Text("mailroom.withdrawn_text"))
	}
	if numbers := found.Subject.Numbers; numbers[places.Open] > 0 || numbers[places.Realised] > 0 {
		notes = append(notes, v.Text("mailroom.change_open", "n", max(numbers[places.Open], numbers[places.Realised])))
	}
	return notes
}

// changeTable sets side by side what stands in the register and what was told.
func changeTable(v *web.Visit, found Seen) *ui.Table {
	l := found.Subject.Location
	table := differenceTable(v)
	row := func(key string, was, becomes ui.Cell, differs bool) {
		if differs {
			becomes.Badges = []ui.Badge{{Text: v.Text("mailroom.changed"), Tone: "attention"}}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(key), was, becomes}})
	}
	before, after := found.Subject.Numbers[places.Pledged], v.Text("mailroom.unsaid")
	if found.withdrawn() || found.Places > 0 {
		after = v.Text("intake.n_places", "n", found.counted())
	}
	was := ui.Text(v.Text("intake.n_places", "n", before))
	was.Note = v.Text("mailroom.from_night", "night", i18n.LongDate(v.Lang, found.Subject.Night))
	row(v.Text("intake.places"), was, ui.Text(after), found.counted() != before)
	row(v.Text("intake.place"), ui.Text(l.Name), ui.Text(orUnsaid(v, found.Place)), found.Place != "" && !intake.Alike(found.Place, l.Name))
	row(v.Text("intake.contact"), ui.Text(orUnsaid(v, contactLine(l.Contact))), ui.Text(orUnsaid(v, contactLine(found.Contact))), found.callNow() != l.Contact)
	return table
}

// counted is how many places there are once a draft counts.
func (s Seen) counted() int {
	if s.withdrawn() {
		return 0
	}
	return s.Places
}

func differenceTable(v *web.Visit) *ui.Table {
	return &ui.Table{ID: "verschil", Caption: v.Text("mailroom.difference"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("mailroom.what")}, {Text: v.Text("mailroom.was")}, {Text: v.Text("mailroom.becomes")}}}
}

func contactLine(c places.Contact) string {
	return strings.Join(slices.DeleteFunc([]string{c.Name, c.Phone, c.Email}, func(part string) bool { return part == "" }), ", ")
}

// mergeSection shows a draft as news of another that waits.
func mergeSection(v *web.Visit, found Seen) ui.Section {
	other := found.Subject.Draft
	form := &ui.Form{Action: intake.Address(found.ID) + "/samenvoegen", Submit: v.Text("mailroom.merge_do"), Fields: []ui.Field{
		{Kind: ui.HiddenField, Name: "bij", Value: other.ID},
		{Kind: ui.HiddenField, Name: "version", Value: strconv.FormatInt(found.Version, 10)},
		{Kind: ui.HiddenField, Name: "seen", Value: strconv.FormatInt(other.Version, 10)},
	}}
	actions := []ui.Action{{Text: v.Text("mailroom.change_new"), Href: intake.Address(found.ID) + "?bij=" + AsNew, Kind: "subtle"}}
	if found.withdrawn() {
		form.Submit = v.Text("mailroom.withdraw_do")
		return ui.Section{ID: "intrekken", Title: v.Text("mailroom.withdraw"), Text: []string{v.Text("mailroom.withdraw_text", "ref", other.Ref)},
			Items: intake.Facts(v, other.Report), Actions: actions, Form: form}
	}
	table, was := differenceTable(v), intake.Facts(v, other.Report)
	for i, fact := range intake.Facts(v, other.Report.With(found.Report)) {
		cell := ui.Text(fact.Value)
		if fact.Value != was[i].Value {
			cell.Badges = []ui.Badge{{Text: v.Text("mailroom.changed"), Tone: "attention"}}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(fact.Key), ui.Text(was[i].Value), cell}})
	}
	return ui.Section{ID: "samenvoegen", Title: v.Text("mailroom.merge"), Text: []string{v.Text("mailroom.merge_text", "ref", other.Ref)}, Table: table,
		Actions: actions, Form: form}
}
