package freshness

import (
	"context"
	"errors"
	"slices"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// Service holds the use cases of this room.
type Service struct {
	door *gate.Gate
	base string
}

// New makes the service behind its door; base comes before the paths in mailed
// links.
func New(door *gate.Gate, base string) *Service {
	return &Service{door: door, base: strings.TrimSuffix(base, "/")}
}

func object(location string) string { return "location/" + location }

// askable are the locations a contact can be asked about: those in use, but for
// those of which nothing is left.
func askable(ctx context.Context, tx *db.Tx, address string, tonight calendar.Night) ([]places.Location, error) {
	all, err := places.OfContact(ctx, tx, address)
	if err != nil {
		return nil, err
	}
	gone, err := silentGone(ctx, tx, tonight)
	return slices.DeleteFunc(all, func(l places.Location) bool { return gone[l.ID] }), err
}

// AskIn asks the contact with an address, inside the caller's transaction, whether
// what we know of all its locations still holds. It answers false where that was
// done within Pause, or there is nothing to ask.
func (s *Service) AskIn(ctx context.Context, tx *gate.Tx, address string) (bool, error) {
	locations, err := askable(ctx, tx.Tx, address, tx.Tonight())
	if err != nil || len(locations) == 0 {
		return false, err
	}
	free, err := claim(ctx, tx, keyOf(address))
	if err != nil || !free {
		return false, err
	}
	token := newToken()
	mail := asking{id: db.NewID(), digest: digestOf(token), address: keyOf(address), askedAt: tx.Now(), expires: tx.Now().Plus(LinkFor)}
	ids := make([]string, 0, len(locations))
	for _, l := range locations {
		ids = append(ids, l.ID)
	}
	if err := insertMail(ctx, tx, mail, ids); err != nil {
		return false, err
	}
	return true, s.queue(ctx, tx, mail, token, locations)
}

// Ask is AskIn for the contact of one location, by the program; false also where
// the location itself is asked nothing.
func (s *Service) Ask(ctx context.Context, id string) (asked bool, err error) {
	change := gate.Change{Action: access.AskReports, Object: object(id), Reason: "mail", Owner: func(ctx context.Context, tx *db.Tx) (access.Owner, error) {
		return places.OwnerOf(ctx, tx, id)
	}}
	err = s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		asked = false
		location, err := places.LocationByID(ctx, tx.Tx, id)
		if err != nil || location.Contact.Email == "" || location.ClosedAt != 0 {
			return err
		}
		all, err := askable(ctx, tx.Tx, location.Contact.Email, tx.Tonight())
		if err != nil || !slices.ContainsFunc(all, func(l places.Location) bool { return l.ID == id }) {
			return err
		}
		if asked, err = s.AskIn(ctx, tx, location.Contact.Email); asked {
			tx.Note("locations", len(all))
		}
		return err
	})
	return asked, err
}

// Round asks every contact of a location that is due, each in a transaction of
// its own, and gives their number. By night it asks nobody. One contact that
// cannot be asked does not keep the others from it.
func (s *Service) Round(ctx context.Context) (asked int, err error) {
	if hour := s.door.Now().Time().In(calendar.Amsterdam).Hour(); hour < firstHour || hour >= lastHour {
		return 0, nil
	}
	waiting, err := s.waiting(ctx)
	if err != nil {
		return 0, err
	}
	var failures []error
	for _, id := range waiting {
		done, err := s.Ask(ctx, id)
		if done {
			asked++
		}
		failures = append(failures, err)
	}
	return asked, errors.Join(failures...)
}

// waiting gives one location of every contact that must be asked now and is not
// left in peace: the first by name that is due.
func (s *Service) waiting(ctx context.Context) (ids []string, err error) {
	now := s.door.Now()
	err = s.door.View(ctx, access.Program(), access.AskReports, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		all, err := places.Contacts(ctx, tx)
		if err != nil {
			return err
		}
		stands, err := StandsOf(ctx, tx, scope)
		if err != nil {
			return err
		}
		gone, err := silentGone(ctx, tx, s.door.Tonight())
		if err != nil {
			return err
		}
		seen, err := paused(ctx, tx, now.Plus(-Pause))
		for _, l := range all {
			if key := keyOf(l.Contact.Email); !seen[key] && !gone[l.ID] && due(l, stands[l.ID].AskedAt, now) {
				seen[key] = true
				ids = append(ids, l.ID)
			}
		}
		return err
	})
	return ids, err
}

// Asked says what asking about a list of locations did.
type Asked struct {
	Contacts  int // who gets a mail
	Locations int // locations of the list whose contact gets one
	Before    int // locations whose contact was asked within Pause already
	Without   int // locations whose contact has no address: somebody must call
}

// AskAll asks the contacts of locations, inside the caller's transaction, whose
// gate has checked the right to ask about them. What has closed meanwhile is left
// out.
func (s *Service) AskAll(ctx context.Context, tx *gate.Tx, locations []places.Location) (done Asked, err error) {
	answers := map[string]bool{}
	for _, l := range locations {
		key := keyOf(l.Contact.Email)
		if key == "" {
			done.Without++
			continue
		}
		asked, known := answers[key]
		if !known {
			if asked, err = s.AskIn(ctx, tx, l.Contact.Email); err != nil {
				return done, err
			}
			answers[key] = asked
			if asked {
				done.Contacts++
			}
		}
		if asked {
			done.Locations++
		} else {
			done.Before++
		}
	}
	return done, nil
}
