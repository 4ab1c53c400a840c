package web

import (
	"crypto/rand"
	"net/http"
	"strings"

	"onderdak/internal/platform/ui"
)

// asset serves the style sheet, script and pictures of the house. Their names
// hold a digest of their content, so they may be kept for ever.
func asset(w http.ResponseWriter, r *http.Request) {
	var accepted []string
	for _, encoding := range []string{"br", "gzip"} {
		if strings.Contains(r.Header.Get("Accept-Encoding"), encoding) {
			accepted = append(accepted, encoding)
		}
	}
	data, contentType, encoding, ok := ui.Asset(r.PathValue("name"), accepted...)
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	// A failed write means the visitor hung up; there is nobody left to tell.
	_, _ = w.Write(data)
}

// newReference makes the number people can quote when something failed.
func newReference() string { return rand.Text()[:8] }

func licences(v *Visit) error {
	return v.Page("web/licences", v.Text("web.licences"), struct {
		Heading  ui.Heading
		Licences []ui.Licence
	}{ui.Heading{Answer: v.Text("web.licences"), Lead: v.Text("web.licences_lead")}, ui.Licences()}, Options{Public: true})
}
