package org

import (
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room: signing in and out, the people who work
// here, and one's own account. secure says that pages travel over https, so the
// cookie must too.
func (s *Service) Routes(secure bool) []web.Route {
	desk := desk{s, secure}
	return slices.Concat(desk.doorRoutes(), desk.peopleRoutes(), desk.ownRoutes())
}

func (d desk) doorRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/inloggen", Open: true, Handle: d.ask},
		{Method: "POST", Path: "/inloggen", Open: true, Handle: d.mail},
		{Method: "GET", Path: "/inloggen/verstuurd", Open: true, Handle: d.sent},
		{Method: "GET", Path: "/inloggen/{token}", Open: true, Handle: d.confirm},
		{Method: "POST", Path: "/inloggen/{token}", Open: true, Handle: d.enter},
		{Method: "POST", Path: "/uitloggen", Open: true, Handle: d.leave},
	}
}

// desk is where people sign in.
type desk struct {
	*Service
	secure bool
}

// signPage is the body of all pages of the desk.
type signPage struct {
	Heading ui.Heading
	Form    *ui.Form
	Text    string
	Other   *ui.Section // for who has no account; may be none
}

var public = web.Options{Public: true}

func (d desk) ask(v *web.Visit) error { return d.askPage(v, "", "") }

func (d desk) askPage(v *web.Visit, email, wrong string) error {
	return v.Page("org/sign", v.Text("org.login_title"), signPage{
		Heading: ui.Heading{Answer: v.Text("org.login_title"), Lead: v.Text("org.login_intro")},
		Form: &ui.Form{
			Action: "/inloggen", Submit: v.Text("org.login_button"),
			Fields: []ui.Field{{
				Kind: ui.EmailField, Name: "email", Label: v.Text("org.login_email"), Value: email, Error: wrong, Complete: "email", Width: 30,
			}},
		},
		Other: &ui.Section{ID: "geen-account", Title: v.Text("org.login_no_account"), Actions: []ui.Action{{Text: v.Text("org.login_report"), Href: "/melden"}}},
	}, public)
}

func (d desk) mail(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	email := strings.TrimSpace(form.Get("email"))
	if !strings.Contains(email, "@") {
		v.Status(http.StatusUnprocessableEntity)
		return d.askPage(v, email, v.Text("org.email"))
	}
	if err := d.MailLink(v.Request.Context(), email); err != nil {
		return err
	}
	return v.Redirect("/inloggen/verstuurd")
}

func (d desk) sent(v *web.Visit) error {
	return v.Page("org/sign", v.Text("org.sent_title"), signPage{
		Heading: ui.Heading{Answer: v.Text("org.sent_title"), Lead: v.Text("org.sent_text")},
		Text:    v.Text("org.sent_again"),
	}, public)
}

// confirm shows a button and uses nothing yet: mail scanners open links too.
func (d desk) confirm(v *web.Visit) error {
	return v.Page("org/sign", v.Text("org.confirm_title"), signPage{
		Heading: ui.Heading{
			Answer: v.Text("org.confirm_title"), Lead: v.Text("org.confirm_text"),
			Actions: []ui.Action{{
				Text: v.Text("org.confirm_button"), Href: LinkPath + url.PathEscape(v.Request.PathValue("token")), Kind: "primary", Post: true,
			}},
		},
	}, public)
}

func (d desk) enter(v *web.Visit) error {
	opened, err := d.SignIn(v.Request.Context(), v.Request.PathValue("token"), v.Request.UserAgent())
	if err != nil {
		return err
	}
	http.SetCookie(v.Writer, d.cookie(opened.Token, int(opened.Life.Seconds())))
	return v.Redirect("/")
}

func (d desk) leave(v *web.Visit) error {
	if token := tokenOf(v); token != "" {
		if err := d.SignOut(v.Request.Context(), token); err != nil {
			return err
		}
	}
	http.SetCookie(v.Writer, d.cookie("", -1))
	return v.Redirect("/inloggen")
}

// tokenOf is the token of the visitor's session; empty where there is none.
func tokenOf(v *web.Visit) string {
	cookie, err := v.Request.Cookie(web.SessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (d desk) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: web.SessionCookie, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: d.secure, SameSite: http.SameSiteLaxMode,
	}
}
