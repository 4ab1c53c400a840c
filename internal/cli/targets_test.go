package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A plan that has nowhere to go is refused before the work, and of several files
// none appears when one cannot be written.
func TestFilesAppearTogetherOrNotAtAll(t *testing.T) {
	files := someFiles(t)
	if err := os.Mkdir(files("folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	in := []string{"match", "--locations", files("l.csv"), "--capacity", files("c.csv"), "--households", files("h.csv"), "--out", files("plan.csv")}
	for want, target := range map[string]string{"there is no folder": files("none/u.csv"), "it is a folder": files("folder")} {
		got := run(t, append(in, "--unplaced", target)...)
		if got.code != exitFailed || !strings.Contains(got.err, want) || strings.Contains(got.err, "%") || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%+v", got)
		}
		if _, err := os.Stat(files("plan.csv")); !os.IsNotExist(err) {
			t.Error("half of the files was written")
		}
	}
	if got := run(t, append(in, "--unplaced", files("plan.csv"))...); got.code != exitUsage {
		t.Errorf("two files under one name: %+v", got)
	}
}

func TestNothingStaysBehindWhenTheDiskIsFull(t *testing.T) {
	dir := t.TempDir()
	text := func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }
	full := errors.New("no space left")
	err := writeFiles(target{filepath.Join(dir, "a"), text}, target{"", nil}, target{filepath.Join(dir, "b"), func(io.Writer) error { return full }})
	if !errors.Is(err, full) {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	if err := writeFiles(target{filepath.Join(dir, "a"), text}); err != nil || read(t, filepath.Join(dir, "a")) != "text" {
		t.Error(err)
	}
}

// Scripts expect one line on the error output, whatever a driver says.
func TestAFailureIsOneLine(t *testing.T) {
	got := run(t, "verify", "--database", "postgres://nobody@127.0.0.1:1/none")
	if got.code != exitFailed || strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, "refused") {
		t.Errorf("%+v", got)
	}
	if got := oneLine("a:\n\tb\n\nc\n"); got != "a: b; c" {
		t.Error(got)
	}
}
