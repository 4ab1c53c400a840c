package org

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// choice is what has been chosen on the way to a new role: first the role, then
// for staff of a location the municipality, then the rest.
type choice struct {
	role         access.Role
	municipality string
}

// chosen reads the choice from an address or a form; what the visitor may not
// choose counts as not chosen, what leaves no choice is filled in.
func chosen(v *web.Visit, get func(string) string) choice {
	givable := access.Givable(v.Actor.Role)
	c := choice{role: access.Role(get("rol")), municipality: get("municipality")}
	if !slices.Contains(givable, c.role) {
		c.role = ""
	}
	if v.Actor.Role == access.Municipal {
		c.municipality = v.Actor.Municipality
	}
	if _, known := atlas.Find(c.municipality); !known {
		c.municipality = ""
	}
	return c
}

// asked gives the fields that must be answered before the rest can be asked; nil
// when the choice is made.
func (c choice) asked(v *web.Visit) []ui.Field {
	switch {
	case c.role == "":
		options := []ui.Option{}
		for i, role := range access.Givable(v.Actor.Role) {
			options = append(options, ui.Option{Value: string(role), Label: roleName(v, role), Hint: v.Text("org.role_hint_" + string(role)), Chosen: i == 0})
		}
		return []ui.Field{{Kind: ui.RadioField, Name: "rol", Label: v.Text("org.which_role"), Options: options}}
	case c.role == access.LocationStaff && c.municipality == "":
		return []ui.Field{
			{Kind: ui.HiddenField, Name: "rol", Value: string(c.role)},
			{Kind: ui.SelectField, Name: "municipality", Label: v.Text("org.which_municipality"), Options: municipalities(v, "")},
		}
	}
	return nil
}

func municipalities(v *web.Visit, chosen string) []ui.Option {
	options := []ui.Option{{Value: "", Label: v.Text("org.choose")}}
	for _, one := range atlas.Municipalities() {
		if access.Check(v.Actor, access.ManagePeople, access.Owner{Region: one.Region, Municipality: one.Code}) == nil {
			options = append(options, ui.Option{Value: one.Code, Label: one.Name, Chosen: one.Code == chosen})
		}
	}
	slices.SortStableFunc(options[1:], func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return options
}

// organisation gives the fields that ask for which organisation the role is, from
// lists of those within the visitor's reach.
func (d desk) organisation(v *web.Visit, c choice, form url.Values) ([]ui.Field, error) {
	fields := []ui.Field{{Kind: ui.HiddenField, Name: "rol", Value: string(c.role)}}
	switch c.role {
	case access.LocationStaff:
		places, err := d.directory.In(v.Request.Context(), c.municipality)
		if err != nil {
			return nil, err
		}
		options := []ui.Option{{Value: "", Label: v.Text("org.choose")}}
		for _, place := range places {
			options = append(options, ui.Option{Value: place.ID, Label: place.Name, Chosen: place.ID == form.Get("location")})
		}
		fields = append(fields, ui.Field{Kind: ui.HiddenField, Name: "municipality", Value: c.municipality},
			ui.Field{Kind: ui.SelectField, Name: "location", Label: v.Text("org.which_location", "municipality", municipalityName(c.municipality)), Options: options})
	case access.Municipal, access.Volunteer, access.Council:
		if v.Actor.Role == access.Municipal {
			return append(fields, ui.Field{Kind: ui.HiddenField, Name: "municipality", Value: v.Actor.Municipality}), nil
		}
		fields = append(fields, ui.Field{Kind: ui.SelectField, Name: "municipality", Label: v.Text("org.which_municipality"), Options: municipalities(v, form.Get("municipality"))})
	case access.Regional:
		options := []ui.Option{{Value: "", Label: v.Text("org.choose")}}
		for _, region := range atlas.Regions() {
			options = append(options, ui.Option{Value: region.Code, Label: region.Name, Chosen: region.Code == form.Get("region")})
		}
		fields = append(fields, ui.Field{Kind: ui.SelectField, Name: "region", Label: v.Text("org.which_region"), Options: options})
	}
	return fields, nil
}

func grantFrom(c choice, form url.Values) Grant {
	return Grant{ID: db.NewID(), Role: c.role, Municipality: c.municipality, Region: form.Get("region"), Location: form.Get("location")}
}

// askFirst answers with the question that must be answered first; false when
// there is none.
func askFirst(v *web.Visit, c choice, address string, links []ui.Link, title string) (bool, error) {
	fields := c.asked(v)
	if fields == nil {
		return false, nil
	}
	return true, sheet(v, ui.Sheet{Crumbs: links, Heading: ui.Heading{Answer: title},
		Form: &ui.Form{Action: address, Search: true, Fields: fields, Submit: v.Text("org.further")}})
}

func (d desk) askInvite(v *web.Visit) error {
	return d.invitePage(v, chosen(v, v.Request.URL.Query().Get), url.Values{"lang": {"nl"}}, nil)
}

func (d desk) invitePage(v *web.Visit, c choice, form url.Values, wrong error) error {
	links := crumbs(ui.Link{Text: v.Text("org.nav_people"), Href: "/mensen"}, ui.Link{Text: v.Text("org.invite_button")})
	title := v.Text("org.invite_title")
	if first, err := askFirst(v, c, "/mensen/nieuw", links, title); first {
		return err
	}
	organisation, err := d.organisation(v, c, form)
	if err != nil {
		return err
	}
	var languages []ui.Option
	for _, one := range ui.Languages {
		languages = append(languages, ui.Option{Value: one.Code, Label: v.Text("org.lang_" + one.Code), Chosen: one.Code == form.Get("lang")})
	}
	fields := append([]ui.Field{
		{Kind: ui.TextField, Name: "name", Label: v.Text("org.name_label"), Value: form.Get("name"), Complete: "off", Width: 30},
		{Kind: ui.EmailField, Name: "email", Label: v.Text("org.login_email"), Hint: v.Text("org.email_hint"), Value: form.Get("email"), Complete: "off", Width: 30},
		{Kind: ui.RadioField, Name: "lang", Label: v.Text("org.mail_lang"), Options: languages, Inline: true},
	}, organisation...)
	if err := tellWrong(v, wrong, fields); err != nil {
		return err
	}
	return sheet(v, ui.Sheet{
		Crumbs:  links,
		Heading: ui.Heading{Above: roleName(v, c.role), Answer: title, Lead: v.Text("org.invite_lead")},
		Form: &ui.Form{Action: "/mensen/nieuw", Fields: fields, Submit: v.Text("org.invite_send"),
			Cancel: ui.Link{Text: v.Text("org.cancel"), Href: "/mensen"}},
	})
}

// tellWrong shows what is wrong beside the fields; an error about something else
// is handed back.
func tellWrong(v *web.Visit, wrong error, fields []ui.Field) error {
	if wrong == nil {
		return nil
	}
	if told := fault.As(wrong); told.Kind == fault.Conflict {
		wrong = &fault.Error{Kind: fault.Invalid, Fields: []fault.Field{{Name: "email", Key: told.Key, Args: told.Args}, {Name: "rol", Key: told.Key, Args: told.Args}}}
	}
	if !wrongFields(v, wrong, fields) {
		return wrong
	}
	v.Status(http.StatusUnprocessableEntity)
	return nil
}

func (d desk) invite(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	c := chosen(v, form.Get)
	if c.role == "" {
		return v.Redirect("/mensen/nieuw")
	}
	id, err := d.Invite(v.Request.Context(), v.Actor, Account{
		ID: db.NewID(), Name: form.Get("name"), Email: form.Get("email"), Lang: form.Get("lang"), Roles: []Grant{grantFrom(c, form)},
	})
	if err != nil {
		return d.invitePage(v, c, form, err)
	}
	return v.Redirect(addressOf(id) + "?gedaan=uitgenodigd")
}

func (d desk) askGive(v *web.Visit) error {
	return d.givePage(v, chosen(v, v.Request.URL.Query().Get), url.Values{}, nil)
}

func (d desk) givePage(v *web.Visit, c choice, form url.Values, wrong error) error {
	person, err := d.Person(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	address, links, title := addressOf(person.ID)+"/rol", personCrumbs(v, person, "org.role_add"), v.Text("org.give_title")
	if first, err := askFirst(v, c, address, links, title); first {
		return err
	}
	fields, err := d.organisation(v, c, form)
	if err != nil {
		return err
	}
	if told := fault.As(wrong); wrong != nil && told.Kind == fault.Conflict {
		v.Notice("error", told.Key, told.Args)
		v.Status(http.StatusConflict)
	} else if err := tellWrong(v, wrong, fields); err != nil {
		return err
	}
	return sheet(v, ui.Sheet{
		Crumbs:  links,
		Heading: ui.Heading{Above: person.Name, Answer: title, Lead: v.Text("org.give_lead", "role", roleName(v, c.role))},
		Form: &ui.Form{Action: address, Fields: fields, Submit: v.Text("org.give_button"),
			Cancel: ui.Link{Text: v.Text("org.cancel"), Href: addressOf(person.ID)}},
	})
}

func (d desk) give(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id, c := v.Request.PathValue("id"), chosen(v, form.Get)
	if c.role == "" {
		return v.Redirect(addressOf(id) + "/rol")
	}
	if err := d.Give(v.Request.Context(), v.Actor, id, grantFrom(c, form)); err != nil {
		return d.givePage(v, c, form, err)
	}
	return v.Redirect(addressOf(id) + "?gedaan=rol")
}

func (d desk) askTerms(v *web.Visit) error {
	tellDone(v)
	terms, err := d.Terms(v.Request.Context(), v.Actor)
	if err != nil {
		return err
	}
	return d.termsPage(v, func(one term) string { return strconv.Itoa(*one.value) }, terms, nil)
}

func (d desk) termsPage(v *web.Visit, value func(term) string, terms Terms, wrong error) error {
	var fields []ui.Field
	for _, one := range terms.all() {
		fields = append(fields, ui.Field{Kind: ui.NumberField, Name: one.name, Label: v.Text("org.term_" + one.name),
			Hint: v.Text("org.term_between", "low", one.low, "high", one.high), Value: value(one), Width: 4})
	}
	if err := tellWrong(v, wrong, fields); err != nil {
		return err
	}
	return sheet(v, ui.Sheet{
		Crumbs:  crumbs(ui.Link{Text: v.Text("org.nav_people"), Href: "/mensen"}, ui.Link{Text: v.Text("org.terms_title")}),
		Heading: ui.Heading{Answer: v.Text("org.terms_title"), Lead: v.Text("org.terms_lead")},
		Form: &ui.Form{Action: "/mensen/termijnen", Fields: fields, Submit: v.Text("org.terms_save"),
			Cancel: ui.Link{Text: v.Text("org.cancel"), Href: "/mensen"}},
	})
}

func (d desk) setTerms(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	var terms Terms
	for _, one := range terms.all() {
		// What is no number is out of bounds like any other.
		if number, err := strconv.Atoi(strings.TrimSpace(form.Get(one.name))); err == nil {
			*one.value = number
		}
	}
	if err := d.SetTerms(v.Request.Context(), v.Actor, terms); err != nil {
		return d.termsPage(v, func(one term) string { return form.Get(one.name) }, terms, err)
	}
	return v.Redirect("/mensen/termijnen?gedaan=bewaard")
}
