package placement

import (
	"net/url"
	"strconv"
	"strings"

	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// letterPage is the letter as its template shows it.
type letterPage struct {
	Tabs     ui.Tabs
	Heading  ui.Heading
	Sections []ui.Section
	Actions  []ui.Action
}

// letter is one page for a household, in its language, to be printed.
func (d pages) letter(v *web.Visit) error {
	letter, err := d.Letter(v.Request.Context(), v.Actor, v.Request.PathValue("household"), v.Request.URL.Query().Get("taal"))
	if err != nil {
		return err
	}
	path := address(letter.Household.ID)
	tabs := ui.Tabs{Label: v.Text("placement.letter_language")}
	for _, language := range ui.Languages {
		tabs.Links = append(tabs.Links, ui.Link{Text: language.Name, Href: path + "/brief?taal=" + language.Code, Current: language.Code == letter.Lang})
	}
	back := ui.Action{Text: v.Text("placement.back_to", "code", letter.Household.Code), Href: path}
	written := write(v, letter)
	v.Lang = letter.Lang
	page := letterPage{
		Tabs: tabs, Actions: []ui.Action{back},
		Heading: ui.Heading{Above: written.For, Answer: written.Title, Lead: written.Lead},
		Sections: []ui.Section{
			{ID: "waar", Title: written.Where, Items: written.Items},
			{ID: "doen", Title: written.Do, Text: written.Steps},
		},
	}
	return v.Page("placement/letter", written.Title, page, web.Options{Bare: true, Public: true})
}

// written is a letter in the words of its household.
type written struct {
	Lang             string
	For, Title, Lead string
	Where            string
	Items            []ui.Item
	Do               string
	Steps            []string
}

// write puts a letter into the language of its household; the page around it
// keeps its own.
func write(v *web.Visit, letter Letter) written {
	page := v.Lang
	v.Lang = letter.Lang
	defer func() { v.Lang = page }()
	o, l := letter.Offer, letter.Location
	where := strings.Join(strings.Fields(strings.Join([]string{l.Address, l.Postcode}, " ")), " ")
	contact := v.Text("placement.letter_later")
	if o.State == "accepted" {
		contact = strings.TrimSpace(l.Contact.Name + " " + l.Contact.Phone)
	}
	return written{
		Lang: letter.Lang, For: v.Text("placement.letter_for", "code", letter.Household.Code, "n", o.Persons),
		Title: v.Text("placement.letter_title", "location", l.Name), Lead: v.Text("placement.letter_lead"),
		Where: v.Text("placement.letter_where"), Do: v.Text("placement.letter_do"), Steps: letterSteps(v, letter),
		Items: []ui.Item{
			{Key: v.Text("placement.location"), Value: l.Name},
			{Key: v.Text("placement.letter_address"), Value: strings.TrimSpace(where + "\n" + municipalityName(l.Municipality))},
			{Key: v.Text("placement.letter_from"), Value: i18n.LongDate(v.Lang, o.From)},
			{Key: v.Text("placement.letter_until"), Value: yes(o.EndKnown, i18n.LongDate(v.Lang, o.Until), v.Text("placement.letter_renew", "until", i18n.LongDate(v.Lang, o.Until)))},
			{Key: v.Text("placement.letter_contact"), Value: contact},
		},
	}
}

func letterSteps(v *web.Visit, letter Letter) []string {
	if letter.Offer.State == "accepted" {
		return []string{v.Text("placement.letter_go", "from", i18n.LongDate(v.Lang, letter.Offer.From)), v.Text("placement.letter_bring"), v.Text("placement.letter_change")}
	}
	return []string{
		v.Text("placement.letter_answer", "moment", when(v, letter.Offer.HouseholdDeadline)), v.Text("placement.letter_no"), v.Text("placement.letter_silence"),
	}
}

const lettersPath = home + "/brieven"

// letters asks which letters to print; nobody's language is looked at yet.
func (d pages) letters(v *web.Visit) error {
	sets, err := d.LetterSets(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	title := v.Text("placement.letters_title")
	table := &ui.Table{
		ID: "brieven", Caption: title, Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.letters_set")}, {Text: v.Text("placement.letters_count"), Number: true}},
		Empty:   ui.Empty{Title: v.Text("placement.letters_none"), Text: v.Text("placement.letters_none_text")},
	}
	for _, set := range sets {
		name := v.Text("placement.letters_"+string(set.Kind), "name", set.Name)
		if set.At != 0 {
			name += ", " + when(v, set.At)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Linked(name, lettersPath+"/druk?"+set.query()), ui.Number(set.Count)}})
	}
	return v.Page("placement/sheet", title, ui.Sheet{
		Crumbs:   []ui.Link{{Text: v.Text("placement.nav"), Href: home}, {Text: title, Current: true}},
		Heading:  ui.Heading{Answer: title, Lead: v.Text("placement.letters_lead"), AsOf: when(v, d.door.Now())},
		Sections: []ui.Section{{ID: "keuze", Title: v.Text("placement.letters_choose"), Table: table}},
	})
}

func (s LetterSet) query() string {
	in := url.Values{"soort": {string(s.Kind)}}
	if s.ID != "" {
		in.Set("van", s.ID)
	}
	return in.Encode()
}

// lettersPage is the letters of a set, each on a page of its own on paper.
type lettersPage struct {
	Heading ui.Heading
	Letters []written
	Pages   *ui.Pagination
}

// printLetters shows the letters of a set, one page each.
func (d pages) printLetters(v *web.Visit) error {
	query := v.Request.URL.Query()
	set := LetterSet{Kind: LetterKind(query.Get("soort")), ID: query.Get("van")}
	if set.Kind == "" {
		set.Kind = LettersToday
	}
	number, _ := strconv.Atoi(query.Get("pagina")) // none is the first
	number = max(number, 1)
	batch, err := d.Letters(v.Request.Context(), v.Actor, set, (number-1)*mostLetters)
	if err != nil {
		return err
	}
	title := v.Text("placement.letters_ready", "n", len(batch.Letters))
	page := lettersPage{Heading: ui.Heading{Answer: title, Lead: v.Text("placement.letters_print"), AsOf: when(v, d.door.Now()),
		Actions: []ui.Action{{Text: v.Text("placement.letters_back"), Href: lettersPath}}}}
	if len(batch.Letters) == 0 {
		page.Heading.Lead = v.Text("placement.letters_none_text")
	}
	if batch.Outside > 0 {
		page.Heading.Lead += " " + v.Text("placement.letters_outside", "n", batch.Outside)
	}
	for _, letter := range batch.Letters {
		page.Letters = append(page.Letters, write(v, letter))
	}
	if batch.Total > mostLetters {
		page.Pages = &ui.Pagination{Page: number, Pages: (batch.Total + mostLetters - 1) / mostLetters, Total: batch.Total, Href: lettersPath + "/druk?" + set.query() + "&pagina="}
	}
	return v.Page("placement/letters", title, page, web.Options{Bare: true, Public: true})
}
