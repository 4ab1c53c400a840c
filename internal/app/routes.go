package app

import (
	"maps"
	"slices"
	"strings"

	"onderdak/internal/module/arrivals"
	"onderdak/internal/module/dispersal"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/households"
	"onderdak/internal/module/intake"
	"onderdak/internal/module/locations"
	"onderdak/internal/module/mailroom"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/module/org"
	"onderdak/internal/module/picture"
	"onderdak/internal/module/placement"
	"onderdak/internal/module/places"
	"onderdak/internal/module/registration"
	"onderdak/internal/module/trail"
	"onderdak/internal/module/uploads"
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
	return i18n.Load(
		web.Messages, ui.Messages, plan.Messages,
		org.Messages,
		places.Messages,
		locations.Messages,
		households.Messages,
		matching.Messages,
		nextplace.Messages,
		placement.Messages,
		picture.Messages,
		dispersal.Messages,
		registration.Messages,
		arrivals.Messages,
		intake.Messages,
		freshness.Messages,
		mailroom.Messages,
		uploads.Messages,
		trail.Messages,
	)
}

// templates are the pages of every room.
func templates() []ui.Set {
	return []ui.Set{
		{Name: "web", FS: web.Templates},
		{Name: "org", FS: org.Templates},
		{Name: "locations", FS: locations.Templates},
		{Name: "matching", FS: matching.Templates},
		{Name: "placement", FS: placement.Templates},
		{Name: "picture", FS: picture.Templates},
		{Name: "dispersal", FS: dispersal.Templates},
		{Name: "registration", FS: registration.Templates},
		{Name: "arrivals", FS: arrivals.Templates},
		{Name: "intake", FS: intake.Templates},
		{Name: "freshness", FS: freshness.Templates},
		{Name: "mailroom", FS: mailroom.Templates},
		{Name: "uploads", FS: uploads.Templates},
		{Name: "trail", FS: trail.Templates},
	}
}

// routes is every address of the house.
func (a *App) routes() []web.Route {
	return slices.Concat(
		a.Org.Routes(strings.HasPrefix(a.config.Base, "https://")),
		a.Picture.Routes(),
		a.Locations.Routes(),
		a.Matching.Routes(),
		a.Placement.Routes(),
		a.Dispersal.Routes(),
		a.Register.Routes(),
		a.Arrivals.Routes(),
		a.Intake.Routes(),
		a.Freshness.Routes(),
		a.Mailroom.Routes(),
		a.Uploads.Routes(),
		a.Trail.Routes(),
	)
}

// rooms are the entries of the main navigation, shown to those whose role opens
// them.
var rooms = []struct {
	key, href string
	action    access.Action
}{
	{"picture.nav", "/", access.ViewPicture},
	{"locations.nav", "/locaties", access.ViewLocations},
	{"intake.nav", "/postvak", access.ViewDraft},
	{"placement.nav", "/plaatsen", access.ViewDesk},
	{"matching.nav_households", "/huishoudens", access.ViewHouseholds},
	{"matching.nav_runs", "/matchrondes", access.ViewRuns},
	{"matching.nav_offers", "/aanbiedingen", access.AnswerOffer},
	{"dispersal.nav", "/spreidingsverzoeken", access.ViewDispersal},
	{"org.nav_people", "/mensen", access.ManagePeople},
	{"trail.nav", "/controle", access.ViewAudit},
	{"arrivals.nav_transports", "/transporten", access.RecordArrival},
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
	for _, room := range []map[string]job.Handler{
		a.Places.Handlers(a.config.Base),
		a.Trail.Handlers(),
		a.Org.Handlers(),
		a.Matching.Handlers(),
		a.Next.Handlers(),
		a.Arrivals.Handlers(),
		a.Intake.Handlers(),
		a.Freshness.Handlers(),
		a.Mailroom.Handlers(),
		a.Uploads.Handlers(),
		a.Register.Handlers(),
	} {
		maps.Copy(all, room)
	}
	return all
}
