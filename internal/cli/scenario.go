package cli

import (
	"context"
	"fmt"

	"onderdak/internal/scenario"
)

var scenarioCommand = &command{
	name: "scenario", args: "spring-2022", summary: "Write the files of a made-up nation that resembles the real one",
	detail: "Writes locations.csv, capacity.csv and households.csv, calibrated on the published figures of spring 2022.\n" +
		"All households are invented. The same seed and size give the same files.",
	run: runScenario,
}

const mostHouseholds = 2_000_000

func runScenario(_ context.Context, c *call) error {
	out := c.String("out", "", "the `folder` the files are written to")
	count := c.Int("households", scenario.DefaultHouseholds, "the `number` of households waiting")
	seed := c.Uint64("seed", 1, "the same `number` gives the same files")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	switch {
	case len(words) == 0:
		return usage("name the scenario: spring-2022")
	case words[0] != "spring-2022":
		return usage("there is no scenario %q; there is spring-2022", words[0])
	case *out == "":
		return usage("option --out DIR is missing")
	case *count < 1 || *count > mostHouseholds:
		return usage("--households must be from 1 to %d", mostHouseholds)
	}
	input := scenario.Spring2022(scenario.Settings{Households: *count, Seed: *seed})
	if err := scenario.Write(*out, input); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d locations, %d capacity rows and %d households in %s\n",
		len(input.Locations), len(input.Capacity), len(input.Households), *out)
	return nil
}
