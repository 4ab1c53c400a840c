package picture

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Past is the register as it stood at a moment, for one night: what was known
// then, whatever was said later (domain.md 2, invariant 3).
type Past struct {
	At     calendar.Instant
	Night  calendar.Night
	Nation places.Numbers
	Areas  map[string]places.Numbers // by region code; regions nothing was said of are left out
}

// PastOf replays the register as of a moment. Counts of places and of people in
// them are open to whoever may see the picture, as today's are.
func (s *Service) PastOf(ctx context.Context, actor access.Actor, at calendar.Instant, night calendar.Night) (Past, error) {
	past := Past{At: at, Night: night, Areas: map[string]places.Numbers{}}
	err := s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		position, err := places.AsOf(ctx, tx, scope, at, night)
		if err != nil {
			return err
		}
		regions, err := places.RegionsOf(ctx, tx, scope)
		if err != nil {
			return err
		}
		for location, numbers := range position {
			region := regions[location]
			area := past.Areas[region]
			sum(&area, numbers)
			sum(&past.Nation, numbers)
			past.Areas[region] = area
		}
		return nil
	})
	return past, err
}
