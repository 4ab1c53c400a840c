package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"onderdak/internal/app"
	"onderdak/internal/platform/fault"
)

const (
	defaultDatabase = "sqlite:onderdak.db"
	defaultListen   = "127.0.0.1:8080"
)

// setting gives an environment variable, or the default where it is not set.
func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func (c *call) databaseOption() *string {
	return c.String("database", setting("ONDERDAK_DATABASE", defaultDatabase), "the store, sqlite:PATH or postgres://…, as a `URL`")
}

// open opens the house on a store for one command.
func (c *call) open(ctx context.Context, database string, migrate bool) (*app.App, error) {
	if !migrate {
		if err := existing(database); err != nil {
			return nil, err
		}
	}
	return app.Open(ctx, c.config(database, ""), migrate)
}

func (c *call) config(database, base string) app.Config {
	return app.Config{
		Database: database, Base: strings.TrimSuffix(base, "/"), Now: time.Now,
		SMTP: os.Getenv("ONDERDAK_SMTP"), From: setting("ONDERDAK_FROM", "Onderdak <onderdak@localhost>"),
		TrustedServer: os.Getenv("ONDERDAK_TRUSTED_SERVER"),
		MailIn: app.MailIn{
			Mailbox: os.Getenv("ONDERDAK_IMAP"), SMTP: os.Getenv("ONDERDAK_SMTP_LISTEN"), LMTP: os.Getenv("ONDERDAK_LMTP_LISTEN"), For: os.Getenv("ONDERDAK_MAIL_FOR"),
		},
		Log: slog.New(slog.NewTextHandler(c.err, nil)), Out: c.out,
	}
}

// explain writes an error for the command line: in English, without the house's
// own key words.
func explain(err error) string {
	var told *fault.Error
	if !errors.As(err, &told) {
		return err.Error()
	}
	return app.English(told)
}

// mostDaysKept is the longest time for which what mails say can be kept: ten years,
// as long as anything about a stay (domain.md, 8).
const mostDaysKept = 3650

var serveCommand = &command{
	name: "serve", summary: "Serve the pages on a store",
	detail: "Settings may also come from ONDERDAK_DATABASE, ONDERDAK_LISTEN, ONDERDAK_BASE, ONDERDAK_SMTP and ONDERDAK_FROM;\n" +
		"Mail comes in from the mailbox ONDERDAK_IMAP (imaps://user:password@host/FOLDER) and over ONDERDAK_SMTP_LISTEN and\n" +
		"ONDERDAK_LMTP_LISTEN (host:port or unix:PATH) for the addresses ONDERDAK_MAIL_FOR; ONDERDAK_TRUSTED_SERVER names the\n" +
		"mail server whose word about senders counts.\n" +
		"GET /gezond answers 200 when ready. SIGTERM lets answers under way finish.",
	run: runServe,
}

func runServe(ctx context.Context, c *call) (err error) {
	database := c.databaseOption()
	listen := c.String("listen", setting("ONDERDAK_LISTEN", defaultListen), "the `address` to listen on")
	base := c.String("base", os.Getenv("ONDERDAK_BASE"), "the `URL` people reach the pages under, for links in mails")
	migrate := c.Bool("migrate", false, "bring the store to the newest shape first")
	days := c.Int("keep-mail", 90, "for how many `days` what mails say is kept")
	if _, err := c.parse(0); err != nil {
		return err
	}
	if *days < 1 || *days > mostDaysKept {
		return usage("--keep-mail is a number of days from 1 to %d", mostDaysKept)
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	if *base == "" {
		*base = "http://" + listener.Addr().String()
	}
	if !*migrate {
		if err := existing(*database); err != nil {
			return fmt.Errorf("%w; serve --migrate makes one", err)
		}
	}
	config := c.config(*database, *base)
	config.KeepMail = time.Duration(*days) * 24 * time.Hour
	house, err := app.Open(ctx, config, *migrate)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	fmt.Fprintf(c.out, "Onderdak listens on http://%s\n", listener.Addr())
	return house.Serve(ctx, listener)
}

var migrateCommand = &command{
	name: "migrate", summary: "Bring a store to the newest shape",
	run: func(ctx context.Context, c *call) error {
		database := c.databaseOption()
		if _, err := c.parse(0); err != nil {
			return err
		}
		steps, err := app.Migrate(ctx, *database)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%d steps taken; the store has the newest shape\n", steps)
		return nil
	},
}

var verifyCommand = &command{
	name: "verify", summary: "Check every invariant on a store",
	detail: "No overbooked night, states legal, audit chain unbroken, derived totals equal to what they are derived from.\n" +
		"Exit code 1 and a list where one fails.",
	run: runVerify,
}

// mostFindings is how many findings are listed; who has more has one cause.
const mostFindings = 200

func runVerify(ctx context.Context, c *call) (err error) {
	database := c.databaseOption()
	if _, err := c.parse(0); err != nil {
		return err
	}
	house, err := c.open(ctx, *database, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	wrong, err := house.Verify(ctx)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		fmt.Fprintln(c.out, "every invariant holds")
		return nil
	}
	for _, line := range wrong[:min(len(wrong), mostFindings)] {
		fmt.Fprintln(c.out, line)
	}
	if more := len(wrong) - mostFindings; more > 0 {
		fmt.Fprintf(c.out, "and %d more\n", more)
	}
	fmt.Fprintf(c.err, "onderdak verify: %d findings\n", len(wrong))
	return errReported
}

// existing refuses an SQLite path that holds no store yet, where opening it
// would make an empty one.
func existing(database string) error {
	path, ok := strings.CutPrefix(database, "sqlite:")
	if !ok {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no store at %s", path)
	}
	return nil
}

var geoImportCommand = &command{
	name: "geo import", args: "FILE", summary: "Take in a boundary file (TopoJSON, GeoJSON) or a postcode table (CSV)",
	detail: "Nothing in Onderdak needs these to run; with boundaries the national picture can also be shown as a map.\n" +
		"A postcode table has the columns pc4, gm_code, places, lat and lon.",
	run: runGeoImport,
}

func runGeoImport(ctx context.Context, c *call) (err error) {
	database := c.databaseOption()
	source := c.String("source", "", "where the file comes from and under which licence, as a `text`")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return usage("name the FILE")
	}
	content, err := readAtMost(words[0], app.LargestGeography)
	if err != nil {
		return err
	}
	house, err := c.open(ctx, *database, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	counts, err := house.ImportGeography(ctx, *source, content)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, counts)
	return nil
}

// readAtMost reads a file of at most the given number of bytes.
func readAtMost(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s is larger than %d MiB", path, most>>20)
	}
	return data, nil
}
