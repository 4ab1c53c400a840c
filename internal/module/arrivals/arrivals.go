// Package arrivals is the room between an offer and a bed (domain.md 4.4 to
// 4.6): the link by which a location answers without an account, reminders, the
// lists of who travels and who came, the lists of a location for today and for
// the night, and what came in and went out.
//
// It keeps little of its own: what was promised and who is there stands in the
// rooms matching and places, and every press here goes through their use cases.
// Inflow and outflow are derived from stays, never typed in.
package arrivals

import (
	"context"
	"embed"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/households"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// Messages are the texts of this room.
//
//go:embed messages.*.json
var Messages embed.FS

// Service holds the use cases of this room.
type Service struct {
	door       *gate.Gate
	matching   *matching.Service
	places     *places.Service
	households *households.Service
	base       string // address of the pages, without a final slash
}

// New makes the service behind a gate; base comes before the paths in mailed
// links.
func New(door *gate.Gate, m *matching.Service, p *places.Service, h *households.Service, base string) *Service {
	return &Service{door: door, matching: m, places: p, households: h, base: strings.TrimSuffix(base, "/")}
}

// regret is how long after a press it can be taken back though midnight has passed
// in between.
const regret = 15 * time.Minute

// regrettable is since when "came" and "did not come" can be taken back: all of the
// day they were pressed on.
func regrettable(now calendar.Instant) calendar.Instant {
	return min(now.Night().Begins(), now.Plus(-regret))
}

// seen finds a location within the reader's reach; one beyond it does not exist
// for them.
func seen(ctx context.Context, tx *db.Tx, scope gate.Scope, id string) (places.Location, error) {
	location, err := places.LocationByID(ctx, tx, id)
	if err == nil && !scope.Covers(location.Owner()) {
		return places.Location{}, db.ErrNone
	}
	return location, err
}

func ownerOfLocation(id string) func(context.Context, *db.Tx) (access.Owner, error) {
	return func(ctx context.Context, tx *db.Tx) (access.Owner, error) { return places.OwnerOf(ctx, tx, id) }
}

// notFound gives a row that is not there its kind.
func notFound(err error) error {
	if err == db.ErrNone {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}
