package ui

import (
	"embed"
	"encoding/json"
	"path"
	"strings"
)

//go:embed static
var static embed.FS

// Prefix is the address below which the server offers the embedded files.
const Prefix = "/bestanden/"

// manifest is what the asset tool wrote beside the files.
type manifest struct {
	Files    map[string]string `json:"files"` // plain name to name with digest
	Licences []Licence         `json:"licences"`
}

// Licence is one package by others of which files are in the program.
type Licence struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"` // SPDX expression
	Holder  string `json:"holder"`  // who holds the copyright
	Address string `json:"address"` // where the source can be found
}

var built = mustRead()

func mustRead() manifest {
	data, err := static.ReadFile("static/manifest.json")
	if err != nil {
		panic("ui: " + err.Error())
	}
	var read manifest
	if err := json.Unmarshal(data, &read); err != nil {
		panic("ui: static/manifest.json: " + err.Error())
	}
	return read
}

// Licences lists the packages by others in the style sheet and the script.
func Licences() []Licence { return append([]Licence(nil), built.Licences...) }

// AssetPath gives the address of an embedded file by its plain name, such as
// app.css; an unknown name gives an address that is not found.
func AssetPath(name string) string {
	if hashed, ok := built.Files[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

var suffixes = map[string]string{"br": ".br", "gzip": ".gz"}

// Asset gives an embedded file by its name with digest. encodings are the
// content encodings the reader accepts, best first (br, gzip); encoding is the
// one chosen, empty for plain. The name changes whenever the content does, so
// the file may be kept for ever.
func Asset(name string, encodings ...string) (data []byte, contentType, encoding string, ok bool) {
	contentType, ok = contentTypes[path.Ext(name)]
	if !ok || strings.Contains(name, "/") {
		return nil, "", "", false
	}
	for _, wanted := range encodings {
		suffix, known := suffixes[wanted]
		if !known {
			continue
		}
		if data, err := static.ReadFile("static/" + name + suffix); err == nil {
			return data, contentType, wanted, true
		}
	}
	data, err := static.ReadFile("static/" + name)
	return data, contentType, "", err == nil
}
