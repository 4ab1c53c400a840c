package picture

import (
	"slices"
	"strconv"

	"onderdak/internal/atlas"
	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// drawing makes the parts of a page of a view, in the reader's language.
type drawing struct {
	v *web.Visit
	View
	asked
}

// night, rung and days that are shown; view and address agree on them.
func (d drawing) night() calendar.Night { return d.View.Night }

func (d drawing) rung() places.Rung { return d.View.Rung }

func (d drawing) days() int { return d.View.Days }

func (d drawing) link(change func(*asked)) string { return d.address(d.Tonight, change) }

// when says of which night the figures are.
func (d drawing) when() string {
	if d.night() == d.Tonight {
		return d.v.Text("picture.tonight", "night", d.night())
	}
	return d.v.Text("picture.that_night", "night", d.night())
}

// frame is what every page has: heading, figures, choices.
func (d drawing) frame() board {
	page := board{Wall: d.wall, Stats: d.stats(), Nights: d.nights(), Rungs: d.rungs(), Date: d.dateForm(), Open: d.wrong}
	page.Heading = ui.Heading{
		Above: d.v.Text("picture.nation_above", "when", d.when()), Lead: d.lead(), AsOf: i18n.Moment(d.v.Lang, d.At), Actions: d.actions(),
	}
	page.Reports = choice{Label: d.v.Text("picture.reports"), Links: d.reports()}
	page.Poll = d.link(func(a *asked) { a.part = true })
	return page
}

// nothing is the page before anything is known.
func (d drawing) nothing(page board) board {
	page.Heading.Answer, page.Heading.Lead, page.Heading.Actions = d.v.Text("picture.empty_answer"), "", nil
	page.Empty = &ui.Empty{Title: d.v.Text("picture.empty_title"), Text: d.v.Text("picture.empty_text")}
	if access.ReachOf(d.v.Actor, access.EditLocation) != access.None {
		page.Empty.Action = ui.Action{Text: d.v.Text("picture.empty_action"), Href: "/locaties", Kind: "primary"}
	}
	return page
}

// answerFor is the heading: how many places on the rung, and where. prefix is
// picture.nation or picture.area.
func (d drawing) answerFor(prefix string) string {
	n := d.Area.Headline(d.rung())
	rung := string(d.rung())
	if prefix == "picture.nation" || len(d.Parts) > 0 {
		in := d.v.Text("picture.in_municipalities", "n", len(d.Area.WithPlaces))
		return d.v.Text(prefix+"_"+rung, "n", n, "name", d.Area.Name, "in", in)
	}
	return d.v.Text("picture.town_"+rung, "n", n, "name", d.Area.Name)
}

// lead says what to do.
func (d drawing) lead() string {
	text := d.advice()
	if n := d.Waiting.Guardian; n.N > 0 {
		text += " " + d.v.Text("picture.lead_guardian", "n", n.N, "count", d.told(n))
	}
	return text
}

// advice is the first thing to do, in order of urgency. Who cannot do it is told
// how things stand and no more.
func (d drawing) advice() string {
	waiting, first := d.Waiting.Households, d.Area.First
	someone := waiting.N > 0
	seeks := d.Waiting.Mine && access.ReachOf(d.v.Actor, access.PlaceStay) != access.None
	switch {
	case first.Short > 0:
		return d.v.Text("picture.lead_short", "n", d.Area.ShortSites, "places", first.Short)
	case d.Area.Locations == 0 && !d.Area.HasPlaces():
		return d.v.Text("picture.lead_none")
	case someone && d.Area.Usable[0] == 0:
		return d.v.Text("picture.lead_nothing_open")
	case someone && first.Free == 0:
		return d.v.Text("picture.lead_full")
	case someone && seeks:
		return d.v.Text("picture.lead_match", "n", waiting.N, "count", d.told(waiting))
	case someone:
		return d.v.Text("picture.lead_wait", "n", waiting.N, "count", d.told(waiting))
	case d.Area.Old > 0:
		return d.v.Text("picture.lead_old", "n", d.Area.Old)
	case d.Area.FullSoon > 0:
		return d.v.Text("picture.lead_watch")
	}
	return d.v.Text("picture.lead_calm")
}

// told writes a number of people as the reader may know it.
func (d drawing) told(n Tally) string {
	switch {
	case n.Small:
		return d.v.Text("picture.fewer", "n", smallest)
	case n.Least:
		return d.v.Text("picture.at_least", "n", n.N)
	}
	return d.v.Text("picture.decimal", "value", n.N)
}

// reports are the ways to what is told of the area on a page of its own.
func (d drawing) reports() []ui.Link {
	base := map[bool]string{true: "", false: d.path}[d.Area.Code == "NL"]
	links := []ui.Link{{Text: d.v.Text("picture.day_name"), Href: base + dayPath}}
	if len(d.Parts) > 0 {
		links = append(links, ui.Link{Text: d.v.Text("picture.share_name"), Href: base + sharePath})
	}
	return append(links,
		ui.Link{Text: d.v.Text("picture.flows_name"), Href: "/instroom?gebied=" + d.Area.Code},
		ui.Link{Text: d.v.Text("picture.past_name"), Href: pastPath})
}

// ownArea is the page and the name of the area somebody works for; neither for
// who works for the nation.
func ownArea(actor access.Actor) (path, name string) {
	if town, known := atlas.Find(actor.Municipality); known {
		return "/gemeenten/" + town.Code, town.Name
	}
	if region, known := atlas.Region(actor.Region); known {
		return "/regios/" + region.Code, region.Name
	}
	return "", ""
}

func (d drawing) actions() []ui.Action {
	if d.wall {
		return nil
	}
	var actions []ui.Action
	offer := func(action access.Action, key, href, kind string) {
		if access.ReachOf(d.v.Actor, action) != access.None {
			actions = append(actions, ui.Action{Text: d.v.Text(key), Href: href, Kind: kind})
		}
	}
	if d.Waiting.Mine {
		offer(access.StartRun, "picture.action_match", "/matchrondes", "primary")
	} else if own, name := ownArea(d.v.Actor); own != "" && own != d.path {
		actions = append(actions, ui.Action{Text: d.v.Text("picture.action_own", "name", name), Href: own, Kind: "primary"})
	}
	if d.Area.Old > 0 && mayAsk(d.v, d.Area.Code) {
		remind := remindAction(d.v, d.Area.Code, d.Area.Old)
		remind.Kind = ""
		actions = append(actions, remind)
	}
	if access.Check(d.v.Actor, access.AskDispersal, access.Owner{Region: d.Area.Code}) == nil {
		actions = append(actions, ui.Action{Text: d.v.Text("picture.action_ask"), Href: "/spreidingsverzoeken/nieuw"})
	}
	offer(access.ViewLocations, "picture.action_locations", "/locaties", "")
	return actions
}

// mostNamed is how many parts that run out are named in the warning.
const mostNamed = 3

// warning says how many locations are nearly full and which parts run out when.
func (d drawing) warning() *ui.Message {
	out := RunningOut(d.Parts)
	if len(d.Parts) == 0 {
		out = RunningOut([]Area{d.Area})
	}
	if d.Area.FullSoon == 0 && len(out) == 0 {
		return nil
	}
	message := &ui.Message{Kind: "warning", Title: d.v.Text("picture.warn_full", "n", d.Area.FullSoon)}
	if d.Area.FullSoon == 0 {
		message.Title = d.v.Text("picture.warn_out", "n", len(out))
	}
	base := "/gemeenten/"
	if d.Area.Code == "NL" {
		base = "/regios/"
	}
	for _, area := range out[:min(mostNamed, len(out))] {
		night, _ := area.RunsOut()
		text := d.v.Text("picture.warn_area", "name", area.Name, "night", d.night().Plus(night))
		if night == 0 {
			text = d.v.Text("picture.warn_area_now", "name", area.Name)
		}
		message.Links = append(message.Links, ui.Link{Text: text, Href: d.to(d.Tonight, base+area.Code)})
	}
	if more := len(out) - mostNamed; more > 0 {
		message.Text = d.v.Text("picture.warn_more", "n", more)
	}
	return message
}

func (d drawing) stats() []ui.Stat {
	area, rung := d.Area, string(d.rung())
	headline := ui.Stat{Value: area.Headline(d.rung()), Label: d.v.Text("picture.stat_"+rung, "n", area.Headline(d.rung()))}
	if d.rung() == places.Open {
		headline.Note = d.v.Text("picture.stat_of_open", "n", area.Usable[0])
		if area.Usable[0] > 0 && area.First.Free == 0 {
			headline.Tone = "bad"
		}
	}
	full := ui.Stat{Value: area.FullSoon, Label: d.v.Text("picture.stat_full", "n", area.FullSoon)}
	if area.FullSoon > 0 {
		full.Tone, full.Note = "attention", d.v.Text("picture.stat_full_now", "n", area.FullNow)
	}
	old := ui.Stat{Value: area.Old, Label: d.v.Text("picture.stat_old", "n", area.Old), Note: d.v.Text("picture.stat_of_locations", "n", area.Locations)}
	if area.Old > 0 {
		old.Tone = "attention"
		if mayAsk(d.v, area.Code) {
			old.Href = oldPath + "?" + askArea + "=" + area.Code
		}
	}
	short := ui.Stat{Value: area.First.Short, Label: d.v.Text("picture.stat_short", "n", area.First.Short), Note: d.v.Text("picture.stat_no_short")}
	if area.First.Short > 0 {
		short.Tone, short.Note = "bad", d.v.Text("picture.stat_short_at", "n", area.ShortSites)
	}
	stats := []ui.Stat{headline, full, d.waitingStat(), old, short}
	if n := d.Waiting.Guardian; n.N > 0 {
		stats = append(stats, ui.Stat{Value: n.N, Text: d.told(n), Label: d.v.Text("picture.stat_guardian", "n", n.N), Note: d.v.Text("picture.stat_guardian_note")})
	}
	return stats
}

func (d drawing) waitingStat() ui.Stat {
	n := d.Waiting.Households
	stat := ui.Stat{Value: n.N, Label: d.v.Text("picture.stat_waiting", "n", n.N)}
	stat.Text = d.told(n)
	if n.Small {
		stat.Label, stat.Note = d.v.Text("picture.stat_waiting", "n", smallest), d.v.Text("picture.fewer_why")
	}
	if d.Waiting.Oldest.Known {
		stat.Note = d.v.Text("picture.stat_oldest", "n", waitedDays(d.Waiting.Oldest.Night, d.Tonight))
		stat.Tone = "attention"
	}
	if d.Waiting.Mine {
		stat.Href = "/huishoudens"
	}
	return stat
}

// nights are links to the nights of the next two weeks.
func (d drawing) nights() choice {
	row := choice{Label: d.v.Text("picture.choose_night")}
	for i := range Horizon {
		night := d.Tonight.Plus(i)
		text := i18n.ShortDate(d.v.Lang, night)
		if i == 0 {
			text = d.v.Text("picture.today")
		}
		row.Links = append(row.Links, ui.Link{Text: text, Href: d.link(func(a *asked) { a.Night = night }), Current: night == d.night()})
	}
	return row
}

func (d drawing) rungs() choice {
	row := choice{Label: d.v.Text("picture.choose_rung")}
	for _, rung := range Rungs {
		row.Links = append(row.Links, ui.Link{Text: d.v.Text("picture.rung_" + string(rung)),
			Href: d.link(func(a *asked) { a.Rung = rung }), Current: rung == d.rung()})
	}
	return row
}

// dateForm asks for any night in reach.
func (d drawing) dateForm() ui.Form {
	last := d.Tonight.Plus(FarthestNight)
	field := ui.Field{Kind: ui.DateField, Name: askNight, Label: d.v.Text("picture.other_night"),
		Hint: d.v.Text("picture.other_night_hint", "last", last), Date: ui.PartsOf(d.night())}
	if d.wrong {
		field.Error = d.v.Text("picture.night_wrong", "last", last)
		field.Date = d.typed
	}
	form := ui.Form{Action: d.path, Search: true, Submit: d.v.Text("picture.show_night"), Fields: []ui.Field{field}}
	keep := func(name, value string, wanted bool) {
		if wanted {
			form.Fields = append(form.Fields, ui.Field{Kind: ui.HiddenField, Name: name, Value: value})
		}
	}
	keep(askRung, rungWords[d.rung()], d.rung() != places.Open)
	keep(askDays, strconv.Itoa(FarHorizon), d.days() == FarHorizon)
	keep(askView, d.view, d.view != "")
	return form
}

func (d drawing) tileMap() *ui.TileMap {
	tiles := &ui.TileMap{Label: d.v.Text("picture.map_label", "rung", d.v.Text("picture.rung_"+string(d.rung())))}
	for _, area := range d.Parts {
		tiles.Tiles = append(tiles.Tiles, d.tile(area))
	}
	slices.SortFunc(tiles.Tiles, func(a, b ui.Tile) int { return (a.Row-b.Row)*ui.MapCols + a.Col - b.Col })
	return tiles
}
