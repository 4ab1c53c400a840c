package matching

import (
	"context"
	"encoding/json"
	"fmt"

	"onderdak/internal/calendar"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// The kinds of record that audit rows seal.
const (
	eventKind    = "offer_event"
	offerKind    = "offer"
	runKind      = "match_run"
	proposalKind = "proposal"
	unplacedKind = "unplaced"
)

func (e Event) sealed() []any {
	return []any{e.Offer, e.Seq, int64(e.At), e.Person, e.Side, e.Before, e.After, e.Answer, e.Reason, e.Note}
}

// sealed is what never changes of an offer.
func (o Offer) sealed() []any {
	home, place := o.HouseholdOwner, o.LocationOwner
	return []any{o.ID, o.Run, o.Proposal, o.Household, home.Municipality, home.Region, o.Location, place.Municipality, place.Region,
		o.From, o.Until, o.EndKnown, int64(o.LocationDeadline), int64(o.HouseholdDeadline), o.By}
}

// sealed is what never changes of a proposal; why is its account of itself, as
// text.
func (p Proposal) sealed(why string) []any {
	return []any{p.ID, p.Run, p.Household, p.Location, p.From, p.Until, p.Persons, p.Points, why}
}

func (u Unplaced) sealed(why string) []any {
	return []any{u.Run, u.Household, u.Persons, u.Reason, why}
}

// sealedRun is a run that has ended with a certificate, and its figures as they
// stand beside it.
func sealedRun(r Run, objective, bound, baseline int64, placed, personsPlaced int, certificate string) []any {
	return []any{r.ID, r.Region, r.By, int64(r.RequestedAt), r.Seed, r.Horizon, r.TimeLimit, int64(r.Gap*1e6 + 0.5), r.Locations,
		r.Households, r.Persons, r.InputSHA256, objective, bound, baseline, placed, personsPlaced, certificate}
}

func sealRun(tx *gate.Tx, r Run, c plan.Certificate, certificate string) {
	tx.Seal(runKind, sealedRun(r, c.Objective, c.Bound, c.Baseline, c.Placed, c.PersonsPlaced, certificate)...)
}

func sealOutcome(tx *gate.Tx, found outcome) error {
	for _, p := range found.proposals {
		why, err := json.Marshal(p.Why)
		if err != nil {
			return fmt.Errorf("matching: why: %w", err)
		}
		tx.Seal(proposalKind, p.sealed(string(why))...)
	}
	for _, u := range found.unplaced {
		why, err := json.Marshal(u.Why)
		if err != nil {
			return fmt.Errorf("matching: why: %w", err)
		}
		tx.Seal(unplacedKind, u.sealed(string(why))...)
	}
	return nil
}

// verifySeals compares offers, runs and what runs said with the audit rows that
// were written with them.
func verifySeals(ctx context.Context, tx *db.Tx) (wrong []string, err error) {
	for _, check := range []struct {
		kind, query string
		read        func(db.Scanner) (calendar.Instant, []any, error)
	}{
		{offerKind, sqlAllOffers, func(row db.Scanner) (calendar.Instant, []any, error) {
			o, err := readOffer(row)
			return o.MadeAt, o.sealed(), err
		}},
		{runKind, sqlCertified, readSealedRun},
		{proposalKind, sqlAllProposals, func(row db.Scanner) (at calendar.Instant, _ []any, err error) {
			var p Proposal
			var why string
			err = row.Scan(&at, &p.ID, &p.Run, &p.Household, &p.Location, &p.From, &p.Until, &p.Persons, &p.Points, &why)
			return at, p.sealed(why), err
		}},
		{unplacedKind, sqlAllUnplaced, func(row db.Scanner) (at calendar.Instant, _ []any, err error) {
			var u Unplaced
			var why string
			err = row.Scan(&at, &u.Run, &u.Household, &u.Persons, &u.Reason, &why)
			return at, u.sealed(why), err
		}},
	} {
		tally, err := gate.TallyOf(ctx, tx, check.kind)
		if err != nil {
			return nil, err
		}
		_, err = db.All(ctx, tx, check.query, nil, func(row db.Scanner) (none struct{}, err error) {
			at, fields, err := check.read(row)
			if err == nil {
				tally.Add(at, fields...)
			}
			return none, err
		})
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, tally.Wrong()...)
	}
	altered, err := gate.VerifyKept(ctx, tx, Kept...)
	return append(wrong, altered...), err
}
