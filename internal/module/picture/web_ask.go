package picture

import (
	"strconv"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
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
	section := ui.Section{ID: "opgaven", Title: v.Text("picture.old_list"), Table: oldTable(v, old)}
	if more := len(old) - mostOld; more > 0 {
		section.Text = []string{v.Text("picture.old_more", "n", more)}
	}
	return v.Page("picture/sheet", title, ui.Sheet{
		Crumbs:  []ui.Link{{Text: v.Text("picture.nav"), Href: "/"}, {Text: v.Text("picture.old_list"), Current: true}},
		Heading: heading, Sections: []ui.Section{section},
	})
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

func oldTable(v *web.Visit, old []places.OldReport) *ui.Table {
	table := &ui.Table{ID: "oude-opgaven", Caption: v.Text("picture.old_list"), Hidden: true, Empty: ui.Empty{Title: v.Text("picture.old_none"), Text: v.Text("picture.old_none_text")}}
	for _, key := range []string{"location", "municipality", "confirmed", "asked", "contact"} {
		table.Columns = append(table.Columns, ui.Column{Text: v.Text("picture.col_" + key)})
	}
	for _, report := range old[:min(mostOld, len(old))] {
		asked := v.Text("picture.not_asked")
		if report.AskedAt != 0 {
			asked = i18n.Moment(v.Lang, report.AskedAt)
		}
		town := report.Municipality
		if found, known := atlas.Find(town); known {
			town = found.Name
		}
		contact := ui.Cell{Text: report.Contact.Phone, Note: report.Contact.Name}
		if report.Contact.Email == "" {
			contact.Badges = []ui.Badge{{Text: v.Text("picture.no_address"), Tone: "attention"}}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(report.Name, "/locaties/"+report.Location.ID), ui.Text(town), ui.Text(i18n.Moment(v.Lang, report.ConfirmedAt)), ui.Text(asked), contact,
		}})
	}
	return table
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
	return v.Redirect(oldPath + "?" + askArea + "=" + code + "&gevraagd=" + strconv.Itoa(done.Asked) + "&eerder=" + strconv.Itoa(done.Before) +
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
	asked, before, without := count("gevraagd"), count("eerder"), count("zonder")
	kind := "ok"
	if asked == 0 || without > 0 {
		kind = "warning"
	}
	// What is nought goes without saying, but for the mails themselves.
	told := map[string]any{"asked": v.Text("picture.reminded_asked", "n", asked), "before": "", "without": ""}
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
