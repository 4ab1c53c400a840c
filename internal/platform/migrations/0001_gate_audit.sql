-- +goose Up
-- Every change and every look at a person, chained per book (the municipality,
-- region or nation whose affair it was) so that a removed or altered row shows.
CREATE TABLE audit (
  book TEXT NOT NULL,
  seq BIGINT NOT NULL CHECK (seq > 0),
  at BIGINT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (book, seq)
);
CREATE INDEX audit_object ON audit (object);
CREATE INDEX audit_person ON audit (person, at);

CREATE TABLE audit_head (
  book TEXT PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);

-- Durable work, written in the transaction that asks for it.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  leased_until BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  done_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL;
