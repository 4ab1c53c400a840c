package plan

import (
	"context"
	"fmt"
	"math"
	"time"

	"onderdak/internal/assign"
	"onderdak/internal/calendar"
)

// Options say how a plan is made. The zero value is usable.
type Options struct {
	Horizon    int                   // nights, counted from the earliest arrival; 0: 28
	TimeLimit  time.Duration         // 0: one minute
	Gap        float64               // stop when (bound-objective)/bound is at most this
	Seed       uint64                // same input, seed and iterations: same plan, unless time ran out
	Iterations int                   // of the optimiser; 0: as many as help
	Policy     Policy                // zero: CurrentPolicy
	Atlas      Atlas                 // nil: National
	Progress   func(assign.Progress) // called now and then; Done is the share of the whole plan and never falls
}

func (o Options) withDefaults() (Options, error) {
	if o.Horizon == 0 {
		o.Horizon = 28
	}
	if o.TimeLimit == 0 {
		o.TimeLimit = time.Minute
	}
	if o.Policy.Version == "" {
		o.Policy = CurrentPolicy()
	}
	if o.Atlas == nil {
		o.Atlas = National{}
	}
	switch {
	case o.Horizon < 1 || o.Horizon > 366:
		return o, fmt.Errorf("plan: the horizon is %d nights, must be 1 to 366", o.Horizon)
	case o.TimeLimit < 0:
		return o, fmt.Errorf("plan: the time limit is %s, must be above zero", o.TimeLimit)
	case o.Gap < 0 || o.Gap >= 1 || math.IsNaN(o.Gap):
		return o, fmt.Errorf("plan: the gap is %v, must be at least 0 and below 1", o.Gap)
	}
	return o, nil
}

// Plan says who stays where and why, and what is proven about it.
type Plan struct {
	Start       calendar.Night // the first night; the plan covers Horizon nights
	Horizon     int
	Placed      []Placement // by household id
	Unplaced    []Unplaced  // by household id
	Certificate Certificate
	Prices      []BedPrice   // where one more place would help most, at most topPrices
	Regions     []RegionFill // by name
	Kinds       []KindRate   // placement rate per kind of household
	Policy      Policy

	model  *model
	draft  *draft
	prices *prices
	ledger *ledger
}

// Placement is one household with its place, for all its nights within the
// horizon. The points of all lines add up to Points, and the Points of all
// placements to the objective of the certificate.
type Placement struct {
	Household string         `json:"household"`
	Location  string         `json:"location"`
	From      calendar.Night `json:"from"`
	Until     calendar.End   `json:"until"`
	Persons   int            `json:"persons"`
	Points    int64          `json:"points"`
	Lines     []Line         `json:"lines"`
	Next      *Alternative   `json:"next,omitempty"` // nil when no other location is possible
}

// Alternative is the next best location of a placed household.
type Alternative struct {
	Location   string `json:"location"`
	Points     int64  `json:"points"`
	Difference int64  `json:"difference"` // Points less those of the place it has
	Room       bool   `json:"room"`       // it stands free on all nights
	Cost       int64  `json:"cost"`       // what others would lose there at the bed prices, in points; 0 with Room
	Says       Text   `json:"says"`
}

// The reasons of unplaced.csv.
const (
	ReasonGuardian   = "guardian"             // an unaccompanied minor; not a matter of places
	ReasonNoEligible = "no_eligible_location" // no location keeps the hard rules, whatever its places
	ReasonFull       = "full"                 // some keep them, but none has places for all on every night, even before anyone is placed; or they come after the horizon
	ReasonOutbid     = "outbid"               // there were places, and the plan gives them to households with more points for them
)

// Unplaced is one household without a place.
type Unplaced struct {
	Household string `json:"household"`
	Persons   int    `json:"persons"`
	Reason    string `json:"reason"`
	Detail    string `json:"detail"` // one plain English sentence or two, for files
	Says      []Text `json:"says"`   // the same for pages; Plan.Explain knows more
}

// Make makes the plan. A context that ends or a time limit that passes gives
// the best plan so far with the bound proven so far.
func Make(ctx context.Context, in Input, o Options) (*Plan, error) {
	began := time.Now()
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	m, err := newModel(in, o)
	if err != nil {
		return nil, err
	}
	s := newSearch(m, o, began)
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	p := &Plan{
		Start: m.start, Horizon: m.nights, Policy: m.policy,
		model: m, draft: s.best, prices: s.prices, ledger: ledgerOf(m, s.best),
	}
	p.list()
	p.certify(s)
	p.summarise()
	p.Certificate.Seconds = math.Round(time.Since(began).Seconds()*1000) / 1000
	if o.Progress != nil {
		o.Progress(assign.Progress{
			Phase: "done", Done: 1, Objective: p.Certificate.Objective, Bound: float64(p.Certificate.Bound), Elapsed: time.Since(began),
		})
	}
	return p, nil
}

// list fills the placements and the households without one.
func (p *Plan) list() {
	placements := make([]*Placement, len(p.model.stays))
	unplaced := make([]*Unplaced, len(p.model.stays))
	p.model.each(func(from, until int) {
		var options []option
		for h := from; h < until; h++ {
			options = p.model.options(h, options[:0])
			if p.draft.choice[h] == nowhere {
				unplaced[h] = p.unplaced(h)
				continue
			}
			placements[h] = p.placement(h, options)
		}
	})
	for h := range placements {
		if placements[h] != nil {
			p.Placed = append(p.Placed, *placements[h])
		} else {
			p.Unplaced = append(p.Unplaced, *unplaced[h])
		}
	}
}

func (p *Plan) placement(h int, options []option) *Placement {
	household, l := &p.model.in.Households[h], p.draft.choice[h]
	return &Placement{
		Household: household.ID, Location: p.model.in.Locations[l].ID,
		From: household.From, Until: household.Until, Persons: household.Persons,
		Points: p.draft.points[h], Lines: p.model.lines(h, int(l)), Next: p.next(h, options),
	}
}

// next finds the location of most points after the chosen one; among equals a
// free one, then the one whose places are worth least to others.
func (p *Plan) next(h int, options []option) *Alternative {
	found, room, cost := option{nowhere, 0}, false, int64(0)
	for _, o := range options {
		if o.location == p.draft.choice[h] || o.points < found.points {
			continue
		}
		free, price := p.ledger.fits(h, o.location), p.prices.cost(h, o.location)
		better := o.points > found.points || free && !room || free == room && price < cost
		if better {
			found, room, cost = o, free, price
		}
	}
	if found.location == nowhere {
		return nil
	}
	next := &Alternative{
		Location: p.model.in.Locations[found.location].ID, Points: found.points,
		Difference: found.points - p.draft.points[h], Room: room,
	}
	args := map[string]any{"location": p.model.in.Locations[found.location].label(), "points": next.Points}
	next.Says = Text{"plan.next.free", args}
	if !room {
		next.Cost = cost >> priceShift
		args["cost"] = next.Cost
		next.Says.Key = "plan.next.taken"
	}
	return next
}

func (p *Plan) certify(s *search) {
	c := Certificate{
		Objective: s.best.objective, Bound: s.bound, Gap: gap(s.best.objective, s.bound), Baseline: s.baseline,
		Status:     statusOf(s.best.objective, s.bound, s.o.Gap),
		Households: len(p.model.stays), Placed: len(p.Placed),
		Seed: s.o.Seed, InputSHA256: p.model.hash(), Policy: p.model.policy.Version, Horizon: p.model.nights,
	}
	for i := range p.model.in.Households {
		c.Persons += p.model.in.Households[i].Persons
	}
	for i := range p.Placed {
		c.PersonsPlaced += p.Placed[i].Persons
	}
	p.Certificate = c
}
