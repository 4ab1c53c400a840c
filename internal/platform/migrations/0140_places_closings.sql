-- +goose Up
-- A location that closes: from which night, on whose word and why. A row without
-- a night says that it goes on. The last row of a location holds; closed_at of
-- the location is set when its night has come.
CREATE TABLE location_closing (
  location TEXT NOT NULL REFERENCES location (id),
  seq BIGINT NOT NULL,
  from_night BIGINT CHECK (from_night BETWEEN 0 AND 99999),
  reason TEXT NOT NULL CHECK (reason <> ''),
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (location, seq)
);
