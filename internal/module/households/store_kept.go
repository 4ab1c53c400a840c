package households

import "onderdak/internal/platform/gate"

const lockHousehold = `UPDATE household SET id = id WHERE id = $1`

// What stands beside a household and is altered after it was written, and
// therefore sealed change by change. Names are left out: what was sealed could be
// compared with a guess by somebody who may not read them.
var (
	keptCodes      = gate.Kept{Table: "household", Key: "id", Fields: `id, code, created_at`}
	keptPersons    = gate.Kept{Table: "person", Key: "household", Fields: `id, household, birth_date, age, sex, languages`, Lock: lockHousehold}
	keptLinks      = gate.Kept{Table: "household_link", Key: "a", Fields: `a, b, kind, created_at`, Lock: lockHousehold}
	keptExclusions = gate.Kept{Table: "household_exclusion", Key: "household", Fields: `household, location, reason, until_night, created_at`,
		Lock: lockHousehold}
	keptOverrides = gate.Kept{Table: "safeguard_override", Key: "household", Fields: `id, household, rule, location, reason, first_person,
		first_at, second_person, second_at`, Lock: lockHousehold}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptCodes, keptPersons, keptLinks, keptExclusions, keptOverrides}
