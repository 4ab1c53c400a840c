package dispersal

import "onderdak/internal/platform/gate"

// Requests and who takes how many, sealed change by change.
var (
	keptRequests = gate.Kept{Table: "dispersal_request", Key: "id",
		Fields: `id, region, persons, needs, deadline, reason, state, answer, asked_at, asked_by, ended_at, ended_by`}
	keptShares = gate.Kept{Table: "dispersal_share", Key: "request", Fields: `request, region, places`,
		Lock: `UPDATE dispersal_request SET id = id WHERE id = $1`}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptRequests, keptShares}
