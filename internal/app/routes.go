package app

import (
	"strings"

	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/org"
	"onderdak/internal/module/picture"
	"onderdak/internal/module/places"
	"onderdak/internal/module/registration"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/job"
	"onderdak/internal/platform/mail"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Catalogue is all texts of the house.
func Catalogue() (*i18n.Catalogue, error) {
	return i18n.Load(web.Messages, ui.Messages, plan.Messages, org.Messages, places.Messages, households.Messages,
		matching.Messages, picture.Messages, registration.Messages)
}

// templates are the pages of every room.
func templates() []ui.Set {
	return []ui.Set{
		{Name: "web", FS: web.Templates}, {Name: "org", FS: org.Templates}, {Name: "places", FS: places.Templates},
		{Name: "matching", FS: matching.Templates}, {Name: "picture", FS: picture.Templates},
		{Name: "registration", FS: registration.Templates},
	}
}

// routes is every address of the house.
func (a *App) routes() []web.Route {
	var all []web.Route
	all = append(all, a.Org.Routes(strings.HasPrefix(a.config.Base, "https://"))...)
	all = append(all, a.Picture.Routes()...)
	all = append(all, a.Places.Routes()...)
	all = append(all, a.Matching.Routes()...)
	all = append(all, a.Register.Routes()...)
	return all
}

// rooms are the entries of the main navigation, shown to those whose role opens
// them.
var rooms = []struct {
	key, href string
	action    access.Action
}{
	{"picture.nav", "/", access.ViewPicture},
	{"places.nav", "/locaties", access.ViewLocations},
	{"matching.nav_households", "/huishoudens", access.ViewHouseholds},
	{"matching.nav_runs", "/matchrondes", access.ViewRuns},
	{"matching.nav_offers", "/aanbiedingen", access.AnswerOffer},
}

func navigation(actor access.Actor, path string) []ui.NavItem {
	var items []ui.NavItem
	for _, room := range rooms {
		if access.ReachOf(actor, room.action) == access.None {
			continue
		}
		current := path == room.href || room.href != "/" && strings.HasPrefix(path, room.href+"/")
		items = append(items, ui.NavItem{Key: room.key, Href: room.href, Current: current})
	}
	return items
}

// handlers ties every topic of work to the room that does it.
func (a *App) handlers(sender mail.Sender) map[string]job.Handler {
	all := map[string]job.Handler{mail.Topic: mail.Handler(a.catalogue, sender)}
	for topic, handle := range a.Places.Handlers(a.config.Base) {
		all[topic] = handle
	}
	for topic, handle := range a.Matching.Handlers() {
		all[topic] = handle
	}
	for topic, handle := range a.Register.Handlers() {
		all[topic] = handle
	}
	return all
}
