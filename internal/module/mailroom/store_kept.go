package mailroom

import "onderdak/internal/platform/gate"

// Letters and what columns were taught to mean, sealed change by change. Who wrote
// a letter and what it says are left out: they are erased after a while, and no
// digest of them is kept.
var (
	keptLetters = gate.Kept{Table: "letter", Key: "id", Fields: `id, ref, mail_key, thread, answers_draft, way, kind, auth, lang, municipality, region, state,
		received_at, receipt_at, ended_at, ended_by, forgotten_at`}
	keptColumns = gate.Kept{Table: "sheet_column", Key: "owner", Fields: `owner, head, field`}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptLetters, keptColumns}
