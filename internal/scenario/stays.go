package scenario

import (
	"math/rand/v2"
	"slices"

	"onderdak/internal/calendar"
)

// fillSites houses as many persons as were reported on the reference night,
// more in the regions that were fuller.
func fillSites(settings Settings, sites []*site) {
	chance := settings.stream(streamStays)
	var taking []*site
	var persons []int
	total := 0
	for _, s := range sites {
		if s.opens > Reference {
			continue
		}
		full := regionFull[s.region]
		percent := full + (chance.IntN(25)-12)*(100-full)/24 // where all is full, every location is
		if s.opens > Reference.Plus(-4) {
			percent /= 2 // opened days ago
		}
		taking = append(taking, s)
		persons = append(persons, s.openNow*percent/100)
		total += persons[len(persons)-1]
	}
	settle(taking, persons, settings.scale(reportedOccupied())-total)
	for i, s := range taking {
		s.house(chance, persons[i])
	}
}

// reportedOccupied is the number of persons in municipal reception on the
// reference night.
func reportedOccupied() int {
	at := slices.IndexFunc(anchors, func(a Anchor) bool { return a.Night == Reference })
	return anchors[at].Occupied
}

// settle spreads a remainder, positive or negative, over the locations in
// proportion to their room, so that the sum is the reported one and full
// regions stay full.
func settle(sites []*site, persons []int, remainder int) {
	room := func(i int) int {
		if remainder > 0 {
			return sites[i].openNow - persons[i]
		}
		return min(persons[i], sites[i].openNow-persons[i])
	}
	total := 0
	for i := range sites {
		total += room(i)
	}
	if total == 0 {
		return
	}
	wanted, given, seen := max(-total, min(total, remainder)), 0, 0
	for i := range sites {
		seen += room(i)
		share := int(int64(wanted)*int64(seen)/int64(total)) - given
		given += share
		persons[i] += share
	}
}

// house fills a location with households that came since it opened; a tenth
// of them know when they leave. Nobody stays beyond the end of a contract or
// in a floor that is closed.
func (s *site) house(chance *rand.Rand, persons int) {
	for persons > 0 {
		size := min(persons, pickSize(chance))
		persons -= size
		stay := Stay{Persons: size, From: s.opens.Plus(chance.IntN(int(Reference-s.opens) + 1)), Until: s.ends}
		if days := 2 + chance.IntN(storyNights); chance.IntN(100) < 10 && Reference.Plus(days) < s.ends.Or(storyEnd) {
			stay.Until = calendar.At(Reference.Plus(days))
		}
		s.stays = append(s.stays, stay)
	}
	if s.closed == 0 {
		return
	}
	staying := 0
	for _, stay := range s.stays {
		if stay.Until.Or(storyEnd) > s.closes {
			staying += stay.Persons
		}
	}
	for i := range s.stays {
		if staying <= s.openNow-s.closed {
			return
		}
		if stay := &s.stays[i]; stay.Until.Or(storyEnd) > s.closes {
			stay.Until = calendar.At(s.closes)
			staying -= stay.Persons
		}
	}
}
