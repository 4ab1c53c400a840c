package placement

import (
	"fmt"
	"math"
	"net/http"
	"strings"

	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// percent writes a fraction as a percentage with at most two decimals, rounded
// up: a proof must not flatter itself.
func percent(v *web.Visit, fraction float64) string {
	text := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", math.Ceil(fraction*1e4)/100), "0"), ".")
	if v.Lang != "en" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

func (d pages) look(v *web.Visit) error {
	tellDone(v)
	return d.lookPage(v, nil)
}

// lookPage answers "why not there?" and lets who may place the household there.
func (d pages) lookPage(v *web.Visit, wrong map[string]string) error {
	look, err := d.Look(v.Request.Context(), v.Actor, v.Request.PathValue("household"), v.Request.PathValue("location"))
	if err != nil {
		return err
	}
	h, l := look.Household, look.Location
	answer := "placement.there_yes"
	switch {
	case look.Overrulable():
		answer = "placement.there_overrule"
	case !look.Possible():
		answer = "placement.there_no"
	}
	title := v.Text(answer, "code", h.Code, "location", l.Name)
	sheet := ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: h.Code, Href: address(h.ID)}, ui.Link{Text: l.Name, Current: true}),
		Heading: ui.Heading{
			Above: v.Text("placement.above", "code", h.Code, "n", h.Persons), Answer: title, AsOf: when(v, v.Now()), Badges: marks(v, h.Needs, h.Flags),
		},
		Sections: []ui.Section{barrierSection(v, look)},
	}
	if look.Answer != nil && !look.Answer.There && len(look.Costs) > 0 {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "kosten", Title: v.Text("placement.takes"), Text: wordsOf(v, look.Costs)})
	}
	sheet.Sections = append(sheet.Sections, d.placeSections(v, look, wrong)...)
	if look.Answer != nil && len(look.Answer.Lines) > 0 {
		sheet.Sections = append(sheet.Sections, pointsSection(v, l.Name, look.Answer), rulesSection(v, h, look.Answer))
	}
	sheet.Sections = append(sheet.Sections, ui.Section{ID: "verder", Title: v.Text("placement.onward"), Actions: []ui.Action{
		{Text: v.Text("placement.back_to", "code", h.Code), Href: address(h.ID)},
		{Text: v.Text("placement.who_fits", "location", l.Name), Href: "/vrije-plek/" + l.ID, Kind: "subtle"},
	}})
	return v.Page("placement/sheet", title, sheet)
}

// barrierSection lists every hard rule between the two, met or not.
func barrierSection(v *web.Visit, look Look) ui.Section {
	table := &ui.Table{
		ID: "voorwaarden", Caption: v.Text("placement.hard_rules"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("placement.rule")}, {Text: v.Text("placement.met")}},
	}
	row := func(ok bool, rule, note string) {
		cell := ui.Text(v.Text(yes(ok, "placement.yes", "placement.no")))
		cell.Note = note
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(rule), cell}, Tone: yes(ok, "", "bad")})
	}
	unmet := map[string]bool{}
	for _, need := range look.Needs {
		unmet[need] = true
	}
	for _, need := range look.Household.Needs {
		row(!unmet[need], v.Facility(need), yes(unmet[need], v.Text("plan.there.needs", "need", need), ""))
	}
	safe := make([]string, 0, len(look.Forbids))
	for _, rule := range look.Forbids {
		safe = append(safe, v.Text("households.rule_"+rule))
	}
	row(len(look.Forbids) == 0, v.Text("placement.rule_safe"), strings.Join(safe, " "))
	row(!look.Declined, v.Text("placement.rule_declined"), yes(look.Declined, v.Text("plan.there.excluded"), ""))
	row(!look.Doubt, v.Text("placement.rule_data"), yes(look.Doubt, v.Text("matching.stale_doubt"), ""))
	var short []plan.NightFree
	for _, full := range look.Full {
		short = append(short, plan.NightFree{Night: full.Night, Free: full.Free})
	}
	row(len(look.Full) == 0, v.Text("placement.rule_room", "n", look.Household.Persons), strings.Join(shortTexts(v, short), " "))
	if look.Busy {
		row(false, v.Text("placement.rule_waits"), v.Text("households.state_"+string(look.Household.State)))
	}
	return ui.Section{ID: "regels-hard", Title: v.Text("placement.hard_rules"), Table: table, Text: []string{
		v.Text("placement.for_nights", "nights", nights(v, look.From, look.Until, look.EndKnown)),
	}}
}

// placeSections let the reader place the household here, with what that asks.
func (d pages) placeSections(v *web.Visit, look Look, wrong map[string]string) []ui.Section {
	var list []ui.Section
	here := lookAddress(look.Household.ID, look.Location.ID)
	mayPlace := access.Check(v.Actor, access.SendOffer, look.Household.Owner()) == nil && access.Check(v.Actor, access.PlaceStay, look.Location.Owner()) == nil
	if look.Possible() && mayPlace {
		form := &ui.Form{Action: here, Submit: v.Text("placement.offer_here")}
		title, text := v.Text("placement.offer_title"), v.Text("placement.after_accept", "location_hours", d.settings.LocationHours, "household_hours", d.settings.HouseholdHours)
		if look.Overrulable() {
			text = v.Text("placement.overrule_text")
			form.Fields = []ui.Field{{Kind: ui.LongTextField, Name: "reason", Label: v.Text("placement.overrule_why"), Hint: v.Text("matching.web_note_hint"),
				Rows: 3, Value: v.Request.PostForm.Get("reason"), Error: wrong["reason"]}}
		}
		list = append(list, ui.Section{ID: "plaatsen", Title: title, Text: []string{text}, Form: form})
	}
	if len(look.Forbids) > 0 && access.Check(v.Actor, access.Override, look.Household.Owner()) == nil {
		section := ui.Section{ID: "uitzondering", Title: v.Text("placement.override"), Text: []string{v.Text("placement.override_text")}}
		if len(look.Pending) < len(look.Forbids) {
			section.Form = &ui.Form{Action: here + "/uitzondering", Submit: v.Text("placement.sign_first"), Fields: []ui.Field{
				{Kind: ui.LongTextField, Name: "reason", Label: v.Text("placement.override_why"), Hint: v.Text("matching.web_note_hint"), Rows: 3,
					Value: v.Request.PostForm.Get("reason"), Error: wrong["reason"]},
			}}
		} else {
			section.Text = append(section.Text, v.Text("placement.override_waits", "moment", when(v, look.Pending[0].FirstAt)))
			section.Actions = []ui.Action{{Text: v.Text("placement.signatures"), Href: "/handtekeningen"}}
		}
		list = append(list, section)
	}
	return list
}

func (d pages) place(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	ctx, household, location := v.Request.Context(), v.Request.PathValue("household"), v.Request.PathValue("location")
	err = d.Place(ctx, v.Actor, household, location, form.Get("reason"))
	if key := fault.As(err).Key; err != nil && (key == "matching.stale_need" || key == "matching.stale_excluded") {
		v.Status(http.StatusUnprocessableEntity)
		return d.lookPage(v, map[string]string{"reason": v.Text("matching.hand_reason")})
	}
	if fault.KindOf(err) == fault.Invalid {
		v.Status(http.StatusUnprocessableEntity)
		return d.lookPage(v, wrongOf(v, fault.As(err)))
	}
	return d.told(v, err, "aangeboden")
}

func (d pages) sign(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	household, location := v.Request.PathValue("household"), v.Request.PathValue("location")
	err = d.Sign(v.Request.Context(), v.Actor, household, location, form.Get("reason"))
	if fault.KindOf(err) == fault.Invalid {
		v.Status(http.StatusUnprocessableEntity)
		return d.lookPage(v, wrongOf(v, fault.As(err)))
	}
	if err != nil {
		return err
	}
	return v.Redirect(lookAddress(household, location) + "?gedaan=getekend")
}

// fits lists who would suit a place that is free.
func (d pages) fits(v *web.Visit) error {
	location, list, err := d.Fits(v.Request.Context(), v.Actor, v.Request.PathValue("location"))
	if err != nil {
		return err
	}
	title := v.Text("placement.fits", "n", len(list), "location", location.Name)
	table := &ui.Table{
		ID: "past", Caption: title, Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("placement.household")}, {Text: v.Text("placement.persons"), Number: true},
			{Text: v.Text("placement.points_title"), Number: true}, {Text: v.Text("placement.gains"), Number: true},
		},
		Empty: ui.Empty{Title: v.Text("placement.fits_none"), Text: v.Text("placement.fits_none_text")},
	}
	for _, one := range list {
		name := ui.Linked(one.Code, lookAddress(one.Household, location.ID))
		name.Note = v.Text(yes(one.Placed, "placement.has_proposal", "placement.has_nothing"))
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{name, ui.Number(one.Persons), ui.Number(int(one.Points)), ui.Number(int(one.Gain))}})
	}
	return v.Page("placement/sheet", title, ui.Sheet{
		Crumbs:   crumbs(v, ui.Link{Text: location.Name, Current: true}),
		Heading:  ui.Heading{Answer: title, Lead: v.Text("placement.fits_lead"), AsOf: when(v, v.Now())},
		Sections: []ui.Section{{ID: "lijst", Title: v.Text("placement.household"), Table: table}},
	})
}

// unsigned lists the overrides that wait for a second person.
func (d pages) unsigned(v *web.Visit) error {
	tellDone(v)
	list, err := d.households.Unsigned(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	title := v.Text("placement.unsigned", "n", len(list))
	sheet := ui.Sheet{
		Crumbs:  crumbs(v, ui.Link{Text: v.Text("placement.signatures"), Current: true}),
		Heading: ui.Heading{Answer: title, Lead: v.Text("placement.unsigned_lead"), AsOf: when(v, v.Now())},
	}
	for _, one := range list {
		location := one.Location
		if found, err := d.places.Location(v.Request.Context(), v.Actor, one.Location); err == nil {
			location = found.Name
		}
		section := ui.Section{ID: "h-" + one.ID, Title: v.Text("placement.unsigned_one", "code", one.Code, "location", location), Items: []ui.Item{
			{Key: v.Text("placement.rule"), Value: v.Text("households.rule_" + one.Rule)},
			{Key: v.Text("placement.household"), Value: one.Code, Href: address(one.Household)},
			{Key: v.Text("placement.override_why"), Value: one.Reason},
			{Key: v.Text("placement.first_signature"), Value: v.Text("placement.signed_by", "name", one.FirstName, "moment", when(v, one.FirstAt))},
		}}
		if one.FirstPerson == v.Actor.Person {
			section.Text = []string{v.Text("households.two_persons")}
		} else {
			section.Actions = []ui.Action{{Text: v.Text("placement.sign_second"), Href: "/handtekeningen/" + one.ID, Post: true, Kind: "primary"}}
		}
		sheet.Sections = append(sheet.Sections, section)
	}
	if len(list) == 0 {
		sheet.Sections = []ui.Section{{ID: "geen", Title: v.Text("placement.signatures"), Table: &ui.Table{ID: "geen-tabel",
			Empty: ui.Empty{Title: v.Text("placement.unsigned_none"), Text: v.Text("placement.unsigned_none_text")}}}}
	}
	return v.Page("placement/sheet", title, sheet)
}

func (d pages) countersign(v *web.Visit) error {
	if err := d.households.Countersign(v.Request.Context(), v.Actor, v.Request.PathValue("id")); err != nil {
		return err
	}
	return v.Redirect("/handtekeningen?gedaan=getekend2")
}
