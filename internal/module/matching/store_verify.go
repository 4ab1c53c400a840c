package matching

import (
	"time"

	"onderdak/internal/calendar"
	"onderdak/internal/module/places"
	"onderdak/internal/platform/db"
)

const (
	sqlHouseholdsOffered = `SELECT h.id FROM household h LEFT JOIN offer o ON o.household = h.id AND o.state = 'open'
		LEFT JOIN stay s ON s.id = o.stay AND s.state = 'offered' WHERE h.state = 'offered' GROUP BY h.id HAVING COUNT(s.id) <> 1`
	sqlHouseholdsAccepted = `SELECT h.id FROM household h LEFT JOIN offer o ON o.household = h.id AND o.state = 'accepted'
		LEFT JOIN stay s ON s.id = o.stay AND s.state = 'accepted' WHERE h.state = 'accepted' GROUP BY h.id HAVING COUNT(s.id) <> 1`
	sqlHouseholdsPresent = `SELECT h.id FROM household h WHERE h.state = 'present'
		AND NOT EXISTS (SELECT 1 FROM stay s WHERE s.household = h.id AND s.state = 'present')`
	sqlStaysOfNobody = `SELECT s.id FROM stay s JOIN household h ON h.id = s.household
		WHERE s.state IN ('offered', 'accepted', 'present') AND h.state IN ('left', 'withdrawn')`
	// A planned move follows a stay that has not ended, and not before it does.
	sqlPlansAstray = `SELECT s.id FROM stay s WHERE s.state = 'accepted' AND s.previous <> ''
		AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.stay = s.id)
		AND NOT EXISTS (SELECT 1 FROM stay p WHERE p.id = s.previous AND p.household = s.household AND p.state = 'present'
			AND p.until_night <= s.from_night) ORDER BY s.id`
	sqlOffersOfOthers = `SELECT o.id FROM offer o LEFT JOIN household h ON h.id = o.household
		WHERE o.state = 'open' AND COALESCE(h.state, '') <> 'offered' OR o.state = 'accepted' AND COALESCE(h.state, '') <> 'accepted'`
	sqlStaysWithoutOffer = `SELECT s.id FROM stay s WHERE s.state = 'offered'
		AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.stay = s.id AND o.state = 'open')`
	sqlOfferedWithout = `SELECT p.id FROM match_proposal p WHERE p.state = 'offered'
		AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.id = p.offer AND o.proposal = p.id AND o.household = p.household AND o.location = p.location)`
	sqlOffersUnclaimed = `SELECT p.id FROM match_proposal p JOIN offer o ON o.proposal = p.id
		WHERE p.state <> 'offered' OR p.offer <> o.id ORDER BY p.id`
	sqlOffersUnlikeStay = `SELECT o.id FROM offer o JOIN stay s ON s.id = o.stay WHERE o.state = 'open'
		AND (o.persons <> s.persons OR o.from_night <> s.from_night OR o.until_night <> s.until_night OR o.end_known <> s.end_known) ORDER BY o.id`
	// Work is never deleted, so what must be done for an offer or a run shows for as
	// long as they stand.
	sqlOffersUntold = `SELECT o.id FROM offer o WHERE o.state = 'open'
		AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = '` + TopicOfferMade + `/' || o.id) ORDER BY o.id`
	sqlOffersEndless = `SELECT o.id FROM offer o WHERE o.state = 'open' AND o.due_at > $1 AND NOT EXISTS (SELECT 1 FROM job j
		WHERE j.topic = '` + TopicExpire + `' AND j.done_at IS NULL AND j.run_at <= o.due_at) ORDER BY o.id`
	sqlRunsForgotten = `SELECT r.id FROM match_run r WHERE r.state = 'queued'
		AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = '` + TopicRun + `/' || r.id AND j.done_at IS NULL) ORDER BY r.id`
	sqlUncertified = `SELECT r.id FROM match_run r WHERE r.certified = 0 AND EXISTS (SELECT 1 FROM match_proposal p WHERE p.run = r.id) ORDER BY r.id`
	sqlUnfrozen    = `SELECT r.id FROM match_run r WHERE NOT EXISTS (SELECT 1 FROM match_snapshot s WHERE s.run = r.id) ORDER BY r.id`
	sqlAllOffers   = `SELECT ` + offerColumns + ` FROM offer ORDER BY id`
	sqlCertified   = `SELECT ` + runColumns + `, match_run.objective, match_run.bound, match_run.baseline, match_run.placed, match_run.persons_placed
		FROM match_run WHERE match_run.certified = 1 ORDER BY match_run.id`
	sqlAllProposals = `SELECT COALESCE(r.finished_at, 0), p.id, p.run, p.household, p.location, p.from_night, p.until_night, p.persons, p.points, p.why
		FROM match_proposal p JOIN match_run r ON r.id = p.run ORDER BY p.id`
	sqlAllUnplaced = `SELECT COALESCE(r.finished_at, 0), u.run, u.household, u.persons, u.reason, u.why
		FROM match_unplaced u JOIN match_run r ON r.id = u.run ORDER BY u.run, u.household`
	sqlLastChange      = `SELECT COALESCE(MAX(at), 0) FROM audit`
	sqlOffersWithStays = `SELECT ` + offerColumns + `, COALESCE(s.household, ''), COALESCE(s.location, ''), COALESCE(s.state, '')
		FROM offer LEFT JOIN stay s ON s.id = offer.stay ORDER BY offer.id`
	sqlAllEvents  = `SELECT offer, seq, at, person, side, from_state, to_state, answer, reason, note FROM offer_event ORDER BY offer, seq`
	sqlOfferHeads = `SELECT id, state, rev FROM offer ORDER BY id`
	sqlRunTotals  = `SELECT r.id, r.households, r.persons, r.objective, r.bound, r.baseline, r.certificate,
		COALESCE(p.placed, 0), COALESCE(p.persons, 0), COALESCE(p.points, 0), COALESCE(u.unplaced, 0), COALESCE(u.persons, 0)
		FROM match_run r
		LEFT JOIN (SELECT run, COUNT(*) AS placed, CAST(SUM(persons) AS BIGINT) AS persons, CAST(SUM(points) AS BIGINT) AS points
			FROM match_proposal GROUP BY run) p ON p.run = r.id
		LEFT JOIN (SELECT run, COUNT(*) AS unplaced, CAST(SUM(persons) AS BIGINT) AS persons FROM match_unplaced GROUP BY run) u ON u.run = r.id
		WHERE r.certified = 1 ORDER BY r.id`
	sqlSnapshots = `SELECT r.id, r.input_sha256, s.data FROM match_run r JOIN match_snapshot s ON s.run = r.id ORDER BY r.id`
)

// stayOfOffer is what the register says of the stay an offer names.
type stayOfOffer struct {
	household, location string
	state               places.State
}

// readSealedRun reads a run as text: a certificate that can no longer be read is
// found elsewhere, and is damage here too.
func readSealedRun(row db.Scanner) (calendar.Instant, []any, error) {
	var r Run
	var seed, limit, gap int64
	var certificate, skipped string
	var number int64
	var certified bool
	var objective, bound, baseline int64
	var placed, persons int
	err := row.Scan(&r.ID, &r.Region, &skipped, &r.By, &r.RequestedAt, &seed, &r.Horizon, &limit, &gap, &r.Locations, &r.Households,
		&r.Persons, &r.InputSHA256, &number, &skipped, &number, &number, &number, &number, &r.FinishedAt, &skipped, &certified, &certificate,
		&objective, &bound, &baseline, &placed, &persons)
	r.Seed, r.TimeLimit, r.Gap = uint64(seed), time.Duration(limit)*time.Microsecond, float64(gap)/1e6
	return r.FinishedAt, sealedRun(r, objective, bound, baseline, placed, persons, certificate), err
}

func readTotals(row db.Scanner) (runTotals, error) {
	var t runTotals
	err := row.Scan(&t.id, &t.households, &t.persons, &t.objective, &t.bound, &t.baseline, &t.certificate,
		&t.placed, &t.personsPlaced, &t.points, &t.unplaced, &t.personsWaits)
	return t, err
}
