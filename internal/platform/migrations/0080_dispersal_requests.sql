-- +goose Up
-- A safety region that is full asks the nation to spread people over other
-- regions. A request is asked once and answered once; what was said stays.
CREATE TABLE dispersal_request (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  region TEXT NOT NULL CHECK (region <> ''),
  persons BIGINT NOT NULL CHECK (persons BETWEEN 1 AND 99999),
  needs TEXT NOT NULL,
  deadline BIGINT NOT NULL CHECK (deadline BETWEEN 0 AND 99999),
  reason TEXT NOT NULL CHECK (reason <> ''),
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
  answer TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL CHECK (asked_by <> ''),
  ended_at BIGINT,
  ended_by TEXT CHECK (ended_by <> ''),
  CHECK ((state = 'asked') = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK (state <> 'refused' OR answer <> '')
);
CREATE INDEX dispersal_request_region ON dispersal_request (region, asked_at);
CREATE INDEX dispersal_request_standing ON dispersal_request (deadline) WHERE state = 'asked';

-- Which regions take how many of a granted request.
CREATE TABLE dispersal_share (
  request TEXT NOT NULL REFERENCES dispersal_request (id),
  region TEXT NOT NULL CHECK (region <> ''),
  places BIGINT NOT NULL CHECK (places BETWEEN 1 AND 99999),
  PRIMARY KEY (request, region)
);
CREATE INDEX dispersal_share_region ON dispersal_share (region);
