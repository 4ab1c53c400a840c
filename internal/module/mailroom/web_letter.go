package mailroom

import (
	"slices"
	"strings"
	"unicode"

	"onderdak/internal/module/intake"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
	"onderdak/internal/post"
	"onderdak/internal/reading"
)

// letterView is a letter as it is shown: its text inert and without characters that
// turn words around, the words of fields marked.
type letterView struct {
	Title    string
	Items    []ui.Item
	Warnings []string
	Own      []shownMark
	Earlier  []shownMark // mail that was quoted or passed on
	Empty    string      // why there is no text
}

// shownMark is a piece of a letter; Fields names those whose words end with it.
type shownMark struct {
	Text   string
	Marked bool
	Fields string
}

// view prepares a letter; traces are of the draft it stands beside.
func view(v *web.Visit, l Letter, traces map[reading.Field]reading.Trace) *letterView {
	shown := &letterView{Title: v.Text("mailroom.letter"), Items: letterItems(v, l)}
	for _, w := range l.Warnings {
		shown.Warnings = append(shown.Warnings, Warning(v, w.Code, w.Detail))
	}
	switch {
	case l.ForgottenAt != 0:
		shown.Empty = v.Text("mailroom.forgotten", "at", i18n.Moment(v.Lang, l.ForgottenAt))
	case strings.TrimSpace(l.Text) == "":
		shown.Empty = v.Text("mailroom.no_text")
	}
	at := 0
	for _, mark := range marked(l.Text, l.Quoted, traces) {
		one := shownMark{Text: Visible(mark.Text), Marked: len(mark.Fields) > 0}
		var names []string
		for _, field := range mark.Ends {
			names = append(names, v.Text(FieldKey(field)))
		}
		one.Fields = strings.Join(names, ", ")
		if at < l.Quoted {
			shown.Own = append(shown.Own, one)
		} else {
			shown.Earlier = append(shown.Earlier, one)
		}
		at += len(mark.Text)
	}
	return shown
}

// FieldKey is the message key of a field's name.
func FieldKey(field reading.Field) string {
	return "mailroom.field_" + strings.ReplaceAll(string(field), ".", "_")
}

// Visible shows where a text holds characters that have no form of their own but
// change how others are read.
func Visible(text string) string {
	return strings.Map(func(letter rune) rune {
		if letter == '\n' || letter == '\t' || unicode.IsPrint(letter) || unicode.Is(unicode.Zs, letter) {
			return letter
		}
		return unicode.ReplacementChar
	}, text)
}

func letterItems(v *web.Visit, l Letter) []ui.Item {
	items := []ui.Item{{Key: v.Text("intake.received"), Value: i18n.Moment(v.Lang, l.ReceivedAt)}}
	if l.ForgottenAt != 0 {
		return items
	}
	from := ui.Item{Key: v.Text("mailroom.from"), Value: orText(Visible(l.sender()), v.Text("mailroom.sender_unknown")),
		Badges: []ui.Badge{{Text: v.Text("mailroom.auth_" + string(l.Auth)), Tone: map[post.Auth]string{post.Verified: "good", post.Failed: "bad"}[l.Auth]}}}
	items = append([]ui.Item{from, {Key: v.Text("mailroom.subject"), Value: orText(Visible(l.Subject), v.Text("mailroom.no_subject"))}}, items...)
	if len(l.Attachments) > 0 {
		var names []string
		for _, file := range l.Attachments {
			names = append(names, Visible(file.Name))
		}
		items = append(items, ui.Item{Key: v.Text("mailroom.attachments"), Value: strings.Join(names, "\n")})
	}
	return items
}

// banners are what must be seen before anything of a letter is believed.
func banners(v *web.Visit, l Letter) (found []ui.Message) {
	switch {
	case l.ForgottenAt != 0:
	case l.Auth == post.Failed:
		found = append(found, ui.Message{Kind: "error", Title: v.Text("mailroom.sender_failed"), Text: v.Text("mailroom.sender_failed_text")})
	case l.Auth == post.Unknown:
		found = append(found, ui.Message{Kind: "warning", Title: v.Text("mailroom.sender_unsure"), Text: v.Text("mailroom.sender_unsure_text")})
	}
	return found
}

// letterPage is the page of a letter.
type letterPage struct {
	Crumbs   []ui.Link
	Heading  ui.Heading
	Banners  []ui.Message
	Letter   *letterView
	Sections []ui.Section // beside it
	Below    []ui.Section
}

func (d desk) letter(v *web.Visit) error {
	found, err := d.Letter(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	title := v.Text("mailroom.letter_"+string(found.State), "ref", found.Ref)
	page := letterPage{
		Crumbs: crumbs(v, found.Ref), Banners: banners(v, found.Letter), Letter: view(v, found.Letter, nil),
		Heading: ui.Heading{Above: v.Text("mailroom.letter_above", "ref", found.Ref), Answer: title, Lead: v.Text("mailroom.letter_lead_" + string(found.State)),
			Badges: []ui.Badge{{Text: v.Text("mailroom.kind_" + string(found.Kind))}}},
	}
	if len(found.Drafts) > 0 {
		page.Sections = append(page.Sections, ui.Section{ID: "meldingen", Title: v.Text("mailroom.drafts"), Table: draftsTable(v, "uit-mail", found.Drafts)})
	}
	if access.Check(v.Actor, access.DecideDraft, found.Owner()) == nil {
		page.Sections = append(page.Sections, letterForms(v, found)...)
	}
	if len(found.Thread) > 0 {
		page.Below = append(page.Below, ui.Section{ID: "eerder", Title: v.Text("mailroom.thread"),
			Table: lettersTable(v, "draad", v.Text("mailroom.thread"), found.Thread, false)})
	}
	return v.Page("mailroom/letter", title, page)
}

// letterForms are what one can do with a letter.
func letterForms(v *web.Visit, found Opened) []ui.Section {
	sections := []ui.Section{{ID: "schrijven", Title: v.Text("mailroom.write"), Text: []string{v.Text("mailroom.write_text")},
		Actions: []ui.Action{{Text: v.Text("mailroom.write_do"), Href: address(found.ID) + "/melding", Post: true}}}}
	if found.State == Empty {
		sections = append(sections, ui.Section{ID: "geen", Title: v.Text("mailroom.no_offer"), Text: []string{v.Text("mailroom.no_offer_text")},
			Actions: []ui.Action{{Text: v.Text("mailroom.no_offer_do"), Href: address(found.ID) + "/geen-aanbod", Post: true}}})
	}
	if hasRows(found) && access.ReachOf(v.Actor, access.UploadMail) != access.None {
		sections = append(sections, ui.Section{ID: "kolommen", Title: v.Text("mailroom.columns"), Text: []string{v.Text("mailroom.columns_text")},
			Actions: []ui.Action{{Text: v.Text("mailroom.columns_do"), Href: "/postvak/inlezen?mail=" + found.ID, Kind: "subtle"}}})
	}
	return sections
}

// hasRows says whether a mail brought a spreadsheet that drafts were read from.
func hasRows(found Opened) bool {
	return found.Way != ByUpload && slices.ContainsFunc(found.Drafts, func(d intake.Draft) bool { return d.Way == intake.BySheet })
}

func draftsTable(v *web.Visit, id string, drafts []intake.Draft) *ui.Table {
	table := &ui.Table{ID: id, Caption: v.Text("mailroom.drafts"), Hidden: true, Compact: true,
		Columns: []ui.Column{{Text: v.Text("intake.place")}, {Text: v.Text("intake.places"), Number: true}, {Text: v.Text("mailroom.stand")}}}
	for _, d := range drafts {
		first := ui.Linked(orText(d.Place, v.Text("mailroom.nameless")), intake.Address(d.ID))
		first.Note = d.Ref
		count := ui.Text(v.Text("mailroom.unsaid"))
		if d.Places > 0 {
			count = ui.Number(d.Places)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{first, count, {Badges: []ui.Badge{stateBadge(v, d.State)}}}})
	}
	return table
}

func (d desk) writeDraft(v *web.Visit) error {
	draft, err := d.WriteDraft(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return v.Redirect(intake.Address(draft))
}

func (d desk) notAnOffer(v *web.Visit) error {
	if err := d.NotAnOffer(v.Request.Context(), v.Actor, v.Request.PathValue("id")); err != nil {
		return err
	}
	return v.Redirect("/postvak?gedaan=geen-aanbod")
}
