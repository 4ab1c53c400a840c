package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// OldReports lists the locations in use within the scope whose last word is an
// old report, the oldest first.
func OldReports(ctx context.Context, tx *db.Tx, scope gate.Scope, now calendar.Instant) ([]Location, error) {
	return oldWithin(ctx, tx, scope, now.Plus(-FreshFor))
}

// OfContact lists the locations in use whose contact has this address, capitals
// or not, by name: whom we mail is asked about all of them, whoever reaches which.
func OfContact(ctx context.Context, tx *db.Tx, email string) ([]Location, error) {
	if email == "" {
		return nil, nil
	}
	return ofContact(ctx, tx, email)
}

// Contacts lists all locations in use whose contact has an address, for the
// program that mails them.
func Contacts(ctx context.Context, tx *db.Tx) ([]Location, error) { return withContact(ctx, tx) }

// ProfilesOf gives the number of places on each rung of a location as the
// register has them now.
func ProfilesOf(ctx context.Context, tx *db.Tx, location string) (Profiles, error) {
	return profilesOf(ctx, tx, location)
}

// SpokenOf is ProfilesOf as it was last said: what silence took from a night on is
// in it, as it would be after a sign of life.
func SpokenOf(ctx context.Context, tx *db.Tx, location Location, from calendar.Night) (Profiles, error) {
	profiles, err := profilesOf(ctx, tx, location.ID)
	if err != nil || location.LapsedAt == 0 {
		return profiles, err
	}
	back, err := silenced(ctx, tx, location.ID, from)
	profiles.say(back)
	return profiles, err
}
