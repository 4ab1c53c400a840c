package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"onderdak/internal/calendar"
)

// topPrices is how many bed prices a plan lists.
const topPrices = 20

// BedPrice is what one more place in a location, on all the nights
// From..Until-1, would be worth to the whole plan at the margin.
type BedPrice struct {
	Location     string         `json:"location"`
	Municipality string         `json:"municipality"` // CBS code
	Region       string         `json:"region"`
	From         calendar.Night `json:"from"`
	Until        calendar.Night `json:"until"`
	Points       int64          `json:"points"`
}

// RegionFill is how full a safety region becomes.
type RegionFill struct {
	Region      string `json:"region"`
	Locations   int    `json:"locations"`
	PlaceNights int64  `json:"place_nights"` // open places, summed over the nights
	UsedNights  int64  `json:"used_nights"`
	Households  int    `json:"households"` // placed in the region
	Persons     int    `json:"persons"`
	OneMore     int64  `json:"one_more"` // what one more place for the whole horizon is worth where it is worth most, in points
}

// KindRate is how many of one kind of household have a place: a kind that
// fares worse than others must be seen.
type KindRate struct {
	Kind          string `json:"kind"` // all, need:TOKEN, flag:TOKEN, size:1, size:2-3, size:4-5 or size:6+
	Households    int    `json:"households"`
	Placed        int    `json:"placed"`
	Persons       int    `json:"persons"`
	PersonsPlaced int    `json:"persons_placed"`
	OneMore       int64  `json:"one_more"` // as in RegionFill, over locations that suit the need; 0 for flags and sizes
}

func (p *Plan) summarise() {
	p.Prices = p.bedPrices()
	p.Regions = p.regionFills()
	p.Kinds = p.kindRates()
}

// bedPrices joins nights with a price into periods and keeps the highest.
func (p *Plan) bedPrices() []BedPrice {
	var list []BedPrice
	for l := range p.model.in.Locations {
		location, from := &p.model.in.Locations[l], 0
		for n := 0; n <= p.Horizon; n++ {
			if n < p.Horizon && p.oneMore(l, n, n+1) > 0 {
				continue
			}
			if points := p.oneMore(l, from, n) >> priceShift; points > 0 {
				list = append(list, BedPrice{
					location.ID, location.Municipality, p.model.regionName(location.Municipality),
					p.Start.Plus(from), p.Start.Plus(n), points,
				})
			}
			from = n + 1
		}
	}
	slices.SortStableFunc(list, func(a, b BedPrice) int { return cmp.Compare(b.Points, a.Points) })
	return list[:min(topPrices, len(list))]
}

// oneMore is the price of one place in l on the nights from..until-1, in
// points times 2^priceShift.
func (p *Plan) oneMore(l, from, until int) int64 {
	if from >= until {
		return 0
	}
	first := l * (p.Horizon + 1)
	return p.prices.cum[first+until] - p.prices.cum[first+from]
}

func (p *Plan) regionFills() []RegionFill {
	fills := map[string]*RegionFill{}
	of := func(l int) *RegionFill {
		name := p.model.regionName(p.model.in.Locations[l].Municipality)
		if fills[name] == nil {
			fills[name] = &RegionFill{Region: name}
		}
		return fills[name]
	}
	for l := range p.model.in.Locations {
		fill := of(l)
		fill.Locations++
		for n := l * p.Horizon; n < (l+1)*p.Horizon; n++ {
			fill.PlaceNights += int64(p.model.places[n])
			fill.UsedNights += int64(p.model.places[n] - p.ledger.free[n])
		}
		fill.OneMore = max(fill.OneMore, p.oneMore(l, 0, p.Horizon)>>priceShift)
	}
	for h, l := range p.draft.choice {
		if l != nowhere {
			fill := of(int(l))
			fill.Households++
			fill.Persons += p.model.in.Households[h].Persons
		}
	}
	list := make([]RegionFill, 0, len(fills))
	for _, name := range slices.Sorted(maps.Keys(fills)) {
		list = append(list, *fills[name])
	}
	return list
}

func (p *Plan) kindRates() []KindRate {
	rates := map[string]*KindRate{}
	for h := range p.model.in.Households {
		household := &p.model.in.Households[h]
		for _, kind := range household.kinds() {
			if rates[kind] == nil {
				rates[kind] = &KindRate{Kind: kind, OneMore: p.oneMoreFor(kind)}
			}
			rate := rates[kind]
			rate.Households++
			rate.Persons += household.Persons
			if p.draft.choice[h] != nowhere {
				rate.Placed++
				rate.PersonsPlaced += household.Persons
			}
		}
	}
	list := make([]KindRate, 0, len(rates))
	for _, kind := range slices.Sorted(maps.Keys(rates)) {
		list = append(list, *rates[kind])
	}
	return list
}

// oneMoreFor is the highest worth of one more place among the locations that
// suit the need of a kind.
func (p *Plan) oneMoreFor(kind string) int64 {
	need, isNeed := strings.CutPrefix(kind, "need:")
	if !isNeed {
		return 0
	}
	most := int64(0)
	for l := range p.model.in.Locations {
		if p.model.in.Locations[l].has(need) {
			most = max(most, p.oneMore(l, 0, p.Horizon)>>priceShift)
		}
	}
	return most
}

// kinds lists the kinds that h counts in.
func (h *Household) kinds() []string {
	kinds := []string{"all"}
	switch {
	case h.Persons == 1:
		kinds = append(kinds, "size:1")
	case h.Persons <= 3:
		kinds = append(kinds, "size:2-3")
	case h.Persons <= 5:
		kinds = append(kinds, "size:4-5")
	default:
		kinds = append(kinds, "size:6+")
	}
	for _, need := range h.Needs {
		kinds = append(kinds, fmt.Sprintf("need:%s", need))
	}
	for _, flag := range h.Flags {
		kinds = append(kinds, fmt.Sprintf("flag:%s", flag))
	}
	return kinds
}
