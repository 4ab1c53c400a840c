package db

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/migrations"
)

// Migrate brings the store to the newest shape and gives the number of steps
// taken. Every step is one transaction.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	provider, err := d.provider()
	if err != nil {
		return 0, err
	}
	steps, err := provider.Up(ctx)
	if err != nil {
		return len(steps), fmt.Errorf("db: migrate: %w", err)
	}
	return len(steps), nil
}

// Current is nil when the store has the newest shape; otherwise it says how to
// bring it there.
func (d *DB) Current(ctx context.Context) error {
	provider, err := d.provider()
	if err != nil {
		return err
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	if have != want {
		return fault.New(fault.Unavailable, "fault.not_migrated", "have", int(have), "want", int(want))
	}
	return nil
}

func (d *DB) provider() (*goose.Provider, error) {
	steps, err := stepsFor(d.Engine())
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(d.dialect.goose(), d.write, steps)
}

// stepsFor gives the migrations as the engine reads them. They are written once
// for both: SQLite gets STRICT tables, and its one integer type for BIGINT. A
// step whose name ends in .sqlite.sql or .postgres.sql is for that engine only.
func stepsFor(engine string) (fs.FS, error) {
	steps := fstest.MapFS{}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		base := strings.TrimSuffix(name, ".sql")
		stem, only, paired := strings.Cut(base, ".")
		if paired && only != engine {
			continue
		}
		data, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			return nil, err
		}
		text := string(data)
		if engine == "sqlite" && !paired {
			text = strings.ReplaceAll(text, " BIGINT", " INTEGER")
			text = strings.ReplaceAll(text, "\n);", "\n) STRICT;")
		}
		steps[stem+".sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	return steps, nil
}
