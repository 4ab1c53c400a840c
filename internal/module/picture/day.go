package picture

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
)

// Week is how many nights ahead a daily report looks for what changes.
const Week = 7

// DayLine is what one location or area reports for a day.
type DayLine struct {
	Code, Name    string // of an area; of a location its id and name; of those the reader may not know of neither
	Locations     int    // how many the line stands for
	Realised      int    // places that stand ready
	RealisedShort int    // of these, at locations for less than 72 hours
	InUse         int    // people who are really there
	Expected      int    // people promised a place tonight who are not there yet
	Free          int    // places that can be promised tonight
	FreeShort     int    // of these, at locations for less than 72 hours
	Lacking       int    // places lacking at locations that promised too many
	Leaving       int    // people known to go within a week
	Change        int    // places realised in a week less those realised now
	Old           int    // locations whose last word is an old report
}

// RealisedLong is the places for a long stay.
func (l DayLine) RealisedLong() int { return l.Realised - l.RealisedShort }

// FreeLong is the free places for a long stay.
func (l DayLine) FreeLong() int { return l.Free - l.FreeShort }

// add counts a location in.
func (l *DayLine) add(site Site) {
	if site.InUse {
		l.Locations++
		if site.Old {
			l.Old++
		}
	}
	if len(site.Nights) <= Week {
		return
	}
	first := site.Nights[0]
	l.Realised += first.Realised
	l.Free += first.Free
	if site.ShortStay {
		l.RealisedShort += first.Realised
		l.FreeShort += first.Free
	}
	l.InUse += first.Present
	l.Expected += max(0, first.Held-first.Present)
	l.Lacking += first.Short
	l.Change += site.Nights[Week].Realised - first.Realised
	// Who goes on the first night is gone by then and takes no place.
	for i := 1; i <= Week && i < len(site.Leaving); i++ {
		l.Leaving += site.Leaving[i]
	}
}

// Day is a daily report: its lines and their sum, at the moment of View.At.
type Day struct {
	View
	Ground
	Lines  []DayLine
	Whole  DayLine
	Others bool // the last line is locations the reader may not know of
}

// Report makes the daily report of an area by its code: the nation by region, a
// region by municipality, a municipality by location. Locations the actor may
// not know of stand in one line together.
func (s *Service) Report(ctx context.Context, actor access.Actor, code string) (Day, error) {
	ground, err := GroundOf(code)
	if err != nil {
		return Day{}, err
	}
	day := Day{Ground: ground}
	day.View, err = s.look(ctx, actor, Question{}, func(ctx context.Context, tx *db.Tx, all *loaded) error {
		if ground.Owner.Municipality != "" {
			return day.byLocation(ctx, tx, actor, all)
		}
		day.byArea(all)
		return nil
	})
	day.Whole.Code, day.Whole.Name = ground.Code, ground.Name
	return day, err
}

// byArea makes a line of every region, or of every municipality of one.
func (d *Day) byArea(all *loaded) {
	at := map[string]int{}
	line := func(code, name string) {
		at[code] = len(d.Lines)
		d.Lines = append(d.Lines, DayLine{Code: code, Name: name})
	}
	key := func(site Site) string { return site.Region }
	if d.Code == "NL" {
		for _, region := range atlas.Regions() {
			line(region.Code, region.Name)
		}
	} else {
		key = func(site Site) string { return site.Municipality }
		for _, town := range atlas.Municipalities() {
			if town.Region == d.Code {
				line(town.Code, town.Name)
			}
		}
	}
	for _, site := range all.sites {
		if i, belongs := at[key(site)]; belongs {
			d.Lines[i].add(site)
			d.Whole.add(site)
		}
	}
}

// byLocation makes a line of every location in use of a municipality.
func (d *Day) byLocation(ctx context.Context, tx *db.Tx, actor access.Actor, all *loaded) error {
	var others DayLine
	for _, site := range all.sites {
		if site.Municipality != d.Code || !site.InUse && site.Nights[0].Held == 0 {
			continue
		}
		location, err := places.LocationByID(ctx, tx, site.ID)
		if err != nil {
			return err
		}
		d.Whole.add(site)
		if access.Check(actor, access.ViewLocations, location.Owner()) != nil {
			others.add(site)
			continue
		}
		line := DayLine{Code: site.ID, Name: location.Name}
		line.add(site)
		d.Lines = append(d.Lines, line)
	}
	slices.SortFunc(d.Lines, func(a, b DayLine) int {
		if order := strings.Compare(a.Name, b.Name); order != 0 {
			return order
		}
		return strings.Compare(a.Code, b.Code)
	})
	if d.Others = others.Locations > 0; d.Others {
		d.Lines = append(d.Lines, others)
	}
	return nil
}

// LocationReport makes the daily report of one location, for who may know of it.
func (s *Service) LocationReport(ctx context.Context, actor access.Actor, id string) (Day, error) {
	var day Day
	var err error
	day.View, err = s.look(ctx, actor, Question{}, func(ctx context.Context, tx *db.Tx, all *loaded) error {
		location, err := places.LocationByID(ctx, tx, id)
		if err != nil || access.Check(actor, access.ViewLocations, location.Owner()) != nil {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		day.Ground = Ground{id, location.Name, location.Owner()}
		for _, site := range all.sites {
			if site.ID == id {
				day.Whole.add(site)
			}
		}
		return nil
	})
	day.Whole.Code, day.Whole.Name = day.Ground.Code, day.Ground.Name
	day.Lines = []DayLine{day.Whole}
	return day, err
}
