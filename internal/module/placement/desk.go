package placement

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

// desk is everybody who waits and every free place within the reader's reach at
// this moment, arranged as the last proposals have it.
type desk struct {
	*plan.Plan
	households map[string]plan.Household
	locations  map[string]plan.Location
	codes      map[string]string // reference codes by household
	doubted    map[string]bool   // households and locations whose data somebody must look at
}

// code is how a household is named to readers.
func (d *desk) code(household string) string {
	if code := d.codes[household]; code != "" {
		return code
	}
	return household
}

// name is how a location is named to readers.
func (d *desk) name(location string) string {
	if found := d.locations[location]; found.Name != "" {
		return found.Name
	}
	return location
}

// arrange lays the desk out within the reach of who may see runs; about is a
// household that takes part whatever its state, or nil.
func (s *Service) arrange(ctx context.Context, actor access.Actor, about *households.Household) (*desk, error) {
	d := &desk{households: map[string]plan.Household{}, locations: map[string]plan.Location{}, codes: map[string]string{}}
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
			d.codes[about.ID] = about.Code
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
		if d.doubted, err = matching.Doubts(ctx, tx); err != nil {
			return err
		}
		list, err := choices(ctx, tx, scope)
		for _, c := range list {
			d.codes[c.household] = c.code
			chosen[c.household] = c.location
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, h := range in.Households {
		d.households[h.ID] = h
	}
	for _, l := range in.Locations {
		d.locations[l.ID] = l
	}
	d.Plan, err = plan.Arrange(in, plan.Options{Horizon: s.settings.Horizon, Atlas: s.settings.Atlas}, chosen)
	return d, err
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
			Code: d.code(c.Household), Household: c.Household, Persons: d.households[c.Household].Persons, Points: c.Points, Gain: c.Gain, Placed: c.Placed,
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
	if d.doubted[household] {
		return nil, nil
	}
	for _, option := range d.Options(household, len(d.locations)) {
		if d.doubted[option.Location] {
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
	return d.doubted[household] || d.doubted[location]
}
