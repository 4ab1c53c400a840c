package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"onderdak/internal/assign"
)

var assignCommand = &command{
	name: "assign", summary: "Run the optimiser alone on a raw problem",
	detail: "Reads newline-delimited JSON: first the nights and resources, then one household a line.\n" +
		"Writes the objective, a proven upper bound and the chosen option of every household that got one.",
	run: runAssign,
}

func runAssign(ctx context.Context, c *call) error {
	problemPath := c.String("problem", "", "the problem, a `FILE` of newline-delimited JSON")
	out := c.String("out", "", "the `FILE` the result is written to")
	limit := c.Duration("time-limit", time.Minute, "stop improving after this `duration`")
	gap := c.Float64("gap", 0.0001, "stop when the plan is proven this close to the best, as a `fraction`")
	seed := c.Uint64("seed", 1, "the same `number` gives the same plan")
	if _, err := c.parse(0); err != nil {
		return err
	}
	if err := needFile("problem", *problemPath); err != nil {
		return err
	}
	if *out == "" {
		return usage("option --out FILE is missing")
	}
	if err := checkLimits(*limit, *gap); err != nil {
		return err
	}
	if err := checkTargets(*out); err != nil {
		return err
	}
	problem, err := readProblem(*problemPath)
	if err != nil {
		return err
	}
	bar := newProgress(c.err)
	result, err := assign.Solve(ctx, problem, assign.Settings{
		TimeLimit: *limit, Gap: *gap, Seed: *seed,
		Progress: func(p assign.Progress) {
			bar.show(p.Phase, p.Done, fmt.Sprintf("objective %d, bound %.0f", p.Objective, p.Bound))
		},
	})
	bar.end()
	if err != nil {
		return err
	}
	if err := writeFiles(target{*out, func(w io.Writer) error { return assign.WriteResult(w, problem, result) }}); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "objective %d, bound %.0f, gap %.4f %%, %s, %.1f s\n",
		result.Objective, result.Bound, 100*result.Gap, result.Status, result.Seconds)
	return nil
}

func checkLimits(limit time.Duration, gap float64) error {
	switch {
	case limit <= 0:
		return usage("--time-limit must be longer than nothing")
	case !(gap >= 0 && gap < 1):
		return usage("--gap must be a fraction from 0 to 1, such as 0.001")
	}
	return nil
}

func readProblem(path string) (*assign.Problem, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	problem, err := assign.ReadProblem(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return problem, nil
}
