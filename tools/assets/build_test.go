package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

const root = "../../"

// Most bytes of the style sheet and the script as they travel, and of any file
// that is committed.
const (
	mostStyle  = 20_000
	mostScript = 18_000
	mostFile   = 400 << 10
)

func rebuilt(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := build(root + sourceFolder)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestARebuildLeavesTheSameBytes(t *testing.T) {
	files := rebuilt(t)
	committed, err := os.ReadDir(root + staticFolder)
	if err != nil {
		t.Fatal(err)
	}
	if len(committed) != len(files) {
		t.Errorf("%d files are committed, a build makes %d", len(committed), len(files))
	}
	for name, data := range files {
		kept, err := os.ReadFile(filepath.Join(root+staticFolder, name))
		if err != nil || !bytes.Equal(kept, data) {
			t.Errorf("%s is not what a build makes; run go run ./tools/assets build (%v)", name, err)
		}
	}
}

func TestBudgets(t *testing.T) {
	files := rebuilt(t)
	var manifest struct{ Files map[string]string }
	if err := json.Unmarshal(files["manifest.json"], &manifest); err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]int{"app.css": mostStyle, "app.js": mostScript} {
		if size := len(files[manifest.Files[name]+".br"]); size == 0 || size > most {
			t.Errorf("%s is %d bytes with brotli, at most %d", name, size, most)
		}
	}
	for _, folder := range []string{sourceFolder, staticFolder, testsFolder} {
		err := filepath.WalkDir(root+folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err == nil && info.Size() > mostFile {
				t.Errorf("%s is %d bytes, at most %d", path, info.Size(), mostFile)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestCompressedFilesHoldThePlainOnes(t *testing.T) {
	files := rebuilt(t)
	compressed := 0
	for name, data := range files {
		var reader io.Reader
		switch filepath.Ext(name) {
		case ".br":
			reader = brotli.NewReader(bytes.NewReader(data))
		case ".gz":
			zip, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			reader = zip
		default:
			continue
		}
		compressed++
		plain, err := io.ReadAll(reader)
		if err != nil || !bytes.Equal(plain, files[strings.TrimSuffix(name, filepath.Ext(name))]) {
			t.Errorf("%s does not unpack to the plain file (%v)", name, err)
		}
	}
	if compressed != 6 {
		t.Errorf("%d compressed files, want two of each of three", compressed)
	}
}

// The house ships no marks of others: no tokens of cities or the state beside
// the names of the component's own settings, no fonts, no pictures.
var forbidden = regexp.MustCompile(`(?i)@font-face|url\(|--(ams|rvo|rhc|lux|todo|denhaag|nijmegen|tilburg)-|rijkshuisstijl|noto serif`)

func TestStyleSheetShipsNoMarksOfOthers(t *testing.T) {
	for name, data := range rebuilt(t) {
		if filepath.Ext(name) != ".css" {
			continue
		}
		if found := forbidden.Find(data); found != nil {
			t.Errorf("%s holds %s", name, found)
		}
		if !bytes.HasPrefix(data, []byte("@layer nl,theme,brand,app;")) {
			t.Errorf("%s does not begin with the order of the layers: %.40s", name, data)
		}
		if !bytes.Contains(data, []byte("@license EUPL-1.2")) {
			t.Errorf("%s lost the notices of its licences", name)
		}
	}
}

func TestLicencesAreThoseOfWhatIsShipped(t *testing.T) {
	licences, err := licencesOf(root + sourceFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range licences {
		if one.Licence != "EUPL-1.2" && one.Licence != "0BSD" {
			t.Errorf("%s has licence %s, which nobody weighed", one.Name, one.Licence)
		}
		if one.Name == "axe-core" || one.Holder == "" || one.Address == "" {
			t.Errorf("%+v is only for tests or lacks its holder", one)
		}
	}
	if len(licences) < 10 {
		t.Errorf("only %d licences", len(licences))
	}
}

func TestPruneKeepsWhatIsUsed(t *testing.T) {
	theme := `/* --a: comment; */ .theme { --used: var(--deep, 1px); --deep: 2px; --ours: red; --behind: blue; --unused: 3px; }`
	own := `.x { --ours: var(--behind) }`
	pruned, err := prune(theme, own, []string{`.y { width: var(--used); color: var( --ours ) }`})
	if err != nil {
		t.Fatal(err)
	}
	want := ".onderdak {\n  --behind: blue;\n  --deep: 2px;\n  --used: var(--deep, 1px);\n}\n"
	if pruned != want {
		t.Errorf("pruned to\n%swant\n%s", pruned, want)
	}
	if _, err := prune("body { color: red }", "", nil); err == nil {
		t.Error("a theme without tokens was accepted")
	}
}

func TestBundleTellsWhatIsWrong(t *testing.T) {
	entry := filepath.Join(t.TempDir(), "app.css")
	if err := os.WriteFile(entry, []byte("@import \"./gone.css\";"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle(entry, ""); err == nil || !strings.Contains(err.Error(), "gone.css") {
		t.Errorf("a missing import gives %v", err)
	}
}
