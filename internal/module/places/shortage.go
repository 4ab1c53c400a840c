package places

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// TopicShortage is the news that a location has promised more than it has left;
// its payload is a ShortageNotice.
const TopicShortage = "places.shortage"

// ShortageNotice is the payload of TopicShortage.
type ShortageNotice struct {
	Alert    string `json:"alert"`
	Location string `json:"location"`
}

// Alert says that on the nights From..Until-1 a location is short of places;
// nights in between may have enough. Shortage is the worst night's.
type Alert struct {
	ID        string
	Location  string
	From      calendar.Night
	Until     calendar.Night
	Shortage  int
	RaisedAt  calendar.Instant
	ClearedAt calendar.Instant // 0 while it stands
}

// settle makes the location's standing alert say what is short from tonight on.
// Its lock must be held.
func settle(ctx context.Context, tx *gate.Tx, location string) error {
	standing, err := standingAlert(ctx, tx.Tx, location)
	if err != nil && !errors.Is(err, db.ErrNone) {
		return err
	}
	short, err := shortSpans(ctx, tx.Tx, location, tx.Tonight())
	if err != nil {
		return err
	}
	next := alertOf(location, short, tx.Now())
	if standing.From == next.From && standing.Until == next.Until && standing.Shortage == next.Shortage {
		return nil
	}
	if standing.ID != "" {
		if err := clearAlert(ctx, tx, location, standing.ID, tx.Now()); err != nil {
			return err
		}
	}
	if next.Shortage == 0 {
		return nil
	}
	if err := insertAlert(ctx, tx, next); err != nil {
		return err
	}
	if standing.ID != "" && !next.worse(standing) {
		return nil
	}
	return job.Enqueue(ctx, tx.Tx, db.NewID(), tx.Now(), TopicShortage, ShortageNotice{Alert: next.ID, Location: location})
}

// alertOf makes the alert of short spans; without any its Shortage is 0.
func alertOf(location string, short []Span, now calendar.Instant) Alert {
	alert := Alert{ID: db.NewID(), Location: location, RaisedAt: now}
	for i, span := range short {
		if i == 0 {
			alert.From = span.From
		}
		alert.Until = span.end()
		alert.Shortage = max(alert.Shortage, -span.Places)
	}
	return alert
}

// worse says whether the alert is more than a part of another.
func (a Alert) worse(than Alert) bool {
	return a.Shortage > than.Shortage || a.From < than.From || a.Until > than.Until
}

// relieve is settle after places came free: without a standing alert there is
// nothing to clear.
func relieve(ctx context.Context, tx *gate.Tx, location string) error {
	_, err := standingAlert(ctx, tx.Tx, location)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return settle(ctx, tx, location)
}

// shortSpans gives the nights from a night on, as spans of negative numbers, on
// which the location has promised more than is open.
func shortSpans(ctx context.Context, tx *db.Tx, location string, from calendar.Night) ([]Span, error) {
	stays, err := holdingDuring(ctx, tx, location, from, lastNight)
	if err != nil || len(stays) == 0 {
		return nil, err
	}
	spans, err := openSpansOf(ctx, tx, location)
	return shortOf(spans, stays, from), err
}

// shortOf subtracts stays from a profile and gives the short nights from a night
// on.
func shortOf(profile []Span, stays []Stay, from calendar.Night) []Span {
	until := from
	for _, stay := range stays {
		until = max(until, stay.Until)
	}
	return gather(freeOf(profile, stays, from, until), from, func(free int) bool { return free < 0 })
}

// freeOf subtracts stays from a profile, for each night from..until-1.
func freeOf(profile []Span, stays []Stay, from, until calendar.Night) []int {
	free := make([]int, max(0, int(until-from)))
	for _, span := range profile {
		spread(free, from, span.From, span.end(), span.Places)
	}
	for _, stay := range stays {
		spread(free, from, stay.From, stay.Until, -stay.Persons)
	}
	return free
}

// Shortage is a location with nights on which more is promised than is open, and
// who must move if nothing else changes.
type Shortage struct {
	Location string
	Name     string
	Nights   []Span // negative places
	Move     []Stay // enough to mend every night: latest promised first
}

// mustMove chooses stays to move until no night is short: offers first, then
// accepted stays, then people who are there; of each the latest promised first.
// A stay that mends no short night is left alone.
func mustMove(stays []Stay, short []Span) []Stay {
	if len(short) == 0 {
		return nil
	}
	base := short[0].From
	lacking := make([]int, int(short[len(short)-1].end()-base))
	for _, span := range short {
		spread(lacking, base, span.From, span.end(), -span.Places)
	}
	order := slices.Clone(stays)
	slices.SortFunc(order, func(a, b Stay) int {
		if a.State != b.State {
			return slices.Index(States, a.State) - slices.Index(States, b.State)
		}
		if a.CreatedAt != b.CreatedAt {
			return int(min(1, max(-1, b.CreatedAt-a.CreatedAt)))
		}
		return strings.Compare(b.ID, a.ID)
	})
	var move []Stay
	for _, stay := range order {
		helps := false
		for i := max(0, int(stay.From-base)); i < min(len(lacking), int(stay.Until-base)); i++ {
			helps = helps || lacking[i] > 0
		}
		if helps {
			move = append(move, stay)
			spread(lacking, base, stay.From, stay.Until, -stay.Persons)
		}
	}
	return move
}
