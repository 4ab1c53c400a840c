package trail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"onderdak/internal/module/org"
	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

// Service is the use cases of the room.
type Service struct{ door *gate.Gate }

// New makes the service.
func New(door *gate.Gate) *Service { return &Service{door: door} }

// Look gives a page of the audit, counted from 1, newest first. The look is
// written down before anything is shown: who watches is watched too.
func (s *Service) Look(ctx context.Context, actor access.Actor, search gate.Search, page int) (found Found, err error) {
	page = min(max(page, 1), Most/PerPage)
	if search.Object, err = s.named(ctx, actor, search.Object); err != nil {
		return found, err
	}
	if err := s.note(ctx, actor, search, fmt.Sprintf("page %d", page)); err != nil {
		return found, err
	}
	return s.read(ctx, actor, search, (page-1)*PerPage, PerPage)
}

// Take gives everything the search finds, newest first, at most Most lines.
func (s *Service) Take(ctx context.Context, actor access.Actor, search gate.Search) (found Found, err error) {
	if search.Object, err = s.named(ctx, actor, search.Object); err != nil {
		return found, err
	}
	if err := s.note(ctx, actor, search, "file"); err != nil {
		return found, err
	}
	return s.read(ctx, actor, search, 0, Most)
}

// named is the thing a search is about as the audit names it: who asks about a
// household knows its reference code.
func (s *Service) named(ctx context.Context, actor access.Actor, object string) (named string, err error) {
	parts := codeShape.FindStringSubmatch(object)
	if parts == nil {
		return object, nil
	}
	err = s.door.View(ctx, actor, access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		named, err = householdObject(ctx, tx, strings.ToUpper(parts[1]+"-"+parts[2]))
		if errors.Is(err, db.ErrNone) {
			named, err = object, nil
		}
		return err
	})
	return named, err
}

// note writes the look down.
func (s *Service) note(ctx context.Context, actor access.Actor, search gate.Search, what string) error {
	if err := validate(search); err != nil {
		return err
	}
	return s.door.Do(ctx, actor, gate.Change{Action: access.ViewAudit, Object: "audit"}, func(_ context.Context, tx *gate.Tx) error {
		tx.Note("looked_at", what)
		for name, value := range map[string]string{"person": search.Person, "object": search.Object, "action": search.Action, "book": search.Book} {
			if value != "" {
				tx.Note(name, value)
			}
		}
		if search.From != 0 {
			tx.Note("from", search.From.Night().String())
		}
		if search.Until != 0 {
			tx.Note("until", search.Until.Night().String())
		}
		return nil
	})
}

func (s *Service) read(ctx context.Context, actor access.Actor, search gate.Search, skip, limit int) (found Found, err error) {
	err = s.door.View(ctx, actor, access.ViewAudit, func(ctx context.Context, tx *db.Tx, scope gate.Scope) error {
		entries, err := gate.Find(ctx, tx, scope, search, skip, limit)
		if err != nil {
			return err
		}
		if found.Total, err = gate.Count(ctx, tx, scope, search, Most); err != nil {
			return err
		}
		names, err := org.Names(ctx, tx)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			line := Line{Entry: entry, Name: names[entry.Person]}
			if limit == PerPage { // a file has the number alone
				if line.Code, err = codeOf(ctx, tx, entry.Object); err != nil {
					return err
				}
			}
			found.Lines = append(found.Lines, line)
		}
		return nil
	})
	return found, err
}

// mostPeople is how many people a search for a person shows.
const mostPeople = 20

// Who lists the people whose name or address holds the text.
func (s *Service) Who(ctx context.Context, actor access.Actor, text string) (found []org.Account, err error) {
	err = s.door.View(ctx, actor, access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = org.Search(ctx, tx, text, mostPeople)
		return err
	})
	return found, err
}

// NameOf is the name of a person by the id of their account; empty where there
// is none.
func (s *Service) NameOf(ctx context.Context, actor access.Actor, id string) (name string, err error) {
	err = s.door.View(ctx, actor, access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		names, err := org.Names(ctx, tx)
		name = names[id]
		return err
	})
	return name, err
}

// Checks lists how every book stood when it was last replayed.
func (s *Service) Checks(ctx context.Context, actor access.Actor) (found []Check, err error) {
	err = s.door.View(ctx, actor, access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) error {
		found, err = lastChecks(ctx, tx)
		return err
	})
	return found, err
}

// TopicCheck is the topic of replaying the audit books.
const TopicCheck = "trail.check"

// Ask asks for the books to be replayed now.
func (s *Service) Ask(ctx context.Context, actor access.Actor) error {
	return s.door.Do(ctx, actor, gate.Change{Action: access.ViewAudit, Object: "audit"}, func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("check_asked", true)
		return job.Enqueue(ctx, tx.Tx, db.NewID(), tx.Now(), TopicCheck, struct{}{})
	})
}

// Handlers ties the topics of this room to what is done.
func (s *Service) Handlers() map[string]job.Handler {
	return map[string]job.Handler{TopicCheck: func(ctx context.Context, payload []byte) error {
		var nothing struct{}
		if err := json.Unmarshal(payload, &nothing); err != nil {
			return fmt.Errorf("trail: check: %w", err)
		}
		return s.Replay(ctx)
	}}
}

// Replay follows the chain of every book and writes down how it stands. The
// books are read on a snapshot, so that nobody waits for it.
func (s *Service) Replay(ctx context.Context) error {
	var books []gate.BookState
	err := s.door.View(ctx, access.Program(), access.ViewAudit, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		books, err = gate.VerifyBooks(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.door.Do(ctx, access.Program(), gate.Change{Action: access.ViewAudit, Object: "audit"}, func(ctx context.Context, tx *gate.Tx) error {
		broken := 0
		for _, book := range books {
			if len(book.Wrong) > 0 {
				broken++
			}
			check := Check{Book: book.Book, Seq: book.Seq, At: tx.Now(), Wrong: strings.Join(book.Wrong, "\n")}
			if err := saveCheck(ctx, tx, check); err != nil {
				return err
			}
		}
		tx.Note("books_checked", len(books))
		tx.Note("books_broken", broken)
		return nil
	})
}
