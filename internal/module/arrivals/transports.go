package arrivals

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// TransportState says how far a transport is.
type TransportState string

// The states of a transport.
const (
	Planned   TransportState = "planned"   // households can be put on it and taken off
	UnderWay  TransportState = "under_way" // it has left
	Closed    TransportState = "closed"    // of everybody it is known whether they came
	Cancelled TransportState = "cancelled" // it does not go; its households travel otherwise
)

// TransportStates lists all states of a transport.
var TransportStates = []TransportState{Planned, UnderWay, Closed, Cancelled}

// transportWays is THE state machine of transports.
var transportWays = map[TransportState][]TransportState{
	Planned:  {UnderWay, Cancelled},
	UnderWay: {Closed},
}

// CanBecome says whether a transport has a way from one state to another.
func (s TransportState) CanBecome(to TransportState) bool {
	return slices.Contains(transportWays[s], to)
}

// SeatStand is what became of an announced household.
type SeatStand string

// The stands of a seat; announced is not arrived.
const (
	SeatAwaited    SeatStand = "awaited"
	SeatCame       SeatStand = "came"        // as many as announced
	SeatFewer      SeatStand = "fewer"       // some did not come; their places are free
	SeatMore       SeatStand = "more"        // more came than announced
	SeatNotArrived SeatStand = "not_arrived" // nobody came
	SeatFellAway   SeatStand = "fell_away"   // its offer ended before it came
)

// SeatStands lists all stands of a seat.
var SeatStands = []SeatStand{SeatAwaited, SeatCame, SeatFewer, SeatMore, SeatNotArrived, SeatFellAway}

// seatStand derives the stand of a seat from its offer; persons is the number
// that came, once they did.
func seatStand(state matching.OfferState, announced, persons int) SeatStand {
	switch state {
	case matching.OfferAccepted:
		return SeatAwaited
	case matching.OfferArrived:
		switch {
		case persons < announced:
			return SeatFewer
		case persons > announced:
			return SeatMore
		}
		return SeatCame
	case matching.OfferNotArrived:
		return SeatNotArrived
	}
	return SeatFellAway
}

// Transport is a journey of households from a hub.
type Transport struct {
	ID        string // from the caller: planned twice with one id is planned once
	Origin    string // where it leaves from
	LeavesAt  calendar.Instant
	Owner     access.Owner // whose affair it is; zero: the nation's
	State     TransportState
	Note      string // no names
	By        string
	MadeAt    calendar.Instant
	UpdatedAt calendar.Instant
	Stops     []Stop
	Seats     []Seat // those within the reader's reach

	Announced, Came int // persons within the reader's reach; in lists
}

// Stop is a location a transport goes to.
type Stop struct{ Location, Name string }

// Seat is an announced household on a transport.
type Seat struct {
	ID           string
	Guest        Guest // Persons: those that came, once they did
	Announced    int
	Location     string
	LocationName string
	Stand        SeatStand
}

// arrived says whether the household of a seat came.
func (s Seat) arrived() bool {
	return s.Stand == SeatCame || s.Stand == SeatFewer || s.Stand == SeatMore
}

// longestText is in letters.
const longestText = 200

// PlanTransport plans a transport to locations. It becomes the affair of the area
// the actor works for.
func (s *Service) PlanTransport(ctx context.Context, actor access.Actor, t Transport, stops []string) error {
	t.Origin, t.Note = strings.TrimSpace(t.Origin), strings.TrimSpace(t.Note)
	var check fault.Check
	check.Field(t.Origin != "" && len([]rune(t.Origin)) <= longestText, "origin", "arrivals.origin_missing")
	check.Field(t.LeavesAt > s.door.Now().Plus(-24*time.Hour), "leaves", "arrivals.leaves_wrong")
	check.Field(len([]rune(t.Note)) <= longestText, "note", "matching.note_long", "most", longestText)
	check.Field(len(stops) > 0, "stops", "arrivals.stops_missing")
	if err := check.Err(); err != nil {
		return err
	}
	t.State, t.By, t.Owner = Planned, actor.Person, areaOf(actor)
	change := gate.Change{Action: access.RunTransport, Object: transportObject(t.ID), Owner: gate.Belongs(t.Owner)}
	return s.door.Do(ctx, actor, change, func(ctx context.Context, tx *gate.Tx) error {
		written, err := insertTransport(ctx, tx, t)
		if err != nil || !written {
			return err
		}
		for _, stop := range stops {
			location, err := places.LocationByID(ctx, tx.Tx, stop)
			if err == nil && location.ClosedAt != 0 || errors.Is(err, db.ErrNone) {
				return fault.New(fault.NotFound, "matching.stale_location_closed")
			}
			if err != nil {
				return err
			}
			if err := insertStop(ctx, tx, t.ID, stop); err != nil {
				return err
			}
		}
		tx.Note("stops", stops)
		return nil
	})
}

// areaOf is the area somebody works for.
func areaOf(actor access.Actor) access.Owner {
	switch access.ReachOf(actor, access.RunTransport) {
	case access.Nation:
		return access.Owner{}
	case access.Own:
		if actor.Role == access.Regional {
			return access.Owner{Region: actor.Region}
		}
	}
	return access.Owner{Region: actor.Region, Municipality: actor.Municipality}
}

func transportObject(id string) string { return "transport/" + id }

func toTransport(action access.Action, id, reason string) gate.Change {
	return gate.Change{Action: action, Object: transportObject(id), Reason: reason,
		Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
			found, err := transportByID(ctx, tx, id)
			return found.Owner, err
		}}
}

// Board puts households on a transport: each by its accepted offer to one of the
// places it goes to. One who travels already, or whose offer has ended, is a
// conflict and nobody is put on.
func (s *Service) Board(ctx context.Context, actor access.Actor, transport string, offers []string) error {
	return s.door.Do(ctx, actor, toTransport(access.RunTransport, transport, ""), func(ctx context.Context, tx *gate.Tx) error {
		found, err := lockTransport(ctx, tx, transport)
		if err != nil {
			return err
		}
		if found.State != Planned && found.State != UnderWay {
			return fault.New(fault.Conflict, "arrivals.transport_over")
		}
		stops, err := stopsOf(ctx, tx.Tx, transport)
		if err != nil {
			return err
		}
		tx.Note("offers", offers)
		for _, id := range offers {
			if err := s.boardOne(ctx, tx, actor, found.ID, stops, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) boardOne(ctx context.Context, tx *gate.Tx, actor access.Actor, transport string, stops []Stop, id string) error {
	offer, err := matching.OfferByID(ctx, tx.Tx, id)
	if errors.Is(err, db.ErrNone) || err == nil && access.Check(actor, access.RunTransport, offer.LocationOwner) != nil &&
		access.Check(actor, access.RunTransport, offer.HouseholdOwner) != nil {
		return fault.New(fault.NotFound, "matching.offer_unknown")
	}
	if err != nil {
		return err
	}
	if offer.State != matching.OfferAccepted {
		return fault.New(fault.Conflict, "matching.offer_ended", "state", string(offer.State))
	}
	if !slices.ContainsFunc(stops, func(stop Stop) bool { return stop.Location == offer.Location }) {
		return fault.New(fault.Conflict, "arrivals.not_a_stop", "location", offer.LocationName)
	}
	on, err := seatOf(ctx, tx.Tx, id)
	switch {
	case err == nil && on == transport:
		return nil
	case err == nil:
		return fault.New(fault.Conflict, "arrivals.travels_already", "code", offer.Code)
	case !errors.Is(err, db.ErrNone):
		return err
	}
	return insertSeat(ctx, tx, transport, offer, actor.Person)
}

// PutOff takes a household off a transport; its place stays promised.
func (s *Service) PutOff(ctx context.Context, actor access.Actor, transport, seat string) error {
	return s.door.Do(ctx, actor, toTransport(access.RunTransport, transport, ""), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("off", seat)
		_, err := putOff(ctx, tx, transport, seat)
		return err
	})
}

// Advance takes a transport to its next state. It is closed only when of
// everybody it is known whether they came; when it is cancelled, everybody is
// taken off and can travel otherwise.
func (s *Service) Advance(ctx context.Context, actor access.Actor, transport string, to TransportState) error {
	return s.door.Do(ctx, actor, toTransport(access.RunTransport, transport, string(to)), func(ctx context.Context, tx *gate.Tx) error {
		found, err := lockTransport(ctx, tx, transport)
		if err != nil {
			return err
		}
		if found.State == to {
			return nil // told twice
		}
		if !found.State.CanBecome(to) {
			return fault.New(fault.Conflict, "arrivals.transport_over")
		}
		switch to {
		case Closed:
			waiting, err := awaitedOn(ctx, tx.Tx, transport)
			if err != nil {
				return err
			}
			if waiting > 0 {
				return fault.New(fault.Conflict, "arrivals.still_awaited", "n", waiting)
			}
		case Cancelled:
			if _, err := putOff(ctx, tx, transport, ""); err != nil {
				return err
			}
		}
		return saveTransportState(ctx, tx, transport, to)
	})
}

// Transports lists the transports within the actor's reach that leave from a day
// on: those of the own area and those that come to it.
func (s *Service) Transports(ctx context.Context, actor access.Actor, since calendar.Instant) (list []Transport, err error) {
	err = s.door.View(ctx, actor, access.RecordArrival, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if list, err = transportsWithin(ctx, tx, scope, since); err != nil {
			return err
		}
		for i := range list {
			if list[i].Stops, err = stopsOf(ctx, tx, list[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// Transport reads one transport with those of its households that are within the
// actor's reach: all, for whose affair it is.
func (s *Service) Transport(ctx context.Context, actor access.Actor, id string) (found Transport, err error) {
	err = s.door.View(ctx, actor, access.RecordArrival, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		if found, err = transportByID(ctx, tx, id); err != nil {
			return err
		}
		own := scope.Covers(found.Owner)
		if found.Stops, err = stopsOf(ctx, tx, id); err != nil {
			return err
		}
		concerns := own
		for _, stop := range found.Stops {
			owner, err := places.OwnerOf(ctx, tx, stop.Location)
			if err != nil {
				return err
			}
			concerns = concerns || scope.Covers(owner)
		}
		if !concerns {
			return db.ErrNone
		}
		found.Seats, err = seatsOf(ctx, tx, id, scope, own)
		return err
	})
	return found, err
}

// Boardable lists the households that can be put on a transport: accepted for one
// of its stops, within the actor's reach, on no transport yet.
func (s *Service) Boardable(ctx context.Context, actor access.Actor, transport string) (list []Seat, err error) {
	err = s.door.View(ctx, actor, access.RunTransport, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		list, err = boardable(ctx, tx, scope, transport)
		return err
	})
	return list, err
}

// Destination is a location that awaits households who have no transport yet.
type Destination struct {
	Stop
	Households, Persons int
}

// Destinations lists where transports within the actor's reach could go.
func (s *Service) Destinations(ctx context.Context, actor access.Actor) (list []Destination, err error) {
	err = s.door.View(ctx, actor, access.RunTransport, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		list, err = destinations(ctx, tx, scope)
		return err
	})
	return list, err
}
