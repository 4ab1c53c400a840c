-- +goose Up
-- The place worked out for a household whose offer (after_offer) came to nothing:
-- for a person to look at, never an offer by itself. location is NULL where none
-- was found; why then says why not, else what counts for and against the place.
-- until_night is the household's own end, NULL while nobody knows it.
CREATE TABLE next_place (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  household TEXT NOT NULL,
  after_offer TEXT NOT NULL REFERENCES offer (id),
  location TEXT REFERENCES location (id),
  from_night BIGINT NOT NULL,
  until_night BIGINT,
  persons BIGINT NOT NULL CHECK (persons > 0),
  points BIGINT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'none', 'offered', 'turned', 'stale')),
  reason TEXT NOT NULL,
  offer TEXT REFERENCES offer (id),
  worked_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (state = 'none' OR state = 'stale' OR location IS NOT NULL),
  CHECK (state <> 'none' OR location IS NULL),
  CHECK ((state = 'offered') = (offer IS NOT NULL))
);
-- One answer at a time, whoever works it out.
CREATE UNIQUE INDEX next_place_open ON next_place (after_offer) WHERE state IN ('waiting', 'none');
CREATE INDEX next_place_after ON next_place (after_offer, state);
CREATE INDEX next_place_household ON next_place (household, worked_at);
