package app

import (
	"context"
	"strings"
	"time"

	"onderdak/internal/module/arrivals"
	"onderdak/internal/module/placement"
	"onderdak/internal/platform/access"
)

// tripsLookBack is how long after its hour a transport whose arrival nobody wrote
// down is still offered letters for.
const tripsLookBack = 24 * time.Hour

// trips tells the desk which transports there are, for the letters of those who
// travel; the desk itself knows of no transports.
func (a *App) trips() placement.Trips {
	return placement.Trips{
		List: func(ctx context.Context, actor access.Actor) (sets []placement.LetterSet, err error) {
			list, err := a.Arrivals.Transports(ctx, actor, a.door.Now().Plus(-tripsLookBack))
			for _, t := range list {
				awaited, err := a.awaited(ctx, actor, t.ID)
				if err != nil {
					return nil, err
				}
				if len(awaited) > 0 {
					sets = append(sets, placement.LetterSet{Kind: placement.LettersTransport, ID: t.ID, Name: t.Origin + " → " + stops(t.Stops), At: t.LeavesAt, Count: len(awaited)})
				}
			}
			return sets, err
		},
		Households: a.awaited,
	}
}

// awaited lists the households on a transport that have not come yet.
func (a *App) awaited(ctx context.Context, actor access.Actor, id string) (ids []string, err error) {
	found, err := a.Arrivals.Transport(ctx, actor, id)
	for _, seat := range found.Seats {
		if seat.Stand == arrivals.SeatAwaited {
			ids = append(ids, seat.Guest.Household)
		}
	}
	return ids, err
}

func stops(list []arrivals.Stop) string {
	var names []string
	for _, stop := range list {
		names = append(names, stop.Name)
	}
	return strings.Join(names, ", ")
}
