package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	writer := tar.NewWriter(zip)
	for name, content := range files {
		if err := writer.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// offer serves one archive as a registry would, and writes a lock that asks for
// the files.
func offer(t *testing.T, sum string, packages ...pkg) (source, tests, address string) {
	t.Helper()
	data := archive(t, map[string]string{"package/dist/index.css": "a{}", "package/LICENSE.md": "EUPL", "package/../../evil": "x", "package/big.js": "let a"})
	if sum == "" {
		digest := sha512.Sum512(data)
		sum = "sha512-" + base64.StdEncoding.EncodeToString(digest[:])
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /@house/door-css/-/door-css-1.0.0.tgz", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(data); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for i := range packages {
		packages[i].Integrity = sum
	}
	text, err := json.Marshal(lock{packages})
	if err != nil {
		t.Fatal(err)
	}
	source = t.TempDir()
	if err := os.WriteFile(filepath.Join(source, "assets.lock.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return source, filepath.Join(source, "tests"), server.URL
}

func TestVendorTakesOnlyWhatIsListed(t *testing.T) {
	source, tests, address := offer(t, "",
		pkg{Name: "@house/door-css", Version: "1.0.0", Files: []string{"LICENSE.md", "dist/index.css"}},
		pkg{Name: "@house/door-css", Version: "1.0.0", Files: []string{"big.js"}, Tests: true})
	if err := vendor(source, tests, address); err != nil {
		t.Fatal(err)
	}
	var found []string
	err := filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(source, path)
			found = append(found, filepath.ToSlash(name))
		}
		return err
	})
	want := []string{"assets.lock.json", "tests/big.js.gz", "vendor/@house/door-css/LICENSE.md", "vendor/@house/door-css/dist/index.css"}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("found %v (%v), want %v", found, err, want)
	}
}

func TestVendorRefuses(t *testing.T) {
	door := pkg{Name: "@house/door-css", Version: "1.0.0", Files: []string{"dist/index.css"}}
	missing, gone := door, door
	missing.Files = []string{"dist/none.css"}
	gone.Version = "2.0.0"
	for name, test := range map[string]struct {
		sum  string
		one  pkg
		says string
	}{
		"another archive": {"sha512-AAAA", door, "the lock says"},
		"a missing file":  {"", missing, "no dist/none.css"},
		"no such version": {"", gone, "404"},
	} {
		source, tests, address := offer(t, test.sum, test.one)
		kept := filepath.Join(source, "vendor", "kept.css")
		if err := replace(filepath.Dir(kept), map[string][]byte{"kept.css": nil}); err != nil {
			t.Fatal(err)
		}
		if err := vendor(source, tests, address); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(kept); err != nil {
			t.Errorf("%s: the files that were there are gone: %v", name, err)
		}
	}
}

// TestVendoredFilesAreThoseOfTheLock looks for files that nobody asked for, and
// for some that are not there.
func TestVendoredFilesAreThoseOfTheLock(t *testing.T) {
	locked, err := readLock(root + sourceFolder)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, p := range locked.Packages {
		for _, name := range p.Files {
			if !p.Tests && !p.Tool {
				wanted[p.Name+"/"+name] = true
			}
		}
	}
	folder := root + sourceFolder + "/vendor"
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if name = filepath.ToSlash(name); !wanted[name] {
			t.Errorf("%s is not in the lock", name)
		}
		delete(wanted, name)
		return err
	})
	if err != nil || len(wanted) > 0 {
		t.Errorf("not vendored: %v (%v)", wanted, err)
	}
}

func TestRunKnowsItsTasks(t *testing.T) {
	for _, args := range [][]string{nil, {"serve"}, {"build", "vendor"}} {
		if err := run(args); err == nil {
			t.Errorf("run %v did not fail", args)
		}
	}
}

func TestToolsAreFetchedOnceAndNeverVendored(t *testing.T) {
	source, tests, address := offer(t, "", pkg{Name: "@house/door-css", Version: "1.0.0", Files: []string{"big.js"}, Tool: true})
	folder := t.TempDir()
	if err := tools(source, folder, address); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "door-css-1.0.0", "big.js")
	if content, err := os.ReadFile(file); err != nil || string(content) != "let a" {
		t.Errorf("%q, %v", content, err)
	}
	if err := tools(source, folder, "http://127.0.0.1:1"); err != nil {
		t.Errorf("a tool that is there was fetched again: %v", err)
	}
	if err := vendor(source, tests, address); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Join(source, "vendor")); err == nil && len(entries) > 0 {
		t.Errorf("a tool was put among the sources: %v", entries)
	}
	if licences, err := licencesOf(source); err != nil || len(licences) > 0 {
		t.Errorf("a tool is not in the program, but its licence is shown: %v %v", licences, err)
	}
}
