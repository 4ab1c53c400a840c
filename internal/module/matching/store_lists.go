package matching

import (
	"encoding/json"
	"fmt"
	"strings"

	"onderdak/internal/platform/db"
)

const (
	noteColumns = `h.code, h.needs, h.flags, h.waiting_since, h.state, h.region, h.municipality, COALESCE(h.current_location, '')`

	proposalsFrom = ` FROM match_proposal JOIN household h ON h.id = match_proposal.household JOIN location l ON l.id = match_proposal.location
		WHERE match_proposal.run = $1 AND (CAST($2 AS TEXT) = '' OR match_proposal.state = $2) AND (CAST($3 AS TEXT) = '' OR match_proposal.location = $3)
		AND (CAST($4 AS TEXT) = '' OR match_proposal.household = $4) AND match_proposal.points >= $5`
	sqlCountProposals = `SELECT COUNT(*)` + proposalsFrom
	sqlProposals      = `SELECT ` + proposalColumns + `, l.name, ` + noteColumns + proposalsFrom + ` ORDER BY match_proposal.points DESC, match_proposal.id LIMIT $6 OFFSET $7`
	sqlListedProposal = `SELECT ` + proposalColumns + `, l.name, ` + noteColumns + ` FROM match_proposal
		JOIN household h ON h.id = match_proposal.household JOIN location l ON l.id = match_proposal.location WHERE match_proposal.id = $1 AND match_proposal.run = $2`

	unplacedFrom = ` FROM match_unplaced u JOIN household h ON h.id = u.household
		WHERE u.run = $1 AND (CAST($2 AS TEXT) = '' OR u.reason = $2) AND (CAST($3 AS TEXT) = '' OR u.household = $3)`
	sqlCountUnplaced = `SELECT COUNT(*)` + unplacedFrom
	sqlUnplaced      = `SELECT u.run, u.household, u.persons, u.reason, u.why, ` + noteColumns + unplacedFrom + `
		ORDER BY h.waiting_since, u.household LIMIT $4 OFFSET $5`

	offersFrom = ` FROM offer JOIN household h ON h.id = offer.household JOIN location l ON l.id = offer.location
		WHERE (CAST($1 AS BIGINT) = 1 OR offer.region = $2 OR offer.municipality = $3 OR offer.location = $4
			OR offer.household_region = $2 OR offer.household_municipality = $3)
		AND (CAST($5 AS TEXT) = '' OR offer.state = $5) AND (CAST($6 AS TEXT) = '' OR offer.run = $6)
		AND (CAST($7 AS TEXT) = '' OR offer.location = $7) AND (CAST($8 AS TEXT) = '' OR offer.household = $8)
		AND (CAST($9 AS BIGINT) = 0 OR ` + doubted + `)`
	sqlCountOffers = `SELECT COUNT(*)` + offersFrom
	sqlOffers      = `SELECT ` + offerColumns + `, h.code, l.name` + offersFrom + ` ORDER BY CASE offer.state WHEN 'open' THEN 0 ELSE 1 END, offer.due_at, offer.id LIMIT $10 OFFSET $11`
	sqlListedOffer = `SELECT ` + offerColumns + `, h.code, l.name FROM offer JOIN household h ON h.id = offer.household
		JOIN location l ON l.id = offer.location WHERE offer.id = $1`

	// Ids of runs sort by the time they were made: the greatest is the last.
	waitingFrom = ` FROM (SELECT h.*, (SELECT run FROM match_unplaced WHERE household = h.id
			UNION ALL SELECT run FROM match_proposal WHERE household = h.id ORDER BY run DESC LIMIT 1) AS last_run
			FROM household h WHERE h.state IN ('waiting', 'parked')) h
		LEFT JOIN match_unplaced u ON u.household = h.id AND u.run = h.last_run
		LEFT JOIN match_proposal p ON p.household = h.id AND p.run = h.last_run AND p.state = 'proposed'
		LEFT JOIN location l ON l.id = p.location
		WHERE (CAST($1 AS BIGINT) = 1 OR h.region = $2 OR h.municipality = $3 OR h.current_location = $4)
		AND (CAST($5 AS TEXT) = '' OR h.municipality = $5) AND (CAST($6 AS TEXT) = '' OR u.reason = $6)
		AND (CAST($7 AS TEXT) = '' OR h.code LIKE CAST($7 AS TEXT) || '%') AND (CAST($8 AS TEXT) = '' OR h.state = $8)`
	sqlCountWaiting = `SELECT COUNT(*)` + waitingFrom
	sqlWaitingList  = `SELECT h.id, h.municipality, h.region, h.persons, h.parked_until, COALESCE(h.last_run, ''), COALESCE(p.id, ''),
		COALESCE(p.location, ''), COALESCE(l.name, ''), COALESCE(p.points, 0), COALESCE(u.reason, ''), COALESCE(u.why, ''),
		EXISTS (SELECT 1 FROM offer WHERE offer.household = h.id AND offer.asks = 'household' AND ` + doubted + `),
		` + noteColumns + waitingFrom + ` ORDER BY h.waiting_since, h.id LIMIT $9 OFFSET $10`
)

func readNote(code *string, note *HouseholdNote) (dest []any, done func()) {
	var needs, flags string
	owner := &note.Owner
	return []any{code, &needs, &flags, &note.WaitingSince, &note.State, &owner.Region, &owner.Municipality, &owner.Location}, func() {
		note.Needs, note.Flags = strings.Fields(needs), strings.Fields(flags)
	}
}

func readListedProposal(row db.Scanner) (Proposal, error) {
	var code, name string
	var note HouseholdNote
	dest, done := readNote(&code, &note)
	p, err := scanProposal(row, append([]any{&name}, dest...)...)
	done()
	p.Code, p.LocationName, p.HouseholdNote = code, name, note
	return p, err
}

func readWhyNot(text string, u *Unplaced) error {
	if err := json.Unmarshal([]byte(text), &u.Why); err != nil {
		return fmt.Errorf("matching: unplaced %s: %w", u.Household, err)
	}
	reviveAll(u.Why.Says)
	return nil
}

func readUnplaced(row db.Scanner) (Unplaced, error) {
	var u Unplaced
	var why string
	dest, done := readNote(&u.Code, &u.HouseholdNote)
	if err := row.Scan(append([]any{&u.Run, &u.Household, &u.Persons, &u.Reason, &why}, dest...)...); err != nil {
		return u, err
	}
	done()
	return u, readWhyNot(why, &u)
}

func readListedOffer(row db.Scanner) (Offer, error) {
	var code, name string
	o, err := scanOffer(row, &code, &name)
	o.Code, o.LocationName = code, name
	return o, err
}

func readWaiter(row db.Scanner) (Waiter, error) {
	var w Waiter
	var why string
	var note HouseholdNote
	dest, done := readNote(&w.Code, &note)
	err := row.Scan(append([]any{&w.Household, &w.Municipality, &w.Region, &w.Persons, &w.ParkedUntil, &w.Run, &w.Proposal, &w.Location,
		&w.LocationName, &w.Points, &w.Reason, &why, &w.Doubted}, dest...)...)
	if err != nil {
		return w, err
	}
	done()
	w.Needs, w.Flags, w.WaitingSince, w.State = note.Needs, note.Flags, note.WaitingSince, note.State
	if why == "" {
		return w, nil
	}
	u := Unplaced{Household: w.Household}
	err = readWhyNot(why, &u)
	w.Why = u.Why
	return w, err
}
