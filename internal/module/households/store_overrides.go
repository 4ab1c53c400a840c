package households

import (
	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

const overrideColumns = `id, household, rule, location, reason, first_person, first_at, second_person, second_at`

const (
	sqlOverride       = `SELECT ` + overrideColumns + ` FROM safeguard_override WHERE id = $1`
	sqlOverrides      = `SELECT ` + overrideColumns + ` FROM safeguard_override WHERE household = $1 ORDER BY first_at, id`
	sqlInsertOverride = `INSERT INTO safeguard_override (id, household, rule, location, reason, first_person, first_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	sqlCountersign = `UPDATE safeguard_override SET second_person = $1, second_at = $2 WHERE id = $3 AND second_person IS NULL`
)

func readOverride(row db.Scanner) (Override, error) {
	var o Override
	var person *string
	var at *int64
	err := row.Scan(&o.ID, &o.Household, &o.Rule, &o.Location, &o.Reason, &o.FirstPerson, &o.FirstAt, &person, &at)
	if person != nil && at != nil {
		o.SecondPerson, o.SecondAt = *person, calendar.Instant(*at)
	}
	return o, err
}
