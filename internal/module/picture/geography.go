package picture

import (
	"context"
	"sync"

	"onderdak/internal/atlas"
	"onderdak/internal/boundary"
	"onderdak/internal/calendar"
	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// wallMap keeps the drawings of the boundaries last imported: the outlines do
// not change with the figures, so they are made once.
type wallMap struct {
	mutex    sync.Mutex
	at       calendar.Instant // of the import the drawings are of
	areas    boundary.Map
	drawings map[string]boundary.Drawing // by code of what is drawn: NL or a region
}

// HasGeography says whether the operator imported boundaries.
func (s *Service) HasGeography(ctx context.Context, actor access.Actor) (has bool, err error) {
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		at, err := org.BoundariesAt(ctx, tx)
		has = at != 0
		return err
	})
	return has, err
}

// Geography draws the safety regions of the nation (code NL) or the
// municipalities of a region; false where no boundaries were imported or they
// have none of these.
func (s *Service) Geography(ctx context.Context, actor access.Actor, code string) (drawn boundary.Drawing, found bool, err error) {
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		at, err := org.BoundariesAt(ctx, tx)
		if err != nil || at == 0 {
			return err
		}
		drawn, found, err = s.wallMap.draw(at, code, func() (string, error) { return org.Boundaries(ctx, tx) })
		return err
	})
	return drawn, found, err
}

func (w *wallMap) draw(at calendar.Instant, code string, load func() (string, error)) (boundary.Drawing, bool, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.at != at {
		content, err := load()
		if err != nil {
			return boundary.Drawing{}, false, err
		}
		areas, err := boundary.Read([]byte(content))
		if err != nil {
			return boundary.Drawing{}, false, err
		}
		w.at, w.areas, w.drawings = at, areas, map[string]boundary.Drawing{}
	}
	if drawn, made := w.drawings[code]; made {
		return drawn, len(drawn.Paths) > 0, nil
	}
	drawn, ok := w.areas.Draw(w.within(code))
	w.drawings[code] = drawn
	return drawn, ok, nil
}

// within lists the codes that are drawn. A file without regions draws each as
// its municipalities.
func (w *wallMap) within(code string) []string {
	var codes []string
	if code == "NL" {
		for _, region := range atlas.Regions() {
			if len(w.areas[region.Code]) == 0 {
				w.areas[region.Code] = w.towns(region.Code)
			}
			codes = append(codes, region.Code)
		}
		return codes
	}
	for _, town := range atlas.Municipalities() {
		if town.Region == code {
			codes = append(codes, town.Code)
		}
	}
	return codes
}

func (w *wallMap) towns(region string) (rings [][]boundary.Point) {
	for _, town := range atlas.Municipalities() {
		if town.Region == region {
			rings = append(rings, w.areas[town.Code]...)
		}
	}
	return rings
}
