package scenario

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/plan"
)

// site is a location in the making.
type site struct {
	plan.Location
	region   string
	size     int            // places realised
	turn     int            // order in which the sites of a region open
	realised calendar.Night // 0: never
	ends     calendar.End
	opens    calendar.Night // first night on which people are taken
	openNow  int            // open from then on
	fullFrom calendar.Night // from here on all places are open; 0: never
	closed   int            // places of the floor that closes, 0: none
	closes   calendar.Night
	stays    []Stay
}

// The story of the locations ends eight weeks after the reference night, with
// so many beds made in all: those of that day and those that went before.
const (
	storyNights = 56
	madeInAll   = 64000
)

var storyEnd = Reference.Plus(storyNights)

// openSites makes the locations and lets them open day by day, so that the
// beds realised on every day are those reported.
func openSites(settings Settings) []*site {
	chance := settings.stream(streamPlaces)
	var pool []*site
	carry := 0
	for _, region := range atlas.Regions() {
		made := makeRegion(chance, region, settings, &carry)
		queue(chance, made)
		pool = append(pool, made...)
	}
	slices.SortStableFunc(pool, func(a, b *site) int { return cmp.Compare(a.turn, b.turn) })
	next, beds := 0, 0
	var opened []*site
	for n := anchors[0].Night; n < storyEnd; n++ {
		for _, s := range opened {
			if s.ends == calendar.At(n) {
				beds -= s.size
			}
		}
		for ; next < len(pool) && beds+pool[next].size/2 < settings.scale(bedsOn(n)); next++ {
			pool[next].open(chance, n)
			beds += pool[next].size
			opened = append(opened, pool[next])
		}
	}
	return opened
}

// makeRegion makes the locations of a region: its share of the nation's beds
// divided over its municipalities. What is too little for a location is
// carried on to the next municipality.
func makeRegion(chance *rand.Rand, region atlas.SafetyRegion, settings Settings, carry *int) []*site {
	municipalities := slices.DeleteFunc(atlas.Municipalities(), func(m atlas.Municipality) bool { return m.Region != region.Code })
	shares, total := municipalShares(chance, municipalities, region)
	beds := settings.scale(madeInAll * regionShare(region) / 10000)
	enough := 12
	if settings.households() < DefaultHouseholds {
		enough = 40 // a small nation has few locations, not tiny ones
	}
	var made []*site
	for i, m := range municipalities {
		if shares[i] == 0 {
			continue
		}
		own := int(int64(beds)*int64(shares[i])/int64(total)) + *carry
		*carry = 0
		if own < enough {
			*carry = own
			continue
		}
		made = append(made, makeMunicipality(chance, m, own)...)
	}
	return made
}

// regionShare gives the part of the nation's beds in a region, in 1/10,000: as
// reported, or for the others half by inhabitants and half an equal part,
// because every region was asked for the same 1,000, then 2,000 places.
func regionShare(region atlas.SafetyRegion) int {
	if places, ok := regionReported[region.Code]; ok {
		return places * 10000 / reportedNationally
	}
	inhabitants, left, others := 0, 10000, 0
	for _, r := range atlas.Regions() {
		if places, ok := regionReported[r.Code]; ok {
			left -= places * 10000 / reportedNationally
			continue
		}
		inhabitants += r.Inhabitants
		others++
	}
	return int(int64(left)*int64(region.Inhabitants)/int64(inhabitants))/2 + left/others/2
}

// municipalShares weighs the municipalities of a region by inhabitants and by
// what they were known to carry; where nothing is known chance makes some
// carry four times as much as others.
func municipalShares(chance *rand.Rand, municipalities []atlas.Municipality, region atlas.SafetyRegion) ([]int, int) {
	national := 0
	for _, r := range atlas.Regions() {
		national += r.Inhabitants
	}
	// The mean load of the region, so that a known load keeps its meaning
	// against the nation.
	mean := int(int64(regionShare(region)) * int64(national) / int64(region.Inhabitants) / 10)
	shares, total := make([]int, len(municipalities)), 0
	for i, m := range municipalities {
		load, known := municipalityLoad[m.Code]
		if !known {
			load = mean * (50 + chance.IntN(76) + chance.IntN(76)) / 125
		}
		shares[i] = m.Inhabitants * load / 1000
		total += shares[i]
	}
	return shares, total
}

// makeMunicipality makes the locations of a municipality.
func makeMunicipality(chance *rand.Rand, m atlas.Municipality, beds int) []*site {
	var made []*site
	name, _, _ := strings.Cut(m.Name, " (")
	for beds >= smallest {
		k := pickKind(chance, beds, m.Inhabitants)
		size := k.size(chance, beds)
		beds -= size
		made = append(made, &site{
			Location: plan.Location{
				ID: fmt.Sprintf("%s-%03d", m.Code, len(made)+1), Municipality: m.Code,
				Name: fmt.Sprintf("%s %d %s", k.dutch, len(made)+1, name), Type: k.name,
				Facilities: k.equip(chance), ShortStay: chance.IntN(100) < k.shortStay,
			},
			region: m.Region, size: size, ends: k.contract(chance),
		})
	}
	return made
}

// contract draws the end of a contract, unknown for most.
func (k kind) contract(chance *rand.Rand) calendar.End {
	if chance.IntN(100) >= k.ends {
		return calendar.End{}
	}
	return calendar.At(Reference.Plus(3 + chance.IntN(storyNights-3)))
}

// queue draws the order in which the locations of a region open, so that all
// regions grow at the same pace; those of municipalities known to carry much
// come first.
func queue(chance *rand.Rand, sites []*site) {
	chance.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
	slices.SortStableFunc(sites, func(a, b *site) int {
		return cmp.Compare(municipalityLoad[b.Municipality]/2000, municipalityLoad[a.Municipality]/2000)
	})
	beds := 0
	for _, s := range sites {
		beds += s.size
	}
	before := 0
	for _, s := range sites {
		s.turn = int(int64(2*before+s.size) * 1_000_000 / int64(2*beds))
		before += s.size
	}
}

// open gives a location its dates: realised now, staffed within days, some
// places later or never, a floor that closes.
func (s *site) open(chance *rand.Rand, n calendar.Night) {
	s.realised = n
	s.opens = n.Plus(chance.IntN(4))
	if s.ends.Known && s.ends.Night < s.opens.Plus(7) {
		s.ends = calendar.At(s.opens.Plus(7 + chance.IntN(21)))
	}
	s.openNow = s.size * staffedPercent[chance.IntN(len(staffedPercent))] / 100
	if s.size <= 12 || s.openNow == 0 {
		s.openNow = s.size
	}
	if later := max(s.opens, Reference).Plus(2 + chance.IntN(40)); s.openNow < s.size && chance.IntN(100) < 35 {
		s.fullFrom = later
		if s.ends.Known && later >= s.ends.Night {
			s.fullFrom = 0
		}
	}
	if s.fullFrom == 0 && !s.ends.Known && s.size >= 60 && chance.IntN(100) < 10 {
		s.closed = s.openNow * (20 + chance.IntN(25)) / 100
		s.closes = max(s.opens, Reference).Plus(3 + chance.IntN(35))
	}
}

// staffedPercent are parts of the realised places that are open, drawn evenly.
// No source counts open places; these make 87 of a hundred realised beds open,
// so that those who wait find room for most and not for all.
var staffedPercent = [...]int{100, 100, 100, 100, 95, 90, 85, 85, 75, 70, 60}

// place writes a site down as the ladder tells it.
func (s *site) place() Place {
	p := Place{Location: s.Location, Stays: s.stays}
	wait := int(s.realised)%5 + 2
	p.Rungs = append(p.Rungs,
		Rung{Pledged, s.realised.Plus(-2 * wait), s.ends, s.size},
		Rung{Inspected, s.realised.Plus(-wait), s.ends, s.size},
		Rung{Realised, s.realised, s.ends, s.size},
	)
	switch {
	case s.fullFrom != 0:
		p.Rungs = append(p.Rungs, Rung{Open, s.opens, calendar.At(s.fullFrom), s.openNow}, Rung{Open, s.fullFrom, s.ends, s.size})
	case s.closed != 0:
		p.Rungs = append(p.Rungs, Rung{Open, s.opens, calendar.At(s.closes), s.openNow}, Rung{Open, s.closes, s.ends, s.openNow - s.closed},
			Rung{Blocked, s.closes, s.ends, s.closed})
	default:
		p.Rungs = append(p.Rungs, Rung{Open, s.opens, s.ends, s.openNow})
	}
	return p
}
