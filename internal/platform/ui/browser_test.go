package ui

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

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
	serveLive(t, mux, renderer)
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

// serveLive offers a page that fetches parts of itself, and these parts.
func serveLive(t *testing.T, mux *http.ServeMux, renderer *Renderer) {
	mux.HandleFunc("GET /levend", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if err := renderer.Render(w, "nl", "preview/live", previewShell("nl", "Levend", nil)); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("GET /stuk", func(w http.ResponseWriter, _ *http.Request) {
		if err := renderer.RenderFragment(w, "nl", "preview/live", "piece", -3); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("GET /stroom", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: 62 van 88\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /kapot", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, "een foutpagina")
	})
}

// TestScriptFetchesParts tries what the script is for, under the security policy:
// parts that load themselves, a stream of events, an answer that fails.
func TestScriptFetchesParts(t *testing.T) {
	server, browser := serve(t), uitest.Start(t)
	opened := browser.Open(t, server.URL+"/levend", 1280)
	becomes := func(what, expression string) {
		t.Helper()
		if _, err := chromedp.Run(opened.Context(), chromedp.Poll[bool](expression)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	becomes("a part that loads itself", `document.getElementById("vers").textContent === "Er zijn −3 plekken"`)
	becomes("a stream of events", `document.getElementById("stroom").textContent.includes("62 van 88")`)
	if wrong := opened.Complaints(); len(wrong) > 0 {
		t.Errorf("the browser complains: %q", wrong)
	}
	if err := chromedp.Do(opened.Context(), chromedp.KeyEvent("/")); err != nil {
		t.Error(err)
	}
	becomes("the key to the search field", `document.activeElement.id === "zoek"`)
	if err := chromedp.Do(opened.Context(), chromedp.Click(chromedp.CSS("#kapot"))); err != nil {
		t.Error(err)
	}
	becomes("lost contact is told", `!document.getElementById("contact").hidden`)
	becomes("an error page replaces nothing", `document.getElementById("doel").textContent === "ongeschonden"`)
}

// TestPolicyIsHeld has the browser refuse what must not be there, to prove that
// the check of every page would show it.
func TestPolicyIsHeld(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><html lang="nl"><title>Fout</title><main><h1 style="color: #eee">Fout</h1><img src="/weg.png"><script>alert(1)</script></main>`)
	}))
	defer server.Close()
	opened := uitest.Start(t).Open(t, server.URL, 320)
	complaints := strings.Join(opened.Complaints(), "\n")
	if !strings.Contains(complaints, "inline style") || !strings.Contains(complaints, "inline script") {
		t.Errorf("inline style and script went unnoticed: %s", complaints)
	}
	violations, err := opened.Axe()
	if err != nil || len(violations) != 1 || violations[0].ID != "image-alt" {
		t.Errorf("axe found %v (%v), not the picture without words", violations, err)
	}
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
