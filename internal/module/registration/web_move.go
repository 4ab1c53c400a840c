package registration

import (
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// moveSection tells a household when and where to it moves.
func moveSection(v *web.Visit, s Status) ui.Section {
	s.Location = s.Move.To
	return ui.Section{
		ID: "verhuizing", Text: []string{v.Text("registration.move_until_then")}, Items: locationItems(v, s, true),
		Title: v.Text("registration.move_title", "night", i18n.LongDate(v.Lang, s.Move.Stay.From), "location", s.Move.To.Name),
	}
}
