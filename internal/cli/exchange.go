package cli

import (
	"context"
	"errors"
	"fmt"

	"onderdak/internal/app"
	"onderdak/internal/scenario"
)

var importCommand = &command{
	name: "import", summary: "Take locations, capacity and households from files into a store",
	detail: "The files are those of onderdak match: CSV, or a workbook (XLSX, ODS) of which the first sheet is read, or the one\n" +
		"called locations, capacity or households; so one workbook may hold all three. Every bad row is told\n" +
		"with file, row and column; nothing is taken in unless all rows are good or --skip-bad is given. Rows with an id\n" +
		"the store knows are updated.",
	run: runImport,
}

func runImport(ctx context.Context, c *call) (err error) {
	files := input{checks: app.RowChecks()}
	database := c.databaseOption()
	c.StringVar(&files.locations, "locations", "", "the `FILE` of locations")
	c.StringVar(&files.capacity, "capacity", "", "the `FILE` of open places per night; needs --locations")
	c.StringVar(&files.households, "households", "", "the `FILE` of waiting households")
	c.BoolVar(&files.skipBad, "skip-bad", false, "leave bad rows out instead of stopping")
	dry := c.Bool("dry-run", false, "only tell what would be taken in")
	if _, err := c.parse(0); err != nil {
		return err
	}
	switch {
	case files.locations == "" && files.capacity == "" && files.households == "":
		return usage("name at least one of --locations, --capacity and --households")
	case files.capacity != "" && files.locations == "":
		return usage("--capacity needs --locations, so that its locations are known")
	}
	found, err := files.read(c)
	if err != nil {
		return err
	}
	if *dry {
		fmt.Fprintf(c.out, "would take in %d locations, %d capacity rows and %d households\n",
			len(found.Locations), len(found.Capacity), len(found.Households))
		return nil
	}
	house, err := c.open(ctx, *database, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	if err := house.Import(ctx, found); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "took in %d locations, %d capacity rows and %d households\n",
		len(found.Locations), len(found.Capacity), len(found.Households))
	return nil
}

var exportCommand = &command{
	name: "export", summary: "Write what a store holds as the files of onderdak match",
	detail: "Writes locations.csv, capacity.csv (free places per night) and households.csv (who waits) into a folder.",
	run:    runExport,
}

func runExport(ctx context.Context, c *call) (err error) {
	database := c.databaseOption()
	out := c.String("out", "", "the `folder` the files are written to")
	horizon := c.Int("horizon", 28, "how many nights from tonight, a `number`")
	if _, err := c.parse(0); err != nil {
		return err
	}
	switch {
	case *out == "":
		return usage("option --out DIR is missing")
	case *horizon < 1 || *horizon > 366:
		return usage("--horizon must be from 1 to 366 nights")
	}
	house, err := c.open(ctx, *database, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	found, err := house.Export(ctx, *horizon)
	if err != nil {
		return err
	}
	if err := scenario.Write(*out, found); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d locations, %d capacity rows and %d households in %s\n",
		len(found.Locations), len(found.Capacity), len(found.Households), *out)
	return nil
}

var userAddCommand = &command{
	name: "user add", summary: "Make an account and print a link to sign in with",
	detail: "Roles: location_staff, municipal_coordinator, regional_coordinator, national_desk, volunteer, treasurer, ciso,\n" +
		"council_reader, auditor, administrator.",
	run: runUserAdd,
}

func runUserAdd(ctx context.Context, c *call) (err error) {
	database := c.databaseOption()
	base := c.String("base", setting("ONDERDAK_BASE", "http://"+defaultListen), "the `URL` people reach the pages under")
	var person app.NewPerson
	c.StringVar(&person.Name, "name", "", "the person's `name`")
	c.StringVar(&person.Email, "email", "", "the person's mail `address`")
	c.StringVar(&person.Role, "role", "", "the `role`")
	c.StringVar(&person.Municipality, "municipality", "", "CBS `code` of the municipality, such as GM0344")
	c.StringVar(&person.Region, "region", "", "`code` of the safety region, such as VR09")
	c.StringVar(&person.Location, "location", "", "`id` of the location, for location_staff")
	c.StringVar(&person.Lang, "lang", "nl", "`language` of mails and pages: nl, en or uk")
	if _, err := c.parse(0); err != nil {
		return err
	}
	if err := existing(*database); err != nil {
		return err
	}
	house, err := app.Open(ctx, c.config(*database, *base), false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	link, err := house.AddPerson(ctx, person)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "account made for %s; this link signs in once, within half an hour:\n%s\n", person.Email, link)
	return nil
}
