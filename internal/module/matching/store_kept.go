package matching

import "onderdak/internal/platform/gate"

// keptOffers is what is altered of an offer: who said what, until when, and whose
// data the last word says are wrong.
var keptOffers = gate.Kept{Table: "offer", Key: "id", Fields: `id, household, location, stay, persons, from_night, until_night, end_known, state,
	location_answer, household_answer, due_at, reason, asks, corrected_at, rev, updated_at`}

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptOffers}
