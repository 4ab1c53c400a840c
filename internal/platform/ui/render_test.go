package ui

import (
	"testing"

	"onderdak/internal/platform/ui/uitest"
)

// TestPreviewIsSoundHTML renders every page in every language and state.
func TestPreviewIsSoundHTML(t *testing.T) {
	renderer := previewRenderer(t)
	for name := range previews() {
		for _, language := range Languages {
			page := rendered(t, renderer, name, language.Code)
			for _, wrong := range uitest.HTML([]byte(page)) {
				t.Errorf("%s in %s: %s", name, language.Code, wrong)
			}
		}
	}
}
