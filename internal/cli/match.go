package cli

import (
	"context"
	"io"
	"time"

	"onderdak/internal/assign"
	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

var matchCommand = &command{
	name: "match", summary: "Make a placement plan from files, without store or server",
	detail: "Reads locations, their open places per night and the households that wait, and places each household for all\n" +
		"its nights within the horizon. The certificate proves how far the plan can be from the best one.",
	run: runMatch,
}

// planning is the options of match.
type planning struct {
	input
	out, unplaced, certificate, report string
	options                            plan.Options
}

func runMatch(ctx context.Context, c *call) error {
	p, err := matchOptions(c)
	if err != nil {
		return err
	}
	if err := checkTargets(p.out, p.unplaced, p.certificate, p.report); err != nil {
		return err
	}
	found, err := p.read(c)
	if err != nil {
		return err
	}
	bar := newProgress(c.err)
	p.options.Progress = func(step assign.Progress) { bar.show(step.Phase, step.Done, "") }
	made, err := plan.Make(ctx, found, p.options)
	bar.end()
	if err != nil {
		return err
	}
	if err := p.write(made); err != nil {
		return err
	}
	planSummary(c.out, made.Certificate, counts(made.Unplaced))
	return nil
}

func matchOptions(c *call) (*planning, error) {
	p := &planning{}
	c.StringVar(&p.locations, "locations", "", "the `FILE` of locations")
	c.StringVar(&p.capacity, "capacity", "", "the `FILE` of open places per night")
	c.StringVar(&p.households, "households", "", "the `FILE` of waiting households")
	c.StringVar(&p.out, "out", "", "write the plan to this `FILE`")
	c.StringVar(&p.unplaced, "unplaced", "", "write who has no place, and why, to this `FILE`")
	c.StringVar(&p.certificate, "certificate", "", "write what is proven about the plan to this `FILE`")
	c.StringVar(&p.report, "report", "", "write a report for people to this `FILE`")
	c.BoolVar(&p.skipBad, "skip-bad", false, "leave bad rows out instead of stopping")
	c.IntVar(&p.options.Horizon, "horizon", 28, "how many nights to plan, a `number`")
	c.DurationVar(&p.options.TimeLimit, "time-limit", time.Minute, "stop improving after this `duration`")
	c.Float64Var(&p.options.Gap, "gap", 0.001, "stop when the plan is proven this close to the best, as a `fraction`")
	c.Uint64Var(&p.options.Seed, "seed", 1, "the same `number` gives the same plan")
	if _, err := c.parse(0); err != nil {
		return nil, err
	}
	for _, file := range [][2]string{{"locations", p.locations}, {"capacity", p.capacity}, {"households", p.households}} {
		if err := needFile(file[0], file[1]); err != nil {
			return nil, err
		}
	}
	if p.options.Horizon < 1 || p.options.Horizon > 366 {
		return nil, usage("--horizon must be from 1 to 366 nights")
	}
	return p, checkLimits(p.options.TimeLimit, p.options.Gap)
}

func (p *planning) write(made *plan.Plan) error {
	return writeFiles(
		target{p.out, func(w io.Writer) error { return exchange.WritePlan(w, planRows(made)) }},
		target{p.unplaced, func(w io.Writer) error { return exchange.WriteUnplaced(w, unplacedRows(made)) }},
		target{p.certificate, made.Certificate.Write},
		target{p.report, made.WriteReport},
	)
}

func planRows(made *plan.Plan) []exchange.PlanRow {
	end := made.Start.Plus(made.Horizon)
	rows := make([]exchange.PlanRow, 0, len(made.Placed))
	for _, placed := range made.Placed {
		rows = append(rows, exchange.PlanRow{
			Household: placed.Household, Location: placed.Location, From: placed.From, Until: min(placed.Until.Or(end), end),
			Persons: placed.Persons, Points: int(placed.Points),
		})
	}
	return rows
}

func unplacedRows(made *plan.Plan) []exchange.UnplacedRow {
	rows := make([]exchange.UnplacedRow, 0, len(made.Unplaced))
	for _, unplaced := range made.Unplaced {
		rows = append(rows, exchange.UnplacedRow{Household: unplaced.Household, Reason: unplaced.Reason, Detail: unplaced.Detail})
	}
	return rows
}

// reasons in the order in which they are told.
var reasons = []struct{ key, words string }{
	{plan.ReasonGuardian, "unaccompanied minors, for the guardian organisation"},
	{plan.ReasonNoEligible, "no location has what they need"},
	{plan.ReasonFull, "every suitable location is full, or they come after the last night of the plan"},
	{plan.ReasonOutbid, "their places go further with others"},
}

// counts tells how many households have which reason.
func counts(unplaced []plan.Unplaced) map[string]int {
	found := map[string]int{}
	for _, household := range unplaced {
		found[household.Reason]++
	}
	return found
}
