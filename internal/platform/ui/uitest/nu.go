package uitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"testing"
)

// nuJar is where the assets tool puts the Nu checker of HTML.
const nuJar = ".cache/tools/vnu-jar-*/build/dist/vnu.jar"

// remark is what the Nu checker says about a page.
type remark struct {
	Type    string `json:"type"` // error, info, or non-document-error
	URL     string `json:"url"`
	Line    int    `json:"lastLine"`
	Message string `json:"message"`
	Extract string `json:"extract"`
}

// Nu gives the errors that the Nu checker of HTML finds in pages, by name. One
// run looks at all. None of its errors is left out; warnings and remarks are,
// for these advise and do not say that something is wrong. A machine without
// the checker fails the test (scripts/prepare fetches it).
func Nu(t testing.TB, pages map[string][]byte) []string {
	t.Helper()
	jar, err := findUp(nuJar)
	if err != nil {
		t.Fatalf("no checker of HTML (%v): run scripts/prepare, or go run ./tools/assets tools", err)
	}
	folder := t.TempDir()
	names := make([]string, 0, len(pages))
	for name := range pages {
		names = append(names, name)
	}
	sort.Strings(names)
	arguments := []string{"-Xss2m", "-jar", jar, "--format", "json", "--exit-zero-always"}
	byFile := map[string]string{}
	for i, name := range names {
		file := filepath.Join(folder, strconv.Itoa(i)+".html")
		if err := os.WriteFile(file, pages[name], 0o600); err != nil {
			t.Fatal(err)
		}
		arguments, byFile[filepath.Base(file)] = append(arguments, file), name
	}
	command := exec.Command("java", arguments...)
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Run(); err != nil {
		t.Fatalf("java: %v: %.500s", err, said.String())
	}
	var answer struct{ Messages []remark }
	if err := json.Unmarshal(said.Bytes(), &answer); err != nil {
		t.Fatalf("the checker of HTML answered %.500s: %v", said.String(), err)
	}
	var wrong []string
	for _, found := range answer.Messages {
		if found.Type != "info" {
			wrong = append(wrong, fmt.Sprintf("%s, line %d: %s: %s", byFile[filepath.Base(found.URL)], found.Line, found.Message, found.Extract))
		}
	}
	return wrong
}

// findUp looks for a file in this folder and those around it.
func findUp(pattern string) (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			return found[len(found)-1], nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("no " + pattern)
		}
		folder = parent
	}
}
