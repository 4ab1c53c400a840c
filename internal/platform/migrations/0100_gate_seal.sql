-- +goose Up
-- What the change wrote, as a sum of digests per kind of record: a record altered,
-- removed or added by hand no longer adds up to it.
ALTER TABLE audit ADD COLUMN seal TEXT NOT NULL DEFAULT '';
