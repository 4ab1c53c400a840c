package intake

import "onderdak/internal/platform/gate"

// Drafts and what happened to them, sealed change by change. How to reach who
// told is left out: it is erased after a while, and no digest of it is kept.
var (
	keptDrafts = gate.Kept{Table: "draft", Key: "id",
		Fields: `id, ref, way, lang, municipality, region, place, places, from_night, until_night, facilities, state, received_at, call_before,
			version, ended_at, ended_by, reason, location`}
	keptSteps = gate.Kept{Table: "draft_step", Key: "draft", Fields: `draft, seq, at, kind, person, text`,
		Lock: `UPDATE draft SET id = id WHERE id = $1`}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptDrafts, keptSteps}
