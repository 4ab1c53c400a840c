package arrivals

import (
	"net/http"
	"net/url"
	"strconv"

	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// cardsPage is a page for a phone: big buttons, one press per household.
type cardsPage struct {
	Crumbs   []ui.Link
	Heading  ui.Heading
	Notice   *ui.Message
	Stats    []ui.Stat
	Groups   []cardGroup
	Sections []ui.Section
}

// cardGroup is a list of cards under one head.
type cardGroup struct {
	ID, Title, Text string
	Cards           []card
	Empty           ui.Empty
}

// card is one household with what can be pressed.
type card struct {
	Title, Href string // its reference, and where more is
	Persons     string
	Badges      []ui.Badge
	Facts       []string
	Tone        string // empty or attention; told in the facts too
	Buttons     []button
	Other       *otherNumber
}

// button is a form of one press.
type button struct {
	Action, Text, Kind string
	Hidden             []hidden
}

type hidden struct{ Name, Value string }

// otherNumber asks how many came, where it was not the announced number.
type otherNumber struct {
	Summary, Action, Label, ID, Value, Submit string
	Hidden                                    []hidden
}

// What can be pressed, as it stands in the forms.
const (
	pressCame = "gekomen"
	pressNot  = "niet"
	pressBack = "terug"
	pressLeft = "vertrokken"
	pressYet  = "toch-niet"
	pressErr  = "vergist" // as toch-niet, of somebody whom nobody announced
	pressMore = "geteld"
)

// pressing are the fields every press carries.
func pressing(what string, g Guest) []hidden {
	return []hidden{{"doe", what}, {"aanbod", g.Offer}, {"verblijf", g.Stay}, {"aantal", strconv.Itoa(g.Persons)}}
}

// awaited is the card of a household that has not come yet.
func awaited(v *web.Visit, address string, g Guest) card {
	return card{
		Title: g.Code, Href: offerAddress(g.Offer), Persons: v.Text("arrivals.n_persons", "n", g.Persons), Badges: badges(v, g.Needs, g.Flags),
		Buttons: []button{
			{Action: address, Text: v.Text("arrivals.came"), Kind: "primary", Hidden: pressing(pressCame, g)},
			{Action: address, Text: v.Text("arrivals.did_not_come"), Hidden: pressing(pressNot, g)},
		},
		Other: &otherNumber{
			Summary: v.Text("arrivals.other_number"), Action: address, Label: v.Text("arrivals.how_many"), ID: "n-" + g.Stay,
			Value: strconv.Itoa(g.Persons), Submit: v.Text("arrivals.came_so_many"), Hidden: pressing(pressCame, g),
		},
	}
}

// regretted is the card of a household that did not come, while that can still
// be taken back.
func regretted(v *web.Visit, address string, g Guest) card {
	return card{
		Title: g.Code, Href: offerAddress(g.Offer), Persons: v.Text("arrivals.n_persons", "n", g.Persons),
		Facts: []string{v.Text("arrivals.said_at", "at", clock(v, g.At))},
		Buttons: []button{
			{Action: address, Text: v.Text("arrivals.take_back"), Hidden: pressing(pressBack, g)},
		},
	}
}

// arrivedCard is the card of a household that came, while that can still be taken
// back or counted again.
func arrivedCard(v *web.Visit, address string, g Guest) card {
	back := button{Action: address, Text: v.Text("arrivals.not_yet"), Hidden: pressing(pressYet, g)}
	facts := []string{v.Text("arrivals.came_at", "at", clock(v, g.At))}
	if g.Walked {
		back = button{Action: address, Text: v.Text("arrivals.not_here"), Hidden: pressing(pressErr, g)}
		facts = append(facts, v.Text("arrivals.was_unannounced"))
	}
	return card{
		Title: g.Code, Href: offerAddress(g.Offer), Persons: v.Text("arrivals.n_persons", "n", g.Persons),
		Facts: facts, Buttons: []button{back},
		Other: &otherNumber{
			Summary: v.Text("arrivals.wrong_number"), Action: address, Label: v.Text("arrivals.how_many"), ID: "t-" + g.Stay,
			Value: strconv.Itoa(g.Persons), Submit: v.Text("arrivals.count_save"), Hidden: pressing(pressMore, g),
		},
	}
}

func householdAddress(id string) string { return "/huishoudens/" + id }

// offerAddress is where an offer is: location staff reach it before the household
// is theirs, and other reasons can be given there. A place given by hand has
// none.
func offerAddress(id string) string {
	if id == "" {
		return ""
	}
	return "/aanbiedingen/" + id
}

// press does what a button of a card says.
func (d desk) press(v *web.Visit, form url.Values) error {
	ctx, offer, stay := v.Request.Context(), form.Get("aanbod"), form.Get("verblijf")
	switch form.Get("doe") {
	case pressCame:
		persons := number(form.Get("aantal"))
		if form.Has("personen") {
			persons = number(form.Get("personen"))
		}
		return d.Came(ctx, v.Actor, offer, stay, persons)
	case pressNot:
		return d.DidNotCome(ctx, v.Actor, offer, stay)
	case pressBack:
		return d.TakeBack(ctx, v.Actor, offer)
	case pressYet, pressErr:
		return d.NotYet(ctx, v.Actor, offer, stay)
	case pressMore:
		return d.CountAgain(ctx, v.Actor, offer, stay, number(form.Get("personen")))
	case pressLeft:
		return d.Left(ctx, v.Actor, stay)
	}
	return fault.New(fault.Invalid, "web.form_broken")
}

// pressed does what was pressed and leads back; what could not be done is told
// above the page as it then is.
func (d desk) pressed(v *web.Visit, back string, page func(*web.Visit, *ui.Message) error) error {
	form, err := v.Form()
	if err != nil {
		return err
	}
	err = d.press(v, form)
	told := fault.As(err)
	switch {
	case err == nil:
		return v.Redirect(back + "?gedaan=" + form.Get("doe"))
	case told.Kind == fault.Conflict && told.Key == "matching.offer_ended":
		v.Status(http.StatusConflict)
		return page(v, d.somebodyFirst(v, form.Get("aanbod")))
	case told.Kind == fault.Conflict && told.Args["free"] != nil:
		v.Status(http.StatusConflict)
		notice, err := d.elsewhere(v, form.Get("aanbod"), form.Get("verblijf"), told)
		if err != nil {
			return err
		}
		return page(v, notice)
	case told.Kind == fault.Conflict:
		v.Status(http.StatusConflict)
		return page(v, &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)})
	case told.Kind == fault.Invalid && len(told.Fields) > 0:
		v.Status(http.StatusUnprocessableEntity)
		return page(v, &ui.Message{Kind: "error", Title: say(v, told.Fields[0].Key, told.Fields[0].Args)})
	}
	return err
}

// elsewhere tells that there is no room to take a press back, and who near by has
// some.
func (d desk) elsewhere(v *web.Visit, offer, stay string, told *fault.Error) (*ui.Message, error) {
	notice := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	location, err := d.where(v.Request.Context(), v.Actor, offer, stay)
	if err != nil {
		return nil, err
	}
	persons, _ := told.Args["persons"].(int)
	return notice, d.nearby(v, notice, location, persons)
}

// somebodyFirst tells what somebody else made of an offer, and when.
func (d desk) somebodyFirst(v *web.Visit, offer string) *ui.Message {
	message := &ui.Message{Kind: "warning", Title: v.Text("arrivals.somebody_first")}
	found, _, err := d.matching.Offer(v.Request.Context(), v.Actor, offer)
	if err == nil { // where it cannot be read, the page below still tells how things are
		message.Text = v.Text("arrivals.somebody_at", "at", clock(v, found.UpdatedAt), "state", v.Text("matching.offer_"+string(found.State)))
	}
	return message
}
