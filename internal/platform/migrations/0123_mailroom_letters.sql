-- +goose Up
-- A mail that came in. Its key is a digest of its message id and its body, so that
-- one mail is one letter on whatever way it comes. Who wrote it and what it says
-- are erased after a while (then forgotten_at is set); that it came is kept.
CREATE TABLE letter (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  mail_key TEXT NOT NULL UNIQUE CHECK (mail_key <> ''),
  message_id TEXT NOT NULL,
  thread TEXT NOT NULL CHECK (thread <> ''),
  answers_draft TEXT CHECK (answers_draft <> ''),
  way TEXT NOT NULL CHECK (way <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'auto_reply', 'bounce', 'calendar', 'bulk')),
  auth TEXT NOT NULL CHECK (auth IN ('verified', 'failed', 'unknown')),
  lang TEXT NOT NULL CHECK (lang IN ('nl', 'en', 'uk')),
  municipality TEXT CHECK (municipality <> ''),
  region TEXT CHECK (region <> ''),
  state TEXT NOT NULL CHECK (state IN ('read', 'empty', 'apart', 'done')),
  received_at BIGINT NOT NULL,
  from_name TEXT NOT NULL,
  from_email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  quoted BIGINT NOT NULL CHECK (quoted >= 0),
  attachments TEXT NOT NULL,
  warnings TEXT NOT NULL,
  receipt_at BIGINT,
  ended_at BIGINT,
  ended_by TEXT NOT NULL,
  forgotten_at BIGINT,
  CHECK ((state = 'done') = (ended_at IS NOT NULL)),
  CHECK ((municipality IS NULL) = (region IS NULL))
);
CREATE INDEX letter_waiting ON letter (received_at, id) WHERE state = 'empty';
CREATE INDEX letter_message ON letter (message_id) WHERE message_id <> '';
CREATE INDEX letter_thread ON letter (thread);
CREATE INDEX letter_receipt ON letter (receipt_at) WHERE receipt_at IS NOT NULL;
CREATE INDEX letter_remembered ON letter (received_at) WHERE forgotten_at IS NULL;

-- A spreadsheet somebody tries out: its rows (JSON) wait for a while until they are
-- confirmed.
CREATE TABLE sheet_trial (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  person TEXT NOT NULL CHECK (person <> ''),
  owner TEXT NOT NULL CHECK (owner <> ''),
  name TEXT NOT NULL,
  book TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (digest <> ''),
  columns TEXT NOT NULL,
  made_at BIGINT NOT NULL
);

-- Which field a column of a sender's spreadsheets is, by its head as folded. The
-- owner is an address of a sender or, for uploads, an organisation.
CREATE TABLE sheet_column (
  owner TEXT NOT NULL CHECK (owner <> ''),
  head TEXT NOT NULL CHECK (head <> ''),
  field TEXT NOT NULL,
  PRIMARY KEY (owner, head)
);
