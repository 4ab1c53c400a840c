package matching

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"onderdak/internal/plan"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// reaches says whether the visitor's role opens an action at all.
func reaches(v *web.Visit, action access.Action) bool {
	return access.ReachOf(v.Actor, action) != access.None
}

func (d desk) runs(v *web.Visit) error {
	list, err := d.Runs(v.Request.Context(), v.Actor, rowsOf(pageOf(v)))
	if err != nil {
		return err
	}
	table := &ui.Table{
		ID: "rondes", Caption: v.Text("matching.nav_runs"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("matching.web_when")}, {Text: v.Text("matching.web_area")}, {Text: v.Text("matching.web_state")},
			{Text: v.Text("matching.web_households"), Number: true}, {Text: v.Text("matching.web_placed"), Number: true},
		},
		Empty: ui.Empty{Title: v.Text("matching.web_no_runs"), Text: v.Text("matching.web_no_runs_text")},
	}
	for _, run := range list {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Linked(when(v, run.RequestedAt), runAddress(run.ID)), ui.Text(areaName(v, run.Region)),
			ui.Text(v.Text("matching.run_" + string(run.State))), ui.Number(run.Households), ui.Number(run.Certificate.Placed),
		}})
	}
	title := v.Text("matching.web_runs_title")
	sheet := ui.Sheet{
		Heading: ui.Heading{Answer: title, Lead: v.Text("matching.web_runs_lead"), Actions: []ui.Action{
			{Text: v.Text("matching.web_policy"), Href: "/matchrondes/puntentelling", Kind: "subtle"},
		}},
		Sections: []ui.Section{{ID: "rondes-lijst", Title: v.Text("matching.nav_runs"), Table: table}},
	}
	if reaches(v, access.StartRun) {
		sheet.Form = startForm(v, strconv.Itoa(d.settings.Horizon), "")
	}
	return v.Page("matching/sheet", title, sheet)
}

func startForm(v *web.Visit, nights, wrong string) *ui.Form {
	return &ui.Form{Action: "/matchrondes", Submit: v.Text("matching.web_start"), Fields: []ui.Field{
		{Kind: ui.NumberField, Name: "horizon", Label: v.Text("matching.web_horizon"), Hint: v.Text("matching.web_horizon_hint"), Value: nights, Error: wrong, Width: 4},
	}}
}

func (d desk) start(v *web.Visit) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	nights, err := strconv.Atoi(strings.TrimSpace(form.Get("horizon")))
	if err != nil || nights < 1 || nights > mostHorizon {
		v.Status(422)
		title := v.Text("matching.web_runs_title")
		return v.Page("matching/sheet", title, ui.Sheet{
			Heading: ui.Heading{Answer: title},
			Form:    startForm(v, form.Get("horizon"), v.Text("matching.horizon_wrong", "most", mostHorizon)),
		})
	}
	run, err := d.Start(v.Request.Context(), v.Actor, Order{Horizon: nights})
	if err != nil {
		return err
	}
	return v.Redirect(runAddress(run.ID))
}

func runAddress(id string) string { return "/matchrondes/" + id }

// run shows a run: how far it is, then what its plan is worth and what it
// proposes.
func (d desk) run(v *web.Visit) error {
	tellDone(v)
	sheet, ended, err := d.runSheet(v)
	if err != nil {
		return err
	}
	options := web.Options{}
	if !ended {
		options.Refresh = 5
		sheet.Follow = runAddress(v.Request.PathValue("id")) + "/voortgang"
	}
	return v.Page("matching/sheet", sheet.Heading.Answer, sheet, options)
}

// followRun tells how far a run is until it has ended.
func (d desk) followRun(v *web.Visit) error {
	return v.Follow("matching/sheet", "ui/sheet-inside", func() (any, bool, error) {
		sheet, ended, err := d.runSheet(v)
		return sheet, ended, err
	})
}

// runSheet is what a run looks like now, and whether it has ended.
func (d desk) runSheet(v *web.Visit) (sheet ui.Sheet, ended bool, err error) {
	run, summary, err := d.Run(v.Request.Context(), v.Actor, v.Request.PathValue("id"))
	if err != nil {
		return sheet, false, err
	}
	switch {
	case run.State.UnderWay():
		sheet = d.underWay(v, run)
	case !run.Certified:
		sheet = ui.Sheet{Heading: ui.Heading{Answer: v.Text("matching.web_failed"), Lead: v.Text("matching.run_" + string(run.State))}}
	default:
		sheet, err = d.result(v, run, summary)
	}
	sheet.Crumbs = crumbs(v, "matching.nav_runs", "/matchrondes", when(v, run.RequestedAt))
	return sheet, !run.State.UnderWay(), err
}

func (d desk) underWay(v *web.Visit, run Run) ui.Sheet {
	progress := run.Progress
	if live, known := d.Progress(run.ID); known {
		progress = live
	}
	sheet := ui.Sheet{
		Heading: ui.Heading{Answer: v.Text("matching.web_busy", "n", run.Households), Lead: v.Text("matching.web_busy_lead")},
		Progress: &ui.Progress{
			ID: "voortgang", Label: v.Text("matching.web_progress"), Done: progress.Percent, All: 100,
			Note: v.Text("matching.phase_" + progress.Phase),
		},
	}
	if reaches(v, access.StartRun) {
		sheet.Heading.Actions = []ui.Action{{Text: v.Text("matching.web_stop"), Href: runAddress(run.ID) + "/stop", Post: true, Kind: "danger"}}
	}
	return sheet
}

func (d desk) stop(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if err := d.Stop(v.Request.Context(), v.Actor, id); err != nil {
		return err
	}
	return v.Redirect(runAddress(id) + "?gedaan=gestopt")
}

// percent writes a fraction as a percentage with at most two decimals, rounded
// up: a proof must not flatter itself.
func percent(v *web.Visit, fraction float64) string {
	text := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", math.Ceil(fraction*1e4)/100), "0"), ".")
	if v.Lang != "en" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

func (d desk) result(v *web.Visit, run Run, summary Summary) (ui.Sheet, error) {
	c := run.Certificate
	title := v.Text("matching.web_result", "placed", c.Placed, "all", c.Households)
	sheet := ui.Sheet{
		Heading: ui.Heading{
			Above: areaName(v, run.Region), Answer: title, Lead: v.Text("matching.web_gap", "percent", percent(v, c.Gap)), AsOf: when(v, run.FinishedAt),
		},
		Stats: []ui.Stat{
			{Label: v.Text("matching.web_persons_placed"), Value: c.PersonsPlaced, Note: v.Text("matching.web_of_persons", "all", c.Persons)},
			{Label: v.Text("matching.web_without"), Value: c.Households - c.Placed},
			{Label: v.Text("matching.web_more_than_first"), Value: int(c.Objective - c.Baseline)},
		},
	}
	ctx, page := v.Request.Context(), pageOf(v)
	proposals, total, err := d.Proposals(ctx, v.Actor, run.ID, ProposalFilter{Page: rowsOf(page)})
	if err != nil {
		return sheet, err
	}
	open, waiting, err := d.Proposals(ctx, v.Actor, run.ID, ProposalFilter{State: Proposed, Page: Page{Limit: 1}})
	if err != nil {
		return sheet, err
	}
	if len(open) > 0 && reaches(v, access.SendOffer) {
		sheet.Heading.Actions = []ui.Action{
			{Text: v.Text("matching.web_accept_all", "n", waiting), Href: runAddress(run.ID) + "/aanbieden", Kind: "primary"},
		}
	}
	unplaced, _, err := d.Unplaced(ctx, v.Actor, run.ID, UnplacedFilter{Page: Page{Limit: perPage}})
	if err != nil {
		return sheet, err
	}
	sheet.Sections = []ui.Section{
		{ID: "voorstellen", Title: v.Text("matching.web_proposals"), Table: d.proposalTable(v, proposals),
			Pages: paginated(runAddress(run.ID), v.Request.URL.Query(), page, total)},
		{ID: "zonder", Title: v.Text("matching.web_without"), Table: unplacedTable(v, unplaced)},
		{ID: "prijzen", Title: v.Text("matching.web_prices"), Text: []string{v.Text("matching.web_prices_lead")}, Table: priceTable(v, summary.Prices)},
		proof(v, run),
	}
	return sheet, nil
}

func (d desk) proposalTable(v *web.Visit, list []Proposal) *ui.Table {
	table := &ui.Table{
		ID: "voorstellen-tabel", Caption: v.Text("matching.web_proposals"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("matching.web_household")}, {Text: v.Text("matching.web_persons"), Number: true}, {Text: v.Text("matching.web_location")},
			{Text: v.Text("matching.web_from")}, {Text: v.Text("matching.web_points"), Number: true}, {Text: v.Text("matching.web_state")},
		},
		Empty: ui.Empty{Title: v.Text("matching.web_no_proposals")},
	}
	for _, p := range list {
		name := householdCell(v, p.Code, p.Household, p.HouseholdNote)
		name.Badges = needs(p.HouseholdNote.Needs, p.HouseholdNote.Flags, v)
		state := ui.Text(v.Text("matching.proposal_" + string(p.State)))
		if p.Reason.Key != "" {
			state.Note = words(v, p.Reason)
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			name, ui.Number(p.Persons), ui.Linked(p.LocationName, "/locaties/"+p.Location),
			ui.Text(i18n.LongDate(v.Lang, p.From)), ui.Number(int(p.Points)), state,
		}})
	}
	return table
}

// householdCell is a household by its code, with the way to it for whom it is
// theirs to see: a run reaches further than its reader may.
func householdCell(v *web.Visit, code, id string, note HouseholdNote) ui.Cell {
	if access.Check(v.Actor, access.ViewHouseholds, note.Owner) != nil {
		return ui.Text(code)
	}
	return ui.Linked(code, "/huishoudens/"+id)
}

func unplacedTable(v *web.Visit, list []Unplaced) *ui.Table {
	table := &ui.Table{
		ID: "zonder-tabel", Caption: v.Text("matching.web_without"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("matching.web_household")}, {Text: v.Text("matching.web_persons"), Number: true}, {Text: v.Text("matching.web_why")}},
		Empty:   ui.Empty{Title: v.Text("matching.web_all_placed")},
	}
	for _, u := range list {
		reason := ui.Text(v.Text("plan.reason." + u.Reason))
		for _, says := range u.Why.Says {
			reason.Note += words(v, says) + " "
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{householdCell(v, u.Code, u.Household, u.HouseholdNote), ui.Number(u.Persons), reason}})
	}
	return table
}

func priceTable(v *web.Visit, prices []plan.BedPrice) *ui.Table {
	table := &ui.Table{
		ID: "prijzen-tabel", Caption: v.Text("matching.web_prices"), Hidden: true,
		Columns: []ui.Column{
			{Text: v.Text("matching.web_area")}, {Text: v.Text("matching.web_from")}, {Text: v.Text("matching.web_location")}, {Text: v.Text("matching.web_points"), Number: true},
		},
		Empty: ui.Empty{Title: v.Text("matching.web_no_prices")},
	}
	for _, price := range prices {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(areaName(v, price.Region)), ui.Text(i18n.LongDate(v.Lang, price.From)),
			ui.Linked(price.Location, "/locaties/"+price.Location), ui.Number(int(price.Points)),
		}})
	}
	return table
}

// proof is the certificate, for those who want to check it.
func proof(v *web.Visit, run Run) ui.Section {
	c := run.Certificate
	return ui.Section{ID: "bewijs", Title: v.Text("matching.web_proof"), Items: []ui.Item{
		{Key: v.Text("matching.web_objective"), Value: i18n.Count(v.Lang, int(c.Objective))},
		{Key: v.Text("matching.web_bound"), Value: i18n.Count(v.Lang, int(c.Bound))},
		{Key: v.Text("matching.web_baseline"), Value: i18n.Count(v.Lang, int(c.Baseline))},
		{Key: v.Text("matching.web_seed"), Value: strconv.FormatUint(c.Seed, 10)},
		{Key: v.Text("matching.web_hash"), Value: c.InputSHA256},
		{Key: v.Text("matching.web_policy"), Value: c.Policy, Href: "/matchrondes/puntentelling"},
	}}
}

// askSend tells what accepting all proposals will do, before it is done.
func (d desk) askSend(v *web.Visit) error {
	id := v.Request.PathValue("id")
	_, waiting, err := d.Proposals(v.Request.Context(), v.Actor, id, ProposalFilter{State: Proposed, Page: Page{Limit: 1}})
	if err != nil {
		return err
	}
	title := v.Text("matching.web_accept_all", "n", waiting)
	return v.Page("matching/sheet", title, ui.Sheet{Heading: ui.Heading{
		Answer: title, Lead: v.Text("matching.web_accept_lead", "hours", d.settings.LocationHours),
		Actions: []ui.Action{
			{Text: v.Text("matching.web_accept_sure"), Href: runAddress(id) + "/aanbieden", Post: true, Kind: "primary"},
			{Text: v.Text("matching.web_back"), Href: runAddress(id)},
		},
	}})
}

func (d desk) send(v *web.Visit) error {
	id := v.Request.PathValue("id")
	if _, err := d.SendOffers(v.Request.Context(), v.Actor, id, nil); err != nil {
		return err
	}
	return v.Redirect(runAddress(id) + "?gedaan=verstuurd")
}

// policy shows what counts for how much.
func (d desk) policy(v *web.Visit) error {
	current := plan.CurrentPolicy()
	table := &ui.Table{
		ID: "puntentelling", Caption: v.Text("matching.web_policy"), Hidden: true,
		Columns: []ui.Column{{Text: v.Text("matching.web_criterion")}, {Text: v.Text("matching.web_points"), Number: true}, {Text: v.Text("matching.web_per")}},
	}
	for _, row := range current.Rows {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{
			ui.Text(v.Text("plan.policy." + row.Key)), ui.Number(int(row.Points)), ui.Text(v.Text("plan.unit." + row.Unit)),
		}})
	}
	rules := ui.Section{ID: "regels", Title: v.Text("matching.web_rules")}
	for _, rule := range current.Rules {
		rules.Text = append(rules.Text, v.Text("plan.rule."+rule.Key))
	}
	title := v.Text("matching.web_policy")
	return v.Page("matching/sheet", title, ui.Sheet{
		Crumbs:   crumbs(v, "matching.nav_runs", "/matchrondes", title),
		Heading:  ui.Heading{Answer: title, Lead: v.Text("matching.web_policy_lead", "version", current.Version)},
		Sections: []ui.Section{{ID: "punten", Title: v.Text("matching.web_points"), Table: table}, rules},
	})
}
