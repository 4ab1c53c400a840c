-- +goose Up
-- When the contact of a location was last asked whether its report still holds,
-- so that nobody is asked twice within a day.
CREATE TABLE location_asked (
  location TEXT PRIMARY KEY REFERENCES location (id),
  at BIGINT NOT NULL
);
