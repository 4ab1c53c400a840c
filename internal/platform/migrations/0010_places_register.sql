-- +goose Up
-- THE register: locations, how many places they have on which nights and on
-- whose word, and the stays promised in them. Nights are day numbers, instants
-- microseconds; a NULL end is an unknown end.

-- rev is bumped by every writer that touches the location's places or stays. It
-- is the lock of the location, and the number under which capacity_entry and
-- stay_event are put in one order. version counts changes of the description.
CREATE TABLE location (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  municipality TEXT NOT NULL CHECK (municipality <> ''),
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  type TEXT NOT NULL,
  facilities TEXT NOT NULL,
  short_stay BIGINT NOT NULL CHECK (short_stay IN (0, 1)),
  contact_name TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  stale_days BIGINT NOT NULL CHECK (stale_days > 0),
  confirmed_at BIGINT NOT NULL,
  lapsed_at BIGINT,
  source TEXT NOT NULL,
  rev BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX location_region ON location (region, municipality);
CREATE INDEX location_confirmed ON location (confirmed_at) WHERE closed_at IS NULL;

-- What somebody said: on the nights from..until-1 the number on this rung is
-- places. Of several entries that cover a night the last one holds.
CREATE TABLE capacity_entry (
  id TEXT PRIMARY KEY,
  location TEXT NOT NULL REFERENCES location (id),
  seq BIGINT NOT NULL,
  rung TEXT NOT NULL CHECK (rung IN ('pledged', 'inspected', 'realised', 'open', 'blocked')),
  from_night BIGINT NOT NULL CHECK (from_night BETWEEN 0 AND 99999),
  until_night BIGINT CHECK (until_night BETWEEN 1 AND 99999 AND until_night > from_night),
  places BIGINT NOT NULL CHECK (places BETWEEN 0 AND 99999),
  said_by TEXT NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  UNIQUE (location, seq)
);

-- What follows from the entries, kept in the same transaction: the present
-- number per rung, without overlaps; nights without a span have none.
CREATE TABLE rung_span (
  location TEXT NOT NULL,
  rung TEXT NOT NULL,
  from_night BIGINT NOT NULL,
  until_night BIGINT CHECK (until_night > from_night),
  places BIGINT NOT NULL CHECK (places > 0),
  PRIMARY KEY (location, rung, from_night)
);

-- The places that can be promised: open minus blocked.
CREATE TABLE open_span (
  location TEXT NOT NULL,
  from_night BIGINT NOT NULL,
  until_night BIGINT CHECK (until_night > from_night),
  places BIGINT NOT NULL CHECK (places > 0),
  PRIMARY KEY (location, from_night)
);

-- A promise of places to a household. reason and person speak of the last
-- change; the guard copies them into stay_event. No foreign key to location:
-- its check would take a second lock on the row the guard locks anyway.
CREATE TABLE stay (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  household TEXT NOT NULL CHECK (household <> ''),
  location TEXT NOT NULL,
  persons BIGINT NOT NULL CHECK (persons BETWEEN 1 AND 9999),
  from_night BIGINT NOT NULL CHECK (from_night BETWEEN 0 AND 99999),
  until_night BIGINT NOT NULL CHECK (until_night BETWEEN 0 AND 99999),
  end_known BIGINT NOT NULL CHECK (end_known IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'present', 'declined', 'expired', 'withdrawn',
    'not_arrived', 'left', 'moved', 'host_ended', 'unknown')),
  previous TEXT NOT NULL DEFAULT '',
  share_consent BIGINT NOT NULL DEFAULT 0 CHECK (share_consent IN (0, 1)),
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  rev BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (from_night < until_night OR (from_night = until_night AND state NOT IN ('offered', 'accepted', 'present')))
);
CREATE INDEX stay_holding ON stay (location, until_night, from_night, persons) WHERE state IN ('offered', 'accepted', 'present');
CREATE INDEX stay_household ON stay (household);
CREATE INDEX stay_location ON stay (location, from_night);

CREATE TABLE stay_event (
  location TEXT NOT NULL,
  seq BIGINT NOT NULL,
  stay TEXT NOT NULL,
  at BIGINT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  persons BIGINT NOT NULL,
  from_night BIGINT NOT NULL,
  until_night BIGINT NOT NULL,
  end_known BIGINT NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (location, seq)
);
CREATE INDEX stay_event_stay ON stay_event (stay, seq);

-- Rooms are optional. A room that is out of use keeps its row.
CREATE TABLE room (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  location TEXT NOT NULL REFERENCES location (id),
  name TEXT NOT NULL,
  beds BIGINT NOT NULL CHECK (beds BETWEEN 1 AND 999),
  properties TEXT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX room_location ON room (location);

CREATE TABLE stay_room (
  stay TEXT NOT NULL REFERENCES stay (id),
  room TEXT NOT NULL REFERENCES room (id),
  persons BIGINT NOT NULL CHECK (persons > 0),
  PRIMARY KEY (stay, room)
);
CREATE INDEX stay_room_room ON stay_room (room);

-- Something that asks for a person: a shortage from night_from to night_until-1.
CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('shortage')),
  location TEXT NOT NULL REFERENCES location (id),
  night_from BIGINT NOT NULL,
  night_until BIGINT NOT NULL CHECK (night_until > night_from),
  shortage BIGINT NOT NULL CHECK (shortage > 0),
  raised_at BIGINT NOT NULL,
  cleared_at BIGINT
);
CREATE UNIQUE INDEX alert_standing ON alert (location, kind) WHERE cleared_at IS NULL;
