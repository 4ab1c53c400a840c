package arrivals

import "onderdak/internal/platform/gate"

const lockJourney = `UPDATE transport SET id = id WHERE id = $1`

// Journeys, who is on them and the links that answer offers, sealed change by
// change.
var (
	keptLinks = gate.Kept{Table: "offer_link", Key: "offer", Fields: `digest, offer, side, made_at, expires_at`,
		Lock: `UPDATE offer SET rev = rev WHERE id = $1`}
	keptTransports = gate.Kept{Table: "transport", Key: "id",
		Fields: `id, origin, leaves_at, municipality, region, state, note, made_by, made_at, updated_at`}
	keptStops = gate.Kept{Table: "transport_stop", Key: "transport", Fields: `transport, location`, Lock: lockJourney}
	keptSeats = gate.Kept{Table: "transport_seat", Key: "transport", Fields: `id, transport, offer, announced, added_by, added_at, off_at`,
		Lock: lockJourney}
)

// Kept lists the tables of this room whose rows are sealed change by change.
var Kept = []gate.Kept{keptLinks, keptTransports, keptStops, keptSeats}
