package web

import (
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/ui"
)

// firstPages are the pages on which each role begins, in the order of the help
// page.
var firstPages = []struct {
	role access.Role
	page string
}{
	{access.LocationStaff, "/locaties"}, {access.Municipal, "/aanbiedingen"}, {access.Regional, "/matchrondes"},
	{access.National, "/spreidingsverzoeken"}, {access.Volunteer, "/huishoudens"}, {access.Treasurer, "/"}, {access.CISO, "/controle"},
	{access.Council, "/"}, {access.Auditor, "/controle/boeken"}, {access.Administrator, "/mensen"},
}

// helpRooms are the parts of the house and helpTopics the questions of the help
// page, by message key.
var (
	helpRooms  = []string{"picture", "locations", "households", "placement", "runs", "offers", "transports", "spread", "people", "audit"}
	helpTopics = []string{"free", "rung", "old", "gap", "names"}
)

// help tells whom the house serves, what each role does first and what is where.
func help(v *Visit) error {
	public := ui.Section{
		ID: "aanmelden", Title: v.Text("web.help_public"), Text: []string{v.Text("web.help_public_text")},
		Actions: []ui.Action{
			{Text: v.Text("web.help_public_register"), Href: "/aanmelden"},
			{Text: v.Text("web.help_public_paper"), Href: "/aanmelden/papier"},
			{Text: v.Text("web.help_public_code"), Href: "/aanmelden/verder"},
			{Text: v.Text("web.help_report"), Href: "/melden"},
		},
	}
	roles := ui.Section{ID: "rollen", Title: v.Text("web.help_roles")}
	for _, first := range firstPages {
		item := ui.Item{Key: v.Text("access.role." + string(first.role)), Value: v.Text("web.help_role_" + string(first.role))}
		if v.Actor.Role == first.role { // others cannot open it
			item.Href = first.page
		}
		roles.Items = append(roles.Items, item)
	}
	rooms := ui.Section{ID: "onderdelen", Title: v.Text("web.help_rooms")}
	for _, room := range helpRooms {
		rooms.Items = append(rooms.Items, ui.Item{Key: v.Text("web.help_room_" + room), Value: v.Text("web.help_room_" + room + "_text")})
	}
	questions := ui.Section{ID: "vragen", Title: v.Text("web.help_questions")}
	for _, topic := range helpTopics {
		questions.Items = append(questions.Items, ui.Item{Key: v.Text("web.help_" + topic), Value: v.Text("web.help_" + topic + "_answer")})
	}
	return v.Page("web/help", v.Text("web.help"), ui.Sheet{
		Heading: ui.Heading{Answer: v.Text("web.help"), Lead: v.Text("web.help_lead")}, Sections: []ui.Section{public, roles, rooms, questions},
	}, Options{Public: true})
}
