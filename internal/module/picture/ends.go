package picture

import (
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
)

// Ends is what is known to end in an area, one number per night shown: on that
// night it is no longer there. On the first night nothing is counted, because
// what was before is not shown.
type Ends struct {
	Places  []int // places that can no longer be promised
	Sites   []int // locations at which these are
	People  []int // persons promised a place there who then have none
	Leaving []int // persons who are known to go
	Undated []int // persons whose promise ends without anybody knowing where they go
}

func newEnds(nights int) Ends {
	return Ends{Places: make([]int, nights), Sites: make([]int, nights), People: make([]int, nights),
		Leaving: make([]int, nights), Undated: make([]int, nights)}
}

// add counts what ends at one location.
func (e *Ends) add(site Site) {
	for i := 1; i < len(site.Nights); i++ {
		before, after := site.Nights[i-1], usable(site.Nights[i])
		if fewer := usable(before) - after; fewer > 0 {
			e.Places[i] += fewer
			e.Sites[i]++
			e.People[i] += max(0, before.Held-after)
		}
	}
	plus(e.Leaving, site.Leaving)
	plus(e.Undated, site.Undated)
}

func plus(into, numbers []int) {
	for i, n := range numbers[:min(len(numbers), len(into))] {
		if i > 0 {
			into[i] += n
		}
	}
}

// Any says whether something ends on the night, counted from the first shown.
func (e Ends) Any(night int) bool { return e.Places[night]+e.Leaving[night]+e.Undated[night] > 0 }

// Cliff is one night on which many places end at once.
type Cliff struct {
	Night                 calendar.Night
	Places, Sites, People int
}

// A cliff is a night on which at least one in twenty of the places that can be
// promised now ends, and no fewer than ten: less is the coming and going of
// every week.
const (
	cliffPart  = 20
	cliffLeast = 10
)

// CliffAfter finds the night on which most places end, if that is a cliff; from
// is the first night shown.
func (a Area) CliffAfter(from calendar.Night) (Cliff, bool) {
	worst := 0
	for i, ending := range a.Ends.Places {
		if ending > a.Ends.Places[worst] {
			worst = i
		}
	}
	if len(a.Ends.Places) == 0 || a.Ends.Places[worst] < max(cliffLeast, (a.Usable[0]+cliffPart-1)/cliffPart) {
		return Cliff{}, false
	}
	return Cliff{from.Plus(worst), a.Ends.Places[worst], a.Ends.Sites[worst], a.Ends.People[worst]}, true
}

// endingsOf are the promises that end at a location, of none where none does.
func endingsOf(found map[string]places.Endings, id string) ([]int, []int) {
	return found[id].Leaving, found[id].Undated
}
