package registration

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"onderdak/internal/module/households"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// fields are the controls of a question, filled in with what was said; the paper
// form shows the same ones. A question of one control has its label as heading.
func fields(v *web.Visit, key string, in url.Values, wrong map[string]string) []ui.Field {
	text := func(name string) string { return v.Text("registration." + name) }
	one := func(f ui.Field) ui.Field {
		f.Value, f.Error = in.Get(f.Name), wrong[f.Name]
		f.Date = ui.DateAnswer(f.Name, in.Get)
		for i, option := range f.Options {
			f.Options[i].Chosen = slices.Contains(in[f.Name], option.Value)
		}
		return f
	}
	switch key {
	case askAlone, askTogether, askWoman, askPets, askStay:
		return []ui.Field{one(ui.Field{Kind: ui.RadioField, Name: key, Label: text(key), Hint: text(key + "_hint"), Options: choices(v, key), Heading: true})}
	case askNeeds:
		return []ui.Field{one(ui.Field{Kind: ui.CheckField, Name: key, Label: text(key), Hint: text(key + "_hint"), Options: choices(v, key), Heading: true})}
	case askWishes:
		return []ui.Field{
			one(ui.Field{Kind: ui.CheckField, Name: key, Label: text("wensen_lijst"), Options: choices(v, key), Optional: true}),
			one(ui.Field{Kind: ui.TextField, Name: "bij", Label: text("bij"), Hint: text("bij_hint"), Width: 30, Optional: true}),
			one(ui.Field{Kind: ui.TextField, Name: "familie", Label: text("familie"), Hint: text("familie_hint"), Width: 10, Optional: true}),
		}
	case askWhere:
		return []ui.Field{one(ui.Field{Kind: ui.TextField, Name: key, Label: text(key), Hint: text(key + "_hint"), Width: 30, Heading: true})}
	case askArrived:
		return []ui.Field{one(ui.Field{Kind: ui.DateField, Name: key, Label: text(key), Hint: text(key + "_hint"), Heading: true})}
	case askContact:
		return []ui.Field{
			one(ui.Field{Kind: ui.PhoneField, Name: "telefoon", Label: text("telefoon"), Hint: text("telefoon_hint"), Complete: "tel", Width: 20, Optional: true}),
			one(ui.Field{Kind: ui.EmailField, Name: "email", Label: text("email"), Complete: "email", Width: 30, Optional: true}),
		}
	}
	return nil
}

// hinted are the choices that need a word of explanation.
var hinted = []string{"near_hospital", "crib", "ground_floor", "women_only", "medical_room"}

func choices(v *web.Visit, key string) (list []ui.Option) {
	for _, value := range options[key] {
		option := ui.Option{Value: value, Label: choice(v, key, value)}
		if key == askNeeds && slices.Contains(hinted, value) {
			option.Hint = v.Text("registration.nodig_" + value + "_hint")
		}
		list = append(list, option)
	}
	return list
}

func choice(v *web.Visit, key, value string) string {
	if value == unsaid {
		return v.Text("registration.unsaid")
	}
	return v.Text("registration." + key + "_" + value)
}

// place finds where a question stands among those put to this household: its
// number from 1, how many there are, and the addresses before and after.
func (d desk) place(a Answers, key string) (number, all int, before, after string) {
	steps := a.Steps(d.door.Tonight())
	i := slices.IndexFunc(steps, func(q Question) bool { return q.Key == key })
	before, after = "/aanmelden/begin", "/aanmelden/controle"
	if i > 0 {
		before = questionAddress(steps[i-1].Key)
	}
	if i >= 0 && i+1 < len(steps) {
		after = questionAddress(steps[i+1].Key)
	}
	return i + 1, len(steps), before, after
}

func questionAddress(key string) string { return "/aanmelden/vraag/" + key }

func (d desk) question(v *web.Visit, _ keys, draft Draft) error {
	key := v.Request.PathValue("vraag")
	for _, q := range draft.Answers.Steps(d.door.Tonight()) {
		if q.Key == key {
			return d.questionPage(v, draft.Answers, key, q.show(draft.Answers), nil)
		}
	}
	return fault.New(fault.NotFound, "fault.not_found")
}

func (d desk) questionPage(v *web.Visit, a Answers, key string, in url.Values, wrong map[string]string) error {
	number, all, before, _ := d.place(a, key)
	title := v.Text("registration." + key)
	body := page{
		Back:  back(v, before),
		Step:  v.Text("registration.step", "number", number, "all", all),
		Form:  &ui.Form{Action: questionAddress(key), Fields: fields(v, key, in, wrong), Submit: v.Text("registration.next")},
		Why:   &ui.Details{Summary: v.Text("registration.why"), Text: v.Text("registration." + key + "_why")},
		Later: v.Text("registration.later"),
	}
	if v.Request.URL.Query().Get("terug") != "" {
		body.Form.Action += "?terug=1"
		body.Back = back(v, "/aanmelden/controle")
	}
	switch key {
	case askMembers:
		d.membersBody(v, a, &body, wrong)
	case askWishes, askContact:
		body.Heading = &ui.Heading{Answer: title, Lead: v.Text("registration." + key + "_hint")}
	case askAlone:
		if wrong[key] != "" {
			body.Actions = []ui.Action{{Text: v.Text("registration.add"), Href: "/aanmelden/persoon/nieuw"}}
		}
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, body, private)
}

// membersBody lists who belongs to the household, with ways to add and change.
func (d desk) membersBody(v *web.Visit, a Answers, body *page, wrong map[string]string) {
	body.Heading = &ui.Heading{Answer: v.Text("registration.gezin"), Lead: v.Text("registration.gezin_hint")}
	for i, m := range a.Members {
		body.Items = append(body.Items, ui.Item{
			Key: memberName(v, m, i), Value: d.ageText(v, m),
			Change: ui.Link{Text: v.Text("registration.change"), Href: "/aanmelden/persoon/" + strconv.Itoa(i+1)},
		})
	}
	kind := "primary"
	if len(a.Members) > 0 {
		kind = "secondary"
	}
	body.Actions = []ui.Action{{Text: v.Text("registration.add"), Href: "/aanmelden/persoon/nieuw", Kind: kind}}
	if text := wrong[askMembers]; text != "" {
		body.Notice = &ui.Message{Kind: "error", Title: text}
	}
	if len(a.Members) == 0 {
		body.Form = nil
	}
}

func memberName(v *web.Visit, m Member, i int) string {
	switch {
	case m.Original != "" && m.Original != m.Latin:
		return m.Latin + " · " + m.Original
	case m.Latin != "":
		return m.Latin
	}
	return v.Text("registration.person", "number", i+1)
}

func (d desk) ageText(v *web.Visit, m Member) string {
	switch {
	case m.Birth.Known:
		return v.Text("registration.born_on", "date", m.Birth.Night)
	case m.AgeKnown:
		return v.Text("registration.years", "n", m.Age)
	case m.Minor:
		return v.Text("registration.leeftijd_minderjarig")
	}
	return v.Text("registration.leeftijd_volwassen")
}

// answer takes in what was said and goes on to the next question, or back to the
// list of answers where the visitor came from there.
func (d desk) answer(v *web.Visit, k keys, draft Draft) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	key := v.Request.PathValue("vraag")
	if named := fold(form.Get("familie")); key == askWishes && named != "" && named != draft.Answers.Family {
		err := d.countFamilyTry(v.Request.Context(), draft.Household)
		if wrong, invalid := wrongs(v, err); invalid {
			return d.questionPage(v, draft.Answers, key, form, wrong)
		}
		if err != nil {
			return err
		}
	}
	saved, err := d.Save(v.Request.Context(), k.code, k.secret, v.Lang, func(ctx context.Context, tx *db.Tx, a *Answers) error {
		if err := a.Answer(key, form, d.door.Tonight()); err != nil {
			return err
		}
		return familyKnown(ctx, tx, *a, key)
	})
	if wrong, invalid := wrongs(v, err); invalid {
		return d.questionPage(v, draft.Answers, key, form, wrong)
	}
	if err != nil {
		return d.refused(v, err)
	}
	_, _, _, after := d.place(saved.Answers, key)
	if v.Request.URL.Query().Get("terug") != "" {
		after = "/aanmelden/controle"
	}
	return v.Redirect(after)
}

// familyKnown refuses the code of a household that does not exist.
func familyKnown(ctx context.Context, tx *db.Tx, a Answers, key string) error {
	if key != askWishes || a.Family == "" {
		return nil
	}
	_, err := households.FoundByCode(ctx, tx, a.Family)
	var check fault.Check
	check.Field(err == nil, "familie", "registration.family_unknown")
	if err != nil && err != db.ErrNone {
		return err
	}
	return check.Err()
}

// number reads which person is meant; the number after the last is a new one.
func number(v *web.Visit, a Answers) (int, error) {
	word := v.Request.PathValue("nummer")
	if word == "nieuw" {
		return len(a.Members), nil
	}
	i, err := strconv.Atoi(word)
	if err != nil || i < 1 || i > len(a.Members) {
		return 0, fault.New(fault.NotFound, "fault.not_found")
	}
	return i - 1, nil
}

func (d desk) member(v *web.Visit, _ keys, draft Draft) error {
	i, err := number(v, draft.Answers)
	if err != nil {
		return err
	}
	in := url.Values{}
	if i < len(draft.Answers.Members) {
		in = draft.Answers.Members[i].show()
	}
	return d.memberPage(v, draft.Answers, i, in, nil)
}

func (d desk) memberPage(v *web.Visit, a Answers, i int, in url.Values, wrong map[string]string) error {
	title := v.Text("registration.person", "number", i+1)
	address := "/aanmelden/persoon/" + v.Request.PathValue("nummer")
	body := page{
		Back:    back(v, questionAddress(askMembers)),
		Heading: &ui.Heading{Above: v.Text("registration.gezin"), Answer: title},
		Form:    &ui.Form{Action: address, Submit: v.Text("registration.save"), Fields: memberFields(v, in, wrong)},
		Why:     &ui.Details{Summary: v.Text("registration.why"), Text: v.Text("registration.person_why")},
	}
	if i < len(a.Members) {
		body.Sections = []ui.Section{{ID: "weg", Title: v.Text("registration.remove_title"), Actions: []ui.Action{
			{Text: v.Text("registration.remove"), Href: address + "/weg", Post: true},
		}}}
	}
	if len(wrong) > 0 {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, body, private)
}

func memberFields(v *web.Visit, in url.Values, wrong map[string]string) []ui.Field {
	text := func(name string) string { return v.Text("registration." + name) }
	list := []ui.Field{
		{Kind: ui.TextField, Name: "naam", Label: text("naam"), Hint: text("naam_hint"), Width: 30, Optional: true},
		{Kind: ui.TextField, Name: "naam_eigen", Label: text("naam_eigen"), Hint: text("naam_eigen_hint"), Width: 30, Optional: true},
		{Kind: ui.NumberField, Name: "jaren", Label: text("jaren"), Hint: text("jaren_hint"), Width: 2},
		{Kind: ui.DateField, Name: "geboren", Label: text("geboren"), Optional: true},
		{Kind: ui.RadioField, Name: "leeftijd", Label: text("leeftijd"), Options: choices(v, "leeftijd"), Optional: true, Inline: true},
		{Kind: ui.CheckField, Name: "talen", Label: text("talen"), Options: choices(v, "talen"), Optional: true, Inline: true},
	}
	for i := range list {
		f := &list[i]
		f.Value, f.Error, f.Date = in.Get(f.Name), wrong[f.Name], ui.DateAnswer(f.Name, in.Get)
		for j := range f.Options {
			f.Options[j].Chosen = slices.Contains(in[f.Name], f.Options[j].Value)
		}
	}
	return list
}

func (d desk) saveMember(v *web.Visit, k keys, draft Draft) error {
	i, err := number(v, draft.Answers)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	tonight := d.door.Tonight()
	_, err = d.Save(v.Request.Context(), k.code, k.secret, v.Lang, func(_ context.Context, _ *db.Tx, a *Answers) error {
		m, err := memberOf(form, tonight)
		if err != nil {
			return err
		}
		return a.keep(i, m, tonight)
	})
	if wrong, invalid := wrongs(v, err); invalid {
		return d.memberPage(v, draft.Answers, i, form, wrong)
	}
	if err != nil {
		return d.refused(v, err)
	}
	return v.Redirect(questionAddress(askMembers))
}

func (d desk) dropMember(v *web.Visit, k keys, draft Draft) error {
	i, err := number(v, draft.Answers)
	if err != nil {
		return err
	}
	_, err = d.Save(v.Request.Context(), k.code, k.secret, v.Lang, func(_ context.Context, _ *db.Tx, a *Answers) error {
		if i < len(a.Members) {
			a.Members = slices.Delete(a.Members, i, i+1)
			a.reshaped(d.door.Tonight())
		}
		return nil
	})
	if err != nil {
		return d.refused(v, err)
	}
	return v.Redirect(questionAddress(askMembers))
}

// said writes the answer to a question for the list of answers.
func (d desk) said(v *web.Visit, a Answers, key string) string {
	switch {
	case !a.answered(key):
		return v.Text("registration.not_answered")
	case key == askMembers:
		return d.membersText(v, a)
	case key == askNeeds:
		return listed(v, askNeeds, a.Needs)
	case key == askWishes:
		return wishesText(v, a)
	case key == askWhere:
		return municipalityName(a.Where)
	case key == askArrived && a.Arrived.Known:
		return i18n.LongDate(v.Lang, a.Arrived.Night)
	case key == askArrived:
		return v.Text("registration.unsaid_answer")
	case key == askContact:
		return orUnsaid(v, joined([]string{a.Phone, a.Email}))
	}
	for _, q := range Questions {
		if q.Key == key {
			return choice(v, key, q.show(a).Get(key))
		}
	}
	return ""
}
