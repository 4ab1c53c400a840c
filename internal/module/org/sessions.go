package org

import (
	"context"
	"errors"
	"strings"
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

// OpenSession is one place where an account is signed in.
type OpenSession struct {
	ID      string // beginning of the digest: enough to point at, no key to anything
	Role    access.Role
	Since   calendar.Instant
	Seen    calendar.Instant // to the hour
	Browser string           // kind of browser and machine: firefox/android
	Current bool             // the one that asks
}

// lengthOfID is how much of a digest names a session on a page.
const lengthOfID = 16

// Sessions lists where the actor is signed in, last used first; token is that of
// the session asking.
func (s *Service) Sessions(ctx context.Context, actor access.Actor, token string) ([]OpenSession, error) {
	return s.sessionsOf(ctx, actor, access.OwnAccount, actor.Person, token)
}

// SessionsOf lists where a person within the actor's reach is signed in.
func (s *Service) SessionsOf(ctx context.Context, actor access.Actor, account string) ([]OpenSession, error) {
	if _, err := s.Person(ctx, actor, account); err != nil {
		return nil, err
	}
	return s.sessionsOf(ctx, actor, access.ManagePeople, account, "")
}

func (s *Service) sessionsOf(ctx context.Context, actor access.Actor, action access.Action, account, token string) (found []OpenSession, err error) {
	err = s.door.View(ctx, actor, action, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = openSessions(ctx, tx, account, digest(token), s.door.Now())
		return err
	})
	return found, err
}

// own lets the actor change something about their own account.
func (s *Service) own(ctx context.Context, actor access.Actor, do func(context.Context, *gate.Tx) error) error {
	change := gate.Change{Action: access.OwnAccount, Object: accountObject(actor.Person)}
	return s.door.Do(ctx, actor, change, do)
}

// EndSession ends one of the actor's own sessions, by the id it is listed under.
func (s *Service) EndSession(ctx context.Context, actor access.Actor, id string) error {
	return s.own(ctx, actor, func(ctx context.Context, tx *gate.Tx) error {
		ended, err := endOwnSession(ctx, tx, actor.Person, id)
		if err == nil && ended == 0 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		tx.Note("sessions_ended", ended)
		return err
	})
}

// EndOtherSessions ends all sessions of the actor but the one with the token.
func (s *Service) EndOtherSessions(ctx context.Context, actor access.Actor, token string) error {
	return s.own(ctx, actor, func(ctx context.Context, tx *gate.Tx) error {
		ended, err := endSessionsOf(ctx, tx, actor.Person, digest(token))
		tx.Note("sessions_ended", ended)
		return err
	})
}

// OwnRoles lists the roles the actor holds.
func (s *Service) OwnRoles(ctx context.Context, actor access.Actor) (found []Grant, err error) {
	err = s.door.View(ctx, actor, access.OwnAccount, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = grantsOf(ctx, tx, actor.Person)
		return err
	})
	return found, err
}

// ChooseRole makes the session go on in another role its account holds.
func (s *Service) ChooseRole(ctx context.Context, actor access.Actor, token, grant string) error {
	return s.own(ctx, actor, func(ctx context.Context, tx *gate.Tx) error {
		wanted, err := grantOf(ctx, tx.Tx, actor.Person, grant)
		if errors.Is(err, db.ErrNone) {
			return fault.New(fault.Forbidden, "org.role_not_yours")
		}
		if err != nil {
			return err
		}
		tx.Note("role_chosen", string(wanted.Role))
		changed, err := changeRole(ctx, tx, digest(token), actor.Person, grant)
		if err == nil && changed == 0 {
			return fault.New(fault.Unauthenticated, "access.sign_in")
		}
		return err
	})
}

// seenEvery is how coarsely the last use of a session is written down: to
// recognise it by, with few writes and no trail of somebody's day.
const seenEvery = time.Hour

// SeenLongAgo says whether the last use of the session should be written down.
func (s Session) SeenLongAgo(now calendar.Instant) bool {
	return now-s.Seen >= calendar.Instant(seenEvery.Microseconds())
}

// MarkSeen writes down that the session is in use. It is no change of anything
// anybody decided, so it leaves no row in the audit.
func MarkSeen(ctx context.Context, tx *db.Tx, token string, now calendar.Instant) error {
	return markSeen(ctx, tx, digest(token), now)
}

// kinds of browsers and machines by a word in the User-Agent header, in the
// order in which they must be asked for: most pretend to be another too.
var (
	browsers = [][2]string{{"Edg", "edge"}, {"OPR/", "opera"}, {"SamsungBrowser", "samsung"}, {"Firefox", "firefox"}, {"FxiOS", "firefox"},
		{"CriOS", "chrome"}, {"Chrom", "chrome"}, {"Safari", "safari"}}
	machines = [][2]string{{"iPhone", "iphone"}, {"iPad", "ipad"}, {"Android", "android"}, {"Windows", "windows"}, {"Mac OS", "mac"},
		{"CrOS", "chromebook"}, {"Linux", "linux"}}
)

// kindOfBrowser keeps of what a browser calls itself only the kind: firefox/android.
func kindOfBrowser(agent string) string {
	first := func(kinds [][2]string) string {
		for _, kind := range kinds {
			if strings.Contains(agent, kind[0]) {
				return kind[1]
			}
		}
		return ""
	}
	return first(browsers) + "/" + first(machines)
}
