// Command assets fetches the style and script files that others wrote, and
// builds from these and our own what the pages load. It needs neither Node nor,
// to build, a network:
//
//	go run ./tools/assets vendor   fetch what web/assets.lock.json lists into web/vendor
//	go run ./tools/assets build    write internal/platform/ui/static
//
// Both results are committed; a test holds the committed files to what a build
// makes of the sources.
package main

import (
	"fmt"
	"os"
)

const (
	sourceFolder = "web"
	staticFolder = "internal/platform/ui/static"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: assets vendor | build")
	}
	switch args[0] {
	case "vendor":
		return vendor(sourceFolder, registry)
	case "build":
		files, err := build(sourceFolder)
		if err != nil {
			return err
		}
		return write(staticFolder, files)
	}
	return fmt.Errorf("unknown task %q: vendor or build", args[0])
}

// write replaces the content of a folder by the files.
func write(folder string, files map[string][]byte) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(folder+"/"+name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
