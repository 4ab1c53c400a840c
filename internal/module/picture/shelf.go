package picture

import (
	"context"
	"sync"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// stamp tells two states of the register of places apart: everything that
// happens to a location raises its revision, and no location is ever taken out.
type stamp struct{ locations, revisions int64 }

// register is what a picture needs of the register of places from one night on.
// It is shared by visits and never changed.
type register struct {
	stamp
	readAt  calendar.Instant
	pins    []pin
	numbers map[string][]places.Numbers // by location, one per night of the span
	endings map[string]places.Endings   // by location, likewise
}

// span is the nights a register was read for.
type span struct {
	from calendar.Night
	days int
}

// shelf keeps the register as last read, per span of nights. Walls and desks ask
// for the same nights time and again; as long as the stamp is the same the
// answer is.
type shelf struct {
	mutex sync.Mutex
	kept  map[span]*register
}

// The shelf holds few nights, and none for long: after a restored backup a stamp
// could come back with other contents.
const (
	mostKept    = 8
	longestKept = time.Minute
)

func (s *shelf) find(nights span, at stamp, now calendar.Instant) *register {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if found := s.kept[nights]; found != nil && found.stamp == at && now < found.readAt.Plus(longestKept) {
		return found
	}
	return nil
}

func (s *shelf) keep(nights span, read *register) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.kept == nil || len(s.kept) >= mostKept {
		s.kept = map[span]*register{}
	}
	s.kept[nights] = read
}

// read gives the register of a span of nights as it is in the reader's snapshot.
// Only the whole nation is shared: a reader who sees less reads for himself.
func (s *shelf) read(ctx context.Context, tx *db.Tx, scope gate.Scope, nights span, now calendar.Instant) (*register, error) {
	if !scope.Covers(access.Owner{}) {
		return readRegister(ctx, tx, scope, nights)
	}
	at, err := stampOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	if found := s.find(nights, at, now); found != nil {
		return found, nil
	}
	fresh, err := readRegister(ctx, tx, scope, nights)
	if err != nil {
		return nil, err
	}
	fresh.stamp, fresh.readAt = at, now
	s.keep(nights, fresh)
	return fresh, nil
}

func readRegister(ctx context.Context, tx *db.Tx, scope gate.Scope, nights span) (*register, error) {
	pins, err := pinsWithin(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	totals, err := places.Totals(ctx, tx, scope, places.ByLocation, nights.from, nights.from.Plus(nights.days))
	if err != nil {
		return nil, err
	}
	endings, err := places.EndingsPerNight(ctx, tx, scope, nights.from, nights.from.Plus(nights.days))
	if err != nil {
		return nil, err
	}
	numbers := make(map[string][]places.Numbers, len(totals))
	for _, group := range totals {
		numbers[group.Key] = group.Nights
	}
	return &register{pins: pins, numbers: numbers, endings: endings}, nil
}
