package trail

import (
	"net/http"
	"strings"

	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func crumbs(v *web.Visit, last string) []ui.Link {
	return []ui.Link{{Text: v.Text("trail.nav"), Href: "/controle"}, {Text: last, Current: true}}
}

func (d desk) askWho(v *web.Visit) error { return whoPage(v, "", "", nil) }

// who looks for a person by name. It is asked with POST: a name never stands in
// an address.
func (d desk) who(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	text := strings.TrimSpace(form.Get("naam"))
	if text == "" {
		v.Status(http.StatusUnprocessableEntity)
		return whoPage(v, text, v.Text("trail.name_missing"), nil)
	}
	found, err := d.Who(v.Request.Context(), v.Actor, text)
	if err != nil {
		return err
	}
	table := &ui.Table{ID: "gevonden", Caption: v.Text("trail.found"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("trail.who")}, {Text: v.Text("trail.email")}},
		Empty:   ui.Empty{Title: v.Text("trail.nobody"), Text: v.Text("trail.nobody_text")}}
	for _, account := range found {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Linked(account.Name, "/controle?persoon="+account.ID), ui.Text(account.Email)}})
	}
	return whoPage(v, text, "", table)
}

func whoPage(v *web.Visit, text, wrong string, found *ui.Table) error {
	title := v.Text("trail.by_person")
	body := ui.Sheet{
		Crumbs:  crumbs(v, title),
		Heading: ui.Heading{Answer: title, Lead: v.Text("trail.by_person_lead")},
		Form: &ui.Form{Action: "/controle/wie", Submit: v.Text("trail.search"), Fields: []ui.Field{
			{Kind: ui.SearchField, Name: "naam", Label: v.Text("trail.name"), Value: text, Error: wrong, Width: 30},
		}},
	}
	if found != nil {
		body.Sections = []ui.Section{{ID: "lijst", Title: v.Text("trail.found"), Table: found}}
	}
	return v.Page("trail/sheet", title, body)
}

// books tells of every book up to where its chain was replayed.
func (d desk) books(v *web.Visit) error {
	if v.Request.URL.Query().Get("gedaan") == "gevraagd" {
		v.Notice("ok", "trail.check_asked", nil)
	}
	checks, err := d.Checks(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	message := chain(v, checks)
	message.Links = nil
	table := &ui.Table{ID: "boeken", Caption: v.Text("trail.books"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("trail.book")}, {Text: v.Text("trail.checked_to"), Number: true}, {Text: v.Text("trail.checked_at")}, {Text: v.Text("trail.state")}},
		Empty:   ui.Empty{Title: v.Text("trail.never_checked"), Text: v.Text("trail.never_checked_text")}}
	for _, check := range checks {
		row := ui.Row{Cells: []ui.Cell{ui.Linked(bookWords(v, check.Book), "/controle?boek="+check.Book), ui.Number(int(check.Seq)), ui.Text(i18n.Moment(v.Lang, check.At)),
			{Badges: []ui.Badge{{Text: v.Text("trail.book_whole"), Tone: "good"}}}}}
		if check.Wrong != "" {
			row.Tone = "bad"
			row.Cells[3] = ui.Cell{Badges: []ui.Badge{{Text: v.Text("trail.book_broken"), Tone: "bad"}}, Note: check.Wrong}
		}
		table.Rows = append(table.Rows, row)
	}
	title := v.Text("trail.books")
	return v.Page("trail/sheet", title, ui.Sheet{
		Crumbs: crumbs(v, title),
		Heading: ui.Heading{Answer: title, Lead: v.Text("trail.books_lead"), AsOf: i18n.Moment(v.Lang, v.Now()),
			Actions: []ui.Action{{Text: v.Text("trail.check_now"), Href: "/controle/boeken", Kind: "primary", Post: true}}},
		Notice:   &message,
		Sections: []ui.Section{{ID: "lijst", Title: v.Text("trail.per_book"), Table: table}},
	})
}

func (d desk) check(v *web.Visit) error {
	if err := d.Ask(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return v.Redirect("/controle/boeken?gedaan=gevraagd")
}
