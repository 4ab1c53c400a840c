package locations

import (
	"net/http/httptest"
	"testing"

	"onderdak/internal/platform/db/dbtest"
	"onderdak/internal/platform/ui/uitest"
	"onderdak/internal/platform/web"
)

// What would change is shown in a page of its own, which only a form leads to: it
// is reached by keyboard, and looked at in every width and language.
func TestPreviewsInTheBrowser(t *testing.T) {
	h := open(t, dbtest.Open(t, "sqlite"))
	h.location("L", 12)
	h.present("a", "L", 6)
	server := httptest.NewServer(h.site)
	t.Cleanup(server.Close)
	tab := uitest.Start(t).Tab(t)
	for _, c := range []struct{ lang, path, field, keys, look, told string }{
		{"nl", "/opgave", "#f-places", "80", "Bekijk wat er verandert", "Niemand hoeft te verhuizen"},
		{"en", "/opgave", "#f-places", "2", "See what changes", "1 household has to move"},
		{"uk", "/sluiten", "#f-reason", "Кінець оренди", "Переглянути, хто має переїхати", "1 родина має переїхати"},
	} {
		if err := tab.Visit(server.URL+"/locaties/L"+c.path, 390, uitest.Cookie{Name: "taal", Value: c.lang}, uitest.Cookie{Name: web.SessionCookie, Value: "zeist"}); err != nil {
			t.Fatal(err)
		}
		hands := tab.Hands(t)
		hands.Main()
		hands.To(c.field)
		hands.Press(c.keys)
		hands.To(c.look)
		hands.Enter(c.told)
		for _, width := range uitest.Widths {
			if err := tab.Width(width); err != nil {
				t.Fatal(err)
			}
			for _, wrong := range tab.Wrong() {
				t.Errorf("%s at %d in %s: %s", c.path, width, c.lang, wrong)
			}
		}
	}
}
