package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const registry = "https://registry.npmjs.org"

// largestPackage is more than any package we use; an archive beyond it is
// refused before it fills the memory.
const largestPackage = 32 << 20

// lock lists the packages by others.
type lock struct {
	Packages []pkg `json:"packages"`
}

// pkg is one package: what it is, the digest of its archive as the registry
// gives it, and the files we take from it.
type pkg struct {
	Name      string   `json:"name"`
	Version   string   `json:"version"`
	Integrity string   `json:"integrity"`
	Licence   string   `json:"licence"`
	Holder    string   `json:"holder"`
	Address   string   `json:"address"`
	Files     []string `json:"files"`
	// Tests says that only tests use the package: its files are kept compressed
	// with these, and are not in the program.
	Tests bool `json:"tests,omitempty"`
	// Tool says that the package is a program for the checks: it is too large to
	// keep, so each machine fetches it for itself.
	Tool bool `json:"tool,omitempty"`
}

func readLock(source string) (lock, error) {
	var read lock
	data, err := os.ReadFile(filepath.Join(source, "assets.lock.json"))
	if err != nil {
		return read, err
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return read, fmt.Errorf("assets.lock.json: %w", err)
	}
	return read, nil
}

// vendor fetches every package and replaces the vendored files in the sources
// and beside the tests; nothing is replaced unless all archives are what the
// lock says.
func vendor(source, tests, from string) error {
	locked, err := readLock(source)
	if err != nil {
		return err
	}
	files, testFiles := map[string][]byte{}, map[string][]byte{}
	client := &http.Client{Timeout: time.Minute}
	for _, p := range locked.Packages {
		if p.Tool {
			continue
		}
		taken, err := p.get(client, from)
		if err != nil {
			return err
		}
		for name, data := range taken {
			if !p.Tests {
				files[path.Join(p.Name, name)] = data
			} else if testFiles[path.Base(name)+".gz"], err = gzipped(data); err != nil {
				return err
			}
		}
	}
	return errors.Join(replace(filepath.Join(source, "vendor"), files), replace(tests, testFiles))
}

// tools fetches the programs of the checks that this machine does not have yet,
// each to a folder named after its version.
func tools(source, folder, from string) error {
	locked, err := readLock(source)
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: 5 * time.Minute}
	for _, p := range locked.Packages {
		home := filepath.Join(folder, path.Base(p.Name)+"-"+p.Version)
		if _, err := os.Stat(home); !p.Tool || err == nil {
			continue
		}
		taken, err := p.get(client, from)
		if err != nil {
			return err
		}
		// Under another name until it is whole: a folder that is there is complete.
		if err := errors.Join(replace(home+".part", taken), os.Rename(home+".part", home)); err != nil {
			return err
		}
	}
	return nil
}

// get fetches the archive and takes our files out of it.
func (p pkg) get(client *http.Client, from string) (map[string][]byte, error) {
	archive, err := p.fetch(client, from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	taken, err := p.take(archive)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	return taken, nil
}

// replace makes the files the whole content of the folder.
func replace(folder string, files map[string][]byte) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	for name, data := range files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fetch gets the archive and holds it to its digest.
func (p pkg) fetch(client *http.Client, from string) ([]byte, error) {
	address := fmt.Sprintf("%s/%s/-/%s-%s.tgz", from, p.Name, path.Base(p.Name), p.Version)
	answer, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	archive, err := io.ReadAll(io.LimitReader(answer.Body, largestPackage))
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(archive)
	if digest := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); digest != p.Integrity {
		return nil, fmt.Errorf("the archive is %s, the lock says %s", digest, p.Integrity)
	}
	return archive, nil
}

// take unpacks the files we use; one that is not there is an error.
func (p pkg) take(archive []byte) (map[string][]byte, error) {
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	taken := map[string][]byte{}
	reader := tar.NewReader(io.LimitReader(zip, 4*largestPackage))
	for {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		// Archives of this registry hold everything below one folder.
		_, name, _ := strings.Cut(header.Name, "/")
		if !slices.Contains(p.Files, name) || !fs.ValidPath(name) {
			continue
		}
		if taken[name], err = io.ReadAll(reader); err != nil {
			return nil, err
		}
	}
	for _, name := range p.Files {
		if taken[name] == nil {
			return nil, fmt.Errorf("the archive has no %s", name)
		}
	}
	return taken, nil
}
