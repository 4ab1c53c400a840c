package registration

import (
	"embed"
	"net/http"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// Templates are the pages of this room.
//
//go:embed templates/*.html
var Templates embed.FS

// Routes are the addresses of this room: those of households, open to everybody,
// and those of staff.
func (s *Service) Routes() []web.Route {
	d := desk{s}
	const facts, names = "/huishoudens/{id}/gegevens", "/huishoudens/{id}/namen"
	const person, secret = "/huishoudens/{id}/personen/{persoon}", "/huishoudens/{id}/geheim"
	return []web.Route{
		{Method: "GET", Path: "/aanmelden", Open: true, Handle: d.start},
		{Method: "GET", Path: "/aanmelden/begin", Open: true, Handle: d.intro},
		{Method: "POST", Path: "/aanmelden/begin", Open: true, Handle: d.begin},
		{Method: "GET", Path: "/aanmelden/vraag/{vraag}", Open: true, Handle: d.own(d.question)},
		{Method: "POST", Path: "/aanmelden/vraag/{vraag}", Open: true, Handle: d.own(d.answer)},
		{Method: "GET", Path: "/aanmelden/persoon/{nummer}", Open: true, Handle: d.own(d.member)},
		{Method: "POST", Path: "/aanmelden/persoon/{nummer}", Open: true, Handle: d.own(d.saveMember)},
		{Method: "POST", Path: "/aanmelden/persoon/{nummer}/weg", Open: true, Handle: d.own(d.dropMember)},
		{Method: "GET", Path: "/aanmelden/bewaren", Open: true, Handle: d.own(d.keep)},
		{Method: "POST", Path: "/aanmelden/wissen", Open: true, Handle: d.own(d.drop)},
		{Method: "GET", Path: "/aanmelden/verder", Open: true, Handle: d.askCode},
		{Method: "POST", Path: "/aanmelden/verder", Open: true, Handle: d.enter},
		{Method: "GET", Path: "/aanmelden/controle", Open: true, Handle: d.own(d.check)},
		{Method: "POST", Path: "/aanmelden/controle", Open: true, Handle: d.own(d.submit)},
		{Method: "GET", Path: "/aanmelden/klaar", Open: true, Handle: d.card},
		{Method: "GET", Path: "/aanmelden/papier", Open: true, Handle: d.paper},
		{Method: "GET", Path: "/status", Open: true, Handle: d.status},
		{Method: "GET", Path: "/status/antwoord", Open: true, Handle: d.askReply},
		{Method: "POST", Path: "/status/antwoord", Open: true, Handle: d.reply},
		{Method: "POST", Path: "/status/afsluiten", Open: true, Handle: d.close},
		{Method: "GET", Path: "/verlaten", Open: true, Handle: d.leave},
		{Method: "GET", Path: facts, Action: access.EditHousehold, Handle: d.facts},
		{Method: "POST", Path: facts, Action: access.EditHousehold, Handle: d.correct},
		{Method: "GET", Path: names, Action: access.ViewNames, Handle: d.askWhy},
		{Method: "POST", Path: names, Action: access.ViewNames, Handle: d.names},
		{Method: "GET", Path: person, Action: access.EditMember, Handle: d.askMember},
		{Method: "POST", Path: person, Action: access.EditMember, Handle: d.editMember},
		{Method: "GET", Path: secret, Action: access.NewSecret, Handle: d.askSecret},
		{Method: "POST", Path: secret, Action: access.NewSecret, Handle: d.handOut},
	}
}

// desk is where the pages of this room are answered.
type desk struct{ *Service }

// private pages ship no script and are kept nowhere: the device may be shared.
var private = web.Options{Public: true, Private: true}

// page is the body of most pages of this room, in the order of its fields.
type page struct {
	Back      ui.Link
	Staff     bool   // a page for staff: nobody has to leave it in a hurry
	Step      string // "Vraag 3 van 9"
	Heading   *ui.Heading
	Languages []ui.Language
	Notice    *ui.Message
	Card      *card
	Steps     []ui.Link
	Items     []ui.Item
	Actions   []ui.Action
	Form      *ui.Form
	Why       *ui.Details
	Later     string
	Sections  []ui.Section
	After     *ui.Form // a form that comes after what must be read first
}

// card is what a household keeps: its code, its secret and the way to its page,
// in words of its own language.
type card struct {
	Reference, Secret, Address string
	Picture                    *picture
	Lang                       string // where it is not the language of the page
	CodeWord, SecretWord       string
	Keep, Drawn                string
}

// newCard is a card in a language.
func newCard(v *web.Visit, lang string, c card) *card {
	page := v.Lang
	if v.Lang = lang; lang != page {
		c.Lang = lang
	}
	c.CodeWord, c.SecretWord = v.Text("registration.reference"), v.Text("registration.secret")
	c.Keep, c.Drawn = v.Text("registration.card_text"), v.Text("registration.qr")
	v.Lang = page
	return &c
}

func back(v *web.Visit, href string) ui.Link {
	return ui.Link{Text: v.Text("registration.back"), Href: href}
}

// keys are the code and secret a visitor holds in a cookie for as long as the
// browser stays open.
type keys struct{ code, secret string }

const cookieName = "aanmelding"

func keysOf(v *web.Visit) (k keys, held bool) {
	cookie, err := v.Request.Cookie(cookieName)
	if err != nil {
		return k, false
	}
	k.code, k.secret, held = strings.Cut(cookie.Value, ".")
	return k, held
}

func (d desk) hold(v *web.Visit, k keys) {
	http.SetCookie(v.Writer, &http.Cookie{
		Name: cookieName, Value: k.code + "." + k.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: d.settings.Secure,
	})
}

func (d desk) letGo(v *web.Visit) {
	http.SetCookie(v.Writer, &http.Cookie{
		Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: d.settings.Secure,
	})
}

// own opens the visitor's draft before it is shown or changed.
func (d desk) own(handle func(*web.Visit, keys, Draft) error) web.Handler {
	return func(v *web.Visit) error {
		k, held := keysOf(v)
		if !held {
			return v.Redirect("/aanmelden/verder")
		}
		draft, err := d.Open(v.Request.Context(), k.code, k.secret)
		switch {
		case err != nil:
			return d.refused(v, err)
		case draft.Sent:
			return v.Redirect("/status")
		}
		return handle(v, k, draft)
	}
}

// refused asks for code and secret again where those in the cookie do not open
// anything any more.
func (d desk) refused(v *web.Visit, err error) error {
	switch fault.As(err).Key {
	case "registration.code_wrong":
		d.letGo(v)
		return v.Redirect("/aanmelden/verder?verlopen=1")
	case "registration.locked":
		return d.codePage(v, "", err)
	case "registration.sent_already":
		return v.Redirect("/status")
	case "registration.not_sent":
		return v.Redirect("/aanmelden/controle")
	}
	return err
}

// start is where everybody begins: the language.
func (d desk) start(v *web.Visit) error {
	title := v.Text("registration.title")
	return v.Page("registration/page", title, page{
		Heading:   &ui.Heading{Answer: title, Lead: "Kies uw taal · Choose your language · Оберіть мову"},
		Languages: ui.Languages,
		Sections: []ui.Section{{ID: "anders", Title: v.Text("registration.other_ways"), Actions: []ui.Action{
			{Text: v.Text("registration.go_on"), Href: "/aanmelden/verder"},
			{Text: v.Text("registration.paper"), Href: "/aanmelden/papier"},
		}}},
	}, private)
}

// intro tells what is asked before anything is.
func (d desk) intro(v *web.Visit) error {
	title := v.Text("registration.intro_title")
	body := page{
		Back:    back(v, "/aanmelden"),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.intro_lead")},
		Actions: []ui.Action{{Text: v.Text("registration.begin"), Href: "/aanmelden/begin", Post: true, Kind: "primary"}},
		Sections: []ui.Section{
			{ID: "goed-om-te-weten", Title: v.Text("registration.intro_know"), Text: lines(v, "registration.intro_know_", 4)},
			{ID: "gevaar", Title: v.Text("registration.danger"), Text: lines(v, "registration.danger_", 2)},
		},
	}
	if helping(v) {
		body.Notice = &ui.Message{Kind: "info", Title: v.Text("registration.helping"), Text: v.Text("registration.helping_text")}
	}
	return v.Page("registration/page", title, body, private)
}

// lines are the numbered texts of a section.
func lines(v *web.Visit, prefix string, count int) (texts []string) {
	for i := range count {
		texts = append(texts, v.Text(prefix+string(rune('1'+i))))
	}
	return texts
}

// helping says whether the visitor is signed in and may register households of
// others.
func helping(v *web.Visit) bool {
	return v.Actor.SignedIn() && access.ReachOf(v.Actor, access.EditHousehold) != access.None
}

func (d desk) begin(v *web.Visit) error {
	helper := ""
	if helping(v) {
		helper = v.Actor.Person
	}
	draft, secret, err := d.Begin(v.Request.Context(), v.Lang, helper)
	if told := fault.As(err); err != nil && told.Key == "registration.busy" {
		return d.busyPage(v, told.Args)
	}
	if err != nil {
		return err
	}
	d.hold(v, keys{draft.Code, secret})
	return v.Redirect("/aanmelden/vraag/" + askMembers)
}

// busyPage asks to begin a little later.
func (d desk) busyPage(v *web.Visit, args fault.Args) error {
	v.Status(http.StatusTooManyRequests)
	title := v.Text("registration.busy")
	return v.Page("registration/page", title, page{
		Back: back(v, "/aanmelden/begin"), Heading: &ui.Heading{Answer: title, Lead: wordsOf(v, "registration.busy_text", args)},
		Actions: []ui.Action{{Text: v.Text("registration.begin"), Href: "/aanmelden/begin", Post: true, Kind: "primary"}, {Text: v.Text("registration.paper"), Href: "/aanmelden/papier"}},
	}, private)
}

// keep shows how to come back later.
func (d desk) keep(v *web.Visit, k keys, draft Draft) error {
	title := v.Text("registration.keep_title")
	return v.Page("registration/page", title, page{
		Back:    back(v, "/aanmelden/controle"),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.keep_lead", "until", draft.Expires.Night())},
		Card:    newCard(v, v.Lang, card{Reference: draft.Code, Secret: k.secret, Address: d.shown("/aanmelden/verder")}),
		Actions: []ui.Action{
			{Text: v.Text("registration.go_on_now"), Href: "/aanmelden/controle", Kind: "primary"},
			{Text: v.Text("registration.drop"), Href: "/aanmelden/wissen", Post: true, Kind: "subtle"},
		},
	}, private)
}

// shown is an address as people type it.
func (d desk) shown(path string) string {
	_, address, found := strings.Cut(d.settings.Base, "://")
	if !found {
		address = d.settings.Base
	}
	return address + path
}

func (d desk) drop(v *web.Visit, k keys, _ Draft) error {
	if err := d.Drop(v.Request.Context(), k.code, k.secret); err != nil {
		return d.refused(v, err)
	}
	d.letGo(v)
	return v.Redirect("/aanmelden")
}

func (d desk) askCode(v *web.Visit) error { return d.codePage(v, "", nil) }

// codePage asks for code and secret; what was typed as code stays, the secret
// does not.
func (d desk) codePage(v *web.Visit, code string, refused error) error {
	title := v.Text("registration.code_title")
	form := &ui.Form{Action: "/aanmelden/verder", Submit: v.Text("registration.code_open"), Fields: []ui.Field{
		{Kind: ui.TextField, Name: "code", Label: v.Text("registration.code"), Hint: v.Text("registration.code_hint"), Value: code, Width: 20},
		{Kind: ui.TextField, Name: "geheim", Label: v.Text("registration.secret"), Hint: v.Text("registration.secret_hint"), Width: 20},
	}}
	if refused != nil {
		told := fault.As(refused)
		form.Fields[0].Error = wordsOf(v, told.Key, told.Args)
		v.Status(http.StatusUnprocessableEntity)
		if told.Kind == fault.Conflict {
			v.Status(http.StatusTooManyRequests)
		}
	}
	body := page{Back: back(v, "/aanmelden"), Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.code_lead")}, Form: form,
		Sections: []ui.Section{{ID: "kwijt", Title: v.Text("registration.lost"), Text: []string{v.Text("registration.lost_text")}}}}
	if v.Request.URL.Query().Get("verlopen") != "" {
		body.Notice = &ui.Message{Kind: "warning", Title: v.Text("registration.expired")}
	}
	return v.Page("registration/page", title, body, private)
}

// wordsOf writes a message; instants among its arguments become moments.
func wordsOf(v *web.Visit, key string, args fault.Args) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		if at, is := value.(calendar.Instant); is {
			value = i18n.Moment(v.Lang, at)
		}
		pairs = append(pairs, name, value)
	}
	return v.Text(key, pairs...)
}

func (d desk) enter(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	k := keys{fold(form.Get("code")), fold(form.Get("geheim"))}
	draft, err := d.Open(v.Request.Context(), k.code, k.secret)
	if err != nil {
		if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Conflict {
			return d.codePage(v, form.Get("code"), err)
		}
		return err
	}
	d.hold(v, k)
	if draft.Sent {
		return v.Redirect("/status")
	}
	return v.Redirect("/aanmelden/controle")
}

// close ends the visit on this device.
func (d desk) close(v *web.Visit) error {
	d.letGo(v)
	return v.Redirect("/aanmelden")
}

// leave leads away at once, to a page that tells nothing about who was here. The
// way back leads to a page that asks for the code again.
func (d desk) leave(v *web.Visit) error {
	d.letGo(v)
	v.Header().Set("Referrer-Policy", "no-referrer")
	v.Header().Set("Cache-Control", "no-store")
	v.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(v.Writer, v.Request, d.settings.Leave, http.StatusSeeOther)
	return nil
}

// wrongs are the errors of a form by field, and the values as they were typed.
func wrongs(v *web.Visit, err error) (map[string]string, bool) {
	told := fault.As(err)
	if told.Kind != fault.Invalid {
		return nil, false
	}
	wrong := map[string]string{}
	for _, field := range told.Fields {
		if wrong[field.Name] == "" {
			wrong[field.Name] = wordsOf(v, field.Key, field.Args)
		}
	}
	return wrong, true
}
