package places

import (
	"context"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Item is one point of the checklist that must be in order before a location
// opens.
type Item string

// The items.
const (
	FireSafety       Item = "fire_safety"       // asked where more than FewSleepers sleep
	ItemFacilities   Item = "facilities"        // sanitary, beds, kitchen or meals
	ItemContact      Item = "contact"           // somebody who can be called; must be in the description
	FirstNecessities Item = "first_necessities" // bedding, clothes, hygiene, food for the first day
	Care             Item = "care"              // a GP and where to go at night
	School           Item = "school"            // places agreed for children
)

// Items are all items, in the order in which they are asked.
var Items = []Item{FireSafety, ItemFacilities, ItemContact, FirstNecessities, Care, School}

// FewSleepers is how many may sleep somewhere without a check of fire safety.
const FewSleepers = 10

// Readiness is how an item stands.
type Readiness string

// The states of an item.
const (
	NotReady      Readiness = "open"
	Ready         Readiness = "ok"
	NotApplicable Readiness = "not_applicable" // with a reason
)

// ReadinessStates are all states of an item.
var ReadinessStates = []Readiness{NotReady, Ready, NotApplicable}

// Tick is what somebody said about an item.
type Tick struct {
	Location string
	Item     Item
	State    Readiness
	Reason   string // needed for NotApplicable
	Person   string
	At       calendar.Instant // 0: nobody said anything yet
	Seq      int64
}

// Validate reports every wrong field at once.
func (t Tick) Validate() error {
	var check fault.Check
	check.Field(slices.Contains(Items, t.Item), "item", "places.item_unknown", "value", string(t.Item))
	check.Field(slices.Contains(ReadinessStates, t.State), "state", "places.readiness_unknown", "value", string(t.State))
	check.Field(t.State != NotApplicable || strings.TrimSpace(t.Reason) != "", "reason", "places.not_applicable_why")
	return check.Err()
}

// For is Validate for a certain location: a contact can only be in order when the
// description says whom to call.
func (t Tick) For(l Location) error {
	if err := t.Validate(); err != nil {
		return err
	}
	var check fault.Check
	check.Field(t.Item != ItemContact || t.State != Ready || l.Contact.Name != "" && l.Contact.Phone != "", "state", "places.contact_first")
	return check.Err()
}

// Checklist is how a location stands before it opens.
type Checklist struct {
	Ticks   []Tick // one for each of Items, in that order; the last word on it
	Missing []Item // what keeps it from opening with as many places as it has on any rung
	Opened  bool   // it has been open before
}

// Of gives the last word on an item.
func (c Checklist) Of(item Item) Tick {
	for _, tick := range c.Ticks {
		if tick.Item == item {
			return tick
		}
	}
	return Tick{Item: item, State: NotReady}
}

// lacks lists what keeps a location from having so many open places. One that
// was open before the list was asked for, or came from a file, goes on: there
// only what somebody found wanting counts.
func (c Checklist) lacks(sleepers int) (missing []Item) {
	for _, tick := range c.Ticks {
		silent := tick.At == 0
		switch {
		case tick.State != NotReady, silent && c.Opened:
		case tick.Item == FireSafety && sleepers <= FewSleepers:
		default:
			missing = append(missing, tick.Item)
		}
	}
	return missing
}

// Tick records what somebody says about an item of the checklist.
func (s *Service) Tick(ctx context.Context, actor access.Actor, tick Tick) error {
	if err := tick.Validate(); err != nil {
		return err
	}
	tick.Person = actor.Person
	return s.door.Do(ctx, actor, to(access.StateCapacity, tick.Location, tick.Reason), func(ctx context.Context, tx *gate.Tx) (err error) {
		if tick.Seq, err = bump(ctx, tx.Tx, tick.Location); err != nil {
			return missing(err)
		}
		location, err := LocationByID(ctx, tx.Tx, tick.Location)
		if err != nil {
			return err
		}
		if err := tick.For(location); err != nil {
			return err
		}
		tx.Note("item", string(tick.Item))
		tx.Note("state", string(tick.State))
		tick.At = tx.Now()
		return insertTick(ctx, tx, tick)
	})
}

// Checklist tells how a location stands before it opens.
func (s *Service) Checklist(ctx context.Context, actor access.Actor, location string) (list Checklist, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		profiles, err := profilesOf(ctx, tx, location)
		if err != nil {
			return err
		}
		if list, err = checklist(ctx, tx, location); err != nil {
			return err
		}
		sleepers := 0
		for _, rung := range Rungs[:4] {
			sleepers = max(sleepers, most(profiles[rung], s.door.Tonight()))
		}
		list.Missing = list.lacks(sleepers)
		return nil
	})
	return list, err
}

// checklist reads the last word on every item.
func checklist(ctx context.Context, tx *db.Tx, location string) (list Checklist, err error) {
	ticks, err := ticksOf(ctx, tx, location)
	if err != nil {
		return list, err
	}
	last := map[Item]Tick{}
	for _, tick := range ticks {
		last[tick.Item] = tick
	}
	for _, item := range Items {
		tick, said := last[item]
		if !said {
			tick = Tick{Location: location, Item: item, State: NotReady}
		}
		list.Ticks = append(list.Ticks, tick)
	}
	list.Opened, err = wasOpen(ctx, tx, location)
	return list, err
}

// wanting lists what keeps a statement from being taken in: nothing, unless it
// raises the open places of a night.
func wanting(ctx context.Context, tx *db.Tx, statement Statement) ([]Item, error) {
	if statement.Rung != Open || statement.Places == 0 {
		return nil, nil
	}
	profiles, err := profilesOf(ctx, tx, statement.Location)
	if err != nil {
		return nil, err
	}
	raises := false
	for _, change := range differences(profiles[Open], overlay(profiles[Open], statement.span()), statement.From) {
		raises = raises || change.Places > on(profiles[Open], change.From)
	}
	if !raises {
		return nil, nil
	}
	list, err := checklist(ctx, tx, statement.Location)
	return list.lacks(statement.Places), err
}

// notReady says which items keep a location from opening; nil where none does.
func notReady(items []Item) error {
	if len(items) == 0 {
		return nil
	}
	told := fault.New(fault.Conflict, "places.not_ready")
	for _, item := range items {
		told.Fields = append(told.Fields, fault.Field{Name: "rung", Key: ItemKey(item)})
	}
	return told
}

// ItemKey is the message key of an item of the checklist.
func ItemKey(item Item) string { return "places.item." + string(item) }

// most is a profile's largest number from a night on.
func most(profile []Span, from calendar.Night) int {
	largest := 0
	for _, span := range profile {
		if span.end() > from {
			largest = max(largest, span.Places)
		}
	}
	return largest
}
