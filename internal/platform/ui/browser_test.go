package ui

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"onderdak/internal/platform/ui/uitest"
)

// policy is the security policy under which pages are served.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// serve offers the previews as the house would: /nl/beeld and so on.
func serve(t *testing.T) *httptest.Server {
	renderer := previewRenderer(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{lang}/{page}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		page, data := previews()[r.PathValue("page")](r.PathValue("lang"))
		if err := renderer.Render(w, r.PathValue("lang"), page, data); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("GET "+Prefix+"{name}", func(w http.ResponseWriter, r *http.Request) {
		data, contentType, _, ok := Asset(r.PathValue("name"))
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", contentType)
		if _, err := w.Write(data); err != nil {
			t.Log(err)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// TestPreviewInTheBrowser looks at every page of the preview. With UI_PICTURES
// set to a folder it leaves pictures there.
func TestPreviewInTheBrowser(t *testing.T) {
	server, browser := serve(t), uitest.Start(t)
	for name := range previews() {
		for _, language := range Languages {
			t.Run(name+"-"+language.Code, func(t *testing.T) {
				opened := browser.Check(t, server.URL+"/"+language.Code+"/"+name)
				if folder := os.Getenv("UI_PICTURES"); folder != "" {
					pictures(t, opened, filepath.Join(folder, name+"-"+language.Code))
				}
			})
		}
	}
}

func pictures(t *testing.T, opened *uitest.Page, file string) {
	for _, width := range []int{390, 1280} {
		if err := errors.Join(opened.Width(width), opened.Screenshot(fmt.Sprintf("%s-%d.png", file, width))); err != nil {
			t.Error(err)
		}
	}
	err := errors.Join(opened.Width(1040), opened.Media("print", "", ""), opened.Screenshot(file+"-print.png"),
		opened.Media("", "forced-colors", "active"), opened.Screenshot(file+"-forced.png"))
	if err != nil {
		t.Error(err)
	}
}
