package picture

import (
	"strconv"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

const (
	oldPath = "/oude-opgaven"
	askArea = "gebied"
)

// mostOld is how many old reports one page lists.
const mostOld = 200

// oldPage lists the old reports of the reader's own area, or of a smaller one.
func (s *Service) oldPage(v *web.Visit) error {
	code := v.Request.URL.Query().Get(askArea)
	if code == "" {
		code = home(v.Actor)
	}
	ground, old, err := s.OldReports(v.Request.Context(), v.Actor, code)
	if err != nil {
		return err
	}
	tellReminded(v)
	title := v.Text("picture.old_title", "n", len(old))
	heading := ui.Heading{Above: areaName(v, ground.Name), Answer: title, AsOf: i18n.Moment(v.Lang, v.Now()), Lead: v.Text("picture.old_lead")}
	if len(old) == 0 {
		heading.Lead = v.Text("picture.lead_calm")
	} else {
		heading.Actions = []ui.Action{remindAction(v, code, len(old))}
	}
	news, err := s.asking.News(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	if n := news.Count(); n > 0 {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("picture.old_news", "n", n), Href: oldPath + "/antwoorden"})
	}
	mailed, called := apart(old)
	sections := []ui.Section{{ID: "opgaven", Title: v.Text("picture.old_list"), Text: tooMany(v, mailed), Table: oldTable(v, mailed)}}
	if len(called) > 0 {
		sections = append(sections, ui.Section{ID: "bellen", Title: v.Text("picture.call_title", "n", len(called)),
			Text: append([]string{v.Text("picture.call_text")}, tooMany(v, called)...), Table: callTable(v, called)})
	}
	return v.Page("picture/sheet", title, ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("picture.nav"), Href: "/"}, {Text: v.Text("picture.old_list"), Current: true}},
		Heading: heading, Sections: sections,
	})
}

// apart parts the locations whose contact can be mailed from those somebody must
// call.
func apart(old []OldReport) (mailed, called []OldReport) {
	for _, report := range old {
		if report.Contact.Email == "" {
			called = append(called, report)
		} else {
			mailed = append(mailed, report)
		}
	}
	return mailed, called
}

func tooMany(v *web.Visit, old []OldReport) []string {
	if more := len(old) - mostOld; more > 0 {
		return []string{v.Text("picture.old_more", "n", more)}
	}
	return nil
}

func areaName(v *web.Visit, name string) string {
	if name == "" {
		return v.Text("picture.netherlands")
	}
	return name
}

// remindAction is the one click that asks all of them.
func remindAction(v *web.Visit, code string, n int) ui.Action {
	return ui.Action{Text: v.Text("picture.remind", "n", n), Href: oldPath, Post: true, Name: askArea, Value: code, Kind: "primary"}
}

func oldTable(v *web.Visit, old []OldReport) *ui.Table {
	table := &ui.Table{ID: "oude-opgaven", Caption: v.Text("picture.old_list"), Hidden: true, Empty: ui.Empty{Title: v.Text("picture.old_none"), Text: v.Text("picture.old_none_text")}}
	for _, key := range []string{"location", "asked", "contact"} {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("picture.col_" + key)})
	}
	for _, report := range old[:min(mostOld, len(old))] {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			where(report), standCell(v, report),
			{Text: report.Contact.Phone, Note: report.Contact.Name},
		}})
	}
	return table
}

// callTable is whom to call: no mail reaches them.
func callTable(v *web.Visit, old []OldReport) *ui.Table {
	table := &ui.Table{ID: "bel-lijst", Caption: v.Text("picture.call_title", "n", len(old)), Hidden: true}
	for _, key := range []string{"location", "phone", "confirmed"} {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("picture.col_" + key)})
	}
	for _, report := range old[:min(mostOld, len(old))] {
		phone := ui.Cell{Text: report.Contact.Phone, Note: report.Contact.Name}
		if phone.Text == "" {
			phone.Text = v.Text("picture.no_phone")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			where(report), phone, ui.Text(i18n.Moment(v.Lang, report.ConfirmedAt)),
		}})
	}
	return table
}

// where names the location and its municipality, in one column: phones are narrow.
func where(report OldReport) ui.Cell {
	town := report.Municipality
	if found, known := atlas.Find(town); known {
		town = found.Name
	}
	return ui.Cell{Text: report.Name, Href: "/locaties/" + report.Location.ID, Note: town}
}

// standCell says whether the contact was asked since the last word, and when that
// was.
func standCell(v *web.Visit, report OldReport) ui.Cell {
	confirmed := v.Text("picture.confirmed_on", "moment", i18n.Moment(v.Lang, report.ConfirmedAt))
	switch asked := report.Stand.AskedAt; {
	case asked == 0:
		return ui.Cell{Text: v.Text("picture.not_asked"), Note: confirmed}
	case asked > report.ConfirmedAt:
		return ui.Cell{Text: v.Text("picture.no_answer", "moment", i18n.Moment(v.Lang, asked)), Note: confirmed}
	}
	return ui.Cell{Text: confirmed}
}

// remind asks all contacts of an area and tells what that did.
func (s *Service) remind(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	code := form.Get(askArea)
	done, err := s.Remind(v.Request.Context(), v.Actor, code)
	if err != nil {
		return err
	}
	return v.Redirect(oldPath + "?" + askArea + "=" + code + "&gevraagd=" + strconv.Itoa(done.Locations) + "&contacten=" + strconv.Itoa(done.Contacts) + "&eerder=" + strconv.Itoa(done.Before) +
		"&zonder=" + strconv.Itoa(done.Without))
}

// tellReminded shows what asking did just before.
func tellReminded(v *web.Visit) {
	query := v.Request.URL.Query()
	if query.Get("gevraagd") == "" {
		return
	}
	count := func(name string) int {
		// What is no number was not written by us; nought is told.
		n, _ := strconv.Atoi(query.Get(name))
		return max(0, n)
	}
	asked, mails, before, without := count("gevraagd"), count("contacten"), count("eerder"), count("zonder")
	kind := "ok"
	if asked == 0 || without > 0 {
		kind = "warning"
	}
	// What is nought goes without saying, but for the mails themselves.
	told := map[string]any{"asked": v.Text("picture.reminded_asked", "n", mails, "locations", v.Text("picture.n_locations", "n", asked)), "before": "", "without": ""}
	if before > 0 {
		told["before"] = v.Text("picture.reminded_before", "n", before)
	}
	if without > 0 {
		told["without"] = v.Text("picture.reminded_without", "n", without)
	}
	v.Notice(kind, "picture.reminded", told)
}

// mayAsk says whether the reader may ask the contacts of an area.
func mayAsk(v *web.Visit, code string) bool {
	ground, err := GroundOf(code)
	return err == nil && access.Check(v.Actor, access.AskReports, ground.Owner) == nil
}
