package arrivals

import (
	"context"
	"strings"

	"onderdak/internal/calendar"
	"onderdak/internal/platform/db"
)

// Who was to leave and is still present sleeps here as well.
const sqlSleepers = `SELECT s.id, s.household, COALESCE(h.code, ''), COALESCE(r.name, ''), COALESCE(x.persons, s.persons), s.persons, COALESCE(h.minors, -1),
	s.until_night, s.end_known, CASE s.state WHEN 'present' THEN 1 ELSE 0 END, COALESCE(h.needs, ''), COALESCE(h.flags, ''),
	COALESCE(fl.name, ''), COALESCE(nl.name, ''), COALESCE(n.from_night, 0)
	FROM stay s LEFT JOIN household h ON h.id = s.household LEFT JOIN stay_room x ON x.stay = s.id LEFT JOIN room r ON r.id = x.room
	LEFT JOIN stay f ON f.id = s.previous AND f.state = 'present' LEFT JOIN location fl ON fl.id = f.location
	LEFT JOIN stay n ON n.previous = s.id AND n.previous <> '' AND n.state = 'accepted' LEFT JOIN location nl ON nl.id = n.location
	WHERE s.location = $1 AND s.from_night <= $2 AND (s.state = 'present' OR s.state = 'accepted' AND s.until_night > $2)
	ORDER BY CASE WHEN r.name IS NULL THEN 1 ELSE 0 END, r.name, h.code, s.id`

func sleepers(ctx context.Context, tx *db.Tx, location string, night calendar.Night) ([]Sleeper, error) {
	return db.All(ctx, tx, sqlSleepers, []any{location, night}, func(row db.Scanner) (Sleeper, error) {
		var s Sleeper
		var needs, flags string
		err := row.Scan(&s.Stay, &s.Household, &s.Code, &s.Room, &s.Persons, &s.all, &s.Minors, &s.Until, &s.EndKnown, &s.Here, &needs, &flags,
			&s.MovesFrom, &s.MovesTo, &s.MovesOn)
		s.Needs, s.Flags = strings.Fields(needs), strings.Fields(flags)
		return s, err
	})
}
