package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// target is a file that a command writes. An empty path is one that nobody asked
// for.
type target struct {
	path  string
	write func(io.Writer) error
}

// checkTargets sees to it before any work that files can be made at the paths, so
// that nobody waits a minute for a plan that has nowhere to go.
func checkTargets(paths ...string) error {
	for i, path := range paths {
		if path == "" {
			continue
		}
		if slices.Contains(paths[:i], path) {
			return usage("two options write to %s", path)
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return fmt.Errorf("cannot write %s: it is a folder", path)
		}
		folder := filepath.Dir(path)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return fmt.Errorf("cannot write %s: there is no folder %s", path, folder)
		}
		probe, err := os.CreateTemp(folder, ".onderdak-*")
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", path, err)
		}
		if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
			return fmt.Errorf("cannot write %s: %w", path, err)
		}
	}
	return nil
}

// writeFiles writes all files whole or none of them: under other names first,
// which change only when the last one is on the disk.
func writeFiles(targets ...target) (err error) {
	var drafts, paths []string
	defer func() {
		for _, draft := range drafts {
			err = errors.Join(err, os.Remove(draft))
		}
	}()
	for _, t := range targets {
		if t.path == "" {
			continue
		}
		draft, err := writeDraft(t)
		if draft != "" {
			drafts, paths = append(drafts, draft), append(paths, t.path)
		}
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", t.path, err)
		}
	}
	for len(drafts) > 0 {
		if err := os.Rename(drafts[0], paths[0]); err != nil {
			return fmt.Errorf("cannot write %s: %w", paths[0], err)
		}
		drafts, paths = drafts[1:], paths[1:]
	}
	return nil
}

// writeDraft writes one file beside its place and gives the name it has there;
// empty where none was made.
func writeDraft(t target) (name string, err error) {
	file, err := os.CreateTemp(filepath.Dir(t.path), "."+filepath.Base(t.path)+"-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<20)
	if err := t.write(buffered); err != nil {
		return file.Name(), err
	}
	if err := buffered.Flush(); err != nil {
		return file.Name(), err
	}
	if err := file.Chmod(0o644); err != nil {
		return file.Name(), err
	}
	return file.Name(), file.Sync()
}
