package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

// input reads the files of a plan. Every bad row of every file is told before it
// gives up.
type input struct {
	locations, capacity, households string // paths; empty: not given
	skipBad                         bool
	checks                          exchange.Options // what whoever takes the rows has against single ones
}

// read gives what the files hold, or errReported after telling what is wrong.
func (in input) read(c *call) (plan.Input, error) {
	var found plan.Input
	var broken flaws
	options := in.checks
	options.SkipBad = in.skipBad
	named := map[string]bool{}
	options.Named = func(id string) { named[id] = true }
	err := take(c, in.locations, options, exchange.ReadLocations, &found.Locations, &broken)
	switch {
	case in.locations == "" || broken.fatal:
	case broken.any:
		options.KnownLocation = func(id string) bool { return named[id] }
	default:
		options.KnownLocation = exchange.Known(found.Locations)
	}
	if err == nil {
		err = take(c, in.capacity, options, exchange.ReadCapacity, &found.Capacity, &broken)
	}
	if err == nil {
		err = take(c, in.households, options, exchange.ReadHouseholds, &found.Households, &broken)
	}
	if err != nil {
		return plan.Input{}, err
	}
	if broken.any {
		fmt.Fprintf(c.err, "onderdak %s: nothing was taken in; mend the rows above or leave them out with --skip-bad\n", c.command.name)
		return plan.Input{}, errReported
	}
	return found, nil
}

// flaws are what is wrong with the files read so far.
type flaws struct {
	any   bool // nothing may be taken in
	fatal bool // a file could not be read to its end
}

// take reads one file into rows, where a path was given, and tells its problems.
func take[T any](c *call, path string, options exchange.Options,
	read func(io.Reader, string, exchange.Options) ([]T, exchange.Problems), rows *[]T, broken *flaws) (err error) {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	found, problems := read(bufio.NewReaderSize(file, 1<<20), path, options)
	for _, problem := range problems.Listed {
		fmt.Fprintln(c.err, problem.English())
	}
	if more, any := problems.More(path); any {
		fmt.Fprintln(c.err, more.English())
	}
	if problems.Fatal || !problems.OK() && !options.SkipBad {
		broken.any = true
	}
	broken.fatal = broken.fatal || problems.Fatal
	*rows = found
	return nil
}
