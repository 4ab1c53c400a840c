-- +goose Up
-- A draft is a location that somebody told of and nobody took in yet. What was not
-- said is empty (NULL for the municipality, its region and the nights, 0 for the
-- number of places), because a mail may leave anything out. The store holds a
-- digest of the secret that opens it for who told.
CREATE TABLE draft (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  digest TEXT UNIQUE CHECK (digest <> ''),
  way TEXT NOT NULL CHECK (way IN ('form', 'mail')),
  lang TEXT NOT NULL CHECK (lang IN ('nl', 'en', 'uk')),
  municipality TEXT CHECK (municipality <> ''),
  region TEXT CHECK (region <> ''),
  place TEXT NOT NULL,
  places BIGINT NOT NULL CHECK (places >= 0),
  from_night BIGINT,
  until_night BIGINT,
  facilities TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  phone_key TEXT NOT NULL,
  email_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'taken', 'refused')),
  received_at BIGINT NOT NULL,
  call_before BIGINT NOT NULL,
  version BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  location TEXT CHECK (location <> ''),
  CHECK ((state IN ('taken', 'refused')) = (ended_at IS NOT NULL)),
  CHECK ((state = 'taken') = (location IS NOT NULL)),
  CHECK ((municipality IS NULL) = (region IS NULL))
);
CREATE INDEX draft_open ON draft (received_at, id) WHERE state IN ('waiting', 'asked');
CREATE INDEX draft_recent ON draft (municipality, received_at);

-- What happened to a draft, in its order.
CREATE TABLE draft_step (
  draft TEXT NOT NULL REFERENCES draft (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (draft, seq)
);
