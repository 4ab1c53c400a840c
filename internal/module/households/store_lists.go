package households

import (
	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

const (
	within = `(CAST($1 AS BIGINT) = 1 OR region = $2 OR municipality = $3 OR current_location = $4)`
	queued = `(state = 'waiting' OR state = 'parked' AND parked_until <= $5) AND (until_night IS NULL OR until_night > $5)`
	listed = within + ` AND (CAST($5 AS TEXT) = '' OR state = $5) AND (CAST($6 AS TEXT) = '' OR region = $6)
		AND (CAST($7 AS TEXT) = '' OR municipality = $7) AND (CAST($8 AS TEXT) = '' OR id = $8 OR code LIKE $9 || '%')`

	sqlWaiting    = `SELECT ` + householdColumns + ` FROM household WHERE ` + within + ` AND ` + queued + ` ORDER BY id`
	sqlExclusions = `SELECT x.household, x.location FROM household_exclusion x JOIN household h ON h.id = x.household
		WHERE (CAST($1 AS BIGINT) = 1 OR h.region = $2 OR h.municipality = $3 OR h.current_location = $4)
		AND h.state IN ('waiting', 'parked') AND (x.until_night IS NULL OR x.until_night > $5)`
	sqlCountList = `SELECT COUNT(*) FROM household WHERE ` + listed
	sqlList      = `SELECT ` + householdColumns + ` FROM household WHERE ` + listed + `
		ORDER BY waiting_since, id LIMIT $10 OFFSET $11`
	sqlCounts = `SELECT region, municipality, state, COUNT(*), CAST(SUM(persons) AS BIGINT), MIN(waiting_since),
		COUNT(*) FILTER (WHERE state IN ('waiting', 'parked') AND until_night <= $1)
		FROM household WHERE (CAST($2 AS BIGINT) = 1 OR region = $3 OR municipality = $4 OR current_location = $5)
		GROUP BY region, municipality, state ORDER BY region, municipality, state`
)

// count is one line of the picture.
type count struct {
	region, municipality string
	state                State
	totals               Totals
	oldest               calendar.Night
	expired              int
}

func readCount(row db.Scanner) (count, error) {
	var c count
	err := row.Scan(&c.region, &c.municipality, &c.state, &c.totals.Households, &c.totals.Persons, &c.oldest, &c.expired)
	return c, err
}
