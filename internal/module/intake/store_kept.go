package intake

import "onderdak/internal/platform/gate"

// lockDraft keeps others off what belongs to a draft.
const lockDraft = `UPDATE draft SET id = id WHERE id = $1`

// Drafts and what happened to them, sealed change by change. How to reach who
// told, and the words they used, are left out: they are erased after a while, and
// no digest of them is kept.
var (
	keptDrafts = gate.Kept{Table: "draft", Key: "id",
		Fields: `id, ref, way, lang, municipality, region, place, places, from_night, until_night, facilities, state, received_at, call_before,
			version, ended_at, ended_by, reason, location`}
	keptSteps   = gate.Kept{Table: "draft_step", Key: "draft", Fields: `draft, seq, at, kind, person, text`, Lock: lockDraft}
	keptOrigins = gate.Kept{Table: "draft_origin", Key: "draft", Fields: `draft, letter, nr`, Lock: lockDraft}
	keptKeys    = gate.Kept{Table: "draft_key", Key: "draft", Fields: `digest, draft, made_at`, Lock: lockDraft}
	keptSeconds = gate.Kept{Table: "draft_second", Key: "draft", Fields: `draft, person, at, places`, Lock: lockDraft}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptDrafts, keptSteps, keptOrigins, keptKeys, keptSeconds}
