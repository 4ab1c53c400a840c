package places

import "onderdak/internal/platform/gate"

// What is altered in this room after it was written, and therefore sealed change
// by change. Of a stay only that which its steps do not tell.
var (
	keptLocations = gate.Kept{Table: "location", Key: "id", Fields: `id, municipality, region, name, address, postcode, type, facilities,
		short_stay, contact_name, contact_phone, contact_email, stale_days, confirmed_at, lapsed_at, source, version, created_at, closed_at`}
	keptStays  = gate.Kept{Table: "stay", Key: "id", Fields: `id, household, location, previous, share_consent, created_at`}
	keptRooms  = gate.Kept{Table: "room", Key: "id", Fields: `id, location, name, beds, properties, closed_at`}
	keptBlocks = gate.Kept{Table: "room_block", Key: "room", Fields: `id, room, from_night, until_night, reason, blocked_at, lifted_at`,
		Lock: `UPDATE room SET id = id WHERE id = $1`}
	keptLodgings = gate.Kept{Table: "stay_room", Key: "stay", Fields: `stay, room, persons, person, given_at`,
		Lock: `UPDATE stay SET id = id WHERE id = $1`}
	keptAlerts = gate.Kept{Table: "alert", Key: "location", Fields: `id, kind, location, night_from, night_until, shortage, raised_at, cleared_at`,
		Lock: `UPDATE location SET id = id WHERE id = $1`}
	keptTicks = gate.Kept{Table: "readiness_tick", Key: "location", Fields: `location, seq, item, state, reason, person, at`,
		Lock: `UPDATE location SET id = id WHERE id = $1`}
	keptClosings = gate.Kept{Table: "location_closing", Key: "location", Fields: `location, seq, from_night, reason, person, at`,
		Lock: `UPDATE location SET id = id WHERE id = $1`}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptLocations, keptStays, keptRooms, keptBlocks, keptLodgings, keptAlerts, keptTicks, keptClosings}
