package intake

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// private pages ship no script and are kept nowhere: they hold a secret and whom
// to call.
var private = web.Options{Public: true, Private: true}

// reportPage is the body of the form, ownPage that of what came of it.
type (
	reportPage struct {
		Heading ui.Heading
		Notice  *ui.Message
		Form    *ui.Form
	}
	ownPage struct {
		Heading  ui.Heading
		Ref      string
		Sections []ui.Section
	}
)

// answers are the form as it was filled in.
type answers struct {
	token                             string
	place, municipality, places, when string
	from, until                       ui.DateParts
	name, phone, email                string
	facilities                        []string
	trap                              string
}

const onDate = "datum" // answer to "from when", beside "nu"

func answersOf(form url.Values) answers {
	return answers{
		token: form.Get("sleutel"), place: form.Get("place"), municipality: form.Get("municipality"), places: form.Get("places"),
		when: form.Get("when"), from: ui.DateAnswer("from", form.Get), until: ui.DateAnswer("until", form.Get),
		name: form.Get("name"), phone: form.Get("phone"), email: form.Get("email"), facilities: form["facilities"], trap: form.Get("website"),
	}
}

// shown fills the form in with what was told before.
func shown(r Report) answers {
	a := answers{
		place: r.Place, municipality: MunicipalityName(r.Municipality), when: onDate, until: EndToParts(r.Until),
		name: r.Contact.Name, phone: r.Contact.Phone, email: r.Contact.Email, facilities: r.Facilities,
	}
	if r.Places > 0 {
		a.places = strconv.Itoa(r.Places)
	}
	if r.From.Known {
		a.from = ui.PartsOf(r.From.Night)
	} else {
		a.when = ""
	}
	return a
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}([. ]\d{3})+$`)
	negative  = regexp.MustCompile(`^-\s*\d+$`)
)

// report reads the answers; every wrong one is told at once, by field.
func (a answers) report(tonight calendar.Night) (Report, error) {
	var check fault.Check
	check.Field(a.trap == "", "place", "intake.trapped")
	r := Report{Place: a.place, Contact: places.Contact{Name: a.name, Phone: a.phone, Email: a.email}, Facilities: a.facilities}
	a.readMunicipality(&r, &check)
	a.readPlaces(&r, &check)
	// A date that was typed counts, also where "now" stands beside it.
	if a.when == onDate || !a.from.Empty() {
		night, exists := a.from.Night()
		check.Field(!a.from.Empty(), "from", "intake.from_missing")
		check.Field(exists, "from", "intake.date_wrong")
		r.From = calendar.End{Night: night, Known: exists}
	}
	if !a.until.Empty() {
		night, exists := a.until.Night()
		check.Field(exists, "until", "intake.date_wrong")
		if exists {
			r.Until = LastToEnd(night)
		}
	}
	r.tidy()
	wrong := check.Err()
	if rest := r.Validate(tonight); wrong == nil || rest == nil {
		if wrong == nil {
			wrong = rest
		}
		return r, wrong
	} else {
		// What could not be read comes first: of two complaints about one field the
		// first is shown.
		all := fault.As(wrong)
		all.Fields = append(all.Fields, fault.As(rest).Fields...)
		return r, all
	}
}

func (a answers) readMunicipality(r *Report, check *fault.Check) {
	typed := strings.TrimSpace(a.municipality)
	if typed == "" {
		return // Validate tells
	}
	code, meant := municipalityOf(typed)
	r.Municipality = code
	if len(meant) > 0 {
		check.Field(false, "municipality", "intake.municipality_meant", "names", strings.Join(meant, ", "))
		return
	}
	check.Field(code != "", "municipality", "intake.municipality_unknown")
}

func (a answers) readPlaces(r *Report, check *fault.Check) {
	typed := strings.TrimSpace(a.places)
	if typed == "" {
		return // Validate tells
	}
	if negative.MatchString(typed) {
		check.Field(false, "places", "intake.places_few")
		return
	}
	if thousands.MatchString(typed) {
		typed = digitsOf(typed)
	}
	for _, letter := range typed {
		if letter < '0' || letter > '9' {
			check.Field(false, "places", "intake.places_wrong")
			return
		}
	}
	count, err := strconv.Atoi(typed)
	if err != nil {
		count = mostPlaces + 1 // more figures than a number has
	}
	check.Field(count > 0, "places", "intake.places_few")
	r.Places = count
}

func (d desk) ask(v *web.Visit) error { return d.askPage(v, answers{token: NewToken()}, nil, nil) }

func (d desk) report(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := answersOf(form)
	r, err := given.report(d.door.Tonight())
	if err == nil {
		var secret string
		if _, secret, err = d.Report(v.Request.Context(), given.token, v.Lang, r); err == nil {
			return v.Redirect(ownAddress(secret) + "?gedaan=gemeld")
		}
	}
	if wrong, fields := wrongFields(v, err); fields {
		return d.askPage(v, given, wrong, nil)
	}
	if told := fault.As(err); told.Key == "intake.too_many" {
		v.Status(http.StatusTooManyRequests)
		v.Header().Set("Retry-After", "3600")
		return d.askPage(v, given, nil, &ui.Message{Kind: "error", Title: v.Text(told.Key), Text: v.Text("intake.too_many_text")})
	}
	return err
}

func (d desk) askPage(v *web.Visit, given answers, wrong map[string]string, notice *ui.Message) error {
	title := v.Text("intake.title")
	return v.Page("intake/report", title, reportPage{
		Heading: ui.Heading{Answer: title, Lead: v.Text("intake.lead")}, Notice: notice,
		Form: &ui.Form{Action: "/melden", Submit: v.Text("intake.send"), Note: v.Text("intake.privacy"),
			Fields: append(reportFields(v, given, wrong), ui.Field{Kind: ui.HiddenField, Name: "sleutel", Value: given.token})},
	}, private)
}

// reportFields are the six questions.
func reportFields(v *web.Visit, given answers, wrong map[string]string) []ui.Field {
	facilities := make([]ui.Option, 0, len(Asked))
	for _, token := range Asked {
		facilities = append(facilities, ui.Option{Value: token, Label: v.Text(places.FacilityKey(token)), Chosen: slices.Contains(given.facilities, token)})
	}
	later := given.when == onDate || !given.from.Empty()
	return []ui.Field{
		{Kind: ui.TextField, Name: "place", Label: v.Text("intake.place"), Hint: v.Text("intake.place_hint"), Value: given.place, Error: wrong["place"], Width: 30},
		{Kind: ui.TextField, Name: "municipality", Label: v.Text("intake.municipality"), Value: given.municipality, Error: wrong["municipality"], Width: 30,
			Suggest: municipalities},
		{Kind: ui.NumberField, Name: "places", Label: v.Text("intake.places"), Hint: v.Text("intake.places_hint"), Value: given.places, Error: wrong["places"], Width: 4},
		{Kind: ui.RadioField, Name: "when", Label: v.Text("intake.when"), Inline: true, Options: []ui.Option{
			{Value: "nu", Label: v.Text("intake.when_now"), Chosen: !later}, {Value: onDate, Label: v.Text("intake.when_date"), Chosen: later},
		}},
		{Kind: ui.DateField, Name: "from", Label: v.Text("intake.from"), Hint: v.Text("intake.from_hint"), Date: given.from, Error: wrong["from"], Optional: true},
		{Kind: ui.DateField, Name: "until", Label: v.Text("intake.until"), Hint: v.Text("intake.until_hint"), Date: given.until, Error: wrong["until"], Optional: true},
		{Kind: ui.TextField, Name: "name", Label: v.Text("intake.name"), Value: given.name, Error: wrong["name"], Optional: true, Complete: "name", Width: 30},
		{Kind: ui.PhoneField, Name: "phone", Label: v.Text("intake.phone"), Hint: v.Text("intake.phone_hint"), Value: given.phone, Error: wrong["phone"], Complete: "tel", Width: 20},
		{Kind: ui.EmailField, Name: "email", Label: v.Text("intake.email"), Value: given.email, Error: wrong["email"], Optional: true, Complete: "email", Width: 30},
		{Kind: ui.CheckField, Name: "facilities", Label: v.Text("intake.facilities"), Options: facilities, Optional: true},
	}
}

// municipalities are the names a browser offers, in order.
var municipalities = func() []string {
	var names []string
	for _, m := range atlas.Municipalities() {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	return names
}()

// own shows who told what came of it. The address is the secret itself: it is
// passed on to nobody.
func (d desk) own(v *web.Visit) error {
	found, err := d.Own(v.Request.Context(), v.Request.PathValue("token"))
	if err != nil {
		return err
	}
	if v.Request.URL.Query().Get("gedaan") == "gewijzigd" {
		v.Notice("ok", "intake.own_changed", nil)
	}
	title := v.Text("intake.own_" + string(found.State))
	body := ownPage{Ref: found.Ref, Heading: ui.Heading{Answer: title, Lead: d.promise(v, found)}}
	if found.State.Open() {
		body.Heading.Actions = []ui.Action{{Text: v.Text("intake.own_change"), Href: ownAddress(v.Request.PathValue("token")) + "/wijzig"}}
		body.Sections = append(body.Sections, ui.Section{ID: "bewaren", Title: v.Text("intake.own_keep"), Text: keep(v, found),
			Items: []ui.Item{{Key: v.Text("intake.own_address"), Value: d.base + ownAddress(v.Request.PathValue("token"))}}})
	}
	body.Sections = append(body.Sections, ui.Section{ID: "gemeld", Title: v.Text("intake.told"), Items: Facts(v, found.Report)})
	if found.State.Open() {
		body.Sections = append(body.Sections, ui.Section{ID: "nog-een", Title: v.Text("intake.more"),
			Actions: []ui.Action{{Text: v.Text("intake.more_link"), Href: "/melden"}}})
	}
	return v.Page("intake/own", title, body, private)
}

func keep(v *web.Visit, found Draft) []string {
	text := []string{v.Text("intake.own_keep_text")}
	if found.Contact.Email != "" {
		text = append(text, v.Text("intake.own_mailed"))
	}
	return text
}

// promise is what happens next, and when.
func (d desk) promise(v *web.Visit, found Draft) string {
	switch {
	case found.State == Refused:
		return v.Text("intake.own_refused_lead", "reason", v.Text("intake.reason_"+found.Reason))
	case found.State == Taken:
		return v.Text("intake.own_taken_lead")
	case found.Contact.Phone == "":
		return v.Text("intake.own_mail", "before", i18n.Moment(v.Lang, found.CallBefore))
	}
	return v.Text("intake.own_call", "before", i18n.Moment(v.Lang, found.CallBefore))
}

func (d desk) askChange(v *web.Visit) error {
	found, err := d.changeable(v)
	if err != nil {
		return err
	}
	return d.changePage(v, found, shown(found.Report), nil)
}

// changeable opens the draft of who told it, as long as nobody decided.
func (d desk) changeable(v *web.Visit) (Draft, error) {
	found, err := d.Own(v.Request.Context(), v.Request.PathValue("token"))
	if err == nil && !found.State.Open() {
		err = fault.New(fault.Gone, "intake.own_ended").Or("intake.look", ownAddress(v.Request.PathValue("token")))
	}
	return found, err
}

func (d desk) change(v *web.Visit) error {
	found, err := d.changeable(v)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := answersOf(form)
	r, err := given.report(d.door.Tonight())
	if err == nil {
		err = d.Retell(v.Request.Context(), v.Request.PathValue("token"), r)
	}
	if wrong, fields := wrongFields(v, err); fields {
		return d.changePage(v, found, given, wrong)
	}
	if err != nil {
		return err
	}
	return v.Redirect(ownAddress(v.Request.PathValue("token")) + "?gedaan=gewijzigd")
}

func (d desk) changePage(v *web.Visit, found Draft, given answers, wrong map[string]string) error {
	title := v.Text("intake.change_title", "ref", found.Ref)
	here := ownAddress(v.Request.PathValue("token"))
	return v.Page("intake/report", title, reportPage{
		Heading: ui.Heading{Answer: title, Lead: v.Text("intake.change_lead")},
		Form: &ui.Form{Action: here + "/wijzig", Submit: v.Text("intake.change_send"), Note: v.Text("intake.privacy"),
			Cancel: ui.Link{Text: v.Text("intake.cancel"), Href: here}, Fields: reportFields(v, given, wrong)},
	}, private)
}
