package registration

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/module/households"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// newMember stands in the address of a person who is added.
const newMember = "nieuw"

// The steps of the pages that change one person, sent along with each form: all
// stand under one address, so that no name ever gets an address.
const (
	stepForm   = ""           // show who it is, for a reason
	stepReview = "nakijken"   // tell what the change does
	stepSave   = "opslaan"    // make it
	stepLeave  = "weg"        // tell what removing does
	stepRemove = "verwijderd" // remove
)

// memberVisit is one press on these pages.
type memberVisit struct {
	household households.Household
	person    string // empty: a new one
	why       string
	in        url.Values
}

func (m memberVisit) address() string {
	if m.person == "" {
		return address(m.household) + "/personen/" + newMember
	}
	return address(m.household) + "/personen/" + m.person
}

// memberOfPath reads whom a visit is about and checks that the visitor may
// correct them.
func (d desk) memberOfPath(v *web.Visit, in url.Values) (m memberVisit, err error) {
	ctx, id := v.Request.Context(), v.Request.PathValue("id")
	m = memberVisit{person: v.Request.PathValue("persoon"), why: strings.TrimSpace(in.Get("why")), in: in}
	if m.person == newMember {
		m.person = ""
	}
	if err = d.HasMember(ctx, v.Actor, id, m.person); err != nil {
		return m, err
	}
	m.household, err = d.households.Household(ctx, v.Actor, id)
	return m, err
}

func (d desk) askMember(v *web.Visit) error {
	m, err := d.memberOfPath(v, url.Values{})
	if err != nil {
		return err
	}
	return d.memberWhy(v, m, nil)
}

// memberWhy asks why, before anything of a person is shown.
func (d desk) memberWhy(v *web.Visit, m memberVisit, wrong map[string]string) error {
	title := v.Text("registration.member_ask_title", "code", m.household.Code)
	if m.person == "" {
		title = v.Text("registration.member_add_ask_title", "code", m.household.Code)
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(m.household)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.member_ask_lead")},
		Form: &ui.Form{Action: m.address(), Submit: v.Text("registration.next"), Fields: []ui.Field{{
			Kind: ui.TextField, Name: "why", Label: v.Text("registration.names_why"), Hint: v.Text("registration.member_why_hint"),
			Value: m.why, Width: 30, Error: wrong["why"],
		}}},
	}, web.Options{Private: true})
}

// editMember answers every step.
func (d desk) editMember(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	m, err := d.memberOfPath(v, form)
	if err != nil {
		return err
	}
	if m.why == "" {
		return d.memberWhy(v, m, map[string]string{"why": v.Text("households.why_missing")})
	}
	switch step := form.Get("stap"); step {
	case stepReview, stepSave:
		return d.changeMember(v, m, step == stepSave)
	case stepLeave, stepRemove:
		return d.removeMember(v, m, step == stepRemove)
	}
	if m.person == "" {
		return d.memberForm(v, m, url.Values{"leeftijd": nil}, nil)
	}
	shown, err := d.memberShown(v, m)
	if err != nil {
		return err
	}
	return d.memberForm(v, m, shown, nil)
}

// memberShown looks at one person, which is logged with the reason.
func (d desk) memberShown(v *web.Visit, m memberVisit) (url.Values, error) {
	ctx := v.Request.Context()
	persons, err := d.households.Persons(ctx, v.Actor, m.household.ID, m.why)
	if err != nil {
		return nil, err
	}
	names, err := d.households.Names(ctx, v.Actor, m.household.ID, m.why)
	if err != nil {
		return nil, err
	}
	var one households.Person
	minors, open := 0, m.household.Persons
	for _, p := range persons {
		if p.ID == m.person {
			one = p
		}
		if told := (Member{Birth: p.Birth, Age: p.Age, AgeKnown: p.AgeKnown}); p.Birth.Known || p.AgeKnown {
			open--
			if told.minor(d.door.Tonight()) {
				minors++
			}
		}
	}
	in := Member{ID: one.ID, Birth: one.Birth, Age: one.Age, AgeKnown: one.AgeKnown, Languages: one.Languages}.show()
	if in.Has("leeftijd") {
		// Of who told no age only the number of minors among them is known.
		switch rest := m.household.Minors - minors; {
		case m.household.MinorsUnknown || rest > 0 && rest < open:
			in.Del("leeftijd")
		case rest > 0:
			in.Set("leeftijd", "minderjarig")
		}
	}
	for _, name := range names {
		if name.Person == m.person {
			in.Set("naam", name.Latin)
			in.Set("naam_eigen", name.Original)
		}
	}
	in.Set("geslacht", one.Sex)
	return in, nil
}

// memberForm asks what shall be known of the person.
func (d desk) memberForm(v *web.Visit, m memberVisit, in url.Values, wrong map[string]string) error {
	h := m.household
	title := v.Text("registration.member_title", "code", h.Code)
	list := memberFields(v, in, wrong)
	list[0].Hint, list[2].Hint = v.Text("registration.member_name_hint"), v.Text("registration.member_age_hint")
	list[4].Label = v.Text("registration.member_told")
	list = append(list, chosenField(v, "geslacht", "registration.member_sex", in, wrong, "f", "m", "x"))
	list[len(list)-1].Hint, list[len(list)-1].Optional = v.Text("registration.member_sex_hint"), true
	if m.person == "" {
		title = v.Text("registration.member_add_title", "code", h.Code)
		counted, err := d.countedOnly(v, h)
		if err != nil {
			return err
		}
		if counted {
			list = append(list, chosenField(v, "geteld", "registration.member_counted", in, wrong, "ja", "nee"))
			list[len(list)-1].Hint = v.Text("registration.member_counted_hint", "n", h.Persons)
		}
	}
	list = append(list, hidden("why", m.why), hidden("stap", stepReview), hidden("versie", version(h, in)))
	body := page{
		Staff: true, Back: back(v, address(h)),
		Heading: &ui.Heading{Above: h.Code, Answer: title, Lead: v.Text("registration.member_lead")},
		Form:    &ui.Form{Action: m.address(), Submit: v.Text("registration.member_review"), Fields: list, Cancel: ui.Link{Text: v.Text("registration.cancel"), Href: address(h)}},
	}
	if m.person != "" {
		body.Sections = []ui.Section{{ID: "weg", Title: v.Text("registration.remove_title"), Text: []string{v.Text("registration.member_remove_lead")},
			Form: &ui.Form{Action: m.address(), Submit: v.Text("registration.remove"), Fields: []ui.Field{
				hidden("why", m.why), hidden("stap", stepLeave), hidden("versie", version(h, in)),
				{Kind: ui.TextField, Name: "reden", Label: v.Text("registration.member_remove_why"), Hint: v.Text("registration.member_remove_why_hint"),
					Value: in.Get("reden"), Width: 30, Error: wrong["reden"]},
			}}}}
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, body, web.Options{Private: true})
}

// version is the revision the visitor saw: the one sent along, else the present.
func version(h households.Household, in url.Values) string {
	if sent := in.Get("versie"); sent != "" {
		return sent
	}
	return strconv.FormatInt(h.Rev, 10)
}

func hidden(name, value string) ui.Field {
	return ui.Field{Kind: ui.HiddenField, Name: name, Value: value}
}

func chosenField(v *web.Visit, name, key string, in url.Values, wrong map[string]string, values ...string) ui.Field {
	f := ui.Field{Kind: ui.RadioField, Name: name, Label: v.Text(key), Inline: true, Error: wrong[name]}
	for _, value := range values {
		f.Options = append(f.Options, ui.Option{Value: value, Label: v.Text(key + "_" + value), Chosen: in.Get(name) == value})
	}
	return f
}

// countedOnly says whether the household counts persons of whom nothing is
// written: one who is added may be one of them.
func (d desk) countedOnly(v *web.Visit, h households.Household) (bool, error) {
	written, err := d.Written(v.Request.Context(), v.Actor, h.ID)
	return written < h.Persons, err
}

// changeOf reads the change from a form, or every wrong field.
func (d desk) changeOf(v *web.Visit, m memberVisit) (c households.MemberChange, err error) {
	var check fault.Check
	typed, err := memberOf(m.in, d.door.Tonight())
	sex := m.in.Get("geslacht")
	check.Field(slices.Contains([]string{"", "f", "m", "x"}, sex), "geslacht", "registration.choose_one")
	c = households.MemberChange{Kind: households.CorrectMember, Household: m.household.ID, Minor: typed.Minor,
		Counted: m.in.Get("geteld") == "ja", Guardian: m.in.Get("voogd") == "ja"}
	c.Rev, _ = strconv.ParseInt(m.in.Get("versie"), 10, 64) // none is no revision of it
	id := m.person
	if id == "" {
		c.Kind, id = households.AddMember, db.NewID()
		counted, err := d.countedOnly(v, m.household)
		if err != nil {
			return c, err
		}
		check.Field(!counted || m.in.Get("geteld") != "", "geteld", "registration.choose_one")
	}
	c.Person = households.Person{ID: id, Household: c.Household, Birth: typed.Birth, Age: typed.Age, AgeKnown: typed.AgeKnown, Sex: sex, Languages: typed.Languages}
	c.Name = households.Name{Person: id, Latin: typed.Latin, Original: typed.Original}
	if err != nil {
		return c, err
	}
	return c, check.Err()
}

// changeMember tells what a change does and, once that was seen, makes it. What
// touches neither numbers nor safety is made at once.
func (d desk) changeMember(v *web.Visit, m memberVisit, sure bool) error {
	c, err := d.changeOf(v, m)
	if wrong, invalid := wrongs(v, err); invalid {
		return d.memberForm(v, m, m.in, wrong)
	}
	if err != nil {
		return err
	}
	effect, asks, err := d.effectOf(v, c)
	if err != nil {
		return d.memberRefused(v, m, err)
	}
	if unseen := asks && !c.Guardian || !sure && effect.matters(); unseen || effect.stuck() {
		return d.reviewPage(v, m, effect, asks, stepSave)
	}
	if err := d.ChangeMember(v.Request.Context(), v.Actor, c, m.why); err != nil {
		return d.memberRefused(v, m, err)
	}
	return v.Redirect(address(m.household) + "?gedaan=persoon")
}

// effectOf works out what a change does; asks says that somebody must say that
// the guardian knows.
func (d desk) effectOf(v *web.Visit, c households.MemberChange) (effect Effect, asks bool, err error) {
	effect, err = d.PreviewMember(v.Request.Context(), v.Actor, c)
	if told := fault.As(err); err != nil && len(told.Fields) == 1 && told.Fields[0].Name == "guardian" {
		c.Guardian = true
		effect, err = d.PreviewMember(v.Request.Context(), v.Actor, c)
		return effect, true, err
	}
	alone := effect.Before.Flagged(plan.FlagUnaccompaniedMinor) && !effect.After.Flagged(plan.FlagUnaccompaniedMinor)
	return effect, alone, err
}

// matters says whether the change does more than correct what is written of one
// person.
func (e Effect) matters() bool {
	return e.Before.Persons != e.After.Persons || e.Before.Minors != e.After.Minors || e.Before.MinorsUnknown != e.After.MinorsUnknown ||
		e.Before.State != e.After.State || !slices.Equal(e.Before.Flags, e.After.Flags)
}

// stuck says whether a promise of places cannot follow.
func (e Effect) stuck() bool {
	return slices.ContainsFunc(e.Stays, func(t Touched) bool { return t.Refused != "" })
}

func (d desk) removeMember(v *web.Visit, m memberVisit, sure bool) error {
	reason := strings.TrimSpace(m.in.Get("reden"))
	if reason == "" && m.person != "" {
		shown, err := d.memberShown(v, m)
		if err != nil {
			return err
		}
		return d.memberForm(v, m, shown, map[string]string{"reden": v.Text("households.why_missing")})
	}
	c := households.MemberChange{Kind: households.RemoveMember, Household: m.household.ID, Person: households.Person{ID: m.person}, Guardian: m.in.Get("voogd") == "ja"}
	c.Rev, _ = strconv.ParseInt(m.in.Get("versie"), 10, 64)
	effect, asks, err := d.effectOf(v, c)
	if err != nil {
		return d.memberRefused(v, m, err)
	}
	if !sure || effect.stuck() || asks && !c.Guardian {
		return d.reviewPage(v, m, effect, asks, stepRemove)
	}
	if err := d.ChangeMember(v.Request.Context(), v.Actor, c, reason); err != nil {
		return d.memberRefused(v, m, err)
	}
	return v.Redirect(address(m.household) + "?gedaan=persoon_weg")
}

// reviewPage tells what a change does to the household and to what was promised
// to it. Where a promise cannot follow there is nothing to confirm.
func (d desk) reviewPage(v *web.Visit, m memberVisit, e Effect, asks bool, step string) error {
	title := v.Text("registration.member_review_title", "code", e.Before.Code)
	if step == stepRemove {
		title = v.Text("registration.member_remove_title", "code", e.Before.Code)
	}
	body := page{
		Staff: true, Back: back(v, address(m.household)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.member_review_lead")},
		Items:   effectItems(v, e),
	}
	for _, one := range e.Stays {
		body.Sections = append(body.Sections, touchedSection(v, one, len(body.Sections)))
	}
	if e.After.State == households.StateGuardian && e.Before.State != households.StateGuardian {
		body.Notice = &ui.Message{Kind: "warning", Title: v.Text("registration.member_alone"), Text: v.Text("registration.member_alone_text")}
	}
	if e.stuck() {
		v.Status(http.StatusConflict)
		body.Notice = &ui.Message{Kind: "error", Title: v.Text("registration.member_stuck"), Text: v.Text("registration.member_stuck_text")}
		body.Actions = waysOut(v, e)
		return v.Page("registration/page", title, body, web.Options{Private: true})
	}
	form := &ui.Form{Action: m.address(), Submit: v.Text("registration.member_save"), Cancel: ui.Link{Text: v.Text("registration.cancel"), Href: address(m.household)}}
	if step == stepRemove {
		form.Submit = v.Text("registration.remove")
	}
	for _, name := range slices.Sorted(maps.Keys(m.in)) {
		if name == "stap" || name == "voogd" {
			continue
		}
		for _, value := range m.in[name] {
			form.Fields = append(form.Fields, hidden(name, value))
		}
	}
	form.Fields = append(form.Fields, hidden("stap", step))
	if asks {
		field := ui.Field{Kind: ui.CheckField, Name: "voogd", Label: v.Text("registration.member_guardian"), Hint: v.Text("registration.member_guardian_hint"),
			Options: []ui.Option{{Value: "ja", Label: v.Text("registration.member_guardian_yes")}}}
		if m.in.Get("stap") == step {
			field.Error = v.Text("households.guardian_first")
			v.Status(http.StatusUnprocessableEntity)
		}
		form.Fields = append(form.Fields, field)
	}
	body.After = form
	return v.Page("registration/page", title, body, web.Options{Private: true})
}

// effectItems are the numbers and the flags before and after.
func effectItems(v *web.Visit, e Effect) []ui.Item {
	change := func(before, after string) string {
		if before == after {
			return v.Text("registration.member_stays", "value", before)
		}
		return v.Text("registration.member_becomes", "before", before, "after", after)
	}
	minors := func(h households.Household) string {
		if h.MinorsUnknown {
			return v.Text("registration.unknown")
		}
		return i18n.Count(v.Lang, h.Minors)
	}
	flags := func(h households.Household) string {
		var words []string
		for _, flag := range h.Flags {
			words = append(words, v.Text("households.flag_"+flag))
		}
		if len(words) == 0 {
			return v.Text("registration.member_no_flag")
		}
		return strings.Join(words, ", ")
	}
	state := func(h households.Household) string { return v.Text("households.state_" + string(h.State)) }
	return []ui.Item{
		{Key: v.Text("registration.facts_persons"), Value: change(i18n.Count(v.Lang, e.Before.Persons), i18n.Count(v.Lang, e.After.Persons))},
		{Key: v.Text("registration.facts_minors"), Value: change(minors(e.Before), minors(e.After))},
		{Key: v.Text("registration.facts_flags"), Value: change(flags(e.Before), flags(e.After))},
		{Key: v.Text("registration.member_state"), Value: change(state(e.Before), state(e.After))},
	}
}

// touchedSection tells what becomes of one promise of places.
func touchedSection(v *web.Visit, t Touched, number int) ui.Section {
	name := t.Location.Name
	if t.OutOfReach {
		name = municipalityName(t.Location.Municipality)
	}
	section := ui.Section{ID: "plek-" + strconv.Itoa(number), Title: v.Text("registration.member_place", "location", name), Items: []ui.Item{
		{Key: v.Text("registration.from"), Value: i18n.LongDate(v.Lang, t.Stay.From)},
		{Key: v.Text("registration.until"), Value: i18n.LongDate(v.Lang, t.Stay.Until)},
		{Key: v.Text("registration.member_places"), Value: v.Text("registration.member_becomes",
			"before", i18n.Count(v.Lang, t.Stay.Persons), "after", i18n.Count(v.Lang, t.Persons))},
	}}
	switch {
	case t.Refused == "places.full":
		section.Text = []string{v.Text("registration.member_full", "night", i18n.LongDate(v.Lang, t.FirstFull), "free", i18n.Count(v.Lang, max(t.Free, 0)),
			"more", i18n.Count(v.Lang, t.Persons-t.Stay.Persons))}
	case t.Refused != "":
		section.Text = []string{v.Text(t.Refused)}
	case t.Persons < t.Stay.Persons:
		section.Text = []string{v.Text("registration.member_gives_back")}
	default:
		section.Text = []string{v.Text("registration.member_room")}
	}
	return section
}

// waysOut lead to where a promise can be mended first.
func waysOut(v *web.Visit, e Effect) (actions []ui.Action) {
	for _, one := range e.Stays {
		if one.Refused == "places.full" && !one.OutOfReach {
			actions = append(actions, ui.Action{Text: v.Text("registration.member_to_stay"), Kind: "primary",
				Href: "/locaties/" + one.Location.ID + "/verblijven/" + one.Stay.ID})
		}
		if one.Refused == "registration.member_offer_open" && access.ReachOf(v.Actor, access.ViewDesk) != access.None {
			actions = append(actions, ui.Action{Text: v.Text("registration.member_to_desk"), Href: "/plaatsen/" + e.Before.ID, Kind: "primary"})
		}
	}
	return append(actions, ui.Action{Text: v.Text("registration.to_household"), Href: address(e.Before)})
}

// memberRefused tells why a change cannot be made, on a page of its own: nothing
// was saved.
func (d desk) memberRefused(v *web.Visit, m memberVisit, err error) error {
	told := fault.As(err)
	if told.Kind != fault.Conflict && told.Kind != fault.Invalid {
		return err
	}
	if told.Key == "households.changed_meanwhile" {
		return d.conflictPage(v, m.household)
	}
	v.Status(http.StatusConflict)
	title := v.Text("registration.member_stuck")
	text := wordsOf(v, told.Key, told.Args)
	if len(told.Fields) > 0 {
		text = wordsOf(v, told.Fields[0].Key, told.Fields[0].Args)
	}
	return v.Page("registration/page", title, page{
		Staff: true, Back: back(v, address(m.household)),
		Heading: &ui.Heading{Above: m.household.Code, Answer: title},
		Notice:  &ui.Message{Kind: "error", Title: text, Text: v.Text("registration.member_not_saved")},
		Actions: []ui.Action{{Text: v.Text("registration.to_household"), Href: address(m.household), Kind: "primary"}},
	}, web.Options{Private: true})
}

// memberActions lead from the names to one person, with the reason given once.
func memberActions(v *web.Visit, h households.Household, persons []households.Person, names []households.Name, why string) *ui.Section {
	if access.ReachOf(v.Actor, access.EditMember) == access.None {
		return nil
	}
	section := &ui.Section{ID: "verbeteren", Title: v.Text("registration.member_section"), Text: []string{v.Text("registration.member_section_text")}}
	for i, p := range persons {
		name := v.Text("registration.person", "number", i+1)
		if at := slices.IndexFunc(names, func(n households.Name) bool { return n.Person == p.ID }); at >= 0 {
			name = names[at].Latin
		}
		section.Actions = append(section.Actions, ui.Action{Text: v.Text("registration.member_correct", "name", name),
			Href: address(h) + "/personen/" + p.ID, Post: true, Name: "why", Value: why})
	}
	section.Actions = append(section.Actions, ui.Action{Text: v.Text("registration.add"), Href: address(h) + "/personen/" + newMember, Post: true, Name: "why", Value: why})
	return section
}
