package registration

import (
	"net/http"
	"strings"

	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

func joined(parts []string) string {
	var told []string
	for _, part := range parts {
		if part != "" {
			told = append(told, part)
		}
	}
	return strings.Join(told, "\n")
}

func orUnsaid(v *web.Visit, text string) string {
	if text == "" {
		return v.Text("registration.unsaid_answer")
	}
	return text
}

func listed(v *web.Visit, key string, words []string) string {
	var texts []string
	for _, word := range words {
		texts = append(texts, choice(v, key, word))
	}
	if len(texts) == 0 {
		return v.Text("registration.nothing")
	}
	return strings.Join(texts, "\n")
}

func wishesText(v *web.Visit, a Answers) string {
	var texts []string
	for _, wish := range a.Wishes {
		texts = append(texts, choice(v, askWishes, wish))
	}
	if a.Near != "" {
		texts = append(texts, v.Text("registration.near", "municipality", municipalityName(a.Near)))
	}
	if a.Family != "" {
		texts = append(texts, v.Text("registration.near_family", "code", a.Family))
	}
	if len(texts) == 0 {
		return v.Text("registration.nothing")
	}
	return strings.Join(texts, "\n")
}

func (d desk) membersText(v *web.Visit, a Answers) string {
	var texts []string
	for i, m := range a.Members {
		texts = append(texts, memberName(v, m, i)+", "+d.ageText(v, m))
	}
	return strings.Join(texts, "\n")
}

func (d desk) check(v *web.Visit, _ keys, draft Draft) error { return d.checkPage(v, draft, "") }

// checkPage lists the answers before they are sent. The first open question is
// put first.
func (d desk) checkPage(v *web.Visit, draft Draft, wrong string) error {
	a := draft.Answers
	open := a.Open(d.door.Tonight())
	title := v.Text("registration.check_title")
	steps := a.Steps(d.door.Tonight())
	body := page{
		Back:    back(v, questionAddress(steps[len(steps)-1].Key)),
		Heading: &ui.Heading{Answer: title, Lead: v.Text("registration.check_lead")},
		Later:   v.Text("registration.later"),
	}
	for _, q := range steps {
		item := ui.Item{Key: v.Text("registration." + q.Key), Value: d.said(v, a, q.Key)}
		item.Change = ui.Link{Text: v.Text("registration.change"), Href: questionAddress(q.Key) + "?terug=1"}
		body.Items = append(body.Items, item)
	}
	switch {
	case open != "":
		body.Heading.Lead = v.Text("registration.check_open")
		body.Actions = []ui.Action{{Text: v.Text("registration.go_on_now"), Href: questionAddress(open), Kind: "primary"}}
	default:
		body.Form = &ui.Form{Action: "/aanmelden/controle", Submit: v.Text("registration.send"), Note: v.Text("registration.consent_withdraw"), Fields: []ui.Field{{
			Kind: ui.CheckField, Name: "akkoord", Label: v.Text("registration.consent"), Hint: v.Text("registration.consent_text"), Error: wrong,
			Options: []ui.Option{{Value: "ja", Label: v.Text("registration.consent_yes")}},
		}}}
	}
	if wrong != "" {
		v.Status(http.StatusUnprocessableEntity)
	}
	return v.Page("registration/page", title, body, private)
}

func (d desk) submit(v *web.Visit, k keys, draft Draft) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	_, err = d.Submit(v.Request.Context(), v.Actor, k.code, k.secret, form.Get("akkoord") == "ja")
	told := fault.As(err)
	switch {
	case err == nil:
		return v.Redirect("/aanmelden/klaar")
	case told.Kind == fault.Invalid && len(told.Fields) > 0 && told.Fields[0].Name == "akkoord":
		return d.checkPage(v, draft, wordsOf(v, told.Fields[0].Key, told.Fields[0].Args))
	case told.Key == "registration.unanswered":
		return v.Redirect("/aanmelden/controle")
	case told.Kind == fault.Forbidden:
		// Who helps may register only those who are in their own area.
		return d.questionPage(v, draft.Answers, askWhere, questionShow(askWhere, draft.Answers), map[string]string{askWhere: v.Text("registration.outside")})
	}
	return d.refused(v, err)
}

func questionShow(key string, a Answers) map[string][]string {
	for _, q := range Questions {
		if q.Key == key {
			return q.show(a)
		}
	}
	return nil
}

// card is the last page: what to keep, and what happens now.
func (d desk) card(v *web.Visit) error {
	k, held := keysOf(v)
	if !held {
		return v.Redirect("/aanmelden/verder")
	}
	status, err := d.Status(v.Request.Context(), k.code, k.secret)
	if err != nil {
		return d.refused(v, err)
	}
	drawn, err := pictureOf(d.settings.Base + "/status")
	if err != nil {
		return err
	}
	title := v.Text("registration.done_title")
	body := page{
		Heading:  &ui.Heading{Answer: title, Lead: v.Text("registration.done_lead")},
		Card:     newCard(v, v.Lang, card{Reference: status.Reference, Secret: k.secret, Address: d.shown("/status"), Picture: &drawn}),
		Actions:  []ui.Action{{Text: v.Text("registration.to_status"), Href: "/status", Kind: "primary"}},
		Sections: []ui.Section{{ID: "nu", Title: v.Text("registration.what_now"), Text: lines(v, "registration.what_now_", 3)}},
	}
	if isGuardian(status) {
		body.Sections = []ui.Section{guardianSection(v)}
	}
	if helping(v) && status.Helper == v.Actor.Person {
		body.Sections = append(body.Sections, ui.Section{ID: "medewerker", Title: v.Text("registration.for_you"), Actions: []ui.Action{
			{Text: v.Text("registration.to_household"), Href: "/huishoudens/" + status.Household.ID},
		}})
	}
	return v.Page("registration/page", title, body, private)
}

// paperQuestion is a question on the paper form.
type paperQuestion struct {
	Title, Hint string
	Columns     []string
	People      []int // a row for each
	Fields      []ui.Field
}

// rowsOnPaper is how many persons the paper form has room for.
const rowsOnPaper = 7

// paper is the same list of questions, to fill in with a pen.
func (d desk) paper(v *web.Visit) error {
	title := v.Text("registration.paper_title")
	body := struct {
		Heading   ui.Heading
		Languages []ui.Language
		Questions []paperQuestion
		Consent   string
	}{
		Heading:   ui.Heading{Answer: title, Lead: v.Text("registration.paper_lead")},
		Languages: ui.Languages, Consent: v.Text("registration.consent_text"),
	}
	for _, q := range Questions {
		if q.Key == askAlone {
			continue // whoever reads the form in sees it in the ages
		}
		on := paperQuestion{Title: v.Text("registration." + q.Key), Fields: fields(v, q.Key, nil, nil)}
		if q.Key == askMembers {
			on.Columns = []string{v.Text("registration.naam"), v.Text("registration.naam_eigen"), v.Text("registration.jaren"), v.Text("registration.talen")}
			on.People = make([]int, rowsOnPaper)
		}
		if len(on.Fields) > 0 && on.Fields[0].Heading {
			on.Hint = on.Fields[0].Hint
		}
		if q.Key == askWoman {
			on.Hint = v.Text("registration.paper_one_adult")
		}
		body.Questions = append(body.Questions, on)
	}
	return v.Page("registration/paper", title, body, private)
}
