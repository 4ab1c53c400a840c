package arrivals

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Guest is a household at or on its way to a location; no name.
type Guest struct {
	Stay        string
	Offer       string // empty: it moves from another location by plan, was placed by hand, or stood at the door
	Household   string
	Code        string // reference
	Persons     int
	From, Until calendar.Night // on the nights From..Until-1
	EndKnown    bool
	Needs       []string
	Flags       []string
	Transport   string           // id, while it travels on one
	Origin      string           // where that leaves from
	LeavesAt    calendar.Instant // and when
	At          calendar.Instant // when it was said to have come, or not
	MovesFrom   string           // name of the location it comes from, by a planned move
	MovesTo     string           // and of the one it goes on to
	MovesOn     calendar.Night   // its first night there
	Walked      bool             // nobody announced it: its stay began with its coming
}

// Today is what a location expects on a day.
type Today struct {
	places.Location
	Night    calendar.Night
	Expected []Guest // awaited tonight or on an earlier night, those longest awaited first
	Leaving  []Guest // present, and to leave today or before
	Missed   []Guest // said not to have come, and can still be taken back
	Moves    []Guest // who comes or goes by a planned move on a later night; MovesFrom tells who comes
	Arrived  []Guest // said to have come, which can still be taken back; the last ones first
	Came     int     // persons whose first night is tonight and who are here
	Free     int     // places free tonight; negative: short
}

// Late counts the guests who were expected on an earlier day.
func (t Today) Late() (count int) {
	for _, guest := range t.Expected {
		if guest.From < t.Night {
			count++
		}
	}
	return count
}

// Persons adds up guests.
func Persons(guests []Guest) (sum int) {
	for _, guest := range guests {
		sum += guest.Persons
	}
	return sum
}

// Today reads what a location expects today.
func (s *Service) Today(ctx context.Context, actor access.Actor, location string) (today Today, err error) {
	err = s.door.View(ctx, actor, access.RecordArrival, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		now := s.door.Now()
		today.Night = now.Night()
		if today.Location, err = seen(ctx, tx, scope, location); err != nil {
			return err
		}
		if today.Expected, err = expected(ctx, tx, location, today.Night); err != nil {
			return err
		}
		if today.Leaving, err = leaving(ctx, tx, location, today.Night); err != nil {
			return err
		}
		if today.Missed, err = missed(ctx, tx, location, regrettable(now)); err != nil {
			return err
		}
		if today.Arrived, err = arrived(ctx, tx, location, regrettable(now)); err != nil {
			return err
		}
		if err := today.moves(ctx, tx); err != nil {
			return err
		}
		if today.Came, err = cameOn(ctx, tx, location, today.Night); err != nil {
			return err
		}
		free, err := places.FreeAt(ctx, tx, location, today.Night, today.Night+1)
		if err == nil {
			today.Free = free[0]
		}
		return err
	})
	return today, err
}

// Came records with one press that an awaited household came, and how many of
// them. offer is empty where it moves from another location by plan.
func (s *Service) Came(ctx context.Context, actor access.Actor, offer, stay string, persons int) error {
	if offer != "" {
		return s.matching.Present(ctx, actor, offer, persons)
	}
	return s.matching.CameUnoffered(ctx, actor, stay, persons)
}

// notSeen is the reason one press gives when a household did not come: nobody
// knows yet why, so matching leaves it alone until tomorrow. Another reason can
// be given on the page of the offer.
const notSeen = "no_sign_of_life"

// DidNotCome records with one press that an awaited household did not come: its
// nights are free at once, and it waits again from tomorrow on.
func (s *Service) DidNotCome(ctx context.Context, actor access.Actor, offer, stay string) error {
	if offer != "" {
		return s.matching.NotArrived(ctx, actor, offer, matching.Verdict{Reason: notSeen, Until: calendar.At(s.door.Tonight() + 1)})
	}
	return s.places.NotArrived(ctx, actor, stay, notSeen)
}

// where is the location of an offer, or of a stay where there is none.
func (s *Service) where(ctx context.Context, actor access.Actor, offer, stay string) (location string, err error) {
	if offer != "" {
		found, _, err := s.matching.Offer(ctx, actor, offer)
		return found.Location, err
	}
	err = s.door.View(ctx, actor, access.RecordArrival, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		found, err := places.StayByID(ctx, tx, stay)
		if err != nil {
			return notFound(err)
		}
		location = found.Location
		_, err = seen(ctx, tx, scope, location)
		return err
	})
	return location, err
}

// ofStay is a change of what was recorded of a household that came without an offer.
func ofStay(stay, reason string) gate.Change {
	return gate.Change{Action: access.RecordArrival, Object: "stay/" + stay, Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			found, err := places.StayByID(ctx, tx, stay)
			if err != nil {
				return access.Owner{}, notFound(err)
			}
			return places.OwnerOf(ctx, tx, found.Location)
		}}
}

// atDoor is a change of what was recorded of an offer's household.
func atDoor(offer, reason string) gate.Change {
	return gate.Change{Action: access.RecordArrival, Object: offerObject(offer), Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			return matching.OwnerOf(ctx, tx, offer, matching.SideLocation)
		}}
}

// NotYet undoes Came on the same day: all who were announced are awaited again,
// where the places of those who had not come are still free. offer is empty where
// they came without one; whoever nobody announced then was never there.
func (s *Service) NotYet(ctx context.Context, actor access.Actor, offer, stay string) error {
	if offer == "" {
		return s.door.Do(ctx, actor, ofStay(stay, "pressed by mistake"), func(ctx context.Context, tx *gate.Tx) error {
			return s.matching.NotYetUnoffered(ctx, tx, actor, stay, regrettable(tx.Now()))
		})
	}
	return s.door.Do(ctx, actor, atDoor(offer, "pressed by mistake"), func(ctx context.Context, tx *gate.Tx) error {
		return s.matching.NotYet(ctx, tx, actor, offer, regrettable(tx.Now()))
	})
}

// CountAgain corrects on the same day how many came; offer is empty where they came
// without one.
func (s *Service) CountAgain(ctx context.Context, actor access.Actor, offer, stay string, persons int) error {
	if offer == "" {
		return s.door.Do(ctx, actor, ofStay(stay, "counted again"), func(ctx context.Context, tx *gate.Tx) error {
			return s.matching.CountUnoffered(ctx, tx, actor, stay, persons, regrettable(tx.Now()))
		})
	}
	return s.door.Do(ctx, actor, atDoor(offer, "counted again"), func(ctx context.Context, tx *gate.Tx) error {
		return s.matching.CountAgain(ctx, tx, actor, offer, persons, regrettable(tx.Now()))
	})
}

// TakeBack undoes DidNotCome on the same day: the household is awaited again,
// where its places are still free, and keeps its seat on a transport.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, offer string) error {
	return s.door.Do(ctx, actor, atDoor(offer, "taken back"), func(ctx context.Context, tx *gate.Tx) error {
		next, err := s.matching.Reinstate(ctx, tx, actor, offer, regrettable(tx.Now()))
		if err != nil {
			return err
		}
		tx.Note("offer", next.ID)
		return reseat(ctx, tx, offer, next.ID)
	})
}

// Left records with one press that a household went today.
func (s *Service) Left(ctx context.Context, actor access.Actor, stay string) error {
	return s.matching.Left(ctx, actor, matching.Departure{Stay: stay, How: places.Left, Night: s.door.Tonight(), Reason: "left"})
}

// Visitor is a household that stands at the door without an offer.
type Visitor struct {
	Stay     string // id from the caller: recorded twice with one id is recorded once
	Code     string // from its card, however typed
	Location string
	Persons  int          // 0: the whole household
	Until    calendar.End // unknown: nobody knows how long
	Reason   string
}

// openPromise is for how many nights a bed is kept for who does not know how
// long they stay.
const openPromise = 28

// Unannounced takes in a household that nobody announced, where there is room.
// Who has its card in hand may say that it is here, wherever it was registered;
// nothing about it is shown.
func (s *Service) Unannounced(ctx context.Context, actor access.Actor, v Visitor) error {
	var check fault.Check
	tonight := s.door.Tonight()
	check.Field(v.Code != "", "code", "arrivals.code_missing")
	check.Field(!v.Until.Known || v.Until.Night > tonight, "until", "arrivals.until_wrong", "first", tonight+1)
	if err := check.Err(); err != nil {
		return err
	}
	if _, err := s.Today(ctx, actor, v.Location); err != nil {
		return err // who may not work here learns nothing about codes
	}
	household, err := s.households.ByCode(ctx, access.Program(), v.Code)
	if fault.KindOf(err) == fault.NotFound {
		check.Field(false, "code", "arrivals.code_unknown")
		return check.Err()
	}
	if err != nil {
		return err
	}
	if v.Persons == 0 {
		v.Persons = household.Persons
	}
	return s.matching.Unannounced(ctx, actor, matching.Arrival{
		Stay: v.Stay, Household: household.ID, Location: v.Location, Persons: v.Persons, Until: v.Until.Or(tonight + openPromise),
		EndKnown: v.Until.Known, Reason: v.Reason,
	})
}

// Nearby is a location with room tonight.
type Nearby struct {
	ID, Name string
	Free     int
}

// Nearby lists up to three other locations in the same region, within the
// actor's reach, with room for so many tonight; those of the municipality first.
func (s *Service) Nearby(ctx context.Context, actor access.Actor, location string, persons int) (found []Nearby, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		from, err := seen(ctx, tx, scope, location)
		if err != nil {
			return err
		}
		found, err = nearby(ctx, tx, scope, from, s.door.Tonight(), persons)
		return err
	})
	return found, err
}

// RoomUntil is the first night on which a location within the actor's reach lacks
// room for so many, if it has some tonight; tonight itself where it has not. No
// further than the given night is looked.
func (s *Service) RoomUntil(ctx context.Context, actor access.Actor, location string, persons int, last calendar.Night) (night calendar.Night, err error) {
	night = s.door.Tonight()
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil || last < night {
			return err
		}
		free, err := places.FreeAt(ctx, tx, location, night, last+1)
		for _, n := range free {
			if n < persons {
				break
			}
			night++
		}
		return err
	})
	return night, err
}
