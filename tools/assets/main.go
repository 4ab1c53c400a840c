// Command assets fetches the style and script files that others wrote, and
// builds from these and our own what the pages load. It needs neither Node nor,
// to build, a network:
//
//	go run ./tools/assets vendor   fetch what web/assets.lock.json lists into web/vendor
//	go run ./tools/assets build    write internal/platform/ui/static
//	go run ./tools/assets tools    fetch the programs of the checks into .cache/tools
//
// The results of the first two are committed; a test holds the committed files to what a build
// makes of the sources.
package main

import (
	"fmt"
	"os"
)

const (
	sourceFolder = "web"
	staticFolder = "internal/platform/ui/static"
	testsFolder  = "internal/platform/ui/uitest/testdata"
	toolsFolder  = ".cache/tools"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: assets vendor | build | tools")
	}
	switch args[0] {
	case "vendor":
		return vendor(sourceFolder, testsFolder, registry)
	case "tools":
		return tools(sourceFolder, toolsFolder, registry)
	case "build":
		files, err := build(sourceFolder)
		if err != nil {
			return err
		}
		return replace(staticFolder, files)
	}
	return fmt.Errorf("unknown task %q: vendor, build or tools", args[0])
}
