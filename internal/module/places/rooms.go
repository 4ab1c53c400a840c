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

// Room is a unit of a location. Rooms are optional: a location without them
// promises places only.
type Room struct {
	ID         string // from the caller, db.NewID
	Location   string
	Name       string
	Beds       int
	Properties []string         // tokens such as ground_floor
	ClosedAt   calendar.Instant // 0 while it is in use
}

// Validate reports every wrong field at once.
func (r Room) Validate() error {
	var check fault.Check
	check.Field(r.ID != "", "id", "places.id_missing")
	check.Field(r.Location != "", "location", "places.location_missing")
	check.Field(strings.TrimSpace(r.Name) != "", "name", "places.name_missing")
	check.Field(r.Beds >= 1 && r.Beds <= 999, "beds", "places.beds_wrong")
	return check.Err()
}

// Block says that a room cannot be used on the nights From..Until-1.
type Block struct {
	ID     string // from the caller, db.NewID
	Room   string
	From   calendar.Night
	Until  calendar.End
	Reason string
}

// Validate reports every wrong field at once.
func (b Block) Validate() error {
	var check fault.Check
	check.Field(b.From >= 0 && b.From < lastNight, "from", "places.night_wrong")
	check.Field(strings.TrimSpace(b.Reason) != "", "reason", "places.reason_missing")
	check.Field(!b.Until.Known || b.Until.Night > b.From && b.Until.Night <= lastNight, "until", "places.until_wrong")
	return check.Err()
}

// Share is how many of a household sleep in a room.
type Share struct {
	Room    string `json:"room"`
	Persons int    `json:"persons"`
}

// AddRoom adds a room to a location.
func (s *Service) AddRoom(ctx context.Context, actor access.Actor, room Room) error {
	if err := room.Validate(); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, to(access.EditLocation, room.Location, ""), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("room", room.ID)
		if err := nameFree(ctx, tx.Tx, room); err != nil {
			return err
		}
		if _, err := roomByID(ctx, tx.Tx, room.ID); err == nil {
			return fault.New(fault.Conflict, "places.id_taken", "id", room.ID)
		}
		return insertRoom(ctx, tx, room)
	})
}

// EditRoom changes a room; a ClosedAt takes it out of use. Fewer beds than are
// given out is refused, and so is closing a room in which somebody sleeps or will
// sleep: those people must get another room first.
func (s *Service) EditRoom(ctx context.Context, actor access.Actor, room Room) error {
	if err := room.Validate(); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, ofRoom(access.EditLocation, room.ID, ""), func(ctx context.Context, tx *gate.Tx) error {
		known, err := roomByID(ctx, tx.Tx, room.ID)
		if err != nil {
			return err
		}
		room.Location = known.Location
		if err := nameFree(ctx, tx.Tx, room); err != nil {
			return err
		}
		if room.ClosedAt != 0 {
			used, err := usedFrom(ctx, tx.Tx, room.ID, tx.Tonight())
			if err != nil {
				return err
			}
			if used {
				return fault.New(fault.Conflict, "places.room_in_use", "room", room.Name)
			}
		}
		return inWords(updateRoom(ctx, tx, room))
	})
}

// nameFree refuses a name that another room of the location has; the location is
// locked first, so that two do not get one name at the same moment.
func nameFree(ctx context.Context, tx *db.Tx, room Room) error {
	if _, err := bump(ctx, tx, room.Location); err != nil {
		return missing(err)
	}
	rooms, err := roomsOf(ctx, tx, room.Location)
	if err != nil {
		return err
	}
	var check fault.Check
	for _, other := range rooms {
		check.Field(other.ID == room.ID || other.ClosedAt != 0 || !strings.EqualFold(other.Name, room.Name), "name", "places.room_name_taken", "name", room.Name)
	}
	return check.Err()
}

// ofRoom is a change of a room; it is its location's affair.
func ofRoom(action access.Action, room, reason string) gate.Change {
	return gate.Change{Action: action, Object: "room/" + room, Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			known, err := roomByID(ctx, tx, room)
			if err != nil {
				return access.Owner{}, err
			}
			return ownerOf(ctx, tx, known.Location)
		}}
}

// BlockRoom takes a room out of use for some nights: its beds are added to the
// location's blocked places. Like every cut it is never refused; who is in the
// room shows in the location's shortage, if there is one.
func (s *Service) BlockRoom(ctx context.Context, actor access.Actor, block Block) error {
	if err := block.Validate(); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, ofRoom(access.StateCapacity, block.Room, block.Reason), func(ctx context.Context, tx *gate.Tx) error {
		if err := insertBlock(ctx, tx, block, tx.Now()); err != nil {
			return err
		}
		return addBlocked(ctx, tx, actor.Person, block, 1)
	})
}

// PreviewBlock says what a block would do, without blocking anything: nights that
// would be short and who would have to move, first those who sleep in the room.
func (s *Service) PreviewBlock(ctx context.Context, actor access.Actor, block Block) (effect Effect, err error) {
	if err := block.Validate(); err != nil {
		return effect, err
	}
	err = s.door.View(ctx, actor, access.StateCapacity, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		room, err := roomByID(ctx, tx, block.Room)
		if err != nil {
			return err
		}
		if _, err := seen(ctx, tx, scope, room.Location); err != nil {
			return err
		}
		err = s.reckon(ctx, tx, &effect, room.Location, block.From, func(profiles Profiles) {
			profiles[Blocked] = combine(profiles[Blocked], []Span{{block.From, block.Until, room.Beds}}, func(a, b int) int { return a + b })
		})
		if err != nil {
			return err
		}
		lodgings, err := LodgingsDuring(ctx, tx, room.Location, block.From, block.Until.Or(lastNight))
		if err != nil {
			return err
		}
		for _, l := range lodgings {
			sleeps := l.Room == room.ID && !slices.ContainsFunc(effect.Move, func(s Stay) bool { return s.ID == l.Stay.ID })
			if sleeps {
				effect.Move = append([]Stay{l.Stay}, effect.Move...)
			}
		}
		return nil
	})
	return effect, err
}

// UnblockRoom takes a room into use again.
func (s *Service) UnblockRoom(ctx context.Context, actor access.Actor, room, block, reason string) error {
	return s.door.Do(ctx, actor, ofRoom(access.StateCapacity, room, reason), func(ctx context.Context, tx *gate.Tx) error {
		lifted, err := liftBlock(ctx, tx, room, block, tx.Now())
		if err != nil {
			return missing(err)
		}
		if lifted.Room != room {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		lifted.Reason = reason
		return addBlocked(ctx, tx, actor.Person, lifted, -1)
	})
}

// addBlocked raises or lowers the blocked places by the room's beds.
func addBlocked(ctx context.Context, tx *gate.Tx, person string, block Block, sign int) error {
	room, err := roomByID(ctx, tx.Tx, block.Room)
	if err != nil {
		return missing(err)
	}
	if _, err := bump(ctx, tx.Tx, room.Location); err != nil {
		return missing(err)
	}
	profiles, err := profilesOf(ctx, tx.Tx, room.Location)
	if err != nil {
		return err
	}
	beds := []Span{{block.From, block.Until, room.Beds}}
	next := combine(profiles[Blocked], beds, func(blocked, beds int) int { return max(0, blocked+sign*beds) })
	statements := statementsFor(differences(profiles[Blocked], next, 0), Statement{
		Location: room.Location, Rung: Blocked, Source: "room/" + room.ID, Reason: block.Reason})
	return Record(ctx, tx, person, statements...)
}

// AssignRooms says in which rooms a stay sleeps, in place of what was said
// before; none means no rooms are kept. Beds and consent are guarded by the
// store.
func (s *Service) AssignRooms(ctx context.Context, actor access.Actor, stay string, shares []Share) error {
	return s.door.Do(ctx, actor, of(access.RecordArrival, stay, ""), func(ctx context.Context, tx *gate.Tx) error {
		known, err := StayByID(ctx, tx.Tx, stay)
		if err != nil {
			return missing(err)
		}
		persons := 0
		for _, share := range shares {
			persons += share.Persons
		}
		if persons > known.Persons {
			return fault.New(fault.Conflict, "places.too_many_in_rooms", "n", persons, "persons", known.Persons)
		}
		tx.Note("rooms", shares)
		return Lodge(ctx, tx, actor.Person, stay, shares)
	})
}

// Lodge replaces the rooms of a stay within the caller's transaction; person is
// who gives them out. A refusal of the guard is a conflict (places.room_full,
// no_consent, room_blocked, room_elsewhere) and spoils the transaction.
func Lodge(ctx context.Context, tx *gate.Tx, person, stay string, shares []Share) error {
	if err := clearLodgings(ctx, tx, stay); err != nil {
		return err
	}
	for _, share := range shares {
		if err := insertLodging(ctx, tx.Tx, stay, share, person, tx.Now()); err != nil {
			return inWords(err)
		}
	}
	return nil
}

// trimRooms gives back the beds of those who did not come.
func trimRooms(ctx context.Context, tx *gate.Tx, stay Stay) error {
	shares, err := RoomsOf(ctx, tx.Tx, stay.ID)
	if err != nil || len(shares) == 0 {
		return err
	}
	left := stay.Persons
	kept := shares[:0]
	for _, share := range shares {
		share.Persons = min(share.Persons, left)
		left -= share.Persons
		if share.Persons > 0 {
			kept = append(kept, share)
		}
	}
	return Lodge(ctx, tx, stay.By, stay.ID, kept)
}

// ConsentToShare records whether the household agrees to share a room. Consent
// cannot be taken back while a room is shared: another room comes first.
func (s *Service) ConsentToShare(ctx context.Context, actor access.Actor, stay string, consent bool) error {
	return s.door.Do(ctx, actor, of(access.RecordArrival, stay, ""), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("consent", consent)
		return inWords(setConsent(ctx, tx, stay, consent))
	})
}

// inWords turns a refusal of the guard of rooms into words.
func inWords(err error) error {
	if code := db.Refused(err); code == "room_full" || code == "no_consent" || code == "room_blocked" || code == "room_elsewhere" {
		return fault.Wrap(err, fault.Conflict, "places."+code)
	}
	return err
}

// Rooms lists a location's rooms and the blocks that stand.
func (s *Service) Rooms(ctx context.Context, actor access.Actor, location string) (rooms []Room, blocks []Block, err error) {
	err = s.door.View(ctx, actor, access.ViewLocations, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if _, err := seen(ctx, tx, scope, location); err != nil {
			return err
		}
		if rooms, err = roomsOf(ctx, tx, location); err != nil {
			return err
		}
		blocks, err = blocksOf(ctx, tx, location)
		return err
	})
	return rooms, blocks, err
}

// RoomsOf gives the rooms in which a stay sleeps.
func RoomsOf(ctx context.Context, tx *db.Tx, stay string) ([]Share, error) {
	lodgings, err := lodgingsOf(ctx, tx, stay)
	shares := make([]Share, 0, len(lodgings))
	for _, l := range lodgings {
		shares = append(shares, Share{l.room, l.persons})
	}
	return shares, err
}
