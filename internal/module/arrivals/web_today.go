package arrivals

import (
	"net/http"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) today(v *web.Visit) error {
	tellDone(v)
	return d.todayPage(v, nil)
}

func (d desk) pressToday(v *web.Visit) error {
	return d.pressed(v, locationAddress(v.Request.PathValue("id"))+"/vandaag", d.todayPage)
}

func (d desk) todayPage(v *web.Visit, notice *ui.Message) error {
	today, err := d.Today(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	address := locationAddress(today.ID)
	title := v.Text("arrivals.today_title", "n", len(today.Expected))
	if len(today.Expected) == 0 {
		title = v.Text("arrivals.nobody_expected")
	}
	page := cardsPage{
		Crumbs: crumbs(v, ui.Link{Text: v.Text("locations.nav"), Href: "/locaties"}, ui.Link{Text: today.Name, Href: address},
			ui.Link{Text: v.Text("arrivals.today")}),
		Heading: ui.Heading{Above: today.Name, Answer: title, AsOf: when(v, d.door.Now()), Actions: []ui.Action{
			{Text: v.Text("arrivals.unannounced"), Href: address + "/onaangekondigd"}, {Text: v.Text("arrivals.houselist"), Href: address + "/huislijst"},
		}},
		Notice: notice,
		Stats:  todayStats(v, today),
	}
	page.Heading.Actions = append(page.Heading.Actions, letterWay(v, "location", today.ID, len(today.Expected))...)
	if late := today.Late(); late > 0 {
		page.Heading.Badges = []ui.Badge{{Text: v.Text("arrivals.late", "n", late), Tone: "attention"}}
	}
	page.Groups = append(page.Groups, expectedGroup(v, today))
	if len(today.Missed) > 0 {
		group := cardGroup{ID: "afgemeld", Title: v.Text("arrivals.missed")}
		for _, guest := range today.Missed {
			group.Cards = append(group.Cards, regretted(v, address+"/vandaag", guest))
		}
		page.Groups = append(page.Groups, group)
	}
	if len(today.Arrived) > 0 {
		group := cardGroup{ID: "gekomen", Title: v.Text("arrivals.came_today"), Text: v.Text("arrivals.came_text")}
		for _, guest := range today.Arrived {
			group.Cards = append(group.Cards, arrivedCard(v, address+"/vandaag", guest))
		}
		page.Groups = append(page.Groups, group)
	}
	page.Groups = append(page.Groups, leavingGroup(v, today))
	if len(today.Moves) > 0 {
		page.Groups = append(page.Groups, movesGroup(v, today))
	}
	return v.Page("arrivals/cards", title+" – "+today.Name, page)
}

func todayStats(v *web.Visit, today Today) []ui.Stat {
	free := ui.Stat{Label: v.Text("arrivals.free_tonight"), Value: today.Free}
	if today.Free < 0 {
		free.Tone, free.Note = "bad", v.Text("ui.short")
	}
	return []ui.Stat{
		{Label: v.Text("arrivals.persons_expected"), Value: Persons(today.Expected)},
		{Label: v.Text("arrivals.persons_came"), Value: today.Came},
		{Label: v.Text("arrivals.persons_leaving"), Value: Persons(today.Leaving)},
		free,
	}
}

func expectedGroup(v *web.Visit, today Today) cardGroup {
	group := cardGroup{
		ID: "verwacht", Title: v.Text("arrivals.expected"), Text: v.Text("arrivals.press_means"),
		Empty: ui.Empty{Title: v.Text("arrivals.everybody_in"), Text: v.Text("arrivals.nobody_expected_text")},
	}
	if len(today.Expected) == 0 {
		group.Text = ""
	}
	for _, guest := range today.Expected {
		one := awaited(v, locationAddress(today.ID)+"/vandaag", guest)
		if guest.From < today.Night {
			one.Tone = "attention"
			one.Facts = append(one.Facts, v.Text("arrivals.late_since", "from", guest.From))
		}
		if guest.Transport != "" {
			one.Facts = append(one.Facts, v.Text("arrivals.travels", "origin", guest.Origin, "at", when(v, guest.LeavesAt)))
		}
		if guest.MovesFrom != "" {
			one.Facts = append(one.Facts, v.Text("arrivals.moves_from", "location", guest.MovesFrom))
		}
		one.Facts = append(one.Facts, stays(v, guest.Until, guest.EndKnown))
		group.Cards = append(group.Cards, one)
	}
	return group
}

// stays tells until when somebody stays.
func stays(v *web.Visit, until calendar.Night, known bool) string {
	if known {
		return v.Text("arrivals.stays_until", "until", until)
	}
	return v.Text("arrivals.stays_open")
}

func leavingGroup(v *web.Visit, today Today) cardGroup {
	group := cardGroup{ID: "vertrek", Title: v.Text("arrivals.leaving"), Empty: ui.Empty{Title: v.Text("arrivals.nobody_leaves")}}
	for _, guest := range today.Leaving {
		one := card{Title: guest.Code, Href: householdAddress(guest.Household), Persons: v.Text("arrivals.n_persons", "n", guest.Persons)}
		if guest.MovesTo == "" {
			one.Buttons = []button{{Action: locationAddress(today.ID) + "/vandaag", Text: v.Text("arrivals.left"), Hidden: pressing(pressLeft, guest)}}
		}
		switch {
		case guest.MovesTo != "": // its arrival there ends its stay here
			one.Facts = []string{v.Text("arrivals.moves_to", "location", guest.MovesTo)}
		case !guest.EndKnown:
			one.Facts = []string{v.Text("arrivals.must_renew")}
		case guest.Until < today.Night:
			one.Tone, one.Facts = "attention", []string{v.Text("arrivals.should_have_left", "until", guest.Until)}
		}
		group.Cards = append(group.Cards, one)
	}
	return group
}

// movesGroup lists who comes and goes by a planned move on later days; there is
// nothing to press yet.
func movesGroup(v *web.Visit, today Today) cardGroup {
	group := cardGroup{ID: "verhuizingen", Title: v.Text("arrivals.moves_later")}
	for _, guest := range today.Moves {
		one := card{
			Title: guest.Code, Href: stayAddress(today.ID, guest.Stay), Persons: v.Text("arrivals.n_persons", "n", guest.Persons), Badges: badges(v, guest.Needs, guest.Flags),
			Facts: []string{v.Text("arrivals.moves_in_on", "night", long(v, guest.From), "location", guest.MovesFrom)},
		}
		if guest.MovesFrom == "" {
			one.Facts = []string{v.Text("arrivals.moves_out_on", "night", long(v, guest.MovesOn), "location", guest.MovesTo)}
		}
		group.Cards = append(group.Cards, one)
	}
	return group
}

func stayAddress(location, stay string) string {
	return locationAddress(location) + "/verblijven/" + stay
}

func (d desk) askUnannounced(v *web.Visit) error {
	return d.unannouncedPage(v, unannouncedForm{stay: db.NewID()}, nil, nil)
}

// unannouncedForm is what was typed.
type unannouncedForm struct {
	stay, code, persons, reason string
	until                       ui.DateParts
}

func (d desk) unannouncedPage(v *web.Visit, typed unannouncedForm, wrong map[string]string, notice *ui.Message) error {
	today, err := d.Today(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	address := locationAddress(today.ID)
	title := v.Text("arrivals.unannounced_title")
	return v.Page("arrivals/sheet", title+" – "+today.Name, ui.Sheet{
		Crumbs: crumbs(v, ui.Link{Text: today.Name, Href: address}, ui.Link{Text: v.Text("arrivals.today"), Href: address + "/vandaag"},
			ui.Link{Text: v.Text("arrivals.unannounced")}),
		Heading: ui.Heading{Above: today.Name, Answer: title, Lead: v.Text("arrivals.unannounced_lead", "n", today.Free), AsOf: when(v, d.door.Now()),
			Actions: []ui.Action{{Text: v.Text("arrivals.register_first"), Href: "/aanmelden/begin"}}},
		Notice: notice,
		Form: &ui.Form{
			Action: address + "/onaangekondigd", Submit: v.Text("arrivals.unannounced_save"),
			Cancel: ui.Link{Text: v.Text("arrivals.cancel"), Href: address + "/vandaag"}, Fields: []ui.Field{
				{Kind: ui.HiddenField, Name: "verblijf", Value: typed.stay},
				{Kind: ui.TextField, Name: "code", Label: v.Text("arrivals.code"), Hint: v.Text("arrivals.code_hint"), Value: typed.code, Error: wrong["code"], Width: 10},
				{Kind: ui.NumberField, Name: "personen", Label: v.Text("arrivals.how_many"), Hint: v.Text("arrivals.how_many_hint"), Value: typed.persons, Error: wrong["persons"], Width: 2, Optional: true},
				{Kind: ui.DateField, Name: "tot", Label: v.Text("arrivals.leaves_on"), Date: typed.until, Error: wrong["until"], Optional: true},
				{Kind: ui.TextField, Name: "reden", Label: v.Text("arrivals.unannounced_why"), Hint: v.Text("matching.web_note_hint"), Value: typed.reason, Optional: true},
			},
		},
	})
}

func (d desk) unannounced(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	typed := unannouncedForm{form.Get("verblijf"), strings.TrimSpace(form.Get("code")), strings.TrimSpace(form.Get("personen")),
		strings.TrimSpace(form.Get("reden")), ui.DateAnswer("tot", form.Get)}
	visitor := Visitor{Stay: typed.stay, Code: typed.code, Location: v.Request.PathValue("id"), Reason: typed.reason}
	if typed.persons != "" {
		if visitor.Persons = number(typed.persons); visitor.Persons == 0 {
			visitor.Persons = -1 // typed, and no number: told as a wrong number
		}
	}
	if night, known := typed.until.Night(); known || !typed.until.Empty() {
		visitor.Until = calendar.At(night)
	}
	err = d.Unannounced(v.Request.Context(), v.Actor, visitor)
	told := fault.As(err)
	switch {
	case err == nil:
		return v.Redirect(locationAddress(visitor.Location) + "/vandaag?gedaan=gekomen")
	case told.Kind == fault.Invalid && len(told.Fields) > 0:
		v.Status(http.StatusUnprocessableEntity)
		return d.unannouncedPage(v, typed, wrongFields(v, err), nil)
	case told.Kind == fault.Conflict:
		v.Status(http.StatusConflict)
		notice, err := d.noRoom(v, visitor.Location, told)
		if err != nil {
			return err
		}
		return d.unannouncedPage(v, typed, nil, notice)
	}
	return err
}

// noRoom tells what stands in the way and, where it is room, who near by has
// some.
func (d desk) noRoom(v *web.Visit, location string, told *fault.Error) (*ui.Message, error) {
	notice := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	persons, full := told.Args["persons"].(int)
	if told.Key != "places.full" || !full {
		return notice, nil
	}
	tightest, _ := told.Args["night"].(calendar.Night)
	until, err := d.RoomUntil(v.Request.Context(), v.Actor, location, persons, tightest)
	if err != nil {
		return nil, err
	}
	if until > d.door.Tonight() { // a bed tonight, and some days to find the next
		notice.Text = v.Text("arrivals.room_until", "night", i18n.LongDate(v.Lang, until))
		return notice, nil
	}
	return notice, d.nearby(v, notice, location, persons)
}

// nearby adds to a notice who near by has room for so many, where the visitor may
// know.
func (d desk) nearby(v *web.Visit, notice *ui.Message, location string, persons int) error {
	found, err := d.Nearby(v.Request.Context(), v.Actor, location, persons)
	if fault.KindOf(err) == fault.Forbidden {
		return nil
	}
	notice.Text = v.Text("arrivals.nearby_none")
	for _, other := range found {
		notice.Text = v.Text("arrivals.nearby")
		notice.Links = append(notice.Links, ui.Link{Text: v.Text("arrivals.nearby_free", "location", other.Name, "n", other.Free), Href: locationAddress(other.ID)})
	}
	return err
}
