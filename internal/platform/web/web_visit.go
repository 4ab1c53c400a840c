package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
)

// Visit is one request and its answer.
type Visit struct {
	Writer  http.ResponseWriter
	Request *http.Request
	Actor   access.Actor
	Lang    string

	site    *Site
	status  int
	notice  *ui.Notice
	private bool
}

// Text is a message in the visitor's language; args alternate name, value.
func (v *Visit) Text(key string, args ...any) string {
	named := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i].(string)] = args[i+1]
	}
	return v.site.Catalogue.Text(v.Lang, key, named)
}

// Word gives the text of the first of the keys that has one; token itself, with
// spaces, where none has.
func (v *Visit) Word(token string, keys ...string) string {
	for _, key := range keys {
		if v.site.Catalogue.Has(key) {
			return v.Text(key)
		}
	}
	return strings.ReplaceAll(token, "_", " ")
}

// Facility gives the visitor's words for a facility or need that is kept as a
// token; one of a municipality's own is shown as it was written.
func (v *Visit) Facility(token string) string { return v.site.Catalogue.Facility(v.Lang, token) }

// Now is the present instant.
func (v *Visit) Now() calendar.Instant { return calendar.InstantOf(v.site.Now()) }

// Status sets the status of the page to come; the default is 200.
func (v *Visit) Status(status int) { v.status = status }

// Notice puts a message above the page to come; kind is ok, warning or error.
func (v *Visit) Notice(kind, key string, args map[string]any) {
	v.notice = &ui.Notice{Kind: kind, Key: key, Args: args}
}

// Options of a page beside its body.
type Options struct {
	Refresh int  // seconds after which a reader without script gets it again; 0 never
	Public  bool // ships no script
	Bare    bool // wall screen: no header, no footer
	Private bool // not kept anywhere, not even for the way back: whoever uses the device next sees nothing
}

// Page answers with a page; title is a text in the visitor's language.
func (v *Visit) Page(page, title string, body any, options ...Options) error {
	var chosen Options
	if len(options) > 0 {
		chosen = options[0]
	}
	v.private = chosen.Private
	var out bytes.Buffer
	if err := v.site.Renderer.Render(&out, v.Lang, page, v.shell(title, body, chosen)); err != nil {
		return err
	}
	return v.send("text/html; charset=utf-8", out.Bytes())
}

func (v *Visit) shell(title string, body any, chosen Options) ui.Page {
	page := ui.Page{
		Lang: v.Lang, Title: title, Path: v.Request.URL.Path, AsOf: i18n.Moment(v.Lang, v.Now()),
		Flash: v.notice, Bare: chosen.Bare, Staff: v.Actor.SignedIn() && !chosen.Public, Refresh: chosen.Refresh, Body: body,
	}
	if v.Actor.SignedIn() {
		page.User = &ui.User{Name: v.Actor.Name, RoleKey: "access.role." + string(v.Actor.Role)}
		page.Nav = v.site.Nav(v.Actor, v.Request.URL.Path)
		if !chosen.Public { // a letter speaks the language of whom it is for
			page.Title = titled(title, v.currentRoom(page.Nav))
		}
	}
	return page
}

// currentRoom names the part of the house the page belongs to; empty for none.
func (v *Visit) currentRoom(nav []ui.NavItem) string {
	for _, item := range nav {
		if item.Current {
			return v.Text(item.Key)
		}
	}
	return ""
}

// titled adds the part of the house to what the browser shows of a page, unless
// it is said already: two lists may give the same answer.
func titled(title, room string) string {
	if room == "" || strings.Contains(strings.ToLower(title), strings.ToLower(room)) {
		return title
	}
	return title + " – " + room
}

// Fragment answers with one block of a page, for a page that refreshes a part of
// itself.
func (v *Visit) Fragment(page, block string, data any) error {
	var out bytes.Buffer
	if err := v.site.Renderer.RenderFragment(&out, v.Lang, page, block, data); err != nil {
		return err
	}
	return v.send("text/html; charset=utf-8", out.Bytes())
}

// JSON answers with a value as JSON.
func (v *Visit) JSON(value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return v.send("application/json", data)
}

// File answers with a file to be kept under the name.
func (v *Visit) File(name, contentType string, data []byte) error {
	v.Writer.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	return v.send(contentType, data)
}

// Redirect sends the visitor on with GET.
func (v *Visit) Redirect(path string) error {
	http.Redirect(v.Writer, v.Request, local(path), http.StatusSeeOther)
	return nil
}

const largestForm = 1 << 20

// Form reads the submitted form; one that is too large or broken is invalid.
func (v *Visit) Form() (url.Values, error) {
	v.Request.Body = http.MaxBytesReader(v.Writer, v.Request.Body, largestForm)
	if err := v.Request.ParseForm(); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "web.form_broken")
	}
	return v.Request.PostForm, nil
}

// Upload reads a submitted form with a file in the named field: the file's name
// without a path, what it holds, and the other answers. A file larger than most
// bytes, or none, is told at the field.
func (v *Visit) Upload(field string, most int64) (name string, data []byte, form url.Values, err error) {
	v.Request.Body = http.MaxBytesReader(v.Writer, v.Request.Body, most+largestForm)
	var check fault.Check
	if err := v.Request.ParseMultipartForm(most + largestForm); err != nil {
		var large *http.MaxBytesError
		if !errors.As(err, &large) {
			return "", nil, nil, fault.Wrap(err, fault.Invalid, "web.form_broken")
		}
		check.Field(false, field, "web.file_large", "most", int(most>>20))
		return "", nil, url.Values{}, check.Err()
	}
	form = v.Request.MultipartForm.Value
	file, header, err := v.Request.FormFile(field)
	if err != nil {
		check.Field(false, field, "web.file_missing")
		return "", nil, form, check.Err()
	}
	data, err = io.ReadAll(file)
	if err := errors.Join(err, file.Close(), v.Request.MultipartForm.RemoveAll()); err != nil {
		return "", nil, form, fault.Wrap(err, fault.Invalid, "web.form_broken")
	}
	check.Field(int64(len(data)) <= most, field, "web.file_large", "most", int(most>>20))
	check.Field(len(data) > 0, field, "web.file_missing")
	return path.Base(strings.ReplaceAll(header.Filename, "\\", "/")), data, form, check.Err()
}

// Header gives the headers of the answer.
func (v *Visit) Header() http.Header { return v.Writer.Header() }

// send writes an answer whole. Pages are private and carry an ETag, so that a
// board that asks again every half minute mostly hears "unchanged".
func (v *Visit) send(contentType string, body []byte) error {
	header := v.Writer.Header()
	header.Set("Content-Type", contentType)
	header.Set("Cache-Control", "private, no-cache")
	if v.private {
		header.Set("Cache-Control", "no-store")
	}
	header.Set("Vary", "Cookie, Accept-Language, Accept-Encoding")
	if v.status == http.StatusOK && v.Request.Method == http.MethodGet && !v.private {
		sum := sha256.Sum256(body)
		tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		header.Set("ETag", tag)
		if v.Request.Header.Get("If-None-Match") == tag {
			v.Writer.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	if len(body) > 1400 && strings.Contains(v.Request.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		v.Writer.WriteHeader(v.status)
		zip := gzip.NewWriter(v.Writer)
		_, err := zip.Write(body)
		return v.gone(errors.Join(err, zip.Close()))
	}
	v.Writer.WriteHeader(v.status)
	_, err := v.Writer.Write(body)
	return v.gone(err)
}

// gone notes that the visitor hung up: nothing can be answered any more.
func (v *Visit) gone(err error) error {
	if err != nil {
		v.site.Log.Debug("web: visitor hung up", "path", v.Request.URL.Path, "error", err)
	}
	return nil
}

var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Forbidden: http.StatusForbidden, fault.Unauthenticated: http.StatusUnauthorized, fault.Gone: http.StatusGone,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// catch turns a panic into the same answer as any mistake of ours.
func (v *Visit) catch() {
	if broken := recover(); broken != nil {
		if broken == http.ErrAbortHandler {
			panic(broken)
		}
		v.fail(fmt.Errorf("panic: %v\n%s", broken, debug.Stack()))
	}
}

// fail answers with what went wrong. Somebody who is not signed in is shown the
// way to the door instead.
func (v *Visit) fail(err error) {
	told := fault.As(err)
	v.status = statuses[told.Kind]
	reference := ""
	if told.Kind == fault.Internal || told.Kind == fault.Unavailable {
		reference = newReference()
		v.site.Log.Error("web: failed", "reference", reference, "method", v.Request.Method, "path", v.Request.URL.Path, "error", err)
	}
	if told.Kind == fault.Unavailable {
		v.Writer.Header().Set("Retry-After", "10")
	}
	if v.wantsJSON() {
		v.problem(told, reference)
		return
	}
	if told.Kind == fault.Unauthenticated && v.Request.Method == http.MethodGet {
		http.Redirect(v.Writer, v.Request, "/inloggen?terug="+url.QueryEscape(v.Request.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	v.errorPage(told, reference)
}

func (v *Visit) wantsJSON() bool {
	return strings.HasPrefix(v.Request.URL.Path, "/api/") || strings.Contains(v.Request.Header.Get("Accept"), "application/json")
}

// ErrorPage is what the page web/error shows.
type ErrorPage struct {
	Heading   ui.Heading
	Kind      string
	Message   string
	Fields    []ErrorField
	Reference string
}

// ErrorField is one wrong field in words.
type ErrorField struct{ Name, Message string }

func (v *Visit) words(told *fault.Error) ErrorPage {
	page := ErrorPage{Kind: string(told.Kind), Message: v.site.Catalogue.Text(v.Lang, told.Key, told.Args)}
	page.Heading = ui.Heading{Answer: v.Text("web.error_" + page.Kind), Lead: page.Message}
	actions := &page.Heading.Actions
	for _, option := range told.Options {
		*actions = append(*actions, ui.Action{Text: v.site.Catalogue.Text(v.Lang, option.Key, option.Args), Href: local(option.Href)})
	}
	if back := v.cameFrom(); told.Kind == fault.Conflict && back != "" {
		*actions = append(*actions, ui.Action{Text: v.Text("web.look_again"), Href: back})
	}
	if len(*actions) > 0 {
		(*actions)[0].Kind = "primary"
	}
	*actions = append(*actions, ui.Action{Text: v.Text("web.home"), Href: "/"})
	if !v.Actor.SignedIn() {
		page.Heading.Actions = append(page.Heading.Actions, ui.Action{Text: v.Text("web.sign_in"), Href: "/inloggen"})
	}
	for _, field := range told.Fields {
		page.Fields = append(page.Fields, ErrorField{field.Name, v.site.Catalogue.Text(v.Lang, field.Key, field.Args)})
	}
	return page
}

// cameFrom is the page of ours on which the visitor pressed the button: looking
// at it again shows how things are by now. Empty where the browser does not say.
func (v *Visit) cameFrom() string {
	from, err := url.Parse(v.Request.Referer())
	if err != nil || from.Host == "" || from.Host != v.Request.Host {
		return ""
	}
	return local(from.RequestURI())
}

func (v *Visit) errorPage(told *fault.Error, reference string) {
	body := v.words(told)
	body.Reference = reference
	if err := v.Page("web/error", body.Heading.Answer, body, Options{Public: true}); err != nil {
		v.site.Log.Error("web: the error page failed", "error", err)
		http.Error(v.Writer, body.Message, v.status)
	}
}

// problem answers with application/problem+json (RFC 9457).
func (v *Visit) problem(told *fault.Error, reference string) {
	words := v.words(told)
	type parameter struct {
		Name   string `json:"name"`
		Reason string `json:"reason"`
	}
	answer := struct {
		Type     string      `json:"type"`
		Title    string      `json:"title"`
		Status   int         `json:"status"`
		Detail   string      `json:"detail,omitempty"`
		Instance string      `json:"instance,omitempty"`
		Invalid  []parameter `json:"invalidParams,omitempty"`
	}{Type: "about:blank", Title: v.Text("web.error_" + words.Kind), Status: v.status, Detail: words.Message, Instance: reference}
	for _, field := range words.Fields {
		answer.Invalid = append(answer.Invalid, parameter{field.Name, field.Message})
	}
	data, err := json.Marshal(answer)
	if err != nil {
		v.site.Log.Error("web: problem", "error", err)
	}
	if err := v.send("application/problem+json", data); err != nil {
		v.site.Log.Error("web: problem", "error", err)
	}
}
