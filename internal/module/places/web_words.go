package places

import (
	"strings"

	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// facilityWords are the facilities the pages have words for, in the order in
// which they are asked. Others are shown as they were written.
var facilityWords = []struct{ token, key string }{
	{"wheelchair", "places.web_facility_wheelchair"}, {"ground_floor", "places.web_facility_ground_floor"},
	{"no_stairs", "places.web_facility_no_stairs"}, {"private_rooms", "places.web_facility_private_rooms"},
	{"own_kitchen", "places.web_facility_own_kitchen"}, {"catering", "places.web_facility_catering"},
	{"showers", "places.web_facility_showers"}, {"washing_machine", "places.web_facility_washing_machine"},
	{"crib", "places.web_facility_crib"}, {"pets", "places.web_facility_pets"}, {"quiet", "places.web_facility_quiet"},
	{"women_only", "places.web_facility_women_only"}, {"staffed_24h", "places.web_facility_staffed"},
	{"internet", "places.web_facility_internet"}, {"medical_room", "places.web_facility_medical_room"},
	{"near_hospital", "places.web_facility_near_hospital"}, {"gp_nearby", "places.web_facility_gp_nearby"},
	{"school_nearby", "places.web_facility_school_nearby"}, {"public_transport", "places.web_facility_public_transport"},
}

// facilityText is a facility in the reader's words.
func facilityText(v *web.Visit, token string) string {
	for _, known := range facilityWords {
		if known.token == token {
			return v.Text(known.key)
		}
	}
	return token
}

// facilityTexts are facilities in the reader's words, one after the other.
func facilityTexts(v *web.Visit, tokens []string) string {
	texts := make([]string, 0, len(tokens))
	for _, token := range tokens {
		texts = append(texts, facilityText(v, token))
	}
	return strings.Join(texts, ", ")
}

func rungText(v *web.Visit, rung Rung) string    { return v.Text("places.rung." + string(rung)) }
func stateText(v *web.Visit, state State) string { return v.Text("places.state." + string(state)) }
func typeText(v *web.Visit, kind string) string  { return v.Text("places.type." + kind) }

// rungBadge is the highest rung the location stands on tonight, the summit
// first; none where nothing was said for tonight.
func rungBadge(v *web.Visit, numbers Numbers) []ui.Badge {
	steps := []struct {
		places int
		rung   Rung
		tone   string
	}{
		{numbers.Open, Open, "good"}, {numbers.Realised, Realised, "info"},
		{numbers.Inspected, Inspected, ""}, {numbers.Pledged, Pledged, ""},
	}
	for _, step := range steps {
		if step.places > 0 {
			return []ui.Badge{{Text: rungText(v, step.rung), Tone: step.tone}}
		}
	}
	return nil
}

// marks are what to know about a location before anything else.
func marks(v *web.Visit, l Location, numbers Numbers, old, short bool) []ui.Badge {
	if l.ClosedAt != 0 {
		return []ui.Badge{{Text: v.Text("places.web_closed")}}
	}
	badges := rungBadge(v, numbers)
	if short {
		badges = append(badges, ui.Badge{Text: v.Text("places.web_short"), Tone: "bad"})
	}
	if old {
		badges = append(badges, ui.Badge{Text: v.Text("places.web_old"), Tone: "old"})
	}
	if l.ShortStay {
		badges = append(badges, ui.Badge{Text: v.Text("places.web_short_stay"), Tone: "attention"})
	}
	return badges
}
