package locations

import (
	"onderdak/internal/module/places"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func rungText(v *web.Visit, rung places.Rung) string { return v.Text("places.rung." + string(rung)) }
func stateText(v *web.Visit, state places.State) string {
	return v.Text("places.state." + string(state))
}
func typeText(v *web.Visit, kind string) string { return v.Text("places.type." + kind) }

// rungBadge is the highest rung the location stands on tonight, the summit
// first; none where nothing was said for tonight.
func rungBadge(v *web.Visit, numbers places.Numbers) []ui.Badge {
	steps := []struct {
		places int
		rung   places.Rung
		tone   string
	}{
		{numbers.Open, places.Open, "good"}, {numbers.Realised, places.Realised, "info"},
		{numbers.Inspected, places.Inspected, ""}, {numbers.Pledged, places.Pledged, ""},
	}
	for _, step := range steps {
		if step.places > 0 {
			return []ui.Badge{{Text: rungText(v, step.rung), Tone: step.tone}}
		}
	}
	return nil
}

// marks are what to know about a location before anything else.
func marks(v *web.Visit, l places.Location, numbers places.Numbers, old, short bool) []ui.Badge {
	if l.ClosedAt != 0 {
		return []ui.Badge{{Text: v.Text("locations.closed")}}
	}
	badges := rungBadge(v, numbers)
	if short {
		badges = append(badges, ui.Badge{Text: v.Text("locations.short"), Tone: "bad"})
	}
	if old {
		badges = append(badges, ui.Badge{Text: v.Text("locations.old"), Tone: "old"})
	}
	if l.ShortStay {
		badges = append(badges, ui.Badge{Text: v.Text("locations.short_stay"), Tone: "attention"})
	}
	return badges
}
