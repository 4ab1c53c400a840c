package org

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Terms is how long links and sessions work, and how long they are kept after
// that: decisions of the operator, not of the program (domain.md 8).
type Terms struct {
	LinkMinutes      int // a link somebody asked for
	InvitationHours  int // the link of an invitation
	SessionHours     int // a session; then a new link
	LinksKeptDays    int // after they expired
	SessionsKeptDays int // after they expired
}

// usual is what holds until somebody decides otherwise: sessions last a working
// day.
var usual = Terms{LinkMinutes: 30, InvitationHours: 72, SessionHours: 12, LinksKeptDays: 30, SessionsKeptDays: 90}

// Link is how long a link somebody asked for works.
func (t Terms) Link() time.Duration { return time.Duration(t.LinkMinutes) * time.Minute }

// Invitation is how long the link of an invitation works.
func (t Terms) Invitation() time.Duration { return time.Duration(t.InvitationHours) * time.Hour }

// Session is how long a session works.
func (t Terms) Session() time.Duration { return time.Duration(t.SessionHours) * time.Hour }

// term is one of the terms by name, with its bounds.
type term struct {
	name      string // in the store, in forms and in texts
	value     *int
	low, high int
}

func (t *Terms) all() []term {
	return []term{
		{"link_minutes", &t.LinkMinutes, 5, 240},
		{"invitation_hours", &t.InvitationHours, 1, 336},
		{"session_hours", &t.SessionHours, 1, 168},
		{"links_kept_days", &t.LinksKeptDays, 1, 3650},
		{"sessions_kept_days", &t.SessionsKeptDays, 1, 3650},
	}
}

// Validate reports every term out of its bounds.
func (t Terms) Validate() error {
	var check fault.Check
	for _, one := range t.all() {
		check.Field(*one.value >= one.low && *one.value <= one.high, one.name, "org.term_wrong", "low", one.low, "high", one.high)
	}
	return check.Err()
}

// Terms gives the terms that hold now.
func (s *Service) Terms(ctx context.Context, actor access.Actor) (found Terms, err error) {
	err = s.door.View(ctx, actor, access.SetTerms, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = termsIn(ctx, tx)
		return err
	})
	return found, err
}

// SetTerms makes other terms hold from now on; links and sessions that are out
// already keep the end they were given.
func (s *Service) SetTerms(ctx context.Context, actor access.Actor, terms Terms) error {
	if err := terms.Validate(); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, gate.Change{Action: access.SetTerms, Object: "terms"}, func(ctx context.Context, tx *gate.Tx) error {
		for _, one := range terms.all() {
			tx.Note(one.name, *one.value)
			if err := saveTerm(ctx, tx, one.name, *one.value); err != nil {
				return err
			}
		}
		return nil
	})
}

// TopicPurge is the topic of the nightly work of this room.
const TopicPurge = "org.purge"

// Handlers ties the topics of this room to what is done.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{TopicPurge: func(ctx context.Context, payload []byte) error {
		var nothing struct{}
		if err := json.Unmarshal(payload, &nothing); err != nil {
			return fmt.Errorf("org: purge: %w", err)
		}
		_, _, err := s.Purge(ctx)
		return err
	}}
}

// Purge deletes the links and sessions that expired longer ago than they are
// kept, and gives how many of each.
func (s *Service) Purge(ctx context.Context) (links, sessions int64, err error) {
	change := gate.Change{Action: access.SetTerms, Object: "terms", Reason: "nightly"}
	err = s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		terms, err := termsIn(ctx, tx.Tx)
		if err != nil {
			return err
		}
		const day = 24 * time.Hour
		if links, err = deleteLinks(ctx, tx, tx.Now().Plus(-time.Duration(terms.LinksKeptDays)*day)); err != nil {
			return err
		}
		sessions, err = deleteSessions(ctx, tx, tx.Now().Plus(-time.Duration(terms.SessionsKeptDays)*day))
		tx.Note("links", links)
		tx.Note("sessions", sessions)
		return err
	})
	return links, sessions, err
}
