package nextplace

import "onderdak/internal/platform/gate"

// kept seals all of an answer: what was worked out, and what became of it.
var kept = gate.Kept{Table: "next_place", Key: "id",
	Fields: `id, household, after_offer, location, from_night, until_night, persons, points, why, state, reason, offer, worked_at, updated_at`}

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{kept}
