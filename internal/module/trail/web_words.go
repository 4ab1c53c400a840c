package trail

import (
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// kinds are the things the audit speaks of, as they stand before the slash, that
// have a word of their own.
var kinds = map[string]bool{
	"household": true, "location": true, "stay": true, "offer": true, "run": true, "room": true, "account": true, "login": true, "audit": true,
	"override": true, "terms": true, "import": true, "households": true, "locations": true, "geography": true, "offers": true,
	"demo": true, "dispersal": true, "transport": true, "registration": true, "reports": true,
}

// objectWords names what something was done to: its kind, and enough of its id to
// tell two apart.
func objectWords(v *web.Visit, object string) string {
	kind, id, _ := strings.Cut(object, "/")
	word := kind
	if kinds[kind] {
		word = v.Text("trail.kind_" + kind)
	}
	const shown = 18
	if len(id) > shown { // ids begin alike: with the time they were made
		id = "…" + id[len(id)-8:]
	}
	return strings.TrimSpace(word + " " + id)
}

// lineWords names what a line is about: a household by the code that people know
// it by.
func lineWords(v *web.Visit, line Line) string {
	if line.Code != "" {
		return v.Text("trail.kind_household") + " " + line.Code
	}
	return objectWords(v, line.Object)
}

// pageOfObject is the page of the thing itself, for those who may see it.
func pageOfObject(v *web.Visit, object string) string {
	kind, id, _ := strings.Cut(object, "/")
	page, action := map[string]string{"household": "/huishoudens/", "location": "/locaties/", "run": "/matchrondes/", "account": "/mensen/", "offer": "/aanbiedingen/"}[kind],
		map[string]access.Action{"household": access.ViewHouseholds, "location": access.ViewLocations, "run": access.ViewRuns,
			"account": access.ManagePeople, "offer": access.AnswerOffer}[kind]
	if page == "" || id == "" || access.ReachOf(v.Actor, action) == access.None {
		return ""
	}
	return page + id
}

func personWords(v *web.Visit, name, id string) string {
	switch {
	case name != "":
		return name
	case id == access.Program().Person:
		return v.Text("trail.program")
	case strings.HasPrefix(id, householdKind):
		return v.Text("trail.itself")
	case strings.HasPrefix(id, "link/"):
		return v.Text("trail.by_link")
	}
	return id
}

// actionWords tells an action; one that the program no longer knows is shown as
// it was written down.
func actionWords(v *web.Visit, action string) string {
	for _, known := range access.Actions() {
		if string(known) == action {
			return v.Text("access.action." + action)
		}
	}
	return action
}

func bookWords(v *web.Visit, book string) string {
	if found, ok := atlas.Find(book); ok {
		return found.Name
	}
	if found, ok := atlas.Region(book); ok {
		return v.Text("trail.book_region", "region", found.Name)
	}
	if book == "NL" {
		return v.Text("trail.book_nation")
	}
	return book
}

// chain tells how the books stood when they were last replayed.
func chain(v *web.Visit, checks []Check) ui.Message {
	links := []ui.Link{{Text: v.Text("trail.to_books"), Href: "/controle/boeken"}}
	if len(checks) == 0 {
		return ui.Message{Kind: "warning", Title: v.Text("trail.never_checked"), Links: links}
	}
	oldest, broken, entries := checks[0].At, 0, 0
	for _, check := range checks {
		oldest = min(oldest, check.At)
		entries += int(check.Seq)
		if check.Wrong != "" {
			broken++
		}
	}
	if broken > 0 {
		return ui.Message{Kind: "error", Title: v.Text("trail.broken", "n", broken), Text: v.Text("trail.broken_text"), Links: links}
	}
	return ui.Message{Kind: "info", Title: v.Text("trail.whole", "moment", i18n.Moment(v.Lang, oldest)), Text: v.Text("trail.whole_text", "n", entries), Links: links}
}
