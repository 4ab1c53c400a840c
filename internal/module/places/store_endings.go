package places

import (
	"context"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
	"onderdak/internal/platform/gate"
)

const sqlEndingsWithin = `SELECT s.location, s.until_night, s.end_known, CAST(SUM(s.persons) AS BIGINT) FROM stay s
	JOIN location l ON l.id = s.location WHERE ` + within + ` AND s.state IN ('offered', 'accepted', 'present')
	AND s.until_night >= $5 AND s.until_night < $6 GROUP BY s.location, s.until_night, s.end_known`

// ending is how many persons' promise ends at a location on a night.
type ending struct {
	location string
	night    calendar.Night
	dated    bool
	persons  int
}

func endingsWithin(ctx context.Context, tx *db.Tx, scope gate.Scope, from, until calendar.Night) ([]ending, error) {
	return db.All(ctx, tx, sqlEndingsWithin, append(scope.Args(), from, until), func(row db.Scanner) (ending, error) {
		var e ending
		err := row.Scan(&e.location, &e.night, &e.dated, &e.persons)
		return e, err
	})
}
