package placement

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/module/matching"
	"onderdak/internal/module/nextplace"
	"onderdak/internal/plan"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

// This room reads the rows of the rooms below where a list shows them together;
// it writes none.

const (
	afterNight = `(CAST($2 AS BIGINT) = 1 OR h.region = $3 OR h.municipality = $4 OR h.current_location = $5)` // $1 is the night

	// What was worked out after the last offer is the last word, until a run speaks of
	// the household.
	sinceRun = `h.state IN ('waiting', 'parked') AND (h.last_run IS NULL OR h.last_run < h.last_offer)`

	// Ids of runs and offers sort by the time they were made: the greatest is the last.
	queued = ` FROM (SELECT h.*, (SELECT run FROM match_unplaced WHERE household = h.id
			UNION ALL SELECT run FROM match_proposal WHERE household = h.id ORDER BY run DESC LIMIT 1) AS last_run,
			(SELECT MAX(id) FROM offer WHERE household = h.id) AS last_offer
			FROM household h WHERE h.state IN ('waiting', 'parked', 'offered', 'guardian') AND ` + afterNight + `) h
		LEFT JOIN match_unplaced u ON u.household = h.id AND u.run = h.last_run
		LEFT JOIN match_proposal p ON p.household = h.id AND p.run = h.last_run
		LEFT JOIN match_run r ON r.id = h.last_run
		LEFT JOIN offer o ON o.household = h.id AND o.state = 'open'
		LEFT JOIN next_place n ON n.after_offer = h.last_offer AND n.state IN ('waiting', 'none') AND ` + sinceRun + `
		LEFT JOIN location l ON l.id = COALESCE(o.location, n.location, CASE WHEN p.state = 'proposed' THEN p.location END)`

	standing = `SELECT h.id, h.code, h.municipality, h.region, h.persons, h.needs, h.flags, h.waiting_since, h.state, h.parked_until,
		CASE WHEN h.state = 'guardian' THEN 'guardian' WHEN h.state = 'offered' THEN 'offered'
			WHEN h.state = 'parked' AND (h.parked_until IS NULL OR h.parked_until > $1) THEN 'parked'
			WHEN n.state = 'waiting' THEN 'next' WHEN p.state = 'proposed' THEN 'proposal' WHEN n.state = 'none' OR u.reason IS NOT NULL THEN 'no_place'
			WHEN h.last_run IS NOT NULL THEN 'fell_through' ELSE 'unplanned' END AS status,
		COALESCE(h.last_run, '') AS run, COALESCE(r.region, '') AS run_region, CASE WHEN n.state = 'waiting' THEN n.id WHEN p.state = 'proposed' THEN p.id ELSE '' END AS proposal,
		CASE WHEN ` + sinceRun + ` THEN COALESCE((SELECT MAX(t.id) FROM next_place t WHERE t.after_offer = h.last_offer AND t.state = 'turned'), '')
			WHEN p.state = 'withdrawn' THEN p.id ELSE '' END AS turned, COALESCE(l.id, '') AS location, COALESCE(l.name, '') AS location_name, COALESCE(l.region, '') AS location_region,
		COALESCE(n.points, p.points, 0) AS points, CASE WHEN n.id IS NULL THEN COALESCE(u.reason, '') ELSE '' END AS reason,
		COALESCE(o.id, '') AS offer, COALESCE(o.due_at, 0) AS due,
		CASE WHEN ` + sinceRun + ` THEN COALESCE(h.last_offer, '') ELSE '' END AS after_offer, COALESCE(n.worked_at, 0) AS looked,
		CASE WHEN n.state = 'none' THEN n.why ELSE '' END AS without` + queued

	// Words of a list stand between spaces, so that one is never found in another.
	filtered = ` FROM (` + standing + `) q WHERE (CAST($6 AS TEXT) = '' AND q.status <> 'guardian' OR q.status = $6)
		AND (CAST($7 AS TEXT) = '' OR ' ' || q.needs || ' ' || q.flags || ' ' LIKE '% ' || CAST($7 AS TEXT) || ' %')
		AND (CAST($8 AS TEXT) = '' OR q.code LIKE CAST($8 AS TEXT) || '%')`

	sqlQueue = `SELECT q.*` + filtered + `
		ORDER BY CASE WHEN q.status IN ('offered', 'parked', 'guardian') THEN 1 ELSE 0 END,
			CASE WHEN ' ' || q.flags || ' ' LIKE '% urgent %' THEN 0 ELSE 1 END, q.waiting_since, q.id LIMIT $9 OFFSET $10`
	sqlCountQueue = `SELECT COUNT(*)` + filtered
	sqlStatuses   = `SELECT q.status, COUNT(*) FROM (` + standing + `) q GROUP BY q.status`
	sqlStanding   = `SELECT q.* FROM (` + standing + `) q WHERE q.id = $6`

	// A place in reach that waits for a household out of reach, of which nothing shows.
	sqlOutsiders = `SELECT l.id, l.name, COUNT(*) FROM next_place n JOIN location l ON l.id = n.location JOIN household h ON h.id = n.household
		WHERE n.state = 'waiting' AND h.state IN ('waiting', 'parked') AND (l.region = $1 OR l.municipality = $2)
		AND CASE WHEN CAST($3 AS BIGINT) = 1 OR h.region = $4 OR h.municipality = $5 OR h.current_location = $6 THEN 0 ELSE 1 END = 1
		AND NOT EXISTS (SELECT 1 FROM offer later WHERE later.household = h.id AND later.id > n.after_offer)
		AND NOT EXISTS (SELECT 1 FROM match_proposal p WHERE p.household = h.id AND p.run > n.after_offer)
		AND NOT EXISTS (SELECT 1 FROM match_unplaced u WHERE u.household = h.id AND u.run > n.after_offer)
		GROUP BY l.id, l.name ORDER BY l.name, l.id`

	// Whose offer took the places last, to tell who comes second.
	sqlTaker = `SELECT COALESCE(a.name, ''), o.made_at FROM offer o LEFT JOIN account a ON a.id = o.made_by
		WHERE o.location = $1 AND o.from_night < $2 AND o.until_night > $3 AND o.state IN ('open', 'accepted')
		ORDER BY o.made_at DESC, o.id DESC LIMIT 1`
	sqlOfferMaker = `SELECT COALESCE(a.name, ''), o.made_at FROM offer o LEFT JOIN account a ON a.id = o.made_by
		WHERE o.household = $1 ORDER BY o.made_at DESC, o.id DESC LIMIT 1`

	sqlOfferSteps = `SELECT e.at, e.to_state, e.side, e.answer, e.reason, l.name, COALESCE(a.name, '') FROM offer_event e
		JOIN offer o ON o.id = e.offer JOIN location l ON l.id = o.location LEFT JOIN account a ON a.id = e.person WHERE o.household = $1`
	sqlProposalSteps = `SELECT p.updated_at, p.state, p.reason, l.name FROM match_proposal p JOIN location l ON l.id = p.location
		WHERE p.household = $1 AND p.state IN ('proposed', 'withdrawn', 'stale')`
	sqlNextSteps = `SELECT n.updated_at, n.state, n.reason, COALESCE(l.name, '') FROM next_place n LEFT JOIN location l ON l.id = n.location
		WHERE n.household = $1`
	sqlHouseholdSteps = `SELECT e.at, e.to_state, COALESCE(a.name, '') FROM household_event e LEFT JOIN account a ON a.id = e.person
		WHERE e.household = $1 AND (e.seq = 1 OR e.from_state <> e.to_state AND e.to_state IN ('parked', 'guardian', 'withdrawn'))`
	sqlWhy = `SELECT why FROM match_unplaced WHERE run = $1 AND household = $2`
)

func readStanding(row db.Scanner) (Standing, error) {
	var s Standing
	var needs, flags, without string
	err := row.Scan(&s.Household, &s.Code, &s.Municipality, &s.Region, &s.Persons, &needs, &flags, &s.WaitingSince, &s.State, &s.ParkedUntil,
		&s.Status, &s.Run, &s.RunRegion, &s.Proposal, &s.Turned, &s.Location, &s.LocationName, &s.LocationRegion, &s.Points, &s.Reason, &s.Offer, &s.Due,
		&s.After, &s.Looked, &without)
	s.Needs, s.Flags = strings.Fields(needs), strings.Fields(flags)
	if err != nil || without == "" {
		return s, err
	}
	why, err := nextplace.ReadWhy(without)
	s.Without = why.Says
	return s, err
}

func queue(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night, f Filter, limit, offset int) (list []Standing, total int, err error) {
	args := append(append([]any{tonight}, scope.Args()...), string(f.Status), f.Mark, strings.ToUpper(strings.TrimSpace(f.Query)))
	if err := tx.Row(ctx, sqlCountQueue, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = db.All(ctx, tx, sqlQueue, append(args, limit, offset), readStanding)
	return list, total, err
}

func countStatuses(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night) (map[Status]int, error) {
	counts := map[Status]int{}
	_, err := db.All(ctx, tx, sqlStatuses, append([]any{tonight}, scope.Args()...), func(row db.Scanner) (none struct{}, err error) {
		var status Status
		var n int
		err = row.Scan(&status, &n)
		counts[status] = n
		return none, err
	})
	return counts, err
}

// standingOf is where one household stands; db.ErrNone for one that is not in
// the queue.
func standingOf(ctx context.Context, tx *db.Tx, scope gate.Scope, tonight calendar.Night, household string) (Standing, error) {
	return readStanding(tx.Row(ctx, sqlStanding, append(append([]any{tonight}, scope.Args()...), household)...))
}

// Outsiders is a location at which a next place lies ready for households whose
// affairs are somebody else's.
type Outsiders struct {
	Location, Name string
	Households     int
}

func outsiders(ctx context.Context, tx *db.Tx, scope gate.Scope) ([]Outsiders, error) {
	all := scope.Args()
	return db.All(ctx, tx, sqlOutsiders, append([]any{all[1], all[2]}, all...), func(row db.Scanner) (o Outsiders, err error) {
		err = row.Scan(&o.Location, &o.Name, &o.Households)
		return o, err
	})
}

// Taker is who was first, and when; Name is empty for the program itself.
type Taker struct {
	Name string
	At   calendar.Instant
}

func readTaker(row db.Scanner) (t Taker, err error) {
	err = row.Scan(&t.Name, &t.At)
	return t, err
}

func takerOf(ctx context.Context, tx *db.Tx, location string, from, until calendar.Night) (Taker, error) {
	return readTaker(tx.Row(ctx, sqlTaker, location, until, from))
}

func offerMaker(ctx context.Context, tx *db.Tx, household string) (Taker, error) {
	return readTaker(tx.Row(ctx, sqlOfferMaker, household))
}

// storedWhy is what a run said of a household without a place.
func storedWhy(ctx context.Context, tx *db.Tx, run, household string) (why plan.WhyNot, err error) {
	var text string
	if err := tx.Row(ctx, sqlWhy, run, household).Scan(&text); err != nil {
		return why, err
	}
	if err := json.Unmarshal([]byte(text), &why); err != nil {
		return why, fmt.Errorf("placement: reasons of %s: %w", household, err)
	}
	for _, says := range why.Says {
		matching.Revive(says.Args)
	}
	return why, nil
}

// Step is one thing that happened to a household on its way to a place.
type Step struct {
	At       calendar.Instant
	Kind     string // offer, proposal, next or household
	State    string // its state from then on
	Side     string // of an answer: location or household
	Answer   string // accept or decline, where a side answered
	Reason   plan.Text
	Location string // name
	Person   string // as colleagues know them; empty for the program
}

func stepsOf(ctx context.Context, tx *db.Tx, household string) ([]Step, error) {
	offers, err := db.All(ctx, tx, sqlOfferSteps, []any{household}, func(row db.Scanner) (Step, error) {
		s := Step{Kind: "offer"}
		var reason string
		err := row.Scan(&s.At, &s.State, &s.Side, &s.Answer, &reason, &s.Location, &s.Person)
		if reason != "" {
			s.Reason.Key = "matching.reason_" + reason
		}
		return s, err
	})
	if err != nil {
		return nil, err
	}
	for kind, query := range map[string]string{"proposal": sqlProposalSteps, "next": sqlNextSteps} {
		proposals, err := db.All(ctx, tx, query, []any{household}, func(row db.Scanner) (Step, error) {
			s := Step{Kind: kind}
			var reason string
			if err := row.Scan(&s.At, &s.State, &reason, &s.Location); err != nil || reason == "" {
				return s, err
			}
			if err := json.Unmarshal([]byte(reason), &s.Reason); err != nil {
				return s, fmt.Errorf("placement: proposal of %s: %w", household, err)
			}
			matching.Revive(s.Reason.Args)
			return s, nil
		})
		if err != nil {
			return nil, err
		}
		offers = append(offers, proposals...)
	}
	others, err := db.All(ctx, tx, sqlHouseholdSteps, []any{household}, func(row db.Scanner) (Step, error) {
		s := Step{Kind: "household"}
		err := row.Scan(&s.At, &s.State, &s.Person)
		return s, err
	})
	return append(offers, others...), err
}
