package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Endings says for how many persons the promise of a place at one location
// ends, by the first night they are no longer promised; both have one number
// for each night asked for.
type Endings struct {
	Leaving []int // they are known to go
	Undated []int // only the promise ends: nobody knows where they go
}

// EndingsPerNight gives, per location within the scope, the promises that end
// on the nights from..until-1. Locations where none does are left out.
func EndingsPerNight(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) (map[string]Endings, error) {
	found, err := endingsWithin(ctx, tx, scope, from, until)
	nights := max(0, int(until-from))
	endings := map[string]Endings{}
	for _, e := range found {
		here, known := endings[e.location]
		if !known {
			here = Endings{Leaving: make([]int, nights), Undated: make([]int, nights)}
			endings[e.location] = here
		}
		if e.dated {
			here.Leaving[e.night-from] += e.persons
		} else {
			here.Undated[e.night-from] += e.persons
		}
	}
	return endings, err
}
