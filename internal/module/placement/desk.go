package placement

import (
	"context"

	"onderdak/internal/module/households"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
)

// desk is what there is to decide on at this moment.
type desk struct{ *nextplace.Arrangement }

// code is how a household is named to readers.
func (d *desk) code(household string) string {
	if code := d.Codes[household]; code != "" {
		return code
	}
	return household
}

// name is how a location is named to readers.
func (d *desk) name(location string) string {
	if found := d.Locations[location]; found.Name != "" {
		return found.Name
	}
	return location
}

// arrange lays the desk out within the reach of who may see runs; about is a
// household that takes part whatever its state, or nil.
func (s *Service) arrange(ctx context.Context, actor access.Actor, about *households.Household) (*desk, error) {
	laid, err := s.next.Arrange(ctx, actor, about)
	return &desk{laid}, err
}

// Rival is a household that a place would suit as well.
type Rival struct {
	Code      string
	Household string
	Persons   int
	Points    int64
	Gain      int64 // points more than it has now
	Placed    bool  // it has a proposal elsewhere
}

func (d *desk) rivals(list []plan.Candidate) []Rival {
	var found []Rival
	for _, c := range list {
		found = append(found, Rival{
			Code: d.code(c.Household), Household: c.Household, Persons: d.Households[c.Household].Persons, Points: c.Points, Gain: c.Gain, Placed: c.Placed,
		})
	}
	return found
}

// Choice is a location a household could get instead.
type Choice struct {
	Location string
	Name     string
	Points   int64
	Room     bool
	Costs    []plan.Text // what it takes from others
}

func (d *desk) choice(household string, o plan.Option) Choice {
	c := Choice{Location: o.Location, Name: d.name(o.Location), Points: o.Points, Room: o.Room}
	if answer, known := d.WhyNotLocation(household, o.Location); known && !o.Room {
		c.Costs = d.costs(answer)
	}
	return c
}

// choices lists what a household could get beside its proposal, most points
// first, and the best of it that has room. Whoever's data must be looked at first
// is left out.
func (d *desk) choices(household string, most int) (list []Choice, best *Choice) {
	if d.Doubted[household] {
		return nil, nil
	}
	for _, option := range d.Options(household, len(d.Locations)) {
		if d.Doubted[option.Location] {
			continue
		}
		if best == nil && option.Room {
			choice := d.choice(household, option)
			best = &choice
		}
		if len(list) < most {
			list = append(list, d.choice(household, option))
		}
		if best != nil && len(list) == most {
			break
		}
	}
	return list, best
}

// costs says who would have to make way, by reference code.
func (d *desk) costs(answer *plan.Answer) []plan.Text {
	var list []plan.Text
	for _, away := range answer.Displaced {
		text := plan.Text{Key: "placement.cost_nowhere", Args: map[string]any{"code": d.code(away.Household), "total": answer.Change}}
		if away.To != "" {
			text.Key = "placement.cost_moves"
			text.Args["location"] = d.name(away.To)
		}
		list = append(list, text)
	}
	return list
}

// doubts says whether somebody must first look at the data of either.
func (d *desk) doubts(household, location string) bool {
	return d.Doubted[household] || d.Doubted[location]
}
