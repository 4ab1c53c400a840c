package nextplace

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Arrangement is everybody who waits and every free place within a reach at this
// moment, arranged as the last proposals have it.
type Arrangement struct {
	*plan.Plan
	Households map[string]plan.Household
	Locations  map[string]plan.Location
	Codes      map[string]string // reference codes by household
	Doubted    map[string]bool   // households and locations whose data somebody must look at
}

// Arrange lays out what the actor sees, within the reach of who may see runs.
// about is a household that takes part whatever its state, or nil; the choices of
// those in anew are forgotten.
func (s *Service) Arrange(ctx context.Context, actor access.Actor, about *households.Household, anew ...string) (*Arrangement, error) {
	a := &Arrangement{Households: map[string]plan.Household{}, Locations: map[string]plan.Location{}, Codes: map[string]string{}}
	var in plan.Input
	chosen := map[string]string{}
	err := s.door.View(ctx, actor, access.ViewRuns, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		tonight := s.door.Tonight()
		all, err := households.Waiting(ctx, tx, scope, tonight)
		if err != nil {
			return err
		}
		if about != nil {
			if all, err = joined(ctx, tx, all, *about, tonight); err != nil {
				return err
			}
			a.Codes[about.ID] = about.Code
		}
		first := tonight
		if len(all) > 0 {
			first = slices.MinFunc(all, func(a, b plan.Household) int { return int(a.From - b.From) }).From
		}
		in.Households = all
		if in.Locations, in.Capacity, err = places.OpenCapacity(ctx, tx, scope, first, first.Plus(s.settings.Horizon)); err != nil {
			return err
		}
		if in.Carried, err = matching.Carried(ctx, tx, tonight); err != nil {
			return err
		}
		if a.Doubted, err = matching.Doubts(ctx, tx); err != nil {
			return err
		}
		list, err := choices(ctx, tx, scope)
		for _, c := range list {
			a.Codes[c.household] = c.code
			chosen[c.household] = c.location
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, household := range anew {
		delete(chosen, household)
	}
	for _, h := range in.Households {
		a.Households[h.ID] = h
	}
	for _, l := range in.Locations {
		a.Locations[l.ID] = l
	}
	a.Plan, err = plan.Arrange(in, plan.Options{Horizon: s.settings.Horizon, Atlas: s.settings.Atlas}, chosen)
	return a, err
}

// joined is the list with the household in it, as it would be planned.
func joined(ctx context.Context, tx *db.Tx, all []plan.Household, about households.Household, tonight calendar.Night) ([]plan.Household, error) {
	i, known := slices.BinarySearchFunc(all, about.ID, func(h plan.Household, id string) int { return strings.Compare(h.ID, id) })
	if known || about.Until.Known && about.Until.Night <= tonight {
		return all, nil
	}
	planned, err := households.Planned(ctx, tx, about, tonight)
	return slices.Insert(all, i, planned), err
}
