// Package web carries visits to their handlers and answers back: routes on one
// page, who is signed in, language, protection against foreign forms, security
// headers, pages and problem+json. Handlers return errors; here they become a
// status, words and a reference number.
package web

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"sort"
	"strings"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Templates are the pages of this room: errors.
//
//go:embed templates/*.html
var Templates embed.FS

// Handler answers a visit or returns what went wrong.
type Handler func(*Visit) error

// Route is one address of the house. A route that is not Open asks for a person
// whose role reaches the action at all; how far is checked at the gate.
type Route struct {
	Method string
	Path   string // pattern of net/http
	Action access.Action
	Open   bool // for everybody, signed in or not
	Handle Handler
}

// Session is who is signed in, as package org knows it.
type Session struct {
	Actor access.Actor
	Lang  string
}

// Settings is what a site is made of.
type Settings struct {
	Renderer  *ui.Renderer
	Catalogue *i18n.Catalogue
	Log       *slog.Logger
	Now       func() time.Time
	Secure    bool // pages travel over https: cookies say so
	// Session finds who the token belongs to; unauthenticated when to nobody.
	Session func(ctx context.Context, token string) (Session, error)
	Nav     func(access.Actor) []ui.NavItem
}

// Site is all routes together.
type Site struct {
	Settings
	mux    *http.ServeMux
	routes []Route
}

// New makes a site of the routes.
func New(settings Settings, routes ...Route) *Site {
	site := &Site{Settings: settings, mux: http.NewServeMux(), routes: routes}
	for _, route := range routes {
		site.mux.Handle(route.Method+" "+route.Path, site.serve(route))
	}
	site.mux.HandleFunc("GET "+assetPath+"{name}", asset)
	site.mux.HandleFunc("GET /taal/{lang}", site.chooseLanguage)
	site.mux.Handle("/", site.serve(Route{Open: true, Handle: func(*Visit) error {
		return fault.New(fault.NotFound, "fault.not_found")
	}}))
	return site
}

// Handler is the site behind its protections.
func (s *Site) Handler() http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(s.serve(Route{Open: true, Handle: func(*Visit) error {
		return fault.New(fault.Forbidden, "web.foreign_form")
	}}))
	return s.headers(protection.Handler(s.mux))
}

// Table lists method, path, action and roles of every route, sorted by path:
// the change of a right shows as a difference.
func (s *Site) Table() string {
	lines := make([]string, 0, len(s.routes))
	for _, route := range s.routes {
		who := "everybody"
		if !route.Open {
			who = string(route.Action) + " " + access.Allowed(route.Action)
		}
		lines = append(lines, route.Path+" "+route.Method+" "+who)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n"
}

func (s *Site) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
			"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.Secure {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Site) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visit := &Visit{Writer: w, Request: r, site: s, status: http.StatusOK, Lang: s.language(r, "")}
		defer visit.catch()
		if err := visit.enter(route); err != nil {
			visit.fail(err)
			return
		}
		if err := route.Handle(visit); err != nil {
			visit.fail(err)
		}
	})
}

// enter finds out who visits and whether the route is open to them.
func (v *Visit) enter(route Route) error {
	session, err := v.site.session(v.Request)
	if err != nil {
		return err
	}
	v.Actor = session.Actor
	v.Lang = v.site.language(v.Request, session.Lang)
	switch {
	case route.Open:
		return nil
	case !v.Actor.SignedIn():
		return fault.New(fault.Unauthenticated, "access.sign_in")
	case access.ReachOf(v.Actor, route.Action) == access.None:
		return fault.New(fault.Forbidden, "access.forbidden", "action", string(route.Action), "role", string(v.Actor.Role))
	}
	return nil
}

// SessionCookie holds the session's token.
const SessionCookie = "onderdak"

func (s *Site) session(r *http.Request) (Session, error) {
	cookie, err := r.Cookie(SessionCookie)
	if err != nil || cookie.Value == "" {
		return Session{}, nil
	}
	session, err := s.Session(r.Context(), cookie.Value)
	if fault.KindOf(err) == fault.Unauthenticated {
		return Session{}, nil
	}
	return session, err
}

const languageCookie = "taal"

// language: what the visitor chose, else the account's, else the browser's.
func (s *Site) language(r *http.Request, account string) string {
	if cookie, err := r.Cookie(languageCookie); err == nil && i18n.Known(cookie.Value) == cookie.Value {
		return cookie.Value
	}
	if account != "" {
		return i18n.Known(account)
	}
	return i18n.Choose(r.Header.Get("Accept-Language"))
}

func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: i18n.Known(r.PathValue("lang")), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure,
	})
	http.Redirect(w, r, local(r.URL.Query().Get("terug")), http.StatusSeeOther)
}

// local keeps a way back within the house.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return "/"
	}
	return path
}
