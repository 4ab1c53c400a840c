-- +goose Up
-- What a draft was read from: the letter, which of its offers (from 1), and the
-- offer as it was read, with the words of every field (JSON; empty once it was
-- forgotten).
CREATE TABLE draft_origin (
  draft TEXT PRIMARY KEY REFERENCES draft (id),
  letter TEXT NOT NULL CHECK (letter <> ''),
  nr BIGINT NOT NULL CHECK (nr >= 1),
  offer TEXT NOT NULL,
  UNIQUE (letter, nr)
);

-- Further secrets that open a draft for who told it: one for every mail with a
-- link that was sent later. The store knows digests only.
CREATE TABLE draft_key (
  digest TEXT PRIMARY KEY CHECK (digest <> ''),
  draft TEXT NOT NULL REFERENCES draft (id),
  made_at BIGINT NOT NULL
);
CREATE INDEX draft_key_draft ON draft_key (draft);

-- A very large draft as the first of two persons confirmed it (JSON).
CREATE TABLE draft_second (
  draft TEXT PRIMARY KEY REFERENCES draft (id),
  person TEXT NOT NULL CHECK (person <> ''),
  at BIGINT NOT NULL,
  places BIGINT NOT NULL CHECK (places > 0),
  confirmed TEXT NOT NULL
);
