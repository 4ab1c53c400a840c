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
	sqlUnsigned = `SELECT o.id, o.household, o.rule, o.location, o.reason, o.first_person, o.first_at, o.second_person, o.second_at,
		household.code, COALESCE(a.name, '') FROM safeguard_override o JOIN household ON household.id = o.household
		LEFT JOIN account a ON a.id = o.first_person WHERE ` + within + ` AND o.second_person IS NULL ORDER BY o.first_at, o.id`
	sqlCountersign = `UPDATE safeguard_override SET second_person = $1, second_at = $2 WHERE id = $3 AND second_person IS NULL`
)

func readOverride(row db.Scanner) (Override, error) { return scanOverride(row) }

func readUnsigned(row db.Scanner) (Unsigned, error) {
	var u Unsigned
	var err error
	u.Override, err = scanOverride(row, &u.Code, &u.FirstName)
	return u, err
}

// scanOverride reads the columns of an override and whatever stands after them.
func scanOverride(row db.Scanner, more ...any) (Override, error) {
	var o Override
	var person *string
	var at *int64
	dest := append([]any{&o.ID, &o.Household, &o.Rule, &o.Location, &o.Reason, &o.FirstPerson, &o.FirstAt, &person, &at}, more...)
	err := row.Scan(dest...)
	if person != nil && at != nil {
		o.SecondPerson, o.SecondAt = *person, calendar.Instant(*at)
	}
	return o, err
}
