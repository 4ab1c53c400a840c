package registration

import "onderdak/internal/platform/gate"

// Registrations, sealed change by change. How a household can be reached is left
// out: what was sealed could be compared with a guess by somebody who may not
// read it.
var keptRegistrations = gate.Kept{Table: "registration", Key: "household", Fields: `household, code, digest, lang, helper, sealed,
	wrong_tries, locked_until, made_at, updated_at, expires_at, submitted_at, household_code, together, arrived`}

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptRegistrations}
