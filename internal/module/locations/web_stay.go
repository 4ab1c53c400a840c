package locations

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/i18n"
	"onderdak/internal/platform/ui"
	"onderdak/internal/platform/web"
)

// sojourn is a stay with the rooms of its location.
type sojourn struct {
	house
	stay     places.Stay
	offer    string
	within   bool        // the household lies within the visitor's reach
	persons  int         // of the household as it is now; 0 where the visitor may not know
	next     places.Stay // with which it goes on by plan, and which it follows; empty: none
	previous places.Stay
	names    map[string]string // of the locations of these two
	seen     map[string]bool   // which of the two the visitor can open
}

// code is what the household is called here.
func (s sojourn) code() string { return s.codes[s.stay.ID] }

// sojourn reads the stay of the address, at the location of the address.
func (d desk) sojourn(v *web.Visit, action access.Action) (found sojourn, err error) {
	location, err := d.known(v, action)
	if err != nil {
		return found, err
	}
	err = d.view(v, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if found.stay, err = places.StayByID(ctx, tx, v.Request.PathValue("verblijf")); err != nil {
			return err
		}
		if found.stay.Location != location.ID {
			return db.ErrNone
		}
		offers, err := offersOf(ctx, tx, location.ID)
		if found.offer = offers[found.stay.ID]; err != nil {
			return err
		}
		household, err := households.Load(ctx, tx, found.stay.Household)
		if err != nil {
			return err
		}
		if found.within = access.Check(v.Actor, access.ViewHouseholds, household.Owner()) == nil; found.within {
			found.persons = household.Persons
		}
		return found.chain(ctx, tx, scope)
	})
	if err != nil {
		return found, err
	}
	found.house, err = d.house(v, action, found.stay.From, max(found.stay.Until, found.stay.From+1))
	return found, err
}

// chain reads which stay this one follows, and with which it goes on.
func (s *sojourn) chain(ctx context.Context, tx *db.Tx, scope gate.Scope) (err error) {
	if s.next, err = places.PlannedAfter(ctx, tx, s.stay.ID); err != nil && !errors.Is(err, db.ErrNone) {
		return err
	}
	if s.stay.Previous != "" {
		if s.previous, err = places.StayByID(ctx, tx, s.stay.Previous); err != nil {
			return err
		}
	}
	s.names, s.seen = map[string]string{}, map[string]bool{}
	for _, other := range []places.Stay{s.next, s.previous} {
		if other.ID == "" {
			continue
		}
		location, err := places.LocationByID(ctx, tx, other.Location)
		if err != nil {
			return err
		}
		s.names[other.ID], s.seen[other.ID] = location.Name, scope.Covers(location.Owner())
	}
	return nil
}

// shares are how many of the stay sleep in which room.
func (s sojourn) shares() map[string]int {
	shares := map[string]int{}
	for _, l := range s.lodgings {
		if l.Stay.ID == s.stay.ID {
			shares[l.Room] += l.Persons
		}
	}
	return shares
}

// left is how many beds the room has for this stay on every night still to come,
// those it has already included; none where others sleep who do not share.
func (s sojourn) left(room places.Room, tonight calendar.Night) int {
	from := min(max(s.stay.From, tonight), s.stay.Until)
	if _, blocked := s.blocked(room.ID, from, s.stay.Until); blocked || room.ClosedAt != 0 {
		return 0
	}
	for _, l := range s.lodgings {
		others := l.Room == room.ID && l.Stay.ID != s.stay.ID && l.Stay.From < s.stay.Until && from < l.Stay.Until
		if others && !(s.stay.ShareConsent && l.Stay.ShareConsent) {
			return 0
		}
	}
	return max(0, room.Beds-s.taken(room.ID, s.stay.ID, from, s.stay.Until))
}

func (d desk) stay(v *web.Visit) error {
	tellDone(v)
	s, err := d.sojourn(v, access.ViewLocations)
	if err != nil {
		return err
	}
	return d.stayPage(v, s, nil, nil)
}

// stayPage shows a stay with what can be done about it; typed holds numbers per
// room as they were sent, where they were refused.
func (d desk) stayPage(v *web.Visit, s sojourn, typed map[string]string, notice *ui.Message) error {
	title := v.Text("locations.stay_title", "code", s.code(), "n", s.stay.Persons)
	sheet := ui.Sheet{
		Crumbs: crumbsAt(v, s.Location, ui.Link{Text: s.code()}),
		Heading: ui.Heading{Above: s.Name, Answer: title, Badges: []ui.Badge{{Text: stateText(v, s.stay.State), Tone: "info"}},
			Actions: stayActions(v, s), AsOf: clock(v, d.door.Now())},
		Notice:   notice,
		Sections: []ui.Section{stayFacts(v, s)},
	}
	if s.stay.State.Holds() && may(v, access.RecordArrival, s.Location) {
		sheet.Sections = append(sheet.Sections, d.roomSection(v, s, typed), consentSection(v, s))
	}
	return v.Page("locations/sheet", title, sheet)
}

func stayActions(v *web.Visit, s sojourn) []ui.Action {
	var actions []ui.Action
	if s.offer != "" && may(v, access.AnswerOffer, s.Location) {
		actions = append(actions, ui.Action{Text: v.Text("locations.to_offer"), Href: "/aanbiedingen/" + s.offer, Kind: "primary"})
	}
	if s.stay.State != places.Present && s.stay.State != places.Accepted {
		return actions
	}
	if may(v, access.PlaceStay, s.Location) {
		actions = append(actions, ui.Action{Text: v.Text("locations.extend"), Href: stayAddress(s.stay) + "/wijzig"})
	}
	if s.stay.State != places.Present {
		return actions
	}
	switch {
	case !may(v, access.PlaceStay, s.Location):
	case s.next.ID != "":
		actions = append(actions, cancelAction(v, s))
	default:
		actions = append(actions, ui.Action{Text: v.Text("locations.stay_move"), Href: stayAddress(s.stay) + "/verhuis"})
	}
	if may(v, access.RecordArrival, s.Location) {
		actions = append(actions, ui.Action{Text: v.Text("locations.stay_end"), Href: stayAddress(s.stay) + "/einde"})
	}
	return actions
}

// link is a line about a stay before or after this one, with the way to it for who
// can go there.
func (s sojourn) link(other places.Stay, key, value string) ui.Item {
	item := ui.Item{Key: key, Value: value}
	if s.seen[other.ID] {
		item.Href = stayAddress(other)
	}
	return item
}

// cancelAction takes a planned move back.
func cancelAction(v *web.Visit, s sojourn) ui.Action {
	return ui.Action{Text: v.Text("locations.move_cancel"), Href: stayAddress(s.stay) + "/verhuis/intrekken", Post: true}
}

func stayFacts(v *web.Visit, s sojourn) ui.Section {
	until := i18n.LongDate(v.Lang, s.stay.Until-1)
	if !s.stay.EndKnown {
		until = v.Text("locations.promised_until", "last", s.stay.Until-1)
	}
	var rooms []string
	for _, room := range s.rooms {
		if n := s.shares()[room.ID]; n > 0 {
			rooms = append(rooms, room.Name+" ("+strconv.Itoa(n)+")")
		}
	}
	if len(rooms) == 0 {
		rooms = []string{v.Text("locations.no_room")}
	}
	household := ui.Item{Key: v.Text("locations.household"), Value: s.code()}
	if s.within {
		household.Href = householdAddress(s.stay.Household)
	}
	items := []ui.Item{
		household, {Key: v.Text("locations.persons"), Value: i18n.Count(v.Lang, s.stay.Persons)},
		{Key: v.Text("locations.from"), Value: i18n.LongDate(v.Lang, s.stay.From)}, {Key: v.Text("locations.until"), Value: until},
		{Key: v.Text("locations.room_s"), Value: strings.Join(rooms, "\n")},
	}
	if s.previous.ID != "" && s.previous.Location != s.ID {
		items = append(items, s.link(s.previous, v.Text("locations.moved_from"), s.names[s.previous.ID]))
	}
	if s.next.ID != "" {
		items = append(items, s.link(s.next, v.Text("locations.moves_to"), v.Text("locations.moves_to_on", "name", s.names[s.next.ID], "night", s.next.From)))
	}
	return ui.Section{ID: "verblijf", Title: v.Text("locations.facts"), Items: items}
}

// roomSection asks how many sleep in which room, of the rooms that have beds for
// all nights to come.
func (d desk) roomSection(v *web.Visit, s sojourn, typed map[string]string) ui.Section {
	section := ui.Section{ID: "kamers-sectie", Title: v.Text("locations.assign_title"), Text: []string{v.Text("locations.assign_lead", "n", s.stay.Persons)}}
	shares := s.shares()
	form := &ui.Form{Action: stayAddress(s.stay) + "/kamers", Submit: v.Text("locations.assign")}
	for _, room := range s.rooms {
		left := s.left(room, d.door.Tonight())
		if left == 0 && shares[room.ID] == 0 {
			continue
		}
		value, sent := typed[room.ID]
		if !sent && shares[room.ID] > 0 {
			value = strconv.Itoa(shares[room.ID])
		}
		form.Fields = append(form.Fields, ui.Field{
			Kind: ui.NumberField, Name: "kamer-" + room.ID, Label: room.Name, Hint: v.Text("locations.beds_left", "n", left), Value: value, Width: 2, Optional: true,
		})
	}
	if len(form.Fields) == 0 {
		section.Text = []string{v.Text("locations.no_room_free")}
		return section
	}
	section.Form = form
	return section
}

func consentSection(v *web.Visit, s sojourn) ui.Section {
	section := ui.Section{ID: "delen", Title: v.Text("locations.consent_no"), Text: []string{v.Text("locations.consent_text")}}
	action := ui.Action{Text: v.Text("locations.consent_give"), Href: stayAddress(s.stay) + "/delen", Post: true, Name: "delen", Value: "ja"}
	if s.stay.ShareConsent {
		section.Title, action.Text, action.Value = v.Text("locations.consent_yes"), v.Text("locations.consent_take"), "nee"
	}
	section.Actions = []ui.Action{action}
	return section
}

// assign gives rooms out. A room somebody else took first is told with who did,
// and with the next best room.
func (d desk) assign(v *web.Visit) error {
	s, err := d.sojourn(v, access.RecordArrival)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	typed := map[string]string{}
	var shares []places.Share
	for _, room := range s.rooms {
		value := strings.TrimSpace(form.Get("kamer-" + room.ID))
		typed[room.ID] = value
		if value == "" || value == "0" {
			continue
		}
		persons, err := strconv.Atoi(value)
		if err != nil || persons < 0 {
			v.Status(http.StatusUnprocessableEntity)
			return d.stayPage(v, s, typed, &ui.Message{Kind: "error", Title: v.Text("locations.assign_number", "room", room.Name)})
		}
		shares = append(shares, places.Share{Room: room.ID, Persons: persons})
	}
	err = d.places.AssignRooms(v.Request.Context(), v.Actor, s.stay.ID, shares)
	if told := fault.As(err); err != nil && told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		fresh, failed := d.sojourn(v, access.RecordArrival)
		if failed != nil {
			return failed
		}
		return d.stayPage(v, fresh, typed, d.collision(v, fresh.house, shares, err, fresh.stay))
	}
	if err != nil {
		return err
	}
	return v.Redirect(stayAddress(s.stay) + "?gedaan=kamers")
}

// consent records whether the household agrees to share a room.
func (d desk) consent(v *web.Visit) error {
	s, err := d.sojourn(v, access.RecordArrival)
	if err != nil {
		return err
	}
	form, err := v.Form()
	if err != nil {
		return err
	}
	err = d.places.ConsentToShare(v.Request.Context(), v.Actor, s.stay.ID, form.Get("delen") == "ja")
	if told := fault.As(err); err != nil && told.Kind == fault.Conflict {
		v.Status(http.StatusConflict)
		return d.stayPage(v, s, nil, &ui.Message{Kind: "error", Title: v.Text("locations.consent_kept"), Text: say(v, told.Key, told.Args)})
	}
	if err != nil {
		return err
	}
	return v.Redirect(stayAddress(s.stay) + "?gedaan=delen")
}

// collision tells why a room could not be given out: who gave it away and when,
// as far as somebody did, and which room would do.
func (d desk) collision(v *web.Visit, h house, shares []places.Share, err error, stay places.Stay) *ui.Message {
	told := fault.As(err)
	message := &ui.Message{Kind: "error", Title: say(v, told.Key, told.Args)}
	persons := 0
	var wanted []string
	for _, share := range shares {
		persons += share.Persons
		wanted = append(wanted, share.Room)
	}
	if first, found := d.firstComer(v, h, wanted, stay); found {
		message.Title = first
	}
	from := max(stay.From, d.door.Tonight())
	for _, room := range h.rooms {
		_, blocked := h.blocked(room.ID, from, stay.Until)
		if !blocked && room.ClosedAt == 0 && !slices.Contains(wanted, room.ID) && room.Beds >= persons && h.taken(room.ID, stay.ID, from, stay.Until) == 0 {
			message.Text = v.Text("locations.next_room", "room", room.Name, "n", room.Beds)
			if stay.ID == "" {
				message.Links = []ui.Link{{Text: v.Text("locations.take_next", "room", room.Name), Href: addressOf(h.ID) + "/plaatsen?kamer=" + room.ID + "&vanaf=" + stay.From.String()}}
			}
			return message
		}
	}
	message.Text = v.Text("locations.next_none")
	return message
}

// firstComer tells who gave out one of the rooms for these nights, and when.
func (d desk) firstComer(v *web.Visit, h house, rooms []string, stay places.Stay) (told string, found bool) {
	var last places.Lodging
	for _, l := range h.lodgings {
		overlaps := l.Stay.From < stay.Until && l.Stay.Until > stay.From
		if slices.Contains(rooms, l.Room) && l.Stay.ID != stay.ID && overlaps && l.At >= last.At {
			last, found = l, l.At > 0
		}
	}
	if !found {
		return "", false
	}
	name := d.nameOf(v, last.By)
	for _, room := range h.rooms {
		if room.ID == last.Room {
			return v.Text("locations.first_comer", "who", name, "room", room.Name, "moment", clock(v, last.At), "code", h.codes[last.Stay.ID]), true
		}
	}
	return "", false
}

// nameOf is what colleagues call a person; somebody, where that is not known.
func (d desk) nameOf(v *web.Visit, person string) string {
	name, err := d.lookUp(v, person)
	if err != nil || name == "" {
		return v.Text("locations.somebody")
	}
	return name
}
