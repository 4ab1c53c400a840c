package picture

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/freshness"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Service is the use cases of the room.
type Service struct {
	door    *gate.Gate
	asking  *freshness.Service // asks the contacts of locations
	shelf   shelf
	wallMap wallMap
}

// New makes the service behind its door; asking is who mails the contacts of
// locations.
func New(door *gate.Gate, asking *freshness.Service) *Service {
	return &Service{door: door, asking: asking}
}

// Now is the present instant, Tonight the night it belongs to.
func (s *Service) Now() calendar.Instant { return s.door.Now() }

// Tonight is the night that begins today.
func (s *Service) Tonight() calendar.Night { return s.door.Tonight() }

// loaded is what every picture is made of, read in one snapshot.
type loaded struct {
	View
	sites   []Site
	waiting []households.Queue
}

// look answers a question: it checks it, reads the registers and lets draw
// make the picture within the same snapshot.
func (s *Service) look(ctx context.Context, actor access.Actor, q Question, draw func(context.Context, *db.Tx, *loaded) error) (View, error) {
	all := loaded{View: View{At: s.door.Now(), Tonight: s.door.Tonight()}}
	var err error
	if all.Question, err = q.complete(all.Tonight); err != nil {
		return View{}, err
	}
	err = s.door.View(ctx, actor, access.ViewPicture, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if err := all.read(ctx, tx, scope, &s.shelf); err != nil {
			return err
		}
		all.Nation = together(newArea("NL", "", inhabitants(), all.Days), all.sites, all.Rung, func(Site) bool { return true })
		return draw(ctx, tx, &all)
	})
	return all.View, err
}

func (l *loaded) read(ctx context.Context, tx *db.Tx, scope gate.Scope, shelf *shelf) error {
	register, err := shelf.read(ctx, tx, scope, span{l.Night, l.Days}, l.At)
	if err != nil {
		return err
	}
	l.sites = make([]Site, len(register.pins))
	for i, p := range register.pins {
		l.sites[i] = p.site(l.At, register.numbers[p.id])
		l.sites[i].Leaving, l.sites[i].Undated = endingsOf(register.endings, p.id)
	}
	l.waiting, err = households.Queues(ctx, tx, scope, l.Tonight)
	return err
}

// site places a location in the division of today: a municipality that was
// merged counts as its successor, in that one's region. So a region is always the
// sum of its municipalities.
func (p pin) site(now calendar.Instant, nights []places.Numbers) Site {
	site := Site{ID: p.id, Municipality: p.municipality, Region: p.region, InUse: p.inUse, ShortStay: p.shortStay, Nights: nights, Closes: p.closes,
		Old: places.Location{ConfirmedAt: p.confirmed}.Old(now)}
	if municipality, known := present(p.municipality); known {
		site.Municipality, site.Region = municipality.Code, municipality.Region
	}
	return site
}

// wait sums who is without a place in some areas, as the actor may know it.
func (l *loaded) wait(actor access.Actor, owner access.Owner, belongs func(households.Queue) bool) {
	count, minors, oldest := 0, 0, calendar.End{}
	for _, queue := range l.waiting {
		if !belongs(queue) {
			continue
		}
		count += queue.Waiting.Households
		minors += queue.Guardian.Persons
		if since := queue.Oldest; since.Known && (!oldest.Known || since.Night < oldest.Night) {
			oldest = since
		}
	}
	own := access.Check(actor, access.ViewHouseholds, owner) == nil
	l.Waiting.Mine = own
	// The number of the whole nation gives no part of it away, unless it is small.
	whole := own || owner == (access.Owner{})
	l.Waiting.Households = tally(count, own || whole && count >= smallest)
	l.Waiting.Guardian = tally(minors, own || whole && minors >= smallest)
	if own || count >= smallest {
		l.Waiting.Oldest = oldest
	}
}

// National is the picture of the nation, by safety region.
func (s *Service) National(ctx context.Context, actor access.Actor, q Question) (View, error) {
	return s.look(ctx, actor, q, func(_ context.Context, _ *db.Tx, all *loaded) error {
		all.Area = all.Nation
		all.Parts = byRegion(all.sites, all.Question)
		all.wait(actor, access.Owner{}, func(households.Queue) bool { return true })
		return nil
	})
}

// Regional is the picture of one safety region, by municipality.
func (s *Service) Regional(ctx context.Context, actor access.Actor, code string, q Question) (View, error) {
	region, ok := atlas.Region(code)
	if !ok {
		return View{}, fault.New(fault.NotFound, "picture.no_region", "code", code)
	}
	return s.look(ctx, actor, q, func(_ context.Context, _ *db.Tx, all *loaded) error {
		area := newArea(region.Code, region.Name, region.Inhabitants, all.Days)
		all.Area = together(area, all.sites, all.Rung, func(site Site) bool { return site.Region == code })
		all.Parts = byMunicipality(all.sites, code, all.Question)
		all.wait(actor, access.Owner{Region: code}, func(queue households.Queue) bool { return queue.Region == code })
		return nil
	})
}

// Municipal is the picture of one present municipality: the locations the actor
// may know of, the others together, and who has places nearby.
func (s *Service) Municipal(ctx context.Context, actor access.Actor, code string, q Question) (View, error) {
	municipality, ok := atlas.Find(code)
	if !ok || municipality.Until.Known {
		return View{}, fault.New(fault.NotFound, "picture.no_municipality", "code", code)
	}
	return s.look(ctx, actor, q, func(ctx context.Context, tx *db.Tx, all *loaded) error {
		belongs := func(site Site) bool { return site.Municipality == code }
		area := newArea(code, municipality.Name, municipality.Inhabitants, all.Days)
		all.Area = together(area, all.sites, all.Rung, belongs)
		all.Near = all.near(code)
		all.wait(actor, access.Owner{Region: municipality.Region, Municipality: code}, func(queue households.Queue) bool {
			m, known := present(queue.Municipality)
			return known && m.Code == code
		})
		return all.visit(ctx, tx, actor, belongs)
	})
}

// mostNeighbours is how many neighbours with free places are named.
const mostNeighbours = 8

func (l *loaded) near(code string) []Neighbour {
	free := map[string]int{}
	for _, site := range l.sites {
		free[site.Municipality] += site.Nights[0].Free
	}
	var near []Neighbour
	for _, m := range atlas.Neighbours(code, len(atlas.Municipalities())) {
		if free[m.Code] > 0 && len(near) < mostNeighbours {
			near = append(near, Neighbour{m.Code, m.Name, m.Km, free[m.Code]})
		}
	}
	return near
}

// visit describes the locations in use the actor may know of and adds up the
// others.
func (l *loaded) visit(ctx context.Context, tx *db.Tx, actor access.Actor, belongs func(Site) bool) error {
	l.Others = newArea("", "", 0, l.Days)
	for _, site := range l.sites {
		if !belongs(site) || !site.InUse {
			continue
		}
		location, err := places.LocationByID(ctx, tx, site.ID)
		if err != nil {
			return err
		}
		if access.Check(actor, access.ViewLocations, location.Owner()) != nil {
			l.Others.add(site, l.Rung)
			continue
		}
		l.Sites = append(l.Sites, Located{location, site})
	}
	slices.SortFunc(l.Sites, func(a, b Located) int {
		if order := strings.Compare(a.Name, b.Name); order != 0 {
			return order
		}
		return strings.Compare(a.Location.ID, b.Location.ID)
	})
	return nil
}
