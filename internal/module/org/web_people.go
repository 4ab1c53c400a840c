package org

import (
	"net/http"
	"slices"
	"strings"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) peopleRoutes() []web.Route {
	const one = "/mensen/{id}"
	return []web.Route{
		{Method: "GET", Path: "/mensen", Action: access.ManagePeople, Handle: d.people},
		{Method: "POST", Path: "/mensen", Action: access.ManagePeople, Handle: d.people},
		{Method: "GET", Path: "/mensen/nieuw", Action: access.ManagePeople, Handle: d.askInvite},
		{Method: "POST", Path: "/mensen/nieuw", Action: access.ManagePeople, Handle: d.invite},
		{Method: "GET", Path: "/mensen/termijnen", Action: access.SetTerms, Handle: d.askTerms},
		{Method: "POST", Path: "/mensen/termijnen", Action: access.SetTerms, Handle: d.setTerms},
		{Method: "GET", Path: one, Action: access.ManagePeople, Handle: d.person},
		{Method: "GET", Path: one + "/rol", Action: access.ManagePeople, Handle: d.askGive},
		{Method: "POST", Path: one + "/rol", Action: access.ManagePeople, Handle: d.give},
		{Method: "GET", Path: one + "/rol/{grant}", Action: access.ManagePeople, Handle: d.askWithdraw},
		{Method: "POST", Path: one + "/rol/{grant}", Action: access.ManagePeople, Handle: d.withdraw},
		{Method: "GET", Path: one + "/blokkeren", Action: access.ManagePeople, Handle: d.askBlock},
		{Method: "POST", Path: one + "/blokkeren", Action: access.ManagePeople, Handle: d.block},
		{Method: "POST", Path: one + "/toelaten", Action: access.ManagePeople, Handle: d.admit},
		{Method: "POST", Path: one + "/afmelden", Action: access.ManagePeople, Handle: d.sendAway},
		{Method: "POST", Path: one + "/link", Action: access.ManagePeople, Handle: d.inviteAgain},
	}
}

// peopleShown is how many people stand on a page.
const peopleShown = 50

// people lists who works here. Searching is done with POST: a name never stands
// in an address.
func (d desk) people(v *web.Visit) error {
	tellDone(v)
	filter, err := peopleFilter(v)
	if err != nil {
		return err
	}
	all, err := d.People(v.Request.Context(), v.Actor, filter)
	if err != nil {
		return err
	}
	narrowed := filter != PeopleFilter{}
	page, pages := pageOf(v, len(all), peopleShown)
	table, err := d.peopleTable(v, all[(page-1)*peopleShown:min(page*peopleShown, len(all))], narrowed)
	if err != nil {
		return err
	}
	list := ui.Section{ID: "lijst", Title: v.Text("org.people_list"), Table: table}
	if narrowed && pages > 1 {
		list.Text = []string{v.Text("org.people_more", "shown", peopleShown)}
	} else {
		list.Pages = &ui.Pagination{Page: page, Pages: pages, Total: len(all), Href: "/mensen?pagina="}
	}
	heading := ui.Heading{Answer: v.Text("org.people_title", "n", len(all)), Lead: v.Text("org.people_lead"), AsOf: clock(v, v.Now()),
		Actions: []ui.Action{{Text: v.Text("org.invite_button"), Href: "/mensen/nieuw", Kind: "primary"}}}
	if narrowed {
		heading.Answer = v.Text("org.people_found", "n", len(all))
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("org.people_all"), Href: "/mensen"})
	}
	if access.ReachOf(v.Actor, access.SetTerms) != access.None {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("org.terms_title"), Href: "/mensen/termijnen"})
	}
	return sheet(v, ui.Sheet{Heading: heading, Form: searchForm(v, filter), Sections: []ui.Section{list}})
}

func peopleFilter(v *web.Visit) (PeopleFilter, error) {
	if v.Request.Method != http.MethodPost {
		return PeopleFilter{}, nil
	}
	form, err := v.Form()
	if err != nil {
		return PeopleFilter{}, err
	}
	return PeopleFilter{Text: strings.TrimSpace(form.Get("zoek")), Role: access.Role(form.Get("rol"))}, nil
}

func searchForm(v *web.Visit, filter PeopleFilter) *ui.Form {
	roles := []ui.Option{{Value: "", Label: v.Text("org.every_role")}}
	for _, role := range access.Roles {
		roles = append(roles, ui.Option{Value: string(role), Label: roleName(v, role), Chosen: role == filter.Role})
	}
	return &ui.Form{Action: "/mensen", Submit: v.Text("org.people_search"), Fields: []ui.Field{
		{Kind: ui.SearchField, Name: "zoek", Label: v.Text("org.people_text"), Value: filter.Text, Width: 30, Optional: true},
		{Kind: ui.SelectField, Name: "rol", Label: v.Text("org.role"), Options: roles},
	}}
}

func (d desk) peopleTable(v *web.Visit, shown []Account, narrowed bool) (*ui.Table, error) {
	table := &ui.Table{
		ID: "mensen", Caption: v.Text("org.people_list"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("org.name_label")}, {Text: v.Text("org.role")}, {Text: v.Text("org.login_email")}},
		Empty: ui.Empty{Title: v.Text("org.people_none"), Text: v.Text("org.people_none_text"),
			Action: ui.Action{Text: v.Text("org.invite_button"), Href: "/mensen/nieuw"}},
	}
	if narrowed {
		table.Empty = ui.Empty{Title: v.Text("org.people_nobody"), Text: v.Text("org.people_nobody_text")}
	}
	for _, account := range shown {
		name := ui.Linked(account.Name, addressOf(account.ID))
		if account.Blocked != 0 {
			name.Badges = []ui.Badge{{Text: v.Text("org.blocked"), Tone: "bad"}}
		}
		roles, err := d.rolesInWords(v, account.Roles)
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{name, ui.Text(roles), ui.Text(account.Email)}})
	}
	return table, nil
}

func (d desk) rolesInWords(v *web.Visit, roles []Grant) (string, error) {
	if len(roles) == 0 {
		return v.Text("org.without_role"), nil
	}
	words := make([]string, 0, len(roles))
	for _, grant := range roles {
		where, err := d.where(v, grant)
		if err != nil {
			return "", err
		}
		words = append(words, v.Text("org.role_where", "role", roleName(v, grant.Role), "where", where))
	}
	return strings.Join(words, "; "), nil
}

// addressOf is the page of a person.
func addressOf(account string) string { return "/mensen/" + account }

// pageOf is the page asked for, within what there is, and how many there are.
func pageOf(v *web.Visit, total, size int) (page, pages int) {
	pages = max(1, (total+size-1)/size)
	asked := 0
	for _, digit := range v.Request.URL.Query().Get("pagina") {
		if digit < '0' || digit > '9' || asked > pages {
			break
		}
		asked = asked*10 + int(digit-'0')
	}
	return min(max(asked, 1), pages), pages
}

// person shows one person: roles, where signed in, and what can be done.
func (d desk) person(v *web.Visit) error {
	tellDone(v)
	person, err := d.Person(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	sessions, err := d.SessionsOf(v.Request.Context(), v.Actor, person.ID)
	if err != nil {
		return err
	}
	roles, err := d.roleItems(v, person)
	if err != nil {
		return err
	}
	heading := ui.Heading{Answer: v.Text("org.person_title"), Above: person.Name, Lead: v.Text("org.person_lead", "n", len(person.Roles))}
	if person.Blocked != 0 {
		heading.Badges = []ui.Badge{{Text: v.Text("org.blocked"), Tone: "bad"}}
		heading.Lead = v.Text("org.person_blocked", "moment", clock(v, person.Blocked))
	}
	body := ui.Sheet{
		Crumbs: crumbs(ui.Link{Text: v.Text("org.nav_people"), Href: "/mensen"}, ui.Link{Text: person.Name}),
		Sections: []ui.Section{
			{ID: "gegevens", Title: v.Text("org.person_facts"), Items: []ui.Item{
				{Key: v.Text("org.name_label"), Value: person.Name}, {Key: v.Text("org.login_email"), Value: person.Email},
				{Key: v.Text("org.lang_label"), Value: v.Text("org.lang_" + person.Lang)},
			}},
			{ID: "rollen", Title: v.Text("org.person_roles"), Items: roles},
			{ID: "sessies", Title: v.Text("org.sessions_of"), Text: []string{v.Text("org.sessions_count", "n", len(sessions))}},
		},
	}
	if len(roles) == 0 {
		body.Sections[1].Text = []string{v.Text("org.without_role")}
	}
	if person.Blocked == 0 {
		body.Sections[1].Actions = []ui.Action{{Text: v.Text("org.role_add"), Href: addressOf(person.ID) + "/rol"}}
	}
	if mayManage(v.Actor, person) == nil {
		manage(v, person, len(sessions), &heading, &body.Sections[2])
	}
	body.Heading = heading
	return sheet(v, body)
}

// manage adds what can be done to the whole account.
func manage(v *web.Visit, person Account, sessions int, heading *ui.Heading, section *ui.Section) {
	address := addressOf(person.ID)
	if person.Blocked != 0 {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("org.admit"), Href: address + "/toelaten", Kind: "primary", Post: true})
		return
	}
	if len(person.Roles) > 0 {
		heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("org.link_again"), Href: address + "/link", Post: true})
	}
	if person.ID == v.Actor.Person {
		return
	}
	heading.Actions = append(heading.Actions, ui.Action{Text: v.Text("org.block"), Href: address + "/blokkeren"})
	if sessions > 0 {
		section.Actions = []ui.Action{{Text: v.Text("org.send_away"), Href: address + "/afmelden", Post: true}}
	}
}

func (d desk) roleItems(v *web.Visit, person Account) ([]ui.Item, error) {
	items := make([]ui.Item, 0, len(person.Roles))
	for _, grant := range person.Roles {
		where, err := d.where(v, grant)
		if err != nil {
			return nil, err
		}
		item := ui.Item{Key: roleName(v, grant.Role), Value: where}
		own := person.ID == v.Actor.Person && grant.Role == v.Actor.Role
		if !own && access.CheckGive(v.Actor, grant.Role, grant.Owner()) == nil {
			item.Change = ui.Link{Text: v.Text("org.withdraw"), Href: addressOf(person.ID) + "/rol/" + grant.ID}
		}
		items = append(items, item)
	}
	return items, nil
}

// askWithdraw asks whether a role is really to be taken back.
func (d desk) askWithdraw(v *web.Visit) error {
	person, err := d.Person(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	id := v.Request.PathValue("grant")
	index := slices.IndexFunc(person.Roles, func(g Grant) bool { return g.ID == id })
	if index < 0 {
		return v.Redirect(addressOf(person.ID))
	}
	words, err := d.rolesInWords(v, person.Roles[index:index+1])
	if err != nil {
		return err
	}
	return sheet(v, ui.Sheet{
		Crumbs: personCrumbs(v, person, "org.withdraw"),
		Heading: ui.Heading{Above: person.Name, Answer: v.Text("org.withdraw_title"), Lead: v.Text("org.withdraw_lead", "role", words), Actions: []ui.Action{
			{Text: v.Text("org.withdraw_button"), Href: addressOf(person.ID) + "/rol/" + id, Kind: "danger", Post: true},
			{Text: v.Text("org.cancel"), Href: addressOf(person.ID), Kind: "subtle"},
		}},
	})
}

func personCrumbs(v *web.Visit, person Account, last string) []ui.Link {
	return crumbs(ui.Link{Text: v.Text("org.nav_people"), Href: "/mensen"}, ui.Link{Text: person.Name, Href: addressOf(person.ID)}, ui.Link{Text: v.Text(last)})
}

func (d desk) withdraw(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if err := d.Withdraw(v.Request.Context(), v.Actor, id, v.Request.PathValue("grant")); err != nil {
		return err
	}
	// Somebody without a role left is out of a coordinator's sight.
	if _, err := d.Person(v.Request.Context(), v.Actor, id); err != nil {
		return v.Redirect("/mensen?gedaan=ingetrokken")
	}
	return v.Redirect(addressOf(id) + "?gedaan=ingetrokken")
}

func (d desk) askBlock(v *web.Visit) error { return d.blockPage(v, nil) }

func (d desk) blockPage(v *web.Visit, wrong error) error {
	person, err := d.Person(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return err
	}
	if err := mayManage(v.Actor, person); err != nil {
		return err
	}
	fields := []ui.Field{{Kind: ui.LongTextField, Name: "reason", Label: v.Text("org.block_reason"), Hint: v.Text("org.block_reason_hint"), Rows: 3}}
	if wrong != nil {
		if !wrongFields(v, wrong, fields) {
			return wrong
		}
		v.Status(http.StatusUnprocessableEntity)
	}
	return sheet(v, ui.Sheet{
		Crumbs:  personCrumbs(v, person, "org.block"),
		Heading: ui.Heading{Above: person.Name, Answer: v.Text("org.block_title"), Lead: v.Text("org.block_lead")},
		Form: &ui.Form{Action: addressOf(person.ID) + "/blokkeren", Fields: fields, Submit: v.Text("org.block_button"),
			Cancel: ui.Link{Text: v.Text("org.cancel"), Href: addressOf(person.ID)}},
	})
}

func (d desk) block(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	id := v.Request.PathValue("id")
	if err := d.Block(v.Request.Context(), v.Actor, id, form.Get("reason")); err != nil {
		return d.blockPage(v, err)
	}
	return v.Redirect(addressOf(id) + "?gedaan=geblokkeerd")
}

func (d desk) admit(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if err := d.Admit(v.Request.Context(), v.Actor, id); err != nil {
		return err
	}
	return v.Redirect(addressOf(id) + "?gedaan=toegelaten")
}

func (d desk) sendAway(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if err := d.SendAway(v.Request.Context(), v.Actor, id); err != nil {
		return err
	}
	return v.Redirect(addressOf(id) + "?gedaan=afgemeld")
}

func (d desk) inviteAgain(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if err := d.InviteAgain(v.Request.Context(), v.Actor, id); err != nil {
		return err
	}
	return v.Redirect(addressOf(id) + "?gedaan=link")
}
