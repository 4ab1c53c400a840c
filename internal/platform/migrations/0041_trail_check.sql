-- +goose Up
-- How each audit book stood when it was last replayed.
CREATE TABLE audit_check (
  book TEXT PRIMARY KEY,
  seq BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  wrong TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_action ON audit (action, at);
