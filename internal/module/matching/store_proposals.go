package matching

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/fault"
	"onderdak/internal/platform/gate"
)

const proposalColumns = `match_proposal.id, match_proposal.run, match_proposal.household, match_proposal.location, match_proposal.from_night, match_proposal.until_night, match_proposal.persons, match_proposal.points, match_proposal.why, match_proposal.state, match_proposal.reason,
	COALESCE(match_proposal.offer, '')`

// outcomeBatch rows of the widest insert keep within the parameters either
// engine takes.
const outcomeBatch = 100

const (
	proposalTarget = `match_proposal (id, run, household, location, from_night, until_night, persons, points, why, state, updated_at)
		VALUES `
	unplacedTarget = `match_unplaced (run, household, persons, reason, why) VALUES `
	proposalWidth  = 11
	unplacedWidth  = 5

	sqlProposal = `SELECT ` + proposalColumns + ` FROM match_proposal WHERE id = $1`
	// In the order of their locations, so that two senders lock those in one order.
	sqlProposedOf = `SELECT id FROM match_proposal WHERE run = $1 AND state = 'proposed' ORDER BY location, id`
	// The state in the condition is the answer to two people sending one proposal.
	sqlClaimProposal = `UPDATE match_proposal SET state = 'offered', offer = $1, updated_at = $2 WHERE id = $3 AND run = $4
		AND state = 'proposed' RETURNING ` + proposalColumns
	sqlUnclaim      = `UPDATE match_proposal SET state = 'proposed', offer = NULL WHERE id = $1`
	sqlDropProposal = `UPDATE match_proposal SET state = $1, reason = $2, updated_at = $3 WHERE id = $4 AND state = 'proposed'`
	// Nothing may have come after: no other plan that saw the household, no offer,
	// no change of it but the parking that belongs to the turning down.
	sqlRestore = `UPDATE match_proposal SET state = 'proposed', reason = '', updated_at = $1 WHERE id = $2 AND run = $3 AND state = 'withdrawn'
		AND NOT EXISTS (SELECT 1 FROM match_proposal o WHERE o.household = match_proposal.household AND o.run > match_proposal.run)
		AND NOT EXISTS (SELECT 1 FROM match_unplaced u WHERE u.household = match_proposal.household AND u.run > match_proposal.run)
		AND NOT EXISTS (SELECT 1 FROM match_run r WHERE r.state IN ('queued', 'running') AND r.id > match_proposal.run)
		AND NOT EXISTS (SELECT 1 FROM offer f WHERE f.household = match_proposal.household AND f.made_at >= match_proposal.updated_at)
		AND NOT EXISTS (SELECT 1 FROM household_event e WHERE e.household = match_proposal.household AND e.at > match_proposal.updated_at)
		RETURNING ` + proposalColumns
	sqlSupersede = `UPDATE match_proposal SET state = 'stale', reason = $1, updated_at = $2 WHERE household = $3 AND state = 'proposed'`
)

var (
	sqlInsertProposals = `INSERT INTO ` + proposalTarget + tuples(outcomeBatch, proposalWidth)
	sqlInsertProposal  = `INSERT INTO ` + proposalTarget + tuples(1, proposalWidth)
	sqlInsertUnplaceds = `INSERT INTO ` + unplacedTarget + tuples(outcomeBatch, unplacedWidth)
	sqlInsertUnplaced  = `INSERT INTO ` + unplacedTarget + tuples(1, unplacedWidth)
)

// tuples writes rows of ascending placeholders: ($1, $2), ($3, $4).
func tuples(rows, columns int) string {
	var text strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%columns == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteString("$" + strconv.Itoa(i+1))
	}
	return text.String() + ")"
}

// insertOutcome writes what a plan says of every household.
func insertOutcome(ctx context.Context, tx *gate.Tx, found outcome) error {
	if err := sealOutcome(tx, found); err != nil {
		return err
	}
	err := insertAll(ctx, tx, found.proposals, sqlInsertProposals, sqlInsertProposal, func(p Proposal) ([]any, error) {
		why, err := json.Marshal(p.Why)
		return []any{p.ID, p.Run, p.Household, p.Location, p.From, p.Until, p.Persons, p.Points, string(why), string(p.State), tx.Now()}, err
	})
	if err != nil {
		return fmt.Errorf("matching: proposals: %w", err)
	}
	err = insertAll(ctx, tx, found.unplaced, sqlInsertUnplaceds, sqlInsertUnplaced, func(u Unplaced) ([]any, error) {
		why, err := json.Marshal(u.Why)
		return []any{u.Run, u.Household, u.Persons, u.Reason, string(why)}, err
	})
	if err != nil {
		return fmt.Errorf("matching: unplaced: %w", err)
	}
	return nil
}

func insertAll[T any](ctx context.Context, tx *gate.Tx, rows []T, many, one string, values func(T) ([]any, error)) error {
	for len(rows) > 0 {
		size, query := 1, one
		if len(rows) >= outcomeBatch {
			size, query = outcomeBatch, many
		}
		var args []any
		for _, row := range rows[:size] {
			some, err := values(row)
			if err != nil {
				return err
			}
			args = append(args, some...)
		}
		if _, err := tx.Exec(ctx, query, args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

func readProposal(row db.Scanner) (Proposal, error) {
	return scanProposal(row)
}

// scanProposal reads the columns of a proposal and whatever stands after them.
func scanProposal(row db.Scanner, more ...any) (Proposal, error) {
	var p Proposal
	var why, reason string
	dest := append([]any{&p.ID, &p.Run, &p.Household, &p.Location, &p.From, &p.Until, &p.Persons, &p.Points, &why, &p.State, &reason, &p.Offer}, more...)
	if err := row.Scan(dest...); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(why), &p.Why); err != nil {
		return p, fmt.Errorf("matching: proposal %s: %w", p.ID, err)
	}
	p.Why.revive()
	if reason != "" {
		if err := json.Unmarshal([]byte(reason), &p.Reason); err != nil {
			return p, fmt.Errorf("matching: proposal %s: %w", p.ID, err)
		}
		Revive(p.Reason.Args)
	}
	return p, nil
}

func findProposal(ctx context.Context, tx *db.Tx, id string) (Proposal, error) {
	return readProposal(tx.Row(ctx, sqlProposal, id))
}

func proposedOf(ctx context.Context, tx *db.Tx, run string) ([]string, error) {
	return db.All(ctx, tx, sqlProposedOf, []any{run}, readText)
}

func readText(row db.Scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// claimProposal takes a proposal for an offer; db.ErrNone where it no longer
// waits.
func claimProposal(ctx context.Context, tx *gate.Tx, run, id, offer string) (Proposal, error) {
	return readProposal(tx.Row(ctx, sqlClaimProposal, offer, tx.Now(), id, run))
}

// dropProposal ends a proposal without an offer; false where it no longer waits.
func dropProposal(ctx context.Context, tx *gate.Tx, id string, to ProposalState, why plan.Text) (bool, error) {
	reason, err := json.Marshal(why)
	if err != nil {
		return false, fmt.Errorf("matching: reason: %w", err)
	}
	rows, err := tx.Exec(ctx, sqlDropProposal, string(to), string(reason), tx.Now(), id)
	return rows == 1, err
}

// supersede makes the proposals that other runs have for a household stale.
func supersede(ctx context.Context, tx *gate.Tx, household string, why plan.Text) error {
	reason, err := json.Marshal(why)
	if err != nil {
		return fmt.Errorf("matching: reason: %w", err)
	}
	_, err = tx.Exec(ctx, sqlSupersede, string(reason), tx.Now(), household)
	return err
}

// unclaim takes a claim back within the transaction that made it.
func unclaim(ctx context.Context, tx *gate.Tx, id string) error {
	_, err := tx.Exec(ctx, sqlUnclaim, id)
	return err
}

// restoreProposal puts a proposal that was turned down back; a conflict where
// something came after.
func restoreProposal(ctx context.Context, tx *gate.Tx, run, id string) (Proposal, error) {
	found, err := readProposal(tx.Row(ctx, sqlRestore, tx.Now(), id, run))
	if errors.Is(err, db.ErrNone) {
		return found, fault.New(fault.Conflict, "matching.restore_depends")
	}
	return found, err
}
