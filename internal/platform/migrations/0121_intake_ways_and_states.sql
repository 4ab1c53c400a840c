-- +goose Up
-- Drafts come in by spreadsheet too, and very large ones wait for a second person.
-- Neither engine can widen a check in the same words: both tables are written anew.
CREATE TABLE draft_new (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  digest TEXT UNIQUE CHECK (digest <> ''),
  way TEXT NOT NULL CHECK (way IN ('form', 'mail', 'sheet')),
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
  state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'seconding', 'taken', 'refused')),
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
INSERT INTO draft_new (id, ref, digest, way, lang, municipality, region, place, places, from_night, until_night, facilities, contact_name,
  contact_phone, contact_email, phone_key, email_key, state, received_at, call_before, version, ended_at, ended_by, reason, location)
SELECT id, ref, digest, way, lang, municipality, region, place, places, from_night, until_night, facilities, contact_name,
  contact_phone, contact_email, phone_key, email_key, state, received_at, call_before, version, ended_at, ended_by, reason, location FROM draft;
CREATE TABLE draft_step_new (
  draft TEXT NOT NULL REFERENCES draft_new (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (draft, seq)
);
INSERT INTO draft_step_new (draft, seq, at, kind, person, text) SELECT draft, seq, at, kind, person, text FROM draft_step;
DROP TABLE draft_step;
DROP TABLE draft;
ALTER TABLE draft_new RENAME TO draft;
ALTER TABLE draft_step_new RENAME TO draft_step;
CREATE INDEX draft_open ON draft (received_at, id) WHERE state IN ('waiting', 'asked', 'seconding');
CREATE INDEX draft_recent ON draft (municipality, received_at);
