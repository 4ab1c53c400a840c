package scenario

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

// Write writes locations.csv, capacity.csv and households.csv into a folder,
// made when it is not there. Each file appears whole or not at all.
func Write(dir string, in plan.Input) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"locations.csv", func(w io.Writer) error { return exchange.WriteLocations(w, in.Locations) }},
		{"capacity.csv", func(w io.Writer) error { return exchange.WriteCapacity(w, in.Capacity) }},
		{"households.csv", func(w io.Writer) error { return exchange.WriteHouseholds(w, in.Households) }},
	}
	for _, file := range files {
		if err := writeWhole(filepath.Join(dir, file.name), file.write); err != nil {
			return fmt.Errorf("%s: %w", file.name, err)
		}
	}
	return nil
}

// writeWhole writes under another name and then renames, so that a reader
// never meets half a file.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	err = errors.Join(write(file), file.Chmod(0o644), file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
