package matching

import (
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// waiting lists the households that wait, each with the reason of the last run.
func (d desk) waiting(v *web.Visit) error {
	query, page := v.Request.URL.Query(), pageOf(v)
	search := strings.TrimSpace(query.Get("zoek"))
	list, total, err := d.Waiting(v.Request.Context(), v.Actor, WaitingFilter{Query: search, Reason: query.Get("reden"), Page: rowsOf(page)})
	if err != nil {
		return err
	}
	// The queue is counted as the national picture counts it: parked households
	// stand in the list, but do not wait.
	_, waiting, err := d.Waiting(v.Request.Context(), v.Actor, WaitingFilter{State: string(households.StateWaiting)})
	if err != nil {
		return err
	}
	title := v.Text("matching.web_waiting", "n", waiting)
	table := &ui.Table{
		ID: "wachtenden", Caption: title, Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("matching.web_household")}, {Text: v.Text("matching.web_persons"), Number: true},
			{Text: v.Text("matching.web_days"), Number: true}, {Text: v.Text("matching.web_why")},
		},
		Empty: ui.Empty{Title: v.Text("matching.web_nobody"), Text: v.Text("matching.web_nobody_text")},
	}
	for _, one := range list {
		name := ui.Linked(one.Code, "/huishoudens/"+one.Household)
		name.Badges = needs(one.Needs, one.Flags, v)
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			name, ui.Number(one.Persons), waited(v, one.WaitingSince, d.door.Tonight()), ui.Text(d.why(v, one)),
		}})
	}
	sheet := ui.Sheet{
		Heading: ui.Heading{Answer: title, Lead: v.Text("matching.web_waiting_lead"), AsOf: when(v, d.door.Now()), Actions: registering(v)},
		Form: &ui.Form{Action: "/huishoudens", Search: true, Submit: v.Text("matching.web_show"), Fields: []ui.Field{
			{Kind: ui.SearchField, Name: "zoek", Label: v.Text("matching.web_search_code"), Value: search, Width: 20},
		}},
		Sections: []ui.Section{{ID: "lijst", Title: v.Text("matching.web_list"), Table: table, Pages: paginated("/huishoudens", query, page, total)}},
	}
	return v.Page("matching/sheet", title, sheet)
}

// why tells in a line what the last run says of a household.
func (d desk) why(v *web.Visit, one Waiter) string {
	switch {
	case one.State == string(households.StateParked):
		return v.Text("households.state_parked")
	case one.Proposal != "":
		return v.Text("matching.web_proposed", "location", one.LocationName)
	case one.Reason != "":
		return v.Text("plan.reason." + one.Reason)
	case one.Doubted:
		return v.Text("matching.web_doubted")
	case one.Run != "":
		return v.Text("matching.web_fell_through")
	}
	return v.Text("matching.web_not_run")
}

// waited tells for how many days somebody waits; who needs a place only from a
// later night does not wait yet.
func waited(v *web.Visit, since, tonight calendar.Night) ui.Cell {
	if since > tonight {
		return ui.Text(v.Text("matching.web_not_yet", "from", since))
	}
	return ui.Number(int(tonight - since))
}

// household shows one household by its reference: never a name.
func (d desk) household(v *web.Visit) error {
	tellDone(v)
	ctx := v.Request.Context()
	h, err := d.households.Household(ctx, v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	title := v.Text("matching.web_household_title", "code", h.Code, "n", h.Persons)
	sheet := ui.Sheet{
		Crumbs: crumbs(v, "matching.nav_households", "/huishoudens", h.Code),
		Heading: ui.Heading{
			Answer: title, Badges: append([]ui.Badge{{Text: v.Text("households.state_" + string(h.State))}}, needs(h.Needs, h.Flags, v)...),
			AsOf: when(v, d.door.Now()), Actions: mending(v, h),
		},
		Sections: []ui.Section{{ID: "gegevens", Title: v.Text("matching.web_facts"), Items: []ui.Item{
			{Key: v.Text("matching.web_persons"), Value: i18n.Count(v.Lang, h.Persons)},
			{Key: v.Text("matching.web_since"), Value: i18n.LongDate(v.Lang, h.WaitingSince)},
			{Key: v.Text("matching.web_needs_from"), Value: i18n.LongDate(v.Lang, h.From)},
			{Key: v.Text("matching.web_wishes"), Value: wishTexts(v, h.Wishes)},
		}}},
	}
	if err := d.linked(v, h, &sheet); err != nil {
		return err
	}
	waiters, _, err := d.Waiting(ctx, v.Actor, WaitingFilter{Query: h.Code})
	if err != nil {
		return err
	}
	for _, one := range waiters {
		if one.Household == h.ID {
			if err := d.reasons(v, one, &sheet); err != nil {
				return err
			}
		}
	}
	offers, _, err := d.offersOf(v, h.ID)
	if err != nil {
		return err
	}
	if len(offers) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "aanbod", Title: v.Text("matching.nav_offers"), Table: d.offerTable(v, offers)})
	}
	return v.Page("matching/sheet", title, sheet)
}

// wishTexts are the wishes in the reader's words, or that there are none.
func wishTexts(v *web.Visit, wishes []string) string {
	if len(wishes) == 0 {
		return v.Text("matching.web_no_wishes")
	}
	return places.WishTexts(v, wishes)
}

// registering is the way to register a household on its behalf.
func registering(v *web.Visit) []ui.Action {
	if !reaches(v, access.EditHousehold) {
		return nil
	}
	return []ui.Action{{Text: v.Text("matching.web_register"), Href: "/aanmelden/begin"}}
}

// mending are the ways to correct a household and to look at its names.
func mending(v *web.Visit, h households.Household) (actions []ui.Action) {
	searched := []households.State{households.StateWaiting, households.StateParked, households.StateOffered}
	if slices.Contains(searched, h.State) && reaches(v, access.ViewDesk) {
		actions = append(actions, ui.Action{Text: v.Text("matching.web_to_desk"), Href: "/plaatsen/" + h.ID, Kind: "primary"})
	}
	if reaches(v, access.EditHousehold) {
		actions = append(actions, ui.Action{Text: v.Text("matching.web_correct"), Href: "/huishoudens/" + h.ID + "/gegevens"})
	}
	if reaches(v, access.ViewNames) {
		actions = append(actions, ui.Action{Text: v.Text("matching.web_names"), Href: "/huishoudens/" + h.ID + "/namen"})
	}
	if reaches(v, access.EditMember) {
		actions = append(actions, ui.Action{Text: v.Text("matching.web_add_person"), Href: "/huishoudens/" + h.ID + "/personen/nieuw"})
	}
	if reaches(v, access.NewSecret) {
		actions = append(actions, ui.Action{Text: v.Text("matching.web_secret"), Href: "/huishoudens/" + h.ID + "/geheim"})
	}
	return actions
}

// linked adds the households this one wants to be near.
func (d desk) linked(v *web.Visit, h households.Household, sheet *ui.Sheet) error {
	list, err := d.households.LinkedTo(v.Request.Context(), v.Actor, h.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	section := ui.Section{ID: "familie", Title: v.Text("matching.web_linked")}
	for _, other := range list {
		item := ui.Item{Key: v.Text("households.link_" + string(other.Kind)), Value: other.Code}
		if found, known := atlas.Find(other.Municipality); known {
			item.Value += " · " + found.Name
		}
		if other.Household != "" {
			item.Href = "/huishoudens/" + other.Household
		}
		section.Items = append(section.Items, item)
	}
	sheet.Sections = append(sheet.Sections, section)
	return nil
}

// offersOf lists the offers of a household, for those who may see offers.
func (d desk) offersOf(v *web.Visit, household string) ([]Offer, int, error) {
	if !reaches(v, "offer.answer") {
		return nil, 0, nil
	}
	return d.Offers(v.Request.Context(), v.Actor, OfferFilter{Household: household})
}

// reasons adds why here, or why not, to the page of a household.
func (d desk) reasons(v *web.Visit, one Waiter, sheet *ui.Sheet) error {
	if one.Reason != "" {
		section := ui.Section{ID: "waarom", Title: v.Text("matching.web_why_not")}
		for _, says := range one.Why.Says {
			section.Text = append(section.Text, words(v, says))
		}
		sheet.Sections = append(sheet.Sections, section)
		return nil
	}
	if one.Proposal == "" || !reaches(v, "run.view") {
		return nil
	}
	proposal, err := d.Proposal(v.Request.Context(), v.Actor, one.Run, one.Proposal)
	if fault.KindOf(err) == fault.NotFound {
		return nil // of a run over more than the reader's own: the desk of matchers shows what of it is theirs
	}
	if err != nil {
		return err
	}
	sheet.Sections = append(sheet.Sections, whyHere(v, proposal))
	return nil
}

// whyHere lists the points of a proposal and its next best.
func whyHere(v *web.Visit, p Proposal) ui.Section {
	table := &ui.Table{
		ID: "punten", Caption: v.Text("matching.web_why_here", "location", p.LocationName), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("matching.web_criterion")}, {Text: v.Text("matching.web_points"), Number: true}},
		Footer:  []ui.Cell{ui.Text(v.Text("matching.web_total")), ui.Number(int(p.Points))},
	}
	for _, line := range p.Why.Lines {
		pairs := make([]any, 0, 2*len(line.Args))
		for name, value := range line.Args {
			pairs = append(pairs, name, value)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.Text("plan.line."+line.Key, pairs...)), ui.Number(int(line.Points))}})
	}
	section := ui.Section{ID: "waarom", Title: v.Text("matching.web_why_here", "location", p.LocationName), Table: table}
	if p.Why.Next != nil {
		section.Text = []string{words(v, p.Why.Next.Says)}
	}
	return section
}
