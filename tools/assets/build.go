package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

const (
	themeSheet = "vendor/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
	brandSheet = "css/brand.css"
	// themeImport is how our style sheet asks for the pruned theme.
	themeImport = "onderdak:theme"
)

// licence is what the page of licences tells of a package.
type licence struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"`
	Holder  string `json:"holder"`
	Address string `json:"address"`
}

// build makes every file that the pages load, by name: each with a digest in
// its name, plain and compressed, and a manifest. The same sources always give
// the same bytes.
func build(source string) (map[string][]byte, error) {
	theme, err := prunedTheme(source)
	if err != nil {
		return nil, err
	}
	icon, err := os.ReadFile(filepath.Join(source, "icon.svg"))
	if err != nil {
		return nil, err
	}
	plain := map[string][]byte{"icon.svg": icon}
	for _, entry := range []string{"css/app.css", "js/app.js"} {
		if plain[filepath.Base(entry)], err = bundle(filepath.Join(source, filepath.FromSlash(entry)), theme); err != nil {
			return nil, err
		}
	}
	return dress(source, plain)
}

// dress gives the files their digests, compresses them and adds the manifest.
func dress(source string, plain map[string][]byte) (map[string][]byte, error) {
	files, names := map[string][]byte{}, map[string]string{}
	for name, data := range plain {
		sum := sha256.Sum256(data)
		extension := filepath.Ext(name)
		hashed := strings.TrimSuffix(name, extension) + "-" + hex.EncodeToString(sum[:6]) + extension
		names[name] = hashed
		files[hashed] = data
		var err error
		if files[hashed+".br"], err = brotlied(data); err != nil {
			return nil, err
		}
		if files[hashed+".gz"], err = gzipped(data); err != nil {
			return nil, err
		}
	}
	licences, err := licencesOf(source)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(map[string]any{"files": names, "licences": licences}, "", "  ")
	files["manifest.json"] = append(text, '\n')
	return files, err
}

func licencesOf(source string) ([]licence, error) {
	locked, err := readLock(source)
	if err != nil {
		return nil, err
	}
	var licences []licence
	for _, p := range locked.Packages {
		if !p.Tests && !p.Tool {
			licences = append(licences, licence{p.Name, p.Version, p.Licence, p.Holder, p.Address})
		}
	}
	return licences, nil
}

// prunedTheme reads all style sheets but the theme to find which tokens are
// used.
func prunedTheme(source string) (string, error) {
	theme, err := os.ReadFile(filepath.Join(source, filepath.FromSlash(themeSheet)))
	if err != nil {
		return "", err
	}
	brand, err := os.ReadFile(filepath.Join(source, filepath.FromSlash(brandSheet)))
	if err != nil {
		return "", err
	}
	var sheets []string
	err = filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".css" || strings.HasSuffix(filepath.ToSlash(path), themeSheet) {
			return err
		}
		data, err := os.ReadFile(path)
		sheets = append(sheets, string(data))
		return err
	})
	if err != nil {
		return "", err
	}
	return prune(string(theme), string(brand), sheets)
}

// bundle makes one small file of an entry and all it imports. Copyright notices
// stay, at its end.
func bundle(entry, theme string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Format: api.FormatESModule, LegalComments: api.LegalCommentsEndOfFile,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "111"}, {Name: api.EngineFirefox, Version: "115"}, {Name: api.EngineSafari, Version: "16.4"},
		},
		Plugins: []api.Plugin{themePlugin(theme)},
	})
	var wrong []error
	for _, message := range append(result.Errors, result.Warnings...) {
		wrong = append(wrong, errors.New(message.Text+where(message.Location)))
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%s: %w", entry, errors.Join(wrong...))
	}
	return result.OutputFiles[0].Contents, nil
}

func where(at *api.Location) string {
	if at == nil {
		return ""
	}
	return fmt.Sprintf(" (%s:%d)", at.File, at.Line)
}

func themePlugin(theme string) api.Plugin {
	return api.Plugin{Name: "theme", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + themeImport + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "theme", Namespace: "onderdak"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "onderdak"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			return api.OnLoadResult{Contents: &theme, Loader: api.LoaderCSS}, nil
		})
	}}
}

func brotlied(data []byte) ([]byte, error) {
	var out bytes.Buffer
	writer := brotli.NewWriterLevel(&out, brotli.BestCompression)
	_, err := writer.Write(data)
	err = errors.Join(err, writer.Close())
	return out.Bytes(), err
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	writer, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = writer.Write(data)
	err = errors.Join(err, writer.Close())
	return out.Bytes(), err
}
