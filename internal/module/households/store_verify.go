package households

import "onderdak/internal/platform/db"

const noHousehold = `NOT EXISTS (SELECT 1 FROM household h WHERE h.id = `

const (
	sqlAllHouseholds = `SELECT ` + householdColumns + ` FROM household ORDER BY id`
	sqlAllEvents     = `SELECT household, seq, at, person, from_state, to_state, reason, facts FROM household_event ORDER BY household, seq`
	sqlAllOverrides  = `SELECT ` + overrideColumns + ` FROM safeguard_override ORDER BY id`
	sqlCrowded       = `SELECT h.id FROM household h JOIN person p ON p.household = h.id
		GROUP BY h.id, h.persons HAVING COUNT(*) > h.persons ORDER BY h.id`
	sqlStrayPersons = `SELECT p.id FROM person p WHERE ` + noHousehold + `p.household) ORDER BY p.id`
	sqlStrayNames   = `SELECT n.person FROM person_name n
		WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = n.person) ORDER BY n.person`
	sqlStrayLinks      = `SELECT l.a FROM household_link l WHERE ` + noHousehold + `l.a) OR ` + noHousehold + `l.b) ORDER BY l.a`
	sqlStrayExclusions = `SELECT DISTINCT x.household FROM household_exclusion x WHERE ` + noHousehold + `x.household) ORDER BY x.household`
	sqlStrayOverrides  = `SELECT o.id FROM safeguard_override o WHERE ` + noHousehold + `o.household) ORDER BY o.id`
	sqlStrayEvents     = `SELECT DISTINCT e.household FROM household_event e WHERE ` + noHousehold + `e.household) ORDER BY e.household`
)

func readEvent(row db.Scanner) (event, error) {
	var e event
	err := row.Scan(&e.household, &e.seq, &e.at, &e.person, &e.from, &e.to, &e.reason, &e.facts)
	return e, err
}
