-- +goose Up
-- A link by which one side answers one offer without an account. Only the digest
-- is kept: who reads the store cannot answer with what it holds.
CREATE TABLE offer_link (
  digest TEXT PRIMARY KEY CHECK (digest <> ''),
  offer TEXT NOT NULL REFERENCES offer (id),
  side TEXT NOT NULL CHECK (side IN ('location', 'household')),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL CHECK (expires_at > made_at)
);
CREATE INDEX offer_link_offer ON offer_link (offer);

-- A journey of households from a hub. municipality and region say whose affair
-- it is; a national one has neither.
CREATE TABLE transport (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  origin TEXT NOT NULL CHECK (origin <> ''),
  leaves_at BIGINT NOT NULL,
  municipality TEXT CHECK (municipality <> ''),
  region TEXT CHECK (region <> ''),
  state TEXT NOT NULL CHECK (state IN ('planned', 'under_way', 'closed', 'cancelled')),
  note TEXT NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by <> ''),
  made_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX transport_leaves ON transport (leaves_at);

-- Where it goes.
CREATE TABLE transport_stop (
  transport TEXT NOT NULL REFERENCES transport (id),
  location TEXT NOT NULL REFERENCES location (id),
  PRIMARY KEY (transport, location)
);
CREATE INDEX transport_stop_location ON transport_stop (location);

-- Who was announced. What became of them is told by their offer alone. A row
-- taken off stays on record.
CREATE TABLE transport_seat (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  transport TEXT NOT NULL REFERENCES transport (id),
  offer TEXT NOT NULL REFERENCES offer (id),
  announced BIGINT NOT NULL CHECK (announced > 0),
  added_by TEXT NOT NULL CHECK (added_by <> ''),
  added_at BIGINT NOT NULL,
  off_at BIGINT
);
-- Nobody travels twice at a time, whoever writes.
CREATE UNIQUE INDEX transport_seat_offer ON transport_seat (offer) WHERE off_at IS NULL;
CREATE INDEX transport_seat_transport ON transport_seat (transport);

-- In- and outflow is derived from what happened to stays.
CREATE INDEX stay_event_at ON stay_event (at);
CREATE INDEX stay_previous ON stay (previous) WHERE previous <> '';
