package placement

import (
	"context"
	"slices"

	"onderdak/internal/module/matching"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Line is one proposal in a bulk decision.
type Line struct {
	Standing
	Each    int64       // points a person
	Against []plan.Text // why it is left out; empty: it is sent
}

// Bulk is what accepting many proposals at once would do.
type Bulk struct {
	Minimum int64 // points a person a proposal must have
	Send    []Line
	Left    []Line
}

// mostBulk proposals go into one bulk decision: a person must be able to look
// through them.
const mostBulk = 500

// UsualMinimum is the points a person that a bulk decision asks for unless
// somebody says otherwise: a place counts 2,000, so that this is a place with
// nothing against it.
const UsualMinimum = 2000

// Bulk says which proposals would be sent at a minimum of points a person, and
// which are left out and why.
func (s *Service) Bulk(ctx context.Context, actor access.Actor, minimum int64) (Bulk, error) {
	bulk := Bulk{Minimum: minimum}
	var list []Standing
	err := s.door.View(ctx, actor, access.SendOffer, func(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
		list, _, err = queue(ctx, tx, scope, s.door.Tonight(), Filter{Status: StatusProposal}, mostBulk, 0)
		return err
	})
	if err != nil || len(list) == 0 {
		return bulk, err
	}
	desk, err := s.arrange(ctx, actor, nil)
	if err != nil {
		return bulk, err
	}
	for _, one := range list {
		line := Line{Standing: one, Each: one.Points / int64(one.Persons)}
		line.Against = desk.against(one, minimum)
		if access.Check(actor, access.SendOffer, access.Owner{Region: one.RunRegion}) != nil {
			line.Against = []plan.Text{{Key: "placement.bulk_national"}}
		}
		if len(line.Against) == 0 {
			bulk.Send = append(bulk.Send, line)
		} else {
			bulk.Left = append(bulk.Left, line)
		}
	}
	return bulk, nil
}

// against lists why a person must look at a proposal before it is sent.
func (d *desk) against(one Standing, minimum int64) (list []plan.Text) {
	answer, known := d.WhyNotLocation(one.Household, one.Location)
	switch {
	case !known:
		return []plan.Text{{Key: "placement.bulk_gone"}}
	case len(answer.Broken) > 0:
		return answer.Broken
	case d.Chosen(one.Household) != one.Location:
		return []plan.Text{{Key: "placement.bulk_full"}}
	}
	if d.doubts(one.Household, one.Location) {
		list = append(list, plan.Text{Key: "placement.bulk_doubt"})
	}
	if one.Points/int64(one.Persons) < minimum {
		list = append(list, plan.Text{Key: "placement.bulk_few", Args: map[string]any{"points": one.Points / int64(one.Persons)}})
	}
	if slices.Contains(one.Flags, plan.FlagLoneWoman) || d.Locations[one.Location].Type == plan.TypeHostHousehold {
		list = append(list, plan.Text{Key: "placement.bulk_careful"})
	}
	for _, line := range answer.Lines {
		if line.Key == plan.KeyShortStay || line.Key == plan.KeySportsHall {
			list = append(list, plan.Text{Key: "plan.line." + line.Key, Args: line.Args})
		}
	}
	return list
}

// SendBulk sends the proposals that were shown and for which nothing has come up
// since; left counts those for which something has.
func (s *Service) SendBulk(ctx context.Context, actor access.Actor, minimum int64, shown []string) (sent matching.Sent, left int, err error) {
	bulk, err := s.Bulk(ctx, actor, minimum)
	if err != nil {
		return sent, 0, err
	}
	wanted := map[string]bool{}
	for _, id := range shown {
		wanted[id] = true
	}
	runs := map[string][]string{}
	for _, line := range bulk.Send {
		if wanted[line.Proposal] {
			runs[line.Run] = append(runs[line.Run], line.Proposal)
			delete(wanted, line.Proposal)
		}
	}
	for run, proposals := range runs {
		some, err := s.matching.SendOffers(ctx, actor, run, proposals)
		sent.Offered += some.Offered
		sent.Already += some.Already
		sent.Stale = append(sent.Stale, some.Stale...)
		if err != nil {
			return sent, len(wanted), err
		}
	}
	return sent, len(wanted), nil
}
