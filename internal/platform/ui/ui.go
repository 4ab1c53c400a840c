// Package ui is the look of the house: the page every screen stands in, the
// components screens are built of, and the style sheet and script they need.
// It knows no room of the domain, no store and no web server: it is handed
// typed values and writes HTML.
//
// A room brings its own templates. Each file is one page and defines "main"
// (and, where it likes, "title" and "breadcrumb"); its dot is a Page, so what
// the room handed over is .Body. Components are templates too, named "ui/…";
// each takes the struct of the same name in this package:
//
//	{{define "main"}}
//	{{template "ui/heading" .Body.Heading}}
//	{{template "ui/stats" .Body.Stats}}
//	{{end}}
//
// Texts inside these structs are already in the reader's language; only texts
// of the shell itself are looked up here, under keys that begin with "ui.".
//
// No template may use a style attribute or an inline script: the pages are
// served with a policy that refuses both.
package ui

import "embed"

// Messages are the texts of the shell and the components.
//
//go:embed messages.*.json
var Messages embed.FS

//go:embed templates/*.html
var templates embed.FS

// Languages are the languages in which every page is prepared, with the names
// their own readers give them; the first is the reference.
var Languages = []Language{{"nl", "Nederlands"}, {"en", "English"}, {"uk", "Українська"}}

// Language is a language of the screens: its BCP 47 code and its own name.
type Language struct{ Code, Name string }

// Page is what the layout shows around the body of a screen.
type Page struct {
	Lang      string    // BCP 47 code: nl, en or uk
	Title     string    // in the reader's language; the answer the page gives
	Path      string    // address of this page, for the way back after choosing a language
	Nav       []NavItem // the rooms this person may enter
	User      *User     // nil: nobody is signed in
	AsOf      string    // moment of the figures, already written out; empty: not shown
	Flash     *Notice   // what became of the last action; nil: nothing to tell
	Staff     bool      // loads the script; public pages ship none
	Refresh   int       // seconds after which a reader without script gets the page again; 0 never
	Reference string    // number to quote when asking for help; empty: none
	Bare      bool      // wall screen: neither header nor footer
	Body      any       // the room's own struct
}

// NavItem is one entry of the main navigation; Key is a message key.
type NavItem struct {
	Key, Href string
	Current   bool
}

// User is the person signed in; RoleKey is a message key.
type User struct{ Name, RoleKey string }

// Notice tells what happened, by message key. Kind is ok, warning, error or
// info.
type Notice struct {
	Kind string
	Key  string
	Args map[string]any
}
