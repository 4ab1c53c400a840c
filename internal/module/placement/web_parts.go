package placement

import (
	"slices"
	"strings"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// decisionSections are the parts of a decision, what to do first.
func (d pages) decisionSections(v *web.Visit, k Decision, wrong map[string]string) ([]ui.Section, error) {
	list := d.toDecide(v, k)
	search, err := d.searchSections(v, k)
	if err != nil {
		return nil, err
	}
	list = append(list, search...)
	if k.mayDecide() {
		list = append(list, rejectSection(v, k, wrong))
	}
	if pending := pendingOf(k.Overrides); len(pending) > 0 {
		list = append(list, ui.Section{ID: "uitzondering", Title: v.Text("placement.signatures"), Text: []string{v.Text("placement.pending", "n", len(pending))},
			Actions: []ui.Action{{Text: v.Text("placement.signatures"), Href: "/handtekeningen"}}})
	}
	return append(list, factsSection(v, k), historySection(v, k)), nil
}

// seeking says whether the household needs a place and has no offer yet.
func (k Decision) seeking() bool {
	return k.Queued && k.Offer.ID == "" && k.Standing.Status != StatusGuardian
}

// mayDecide says whether there is a proposal for the reader to decide about.
func (k Decision) mayDecide() bool { return k.seeking() && k.Standing.Proposal != "" && k.Decidable }

// mayOffer says whether the reader may offer the proposed place. Who decides about
// a run may offer all of it; the next place only who has household and location.
func (k Decision) mayOffer() bool { return k.Within || k.Decidable && !k.Standing.Next() }

// toDecide are the proposal with its reasons, or why there is none, and what else
// there is.
func (d pages) toDecide(v *web.Visit, k Decision) (list []ui.Section) {
	if !k.seeking() {
		return nil
	}
	if k.Standing.Proposal != "" {
		list = append(list, d.proposalSection(v, k))
		if k.Standing.Turned != "" && k.mayRestore(v) {
			list = append(list, restoreSection(v, k))
		}
	} else {
		list = append(list, d.withoutSection(v, k)...)
	}
	if len(k.Doubts) > 0 {
		list = append(list, doubtSection(v, k))
	}
	if k.Here != nil && len(k.Here.Broken) == 0 {
		list = append(list, pointsSection(v, k.Standing.LocationName, k.Here), rulesSection(v, k.Household, k.Here))
	}
	if len(k.Options) > 0 {
		list = append(list, optionsSection(v, k))
	}
	return list
}

// proposalSection says what is proposed, what it takes from others, and lets the
// reader accept it.
func (d pages) proposalSection(v *web.Visit, k Decision) ui.Section {
	s := k.Standing
	from, until, known := d.span(k.Household)
	section := ui.Section{ID: "besluit", Title: v.Text(yes(s.Next(), "placement.status_next", "placement.proposal")), Items: []ui.Item{
		{Key: v.Text("placement.location"), Value: s.LocationName, Href: "/locaties/" + s.Location},
		{Key: v.Text("placement.nights"), Value: nights(v, from, until, known)},
		{Key: v.Text("placement.points_title"), Value: i18n.Count(v.Lang, int(s.Points))},
		{Key: v.Text("placement.takes"), Value: takes(v, k)},
		{Key: v.Text("placement.after"), Value: v.Text("placement.after_accept", "location_hours", d.settings.LocationHours, "household_hours", d.settings.HouseholdHours)},
	}}
	if k.Best != nil {
		section.Items = append(section.Items, ui.Item{
			Key: v.Text("placement.next_best"), Href: lookAddress(s.Household, k.Best.Location),
			Value: v.Text("placement.choice_free", "location", k.Best.Name, "points", int(k.Best.Points)),
		})
	}
	if s.Next() {
		section.Items = append(section.Items, ui.Item{Key: v.Text("placement.next_made"), Value: when(v, s.Looked)},
			ui.Item{Key: v.Text("placement.next_after"), Value: v.Text("placement.next_after_link"), Href: "/aanbiedingen/" + s.After})
	}
	if !k.Holds {
		section.Text = overtaken(v, k)
	}
	if k.mayOffer() && k.Holds {
		section.Actions = []ui.Action{
			{Text: v.Text("placement.accept"), Href: address(s.Household) + "/aanvaarden", Kind: "primary", Post: true, Name: "voorstel", Value: s.Proposal},
		}
	}
	if k.mayDecide() && k.Holds {
		section.Actions = append(section.Actions, ui.Action{Text: v.Text("placement.to_reject"), Href: "#afwijzen-kop"})
	}
	return section
}

// takes says what accepting takes from others.
func takes(v *web.Visit, k Decision) string {
	if len(k.Wanting) == 0 {
		return v.Text("placement.takes_nothing")
	}
	lines := []string{v.Text("placement.takes_none_placed")}
	for _, rival := range k.Wanting {
		key := "placement.wants_too"
		if rival.Placed {
			key = "placement.wants_better"
		}
		lines = append(lines, v.Text(key, "code", rival.Code, "points", int(rival.Gain)))
	}
	return strings.Join(lines, "\n")
}

// overtaken says why a proposal can no longer become an offer.
func overtaken(v *web.Visit, k Decision) []string {
	switch {
	case k.Doubted:
		return []string{v.Text("matching.stale_doubt")}
	case k.Standing.Gone.Key != "":
		return append(wordsOf(v, []plan.Text{k.Standing.Gone}), v.Text("placement.lead_next_gone"))
	case k.Here == nil:
		return []string{v.Text("placement.bulk_gone")}
	case len(k.Here.Broken) > 0:
		return wordsOf(v, k.Here.Broken)
	case len(k.Here.Short) > 0 || k.Here.Never:
		return shortTexts(v, k.Here.Short)
	}
	return []string{v.Text("placement.bulk_full")}
}

// mostNights is how many full nights are named.
const mostNights = 5

func shortTexts(v *web.Visit, short []plan.NightFree) (texts []string) {
	for _, night := range short[:min(len(short), mostNights)] {
		texts = append(texts, v.Text("placement.full_night", "night", i18n.LongDate(v.Lang, night.Night), "n", max(night.Free, 0)))
	}
	if more := len(short) - mostNights; more > 0 {
		texts = append(texts, v.Text("placement.full_more", "n", more))
	}
	return texts
}

// mayRestore says whether the reader may undo that a proposal was turned down.
func (k Decision) mayRestore(v *web.Visit) bool {
	if k.Standing.After != "" {
		return access.Check(v.Actor, access.SendOffer, k.Household.Owner()) == nil
	}
	return reaches(v, access.SendOffer) && k.Decidable
}

// withoutSection says why there is no proposal, what is best now, and what would
// help.
func (d pages) withoutSection(v *web.Visit, k Decision) []ui.Section {
	var list []ui.Section
	if k.Best != nil {
		section := ui.Section{ID: "besluit", Title: v.Text("placement.next_best"), Text: []string{
			v.Text("placement.best_now", "location", k.Best.Name, "points", int(k.Best.Points)),
			v.Text("placement.best_means", "location_hours", d.settings.LocationHours),
		}}
		look := ui.Action{Text: v.Text("placement.look_at", "location", k.Best.Name), Href: lookAddress(k.Household.ID, k.Best.Location), Kind: "primary"}
		section.Actions = []ui.Action{look}
		list = append(list, section)
	}
	if k.Standing.Turned != "" && k.mayRestore(v) {
		list = append(list, restoreSection(v, k))
	}
	why := wordsOf(v, k.WhyNot)
	if len(k.Nearest) > 0 {
		why = wordsOf(v, k.Nearest)
	}
	if len(why) == 0 {
		why = []string{v.Text("placement.why_" + string(k.Standing.Status))}
		if k.Standing.looking() {
			why = append(why, v.Text("placement.next_looking"))
		}
	}
	return append(list, ui.Section{ID: "waarom", Title: v.Text("placement.why_not"), Text: why})
}

func restoreSection(v *web.Visit, k Decision) ui.Section {
	return ui.Section{ID: "herstel", Title: v.Text("placement.turned"), Text: []string{v.Text("placement.turned_text")}, Actions: []ui.Action{
		{Text: v.Text("placement.restore"), Href: address(k.Household.ID) + "/herstel", Post: true},
	}}
}

func doubtSection(v *web.Visit, k Decision) ui.Section {
	section := ui.Section{ID: "nakijken", Title: v.Text("placement.doubt"), Text: []string{v.Text("matching.stale_doubt")}}
	mine := slices.ContainsFunc(k.Doubts, func(o matching.Offer) bool { return o.Asks == matching.SideHousehold })
	if mine && reaches(v, access.SendOffer) {
		section.Actions = []ui.Action{{Text: v.Text("placement.checked"), Href: address(k.Household.ID) + "/nagekeken", Post: true}}
	}
	return section
}

// pointsSection lists what counts for and against a location.
func pointsSection(v *web.Visit, location string, answer *plan.Answer) ui.Section {
	title := v.Text("placement.why_here", "location", location)
	table := &ui.Table{
		ID: "punten", Caption: title, Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.criterion")}, {Text: v.Text("placement.points_title"), Number: true}},
		Footer:  []ui.Cell{ui.Text(v.Text("placement.total")), ui.Number(int(answer.Points))},
	}
	for _, line := range answer.Lines {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(words(v, plan.Text{Key: "plan.line." + line.Key, Args: line.Args})), ui.Number(int(line.Points)),
		}})
	}
	return ui.Section{ID: "waarom-hier", Title: title, Table: table}
}

// rulesSection sets hard rules apart from wishes.
func rulesSection(v *web.Visit, h households.Household, answer *plan.Answer) ui.Section {
	table := &ui.Table{
		ID: "regels", Caption: v.Text("placement.rules"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.rule")}, {Text: v.Text("placement.kind")}, {Text: v.Text("placement.met")}},
	}
	must := func(text string) {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(text), ui.Text(v.Text("placement.must")), ui.Text(v.Text("placement.yes"))}})
	}
	for _, need := range h.Needs {
		must(v.Facility(need))
	}
	must(v.Text("placement.rule_safe"))
	must(v.Text("placement.rule_together", "n", h.Persons))
	for _, wish := range h.Wishes {
		text, line := places.WishText(v, wish), wishLine(answer.Lines, wish)
		cell, tone := ui.Text(v.Text("placement.no")), "attention"
		if line != nil {
			cell, tone = ui.Text(v.Text("placement.yes_points", "points", int(line.Points))), ""
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(text), ui.Text(v.Text("placement.wish")), cell}, Tone: tone})
	}
	return ui.Section{ID: "regels-kopje", Title: v.Text("placement.rules"), Table: table}
}

// wishLine is the line of points a wish earned; nil where it earned none.
func wishLine(lines []plan.Line, wish string) *plan.Line {
	code, near := strings.CutPrefix(wish, places.NearPrefix)
	for i, line := range lines {
		switch {
		case near && strings.HasPrefix(line.Key, "wish_near") && line.Args["municipality"] == municipalityName(code),
			!near && line.Key == plan.KeyWish && line.Args["facility"] == wish:
			return &lines[i]
		}
	}
	return nil
}

// optionsSection lists the other locations and what each takes from others.
func optionsSection(v *web.Visit, k Decision) ui.Section {
	table := &ui.Table{
		ID: "andere", Caption: v.Text("placement.options"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("placement.location")}, {Text: v.Text("placement.points_title"), Number: true}, {Text: v.Text("placement.takes")},
		},
	}
	for _, choice := range k.Options {
		takes := v.Text("placement.room")
		if !choice.Room {
			takes = strings.Join(append([]string{v.Text("placement.no_room")}, wordsOf(v, choice.Costs)...), " ")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(choice.Name, lookAddress(k.Household.ID, choice.Location)), ui.Number(int(choice.Points)), ui.Text(takes),
		}})
	}
	return ui.Section{ID: "andere-plekken", Title: v.Text("placement.options"), Table: table}
}

// searchSections let the reader ask "why not there?" about any location.
func (d pages) searchSections(v *web.Visit, k Decision) ([]ui.Section, error) {
	text := strings.TrimSpace(v.Request.URL.Query().Get("waarom-niet"))
	form := &ui.Form{Action: address(k.Household.ID), Search: true, Submit: v.Text("placement.search"), Fields: []ui.Field{
		{Kind: ui.SearchField, Name: "waarom-niet", Label: v.Text("placement.search_location"), Hint: v.Text("placement.search_hint"), Value: text, Width: 30},
	}}
	sections := []ui.Section{{ID: "waarom-niet", Title: v.Text("placement.why_not_there"), Form: form}}
	if text == "" {
		return sections, nil
	}
	found, err := d.Search(v.Request.Context(), v.Actor, text)
	if err != nil {
		return nil, err
	}
	table := &ui.Table{
		ID: "gevonden", Caption: v.Text("placement.found"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.location")}, {Text: v.Text("placement.municipality")}, {Text: v.Text("placement.free"), Number: true}},
		Empty:   ui.Empty{Title: v.Text("placement.found_none"), Text: v.Text("placement.found_none_text")},
	}
	for _, l := range found {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(l.Name, lookAddress(k.Household.ID, l.ID)), ui.Text(municipalityName(l.Municipality)), ui.Number(l.Free),
		}})
	}
	return append(sections, ui.Section{ID: "gevonden", Title: v.Text("placement.found"), Table: table}), nil
}

// rejectSection asks why a proposal is turned down, and says beforehand what
// follows from each reason.
func rejectSection(v *web.Visit, k Decision, wrong map[string]string) ui.Section {
	var choices []ui.Option
	for _, reason := range matching.ReasonsFor(matching.AtReject, matching.SideSender) {
		choices = append(choices, ui.Option{
			Value: reason.Key, Label: v.Text("matching.reason_" + reason.Key), Hint: v.Text("matching.consequence_" + string(reason.Consequence)),
			Chosen: v.Request.PostForm.Get("reason") == reason.Key,
		})
	}
	return ui.Section{ID: "afwijzen", Title: v.Text("placement.reject"), Form: &ui.Form{
		Action: address(k.Household.ID) + "/afwijzen", Submit: v.Text("placement.reject_now"), Fields: []ui.Field{
			{Kind: ui.HiddenField, Name: "voorstel", Value: k.Standing.Proposal},
			{Kind: ui.RadioField, Name: "reason", Label: v.Text("placement.reject_why"), Options: choices, Error: wrong["reason"]},
			{Kind: ui.DateField, Name: "until", Label: v.Text("matching.web_park_until"), Hint: v.Text("matching.web_park_hint"), Optional: true,
				Date: ui.DateAnswer("until", v.Request.PostForm.Get), Error: wrong["until"]},
			{Kind: ui.TextField, Name: "note", Label: v.Text("matching.web_note"), Hint: v.Text("matching.web_note_hint"), Optional: true,
				Value: v.Request.PostForm.Get("note"), Error: wrong["note"]},
		},
	}}
}

// factsSection holds what is known of the household and of the plan it is in.
func factsSection(v *web.Visit, k Decision) ui.Section {
	h := k.Household
	until := v.Text("placement.end_unknown")
	if h.Until.Known {
		until = i18n.LongDate(v.Lang, h.Until.Night)
	}
	section := ui.Section{ID: "gegevens", Title: v.Text("placement.facts"), Items: []ui.Item{
		{Key: v.Text("placement.persons"), Value: i18n.Count(v.Lang, h.Persons), Change: ui.Link{Text: v.Text("placement.all_facts"), Href: "/huishoudens/" + h.ID}},
		{Key: v.Text("placement.since"), Value: i18n.LongDate(v.Lang, h.WaitingSince)},
		{Key: v.Text("placement.from"), Value: i18n.LongDate(v.Lang, h.From)},
		{Key: v.Text("placement.end"), Value: until},
		{Key: v.Text("placement.needs"), Value: yes(len(h.Needs) > 0, v.Facility(strings.Join(h.Needs, ", ")), v.Text("placement.nothing"))},
		{Key: v.Text("placement.wishes"), Value: yes(len(h.Wishes) > 0, places.WishTexts(v, h.Wishes), v.Text("placement.nothing"))},
	}}
	if k.RunSeen && k.Run.Certified {
		section.Items = append(section.Items, ui.Item{
			Key: v.Text("placement.plan"), Value: v.Text("placement.gap", "percent", percent(v, k.Run.Certificate.Gap)), Href: "/matchrondes/" + k.Run.ID,
		})
	}
	return section
}

func historySection(v *web.Visit, k Decision) ui.Section {
	table := &ui.Table{
		ID: "verloop", Caption: v.Text("placement.history"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.when")}, {Text: v.Text("placement.what")}, {Text: v.Text("placement.who")}},
		Empty:   ui.Empty{Title: v.Text("placement.history"), Text: v.Text("placement.history_none")},
	}
	for _, step := range k.Steps {
		what := ui.Text(stepText(v, step))
		if step.Reason.Key != "" {
			what.Note = words(v, step.Reason)
		}
		who := step.Person
		if who == "" {
			who = v.Text("placement.program")
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(when(v, step.At)), what, ui.Text(who)}})
	}
	return ui.Section{ID: "geschiedenis", Title: v.Text("placement.history"), Table: table}
}

func stepText(v *web.Visit, step Step) string {
	switch {
	case step.Kind == "household":
		return v.Text("households.state_" + step.State)
	case step.Kind == "next" && step.Location == "" && step.State == "stale":
		return v.Text("placement.step_next_stale_none")
	case step.Kind == "proposal", step.Kind == "next":
		return v.Text("placement.step_"+step.Kind+"_"+step.State, "location", step.Location)
	case step.Answer != "" && step.State != string(matching.OfferDeclined):
		return v.Text("placement.step_answer", "side", v.Text("matching.side_"+step.Side), "location", step.Location)
	}
	return v.Text("placement.step_offer", "state", v.Text("matching.offer_"+step.State), "location", step.Location)
}
