package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"onderdak/internal/exchange"
	"onderdak/internal/plan"
)

// readBack reads the three files of a folder; any problem fails the test.
func readBack(t *testing.T, dir string) plan.Input {
	t.Helper()
	open := func(name string) io.Reader {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		return file
	}
	var in plan.Input
	var problems [3]exchange.Problems
	in.Locations, problems[0] = exchange.ReadLocations(open("locations.csv"), "locations.csv", exchange.Options{})
	in.Capacity, problems[1] = exchange.ReadCapacity(open("capacity.csv"), "capacity.csv", exchange.Options{KnownLocation: exchange.Known(in.Locations)})
	in.Households, problems[2] = exchange.ReadHouseholds(open("households.csv"), "households.csv", exchange.Options{})
	for _, p := range problems {
		if len(p.Listed) > 0 {
			t.Errorf("%d problems, first %s", len(p.Listed), p.Listed[0].English())
		}
	}
	return in
}

func TestWriteThenRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	in := Spring2022(Settings{Seed: 9})
	for range 2 { // the second time over the first
		if err := Write(dir, in); err != nil {
			t.Fatal(err)
		}
	}
	if got := readBack(t, dir); !reflect.DeepEqual(got, in) {
		t.Error("what was written is not what was read")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("%d files are left behind, want 3 (%v)", len(entries), err)
	}
}

// A change of these sums is a change of every published scenario: wanted, or a
// machine that reckons otherwise.
func TestTheSameFilesOnEveryMachine(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Spring2022(Settings{Households: 200, Seed: 1})); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"locations.csv":  "fe4770fb713a20ab",
		"capacity.csv":   "67c779dd22fa3a15",
		"households.csv": "259055c4a79e7f13",
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(data)
		if got := hex.EncodeToString(hash[:8]); got != want {
			t.Errorf("%s has the sum %s, want %s", name, got, want)
		}
	}
}

// A file that cannot be written whole leaves the old one and no half one.
func TestAFailedWriteLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.csv")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	err := writeWhole(path, func(w io.Writer) error {
		if _, err := w.Write([]byte("half")); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("the old file is now %q, %v", data, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files are left, want 1 (%v)", len(entries), err)
	}
}

func TestWriteWithoutAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(path, "dir"), plan.Input{}); err == nil {
		t.Error("a folder within a file must fail")
	}
}
