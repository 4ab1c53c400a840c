package freshness

import (
	"slices"

	"onderdak/internal/module/places"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// ask shows what the register knows of the locations of a link, and one button
// that says that all holds. It changes nothing: programs that look at mails follow
// links too, also those that hold an answer.
func (d desk) ask(v *web.Visit) error {
	opened, err := d.Open(v.Request.Context(), v.Request.PathValue("token"))
	if err != nil {
		return err
	}
	if done := v.Request.URL.Query().Get(askDone); doneKeys[done] {
		v.Notice("ok", "freshness.done_"+done, nil)
	}
	count := len(opened.Locations)
	sheet := ui.Sheet{Heading: ui.Heading{
		Answer: v.Text("freshness.title", "n", count), Lead: v.Text("freshness.lead", "n", count), AsOf: i18n.Moment(v.Lang, v.Now()),
	}}
	if v.Request.URL.Query().Get(askAnswer) == answerYes {
		sheet.Heading.Lead = v.Text("freshness.lead_yes", "n", count)
	}
	if opened.answered() {
		sheet.Heading.Answer, sheet.Heading.Lead = v.Text("freshness.title_done"), v.Text("freshness.lead_done")
	} else {
		sheet.Heading.Actions = []ui.Action{{Text: v.Text("freshness.yes_all", "n", count), Href: address(v), Post: true, Kind: "primary"}}
	}
	for i, known := range opened.Locations {
		sheet.Sections = append(sheet.Sections, d.section(v, known, i, count))
	}
	return v.Page("freshness/sheet", sheet.Heading.Answer, sheet, private)
}

// doneKeys are the answers a page can thank for.
var doneKeys = map[string]bool{"yes": true, "lowered": true, "raised": true, "both": true, "gone": true, "contact": true}

// answered says whether every location was answered about by this link.
func (o Opened) answered() bool {
	return !slices.ContainsFunc(o.Locations, func(known Known) bool { return !known.Last.settles() })
}

// settles says whether the answer leaves nothing to ask: whom to call does not say
// how many places there are.
func (a Answer) settles() bool { return a.ID != "" && a.Kind != Contact }

func (d desk) section(v *web.Visit, known Known, at, count int) ui.Section {
	section := ui.Section{ID: "locatie-" + i18n.Count("en", at+1), Title: known.Name, Items: facts(v, known)}
	if text := told(v, known.Last); text != "" {
		section.Text = []string{text}
	} else if known.LapsedAt != 0 {
		section.Text = []string{v.Text("freshness.lapsed_text")}
	}
	if count > 1 && !known.Last.settles() {
		section.Actions = append(section.Actions, ui.Action{Text: v.Text("freshness.yes_one"), Href: address(v), Post: true, Name: askPlace, Value: known.Location.ID})
	}
	section.Actions = append(section.Actions, ui.Action{Text: v.Text("freshness.change"), Href: changeAddress(v, known.Location.ID)})
	return section
}

func changeAddress(v *web.Visit, location string) string { return address(v) + "/" + location }

// facts are what the register knows of a location: tonight and the coming change.
func facts(v *web.Visit, known Known) []ui.Item {
	text := func(key string, args map[string]any) string { return say(v, key, args) }
	items := []ui.Item{
		{Key: v.Text("freshness.municipality"), Value: townName(known.Municipality)},
		{Key: v.Text("freshness.tonight"), Value: counts(text, known.Periods[0])},
	}
	if len(known.Periods) > 1 {
		items = append(items, ui.Item{Key: v.Text("freshness.from_on", "from", known.Periods[1].From), Value: counts(text, known.Periods[1])})
	}
	confirmed := ui.Item{Key: v.Text("freshness.confirmed"), Value: i18n.Moment(v.Lang, known.ConfirmedAt)}
	if known.LapsedAt != 0 {
		confirmed.Badges = []ui.Badge{{Text: v.Text("freshness.lapsed_badge"), Tone: "attention"}}
	}
	return append(items, confirmed)
}

// told is what was answered by this link before; empty: nothing.
func told(v *web.Visit, a Answer) string {
	if a.ID == "" {
		return ""
	}
	moment := i18n.Moment(v.Lang, a.At)
	if a.Kind == Number {
		return v.Text("freshness.told_number", "n", a.Places, "from", a.From, "moment", moment)
	}
	return v.Text("freshness.told_"+string(a.Kind), "moment", moment)
}

// confirm takes a yes in: for one location where the form names one, else for all.
func (d desk) confirm(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	var locations []string
	if one := form.Get(askPlace); one != "" {
		locations = append(locations, one)
	}
	if _, err := d.Confirm(v.Request.Context(), v.Request.PathValue("token"), locations...); err != nil {
		return err
	}
	return v.Redirect(address(v) + "?" + askDone + "=yes")
}

// place finds the location of a page about one of them.
func (d desk) place(v *web.Visit) (Known, error) {
	opened, err := d.Open(v.Request.Context(), v.Request.PathValue("token"))
	if err != nil {
		return Known{}, err
	}
	for _, known := range opened.Locations {
		if known.Location.ID == v.Request.PathValue("location") {
			return known, nil
		}
	}
	return Known{}, notThere
}

func contactOf(get func(string) string) places.Contact {
	return places.Contact{Name: get("name"), Phone: get("phone"), Email: get("email")}
}
