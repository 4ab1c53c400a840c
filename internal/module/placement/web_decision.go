package placement

import (
	"net/url"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// decisionPage is the decision about a household, beside the queue.
type decisionPage struct {
	Crumbs   []ui.Link
	Heading  ui.Heading
	Notice   *ui.Message
	Live     *live // the offer's deadlines
	Sections []ui.Section
	Queue    ui.Section
}

// shown is what became of a decision that could not be taken as it was meant.
type shown struct {
	wrong    map[string]string // by field
	conflict *fault.Error
}

func (d pages) decision(v *web.Visit) error {
	tellDone(v)
	household := v.Request.PathValue("household")
	if v.Request.URL.Query().Get("deel") != "" {
		return d.deadline(v, household)
	}
	return d.decisionPage(v, household, shown{})
}

func (d pages) decisionPage(v *web.Visit, household string, became shown) error {
	ctx := v.Request.Context()
	known, err := d.Decision(ctx, v.Actor, household)
	if err != nil {
		return err
	}
	beside, _, _, err := d.Queue(ctx, v.Actor, Filter{Page: matching.Page{Limit: besideRows}})
	if err != nil {
		return err
	}
	page := decisionPage{
		Crumbs:  crumbs(v, ui.Link{Text: known.Household.Code, Current: true}),
		Heading: d.decisionHeading(v, known),
		Queue: ui.Section{
			ID: "rij", Title: v.Text("placement.queue"), Table: d.queueTable(v, beside, true),
			Actions: []ui.Action{{Text: v.Text("placement.whole_queue"), Href: home, Kind: "subtle"}},
		},
	}
	options := web.Options{}
	if became.conflict != nil {
		page.Notice = d.conflictNotice(v, known, became.conflict)
	}
	if known.Offer.ID != "" {
		page.Live = d.liveOffer(v, known)
		options.Refresh = 60
	}
	if known.Standing.looking() {
		options.Refresh = 60
	}
	page.Sections, err = d.decisionSections(v, known, became.wrong)
	if err != nil {
		return err
	}
	return v.Page("placement/decision", page.Heading.Answer, page, options)
}

// besideRows are how many rows of the queue stand beside a decision.
const besideRows = 25

// decisionHeading answers first: what there is for this household, and what to
// do.
func (d pages) decisionHeading(v *web.Visit, k Decision) ui.Heading {
	h := k.Household
	heading := ui.Heading{
		Above: v.Text("placement.above", "code", h.Code, "n", h.Persons), AsOf: when(v, v.Now()),
		Badges: append([]ui.Badge{{Text: v.Text("households.state_" + string(h.State))}}, marks(v, h.Needs, h.Flags)...),
	}
	answer, lead := "placement.answer_none", "placement.lead_none"
	location := k.Standing.LocationName
	switch {
	case k.Offer.ID != "":
		answer, lead, location = "placement.answer_offered", "placement.lead_offered", k.Offer.LocationName
		if k.Offer.State == matching.OfferAccepted {
			answer, lead = "placement.answer_expected", "placement.lead_expected"
		}
	case k.Standing.Status == StatusGuardian:
		answer, lead = "placement.answer_guardian", "placement.lead_guardian"
	case !k.Queued:
		answer, lead = "placement.answer_outside", "placement.lead_outside"
	case k.Standing.Status == StatusParked:
		answer, lead = "placement.answer_parked", "placement.lead_parked"
	case k.Standing.Next() && !k.Holds:
		answer, lead = "placement.answer_next_gone", "placement.lead_next_gone"
	case k.Standing.Next():
		answer, lead = "placement.answer_next", yes(k.Within, "placement.lead_next", "placement.lead_next_others")
	case k.Standing.Proposal != "" && k.Holds:
		answer, lead = "placement.answer_proposal", "placement.lead_proposal"
		switch {
		case k.Decidable:
		case k.Within:
			lead = "placement.lead_within"
		default:
			lead = "placement.lead_others"
		}
	case k.Standing.Proposal != "":
		answer, lead = "placement.answer_overtaken", "placement.lead_overtaken"
	case k.Best != nil:
		answer, lead, location = "placement.answer_best", "placement.lead_best", k.Best.Name
	}
	heading.Answer, heading.Lead = v.Text(answer, "code", h.Code, "location", location), v.Text(lead)
	return heading
}

// conflictNotice says who was first, when known, and what is best now.
func (d pages) conflictNotice(v *web.Visit, k Decision, conflict *fault.Error) *ui.Message {
	notice := &ui.Message{Kind: "warning", Title: words(v, plan.Text{Key: conflict.Key, Args: conflict.Args})}
	var said []string
	location := ""
	if conflict.Key == "places.full" {
		location = v.Request.PathValue("location")
		if location == "" {
			location = lastLocation(v)
		}
	}
	if conflict.Key == "places.full" && location != "" || conflict.Key == "matching.proposal_decided" {
		if taker, found := d.Taken(v.Request.Context(), v.Actor, k.Household, location); found {
			said = append(said, v.Text(yes(taker.Name == "", "placement.taken_program", "placement.taken_by"), "name", taker.Name, "moment", clock(v, taker.At)))
		}
	}
	switch {
	case k.Offer.ID != "" || !k.Queued:
	case k.Best != nil:
		said = append(said, v.Text("placement.best_now", "location", k.Best.Name, "points", int(k.Best.Points)))
		notice.Links = []ui.Link{{Text: v.Text("placement.look_at", "location", k.Best.Name), Href: lookAddress(k.Household.ID, k.Best.Location)}}
	default:
		said = append(said, v.Text("placement.best_none"))
	}
	notice.Text = strings.Join(said, " ")
	return notice
}

// lastLocation is the location a form of the decision page was about.
func lastLocation(v *web.Visit) string { return v.Request.PostForm.Get("locatie") }

// liveOffer shows who decides next and until when.
func (d pages) liveOffer(v *web.Visit, k Decision) *live {
	o := k.Offer
	section := ui.Section{ID: "termijn", Title: v.Text("placement.who_decides")}
	section.Items = []ui.Item{
		{Key: v.Text("placement.location"), Value: o.LocationName, Href: "/locaties/" + o.Location},
		{Key: v.Text("placement.nights"), Value: nights(v, o.From, o.Until, o.EndKnown)},
		{Key: v.Text("matching.side_location"), Value: answerText(v, o.State, o.LocationAnswer, o.LocationDeadline)},
		{Key: v.Text("matching.side_household"), Value: answerText(v, o.State, o.HouseholdAnswer, o.HouseholdDeadline)},
	}
	if o.State == matching.OfferOpen {
		section.Text = []string{v.Text("placement.expires", "left", countdown(v, o.Due))}
	}
	section.Actions = []ui.Action{{Text: v.Text("placement.to_offer"), Href: "/aanbiedingen/" + o.ID}}
	if reaches(v, access.SendOffer) {
		section.Actions = append(section.Actions, ui.Action{Text: v.Text("placement.print"), Href: address(o.Household) + "/brief"})
		if o.State == matching.OfferOpen && o.LocationAnswer == "" && o.HouseholdAnswer == "" {
			section.Actions = append(section.Actions, ui.Action{Text: v.Text("placement.take_back"), Href: address(o.Household) + "/terug", Post: true, Kind: "danger"})
		}
	}
	return &live{Poll: address(o.Household) + "?deel=1", Section: section}
}

// deadline is the part of the page that asks for itself again.
func (d pages) deadline(v *web.Visit, household string) error {
	k := Decision{}
	var err error
	if k.Household, err = d.households.Household(v.Request.Context(), v.Actor, household); err != nil {
		return err
	}
	if err := d.offersOf(v.Request.Context(), v.Actor, &k); err != nil {
		return err
	}
	if k.Offer.ID == "" {
		return v.Fragment("placement/decision", "placement/live", live{Poll: address(household) + "?deel=1", Section: ui.Section{
			ID: "termijn", Title: v.Text("placement.who_decides"), Text: []string{v.Text("placement.offer_over")},
			Actions: []ui.Action{{Text: v.Text("placement.reload"), Href: address(household), Kind: "primary"}},
		}})
	}
	return v.Fragment("placement/decision", "placement/live", d.liveOffer(v, k))
}

func answerText(v *web.Visit, state matching.OfferState, answer matching.Answer, deadline calendar.Instant) string {
	switch {
	case answer != "":
		return v.Text("placement.said_" + string(answer))
	case state != matching.OfferOpen:
		return v.Text("placement.said_nothing")
	}
	return v.Text("placement.answers_before", "moment", clock(v, deadline), "left", countdown(v, deadline))
}

func nights(v *web.Visit, from, until calendar.Night, known bool) string {
	return v.Text(yes(known, "placement.from_until", "placement.from_renew"), "from", i18n.LongDate(v.Lang, from), "until", i18n.LongDate(v.Lang, until))
}

func (d pages) accept(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	household := v.Request.PathValue("household")
	if standing, err := d.standing(v.Request.Context(), v.Actor, household); err == nil {
		v.Request.PostForm.Set("locatie", standing.Location) // to tell who took it, should it be gone
	}
	return d.told(v, d.Accept(v.Request.Context(), v.Actor, household, form.Get("voorstel")), "aangeboden")
}

func (d pages) reject(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	err = d.Reject(v.Request.Context(), v.Actor, v.Request.PathValue("household"), form.Get("voorstel"), verdictOf(form))
	return d.told(v, err, "afgewezen")
}

func verdictOf(form url.Values) matching.Verdict {
	verdict := matching.Verdict{Reason: form.Get("reason"), Note: strings.TrimSpace(form.Get("note"))}
	if night, known := ui.DateAnswer("until", form.Get).Night(); known {
		verdict.Until = calendar.At(night)
	}
	return verdict
}

func (d pages) takeBack(v *web.Visit) error {
	return d.told(v, d.TakeBack(v.Request.Context(), v.Actor, v.Request.PathValue("household")), "terug")
}

func (d pages) restore(v *web.Visit) error {
	return d.told(v, d.Restore(v.Request.Context(), v.Actor, v.Request.PathValue("household")), "hersteld")
}

func (d pages) checked(v *web.Visit) error {
	return d.told(v, d.Checked(v.Request.Context(), v.Actor, v.Request.PathValue("household")), "nagekeken")
}

// pendingOf are the overrides of a household that wait for a second signature.
func pendingOf(list []households.Override) (pending []households.Override) {
	for _, o := range list {
		if !o.Complete() {
			pending = append(pending, o)
		}
	}
	return pending
}
