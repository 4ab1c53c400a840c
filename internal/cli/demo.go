package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/plan"
	"onderdak/internal/scenario"
)

var demoCommand = &command{
	name: "demo", summary: "Show the main job on the Netherlands of spring 2022, then serve its pages",
	detail: "Makes a fresh SQLite store with 342 municipalities, their locations and the households that wait, runs one match,\n" +
		"sends the offers, lets people answer and arrive, and serves the pages. All people and locations are invented.\n" +
		"The demo's clock stands at the morning of 25 April 2022 and runs on from there. Mails go to a file beside the store.",
	run: runDemo,
}

func runDemo(ctx context.Context, c *call) (err error) {
	data := c.String("data", "", "the `folder` of the store (default a new temporary one)")
	listen := c.String("listen", setting("ONDERDAK_LISTEN", defaultListen), "the `address` to listen on")
	noServe := c.Bool("no-serve", false, "stop after the summary")
	count := c.Int("households", scenario.DefaultHouseholds, "the `number` of households waiting; the nation grows along")
	seed := c.Uint64("seed", 1, "the same `number` makes the same nation")
	if _, err := c.parse(0); err != nil {
		return err
	}
	if *count < 1 || *count > mostHouseholds {
		return usage("--households must be from 1 to %d", mostHouseholds)
	}
	// The address comes first: links in mails and on the screen begin with it.
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	began := time.Now()
	house, folder, err := openDemo(ctx, c, *data, "http://"+listener.Addr().String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	bar := newProgress(c.err)
	phase := ""
	made, err := house.Demo(ctx, app.DemoSettings{Households: *count, Seed: *seed, Progress: func(now string, done float64) {
		if now != phase {
			bar.end()
			phase = now
		}
		bar.show(now, done, "")
	}})
	bar.end()
	if err != nil {
		return errors.Join(err, clearAway(folder, *data == ""))
	}
	demoSummary(c.out, made, folder, time.Since(began))
	if *noServe {
		return nil
	}
	fmt.Fprintf(c.out, "\nOnderdak listens on http://%s (Ctrl+C stops it). Sign in once with a link:\n", listener.Addr())
	for _, link := range made.Links {
		fmt.Fprintf(c.out, "  %-22s %-28s %s\n", link.Role, link.Who, link.Link)
	}
	return house.Serve(ctx, listener)
}

// openDemo makes the store in a folder that holds none yet, with a clock that
// begins on the demo's morning and a file for its mails.
func openDemo(ctx context.Context, c *call, folder, base string) (*app.App, string, error) {
	var err error
	fresh := folder == ""
	if fresh {
		folder, err = os.MkdirTemp("", "onderdak-demo-")
	} else {
		err = os.MkdirAll(folder, 0o755)
	}
	if err != nil {
		return nil, "", err
	}
	path := filepath.Join(folder, "onderdak.db")
	if _, err := os.Stat(path); err == nil {
		return nil, "", fmt.Errorf("%s exists already; the demo makes a fresh store: choose another --data or remove that folder", path)
	}
	letters, err := os.OpenFile(filepath.Join(folder, "mails.txt"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, "", err
	}
	config := c.config("sqlite:"+path, base)
	began, morning := time.Now(), app.DemoClock().Time()
	config.Now = func() time.Time { return morning.Add(time.Since(began)) }
	config.SMTP, config.Out, config.TrustedServer = "", letters, app.DemoMailServer
	house, err := app.Open(ctx, config, true)
	if err != nil {
		return nil, "", errors.Join(err, clearAway(folder, fresh))
	}
	return house, folder, nil
}

// clearAway removes what a demo that did not get ready has made, so that the
// next one can begin in the same folder; a folder of its own goes with it.
func clearAway(folder string, whole bool) error {
	if whole {
		return os.RemoveAll(folder)
	}
	var failed error
	for _, name := range []string{"onderdak.db", "onderdak.db-wal", "onderdak.db-shm", "mails.txt"} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

func demoSummary(out io.Writer, made *app.DemoSummary, folder string, took time.Duration) {
	c := made.Certificate
	c.Households += made.Guardian
	c.Persons += made.GuardianPersons
	fmt.Fprintf(out, "locations    %d, with %d realised places, of which %d open and %d in use\n",
		made.Locations, made.Places, made.Open, made.Present)
	planSummary(out, c, made.Without)
	fmt.Fprintf(out, "offers       %d sent, %d out of date; of the first ones %d accepted, %d declined, %d households arrived\n",
		made.Offered, made.Stale, made.Accepted, made.Declined, made.Arrived)
	fmt.Fprintf(out, "store        %s, made in %.0f seconds\n", filepath.Join(folder, "onderdak.db"), took.Seconds())
}

// planSummary tells in a few lines what a plan is worth.
func planSummary(out io.Writer, c plan.Certificate, without map[string]int) {
	fmt.Fprintf(out, "households   %d, of which %d placed\n", c.Households, c.Placed)
	fmt.Fprintf(out, "persons      %d, of which %d placed\n", c.Persons, c.PersonsPlaced)
	for _, reason := range reasons {
		if without[reason.key] > 0 {
			fmt.Fprintf(out, "without      %d households: %s\n", without[reason.key], reason.words)
		}
	}
	fmt.Fprintf(out, "objective    %d points (first come, best free place: %d)\n", c.Objective, c.Baseline)
	fmt.Fprintf(out, "bound        %d points; no plan can have more\n", c.Bound)
	fmt.Fprintf(out, "gap          at most %.3f %% below the best possible plan (%s)\n", 100*c.Gap, c.Status)
	fmt.Fprintf(out, "seconds      %.1f\n", c.Seconds)
}
