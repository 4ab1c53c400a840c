package arrivals

import (
	"net/http"
	"net/url"
	"strings"

	"onderdak/internal/module/matching"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

var public = web.Options{Public: true}

// openLink shows what is asked and changes nothing.
func (d desk) openLink(v *web.Visit) error {
	return d.linkPage(v, "", nil)
}

// linkPage shows the offer of a link and, while the answer is awaited, the two
// ways to answer; chosen is the reason picked before, wrong what was wrong with
// it.
func (d desk) linkPage(v *web.Visit, chosen string, wrong map[string]string) error {
	asked, err := d.Open(v.Request.Context(), v.Request.PathValue("token"))
	if err != nil {
		return err
	}
	stand := string(asked.Stand)
	title := v.Text("arrivals.link_title_"+stand, "location", asked.Offer.LocationName, "n", asked.Offer.Persons)
	sheet := ui.Sheet{Heading: ui.Heading{
		Above: asked.Offer.LocationName, Answer: title, AsOf: when(v, d.door.Now()),
		Lead: v.Text("arrivals.link_lead_"+stand, "deadline", when(v, asked.Offer.LocationDeadline)),
	}}
	if asked.Stand.Shows() {
		sheet.Sections = append(sheet.Sections, ui.Section{ID: "gegevens", Title: v.Text("arrivals.link_asked"), Items: d.askedFacts(v, asked)})
	}
	if asked.Stand == StandOpen {
		sheet.Sections = append(sheet.Sections, answers(v, chosen, wrong)...)
	}
	if asked.Stand == StandExpired || asked.Stand == StandWithdrawn {
		v.Status(http.StatusGone)
	}
	return v.Page("arrivals/sheet", title, sheet, public)
}

// askedFacts describes the household without naming anybody.
func (d desk) askedFacts(v *web.Visit, asked Asked) []ui.Item {
	o := asked.Offer
	until := long(v, o.Until)
	if !o.EndKnown {
		until = v.Text("arrivals.until_maybe", "until", o.Until)
	}
	needs := v.Facility(strings.Join(asked.Needs, ", "))
	if needs == "" {
		needs = v.Text("arrivals.no_needs")
	}
	return []ui.Item{
		{Key: v.Text("arrivals.reference"), Value: o.Code},
		{Key: v.Text("arrivals.persons"), Value: i18n.Count(v.Lang, o.Persons)},
		{Key: v.Text("arrivals.needs"), Value: needs},
		{Key: v.Text("arrivals.from"), Value: long(v, o.From)},
		{Key: v.Text("arrivals.until"), Value: until},
		{Key: v.Text("arrivals.nights"), Value: i18n.Count(v.Lang, int(o.Until-o.From))},
	}
}

// answers are the two ways to answer, each with what follows from it.
func answers(v *web.Visit, chosen string, wrong map[string]string) []ui.Section {
	address := LinkPath + url.PathEscape(v.Request.PathValue("token"))
	reasons := ui.Field{Kind: ui.RadioField, Name: "reden", Label: v.Text("arrivals.link_why"), Error: wrong["reason"]}
	for _, reason := range matching.ReasonsFor(matching.AtDecline, matching.SideLocation) {
		reasons.Options = append(reasons.Options, ui.Option{
			Value: reason.Key, Label: v.Text("matching.reason_" + reason.Key), Hint: v.Text("matching.consequence_" + string(reason.Consequence)),
			Chosen: reason.Key == chosen,
		})
	}
	return []ui.Section{
		{ID: "aanvaarden", Title: v.Text("arrivals.link_yes"), Text: []string{v.Text("arrivals.link_yes_means")}, Form: &ui.Form{
			Action: address, Submit: v.Text("matching.answer_accept"),
			Fields: []ui.Field{{Kind: ui.HiddenField, Name: "antwoord", Value: string(matching.Accept)}},
		}},
		{ID: "afwijzen", Title: v.Text("arrivals.link_no"), Text: []string{v.Text("arrivals.link_no_means")}, Form: &ui.Form{
			Action: address, Submit: v.Text("matching.answer_decline"), Fields: []ui.Field{
				{Kind: ui.HiddenField, Name: "antwoord", Value: string(matching.Decline)},
				reasons,
				{Kind: ui.TextField, Name: "noot", Label: v.Text("matching.web_note"), Hint: v.Text("matching.web_note_hint"), Optional: true, Error: wrong["note"]},
			},
		}},
	}
}

// answerLink takes the answer in. One that comes too late, or second, is told
// how things stand.
func (d desk) answerLink(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	token := v.Request.PathValue("token")
	verdict := matching.Verdict{Reason: form.Get("reden"), Note: strings.TrimSpace(form.Get("noot"))}
	err = d.AnswerLink(v.Request.Context(), token, matching.Answer(form.Get("antwoord")), verdict)
	switch kind := fault.KindOf(err); {
	case err == nil:
		return v.Redirect(LinkPath + url.PathEscape(token))
	case kind == fault.Invalid:
		wrong := wrongFields(v, err)
		if wrong == nil || wrong["answer"] != "" {
			return err
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.linkPage(v, verdict.Reason, wrong)
	case kind == fault.Conflict:
		v.Status(http.StatusConflict)
		v.Notice("warning", fault.As(err).Key, nil)
		return d.linkPage(v, "", nil)
	case kind == fault.Gone && fault.As(err).Key != "arrivals.link_unknown":
		v.Status(http.StatusGone)
		return d.linkPage(v, "", nil)
	}
	return err
}
