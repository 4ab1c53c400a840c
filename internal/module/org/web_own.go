package org

import (
	"slices"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func (d desk) ownRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/mijn", Action: access.OwnAccount, Handle: d.mine},
		{Method: "GET", Path: "/mijn/rol", Action: access.OwnAccount, Handle: d.askRole},
		{Method: "POST", Path: "/mijn/rol", Action: access.OwnAccount, Handle: d.chooseRole},
		{Method: "GET", Path: "/mijn/rechten", Action: access.OwnAccount, Handle: d.rights},
		{Method: "GET", Path: "/mijn/sessies", Action: access.OwnAccount, Handle: d.sessions},
		{Method: "POST", Path: "/mijn/sessies/andere", Action: access.OwnAccount, Handle: d.endOthers},
		{Method: "POST", Path: "/mijn/sessies/{id}", Action: access.OwnAccount, Handle: d.endSession},
	}
}

// mine is the way to everything about one's own account.
func (d desk) mine(v *web.Visit) error {
	ctx := v.Request.Context()
	roles, err := d.OwnRoles(ctx, v.Actor)
	if err != nil {
		return err
	}
	sessions, err := d.Sessions(ctx, v.Actor, tokenOf(v))
	if err != nil {
		return err
	}
	where, err := d.where(v, Grant{Role: v.Actor.Role, Municipality: v.Actor.Municipality, Region: v.Actor.Region, Location: v.Actor.Location})
	if err != nil {
		return err
	}
	role := ui.Item{Key: v.Text("org.role_in_use"), Value: v.Text("org.role_where", "role", roleName(v, v.Actor.Role), "where", where)}
	if len(roles) > 1 {
		role.Change = ui.Link{Text: v.Text("org.role_switch"), Href: "/mijn/rol"}
	}
	return sheet(v, ui.Sheet{
		Heading: ui.Heading{Answer: v.Text("org.mine_title"), Lead: v.Text("org.mine_lead")},
		Sections: []ui.Section{{ID: "account", Title: v.Text("org.mine_account"), Items: []ui.Item{
			{Key: v.Text("org.name_label"), Value: v.Actor.Name}, role,
			{Key: v.Text("org.rights_title"), Value: v.Text("org.rights_count", "n", len(allowed(v.Actor))), Change: ui.Link{Text: v.Text("org.look"), Href: "/mijn/rechten"}},
			{Key: v.Text("org.sessions_title"), Value: v.Text("org.sessions_count", "n", len(sessions)), Change: ui.Link{Text: v.Text("org.look"), Href: "/mijn/sessies"}},
		}}},
	})
}

func ownCrumbs(v *web.Visit, last string) []ui.Link {
	return crumbs(ui.Link{Text: v.Text("org.mine_title"), Href: "/mijn"}, ui.Link{Text: last})
}

func (d desk) askRole(v *web.Visit) error {
	tellDone(v)
	ctx := v.Request.Context()
	roles, err := d.OwnRoles(ctx, v.Actor)
	if err != nil {
		return err
	}
	session, err := d.Session(ctx, tokenOf(v))
	if err != nil {
		return err
	}
	var options []ui.Option
	for _, grant := range roles {
		where, err := d.where(v, grant)
		if err != nil {
			return err
		}
		options = append(options, ui.Option{Value: grant.ID, Label: roleName(v, grant.Role), Hint: where, Chosen: grant.ID == session.Grant})
	}
	title := v.Text("org.roles_title", "n", len(roles))
	body := ui.Sheet{Crumbs: ownCrumbs(v, v.Text("org.role")), Heading: ui.Heading{Answer: title, Lead: v.Text("org.roles_lead")}}
	if len(roles) > 1 {
		body.Form = &ui.Form{Action: "/mijn/rol", Submit: v.Text("org.role_use"), Cancel: ui.Link{Text: v.Text("org.cancel"), Href: "/mijn"},
			Fields: []ui.Field{{Kind: ui.RadioField, Name: "rol", Label: v.Text("org.role_which_now"), Options: options}}}
	} else {
		body.Heading.Lead = v.Text("org.roles_one")
	}
	return sheet(v, body)
}

func (d desk) chooseRole(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	if err := d.ChooseRole(v.Request.Context(), v.Actor, tokenOf(v), form.Get("rol")); err != nil {
		return err
	}
	return v.Redirect("/mijn/rechten?gedaan=gekozen")
}

// allowed lists the actions open to the actor's role, in the order of the table.
func allowed(actor access.Actor) []access.Action {
	return slices.DeleteFunc(access.Actions(), func(action access.Action) bool { return access.ReachOf(actor, action) == access.None })
}

// rights tells what the role in use may do, from the policy table itself.
func (d desk) rights(v *web.Visit) error {
	tellDone(v)
	may := allowed(v.Actor)
	table := &ui.Table{ID: "mag", Caption: v.Text("org.rights_may"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("org.rights_what")}, {Text: v.Text("org.rights_where")}}}
	for _, action := range may {
		where, err := d.reach(v, action)
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.Text("access.action." + string(action))), ui.Text(where)}})
	}
	not := &ui.Table{ID: "mag-niet", Caption: v.Text("org.rights_not"), Hidden: true, Columns: []ui.Column{{Text: v.Text("org.rights_what")}},
		Empty: ui.Empty{Title: v.Text("org.rights_everything")}}
	for _, action := range access.Actions() {
		if !slices.Contains(may, action) {
			not.Rows = append(not.Rows, ui.Row{Cells: []ui.Cell{ui.Text(v.Text("access.action." + string(action)))}})
		}
	}
	body := ui.Sheet{
		Crumbs: ownCrumbs(v, v.Text("org.rights_title")),
		Heading: ui.Heading{Above: roleName(v, v.Actor.Role), Answer: v.Text("org.rights_answer", "n", len(may)), Lead: v.Text("org.rights_lead"),
			Actions: []ui.Action{{Text: v.Text("org.role_switch"), Href: "/mijn/rol"}}},
		Sections: []ui.Section{{ID: "wel", Title: v.Text("org.rights_may"), Table: table}},
	}
	if access.ReachOf(v.Actor, access.ManagePeople) != access.None {
		section := ui.Section{ID: "geven", Title: v.Text("org.rights_give")}
		for _, role := range access.Givable(v.Actor.Role) {
			section.Items = append(section.Items, ui.Item{Key: roleName(v, role), Value: v.Text("org.role_hint_" + string(role))})
		}
		body.Sections = append(body.Sections, section)
	}
	body.Sections = append(body.Sections, ui.Section{ID: "niet", Title: v.Text("org.rights_not"), Table: not})
	return sheet(v, body)
}

// sessions lists where the visitor is signed in.
func (d desk) sessions(v *web.Visit) error {
	tellDone(v)
	open, err := d.Sessions(v.Request.Context(), v.Actor, tokenOf(v))
	if err != nil {
		return err
	}
	body := ui.Sheet{
		Crumbs:  ownCrumbs(v, v.Text("org.sessions_title")),
		Heading: ui.Heading{Answer: v.Text("org.sessions_answer", "n", len(open)), Lead: v.Text("org.sessions_lead")},
	}
	if len(open) > 1 {
		body.Heading.Actions = []ui.Action{{Text: v.Text("org.end_others"), Href: "/mijn/sessies/andere", Kind: "primary", Post: true}}
	}
	for _, one := range open {
		section := ui.Section{ID: "sessie-" + one.ID, Title: browserWords(v, one.Browser), Items: []ui.Item{
			{Key: v.Text("org.role"), Value: roleName(v, one.Role)},
			{Key: v.Text("org.session_since"), Value: clock(v, one.Since)},
			{Key: v.Text("org.session_seen"), Value: hour(v, one.Seen)},
		}}
		if one.Current {
			section.Text = []string{v.Text("org.session_this")}
		} else {
			section.Actions = []ui.Action{{Text: v.Text("org.end_session"), Href: "/mijn/sessies/" + one.ID, Post: true}}
		}
		body.Sections = append(body.Sections, section)
	}
	return sheet(v, body)
}

func (d desk) endSession(v *web.Visit) error {
	if err := d.EndSession(v.Request.Context(), v.Actor, v.Request.PathValue("id")); err != nil {
		return err
	}
	return v.Redirect("/mijn/sessies?gedaan=beeindigd")
}

func (d desk) endOthers(v *web.Visit) error {
	if err := d.EndOtherSessions(v.Request.Context(), v.Actor, tokenOf(v)); err != nil {
		return err
	}
	return v.Redirect("/mijn/sessies?gedaan=beeindigd")
}
