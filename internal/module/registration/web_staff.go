package registration

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// facts asks what must be corrected of a household.
func (d desk) facts(v *web.Visit) error {
	h, err := d.households.Household(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return d.factsPage(v, h, showFacts(h), nil)
}

func address(h households.Household) string { return "/huishoudens/" + h.ID }

func (d desk) factsPage(v *web.Visit, h households.Household, in url.Values, wrong map[string]string) error {
	title := v.Text("registration.facts_title", "code", h.Code)
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.facts_lead")},
		Form: &ui.Form{
			Action: address(h) + "/gegevens", Submit: v.Text("registration.facts_save"),
			Cancel: ui.Link{Text: v.Text("registration.cancel"), Href: address(h)}, Fields: factsFields(v, h, in, wrong),
		},
	})
}

// factsFields are the facts that can be corrected. The revision travels along: of
// two who correct at once the second is told.
func factsFields(v *web.Visit, h households.Household, in url.Values, wrong map[string]string) []ui.Field {
	facilities := slices.Clone(places.Facilities)
	for _, word := range append(slices.Clone(h.Needs), h.Wishes...) {
		if !slices.Contains(facilities, word) && !strings.HasPrefix(word, places.NearPrefix) {
			facilities = append(facilities, word) // a municipality's own word is kept
		}
	}
	tokens := func() (list []ui.Option) {
		for _, word := range facilities {
			list = append(list, ui.Option{Value: word, Label: v.Facility(word)})
		}
		return list
	}
	flags := []ui.Option{}
	for _, flag := range households.Flags {
		flags = append(flags, ui.Option{Value: flag, Label: v.Text("households.flag_" + flag)})
	}
	list := []ui.Field{
		{Kind: ui.HiddenField, Name: "versie"},
		{Kind: ui.TextField, Name: "municipality", Label: v.Text("registration.municipality"), Width: 30},
		{Kind: ui.NumberField, Name: "persons", Label: v.Text("registration.facts_persons"), Width: 2},
		{Kind: ui.NumberField, Name: "minors", Label: v.Text("registration.facts_minors"), Hint: v.Text("registration.facts_minors_hint"), Width: 2},
		{Kind: ui.DateField, Name: "from", Label: v.Text("registration.from")},
		{Kind: ui.DateField, Name: "until", Label: v.Text("registration.until"), Hint: v.Text("registration.facts_until_hint"), Optional: true},
		{Kind: ui.CheckField, Name: "needs", Label: v.Text("registration.facts_needs"), Options: tokens(), Optional: true},
		{Kind: ui.CheckField, Name: "wishes", Label: v.Text("registration.facts_wishes"), Options: tokens(), Optional: true},
		{Kind: ui.TextField, Name: "near", Label: v.Text("registration.bij"), Width: 30, Optional: true},
		{Kind: ui.CheckField, Name: "flags", Label: v.Text("registration.facts_flags"), Options: flags, Optional: true},
	}
	for i := range list {
		f := &list[i]
		f.Value, f.Error, f.Date = in.Get(f.Name), wrong[f.Name], ui.DateAnswer(f.Name, in.Get)
		for j := range f.Options {
			f.Options[j].Chosen = slices.Contains(in[f.Name], f.Options[j].Value)
		}
	}
	return list
}

func showFacts(h households.Household) url.Values {
	in := showDate("from", h.From)
	if h.Until.Known {
		for name, value := range showDate("until", h.Until.Night) {
			in[name] = value
		}
	}
	in["needs"], in["flags"] = h.Needs, h.Flags
	var names []string
	for _, wish := range h.Wishes {
		if code, is := strings.CutPrefix(wish, places.NearPrefix); is {
			names = append(names, municipalityName(code))
		} else {
			in.Add("wishes", wish)
		}
	}
	in.Set("near", strings.Join(names, ", "))
	in.Set("versie", strconv.FormatInt(h.Rev, 10))
	in.Set("municipality", municipalityName(h.Municipality))
	in.Set("persons", strconv.Itoa(h.Persons))
	if !h.MinorsUnknown {
		in.Set("minors", strconv.Itoa(h.Minors))
	}
	return in
}

// readFacts is the household with the facts of a form, or every wrong field.
func readFacts(h households.Household, in url.Values) (households.Household, error) {
	var check fault.Check
	h.Rev, _ = strconv.ParseInt(in.Get("versie"), 10, 64) // none is no revision of it
	if code := municipality(in, "municipality", true, &check); code != "" {
		found, _ := atlas.Find(code)
		h.Municipality, h.Region = found.Code, found.Region
	}
	var err error
	h.Persons, err = strconv.Atoi(strings.TrimSpace(in.Get("persons")))
	check.Field(err == nil, "persons", "registration.count_wrong")
	typed := strings.TrimSpace(in.Get("minors"))
	if h.Minors, h.MinorsUnknown = 0, typed == ""; typed != "" {
		h.Minors, err = strconv.Atoi(typed)
		check.Field(err == nil, "minors", "registration.count_wrong")
	}
	from, known := ui.DateAnswer("from", in.Get).Night()
	check.Field(known, "from", "registration.date_wrong")
	h.From, h.Until = from, calendar.End{}
	if date := ui.DateAnswer("until", in.Get); !date.Empty() {
		night, known := date.Night()
		check.Field(known, "until", "registration.date_wrong")
		h.Until = calendar.End{Night: night, Known: known}
	}
	h.Needs, h.Wishes, h.Flags = in["needs"], slices.Clone(in["wishes"]), in["flags"]
	for _, name := range strings.Split(in.Get("near"), ",") {
		if code := municipality(url.Values{"near": {name}}, "near", false, &check); code != "" {
			h.Wishes = append(h.Wishes, near(code))
		}
	}
	return h, check.Err()
}

func (d desk) correct(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	before, err := d.households.Household(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	after, err := readFacts(before, form)
	if err == nil {
		err = d.Correct(v.Request.Context(), v.Actor, after)
	}
	if wrong, invalid := wrongs(v, err); invalid {
		return d.factsPage(v, before, form, wrong)
	}
	if fault.As(err).Key == "households.changed_meanwhile" && err != nil {
		return d.conflictPage(v, before)
	}
	if err != nil {
		return err
	}
	return v.Redirect(address(before) + "?gedaan=gegevens")
}

// conflictPage tells that somebody else was first: what stands now, and how to go
// on.
func (d desk) conflictPage(v *web.Visit, h households.Household) error {
	v.Status(http.StatusConflict)
	title := v.Text("registration.conflict_title", "code", h.Code)
	until := v.Text("registration.unknown")
	if h.Until.Known {
		until = i18n.LongDate(v.Lang, h.Until.Night)
	}
	var needs, wishes []string
	for _, word := range h.Needs {
		needs = append(needs, v.Facility(word))
	}
	for _, word := range h.Wishes {
		wishes = append(wishes, places.WishText(v, word))
	}
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.conflict_lead"), Actions: []ui.Action{
			{Text: v.Text("registration.conflict_again"), Href: address(h) + "/gegevens", Kind: "primary"},
			{Text: v.Text("registration.to_household"), Href: address(h)},
		}},
		Sections: []ui.Section{{ID: "nu", Title: v.Text("registration.conflict_now"), Items: []ui.Item{
			{Key: v.Text("registration.municipality"), Value: municipalityName(h.Municipality)},
			{Key: v.Text("registration.facts_persons"), Value: i18n.Count(v.Lang, h.Persons)},
			{Key: v.Text("registration.from"), Value: i18n.LongDate(v.Lang, h.From)},
			{Key: v.Text("registration.until"), Value: until},
			{Key: v.Text("registration.facts_needs"), Value: strings.Join(needs, "\n")},
			{Key: v.Text("registration.facts_wishes"), Value: strings.Join(wishes, "\n")},
		}}},
	})
}

// askWhy asks why somebody wants to look at names, before any is shown.
func (d desk) askWhy(v *web.Visit) error { return d.whyPage(v, "", nil) }

func (d desk) whyPage(v *web.Visit, why string, wrong map[string]string) error {
	h, err := d.households.Household(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	title := v.Text("registration.names_ask_title", "code", h.Code)
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.names_ask_lead")},
		Form: &ui.Form{Action: address(h) + "/namen", Submit: v.Text("registration.names_show"), Fields: []ui.Field{{
			Kind: ui.TextField, Name: "why", Label: v.Text("registration.names_why"), Hint: v.Text("registration.names_why_hint"),
			Value: why, Width: 30, Error: wrong["why"],
		}}},
	}, web.Options{Private: true})
}

// names shows who the members are. It answers the form itself, so that the names
// stand under no address.
func (d desk) names(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	ctx, id, why := v.Request.Context(), v.Request.PathValue("id"), strings.TrimSpace(form.Get("why"))
	names, err := d.households.Names(ctx, v.Actor, id, why)
	if wrong, invalid := wrongs(v, err); invalid {
		return d.whyPage(v, why, wrong)
	}
	if err != nil {
		return err
	}
	persons, err := d.households.Persons(ctx, v.Actor, id, why)
	if err != nil {
		return err
	}
	extra, err := d.Extra(ctx, v.Actor, id, why)
	if err != nil {
		return err
	}
	h, err := d.households.Household(ctx, v.Actor, id)
	if err != nil {
		return err
	}
	title := v.Text("registration.names_title", "code", h.Code)
	body := page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.names_lead")},
		Sections: []ui.Section{
			{ID: "personen", Title: v.Text("registration.gezin"), Table: personsTable(v, persons, names)},
			{ID: "bereikbaar", Title: v.Text("registration.contact"), Items: []ui.Item{
				{Key: v.Text("registration.telefoon"), Value: orUnsaid(v, extra.Phone)},
				{Key: v.Text("registration.email"), Value: orUnsaid(v, extra.Email)},
				{Key: v.Text("registration.aankomst"), Value: orUnsaid(v, dateText(v, extra.Arrived))},
				{Key: v.Text("registration.samen"), Value: orUnsaid(v, togetherText(v, extra.Together))},
			}},
		},
	}
	if section := memberActions(v, h, persons, names, why); section != nil {
		body.Sections = append(body.Sections, *section)
	}
	return v.Page("registration/page", title, body, web.Options{Private: true})
}

func dateText(v *web.Visit, date string) string {
	night, err := calendar.Parse(date)
	if err != nil {
		return "" // nobody told
	}
	return i18n.LongDate(v.Lang, night)
}

func togetherText(v *web.Visit, answer string) string {
	if answer == "" {
		return ""
	}
	return choice(v, askTogether, answer)
}

func personsTable(v *web.Visit, persons []households.Person, names []households.Name) *ui.Table {
	table := &ui.Table{
		ID: "namen", Caption: v.Text("registration.gezin"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("registration.naam")}, {Text: v.Text("registration.naam_eigen")}, {Text: v.Text("registration.jaren")}, {Text: v.Text("registration.talen")}},
		Empty:   ui.Empty{Title: v.Text("registration.names_none"), Text: v.Text("registration.names_none_text")},
	}
	byPerson := map[string]households.Name{}
	for _, name := range names {
		byPerson[name.Person] = name
	}
	for i, p := range persons {
		name := byPerson[p.ID]
		if name.Latin == "" {
			name.Latin = v.Text("registration.person", "number", i+1)
		}
		age := v.Text("registration.unknown")
		switch {
		case p.Birth.Known:
			age = v.Text("registration.born_on", "date", p.Birth.Night)
		case p.AgeKnown:
			age = v.Text("registration.years", "n", p.Age)
		}
		var languages []string
		for _, language := range p.Languages {
			languages = append(languages, language)
			if slices.Contains(options["talen"], language) {
				languages[len(languages)-1] = choice(v, "talen", language)
			}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(name.Latin), ui.Text(name.Original), ui.Text(age), ui.Text(strings.Join(languages, ", ")),
		}})
	}
	return table
}
