package ui

import (
	"strings"
	"testing"
)

func TestAssetsAreServedByTheirDigest(t *testing.T) {
	for name, wanted := range map[string]string{"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		address := AssetPath(name)
		hashed, ok := strings.CutPrefix(address, Prefix)
		if !ok || hashed == name {
			t.Errorf("%s has no digest in its address %s", name, address)
		}
		plain, contentType, encoding, ok := Asset(hashed)
		if !ok || contentType != wanted || encoding != "" || len(plain) == 0 {
			t.Errorf("%s: %d bytes of %s in %q (%v)", name, len(plain), contentType, encoding, ok)
		}
		for _, test := range []struct {
			accepts []string
			want    string
		}{{[]string{"br", "gzip"}, "br"}, {[]string{"gzip"}, "gzip"}, {[]string{"zstd", "gzip"}, "gzip"}, {[]string{"identity"}, ""}} {
			data, _, encoding, ok := Asset(hashed, test.accepts...)
			if !ok || encoding != test.want || encoding != "" && len(data) >= len(plain) {
				t.Errorf("%s for %v: %d bytes in %q", name, test.accepts, len(data), encoding)
			}
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, name := range []string{"", "app.css", "manifest.json", "../ui.go", "static/manifest.json", "app.css.br", "x.css"} {
		if _, _, _, ok := Asset(name, "br"); ok {
			t.Errorf("%q is served", name)
		}
	}
	if got := AssetPath("gone.css"); got != Prefix+"gone.css" {
		t.Errorf("an unknown file has the address %s", got)
	}
}

func TestLicencesAreACopy(t *testing.T) {
	licences := Licences()
	if len(licences) == 0 || licences[0].Name == "" || licences[0].Licence == "" {
		t.Fatalf("licences are %+v", licences)
	}
	licences[0].Name = "changed"
	if Licences()[0].Name == "changed" {
		t.Error("a caller can change the list of licences")
	}
}
