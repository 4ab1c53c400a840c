package locations

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// placeAnswers are the form of a placement as it was filled in.
type placeAnswers struct {
	code, room, how, reason string
	from, until             ui.DateParts
	despite                 bool
}

func placeAnswersOf(form url.Values) placeAnswers {
	return placeAnswers{
		code: strings.TrimSpace(form.Get("code")), room: form.Get("kamer"), how: form.Get("hoe"), reason: strings.TrimSpace(form.Get("reason")),
		from: ui.DateAnswer("from", form.Get), until: ui.DateAnswer("until", form.Get), despite: form.Get("despite") == "ja",
	}
}

// How a household is placed: both sides said yes beforehand, or they are asked.
const (
	placeAgreed = "akkoord"
	placeOffer  = "aanbod"
)

// askPlace asks who is to be placed; an empty cell of the tape chart has filled
// in from when and in which room.
func (d desk) askPlace(v *web.Visit) error {
	h, err := d.placeHouse(v)
	if err != nil {
		return err
	}
	query := v.Request.URL.Query()
	given := placeAnswers{room: query.Get("kamer"), code: query.Get("code"), how: placeAgreed, from: ui.PartsOf(d.door.Tonight())}
	if from, err := calendar.Parse(query.Get("vanaf")); err == nil {
		given.from = ui.PartsOf(from)
	}
	return d.placePage(v, h, given, nil, nil)
}

func (d desk) placeHouse(v *web.Visit) (house, error) {
	tonight := d.door.Tonight()
	return d.house(v, access.PlaceStay, tonight, tonight.Plus(farAhead))
}

func (d desk) place(v *web.Visit) error {
	h, err := d.placeHouse(v)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	given := placeAnswersOf(form)
	wrong := map[string]string{}
	placement := Placement{
		Location: h.ID, Code: given.code, Room: given.room, Agreed: given.how == placeAgreed, Despite: given.despite, Reason: given.reason,
		From: dateOf(v, given.from, "from", true, wrong).Night, Until: nightsAhead(v, given.until, "until", wrong),
	}
	if given.how != placeAgreed && given.how != placeOffer {
		wrong["hoe"] = v.Text("locations.how_place_missing")
	}
	if messages, fields := wrongFields(v, placement.Validate(d.door.Tonight())); fields || len(wrong) > 0 {
		for name, message := range messages {
			if wrong[name] == "" {
				wrong[name] = message
			}
		}
		v.Status(http.StatusUnprocessableEntity)
		return d.placePage(v, h, given, wrong, nil)
	}
	offer, err := d.Place(v.Request.Context(), v.Actor, placement)
	if err == nil {
		word := "geplaatst"
		if !placement.Agreed {
			word = "aangeboden"
		}
		return v.Redirect(addressOf(h.ID) + "/verblijven/" + offer.Stay + "?gedaan=" + word)
	}
	if fault.KindOf(err) == fault.Conflict {
		return d.placeConflict(v, given, placement, err)
	}
	return refusal(v, err, func(wrong map[string]string) error { return d.placePage(v, h, given, wrong, nil) })
}

// placeConflict shows the form again under what stands in the way now, with the
// next best option: another room, another location, or overruling with a reason.
func (d desk) placeConflict(v *web.Visit, given placeAnswers, p Placement, err error) error {
	h, failed := d.placeHouse(v) // what was read before is old now
	if failed != nil {
		return failed
	}
	v.Status(http.StatusConflict)
	told := fault.As(err)
	stay := nightsOf(p.From, p.Until)
	switch told.Key {
	case "places.room_full", "places.room_blocked", "places.no_consent", "places.room_elsewhere":
		// Whom it was for may not have been found out; one bed is the least.
		persons := 1
		if household, err := d.households.ByCode(v.Request.Context(), v.Actor, p.Code); err == nil {
			persons = household.Persons
		}
		return d.placePage(v, h, given, nil, d.collision(v, h, []places.Share{{Room: p.Room, Persons: persons}}, err, stay))
	case "places.full":
		message, err := d.fullNotice(v, h, told, stay)
		if err != nil {
			return err
		}
		return d.placePage(v, h, given, nil, message)
	}
	return d.placePage(v, h, given, nil, obstacle(v, told))
}

// fullNotice tells who took the last places of the full night, and where there is
// room for as many.
func (d desk) fullNotice(v *web.Visit, h house, told *fault.Error, stay places.Stay) (*ui.Message, error) {
	message := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	night, _ := told.Args["night"].(calendar.Night)
	stays, err := d.places.Chart(v.Request.Context(), v.Actor, h.ID, night, night+1)
	if err != nil {
		return nil, err
	}
	var last places.Stay
	for _, other := range stays {
		if other.State.Holds() && other.CreatedAt >= last.CreatedAt {
			last = other
		}
	}
	if last.ID != "" {
		message.Text = v.Text("locations.last_comer", "who", d.nameOf(v, last.By), "moment", clock(v, last.CreatedAt), "code", h.codes[last.ID]) + " "
	}
	persons, _ := told.Args["persons"].(int)
	others, err := d.within(v, h.Location, persons, stay.From, ui.PartsOf(stay.Until-1), false)
	if err != nil {
		return nil, err
	}
	if len(others) == 0 {
		message.Text += v.Text("locations.next_nowhere")
	}
	for _, l := range others[:min(len(others), 3)] {
		message.Links = append(message.Links, ui.Link{Href: addressOf(l.ID) + "/plaatsen?vanaf=" + stay.From.String(),
			Text: v.Text("locations.choice", "name", l.Name, "municipality", municipalityName(l.Municipality), "n", l.Free)})
	}
	return message, nil
}

func (d desk) placePage(v *web.Visit, h house, given placeAnswers, wrong map[string]string, notice *ui.Message) error {
	title := v.Text("locations.place_title", "name", h.Name)
	if night, known := given.from.Night(); known && given.room != "" {
		if at := slices.IndexFunc(h.rooms, func(r places.Room) bool { return r.ID == given.room }); at >= 0 {
			title = v.Text("locations.place_room_title", "room", h.rooms[at].Name, "from", i18n.LongDate(v.Lang, night))
		}
	}
	fields := []ui.Field{
		{Kind: ui.TextField, Name: "code", Label: v.Text("locations.code"), Hint: v.Text("locations.code_hint"), Value: given.code, Error: wrong["code"], Width: 10},
		{Kind: ui.DateField, Name: "from", Label: v.Text("locations.from"), Date: given.from, Error: wrong["from"]},
		{Kind: ui.DateField, Name: "until", Label: v.Text("locations.until"), Hint: v.Text("locations.open_hint", "nights", openPromise), Date: given.until, Error: wrong["until"], Optional: true},
	}
	if options := d.roomOptions(v, h, given); len(options) > 1 {
		fields = append(fields, ui.Field{Kind: ui.SelectField, Name: "kamer", Label: v.Text("locations.room"), Options: options})
	}
	fields = append(fields, ui.Field{Kind: ui.RadioField, Name: "hoe", Label: v.Text("locations.place_how"), Error: wrong["hoe"], Options: []ui.Option{
		{Value: placeAgreed, Label: v.Text("locations.place_agreed"), Hint: v.Text("locations.place_agreed_hint"), Chosen: given.how == placeAgreed},
		{Value: placeOffer, Label: v.Text("locations.place_offer"), Hint: v.Text("locations.place_offer_hint"), Chosen: given.how == placeOffer},
	}}, ui.Field{Kind: ui.TextField, Name: "reason", Label: v.Text("locations.reason"), Hint: v.Text("locations.no_names"), Value: given.reason,
		Error: wrong["reason"], Optional: notice == nil && !given.despite})
	fields = append(fields, despiteField(v, given.despite, notice)...)
	return v.Page("locations/sheet", title, ui.Sheet{
		Crumbs:  crumbsAt(v, h.Location, ui.Link{Text: v.Text("locations.place")}),
		Heading: ui.Heading{Above: h.Name, Answer: title, Lead: v.Text("locations.place_lead")}, Notice: notice,
		Form: &ui.Form{Action: addressOf(h.ID) + "/plaatsen", Submit: v.Text("locations.place"), Fields: fields,
			Cancel: ui.Link{Text: v.Text("locations.cancel"), Href: addressOf(h.ID)}},
	})
}

// roomOptions are the rooms in use, with the beds they have left on the nights
// that were asked for.
func (d desk) roomOptions(v *web.Visit, h house, given placeAnswers) []ui.Option {
	options := []ui.Option{{Value: "", Label: v.Text("locations.room_later")}}
	from, known := given.from.Night()
	if !known {
		from = d.door.Tonight()
	}
	until := from + 1
	if last, known := given.until.Night(); known && last >= from {
		until = min(last+1, from.Plus(farAhead))
	}
	for _, room := range h.rooms {
		if room.ClosedAt != 0 {
			continue
		}
		left := max(0, room.Beds-h.taken(room.ID, "", from, until))
		if _, blocked := h.blocked(room.ID, from, until); blocked {
			left = 0
		}
		options = append(options, ui.Option{Value: room.ID, Label: v.Text("locations.room_option", "room", room.Name, "n", left), Chosen: room.ID == given.room})
	}
	return options
}
