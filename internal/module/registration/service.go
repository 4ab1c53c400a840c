package registration

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"onderdak/internal/platform/access"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
	"onderdak/internal/platform/job"
)

const (
	triesBeforeLock = 5
	lockTime        = 15 * time.Minute

	// What a quarter of an hour takes in of drafts that nobody signed in began:
	// forty times what the busiest days of 2022 asked. It is counted for all
	// together, because behind one proxy many people have one address.
	mostBegun   = 500
	begunWithin = 15 * time.Minute

	// How often one draft may name the code of another household in an hour.
	mostFamilyTries   = 10
	familyTriesWithin = time.Hour
)

func object(id string) string { return "registration/" + id }

// itself is the change a household makes to its own registration.
func itself(id, reason string) gate.Change {
	return gate.Change{Action: access.FillIn, Object: object(id), Reason: reason, Owner: gate.Belongs(access.Owner{Household: id})}
}

// Begin starts a draft in a language and gives the secret that opens it together
// with its code. The secret is nowhere else. Helper is the account of who fills
// it in on behalf of the household, or empty. Where too many were begun lately it
// is a conflict (registration.busy) that says until when; a helper is never
// refused.
func (s *Service) Begin(ctx context.Context, lang, helper string) (d Draft, secret string, err error) {
	d = Draft{Household: db.NewID(), Lang: lang, Helper: helper}
	if d.Code, err = newWord(codeLetters); err != nil {
		return d, "", err
	}
	if secret, err = newWord(secretLetters); err != nil {
		return d, "", err
	}
	lock, err := lockOf(d.Household, secret)
	if err != nil {
		return d, "", err
	}
	sealed, err := lock.seal(d.Answers)
	if err != nil {
		return d, "", err
	}
	err = s.door.Do(ctx, access.Themselves(d.Household), itself(d.Household, "begun"), func(ctx context.Context, tx *gate.Tx) error {
		tx.Note("helper", helper)
		if err := notFlooded(ctx, tx, helper); err != nil {
			return err
		}
		d.Expires = tx.Now().Plus(s.settings.Keep)
		if err := insertDraft(ctx, tx, d, lock.digest, sealed); err != nil {
			return err
		}
		return job.Enqueue(ctx, tx.Tx, db.NewID(), d.Expires, TopicExpire, expiry{d.Household})
	})
	return d, secret, err
}

// notFlooded refuses a draft when too many were begun lately.
func notFlooded(ctx context.Context, tx *gate.Tx, helper string) error {
	if helper != "" {
		return nil
	}
	begun, oldest, err := begunSince(ctx, tx.Tx, tx.Now().Plus(-begunWithin))
	if err == nil && begun >= mostBegun {
		return fault.New(fault.Conflict, "registration.busy", "until", oldest.Plus(begunWithin))
	}
	return err
}

// countFamilyTry counts that a draft names the code of another household, and
// refuses where it does so too often: nobody finds out by trying which codes
// exist. It is counted whether the answer is saved or not.
func (s *Service) countFamilyTry(ctx context.Context, household string) error {
	return s.door.Do(ctx, access.Themselves(household), itself(household, "family code"), func(ctx context.Context, tx *gate.Tx) error {
		tries, since, err := familyTry(ctx, tx, household, tx.Now().Plus(-familyTriesWithin))
		tx.Note("tries", tries)
		if err != nil {
			return err
		}
		var check fault.Check
		check.Field(tries <= mostFamilyTries, "familie", "registration.family_too_many", "until", since.Plus(familyTriesWithin))
		return check.Err()
	})
}

// Open opens a registration with its code, or the reference code of its
// household, and its secret. That there is no such code and that the secret is
// wrong are one and the same answer; after five wrong secrets the code stays
// shut for a quarter of an hour.
func (s *Service) Open(ctx context.Context, code, secret string) (Draft, error) {
	found, _, err := s.open(ctx, code, secret)
	return found.Draft, err
}

func (s *Service) open(ctx context.Context, code, secret string) (found row, key lock, err error) {
	code = fold(code)
	err = s.door.View(ctx, access.Program(), access.FillIn, func(ctx context.Context, tx *db.Tx, _ gate.Scope) (err error) {
		found, err = byCode(ctx, tx, code)
		return err
	})
	unknown := fault.KindOf(err) == fault.NotFound
	switch {
	case err != nil && !unknown:
		return row{}, lock{}, err
	case !unknown && found.lockedUntil > s.door.Now():
		return row{}, lock{}, fault.New(fault.Conflict, "registration.locked", "until", found.lockedUntil)
	}
	// An unknown code costs as much time as a known one.
	key, err = lockOf(found.Household, secret)
	if err != nil {
		return row{}, lock{}, err
	}
	if unknown || !found.Sent && found.Expires <= s.door.Now() {
		return row{}, lock{}, fault.New(fault.Invalid, "registration.code_wrong")
	}
	if subtle.ConstantTimeCompare([]byte(key.digest), []byte(found.digest)) != 1 {
		return row{}, lock{}, s.wrong(ctx, found.Household)
	}
	if !found.Sent {
		found.Answers, err = key.unseal(found.sealed)
	}
	return found, key, err
}

// wrong counts a wrong secret and tells about it.
func (s *Service) wrong(ctx context.Context, household string) error {
	told := fault.New(fault.Invalid, "registration.code_wrong")
	// The program counts, not the household: nobody has shown to be it.
	change := itself(household, "wrong secret")
	err := s.door.Do(ctx, access.Program(), change, func(ctx context.Context, tx *gate.Tx) error {
		now, err := locked(ctx, tx, household)
		if err != nil {
			return err
		}
		tries, until := now.wrongTries+1, now.lockedUntil
		if tries >= triesBeforeLock {
			tries, until = 0, tx.Now().Plus(lockTime)
			told = fault.New(fault.Conflict, "registration.locked", "until", until)
		}
		tx.Note("tries", tries)
		_, err = tx.Exec(ctx, sqlWrong, tries, until, household)
		return err
	})
	if err != nil {
		return err
	}
	return told
}

// Save changes the answers of a draft as they stand now: two pages open at once
// do not undo each other. The draft is kept from now on for the full time again.
func (s *Service) Save(ctx context.Context, code, secret, lang string, change func(ctx context.Context, tx *db.Tx, answers *Answers) error) (Draft, error) {
	before, key, err := s.open(ctx, code, secret)
	if err != nil {
		return Draft{}, err
	}
	saved := before.Draft
	err = s.door.Do(ctx, access.Themselves(before.Household), itself(before.Household, "saved"), func(ctx context.Context, tx *gate.Tx) error {
		now, err := locked(ctx, tx, before.Household)
		if err != nil {
			return err
		}
		if now.Sent {
			return fault.New(fault.Gone, "registration.sent_already")
		}
		if now.Answers, err = key.unseal(now.sealed); err != nil {
			return err
		}
		if err := change(ctx, tx.Tx, &now.Answers); err != nil {
			return err
		}
		sealed, err := key.seal(now.Answers)
		if err != nil {
			return err
		}
		saved = now.Draft
		saved.Lang, saved.Expires = lang, tx.Now().Plus(s.settings.Keep)
		_, err = tx.Exec(ctx, sqlSave, sealed, lang, tx.Now(), saved.Expires, before.Household)
		return err
	})
	return saved, err
}

// Drop forgets a draft at once, at the wish of who made it. One that was sent is
// a household by now and stays.
func (s *Service) Drop(ctx context.Context, code, secret string) error {
	found, _, err := s.open(ctx, code, secret)
	if err != nil {
		return err
	}
	if found.Sent {
		return fault.New(fault.Gone, "registration.sent_already")
	}
	return s.door.Do(ctx, access.Themselves(found.Household), itself(found.Household, "dropped"), func(ctx context.Context, tx *gate.Tx) error {
		_, err := dropExpired(ctx, tx, found.Household, found.Expires)
		return err
	})
}

// contact reads how a household can be reached, where it registered itself.
func contact(ctx context.Context, tx *db.Tx, id string) (Contact, error) {
	found, err := contactOf(ctx, tx, id)
	if errors.Is(err, db.ErrNone) {
		return Contact{}, nil
	}
	return found, err
}
