package households

import (
	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

const sqlQueues = `SELECT region, municipality, CASE WHEN state = 'guardian' THEN 1 ELSE 0 END AS guardian, COUNT(*),
		CAST(SUM(persons) AS BIGINT), MIN(waiting_since)
	FROM household WHERE ` + within + ` AND (state = 'guardian' OR ` + queued + `)
	GROUP BY region, municipality, CASE WHEN state = 'guardian' THEN 1 ELSE 0 END ORDER BY region, municipality, guardian`

type queueLine struct {
	region, municipality string
	guardian             bool
	totals               Totals
	oldest               calendar.Night
}

func readQueueLine(row db.Scanner) (queueLine, error) {
	var l queueLine
	err := row.Scan(&l.region, &l.municipality, &l.guardian, &l.totals.Households, &l.totals.Persons, &l.oldest)
	return l, err
}
